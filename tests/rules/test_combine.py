from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from rule_desk import problems, score

from parengine.types import State

PLACES = [
    {"kind": "proportion", "numerator": rate, "denominator": 1, "zero_below": "80%"}
    for rate in ("rate", "web", "centre")
]
QUOTAS = [
    {"kind": "proportion", "numerator": "done", "denominator": "planned", "if_zero": "not_applicable"},
    {"kind": "proportion", "numerator": "fixed", "denominator": "found", "if_zero": "not_applicable"},
]
NONE = {"planned": 0, "found": 0}


def combined(how: str, rules: Any = PLACES, **more: object) -> dict[str, Any]:
    """Return a combination."""
    return {"kind": "combine", "how": how, "rules": rules, **more}


@pytest.mark.parametrize("how, points", [("worst", 0), ("best", Fraction(1, 2)), ("mean", Fraction(19, 60))])
def test_best_worst_and_mean(how: str, points: Any) -> None:
    """79 % at one place is 0, the worst; the best is full; the mean lies between."""
    assert points == score(combined(how), "0.5", rate=100, web=90, centre=79)


def test_a_sum_is_of_rules_with_their_own_maxima() -> None:
    """Half a point for the share and half a point for the forms."""
    rules = [
        {**QUOTAS[0], "maximum": 0.5, "zero_below": "80%"},
        {"kind": "tally", "maximum": 0.5, "count": "found", "each": 0.1},
    ]

    assert Fraction(7, 10) == score(combined("sum", rules), done=80, planned=100, found=3)


def test_the_best_of_rules_with_unlike_maxima() -> None:
    """Half of 1 is more than 0 of 1.5."""
    rules = [{**PLACES[0], "zero_below": "10%", "full_at": "50%"}, {**PLACES[1], "maximum": 1, "zero_below": "30%"}]

    assert Fraction(3, 5) == score(combined("best", rules), "1.5", rate="3.9", web=60)


@pytest.mark.parametrize(
    "how, more, points",
    [
        ("best", {"n": 2}, Fraction(7, 4)),
        ("worst", {"n": 2}, 1),
        ("mean", {}, Fraction(2, 3)),
        ("sum", {"adds_up_to": 3.75}, 2),
    ],
)
def test_n_of_them_add_up(how: str, more: dict[str, Any], points: Any) -> None:
    """The best two of three and the worst two of three add up, beside the mean and the sum of all."""
    rules = [{"kind": "formula", "maximum": 1.25, "points": points} for points in (0.25, 0.75, 1)]

    assert points == score(combined(how, rules, **more), "2.5")


def test_what_adds_up_stops_at_the_maximum() -> None:
    """Two bests of 0.75 are held at a maximum of 1."""
    rules = [{"kind": "formula", "maximum": 0.75, "points": 0.75} for _ in range(3)]

    assert 1 == score(combined("best", rules, n=2))


@pytest.mark.parametrize(
    "how, answers, points",
    [
        ("mean", {"planned": 2, "done": 1, "found": 0}, Fraction(1, 2)),
        ("worst", {"planned": 2, "done": 1, "found": 0}, Fraction(1, 2)),
        ("best", {"planned": 2, "done": 1, "found": 0}, Fraction(1, 2)),
        ("mean", {"planned": 2, "done": 1, "found": 4, "fixed": 1}, Fraction(3, 8)),
        ("worst", {"planned": 2, "done": 1, "found": 4, "fixed": 1}, Fraction(1, 4)),
        ("mean", NONE, State.NOT_APPLICABLE),
        ("worst", NONE, State.NOT_APPLICABLE),
        ("best", NONE, State.NOT_APPLICABLE),
        ("best", {"planned": 0, "found": 1}, State.MISSING),
        ("best", {"planned": 0}, State.MISSING),
    ],
)
def test_what_does_not_apply_is_left_out(how: str, answers: dict[str, int], points: Any) -> None:
    """The mean is over those that apply; where none does, nothing does; a missing one is missing."""
    assert points == score(combined(how, QUOTAS), **answers)


@pytest.mark.parametrize(
    "found, planned, points",
    [(4, 2, Fraction(3, 8)), (0, 2, Fraction(1, 2)), (4, 0, Fraction(3, 8)), (0, 0, Fraction(1, 4))],
)
def test_the_worst_two_of_those_that_apply(found: int, planned: int, points: Any) -> None:
    """With fewer than two that apply, those that do add up."""
    rules = [*({**one, "maximum": 0.5} for one in QUOTAS), {"kind": "formula", "maximum": 0.5, "points": 0.25}]

    assert points == score(combined("worst", rules, n=2), done=1, planned=planned, fixed=1, found=found)


def test_a_sum_leaves_out_what_does_not_apply() -> None:
    """The others of a sum still add up; with none of them the sum does not apply."""
    rules = [{**one, "maximum": 0.5} for one in QUOTAS]

    assert [Fraction(1, 4), State.NOT_APPLICABLE] == [
        score(combined("sum", rules), planned=planned, done=1, found=0) for planned in (2, 0)
    ]


@pytest.mark.parametrize(
    "document, sentences",
    [
        (combined("sum"), ["the rules' maxima add up to 3, the maximum is 1; if that is meant, say 'adds_up_to: 3'"]),
        (combined("mean", n=2), ["'n' goes with 'how: best' or 'how: worst', not with 'mean'"]),
        (combined("best", n=4), ["'n' is 4, but there are only 3 rules"]),
        (combined("best", [{**PLACES[0], "maximum": 2}]), ["rule 1: its maximum of 2 is above 1"]),
        (
            combined("best", [{**PLACES[0], "full_at": "50%"}]),
            ["rule 1: 'zero_below' of 80% is above 'full_at' of 50%; no share would be in proportion"],
        ),
    ],
)
def test_combinations_that_make_no_sense_are_named(document: Any, sentences: list[str]) -> None:
    """Maxima that do not add up, an `n` without meaning, and what is wrong within."""
    assert sentences == problems(document)
