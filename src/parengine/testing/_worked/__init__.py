"""Worked cases: reading them, running them, saying how they differ, and filling in what came out."""
