"""Numbers as columns hold them, admitted exactly: whole numbers and decimals of any width and scale."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ...expr._domain import Domain
from .._compute.engine import Answered
from .arrays import answered, valid_of, values_of
from .limits import Limits

_SIGN: Final = np.int64(63)
#: The bytes of a word.
_WORD: Final = 8
#: So many powers of ten fit into a word.
_MOST_PLACES: Final = 18
#: What a limb of 32 bits is divided by at a time, and how many decimal places that is.
_DIVISOR, _DIVISOR_PLACES = 10**9, 9


def wholes(array: pa.Array, _domain: Domain, limits: Limits) -> Answered:
    """Return whole numbers as they stand: nothing is done for each but where the input has a step."""
    factor = 10**limits.places
    valid = valid_of(array)
    dtype = np.dtype(array.type.to_pandas_dtype())
    if dtype != np.uint64:
        return answered(values_of(array, dtype), limits, valid, factor=factor)
    # No engine takes 64 bits without a sign. Read with one, the upper half is negative.
    values = values_of(array, np.int64)
    return answered(values, limits, valid, np.less(values, 0) if limits.low < 0 else None, factor=factor)


def decimals(array: pa.Array, _domain: Domain, limits: Limits) -> Answered:
    """Return decimals of any width and scale; digits beyond the input's places are refused unless they are zeros."""
    spare = array.type.scale - limits.places
    valid = valid_of(array)
    if spare <= 0:
        values, odd = _in_one_word(_words(array))
        if -spare > _MOST_PLACES:  # but for 0, each is more than any input admits
            return answered(np.zeros_like(values), limits, valid, np.logical_or.reduce(_words(array) != 0, axis=1))
        return answered(values, limits, valid, odd, factor=10**-spare)
    values, odd = units_of(array, limits.places)
    return answered(values, limits, valid, odd)


def _words(array: pa.Array) -> NDArray[np.int64]:
    """Return each decimal as the words of 64 bits that it is made of, the lowest first."""
    width = array.type.byte_width
    if width < _WORD:
        return values_of(array, np.int32).astype(np.int64).reshape(-1, 1)
    return values_of(array, np.int64, width // _WORD).reshape(-1, width // _WORD)


def _in_one_word(words: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_] | None]:
    """Return the lowest words, and where the number needs more than that."""
    lowest = np.ascontiguousarray(words[:, 0])
    if words.shape[1] == 1:
        return lowest, None
    odd = np.not_equal(words[:, 1:], (lowest >> _SIGN)[:, None]).any(axis=1)
    return lowest, odd if odd.any() else None


def units_of(array: pa.Array, places: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return decimals in units of a place that is not beyond their scale, and where they are not whole or too wide."""
    return _quotients(_words(array), array.type.scale - places)


def _quotients(words: NDArray[np.int64], spare: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the numbers without their last digits, and where those are not zeros or the rest needs another word."""
    values, wide = _in_one_word(words)
    if wide is None and spare <= 2 * _DIVISOR_PLACES:
        quotients, rest = np.divmod(values, np.int64(10**spare))
        return quotients, np.not_equal(rest, 0)
    return _long_quotients(words, spare)


def _long_quotients(words: NDArray[np.int64], spare: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    negative = words[:, -1] < 0
    limbs = _magnitudes(words, negative)
    odd = np.zeros(len(words), np.bool_)
    for divisor in _divisors(spare):
        odd |= np.not_equal(_divided(limbs, divisor), 0)
    odd |= np.not_equal(limbs[2:], 0).any(axis=0) | (limbs[1] >> np.uint64(31) > 0)
    low = (limbs[1] << np.uint64(32) | limbs[0]).astype(np.int64)
    return np.where(negative, -low, low), odd


def _divisors(spare: int) -> list[np.uint64]:
    whole, rest = divmod(spare, _DIVISOR_PLACES)
    return [np.uint64(_DIVISOR)] * whole + [np.uint64(10**rest)]


def _magnitudes(words: NDArray[np.int64], negative: NDArray[np.bool_]) -> list[NDArray[np.uint64]]:
    """Return numbers without their signs as limbs of 32 bits, the lowest first."""
    raw = np.ascontiguousarray(words).view(np.uint32)
    carry = negative.astype(np.uint64)
    limbs = []
    for place in range(raw.shape[1]):
        limb = np.where(negative, ~raw[:, place], raw[:, place]).astype(np.uint64) + carry
        limbs.append(limb & np.uint64(0xFFFF_FFFF))
        carry = limb >> np.uint64(32)
    return limbs


def _divided(limbs: list[NDArray[np.uint64]], divisor: np.uint64) -> NDArray[np.uint64]:
    """Divide numbers in their place as one does on paper, and return what is left over."""
    rest = np.zeros_like(limbs[0])
    for place in reversed(range(len(limbs))):
        whole = rest << np.uint64(32) | limbs[place]
        limbs[place] = whole // divisor
        rest = whole - limbs[place] * divisor
    return rest
