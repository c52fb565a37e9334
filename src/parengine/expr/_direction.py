"""
Directions: which way an expression moves when one of its inputs grows, or a `no` becomes a `yes`.

It is a promise about values, not about states: where both ends are known, an expression that goes `up` is not
smaller at the larger answer. `still` is not moved at all; `none` is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal, TypeAlias

from . import _nodes as n
from ._facts import is_nonnegative

Way: TypeAlias = Literal["up", "down", "none", "still"]
Rule: TypeAlias = "Callable[[Any, n.Input], Way]"

_FLIPPED: Final[Mapping[Way, Way]] = {"up": "down", "down": "up", "none": "none", "still": "still"}
_RISING: Final = (">", ">=")
_FALLING: Final = ("<", "<=")


def way_of(expression: n.Expr, asked: n.Input) -> Way:
    """Return which way an expression moves with an input, everything else staying as it is."""
    return _RULES.get(type(expression), _unknown)(expression, asked)


def opposite(way: Way) -> Way:
    """Return the other way."""
    return _FLIPPED[way]


def joined(ways: Iterable[Way]) -> Way:
    """Return the way of what moves with several: theirs where they agree."""
    found = {way for way in ways if way != "still"}
    return found.pop() if len(found) == 1 else "none" if found else "still"


def _unknown(_: n.Expr, __: n.Input) -> Way:
    """Return the way of what nobody has said anything about."""
    return "none"


def _still(_: n.Expr, __: n.Input) -> Way:
    """Return the way of a constant, and of figures of nodes and of the cohort, which are what they are."""
    return "still"


def _with_parts(e: n.Expr, asked: n.Input) -> Way:
    return joined(way_of(part, asked) for part in e.children())


def _product(e: n.Mul, asked: n.Input) -> Way:
    moving = [factor for factor in e.factors if way_of(factor, asked) != "still"]
    others = [factor for factor in e.factors if factor not in moving]
    if all(map(is_nonnegative, moving if len(moving) > 1 else ())) and all(map(is_nonnegative, others)):
        return _with_parts(e, asked)
    negative = len(moving) == 1 and all(isinstance(factor, n.Const) for factor in others)
    return opposite(way_of(moving[0], asked)) if negative else "none" if moving else "still"


def _quotient(e: n.Div, asked: n.Input) -> Way:
    over, under = way_of(e.over, asked), way_of(e.under, asked)
    if not is_nonnegative(e.under):
        return joined((over, under)) if (over, under) == ("still", "still") else "none"
    if under == "still":
        return over
    return joined((over, opposite(under))) if is_nonnegative(e.over) else "none"


def _compared(e: n.Compare, asked: n.Input) -> Way:
    left, right = way_of(e.left, asked), way_of(e.right, asked)
    if e.operator in _RISING:
        return joined((left, opposite(right)))
    if e.operator in _FALLING:
        return joined((opposite(left), right))
    return "still" if left == right == "still" else "none"


def _span(e: n.Days | n.WorkingDays, asked: n.Input) -> Way:
    return joined((way_of(e.end, asked), opposite(way_of(e.start, asked))))


def _choice(e: n.When, asked: n.Input) -> Way:
    """Whichever branch is taken; a condition that moves may change the branch, and nobody knows to what."""
    if way_of(e.condition, asked) != "still":
        return "none"
    return joined((way_of(e.then, asked), way_of(e.otherwise, asked)))


def _tested(e: n.Is, asked: n.Input) -> Way:
    return "still" if way_of(e.of, asked) == "still" else "none"


#: One for every class of node.
_RULES: Final[Mapping[type[n.Expr], Rule]] = {
    **dict.fromkeys((n.Const, n.Truth, n.Day, n.Word, n.Unknown), _still),
    **dict.fromkeys((n.NodeFigure, n.EachFigure, n.CohortFigure, n.TotalFigure, n.Bound), _still),
    n.Input: lambda e, asked: "up" if e is asked else "still",
    n.Add: _with_parts,
    n.Mul: _product,
    n.Div: _quotient,
    n.Floor: _with_parts,
    n.Least: _with_parts,
    n.Most: _with_parts,
    n.NthBest: _with_parts,
    n.Round: _with_parts,
    n.YearOf: _with_parts,
    n.DateOf: _with_parts,
    n.Days: _span,
    n.WorkingDays: _span,
    n.Compare: _compared,
    n.And: _with_parts,
    n.Or: _with_parts,
    n.Not: lambda e, asked: opposite(way_of(e.of, asked)),
    n.Is: _tested,
    n.When: _choice,
    n.Mark: _with_parts,
    n.CountNodes: _with_parts,
}
