"""
Running cases: what a jurist wrote down against what the engine computes, exactly.

A case that starts from given totals is run over the same programme with those totals in place, so it tests
the index, its rounding and the class, and nothing below them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import chain
from typing import Any, Final

from attrs import fields

from .._model import CriteriaSet
from .._sentences import figure, say
from ..criteria import Case, CaseFile, Expectation, Figures, Given, NodeExpectation, Range
from ..errors import DocumentError
from ..score import Assessment, Cohort, NodeScore, Scorecard, prepare, score, score_all
from ..types import Status

#: What a case may say of a node, and where a scorecard says it.
_NODE_FIGURES: Final[Mapping[str, Callable[[NodeScore], Any]]] = {
    "points": lambda node: node.points,
    "status": lambda node: node.status,
    "maximum": lambda node: node.counted_maximum,
    "channel": lambda node: node.channel,
    "effects": lambda node: tuple(sorted(effect.name for effect in node.effects)),
}
#: What the programme makes of totals.
_MADE_OF_TOTALS: Final = ("index", "class")


def run_cases(file: CaseFile, criteria_set: CriteriaSet) -> Mapping[str, tuple[str, ...]]:
    """Return, by case id, how each case of a file differs from what it expects; empty where it comes out."""
    return {case.id: differences(case, criteria_set, file.year) for case in file.cases}


def differences(case: Case, criteria_set: CriteriaSet, year: int) -> tuple[str, ...]:
    """Return one sentence for each figure that is not what the case expects."""
    if case.given is not None:
        return tuple(_told(_of_totals(case.expect, totals(criteria_set, case.given))))
    try:
        card = _card(case, criteria_set, year)
    except DocumentError as error:
        return () if _foreseen(case.expect, str(error)) else (error.sentence,)
    return tuple(_told(chain(_of_card(case.expect, card), _of_nodes(case.expect, card))))


def _card(case: Case, criteria_set: CriteriaSet, year: int) -> Scorecard:
    """Return the scorecard of a case; with the sheets of other units, of the whole round."""
    own, bounds = case.assessment(criteria_set.id, year), case.expect.range is not None
    if isinstance(case.cohort, tuple):
        return next(score_all([own, *case.cohort], criteria_set, bounds=bounds))
    return score(own, criteria_set, cohort=_frozen(case.cohort, criteria_set, year), bounds=bounds)


def _frozen(figures: Figures | None, criteria_set: CriteriaSet, year: int) -> Cohort | None:
    if figures is None:
        return None
    return Cohort(criteria_set.id, criteria_set.digest, year, figures.units, figures.compared)


def totals(criteria_set: CriteriaSet, given: Given) -> Mapping[str, Any]:
    """Return the index and class that a set makes of given totals."""
    sheet = prepare(criteria_set).sheet(Assessment(criteria_set.id, "case", criteria_set.key.years[0]))
    applicable = criteria_set.maximum if given.applicable is None else given.applicable
    sheet.values.update(points=given.points, bonus=given.bonus, penalty=given.penalty, applicable=applicable)
    return {"points": given.points} | {name: sheet.value(name) for name in _MADE_OF_TOTALS if name in sheet.bindings}


Compared = tuple[str, Any, Any]


def _of_totals(expect: Expectation, found: Mapping[str, Any]) -> Iterator[Compared]:
    yield "index", expect.index, found["index"]
    yield "class", expect.class_, found.get("class")
    yield "points", expect.points, found["points"]


def _of_card(expect: Expectation, card: Scorecard) -> Iterator[Compared]:
    yield "index", expect.index, None if card.index is None else Fraction(card.index)
    yield "class", expect.class_, card.class_ and card.class_.id
    yield "class status", expect.class_status, card.class_ and card.class_.status
    yield "points", expect.points, card.points
    yield "status", expect.status, Status.SCORED if card.complete else Status.INCOMPLETE
    yield "range", expect.range, _range(card)
    yield "provisional", expect.provisional, card.provisional
    yield "undecided", expect.undecided, card.undecided
    channels = {channel.id: channel.points for channel in card.channels}
    for channel, points in expect.channels.items():
        yield f"channel {channel}", points, channels.get(channel)
    if expect.problem is not None:
        sentences = "; ".join(each.sentence for each in card.invalid)
        yield "problem", expect.problem, expect.problem if expect.problem in sentences else sentences


def _range(card: Scorecard) -> Range | None:
    """Return the lowest and highest index that is still possible, as they are published."""
    span = card.bounds and card.bounds.index
    return Range(Fraction(card.shown(span.low)), Fraction(card.shown(span.high))) if span else None


def _of_nodes(expect: Expectation, card: Scorecard) -> Iterator[Compared]:
    codes = {node.code: node for node in card.walk()}
    for code, node in expect.nodes.items():
        if code not in codes:
            yield code, say("a criterion"), say("none with this code")
            continue
        for name in (each.name for each in fields(NodeExpectation)):
            yield f"{code} {name}", getattr(node, name), _NODE_FIGURES[name](codes[code])


def _told(compared: Iterator[Compared]) -> Iterator[str]:
    for name, expected, found in compared:
        if expected is not None and expected != found:
            written, there = _written(expected), _written(found)
            yield say("{name}: expected {expected}, found {found}", name=name, expected=written, found=there)


def _written(value: Any) -> str:
    if isinstance(value, Range):
        return say("{low} to {high}", low=figure(value.low), high=figure(value.high))
    if isinstance(value, tuple):
        return ", ".join(value) or say("none")
    return figure(value) if isinstance(value, Fraction) else say("'{value}'", value=value)


def _foreseen(expect: Expectation, sentence: str) -> bool:
    return expect.problem is not None and expect.problem in sentence
