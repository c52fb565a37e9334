"""
The engine that needs numpy alone: operation by operation, a few thousand rows at a time.

The rows of a tile are few enough for its results to stay in the processor's cache, and each result is dropped into the
place of one that nobody looks at any more. Numbers are as narrow as their proven ranges let them be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from ...expr._integer.form import Form, Kind, Op
from ...types import State
from .engine import Answered, Column
from .order import READS, Group, Target, checked, columns, last_uses, ordered, targets

#: Rows computed at a time.
TILE: Final = 8192

Array: TypeAlias = NDArray[Any]
Places: TypeAlias = Mapping[Op, int]
Held: TypeAlias = "list[Array]"
#: Works on what is held, from the answers of a tile into the arrays of the result.
Step: TypeAlias = "Callable[[Held, Tile], None]"


@frozen(eq=False)
class Tile:
    """Some rows: the answers to them and the arrays of the result, both from the first to the last of these rows."""

    answered: Sequence[Answered | None]
    rows: slice
    results: Sequence[Array]


def engine(form: Form) -> Engine:
    """Return what computes a form."""
    showed = targets(form)
    groups = ordered(form, showed)
    room = _room(groups)
    return Engine(form, showed, groups, tuple(room.dtypes), tuple(_steps(groups, showed, room.places)))


@frozen(eq=False)
class Engine:
    """One form as a list of numpy calls; `dtypes` are of the places that hold results."""

    form: Form
    targets: tuple[Target, ...]
    groups: tuple[Group, ...]
    dtypes: tuple[np.dtype[Any], ...]
    steps: tuple[Step, ...]
    name: str = "numpy"

    def run(self, answered: Sequence[Answered | None], rows: int) -> dict[str, Column]:
        """Return every cell of the form for some rows."""
        checked(self.groups, answered, rows)
        results = [np.empty(rows, target.dtype) for target in self.targets]
        scratch = [np.empty(min(TILE, rows), dtype) for dtype in self.dtypes]
        for start in range(0, rows, TILE):
            stop = min(start + TILE, rows)
            self._tile([array[: stop - start] for array in scratch], Tile(answered, slice(start, stop), results))
        return columns(self.form, self.targets, results)

    def _tile(self, held: Held, tile: Tile) -> None:
        for step in self.steps:
            step(held, tile)


@frozen(eq=False)
class _Room:
    """Where each result is held; a place is given again once nobody looks at what it held."""

    dtypes: list[np.dtype[Any]] = field(factory=list)
    places: dict[Op, int] = field(factory=dict)


def _room(groups: Sequence[Group]) -> _Room:
    room, free, last = _Room(), dict[np.dtype[Any], list[int]](), last_uses(groups)
    for place, group in enumerate(groups):
        for op in group:
            room.places[op] = _taken(room, free.setdefault(_dtype(op), []), _dtype(op))
        for done in dict.fromkeys(op for made in group for op in (made, *made.args)):
            if last.get(done) == place:
                free[_dtype(done)].append(room.places[done])
    return room


def _taken(room: _Room, free: list[int], dtype: np.dtype[Any]) -> int:
    if free:
        return free.pop()
    room.dtypes.append(dtype)
    return len(room.dtypes) - 1


_WIDTHS: Final = (np.dtype(np.int8), np.dtype(np.int32), np.dtype(np.int64))


def _dtype(op: Op) -> np.dtype[Any]:
    if op.is_truth:
        return np.dtype(np.bool_)
    return next(width for width in _WIDTHS if np.iinfo(width).min <= op.low and op.high <= np.iinfo(width).max)


def _steps(groups: Sequence[Group], showed: Sequence[Target], places: Places) -> Iterator[Step]:
    """Yield the calls in order; a cell is copied out as soon as it is known."""
    shown: dict[Op, list[Step]] = {}
    for place, target in enumerate(showed):
        shown.setdefault(target.op, []).append(_shown(place, target.op, places))
    for group in groups:
        yield _admitted(group, places) if group[0].kind in READS else _computed(group[0], places)
        yield from (step for op in group for step in shown.pop(op, ()))
    yield from (step for steps in shown.values() for step in steps)


def _fetched(op: Op, places: Places) -> Callable[[Held], Any]:
    """Return what looks up a result, or a constant as narrow as it can be."""
    if op.kind is Kind.CONST:
        constant = _dtype(op).type(op.value)
        return lambda _: constant
    return _at(places[op])


def _at(place: int) -> Callable[[Held], Any]:
    return lambda held: held[place]


def _shown(place: int, op: Op, places: Places) -> Step:
    fetch = _fetched(op, places)

    def show(held: Held, tile: Tile) -> None:
        np.copyto(tile.results[place][tile.rows], fetch(held), casting="unsafe")

    return show


def _computed(op: Op, places: Places) -> Step:
    way, out, fetches = _WAYS[op.kind], places[op], [_fetched(arg, places) for arg in op.args]

    def compute(held: Held, _tile: Tile) -> None:
        way(held[out], *(fetch(held) for fetch in fetches))

    return compute


def _wrapping(way: np.ufunc) -> Callable[..., None]:
    """
    Compute in the width of the result.

    What is cut off an argument is cut off the result too, which is known to need none of it.
    """

    def compute(out: Array, *args: Any) -> None:
        way(*args, out=out, dtype=out.dtype, casting="unsafe")

    return compute


def _widening(way: np.ufunc) -> Callable[..., None]:
    """Compute in the widest of the arguments."""

    def compute(out: Array, *args: Any) -> None:
        way(*args, out=out, casting="unsafe")

    return compute


def _choose(out: Array, holds: Any, then: Any, otherwise: Any) -> None:
    """Add the difference where it holds, which may wrap round, and back: numpy's own choice is several times slower."""
    np.subtract(then, otherwise, out=out, dtype=out.dtype, casting="unsafe")
    np.multiply(out, holds, out=out)
    np.add(out, otherwise, out=out, dtype=out.dtype, casting="unsafe")


