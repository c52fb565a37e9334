"""
Combine: the sum, the best, the worst or the mean of several rules.

With `n` the best (worst) n are added up. A rule that does not apply is left out: the mean is over those that
do, the worst is the worst of those that do. Where none applies, the combination does not. A missing one makes
the combination missing. Rules may have maxima of their own; those of a sum add up to the maximum, or
`adds_up_to` says that they are not meant to.

>>> from parengine.expr import Domain, answer, evaluate
>>> from parengine.rules import Imported
>>> shares = [answer(name, Domain("percent", low=0, high=100)) for name in ("web", "centre")]
>>> rules = [Imported(value=share) for share in shares]
>>> published = {"web": 90, "centre": 70}
>>> [str(evaluate(Combine(how=how, rules=rules).points(Fraction(1)), published)) for how in ("best", "worst", "mean")]
['9/10', '7/10', '4/5']
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import ClassVar, Final, Literal, TypeAlias

from .._sentences import figure as shown
from .._sentences import say
from ..expr import NOT_APPLICABLE, Expr, and_, const, is_not_applicable, least, most, nth_best, when
from ..expr._build import add
from . import slots
from ._compounds import Nested
from ._figures import figure, may_not_apply, sum_problems
from ._nested import nested_points, nested_problems
from ._zero import quotient
from .sentences import Phrase, Points, opening, within
from .slots import kind

How: TypeAlias = Literal["sum", "best", "worst", "mean"]


@kind
class Combine:
    """The sum, the best, the worst or the mean of several rules."""

    name: ClassVar[str] = "combine"

    how: How = slots.one_of("sum", "best", "worst", "mean", description="How the rules are combined.")
    rules: tuple[Nested, ...] = slots.rules("The rules; each may have a maximum of its own.")
    n: Fraction | None = slots.whole_number("How many of the best or worst are added up; by default 1.", default=None)
    adds_up_to: Fraction | None = slots.amount(
        "What the maxima of a sum add up to, where the text means it not to be the maximum.", default=None
    )

    @property
    def count(self) -> int:
        """Return how many rules are added up."""
        return min(int(self.n or 1), len(self.rules)) if self.how in ("best", "worst") else len(self.rules)

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        members = [nested_points(one, maximum) for one in self.rules]
        combined = self._held(_COMBINED[self.how](members, self.count, maximum), maximum)
        if not all(map(may_not_apply, members)):
            return combined
        return when(and_(*map(is_not_applicable, members)), NOT_APPLICABLE, combined)

    def _held(self, combined: Expr, maximum: Fraction) -> Expr:
        """Hold the points at the maximum, where the rules' own maxima do not see to that."""
        largest = sorted((one.maximum_within(maximum) for one in self.rules), reverse=True)
        most_of_all = largest[0] if self.how == "mean" else sum(largest[: self.count], Fraction(0))
        return combined if most_of_all <= maximum else when(combined > figure(maximum), figure(maximum), combined)

    def sentence(self, maximum: Fraction) -> Iterator[Phrase]:
        """Yield the rule in words."""
        vi, en = _TOLD[self.how, self.n is not None]
        some = {} if self.n is None else {"n": self.n}
        fields = {"rules": len(self.rules), "most": Points(maximum), **some}
        yield opening(f"{vi}, tối đa {{most}}", f"{en}, at most {{most}}", **fields)
        for place, one in enumerate(self.rules, start=1):
            own = {"place": place, "maximum": Points(one.maximum_within(maximum)), "rule": within(one, maximum)}
            vi = "nội dung {place} (tối đa {maximum}): {rule}"
            yield opening(vi, "part {place} (at most {maximum}): {rule}", **own)

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield what is wrong with the rules, maxima that do not add up, and an `n` that means nothing."""
        for place, one in enumerate(self.rules, start=1):
            yield from nested_problems(one, maximum, say("rule {place}", place=place))
        if self.how == "sum":
            total = sum((one.maximum_within(maximum) for one in self.rules), Fraction(0))
            yield from sum_problems(total, maximum, self.adds_up_to, say("the rules' maxima"))
        if self.n is not None and self.how not in ("best", "worst"):
            yield say("'n' goes with 'how: best' or 'how: worst', not with '{how}'", how=self.how)
        elif self.n is not None and self.n > len(self.rules):
            yield say("'n' is {n}, but there are only {count} rules", n=shown(self.n), count=len(self.rules))


def _in_place_of_none(member: Expr, value: Expr) -> Expr:
    return when(is_not_applicable(member), value, member) if may_not_apply(member) else member


def _applying(members: Sequence[Expr]) -> Expr:
    """Return how many members apply."""
    return add(*(when(is_not_applicable(m), 0, 1) if may_not_apply(m) else const(1) for m in members))


def _sum(members: Sequence[Expr], _count: int, _maximum: Fraction) -> Expr:
    return add(*(_in_place_of_none(member, const(0)) for member in members))


def _mean(members: Sequence[Expr], count: int, maximum: Fraction) -> Expr:
    return quotient(_sum(members, count, maximum), _applying(members), NOT_APPLICABLE)


def _best(members: Sequence[Expr], count: int, _maximum: Fraction) -> Expr:
    """Points are never below 0, so that 0 stands for a member that does not apply without being chosen first."""
    filled = [_in_place_of_none(member, const(0)) for member in members]
    return most(*filled) if count == 1 else add(*(nth_best(rank, *filled) for rank in range(1, count + 1)))


def _worst(members: Sequence[Expr], count: int, maximum: Fraction) -> Expr:
    """Points are never above the maximum, so that it stands for a member that does not apply."""
    filled = [_in_place_of_none(member, const(maximum)) for member in members]
    if count == 1:
        return least(*filled)
    lowest = add(*(nth_best(len(filled) - place, *filled) for place in range(count)))
    if not any(map(may_not_apply, members)):
        return lowest
    return when(_applying(members) < count, _sum(members, count, maximum), lowest)


_COMBINED: Final[Mapping[How, Callable[[Sequence[Expr], int, Fraction], Expr]]] = {
    "sum": _sum,
    "best": _best,
    "worst": _worst,
    "mean": _mean,
}

#: How the rules are combined, in words, without and with a number of them.
_TOLD: Final[Mapping[tuple[How, bool], tuple[str, str]]] = {
    ("sum", False): ("điểm bằng tổng điểm của {rules} nội dung sau", "the sum of {rules} parts"),
    ("mean", False): ("điểm bằng bình quân điểm của {rules} nội dung sau", "the mean of {rules} parts"),
    ("best", False): ("lấy điểm cao nhất trong {rules} nội dung sau", "the best of {rules} parts"),
    ("worst", False): ("lấy điểm thấp nhất trong {rules} nội dung sau", "the lowest of {rules} parts"),
    ("best", True): (
        "cộng điểm {n} nội dung cao nhất trong {rules} nội dung sau",
        "the sum of the best {n} of {rules} parts",
    ),
    ("worst", True): (
        "cộng điểm {n} nội dung thấp nhất trong {rules} nội dung sau",
        "the sum of the lowest {n} of {rules} parts",
    ),
}
