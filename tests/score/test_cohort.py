"""The cohort: rules that look at the other units, in two passes."""

# An expected 1 is the 1 of a Fraction: comparing the two is meant.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from statistics import mean as plain_mean
from typing import Any

import pytest
from _sets import ID, YEAR, assessment, criteria_set, formula, group, leaf
from hypothesis import given
from hypothesis import strategies as st

from parengine import Assessment, CriteriaSet, DocumentError, ExpressionError, NotFinalError, Scorecard, score
from parengine.score import Cohort, cohort_of, prepare, score_all
from parengine.score._cohort import mean
from parengine.types import Status

AT_THE_MEAN = criteria_set(
    leaf("1", 100, not_applicable_when="a"), formula("2", 'when(points("1") >= cohort_mean(points("1")), 2, 0)', 2)
)


def units(*points: Any, **more: Any) -> list[Assessment]:
    """Return an assessment for each entered number of points; None has not answered."""
    given = ({} if each is None else {"p1": each} for each in points)
    return [assessment({"a": False, **answers, **more}, unit=f"u{place}") for place, answers in enumerate(given)]


def of_second(cards: Iterable[Scorecard]) -> list[Fraction]:
    """Return the points of the leaf that compares."""
    return [card.at("2").points for card in cards]


def ranked(text: str) -> CriteriaSet:
    """Return a set whose second leaf is a formula over the first."""
    return criteria_set(leaf("1", 100), formula("2", text))


def test_the_mean_is_that_of_all_units_exactly() -> None:
    """20, 30 and 41 have the mean 91/3: 30 is below it, though 30.33 rounded to no places is not."""
    assert [0, 0, 2] == of_second(score_all(units(20, 30, 41), AT_THE_MEAN))
    assert [0, 2, 2] == of_second(score_all(units(20, "30.5", 41), AT_THE_MEAN))


def test_one_unit_is_scored_against_a_cohort_of_assessments_or_of_frozen_figures() -> None:
    """`score` takes either; frozen figures come back from their document the same."""
    all_units = units(20, 30, 41)
    frozen = cohort_of(all_units, AT_THE_MEAN)
    whole = list(score_all(all_units, AT_THE_MEAN))

    assert whole == [score(unit, AT_THE_MEAN, cohort=all_units) for unit in all_units]
    assert whole == [score(unit, AT_THE_MEAN, cohort=Cohort.from_dict(frozen.to_dict())) for unit in all_units]
    assert (frozen.digest, 3) == (whole[0].digests.cohort, frozen.units)
    assert (('cohort_count(points("1"))', 3), ('cohort_mean(points("1"))', Fraction(91, 3))) == whole[0].cohort.figures


def test_without_a_cohort_the_figure_is_missing() -> None:
    """It is named like an answer that is absent."""
    card = score(units(20)[0], AT_THE_MEAN)

    assert (Status.MISSING, ('cohort_count(points("1"))',)) == (card.at("2").status, card.missing)
    assert (None, None) == (card.cohort, card.digests.cohort)
    with pytest.raises(NotFinalError, match="looks at the other units; score them together"):
        score(units(20)[0], AT_THE_MEAN, final=True)


def test_units_to_which_it_does_not_apply_are_left_out() -> None:
    """The mean is that of the others; a comparison that does not apply does not hold."""
    away = assessment({"a": True}, unit="away")
    cards = list(score_all([*units(20, 40), away], AT_THE_MEAN))

    assert [0, 2, 0] == of_second(cards)
    assert () == cards[0].provisional


