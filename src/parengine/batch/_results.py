"""
Results: what was computed for many units, as the table that a caller gets.

Numbers become decimals at the declared places, words become dictionary-encoded text, yes and no become truth
values; null stands where a figure is not known. Nothing passes through a float: a column of whole numbers is spread
to the 128 bits of a decimal as it is.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, Final, Literal, TypeAlias, get_args

import numpy as np
import pyarrow as pa
from attrs import frozen
from numpy.typing import NDArray

from .._model import CriteriaSet
from .._sentences import in_language
from .._version import __version__
from ..expr._integer.form import Form
from ..score._provenance import notice_of, provenance_counts
from ..score._scorecard import ClassStatus
from ..types import Language, Status, ValueType
from ._compute.engine import Column

#: The kinds of tables that a result can come back as.
Kind: TypeAlias = Literal["pyarrow", "polars", "pandas"]
#: What one cell of a row that was computed by itself may be; None is null.
Value: TypeAlias = "Decimal | str | bool | None"
#: Rows that were computed again, by their places: the cells by the names of the columns.
Again: TypeAlias = Mapping[int, Mapping[str, Value]]

RECOMPUTED: Final = "recomputed"
SET: Final = "set"
NOTICE: Final = "notice"
CLASS: Final = "class"
CLASS_STATUS: Final = "class status"
COMPLETE: Final = "complete"

#: How many digits a decimal has; the wide ones where a figure is not proved to have so few.
_DIGITS: Final = 18
_MOST_DIGITS: Final = 38
_WORDS: Final = pa.dictionary(pa.int16(), pa.string())


@frozen(eq=False, slots=False)
class Layout:
    """
    The columns of a result: the unit, the cells, further ones, and what it was made with.

    `types` has the cells in their order; `places` is that of every number. `form` is None where there is no integer
    form: then the numbers are as wide as decimals can be. `reading` says how the cells were computed; `further` stands
    after the cells. A notice is written in `language`.
    """

    criteria_set: CriteriaSet
    types: Mapping[str, ValueType]
    places: int
    year: int
    reading: str
    form: Form | None = None
    unit: str = "unit"
    further: tuple[pa.Field, ...] = ()
    language: Language = "en"

    @cached_property
    def schema(self) -> pa.Schema:
        """Return the names and types of the columns, with what the result was made with as metadata."""
        cells = [pa.field(name, self._arrow_type(name)) for name in self.types]
        ends = [pa.field(RECOMPUTED, pa.bool_()), pa.field(SET, _WORDS), pa.field(NOTICE, _WORDS)]
        return pa.schema([pa.field(self.unit, pa.string()), *cells, *self.further, *ends], self._metadata())

    def batch(
        self,
        units: pa.Array,
        columns: Mapping[str, Column],
        again: Again | None = None,
        further: Sequence[pa.Array] = (),
    ) -> pa.RecordBatch:
        """
        Return the rows of some units from what an engine computed for them.

        `columns` are the cells of the form by name, each as long as `units`; `again` has the rows that were computed
        by themselves, of which every cell replaces the engine's.
        """
        assert self.form is not None
        rows, given = len(units), again or {}
        cells = [self._array(name, columns[name], rows, _of(name, given)) for name in self.types]
        recomputed = np.zeros(rows, np.uint8)
        recomputed[list(given)] = 1
        return self._batch(units, [*cells, *further, _truths(recomputed, None, {})])

    def batch_of_rows(
        self, units: pa.Array, rows: Sequence[Mapping[str, Value]], further: Sequence[pa.Array] = ()
    ) -> pa.RecordBatch:
        """Return the rows of some units of which every one was computed by itself."""
        cells = [self._listed(name, [row[name] for row in rows]) for name in self.types]
        return self._batch(units, [*cells, *further, pa.repeat(pa.scalar(True), len(rows))])

    def _batch(self, units: pa.Array, arrays: Sequence[pa.Array]) -> pa.RecordBatch:
        ends = [_constant(self.criteria_set.id, len(units)), _constant(self.notice, len(units))]
        return pa.record_batch([units.cast(pa.string()), *arrays, *ends], schema=self.schema)

    @cached_property
    def notice(self) -> str | None:
        """Return what must be said first of these scores, None where all of the set is sourced."""
        return _notice(self.criteria_set, self.language)

    def _metadata(self) -> dict[str, str]:
        made_with = {
            "set": self.criteria_set.id,
            "edition": self.criteria_set.key.edition,
            "set_digest": self.criteria_set.digest,
            "year": str(self.year),
            "notice": self.notice or "",
            "reading": self.reading,
            "version": __version__,
        }
        return {f"parengine.{name}": text for name, text in made_with.items()}

    def _arrow_type(self, name: str) -> pa.DataType:
        if self.types[name] is ValueType.CHOICE:
            return _WORDS
        return self._number_type(name) if self.types[name] is ValueType.NUMBER else pa.bool_()

    def _number_type(self, name: str) -> pa.DataType:
        cell = self.form.cells[name] if self.form else None
        narrow = cell is not None and max(abs(cell.value.low), abs(cell.value.high)) < 10**_DIGITS
        return pa.decimal128(_DIGITS if narrow else _MOST_DIGITS, self.places)

    def words(self, name: str) -> Sequence[str]:
        """Return the words that may stand in a column of words, always the same for one set."""
        if name == CLASS:
            return [each.id for each in self.criteria_set.classes.classes] if self.criteria_set.classes else []
        return get_args(ClassStatus) if name == CLASS_STATUS else list(Status)

    # ---- one column, as an engine gives it or value by value

    def _array(self, name: str, column: Column, rows: int, again: Mapping[int, Value]) -> pa.Array:
        value, known = column.value[:rows], _known(column, rows)
        if self.types[name] is ValueType.NUMBER:
            return _decimals(value, known, again, self.schema.field(name).type)
        if self.types[name] is ValueType.CHOICE:
            return _dictionary(value, known, again, self._seats[name])
        return _truths(value, known, again)

    def _listed(self, name: str, values: Sequence[Value]) -> pa.Array:
        if self.types[name] is not ValueType.CHOICE:
            return pa.array(values, self._arrow_type(name))
        own = self._places_of(name)
        return _seated(pa.array(map(own.get, values), pa.int16()), own)

    def _places_of(self, name: str) -> dict[Any, int]:
        return {word: place for place, word in enumerate(self.words(name))}

    @cached_property
    def _seats(self) -> Mapping[str, _Seats]:
        """Return, by column of words, where each word of the form stands in the column's own list."""
        assert self.form is not None
        named = {name: self._places_of(name) for name, type_ in self.types.items() if type_ is ValueType.CHOICE}
        return {name: _seats(self.form.words, own) for name, own in named.items()}


