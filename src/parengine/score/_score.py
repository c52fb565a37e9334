"""Scoring: an assessment and a criteria set become a scorecard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from .._model import CriteriaSet, Input
from .._nearest import MOST_HINTED, nearest
from ..errors import DocumentError, NotFinalError, NumberError, Problem
from ..types import Status
from ._assessment import Assessment, misshapen
from ._build import CardBuilder, Frame
from ._prepared import prepare
from ._reasons import CLASS, SETTLED
from ._scorecard import NodeScore, Scorecard


def score(assessment: Assessment, criteria_set: CriteriaSet, *, final: bool = False) -> Scorecard:
    """
    Score an assessment exactly.

    A bad value (of the wrong type, out of range, failing a check) makes the leaves that read it invalid; an
    absent one makes them missing; both count 0. Raises `DocumentError` for an assessment of another set,
    edition or year, or with answers that the set does not declare; with `final`, `NotFinalError` while
    anything is missing or invalid.
    """
    problems = tuple(refusals(assessment, criteria_set))
    if problems:
        raise DocumentError(problems)
    try:
        card = CardBuilder(_frame(criteria_set), assessment).card()
    except NumberError as error:
        raise DocumentError([Problem(assessment.name, 1, 1, "$", str(error))]) from None
    if final and not card.complete:
        raise NotFinalError(tuple(_unsettled(card)))
    return card


@lru_cache(maxsize=64)
def _frame(criteria_set: CriteriaSet) -> Frame:
    return Frame(prepare(criteria_set))


def _unsettled(card: Scorecard) -> Iterator[str]:
    yield from (f"'{name}' is not answered" for name in card.missing)
    for code in _without_points(card.nodes):
        yield f"criterion {code}: its rule gives no points for these answers"
    for each in card.invalid:
        where = "the class" if each.node == CLASS else f"criterion {each.node}"
        yield f"{where}: " + (f"'{each.input}': {each.sentence}" if each.input else each.sentence)


def _without_points(nodes: Iterable[NodeScore]) -> Iterator[str]:
    """Yield the nodes that are missing although nothing is absent: their rule declares it so."""
    for node in nodes:
        if node.status is Status.MISSING and not node.missing:
            yield node.code
        if node.status not in SETTLED:
            yield from _without_points(node.children)


def refusals(assessment: Assessment, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Yield what makes an assessment one that this set cannot score."""
    found = list(misshapen(assessment)) or [
        *_mismatches(assessment, criteria_set),
        *_strangers(assessment, criteria_set),
    ]
    return (Problem(assessment.name, 1, 1, path, sentence) for path, sentence in found)


def _strangers(assessment: Assessment, criteria_set: CriteriaSet) -> Iterator[tuple[str, str]]:
    """Yield the answers and the attributes of the unit that the set does not declare."""
    attributes = assessment.unit.attributes
    yield from _undeclared("$.answers", assessment.answers, criteria_set.inputs, "an input")
    yield from _undeclared("$.unit.attributes", attributes, criteria_set.unit_attributes, "a unit attribute")


def _undeclared(
    path: str, given: Mapping[str, object], known: Mapping[str, Input], what: str
) -> Iterator[tuple[str, str]]:
    if given.keys() <= known.keys():
        return
    for place, name in enumerate(name for name in given if name not in known):
        close = nearest(name, known) if place < MOST_HINTED else None
        hint = f"; did you mean '{close}'" if close else ""
        shown = str(name)[:64]
        yield f"{path}.{shown}", f"'{shown}' is not {what} of this set{hint}"


def _mismatches(assessment: Assessment, criteria_set: CriteriaSet) -> Iterator[tuple[str, str]]:
    key = criteria_set.key
    if assessment.set != key.id:
        yield "$.set", f"these are answers to '{assessment.set}', not to '{key.id}'"
    if assessment.edition not in (None, key.edition):
        yield "$.edition", f"these are answers to edition '{assessment.edition}', not to '{key.edition}'"
    if assessment.year not in key.years:
        years = ", ".join(map(str, key.years))
        yield "$.year", f"'{key.id}' does not cover {assessment.year}; it covers {years}"
