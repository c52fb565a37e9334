"""
Floats as columns hold them, admitted by their shortest decimal text; no float decides a figure.

A float is the decimal k ÷ 10ⁿ of at most 15 digits exactly where that quotient, which the machine rounds rightly, is
that float: each decimal so short is another float, so its shortest text is k ÷ 10ⁿ. The whole number nearest to
float × 10ⁿ is off by less than a half, so there is no other k to try. Floats of 32 bits have 6 such digits. What needs
more is read by itself, as in a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen
from numpy.typing import NDArray

from ...expr._admission import scale_of
from ...expr._domain import Domain, Refusal
from .._compute.engine import Answered
from .arrays import answered, valid_of, values_of
from .limits import Limits


@frozen
class _Width:
    """
    What holds of floats of one width.

    `digits` are those that every decimal keeps, `places` how many of them may stand after the point so that rounding
    twice, to 64 bits first, is rounding once; from `whole` on, some whole numbers have no float of their own.
    """

    digits: int
    places: int
    whole: int


_WIDTHS: Final[Mapping[Any, _Width]] = {
    np.dtype(np.float64): _Width(15, 22, 2**53),
    np.dtype(np.float32): _Width(6, 8, 2**24),
}


def is_float(type_: pa.DataType) -> bool:
    """Return whether a type is a float that can be read; one of 16 bits keeps too few digits for any answer."""
    return bool(pa.types.is_float32(type_) or pa.types.is_float64(type_))


def floats(array: pa.Array, domain: Domain, limits: Limits) -> Answered:
    """Return floats as whole numbers of units of the input's last place."""
    raw, valid = _raw(array), valid_of(array)
    width = _WIDTHS[raw.dtype]
    if limits.places > width.places:
        values, sure = np.zeros(len(raw), np.int64), np.zeros(len(raw), np.bool_)
        long = np.isfinite(raw)
    else:
        values, sure, long = _by_quotient(raw, limits, width)
    if valid is not None:
        long &= valid.view(np.bool_)
    _read_by_themselves(raw, np.flatnonzero(long), domain, values, sure)
    return answered(values, limits, valid, ~sure)


def _raw(array: pa.Array) -> NDArray[Any]:
    return values_of(array, np.dtype(array.type.to_pandas_dtype()))


def _by_quotient(
    raw: NDArray[Any], limits: Limits, width: _Width
) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the values, where they are sure, and where a float is too long to tell."""
    unit = np.float64(10**limits.places)
    with np.errstate(all="ignore"):
        nearest = np.rint(raw.astype(np.float64, copy=False) * unit)
        is_short = np.abs(nearest) < 10**width.digits
        sure = is_short & np.equal((nearest / unit).astype(raw.dtype, copy=False), raw)
    values = np.where(sure, nearest, 0).astype(np.int64)
    if 2 * max(abs(limits.low), abs(limits.high)) < 10**width.digits:  # whatever is longer lies outside
        return values, sure, np.zeros(len(raw), np.bool_)
    return values, sure, ~is_short & np.isfinite(raw)


def _read_by_themselves(
    raw: NDArray[Any], rows: NDArray[np.intp], domain: Domain, values: NDArray[np.int64], sure: NDArray[np.bool_]
) -> None:
    """Read some floats as a row is read, into their places."""
    scale = scale_of(domain)
    for row in rows.tolist():
        value = domain.admit(float_answer(raw[row]))
        if not isinstance(value, Refusal):
            assert isinstance(value, Fraction)
            assert scale is not None
            values[row], sure[row] = int(value * scale), True


def float_answer(value: Any) -> object:
    """Return the answer that a float is: itself, or where it has 32 bits its own shortest text."""
    return Decimal(str(value)) if isinstance(value, np.float32) else float(value)


def rows_without_digits(array: pa.Array, places: int) -> NDArray[np.intp]:
    """Return the rows whose floats are so large that digits of the input's places may be lost already."""
    raw, valid = _raw(array), valid_of(array)
    ends = pc.min_max(array)
    with np.errstate(all="ignore"):
        unit, whole = np.float64(10**places), _WIDTHS[raw.dtype].whole
        if not any(
            abs(each) * unit >= whole for each in (ends["min"].as_py(), ends["max"].as_py()) if each is not None
        ):
            return np.zeros(0, np.intp)
        large = (np.abs(raw.astype(np.float64, copy=False)) * unit >= whole) & np.isfinite(raw)
    return np.flatnonzero(large if valid is None else large & valid.view(np.bool_))
