"""
Tiers: marginal rates, each tier at its own.

The first 44,000 give 10 points, what lies above 2 points per 8,800, what lies above that 1 point: every unit
counts at the rate of the tier it lies in, so that there is no jump at a joint. The last tier may be open. The
points stop at the maximum; a value below 0 gives 0.

>>> from parengine.expr import Domain, answer, evaluate
>>> households = answer("households", Domain("count", low=0, high=10**9))
>>> rule = Tiers(value=households, tiers=[
...     Tier(up_to=44000, points=10, per=44000), Tier(up_to=52800, points=2, per=8800), Tier(points=1, per=8800)])
>>> [str(evaluate(rule.points(Fraction(20)), {"households": n})) for n in (22000, 48400, 61600, 10**6)]
['5', '11', '13', '20']
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

from .._sentences import figure as shown
from .._sentences import say
from ..expr import Expr, when
from . import slots
from ._figures import figure, not_below
from ._steps import End
from ._zero import with_zero_case, zero_case_problems
from .sentences import Interval, Level, Phrase, Points, opening, phrase, zero_case
from .slots import ZeroCase, kind, part


@part
class Tier:
    """One tier: up to where it reaches, and its rate."""

    up_to: Fraction | None = slots.threshold_or_none(
        "Where the tier ends; `none` for the last, open one.", default=None
    )
    points: Fraction = slots.amount("The points for each so many.")
    per: Fraction = slots.amount("For how many the points are given.", above_zero=True, in_points=False)

    @property
    def rate(self) -> Fraction:
        """Return the points of one."""
        return self.points / self.per


@kind
class Tiers:
    """Marginal rates, each tier at its own."""

    name: ClassVar[str] = "tiers"

    value: Expr = slots.number("What is looked at.", helps="up")
    tiers: tuple[Tier, ...] = slots.listed(Tier, "The tiers, from the lowest up.")
    if_zero: ZeroCase | None = slots.zero_case("What a value gives that divides by nothing.", default=None)

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        return with_zero_case(
            self.value,
            self.if_zero,
            maximum,
            lambda value: not_below(value, Fraction(0), self._from_value(value, maximum)),
        )

    def _from_value(self, value: Expr, maximum: Fraction) -> Expr:
        lines, last = self._lines(maximum)
        earned = figure(last)
        for end, rate, offset in reversed(lines):
            line = value * figure(rate) + figure(offset)
            earned = line if end is None else when(value < figure(end), line, earned)
        return earned

    def _lines(self, maximum: Fraction) -> tuple[list[tuple[Fraction | None, Fraction, Fraction]], Fraction]:
        """Return each tier's end, rate and offset, cut where the maximum is reached, and the points after them."""
        lines: list[tuple[Fraction | None, Fraction, Fraction]] = []
        start, earned = Fraction(0), Fraction(0)
        for tier in self.tiers:
            full = start + (maximum - earned) / tier.rate if tier.rate else None
            ends = [end for end in (tier.up_to, full) if end is not None]
            lines.append((min(ends, default=None), tier.rate, earned - start * tier.rate))
            if tier.up_to is None or (full is not None and full <= tier.up_to):
                return lines, maximum
            start, earned = tier.up_to, earned + (tier.up_to - start) * tier.rate
        return lines, earned

    def sentence(self, maximum: Fraction) -> Iterator[Phrase]:
        """Yield the rule in words."""
        first, *others = self._told()
        vi, en = "{value}, tính lũy tiến từng phần: {first}", "{value}, each part at its own rate: {first}"
        yield opening(vi, en, value=self.value, first=first)
        yield from others
        yield phrase("tổng điểm tối đa {most}", "at most {most} in all", most=Points(maximum))
        yield from zero_case(self.value, self.if_zero, maximum)

    def _told(self) -> Iterator[Phrase]:
        """Yield the rate of each tier in words."""
        start: End | None = None
        for tier in self.tiers:
            end = None if tier.up_to is None else End(tier.up_to, after=True)
            among = tuple(one.up_to for one in self.tiers if one.up_to is not None)
            span = Interval(start, end, self.value, (*among, *(one.per for one in self.tiers)))
            fields = {"span": span, "per": Level(tier.per, self.value), "points": Points(tier.points)}
            yield phrase("{span}: cứ {per} được {points}", "{span}: {points} for every {per}", **fields)
            start = end

    def problems(self, maximum: Fraction) -> Iterator[str]:  # noqa: ARG002
        """Yield tiers out of order, and an open tier that is not the last."""
        yield from zero_case_problems(self.value, self.if_zero)
        ends = [Fraction(0), *(tier.up_to for tier in self.tiers if tier.up_to is not None)]
        for low, high in pairwise(ends):
            if low >= high:
                further = shown(low)
                yield say("the tier up to {high} must reach further than {low}", high=shown(high), low=further)
        if any(tier.up_to is None for tier in self.tiers[:-1]):
            yield say("only the last tier may be open; say 'up_to' on the others")
