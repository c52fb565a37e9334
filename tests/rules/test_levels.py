from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from rule_desk import problems, read, score

from parengine.expr import evaluate
from parengine.types import State

POINTS = {"kind": "levels", "input": "level", "points": {"full": 1, "partial": 0.5, "none": 0}}
SHARES = {"kind": "levels", "input": "level", "shares": {"none": 0, "partial": "75%", "full": "100%"}}


@pytest.mark.parametrize("level, points", [("full", 1), ("partial", Fraction(1, 2)), ("none", 0)])
def test_each_level_gives_its_points(level: str, points: Any) -> None:
    """On time 1, late half, none 0."""
    assert points == score(POINTS, level=level)


@pytest.mark.parametrize("level, points", [("full", 2), ("partial", Fraction(3, 2)), ("none", 0)])
def test_each_level_gives_its_share_of_the_maximum(level: str, points: Any) -> None:
    """100, 75 and 0 percent of the maximum, in whatever order they are listed."""
    assert points == score(SHARES, 2, level=level)


@pytest.mark.parametrize("answers, state", [({}, State.MISSING), ({"level": "sometimes"}, State.INVALID)])
@pytest.mark.parametrize(
    "rule", [POINTS, {"kind": "levels", "input": "level", "points": {"full": 1}}], ids=["all", "one"]
)
def test_what_is_no_option_is_no_level(answers: dict[str, Any], state: State, rule: Any) -> None:
    """An unknown option is invalid, an absent answer missing, never the last level."""
    found, _ = read(rule)

    assert state is evaluate(found.points(Fraction(1)), answers)


def test_a_choice_of_one_option_is_still_asked() -> None:
    """Where there is only one option, an absent answer is missing all the same."""
    assert State.MISSING is score({"kind": "levels", "input": "only", "points": {"single": 1}})


def test_options_must_be_listed_and_exist() -> None:
    """An option that is left out, one that is made up and one that gives too much are all named."""
    rule = {"kind": "levels", "input": "level", "points": {"full": 1.5, "partial": 0.5, "late": 0}}

    assert [
        "'late' is not an option; they are full, partial, none",
        "the option 'none' is not listed",
        "'full' gives 1.5 points, more than the maximum of 1",
    ] == problems(rule)


def test_a_computed_choice_has_no_list_of_options() -> None:
    """Where the choice is computed the options cannot be looked up; what is not listed is invalid."""
    rule = {"kind": "levels", "input": "when(q1, level, level)", "points": {"full": 1}}

    assert [] == problems(rule)
    assert [1, State.INVALID] == [score(rule, q1=True, level=level) for level in ("full", "none")]
