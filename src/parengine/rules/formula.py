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

from .._sentences import figure as shown
from .._sentences import say
from ..expr import Expr
from ..expr._nodes import Const
from . import slots
from ._figures import clamped
from ._zero import with_zero_case, zero_case_problems
from .sentences import Phrase, Points, Signed, opening, zero_case
from .slots import ZeroCase, kind


@kind
class Formula:
    """Points that the author computes, held between a floor and the maximum."""

    name: ClassVar[str] = "formula"

    value: Expr = slots.number("The points.", key="points", helps="up", in_points=True)
    floor: Fraction = slots.amount("The least that is given.", default=Fraction(0))
    if_zero: ZeroCase | None = slots.zero_case("What a formula gives that divides by nothing.", default=None)

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        floor = min(self.floor, maximum)
        return with_zero_case(self.value, self.if_zero, maximum, lambda value: clamped(value, floor, maximum))

    def sentence(self, maximum: Fraction) -> Iterator[Phrase]:
        """Yield the rule in words."""
        if isinstance(self.value, Const):
            yield opening("{points}", "{points}", points=Points(max(min(self.value.value, maximum), self.floor)))
            return
        fields = {"value": Signed(self.value), "floor": Points(self.floor), "most": Points(maximum)}
        vi = "số điểm = {value}; thấp nhất {floor}, tối đa {most}"
        yield opening(vi, "points = {value}; at least {floor}, at most {most}", **fields)
        yield from zero_case(self.value, self.if_zero, maximum)

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield a floor above the maximum, and a zero case that is not declared."""
        yield from zero_case_problems(self.value, self.if_zero)
        if self.floor > maximum:
            floor, most = shown(self.floor), shown(maximum)
            yield say("the floor of {floor} is above the maximum of {maximum}", floor=floor, maximum=most)
