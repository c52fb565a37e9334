"""For those who prove a criteria set: running worked cases. Strategies and laws join them in a later release."""

from ._cases import differences, run_cases

__all__ = ["differences", "run_cases"]
