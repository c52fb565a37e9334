from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_desk import no_zero_case, notes, problems, read, rule, score

from parengine import Assessment, CriteriaSet, loads
from parengine.expr import show
from parengine.rules import directions
from parengine.score import score_all
from parengine.types import State

MEAN = {"kind": "relative", "value": "rate", "against": "mean", "points": 2, "else": 0.5, "if_empty": "missing"}
BEST = {"kind": "relative", "value": "found", "against": "best", "if_zero": "zero", "if_empty": "missing"}
RANKS = [{"to": 10, "points": 3}, {"to": 20, "points": 2}]
RANK = {"kind": "relative", "value": "rate", "against": "rank", "ranks": RANKS, "else": 1, "if_empty": "missing"}
OTHERS = {"cohort_count": 3}


@pytest.mark.parametrize("rate, points", [("80.01", 2), ("80", 2), ("79.99", Fraction(1, 2))])
def test_at_least_the_mean(rate: str, points: Any) -> None:
    """The mean itself reaches it; a hundredth of a percent less does not."""
    assert points == score(MEAN, 2, rate=rate, cohort_mean=Fraction(4, 5), **OTHERS)


@pytest.mark.parametrize("rate, points", [("80.01", 2), ("80", Fraction(1, 2))])
def test_strictly_above_the_mean(rate: str, points: Any) -> None:
    """With `strictly` the mean itself is not enough."""
    assert points == score({**MEAN, "strictly": True}, 2, rate=rate, cohort_mean=Fraction(4, 5), **OTHERS)


def test_the_mean_is_exact_unless_the_printed_one_is_meant() -> None:
    """2/3 of 100 % is above 66.66 % and below 66.67 %; printed as 66.67 % it is not reached by 66.66 %."""
    exact = [score(MEAN, 2, rate=rate, cohort_mean=Fraction(2, 3), **OTHERS) for rate in ("66.66", "66.67")]
    printed = {**MEAN, "against": "published_mean"}

    assert [Fraction(1, 2), 2] == exact
    assert 2 == score(printed, 2, rate="66.66", cohort_published_mean=Fraction("0.6666"), **OTHERS)


def test_the_points_at_the_mean_are_the_maximum_where_none_are_written() -> None:
    """Without `points` and `else` it is all or nothing."""
    document = {key: value for key, value in MEAN.items() if key not in ("points", "else")}

    assert [3, 0] == [score(document, 3, rate=rate, cohort_mean=Fraction(1, 2), **OTHERS) for rate in (50, 49)]


@pytest.mark.parametrize("found, points", [(40, 3), (30, Fraction(9, 4)), (1, Fraction(3, 40)), (0, 0)])
def test_in_proportion_to_the_best(found: int, points: Any) -> None:
    """The best has the maximum, 30 against 40 three quarters of it."""
    assert points == score(BEST, 3, found=found, cohort_best=Fraction(40), **OTHERS)


def test_better_than_the_best_of_earlier_figures_is_held() -> None:
    """A unit above frozen figures has the maximum and a note, not more."""
    answers = {"found": 50, "cohort_best": Fraction(40), **OTHERS}

    assert 3 == score(BEST, 3, **answers)
    assert ["over_100"] == notes(BEST, 3, **answers)


@pytest.mark.parametrize("case, points", [("zero", 0), ("full", 3), ("missing", State.MISSING)])
def test_a_best_of_0_is_what_the_rule_declares(case: str, points: Any) -> None:
    """Nobody did anything: what that gives is declared, never computed."""
    assert points == score({**BEST, "if_zero": case}, 3, found=0, cohort_best=Fraction(0), **OTHERS)


def test_a_best_below_0_is_no_measure() -> None:
    """−4 of −2 is not twice as good: a best of 0 or less gives the zero case, and a value below 0 nothing."""
    growth = {**BEST, "value": "growth", "if_zero": "not_applicable"}

    assert State.NOT_APPLICABLE is score(growth, 3, growth=-4, cohort_best=Fraction(-2), **OTHERS)
    assert 0 == score(growth, 3, growth=-4, cohort_best=Fraction(2), **OTHERS)


