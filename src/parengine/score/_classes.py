"""The class as an expression: the first range that holds with all its gates."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from attrs import evolve

from .._model import Class, Classes
from ..expr import NOT_APPLICABLE, YES, Expr, and_, const, is_not_applicable, when, word
from ._programme import UNCLASSIFIED


def class_expression(classes: Classes, index: Expr) -> Expr:
    """Return the class of an index, from the best down, else `unclassified`; without an index there is none."""
    found = word(UNCLASSIFIED)
    for each in reversed(closed_above(classes.classes)):
        gates = (gate.condition for gate in each.gates)
        found = when(and_(in_range(each, index), *gates), word(each.id), found)
    return when(is_not_applicable(index), NOT_APPLICABLE, found)


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
