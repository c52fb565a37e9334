from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from rule_desk import no_zero_case, problems, rule, score

from parengine.rules import directions
from parengine.types import State

INSPECTED = {
    "kind": "bands",
    "value": "done / planned",
    "steps": [{"at_least": "30%", "points": 0.5}, {"at_least": "20%", "points": 0.25}],
    "else": 0,
    "if_zero": "zero",
}
OPEN_AND_CLOSED = {
    "kind": "bands",
    "value": "rate",
    "steps": [
        {"below": "70%", "points": 0},
        {"above": "90%", "points": 2},
        {"at_least": "70%", "at_most": "90%", "points": 1},
    ],
}


@pytest.mark.parametrize(
    "done, planned, points",
    [
        (9, 30, Fraction(1, 2)),
        (8, 28, Fraction(1, 4)),
        (5, 28, 0),
        (10**9, 1, Fraction(1, 2)),
        (2_999_999, 10**7, Fraction(1, 4)),
        (2, 10, Fraction(1, 4)),
        (0, 0, 0),
    ],
)
def test_the_highest_step_reached_decides(done: int, planned: int, points: Any) -> None:
    """30 % itself reaches its step, 29.99999 % does not; nothing to divide by gives what is declared."""
    assert points == score(INSPECTED, "0.5", done=done, planned=planned)


@pytest.mark.parametrize("rate, points", [("90.01", 2), ("90", 1), ("70", 1), ("69.99", 0), ("0", 0), ("100", 2)])
def test_each_end_is_open_or_closed(rate: str, points: int) -> None:
    """Over 90: 2; from 70 to 90: 1; under 70: 0. The ends belong where the text says, in whatever order."""
    assert points == score(OPEN_AND_CLOSED, 2, rate=rate)


@pytest.mark.parametrize("late, points", [(0, 2), (1, 1), (4, 1), (5, Fraction(1, 2)), (10**9, Fraction(1, 2))])
def test_lower_may_be_better(late: int, points: Any) -> None:
    """Steps with upper ends only: none late 2, fewer than five 1, else a half."""
    rule = {
        "kind": "bands",
        "value": "late",
        "steps": [{"at_most": 0, "points": 2}, {"below": 5, "points": 1}],
        "else": 0.5,
    }

    assert points == score(rule, 2, late=late)


@pytest.mark.parametrize("growth, points", [("-5.01", 0), ("-5", 1), ("0", 1), ("5", 1), ("5.01", 0)])
def test_outside_all_steps_is_else(growth: str, points: int) -> None:
    """A step with both ends leaves what is below it and what is above it to `else`."""
    rule = {"kind": "bands", "value": "growth", "steps": [{"at_least": -5, "at_most": 5, "points": 1}]}

    assert points == score(rule, growth=growth)


def test_a_share_is_of_the_maximum() -> None:
    """A step may give a share of the maximum."""
    rule = {
        "kind": "bands",
        "value": "found",
        "steps": [{"at_least": 20, "share": "100%"}, {"at_least": 10, "share": 0.5}],
    }

    assert [3, Fraction(3, 2), 0] == [score(rule, 3, found=found) for found in (20, 19, 9)]


@pytest.mark.parametrize(
    "answers, points",
    [
        ({"planned": 0}, 0),
        ({"planned": 1}, State.MISSING),
        ({"done": 1}, State.MISSING),
        ({"planned": -1}, State.INVALID),
    ],
)
def test_only_what_is_needed_is_asked(answers: dict[str, Any], points: Any) -> None:
    """A denominator of 0 decides before the numerator is asked for."""
    assert points == score(INSPECTED, "0.5", **answers)


@pytest.mark.parametrize(
    "case, points", [("zero", 0), ("full", 1), ("missing", State.MISSING), ("not_applicable", State.NOT_APPLICABLE)]
)
def test_nothing_to_divide_by_gives_what_is_declared(case: str, points: Any) -> None:
    """Each of the four zero cases gives what it says."""
    assert points == score({**INSPECTED, "if_zero": case}, done=0, planned=0)