@pytest.mark.parametrize("place, points", [(1, 3), (10, 3), (11, 2), (20, 2), (21, 1), (63, 1)])
def test_points_by_rank(place: int, points: int) -> None:
    """The last rank of a step belongs to it, and past them all is `else`."""
    assert points == score(RANK, 3, rate=50, cohort_rank=Fraction(place), **OTHERS)


@pytest.mark.parametrize("document", [MEAN, BEST, RANK], ids=lambda document: document["against"])
@pytest.mark.parametrize(
    "case, points", [("missing", State.MISSING), ("not_applicable", State.NOT_APPLICABLE), ("full", 3), ("zero", 0)]
)
def test_an_empty_cohort_is_what_the_rule_declares(document: Any, case: str, points: Any) -> None:
    """Where nobody has a value there is nothing to compare with, and only the rule can say what that gives."""
    assert points == score({**document, "if_empty": case}, 3, rate=50, found=1, cohort_count=Fraction(0))


@pytest.mark.parametrize("document", [MEAN, BEST, RANK], ids=lambda document: document["against"])
def test_without_a_cohort_the_points_are_missing(document: Any) -> None:
    """One unit alone cannot be compared; that is not 0."""
    assert State.MISSING is score({**document, "if_empty": "zero"}, 3, rate=50, found=1)


def test_a_value_that_is_not_known_stays_so() -> None:
    """Missing and invalid are not made up for by an empty cohort's points."""
    document = {**MEAN, "if_empty": "full"}

    assert State.MISSING is score(document, 2, cohort_count=Fraction(0))
    assert State.INVALID is score(document, 2, rate=101, cohort_count=Fraction(0))


def test_a_value_over_nothing_is_not_in_the_cohort() -> None:
    """The unit itself gives the zero case; of the cohort it is no member."""
    document = {**MEAN, "value": "done / planned", "if_zero": "zero"}

    assert 0 == score(document, 2, done=0, planned=0, cohort_mean=Fraction(1, 2), **OTHERS)
    assert "when(planned = 0, not_applicable, done / planned)" == show(rule(document, 2).counted)


WHOLE = st.integers(0, 1000).map(Fraction)


@given(found=WHOLE, best=WHOLE)
def test_the_best_has_the_maximum_and_nobody_more(found: Fraction, best: Fraction) -> None:
    """It is 3 × x ÷ best: the maximum for the best itself, and no more."""
    points = score(BEST, 3, found=found, cohort_best=best, **OTHERS)

    assert (min(3 * found / best, Fraction(3)) if best else 0) == points


def test_what_the_empty_cohort_gives_must_be_said() -> None:
    """`if_empty` has no default, and a best that may be 0 wants `if_zero`."""
    assert ["'if_empty' is missing"] == problems({k: v for k, v in MEAN.items() if k != "if_empty"}, 2)
    assert [no_zero_case("cohort_best(found)")] == problems({k: v for k, v in BEST.items() if k != "if_zero"}, 2)


@pytest.mark.parametrize(
    "document, sentence",
    [
        ({**MEAN, "ranks": RANKS[1:]}, "'ranks' means nothing with 'against: mean'; leave it out"),
        ({**BEST, "points": 1}, "'points' means nothing with 'against: best'; leave it out"),
        ({**BEST, "else": 1}, "'else' means nothing with 'against: best'; leave it out"),
        ({**RANK, "strictly": True}, "'strictly' means nothing with 'against: rank'; leave it out"),
        ({**RANK, "ranks": []}, "'ranks' is missing; against the rank it says what each rank gives"),
        ({**RANK, "ranks": [RANKS[0], RANKS[0]]}, "rank 10 must come after a better rank than 10"),
        ({**RANK, "ranks": [{"to": 20, "points": 3}, RANKS[0]]}, "rank 10 must come after a better rank than 20"),
        ({**RANK, "else": 2.5}, "a worse rank gives more: 2.5 points after 2"),
        ({**MEAN, "points": 4}, "'points' gives 4 points, more than the maximum of 3"),
        ({**RANK, "ranks": [{"to": 1, "points": 9}]}, "the rank 1 gives 9 points, more than the maximum of 3"),
    ],
)
def test_what_is_wrong_is_said(document: Any, sentence: str) -> None:
    """Keys of another comparison, overlapping ranks, and more points than there are."""
    assert [sentence] == problems(document, 3)


