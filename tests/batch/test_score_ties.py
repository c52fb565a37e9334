"""Ties and near-ties: an index at a class's threshold, at half of the last place, and a hair beside."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from score_sets import shares
from score_tables import cards, rows, shown

from parengine import Assessment
from parengine.batch._score import score

#: So that 50 ÷ (N × (N + 1)) is about 10⁻¹³.
N = 22_360_679
COUNTS = ("a_done", "a_all", "b_done", "b_all")
THIRDS = (1, 3, 2, 3)
ABOVE = (1, N, N, N + 1)
BELOW = (1, N + 1, N - 1, N)
#: 1/3 and 2/3 less 1/10000: half of the last place of 50 points.
HALF = (1, 3, 19_997, 30_000)
WIDE = 10**9 - 1
NEAREST = ((1, WIDE, WIDE, WIDE + 1), (1, WIDE + 1, WIDE - 1, WIDE))


def table(sheets: list[tuple[int, ...]]) -> pa.Table:
    """Return answers as a table."""
    columns = {name: [sheet[place] for sheet in sheets] for place, name in enumerate(COUNTS)}
    return pa.table({"unit": [f"u{place}" for place in range(len(sheets))], **columns})


def units(sheets: list[tuple[int, ...]]) -> list[Assessment]:
    """Return answers as assessments."""
    answers = (dict(zip(COUNTS, sheet, strict=True)) for sheet in sheets)
    return [Assessment("small", f"u{place}", 2022, each) for place, each in enumerate(answers)]


@pytest.mark.parametrize("engine", ["numpy", "llvm"])
def test_a_tie_at_a_threshold_is_kept_apart_from_what_nearly_is_one(engine: Any) -> None:
    """A third and two thirds are 1, and 10⁻¹³ less is not, nor is the least that two counts can lack."""
    result = score(table([THIRDS, ABOVE, BELOW, *NEAREST]), shares(), engine=engine)

    assert list("AABAB") == result["class"].to_pylist()
    assert b"columns (" + engine.encode() + b")" == result.schema.metadata[b"parengine.reading"]


@pytest.mark.parametrize("engine", ["numpy", "llvm"])
def test_a_tie_at_half_of_the_last_place_goes_up(engine: Any) -> None:
    """49.995 is published as 50.00, and a class by the published index is cut there."""
    done, whole = 2 * N, 3 * N
    just_below = (1, 3, (19_997 * done) // 20_000, whole)

    result = score(table([HALF, just_below]), shares("rounded"), engine=engine)

    assert ["50.00", "49.99"] == [str(each) for each in result["index"].to_pylist()]
    assert ["A", "B"] == result["class"].to_pylist()


@pytest.mark.parametrize("engine", ["numpy", "llvm"])
@pytest.mark.parametrize("basis", ["exact", "rounded"])
def test_sheets_around_ties_equal_their_scorecards(engine: Any, basis: str) -> None:
    """Hundreds of sheets at ties and one answer beside them are what their scorecards say; few are computed again."""
    sheets = [
        tuple(count + (place == moved) * by for place, count in enumerate(sheet))
        for sheet in (THIRDS, ABOVE, BELOW, HALF, *NEAREST, *((n, 3 * n, 2 * n, 3 * n) for n in range(1, 40)))
        for moved in range(4)
        for by in (-1, 0, 1)
    ]
    sheets = [sheet for sheet in sheets if max(sheet) <= 10**9 and min(sheet) >= 0]
    criteria_set = shares(basis)

    result = score(table(sheets), criteria_set, engine=engine)

    assert [shown(card) for card in cards(units(sheets), criteria_set)] == rows(result)
    assert sum(result["recomputed"].to_pylist()) < len(sheets) // 2
