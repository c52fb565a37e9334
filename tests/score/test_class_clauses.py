"""Classes beyond their table: who is not rated, who is forced into one, who is held down, and quotas."""

# An expected 1 is the 1 of a Fraction: comparing the two is meant.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from typing import Any

import pytest
from _sets import asked, assessment, criteria_set, leaf, scored
from hypothesis import given
from hypothesis import strategies as st

from parengine import CriteriaSet, NotFinalError, score
from parengine.score import ClassResult, score_all
from parengine.types import Text

LIST = [
    {"id": "A", "label": "Xuất sắc", "at_least": 90, "gates": [{"condition": "a", "reason": "Vượt mục tiêu"}]},
    {"id": "B", "label": "Tốt", "at_least": 80, "gates": [{"condition": "b"}]},
    {"id": "C", "label": "Hoàn thành", "at_least": 50},
    {"id": "D", "label": "Không hoàn thành", "below": 50},
]


def made(**clauses: Any) -> CriteriaSet:
    """Return a set of one leaf of 100 points with the classes above, and clauses beside the table."""
    return criteria_set(leaf("1", 100), classes={"basis": "exact", "list": LIST, **clauses})


def result(criteria: CriteriaSet, points: Any, **answers: Any) -> ClassResult:
    """Return the class of a unit with points, both gates open unless said otherwise."""
    found = scored(criteria, **{"p1": points, "a": True, "b": True, **answers}).class_
    assert found is not None
    return found


def told(criteria: CriteriaSet, points: Any, **answers: Any) -> tuple[str, str | None, str | None]:
    """Return status, class and reason."""
    found = result(criteria, points, **answers)
    return found.status, found.id, found.reason


SHORT = {"condition": "m < 6", "reason": {"vi": "Dưới 6 tháng", "en": "fewer than 6 months"}}
ABSENT = {"condition": "m < 9", "class": "C", "reason": {"vi": "Vắng 3 đến 6 tháng", "en": "absent 3 to 6 months"}}
DISCIPLINED = {"condition": "c", "class": "D", "reason": {"vi": "Bị kỷ luật", "en": "disciplined"}}


def test_who_is_not_rated_has_no_class_whatever_the_index() -> None:
    """The clause's reason is said; where it does not hold the table speaks."""
    criteria = made(not_rated=[SHORT])

    assert ("not_rated", None, "not to be rated: fewer than 6 months") == told(criteria, 95, m=5)
    assert ("classed", "A", None) == told(criteria, 95, m=6)


def test_a_forced_class_is_given_whatever_the_index() -> None:
    """And its reason and provenance are said."""
    criteria = made(forced=[{**DISCIPLINED, "provenance": "invented"}])

    assert ("classed", "D", "given whatever the index: disciplined") == told(criteria, 95, c=True)
    assert (Text("Không hoàn thành"), "reconstructed") == (
        result(criteria, 95, c=True).label,
        result(criteria, 95, c=True).provenance,
    )
    assert ("classed", "A", None) == told(criteria, 95, c=False)


def test_the_first_forced_class_that_holds_wins_over_one_that_is_unknown() -> None:
    """None holding and one unknown is undetermined; not being rated stands before all."""
    criteria = made(forced=[DISCIPLINED, {"condition": "d", "class": "C"}], not_rated=[SHORT])

    assert "D" == result(criteria, 95, c=True, m=12).id
    assert ("classed", "C", "given whatever the index: d") == told(criteria, 95, d=True, m=12)
    assert "undetermined" == result(criteria, 95, c=False, m=12).status
    assert "not_rated" == result(criteria, 95, c=True, d=True, m=1).status


@pytest.mark.parametrize("points, expected", [(95, "C"), (85, "C"), (60, "C"), (40, "D")])
def test_a_highest_class_holds_down_what_is_better(points: int, expected: str) -> None:
    """Classes that are not better stay what they are."""
    found = result(made(highest=[ABSENT]), points, m=7)
    held = "the highest class that may be given: absent 3 to 6 months" if points >= 80 else None

    assert (expected, held) == (found.id, found.reason)


def test_a_highest_class_that_would_change_nothing_asks_nothing() -> None:
    """Only a class that is better makes the condition matter."""
    criteria = made(highest=[ABSENT])

    assert "C" == result(criteria, 60).id
    assert "undetermined" == result(criteria, 95).status
    assert ("undetermined", None, "what a class asks for is missing or invalid: m") == told(criteria, 95)


def test_the_lowest_of_several_highest_classes_holds() -> None:
    """Two events hold a unit down to the lower of both, in whatever order they are written."""
    two = [{"condition": "c", "class": "B"}, {"condition": "d", "class": "C"}]
    for written in (two, two[::-1]):
        assert ["C", "B", "C", "A"] == [
            result(made(highest=written), 95, c=c, d=d).id
            for c, d in ((True, True), (True, False), (False, True), (False, False))
        ]


