"""
What is known of values before any answer is: which states they may be in, how low they may go.

`Knowledge` holds it for the bindings of a programme; a `Branch` adds what the conditions around say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final, TypeAlias

from attrs import define, field, frozen

from ..types import State, ValueType
from . import _nodes as n
from ._domain import NEVER
from ._facts import Facts

States: TypeAlias = frozenset[State]

NONE: Final[States] = frozenset()
ALL: Final[States] = frozenset(State)
UNANSWERED: Final[States] = frozenset((State.MISSING, State.INVALID))

#: Nodes that have a value whenever their parts have one.
STRICT: Final = (n.Add, n.Mul, n.Floor, n.Least, n.Most, n.NthBest, n.Round, n.Compare, n.Not)
#: Nodes that may turn out invalid although their parts are known.
FRAGILE: Final = (n.Div, n.YearOf, n.DateOf, n.Days, n.WorkingDays)


@frozen(eq=False)
class Branch:
    """One branch of an expression: states that are excluded there, and facts about numbers."""

    excluded: Mapping[n.Expr, States] = field(factory=dict)
    facts: Facts = field(factory=Facts)
    possible: dict[n.Expr, States] = field(factory=dict, init=False)

    def without(self, states: States, *expressions: n.Expr) -> Branch:
        """Return the branch in which `expressions` are not in any of `states`."""
        more = {e: self.excluded.get(e, NONE) | states for e in expressions}
        return Branch({**self.excluded, **more}, self.facts)

    def sound(self, e: n.Expr) -> bool:
        """Return whether a fragile node cannot fail here."""
        if isinstance(e, n.Div):
            return self.facts.nonzero(e.under)
        if isinstance(e, n.DateOf):
            return isinstance(e.year, n.Input) and e.year.origin == "period"
        return not any(_may_be_never(node) for node in n.walk(e))

    def in_line(self, e: n.Expr) -> bool:
        """Return whether a node has a value here whenever its parts have one."""
        return isinstance(e, STRICT) or (isinstance(e, FRAGILE) and self.sound(e))

    def strict_parts(self, e: n.Expr) -> Iterator[n.Expr]:
        """Yield an expression and all that must be known for it to be known."""
        stack, seen = [e], set[n.Expr]()
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                yield node
                stack.extend(node.children() if self.in_line(node) else ())


def _may_be_never(node: n.Expr) -> bool:
    if isinstance(node, n.Input):
        return node.domain.never
    return (isinstance(node, n.Day) and node.ordinal == NEVER) or (
        isinstance(node, n.Bound) and node.type is ValueType.DATE
    )


@define
class Knowledge:
    """What is known of the bindings met so far, by name."""

    states: dict[str, States] = field(factory=dict)
    lowest: dict[str, Fraction | None] = field(factory=dict)

    def possible(self, e: n.Expr, branch: Branch) -> States:
        """Return the states that an expression may be in, whatever the answers are."""
        found = branch.possible.get(e)
        if found is None:
            found = self._possible(e, branch) - branch.excluded.get(e, NONE)
            branch.possible[e] = found
        return found

    def _possible(self, e: n.Expr, branch: Branch) -> States:
        special = _POSSIBLE.get(type(e))
        if special is not None:
            return special(self, e, branch)
        below = NONE.union(*(self.possible(child, branch) for child in e.children()))
        return below | {State.INVALID} if isinstance(e, FRAGILE) and not branch.sound(e) else below

    def after(self, condition: n.Expr, branch: Branch, *, holds: bool) -> Branch:
        """Return what is known in the branch of a condition that holds, or does not."""
        excluded = dict(branch.excluded)
        self._learn(condition, branch, excluded, holds=holds)
        return Branch(excluded, branch.facts.after(condition, holds))

    def _learn(self, condition: n.Expr, branch: Branch, excluded: dict[n.Expr, States], *, holds: bool) -> None:
        if not holds and State.NOT_APPLICABLE in self.possible(condition, branch):
            return
        if isinstance(condition, n.Not):
            self._learn(condition.of, branch, excluded, holds=not holds)
        elif isinstance(condition, n.And | n.Or):
            if isinstance(condition, n.And) is holds:
                for each in condition.of:
                    self._learn(each, branch, excluded, holds=holds)
        elif isinstance(condition, n.Is):
            if not holds:
                excluded[condition.of] = excluded.get(condition.of, NONE) | {condition.state}
        else:
            excluded.update((part, ALL) for part in branch.strict_parts(condition))

    def floor(self, expression: n.Expr) -> Fraction | None:
        """Return a number that a value is never below, None where none is known."""
        found: dict[n.Expr, Fraction | None] = {}
        for node in n.walk(expression):
            rule = _FLOORS.get(type(node))
            found[node] = rule(node, found, self) if rule else None
        return found[expression]


def _possible_of_choice(knowledge: Knowledge, e: n.When, branch: Branch) -> States:
    test = knowledge.possible(e.condition, branch) - {State.NOT_APPLICABLE}
    chosen = knowledge.possible(e.then, knowledge.after(e.condition, branch, holds=True))
    return test | chosen | knowledge.possible(e.otherwise, knowledge.after(e.condition, branch, holds=False))


_POSSIBLE: Final[Mapping[type[n.Expr], Callable[[Knowledge, Any, Branch], States]]] = {
    n.Input: lambda _, e, __: NONE if e.origin == "period" else UNANSWERED,
    n.Bound: lambda knowledge, e, _: knowledge.states[e.name],
    n.Unknown: lambda _, e, __: frozenset((e.state,)),
    n.Is: lambda _, __, ___: NONE,
    n.When: _possible_of_choice,
}


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
    floors = [found[child] for child in children if not _is_state(child)]
    return None if not floors or None in floors else min(f for f in floors if f is not None)


def _is_state(e: n.Expr) -> bool:
    while isinstance(e, n.Mark):
        e = e.of
    return isinstance(e, n.Unknown)


def _floor_of_most(node: n.Most, found: Floors, _: Knowledge) -> Fraction | None:
    return max((f for f in (found[child] for child in node.of) if f is not None), default=None)


def _floor_of_choice(node: n.When, found: Floors, knowledge: Knowledge) -> Fraction | None:
    """Return the lower of the branches; `when(x < limit, then, x)` is never below a limit that applies."""
    test, branches = node.condition, {node.then: found[node.then], node.otherwise: found[node.otherwise]}
    if isinstance(test, n.Compare) and (test.operator, test.left) == ("<", node.otherwise):
        applies = State.NOT_APPLICABLE not in knowledge.possible(test.right, Branch())
        branches[node.otherwise] = found[test.right] if applies else found[node.otherwise]
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
