"""Evidence and decisions that a set cannot take: each problem with the path of what it is about."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final, TypeAlias, TypeVar

from .._model import CriteriaSet, Node, Provenance
from .._nearest import MOST_HINTED, nearest
from .._sentences import Sentence, figure, say
from ..types import Text
from ._assessment import Assessment, Decision
from ._terms import MOST_PLACES

T = TypeVar("T")
Misjudged: TypeAlias = tuple[tuple[str, ...], Sentence]


def misjudged(assessment: Assessment, criteria_set: CriteriaSet) -> Iterator[Misjudged]:
    """Yield what is wrong with the evidence and the decisions of an assessment of this set."""
    by_code, total = criteria_set.by_code, assessment.decided_total
    yield from premature(assessment)
    yield from _strangers(("decisions",), assessment.decisions, by_code)
    yield from _strangers(("evidence",), assessment.evidence, by_code)
    for code, decision in _known(assessment.decisions, by_code):
        yield from _decision(("decisions", code), decision, by_code[code].maximum)
    if total is not None:
        yield from _decision(("decided_total",), total, criteria_set.maximum)
    for code, documents in _known(assessment.evidence, by_code):
        yield from _evidence(("evidence", code), documents, by_code[code])


def premature(assessment: Assessment) -> Iterator[Misjudged]:
    """Yield that a self-assessment has decisions, where it has."""
    if assessment.stage == "self" and (assessment.decisions or assessment.decided_total is not None):
        yield ("stage",), say("a self-assessment carries no decisions; say 'appraised' or 'final'")


def _strangers(path: tuple[str, ...], given: Mapping[str, Any], by_code: Mapping[str, Node]) -> Iterator[Misjudged]:
    """Yield codes that are not there."""
    for place, code in enumerate(code for code in given if code not in by_code):
        name = str(code)[:64]
        close = nearest(name, by_code) if place < MOST_HINTED else None
        yield (*path, name), _no_criterion(name, close)


def _no_criterion(code: str, close: str | None) -> Sentence:
    if close is None:
        return say("there is no criterion '{code}' in this set", code=code)
    return say("there is no criterion '{code}' in this set; did you mean '{close}'?", code=code, close=close)


def _known(given: Mapping[str, T], by_code: Mapping[str, Node]) -> Iterator[tuple[str, T]]:
    return ((code, each) for code, each in given.items() if code in by_code)


def _decision(path: tuple[str, ...], decision: Decision, maximum: Fraction) -> Iterator[Misjudged]:
    for part in ("reason", "authority"):
        if not _says(getattr(decision, part)):
            yield (*path, part), say("a decision names its reason and its authority")
    day: object = decision.decided_on
    if not isinstance(day, datetime.date | None) or isinstance(day, datetime.datetime):
        yield (*path, "decided_on"), say("a day is a date, not a {type}", type=type(day).__name__)
    said: object = decision.provenance
    if not isinstance(said, Provenance | None):
        yield (*path, "provenance"), say("a provenance is a Provenance, not a {type}", type=type(said).__name__)
    yield from _points((*path, "points"), decision.points, maximum)


def _says(text: object) -> bool:
    return isinstance(text, Text) and _is_said(text.vi) and (text.en is None or _is_written(text.en))


def _is_said(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip()) and _is_written(text)


def _is_written(text: object) -> bool:
    """Return whether this is text that a document can hold: no half of a surrogate pair."""
    return isinstance(text, str) and not _SURROGATES.search(text)


_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def _points(path: tuple[str, ...], points: Fraction | None, maximum: Fraction) -> Iterator[Misjudged]:
    if points is not None and not 0 <= points <= maximum:
        most, given = figure(maximum), figure(points)
        yield path, say("a decision gives from 0 to {maximum} points here, not {points}", maximum=most, points=given)
    elif points is not None and (points * 10**MOST_PLACES).denominator != 1:
        yield path, say("decided points have at most {places} decimal places", places=MOST_PLACES)


def _evidence(path: tuple[str, ...], documents: Iterable[object], node: Node) -> Iterator[Misjudged]:
    if not node.is_leaf:
        yield path, say("evidence is listed by leaf; '{code}' is a group", code=node.code)
    elif not all(isinstance(each, str) for each in documents):
        yield path, say("evidence is a list of texts")
