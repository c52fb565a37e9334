"""
Tally: so many points for each, up to the maximum.

Three initiatives at half a point each give 1.5, held at a maximum of 1. A count below 0 gives 0.

>>> from parengine.expr import Domain, answer, evaluate
>>> rule = Tally(count=answer("initiatives", Domain("count", low=0, high=10**9)), each="0.5")
>>> [str(evaluate(rule.points(Fraction(1)), {"initiatives": n})) for n in (0, 1, 3)]
['0', '1/2', '1']
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from ..expr import Expr, const, when
from . import slots
from ._figures import figure, not_below
from .sentences import Phrase, Points, Unit, opening
from .slots import kind


@kind
class Tally:
    """So many points for each, up to the maximum."""

    name: ClassVar[str] = "tally"

    count: Expr = slots.number("What is counted.", helps="up")
    each: Fraction = slots.amount("The points for each.", above_zero=True)

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        earned = self.count * figure(self.each)
        held = when(self.count >= figure(maximum / self.each), const(maximum), earned)
        return not_below(self.count, Fraction(0), held)

    def sentence(self, maximum: Fraction) -> Iterator[Phrase]:
        """Yield the rule in words."""
        fields = {"count": self.count, "one": Unit(self.count), "each": Points(self.each), "most": Points(maximum)}
        vi = "{count}: {one} {each}, tối đa {most}"
        yield opening(vi, "{count}: {each} for {one}, at most {most}", **fields)

    def problems(self, maximum: Fraction) -> Iterator[str]:  # noqa: ARG002
        """Yield nothing: the schema says it all."""
        yield from ()
