"""What of a programme is the same for every sheet whose bounds are asked for: who reads what, and from where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import chain
from typing import Final

from ..expr._bounds_linear import Forms
from ..expr._bounds_reading import FAILED
from ..expr._bounds_region import Grid, grid_of
from ..expr._exact import Compiled
from ..expr._nodes import Bound, Compare, Const, Day, Expr, Input, Mark, When, walk
from ._prepared import Prepared
from ._programme import named

#: The bindings of a node in which its own clauses and its rule stand.
_OWN_BINDINGS: Final = ("away", "rule", "given", "reach", "own")


class Frame:
    """A prepared set seen from its inputs; sets of inputs are bits, in the order of `inputs`."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared
        self.inputs = prepared.inputs
        self.places = {node: place for place, node in enumerate(self.inputs)}
        self.bit = {node: 1 << place for node, place in self.places.items()}
        self.grids: Mapping[Input, Grid] = {node: grid_of(node) for node in self.inputs}
        self.forms = Forms()
        self.expressions = prepared.programme.by_name
        self.support: dict[Expr, int] = {}
        self.supports: dict[str, int] = {}
        for binding in prepared.programme.bindings:
            self.supports[binding.name] = self._support(binding.expression)
        self._listed: dict[int, tuple[Input, ...]] = {}

    @property
    def exact(self) -> Compiled:
        """Return the compiled exact reading, compiled when a whole sheet is first tried."""
        return self.prepared.exact

    def _support(self, expression: Expr) -> int:
        """Return the inputs below an expression, by way of bindings too."""
        found = self.support
        for node in walk(expression):
            if node in found:
                continue
            bits = self.bit.get(node, 0) if isinstance(node, Input) else 0
            if isinstance(node, Bound):
                bits = self.supports[node.name]
            for child in node.children():
                bits |= found[child]
            found[node] = bits
        return found[expression]

    def listed(self, bits: int) -> tuple[Input, ...]:
        """Return a set of inputs as a list."""
        found = self._listed.get(bits)
        if found is None:
            found = self._listed[bits] = tuple(node for node in self.inputs if self.bit[node] & bits)
        return found

    @cached_property
    def failures(self) -> Mapping[str, tuple[Expr, ...]]:
        """Return for each node the conditions under which its checks fail, in their order."""
        codes = (node.code for node in self.prepared.criteria_set.walk())
        found = {code: self._failures_in(named("own", code)) for code in codes}
        return {code: fails for code, fails in found.items() if fails}

    @cached_property
    def class_failures(self) -> tuple[Expr, ...]:
        """Return the conditions under which a check of the class fails: it reads what a clause of a class reads."""
        return self._failures_in("class") if "class" in self.expressions else ()

    def _failures_in(self, name: str) -> tuple[Expr, ...]:
        choices = (each for each in walk(self.expressions[name]) if isinstance(each, When))
        return tuple(choice.condition for choice in choices if _fails(choice.then))

    @cached_property
    def checked(self) -> int:
        """Return the inputs that checks read."""
        bits = 0
        for fails in chain(self.class_failures, *self.failures.values()):
            bits |= self.support[fails]
        return bits

    @cached_property
    def flags(self) -> Mapping[str, int]:
        """Return by the code of a node where its flag stands: whether there is a decision on it."""
        return {
            flag.name: place
            for flag, place in self.places.items()
            if flag.origin == "decision" and flag.part is not None
        }

    @cached_property
    def leaves(self) -> Mapping[str, None]:
        """Return the codes of the leaves."""
        return dict.fromkeys(node.code for node in self.prepared.criteria_set.leaves())

    @cached_property
    def read_at(self) -> Mapping[str, int]:
        """Return for each node the inputs that its own clauses and its rule read, by way of no other node."""
        return {
            node.code: self._direct([named(figure, node.code) for figure in _OWN_BINDINGS])
            for node in self.prepared.criteria_set.walk()
        }

    def _direct(self, names: list[str]) -> int:
        bits = 0
        for name in names:
            if name in self.expressions:
                for node in walk(self.expressions[name]):
                    bits |= self.bit.get(node, 0) if isinstance(node, Input) else 0
        return bits

    @cached_property
    def shared(self) -> int:
        """Return the inputs that more than one node reads, or something that is no leaf."""
        once, more, leaves = 0, 0, set(self.leaves)
        for code, bits in self.read_at.items():
            more |= bits if code not in leaves else once & bits
            once |= bits
        for name, expression in self.expressions.items():
            figure, _, code = name.partition(" ")
            if code not in self.read_at or figure not in _OWN_BINDINGS:
                more |= sum({self.bit[node] for node in walk(expression) if isinstance(node, Input)})
        return more

    @cached_property
    def failing(self) -> Mapping[int, str]:
        """Return which of a row's notes say that a check failed, and of which binding."""
        return {place: name for place, (name, tag) in enumerate(self.exact.marks) if tag.effect == FAILED}

    @cached_property
    def cuts(self) -> Mapping[Input, tuple[int, ...]]:
        """Return for each input the places that conditions compare it with."""
        found: dict[Input, set[int]] = {}
        for expression in self.expressions.values():
            for node in walk(expression):
                if isinstance(node, Compare):
                    for one, constant in _compared(node):
                        first, last = self.grids[one].between(constant, constant)
                        found.setdefault(one, set()).update((min(first, last), max(first, last)))
        return {node: tuple(sorted(places)) for node, places in found.items()}


def _fails(branch: Expr) -> bool:
    return isinstance(branch, Mark) and branch.tag.effect == FAILED


def _compared(node: Compare) -> Iterator[tuple[Input, int]]:
    for one, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(one, Input):
            if isinstance(other, Const):
                yield one, other.value  # type: ignore[misc]
            elif isinstance(other, Day):
                yield one, other.ordinal


@lru_cache(maxsize=16)
def frame_of(prepared: Prepared) -> Frame:
    """Return the frame of a prepared set; the most recent ones are kept."""
    return Frame(prepared)
