"""
A column of answers as a whole number: null where it is null, and what no answer is where it cannot be read.

PostgreSQL holds a column to its type when it plans the statement: no operator here takes a float or text for a number.
DuckDB converts what it is given, so the type is looked at, and a wrong one is an error that names the column. SQLite
has values and no types: each value is asked for its own, so that a REAL or a text that is no number is not admitted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from attrs import frozen

from ..._exact_text import exact_text
from ...expr._domain import NEVER, NEVER_WORD
from ...types import ValueType
from .._read.limits import Limits
from .._read.names import InputColumn
from ._dialects import Dialect, DialectName
from ._identifiers import literal

#: How a column is stored: whole numbers, numbers with places, and the rest.
Storage: TypeAlias = Literal["whole", "decimal", "yes_no", "date", "choice"]


def storage_of(column: InputColumn) -> Storage:
    """Return how the answers of a column are stored."""
    if column.domain.type is ValueType.NUMBER:
        return "decimal" if column.domain.places else "whole"
    return _STORAGES[column.domain.type]


_STORAGES: Final[Mapping[ValueType, Storage]] = {
    ValueType.YES_NO: "yes_no",
    ValueType.DATE: "date",
    ValueType.CHOICE: "choice",
}


@frozen
class Read:
    """A column to read: the text that names it, what it answers, its limits and the places of its words."""

    text: str
    column: InputColumn
    limits: Limits
    words: Mapping[str, int]
    dialect: Dialect

    def whole(self, value: int) -> str:
        """Return a whole number in the dialect."""
        return self.dialect.whole(value)

    @property
    def bad(self) -> str:
        """Return what stands for an answer that cannot be read."""
        return self.whole(self.limits.low - 1)

    @property
    def places(self) -> int:
        """Return the places after the point."""
        return self.column.domain.places

    @property
    def scale(self) -> str:
        """Return by what a number is multiplied to be whole."""
        return str(10**self.places)

    def within(self) -> str:
        """Return whether a number lies within its limits, which are written with a point."""
        low, high = (exact_text(Fraction(end, 10**self.places)) for end in (self.limits.low, self.limits.high))
        return f"{self.text} BETWEEN {low} AND {high}"


def read(asked: Read) -> str:
    """Return the expression of a column as a whole number."""
    return _READERS[asked.dialect.name][storage_of(asked.column)](asked)


def _options(asked: Read, text: str) -> str:
    options = [option for option in asked.column.domain.options if option in asked.words]
    cases = "".join(f" WHEN {literal(option)} THEN {asked.whole(asked.words[option])}" for option in options)
    return f"CASE WHEN {asked.text} IS NULL THEN NULL ELSE CASE {text}{cases} ELSE {asked.bad} END END"


# ---- PostgreSQL


def _postgres_whole(asked: Read) -> str:
    low, high = asked.whole(asked.limits.low), asked.whole(asked.limits.high)
    fits = f"{asked.text} % 1::bigint = 0::bigint AND {asked.text} BETWEEN {low} AND {high}"
    return f"CASE WHEN {asked.text} IS NULL THEN NULL WHEN {fits} THEN {asked.text}::bigint ELSE {asked.bad} END"


def _postgres_decimal(asked: Read) -> str:
    unit = exact_text(Fraction(1, 10**asked.places))
    fits = f"{asked.within()} AND {asked.text} % {unit} = 0"
    scaled = f"({asked.text} * {asked.scale})::bigint"
    return f"CASE WHEN {asked.text} IS NULL THEN NULL WHEN {fits} THEN {scaled} ELSE {asked.bad} END"


def _yes_no(asked: Read) -> str:
    yes, no = asked.whole(1), asked.whole(0)
    return f"CASE WHEN {asked.text} IS NULL THEN NULL WHEN {asked.text} THEN {yes} ELSE {no} END"


def _date(asked: Read, ordinal: str) -> str:
    never = f" WHEN {asked.text} = DATE 'infinity' THEN {asked.whole(NEVER)}" if asked.column.domain.never else ""
    known = f"WHEN {asked.text} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN {ordinal}"
    return f"CASE WHEN {asked.text} IS NULL THEN NULL{never} {known} ELSE {asked.bad} END"


def _postgres_date(asked: Read) -> str:
    return _date(asked, f"({asked.text} - DATE '0001-01-01' + 1)::bigint")


# ---- DuckDB


def _held_to(types: str, asked: Read, expression: str) -> str:
    """Return an expression that is an error where the column has none of the types."""
    named, wanted = asked.column.name, types.replace("|", ", ")
    told = literal(f"column '{named}' is one of {wanted}, not ")
    refused = f"error({told} || typeof({asked.text}))"
    found = f"regexp_full_match(typeof({asked.text}), '({types})([(].*)?')"
    return f"CASE WHEN {asked.text} IS NOT NULL AND NOT {found} THEN {refused} ELSE {expression} END"


_WHOLES: Final = "TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|UHUGEINT"
_NUMBERS: Final = f"DECIMAL|{_WHOLES}"


def _duckdb_whole(asked: Read) -> str:
    number = f"TRY_CAST({asked.text} AS BIGINT)"
    known = f"WHEN {number} = {asked.text} THEN {number}"
    return _held_to(_NUMBERS, asked, f"CASE WHEN {asked.text} IS NULL THEN NULL {known} ELSE {asked.bad} END")


def _duckdb_decimal(asked: Read) -> str:
    digits = max(len(str(abs(end))) for end in (asked.limits.low, asked.limits.high))
    number = f"TRY_CAST({asked.text} AS DECIMAL({max(digits, asked.places + 1)}, {asked.places}))"
    known = f"WHEN {number} = {asked.text} THEN ({number} * {asked.scale})::bigint"
    return _held_to(_NUMBERS, asked, f"CASE WHEN {asked.text} IS NULL THEN NULL {known} ELSE {asked.bad} END")


def _duckdb_yes_no(asked: Read) -> str:
    return _held_to("BOOLEAN", asked, _yes_no(asked))


def _duckdb_date(asked: Read) -> str:
    ordinal = f"date_diff('day', DATE '0001-01-01', {asked.text}) + 1::bigint"
    return _held_to("DATE", asked, _date(asked, ordinal))


def _duckdb_choice(asked: Read) -> str:
    return _held_to("VARCHAR|ENUM", asked, _options(asked, f"{asked.text}::varchar COLLATE C"))


# ---- SQLite


def _sqlite(asked: Read, **cases: str) -> str:
    known = "".join(f" WHEN '{type_}' THEN {expression}" for type_, expression in cases.items())
    return f"CASE typeof({asked.text}) WHEN 'null' THEN NULL{known} ELSE {asked.bad} END"


def _sqlite_whole(asked: Read) -> str:
    return _sqlite(asked, integer=asked.text)


def _sqlite_decimal(asked: Read) -> str:
    scale = 10**asked.places
    low, high = -(-asked.limits.low // scale), asked.limits.high // scale
    fits = f"{asked.text} BETWEEN {asked.whole(low)} AND {asked.whole(high)}"
    whole = f"CASE WHEN {fits} THEN {asked.text} * {scale} ELSE {asked.bad} END"
    return _sqlite(asked, integer=whole, text=_sqlite_decimal_text(asked.text, asked.places, asked.bad))


def _sqlite_decimal_text(text: str, places: int, bad: str) -> str:
    """Return decimal text as a whole number: its digits with as many after the point as there are places."""
    one_number = f"{text} NOT GLOB '*[^-.0-9]*' AND {text} NOT GLOB '?*-*' AND {text} NOT GLOB '*.*.*'"
    ends = f"({text} GLOB '[0-9]*' OR {text} GLOB '-[0-9]*') AND {text} GLOB '*[0-9]'"
    length = f"length(replace(replace({text}, '.', ''), '-', '')) <= 30 AND instr({text}, char(0)) = 0"
    fine = f"(instr({text}, '.') = 0 OR length(rtrim({text}, '0')) - instr({text}, '.') <= {places})"
    zeros = f"{text} || '{'0' * places}'"
    cut = f"substr({zeros}, 1, instr({text}, '.') + {places})"
    digits = f"CASE instr({text}, '.') WHEN 0 THEN {zeros} ELSE replace({cut}, '.', '') END"
    fits = f"{one_number} AND {ends} AND {length} AND {fine}"
    return f"CASE WHEN {fits} THEN CAST({digits} AS INTEGER) ELSE {bad} END"


def _sqlite_yes_no(asked: Read) -> str:
    return _sqlite_whole(asked)


def _sqlite_date(asked: Read) -> str:
    """Return a day as a whole number; a day that there is not moves where days are added, and is found out."""
    digits = "-".join("[0-9]" * count for count in (4, 2, 2))
    real = f"{asked.text} GLOB '{digits}' AND {asked.text} > '0001' AND date({asked.text}, '+0 days') = {asked.text}"
    ordinal = f"CAST(strftime('%s', {asked.text}) AS INTEGER) / 86400 + 719163"
    never = f" WHEN {asked.text} = '{NEVER_WORD}' THEN {asked.whole(NEVER)}" if asked.column.domain.never else ""
    return _sqlite(asked, text=f"CASE WHEN {real} THEN {ordinal}{never} ELSE {asked.bad} END")


def _sqlite_choice(asked: Read) -> str:
    return _options(asked, f"{asked.text} COLLATE BINARY")


_READERS: Final[Mapping[DialectName, Mapping[Storage, Callable[[Read], str]]]] = {
    "duckdb": {
        "whole": _duckdb_whole,
        "decimal": _duckdb_decimal,
        "yes_no": _duckdb_yes_no,
        "date": _duckdb_date,
        "choice": _duckdb_choice,
    },
    "postgres": {
        "whole": _postgres_whole,
        "decimal": _postgres_decimal,
        "yes_no": _yes_no,
        "date": _postgres_date,
        "choice": lambda asked: _options(asked, f'{asked.text}::text COLLATE "C"'),
    },
    "sqlite": {
        "whole": _sqlite_whole,
        "decimal": _sqlite_decimal,
        "yes_no": _sqlite_yes_no,
        "date": _sqlite_date,
        "choice": _sqlite_choice,
    },
}
