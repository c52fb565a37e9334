"""
Reaches: what values an expression may take, as the bounds reading computes with them.

A reach is an interval (truth values are 0 and 1, dates their ordinals), or a set of options, and the states that
may stand in a value's place. Every operation contains what its operands allow; none allows for how operands hang
together, which is what `_bounds_reading` adds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final, NamedTuple, TypeAlias

from ..types import State

#: A whole number stays an int: it is added and compared ten times as fast as a `Fraction`.
Exact: TypeAlias = "int | Fraction"

#: What stands for "no limit": the engine reads no number with more digits.
FAR: Final = 10**30

NOT_APPLICABLE: Final = 1 << State.NOT_APPLICABLE
MISSING: Final = 1 << State.MISSING
INVALID: Final = 1 << State.INVALID


class Reach(NamedTuple):
    """
    What a value may be: from `low` to `high`, both None where there is no value; `states` is a set of bits.

    A choice has its options in `words`. A plain tuple because thousands are made for one sheet.
    """

    low: Exact | None
    high: Exact | None
    states: int = 0
    words: frozenset[str] | None = None


#: No answer sheet leads here.
EMPTY: Final = Reach(None, None)
YES: Final = Reach(1, 1)
NO: Final = Reach(0, 0)
EITHER: Final = Reach(0, 1)


def plain(value: Fraction) -> Exact:
    """Return a number as an int where it is whole."""
    return value.numerator if value.denominator == 1 else value


def in_state(bits: int) -> Reach:
    """Return the reach of what has no value but one of some states."""
    return Reach(None, None, bits)


def truth(*, no: bool, yes: bool, states: int = 0) -> Reach:
    """Return the reach of a condition."""
    if yes:
        return Reach(0 if no else 1, 1, states)
    return Reach(0, 0, states) if no else in_state(states)


def join(one: Reach, other: Reach) -> Reach:
    """Return what either reach allows."""
    states = one.states | other.states
    if one.low is None or other.low is None:
        known = one if other.low is None else other
        return known if known.states == states else Reach(known.low, known.high, states, known.words)
    assert one.high is not None
    assert other.high is not None
    words = one.words | other.words if one.words is not None and other.words is not None else None
    low = min(one.low, other.low)
    return Reach(low, max(one.high, other.high), states, words)


def meet(one: Reach, other: Reach) -> Reach:
    """Return what both reaches allow."""
    states = one.states & other.states
    if one.low is None or other.low is None:
        return in_state(states)
    assert one.high is not None
    assert other.high is not None
    low = max(one.low, other.low)
    high = min(one.high, other.high)
    words = one.words & other.words if one.words is not None and other.words is not None else one.words or other.words
    return in_state(states) if low > high or words == frozenset() else Reach(low, high, states, words)


def strict_states(parts: Iterable[Reach]) -> tuple[int, bool]:
    """Return the states of an operation that takes the strongest of its operands', and whether it has a value."""
    states, floor = 0, 0
    for part in parts:
        states |= part.states
        if part.low is None:
            if not part.states:
                return 0, False
            floor = max(floor, part.states & -part.states)
    return (states & -floor if floor else states), not floor


def product(one: Reach, low: Exact, high: Exact) -> tuple[Exact, Exact]:
    """Return the range of a product of two independent factors."""
    assert one.low is not None
    assert one.high is not None
    if low >= 0 and one.low >= 0:
        return one.low * low, one.high * high
    corners = (one.low * low, one.low * high, one.high * low, one.high * high)
    return min(corners), max(corners)


def quotient(over: Reach, low: Exact, high: Exact) -> tuple[Exact, Exact]:
    """Return the range of a quotient by what lies between `low` and `high`, 0 not among it."""
    return product(over, 1 / Fraction(high), 1 / Fraction(low))


def nth_best(rank: int, parts: Sequence[Reach]) -> tuple[Exact, Exact]:
    """Return the range of the `rank`th largest of several: it grows with each of them."""
    lows = sorted((part.low for part in parts if part.low is not None), reverse=True)
    highs = sorted((part.high for part in parts if part.high is not None), reverse=True)
    return lows[rank - 1], highs[rank - 1]
