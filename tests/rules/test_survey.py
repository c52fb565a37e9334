from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from rule_desk import problems, read, score

from parengine.expr import const
from parengine.rules import Ratings, Survey
from parengine.types import State

FLAT = {"kind": "survey", "ratings": "citizens", "if_empty": "missing"}
GROUPS = {
    "kind": "survey",
    "groups": [
        {"ratings": "council", "weight": "30%", "label": {"vi": "Đại biểu HĐND", "en": "Council"}},
        {"ratings": "officials", "weight": "50%", "label": "Công chức"},
        {"ratings": "citizens", "weight": "20%"},
    ],
    "if_empty": "not_applicable",
}


def counts(survey: str, good: int = 0, average: int = 0, poor: int = 0, no_opinion: int = 0) -> dict[str, int]:
    """Return the answers of one survey."""
    found = {"good": good, "average": average, "poor": poor, "no_opinion": no_opinion}
    return {f"{survey}__{option}": count for option, count in found.items()}


@pytest.mark.parametrize(
    "answers, points",
    [
        ({"good": 10, "average": 10, "poor": 10}, Fraction(3, 8)),
        ({"good": 30, "poor": 10, "no_opinion": 60}, Fraction(9, 16)),
        ({"good": 5}, Fraction(3, 4)),
        ({"poor": 5}, 0),
        ({"no_opinion": 25}, State.MISSING),
    ],
)
def test_the_mean_worth_counts(answers: dict[str, int], points: Any) -> None:
    """The mean is taken over those with an opinion; where there is none, what is declared."""
    assert points == score(FLAT, "0.75", **counts("citizens", **answers))


@pytest.mark.parametrize(
    "empty, points",
    [("renormalise", Fraction(13, 16)), ("zero", Fraction(13, 20)), ("missing", State.MISSING)],
)
def test_a_group_without_answers(empty: str, points: Any) -> None:
    """Weights 30 : 50 : 20; the citizens are silent: scaled up, counted as 0, or missing."""
    answers = {**counts("council", average=4), **counts("officials", good=3), **counts("citizens", no_opinion=9)}

    assert points == score({**GROUPS, "empty_group": empty}, **answers)


@pytest.mark.parametrize("empty", ["renormalise", "zero", "missing"])
def test_all_groups_add_up_by_their_weights(empty: str) -> None:
    """With every group heard the weights are those of the text: 0.3 × ½ + 0.5 × 1 + 0.2 × 0."""
    answers = {**counts("council", average=4), **counts("officials", good=3), **counts("citizens", poor=9)}

    assert Fraction(13, 10) == score({**GROUPS, "empty_group": empty}, 2, **answers)


@pytest.mark.parametrize("empty", ["renormalise", "zero", "missing"])
def test_nobody_anywhere_is_what_is_declared(empty: str) -> None:
    """Where no group answered, `if_empty` decides and not the treatment of a group."""
    answers = {**counts("council"), **counts("officials"), **counts("citizens")}

    assert State.NOT_APPLICABLE is score({**GROUPS, "empty_group": empty}, **answers)


@pytest.mark.parametrize("good, points", [(29, 0), (30, 1)])
def test_too_few_answers_count_as_none(good: int, points: int) -> None:
    """With a minimum of 30 answers, 29 are as none."""
    assert points == score({**FLAT, "if_empty": "zero", "minimum_answers": 30}, **counts("citizens", good=good))


def test_too_few_answers_of_a_group_count_as_none() -> None:
    """The minimum holds for each group by itself."""
    answers = {**counts("council", poor=2), **counts("officials", good=30), **counts("citizens", good=30)}

    assert 1 == score({**GROUPS, "minimum_answers": 30}, **answers)


def test_an_option_without_a_count_is_missing() -> None:
    """Filling absent options with 0 is for whoever reads the sheet, not for the rule."""
    assert State.MISSING is score(FLAT, citizens__good=3)


def test_weights_must_add_up() -> None:
    """Weights that do not make 100 %, and answers that are counted twice, are named."""
    groups = [{"ratings": "council", "weight": "30%"}, {"ratings": "council", "weight": "50%"}]

    assert [
        "the weights of the groups add up to 80%, not to 100%",
        "the answers of 'council' are counted in two groups",
    ] == problems({"kind": "survey", "groups": groups, "if_empty": "zero"})


def test_a_scale_without_worth_has_nothing_to_average() -> None:
    """A scale on which no option counts gives what is declared, and does not raise."""
    opinionless = Ratings("blank", ((const(3), None),))
    rule = Survey(ratings=opinionless, if_empty="zero")

    assert const(0) is rule.points(Fraction(1))


def test_a_survey_has_one_form() -> None:
    """Either one distribution or groups, and the zero case always."""
    assert ["'if_empty' is missing", "'ratings' or 'groups' is missing"] == [s for _, s in read({"kind": "survey"})[1]]
