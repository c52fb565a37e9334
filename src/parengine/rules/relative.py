"""
Relative: against the other units of the cohort, by their mean, the best of them, or the rank among them.

Against the mean, a value that reaches it gives `points`, by default the maximum; with `strictly` only one above
it does; any other gives `else`. `published_mean` is the mean as it is printed, at the edition's places. Against
the best, the maximum is given in proportion, and a best of 0 or less gives `if_zero`. Against the rank, the
first of `ranks` that reaches as far as the unit's rank gives its points, and a rank past them all gives `else`.
The largest value has rank 1, and units with equal values share the better rank.

Where no unit of the cohort has a value, `if_empty` says what that gives; with no cohort at all the points are
missing. Units to which the value does not apply are left out, and so are those whose value divides by nothing.

>>> from parengine.expr import Domain, answer, show
>>> index = answer("index", Domain("points", low=0, high=100, places=2))
>>> rule = Relative(value=index, against="rank", ranks=[Rank(to=1, points=2)], otherwise="0.5", if_empty="missing")
>>> show(rule.by_rank(index, Fraction(2)))
'when(cohort_rank(index) <= 1, 2, 0.5)'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar, Final, Literal

from .._sentences import figure as shown
from .._sentences import say
from ..expr import Expr, cohort, is_invalid, is_missing, is_not_applicable, note, or_, when
from ..expr._guards import is_nonnegative
from . import slots
from ._figures import figure, held, not_below, too_many
from ._sentence_relative import relative_told
from ._slots import Direction
from ._steps import trend
from ._zero import with_zero_case, zero_case_problems, zero_points
from .slots import ZeroCase, kind, part


def _helps(rule: Relative) -> Direction:
    """Return which way the unit's own value moves its points, the figures of the others being what they are."""
    rising = [rule.otherwise, *(step.points for step in reversed(rule.ranks))]
    return trend([*rising, rule.reached] if rule.reached is not None else rising)


@part
class Rank:
    """The ranks up to one, and what they give."""

    to: Fraction = slots.whole_number("The last rank that is meant.")
    points: Fraction = slots.amount("The points of these ranks.")


@kind
class Relative:
    """Points by how a unit stands among the others."""

    name: ClassVar[str] = "relative"

    value: Expr = slots.number("What is compared, the same of every unit.", helps=_helps)
    against: Literal["mean", "published_mean", "best", "rank"] = slots.one_of(
        "mean", "published_mean", "best", "rank", description="What of the cohort it is compared with."
    )
    if_empty: ZeroCase = slots.zero_case("What there is where no unit of the cohort has a value.")
    reached: Fraction | None = slots.amount("The points at the mean, else the maximum.", key="points", default=None)
    strictly: bool = slots.flag("Whether only a value above the mean reaches it.", default=False)
    ranks: tuple[Rank, ...] = slots.listed(Rank, "The ranks and their points, the best first.", least=0, default=())
    otherwise: Fraction = slots.amount("The points below the mean or the ranks.", key="else", default=Fraction(0))
    if_zero: ZeroCase | None = slots.zero_case("What a best of 0 gives, or a value over nothing.", default=None)

    @property
    def counted(self) -> Expr:
        """Return what is compared of every unit; where it divides by nothing it does not apply."""
        return with_zero_case(self.value, "not_applicable", Fraction(0), lambda value: value)

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        return with_zero_case(self.value, self.if_zero, maximum, lambda value: self._among_units(value, maximum))

    def _among_units(self, value: Expr, maximum: Fraction) -> Expr:
        """Return the points of a value; one that is not known stays what it is, whoever else has one."""
        nobody = cohort("count", self.counted).equals(0)
        earn, _ = _AGAINST[self.against]
        earned = when(nobody, zero_points(self.if_empty, maximum), earn(self, value, maximum))
        return when(or_(is_missing(value), is_invalid(value), is_not_applicable(value)), value, earned)

    def by_mean(self, value: Expr, maximum: Fraction) -> Expr:
        """Return the points of a value against the mean."""
        assert self.against in ("mean", "published_mean")
        mean = cohort(self.against, self.counted)
        reached = value > mean if self.strictly else value >= mean
        return when(reached, held(self.at_mean(maximum), maximum), held(self.otherwise, maximum))

    def at_mean(self, maximum: Fraction) -> Fraction:
        """Return the points of a value that reaches the mean."""
        return maximum if self.reached is None else self.reached

    def by_best(self, value: Expr, maximum: Fraction) -> Expr:
        """Return the points of a value against the best, which only a best that was frozen earlier can be below."""
        best = cohort("best", self.counted)
        share = not_below(value, Fraction(0), value / best * figure(maximum))
        nothing = best.equals(0) if is_nonnegative(self.counted) else best <= 0
        held_share = when(value > best, note(figure(maximum), "over_100"), share)
        return when(nothing, zero_points(self.if_zero, maximum), held_share)

    def by_rank(self, value: Expr, maximum: Fraction) -> Expr:  # noqa: ARG002
        """Return the points of the unit's rank."""
        rank, earned = cohort("rank", self.counted), held(self.otherwise, maximum)
        for step in sorted(self.ranks, key=lambda step: step.to, reverse=True):
            earned = when(rank <= figure(step.to), held(step.points, maximum), earned)
        return earned

    sentence = relative_told

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield keys of another comparison, ranks out of order, and amounts beyond the maximum."""
        divided = self.value / cohort("best", self.counted) if self.against == "best" else self.value
        yield from zero_case_problems(divided, self.if_zero)
        yield from self._misplaced()
        for key, amount in (("points", self.at_mean(maximum)), ("else", self.otherwise)):
            yield from too_many(amount, maximum, f"'{key}'")
        for step in self.ranks:
            yield from too_many(step.points, maximum, say("the rank {rank}", rank=shown(step.to)))
        yield from self._order_problems()

    def _misplaced(self) -> Iterator[str]:
        if self.against == "rank" and not self.ranks:
            yield say("'ranks' is missing; against the rank it says what each rank gives")
        written = {"points": self.reached, "strictly": self.strictly, "ranks": self.ranks, "else": self.otherwise}
        for key in (key for key, value in written.items() if value and key not in _AGAINST[self.against][1]):
            yield say("'{key}' means nothing with 'against: {against}'; leave it out", key=key, against=self.against)

    def _order_problems(self) -> Iterator[str]:
        for better, worse in pairwise(self.ranks):
            if worse.to <= better.to:
                ends = {"better": shown(better.to), "worse": shown(worse.to)}
                yield say("rank {worse} must come after a better rank than {better}", **ends)
        for more, less in pairwise([*(step.points for step in self.ranks), self.otherwise]):
            if less > more:
                yield say("a worse rank gives more: {less} points after {more}", less=shown(less), more=shown(more))


#: How each comparison earns its points, and the keys that say so.
_AGAINST: Final[Mapping[str, tuple[Callable[[Relative, Expr, Fraction], Expr], tuple[str, ...]]]] = {
    "mean": (Relative.by_mean, ("points", "strictly", "else")),
    "published_mean": (Relative.by_mean, ("points", "strictly", "else")),
    "best": (Relative.by_best, ()),
    "rank": (Relative.by_rank, ("ranks", "else")),
}
