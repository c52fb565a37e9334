"""
The first pass over a table: what of every unit is compared, and the figures of the cohort that follow.

The values are exact pairs of whole numbers, computed in columns; where they are too wide for that, row by row.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

import numpy as np
import pyarrow as pa

from ..._canonical import digest_of_whole
from ...score import Cohort, Prepared, prepare
from ...score._cells import Cells
from ...score._cohort import first_pass
from ...score._programme import Comparison
from ...types import State
from .._asked import Asked
from .._compute.engine import Choice, Column
from .._passes import Source
from .._read.sheets import Sheets
from .._recomputed import unsure_rows
from .._spans import ROWS, ROWS_ONE_BY_ONE, in_order
from .._ways import ByRows, way_of_compared
from .figures import Figures, shared_figures
from .gathered import Gathered, Values
from .pairs import Bytes, Pairs, Whole

#: What stands for the state of a number that is known but does not fit a pair.
_WIDE: Final = 255
_WIDEST: Final = 2**63 - 1


class FirstPass:
    """What is compared, gathered over the spans of a table; `sheets` are those of one span."""

    def __init__(self, cells: Cells, prepared: Prepared, *, engine: Choice) -> None:
        self.set, self.prepared = prepared.criteria_set, prepared
        self.way = way_of_compared(cells, engine)
        comparisons = prepare(self.set).programme.comparisons
        ranked = {each.binding for each in comparisons if each.figure == "rank"}
        texts = {each.binding: each.text for each in comparisons}
        self.gathered = {name: Gathered(text, ranked=name in ranked) for name, text in texts.items()}
        self.units = 0

    def values(self, sheets: Sheets) -> tuple[int, Mapping[str, Values]]:
        """Return the number of units of a span, and their values by binding; may run on any thread."""
        columns = self._columns(sheets)
        rows = range(sheets.rows) if columns is None else unsure_rows(columns.values(), sheets.rows)
        again = {row: first_pass(sheets.assessment(row), self.set) for row in rows}
        return sheets.rows, {name: _values(name, columns, again, sheets) for name in self.gathered}

    def _columns(self, sheets: Sheets) -> Mapping[str, Column] | None:
        if isinstance(self.way, ByRows):
            return None
        return self.way.columns(sheets.answered(self.way.form), sheets.rows)

    def add(self, found: tuple[int, Mapping[str, Values]]) -> None:
        """Take in what was found in a span; spans come in the order of the units."""
        rows, values = found
        self.units += rows
        for name, each in values.items():
            self.gathered[name].add(each)

    def cohort(self, year: int, *, whole: bool = True) -> Cohort:
        """Return the figures of all units; they are `whole` with every value that the set ranks by."""
        compared = tuple(each.compared(whole=whole) for each in self.gathered.values())
        year = year if self.units else self.set.key.years[0]
        return Cohort(self.set.id, self.set.digest, year, self.units, compared)

    def digest(self, cohort: Cohort) -> str:
        """Return the digest that the figures have when they are whole."""
        tree = cohort.to_dict()
        for each in self.gathered.values():
            tree["compared"][each.text] |= {"values": found} if (found := each.texts()) else {}
        return digest_of_whole(tree)

    def figures(self, cohort: Cohort, *, own: bool) -> Figures:
        """Return the figures of a cohort for the units that were looked at: `own` where they are the cohort."""
        ranked = (each for each in self.prepared.programme.comparisons if each.figure == "rank")
        ranks = {each.input: self._ranks(each, cohort, own=own) for each in ranked}
        return Figures(shared_figures(cohort, self.prepared), ranks)

    def _ranks(self, asked: Comparison, cohort: Cohort, *, own: bool) -> Whole:
        gathered, among = self.gathered[asked.binding], cohort.by_text.get(asked.text)
        if own:
            return gathered.ranks(None)
        frozen_without = among is None or (among.count and not among.values)
        return np.zeros(self.units, np.int64) if frozen_without else gathered.ranks(among)


def first_pass_over(source: Source, asked: Asked) -> FirstPass:
    """Return what the first pass finds of all units of a table."""
    found = FirstPass(asked.cells(), asked.prepared(), engine=asked.engine)
    by_rows = isinstance(found.way, ByRows)
    spans = (sheets for _, sheets in source.sheets(asked, ROWS_ONE_BY_ONE if by_rows else ROWS))
    for each in in_order(found.values, spans, threads=1 if by_rows else asked.most_threads()):
        found.add(each)
        source.steps.step(each[0])
    return found


def _values(
    name: str, columns: Mapping[str, Column] | None, again: Mapping[int, Mapping[str, Any]], sheets: Sheets
) -> Values:
    """Return the values of a span: those of the columns, and in their place those that were computed again."""
    state, pairs = _read(name, columns, sheets.rows)
    wide: dict[int, Fraction] = {}
    for row, found in again.items():
        _put(row, found[name], state, pairs, wide)
    unsettled = np.flatnonzero((state == State.MISSING) | (state == State.INVALID))
    return Values(state == 0, pairs, wide, sheets.units.take(pa.array(unsettled)).to_pylist())


def _read(name: str, columns: Mapping[str, Column] | None, rows: int) -> tuple[Bytes, Pairs]:
    if columns is None:
        return np.zeros(rows, np.uint8), Pairs(np.zeros(rows, np.int64), np.ones(rows, np.int64))
    over, under = columns[f"over {name}"], columns[f"under {name}"]
    state = np.zeros(rows, np.uint8)
    for each in (over, under):
        state = state if each.state is None else np.maximum(state, each.state)
    return state, Pairs(over.value.copy(), under.value.copy())


def _put(row: int, value: Fraction | State, state: Bytes, pairs: Pairs, wide: dict[int, Fraction]) -> None:
    if isinstance(value, State):
        state[row] = value
    elif max(abs(value.numerator), value.denominator) > _WIDEST:
        state[row], wide[row] = _WIDE, value
    else:
        state[row], pairs.over[row], pairs.under[row] = 0, value.numerator, value.denominator
