"""
Bands: the points of the step that a value falls in, never in between.

Each step says whether its ends belong to it: at least 90 %, or above 90 %. A step without an upper end
reaches up to the next higher one; steps that only have upper ends make a rule where lower is better.
Whatever no step covers gives `else`. A value that divides by something says with `if_zero` what nothing to
divide by gives. The value is compared unrounded.

>>> from parengine.expr import Domain, answer, evaluate
>>> done, all_ = (answer(name, Domain("count", low=0, high=10**9)) for name in ("done", "all"))
>>> steps = [Step(at_least="30%", points="0.5"), Step(at_least="20%", points="0.25")]
>>> rule = Bands(value=done / all_, steps=steps, if_zero="zero")
>>> [str(evaluate(rule.points(Fraction("0.5")), {"done": n, "all": 30})) for n in (9, 8, 5)]
['1/2', '1/4', '0']
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from ..expr import Expr
from . import slots
from ._slots import Direction
from ._steps import Step, step_direction, step_problems, stepped
from ._zero import with_zero_case, zero_case_problems
from .sentences import Named, Phrase, phrase, steps_told, zero_case
from .slots import ZeroCase, kind


def _direction(rule: Bands) -> Direction:
    return step_direction(rule.steps, rule.otherwise)


@kind
class Bands:
    """Points in steps, never in between."""

    name: ClassVar[str] = "bands"

    value: Expr = slots.number("What is looked at, for instance a share.", helps=_direction)
    steps: tuple[Step, ...] = slots.listed(Step, "The steps, in any order.")
    otherwise: Fraction = slots.amount("The points of a value that no step covers.", key="else", default=Fraction(0))
    if_zero: ZeroCase | None = slots.zero_case("What a value gives that divides by nothing.", default=None)

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        return with_zero_case(
            self.value, self.if_zero, maximum, lambda value: stepped(value, self.steps, self.otherwise, maximum)
        )

    def sentence(self, maximum: Fraction) -> Iterator[Phrase]:
        """Yield the rule in words."""
        subject = phrase("{value}", "{value} is", value=Named(self.value))
        yield from steps_told(subject, self.value, self.steps, self.otherwise, maximum)
        yield from zero_case(self.value, self.if_zero, maximum)

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield steps that overlap, leave a gap or give too much, and a zero case that is not declared."""
        yield from zero_case_problems(self.value, self.if_zero)
        yield from step_problems(self.steps, self.otherwise, maximum)
