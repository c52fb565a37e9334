"""A survey in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ..expr import Expr
from ..expr._nodes import Input
from ._scope import Ratings
from .sentences import Cited, Listed, Option, Phrase, Points, Share, given, opening, phrase

if TYPE_CHECKING:
    from .survey import EmptyGroup, Group, Survey


def survey_told(rule: Survey, maximum: Fraction) -> Iterator[Phrase]:
    """Yield the rule in words."""
    whole = Points(maximum)
    if rule.ratings is not None:
        yield _mean_told(rule.ratings, whole)
    else:
        vi = "số điểm bằng {points} × mức đánh giá bình quân có trọng số của các nhóm: {groups}"
        en = "{points} × the weighted mean of the groups: {groups}"
        yield opening(vi, en, points=whole, groups=Listed(tuple(map(_group_told, rule.groups))))
        yield opening("trong từng nhóm: {worths}", "in each group: {worths}", worths=_worths(rule.groups[0].ratings))
        yield opening(*_EMPTY_GROUP[rule.empty_group])
    yield from _few(rule, maximum)


def _few(rule: Survey, maximum: Fraction) -> Iterator[Phrase]:
    """Yield what too few answers give."""
    empty = given(rule.if_empty, maximum)
    yield opening("không có phiếu trả lời: {given}", "no answers: {given}", given=empty)
    if rule.minimum_answers is not None:
        vi, en = "dưới {few} phiếu trả lời: như không có phiếu", "fewer than {few} answers: as if there were none"
        yield phrase(vi, en, few=rule.minimum_answers)


def _mean_told(ratings: Ratings, whole: Points) -> Phrase:
    """Return the mean of one distribution, in words."""
    fields = {"points": whole, "ratings": ratings, "worths": _worths(ratings)}
    vi = "số điểm bằng {points} × mức đánh giá bình quân của các phiếu trả lời về {ratings} ({worths})"
    return opening(vi, "{points} × the mean of the answers on {ratings} ({worths})", **fields)


def _group_told(group: Group) -> Phrase:
    who = group.label or Cited(group.ratings.name)
    return phrase("{who}: {weight}", "{who}: {weight}", who=who, weight=Share(group.weight))


def _worths(ratings: Ratings) -> Listed:
    """Return what each answer is worth, and which do not count, in words."""
    return Listed(tuple(_worth(count, worth) for count, worth in ratings.counts))


def _worth(count: Expr, worth: Fraction | None) -> Phrase:
    option = Option(count, count.part or "") if isinstance(count, Input) else count
    if worth is None:
        return phrase("không tính {option}", "{option} not counted", option=option)
    return phrase("{option}: {worth}", "{option}: {worth}", option=option, worth=Share(worth))


#: What becomes of a group without answers, in words.
_EMPTY_GROUP: Final[Mapping[EmptyGroup, tuple[str, str]]] = {
    "renormalise": (
        "nhóm không có phiếu trả lời được loại ra, trọng số của các nhóm còn lại được tính lại",
        "a group without answers drops out and the weights of the others are scaled up",
    ),
    "missing": (
        "có nhóm không có phiếu trả lời: chưa chấm điểm (thiếu số liệu)",
        "a group without answers: not scored yet (missing)",
    ),
    "zero": ("nhóm không có phiếu trả lời được tính mức 0", "a group without answers counts as 0"),
}
