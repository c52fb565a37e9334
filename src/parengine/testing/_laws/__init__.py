"""The laws, and what they look at a trial with: `table` lists them, the modules `of_…` say them."""