@frozen(eq=False)
class _Seats:
    """Where the words of a form stand in a column's own list of words."""

    of_form: NDArray[np.int16]
    place: Mapping[Any, int]


def _seats(words: Sequence[str], own: Mapping[Any, int]) -> _Seats:
    return _Seats(np.array([own.get(word, -1) for word in words], np.int16), own)


def _of(name: str, again: Again) -> dict[int, Value]:
    return {row: cells[name] for row, cells in again.items()}


def _known(column: Column, rows: int) -> NDArray[np.bool_] | None:
    return None if column.state is None else column.state[:rows] == 0


def _with_nulls(known: NDArray[np.bool_] | None, again: Mapping[int, Value], rows: int) -> NDArray[np.bool_] | None:
    """Return which rows are known, with those that were computed again."""
    if known is None and None not in again.values():
        return None
    whole = np.ones(rows, np.bool_) if known is None else known
    for row, value in again.items():
        whole[row] = value is not None
    return whole


def _bits(truths: NDArray[Any] | None) -> pa.Buffer | None:
    return None if truths is None else pa.py_buffer(np.packbits(truths, bitorder="little"))


def _decimals(
    value: NDArray[np.int64], known: NDArray[np.bool_] | None, again: Mapping[int, Value], type: pa.Decimal128Type
) -> pa.Array:
    """Return whole numbers as decimals: the number itself is the low half, its sign fills the high half."""
    halves = np.empty((len(value), 2), np.int64)
    halves[:, 0] = value
    np.right_shift(halves[:, 0], 63, out=halves[:, 1])
    for row, given in again.items():
        if given is not None:
            halves[row] = _halves(Fraction(given), type.scale)
    known = _with_nulls(known, again, len(value))
    return pa.Array.from_buffers(type, len(value), [_bits(known), pa.py_buffer(halves)])


