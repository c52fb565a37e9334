"""Tables of drawn rounds of drawn sets: every cell is what the scorecards of the same units say."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from score_tables import cards, exactly, possible, rows, shown, table, tabular

from parengine import Assessment, CriteriaSet
from parengine.batch._score import cohort_of as cohort_of_table
from parengine.batch._score import score
from parengine.score import cohort_of, prepare
from parengine.testing import criteria_sets, rounds

some = settings(max_examples=10, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])


@st.composite
def drawn_rounds(draw: Any, *, compare: bool = False) -> tuple[CriteriaSet, list[Assessment]]:
    """Draw a set, one that compares units if asked, and a round as far as a table can hold it."""
    sets = criteria_sets()
    sets = sets.filter(lambda each: bool(prepare(each).programme.comparisons)) if compare else sets
    criteria_set = draw(sets)
    return criteria_set, tabular(draw(rounds(criteria_set, size=5 if compare else 3)), criteria_set)


def asked(units: list[Assessment]) -> dict[str, Any]:
    """Return the terms on which units are scored."""
    return {"year": units[0].year, "stage": units[0].stage}


@pytest.mark.parametrize("engine", ["numpy", "llvm"])
@some
@given(drawn=drawn_rounds())
def test_a_table_equals_the_scorecards(engine: Any, drawn: tuple[CriteriaSet, list[Assessment]]) -> None:
    """Every cell of every row equals the scorecard's, whatever the set, by each engine; and row by row too."""
    criteria_set, units = drawn

    result = score(table(units, criteria_set), criteria_set, engine=engine, **asked(units))

    assert [shown(card) for card in cards(units, criteria_set)] == rows(result)


@pytest.mark.parametrize("engine", ["numpy", "llvm"])
@some
@given(drawn=drawn_rounds(compare=True))
def test_units_of_a_table_are_each_others_cohort(engine: Any, drawn: tuple[CriteriaSet, list[Assessment]]) -> None:
    """Where units are compared, with themselves, with frozen figures or with others, a table equals the scorecards."""
    criteria_set, units = drawn
    answers, others = table(units, criteria_set), units[1:3]
    of_others = cohort_of(others, criteria_set)
    expected = [shown(card) for card in cards(units, criteria_set, cohort=of_others)]

    own, frozen, table_of_others = (
        score(answers, criteria_set, engine=engine, cohort=cohort, **asked(units))
        for cohort in (None, of_others, table(others, criteria_set))
    )

    assert [shown(card) for card in cards(units, criteria_set)] == rows(own)
    assert expected == rows(frozen)
    assert expected == rows(table_of_others)


@some
@given(drawn=drawn_rounds(compare=True))
def test_the_cohort_of_a_table_is_that_of_its_assessments(drawn: tuple[CriteriaSet, list[Assessment]]) -> None:
    """The first pass in columns finds the very figures that it finds one by one, to the digest."""
    criteria_set, units = drawn
    expected = cohort_of(units, criteria_set)

    found = cohort_of_table(table(units, criteria_set), criteria_set, engine="numpy", **asked(units))

    assert expected == found
    assert expected.digest == found.digest


@some
@given(drawn=drawn_rounds())
def test_what_is_asked_for_beside_the_cells_is_the_scorecards(drawn: tuple[CriteriaSet, list[Assessment]]) -> None:
    """Bounds and exact values are those of the scorecards, and change no cell."""
    criteria_set, units = drawn
    found = cards(units, criteria_set, bounds=True)
    expected = [shown(card) | possible(card) | exactly(card) for card in found]

    result = score(table(units, criteria_set), criteria_set, engine="numpy", bounds=True, exact=True, **asked(units))

    assert expected == rows(result)


@some
@given(drawn=drawn_rounds())
def test_without_nodes_the_rest_is_the_same(drawn: tuple[CriteriaSet, list[Assessment]]) -> None:
    """A table without the columns of nodes has the figures of the whole as they are with them."""
    criteria_set, units = drawn

    result = score(table(units, criteria_set), criteria_set, engine="numpy", nodes=False, **asked(units))

    assert [shown(card, nodes=False) for card in cards(units, criteria_set)] == rows(result)


@some
@given(drawn=drawn_rounds())
def test_the_kind_of_table_changes_nothing(drawn: tuple[CriteriaSet, list[Assessment]]) -> None:
    """Polars, pandas and a stream of Arrow give the figures that pyarrow gives, in their own kind."""
    criteria_set, units = drawn
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    given_ = table(units, criteria_set)
    expected = rows(score(given_, criteria_set, engine="numpy", **asked(units)))
    kinds = [polars.from_arrow(given_), given_.to_pandas(types_mapper=pandas.ArrowDtype), given_.to_reader()]

    found = [score(each, criteria_set, engine="numpy", **asked(units)) for each in kinds]

    assert [polars.DataFrame, pandas.DataFrame, pa.Table] == [type(each) for each in found]
    assert [expected] * 3 == [rows(found[0].to_arrow()), rows(pa.Table.from_pandas(found[1])), rows(found[2])]
