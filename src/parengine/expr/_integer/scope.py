"""Where the integer form is being written: the bindings so far, and in each branch what is known and was written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, TypeAlias

from attrs import evolve

from ...types import State
from .. import _nodes as n
from .._known import Branch, Knowledge
from .form import Op
from .numbers import Numbers
from .ops import Ops
from .orders import Orders, Placed
from .spans import Spans
from .values import Value

Writers: TypeAlias = "Mapping[type[n.Expr], Callable[[Scope, Any], Value]]"


class Writer:
    """Writes the bindings of one programme with a writer for each node class; `words` numbers the options."""

    def __init__(
        self, writers: Writers, inputs: Sequence[n.Input], words: Mapping[str, int], knowledge: Knowledge, digits: int
    ) -> None:
        self.writers = writers
        self.knowledge = knowledge
        self.ops = Ops(digits)
        self.numbers = Numbers(self.ops)
        self.orders = Orders(self.numbers)
        self.spans = Spans(knowledge)
        self.places = {node: place for place, node in enumerate(inputs)}
        self.words = words
        self.bound: dict[str, Value] = {}

    def bind(self, name: str, e: n.Expr) -> Value:
        """Write a binding, and remember what is known of it."""
        self.ops.name = name
        branch = Branch()
        self.bound[name] = found = self.value(e, Scope(self, branch, {}))
        self.spans.bound[name] = self.spans.of(e, branch)
        return found

    def value(self, e: n.Expr, scope: Scope) -> Value:
        """Return the value of an expression here, its state left out where it cannot be in one."""
        found = scope.values.get(e)
        if found is None:
            found = scope.values[e] = self.writers[type(e)](scope, e)
        return found if found.state is None or scope.states(e) else evolve(found, state=None)


class Scope:
    """A branch that is being written: what is known in it, and the values that were written before."""

    def __init__(self, writer: Writer, branch: Branch, values: dict[n.Expr, Value]) -> None:
        self.writer = writer
        self.ops = writer.ops
        self.branch = branch
        self.values = values

    def states(self, e: n.Expr) -> frozenset[State]:
        """Return the states that an expression may be in here."""
        return self.writer.knowledge.possible(e, self.branch)

    def after(self, condition: n.Expr, *, holds: bool) -> Scope:
        """Return the branch of a condition."""
        return Scope(self.writer, self.writer.knowledge.after(condition, self.branch, holds=holds), dict(self.values))

    def value(self, e: n.Expr) -> Value:
        """Return the value of an expression here."""
        return self.writer.value(e, self)

    def placed(self, e: n.Expr) -> Placed:
        """Return a number with between what it lies here."""
        return self.value(e).number, self.writer.spans.of(e, self.branch)

    def strict(self, e: n.Expr) -> tuple[Op | None, Op | None]:
        """Return the strongest state of what an expression is made of, and where it is not sure."""
        parts = [self.value(child) for child in e.children()]
        return strongest(self.ops, [v.state for v in parts]), any_of(self.ops, [v.unsure for v in parts])


def strongest(ops: Ops, states: Sequence[Op | None]) -> Op | None:
    """Return the strongest of some states, None where there is none."""
    found = [state for state in dict.fromkeys(states) if state is not None]
    return reduce(ops.max, found) if found else None


def any_of(ops: Ops, truths: Sequence[Op | None]) -> Op | None:
    """Return whether one of some truths holds, None where there is none."""
    found = [truth for truth in dict.fromkeys(truths) if truth is not None]
    return ops.either(*found) if found else None
