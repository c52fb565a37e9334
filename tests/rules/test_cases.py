from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from rule_desk import problems, score

from parengine.types import State

UNLAWFUL = {
    "kind": "cases",
    "cases": [
        {"when": "found = 0", "rule": {"kind": "formula", "points": "maximum"}},
        {
            "when": "found > 0",
            "rule": {
                "kind": "proportion",
                "maximum": 1.5,
                "numerator": "fixed",
                "denominator": "found",
                "zero_below": "50%",
                "if_zero": "full",
            },
        },
    ],
    "else": {"kind": "formula", "points": 0},
}


@pytest.mark.parametrize(
    "answers, points",
    [
        ({"found": 0}, 2),
        ({"found": 2, "fixed": 1}, Fraction(3, 4)),
        ({"found": 3, "fixed": 1}, 0),
        ({"found": 3, "fixed": 3}, Fraction(3, 2)),
        ({"found": 3}, State.MISSING),
        ({}, State.MISSING),
        ({"found": -1}, State.INVALID),
    ],
)
def test_the_first_case_that_holds_picks_the_rule(answers: dict[str, Any], points: Any) -> None:
    """Nothing flagged is full and asks no more; else the rule of the case, out of its own maximum."""
    assert points == score(UNLAWFUL, 2, **answers)


def test_else_is_where_nothing_holds() -> None:
    """All on time is full, all done is half, anything else nothing."""
    rule = {
        "kind": "cases",
        "cases": [
            {"when": "done = planned", "rule": {"kind": "formula", "points": "maximum"}},
            {"when": "done + late = planned", "rule": {"kind": "formula", "points": 0.5}},
        ],
        "else": {"kind": "formula", "points": 0},
    }

    assert [Fraction(1, 2), 0, 1] == [
        score(rule, planned=planned, done=done, late=late)
        for planned, done, late in ((85, 84, 1), (85, 84, 0), (0, 0, 0))
    ]


def test_a_case_may_not_apply() -> None:
    """The rule that is picked may say that it does not apply."""
    rule = {
        "kind": "cases",
        "cases": [{"when": "found = 0", "rule": {"kind": "formula", "points": "not_applicable"}}],
        "else": {"kind": "formula", "points": 1},
    }

    assert [State.NOT_APPLICABLE, 1] == [score(rule, found=found) for found in (0, 1)]


def test_problems_name_their_case() -> None:
    """What is wrong with a rule within is said with the case it belongs to."""
    bad = {"kind": "levels", "input": "only", "points": {"single": 3}}
    rule = {
        "kind": "cases",
        "cases": [{"when": "q1", "rule": bad}, {"when": "h1", "rule": {**bad, "maximum": 3}}],
        "else": bad,
    }

    assert [
        "case 1: 'single' gives 3 points, more than the maximum of 2",
        "case 2: its maximum of 3 is above 2",
        "'else': 'single' gives 3 points, more than the maximum of 2",
    ] == problems(rule, 2)