def _halves(number: Fraction, places: int) -> NDArray[np.int64]:
    whole = number * 10**places
    assert whole.denominator == 1
    return np.frombuffer(whole.numerator.to_bytes(16, "little", signed=True), np.int64)


def _truths(value: NDArray[Any], known: NDArray[np.bool_] | None, again: Mapping[int, Value]) -> pa.Array:
    truths = value != 0
    for row, given in again.items():
        truths[row] = bool(given)
    known = _with_nulls(known, again, len(value))
    return pa.Array.from_buffers(pa.bool_(), len(value), [_bits(known), _bits(truths)])


def _dictionary(
    value: NDArray[Any], known: NDArray[np.bool_] | None, again: Mapping[int, Value], seats: _Seats
) -> pa.Array:
    """Return words; a place that is not known may be of any word, also of one that the column does not have."""
    places = seats.of_form[value] if len(seats.of_form) else np.full(len(value), -1, np.int16)
    for row, given in again.items():
        places[row] = seats.place.get(given, -1)
    known = _with_nulls(known, again, len(value))
    shown = places if known is None else np.where(known, places, np.int16(0))
    return _seated(pa.Array.from_buffers(pa.int16(), len(value), [_bits(known), pa.py_buffer(shown)]), seats.place)


def _seated(places: pa.Array, words: Iterable[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(places, pa.array(list(map(str, words)), pa.string()))


def _constant(text: str | None, rows: int) -> pa.Array:
    places = pa.nulls(rows, pa.int16()) if text is None else pa.array(np.zeros(rows, np.int16))
    words = pa.array([] if text is None else [text], pa.string())
    return pa.DictionaryArray.from_arrays(places, words, safe=False)


def noticed_in(
    language: Language, batches: Iterable[pa.RecordBatch], criteria_set: CriteriaSet
) -> Iterator[pa.RecordBatch]:
    """Yield results with their notice in a language."""
    notice = _notice(criteria_set, language)
    said = pa.array([] if notice is None else [notice], pa.string())
    for batch in batches:
        place = batch.schema.get_field_index(NOTICE)
        column = pa.DictionaryArray.from_arrays(batch.column(place).indices, said)
        yield batch.set_column(place, batch.schema.field(place), column)


@lru_cache(maxsize=16)
def _notice(criteria_set: CriteriaSet, language: Language) -> str | None:
    notice = notice_of(provenance_counts(criteria_set))
    return None if notice is None else in_language(notice, language)


# ---- back to the caller


def given_back(table: pa.Table, kind: Kind) -> Any:
    """
    Return a table as the kind that the caller uses; decimals stay decimals in all of them.

    In pandas the columns are Arrow's (`pandas.ArrowDtype`), words are categories, and what the schema says of the
    result stands in `attrs`; polars has no place for that, the columns `set` and `notice` say it.
    """
    return _KINDS[kind](table)


def _to_polars(table: pa.Table) -> Any:
    return importlib.import_module("polars").from_arrow(table)


def _to_pandas(table: pa.Table) -> Any:
    arrow_type = importlib.import_module("pandas").ArrowDtype
    frame = table.to_pandas(types_mapper=lambda each: None if pa.types.is_dictionary(each) else arrow_type(each))
    frame.attrs.update({name.decode(): text.decode() for name, text in (table.schema.metadata or {}).items()})
    return frame


_KINDS: Final[Mapping[Kind, Callable[[pa.Table], Any]]] = {
    "pyarrow": lambda table: table,
    "polars": _to_polars,
    "pandas": _to_pandas,
}
