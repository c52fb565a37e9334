"""
Quotas: at most so many units may have a class, the best of them; the others get the next class.

A quota looks at all units of a round together, so it is applied by `score_all` and not by `score`. While the
class of one unit is open, those of all are provisional.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from attrs import evolve, field, frozen

from .._model import Classes, CriteriaSet, Quota
from .._sentences import Sentence, figure, say
from ..types import State, Text, ValueType
from ._assessment import Assessment
from ._cohort import Cohort, cohort_answers
from ._prepared import prepare
from ._programme import UNCLASSIFIED
from ._provenance import weakest
from ._scorecard import ClassResult
from ._spans import Bounds
from ._terms import terms_of


@frozen
class Held:
    """The class that a quota leaves to a unit, and the quota."""

    class_: str
    quota: Quota


@frozen
class Allotted:
    """What the quotas do to the units of a round: who is held, and whose class is still open."""

    held: Mapping[str, Held] = field(factory=dict)
    open: tuple[str, ...] = ()


_OPEN: Final = (State.MISSING, State.INVALID)
#: What is done where no quota was looked at.
NOT_ALLOTTED: Final = Allotted()


@frozen
class Placed:
    """A unit by its index and the class that its own clauses give it, None where one of the two is open."""

    unit: str
    index: Fraction | None
    class_: str | None


def has_quotas(criteria_set: CriteriaSet) -> bool:
    """Return whether the class of a unit depends on the others."""
    return criteria_set.classes is not None and bool(criteria_set.classes.quotas)


def allotted(
    units: Sequence[Assessment], criteria_set: CriteriaSet, cohort: Cohort | None, tick: Callable[[], None]
) -> Allotted:
    """Return what the quotas of a set do to the units of a round."""
    classes = criteria_set.classes
    if classes is None or not classes.quotas:
        return NOT_ALLOTTED
    placed = [_placed(unit, criteria_set, cohort, tick) for unit in units]
    return Allotted(held_of(placed, classes), tuple(each.unit for each in placed if each.index is None))


def _placed(unit: Assessment, criteria_set: CriteriaSet, cohort: Cohort | None, tick: Callable[[], None]) -> Placed:
    prepared = prepare(criteria_set, terms_of(unit, criteria_set))
    quick = prepared.quick
    row = quick.run(prepared.answers(unit, cohort_answers(cohort, prepared, unit)))
    tick()
    index = quick.result(row, "index" if _is_rounded(criteria_set) else "exact index")
    class_ = quick.result(row, "class", ValueType.CHOICE)
    if quick.result(row, "open") != 0 or class_ in _OPEN:
        return Placed(unit.unit.id, None, None)
    rated = isinstance(index, Fraction) and isinstance(class_, str) and class_ != UNCLASSIFIED
    return Placed(unit.unit.id, index if rated else Fraction(0), class_ if rated else None)


def _is_rounded(criteria_set: CriteriaSet) -> bool:
    said = criteria_set.ranking or criteria_set.classes
    return said is not None and said.basis == "rounded"


def held_of(placed: Iterable[Placed], classes: Classes) -> Mapping[str, Held]:
    """Return, by unit, the class that a quota leaves it, for those that lose one; quotas of better classes first."""
    standing, held = list(placed), dict[str, Held]()
    for quota, lower in _with_next(classes):
        beyond = {each.unit for each in _beyond(quota, standing)}
        held |= {unit: Held(lower, quota) for unit in beyond}
        standing = [evolve(each, class_=lower) if each.unit in beyond else each for each in standing]
    return held


def _with_next(classes: Classes) -> Iterator[tuple[Quota, str]]:
    """Yield the quotas, those of better classes first, each with the class that it leaves; the last has no next."""
    ids = [each.id for each in classes.classes]
    for quota in sorted(classes.quotas, key=lambda quota: ids.index(quota.class_)):
        yield quota, ids[min(ids.index(quota.class_) + 1, len(ids) - 1)]


def _beyond(quota: Quota, placed: Sequence[Placed]) -> Iterator[Placed]:
    """Yield the units that have the class beyond the quota; of equal ones at its edge none has it."""
    of = [each for each in placed if each.class_ is not None and (each.class_ in quota.of or not quota.of)]
    holders = [(each.index, each) for each in placed if each.class_ == quota.class_ and each.index is not None]
    allowed = int(quota.share * len(of))
    if len(holders) > allowed:
        edge = sorted((index for index, _ in holders), reverse=True)[allowed]
        yield from (each for index, each in holders if index <= edge)


# ---- on a scorecard


def with_quota(result: ClassResult, held: Held | None, criteria_set: CriteriaSet, *, looked_at: bool) -> ClassResult:
    """Return a class, or the one that a quota leaves in its place; one that no quota looked at yet says so."""
    classes = criteria_set.classes
    if classes is None or (held is None and (looked_at or result.id not in {each.class_ for each in classes.quotas})):
        return result
    if held is None:
        return evolve(
            result, reason=_joined(result.reason, say("its quota looks at all units and is not applied here"))
        )
    labels = {each.id: each.label for each in classes.classes}
    reason = _joined(result.reason, _told(held.quota, labels))
    kinds = [(held.quota.provenance or criteria_set.provenance).kind, result.provenance]
    return evolve(result, id=held.class_, label=labels[held.class_], reason=reason, provenance=weakest(kinds))


def _joined(first: str | None, then: str) -> str:
    return then if first is None else say("{first}; {then}", first=first, then=then)


def _told(quota: Quota, labels: Mapping[str, Text]) -> Sentence:
    share, label = say("{number} %", number=figure(quota.share * 100)), labels[quota.class_]
    told = say("at most {share} of the units that are classed may be in '{label}'", share=share, label=label)
    if quota.of:
        among = [labels[each] for each in quota.of]
        told = say("at most {share} of the units classed {of} may be in '{label}'", share=share, of=among, label=label)
    return say("{first}: {then}", first=told, then=quota.reason) if quota.reason else told


def bounds_with_quotas(bounds: Bounds, classes: Classes | None) -> Bounds:
    """Return bounds with the classes that quotas may leave in the place of those that are possible."""
    if classes is None or not classes.quotas:
        return bounds
    possible = set(bounds.classes)
    for quota, lower in _with_next(classes):
        if quota.class_ in possible:
            possible.add(lower)
    order: list[str | None] = [*(each.id for each in classes.classes), UNCLASSIFIED, None]
    return evolve(bounds, classes=tuple(each for each in order if each in possible))
