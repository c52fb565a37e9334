"""
Admission of columns: a column's values as an engine takes them.

What is admitted is what `Domain.admit` admits of the row's answer, value and state. A column of whole numbers is not
looked at: the engine takes it as it stands in the table, with the limits between which it is admitted.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen
from numpy.typing import NDArray

from ...expr._admission import scale_of
from ...expr._domain import Domain, Refusal
from ...types import ValueType
from .._compute.engine import Answered
from .arrays import answered, bits_of, is_plain, is_text, nothing, plain, plain_type, valid_of, values_of
from .floats_in import floats, is_float
from .limits import Limits
from .numbers_in import decimals, units_of, wholes

Words: TypeAlias = Mapping[str, int]
_Admission: TypeAlias = Callable[[pa.Array, Domain, Limits], Answered]
#: What admits a column, whatever its type; the words are the places of the options of choices.
Admission: TypeAlias = Callable[[pa.Array, Domain, Limits, Words], Answered]

_is: Final = pa.types
#: The ordinal of the day from which tables count days.
EPOCH: Final = datetime.date(1970, 1, 1).toordinal()


def is_admissible(domain: Domain, type_: pa.DataType) -> bool:
    """Return whether a column of a type may hold answers to an input; what it holds may still be refused."""
    return _may_hold(domain.type, type_)


@lru_cache(maxsize=256)
def _may_hold(value_type: ValueType, type_: pa.DataType) -> bool:
    held = plain_type(type_)
    return bool(is_text(held) and value_type in _AS_TEXT) or _way(value_type, held) is not None


def admitted(array: pa.Array, domain: Domain, limits: Limits, words: Words) -> Answered:
    """
    Return the answers of a column to an input with its limits; `words` are the places of the options of choices.

    The column's type is one that is admissible.
    """
    return admission_of(domain.type, array.type)(array, domain, limits, words)


@lru_cache(maxsize=256)
def admission_of(value_type: ValueType, type_: pa.DataType) -> Admission:
    """Return what admits the columns of a type, which is one that is admissible."""
    held = plain_type(type_)
    if is_text(held):
        return lambda array, domain, limits, words: _texts(plain(array), domain, limits, words)
    way = _way(value_type, held)
    assert way is not None, f"{type_} is not admissible"
    if is_plain(type_):
        return lambda array, domain, limits, _words: way(array, domain, limits)
    return lambda array, domain, limits, _words: way(plain(array), domain, limits)


def _way(value_type: ValueType, type_: pa.DataType) -> _Admission | None:
    return next((way for is_of, way in _WAYS[value_type] if is_of(type_)), None)


def _none(array: pa.Array, _domain: Domain, limits: Limits) -> Answered:
    return nothing(len(array), limits)


def _truths(array: pa.Array, _domain: Domain, limits: Limits) -> Answered:
    buffer, rows = array.buffers()[1], len(array)
    bits = bits_of(buffer, array.offset, rows) if rows else np.zeros(0, np.uint8)
    return answered(bits, limits, valid_of(array))


def _days(array: pa.Array, _domain: Domain, limits: Limits) -> Answered:
    return answered(values_of(array, np.int32), _of_days(limits), valid_of(array), shift=EPOCH)


def _of_days(limits: Limits) -> Limits:
    """Return the limits of days alone; `never` is none."""
    return limits.within(limits.low, datetime.date.max.toordinal())


def _moments(array: pa.Array, _domain: Domain, limits: Limits) -> Answered:
    """Return points in time as days; one that is not midnight is none."""
    values, rest = np.divmod(values_of(array, np.int64), a_day(array.type))
    return answered(values, _of_days(limits), valid_of(array), np.not_equal(rest, 0), shift=EPOCH)


def a_day(type_: pa.DataType) -> int:
    """Return how many of a type's own units make a day."""
    return 86_400 * _A_SECOND["ms" if _is.is_date64(type_) else type_.unit]


_A_SECOND: Final[Mapping[str, int]] = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


def is_moment(type_: pa.DataType) -> bool:
    """Return whether a type is a point in time that a day may be read from: one without a time zone."""
    return bool(_is.is_date64(type_) or (_is.is_timestamp(type_) and type_.tz is None))


