"""The ways to score a table that people use today, each as its own documentation shows."""
