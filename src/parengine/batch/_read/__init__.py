"""Tables in: what is given becomes columns that an engine takes, and sheets for the exact row path."""
