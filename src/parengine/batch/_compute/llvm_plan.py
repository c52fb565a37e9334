"""How a form is cut into short loops, and where what one loop leaves for a later one stands in between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import field, frozen

from ...expr._integer.form import Kind, Op
from .llvm_text import width_of
from .order import READS, Group, Target

#: Operations in one loop: few enough to compile in proportion, enough to keep most results in registers.
LONGEST: Final = 250
#: The rows of a tile, and the bytes that all of it should fit: a part of the cache that each core has to itself.
TILES: Final = (2048, 1024, 512)
_CACHE: Final = 3 << 18


@frozen(eq=False)
class Loop:
    """
    Operations computed together, row by row.

    `read` are the inputs to be admitted before it, `kept` the results that a later loop looks at, `shown` the places of
    the arrays that it fills.
    """

    ops: tuple[Op, ...]
    read: tuple[Group, ...]
    kept: frozenset[Op]
    shown: Mapping[Op, tuple[int, ...]]


@frozen(eq=False)
class Plan:
    """
    The loops in order; `places` are where results stand between loops.

    A place is counted in bits of one row; `bits` are all of them and `tile` the rows computed at a time.
    """

    loops: tuple[Loop, ...]
    places: Mapping[Op, int]
    bits: int

    @property
    def tile(self) -> int:
        """Return how many rows are computed at a time."""
        return next((tile for tile in TILES if tile * self.bits // 8 <= _CACHE), TILES[-1])

    def start(self, op: Op) -> int:
        """Return the first byte of the place of a result."""
        return self.places[op] * self.tile // 8

    @property
    def size(self) -> int:
        """Return the bytes that one thread needs."""
        return self.bits * self.tile // 8


def planned(groups: Sequence[Group], targets: Sequence[Target]) -> Plan:
    """Return the loops of a form and the places between them."""
    shown = _shown(targets)
    cut = list(_cut(groups))
    last = _last(cut)
    loops = tuple(_loop(place, ops, groups, last, shown) for place, (ops, groups) in enumerate(cut))
    rooms = _Rooms()
    for place, loop in enumerate(loops):
        rooms.take(op for op in (*(op for group in loop.read for op in group), *loop.ops) if op in loop.kept)
        rooms.leave(op for op in rooms.held() if last[op] == place)
    return Plan(loops, rooms.places, rooms.bits)


def _shown(targets: Sequence[Target]) -> Mapping[Op, tuple[int, ...]]:
    found: dict[Op, tuple[int, ...]] = {}
    for place, target in enumerate(targets):
        found[target.op] = (*found.get(target.op, ()), place)
    return found


#: What a loop computes, and what is admitted before it.
_Cut = tuple[tuple[Op, ...], tuple[Group, ...]]


def _cut(groups: Sequence[Group]) -> Iterator[_Cut]:
    """Yield the loops; the last admits what is shown as it stands."""
    ops, read = list[Op](), list[Group]()
    for group in groups:
        if group[0].kind in READS:
            read.append(group)
        else:
            ops.extend(group)
        if len(ops) >= LONGEST:
            yield tuple(ops), tuple(read)
            ops, read = [], []
    yield tuple(ops), tuple(read)


def _last(cut: Sequence[_Cut]) -> dict[Op, int]:
    """Return the last loop that looks at each result, at the earliest the one that makes it."""
    last: dict[Op, int] = {}
    for place, (ops, read) in enumerate(cut):
        made = [*(op for group in read for op in group), *ops]
        last.update(dict.fromkeys((one for op in made for one in (op, *op.args) if one.kind is not Kind.CONST), place))
    return last


def _loop(
    place: int,
    ops: tuple[Op, ...],
    read: tuple[Group, ...],
    last: Mapping[Op, int],
    shown: Mapping[Op, tuple[int, ...]],
) -> Loop:
    admitted = [op for group in read for op in group]
    kept = frozenset((*admitted, *(op for op in ops if last[op] > place)))
    return Loop(ops, read, kept, {op: shown[op] for op in (*admitted, *ops) if op in shown})


@frozen(eq=False)
class _Rooms:
    """The places given so far, by operation, and those that are free again, by width."""

    places: dict[Op, int] = field(factory=dict)
    _held: dict[Op, None] = field(factory=dict)
    _free: dict[int, list[int]] = field(factory=dict)
    _ends: list[int] = field(factory=lambda: [0])

    @property
    def bits(self) -> int:
        """Return the bits of one row in all places."""
        return self._ends[-1]

    def held(self) -> tuple[Op, ...]:
        """Return the results that stand somewhere now."""
        return tuple(self._held)

    def take(self, ops: Iterable[Op]) -> None:
        """Give each result a place."""
        for op in ops:
            free = self._free.setdefault(width_of(op), [])
            self.places[op] = free.pop() if free else self._next(width_of(op))
            self._held[op] = None

    def _next(self, width: int) -> int:
        self._ends.append(self.bits + width)
        return self.bits - width

    def leave(self, ops: Iterable[Op]) -> None:
        """Give the places of some results back."""
        for op in ops:
            del self._held[op]
            self._free[width_of(op)].append(self.places[op])
