"""
Yes or no: the maximum if a condition holds, else 0.

What is not known is missing, not "no". A condition that does not apply does not hold. A plain yes/no answer
may be written as `input`, anything else as `condition`; both mean the same.

>>> from parengine.expr import Domain, answer, evaluate
>>> rule = YesNo(condition=answer("plan_issued", Domain("yes_no")))
>>> str(evaluate(rule.points(Fraction(2)), {"plan_issued": True}))
'2'
>>> evaluate(rule.points(Fraction(2)), {})
<State.MISSING: 2>
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from ..expr import NO, Expr, const, when
from . import slots
from ._slots import Alternatives, exactly_one
from .sentences import Phrase, Points, opening, phrase
from .slots import kind


@kind
class YesNo:
    """The maximum if a condition holds, else 0."""

    name: ClassVar[str] = "yes_no"
    alternatives: ClassVar[tuple[Alternatives, ...]] = (exactly_one("condition", "input"),)

    condition: Expr | None = slots.condition("What must hold for the maximum.", helps="up", default=None)
    input: Expr | None = slots.condition("The yes/no input that decides.", helps="up", default=None)

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        chosen = self.condition if self.condition is not None else self.input
        return when(NO if chosen is None else chosen, const(maximum), 0)

    def sentence(self, maximum: Fraction) -> Iterator[Phrase]:
        """Yield the rule in words."""
        chosen = self.condition if self.condition is not None else self.input
        yield opening("{holds}: {points}", "{holds}: {points}", holds=chosen, points=Points(maximum))
        yield phrase("nếu không: {points}", "otherwise: {points}", points=Points(0))

    def problems(self, maximum: Fraction) -> Iterator[str]:  # noqa: ARG002
        """Yield nothing: the schema says it all."""
        yield from ()
