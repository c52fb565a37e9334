"""
A criteria set as plain expressions over complete sheets, for those that know no states.

Whoever hard-codes a set for one engine writes for sheets on which everything is answered and admitted. So the
programme of a set is taken with these assumptions: nothing is missing, nothing is invalid, every check holds, no date
is `never`. "Not applicable" stays, as a condition beside each value. What is left are numbers and conditions that
every engine of the comparison can say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

import attrs

import parengine
from parengine.expr import _nodes as n
from parengine.expr._domain import NEVER
from parengine.expr._expr import Expr
from parengine.expr._oracle import evaluate
from parengine.score import prepare
from parengine.types import State, ValueType

YES, NO = n._intern(n.Truth, True), n._intern(n.Truth, False)


class Known(NamedTuple):
    """A value, None where it is never read, and the condition under which it does not apply."""

    value: Expr | None
    away: Expr


NEVER_READ = Known(None, NO)


class Rules(NamedTuple):
    """The bindings that an index and a class need, each after those that it refers to, and the inputs they read."""

    bindings: dict[str, Expr]
    inputs: tuple[n.Input, ...]


def known_rules(criteria_set: parengine.CriteriaSet, year: int = 2022) -> Rules:
    """Return the bindings of a set's index and class, as complete sheets have them."""
    reading = _Reading(year)
    for binding in prepare(criteria_set).programme.bindings:
        reading.enter(binding.name, binding.expression)
    reading.bindings["class"] = reading.bindings.pop(reading.known["class"].value.name)
    wanted, kept = {"index", "class"}, dict[str, Expr]()
    for name, expression in reversed(reading.bindings.items()):
        if name in wanted:
            kept[name] = expression
            wanted.update(node.name for node in n.walk(expression) if isinstance(node, n.Bound))
    inputs = {node: None for each in kept.values() for node in n.walk(each) if isinstance(node, n.Input)}
    return Rules(dict(reversed(kept.items())), tuple(inputs))


