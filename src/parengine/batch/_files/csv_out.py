"""
CSV out: UTF-8 text, a header, a line feed at the end of each line, quotes where they are needed.

Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers are never touched. A number has
all its declared places, and no exponent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from .csv_cells import DECIMAL_MARKS
from .csv_in import CsvStyle

#: What a spreadsheet takes for the start of a formula.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
#: So many rows are put into lines at a time: lines of a thousand columns are long.
_ROWS: Final = 8_192
#: With more places than these Arrow writes small numbers with an exponent.
_PLAIN_PLACES: Final = 6


def csv_text(schema: pa.Schema, batches: Iterable[pa.RecordBatch], style: CsvStyle) -> Iterator[pa.Buffer]:
    """Yield a table as CSV, part by part, the header first."""
    header = pa.record_batch([pa.array([name]) for name in schema.names], names=schema.names)
    yield _lines(header, style)
    for batch in batches:
        for start in range(0, batch.num_rows, _ROWS):
            yield _lines(batch.slice(start, _ROWS), style)


def csv_of(rows: Sequence[Mapping[str, str]], style: CsvStyle) -> Iterator[pa.Buffer]:
    """Yield rows of text as CSV."""
    table = pa.Table.from_pylist(list(rows))
    return csv_text(table.schema, table.to_batches(), style)


def _lines(batch: pa.RecordBatch, style: CsvStyle) -> pa.Buffer:
    """Return rows as lines: their texts stand behind one another, so that their buffer is the text of all."""
    cells = [_cells(column, style) for column in batch.columns]
    lines = pc.binary_join_element_wise(*cells, style.delimiter, null_handling="replace", null_replacement="")
    ended = pc.binary_join_element_wise(lines, "", "\n", null_handling="replace", null_replacement="")
    _, ends, text = ended.buffers()
    last = pa.Array.from_buffers(pa.int32(), len(ended) + 1, [None, ends])[-1].as_py()
    return text.slice(0, last)


def _cells(column: pa.Array, style: CsvStyle) -> pa.Array:
    """Return a column as the text of its cells."""
    if pa.types.is_dictionary(column.type):
        return pc.take(_text(column.dictionary, style), column.indices)
    if pa.types.is_decimal(column.type):
        return _numbers(column, style)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return _text(column, style)
    return column.cast(pa.string())


def _text(column: pa.Array, style: CsvStyle) -> pa.Array:
    safe = _with_prefix(column.cast(pa.string()), _FORMULA, "'")
    needs_quotes = pc.match_substring_regex(safe, f'[{re.escape(style.delimiter)}"\\r\\n]')
    if not pc.any(needs_quotes).as_py():
        return safe
    doubled = pc.replace_substring(safe, '"', '""')
    return pc.if_else(needs_quotes, pc.binary_join_element_wise('"', doubled, '"', ""), safe)


_FORMULA: Final = f"^[{re.escape(''.join(FORMULA_STARTS))}]"


def _with_prefix(texts: pa.Array, pattern: str, prefix: str) -> pa.Array:
    matching = pc.match_substring_regex(texts, pattern)
    if not pc.any(matching).as_py():
        return texts
    return pc.if_else(matching, pc.binary_join_element_wise(prefix, texts, ""), texts)


def _numbers(column: pa.Array, style: CsvStyle) -> pa.Array:
    texts = column.cast(pa.string()) if column.type.scale <= _PLAIN_PLACES else _many_places(column)
    mark = DECIMAL_MARKS[style.locale]
    return texts if mark == "." else pc.replace_substring(texts, ".", mark)


def _many_places(column: pa.Array) -> pa.Array:
    """Return decimals of many places as text without an exponent: their digits with a point put into them."""
    places = column.type.scale
    digits = _whole(column).cast(pa.string())
    is_negative = pc.starts_with(digits, "-")
    padded = pc.utf8_lpad(pc.utf8_ltrim(digits, "-"), places + 1, "0")
    pointed = pc.replace_substring_regex(padded, rf"(\d{{{places}}})$", r".\1")
    return pc.if_else(is_negative, pc.binary_join_element_wise("-", pointed, ""), pointed)


def _whole(column: pa.Array) -> pa.Array:
    """Return decimals as the whole numbers that they are counted in."""
    type_ = pa.decimal128(column.type.precision, 0)
    return pa.Array.from_buffers(type_, len(column), column.buffers(), offset=column.offset)
