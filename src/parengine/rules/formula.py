"""
Formula: points that the author computes, held between a floor and the maximum.

For what no other kind says. The word `maximum` in the text is the leaf's own. A formula that divides by
something that may be 0 says with `if_zero` what that gives.

>>> from parengine.expr import Domain, answer, evaluate
>>> before, now = (answer(name, Domain("quantity", low=0, high=10**9)) for name in ("before", "now"))
>>> rule = Formula(value=(before - now) / (before * "0.1"), if_zero="zero")
>>> [str(evaluate(rule.points(Fraction(1)), {"before": 2000, "now": n})) for n in (2100, 1900, 1000)]
['0', '1/2', '1']
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from .._numbers import exact_text
from ..expr import Expr
from . import slots
from ._figures import clamped
from ._zero import with_zero_case, zero_case_problems
from .slots import ZeroCase, kind


@kind
class Formula:
    """Points that the author computes, held between a floor and the maximum."""

    name: ClassVar[str] = "formula"

    value: Expr = slots.number("The points.", key="points", helps="up")
    floor: Fraction = slots.amount("The least that is given.", default=Fraction(0))
    if_zero: ZeroCase | None = slots.zero_case("What a formula gives that divides by nothing.", default=None)

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        floor = min(self.floor, maximum)
        return with_zero_case(self.value, self.if_zero, maximum, lambda value: clamped(value, floor, maximum))

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield a floor above the maximum, and a zero case that is not declared."""
        yield from zero_case_problems(self.value, self.if_zero)
        if self.floor > maximum:
            yield f"the floor of {exact_text(self.floor)} is above the maximum of {exact_text(maximum)}"
