"""A table that is read from its beginning as often as it takes: examined, compared, and scored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

import pyarrow as pa
from attrs import frozen

from .._model import Stage
from ..errors import DocumentError, Problem
from ..score import Prepared
from ._asked import Asked
from ._read.examine import Examination
from ._read.sheets import SheetLayout, Sheets, layout_of
from ._spans import ROWS, spans_of

#: Called with how many rows were looked at, in all passes together, and of how many; None while that is not known.
Progress: TypeAlias = Callable[[int, "int | None"], None]


class Steps:
    """How far all passes together have come."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress
        self.done = 0
        self.total: int | None = None

    def expect(self, rows: int) -> None:
        """Take in that so many rows are still to be looked at."""
        self.total = (self.done if self.total is None else self.total) + rows

    def step(self, rows: int) -> None:
        """Tell that rows were looked at."""
        self.done += rows
        if self.progress:
            self.progress(self.done, self.total)


@frozen(eq=False)
class Source:
    """A table: what opens it at its beginning, its columns, what it is called, and which number its first row has."""

    reopen: Callable[[], Iterable[pa.RecordBatch]]
    schema: pa.Schema
    name: str
    steps: Steps
    first_row: int = 1

    def examined(self, asked: Asked) -> tuple[int, list[Problem]]:
        """Return how many rows there are, and everything that keeps the set from scoring them."""
        rows, examination, unread = 0, self._examination(asked), list[Problem]()
        try:
            for batch in self.reopen():
                examination.see(batch)
                rows += batch.num_rows
                self.steps.step(batch.num_rows)
        except DocumentError as error:  # what a file's reader finds is told with everything else
            unread += error.problems
        return rows, [*unread, *(examination.problems(None if unread else self.reopen) if rows or not unread else ())]

    def _examination(self, asked: Asked) -> Examination:
        return Examination(
            self.schema,
            asked.prepared(),
            name=self.name,
            unit=asked.unit,
            partial=asked.partial,
            first_row=self.first_row,
            threads=asked.most_threads(),
        )

    def sheets(self, asked: Asked, rows: int = ROWS) -> Iterator[tuple[int, Sheets]]:
        """Yield the answers in spans of at most so many rows, each with the row it starts at."""
        layout = _layout(self.schema, asked.prepared(), asked.of_year, asked.at_stage, asked.unit)
        start = 0
        for batch in spans_of(self.reopen(), rows):
            yield start, layout.sheets(batch)
            start += batch.num_rows


@lru_cache(maxsize=16)
def _layout(schema: pa.Schema, prepared: Prepared, year: int, stage: Stage, unit: str) -> SheetLayout:
    """Return how a table's columns answer a set; kept, because small tables come again with the same columns."""
    return layout_of(schema, prepared, year=year, stage=stage, unit=unit)
