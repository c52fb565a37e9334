"""Hostile rounds: cohorts, decisions and sheets that no document could hold are refused with a sentence and a place."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from _sets import ID, YEAR, criteria_set, formula, leaf

from parengine import Assessment, CriteriaSet, DocumentError, Unit, score
from parengine.score import Cohort, Decision, cohort_of, score_all
from parengine.types import Text

RANKED = criteria_set(
    formula("1", "cohort_rank(m) + cohort_mean(m)"), formula("2", "when(cohort_rank(m) <= 2, 2, otherwise 1)", 2)
)
TWO_YEARS = criteria_set(formula("1", "cohort_mean(m)"), years=[YEAR, YEAR + 1])


def sheet(unit: Any, entered: object = 1, year: int = YEAR, **more: Any) -> Assessment:
    """Return a unit that answered one number."""
    return Assessment(set=ID, unit=unit, year=year, answers={"m": entered}, **more)


def frozen(**changes: Any) -> dict[str, Any]:
    """Return the frozen figures of three units, with some changed."""
    tree = cohort_of([sheet(f"u{n}", n) for n in (1, 2, 3)], RANKED).to_dict()
    return {**tree, "compared": {"m": {**tree["compared"]["m"], **changes}}}


def refused(call: Callable[[], object]) -> list[tuple[str, str]]:
    """Return the paths and sentences with which a call is refused."""
    with pytest.raises(DocumentError) as caught:
        call()
    return [(problem.path, str(problem.sentence)) for problem in caught.value.problems]


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"count": 4}, "these are figures of more units than there are"),
        ({"count": 0}, "the mean, the best and the least stand there exactly where some unit has a value"),
        ({"mean": None}, "the mean, the best and the least stand there exactly where some unit has a value"),
        ({"mean": "4"}, "the mean does not lie between the least and the best"),
        ({"mean": "2.5"}, "the values are not those of the other figures, the largest first"),
        ({"values": ["1", "2", "3"]}, "the values are not those of the other figures, the largest first"),
        ({"values": ["3", "1"]}, "the values are not those of the other figures, the largest first"),
    ],
)
def test_frozen_figures_that_contradict_one_another_are_refused(changes: Any, sentence: str) -> None:
    """A mean or rank from figures that cannot be of one round would be a wrong number."""
    assert ("$.compared.m", sentence) in refused(lambda: Cohort.from_dict(frozen(**changes)))


def test_frozen_figures_without_values_give_no_rank() -> None:
    """Without the values nobody is first by default: the rank is missing."""
    card = score(sheet("u4", 0), RANKED, cohort=Cohort.from_dict(frozen(values=[])))

    assert ("cohort_rank(m)",) == card.missing


def test_whole_numbers_of_frozen_figures_may_have_a_point() -> None:
    """JSON tells 3.0 from 3 no more than the schema does; the digest is the same."""
    tree = frozen()

    assert Cohort.from_dict(tree).digest == Cohort.from_dict({**tree, "units": 3.0, "year": float(YEAR)}).digest


def test_units_of_different_years_are_no_cohort() -> None:
    """A set may cover two years; comparing across them is refused."""
    found = refused(lambda: list(score_all([sheet("a"), sheet("b", year=YEAR + 1)], TWO_YEARS)))

    assert [("$.year", "'b' is of 2023 and 'a' of 2022; units are compared within one year")] == found


def test_frozen_figures_of_another_year_are_refused() -> None:
    """Figures of last year's round do not score this year's unit."""
    last_year = cohort_of([sheet("a")], TWO_YEARS)

    assert [("$.year", "these figures of a cohort are of 2022, not of 2023")] == refused(
        lambda: score(sheet("a", year=YEAR + 1), TWO_YEARS, cohort=last_year)
    )


@pytest.mark.parametrize("cohort", [["abc"], [None], 5, "abc", frozen()])
def test_what_is_no_assessment_is_refused(cohort: Any) -> None:
    """Frozen figures passed as they stand in JSON, too, are told apart from assessments."""
    assert " Assessment, not a " in refused(lambda: score(sheet("a"), RANKED, cohort=cohort))[0][1]


@pytest.mark.parametrize("id_, type_", [(5, "int"), ([1], "list"), (None, "NoneType")])
def test_the_id_of_a_unit_is_text(id_: Any, type_: str) -> None:
    """A scorecard of another id would not keep to its schema."""
    found = refused(lambda: list(score_all([sheet(Unit(id_))], RANKED)))

    assert [("$.unit.id", f"the id of a unit is text, not a {type_}")] == found


def test_a_cohort_with_half_a_character_is_refused() -> None:
    """The digest of figures says so where the unit is named because it is not settled."""
    found = refused(lambda: score(sheet("a"), RANKED, cohort=[sheet("b\ud800", None)]))

    assert "the unit or an answer holds half of a surrogate pair, which is no character" == found[0][1]


PLAIN: CriteriaSet = criteria_set(leaf("1", 10))


@pytest.mark.parametrize(
    "part, decision",
    [
        ("reason", Decision(1, Text("a", 5), "b")),  # type: ignore[arg-type]
        ("reason", Decision(1, Text(5), "b")),  # type: ignore[arg-type]
        ("reason", Decision(1, Text("a", "\ud800"), "b")),
        ("authority", Decision(1, "a", "\ud800")),
        ("decided_on", Decision(1, "a", "b", datetime.datetime(2024, 1, 15, 10))),  # noqa: DTZ001
        ("provenance", Decision(1, "a", "b", None, "invented")),  # type: ignore[arg-type]
    ],
)
def test_a_decision_that_no_scorecard_could_write_is_refused(part: str, decision: Decision) -> None:
    """What a program builds is held to what a document could say, before a scorecard is made of it."""
    found = refused(lambda: score(sheet_with(decision), PLAIN))

    assert [f"$.decisions.1.{part}"] == [path for path, _ in found]


def sheet_with(decision: Decision) -> Assessment:
    """Return an appraised sheet with a decision on its only leaf."""
    return Assessment(set=ID, unit="u", year=YEAR, stage="appraised", decisions={"1": decision})


def test_a_rank_inside_a_condition_is_explained() -> None:
    """The trace names a figure of the cohort as it is written."""
    units = [sheet("a", 1), sheet("b", 2), sheet("c", 3)]

    assert any("cohort_rank(m)" in line for line in score(units[0], RANKED, cohort=units).why("2"))


def test_figures_of_very_many_digits_are_refused() -> None:
    """Reading a number takes time that grows with the square of its length."""
    found = refused(lambda: Cohort.from_dict(frozen(best="9" * 100_001)))

    assert ["$.compared.m.best"] == [path for path, _ in found]
