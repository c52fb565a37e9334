"""
Awarded: the points that a council gives.

They are entered as they are, from 0 to the maximum and by a step where there is one. Anything else is
invalid, not cut to fit.

>>> from parengine.expr import Domain, answer, evaluate
>>> given = answer("given", Domain("points", low=0, high=1, places=2))
>>> rule = Awarded(value=given, step="0.25")
>>> str(evaluate(rule.points(Fraction(1)), {"given": "0.75"})), evaluate(rule.points(Fraction(1)), {"given": "0.6"})
('3/4', <State.INVALID: 3>)
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from .._sentences import figure as shown
from .._sentences import say
from ..expr import INVALID, Expr, when, whole
from ..expr._guards import is_nonnegative
from ..expr._nodes import Input
from . import slots
from ._figures import figure, never_above
from .sentences import Phrase, Points, opening, phrase
from .slots import kind


@kind
class Awarded:
    """The points that a council gives."""

    name: ClassVar[str] = "awarded"

    value: Expr = slots.number("The points that were given.", key="points", helps="up", in_points=True)
    step: Fraction | None = slots.amount("What the points are a multiple of.", above_zero=True, default=None)

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        given = self._on_step()
        if not never_above(self.value, maximum):
            given = when(self.value > figure(maximum), INVALID, given)
        return given if is_nonnegative(self.value) else when(self.value < 0, INVALID, given)

    def _on_step(self) -> Expr:
        if self.step is None or self._steps_by_itself(self.step):
            return self.value
        steps = self.value / figure(self.step)
        return when(whole(steps).differs(steps), INVALID, self.value)

    def _steps_by_itself(self, step: Fraction) -> bool:
        """Return whether the input admits no other answers than multiples of `step`."""
        own = self.value.domain.step if isinstance(self.value, Input) else None
        return own is not None and (own / step).denominator == 1

    def sentence(self, maximum: Fraction) -> Iterator[Phrase]:
        """Yield the rule in words."""
        fields = {"value": self.value, "most": Points(maximum)}
        yield opening("{value}: từ 0 đến {most}", "{value}: from 0 to {most}", **fields)
        if self.step is not None:
            yield phrase("theo bước {step}", "in steps of {step}", step=Points(self.step))

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield a step by which the maximum cannot be reached."""
        if self.step is not None and (maximum / self.step).denominator != 1:
            most, step = shown(maximum), shown(self.step)
            yield say("the maximum of {maximum} is no multiple of the step of {step}", maximum=most, step=step)