def _choose_truth(out: Array, holds: Any, then: Any, otherwise: Any) -> None:
    np.not_equal(then, otherwise, out=out)
    np.logical_and(out, holds, out=out)
    np.not_equal(out, otherwise, out=out)


_WAYS: Final[Mapping[Kind, Callable[..., None]]] = {
    Kind.ADD: _wrapping(np.add),
    Kind.SUB: _wrapping(np.subtract),
    Kind.MUL: _wrapping(np.multiply),
    Kind.DIV: _widening(np.floor_divide),
    Kind.MIN: _widening(np.minimum),
    Kind.MAX: _widening(np.maximum),
    Kind.EQ: _widening(np.equal),
    Kind.LT: _widening(np.less),
    Kind.LE: _widening(np.less_equal),
    Kind.AND: _widening(np.logical_and),
    Kind.OR: _widening(np.logical_or),
    Kind.NOT: _widening(np.logical_not),
    Kind.CHOOSE: lambda out, *args: (_choose_truth if out.dtype == bool else _choose)(out, *args),
}


def _admitted(group: Group, places: Places) -> Step:
    place, outs = group[0].value, {op.kind: places[op] for op in group}

    def admit(held: Held, tile: Tile) -> None:
        given = tile.answered[place]
        assert given is not None
        states = _states(given, tile.rows)
        if Kind.STATE in outs:
            np.copyto(held[outs[Kind.STATE]], states, casting="unsafe")
        if Kind.ANSWER in outs:
            _numbers(held[outs[Kind.ANSWER]], given, tile.rows, states)

    return admit


def _states(given: Answered, rows: slice) -> Array:
    raw = given.values[rows]
    states = np.where((raw < given.low) | (raw > given.high), np.uint8(State.INVALID), np.uint8(0))
    if given.valid is not None:
        np.copyto(states, np.uint8(State.MISSING), where=given.valid[rows] == 0)
    if given.odd is not None:
        np.copyto(states, np.uint8(State.INVALID), where=given.odd[rows] != 0)
    return states


def _numbers(out: Array, given: Answered, rows: slice, states: Array) -> None:
    """Numbers that are not admitted may wrap round on the way; they are not kept."""
    np.multiply(given.values[rows], np.int64(given.factor), out=out, casting="unsafe")
    np.add(out, np.int64(given.shift), out=out, casting="unsafe")
    np.copyto(out, given.low * given.factor + given.shift, where=states != 0, casting="unsafe")
