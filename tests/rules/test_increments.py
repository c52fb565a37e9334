from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from rule_desk import no_zero_case, problems, read, score

from parengine.expr import evaluate
from parengine.rules import directions
from parengine.types import State

VISITORS = {
    "kind": "increments",
    "value": "found",
    "mark": 100,
    "base": 10,
    "step": 20,
    "points": 0.5,
    "direction": "above",
    "whole_steps": True,
}
POOR = {
    "kind": "increments",
    "value": "rate",
    "mark": "4.5%",
    "base": 3,
    "step": "1%",
    "points": 1,
    "direction": "below",
    "whole_steps": False,
    "ceiling": 5,
}


@pytest.mark.parametrize(
    "found, whole, points",
    [
        (0, True, 10),
        (100, True, 10),
        (119, True, 10),
        (119, False, Fraction(419, 40)),
        (120, True, Fraction(21, 2)),
        (139, True, Fraction(21, 2)),
        (699, True, Fraction(49, 2)),
        (700, True, 25),
        (10**9, True, 25),
        (10**9, False, 25),
    ],
)
def test_steps_above_the_mark_add_up(found: int, whole: bool, points: Any) -> None:
    """A base of 10 up to 100, half a point for each 20 above it, at most 25; part of a step counts if declared."""
    assert points == score({**VISITORS, "whole_steps": whole}, 25, found=found)


@pytest.mark.parametrize(
    "rate, points", [("10", 3), ("4.5", 3), ("4.49", Fraction(301, 100)), ("3.5", 4), ("2.5", 5), ("0", 5)]
)
def test_steps_may_lie_below_the_mark(rate: str, points: Any) -> None:
    """At or above 4.5 % 3 points, one more for each 1 % less, at most 5."""
    assert points == score(POOR, 6, rate=rate)


@pytest.mark.parametrize(
    "late, points",
    [(0, 2), (3, 2), (4, Fraction(8, 5)), (6, Fraction(4, 5)), (7, Fraction(1, 2)), (99, Fraction(1, 2))],
)
def test_steps_may_take_away(late: int, points: Any) -> None:
    """From the third on 0.4 less for each, down to a floor of a half."""
    rule = {**VISITORS, "value": "late", "mark": 3, "base": 2, "step": 1, "points": -0.4, "floor": 0.5}

    assert points == score(rule, 2, late=late)


def test_the_mark_may_be_computed() -> None:
    """The mark may depend on the unit; where it is missing so are the points."""
    rule = {**VISITORS, "mark": "when(q1, 75, 100)"}

    assert [Fraction(21, 2), 10] == [score(rule, 25, found=100, q1=mountainous) for mountainous in (True, False)]
    assert State.MISSING is score(rule, 25, found=100)


def test_a_quotient_needs_its_zero_case() -> None:
    """Value and mark may both divide; nothing to divide by gives what is declared."""
    rule = {**VISITORS, "value": "done / planned", "mark": "fixed / found", "base": 0, "step": "10%", "if_zero": "full"}

    assert [1, 1] == [score(rule, planned=0), score(rule, done=1, planned=1, found=0)]
    assert Fraction(1, 2) == score(rule, done=3, planned=5, fixed=1, found=2)


@pytest.mark.parametrize(
    "changed, maximum, sentences",
    [
        ({"step": 0}, 25, ["a step of 0 has no length; it must be above 0", "no step leads from the base of 10 to 25"]),
        ({"points": 0}, 25, ["each step gives 0 points; say how many"]),
        (
            {"base": 10},
            10,
            ["no step leads from the base of 10 to 10"],
        ),
        (
            {"base": 30},
            25,
            ["'base' gives 30 points, more than the maximum of 25", "no step leads from the base of 30 to 25"],
        ),
        ({"ceiling": 30}, 25, ["'ceiling' gives 30 points, more than the maximum of 25"]),
        (
            {"value": "done / planned"},
            25,
            [no_zero_case("planned")],
        ),
    ],
)
def test_steps_that_lead_nowhere_are_named(changed: dict[str, Any], maximum: int, sentences: list[str]) -> None:
    """Lengths, rates and bases that make no sense are problems."""
    assert sentences == problems({**VISITORS, **changed}, maximum)


@pytest.mark.parametrize("changed", [{"step": 0}, {"points": 0}, {"base": 30}, {"step": -5}])
def test_a_rule_with_problems_still_stays_within_the_maximum(changed: dict[str, Any]) -> None:
    """What is reported may be scored before it is mended: never more than the maximum."""
    found, _ = read({**VISITORS, **changed}, 25)

    assert 25 >= evaluate(found.points(Fraction(25)), {"found": 400}) >= 0


@pytest.mark.parametrize(
    "direction, each, ways",
    [
        ("above", 0.5, ["up", "down"]),
        ("above", -0.5, ["down", "up"]),
        ("below", 0.5, ["down", "up"]),
        ("below", -0.5, ["up", "down"]),
    ],
)
def test_the_mark_helps_against_the_value(direction: str, each: float, ways: list[str]) -> None:
    """What brings the value nearer to more points, or further from losing some, is the mark going the other way."""
    found, _ = read({**VISITORS, "mark": "late", "direction": direction, "points": each}, 25)

    assert ways == [way for slot, _, way in directions(found) if slot.key in ("value", "mark")]


def test_points_taken_away_have_a_limit() -> None:
    """A step may take away up to 1,000,000,000 points, as an amount may give up to as many."""
    lowest = -(10**9)

    assert [] == problems({**VISITORS, "points": lowest}, 25)
    assert ["'-1000000001' must be at least -1000000000"] == problems({**VISITORS, "points": lowest - 1}, 25)
