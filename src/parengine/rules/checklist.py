"""
Checklist: the sum of the parts that are done, up to the maximum.

Four reports at a quarter each. Parts that add up to more or less than the maximum say so with `adds_up_to`,
because a slip looks the same. A part that does not apply is left out: with `shrink` the maximum in reach
shrinks by it, with `rescale` the others count for the whole, with `full` it counts as done. Where no part
applies, the rule does not, except that `full` gives them all.

>>> from parengine.expr import Domain, answer, evaluate
>>> reports = [answer(name, Domain("yes_no")) for name in ("q1", "h1", "q3", "year")]
>>> rule = Checklist(parts=[Part(done=done, points="0.25") for done in reports])
>>> str(evaluate(rule.points(Fraction(1)), {"q1": True, "h1": True, "q3": False, "year": True}))
'3/4'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, Final, Literal, TypeAlias

from .._sentences import say
from ..expr import NO, NOT_APPLICABLE, Expr, and_, when
from ..expr._build import add
from . import slots
from ._figures import figure, sum_problems
from ._sentence_checklist import checklist_told
from ._zero import quotient
from .slots import kind, part

Absence: TypeAlias = Literal["shrink", "rescale", "full"]


@part
class Part:
    """One part of a checklist: what must hold, and the points for it."""

    done: Expr = slots.condition("What must hold for the points.", key="when", helps="up")
    points: Fraction = slots.amount("The points of the part.", above_zero=True)
    not_applicable_when: Expr | None = slots.condition("When the part does not apply.", helps="none", default=None)

    @property
    def away(self) -> Expr:
        """Return the condition that the part does not apply."""
        return NO if self.not_applicable_when is None else self.not_applicable_when


@kind
class Checklist:
    """The sum of the parts that are done, up to the maximum."""

    name: ClassVar[str] = "checklist"

    parts: tuple[Part, ...] = slots.listed(Part, "The parts.")
    not_applicable: Absence | None = slots.one_of(
        "shrink", "rescale", "full", description="What becomes of a part that does not apply.", default=None
    )
    adds_up_to: Fraction | None = slots.amount(
        "What the parts add up to, where the text means it not to be the maximum.", default=None
    )

    @property
    def total(self) -> Fraction:
        """Return what all parts add up to."""
        return sum((part.points for part in self.parts), Fraction(0))

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        earned = _SUMS[self.not_applicable](self)
        held = earned if self.total <= maximum else when(earned > figure(maximum), figure(maximum), earned)
        return held if self.not_applicable == "full" else when(self._nothing_applies(), NOT_APPLICABLE, held)

    def reach(self, maximum: Fraction) -> Expr:
        """Return the maximum that is in reach: less the parts that do not apply, where they shrink it."""
        if self.not_applicable != "shrink":
            return figure(maximum)
        applicable = _applicable(self)
        return applicable if self.total <= maximum else when(applicable > figure(maximum), figure(maximum), applicable)

    def _nothing_applies(self) -> Expr:
        return and_(*(part.away for part in self.parts))

    sentence = checklist_told

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield a sum that is not the maximum, and a missing word on parts that do not apply."""
        yield from sum_problems(self.total, maximum, self.adds_up_to, say("the parts"))
        some_away = any(part.not_applicable_when is not None for part in self.parts)
        if some_away and self.not_applicable is None:
            yield say("a part may not apply; say with 'not_applicable' what becomes of it: shrink, rescale or full")
        if self.not_applicable is not None and not some_away:
            yield say("'not_applicable' is given, but every part always applies; say 'not_applicable_when' on a part")


def _earned(rule: Checklist) -> Expr:
    return add(*(when(part.away, 0, _done(part)) for part in rule.parts))


def _done(part: Part) -> Expr:
    return when(part.done, figure(part.points), 0)


def _applicable(rule: Checklist) -> Expr:
    return add(*(when(part.away, 0, figure(part.points)) for part in rule.parts))


def _rescaled(rule: Checklist) -> Expr:
    """Return what is earned of what applies, for the whole."""
    return quotient(_earned(rule) * figure(rule.total), _applicable(rule), NOT_APPLICABLE)


def _with_absent(rule: Checklist) -> Expr:
    return add(*(when(part.away, figure(part.points), _done(part)) for part in rule.parts))


_SUMS: Final[Mapping[Absence | None, Callable[[Checklist], Expr]]] = {
    None: _earned,
    "shrink": _earned,
    "rescale": _rescaled,
    "full": _with_absent,
}