def test_each_branch_of_a_choice_has_its_own_denominator() -> None:
    """Where the value is a choice of two quotients, the denominator of the other one is not asked for."""
    rule = {**INSPECTED, "value": "when(q1, done / planned, fixed / found)"}

    assert Fraction(1, 2) == score(rule, q1=True, done=1, planned=2)
    assert [0, Fraction(1, 2)] == [score(rule, q1=False, fixed=1, found=found) for found in (0, 2)]


def test_a_quotient_of_quotients_guards_both() -> None:
    """A denominator inside a denominator is guarded too."""
    rule = {**INSPECTED, "value": "done / (planned / found)"}

    assert [0, 0, Fraction(1, 2)] == [
        score(rule, done=1, planned=planned, found=found) for planned, found in ((0, 1), (1, 0), (1, 1))
    ]


@pytest.mark.parametrize(
    "steps, sentences",
    [
        ([{"at_least": 3, "points": 2}], ["the step 'from 3' gives 2 points, more than the maximum of 1"]),
        (
            [{"at_least": 3, "points": 1}, {"at_least": 3, "points": 0.5}],
            ["no value falls in the step 'from 3 to below 3'"],
        ),
        ([{"at_least": 5, "at_most": 3, "points": 1}], ["no value falls in the step 'from 5 to 3'"]),
        (
            [{"at_least": "90%", "points": 1}, {"at_least": "50%", "below": "80%", "points": 0.5}],
            ["no step covers the values 'from 80% to below 90%'; add one that says what they give"],
        ),
        (
            [{"at_least": "90%", "points": 1}, {"at_least": "50%", "at_most": "90%", "points": 0.5}],
            ["the steps 'from 50% to 90%' and 'from 90%' overlap"],
        ),
        (
            [{"below": 70, "points": 0.5}, {"at_least": 50, "points": 1}],
            ["the steps 'from 50' and 'to below 70' overlap"],
        ),
        ([{"above": "90%", "points": 1}, {"at_most": "90%", "points": 0.5}], []),
        (
            [{"above": "90%", "points": 1}, {"below": "90%", "points": 0.5}],
            ["no step covers the values 'from 90% to 90%'; add one that says what they give"],
        ),
    ],
)
def test_steps_that_overlap_or_leave_a_gap_are_named(steps: Any, sentences: list[str]) -> None:
    """Overlaps, gaps, empty steps and too many points are said with the ends of the steps."""
    assert sentences == problems({"kind": "bands", "value": "found", "steps": steps})


def test_too_much_elsewhere_is_named() -> None:
    """What no step covers cannot give more than the maximum either."""
    assert ["'else' gives 3 points, more than the maximum of 0.5"] == problems({**INSPECTED, "else": 3}, "0.5")


def test_a_quotient_must_say_what_zero_means() -> None:
    """A value that divides by what may be 0 is refused without `if_zero`."""
    open_case = {key: value for key, value in INSPECTED.items() if key != "if_zero"}

    assert [no_zero_case("planned")] == problems(open_case)


@pytest.mark.parametrize(
    "steps, direction",
    [
        ([{"at_least": 1, "points": 1}], "up"),
        ([{"at_most": 1, "points": 1}], "down"),
        ([{"at_least": 1, "at_most": 3, "points": 1}], "none"),
        ([{"at_least": 1, "share": "50%"}, {"at_least": 3, "points": 1}], "none"),
    ],
)
def test_the_steps_give_the_direction(steps: Any, direction: str) -> None:
    """Rising points help upwards, falling ones downwards; a hill, or points beside shares, do not say."""
    found = rule({"kind": "bands", "value": "found", "steps": steps})

    assert direction == next(way for slot, _, way in directions(found) if slot.key == "value")
