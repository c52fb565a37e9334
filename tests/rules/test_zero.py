from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from rule_desk import NAMES

from parengine.expr import MISSING, Expr, const, evaluate, when
from parengine.expr._guards import unguarded_divisions
from parengine.rules import quotient, with_zero_case, zero_case_problems, zero_points
from parengine.types import State

DONE, PLANNED, FOUND, FIXED = (NAMES[name] for name in ("done", "planned", "found", "fixed"))


def doubled(value: Expr) -> Expr:
    """Return points that look at a value twice."""
    return when(value > 1, const(1), value)


@pytest.mark.parametrize(
    "case, points",
    [
        ("full", Fraction(3)),
        ("zero", Fraction(0)),
        ("missing", State.MISSING),
        ("not_applicable", State.NOT_APPLICABLE),
    ],
)
def test_a_zero_case_is_the_maximum_nothing_or_a_state(case: Any, points: Any) -> None:
    """Each of the four words gives what it says."""
    assert points == evaluate(zero_points(case, Fraction(3)))


def test_what_is_not_declared_is_invalid() -> None:
    """A rule that should say what zero means, and does not, is reported and gives nothing."""
    points = with_zero_case(DONE / PLANNED, None, Fraction(1), doubled)

    assert 1 == len([*zero_case_problems(DONE / PLANNED, None)])
    assert State.INVALID is evaluate(points, {"planned": 0})


def test_a_value_that_cannot_divide_by_0_is_left_alone() -> None:
    """Without a division, or with one that the author guards, nothing is tested."""
    guarded = when(PLANNED > 0, DONE / PLANNED, 0)

    assert doubled(DONE) is with_zero_case(DONE, None, Fraction(1), doubled)
    assert doubled(guarded) is with_zero_case(guarded, None, Fraction(1), doubled)


@pytest.mark.parametrize(
    "value",
    [
        DONE / PLANNED,
        DONE / PLANNED + FIXED / FOUND,
        DONE / (PLANNED / FOUND),
        DONE / (PLANNED / (FOUND / FIXED)),
        when(NAMES["q1"], DONE / PLANNED, FIXED / FOUND),
        when(DONE / PLANNED > 1, FIXED / FOUND, 1),
        when(NAMES["q1"], DONE, when(NAMES["h1"], FIXED / FOUND, DONE / PLANNED)),
    ],
)
def test_every_shape_of_division_is_guarded(value: Expr) -> None:
    """Sums, quotients of quotients and choices of quotients: nothing is left that could divide by 0."""
    points = with_zero_case(value, "zero", Fraction(1), doubled)

    assert [] == [*unguarded_divisions(points)]


def test_a_quotient_is_tested_only_where_its_denominator_may_be_0() -> None:
    """What cannot be 0 is divided by; what is always 0 is never divided by."""
    assert DONE / NAMES["at_least_one"] is quotient(DONE, NAMES["at_least_one"], MISSING)
    assert MISSING is quotient(DONE, const(0), MISSING)
    assert [State.MISSING, 2] == [evaluate(quotient(DONE, PLANNED, MISSING), {"done": 4, "planned": n}) for n in (0, 2)]