def test_an_unclassified_result_names_the_gates_that_failed() -> None:
    """85 points with the gate of its class closed fit no class."""
    said = "the index 85.00 is in the range of a class that asks for more: 'Tốt': b"

    assert ("unclassified", None, said) == told(made(), 85, b=False)
    assert (
        "the index 95.00 is in the range of a class that asks for more: 'Xuất sắc': Vượt mục tiêu"
        == told(made(), 95, a=False)[2]
    )


def test_a_final_score_waits_for_an_undetermined_class() -> None:
    """What decides whether a class is forced is asked for like any other answer."""
    criteria = made(forced=[DISCIPLINED])
    with pytest.raises(NotFinalError) as caught:
        score(assessment({"p1": 95, "a": True, "b": True}), criteria, final=True)

    assert ("'c' is not answered",) == caught.value.reasons


def test_gates_have_inputs_of_their_own() -> None:
    """Declared with the classes, they are answered like all others."""
    gated = [{**LIST[0], "gates": [{"condition": "months >= 6"}]}, *LIST[1:]]
    classes = {"basis": "exact", "list": gated, "inputs": {"months": asked("count", high=12)}}
    criteria = criteria_set(leaf("1", 100), classes=classes)

    assert ["A", "unclassified"] == [
        result(criteria, 95, months=months).id or result(criteria, 95, months=months).status for months in (6, 5)
    ]


def test_answers_that_contradict_each_other_leave_the_class_undetermined() -> None:
    """A check of the set that reads what a class asks for is asked of the class too."""
    criteria = criteria_set(
        leaf("1", 100),
        classes={"basis": "exact", "list": LIST, "not_rated": [SHORT]},
        checks=[{"condition": "m <= n", "message": {"vi": "m quá lớn", "en": "m is too large"}}],
    )

    assert ("undetermined", None, "a check failed: m is too large") == told(criteria, 95, m=7, n=6)
    assert ("classed", "A", None) == told(criteria, 95, m=7, n=7)
    assert "not_rated" == result(criteria, 95, m=5).status


# ---- quotas


def classes_of(criteria: CriteriaSet, *points: Any) -> list[str | None]:
    """Return the classes of units that are scored together."""
    answered = [{"a": True, "b": True} if each is None else {"p1": each, "a": True, "b": True} for each in points]
    units = [assessment(answers, unit=f"u{place}") for place, answers in enumerate(answered)]
    return [card.class_.id if card.class_ else None for card in score_all(units, criteria)]


def test_a_quota_leaves_the_class_to_the_best() -> None:
    """A fifth of ten units is two; the third best has the next class."""
    criteria = made(quota=[{"class": "A", "share": "20%"}])

    assert ["A", "B", "A", *["C"] * 7] == classes_of(criteria, 99, 97, 98, *[60] * 7)


def test_equal_units_at_the_edge_of_a_quota_all_have_the_next_class() -> None:
    """At most is at most: where two share the last place none of them has it."""
    criteria = made(quota=[{"class": "A", "share": "20%"}])

    assert ["A", "B", "B", *["C"] * 7] == classes_of(criteria, 99, 97, 97, *[60] * 7)


def test_a_quota_may_be_a_share_of_some_classes() -> None:
    """A fifth of those that are good or better, not of all."""
    criteria = made(quota=[{"class": "A", "share": "50%", "of": ["A", "B"]}])

    assert ["A", "A", "B", "B", "C"] == classes_of(criteria, 99, 98, 97, 85, 60)


def test_quotas_follow_each_other() -> None:
    """Who loses the first class counts among those of the second."""
    criteria = made(quota=[{"class": "A", "share": "20%"}, {"class": "B", "share": "20%"}])

    assert ["A", "B", "C", "C", "C"] == classes_of(criteria, 99, 98, 97, 60, 60)


def test_a_quota_says_what_it_did() -> None:
    """The class that was lost, the share and the reason."""
    criteria = made(quota=[{"class": "A", "share": "12.5%", "reason": "Điều 9"}])
    units = [assessment({"p1": 95, "a": True, "b": True}, unit="one")]
    found = next(score_all(units, criteria)).class_

    assert found is not None
    assert ("B", "at most 12.5 % of the units that are classed may be in 'Xuất sắc': Điều 9") == (
        found.id,
        found.reason,
    )


