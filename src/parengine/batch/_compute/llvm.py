"""The engine that compiles a form to the machine's own instructions, a few thousand operations in a second or two."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
from attrs import evolve, frozen
from numpy.typing import NDArray

from ...expr._integer.form import Form, Kind
from .engine import Answered, Column
from .llvm_admission import Way, admission
from .llvm_loops import NAME, module, read
from .llvm_native import Native, compiled
from .llvm_plan import TILES, Plan, planned
from .llvm_text import ALIGNED, LANES, WIDTHS, width_of
from .order import Group, Target, arrays_of, checked, columns, ordered, targets


def engine(form: Form) -> Engine:
    """Return what computes a form; it is compiled here."""
    showed = targets(form)
    plan = planned(ordered(form, showed), showed)
    groups = tuple(read(plan))
    return Engine(form, showed, plan, groups, tuple(map(_width, groups)), compiled(module(plan, showed)))


def _width(group: Group) -> int:
    """Return how many bits hold the answers to an input, where they are wanted."""
    return next((width_of(op) for op in group if op.kind is Kind.ANSWER), WIDTHS[0])


@frozen(eq=False)
class Engine:
    """One compiled form; `widths` are those of the answers that it reads."""

    form: Form
    targets: tuple[Target, ...]
    plan: Plan
    read: tuple[Group, ...]
    widths: tuple[int, ...]
    native: Native
    name: str = "llvm"

    def run(self, answered: Sequence[Answered | None], rows: int) -> dict[str, Column]:
        """Return every cell of the form for some rows."""
        checked(self.read, answered, rows)
        columns_read = [_contiguous(answered[group[0].value]) for group in self.read]
        entries = np.array(list(map(_entry, self.widths, columns_read)), np.int64)
        results = [_result(target, rows) for target in self.targets]
        places = np.array([_address(array) for array in results], np.int64)
        space = _space(self.plan)
        self.native.function(NAME, 3, 1)(_address(entries), _address(places), _address(space), rows)
        return columns(self.form, self.targets, [array[:rows] for array in results])


def _address(array: NDArray[Any]) -> int:
    # numpy's own `ctypes.data` takes ten times as long, and a small table asks for hundreds
    return int(pa.py_buffer(array).address)


def _result(target: Target, rows: int) -> NDArray[Any]:
    """Return an array that is written a whole vector at a time, so that there is room for the last of them."""
    if target.op.kind is Kind.CONST:
        return np.full(rows, target.op.value, target.dtype)
    return np.empty(-(-rows // LANES) * LANES, target.dtype)


def _space(plan: Plan) -> NDArray[np.uint8]:
    """Return what the loops of one thread may write on, with room for what nobody looks at."""
    space = np.empty(plan.size + TILES[0] * 8 + ALIGNED, np.uint8)
    return space[-_address(space) % ALIGNED :]


def _contiguous(answered: Answered | None) -> Answered:
    assert answered is not None
    if all(each.flags.c_contiguous for each in arrays_of(answered)):
        return answered
    valid, odd = (None if each is None else np.ascontiguousarray(each) for each in (answered.valid, answered.odd))
    return evolve(answered, values=np.ascontiguousarray(answered.values), valid=valid, odd=odd)


def _entry(width: int, one: Answered) -> tuple[int, ...]:
    valid, odd = (0 if array is None else _address(array) for array in (one.valid, one.odd))
    terms = one.low, one.high, one.factor, one.shift
    admit, *limits = _admitting(width, one.values.dtype, valid != 0, odd != 0, terms)
    return admit, _address(one.values), valid, odd, *limits


@lru_cache(maxsize=4096)
def _admitting(
    width: int, dtype: np.dtype[Any], has_valid: bool, has_odd: bool, terms: tuple[int, int, int, int]
) -> tuple[int, ...]:
    """Return where the function begins that admits columns of a type, and what it takes beside their arrays."""
    low, high, factor, shift = terms
    way = _way(width, dtype, has_valid, has_odd, terms)
    cut = [max(-_MIDDLE, min(_MIDDLE - 1, limit)) if way.wide == _NARROW else limit for limit in (low, high)]
    return _admission(way).address(way.name), *cut, factor, shift, low * factor + shift


#: Numbers below this, or the same below 0, fit the narrower of the two ways to admit.
_MIDDLE: Final = 1 << 31
_NARROW: Final = 32


def _way(width: int, dtype: np.dtype[Any], has_valid: bool, has_odd: bool, terms: tuple[int, int, int, int]) -> Way:
    """Limits that no value of the column can reach are cut to it, unless none of its values could be admitted."""
    low, high, *scale = terms
    bits, is_signed = dtype.itemsize * 8, dtype.kind == "i"
    fits = bits < _NARROW or (bits == _NARROW and is_signed)
    is_narrow = fits and width <= _NARROW and low < _MIDDLE and high >= -_MIDDLE
    wide = _NARROW if is_narrow else WIDTHS[-1]
    return Way(bits, is_signed, has_valid, has_odd, width, wide, scaled=scale != [1, 0])


#: Two threads that compile the same would keep one of them only, and the other would be gone while it is called.
_ADMITTING: Final = threading.Lock()


def _admission(way: Way) -> Native:
    """Return what admits such columns; it is never given back."""
    with _ADMITTING:
        return _compiled_admission(way)


@cache
def _compiled_admission(way: Way) -> Native:
    return compiled(admission(way))
