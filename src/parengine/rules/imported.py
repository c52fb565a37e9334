"""
Imported: an index from elsewhere, scaled to the maximum.

SIPAS of 79.7 % gives 7.97 of 10. `out_of` is what counts as full, 100 % for a percent input. Not published
yet is missing, not 0. What lies above full is held at the maximum and noted.

>>> from parengine.expr import Domain, answer, evaluate
>>> rule = Imported(value=answer("sipas", Domain("percent", low=0, high=100, places=2)))
>>> str(evaluate(rule.points(Fraction(10)), {"sipas": "91.17"}))
'9117/1000'
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Final

from .._sentences import figure as shown
from .._sentences import say
from ..expr import Expr, const, note, when
from . import slots
from ._figures import figure, is_percent, never_above, not_below
from ._zero import with_zero_case, zero_case_problems
from .sentences import Factor, Level, Phrase, Points, opening, phrase, zero_case
from .slots import ZeroCase, kind

#: What a percent is out of as people say it; a percent input is read as a share.
PERCENT: Final = 100


@kind
class Imported:
    """An index from elsewhere, scaled to the maximum."""

    name: ClassVar[str] = "imported"

    value: Expr = slots.number("The index.", helps="up")
    out_of: Fraction | None = slots.threshold("What counts as full; by default 100 % of a percent input.", default=None)
    if_zero: ZeroCase | None = slots.zero_case("What an index gives that divides by nothing.", default=None)

    @property
    def full(self) -> Fraction:
        """Return what counts as full."""
        return self.out_of if self.out_of is not None and self.out_of > 0 else Fraction(1)

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        return with_zero_case(self.value, self.if_zero, maximum, lambda value: self._from_value(value, maximum))

    def _from_value(self, value: Expr, maximum: Fraction) -> Expr:
        earned = value * figure(maximum / self.full)
        over = note(const(maximum), "over_100")
        held = earned if never_above(value, self.full) else when(value > figure(self.full), over, earned)
        return not_below(value, Fraction(0), held)

    def sentence(self, maximum: Fraction) -> Iterator[Phrase]:
        """Yield the rule in words."""
        fields = {"value": Factor(self.value), "points": Points(maximum)}
        if self.full == 1:
            yield opening("số điểm bằng {value} × {points}", "{value} × {points}", **fields)
        else:
            vi, en = "số điểm bằng {value} / {full} × {points}", "{value} / {full} × {points}"
            yield opening(vi, en, full=Level(self.full, self.value), **fields)
        if not never_above(self.value, self.full):
            yield phrase("tối đa {points}", "at most {points}", points=Points(maximum))
        yield from zero_case(self.value, self.if_zero, maximum)

    def problems(self, maximum: Fraction) -> Iterator[str]:  # noqa: ARG002
        """Yield that what counts as full is not said, or is nothing."""
        yield from zero_case_problems(self.value, self.if_zero)
        if self.out_of is None and self.value.type and not is_percent(self.value):
            yield say("say with 'out_of' what counts as full; only a percent input is out of 100 % by itself")
        if self.out_of is not None and self.out_of <= 0:
            yield say("'out_of' is {value}; what counts as full must be above 0", value=shown(self.out_of))
        if self.out_of == PERCENT and is_percent(self.value):
            yield say("a percent of 79.7 is read as 0.797; what it is out of is '100%', or nothing")
