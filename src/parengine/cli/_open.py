"""What is open in a scorecard: what is still possible, decisions, and figures of the cohort that may change."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from .._sentences import say
from ..score import Decision, NodeScore, Scorecard
from ..score._programme import UNCLASSIFIED
from ..score._terms import TOTAL
from ..types import Text
from ._card_figures import plain_figure, shown
from ._options import Words
from ._page import Bar, Cell, Column, Span, Table


def possible_index(scorecard: Scorecard) -> Words | None:
    """Return the range of the index that is still possible, None where it is not known."""
    bounds = scorecard.bounds
    if bounds is None or bounds.index is None:
        return None
    low, high = shown(bounds.index.low, scorecard), shown(bounds.index.high, scorecard)
    if bounds.wide:
        return say("still possible {low} to {high} (wide)", low=low, high=high)
    return say("still possible {low} to {high}", low=low, high=high)


def possible_lines(scorecard: Scorecard) -> Iterator[Words]:
    """Yield the classes that are still possible, and the units whose figures may change everything."""
    bounds = scorecard.bounds
    if bounds is not None and scorecard.class_ is not None:
        yield say("classes still possible: {classes}", classes=[_class(id_) for id_ in bounds.classes])
    if scorecard.provisional:
        units = list(scorecard.provisional)
        yield say("provisional: these units of the cohort are missing or invalid: {units}", units=units)


def _class(id_: str | None) -> str:
    if id_ is None:
        return say("not rated")
    return say("unclassified") if id_ == UNCLASSIFIED else id_


def field_bar(node: NodeScore, scorecard: Scorecard) -> Cell:
    """Return a field's share as a bar, with what is still possible where that is known."""
    span = scorecard.bounds and scorecard.bounds.nodes.get(node.code)
    return Span(span.low, span.high, node.maximum) if span and span.low < span.high else Bar(node.share)


def decision_tables(scorecard: Scorecard) -> Iterator[Table]:
    """Yield the decisions, each beside what the rule gave, and what is not decided yet."""
    if scorecard.decided is not None and scorecard.decided.points is not None:
        yield _whole(scorecard.decided, scorecard)
    rows = [row for node in scorecard.walk() for row in _decision_row(node, scorecard)]
    if rows:
        columns = [Column(say("code")), Column(say("label")), Column(say("rule"), True), Column(say("decided"), True)]
        yield Table(say("decisions"), [*columns, Column(say("by")), Column(say("because"))], rows)
    labels: dict[str, Words] = {node.code: node.label for node in scorecard.walk()}
    undecided: list[list[Cell]] = [[*_undecided(code, labels)] for code in scorecard.undecided]
    if undecided:
        yield Table(say("not decided yet"), [Column(say("code")), Column(say("label"))], undecided)


def _whole(decided: Decision, scorecard: Scorecard) -> Table:
    """Return the decision on the points of the whole."""
    columns = [Column(say("points"), True), Column(say("by")), Column(say("because"))]
    row: list[Cell] = [plain_figure(decided.points or Fraction(0), scorecard), decided.authority, decided.reason]
    return Table(say("the points of the whole are decided"), columns, [row])


def _decision_row(node: NodeScore, scorecard: Scorecard) -> Iterator[list[Cell]]:
    decision = node.decision
    if decision is not None and decision.points is not None:
        gave = "" if node.rule_points is None else plain_figure(node.rule_points, scorecard)
        decided = plain_figure(decision.points, scorecard)
        yield [node.code, node.label, gave, decided, decision.authority, decision.reason]


def _undecided(code: str, labels: dict[str, Words]) -> tuple[Words, Words]:
    if code == TOTAL:
        return "", Text("Tổng điểm", "The points of the whole")
    return code, labels[code]
