"""
Floors: how the largest whole number not above a quotient is written.

Databases cut quotients towards zero, which is the floor where nothing is negative. A numerator that may be negative is
lifted by a multiple of the denominator first, or, where that could need more than 64 bits, its remainder is looked at.
"""

from __future__ import annotations

from ...expr._integer.form import WIDEST, Kind, Op


def lift(op: Op) -> int | None:
    """Return how many denominators make a numerator non-negative; None where the sum may be too wide."""
    over, under = op.args
    times = max(0, -(over.low // under.low))
    return times if over.high + times * under.high <= WIDEST and times * under.high <= WIDEST else None


def reads_of(op: Op) -> tuple[Op, ...]:
    """Return the arguments as often as they are written."""
    if op.kind is not Kind.DIV or op.args[0].low >= 0:
        return op.args
    over, under = op.args
    lifted = lift(op)
    if lifted is None:
        return over, under, over, under
    return op.args if under.kind is Kind.CONST else (over, under, under)
