"""
Cells as columns of the result: decimals, words, yes and no; null where a figure is in a state.

A decimal is made of its whole number without any float. SQLite has no decimals, so there it is text with a point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from attrs import frozen

from ...expr._integer.form import Cell, Kind, Op
from ...types import ValueType
from ._dialects import DialectName
from ._identifiers import literal
from ._operations import Operations

_NARROW: Final = 18
_WIDE: Final = 38


@frozen
class Publishing:
    """Writes cells; numbers have `places`, `words` are those of the form."""

    writer: Operations
    words: Sequence[str]
    places: int

    def expression(self, cell: Cell) -> str:
        """Return the expression of a cell."""
        shown = _SHOWN[cell.type](self, cell)
        if cell.state is None:
            return shown
        known = f"{self.writer.number(cell.state)} = {self.writer.dialect.whole(0)}"
        return f"CASE WHEN {known} THEN {shown} END"

    def _number(self, cell: Cell) -> str:
        scale, under = 10**self.places, cell.scale
        assert scale % under == 0
        whole, times = self.writer.number(cell.value), scale // under
        scaled = whole if times == 1 else f"({whole} * {self.writer.dialect.whole(times)})"
        most = max(abs(cell.value.low), abs(cell.value.high)) * times
        decimal = _DECIMALS[self.writer.dialect.name]
        return decimal(scaled, self.places, _NARROW if len(str(most)) <= _NARROW else _WIDE, cell.value.low < 0)

    def _word(self, cell: Cell) -> str:
        found = sorted(set(_possible(cell.value, len(self.words))))
        number = self.writer.number(cell.value)
        if len(found) == 1:
            return literal(self.words[found[0]])
        cases = "".join(f" WHEN {self.writer.dialect.whole(each)} THEN {literal(self.words[each])}" for each in found)
        return f"CASE {number}{cases} END"

    def _truth(self, cell: Cell) -> str:
        return self.writer.truth(cell.value)


_SHOWN: Final[Mapping[ValueType, Callable[[Publishing, Cell], str]]] = {
    ValueType.NUMBER: Publishing._number,
    ValueType.CHOICE: Publishing._word,
    ValueType.YES_NO: Publishing._truth,
}


def _possible(wanted: Op, words: int) -> Iterator[int]:
    """Yield the words that a choice may be."""
    waiting, seen = [wanted], set[Op]()
    while waiting:
        op = waiting.pop()
        if op.kind is Kind.CHOOSE and op not in seen:
            waiting.extend(op.args[1:])
        elif op not in seen:
            yield from range(max(op.low, 0), min(op.high, words - 1) + 1)
        seen.add(op)


def _decimal(whole: str, places: int, digits: int, _negative: bool) -> str:
    """Return a decimal of DuckDB: a product of decimals is exact, a quotient would be a float."""
    if not places:
        return f"CAST({whole} AS DECIMAL({digits}, 0))"
    unit = f"0.{'1'.rjust(places, '0')}::DECIMAL({places + 1}, {places})"
    return f"CAST(CAST({whole} AS DECIMAL({digits}, 0)) * {unit} AS DECIMAL({digits}, {places}))"


def _numeric(whole: str, places: int, _digits: int, _negative: bool) -> str:
    """Return a numeric of PostgreSQL, which has the places of what it is multiplied by."""
    unit = f" * 0.{'1'.rjust(places, '0')}" if places else ""
    return f"({whole}{unit})" if unit else f"{whole}::numeric"


def _text(whole: str, places: int, _digits: int, negative: bool) -> str:
    """Return the digits as SQLite has them: text, with as many after the point as there are places."""
    if not places:
        return f"CAST({whole} AS TEXT)"
    scale = 10**places
    plain = f"printf('%d.%0{places}d', {whole} / {scale}, {whole} % {scale})"
    if not negative:
        return plain
    below = f"printf('-%d.%0{places}d', -({whole} / {scale}), -({whole} % {scale}))"
    return f"CASE WHEN {whole} < 0 THEN {below} ELSE {plain} END"


_DECIMALS: Final[Mapping[DialectName, Callable[[str, int, int, bool], str]]] = {
    "duckdb": _decimal,
    "postgres": _numeric,
    "sqlite": _text,
}
