"""Arrays of Arrow as numpy has them: values and validity as they lie in memory, without a copy where that can be."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from .._compute.engine import Answered, Bytes
from .limits import Limits

Integers: TypeAlias = NDArray[np.integer[Any]]

_is = pa.types


def is_text(type_: pa.DataType) -> bool:
    """Return whether a type is text, in whichever of Arrow's layouts."""
    return bool(_is.is_string(type_) or _is.is_large_string(type_) or _is.is_string_view(type_))


def _can_be_decoded(type_: pa.DataType) -> bool:
    """Return whether Arrow undoes runs of a type; runs of codes, and of the newer layouts, it does not."""
    return bool(is_plain(type_) and not isinstance(type_, pa.BaseExtensionType))


def plain_type(type_: pa.DataType) -> pa.DataType:
    """Return what the values of a column are of, however they are coded; text that is coded stays so."""
    if _is.is_run_end_encoded(type_):
        return plain_type(type_.value_type) if _can_be_decoded(type_.value_type) else type_
    if _is.is_dictionary(type_):
        return plain_type(type_.value_type)
    return pa.large_string() if is_text(type_) else type_


@lru_cache(maxsize=256)
def is_plain(type_: pa.DataType) -> bool:
    """Return whether the values of a type lie in memory as they are."""
    return not (_is.is_run_end_encoded(type_) or _is.is_dictionary(type_) or _is.is_string_view(type_))


def plain(array: pa.Array) -> pa.Array:
    """Return an array without the codings that only save room; text that is coded stays so."""
    type_ = array.type
    if is_plain(type_):
        return array
    if _is.is_run_end_encoded(type_):
        return plain(pc.run_end_decode(array))
    if _is.is_dictionary(type_) and not is_text(type_.value_type):
        return plain(array.cast(type_.value_type))
    if _is.is_dictionary(type_) and _is.is_string_view(type_.value_type):  # few of Arrow's functions know that layout
        return pa.DictionaryArray.from_arrays(array.indices, array.dictionary.cast(pa.large_string()), safe=False)
    return array.cast(pa.large_string()) if _is.is_string_view(type_) else array


def values_of(array: pa.Array, dtype: Any, width: int = 1) -> NDArray[Any]:
    """Return the values as they lie in memory, `width` of them a row; under a row without an answer lies anything."""
    buffer = array.buffers()[1]
    rows, wide = len(array), np.dtype(dtype).itemsize * width
    if buffer is None or not rows:
        return np.zeros(rows * width, dtype)
    found = np.frombuffer(buffer, dtype, rows * width, array.offset * wide)
    return found if found.flags.aligned else found.copy()


def bits_of(buffer: pa.Buffer, offset: int, rows: int) -> Bytes:
    """Return some of the bits of a buffer as bytes of 0 and 1."""
    first, last = offset // 8, (offset + rows + 7) // 8
    some = np.frombuffer(buffer, np.uint8, last - first, first)
    return np.unpackbits(some, bitorder="little")[offset % 8 :][:rows]


def valid_of(array: pa.Array) -> Bytes | None:
    """Return 1 where there is an answer and 0 where there is none, None where there is one everywhere."""
    if not array.null_count:
        return None
    buffer = array.buffers()[0]
    return np.zeros(len(array), np.uint8) if buffer is None else bits_of(buffer, array.offset, len(array))


def answered(
    values: Integers,
    limits: Limits,
    valid: Bytes | None,
    odd: NDArray[np.bool_] | None = None,
    *,
    factor: int = 1,
    shift: int = 0,
) -> Answered:
    """
    Return the answers of a column, each admitted as value × `factor` + `shift`; `limits` are those of what is admitted.

    What lies under a row without an answer may be anything, so that nothing there is odd.
    """
    held = _held(limits, values.dtype, factor, shift)
    if held.step > 1:
        uneven = _is_uneven(values, held.step)
        odd = uneven if odd is None else odd | uneven
    if held.low > held.high:
        return _refused(len(values), limits.low, valid)
    known = None if odd is None else odd.view(np.uint8)
    known = known if known is None or valid is None else known & valid
    return Answered(values, held.low, held.high, factor, shift, valid, known)


@lru_cache(maxsize=4096)
def _held(limits: Limits, dtype: np.dtype[Any], factor: int, shift: int) -> Limits:
    """Return the limits of values that a type can hold."""
    widest = np.iinfo(dtype)
    return limits.of_values(factor, shift).within(int(widest.min), int(widest.max))


def _is_uneven(values: Integers, step: int) -> NDArray[np.bool_]:
    if step > np.iinfo(np.int64).max:
        return np.not_equal(values, 0)
    return np.not_equal(values.astype(np.int64, copy=False) % step, 0)


def _refused(rows: int, low: int, valid: Bytes | None) -> Answered:
    """Return answers none of which is admitted; `low` is what they read as."""
    odd = np.ones(rows, np.uint8) if valid is None else valid
    return Answered(np.zeros(rows, np.uint8), 0, 0, 1, low, valid, odd)


def nothing(rows: int, limits: Limits) -> Answered:
    """Return a column without a single answer."""
    return Answered(np.zeros(rows, np.uint8), 0, 0, 1, limits.low, np.zeros(rows, np.uint8))
