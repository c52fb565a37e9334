"""The table of answers: a CREATE TABLE in which every type holds its answers exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from ..._exact_text import exact_text
from ..._sentences import in_language, say
from ...types import ValueType
from .._read.limits import limits_of
from .._read.names import InputColumn
from ._comments import comment
from ._dialects import Dialect, DialectName
from ._identifiers import names_in, qualified, quoted
from ._reading import Storage, storage_of

_TYPES: Final[Mapping[DialectName, Mapping[Storage, str]]] = {
    "duckdb": {"whole": "BIGINT", "decimal": "DECIMAL", "yes_no": "BOOLEAN", "date": "DATE", "choice": "VARCHAR"},
    "postgres": {"whole": "bigint", "decimal": "numeric", "yes_no": "boolean", "date": "date", "choice": "text"},
    "sqlite": {"whole": "INTEGER", "decimal": "TEXT", "yes_no": "INTEGER", "date": "TEXT", "choice": "TEXT"},
}
#: DuckDB rounds what it stores: with more places than are admitted, an answer that has too many can be told.
_SPARE_PLACES: Final = 4
_NARROW: Final = 18
_WIDE: Final = 38


def table_lines(columns: Sequence[InputColumn], dialect: Dialect, table: Sequence[str], unit: str) -> Iterator[str]:
    """Yield the lines of a CREATE TABLE for the columns of a set."""
    called = names_in(dialect, [unit, *(column.name for column in columns)])
    yield f"CREATE TABLE {qualified(table)} ("
    text = _TYPES[dialect.name]["choice"]
    yield f"    {quoted(called[unit])} {text} NOT NULL PRIMARY KEY{',' * bool(columns)}"
    for column in columns:
        yield from comment(column.label.vi, _answers_of(column), indent="    ")
        comma = "," * (column is not columns[-1])
        yield f"    {quoted(called[column.name])} {_type(column, dialect)}{comma}"
    yield ");"


def _type(column: InputColumn, dialect: Dialect) -> str:
    storage = storage_of(column)
    named = _TYPES[dialect.name][storage]
    if named != "DECIMAL":
        return named
    limits = limits_of(column.domain, {})
    digits = max(len(str(abs(end))) for end in (limits.low, limits.high))
    fits = digits + 2 * _SPARE_PLACES <= _NARROW
    return f"DECIMAL({_NARROW if fits else _WIDE}, {column.domain.places + _SPARE_PLACES})"


def _answers_of(column: InputColumn) -> str:
    """Return in words what may stand in a column."""
    domain = column.domain
    if domain.type is ValueType.NUMBER:
        limits = limits_of(domain, {})
        low, high = (exact_text(Fraction(end, 10**domain.places)) for end in (limits.low, limits.high))
        return f"{low} … {high}, {domain.places} places" if domain.places else f"{low} … {high}, whole"
    if domain.type is ValueType.CHOICE:
        return " | ".join(domain.options)
    return in_language(say("a date or never") if domain.never else domain.type, "en")
