"""Scoring: an assessment and a criteria set become a scorecard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import count

from .._model import CriteriaSet
from .._sentences import say
from ..errors import DocumentError, NotFinalError, NumberError, Problem
from ..types import Status
from ._assessment import Assessment
from ._build import CardBuilder, Frame
from ._cohort import Cohort, Progress, cohort_of, figures_of
from ._prepared import prepare
from ._quotas import Allotted, allotted, has_quotas
from ._reasons import CLASS, SETTLED
from ._refusals import refuse
from ._scorecard import InvalidAnswer, NodeScore, Scorecard
from ._terms import TOTAL, Terms, terms_of


def score(
    assessment: Assessment,
    criteria_set: CriteriaSet,
    *,
    final: bool = False,
    cohort: Cohort | Iterable[Assessment] | None = None,
    bounds: bool = False,
) -> Scorecard:
    """
    Score an assessment exactly.

    A bad value (of the wrong type, out of range, failing a check) makes the leaves that read it invalid; an
    absent one makes them missing; both count 0. `cohort` is the assessments of all units, or their frozen
    figures; without it what compares units is missing. Quotas of classes look at all units: see `score_all`. With
    `bounds` the scorecard says what is still possible.

    Raises `DocumentError` for an assessment of another set, edition or year, or with answers that the set does
    not declare; with `final`, `NotFinalError` while anything is missing, invalid, undecided or provisional.
    """
    refuse([assessment], criteria_set)
    frozen = _frozen(cohort, criteria_set, assessment.year)
    return _settled(_card(assessment, criteria_set, frozen, bounds=bounds), final=final)


def score_all(
    assessments: Iterable[Assessment],
    criteria_set: CriteriaSet,
    *,
    final: bool = False,
    cohort: Cohort | Iterable[Assessment] | None = None,
    progress: Progress | None = None,
    bounds: bool = False,
) -> Iterator[Scorecard]:
    """
    Score the assessments of many units; yield the scorecards in the order of the assessments.

    The units are each other's cohort unless one is given, and the quotas of classes look at all of them.
    `progress` is called with how much is done, of how much. Raises what `score` raises: for documents before the
    first scorecard, for all of them together, also where a unit stands there twice.
    """
    units = refuse(assessments, criteria_set)
    tick = _ticker(progress, len(units) * passes(criteria_set, own_cohort=cohort is None))
    frozen = _frozen(cohort, criteria_set, units[0].year if units else None)
    if frozen is None:
        frozen = figures_of(units, criteria_set, lambda _, __: tick())
    quotas = allotted(units, criteria_set, frozen, tick)
    for unit in units:
        card = _card(unit, criteria_set, frozen, quotas, bounds=bounds)
        yield _settled(card, final=final)
        tick()


def _ticker(progress: Progress | None, total: int) -> Callable[[], None]:
    """Return what is called after each step of a unit."""
    done = count(1)
    return (lambda: progress(next(done), total)) if progress else (lambda: None)


def passes(criteria_set: CriteriaSet, *, own_cohort: bool) -> int:
    """Return how often every unit is looked at where units are scored together."""
    compares = own_cohort and bool(prepare(criteria_set).programme.comparisons)
    return 1 + compares + has_quotas(criteria_set)


def _frozen(cohort: Cohort | Iterable[Assessment] | None, criteria_set: CriteriaSet, year: int | None) -> Cohort | None:
    """Return the cohort's figures; those of another set or year would compare what cannot be compared."""
    if cohort is None:
        return None
    found = cohort if isinstance(cohort, Cohort) else cohort_of(cohort, criteria_set)
    if found.set_digest != criteria_set.digest:
        sentence = say(
            "these figures of a cohort were made with another text of '{set}'; make them again", set=found.set
        )
        raise DocumentError([Problem("<cohort>", 1, 1, "$.set_digest", sentence)])
    if year is not None and found.units and found.year != year:
        sentence = say("these figures of a cohort are of {year}, not of {asked}", year=found.year, asked=year)
        raise DocumentError([Problem("<cohort>", 1, 1, "$.year", sentence)])
    return found


def _card(
    assessment: Assessment,
    criteria_set: CriteriaSet,
    cohort: Cohort | None,
    quotas: Allotted | None = None,
    *,
    bounds: bool,
) -> Scorecard:
    try:
        frame = _frame(criteria_set, terms_of(assessment, criteria_set))
        return CardBuilder(frame, assessment, cohort, quotas).card(bounds=bounds)
    except NumberError as error:
        raise DocumentError([Problem(assessment.name, 1, 1, "$", error.sentence)]) from None


def _settled(card: Scorecard, *, final: bool) -> Scorecard:
    """Return a scorecard; one that is to be final must have nothing open."""
    reasons = tuple(unsettled(card)) if final else ()
    if reasons:
        raise NotFinalError(reasons)
    return card


@lru_cache(maxsize=64)
def _frame(criteria_set: CriteriaSet, terms: Terms) -> Frame:
    return Frame(prepare(criteria_set, terms))


def unsettled(card: Scorecard) -> Iterator[str]:
    """Yield what keeps a scorecard from being final, each as a sentence; nothing where it may be."""
    if not card.complete:
        yield from _open(card)
    for unit in card.provisional:
        yield say("the cohort: '{unit}' is missing or invalid", unit=unit)


def _open(card: Scorecard) -> Iterator[str]:
    yield from map(_absent, card.missing)
    for code in card.undecided:
        whole = say("the points of the whole are not decided yet")
        yield whole if code == TOTAL else say("criterion {code}: it is not decided yet", code=code)
    for code in _without_points(card.nodes):
        if code not in card.undecided:
            yield say("criterion {code}: its rule gives no points for these answers", code=code)
    for each in card.invalid:
        where = say("the class") if each.node == CLASS else say("criterion {code}", code=each.node)
        yield say("{where}: {problem}", where=where, problem=_invalid(each))


def _absent(name: str) -> str:
    if "(" in name:  # a figure of the cohort, by its text
        return say("'{figure}' looks at the other units; score them together", figure=name)
    return say("'{name}' is not answered", name=name)


def _invalid(each: InvalidAnswer) -> str:
    return say("'{input}': {sentence}", input=each.input, sentence=each.sentence) if each.input else each.sentence


def _without_points(nodes: Iterable[NodeScore]) -> Iterator[str]:
    """Yield the nodes that are missing although nothing is absent: their rule declares it so."""
    for node in nodes:
        if node.status is Status.MISSING and not node.missing:
            yield node.code
        if node.status not in SETTLED:
            yield from _without_points(node.children)