@given(st.lists(st.none() | st.integers(0, 100), max_size=12), st.integers(1, 100))
def test_no_quota_is_exceeded_and_none_is_wasted(points: list[int | None], percent: int) -> None:
    """At most the share has the class; whoever lost it has no more points than the last who kept it."""
    criteria = made(quota=[{"class": "A", "share": f"{percent}%"}])
    given_, before = classes_of(criteria, *points), classes_of(made(), *points)
    allowed = percent * sum(each is not None for each in before) // 100
    kept = [p for p, now in zip(points, given_, strict=True) if now == "A"]
    lost = [p for p, was, now in zip(points, before, given_, strict=True) if was == "A" and now == "B"]

    assert len(kept) <= allowed
    assert all(one > other for one in kept for other in lost if one is not None and other is not None)
    assert [was for was in before if was != "A"] == [now for was, now in zip(before, given_, strict=True) if was != "A"]


def test_while_one_class_is_open_all_are_provisional() -> None:
    """The unit that has not answered may still take a place from the others, so none of them is final."""
    criteria = made(quota=[{"class": "A", "share": "50%"}])
    points: list[Any] = [99, 98, None]
    units = [
        assessment({"a": True, "b": True} | ({} if each is None else {"p1": each}), unit=f"u{place}")
        for place, each in enumerate(points)
    ]

    assert [("u2",)] * 3 == [card.provisional for card in score_all(units, criteria)]
    with pytest.raises(NotFinalError, match="the cohort: 'u2' is missing or invalid"):
        next(score_all(units, criteria, final=True))


def test_who_is_not_rated_or_unclassified_leaves_nothing_open_and_counts_nowhere() -> None:
    """Their classes are settled; a share of the units that are classed is not one of them."""
    criteria = made(quota=[{"class": "A", "share": "50%"}], not_rated=[SHORT])
    answers = [
        {"p1": 99, "m": 12, "a": True},
        {"p1": 98, "m": 12, "a": True},
        {"p1": 97, "m": 1},
        {"p1": 95, "m": 12, "a": False},
    ]
    cards = list(score_all([assessment(each, unit=f"u{i}") for i, each in enumerate(answers)], criteria))

    assert ["A", "B", None, None] == [card.class_ and card.class_.id for card in cards]
    assert [()] * 4 == [card.provisional for card in cards]


def test_the_order_in_which_quotas_are_written_does_not_matter() -> None:
    """The better class comes first, so that no quota is exceeded by those whom another holds down."""
    quotas = [{"class": "A", "share": "20%"}, {"class": "B", "share": "20%"}]
    for written in (quotas, quotas[::-1]):
        assert ["A", "B", "C", "C", "C"] == classes_of(made(quota=written), 99, 98, 97, 60, 60)


def test_a_unit_alone_is_told_that_its_quota_was_not_looked_at() -> None:
    """`score` sees one unit; a class without a quota says nothing."""
    criteria = made(quota=[{"class": "A", "share": "20%"}])

    assert ("classed", "A", "its quota looks at all units and is not applied here") == told(criteria, 95)
    assert ("classed", "B", None) == told(criteria, 85)


def test_a_reason_that_was_there_before_a_quota_stays() -> None:
    """Held down first, then beyond the quota: both are said."""
    criteria = made(
        highest=[{"condition": "c", "class": "B"}], quota=[{"class": "B", "share": "10%", "of": ["A", "B"]}]
    )
    units = [assessment({"p1": 95, "a": True, "b": True, "c": True}, unit="one")]
    found = next(score_all(units, criteria)).class_

    assert found is not None
    assert "C" == found.id
    assert found.reason == (
        "the highest class that may be given: c; at most 10 % of the units classed Xuất sắc, Tốt may be in 'Tốt'"
    )


def test_bounds_hold_what_a_quota_may_leave() -> None:
    """A class that is possible may be lost to a quota, so the next one is possible too."""
    criteria = made(quota=[{"class": "A", "share": "10%"}])
    units = [assessment({"p1": 95, "a": True, "b": True}, unit="one")]
    card = next(score_all(units, criteria, bounds=True))

    assert card.bounds is not None
    assert (("A", "B"), "B") == (card.bounds.classes, card.class_ and card.class_.id)


def test_a_quota_of_the_class_before_the_last_leaves_the_last() -> None:
    """And the last has no next: a quota on it takes nothing away."""
    criteria = made(quota=[{"class": "C", "share": "50%"}])

    assert ["C", "C", "D", "D"] == classes_of(criteria, 70, 60, 55, 40)


@pytest.mark.parametrize("basis, classes", [("exact", ["A", "B"]), ("rounded", ["B", "B"])])
def test_a_quota_ranks_by_the_declared_basis(basis: str, classes: list[str]) -> None:
    """97.004 and 97.001 are one published index, of which neither is better; exactly they are two."""
    said = {"basis": basis, "list": LIST, "quota": [{"class": "A", "share": "50%"}]}
    criteria = criteria_set(
        leaf("1", 100), classes=said, rounding={"levels": ["index"], "places": 2, "mode": "half_up"}
    )

    assert classes == classes_of(criteria, "97.004", "97.001")
