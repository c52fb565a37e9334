"""
All of: the maximum if every part holds, else 0.

One part that does not hold decides, whatever is still missing. An empty list says with `if_empty` what that
gives: nothing was asked, so neither answer goes without saying.

>>> from parengine.expr import Domain, answer, evaluate
>>> complete, funded = (answer(name, Domain("yes_no")) for name in ("complete", "funded"))
>>> rule = AllOf(parts=[complete, funded])
>>> str(evaluate(rule.points(Fraction(1)), {"complete": False}))
'0'
>>> evaluate(rule.points(Fraction(1)), {"complete": True})
<State.MISSING: 2>
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Literal

from .._sentences import say
from ..expr import Expr, and_, const, when
from . import slots
from .sentences import Listed, Phrase, Points, opening, phrase
from .slots import kind


@kind
class AllOf:
    """The maximum if every part holds, else 0."""

    name: ClassVar[str] = "all_of"

    parts: tuple[Expr, ...] = slots.conditions("What must hold, every one of it.", helps="up", least=0)
    if_empty: Literal["full", "zero"] | None = slots.one_of(
        "full", "zero", description="What an empty list gives.", default=None
    )

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        if not self.parts:
            return const(maximum if self.if_empty == "full" else 0)
        return when(and_(*self.parts), const(maximum), 0)

    def sentence(self, maximum: Fraction) -> Iterator[Phrase]:
        """Yield the rule in words."""
        if not self.parts:
            given = Points(maximum if self.if_empty == "full" else 0)
            yield opening("không yêu cầu nội dung nào: {points}", "nothing is asked for: {points}", points=given)
            return
        fields = {"parts": Listed(self.parts), "points": Points(maximum)}
        yield opening("đạt đủ các nội dung ({parts}): {points}", "all of these hold ({parts}): {points}", **fields)
        yield phrase("nếu không: {points}", "otherwise: {points}", points=Points(0))

    def problems(self, maximum: Fraction) -> Iterator[str]:  # noqa: ARG002
        """Yield that an empty list does not say what it gives."""
        if not self.parts and self.if_empty is None:
            yield say("the list of parts is empty; say with 'if_empty' what that gives: full or zero")
