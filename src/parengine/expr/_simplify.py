"""
What can be known of bindings before any answer is: which states they may be in, how low they may go.

`simplified` folds what follows from that: constants and other names of the same thing take the place of
references, and tests for states that cannot occur vanish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, Final, TypeAlias

from attrs import define, field

from ..types import State, ValueType
from . import _nodes as n
from ._build import LITERALS, NO, replace

States: TypeAlias = frozenset[State]

NONE: Final[States] = frozenset()
UNANSWERED: Final[States] = frozenset((State.MISSING, State.INVALID))


@define
class Knowledge:
    """What is known of the bindings met so far, by name; `sure` holds expressions that are known here."""

    states: dict[str, States] = field(factory=dict)
    lowest: dict[str, Fraction | None] = field(factory=dict)

    def possible(self, expression: n.Expr) -> States:
        """Return the states that an expression may be in, whatever the answers are."""
        found: dict[n.Expr, States] = {}
        for node in n.walk(expression):
            found[node] = _possible(node, found, self)
        return found[expression]

    def floor(self, expression: n.Expr) -> Fraction | None:
        """Return a number that a value is never below, None where none is known."""
        found: dict[n.Expr, Fraction | None] = {}
        for node in n.walk(expression):
            rule = _FLOORS.get(type(node))
            found[node] = rule(node, found, self) if rule else None
        return found[expression]


def simplified(bindings: Iterable[tuple[str, n.Expr]]) -> tuple[tuple[tuple[str, n.Expr], ...], Knowledge]:
    """Return the bindings with everything folded that holds for all answers, and what is known of them."""
    knowledge, folded = Knowledge(), dict[str, n.Expr]()
    for name, expression in bindings:
        simple = replace(expression, _folding(folded, knowledge))
        folded[name] = simple
        knowledge.states[name] = knowledge.possible(simple)
        knowledge.lowest[name] = knowledge.floor(simple)
    return tuple(folded.items()), knowledge


def _folding(folded: Mapping[str, n.Expr], knowledge: Knowledge) -> Callable[[n.Expr], n.Expr | None]:
    def swap(node: n.Expr) -> n.Expr | None:
        if isinstance(node, n.Bound):
            return folded[node.name] if isinstance(folded[node.name], (*LITERALS, n.Bound, n.Unknown)) else None
        if isinstance(node, n.Is):
            return NO if node.state not in knowledge.possible(node.of) else None
        return NO if isinstance(node, n.Compare) and _never_zero(node, knowledge) else None

    return swap


def _never_zero(node: n.Compare, knowledge: Knowledge) -> bool:
    """Return whether an equation with 0 can never hold, and its other side is always known."""
    if node.operator != "=" or not (isinstance(node.right, n.Const) and node.right.value == 0):
        return False
    floor = knowledge.floor(node.left)
    return floor is not None and floor > 0 and not knowledge.possible(node.left)


def _possible(node: n.Expr, found: Mapping[n.Expr, States], knowledge: Knowledge) -> States:
    if isinstance(node, n.Input):
        return NONE if node.origin == "period" else UNANSWERED
    if isinstance(node, n.Bound):
        return knowledge.states[node.name]
    if isinstance(node, n.Unknown):
        return frozenset((node.state,))
    if isinstance(node, n.Is):
        return NONE
    below = NONE.union(*(found[child] for child in node.children()))
    if isinstance(node, n.When):
        return (found[node.condition] - {State.NOT_APPLICABLE}) | found[node.then] | found[node.otherwise]
    return below | {State.INVALID} if isinstance(node, (n.Div, n.YearOf, n.DateOf, n.Days, n.WorkingDays)) else below


Floors: TypeAlias = "Mapping[n.Expr, Fraction | None]"


def _floor_of_sum(node: n.Add, found: Floors, _: Knowledge) -> Fraction | None:
    floors = [found[term] for term in node.terms]
    return None if None in floors else sum((f for f in floors if f is not None), Fraction(0))


def _floor_of_product(node: n.Mul, found: Floors, _: Knowledge) -> Fraction | None:
    product = Fraction(1)
    for floor in (found[factor] for factor in node.factors):
        if floor is None or floor < 0:
            return None
        product *= floor
    return product


def _floor_of_quotient(node: n.Div, found: Floors, _: Knowledge) -> Fraction | None:
    over, under = found[node.over], found[node.under]
    return Fraction(0) if over is not None and under is not None and over >= 0 and under >= 0 else None


def _floor_of_all(children: Iterable[n.Expr], found: Floors) -> Fraction | None:
    """Return the lowest of several floors, None where one is unknown; a state has no value to be low."""
    floors = [found[child] for child in children if not isinstance(child, n.Unknown)]
    return None if not floors or None in floors else min(f for f in floors if f is not None)


def _floor_of_most(node: n.Most, found: Floors, _: Knowledge) -> Fraction | None:
    return max((f for f in (found[child] for child in node.of) if f is not None), default=None)


def _floor_of_choice(node: n.When, found: Floors, _: Knowledge) -> Fraction | None:
    """Return the lower of the branches; `when(x < limit, then, x)` is never below the limit."""
    test, branches = node.condition, {node.then: found[node.then], node.otherwise: found[node.otherwise]}
    if isinstance(test, n.Compare) and test.operator == "<" and test.left is node.otherwise:
        branches[node.otherwise] = found[test.right]
    return _floor_of_all((node.then, node.otherwise), branches)


def _floor_of_rounded(node: n.Round, found: Floors, _: Knowledge) -> Fraction | None:
    floor = found[node.of]
    return Fraction(0) if floor is not None and floor >= 0 else None


_FLOORS: Final[Mapping[type[n.Expr], Callable[[Any, Floors, Knowledge], Fraction | None]]] = {
    n.Const: lambda node, _, __: node.value,
    n.Input: lambda node, _, __: node.domain.read_limits()[0] if node.type is ValueType.NUMBER else None,
    n.Bound: lambda node, _, knowledge: knowledge.lowest[node.name],
    n.Add: _floor_of_sum,
    n.Mul: _floor_of_product,
    n.Div: _floor_of_quotient,
    n.Least: lambda node, found, _: _floor_of_all(node.of, found),
    n.Most: _floor_of_most,
    n.NthBest: lambda node, found, _: _floor_of_all(node.of, found),
    n.Round: _floor_of_rounded,
    n.When: _floor_of_choice,
    n.Mark: lambda node, found, _: _floor_of_all((node.of,), found),
}
