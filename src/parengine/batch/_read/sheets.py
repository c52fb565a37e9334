"""
Sheets: the answers of a batch of rows, as columns for an engine and one by one for the exact row path.

Both are the same answers: a column is admitted as `Domain.admit` admits the answer in the assessment of the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, reduce
from typing import Any, Final

import numpy as np
import pyarrow as pa
from attrs import evolve, frozen

from ..._model import Stage
from ...expr._integer.form import Form
from ...expr._nodes import Input
from ...score._assessment import Assessment, Unit
from ...score._prepared import Prepared
from ...types import ValueType
from .._compute.engine import Answered, Bytes
from .admission import Admission, Words, admission_of, is_admissible, texts_of
from .answers import answers_of
from .arrays import nothing
from .limits import Limits, limits_of
from .names import UNIT, InputColumn, Key, columns_of, key_of
from .unit_ids import ids_of


@frozen
class Placed:
    """A column of answers, its place in the table, and what admits it."""

    column: InputColumn
    place: int
    admit: Admission


@frozen(eq=False)
class SheetLayout:
    """
    How the columns of a table answer a set; made once for a table by `layout_of`.

    Columns that the set does not know, that are absent or of a type that cannot hold the answers are left out: they
    are missing everywhere. `Examination` tells of them.
    """

    prepared: Prepared
    year: int
    stage: Stage
    unit: int | None
    columns: Mapping[Key, Placed]
    limits: Mapping[Key, Limits]
    options: Mapping[str, tuple[Key, ...]]

    def sheets(self, batch: pa.RecordBatch) -> Sheets:
        """Return the answers of a batch of the table, or of a slice of one."""
        return Sheets(self, batch)

    def ids(self, batch: pa.RecordBatch) -> pa.Array:
        """Return the ids of the units of a batch."""
        return pa.nulls(len(batch), pa.large_string()) if self.unit is None else ids_of(batch.column(self.unit))


def layout_of(
    schema: pa.Schema, prepared: Prepared, *, year: int, stage: Stage = "self", unit: str = UNIT
) -> SheetLayout:
    """Return how tables with a schema answer a set on its terms."""
    asked = columns_of(prepared)
    places = {name: place for place, name in reversed(list(enumerate(schema.names)))}
    types = schema.types
    found = {
        each.key: Placed(each, place, admission_of(each.domain.type, types[place]))
        for each in asked
        if (place := places.get(each.name)) is not None and is_admissible(each.domain, types[place])
    }
    limits = {each.key: limits_of(each.domain, {}) for each in asked if each.domain.type is not ValueType.CHOICE}
    options: dict[str, tuple[Key, ...]] = {}
    for each in asked:
        if each.role == "option":
            options[each.key[1]] = (*options.get(each.key[1], ()), each.key)
    return SheetLayout(prepared, year, stage, places.get(unit), found, limits, options)


@frozen(eq=False, slots=False)
class Sheets:
    """The answers of a batch of rows; one of them serves one thread at a time."""

    layout: SheetLayout
    batch: pa.RecordBatch

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return int(self.batch.num_rows)

    @cached_property
    def units(self) -> pa.Array:
        """Return the ids of the units as text, composed (NFC); null where there is none."""
        return self.layout.ids(self.batch)

    def answered(self, form: Form, start: int = 0, stop: int | None = None) -> Sequence[Answered | None]:
        """
        Return the answers to each of a form's inputs for the rows from `start` up to `stop`.

        None stands for what no table answers: the figures of a cohort.
        """
        span = _Span(self.layout, self.batch.slice(start, None if stop is None else stop - start), _words(form))
        return [span.answered(node) for node in form.inputs]

    def assessment(self, row: int) -> Assessment:
        """Return the assessment of a row, counted from 0: exactly what a person would have entered."""
        id_, there = self._block.row(row)
        evidence = {name: (f"evidence.{name}",) for (origin, name, _), answer in there if _proves(origin, answer)}
        return Assessment(
            set=self.layout.prepared.criteria_set.id,
            unit=Unit(id_, attributes={name: answer for (origin, name, _), answer in there if origin == "unit"}),
            year=self.layout.year,
            answers=_answers(there),
            stage=self.layout.stage,
            evidence=evidence,
        )

    @cached_property
    def _block(self) -> _Block:
        return _Block(self.layout, self.batch)


#: How many rows are read at once where one is asked for after the other.
_A_BLOCK: Final = 1024


class _Block:
    """The answers of a few rows one by one: of many where rows are asked for in order, else of one."""

    def __init__(self, layout: SheetLayout, batch: pa.RecordBatch) -> None:
        self.layout, self.batch = layout, batch
        self.start = self.stop = 0
        self.ids: list[str | None] = []
        self.columns: list[tuple[Key, list[object]]] = []

    def row(self, row: int) -> tuple[str, list[tuple[Key, object]]]:
        """Return the unit of a row and what is answered in it."""
        if not self.start <= row < self.stop:
            self._turn_to(row)
        at = row - self.start
        there = [(key, answers[at]) for key, answers in self.columns if answers[at] is not None]
        return self.ids[at] or "", there

    def _turn_to(self, row: int) -> None:
        if not 0 <= row < self.batch.num_rows:
            raise IndexError(row)
        batch = self.batch.slice(row, _A_BLOCK if row == self.stop else 1)
        self.ids = texts_of(self.layout.ids(batch))
        columns = self.layout.columns.items()
        self.columns = [(key, answers_of(batch.column(each.place))) for key, each in columns]
        self.start, self.stop = row, row + batch.num_rows


def _proves(origin: str, answer: object) -> bool:
    return origin == "evidence" and answer is True


def _answers(there: Sequence[tuple[Key, object]]) -> dict[str, Any]:
    """Return the answers by input; those to the options of a distribution are one answer."""
    found: dict[str, Any] = {}
    for (origin, name, part), answer in there:
        if origin == "answer" and part is not None:
            found.setdefault(name, {})[part] = answer
        elif origin == "answer":
            found[name] = answer
    return found


def _words(form: Form) -> Words:
    return {word: place for place, word in enumerate(form.words)}


class _Span:
    """Some rows, and what was found of their distributions of answers so far."""

    def __init__(self, layout: SheetLayout, batch: pa.RecordBatch, words: Words) -> None:
        self.layout, self.batch, self.words = layout, batch, words
        self._distributions: dict[str, Mapping[Key, Answered]] = {}

    def answered(self, node: Input) -> Answered | None:
        """Return the answers to an input, None where a table has none."""
        if node.origin not in ("answer", "unit", "evidence"):
            return None
        if node.part is not None:
            return self._option(node)
        limits = self._limits(node)
        found = self._column(key_of(node), limits) or nothing(self.batch.num_rows, limits)
        return without_gaps(found, limits) if node.origin == "evidence" else found

    def _limits(self, node: Input) -> Limits:
        return self.layout.limits.get(key_of(node)) or limits_of(node.domain, self.words)

    def _column(self, key: Key, limits: Limits) -> Answered | None:
        placed = self.layout.columns.get(key)
        if placed is None:
            return None
        return placed.admit(self.batch.column(placed.place), placed.column.domain, limits, self.words)

    def _option(self, node: Input) -> Answered:
        if node.name not in self._distributions:
            self._distributions[node.name] = dict(self._distribution(node.name, node))
        return self._distributions[node.name][key_of(node)]

    def _distribution(self, name: str, node: Input) -> Iterator[tuple[Key, Answered]]:
        """
        Yield the answers to the options of a distribution.

        It is answered in a row where one of its options is; the others were then chosen by nobody. A bad count of an
        option that no rule reads makes all of them bad.
        """
        rows, limits = self.batch.num_rows, self._limits(node)
        found = {key: self._column(key, limits) for key in self.layout.options[name]}
        there = {key: each for key, each in found.items() if each is not None}
        valid = _any_valid(list(there.values()), rows)
        spoilt = _any([_is_bad(each) for key, each in there.items() if not self.layout.columns[key].column.is_read])
        for key, each in found.items():
            whole = without_gaps(each or nothing(rows, limits), limits)
            odd = whole.odd if spoilt is None else spoilt if whole.odd is None else whole.odd | spoilt
            odd = odd if odd is None or valid is None else odd & valid
            yield key, whole if valid is whole.valid and odd is whole.odd else evolve(whole, valid=valid, odd=odd)


def without_gaps(found: Answered, limits: Limits) -> Answered:
    """Return answers where none is 0, or no."""
    if found.valid is None:
        return found
    bad = _is_bad(found)
    is_there = (found.valid & ~bad).view(np.bool_)
    values = np.where(is_there, found.values.astype(np.int64) * found.factor + found.shift, 0)
    return Answered(values, limits.low, limits.high, odd=bad if bad.any() else None)


def _any_valid(there: Sequence[Answered], rows: int) -> Bytes | None:
    """Return 1 where one of some columns has an answer, None where that is everywhere."""
    gaps = [each.valid for each in there if each.valid is not None]
    if len(gaps) < len(there):
        return None
    return reduce(np.bitwise_or, gaps, np.zeros(rows, np.uint8))


def _any(masks: Sequence[Bytes]) -> Bytes | None:
    spoilt = [mask for mask in masks if mask.any()]
    return reduce(np.bitwise_or, spoilt) if spoilt else None


def _is_bad(found: Answered) -> Bytes:
    """Return 1 where an answer is there and is not admitted."""
    outside = ((found.values < found.low) | (found.values > found.high)).view(np.uint8)
    bad = outside if found.odd is None else outside | found.odd
    return bad if found.valid is None else bad & found.valid
