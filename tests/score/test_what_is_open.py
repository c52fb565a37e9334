"""What a scorecard lists as missing is what is needed, nothing else matters, and only what is closed is final."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from parengine import Assessment, CriteriaSet, NotFinalError, Scorecard, loads, score
from parengine.testing import assessments, criteria_sets
from parengine.testing._draw.builders import asked
from parengine.testing._draw.sets import documents
from parengine.testing._laws.trial import Trial, trials

some = settings(max_examples=20)
SHEETS = criteria_sets().flatmap(lambda each: st.lists(trials(each), min_size=3, max_size=3))


@some
@given(SHEETS)
def test_what_is_listed_as_missing_is_absent(sheets: list[Trial]) -> None:
    """Each missing input is not answered."""
    for sheet in sheets:
        given_ = {*sheet.assessment.answers, *sheet.assessment.unit.attributes}
        assert [] == [name for name in sheet.card.missing if name in given_]


@st.composite
def gaps(draw: Any) -> tuple[CriteriaSet, Assessment, Assessment]:
    """Draw a plain set, a sheet with gaps on which every answer is admitted, and one that is whole."""
    criteria_set = draw(criteria_sets(plain=True, alone=True))
    sheet, other = (draw(assessments(criteria_set, whole=True, stage="self")) for _ in range(2))
    kept = {name: answer for name, answer in sheet.answers.items() if draw(st.booleans())}
    return criteria_set, evolve(sheet, answers=kept), other


@settings(some, max_examples=40)
@given(gaps())
def test_what_is_not_listed_as_missing_changes_nothing(drawn: tuple[CriteriaSet, Assessment, Assessment]) -> None:
    """Where nothing is invalid, only the absent inputs that are listed are needed: others change no total or class."""
    criteria_set, sheet, other = drawn
    card = score(sheet, criteria_set)
    assume(not card.invalid)
    more = {name: answer for name, answer in other.answers.items() if name not in card.missing}
    filled = evolve(sheet, answers={**more, **sheet.answers})

    assert totals(card) == totals(score(filled, criteria_set))


def totals(card: Scorecard) -> tuple[object, ...]:
    """Return what a scorecard says of the whole."""
    sums = card.points, card.bonus, card.penalty, card.applicable_maximum
    return *sums, card.exact_index, card.class_, set(card.missing), card.complete


@st.composite
def with_an_unread_input(draw: Any) -> Trial:
    """Draw a trial of a set that asks for a count which no rule and no clause reads."""
    drawn = draw(documents())
    return draw(trials(loads({**drawn, "inputs": {**drawn["inputs"], "unread": asked("count")}})))


@some
@given(with_an_unread_input(), st.sampled_from([3, True, "?", 10**12, {"good": 1}]))
def test_an_input_that_nothing_reads_changes_nothing(sheet: Trial, answer: object) -> None:
    """Whatever is entered where no clause and no rule looks, or nothing at all, the result is the same."""
    answers = {name: each for name, each in sheet.assessment.answers.items() if name != "unread"}
    without, other = sheet.with_answers(answers), sheet.with_answers({**answers, "unread": answer})

    assert without.card == evolve(other.card, digests=without.card.digests)


@some
@given(SHEETS)
def test_a_score_is_refused_as_final_exactly_while_something_is_open(sheets: list[Trial]) -> None:
    """Missing, invalid, undecided or provisional, each with a sentence; else the scorecard is the same."""
    for sheet in sheets:
        card = sheet.card
        if card.complete and not card.provisional:
            final = score(sheet.assessment, sheet.criteria_set, cohort=sheet.cohort, final=True)
            assert (card, (), ()) == (final, card.missing, card.invalid)
            continue
        with pytest.raises(NotFinalError) as caught:
            score(sheet.assessment, sheet.criteria_set, cohort=sheet.cohort, final=True)
        assert caught.value.reasons
