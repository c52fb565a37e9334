"""Rebuilding: an expression with other expressions in the place of some of its nodes, typed and folded anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ..errors import ExpressionError
from . import _build as b
from . import _nodes as n


def replace(expression: n.Expr, swap: Callable[[n.Expr], n.Expr | None]) -> n.Expr:
    """Rebuild an expression with `swap(node)` in the place of each node for which it gives one."""
    made: dict[n.Expr, n.Expr] = {}
    for node in n.walk(expression):
        swapped = swap(node)
        made[node] = _rebuilt(node, made) if swapped is None else swapped
    return made[expression]


def _rebuilt(node: n.Expr, made: Mapping[n.Expr, n.Expr]) -> n.Expr:
    if all(made[child] is child for child in node.children()):
        return node
    parts = [
        tuple(made[x] for x in held) if isinstance(held, tuple) else made[held]
        for held in (getattr(node, name) for name in node.parts)
    ]
    return _REBUILD[type(node)](node, *parts)


def _date_again(node: n.DateOf, year: n.Expr) -> n.Expr:
    """Return the date in a year that is known by now; where that is no year, the date is invalid."""
    try:
        return b.date_of(year, node.month, node.day)
    except ExpressionError:
        return b.INVALID


#: How a node with other parts is made; the classes that are not here have no parts.
_REBUILD: Final[Mapping[type[n.Expr], Callable[..., n.Expr]]] = {
    n.Add: lambda _, terms: b.add(*terms),
    n.Mul: lambda _, factors: b.multiply(*factors),
    n.Div: lambda _, over, under: b.INVALID if under is b.ZERO else b.divide(over, under),
    n.Floor: lambda _, of: b.whole(of),
    n.Least: lambda _, of: b.least(*of),
    n.Most: lambda _, of: b.most(*of),
    n.NthBest: lambda node, of: b.nth_best(node.rank, *of),
    n.Round: lambda node, of: b.rounded(of, node.places, node.mode),
    n.YearOf: lambda _, of: b.year_of(of),
    n.DateOf: _date_again,
    n.Days: lambda _, start, end: b.days(start, end),
    n.WorkingDays: lambda node, start, end: b.working_days(start, end, node.calendar),
    n.Compare: lambda node, left, right: b.compare(node.operator, left, right),
    n.And: lambda _, of: b.and_(*of),
    n.Or: lambda _, of: b.or_(*of),
    n.Not: lambda _, of: b.not_(of),
    n.Is: lambda node, of: b.is_in(node.state, of),
    n.When: lambda _, condition, then, otherwise: b.when(condition, then, otherwise),
    n.Mark: lambda node, of: b.note(of, node.tag.effect, node.tag.clause),
    n.CountNodes: lambda node, condition: b.count_nodes(node.code, condition),
    n.CohortFigure: lambda node, of: b.cohort(node.figure, of),
}
