"""
Spans: between which two numbers a value lies wherever it is known, by domains and by what the branch around it says.

Both sides of a choice are computed for every unit, so a quotient is also worked out where the choice has ruled it
out and it may be huge. The span says what it can be where it matters; outside it, it may be cut off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import Any, Final

from attrs import field, frozen

from ..._numbers import Rounding
from ...types import ValueType
from .. import _nodes as n
from .._build import ONE, multiply
from .._facts import Known
from .._known import Branch, Knowledge


@frozen
class Span:
    """The lowest and the highest, None where there is no limit."""

    low: Fraction | None = None
    high: Fraction | None = None


ANYTHING: Final = Span()
_NOT_NEGATIVE: Final = Span(Fraction(0), None)


def with_a_whole(span: Span) -> Span:
    """
    Return a span that is widened downwards to hold a whole number, where it holds none.

    A pair is cut off in whole numbers: only where one lies within, every denominator has a numerator within.
    """
    if span.low is None or span.high is None or ceil(span.low) <= floor(span.high):
        return span
    return Span(Fraction(floor(span.low)), span.high)


def _both(one: Fraction | None, other: Fraction | None, pick: Callable[..., Fraction]) -> Fraction | None:
    if one is None or other is None:
        return other if one is None else one
    return pick(one, other)


def within(one: Span, other: Span) -> Span:
    """Return the span of what lies in both."""
    if one is ANYTHING or other is ANYTHING:
        return other if one is ANYTHING else one
    return Span(_both(one.low, other.low, max), _both(one.high, other.high, min))


def hull(spans: Iterable[Span]) -> Span:
    """Return the span of what lies in one of several."""
    found = list(spans)
    if not found:
        return ANYTHING
    lows, highs = [span.low for span in found], [span.high for span in found]
    low = None if None in lows else min(low for low in lows if low is not None)
    return Span(low, None if None in highs else max(high for high in highs if high is not None))


@frozen(eq=False)
class Spans:
    """The spans of expressions in a programme; `bound` has those of its bindings."""

    knowledge: Knowledge
    bound: dict[str, Span] = field(factory=dict)
    _asked: dict[tuple[n.Expr, int], tuple[Branch, Span]] = field(factory=dict)
    _learnt: dict[int, tuple[Known, Mapping[n.Expr, Span]]] = field(factory=dict)

    def of(self, e: n.Expr, branch: Branch) -> Span:
        """Return between what a number lies where it is known in this branch."""
        key = (e, id(branch))
        if key not in self._asked:
            rule = _RULES.get(type(e))
            found = within(rule(self, e, branch) if rule else ANYTHING, self._told(branch.facts.known).get(e, ANYTHING))
            self._asked[key] = branch, within(found, _NOT_NEGATIVE) if branch.facts.nonnegative(e) else found
        return self._asked[key][1]

    def _told(self, known: Known) -> Mapping[n.Expr, Span]:
        """Return what the facts of a branch say of expressions compared with constants."""
        if id(known) not in self._learnt:
            found: dict[n.Expr, Span] = {}
            for sign, key in known:
                for e, span in _lesson(sign, key):
                    found[e] = within(found.get(e, ANYTHING), span)
            self._learnt[id(known)] = known, found
        return self._learnt[id(known)][1]


def _lesson(sign: str, key: Any) -> Iterable[tuple[n.Expr, Span]]:
    if sign == "nonnegative" and isinstance(key, tuple) and key[0] == "-":
        _, above, below = key
        if isinstance(above, n.Const):
            yield from _of_what(below, Span(None, above.value))
        if isinstance(below, n.Const):
            yield from _of_what(above, Span(below.value, None))


def _of_what(e: n.Expr, span: Span) -> Iterable[tuple[n.Expr, Span]]:
    """Yield the span of an expression, and of what it is a multiple of."""
    yield e, span
    for atom, factor in _weights(e):
        if not isinstance(e, n.Add) and atom is not e and factor != 0:
            ends = [None if end is None else end / factor for end in (span.low, span.high)]
            yield atom, Span(*ends) if factor > 0 else Span(*reversed(ends))


def sum_of(spans: Iterable[Span]) -> Span:
    """Return between what a sum lies."""
    parts = list(spans)
    lows, highs = [part.low for part in parts], [part.high for part in parts]
    low = None if None in lows else sum((low for low in lows if low is not None), Fraction(0))
    return Span(low, None if None in highs else sum((high for high in highs if high is not None), Fraction(0)))


def _product(spans: Spans, e: n.Mul, branch: Branch) -> Span:
    first, *rest = e.factors
    if isinstance(first, n.Const) and len(rest) > 1:
        return _times(spans.of(first, branch), spans.of(multiply(*rest), branch))
    found = spans.of(first, branch)
    for factor in rest:
        found = _times(found, spans.of(factor, branch))
    return found


def _times(a: Span, b: Span) -> Span:
    if a.low is not None and a.high is not None and b.low is not None and b.high is not None:
        ends = [x * y for x, y in product((a.low, a.high), (b.low, b.high))]
        return Span(min(ends), max(ends))
    if a.low is not None and b.low is not None and a.low >= 0 and b.low >= 0:
        return Span(a.low * b.low, None)
    return ANYTHING


def _quotient(spans: Spans, e: n.Div, branch: Branch) -> Span:
    """Return the span of a quotient; where it may be divided by next to nothing it has no upper end."""
    over, under = spans.of(e.over, branch), spans.of(e.under, branch)
    if under.low is None or under.low < 0:
        return ANYTHING
    mean = _weighted_mean(spans, e, branch)
    if under.low > 0:
        return within(mean, _times(over, Span(1 / under.high if under.high else Fraction(0), 1 / under.low)))
    if over.low is None or over.low < 0:
        return mean
    return within(mean, Span(over.low / under.high if under.high else Fraction(0), None))


def _weighted_mean(spans: Spans, e: n.Div, branch: Branch) -> Span:
    """Return the span of a sum of weighted counts over the sum of the counts: between the weights."""
    over, under = _weighted(e.over), _weighted(e.under)
    counts = all((low := spans.of(atom, branch).low) is not None and low >= 0 for atom in {**over, **under})
    if not (counts and over.keys() <= under.keys() and all(weight > 0 for weight in under.values())):
        return ANYTHING
    ratios = [over.get(atom, Fraction(0)) / weight for atom, weight in under.items()]
    return Span(min(ratios), max(ratios))


def _weighted(e: n.Expr) -> Mapping[n.Expr, Fraction]:
    """Return what a sum is made of, each once with all that it is multiplied by: `a + 2 a` is 3 times `a`."""
    found: dict[n.Expr, Fraction] = {}
    for atom, weight in _weights(e):
        found[atom] = found.get(atom, Fraction(0)) + weight
    return found


def _weights(e: n.Expr) -> Iterable[tuple[n.Expr, Fraction]]:
    """Yield what a sum is made of with what each is multiplied by; a constant is a multiple of 1."""
    for term in e.terms if isinstance(e, n.Add) else (e,):
        if isinstance(term, n.Const):
            yield ONE, term.value
        elif isinstance(term, n.Mul) and isinstance(term.factors[0], n.Const):
            yield multiply(*term.factors[1:]), term.factors[0].value
        else:
            yield term, Fraction(1)


def _extreme(pick: Callable[..., Fraction]) -> Callable[[Spans, Any, Branch], Span]:
    def rule(spans: Spans, e: n.Least | n.Most, branch: Branch) -> Span:
        parts = [spans.of(each, branch) for each in e.of]
        return Span(_ends(pick, [p.low for p in parts], max), _ends(pick, [p.high for p in parts], min))

    return rule


def _ends(
    pick: Callable[..., Fraction], ends: list[Fraction | None], open_side: Callable[..., Fraction]
) -> Fraction | None:
    """Return the extreme of some ends; one that is open leaves the others to hold only on its closed side."""
    known = [end for end in ends if end is not None]
    return pick(known) if known and (len(known) == len(ends) or pick is open_side) else None


def _chosen(spans: Spans, e: n.When, branch: Branch) -> Span:
    sides = ((e.then, True), (e.otherwise, False))
    known = [(side, holds) for side, holds in sides if not _is_state(side)]
    return hull(spans.of(side, spans.knowledge.after(e.condition, branch, holds=holds)) for side, holds in known)


def _is_state(e: n.Expr) -> bool:
    while isinstance(e, n.Mark):
        e = e.of
    return isinstance(e, n.Unknown)


def _rounded(spans: Spans, e: n.Round, branch: Branch) -> Span:
    """Return the rounded ends: rounding never turns an order round."""
    of, rounding = spans.of(e.of, branch), Rounding(e.places, e.mode)
    return Span(*(None if end is None else rounding.apply(end) for end in (of.low, of.high)))


def _floored(spans: Spans, e: n.Floor, branch: Branch) -> Span:
    of = spans.of(e.of, branch)
    return Span(*(None if end is None else Fraction(end.__floor__()) for end in (of.low, of.high)))


def _answered(_spans: Spans, e: n.Input, _branch: Branch) -> Span:
    return Span(*e.domain.read_limits()) if e.type is ValueType.NUMBER else ANYTHING


_RULES: Final[Mapping[type[n.Expr], Callable[[Spans, Any, Branch], Span]]] = {
    n.Const: lambda _, e, __: Span(e.value, e.value),
    n.Input: _answered,
    n.Bound: lambda spans, e, _: spans.bound.get(e.name, ANYTHING),
    n.Add: lambda spans, e, branch: sum_of(spans.of(term, branch) for term in e.terms),
    n.Mul: _product,
    n.Div: _quotient,
    n.Floor: _floored,
    n.Least: _extreme(min),
    n.Most: _extreme(max),
    n.NthBest: lambda spans, e, branch: hull(spans.of(each, branch) for each in e.of),
    n.Round: _rounded,
    n.When: _chosen,
    n.Mark: lambda spans, e, branch: spans.of(e.of, branch),
}
