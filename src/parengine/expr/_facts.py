"""
What is known of values where an expression is read: which cannot be 0, which cannot be negative.

Some of it follows from the domains of the inputs, some from the conditions of the `when` around. A fact speaks of a
value: of an expression that is missing, invalid or not applicable it says nothing, and a division by such an
expression has its state and is no division by zero.

>>> from parengine.expr import Domain, answer
>>> received = answer("received", Domain("count", low=0, high=100))
>>> Facts().nonzero(received), Facts().after(received > 0, holds=True).nonzero(received)
(False, True)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias

from attrs import field, frozen

from ..types import State, ValueType
from . import _build as b
from . import _nodes as n

#: An expression; a sum by its terms in any order; a difference by its two sides.
Key: TypeAlias = "n.Expr | tuple[n.Expr, ...] | tuple[str, n.Expr, n.Expr]"
Fact: TypeAlias = tuple[Literal["nonzero", "nonnegative"], Key]
Known: TypeAlias = frozenset[Fact]

_NOTHING: Final[Known] = frozenset()


@frozen
class Facts:
    """
    What holds at one place of an expression, beside what holds everywhere by the inputs' domains.

    A value: `after` gives another. What was asked once is remembered, so keep no `Facts` longer than the work
    on one programme.
    """

    known: Known = _NOTHING
    _answers: dict[Fact, bool] = field(factory=dict, init=False, eq=False, repr=False)

    def after(self, condition: n.Expr, holds: bool) -> Facts:
        """
        Return what is known in a branch of `when(condition, …)`.

        The first branch is read when the condition holds; the other when it does not hold, or does not apply.
        """
        return self._with(learned(condition, self, holds=holds, sure=holds))

    def beside(self, conditions: Iterable[n.Expr], holds: bool) -> Facts:
        """
        Return what is known inside the conditions of one `and` (`holds`) or one `or` (not `holds`).

        All of them are read; there is no short cut. But either one of them decides, and then the others do not
        matter, or none does, and then each of them holds (does not hold) or is unknown.
        """
        return self._with(
            _NOTHING.union(*(learned(condition, self, holds=holds, sure=False) for condition in conditions))
        )

    def _with(self, more: Known) -> Facts:
        return self if more <= self.known else Facts(self.known | more)

    def nonzero(self, expression: n.Expr) -> bool:
        """Return whether a value of `expression` is certainly not 0."""
        return self._holds("nonzero", expression)

    def nonnegative(self, expression: n.Expr) -> bool:
        """Return whether a value of `expression` is certainly 0 or more."""
        return self._holds("nonnegative", expression)

    def positive(self, expression: n.Expr) -> bool:
        """Return whether a value of `expression` is certainly above 0."""
        return self.nonnegative(expression) and self.nonzero(expression)

    def not_never(self, date: n.Expr) -> bool:
        """Return whether a date is certainly not `never`."""
        if isinstance(date, n.When):
            return all(known.not_never(branch) for known, branch in _branches(self, date))
        if isinstance(date, n.Mark):
            return self.not_never(date.of)
        if isinstance(date, n.Input):
            return not date.domain.never or ("nonzero", ("-", date, b.NEVER_DAY)) in self.known
        return date is not b.NEVER_DAY and not isinstance(date, n.Bound)

    def _holds(self, sign: Literal["nonzero", "nonnegative"], expression: n.Expr) -> bool:
        fact: Fact = (sign, expression)
        found = self._answers.get(fact)
        if found is None:
            rule = _RULES[sign].get(type(expression))
            learnt = any((sign, key) in self.known for key in _keys(expression)) if self.known else False
            found = self._answers[fact] = learnt or (rule is not None and rule(self, expression))
        return found


def is_nonnegative(expression: n.Expr, facts: Facts | None = None) -> bool:
    """Return whether a value of `expression` is certainly 0 or more, by the domains of its inputs."""
    return (facts or Facts()).nonnegative(expression)


def may_be_zero(expression: n.Expr, facts: Facts | None = None) -> bool:
    """Return whether a value of `expression` might be 0, as far as can be told."""
    return not (facts or Facts()).nonzero(expression)


def learned(condition: n.Expr, facts: Facts, *, holds: bool, sure: bool) -> Known:
    """
    Return what follows from a condition that holds, or does not.

    Not `sure` means that it may also be unknown. Then of `a < b` only the difference is known not to be 0: where
    the condition is unknown because of `b`, nothing at all is known of `a`.
    """
    rule = _LESSONS.get(type(condition))
    return rule(condition, facts, holds, sure) if rule else _NOTHING


def _from_all(condition: Any, facts: Facts, holds: bool, sure: bool) -> Known:
    return _NOTHING.union(*(learned(one, facts, holds=holds, sure=sure) for one in condition.of))


def _from_some(condition: Any, facts: Facts, holds: bool, sure: bool) -> Known:
    first, *others = (learned(one, facts, holds=holds, sure=sure) for one in condition.of)
    return first.intersection(*others)


def _from_test(condition: n.Is, _facts: Facts, holds: bool, _sure: bool) -> Known:
    """Return that a quotient which is not invalid was not divided by 0."""
    if condition.state is State.INVALID and not holds and isinstance(condition.of, n.Div):
        return frozenset({("nonzero", _key(condition.of.under))})
    return _NOTHING


def _from_comparison(condition: n.Compare, facts: Facts, holds: bool, sure: bool) -> Known:
    rule = _COMPARED.get(condition.left.type or condition.right.type)
    if rule is None:
        return _NOTHING
    sign = condition.operator if holds else _CONTRARY[condition.operator]
    above, below = condition.left, condition.right
    if sign[0] == "<":
        sign, above, below = _TURNED[sign], below, above
    return frozenset(rule(sign, above, below, facts, sure))


_CONTRARY: Final[Mapping[str, str]] = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_TURNED: Final[Mapping[str, str]] = {"<": ">", "<=": ">="}


def _always_known(expression: n.Expr) -> bool:
    """Return whether an expression has a value whatever the answers: a literal, or made of the assessed year."""
    if isinstance(expression, n.DateOf):
        return _always_known(expression.year)
    return isinstance(expression, b.LITERALS) or (isinstance(expression, n.Input) and expression.origin == "period")


def _from_numbers(sign: str, above: n.Expr, below: n.Expr, facts: Facts, sure: bool) -> Iterator[Fact]:
    """Yield what follows from `above sign below`, where the sign is one of = != > >=."""
    if sign in ("!=", ">"):
        yield "nonzero", ("-", above, below)
        yield "nonzero", ("-", below, above)
    if sign != "!=":
        yield "nonnegative", ("-", above, below)
    if sure or _always_known(below):
        yield from _of_greater(sign, above, below, facts)
    if sure or _always_known(above):
        yield from _of_lesser(sign, above, below, facts)


def _of_greater(sign: str, above: n.Expr, below: n.Expr, facts: Facts) -> Iterator[Fact]:
    key, low = _key(above), facts.nonnegative(below)
    if low and sign != "!=":
        yield "nonnegative", key
    if (low and sign == ">") or (low and sign == ">=" and facts.nonzero(below)) or _differs(sign, below, facts):
        yield "nonzero", key


def _of_lesser(sign: str, above: n.Expr, below: n.Expr, facts: Facts) -> Iterator[Fact]:
    key = _key(below)
    if sign == "=" and facts.nonnegative(above):
        yield "nonnegative", key
    limit = above.value if isinstance(above, n.Const) else None
    negative = limit is not None and (limit < 0 or (limit == 0 and sign == ">"))
    if (negative and sign != "!=") or _differs(sign, above, facts):
        yield "nonzero", key


def _differs(sign: str, other: n.Expr, facts: Facts) -> bool:
    """Return whether what equals `other`, or differs from it, is not 0 for that reason."""
    return (sign == "=" and facts.nonzero(other)) or (sign == "!=" and other is b.ZERO)


def _from_dates(sign: str, above: n.Expr, below: n.Expr, facts: Facts, sure: bool) -> Iterator[Fact]:
    """Yield which date is not `never`, the latest of all: the one that comes before another, or differs from it."""
    if sign == "!=":
        yield "nonzero", ("-", above, below)
        yield "nonzero", ("-", below, above)
    earlier = sign == ">" or (sign in (">=", "=") and facts.not_never(above))
    if earlier and (sure or _always_known(above)):
        yield "nonzero", ("-", below, b.NEVER_DAY)
    if sign == "=" and facts.not_never(below) and (sure or _always_known(below)):
        yield "nonzero", ("-", above, b.NEVER_DAY)


_COMPARED: Final[Mapping[ValueType | None, Callable[[str, n.Expr, n.Expr, Facts, bool], Iterator[Fact]]]] = {
    ValueType.NUMBER: _from_numbers,
    ValueType.DATE: _from_dates,
}
_LESSONS: Final[Mapping[type[n.Expr], Callable[[Any, Facts, bool, bool], Known]]] = {
    n.Compare: _from_comparison,
    n.And: lambda c, facts, holds, sure: (_from_all if holds else _from_some)(c, facts, holds, sure),
    n.Or: lambda c, facts, holds, sure: (_from_some if holds else _from_all)(c, facts, holds, sure),
    n.Not: lambda c, facts, holds, sure: learned(c.of, facts, holds=not holds, sure=sure),
    n.Mark: lambda c, facts, holds, sure: learned(c.of, facts, holds=holds, sure=sure),
    n.Is: _from_test,
}


def _key(expression: n.Expr) -> Key:
    return tuple(sorted(expression.terms, key=id)) if isinstance(expression, n.Add) else expression


def _keys(expression: n.Expr) -> Iterator[Key]:
    yield _key(expression)
    for above, below in _differences(expression):
        yield "-", above, below


def _differences(expression: n.Expr) -> Iterator[tuple[n.Expr, n.Expr]]:
    """Yield the ways in which a sum of two terms is a difference."""
    if isinstance(expression, n.Add) and len(expression.terms) == len(("above", "below")):
        for one, other in (expression.terms, expression.terms[::-1]):
            if _factor(other) < 0:
                yield one, b.multiply(-1, other)


def _factor(term: n.Expr) -> Fraction:
    """Return the constant that a term is multiplied by."""
    first = term.factors[0] if isinstance(term, n.Mul) else term
    return first.value if isinstance(first, n.Const) else Fraction(1)


def _limits(expression: n.Expr) -> tuple[Fraction | None, Fraction | None]:
    """Return the lowest and highest value of a constant, an input, or an input times a positive constant."""
    if isinstance(expression, n.Const):
        return expression.value, expression.value
    if isinstance(expression, n.Input):
        return expression.domain.read_limits()
    if isinstance(expression, n.Mul) and len(expression.factors) == len(("constant", "input")):
        factor, (low, high) = _factor(expression), _limits(expression.factors[1])
        if factor > 0 and isinstance(expression.factors[0], n.Const):
            return None if low is None else factor * low, None if high is None else factor * high
    return None, None


def _margins(expression: n.Expr) -> Iterator[Fraction]:
    """Yield how far apart the two sides of a difference stay, the first above the second."""
    for above, below in _differences(expression):
        low, high = _limits(above)[0], _limits(below)[1]
        if low is not None and high is not None:
            yield low - high


def _branches(facts: Facts, choice: n.When) -> Iterator[tuple[Facts, n.Expr]]:
    """Yield what a choice may give with what is known there; a chain of choices is followed to its end."""
    rest: n.Expr = choice
    while isinstance(rest, n.When):
        yield facts.after(rest.condition, holds=True), rest.then
        facts, rest = facts.after(rest.condition, holds=False), rest.otherwise
    yield facts, rest


def _sum_is_nonzero(facts: Facts, node: n.Add) -> bool:
    if all(map(facts.nonnegative, node.terms)):
        return any(map(facts.nonzero, node.terms))
    return any(margin > 0 for margin in _margins(node))


def _sum_is_nonnegative(facts: Facts, node: n.Add) -> bool:
    return all(map(facts.nonnegative, node.terms)) or any(margin >= 0 for margin in _margins(node))


def _input_is_nonzero(_facts: Facts, node: n.Input) -> bool:
    low, high = node.domain.read_limits()
    return (low is not None and low > 0) or (high is not None and high < 0)


def _input_is_nonnegative(_facts: Facts, node: n.Input) -> bool:
    low = node.domain.read_limits()[0]
    return low is not None and low >= 0


def _best_is_nonzero(facts: Facts, node: n.Most | n.NthBest) -> bool:
    rank = node.rank if isinstance(node, n.NthBest) else 1
    return all(map(facts.nonzero, node.of)) or sum(map(facts.positive, node.of)) >= rank


def _best_is_nonnegative(facts: Facts, node: n.Most | n.NthBest) -> bool:
    rank = node.rank if isinstance(node, n.NthBest) else 1
    return sum(map(facts.nonnegative, node.of)) >= rank


def _figure_is_nonnegative(_facts: Facts, node: n.NodeFigure | n.EachFigure) -> bool:
    return node.figure != "status"


#: For each node class, when its value is not 0; a class that is not here may always be 0.
_NONZERO: Final[Mapping[type[n.Expr], Callable[[Facts, Any], bool]]] = {
    n.Const: lambda _, node: node.value != 0,
    n.Unknown: lambda _, __: True,
    n.Input: _input_is_nonzero,
    n.Add: _sum_is_nonzero,
    n.Mul: lambda facts, node: all(map(facts.nonzero, node.factors)),
    n.Div: lambda facts, node: facts.nonzero(node.over),
    n.Least: lambda facts, node: all(map(facts.nonzero, node.of)),
    n.Most: _best_is_nonzero,
    n.NthBest: _best_is_nonzero,
    n.YearOf: lambda _, __: True,
    n.When: lambda facts, node: all(known.nonzero(branch) for known, branch in _branches(facts, node)),
    n.Mark: lambda facts, node: facts.nonzero(node.of),
}
#: For each node class, when its value is not negative; a class that is not here may always be.
_NONNEGATIVE: Final[Mapping[type[n.Expr], Callable[[Facts, Any], bool]]] = {
    n.Const: lambda _, node: node.value >= 0,
    n.Unknown: lambda _, __: True,
    n.Input: _input_is_nonnegative,
    n.Add: _sum_is_nonnegative,
    n.Mul: lambda facts, node: all(map(facts.nonnegative, node.factors)),
    n.Div: lambda facts, node: facts.nonnegative(node.over) and facts.nonnegative(node.under),
    n.Floor: lambda facts, node: facts.nonnegative(node.of),
    n.Least: lambda facts, node: all(map(facts.nonnegative, node.of)),
    n.Most: _best_is_nonnegative,
    n.NthBest: _best_is_nonnegative,
    n.Round: lambda facts, node: facts.nonnegative(node.of),
    n.YearOf: lambda _, __: True,
    n.When: lambda facts, node: all(known.nonnegative(branch) for known, branch in _branches(facts, node)),
    n.Mark: lambda facts, node: facts.nonnegative(node.of),
    n.CountNodes: lambda _, __: True,
    n.CohortFigure: lambda facts, node: node.figure in ("rank", "count") or facts.nonnegative(node.of),
    n.NodeFigure: _figure_is_nonnegative,
    n.EachFigure: _figure_is_nonnegative,
    n.TotalFigure: lambda _, __: True,
}
_RULES: Final = {"nonzero": _NONZERO, "nonnegative": _NONNEGATIVE}
