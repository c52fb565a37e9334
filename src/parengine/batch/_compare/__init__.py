"""The cohort of a table: what is compared of every unit, and the figures that follow, exactly."""