def test_units_to_which_the_comparing_leaf_does_not_apply_are_left_out_too() -> None:
    """Neither do their figures count nor does it matter that they have none; inherited clauses count as its own."""
    compares = formula("2.1", "when(p1 >= cohort_mean(p1), 2, 0)", 2)
    for made in (
        criteria_set(leaf("1", 100), {**compares, "not_applicable_when": "a"}),
        criteria_set(leaf("1", 100), group("2", compares, not_applicable_when="a")),
    ):
        others = [assessment({"a": True, "p1": 0}, unit="out"), assessment({"a": True}, unit="silent")]
        cards = list(score_all([*units(20, 40), *others], made))

        assert [0, 2] == [card.at("2.1").points for card in cards[:2]]
        assert [Status.NOT_APPLICABLE] * 2 == [card.at("2.1").status for card in cards[2:]]
        assert (2, ()) == (cards[0].cohort and cards[0].cohort.figures[0][1], cards[0].provisional)


def test_an_empty_cohort_has_no_mean() -> None:
    """A mean of nobody does not apply; how many there are is known."""
    made = criteria_set(leaf("1", 100, not_applicable_when="a"), formula("2", 'cohort_count(points("1")) + 5'))
    away = assessment({"a": True}, unit="away")

    assert [5] == of_second(score_all([away], made))
    meant = criteria_set(leaf("1", 100, not_applicable_when="a"), formula("2", 'cohort_mean(points("1"))'))
    assert Status.NOT_APPLICABLE is next(score_all([away], meant)).at("2").status


def test_a_missing_unit_makes_the_others_provisional() -> None:
    """The mean of the rest is taken and said to be provisional; a final score is refused with the names."""
    all_units = [*units(20, 40), assessment({"a": False}, unit="late")]
    cards = list(score_all(all_units, AT_THE_MEAN))

    assert ([0, 2, 0], ("late",)) == (of_second(cards), cards[0].provisional)
    with pytest.raises(NotFinalError) as caught:
        score(all_units[0], AT_THE_MEAN, cohort=all_units, final=True)
    assert ("the cohort: 'late' is missing or invalid",) == caught.value.reasons


@pytest.mark.parametrize(
    "text, expected",
    [
        ('cohort_best(points("1"))', [40, 40, 40]),
        ('cohort_least(points("1"))', [20, 20, 20]),
        ('cohort_rank(points("1"))', [3, 1, 1]),
        ("when(cohort_best(p1) = 0, 0, 10 * p1 / cohort_best(p1))", [5, 10, 10]),
        ("cohort_published_mean(p1 / 3)", [Fraction("11.11")] * 3),
        ("cohort_mean(p1 / 3)", [Fraction(100, 9)] * 3),
        ("cohort_count(p1)", [3, 3, 3]),
    ],
)
def test_each_figure_is_what_it_says(text: str, expected: list[Any]) -> None:
    """The best, the least, the place (equals share the better one), the mean exact and as it is published."""
    assert expected == of_second(score_all(units(20, 40, 40), ranked(text)))


def test_a_unit_outside_the_cohort_is_ranked_among_it() -> None:
    """Its place is one more than the units above it."""
    made = ranked("cohort_rank(p1)")
    cohort = cohort_of(units(10, 20, 30), made)

    assert [2, 4] == [score(unit, made, cohort=cohort).at("2").points for unit in units(25, 5)]


@pytest.mark.parametrize(
    "text", ['cohort_mean(points("2"))', "cohort_best(cohort_mean(p1))", 'cohort_mean(share("2"))']
)
def test_a_figure_that_feeds_itself_is_refused(text: str) -> None:
    """A rule about the mean of what it makes is a circle."""
    with pytest.raises((DocumentError, ExpressionError)):
        prepare(ranked(text))


def test_figures_of_another_text_are_refused() -> None:
    """Frozen figures say which text they were made with."""
    frozen = cohort_of(units(20), AT_THE_MEAN)
    with pytest.raises(DocumentError, match="these figures of a cohort were made with another text of 'drawn-set'"):
        score(units(20)[0], ranked("cohort_mean(p1)"), cohort=frozen)


@pytest.mark.parametrize(
    "tree", [{}, {"compared": 1}, {"compared": {"a": {}}}, [], None, {"compared": {"a": {"mean": "x"}}}]
)
def test_what_is_no_cohort_is_refused(tree: Any) -> None:
    """With a sentence, whatever it is."""
    with pytest.raises(DocumentError, match="<cohort>:1:1: "):
        Cohort.from_dict(tree)


