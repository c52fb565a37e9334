"""Rounds of several units: scored together or one by one, and what bounds say of them before they close."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from parengine import Assessment, CriteriaSet, Scorecard, loads, score
from parengine.score import Decision, Span, cohort_of, score_all
from parengine.testing import assessments, rounds
from parengine.testing._draw.sets import documents
from parengine.types import Status

some = settings(max_examples=20)
SHARES = (0, Fraction(1, 2), 1)


@st.composite
def sets_without_quotas(draw: Any, *, plain: bool = False) -> CriteriaSet:
    """Draw a set whose classes are no matter of how many others have them."""
    drawn = draw(documents(plain=plain))
    drawn.get("classes", {}).pop("quota", None)
    return loads(drawn)


@some
@given(sets_without_quotas().flatmap(lambda each: st.tuples(st.just(each), rounds(each))))
def test_many_are_scored_like_one_by_one(drawn: tuple[CriteriaSet, list[Assessment]]) -> None:
    """Without quotas a unit's scorecard is the one it has alone against the same cohort."""
    criteria_set, units = drawn
    cohort = cohort_of(units, criteria_set)

    assert list(score_all(units, criteria_set)) == [score(each, criteria_set, cohort=cohort) for each in units]


@st.composite
def closing_rounds(draw: Any) -> tuple[CriteriaSet, list[Assessment], Assessment]:
    """Draw a round, and what its first unit is when its gaps are answered and its open decisions made."""
    criteria_set = draw(sets_without_quotas(plain=True))
    first, *others = draw(rounds(criteria_set))
    full = draw(assessments(criteria_set, whole=True))
    made = {code: _made(draw, each, criteria_set.at(code).maximum) for code, each in first.decisions.items()}
    total = first.decided_total and _made(draw, first.decided_total, criteria_set.maximum)
    closed = evolve(
        first,
        answers={**full.answers, **first.answers},
        unit=evolve(first.unit, attributes={**full.unit.attributes, **first.unit.attributes}),
        decisions=made,
        decided_total=total,
    )
    return criteria_set, [first, *others], closed


def _made(draw: Any, decision: Decision, maximum: Fraction) -> Decision:
    return evolve(decision, points=maximum * draw(st.sampled_from(SHARES))) if decision.points is None else decision


@settings(some, max_examples=40)
@given(closing_rounds())
def test_bounds_contain_what_happens_when_the_round_closes(
    drawn: tuple[CriteriaSet, list[Assessment], Assessment],
) -> None:
    """Against the same cohort, with what is open answered and decided, nothing lies outside what was possible."""
    criteria_set, units, closed = drawn
    cohort = cohort_of(units, criteria_set)
    card = score(closed, criteria_set, cohort=cohort)
    if is_closed(card):
        bounds = score(units[0], criteria_set, cohort=cohort, bounds=True).bounds

        assert bounds is not None
        assert holds(bounds.points, card.points)
        assert bounds.index is None or card.index is None or holds(bounds.index, Fraction(card.index))
        assert card.class_ is None or class_word(card) in bounds.classes
        assert [] == [node.code for node in card.walk() if not holds(bounds.nodes[node.code], node.points)]


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
