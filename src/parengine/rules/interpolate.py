"""
Interpolate: points on straight lines between knots.

Half way from 80 % (0 points) to 90 % (half a point) is a quarter. Below the first knot its points are given,
above the last one's. A value that divides by something says with `if_zero` what nothing to divide by gives.

>>> from parengine.expr import Domain, answer, evaluate
>>> published, received = (answer(name, Domain("count", low=0, high=10**9)) for name in ("published", "received"))
>>> rule = Interpolate(value=published / received, knots=[("80%", 0), ("90%", "0.5"), ("100%", 1)], if_zero="zero")
>>> [str(evaluate(rule.points(Fraction(1)), {"published": n, "received": 1000})) for n in (800, 850, 900, 1000)]
['0', '1/4', '1/2', '1']
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar, TypeAlias

from .._sentences import say
from ..expr import Expr, when
from ..expr._guards import is_nonnegative
from . import slots
from ._figures import figure, held, percent_text, too_many
from ._slots import Direction
from ._steps import End, trend
from ._zero import with_zero_case, zero_case_problems
from .sentences import Interval, Named, Phrase, Points, opening, phrase, zero_case
from .slots import ZeroCase, kind

Knot: TypeAlias = tuple[Fraction, Fraction]


def _direction(rule: Interpolate) -> Direction:
    return trend([points for _, points in rule.knots])


@kind
class Interpolate:
    """Points on straight lines between knots."""

    name: ClassVar[str] = "interpolate"

    value: Expr = slots.number("What is looked at, for instance a share.", helps=_direction)
    knots: tuple[Knot, ...] = slots.knots("Pairs of a value and the points there, by rising value.")
    if_zero: ZeroCase | None = slots.zero_case("What a value gives that divides by nothing.", default=None)

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        return with_zero_case(self.value, self.if_zero, maximum, lambda value: self._from_value(value, maximum))

    def _from_value(self, value: Expr, maximum: Fraction) -> Expr:
        knots = [(at, min(points, maximum)) for at, points in self.knots]
        earned = held(knots[0][1], maximum)
        for start, end in pairwise(knots):
            earned = when(value > figure(start[0]), _line(value, start, end), earned)
        last, points = knots[-1]
        return when(value >= figure(last), figure(points), earned)

    def sentence(self, maximum: Fraction) -> Iterator[Phrase]:
        """Yield the rule in words."""
        (lowest, least), (highest, best) = self.knots[0], self.knots[-1]
        top = {"value": Named(self.value), "span": self._span(highest, None), "points": Points(best)}
        reached = "{value} đạt {span}: {points}" if best > least else "{value} {span}: {points}"
        yield opening(reached, "{value} is {span}: {points}", **top)
        for start, end in reversed([*pairwise(self.knots)]):
            yield _told(self._span(start[0], end[0]), start[1], end[1])
        if lowest > 0 or not is_nonnegative(self.value):
            below = self._span(None, lowest)
            yield phrase("{span}: {points}", "{span}: {points}", span=below, points=Points(least))
        yield from zero_case(self.value, self.if_zero, maximum)

    def _span(self, low: Fraction | None, high: Fraction | None) -> Interval:
        """Return the values from one knot to another; each knot belongs to the higher side."""
        start, end = (None if at is None else End(at, after=False) for at in (low, high))
        return Interval(start, end, self.value, tuple(at for at, _ in self.knots))

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield knots out of order or too high, and a zero case that is not declared."""
        yield from zero_case_problems(self.value, self.if_zero)
        for at, points in self.knots:
            yield from too_many(points, maximum, say("the knot at {value}", value=percent_text(at)))
        for (low, _), (high, _) in pairwise(self.knots):
            if low >= high:
                ends = {"high": percent_text(high), "low": percent_text(low)}
                yield say("the knot at {high} must come after a lower value than {low}", **ends)


def _line(value: Expr, start: Knot, end: Knot) -> Expr:
    """Return the points between two knots; two knots at one value have no line between them."""
    (low, first), (high, last) = start, end
    slope = (last - first) / (high - low) if high != low else Fraction(0)
    return value * figure(slope) + figure(first - low * slope) if slope else figure(first)


def _told(span: Interval, first: Fraction, last: Fraction) -> Phrase:
    """Return what lies between two knots, in words."""
    if first == last:
        return phrase("{span}: {points}", "{span}: {points}", span=span, points=Points(first))
    fields = {"span": span, "first": first, "last": Points(last)}
    vi = "{span}: nội suy tuyến tính từ {first} đến {last}"
    return phrase(vi, "{span}: on a straight line from {first} to {last}", **fields)
