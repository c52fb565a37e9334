from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from rule_desk import no_zero_case, problems, rule, score

from parengine.expr import const
from parengine.types import State

TRAINING = {
    "kind": "formula",
    "points": "maximum * (0.6 * min(1, done / planned) + 0.4 * min(1, fixed / found))",
    "if_zero": "zero",
}
SAVING = {"kind": "formula", "points": "maximum * min(1, (before - now) / (0.1 * before))", "if_zero": "zero"}


def test_a_formula_is_what_it_says() -> None:
    """120 % of the plan counts as 100 %, half of the leaders as half: 0.6 + 0.4 × 0.5."""
    assert Fraction(4, 5) == score(TRAINING, planned=1000, done=1200, found=100, fixed=50)


@pytest.mark.parametrize("now, points", [(2100, 0), (1900, Fraction(1, 2)), (1700, 1)])
def test_points_stay_between_the_floor_and_the_maximum(now: int, points: Any) -> None:
    """Spending that rose is held at 0."""
    assert points == score(SAVING, before=2000, now=now)


@pytest.mark.parametrize("points, given", [("maximum", 2), ("5", 2), ("0 - 1", 0), ("0.5", Fraction(1, 2))])
def test_a_constant_is_held_at_once(points: str, given: Any) -> None:
    """What can be computed without answers is a number, held within the maximum."""
    document = {"kind": "formula", "points": points}

    assert const(given) is rule(document, 2).points(Fraction(2))


def test_a_floor_may_lie_above_nothing() -> None:
    """The least that is given, if declared."""
    assert Fraction(1, 4) == score({"kind": "formula", "points": "growth / 10", "floor": 0.25}, growth=-50)


@pytest.mark.parametrize(
    "answers, points", [({"planned": 0, "found": 1}, 0), ({"found": 0}, 0), ({"found": 1}, State.MISSING)]
)
def test_any_denominator_of_0_is_the_zero_case(answers: dict[str, int], points: Any) -> None:
    """One denominator that is 0 decides, even where the other is not known."""
    assert points == score(TRAINING, **answers)


def test_a_formula_may_be_a_state() -> None:
    """An author may say that the rule does not apply."""
    assert State.NOT_APPLICABLE is score({"kind": "formula", "points": "when(q1, not_applicable, 1)"}, q1=True)


@pytest.mark.parametrize(
    "document, sentence",
    [
        ({"kind": "formula", "points": 1, "floor": 3}, "the floor of 3 is above the maximum of 1"),
        (
            {"kind": "formula", "points": "done / planned"},
            no_zero_case("planned"),
        ),
    ],
)
def test_what_is_not_said_is_asked(document: Any, sentence: str) -> None:
    """A floor above the maximum and an undeclared zero case are problems."""
    assert [sentence] == problems(document)
