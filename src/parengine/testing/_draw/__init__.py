"""Strategies: what Hypothesis draws, from expressions and sheets of answers to whole criteria sets."""
