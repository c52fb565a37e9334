"""The answers in the cells of a table, each as an assessment would hold it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from decimal import Context
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from .admission import EPOCH, a_day, is_moment, texts_of
from .arrays import is_text, plain, plain_type
from .floats_in import float_answer

_is: Final = pa.types
_LAST: Final = datetime.date.max.toordinal()
#: As many digits as the widest decimal of Arrow may have.
_WIDE: Final = Context(prec=80)


def answers_of(array: pa.Array) -> list[object]:
    """Return the answers in a column of a type that is admissible, None where there is none."""
    held = plain(array)
    type_ = plain_type(held.type)
    reader = next((read for is_of, read in _READERS if is_of(type_)), _as_they_are)
    return list(reader(held))


def _as_they_are(array: pa.Array) -> Iterable[object]:
    return array.to_pylist()  # type: ignore[no-any-return]


def _decimals(array: pa.Array) -> Iterable[object]:
    """Return decimals without the zeros that their column's scale adds: nobody enters 30 places of them."""
    return (None if each is None else _WIDE.normalize(each) for each in array.to_pylist())


def _floats(array: pa.Array) -> Iterable[object]:
    there = pc.is_valid(array).to_pylist()
    raw = array.to_numpy(zero_copy_only=False)
    return (float_answer(value) if is_there else None for value, is_there in zip(raw, there, strict=True))


def _days(array: pa.Array) -> Iterable[object]:
    return (None if each is None else _day_of(each) for each in array.view(pa.int32()).to_pylist())


def _moments(array: pa.Array) -> Iterable[object]:
    unit = a_day(array.type)
    return (None if each is None else _day_at(*divmod(each, unit)) for each in array.view(pa.int64()).to_pylist())


def _day_at(since_epoch: int, rest: int) -> object:
    return "a time of day" if rest else _day_of(since_epoch)


def _day_of(since_epoch: int) -> object:
    ordinal = since_epoch + EPOCH
    return datetime.date.fromordinal(ordinal) if 1 <= ordinal <= _LAST else f"day {ordinal}"


_READERS: Final[tuple[tuple[Callable[[pa.DataType], bool], Callable[[Any], Iterable[object]]], ...]] = (
    (is_text, texts_of),
    (_is.is_decimal, _decimals),
    (_is.is_floating, _floats),
    (_is.is_date32, _days),
    (is_moment, _moments),
)
