"""
Further columns that may be asked for: what is still possible of a unit, and the exact value of every number.

Both are read row by row. Of a unit that answered everything what is possible is what it has, so that only
the others are searched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen
from numpy.typing import NDArray

from .._numbers import exact_text
from .._sentences import Sentence, say
from ..score._bounds import bounds_of
from ..score._cells import Cells
from ..score._programme import UNCLASSIFIED
from ..score._quotas import bounds_with_quotas
from ..score._spans import Bounds
from ..types import State, ValueType
from ._compare.figures import Figures
from ._compute.engine import Answered
from ._read.sheets import Sheets
from ._results import CLASS, CLASS_STATUS

_MOST_DIGITS: Final = 38
#: What stands for no class; both are what `class status` says of such a unit.
_WITHOUT: Final[Mapping[str | None, str]] = {UNCLASSIFIED: "unclassified", None: "not_rated"}
#: Columns whose exact value is not that of the programme's figure of the same name.
_EXACTLY: Final[Mapping[str, str]] = {"index": "exact index"}


@frozen(eq=False)
class Span:
    """A span of a table: its answers, the row it starts at, its first columns, and which rows have every answer."""

    sheets: Sheets
    start: int
    shown: pa.RecordBatch
    whole: NDArray[np.bool_]


class Further(Protocol):
    """Columns beside the cells."""

    @property
    def fields(self) -> Sequence[pa.Field]:
        """Return their names and types."""

    def arrays(self, span: Span) -> Iterator[pa.Array]:
        """Yield them for a span."""

    def told(self) -> Sentence:
        """Return how they are read."""


# ---- what is possible


@frozen(eq=False)
class Possible:
    """The lowest and the highest index, and the classes, that are still possible for a unit."""

    cells: Cells
    figures: Figures

    @property
    def fields(self) -> Sequence[pa.Field]:
        """Return their names and types."""
        number = pa.decimal128(_MOST_DIGITS, self.cells.places)
        ends = [pa.field(f"{end} index", number) for end in ("lowest", "highest")]
        return (*ends, pa.field("possible classes", pa.string()), pa.field("bounds wide", pa.bool_()))

    def arrays(self, span: Span) -> Iterator[pa.Array]:
        """Yield them for a span: a unit with every answer has its own figures, the others are searched."""
        settled = pc.and_(span.shown["complete"], pa.array(span.whole))
        searched = np.flatnonzero(~settled.to_numpy(zero_copy_only=False)).tolist()
        found = [self._row(self._bounds(span, row)) for row in searched]
        for place, (each, own) in enumerate(zip(self.fields, self._own(span.shown), strict=True)):
            values = pa.array([row[place] for row in found], each.type)
            yield pc.replace_with_mask(own.cast(each.type), pc.invert(settled), values)

    def told(self) -> Sentence:
        """Return how they are read."""
        return say("what is still possible by rows")

    def _own(self, shown: pa.RecordBatch) -> list[pa.Array]:
        """Return them for units of which everything is known."""
        rows = shown.num_rows
        classes = (
            pc.coalesce(*(shown[name].cast(pa.string()) for name in (CLASS, CLASS_STATUS))) if self._classed else None
        )
        return [
            shown["index"],
            shown["index"],
            classes or pa.nulls(rows, pa.string()),
            pa.repeat(pa.scalar(False), rows),
        ]

    @property
    def _classed(self) -> bool:
        return self.cells.prepared.criteria_set.classes is not None

    def _bounds(self, span: Span, row: int) -> Bounds:
        prepared = self.cells.prepared
        answers = prepared.answers(span.sheets.assessment(row), self.figures.of(span.start + row))
        return bounds_with_quotas(bounds_of(prepared, answers), prepared.criteria_set.classes)

    def _row(self, bounds: Bounds) -> tuple[Decimal | None, Decimal | None, str | None, bool]:
        decimal = self.cells.rounding.decimal
        ends = (decimal(bounds.index.low), decimal(bounds.index.high)) if bounds.index else (None, None)
        classes = ", ".join(_WITHOUT.get(each) or str(each) for each in bounds.classes)
        return *ends, classes if self._classed else None, bounds.wide


def whole_rows(answered: Sequence[Answered | None], known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the rows in which every answer is there and admitted, among those in which the cohort's figures are."""
    whole = known.copy()
    for each in answered:
        if each is not None:
            values = each.values[: len(whole)]
            whole &= (values >= each.low) & (values <= each.high)
            whole &= True if each.valid is None else each.valid[: len(whole)] != 0
            whole &= True if each.odd is None else each.odd[: len(whole)] == 0
    return whole


# ---- exact values


@frozen(eq=False)
class Exact:
    """The value of every number as it was before it was rounded for the table: `123/456`."""

    cells: Cells
    figures: Figures

    @property
    def numbers(self) -> Mapping[str, str]:
        """Return the bindings of the numbers, by column."""
        numbers = (name for name, type_ in self.cells.types.items() if type_ is ValueType.NUMBER)
        return {name: _EXACTLY.get(name, name) for name in numbers}

    @property
    def fields(self) -> Sequence[pa.Field]:
        """Return their names and types."""
        return [pa.field(f"exact {name}", pa.string()) for name in self.numbers]

    def arrays(self, span: Span) -> Iterator[pa.Array]:
        """Yield them for a span."""
        rows = [self._row(span, row) for row in range(span.sheets.rows)]
        yield from (pa.array([row[place] for row in rows], pa.string()) for place in range(len(self.numbers)))

    def told(self) -> Sentence:
        """Return how they are read."""
        return say("exact values by rows")

    def _row(self, span: Span, row: int) -> list[str | None]:
        prepared = self.cells.prepared
        found = prepared.run(span.sheets.assessment(row), self.figures.of(span.start + row))
        return [_text(prepared.exact.result(found, binding)) for binding in self.numbers.values()]


def _text(value: Any) -> str | None:
    return None if isinstance(value, State) else exact_text(value)
