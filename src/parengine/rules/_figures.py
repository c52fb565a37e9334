"""Amounts of points: held within a maximum, and complained about where they are more than it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from .._numbers import exact_text
from .._sentences import figure as shown
from .._sentences import say
from ..expr import NOT_APPLICABLE, Expr, when
from ..expr._build import _raw
from ..expr._guards import is_nonnegative
from ..expr._nodes import Bound, Const, EachFigure, Input, NodeFigure, walk


def figure(value: Fraction) -> Expr:
    """Return a number that a rule computed itself; the limit on digits is for what is written."""
    return _raw(value)


def held(points: Fraction, maximum: Fraction) -> Expr:
    """Return literal points, not above the maximum."""
    return figure(min(points, maximum))


def too_many(points: Fraction, maximum: Fraction, what: str) -> Iterator[str]:
    """Yield that `what` gives more points than there are."""
    if points > maximum:
        yield say(
            "{what} gives {points} points, more than the maximum of {maximum}",
            what=what,
            points=shown(points),
            maximum=shown(maximum),
        )


def percent_text(value: Fraction) -> str:
    """Return a threshold as it is read best: a share as a percentage, anything else as it is."""
    return say("{number}%", number=shown(value * 100)) if value.denominator != 1 else shown(value)


def not_below(value: Expr, floor: Fraction, otherwise: Expr) -> Expr:
    """Return `floor` where `value` is below it, else `otherwise`; nothing is tested that cannot be."""
    if floor == 0 and is_nonnegative(value):
        return otherwise
    return when(value < figure(floor), figure(floor), otherwise)


def not_above(value: Expr, ceiling: Fraction, otherwise: Expr) -> Expr:
    """Return `ceiling` where `value` is above it, else `otherwise`; nothing is tested that cannot be."""
    return otherwise if never_above(value, ceiling) else when(value > figure(ceiling), figure(ceiling), otherwise)


def clamped(value: Expr, floor: Fraction, ceiling: Fraction) -> Expr:
    """Return `value` held between two numbers."""
    return not_below(value, floor, not_above(value, ceiling, value))


def never_above(value: Expr, limit: Fraction) -> bool:
    """Return whether a value is plainly never above a limit: a number, or an input with such a domain."""
    if isinstance(value, Const):
        return value.value <= limit
    highest = value.domain.read_limits()[1] if isinstance(value, Input) else None
    return highest is not None and highest <= limit


def is_percent(value: Expr) -> bool:
    """Return whether a value is a percent input: entered as 79.7 and read as 0.797."""
    return isinstance(value, Input) and value.domain.kind == "percent"


def may_not_apply(value: Expr) -> bool:
    """Return whether a value may be not applicable: by its own words, or by those of a node it refers to."""
    return any(node is NOT_APPLICABLE or isinstance(node, _ELSEWHERE) for node in walk(value))


_ELSEWHERE: Final = (Bound, EachFigure, NodeFigure)


def sum_problems(total: Fraction, maximum: Fraction, stated: Fraction | None, what: str) -> Iterator[str]:
    """Yield that parts do not add up to the maximum, where the document does not say that it knows."""
    if total not in (stated, maximum):
        yield say(
            "{what} add up to {total}, the maximum is {maximum}; if that is meant, say 'adds_up_to: {written}'",
            what=what,
            total=shown(total),
            maximum=shown(maximum),
            written=exact_text(total),
        )
    elif stated not in (None, total):
        known = shown(stated or Fraction(0))
        yield say("{what} add up to {total}, not to the stated {stated}", what=what, total=shown(total), stated=known)
