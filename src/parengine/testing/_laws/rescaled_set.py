"""
A set in which every point is worth more: each maximum, amount and limit in points is multiplied by a constant.

Where an expression looks at points or maxima, it goes on seeing what it saw; so nothing but the size of a point
changes, and every condition decides as before. Nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, TypeVar

from attrs import evolve, fields, has

from ..._model import Cap, Classes, Clause, CriteriaSet, Node, Rule
from ...expr import Expr, const
from ...expr._nodes import EachFigure, NodeFigure, TotalFigure
from ...expr._replace import replace
from ...rules import Nested, slots_of
from ...rules._compounds import ByOption, ListOf, PairOf
from ...rules._slots import Slot

T = TypeVar("T")
#: The figures of nodes that are points.
_IN_POINTS: Final = ("points", "maximum")


@lru_cache(maxsize=16)
def scaled(criteria_set: CriteriaSet, factor: Fraction) -> CriteriaSet:
    """Return a set with every amount in points multiplied by a factor."""
    if factor == 1 and set(criteria_set.rounding.levels) <= {"index"}:
        return criteria_set
    return _Scaling(factor).whole(criteria_set)


class _Scaling:
    """One factor, applied to a set from the top down."""

    def __init__(self, factor: Fraction) -> None:
        self.factor = factor

    def whole(self, criteria_set: CriteriaSet) -> CriteriaSet:
        """Return the set; its digest says that it is another one."""
        every = ("nodes", "bonus", "penalty")
        roots: dict[str, Any] = {name: tuple(map(self.node, getattr(criteria_set, name))) for name in every}
        return evolve(
            criteria_set,
            **roots,
            maximum=criteria_set.maximum * self.factor,
            index=self.seen(criteria_set.index),
            checks=tuple(map(self.clause, criteria_set.checks)),
            rounding=evolve(criteria_set.rounding, levels=()),
            classes=self.classes(criteria_set.classes),
            digest=f"{criteria_set.digest} x {self.factor}",
        )

    def seen(self, expression: Expr) -> Expr:
        """Return an expression that sees points and maxima as they were."""
        return replace(expression, self._as_it_was)

    def _as_it_was(self, node: Expr) -> Expr | None:
        figure = isinstance(node, NodeFigure | EachFigure) and node.figure in _IN_POINTS
        return node / const(self.factor) if figure or isinstance(node, TotalFigure) else None

    def classes(self, classes: Classes | None) -> Classes | None:
        """Return the classes: they are about the index, which stays what it was."""
        if classes is None:
            return None
        listed = tuple(evolve(each, gates=self.each(each.gates)) for each in classes.classes)
        lists = ("not_rated", "forced", "highest")
        clauses: dict[str, Any] = {name: self.each(getattr(classes, name)) for name in lists}
        return evolve(classes, classes=listed, **clauses)

    def each(self, clauses: tuple[T, ...]) -> tuple[T, ...]:
        """Return clauses with what they see as it was."""
        return tuple(map(self.clause, clauses))

    def clause(self, clause: Any) -> Any:
        """Return a clause, gate or verdict with what it sees as it was."""
        return evolve(clause, condition=self.seen(clause.condition))

    def node(self, node: Node) -> Node:
        """Return a node and all below it."""
        away: Clause | None = node.not_applicable_when
        return evolve(
            node,
            maximum=node.maximum * self.factor,
            rule=None if node.rule is None else self.rule(node.rule),
            children=tuple(map(self.node, node.children)),
            not_applicable_when=None if away is None else self.clause(away),
            rescale_to=None if node.rescale_to is None else node.rescale_to * self.factor,
            checks=self.each(node.checks),
            zero_rules=self.each(node.zero_rules),
            caps=tuple(map(self.cap, node.caps)),
        )

    def cap(self, cap: Cap) -> Cap:
        """Return a cap in points of the new size."""
        condition = None if cap.condition is None else self.seen(cap.condition)
        return evolve(cap, limit=cap.limit * self.factor, condition=condition)

    def rule(self, rule: Rule) -> Rule:
        """Return a rule whose slots in points are of the new size."""
        return evolve(rule, kind=self.slots(rule.kind))

    def slots(self, holder: Any) -> Any:
        """Return a kind or part with each of its slots scaled as it declares."""
        names = {each.name: each.alias for each in fields(type(holder))}
        found = {names[slot.attribute]: self.slot(slot, holder) for slot in slots_of(type(holder))}
        return evolve(holder, **found)

    def slot(self, slot: Slot, holder: Any) -> Any:
        """Return what stands in a slot, scaled as the slot declares."""
        return self.held(getattr(holder, slot.attribute), slot.form, in_points=slot.in_points)

    def held(self, value: Any, form: Any = None, *, in_points: bool) -> Any:
        """Return what a slot of a form holds, of the new size where it is in points."""
        if isinstance(value, tuple):
            return self.several(value, form, in_points=in_points)
        for type_, scale in _SCALES.items():
            if isinstance(value, type_):
                return scale(self, value, in_points)
        return self.slots(value) if has(type(value)) and slots_of(type(value)) else value

    def several(self, several: tuple[Any, ...], form: Any, *, in_points: bool) -> tuple[Any, ...]:
        """Return several of something; a threshold or an option is no points, what belongs to it is."""
        if isinstance(form, PairOf):
            at, points = several
            return at, self.held(points, form.second, in_points=in_points)
        if isinstance(form, ByOption):
            return tuple((option, self.held(points, form.form, in_points=in_points)) for option, points in several)
        inner = form.form if isinstance(form, ListOf) else None
        return tuple(self.held(one, inner, in_points=in_points) for one in several)


def _expression(scaling: _Scaling, value: Expr, in_points: bool) -> Expr:
    seen = scaling.seen(value)
    return seen * const(scaling.factor) if in_points else seen


def _nested(scaling: _Scaling, value: Nested, _: bool) -> Nested:
    own = None if value.maximum is None else value.maximum * scaling.factor
    return Nested(scaling.slots(value.rule), own)


_SCALES: Final[Mapping[type, Callable[[_Scaling, Any, bool], Any]]] = {
    Expr: _expression,
    Fraction: lambda scaling, value, in_points: value * scaling.factor if in_points else value,
    Nested: _nested,
}
