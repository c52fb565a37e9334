"""
CSV in: UTF-8 text with a header, read in blocks, every cell as the text that stands in it.

No number passes through a float: the text is read exactly where answers are admitted. An empty cell is missing, in
quotes too.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyarrow as pa
from attrs import frozen
from pyarrow import csv as arrow_csv

from ..._sentences import grouped, say
from ...criteria._places import path_text, shortened
from .csv_cells import Cells, Found, Locale, Types, refused

#: What parts the cells where nothing else is said.
DELIMITERS: Final = {"en": ",", "vi": ";"}

#: A line that is longer than a block cannot be read; so long a line is mostly a quote that was left open.
MOST_BYTES_A_LINE: Final = 4 * 2**20
MOST_COLUMNS: Final = 65_536
_BOMS: Final = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}


@frozen
class CsvStyle:
    """How a CSV file is written: what parts its cells (None: as the locale has it) and its decimal mark."""

    locale: Locale = "en"
    given_delimiter: str | None = None

    @property
    def delimiter(self) -> str:
        """Return what parts the cells."""
        return self.given_delimiter or DELIMITERS[self.locale]


PLAIN_CSV: Final = CsvStyle()


def read_csv(path: Path, style: CsvStyle, types: Types) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """
    Return the columns of a CSV file and its rows in batches.

    `types` says what is expected in which column: yes and no become truth values, all else is text. Raises
    `DocumentError` for a file that is not UTF-8 or has no proper header; rows of another length than the header, cells
    that are too long and the like are collected, and raised together when the last row is read.
    """
    source = _Text(path)
    names = _header(path, source, style)
    found = Found(path)
    reader = arrow_csv.open_csv(
        source,
        read_options=arrow_csv.ReadOptions(block_size=MOST_BYTES_A_LINE, use_threads=False),
        parse_options=arrow_csv.ParseOptions(
            delimiter=style.delimiter,
            newlines_in_values=True,
            invalid_row_handler=lambda row: _ragged(row, found),
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=True,
            null_values=[""],
            quoted_strings_can_be_null=True,
            check_utf8=False,
        ),
    )
    if names != reader.schema.names or not all(map(pa.types.is_string, reader.schema.types)):
        raise refused(path, say("the header cannot be read; write each name once, with its quotes closed"))
    cells = Cells(reader.schema, types, style.locale, found)
    return cells.schema, _batches(reader, source, cells, found)


def _batches(
    reader: arrow_csv.CSVStreamingReader, source: _Text, cells: Cells, found: Found
) -> Iterator[pa.RecordBatch]:
    yield from map(cells.read, reader)
    if source.quotes % 2:
        found.report("quotes", say("a quote is left open; write a quote inside a cell twice, and the cell in quotes"))
    found.settle()


class _Text(io.RawIOBase):
    """The bytes of a file after its byte order mark, which must be UTF-8, counting the quotes that go by."""

    def __init__(self, path: Path) -> None:
        self.quotes = 0
        self._path, self._file = path, path.open("rb")
        self.head = self._file.read(MOST_BYTES_A_LINE)
        self._given = len(codecs.BOM_UTF8) if self.head.startswith(codecs.BOM_UTF8) else 0
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._lines = 1

    def readable(self) -> bool:
        """Return that it is to be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, those of the head first."""
        chunk = self.head[self._given :][: size if size >= 0 else None]
        self._given += len(chunk)
        chunk = chunk or self._file.read(size)
        self._look_at(chunk)
        return chunk

    def _look_at(self, chunk: bytes) -> None:
        """Refuse what is not UTF-8 before anything else reads it."""
        try:
            self._decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            line = self._lines + error.object[: error.start].count(b"\n")
            raise refused(self._path, say("this line is not UTF-8; save the file as CSV UTF-8"), line=line) from None
        self.quotes += chunk.count(b'"')
        self._lines += chunk.count(b"\n")

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


# ---- the header


def _header(path: Path, source: _Text, style: CsvStyle) -> list[str]:
    """Return the names in the first line that is not empty."""
    for mark, name in _BOMS.items():
        if source.head.startswith(mark):
            raise refused(path, say("the file is {encoding}, not UTF-8; save it as CSV UTF-8", encoding=name))
    text = source.head.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace")
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=style.delimiter)
        names = next((line for line in lines if line), None)
    except csv.Error as error:
        raise refused(path, say("the header cannot be read: {why}", why=str(error))) from None
    if names is None:
        raise refused(path, say("the file is empty; its first line has the names of the columns"))
    _examine_names(path, names, style)
    return names


def _examine_names(path: Path, names: list[str], style: CsvStyle) -> None:
    found = Found(path)
    if len(names) > MOST_COLUMNS:
        most = grouped(MOST_COLUMNS)
        found.report("many", say("there are more than {most} columns", most=most))
    for name in [name for name, count in Counter(names).items() if count > 1]:
        found.report("twice", say("the column '{name}' is there twice", name=shortened(name)), path_text((name,)))
    if any("�" in name for name in names):
        found.report("utf-8", say("the header is not UTF-8; save the file as CSV UTF-8"))
    others = [other for other in (",", ";", "\t") if other != style.delimiter and other in names[0]]
    if len(names) == 1 and others:
        found.report("delimiter", _say_delimiter(style.delimiter, others[0]))
    found.settle()


_NAMED: Final = {"\t": "tab"}


def _say_delimiter(delimiter: str, other: str) -> str:
    named = {"delimiter": _NAMED.get(delimiter, delimiter), "other": _NAMED.get(other, other)}
    return say("there is no '{delimiter}' in the header; its cells seem to be parted by '{other}'", **named)


# ---- rows of another length


def _ragged(row: arrow_csv.InvalidRow, found: Found) -> str:
    """Note a row of another length than the header; it is left out, and the file is refused in the end."""
    fields = {"cells": row.actual_columns, "columns": row.expected_columns, "row": shortened(row.text)}
    sentence = say("a row has another number of cells than the header, {cells} and not {columns}: '{row}'", **fields)
    found.left_out.append(row.number)
    found.report("ragged", sentence, row=row.number)
    return "skip"
