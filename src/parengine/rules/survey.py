"""
Survey: the mean worth of the answers, of one group of respondents or of several with weights.

The mean is Σ worth × count ÷ Σ count over the answers that count; "no opinion" leaves it. Groups: Σ weight ×
mean ÷ Σ weight. A group without answers drops out and the other weights are scaled up (`renormalise`), counts
as 0, or makes the result missing. Where nobody answered at all, `if_empty` says what that gives. With
`minimum_answers` a distribution with fewer answers counts as one without.

>>> from parengine.expr import Domain, answer, evaluate
>>> counts = Domain("count", low=0, high=10**9)
>>> worth = {"good": Fraction(1), "average": Fraction(1, 2), "poor": Fraction(0), "no_opinion": None}
>>> clarity = Ratings("clarity", tuple((answer("clarity", counts, part=id), w) for id, w in worth.items()))
>>> rule = Survey(ratings=clarity, if_empty="missing")
>>> sheet = {"clarity.good": 30, "clarity.average": 0, "clarity.poor": 10, "clarity.no_opinion": 60}
>>> str(evaluate(rule.points(Fraction("0.75")), sheet))
'9/16'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, Final, Literal, TypeAlias

from .._sentences import figure as shown
from .._sentences import say
from ..expr import MISSING, Expr, and_, const, when
from ..expr._build import add
from ..expr._nodes import Const
from ..types import Text
from . import slots
from ._figures import figure
from ._scope import Ratings
from ._sentence_survey import survey_told
from ._slots import Alternatives, exactly_one
from ._zero import quotient, zero_points
from .slots import ZeroCase, kind, part

EmptyGroup: TypeAlias = Literal["renormalise", "missing", "zero"]


@part
class Group:
    """A group of respondents: its answers and its weight."""

    ratings: Ratings = slots.ratings("The group's answers: the id of a `ratings` input.")
    weight: Fraction = slots.share("The group's weight, as a share of all.", above_zero=True)
    label: Text | None = slots.label("What the group is called.", default=None)


@kind
class Survey:
    """The mean worth of the answers, of one group of respondents or of several with weights."""

    name: ClassVar[str] = "survey"
    alternatives: ClassVar[tuple[Alternatives, ...]] = (exactly_one("ratings", "groups"),)

    ratings: Ratings | None = slots.ratings("The answers: the id of a `ratings` input.", default=None)
    groups: tuple[Group, ...] = slots.listed(Group, "The groups of respondents.", default=())
    empty_group: EmptyGroup = slots.one_of(
        "renormalise",
        "missing",
        "zero",
        description="What becomes of a group without answers.",
        default="renormalise",
    )
    if_empty: ZeroCase = slots.zero_case("What the rule gives where nobody answered.")
    minimum_answers: Fraction | None = slots.whole_number(
        "With fewer answers than this a distribution counts as empty.", default=None
    )

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        if self.ratings is not None:
            empty = zero_points(self.if_empty, maximum)
            return when(self.is_empty(self.ratings), empty, _mean(self.ratings, maximum))
        return _GROUPED[self.empty_group](self, maximum)

    def is_empty(self, ratings: Ratings) -> Expr:
        """Return the condition that a distribution holds too few answers."""
        if self.minimum_answers is None:
            return _answers(ratings).equals(0)
        return _answers(ratings) < figure(self.minimum_answers)

    def part_of(self, group: Group, maximum: Fraction, empty: Expr) -> Expr:
        """Return what a group adds to the weighted sum, `empty` where it has no answers."""
        return when(self.is_empty(group.ratings), empty, _mean(group.ratings, group.weight * maximum))

    def weight_of(self, group: Group) -> Expr:
        """Return a group's weight, 0 where it has no answers."""
        return when(self.is_empty(group.ratings), 0, figure(group.weight))

    sentence = survey_told

    def problems(self, maximum: Fraction) -> Iterator[str]:  # noqa: ARG002
        """Yield weights that do not add up to 100 %, and a group that is listed twice."""
        total = sum((group.weight for group in self.groups), Fraction(0))
        if self.groups and total != 1:
            yield say("the weights of the groups add up to {total}%, not to 100%", total=shown(total * 100))
        names = [group.ratings.name for group in self.groups]
        yield from (
            say("the answers of '{name}' are counted in two groups", name=name) for name in sorted(_twice(names))
        )


def _twice(names: list[str]) -> set[str]:
    return {name for name in names if names.count(name) > 1}


def _answers(ratings: Ratings) -> Expr:
    """Return how many answers count."""
    return add(*(count for count, worth in ratings.counts if worth is not None))


def _mean(ratings: Ratings, scale: Fraction) -> Expr:
    """Return what an answer is worth in the mean, up to `scale`; stands behind a test for no answers."""
    worth = add(*(count * figure(worth * scale) for count, worth in ratings.counts if worth))
    answers = _answers(ratings)
    return MISSING if isinstance(answers, Const) else worth / answers


def _renormalised(rule: Survey, maximum: Fraction) -> Expr:
    total = add(*(rule.part_of(group, maximum, const(0)) for group in rule.groups))
    return quotient(total, add(*map(rule.weight_of, rule.groups)), zero_points(rule.if_empty, maximum))


def _with_empty(empty: Expr) -> Callable[[Survey, Fraction], Expr]:
    def grouped(rule: Survey, maximum: Fraction) -> Expr:
        weights = sum((group.weight for group in rule.groups), Fraction(0)) or Fraction(1)
        mean = add(*(rule.part_of(group, maximum, empty) for group in rule.groups)) / figure(weights)
        nobody = and_(*(rule.is_empty(group.ratings) for group in rule.groups))
        return when(nobody, zero_points(rule.if_empty, maximum), mean)

    return grouped


_GROUPED: Final[Mapping[EmptyGroup, Callable[[Survey, Fraction], Expr]]] = {
    "renormalise": _renormalised,
    "missing": _with_empty(MISSING),
    "zero": _with_empty(const(0)),
}
