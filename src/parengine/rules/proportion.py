"""
Proportion: the maximum times a share.

Below `zero_below` there is nothing, the threshold itself counts; from `full_at` on there is the maximum. In
between the points are the share's part of `full_at`: 40 % where 80 % is full gives half. With `complement`
the share is what is left: 1 less the quotient. A share above 100 % is held at the maximum and noted, unless
`above: allow`; a share below 0 gives 0. The share is compared unrounded. A share of nothing is `if_zero`.

>>> from parengine.expr import Domain, answer, evaluate
>>> done, planned = (answer(name, Domain("count", low=0, high=10**9)) for name in ("done", "planned"))
>>> rule = Proportion(numerator=done, denominator=planned, zero_below="80%", if_zero="zero")
>>> [str(evaluate(rule.points(Fraction("1.5")), {"done": n, "planned": 60})) for n in (60, 48, 47)]
['3/2', '6/5', '0']
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Literal

from .._sentences import say
from ..expr import Expr, const, note, when
from ..expr._guards import is_nonnegative
from ..expr._nodes import Const
from . import slots
from ._figures import figure, is_percent, never_above, not_below, percent_text
from ._slots import Direction
from ._steps import End
from ._zero import with_zero_case, zero_case_problems
from .sentences import Factor, Interval, Named, Phrase, Points, Share, opening, phrase, zero_case
from .slots import ZeroCase, kind


def _numerator_helps(rule: Proportion) -> Direction:
    if not is_nonnegative(rule.denominator):
        return "none"
    return "down" if rule.complement else "up"


def _denominator_helps(rule: Proportion) -> Direction:
    """Return a direction only where a share of nothing stands at the end of the scale that leads there."""
    if not (is_nonnegative(rule.numerator) and is_nonnegative(rule.denominator)):
        return "none"
    if rule.complement:
        return "up" if rule.if_zero == "zero" else "none"
    return "down" if rule.if_zero == "full" else "none"


@kind
class Proportion:
    """The maximum times a share."""

    name: ClassVar[str] = "proportion"

    numerator: Expr = slots.number("What is counted.", helps=_numerator_helps)
    denominator: Expr = slots.number("Out of how many.", helps=_denominator_helps)
    zero_below: Fraction = slots.share("A share below this gives nothing.", default=Fraction(0))
    full_at: Fraction = slots.share("From this share on there is the maximum.", default=Fraction(1), above_zero=True)
    complement: bool = slots.flag("Whether the share is 1 less the quotient.", default=False)
    above: Literal["cap", "allow"] = slots.one_of(
        "cap", "allow", description="What a share above `full_at` gives: the maximum, or more.", default="cap"
    )
    if_zero: ZeroCase | None = slots.zero_case("What a share of nothing gives.", default=None)

    @property
    def quotient(self) -> Expr:
        """Return the share as one quotient."""
        counted = self.denominator - self.numerator if self.complement else self.numerator
        return counted / self.denominator

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        return with_zero_case(self.quotient, self.if_zero, maximum, lambda share: self._from_share(share, maximum))

    def _from_share(self, share: Expr, maximum: Fraction) -> Expr:
        earned = share * figure(maximum / self.full_at)
        held = earned if self.above == "allow" else self._capped(share, earned, maximum)
        if self.zero_below:
            return when(share < figure(self.zero_below), 0, held)
        return not_below(share, Fraction(0), held)

    def _capped(self, share: Expr, earned: Expr, maximum: Fraction) -> Expr:
        """Hold what is earned at the maximum; only a share above 100 % is worth a note."""
        full = const(maximum)
        over = note(full, "over_100")
        if self.full_at >= 1:
            return earned if never_above(share, self.full_at) else when(share > figure(self.full_at), over, earned)
        reached = full if never_above(share, Fraction(1)) else when(share > 1, over, full)
        return when(share >= figure(self.full_at), reached, earned)

    def sentence(self, maximum: Fraction) -> Iterator[Phrase]:
        """Yield the rule in words."""
        first, *others = self._spans(maximum)
        yield opening("{share} {first}", "{share} is {first}", share=self._share_told(), first=first)
        yield from others
        yield from zero_case(self.quotient, self.if_zero, maximum)

    def _share_told(self) -> Phrase:
        """Return the share in words; a denominator that is written would be lost in the quotient."""
        if not isinstance(self.denominator, Const) or self.denominator is const(1):
            return phrase("{share}", "{share}", share=Named(self.quotient))
        part = self.denominator - self.numerator if self.complement else self.numerator
        counted = {"counted": Factor(part), "all": self.denominator}
        return phrase("tỷ lệ {counted} trên {all}", "the ratio of {counted} to {all}", **counted)

    def _spans(self, maximum: Fraction) -> Iterator[Phrase]:
        """Yield what a share gives, from the highest down."""
        capped, full, below = self.above == "cap", self.full_at, self.zero_below
        if capped:
            top = "đạt {full}: {points}" if full == 1 else "đạt từ {full} trở lên: {points}"
            en = "{full}: {points}" if full == 1 else "at least {full}: {points}"
            yield phrase(top, en, full=Share(full), points=Points(maximum))
        if not capped or below < full:
            ends = (End(below, after=False) if below else None, End(full, after=False) if capped else None)
            yield self._in_proportion(Interval(*ends, self.quotient, share=True), maximum)
        if below:
            yield phrase("dưới {below}: {points}", "below {below}: {points}", below=Share(below), points=Points(0))

    def _in_proportion(self, span: Interval, maximum: Fraction) -> Phrase:
        fields = {"span": span, "points": Points(maximum)}
        if self.full_at == 1:
            vi = "{span}: tính điểm theo công thức (tỷ lệ đạt được × {points})"
            return phrase(vi, "{span}: in proportion (the ratio × {points})", **fields)
        vi = "{span}: tính điểm theo công thức (tỷ lệ đạt được / {full} × {points})"
        return phrase(vi, "{span}: in proportion (the ratio / {full} × {points})", full=Share(self.full_at), **fields)

    def problems(self, maximum: Fraction) -> Iterator[str]:  # noqa: ARG002
        """Yield thresholds out of order and a zero case that is not declared."""
        yield from zero_case_problems(self.quotient, self.if_zero)
        if is_percent(self.numerator) and self.denominator is const(100):
            yield say("a percent of 79.7 is read as 0.797; its denominator is 1, not 100")
        if self.zero_below > self.full_at:
            yield say(
                "'zero_below' of {below} is above 'full_at' of {full}; no share would be in proportion",
                below=percent_text(self.zero_below),
                full=percent_text(self.full_at),
            )
