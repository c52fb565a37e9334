"""
The trace reading: which branch was taken, and the numbers in it.

It shows the values of the plain evaluator, so its figures are those of the exact reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from weakref import WeakKeyDictionary

from attrs import frozen

from ..types import State
from . import _nodes as n
from ._build import LITERALS
from ._oracle import Evaluation, Result


@frozen(eq=False)
class Step:
    """An expression, its value here, and the steps that it was made of: only what was read."""

    expression: n.Expr
    value: Result
    parts: tuple[Step, ...] = ()

    def walk(self) -> Iterator[Step]:
        """Yield the step and all below it, the conditions before what they led to."""
        yield self
        for part in self.parts:
            yield from part.walk()


def trace(expression: n.Expr, evaluation: Evaluation) -> Step:
    """Return how the value of an expression came about."""
    parts = tuple(trace(part, evaluation) for part in read_parts(expression, evaluation))
    return Step(expression, evaluation(expression), parts)


def read_parts(expression: n.Expr, evaluation: Evaluation) -> Sequence[n.Expr]:
    """Return those parts of an expression that made its value; literals are left out."""
    if isinstance(expression, n.When):
        return _read_of_choice(expression, evaluation)
    parts = [part for part in expression.children() if not isinstance(part, LITERALS)]
    if isinstance(expression, n.And | n.Or):
        deciding = [part for part in parts if evaluation(part) is isinstance(expression, n.Or)]
        return deciding or parts
    return parts


def _read_of_choice(expression: n.When, evaluation: Evaluation) -> Sequence[n.Expr]:
    condition = evaluation(expression.condition)
    if isinstance(condition, State) and condition is not State.NOT_APPLICABLE:
        return (expression.condition,)
    return (expression.condition, expression.then if condition is True else expression.otherwise)


def culprits(expression: n.Expr, evaluation: Evaluation) -> Iterator[n.Input | n.Bound]:
    """Yield the inputs and bindings whose state is the state of the expression: what made it so."""
    state = evaluation(expression)
    if not isinstance(state, State):
        return
    if isinstance(expression, n.Input | n.Bound):
        yield expression
        return
    for part in read_parts(expression, evaluation):
        if evaluation(part) is state:
            yield from culprits(part, evaluation)


class Sheet:
    """The bindings of a programme evaluated for one sheet of answers, each when it is first asked for."""

    def __init__(self, bindings: Mapping[str, n.Expr], answers: Mapping[n.Input, Result]) -> None:
        self.bindings = bindings
        self.answers = answers
        self.values: dict[str, Result] = {}
        self.evaluations: dict[str, Evaluation] = {}

    def evaluation(self, name: str) -> Evaluation:
        """Return the evaluation of a binding, having evaluated what it depends on."""
        if name in self.evaluations:
            return self.evaluations[name]
        waiting = [name]
        while waiting:
            current = waiting[-1]
            read = () if current in self.values else _bound_names(self.bindings[current])
            needed = [name for name in read if name not in self.values]
            if needed:
                waiting.extend(needed)
            else:
                self._evaluate(waiting.pop())
        return self.evaluations[name]

    def _evaluate(self, name: str) -> None:
        if name not in self.values:
            self.evaluations[name] = Evaluation(self.answers.__getitem__, self.values)
            self.values[name] = self.evaluations[name](self.bindings[name])

    def value(self, name: str) -> Result:
        """Return the value of a binding."""
        return self.evaluation(name)(self.bindings[name])

    def trace(self, name: str) -> Step:
        """Return how a binding's value came about."""
        return trace(self.bindings[name], self.evaluation(name))

    def culprits(self, name: str) -> list[n.Input]:
        """Return the inputs that made a binding missing or invalid, across the bindings it reads."""
        found: dict[n.Input, None] = {}
        waiting, seen = [name], {name}
        while waiting:
            current = waiting.pop()
            for cause in culprits(self.bindings[current], self.evaluation(current)):
                if isinstance(cause, n.Input):
                    found[cause] = None
                elif cause.name not in seen:
                    seen.add(cause.name)
                    waiting.append(cause.name)
        return list(found)


#: Which bindings an expression reads: a programme is traced for many sheets.
_BOUND: Final[WeakKeyDictionary[n.Expr, tuple[str, ...]]] = WeakKeyDictionary()


def _bound_names(expression: n.Expr) -> tuple[str, ...]:
    found = _BOUND.get(expression)
    if found is None:
        found = tuple(node.name for node in n.walk(expression) if isinstance(node, n.Bound))
        _BOUND[expression] = found
    return found
