from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from rule_desk import NAMES, problems, rule, score

from parengine.types import State

COUNCIL = {"kind": "awarded", "points": "given", "step": 0.25}


@pytest.mark.parametrize(
    "given, points",
    [
        ("0", 0),
        ("0.75", Fraction(3, 4)),
        ("1", 1),
        ("0.6", State.INVALID),
        ("1.25", State.INVALID),
        ("-0.25", State.INVALID),
        (None, State.MISSING),
    ],
)
def test_points_are_taken_as_they_were_given(given: str | None, points: Any) -> None:
    """From 0 to the maximum by the step; what is off is invalid, not cut to fit."""
    assert points == score(COUNCIL, given=given)


def test_without_a_step_any_points_do() -> None:
    """Two decimals are what the input admits."""
    assert Fraction(61, 100) == score({"kind": "awarded", "points": "given"}, given="0.61")


def test_a_computed_award_is_held_to_its_range() -> None:
    """Points that are computed may fall below 0, and are invalid there."""
    assert State.INVALID is score({"kind": "awarded", "points": "given - 1"}, given=0)


def test_what_the_input_sees_to_is_not_tested_twice() -> None:
    """Where the input's own domain is from 0 to the maximum by the step, the points are the input."""
    assert NAMES["stepped"] is rule({"kind": "awarded", "points": "stepped", "step": 0.25}, 2).points(Fraction(2))


def test_the_maximum_must_be_reachable() -> None:
    """A step by which the maximum cannot be given is a problem."""
    assert ["the maximum of 1 is no multiple of the step of 0.3"] == problems({**COUNCIL, "step": 0.3})
