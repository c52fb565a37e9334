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

from ..expr import Expr, when
from . import slots
from ._figures import figure, held, percent_text, too_many
from ._slots import Direction
from ._steps import trend
from ._zero import with_zero_case, zero_case_problems
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

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield knots out of order or too high, and a zero case that is not declared."""
        yield from zero_case_problems(self.value, self.if_zero)
        for at, points in self.knots:
            yield from too_many(points, maximum, f"the knot at {percent_text(at)}")
        for (low, _), (high, _) in pairwise(self.knots):
            if low >= high:
                yield f"the knot at {percent_text(high)} must come after a lower value than {percent_text(low)}"


def _line(value: Expr, start: Knot, end: Knot) -> Expr:
    """Return the points between two knots; two knots at one value have no line between them."""
    (low, first), (high, last) = start, end
    slope = (last - first) / (high - low) if high != low else Fraction(0)
    return value * figure(slope) + figure(first - low * slope) if slope else figure(first)