#: How each type of input is read from each type of column, but for text.
_WAYS: Final[Mapping[ValueType, tuple[tuple[Callable[[pa.DataType], bool], _Admission], ...]]] = {
    ValueType.NUMBER: (
        (_is.is_integer, wholes), (_is.is_decimal, decimals), (is_float, floats), (_is.is_null, _none)
    ),
    ValueType.YES_NO: ((_is.is_boolean, _truths), (_is.is_null, _none)),
    ValueType.DATE: ((_is.is_date32, _days), (is_moment, _moments), (_is.is_null, _none)),
    ValueType.CHOICE: ((_is.is_null, _none),),
}  # fmt: skip
#: What may be given as text.
_AS_TEXT: Final = frozenset((ValueType.NUMBER, ValueType.DATE, ValueType.CHOICE))


@frozen(eq=False)
class _Coded:
    """What each different text comes to: its value, whether it is refused, and whether it is no answer at all."""

    values: NDArray[np.int64]
    odd: NDArray[np.bool_]
    absent: NDArray[np.bool_]


def _texts(array: pa.Array, domain: Domain, limits: Limits, words: Words) -> Answered:
    """Return texts, each different one of which is admitted once."""
    coded = array if _is.is_dictionary(array.type) else pc.dictionary_encode(array)
    if not len(coded.dictionary) or coded.null_count == len(coded):
        return nothing(len(coded), limits)
    told = _told(coded.dictionary, domain, limits, words)
    valid = valid_of(coded)
    codes = values_of(coded.indices, np.dtype(coded.indices.type.to_pandas_dtype()))
    codes = codes if valid is None else np.where(valid, codes, codes.dtype.type(0))
    if told.absent.any():
        there = (~told.absent[codes]).view(np.uint8)
        valid = there if valid is None else valid & there
    return answered(told.values[codes], limits, valid, told.odd[codes] if told.odd.any() else None)


def _told(dictionary: pa.Array, domain: Domain, limits: Limits, words: Words) -> _Coded:
    if domain.type is ValueType.NUMBER and len(dictionary) >= _MANY and domain.places <= _PLAIN_PLACES:
        return _told_of_numbers(dictionary, domain, limits)
    found = [_told_of(domain, text) for text in texts_of(dictionary)]
    values = [words[value] if isinstance(value, str) else value or 0 for value in found]
    odd = [value is _REFUSED for value in found]
    return _Coded(np.array(values, np.int64), np.array(odd), np.array([value is None for value in found]))


def _told_of_numbers(dictionary: pa.Array, domain: Domain, limits: Limits) -> _Coded:
    """Return many texts that should be numbers: those that are plainly written all at once, the others one by one."""
    texts = dictionary.cast(pa.large_string())
    is_plain = pc.fill_null(pc.match_substring_regex(texts, _PLAIN_NUMBER), False)
    numbers = pc.if_else(is_plain, texts, pa.scalar("0", texts.type)).cast(_PLAIN_DECIMAL)
    values, odd = units_of(numbers, limits.places)
    others = pc.indices_nonzero(pc.invert(is_plain))
    absent = np.zeros(len(dictionary), np.bool_)
    for place, text in zip(others.to_pylist(), texts_of(texts.take(others)), strict=True):
        found = _told_of(domain, text)
        absent[place], odd[place] = found is None, found is _REFUSED
        values[place] = found or 0
    return _Coded(values, odd, absent)


#: From how many different texts on they are looked at together.
_MANY: Final = 256
_PLAIN_PLACES: Final = 12
_PLAIN_NUMBER: Final = r"\A-?[0-9]{1,15}(\.[0-9]{1,12})?\z"
_PLAIN_DECIMAL: Final = pa.decimal128(27, _PLAIN_PLACES)


def texts_of(array: pa.Array) -> list[str | None]:
    """Return the texts of an array; bytes that are no Unicode stand as replacement characters, which nothing admits."""
    try:
        return list(array.to_pylist())
    except UnicodeDecodeError:
        raw = array.cast(pa.large_binary()).to_pylist()
        return [None if each is None else each.decode("utf-8", "replace") for each in raw]


class _Refused(int):
    """What stands for the value of a text that is refused."""


_REFUSED: Final = _Refused()


@lru_cache(maxsize=65_536)
def _told_of(domain: Domain, text: str | None) -> int | str | None:
    """Return what a text comes to in whole numbers, the option of a choice, or None for no text."""
    if text is None:
        return None
    value, scale = domain.admit(text), scale_of(domain)
    if isinstance(value, Refusal):
        return _REFUSED
    return int(value * (scale or 1)) if isinstance(value, Fraction) else value