class _Reading:
    """Turns expressions into known ones, binding by binding."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.bindings: dict[str, Expr] = {}
        self.known: dict[str, Known] = {}
        self.lowest: dict[str, Fraction | None] = {}
        self.seen: dict[Expr, Known] = {}

    def enter(self, name: str, expression: Expr) -> None:
        value, away = self.of(expression)
        if value is not None and not isinstance(value, (n.Const, n.Truth, n.Word, n.Bound)) and not _is_truth(value):
            self.bindings[name] = value
            self.lowest[name] = self.floor(value)
            value = n._intern(n.Bound, name, value.type)
        self.known[name] = Known(value, away)

    def of(self, e: Expr) -> Known:
        if e not in self.seen:
            self.seen[e] = _READERS.get(type(e), _Reading.strict)(self, e)
        return self.seen[e]

    def strict(self, e: Expr) -> Known:
        """Return an expression over the values of its parts; it applies where all of them do."""
        parts = {part: self.of(part) for part in e.children()}
        if any(known.value is None for known in parts.values()):
            return Known(None, NO)
        swapped = _with_parts(e, {part: known.value for part, known in parts.items()})
        above_zero = isinstance(swapped, n.Compare) and swapped.operator == "=" and swapped.right is _const(0)
        if above_zero and (self.floor(swapped.left) or 0) > 0:
            swapped = NO
        return Known(_folded(swapped), _either(*(known.away for known in parts.values())))

    def floor(self, e: Expr) -> Fraction | None:
        """Return what an expression of weights never falls below, None where it is something else."""
        if isinstance(e, n.Const):
            return e.value
        if isinstance(e, n.Bound):
            return self.lowest.get(e.name)
        if not isinstance(e, n.Add | n.When):
            return None
        parts = [self.floor(part) for part in (e.terms if isinstance(e, n.Add) else (e.then, e.otherwise))]
        return None if None in parts else sum(parts) if isinstance(e, n.Add) else min(parts)

    def input(self, e: n.Input) -> Known:
        return Known(_const(self.year) if e.origin == "period" else e, NO)

    def kleene(self, e: n.And | n.Or) -> Known:
        """Return a joined condition, whose parts all apply wherever it is read."""
        parts = [self.of(part) for part in e.of]
        values = [part.value for part in parts if part.value is not None]
        away = _either(*(part.away for part in parts))
        join = _both if isinstance(e, n.And) else _either
        return Known(join(*values), NO if away in values else away)

    def when(self, e: n.When) -> Known:
        """Return a choice; where only one side is ever read, that side."""
        condition, then, otherwise = (self.of(part) for part in (e.condition, e.then, e.otherwise))
        if condition.value is None or NEVER_READ == then:
            return otherwise
        if NEVER_READ == otherwise:
            return then
        holds = _both(_contrary(condition.away), condition.value)
        away = _chosen(holds, then.away, otherwise.away)
        if then.value is None or otherwise.value is None:
            return Known(then.value or otherwise.value, away)
        return Known(_chosen(holds, then.value, otherwise.value), away)


def _const(value: Fraction | int) -> Expr:
    return n._intern(n.Const, Fraction(value))


def _truth(value: bool) -> Expr:
    return n._intern(n.Truth, value)


def _with_parts(e: Expr, values: Mapping[Expr, Expr]) -> Expr:
    fields = {each.name: getattr(e, each.name) for each in attrs.fields(type(e))}
    for name in e.parts:
        part = fields[name]
        fields[name] = tuple(map(values.__getitem__, part)) if isinstance(part, tuple) else values[part]
    return n._intern(type(e), *fields.values())


def _folded(e: Expr) -> Expr:
    """Return an expression whose parts are all constant as a constant, and no date as `never`."""
    if isinstance(e, n.Compare) and n._intern(n.Day, NEVER) in (e.left, e.right):
        return _truth(e.operator == "!=")
    if all(isinstance(part, (n.Const, n.Truth, n.Word, n.Day)) for part in e.children()):
        found = evaluate(e)
        return _LITERAL[type(found) if not isinstance(e, n.DateOf) else n.DateOf](found)
    return _NEUTRAL.get(type(e), lambda same: same)(e)


_LITERAL: Mapping[type, Callable[..., Expr]] = {
    bool: _truth,
    Fraction: _const,
    n.DateOf: lambda day: n._intern(n.Day, day),
}


def _sum(e: n.Add) -> Expr:
    terms = tuple(term for term in e.terms if term is not _const(0))
    return terms[0] if len(terms) == 1 else n._intern(n.Add, terms)


_NEUTRAL = {n.Add: _sum, n.Not: lambda e: _contrary(e.of)}


def _is_truth(e: Expr) -> bool:
    return e.type is ValueType.YES_NO


def _contrary(e: Expr) -> Expr:
    return _truth(not e.value) if isinstance(e, n.Truth) else e.of if isinstance(e, n.Not) else n._intern(n.Not, e)


def _both(*conditions: Expr) -> Expr:
    return _joined(n.And, YES, NO, conditions)


def _either(*conditions: Expr) -> Expr:
    return _joined(n.Or, NO, YES, conditions)


def _joined(kind: type[Expr], neutral: Expr, deciding: Expr, conditions: tuple[Expr, ...]) -> Expr:
    flat = (part for each in conditions for part in (each.of if isinstance(each, kind) else (each,)))
    open_ = tuple(dict.fromkeys(each for each in flat if each is not neutral))
    if deciding in open_ or not open_ or any(_contrary(each) in open_ for each in open_):
        return deciding if open_ else neutral
    return open_[0] if len(open_) == 1 else n._intern(kind, open_)


def _chosen(holds: Expr, then: Expr, otherwise: Expr) -> Expr:
    """Return a choice, without the test where both sides are the same."""
    if isinstance(holds, n.Truth):
        return then if holds.value else otherwise
    if then == otherwise or _says_the_same(holds, then, otherwise):
        return otherwise
    if isinstance(then, n.Truth) and isinstance(otherwise, n.Truth):
        return holds if then.value else _contrary(holds)
    if then is YES or otherwise is YES:
        return _either(holds, otherwise) if then is YES else _either(_contrary(holds), then)
    if then is NO or otherwise is NO:
        return _both(holds, then) if otherwise is NO else _both(_contrary(holds), otherwise)
    return n._intern(n.When, holds, then, otherwise)


def _says_the_same(holds: Expr, then: Expr, otherwise: Expr) -> bool:
    """Return whether it is `when(x = 0, 0, x)`."""
    return isinstance(holds, n.Compare) and holds.operator == "=" and (holds.left, holds.right) == (otherwise, then)


_READERS: Mapping[type[Expr], Callable[..., Known]] = {
    n.Const: lambda _, e: Known(e, NO),
    n.Truth: lambda _, e: Known(e, NO),
    n.Word: lambda _, e: Known(e, NO),
    n.Day: lambda _, e: Known(e, NO),
    n.Unknown: lambda _, e: Known(None, _truth(e.state is State.NOT_APPLICABLE)),
    n.Input: _Reading.input,
    n.Bound: lambda reading, e: reading.known[e.name],
    n.Is: lambda reading, e: Known(reading.of(e.of).away if e.state is State.NOT_APPLICABLE else NO, NO),
    n.Mark: lambda reading, e: reading.of(e.of),
    n.And: _Reading.kleene,
    n.Or: _Reading.kleene,
    n.When: _Reading.when,
}
