"""The sets that are shipped: tables of drawn rounds equal the scorecards in every cell."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from score_tables import cards, rows, shown, table, tabular

from parengine import Assessment, CriteriaSet, registry
from parengine.batch._score import score
from parengine.testing import rounds

SETS = (
    "ministry-2022-province",
    "ministry-2022-ministry",
    "tay-ninh-agency-2023",
    "tay-ninh-agency-2024",
    "hai-phong-heads-2025",
)
few = settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@cache
def shipped(id_: str) -> CriteriaSet:
    """Return a shipped set."""
    return registry.discover().get(id_)


@pytest.mark.parametrize("id_", SETS)
@pytest.mark.parametrize("engine", ["numpy", "llvm"])
@few
@given(drawn=st.data())
def test_a_shipped_set_gives_its_scorecards(id_: str, engine: Any, drawn: st.DataObject) -> None:
    """Rounds at any stage, with gaps and bad answers, come out as their scorecards say."""
    criteria_set = shipped(id_)
    units = tabular(drawn.draw(rounds(criteria_set, size=8)), criteria_set)
    terms = {"year": units[0].year, "stage": units[0].stage}

    result = score(table(units, criteria_set), criteria_set, engine=engine, **terms)

    assert [shown(card) for card in cards(units, criteria_set)] == rows(result)


@pytest.mark.parametrize("id_", SETS)
def test_a_shipped_set_is_read_in_columns(id_: str) -> None:
    """Every shipped set has an integer form, but where quotas look at all units."""
    criteria_set = shipped(id_)
    nobody = table([Assessment(id_, "u", criteria_set.key.years[0])], criteria_set)
    result = score(nobody, criteria_set, year=criteria_set.key.years[0], engine="numpy")
    quotas = criteria_set.classes is not None and bool(criteria_set.classes.quotas)

    assert (
        b"rows, because the quotas of its classes look at all units" if quotas else b"columns (numpy)"
    ) == result.schema.metadata[b"parengine.reading"]
