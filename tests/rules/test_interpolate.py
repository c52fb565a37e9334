from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from rule_desk import problems, rule, score

from parengine.rules import directions
from parengine.types import State

PUBLISHED = {
    "kind": "interpolate",
    "value": "done / planned",
    "knots": [["80%", 0], ["90%", 0.5], ["100%", 1]],
    "if_zero": "zero",
}


@pytest.mark.parametrize(
    "done, points",
    [
        (0, 0),
        (800, 0),
        (850, Fraction(1, 4)),
        (900, Fraction(1, 2)),
        (901, Fraction(101, 200)),
        (1000, 1),
        (1015, 1),
    ],
)
def test_points_lie_on_the_lines_between_knots(done: int, points: Any) -> None:
    """Half way from 80 % (0) to 90 % (0.5) is a quarter; below and above the knots stay at their ends."""
    assert points == score(PUBLISHED, done=done, planned=1000)


def test_nothing_to_divide_by_is_declared() -> None:
    """A value over nothing gives what `if_zero` says."""
    assert 0 == score(PUBLISHED, planned=0)
    assert State.NOT_APPLICABLE is score({**PUBLISHED, "if_zero": "not_applicable"}, planned=0)


@pytest.mark.parametrize(
    "growth, points", [("-1", 2), ("0", 2), ("5", Fraction(3, 2)), ("10", 1), ("15", 1), ("30", 0), ("31", 0)]
)
def test_lines_may_fall_and_lie_level(growth: str, points: Any) -> None:
    """Lower may be better, and between two knots of equal points there is no slope."""
    rule = {"kind": "interpolate", "value": "growth", "knots": [[0, 2], [10, 1], [20, 1], [30, 0]]}

    assert points == score(rule, 2, growth=growth)


def test_an_absent_answer_is_missing() -> None:
    """No value, no points."""
    assert State.MISSING is score(PUBLISHED, planned=10)


def test_knots_must_rise_and_stay_within_the_maximum() -> None:
    """Knots out of order, two at one value, and one that gives too much are named."""
    rule = {"kind": "interpolate", "value": "found", "knots": [[5, 0], [5, 1], [3, 2]]}

    assert [
        "the knot at 3 gives 2 points, more than the maximum of 1",
        "the knot at 5 must come after a lower value than 5",
        "the knot at 3 must come after a lower value than 5",
    ] == problems(rule)


@pytest.mark.parametrize(
    "points, direction", [([0, 1, 1, 2], "up"), ([2, 1, 1, 0], "down"), ([1, 1, 1, 1], "up"), ([0, 2, 2, 1], "none")]
)
def test_level_stretches_keep_the_direction(points: list[int], direction: str) -> None:
    """Points that never fall help upwards although they stand still between two knots; a hill does not say."""
    found = rule({"kind": "interpolate", "value": "growth", "knots": [[at, each] for at, each in enumerate(points)]}, 2)

    assert direction == next(way for slot, _, way in directions(found) if slot.key == "value")
