"""
The cells of CSV: text as it stands, but for what only text files need.

Yes and no are words here. Where a decimal comma is declared, numbers are rewritten with a point, and a point in them
is refused: nobody could tell 1.234 from 1234. Days may then be written as 31/01/2022.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final, Literal, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
from attrs import define, field, frozen

from ..._sentences import grouped, say, say_counted
from ...criteria._places import path_text, shortened
from ...errors import DocumentError, Problem
from ...types import ValueType

#: Whose way of writing a CSV file follows: a decimal point, or the decimal comma of Vietnamese.
Locale: TypeAlias = Literal["en", "vi"]
#: What is expected in the columns that a set has, by their names.
Types: TypeAlias = Mapping[str, ValueType]
DECIMAL_MARKS: Final = {"en": ".", "vi": ","}

#: The number of the first row of answers: the header stands in row 1.
FIRST_ROW: Final = 2
MOST_BYTES_A_CELL: Final = 10_000
_MOST_EXAMPLES: Final = 10
#: Some systems write the marks of letters apart (NFD).
_apart: Final = partial(unicodedata.normalize, "NFD")
_YES: Final = ("true", "yes", "1", "có", "đúng", *map(_apart, ("có", "đúng")))
_NO: Final = ("false", "no", "0", "không", "sai", _apart("không"))
_DAY: Final = "^([0-9]{2})/([0-9]{2})/([0-9]{4})$"


@define(eq=False)
class Found:
    """
    What is wrong with a file so far: it is told when all of it is read, with a few examples.

    `rows` is how many were read; `left_out` has the numbers of those that were not, where that of the header is 1.
    """

    path: Path
    rows: int = 0
    left_out: list[int] = field(factory=list)
    counts: Counter[str] = field(factory=Counter)
    problems: list[Problem] = field(factory=list)

    def report(self, sort: str, sentence: str, where: str = "$", row: int = 1) -> None:
        """Note one more of a sort of problem."""
        self.counts[sort] += 1
        if self.counts[sort] <= _MOST_EXAMPLES:
            self.problems.append(Problem(str(self.path), row, 1, where, sentence))

    def row_of(self, place: int) -> int:
        """Return the number in the file of a row of the next batch, counted there from 0."""
        row = FIRST_ROW + self.rows + place
        for left_out in self.left_out:
            row += left_out <= row
        return row

    def settle(self) -> None:
        """Raise `DocumentError` with everything that was found, do nothing where nothing was."""
        more = sum(max(0, count - _MOST_EXAMPLES) for count in self.counts.values())
        if more:
            sentence = say_counted("{count} more like these", "{count} more like these", more)
            self.problems.append(Problem(str(self.path), 1, 1, "$", sentence))
        if self.problems:
            raise DocumentError(self.problems)


def refused(path: Path, sentence: str, *, line: int = 1) -> DocumentError:
    """Return a file's only problem as an error."""
    return DocumentError([Problem(str(path), line, 1, "$", sentence)])


@frozen(eq=False)
class Cells:
    """What reads the cells of a file batch by batch; what is wrong with them is noted."""

    given: pa.Schema
    types: Types
    locale: Locale
    found: Found

    @property
    def schema(self) -> pa.Schema:
        """Return the columns as they are read: yes and no as truth values, all else as text."""
        truths = {name for name, type_ in self.types.items() if type_ is ValueType.YES_NO}
        return pa.schema([pa.field(name, pa.bool_() if name in truths else pa.string()) for name in self.given.names])

    def read(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the cells of a batch."""
        columns = zip(self.given.names, batch.columns, strict=True)
        made = pa.record_batch([self._column(name, cells) for name, cells in columns], schema=self.schema)
        self.found.rows += batch.num_rows
        return made

    def _column(self, name: str, cells: pa.Array) -> pa.Array:
        lengths = pc.binary_length(cells)
        longest = pc.max(lengths).as_py() or 0
        if longest > MOST_BYTES_A_CELL:
            sentence = say("a cell has more than {most} bytes", most=grouped(MOST_BYTES_A_CELL))
            row = self.found.row_of(pc.index(lengths, longest).as_py())
            self.found.report("long", sentence, path_text((name,)), row)
        reader = _READERS[self.locale].get(self.types.get(name))
        return cells if reader is None else reader(cells, partial(self._note, name))

    def _note(self, name: str, sort: str, cells: pa.Array, wrong: pa.Array) -> None:
        """Note what is wrong with some cells of a column."""
        places, of_column = pc.indices_nonzero(wrong), f"{sort} {name}"
        room = max(0, _MOST_EXAMPLES - self.found.counts[of_column])
        for place in places[:room].to_pylist():
            sentence = _SENTENCES[sort](shortened(cells[place].as_py()))
            self.found.report(of_column, sentence, path_text((name,)), self.found.row_of(place))
        self.found.counts[of_column] += len(places[room:])


_Note: TypeAlias = Callable[[str, pa.Array, pa.Array], None]

_SENTENCES: Final[Mapping[str, Callable[[str], str]]] = {
    "point": lambda number: say(
        "'{number}' has a point where a decimal comma is declared; write it without", number=number
    ),
    "truth": lambda text: say("'{text}' is neither true nor false", text=text),
}


def _truths(cells: pa.Array, note: _Note) -> pa.Array:
    words = pc.utf8_lower(pc.utf8_trim_whitespace(cells))
    is_yes, is_no = (pc.is_in(words, pa.array(known)) for known in (_YES, _NO))
    odd = pc.and_not(cells.is_valid(), pc.or_(is_yes, is_no))
    if pc.any(odd).as_py():
        note("truth", cells, odd)
    return pc.if_else(cells.is_valid(), is_yes, pa.scalar(None, pa.bool_()))


def _with_points(cells: pa.Array, note: _Note) -> pa.Array:
    """Return numbers that are written with a comma as they are read."""
    pointed = pc.match_substring(cells, ".")
    if pc.any(pointed).as_py():
        note("point", cells, pointed)
    return pc.replace_substring(cells, ",", ".")


def _days(cells: pa.Array, _note: _Note) -> pa.Array:
    return pc.replace_substring_regex(cells, _DAY, r"\3-\2-\1")


_Reader: TypeAlias = Callable[[pa.Array, _Note], pa.Array]
#: What is done to the cells of a column, by the type that is expected in it.
_READERS: Final[Mapping[Locale, Mapping[ValueType | None, _Reader]]] = {
    "en": {ValueType.YES_NO: _truths},
    "vi": {ValueType.YES_NO: _truths, ValueType.NUMBER: _with_points, ValueType.DATE: _days},
}
