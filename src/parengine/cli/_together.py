"""Sheets that are scored together: those of one set are each other's cohort, where the set compares its units."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias, TypeVar

from attrs import evolve, field, frozen

from .._model import CriteriaSet
from ..errors import NotFinalError, ParengineError
from ..registry import Registry
from ..score import Assessment, Cohort, Scorecard, cohort_of, prepare, score, score_all, unsettled
from ..score._quotas import has_quotas
from ..score._score import passes

T = TypeVar("T")
U = TypeVar("U")


@frozen
class Compared:
    """The cohort of the sheets of one set, and the scorecards they have in it, by unit."""

    cohort: Cohort
    cards: dict[str, Scorecard] = field(factory=dict)


#: The sheets that are scored together, by their set.
Rounds: TypeAlias = "dict[CriteriaSet, Sequence[Assessment]]"
#: By the id of the set: what its sheets come to together, or why they cannot be scored together.
Together: TypeAlias = "dict[str, Compared | ParengineError]"


def attempt(make: Callable[[T], U], given: T) -> U | ParengineError:
    """Return what is made of something, or why it cannot be made."""
    try:
        return make(given)
    except ParengineError as error:
        return error


def rounds_of(registry: Registry, sheets: Sequence[Assessment]) -> Rounds:
    """Return the sheets of each set that compares its units, where there are several; other sets are not in it."""
    found: Rounds = {}
    for id_ in dict.fromkeys(sheet.set for sheet in sheets):
        criteria_set, units = registry.get(id_), [sheet for sheet in sheets if sheet.set == id_]
        if len(units) > 1 and _compares(criteria_set):
            found[criteria_set] = units
    return found


def steps_of(rounds: Rounds) -> int:
    """Return how many steps `together` takes."""
    return sum(len(units) * passes(criteria_set, own_cohort=True) for criteria_set, units in rounds.items())


def together(rounds: Rounds, step: Callable[[], None]) -> Together:
    """Return what the sheets of each round come to; calls `step` after each step of a unit."""
    return {
        criteria_set.id: attempt(partial(_compared, criteria_set=criteria_set, step=step), units)
        for criteria_set, units in rounds.items()
    }


def _compares(criteria_set: CriteriaSet) -> bool:
    """Return whether what a unit gets depends on the others: by a rule, or by a quota of a class."""
    return has_quotas(criteria_set) or bool(prepare(criteria_set).programme.comparisons)


def _compared(units: Sequence[Assessment], criteria_set: CriteriaSet, step: Callable[[], None]) -> Compared:
    def progress(_done: int, _of: int) -> None:
        step()

    cohort = cohort_of(units, criteria_set, progress=progress)
    cards = score_all(units, criteria_set, cohort=cohort, progress=progress)
    return Compared(cohort, {card.unit: card for card in cards})


def card_of(sheet: Assessment, registry: Registry, found: Together, *, final: bool) -> Scorecard:
    """Return a sheet's scorecard, in its cohort where it has one; an incomplete one says what is still possible."""
    criteria_set, compared = registry.get(sheet.set), found.get(sheet.set)
    if isinstance(compared, ParengineError):
        raise compared
    cohort = compared.cohort if compared else None
    known = compared.cards.get(sheet.unit.id) if compared else None
    card = known or score(sheet, criteria_set, cohort=cohort)
    reasons = tuple(unsettled(card)) if final else ()
    if reasons:
        raise NotFinalError(reasons)
    if card.complete:
        return card
    return evolve(card, bounds=score(sheet, criteria_set, cohort=cohort, bounds=True).bounds)
