"""
Increments: a base up to a mark, then so much for each step beyond it.

Ten points up to the mark, half a point for each step above it, at most 25. With `direction: below` the steps
lie under the mark: lower is better. Steps count in proportion, or whole ones only. On the other side of the
mark, and at it, there is the base. Points taken away for each step (below 0) end at the floor.

>>> from parengine.expr import Domain, answer, evaluate
>>> poor = answer("poor", Domain("percent", low=0, high=100, places=2))
>>> rule = Increments(value=poor, mark="0.045", base=3, step="1%", per_step=1, direction="below", whole_steps=False)
>>> [str(evaluate(rule.points(Fraction(5)), {"poor": share})) for share in ("5", "4.5", "4", "1")]
['3', '3', '7/2', '5']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil
from typing import ClassVar, Final, Literal

from .._sentences import figure as shown
from .._sentences import say
from ..expr import Expr, when, whole
from ..expr._nodes import Const
from . import slots
from ._figures import figure, too_many
from ._slots import Direction
from ._zero import with_zero_case, zero_case_problems
from .sentences import Level, Named, Phrase, Points, opening, phrase, zero_case
from .slots import ZeroCase, kind


def _value_helps(rule: Increments) -> Direction:
    return "up" if (rule.direction == "above") == (rule.per_step > 0) else "down"


def _mark_helps(rule: Increments) -> Direction:
    return "down" if _value_helps(rule) == "up" else "up"


@kind
class Increments:
    """A base up to a mark, then so much for each step beyond it."""

    name: ClassVar[str] = "increments"

    value: Expr = slots.number("What is looked at.", helps=_value_helps)
    mark: Expr = slots.number("From where on steps are counted.", helps=_mark_helps)
    base: Fraction = slots.amount("The points at the mark, and on its other side.")
    step: Fraction = slots.threshold("How long a step is; above 0.")
    per_step: Fraction = slots.amount(
        "The points for each step; below 0 they are taken away.", key="points", signed=True
    )
    direction: Literal["above", "below"] = slots.one_of(
        "above", "below", description="On which side of the mark the steps lie."
    )
    whole_steps: bool = slots.flag("Whether only whole steps count.")
    ceiling: Fraction | None = slots.amount("The most that can be had; by default the maximum.", default=None)
    floor: Fraction = slots.amount("The least that is left.", default=Fraction(0))
    if_zero: ZeroCase | None = slots.zero_case("What a value gives that divides by nothing.", default=None)

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        return with_zero_case(
            self.value,
            self.if_zero,
            maximum,
            lambda value: with_zero_case(
                self.mark, self.if_zero, maximum, lambda mark: self._beyond(value, mark, self._end(maximum))
            ),
        )

    def _end(self, maximum: Fraction) -> Fraction:
        """Return where the steps lead to at last."""
        ceiling = maximum if self.ceiling is None else min(self.ceiling, maximum)
        return ceiling if self.per_step > 0 else min(self.floor, ceiling)

    def _steps_to(self, end: Fraction) -> Fraction:
        """Return how many steps lead from the base to the end, 0 or less where none does."""
        count = (end - self.base) / self.per_step if self.per_step and self.step > 0 else Fraction(0)
        return Fraction(ceil(count)) if self.whole_steps else count

    def _beyond(self, value: Expr, mark: Expr, end: Fraction) -> Expr:
        steps = self._steps_to(end)
        if steps <= 0:
            return figure(end)
        length = figure(self.step * steps)
        above = self.direction == "above"
        at_end = value >= mark + length if above else value <= mark - length
        at_base = value <= mark if above else value >= mark
        return when(at_base, figure(self.base), when(at_end, figure(end), self._earned(value, mark)))

    def _earned(self, value: Expr, mark: Expr) -> Expr:
        distance = value - mark if self.direction == "above" else mark - value
        steps = distance / figure(self.step)
        return (whole(steps) if self.whole_steps else steps) * figure(self.per_step) + figure(self.base)

    def sentence(self, maximum: Fraction) -> Iterator[Phrase]:
        """Yield the rule in words."""
        above, gains = self.direction == "above", self.per_step > 0
        vi, en = ("không vượt {mark}", "is at most {mark}") if above else ("không dưới {mark}", "is at least {mark}")
        head = {"value": Named(self.value), "mark": self._mark_told(), "points": Points(self.base)}
        yield opening(f"{{value}} {vi}: {{points}}", f"{{value}} {en}: {{points}}", **head)
        vi, en = _STEPS[self.direction, gains]
        steps = {"step": Level(self.step, self.value), "each": Points(abs(self.per_step))}
        yield phrase(vi, en, **steps)
        yield phrase(*_COUNTED[self.whole_steps])
        vi, en = ("tối đa {end}", "at most {end}") if gains else ("không thấp hơn {end}", "not below {end}")
        yield phrase(vi, en, end=Points(self._end(maximum)))
        yield from zero_case(self.value + self.mark, self.if_zero, maximum)

    def _mark_told(self) -> Level | Expr:
        return Level(self.mark.value, self.value) if isinstance(self.mark, Const) else self.mark

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield amounts beyond the maximum, and steps that lead nowhere."""
        yield from zero_case_problems(self.value + self.mark, self.if_zero)
        yield from too_many(self.base, maximum, "'base'")
        yield from too_many(self.ceiling or Fraction(0), maximum, "'ceiling'")
        if self.step <= 0:
            yield say("a step of {step} has no length; it must be above 0", step=shown(self.step))
        if not self.per_step:
            yield say("each step gives 0 points; say how many")
        elif self._steps_to(self._end(maximum)) <= 0:
            base, end = shown(self.base), shown(self._end(maximum))
            yield say("no step leads from the base of {base} to {end}", base=base, end=end)


#: What a step beyond the mark gives, in words, by where steps lie and whether they give or take.
_STEPS: Final[Mapping[tuple[Literal["above", "below"], bool], tuple[str, str]]] = {
    ("above", True): ("cứ cao hơn {step} thì được cộng {each}", "each {step} above that adds {each}"),
    ("above", False): ("cứ cao hơn {step} thì bị trừ {each}", "each {step} above that costs {each}"),
    ("below", True): ("cứ thấp hơn {step} thì được cộng {each}", "each {step} below that adds {each}"),
    ("below", False): ("cứ thấp hơn {step} thì bị trừ {each}", "each {step} below that costs {each}"),
}

_COUNTED: Final[Mapping[bool, tuple[str, str]]] = {
    True: ("chỉ tính số bước đủ", "only whole steps count"),
    False: ("phần lẻ được tính theo tỷ lệ", "parts of a step count in proportion"),
}