def test_all_that_is_wrong_with_many_assessments_comes_up_at_once() -> None:
    """Before anything is scored; a unit that stands there twice too."""
    bad = Assessment(set="other", unit="x", year=YEAR)
    worse = Assessment(set=ID, unit="y", year=1999)
    with pytest.raises(DocumentError) as caught:
        list(score_all([bad, worse], AT_THE_MEAN))
    assert ["$.set", "$.year"] == [each.path for each in caught.value.problems]

    with pytest.raises(DocumentError, match="'u0' is assessed 2 times; keep one"):
        list(score_all([*units(1), *units(2)], AT_THE_MEAN))


def test_progress_is_told_over_all_passes() -> None:
    """Two passes over three units are six steps; a set that compares nothing has one pass."""
    told: list[tuple[int, int]] = []
    list(score_all(units(1, 2, 3), AT_THE_MEAN, progress=lambda done, of: told.append((done, of))))
    assert [(step, 6) for step in range(1, 7)] == told

    told.clear()
    list(score_all(units(1, 2), criteria_set(leaf("1", 100)), progress=lambda done, of: told.append((done, of))))
    assert [(1, 2), (2, 2)] == told


def test_nobody_is_scored_without_a_word() -> None:
    """No assessments give no scorecards."""
    assert [] == list(score_all([], AT_THE_MEAN))


def test_a_scorecard_keeps_its_cohort_in_json() -> None:
    """Figures, digest and who is not known come back."""
    for card in score_all([*units(20, 40), assessment({"a": False}, unit="late")], AT_THE_MEAN):
        assert card == Scorecard.from_json(card.to_json())


@given(st.lists(st.fractions(max_denominator=10**6), min_size=1, max_size=30))
def test_the_mean_over_one_denominator_is_the_mean(values: list[Fraction]) -> None:
    """The quick way gives what adding one by one gives."""
    assert plain_mean(values) == mean(values)


@given(st.lists(st.none() | st.integers(0, 100), min_size=1, max_size=8))
def test_two_passes_equal_the_definition(points: list[int | None]) -> None:
    """What is at least the mean of all known has 2, what is below has 0, what is missing is missing."""
    known = [Fraction(each) for each in points if each is not None]
    cards = list(score_all(units(*points), AT_THE_MEAN))

    for own, card in zip(points, cards, strict=True):
        expected = None if own is None else 2 if own >= plain_mean(known) else 0
        found = card.at("2")
        assert expected == (None if found.status is Status.MISSING else found.points)


def test_what_is_wrong_with_a_round_is_said_with_its_place() -> None:
    """A round that is no list, and a unit that is in it twice, name where that is and what was found there."""
    two = [assessment({}, unit="u0")] * 2

    with pytest.raises(DocumentError) as no_list:
        next(score_all("u0", criteria_set(leaf("1", 5))))  # type: ignore[arg-type]
    with pytest.raises(DocumentError) as twice:
        next(score_all(two, criteria_set(leaf("1", 5))))
    assert "<assessments>:1:1: $: assessments are a list of Assessment, not a str" == str(no_list.value)
    assert ["<assessment>:1:1: $.unit: 'u0' is assessed 2 times; keep one"] * 2 == str(twice.value).splitlines()[-2:]


def test_a_set_that_compares_nothing_keeps_no_cohort() -> None:
    """What is given as the cohort has no part in such a scorecard, nor in its digests."""
    compares_nothing = criteria_set(leaf("1", 5))
    alone = score(assessment({"p1": 3}), compares_nothing)
    among = score(assessment({"p1": 3}), compares_nothing, cohort=[assessment({"p1": 4}, unit="u1")])

    assert (None, None) == (among.cohort, among.digests.cohort)
    assert alone.to_json() == among.to_json()
