"""The zero case: what a rule gives where there is nothing to divide by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from .._sentences import one_of, say
from ..expr import INVALID, MISSING, NOT_APPLICABLE, Expr, const, or_, when
from ..expr._guards import may_be_zero, unguarded_divisions
from ..expr._nodes import Const, When
from ..expr._show import show
from ._forms import printable
from .slots import ZERO_CASES, ZeroCase

_GIVES: Final[Mapping[str | None, Callable[[Fraction], Expr]]] = {
    "missing": lambda _maximum: MISSING,
    "not_applicable": lambda _maximum: NOT_APPLICABLE,
    "full": const,
    "zero": lambda _maximum: const(0),
    None: lambda _maximum: INVALID,
}


def zero_points(case: ZeroCase | None, maximum: Fraction) -> Expr:
    """Return what a zero case gives: the maximum, 0, or a state; undeclared it is invalid."""
    return _GIVES[case](maximum)


def divides(value: Expr) -> bool:
    """Return whether a value divides by something that may be 0 and that nothing around it excludes."""
    return next(unguarded_divisions(value), None) is not None


def with_zero_case(value: Expr, case: ZeroCase | None, maximum: Fraction, points: Callable[[Expr], Expr]) -> Expr:
    """
    Return `points(value)`, and what the zero case gives where a denominator in `value` is 0.

    Only the denominators are read to find that out. Where `value` is itself a choice, each branch is
    guarded on its own, so that a denominator of the branch not taken is not asked for.
    """
    if not divides(value):
        return points(value)
    if isinstance(value, When) and not divides(value.condition):
        branches = (with_zero_case(one, case, maximum, points) for one in (value.then, value.otherwise))
        return when(value.condition, *branches)
    empty = or_(*(division.under.equals(0) for division in unguarded_divisions(value)))
    return when(empty, zero_points(case, maximum), points(value))


def quotient(over: Expr, under: Expr, empty: Expr) -> Expr:
    """Return `over / under`, and `empty` where there is nothing to divide by; it is tested only where that may be."""
    if isinstance(under, Const) and under.value == 0:
        return empty
    return when(under.equals(0), empty, over / under) if may_be_zero(under) else over / under


def zero_case_problems(value: Expr, case: ZeroCase | None) -> Iterator[str]:
    """Yield that a zero case must be declared, where something may be divided by 0."""
    if case is None and divides(value):
        names = dict.fromkeys(f"'{printable(show(one.under))}'" for one in unguarded_divisions(value))
        yield say(
            "{names} may be 0 and is divided by; say with 'if_zero' what that gives: {cases}",
            names=one_of(list(names)),
            cases=list(ZERO_CASES),
        )
