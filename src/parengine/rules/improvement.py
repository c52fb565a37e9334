"""
Improvement: how much better than in the previous period, in steps.

`better` says which way is better, `measure` whether the difference counts as it is or relative to the
previous figure. The steps are those of `bands`: from a threshold on, or above it. Against a previous figure
of 0 a relative measure says nothing, so `if_zero` does. `already_full` gives the maximum whatever the change,
for instance where 100 % was reached before.

>>> from parengine.expr import Domain, answer, evaluate
>>> now, before = (answer(name, Domain("count", low=0, high=10**9)) for name in ("now", "before"))
>>> rule = Improvement(current=now, previous=before, better="lower", measure="relative", if_zero="zero",
...                    steps=[Step(at_least="2%", points=1), Step(at_least="1%", points="0.5")])
>>> [str(evaluate(rule.points(Fraction(1)), {"now": n, "before": 10000})) for n in (9800, 9801, 10001)]
['1', '1/2', '0']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, Final, Literal

from ..expr import Expr, const, when
from ..expr._guards import is_nonnegative
from . import slots
from ._slots import Direction
from ._steps import Step, step_direction, step_problems, stepped
from ._zero import with_zero_case, zero_case_problems
from .sentences import Named, Phrase, Points, opening, phrase, steps_told, zero_case
from .slots import ZeroCase, kind

_OPPOSITE: Final[Mapping[Direction, Direction]] = {"up": "down", "down": "up", "none": "none"}


def _current_helps(rule: Improvement) -> Direction:
    if rule.measure == "relative" and not is_nonnegative(rule.previous):
        return "none"
    rising = step_direction(rule.steps, rule.otherwise)
    return rising if rule.better == "higher" else _OPPOSITE[rising]


def _previous_helps(rule: Improvement) -> Direction:
    """Nothing to compare with is no end of the scale, so a relative measure has no direction there."""
    return _OPPOSITE[_current_helps(rule)] if rule.measure == "absolute" else "none"


@kind
class Improvement:
    """How much better than in the previous period, in steps."""

    name: ClassVar[str] = "improvement"

    current: Expr = slots.number("The figure of this period.", helps=_current_helps)
    previous: Expr = slots.number("The figure of the previous period.", helps=_previous_helps)
    better: Literal["higher", "lower"] = slots.one_of("higher", "lower", description="Which way is better.")
    measure: Literal["relative", "absolute"] = slots.one_of(
        "relative", "absolute", description="Whether the change counts relative to the previous figure, or as it is."
    )
    steps: tuple[Step, ...] = slots.listed(Step, "The steps of improvement, in any order.")
    otherwise: Fraction = slots.amount("The points where no step is reached.", key="else", default=Fraction(0))
    if_zero: ZeroCase | None = slots.zero_case("What a relative change against 0 gives.", default=None)
    already_full: Expr | None = slots.condition(
        "Where this holds there is the maximum, whatever the change.", helps="up", default=None
    )

    @property
    def gain(self) -> Expr:
        """Return how much better the current figure is."""
        gain = self.current - self.previous if self.better == "higher" else self.previous - self.current
        return gain / self.previous if self.measure == "relative" else gain

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        earned = with_zero_case(
            self.gain, self.if_zero, maximum, lambda gain: stepped(gain, self.steps, self.otherwise, maximum)
        )
        return earned if self.already_full is None else when(self.already_full, const(maximum), earned)

    def sentence(self, maximum: Fraction) -> Iterator[Phrase]:
        """Yield the rule in words."""
        vi, en = _TOLD[self.better]
        subject = phrase(vi, en, current=Named(self.current), previous=Named(self.previous))
        if self.already_full is not None:
            fields = {"holds": Named(self.already_full), "points": Points(maximum)}
            yield opening("trường hợp {holds}: {points}", "where {holds}: {points}", **fields)
        relative = True if self.measure == "relative" else None
        yield from steps_told(subject, self.gain, self.steps, self.otherwise, maximum, share=relative)
        yield from zero_case(self.gain, self.if_zero, maximum)

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield steps that overlap, leave a gap or give too much, and a zero case that is not declared."""
        yield from zero_case_problems(self.gain, self.if_zero)
        yield from step_problems(self.steps, self.otherwise, maximum)


#: Which change the steps are about, in words.
_TOLD: Final[Mapping[Literal["higher", "lower"], tuple[str, str]]] = {
    "higher": ("mức tăng của {current} so với {previous}", "the rise of {current} against {previous} is"),
    "lower": ("mức giảm của {current} so với {previous}", "the fall of {current} against {previous} is"),
}
