"""The columns of a table: what a scorecard shows, and the same in whole numbers of 64 bits."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, note, settings
from hypothesis import strategies as st

from parengine import Assessment, CriteriaSet, Scorecard, discover, score
from parengine.expr._integer import TooWide
from parengine.score import prepare
from parengine.score._cells import Cells, cells_of
from parengine.score._terms import terms_of
from parengine.testing import assessments, criteria_sets
from parengine.testing._laws.of_columns import UNSURE, in_whole_numbers

SHIPPED = ("ministry-2022-province", "ministry-2022-ministry", "tay-ninh-agency-2023", "tay-ninh-agency-2024")
few = settings(max_examples=25)


@cache
def shipped(set_id: str) -> CriteriaSet:
    return discover().get(set_id)


def in_a_table(assessment: Assessment) -> Assessment:
    """Return an assessment as far as a table can have it: without decisions."""
    return evolve(assessment, decisions={}, decided_total=None)


def cells_for(criteria_set: CriteriaSet, assessment: Assessment) -> Cells:
    return cells_of(prepare(criteria_set, terms_of(assessment, criteria_set)), year=assessment.year)


def shown(card: Scorecard) -> dict[str, Any]:
    """Return what a scorecard shows, by the names of a table's columns."""
    unknown = {"missing", "invalid", "not_applicable"}
    totals = {"points": card.points, "bonus": card.bonus, "penalty": card.penalty}
    totals |= {"applicable": card.applicable_maximum}
    found: dict[str, Any] = {"index": card.index}
    if card.class_ is not None:
        found |= {"class": card.class_.id, "class status": card.class_.status}
    found |= {name: card.rounding.decimal(value) for name, value in totals.items()} | {"complete": card.complete}
    for node in card.walk():
        known = node.status.value not in unknown
        found[f"points {node.code}"] = card.rounding.decimal(node.points) if known else None
        found[f"status {node.code}"] = node.status.value
        found[f"applies {node.code}"] = node.status.value != "not_applicable"
    return found


def agree(cells: Cells, assessment: Assessment, digits: int = 12) -> None:
    """Hold the whole numbers to the exact row in every cell that they are sure of."""
    exact, whole = cells.row(assessment), in_whole_numbers(cells, assessment, {}, digits)
    sure = [name for name, value in whole.items() if value != UNSURE]
    assert {name: exact[name] for name in sure} == {name: whole[name] for name in sure}


@few
@given(st.data())
@pytest.mark.parametrize("set_id", [*SHIPPED, "hai-phong-heads-2025"])
def test_a_row_shows_what_the_scorecard_shows(set_id: str, data: st.DataObject) -> None:
    """The columns of a unit are the figures and statuses of its scorecard."""
    criteria_set = shipped(set_id)
    assessment = data.draw(assessments(criteria_set))

    expected = shown(score(assessment, criteria_set))

    assert expected == cells_for(criteria_set, assessment).row(assessment)


@few
@given(criteria_sets(alone=True).flatmap(lambda each: st.tuples(st.just(each), assessments(each))))
def test_a_row_of_any_set_shows_what_its_scorecard_shows(drawn: tuple[CriteriaSet, Assessment]) -> None:
    """It holds for sets with every rule kind and clause."""
    criteria_set, assessment = drawn

    assert shown(score(assessment, criteria_set)) == cells_for(criteria_set, assessment).row(assessment)


@few
@given(st.data())
@pytest.mark.parametrize("set_id", SHIPPED)
def test_the_whole_numbers_of_a_shipped_set_give_the_exact_row(set_id: str, data: st.DataObject) -> None:
    """Every cell that is sure is the exact one, and none of them leaves the range that was proved of it."""
    criteria_set = shipped(set_id)
    assessment = in_a_table(data.draw(assessments(criteria_set)))

    agree(cells_for(criteria_set, assessment), assessment)


@settings(max_examples=60)
@given(
    criteria_sets().flatmap(lambda each: st.tuples(st.just(each), st.lists(assessments(each), min_size=4, max_size=4))),
    st.sampled_from([12, 1]),
)
def test_the_whole_numbers_of_any_set_give_the_exact_row(
    drawn: tuple[CriteriaSet, list[Assessment]], digits: int
) -> None:
    """It holds for every rule kind, clause, treatment and rounding, however coarse the enclosures are."""
    criteria_set, sheets = drawn

    for assessment in map(in_a_table, sheets):
        cells = cells_for(criteria_set, assessment)
        try:
            agree(cells, assessment, digits)
        except TooWide as error:
            note(str(error))


def test_numbers_are_shown_at_the_declared_places() -> None:
    """A figure is a decimal with every declared place written."""
    criteria_set = shipped("ministry-2022-ministry")
    assessment = Assessment(criteria_set.id, "u", 2022, {})

    row = cells_for(criteria_set, assessment).row(assessment)

    assert Decimal("0.00") == row["points"]
    assert -2 == row["points"].as_tuple().exponent
