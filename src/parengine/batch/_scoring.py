"""The last pass over a table: each span scored, in columns where the set's figures fit 64 bits, else row by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
import pyarrow as pa
from attrs import evolve, frozen
from numpy.typing import NDArray

from .._sentences import Sentence, say
from ..errors import DocumentError, Problem
from ._asked import Asked
from ._compute.engine import Choice
from ._further import Exact, Further, Possible, Span, whole_rows
from ._read.arrow_in import TABLE
from ._read.sheets import Sheets
from ._recomputed import Exactly, unsure_rows
from ._results import NOTICE, RECOMPUTED, SET, Layout
from ._spans import ROWS, ROWS_ONE_BY_ONE
from ._ways import ByRows, InColumns, way_of_cells

#: So many answers are read at a time, which are seldom copied, so many cells are shown, and so many rows at least.
_ANSWERS: Final = 2**24
_CELLS: Final = 2**22
_LEAST_ROWS: Final = 4096
#: What stands at the end of a result, after what was asked for beside the cells.
_LAST: Final = (RECOMPUTED, SET, NOTICE)

_Shown: TypeAlias = tuple[pa.RecordBatch, NDArray[np.bool_]]


@frozen(eq=False, slots=False)
class Scoring:
    """What scores the spans of a table; any number of threads may. `said` stands in the metadata of the result."""

    exactly: Exactly
    way: InColumns | ByRows
    further: Sequence[Further]
    unit: str
    said: Mapping[str, str]

    @property
    def by_rows(self) -> bool:
        """Return whether rows are read one by one: several threads would only wait for each other."""
        return isinstance(self.way, ByRows) or bool(self.further)

    @property
    def rows(self) -> int:
        """Return how many rows a span should have."""
        answers, cells = len(self.exactly.cells.prepared.inputs), len(self._plain.types)
        fitting = min(_ANSWERS // max(1, answers), _CELLS // cells)
        return ROWS_ONE_BY_ONE if self.by_rows else min(ROWS, max(_LEAST_ROWS, fitting))

    @cached_property
    def _plain(self) -> Layout:
        """Return the columns of the result without the further ones."""
        cells = self.exactly.cells
        form = self.way.shown if isinstance(self.way, InColumns) else None
        return Layout(cells.prepared.criteria_set, cells.types, cells.places, cells.year, self.told(), form, self.unit)

    def told(self) -> Sentence:
        """Return how the figures are computed."""
        told = self.way.told()
        for each in self.further:
            told = say("{first}; {then}", first=told, then=each.told())
        return told

    @cached_property
    def schema(self) -> pa.Schema:
        """Return the columns of the result, with what it was made with."""
        fields = tuple(field for each in self.further for field in each.fields)
        schema = evolve(self._plain, further=fields).schema
        return schema.with_metadata(
            {**schema.metadata, **{f"parengine.{name}": text for name, text in self.said.items()}}
        )

    def span(self, start: int, sheets: Sheets) -> pa.RecordBatch:
        """Return the result of a span that starts at a row of the table; raises `DocumentError` for endless figures."""
        try:
            return self._result(start, sheets)
        except pa.ArrowInvalid:
            sentence = say("a figure has more digits than a number in a table may have; score these units one by one")
            raise DocumentError([Problem(TABLE, 1, 1, "$", sentence)]) from None

    def _result(self, start: int, sheets: Sheets) -> pa.RecordBatch:
        shown, whole = self._shown(start, sheets)
        span = Span(sheets, start, shown, whole)
        arrays = [array for each in self.further for array in each.arrays(span)]
        cells, last = shown.columns[: -len(_LAST)], shown.columns[-len(_LAST) :]
        return pa.record_batch([*cells, *arrays, *last], schema=self.schema)

    def _shown(self, start: int, sheets: Sheets) -> _Shown:
        """Return the cells of a span, and the rows in which every answer is there, as far as anybody asks."""
        if isinstance(self.way, InColumns):
            return self._in_columns(self.way, start, sheets)
        rows = [self.exactly.row(sheets, row, start) for row in range(sheets.rows)]
        return self._plain.batch_of_rows(sheets.units, rows), np.zeros(sheets.rows, np.bool_)

    def _in_columns(self, way: InColumns, start: int, sheets: Sheets) -> _Shown:
        figures, rows = self.exactly.figures, sheets.rows
        answered = figures.answered(way.form, sheets.answered(way.form), start, rows)
        columns = way.columns(answered, rows)
        again = {row: self.exactly.row(sheets, row, start) for row in unsure_rows(columns.values(), rows)}
        whole = whole_rows(answered, figures.all_known(start, rows)) if self.further else np.zeros(rows, np.bool_)
        return self._plain.batch(sheets.units, columns, again), whole


def scoring_of(exactly: Exactly, asked: Asked, said: Mapping[str, str]) -> Scoring:
    """Return what scores the spans of a table as it was asked for; `said` is what is to be said of the result."""
    wanted: Mapping[Callable[..., Further], bool] = {Possible: asked.bounds, Exact: asked.exact}
    further = [kind(exactly.cells, exactly.figures) for kind, is_asked in wanted.items() if is_asked]
    return Scoring(exactly, _way(exactly, asked.engine), further, asked.unit, said)


def _way(exactly: Exactly, engine: Choice) -> InColumns | ByRows:
    if exactly.held is not None:
        return ByRows(say("the quotas of its classes look at all units"))
    return way_of_cells(exactly.cells, engine, exactly.figures.given())
