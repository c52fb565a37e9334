"""A checklist in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from .sentences import Named, Phrase, Points, opening, phrase

if TYPE_CHECKING:
    from .checklist import Absence, Checklist, Part


def checklist_told(rule: Checklist, maximum: Fraction) -> Iterator[Phrase]:
    """Yield the rule in words."""
    capped = rule.total > maximum
    vi, en = _ADDED_UP[capped]
    first, *others = map(_part_told, rule.parts)
    limit = {"most": Points(maximum)} if capped else {}
    yield opening(f"{vi}: {{first}}", f"{en}: {{first}}", first=first, **limit)
    yield from others
    yield from filter(None, map(_away_told, rule.parts))
    if rule.not_applicable is not None:
        yield opening(*_AWAY[rule.not_applicable])


def _part_told(part: Part) -> Phrase:
    return phrase("{done}: {points}", "{done}: {points}", done=part.done, points=Points(part.points))


def _away_told(part: Part) -> Phrase | None:
    """Return when a part does not apply, in words."""
    if part.not_applicable_when is None:
        return None
    fields = {"done": part.done, "away": Named(part.not_applicable_when)}
    return opening("nội dung “{done}” không áp dụng khi {away}", "“{done}” does not apply where {away}", **fields)


#: How the parts are added up, in words; whether they may be more than the maximum.
_ADDED_UP: Final[Mapping[bool, tuple[str, str]]] = {
    False: ("cộng điểm các nội dung đạt được", "added up for what is done"),
    True: ("cộng điểm các nội dung đạt được, tối đa {most}", "added up for what is done, at most {most}"),
}

#: What becomes of a part that does not apply, in words.
_AWAY: Final[Mapping[Absence, tuple[str, str]]] = {
    "shrink": (
        "điểm tối đa được giảm tương ứng với nội dung không áp dụng",
        "what does not apply is taken off the maximum",
    ),
    "rescale": (
        "điểm được tính lại theo các nội dung có áp dụng",
        "what applies then counts for the whole",
    ),
    "full": (
        "nội dung không áp dụng được tính đủ điểm",
        "what does not apply counts as done",
    ),
}
