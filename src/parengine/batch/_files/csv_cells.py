"""
The cells of CSV: text as it stands, but for what only text files need.

Yes and no are words here. Where a decimal comma is declared, numbers are rewritten with a point, and a point in them
is refused: nobody could tell 1.234 from 1234. Days may then be written as 31/01/2022.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final, Literal, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
from attrs import field, frozen

from ..._sentences import grouped, say, say_counted
from ...criteria._places import path_text, shortened
from ...errors import DocumentError, Problem
from ...types import ValueType

#: Whose way of writing a CSV file follows: a decimal point, or the decimal comma of Vietnamese.
Locale: TypeAlias = Literal["en", "vi"]
#: What is expected in the columns that a set has, by their names.
Types: TypeAlias = Mapping[str, ValueType]
DECIMAL_MARKS: Final = {"en": ".", "vi": ","}

MOST_BYTES_A_CELL: Final = 10_000
_MOST_EXAMPLES: Final = 10
_YES: Final = ("true", "yes", "1", "có", "đúng")
_NO: Final = ("false", "no", "0", "không", "sai")
_DAY: Final = "^([0-9]{2})/([0-9]{2})/([0-9]{4})$"


@frozen(eq=False)
class Found:
    """What is wrong with a file so far: it is told when all of it is read, with a few examples."""

    path: Path
    counts: Counter[str] = field(factory=Counter)
    problems: list[Problem] = field(factory=list)

    def report(self, sort: str, sentence: str, where: str = "$") -> None:
        """Note one more of a sort of problem."""
        self.counts[sort] += 1
        if self.counts[sort] <= _MOST_EXAMPLES:
            self.problems.append(Problem(str(self.path), 1, 1, where, sentence))

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
        return pa.record_batch([self._column(name, cells) for name, cells in columns], schema=self.schema)

    def _column(self, name: str, cells: pa.Array) -> pa.Array:
        longest = pc.max(pc.binary_length(cells)).as_py() or 0
        if longest > MOST_BYTES_A_CELL:
            most = grouped(MOST_BYTES_A_CELL)
            self.found.report("long", say("a cell has more than {most} bytes", most=most), path_text((name,)))
        reader = _READERS[self.locale].get(self.types.get(name))
        return cells if reader is None else reader(cells, partial(self._note, name))

    def _note(self, name: str, sort: str, cells: pa.Array) -> None:
        """Note what is wrong with some cells of a column."""
        for cell in cells.to_pylist():
            self.found.report(f"{sort} {name}", _SENTENCES[sort](shortened(cell)), path_text((name,)))


_Note: TypeAlias = Callable[[str, pa.Array], None]

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
        note("truth", cells.filter(odd))
    return pc.if_else(cells.is_valid(), is_yes, pa.scalar(None, pa.bool_()))


def _with_points(cells: pa.Array, note: _Note) -> pa.Array:
    """Return numbers that are written with a comma as they are read."""
    pointed = pc.match_substring(cells, ".")
    if pc.any(pointed).as_py():
        note("point", cells.filter(pointed))
    return pc.replace_substring(cells, ",", ".")


def _days(cells: pa.Array, _note: _Note) -> pa.Array:
    return pc.replace_substring_regex(cells, _DAY, r"\3-\2-\1")


_Reader: TypeAlias = Callable[[pa.Array, _Note], pa.Array]
#: What is done to the cells of a column, by the type that is expected in it.
_READERS: Final[Mapping[Locale, Mapping[ValueType | None, _Reader]]] = {
    "en": {ValueType.YES_NO: _truths},
    "vi": {ValueType.YES_NO: _truths, ValueType.NUMBER: _with_points, ValueType.DATE: _days},
}
