"""
The class as an expression: who gets none, who is given one, then the first range that holds with all its gates.

What all units together decide, a quota, is no part of it: see `_quotas`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from attrs import evolve

from .._model import Class, Classes
from ..expr import (
    MISSING,
    NOT_APPLICABLE,
    YES,
    Expr,
    and_,
    const,
    is_not_applicable,
    note,
    or_,
    when,
    word,
)
from ..expr._build import bound
from ..types import ValueType
from ._conditions import known_to_hold
from ._programme import TABLE_CLASS, UNCLASSIFIED, named


def gate_name(each: Class, place: int) -> str:
    """Return the name of the binding of a class's gate."""
    return named(f"gate {place} of class", each.id)


def gate_bindings(classes: Classes) -> Iterator[tuple[str, Expr]]:
    """Yield every gate with its name."""
    for each in classes.classes:
        yield from ((gate_name(each, place), gate.condition) for place, gate in enumerate(each.gates))


def conditions_of(classes: Classes) -> Iterator[Expr]:
    """Yield every condition that a class asks for."""
    yield from (condition for _, condition in gate_bindings(classes))
    yield from (clause.condition for clause in classes.not_rated)
    yield from (verdict.condition for verdict in (*classes.forced, *classes.highest))


def table_class(classes: Classes, index: Expr) -> Expr:
    """Return the class by the index and the bound gates alone, from the best down, else `unclassified`."""
    found = word(UNCLASSIFIED)
    for each in reversed(closed_above(classes.classes)):
        gates = (bound(gate_name(each, place), ValueType.YES_NO) for place in range(len(each.gates)))
        found = when(and_(in_range(each, index), *gates), word(each.id), found)
    return when(is_not_applicable(index), NOT_APPLICABLE, found)


def class_expression(classes: Classes) -> Expr:
    """Return the class over the binding of the table's: not rated, forced, or held down to the highest that may be."""
    given = _held_down(classes, bound(TABLE_CLASS, ValueType.CHOICE))
    given = _first(classes.forced, lambda place: note(word(classes.forced[place].class_), "forced", place), given)
    return _first(classes.not_rated, lambda place: note(NOT_APPLICABLE, "not_rated", place), given)


def _first(clauses: Sequence[Any], then: Callable[[int], Expr], rest: Expr) -> Expr:
    """Return what the first clause that holds gives; none holding and one unknown leaves it undetermined."""
    if not clauses:
        return rest
    found = when(or_(*(clause.condition for clause in clauses)), MISSING, rest)
    for place, clause in reversed(list(enumerate(clauses))):
        found = when(known_to_hold(clause.condition), then(place), found)
    return found


def _held_down(classes: Classes, found: Expr) -> Expr:
    """Return the class, or the lowest that a clause holds it down to; one that would change nothing asks nothing."""
    ids = [each.id for each in classes.classes]
    for place, verdict in sorted(enumerate(classes.highest), key=lambda placed: ids.index(placed[1].class_)):
        better = or_(*(found.equals(word(id_)) for id_ in ids[: ids.index(verdict.class_)]))
        held = and_(better, verdict.condition)
        found = when(held, note(word(verdict.class_), "held_down", place), found)
    return found


def closed_above(classes: Sequence[Class]) -> tuple[Class, ...]:
    """Return the classes with an upper end each: without one, up to where the better class starts."""
    pairs = [(None, classes[0]), *pairwise(classes)] if classes else []
    return tuple(each if better is None or each.high is not None else _below(each, better) for better, each in pairs)


def _below(each: Class, better: Class) -> Class:
    return evolve(each, high=better.low, high_closed=not better.low_closed)


def in_range(each: Class, index: Expr) -> Expr:
    """Return the condition that an index lies in a class's range."""
    return and_(_low(each, index), _high(each, index))


def _low(each: Class, index: Expr) -> Expr:
    if each.low is None:
        return YES
    return index >= const(each.low) if each.low_closed else index > const(each.low)


def _high(each: Class, index: Expr) -> Expr:
    if each.high is None:
        return YES
    return index <= const(each.high) if each.high_closed else index < const(each.high)