@pytest.mark.parametrize("key", ["value", "against", "ranks", "points", "strictly", "else", "if_empty", "if_zero"])
@pytest.mark.parametrize(
    "written",
    [None, [], {}, "", "rate +", -1, 10**40, "9" * 5000, [[]] * 10_000, {"a": {"b": 1}}, [{"to": 1.5, "points": "x"}]],
    ids=lambda written: type(written).__name__,
)
def test_what_cannot_be_read_gets_a_sentence(key: str, written: object) -> None:
    """Whatever stands in a slot, it is read or refused in short sentences, and nothing is raised."""
    _, reports = read({**RANK, key: written}, 3)

    assert all(sentence and len(sentence) < 400 for _, sentence in reports)


@pytest.mark.parametrize("document", [MEAN, BEST, RANK], ids=lambda document: document["against"])
def test_more_helps(document: Any) -> None:
    """The unit's own value helps upwards, the figures of the others being what they are."""
    assert ["up"] == [way for slot, _, way in directions(rule(document, 3)) if slot.key == "value"]


def test_less_helps_where_the_mean_is_to_be_stayed_below() -> None:
    """Nothing at the mean and 2 points below it: a larger value does not help."""
    document = {**MEAN, "points": 0, "else": 2}

    assert ["down"] == [way for slot, _, way in directions(rule(document, 2)) if slot.key == "value"]


def only(rule: dict[str, Any]) -> CriteriaSet:
    """Return the set of one leaf of 3 points that asks for `found`."""
    asked = {"found": {"type": "count", "label": "Vụ việc"}}
    leaf = {"code": "1", "label": "1", "maximum": 3, "provenance": "invented", "inputs": asked, "rule": rule}
    head = {"format": 1, "id": "only", "edition": "1", "owner": "o", "tier": "agency", "years": [2022], "title": "t"}
    return loads({**head, "provenance": "invented", "maximum": 3, "index": "points", "criteria": [leaf]})


AMONG_UNITS = {against: only({**rule, "value": "found"}) for against, rule in (("mean", MEAN), ("best", BEST))}
AMONG_UNITS["rank"] = only({**RANK, "value": "found", "ranks": [{"to": 1, "points": 3}, {"to": 2, "points": 2}]})


def by_hand(against: str, found: int, units: list[int]) -> Fraction:
    """Return the points of a unit among all, computed without the engine."""
    if against == "mean":
        return Fraction(2) if found * len(units) >= sum(units) else Fraction(1, 2)
    if against == "best":
        return Fraction(3 * found, max(units)) if max(units) else Fraction(0)
    return Fraction({0: 3, 1: 2}.get(sum(other > found for other in units), 1))


@pytest.mark.parametrize("against", AMONG_UNITS)
@settings(max_examples=25)
@given(units=st.lists(st.integers(0, 6), min_size=1, max_size=8))
def test_a_whole_cohort_is_scored_as_by_hand(against: str, units: list[int]) -> None:
    """Mean, best and rank are those of all units, ties share the better rank, and the unit itself is one of them."""
    sheets = [Assessment("only", f"unit-{place}", 2022, {"found": found}) for place, found in enumerate(units)]

    scored = [card.at("1").points for card in score_all(sheets, AMONG_UNITS[against])]

    assert [by_hand(against, found, units) for found in units] == scored


def test_amounts_beyond_the_maximum_are_named_by_their_keys() -> None:
    """What the mean gives and what is given below it are held to the maximum, each under its own key."""
    assert [
        "'points' gives 5 points, more than the maximum of 3",
        "'else' gives 4 points, more than the maximum of 3",
    ] == problems({**MEAN, "points": 5, "else": 4}, 3)
