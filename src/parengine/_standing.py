"""
Standing: which of the editions that cover a year is in force in it, and why.

An edition that another one supersedes is not in force where the other one covers the year too; that goes on
through a chain of editions. Dates are shown, never looked at: sets are issued late in the year they score.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from ._nearest import nearest
from ._plugged import Edition
from ._sentences import Sentence, say
from .errors import RegistryError


@frozen
class Standing:
    """An edition for a year: whether it is in force and why, and the ids of the editions that supersede it."""

    edition: Edition
    in_force: bool
    reason: Sentence
    superseded_by: tuple[str, ...] = ()


def standings(editions: Mapping[str, Edition], owner: str, tier: str, year: int) -> tuple[Standing, ...]:
    """Return how each edition for an owner, a tier and a year stands, sorted by id; at most one is in force."""
    found = [each for each in editions.values() if _covers(each, owner, tier, year)]
    below = {each.id: tuple(_superseded(each, editions)) for each in found}
    over = {each.id: tuple(other for other, its in below.items() if each.id in its) for each in found}
    top = [each for each, its in over.items() if not its]
    return tuple(
        Standing(each, top == [each.id], _reason(each.id, top, over[each.id], below[each.id], year), over[each.id])
        for each in found
    )


def _reason(id: str, top: Sequence[str], over: Sequence[str], below: Sequence[str], year: int) -> Sentence:
    if over:
        return _why_not(id, over, below)
    others = [each for each in top if each != id]
    if others:
        return say("{others} covers {year} too, and neither supersedes the other", others=_names(others), year=year)
    return say("it supersedes {below}", below=_names(below)) if below else say("nothing supersedes it")


def _why_not(id: str, over: Sequence[str], below: Sequence[str]) -> Sentence:
    later = [each for each in over if each not in below]
    if later:
        return say("it is superseded by {later}", later=_names(later))
    others = [each for each in over if each != id]
    return say("it and {others} supersede each other", others=_names(others)) if others else say("it supersedes itself")


def _names(ids: Sequence[str]) -> str:
    """Return ids in a row, each in quotes."""
    *first, last = (f"'{each}'" for each in ids)
    return say("{first} and {last}", first=", ".join(first), last=last) if first else last


def _covers(edition: Edition, owner: str, tier: str, year: int) -> bool:
    key = edition.head.key
    return (key.owner, key.tier) == (owner, tier) and year in key.years


def _superseded(edition: Edition, editions: Mapping[str, Edition]) -> Iterator[str]:
    """Yield what an edition supersedes, the nearest first, through editions of any year."""
    seen: set[str] = set()
    above = edition.head.key.supersedes
    while above is not None and above not in seen:
        yield above
        seen.add(above)
        above = editions[above].head.key.supersedes if above in editions else None


def the_one(found: Iterable[Standing], owner: str, tier: str, year: int) -> Edition:
    """Return the edition in force; raises `RegistryError` where there is none, or several that do not say."""
    found = tuple(found)
    in_force = [each.edition for each in found if each.in_force]
    if in_force:
        return in_force[0]
    wanted = say("owner '{owner}', tier '{tier}' and year {year}", owner=owner, tier=tier, year=year)
    raise RegistryError(_not_one(found, wanted))


def _not_one(found: Sequence[Standing], wanted: Sentence) -> Sentence:
    if not found:
        return say("there is no criteria set for {wanted}", wanted=wanted)
    top = [each.edition.id for each in found if not each.superseded_by]
    if not top:
        names = _names([each.edition.id for each in found])
        return say("{names} supersede each other for {wanted}", names=names, wanted=wanted)
    return say(
        "{names} are all in force for {wanted}; the later one must say which it supersedes",
        names=_names(top),
        wanted=wanted,
    )


def strangers(editions: Mapping[str, Edition]) -> Iterator[Sentence]:
    """Yield a sentence for each edition that supersedes one that is not known: a slip, or one to install."""
    for each in editions.values():
        other = each.head.key.supersedes
        if other is None or other in editions:
            continue
        near = nearest(other, (known for known in editions if known != each.id))
        if near is None:
            yield say("'{id}' supersedes '{other}', which is not known", id=each.id, other=other)
        else:
            yield say(
                "'{id}' supersedes '{other}', which is not known; did you mean '{near}'?",
                id=each.id,
                other=other,
                near=near,
            )
