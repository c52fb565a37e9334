"""
What of a form becomes a column, and in which layer.

An operation that is needed several times becomes a column of a layer, what is needed once stands inside what needs it,
down to a depth that every database's parser takes. A layer reads only the one before it, so a column that is needed
later is passed on; one that nobody needs any more is dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from attrs import frozen

from ...expr._integer.form import Form, Kind, Op
from ._floors import reads_of

#: How deep operations may stand inside each other: SQLite's parser keeps a hundred symbols, a CASE takes five.
_DEEPEST: Final = 10
#: How many may stand in a row: a function of SQLite takes 127 arguments.
_LONGEST: Final = 100
#: How many columns a term may read and still be written several times.
_CHEAP: Final = 3

READ: Final = frozenset((Kind.ANSWER, Kind.STATE))
#: What continues what stands before it, without brackets.
_CHAINS: Final[Mapping[Kind, frozenset[Kind]]] = {
    Kind.ADD: frozenset((Kind.ADD, Kind.SUB)),
    Kind.SUB: frozenset((Kind.ADD, Kind.SUB)),
    **{kind: frozenset((kind,)) for kind in (Kind.AND, Kind.OR, Kind.MIN, Kind.MAX)},
}


def continues(op: Op, first: Op) -> bool:
    """Return whether an operation is a longer chain than its first argument."""
    return first.kind in _CHAINS.get(op.kind, ())


@frozen(eq=False, slots=False)
class Plan:
    """The columns with their layers: 0 for what is read, then 1, 2, …; `wanted` is needed after the last."""

    layer_of: Mapping[Op, int]
    last_use: Mapping[Op, int]
    blocks: Mapping[Op, str]

    @cached_property
    def depth(self) -> int:
        """Return how many layers of operations there are."""
        return max(self.layer_of.values(), default=0)

    @cached_property
    def read(self) -> tuple[Op, ...]:
        """Return the answers and states that are needed."""
        return tuple(op for op, layer in self.layer_of.items() if layer == 0)

    def new(self, layer: int) -> tuple[Op, ...]:
        """Return the columns that a layer computes, in the order of the form."""
        return tuple(op for op, own in self.layer_of.items() if own == layer)

    def passed(self, layer: int) -> tuple[Op, ...]:
        """Return the columns that a layer passes on."""
        return tuple(op for op, own in self.layer_of.items() if own < layer < self.last_use[op])


@frozen
class _Inline:
    """What an operation is where it is written: its layer so far, how deep, how long a chain, how many columns read."""

    layer: int
    depth: int = 0
    chain: int = 1
    reads: int = 1


def plan(form: Form, wanted: Iterable[Op]) -> Plan:
    """Return which operations become columns so that those wanted can be written after the last layer."""
    needed = list(wanted)
    uses = Counter(arg for op in form.ops() for arg in reads_of(op)) + Counter(needed)
    return _Planning(uses).planned(form, needed)


class _Planning:
    """One form while it is planned."""

    def __init__(self, uses: Counter[Op]) -> None:
        self.uses = uses
        self.inline: dict[Op, _Inline] = {}
        self.columns: dict[Op, int] = {}
        self.below: dict[Op, tuple[Op, ...]] = {}

    def planned(self, form: Form, needed: Iterable[Op]) -> Plan:
        """Return the plan."""
        blocks = {op: name for name, ops in form.blocks for op in ops}
        for op in form.ops():
            self._place(op)
        last = self._last_uses(needed)
        kept = {op: layer for op, layer in self.columns.items() if op in last}
        return Plan(kept, last, blocks)

    def _of(self, op: Op) -> _Inline:
        if op.kind is Kind.CONST:
            return _Inline(0, reads=0)
        if op.kind in READ:
            self.columns.setdefault(op, 0)
            return _Inline(0)
        return self.inline[op]

    def _place(self, op: Op) -> None:
        found = self._written(op)
        shared = self.uses[op] > 1 and found.reads > _CHEAP
        if shared or found.depth > _DEEPEST or found.chain > _LONGEST:
            self.columns[op] = found.layer + 1
            self.inline[op] = _Inline(found.layer + 1)
        else:
            self.inline[op] = found

    def _written(self, op: Op) -> _Inline:
        """Return what an operation is where it is written in line."""
        args = [self._of(arg) for arg in op.args]
        first, rest = args[0], args[1:]
        layer, reads = max(arg.layer for arg in args), sum(self._of(arg).reads for arg in reads_of(op))
        inner = max((arg.depth for arg in rest), default=-1) + 1
        if op.args[0] not in self.columns and continues(op, op.args[0]):
            return _Inline(layer, max(first.depth, inner), first.chain + max(arg.chain for arg in rest), reads)
        return _Inline(layer, max(first.depth + 1, inner), 1 + max((arg.chain for arg in rest), default=0), reads)

    def _last_uses(self, needed: Iterable[Op]) -> dict[Op, int]:
        """Return in which layer each column is read for the last time; the columns nobody reads are left out."""
        for op in needed:
            self._of(op)
        end = max(self.columns.values(), default=0) + 1
        last: dict[Op, int] = {}
        waiting = [(op, end) for op in needed]
        for column in self._columns_under(waiting, last):
            waiting = [(arg, self.columns[column]) for arg in column.args]
            self._note(waiting, last)
        return last

    def _columns_under(self, wanted: list[tuple[Op, int]], last: dict[Op, int]) -> Iterable[Op]:
        """Yield the columns that are needed, those of later layers first."""
        self._note(wanted, last)
        for op, layer in sorted(self.columns.items(), key=lambda pair: -pair[1]):
            if layer and op in last:
                yield op

    def _note(self, waiting: list[tuple[Op, int]], last: dict[Op, int]) -> None:
        """Note of the columns under some operations that a layer reads them."""
        while waiting:
            op, layer = waiting.pop()
            if op in self.columns:
                last[op] = max(layer, last.get(op, 0))
            else:
                waiting.extend((arg, layer) for arg in op.args)
