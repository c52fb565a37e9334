"""
Weakest: the maximum times the smaller of two shares of the same whole; a smaller share than asked for gives nothing.

Of 10 files 8 on time and 6 without a complaint give 60 %. With no file at all there is what `if_zero` says.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from parengine.expr import Expr, const, least, note, when
from parengine.rules import kind, slots, with_zero_case, zero_case_problems
from parengine.rules.sentences import Phrase, Points, Share, opening, phrase, zero_case


@kind
class Weakest:
    """The maximum times the smaller of two shares."""

    name: ClassVar[str] = "dummy.weakest"
    contract: ClassVar[int] = 1

    one: Expr = slots.number("What is counted first.", helps="up")
    other: Expr = slots.number("What is counted second.", helps="up")
    out_of: Expr = slots.number("Out of how many.", helps="none")
    zero_below: Fraction = slots.share("A smaller share below this gives nothing.", above_zero=True)
    if_zero: slots.ZeroCase | None = slots.zero_case("What a share of nothing gives.", default=None)

    @property
    def quotient(self) -> Expr:
        """Return the smaller share."""
        return least(self.one, self.other) / self.out_of

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        return with_zero_case(self.quotient, self.if_zero, maximum, lambda share: self._of(share, maximum))

    def _of(self, share: Expr, maximum: Fraction) -> Expr:
        full = when(share > 1, note(const(maximum), "over_100"), share * const(maximum))
        return when(share < const(self.zero_below), const(0), full)

    def sentence(self, maximum: Fraction) -> Iterator[Phrase]:
        """Yield the rule in words."""
        two = {"one": self.one, "other": self.other, "out_of": self.out_of, "points": Points(maximum)}
        yield opening(
            "Tỷ lệ thấp hơn trong hai tỷ lệ, {one} và {other} trên {out_of}, × {points}",
            "The smaller of two shares, {one} and {other} out of {out_of}, × {points}",
            **two,
        )
        least_share = Share(self.zero_below)
        yield phrase("dưới {least}: {none}", "below {least}: {none}", least=least_share, none=Points(0))
        yield from zero_case(self.quotient, self.if_zero, maximum)

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield a zero case that is not declared."""
        yield from zero_case_problems(self.quotient, self.if_zero)
