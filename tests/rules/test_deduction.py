from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from rule_desk import problems, score

from parengine.types import State

DISCIPLINE = {"kind": "deduction", "events": [{"count": "found", "points": 0.5}, {"count": "late", "points": 0.05}]}


@pytest.mark.parametrize(
    "found, late, points",
    [(0, 0, Fraction(7, 4)), (2, 3, Fraction(3, 5)), (3, 5, 0), (9, 0, 0), (0, 10**9, 0)],
)
def test_each_event_costs(found: int, late: int, points: Any) -> None:
    """1.75 less half a point for each head and a twentieth for each official, never below 0."""
    assert points == score(DISCIPLINE, "1.75", found=found, late=late)


@pytest.mark.parametrize("found, points", [(0, 2), (1, Fraction(3, 2)), (2, 1), (5, 1)])
def test_a_floor_is_left(found: int, points: Any) -> None:
    """With a floor of 1 nothing takes more than the rest."""
    rule = {"kind": "deduction", "events": [{"count": "found", "points": 0.5}], "floor": 1}

    assert points == score(rule, 2, found=found)


def test_fewer_than_none_earns_nothing_extra() -> None:
    """A computed count may be negative; the points stay at the maximum."""
    rule = {"kind": "deduction", "events": [{"count": "found - fixed", "points": 0.5}]}

    assert 2 == score(rule, 2, found=0, fixed=3)


def test_missing_is_not_no_event() -> None:
    """A count nobody entered leaves the points missing."""
    assert State.MISSING is score(DISCIPLINE, "1.75", found=0)


def test_a_floor_must_leave_something_to_take() -> None:
    """A floor at the maximum makes the rule idle, and is a problem."""
    assert ["the floor of 2 leaves nothing of 2 to take away"] == problems({**DISCIPLINE, "floor": 2}, 2)


def test_a_deduction_needs_an_amount() -> None:
    """A text that deducts without saying how much cannot be computed."""
    assert ["'0' must be above 0"] == problems({"kind": "deduction", "events": [{"count": "found", "points": 0}]})
