"""
What in an expression is likely to go wrong, found before any answer is.

A division by zero is invalid, and so are days to `never`; both must be excluded by a condition around. A percent
input is read as a share, so a bare number above 1 beside it is seldom meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final, TypeAlias

from .._numbers import exact_text
from .._sentences import figure, say
from . import _nodes as n
from ._facts import Facts, is_nonnegative, may_be_zero
from ._show import show

__all__ = [
    "Facts",
    "is_nonnegative",
    "may_be_zero",
    "never_suspicions",
    "percent_suspicions",
    "unguarded_divisions",
]

Place: TypeAlias = tuple[n.Expr, Facts]


def unguarded_divisions(expression: n.Expr, facts: Facts | None = None) -> Iterator[n.Div]:
    """
    Yield each division whose denominator may be 0 where nothing around excludes it.

    `facts` is what the place of the expression excludes. Conditions of `when` exclude for its branches. Inside
    `and` and `or` all conditions are read, but `b > 0 and a / b > 1` is safe all the same: where b is 0 the first
    condition decides, and an invalid second one does not matter. What `is invalid` asks about cannot do harm.
    """
    divisions = (
        node
        for node, known in _read_places(expression, (n.Div,), facts or Facts())
        if isinstance(node, n.Div) and not known.nonzero(node.under)
    )
    return iter(dict.fromkeys(divisions))


def never_suspicions(expression: n.Expr, facts: Facts | None = None) -> Iterator[str]:
    """Yield a sentence for each date that may be `never` where that would make days or a year invalid."""
    found: dict[str, None] = {}
    for node, known in _read_places(expression, (n.Days, n.WorkingDays, n.YearOf), facts or Facts()):
        found.update((_never(date, node), None) for date in node.children() if not known.not_never(date))
    return iter(found)


def _never(date: n.Expr, node: n.Expr) -> str:
    return say(
        "'{date}' may be 'never', which makes '{node}' invalid; ask first whether it is",
        date=show(date),
        node=show(node),
    )


def _read_places(expression: n.Expr, classes: tuple[type[n.Expr], ...], facts: Facts) -> Iterator[Place]:
    """Yield each node of some classes wherever it is read, with what is known there."""
    holding = _holding(expression, classes)
    seen: set[Place] = set()
    places = [(expression, facts)]
    while places:
        place = places.pop()
        node, known = place
        if node not in holding or place in seen:
            continue
        seen.add(place)
        if isinstance(node, classes):
            yield place
        inside = _INSIDE.get(type(node), _everywhere)
        places.extend(reversed(list(inside(node, known))))


def _holding(expression: n.Expr, classes: tuple[type[n.Expr], ...]) -> set[n.Expr]:
    """Return the nodes that are of some classes or have one below them."""
    holding: set[n.Expr] = set()
    for node in n.walk(expression):
        if isinstance(node, classes) or any(child in holding for child in node.children()):
            holding.add(node)
    return holding


def _everywhere(node: n.Expr, known: Facts) -> Iterator[Place]:
    return ((child, known) for child in node.children())


def _in_branches(node: n.When, known: Facts) -> Iterator[Place]:
    yield node.condition, known
    yield node.then, known.after(node.condition, holds=True)
    yield node.otherwise, known.after(node.condition, holds=False)


def _in_all(node: n.And, known: Facts) -> Iterator[Place]:
    beside = known.beside(node.of, holds=True)
    return ((child, beside) for child in node.of)


def _in_some(node: n.Or, known: Facts) -> Iterator[Place]:
    beside = known.beside(node.of, holds=False)
    return ((child, beside) for child in node.of)


def _nowhere(_node: n.Is, _known: Facts) -> Iterator[Place]:
    return iter(())


#: Where more is known of the parts of a node than of the node; a test for a state is never itself in one.
_INSIDE: Final[Mapping[type[n.Expr], Callable[[Any, Facts], Iterator[Place]]]] = {
    n.When: _in_branches,
    n.And: _in_all,
    n.Or: _in_some,
    n.Is: _nowhere,
}


def percent_suspicions(expression: n.Expr) -> Iterator[str]:
    """
    Yield a sentence for each number beside a percent that no percent of its domain reaches.

    That is `disbursed >= 80` or `min(disbursed, 100)`: 79.7 is read as 0.797. A bare number that could be meant,
    such as 2 beside a percent of up to 250, is refused in a text, where it can be told from `200 %`.
    """
    for node in n.walk(expression):
        beside = _BESIDE.get(type(node))
        for one, number in beside(node) if beside else ():
            most = _most_percent(one)
            if most is not None and number > max(most, Fraction(1)):
                yield _suspicion(one, number, node)


def _suspicion(one: n.Expr, number: Fraction, node: n.Expr) -> str:
    return say(
        "'{percent}' is a percent and 79.7 is read as 0.797, so that {number} in '{node}' is {read} %;"
        " write '{written} %'",
        percent=show(one),
        number=figure(number),
        node=show(node),
        read=figure(number * 100),
        written=exact_text(number),
    )


def _compared(node: n.Compare) -> Iterator[tuple[n.Expr, Fraction]]:
    for one, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(other, n.Const):
            yield one, abs(other.value)


def _added(node: n.Add) -> Iterator[tuple[n.Expr, Fraction]]:
    *terms, last = node.terms
    if isinstance(last, n.Const) and all(_most_percent(term) is not None for term in terms):
        yield from ((term, abs(last.value)) for term in terms[:1])


def _limited(node: n.Least | n.Most) -> Iterator[tuple[n.Expr, Fraction]]:
    last = node.of[-1]
    if isinstance(last, n.Const):
        yield from ((one, abs(last.value)) for one in node.of[:-1])


_BESIDE: Final[Mapping[type[n.Expr], Callable[[Any], Iterator[tuple[n.Expr, Fraction]]]]] = {
    n.Compare: _compared,
    n.Add: _added,
    n.Least: _limited,
    n.Most: _limited,
}


def _most_percent(expression: n.Expr) -> Fraction | None:
    """Return the most that sums and differences of percent inputs can come to, None for anything else."""
    if isinstance(expression, n.Input) and expression.domain.kind == "percent":
        low, high = expression.domain.read_limits()
        return max(abs(low or Fraction(0)), abs(Fraction(1) if high is None else high))
    if isinstance(expression, n.Mul):
        factor, *others = expression.factors
        if isinstance(factor, n.Const) and abs(factor.value) <= 1 and len(others) == 1:
            return _most_percent(others[0])
    if isinstance(expression, (n.Add, n.Least, n.Most, n.NthBest)):
        found = [_most_percent(child) for child in expression.children()]
        return None if None in found else sum((most for most in found if most is not None), Fraction(0))
    return None
