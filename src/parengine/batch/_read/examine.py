"""
Examining a table: everything that keeps a set from scoring it, told at once with examples of rows.

A bad answer is no problem of a table: it makes the leaf that reads it invalid in its row, as in an assessment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
from attrs import define, field, frozen

from ..._numbers import is_decimal_text
from ..._sentences import Sentence, say, say_counted
from ...criteria._places import shortened
from ...errors import Problem
from ...score._prepared import Prepared
from ...types import ValueType
from .._spans import in_order
from .admission import is_admissible, texts_of
from .arrays import is_text, plain, plain_type
from .arrow_in import TABLE
from .columns import Heading, column_problems, wrong_numbers
from .floats_in import is_float, rows_without_digits
from .names import UNIT, InputColumn
from .unit_ids import AT_ONCE, Hashed, SeenIds, are_within, hashed, ids_of, is_id

#: What gives the batches of a table once more.
Reopen: TypeAlias = Callable[[], Iterable[pa.RecordBatch]]

_MOST_EXAMPLES: Final = 3
#: The longest id of a unit, as in documents.
_LONGEST_ID: Final = 200


@define
class _Rows:
    """How many rows have one fault, and the first of them, counted from 0."""

    count: int = 0
    first: list[int] = field(factory=list)

    def add(self, rows: Iterable[int], count: int) -> None:
        """Take in more rows."""
        self.count += count
        room = _MOST_EXAMPLES - len(self.first)
        self.first += [row for row, _ in zip(rows, range(room), strict=False)] if room else []


@define
class _Texts:
    """The texts of a column of numbers, until one of them is a number."""

    has_number: bool = False
    count: int = 0
    examples: list[str] = field(factory=list)

    def see(self, array: pa.Array) -> None:
        """Look at more of them."""
        there = plain(array)
        found = [text for text in texts_of(pc.unique(there)) if text is not None]
        self.has_number = any(map(is_decimal_text, found))
        self.count += len(there) - there.null_count
        self.examples = [*self.examples, *found][:_MOST_EXAMPLES]


_FAULTS: Final[Mapping[str, Callable[[int, Sequence[str]], Sentence]]] = {
    "no_id": lambda count, rows: say_counted(
        "{count} row has no unit: row {rows}", "{count} rows have no unit, such as rows {rows}", count, rows=rows
    ),
    "empty_id": lambda count, rows: say_counted(
        "in {count} row the unit's id is empty: row {rows}",
        "in {count} rows the unit's id is empty, such as rows {rows}",
        count,
        rows=rows,
    ),
    "long_id": lambda count, rows: say_counted(
        "in {count} row the unit's id has more than {most} characters: row {rows}",
        "in {count} rows the unit's id has more than {most} characters, such as rows {rows}",
        count,
        most=_LONGEST_ID,
        rows=rows,
    ),
    "float": lambda count, rows: say_counted(
        "{count} row holds a float so large that its last digits may be lost: row {rows}; give decimals",
        "{count} rows hold floats so large that their last digits may be lost, such as rows {rows}; give decimals",
        count,
        rows=rows,
    ),
}


@frozen(eq=False)
class _Headed:
    """
    What is known of all tables with a heading: what is wrong with it, and where to look in the rows.

    `unit` is the place of the ids, `there` are the columns of answers that can be read. Of them `close` are those whose
    answers are looked at: `floats`, `texts` that should be numbers, and what has letters or codes.
    """

    heading: Heading
    problems: Sequence[Problem]
    unit: int | None
    there: Sequence[tuple[int, InputColumn]]
    close: Sequence[tuple[int, InputColumn]]
    floats: frozenset[int]
    texts: tuple[int, ...]


@lru_cache(maxsize=16)
def _headed(schema: pa.Schema, prepared: Prepared, name: str, unit: str, partial: bool) -> _Headed:
    """Return what is known of tables of a schema; kept, because small tables come again with the same columns."""
    heading = Heading(schema, prepared, name, unit, partial)
    there = [each for each in heading.there if is_admissible(each[1].domain, each[2])]
    numbers = [(place, plain_type(type_)) for place, column, type_ in there if column.domain.type is ValueType.NUMBER]
    floats = frozenset(place for place, type_ in numbers if is_float(type_))
    return _Headed(
        heading,
        tuple(column_problems(heading)),
        None if unit in heading.columns else _place_of_ids(schema, unit),
        [(place, column) for place, column, _ in there],
        [(place, column) for place, column, type_ in there if place in floats or _has_letters(type_)],
        floats,
        tuple(place for place, type_ in numbers if is_text(type_)),
    )


class Examination:
    """
    What is wrong with a table, found batch by batch.

    `name` is the table's file or what it is called in sentences; `partial` lets columns be absent; `first_row` is the
    number of the first row, 2 in a file with a heading. The ids of long batches are looked at on some threads.
    """

    def __init__(
        self,
        schema: pa.Schema,
        prepared: Prepared,
        *,
        name: str = TABLE,
        unit: str = UNIT,
        partial: bool = False,
        first_row: int = 1,
        threads: int = 1,
    ) -> None:
        self._headed = _headed(schema, prepared, name, unit, partial)
        self.heading, self._unit = self._headed.heading, self._headed.unit
        self.first_row, self.threads = first_row, threads
        self.rows = 0
        self._seen = SeenIds()
        self._faults: dict[tuple[str, int], _Rows] = {}
        self._unsound: dict[int, tuple[int, str]] = {}
        self._texts = {place: _Texts() for place in self._headed.texts}

    def see(self, batch: pa.RecordBatch) -> None:
        """Look at the next batch."""
        if self._unit is not None:
            self._see_ids(batch.column(self._unit), self._unit)
        for place, column in self._headed.close if _is_sound(batch) else self._headed.there:
            array = batch.column(place)
            if not self._is_unsound(array, place):
                self._see_answers(array, place, column.domain.places)
        self.rows += batch.num_rows

    def _see_ids(self, array: pa.Array, place: int) -> None:
        if self._is_unsound(array, place):
            self._seen.see(pa.nulls(len(array), pa.large_string()))
            return
        start = self.rows
        parts = (array.slice(first, AT_ONCE) for first in range(0, len(array), AT_ONCE))
        for ids, hashes in in_order(_looked_at, parts, threads=self.threads):
            self._seen.add(hashes)
            if not are_within(ids, _LONGEST_ID):
                self._see_lengths(ids, place, start)
            start += len(ids)

    def _see_lengths(self, ids: pa.Array, place: int, start: int) -> None:
        lengths = pc.utf8_length(ids)
        self._note("no_id", place, start, pc.is_null(ids))
        self._note("empty_id", place, start, pc.equal(lengths, 0))
        self._note("long_id", place, start, pc.greater(lengths, _LONGEST_ID))

    def _is_unsound(self, array: pa.Array, place: int) -> bool:
        """Note where the column of a batch is no sound Arrow, such as text that is not Unicode."""
        try:
            array.validate(full=_has_letters(array.type))
        except pa.ArrowException as error:
            self._unsound.setdefault(place, (self.rows, shortened(str(error).partition("\n")[0], 200)))
            return True
        return False

    def _note(self, fault: str, place: int, start: int, mask: pa.Array) -> None:
        """Note the rows where a mask holds, which hardly any does; it starts at a row of the table."""
        rows = pc.indices_nonzero(mask).to_pylist()
        if rows:
            self._fault(fault, place, (start + row for row in rows), len(rows))

    def _fault(self, fault: str, place: int, rows: Iterable[int], count: int) -> None:
        self._faults.setdefault((fault, place), _Rows()).add(rows, count)

    def _see_answers(self, array: pa.Array, place: int, places: int) -> None:
        texts = self._texts.get(place)
        if texts is not None and not texts.has_number:
            texts.see(array)
        if place in self._headed.floats:
            rows = rows_without_digits(plain(array), places)
            if len(rows):
                self._fault("float", place, (self.rows + rows[:_MOST_EXAMPLES]).tolist(), len(rows))

    def problems(self, reopen: Reopen | None = None) -> list[Problem]:
        """Return everything that was found; `reopen` gives the batches again, so that units can be named."""
        found = [*self._headed.problems, *self._of_rows(reopen)]
        return sorted(found, key=lambda problem: (problem.line, problem.column))

    def _of_rows(self, reopen: Reopen | None) -> Iterator[Problem]:
        if not self.rows:
            yield Problem(self.heading.name, 1, 1, "$", say("the table has no rows"))
        for (fault, place), rows in self._faults.items():
            sentence = _FAULTS[fault](rows.count, self._numbers(rows.first))
            yield self.heading.problem(place, sentence, self.first_row + rows.first[0])
        for place, (row, error) in self._unsound.items():
            sentence = say("from here on this column cannot be read: {error}", error=error)
            yield self.heading.problem(place, sentence, self.first_row + row)
        for place, texts in self._texts.items():
            if texts.count and not texts.has_number:
                yield self.heading.problem(place, wrong_numbers(texts.count, texts.examples))
        yield from self._of_twice(reopen)

    def _numbers(self, rows: Iterable[int]) -> list[str]:
        return [str(self.first_row + row) for row in rows]

    def _of_twice(self, reopen: Reopen | None) -> Iterator[Problem]:
        groups = self._seen.rows_twice()
        if not groups or self._unit is None:
            return
        shown = groups[:_MOST_EXAMPLES]
        names = _names_in(reopen(), self._unit, [group[0] for group in shown]) if reopen else {}
        sentence = say_counted(
            "{count} unit stands in more than one row: {examples}",
            "{count} units stand in more than one row, such as {examples}",
            len(groups),
            examples=[self._twice(group, names.get(group[0])) for group in shown],
        )
        yield self.heading.problem(self._unit, sentence, self.first_row + groups[0][1])

    def _twice(self, group: list[int], unit: str | None) -> Sentence:
        first, second = self._numbers(group[:2])
        if unit is None:
            return say("that of row {first} again in row {second}", first=first, second=second)
        return say("'{unit}' in rows {first} and {second}", unit=shortened(unit), first=first, second=second)


def _looked_at(array: pa.Array) -> tuple[pa.Array, Hashed]:
    """Return the ids of some rows as text, and their hashes."""
    ids = ids_of(array)
    return ids, hashed(ids)


def _names_in(batches: Iterable[pa.RecordBatch], place: int, rows: Sequence[int]) -> dict[int, str]:
    """Return the ids in some rows, which are in order."""
    found, start, waiting = dict[int, str](), 0, list(rows)
    for batch in batches:
        while waiting and waiting[0] < start + batch.num_rows:
            found[waiting[0]] = ids_of(batch.column(place).slice(waiting[0] - start, 1))[0].as_py()
            waiting.pop(0)
        start += batch.num_rows
        if not waiting:
            break
    return found


def _place_of_ids(schema: pa.Schema, unit: str) -> int | None:
    """Return the place of the column of ids, None where there is none that can be read."""
    place = schema.names.index(unit) if unit in schema.names else None
    return None if place is None or not is_id(schema.types[place]) else place


def _is_sound(batch: pa.RecordBatch) -> bool:
    """Return whether all of a batch is sound Arrow as far as that is told without reading its values."""
    try:
        batch.validate()
    except pa.ArrowException:
        return False
    return True


def _has_letters(type_: pa.DataType) -> bool:
    """Return whether an unsound array of a type could lead astray: its offsets or codes point elsewhere."""
    return bool(is_text(type_) or pa.types.is_dictionary(type_) or pa.types.is_run_end_encoded(type_))
