"""Laws of scoring where appraisers and other units have a say: decisions, evidence, cohort, clauses on classes."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from _appraised import loaded as made
from _appraised import nodes_of, rounds
from _sets import Document
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from parengine import Assessment, NotFinalError, Scorecard, score
from parengine.expr._exact import compile_exact
from parengine.score import Span, cohort_of, prepare, score_all
from parengine.score._cohort import cohort_answers
from parengine.score._terms import terms_of
from parengine.types import State, Status

Round = tuple[Document, list[Assessment]]
some = settings(max_examples=25)


def typed(value: object) -> tuple[type, object]:
    """Return a value so that a state is not taken for a number, nor yes for 1."""
    return (type(value) if isinstance(value, State | bool) else object), value


@some
@given(rounds())
def test_the_compiled_reading_equals_the_oracle_in_every_binding(case: Round) -> None:
    """On whatever terms a set is scored, every binding compiled has the value that the plain evaluator gives."""
    criteria_set = made(case[0])
    cohort = cohort_of(case[1], criteria_set)
    for sheet in case[1]:
        prepared = prepare(criteria_set, terms_of(sheet, criteria_set))
        bindings = [(each.name, each.expression) for each in prepared.programme.bindings]
        compiled = compile_exact(bindings, [name for name, _ in bindings], prepared.inputs)
        others = cohort_answers(cohort, prepared, sheet)
        row, oracle = compiled.run(prepared.answers(sheet, others)), prepared.sheet(sheet, others)
        for name, expression in bindings:
            assert (name, typed(oracle.value(name))) == (name, typed(compiled.result(row, name, expression.type)))


@some
@given(rounds())
def test_channels_and_lines_add_up_to_the_points(case: Round) -> None:
    """Whoever decided what, channels and lines account for every point of a set that has channels."""
    for card in score_all(case[1], made(case[0])):
        if card.channels:
            assert card.points == sum(line.points for line in (*card.channels, *card.lines))


@some
@given(rounds())
def test_a_decided_node_has_the_decided_points_unless_a_clause_stands_before_it(case: Round) -> None:
    """Not applicable, checks and zero rules come first, caps after; else the points are those decided."""
    levels = set(case[0]["rounding"]["levels"])
    for card in score_all(case[1], made(case[0])):
        for node in card.walk():
            if node.decision and node.decision.points is not None and node.status is Status.SCORED and not levels:
                caps = [effect.after for effect in node.effects if effect.name == "capped"]
                assert (caps or [node.decision.points])[-1] == node.points


@some
@given(rounds())
def test_a_decision_on_the_whole_is_the_points(case: Round) -> None:
    """Whatever the fields came to."""
    for sheet, card in zip(case[1], score_all(case[1], made(case[0])), strict=True):
        total = sheet.decided_total
        if total is not None and total.points is not None:
            assert (total.points, ()) == (card.points, card.undecided)


@some
@given(rounds())
def test_every_scorecard_round_trips(case: Round) -> None:
    """Decisions, cohort and reasons come back from JSON, which holds them under the schema."""
    for card in score_all(case[1], made(case[0])):
        assert card == Scorecard.from_json(card.to_json())


@some
@given(rounds())
def test_many_are_scored_like_one_by_one(case: Round) -> None:
    """Without quotas a unit's scorecard is the one it has alone against the same cohort."""
    criteria_set = made(case[0])
    cohort = cohort_of(case[1], criteria_set)

    assert list(score_all(case[1], criteria_set)) == [score(each, criteria_set, cohort=cohort) for each in case[1]]


@some
@given(rounds())
def test_final_is_refused_exactly_while_something_is_open(case: Round) -> None:
    """Missing, invalid, undecided or provisional, each with a sentence; else the scorecard is the same."""
    criteria_set = made(case[0])
    cohort = cohort_of(case[1], criteria_set)
    for sheet in case[1]:
        card = score(sheet, criteria_set, cohort=cohort)
        if card.complete and not card.provisional:
            assert card == score(sheet, criteria_set, cohort=cohort, final=True)
            continue
        with pytest.raises(NotFinalError) as caught:
            score(sheet, criteria_set, cohort=cohort, final=True)
        assert caught.value.reasons


@some
@given(rounds(), st.data())
def test_bounds_contain_what_happens_when_the_round_closes(case: Round, data: st.DataObject) -> None:
    """Against the same cohort, with what is open answered and decided, nothing lies outside what was possible."""
    criteria_set = made(case[0])
    cohort = cohort_of(case[1], criteria_set)
    for sheet, other in pairwise(case[1]):
        bounds = score(sheet, criteria_set, cohort=cohort, bounds=True).bounds
        closed = evolve(sheet, **closing(sheet, other, case[0], data))
        card = score(closed, criteria_set, cohort=cohort)

        assert bounds is not None
        if is_closed(card):
            assert bounds.points.low <= card.points <= bounds.points.high
            assert bounds.index is None or card.index is None or holds(bounds.index, Fraction(card.index))
            assert card.class_ is None or class_word(card) in bounds.classes
            assert all(holds(bounds.nodes[node.code], node.points) for node in card.walk())


def closing(sheet: Assessment, other: Assessment, drawn: Document, data: st.DataObject) -> dict[str, Any]:
    """Return the answers and decisions that close what is open: answers of another unit, points between the ends."""
    whole = drawn["maximum"]
    maxima = {node["code"]: node["maximum"] for node in nodes_of(drawn["criteria"])}
    share = data.draw(st.sampled_from([0, 1, 2]))
    decisions = {
        code: evolve(each, points=maxima[code] * share / 2) if each.points is None else each
        for code, each in sheet.decisions.items()
    }
    total = sheet.decided_total
    settled = evolve(total, points=whole * share / 2) if total is not None and total.points is None else total
    attributes = {**other.unit.attributes, **sheet.unit.attributes}
    unit = evolve(sheet.unit, attributes=attributes)
    answers = {**other.answers, **sheet.answers}
    return {"answers": answers, "unit": unit, "decisions": decisions, "decided_total": settled}


def is_closed(card: Scorecard) -> bool:
    """Return whether nothing is open any more: what is missing still is what a rule declares so."""
    undetermined = card.class_ is not None and card.class_.status == "undetermined"
    return not undetermined and not any(node.missing or node.status is Status.INVALID for node in card.walk())


def holds(span: Span, value: Fraction) -> bool:
    """Return whether a value lies in a span."""
    return span.low <= value <= span.high


def class_word(card: Scorecard) -> str | None:
    """Return the class as bounds name it."""
    assert card.class_ is not None
    return card.class_.id or ("-unclassified" if card.class_.status == "unclassified" else None)
