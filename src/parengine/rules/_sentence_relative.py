"""A comparison with the other units in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ..expr import cohort
from .sentences import Factor, Phrase, Points, given, opening, phrase, zero_case

if TYPE_CHECKING:
    from .relative import Rank, Relative


def relative_told(rule: Relative, maximum: Fraction) -> Iterator[Phrase]:
    """Yield the rule in words."""
    yield from _TOLD[rule.against](rule, maximum)
    empty = given(rule.if_empty, maximum)
    yield opening("không có đơn vị nào có số liệu: {given}", "no unit has a value: {given}", given=empty)
    yield from zero_case(rule.value, rule.if_zero, maximum)


def _by_mean(rule: Relative, maximum: Fraction) -> Iterator[Phrase]:
    """Yield what a value gives against the mean, in words."""
    assert rule.against in ("mean", "published_mean")
    mean = cohort(rule.against, rule.value)
    reached = rule.value > mean if rule.strictly else rule.value >= mean
    given = Points(min(rule.at_mean(maximum), maximum))
    yield opening("{holds}: {points}", "{holds}: {points}", holds=reached, points=given)
    yield phrase("nếu không: {points}", "otherwise: {points}", points=Points(rule.otherwise))


def _by_best(rule: Relative, maximum: Fraction) -> Iterator[Phrase]:
    """Yield what a value gives against the best, in words."""
    fields = {"value": Factor(rule.value), "best": Factor(cohort("best", rule.value)), "points": Points(maximum)}
    yield opening("số điểm bằng {value} / {best} × {points}", "{value} / {best} × {points}", **fields)
    nothing = given(rule.if_zero, maximum)
    vi, en = "mức cao nhất không lớn hơn 0: {given}", "where the highest is not above 0: {given}"
    yield opening(vi, en, given=nothing)


def _by_rank(rule: Relative, maximum: Fraction) -> Iterator[Phrase]:  # noqa: ARG001
    """Yield what each rank gives, in words."""
    head = phrase("xếp hạng về {value} trong các đơn vị", "the rank by {value} among all units", value=rule.value)
    first, *others = map(_rank_told, (None, *rule.ranks), rule.ranks)
    yield opening("{head}: {first}", "{head}: {first}", head=head, first=first)
    yield from others
    yield phrase("các thứ hạng còn lại: {points}", "all other ranks: {points}", points=Points(rule.otherwise))


def _rank_told(better: Rank | None, step: Rank) -> Phrase:
    """Return what the ranks after those of the better step give, in words."""
    first = 1 if better is None else int(better.to) + 1
    fields = {"to": step.to, "points": Points(step.points)}
    if first == step.to:
        return phrase("hạng {to}: {points}", "rank {to}: {points}", **fields)
    vi, en = "từ hạng {first} đến hạng {to}: {points}", "ranks {first} to {to}: {points}"
    return phrase(vi, en, first=first, **fields)


#: How each comparison says what it gives.
_TOLD: Final[Mapping[str, Callable[[Relative, Fraction], Iterator[Phrase]]]] = {
    "mean": _by_mean,
    "published_mean": _by_mean,
    "best": _by_best,
    "rank": _by_rank,
}
