"""Bonus, penalty and the index: what an edition writes over its totals."""

# An expected 1 is the 1 of a Fraction: comparing the two is meant.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

import pytest
from _sets import ALL_KINDS, Document, F, criteria_set, document, group, leaf, scored, statuses

from parengine import CriteriaSet, DocumentError, loads

TAY_NINH = "max(0, min(100, 100 * (points + bonus - penalty) / applicable))"
#: Divides by what the edition declares, whatever applies.
HAI_PHONG = "100 * (points + bonus - penalty) / maximum"


def agencies(index: str) -> CriteriaSet:
    """Return a set of 100 points with bonus and penalty groups; 28.5 of them may not apply."""
    fields = leaf("1", 71.5), leaf("2", 28.5, not_applicable_when="a")
    return criteria_set(*fields, bonus=[leaf("B", 3)], penalty=[leaf("P", 5)], index=index)


# ---- bonus and penalty


def test_bonus_and_penalty_add_nothing_to_a_maximum() -> None:
    """They hold magnitudes beside the total: points, maximum and applicable maximum know nothing of them."""
    card = scored(agencies(TAY_NINH), a=False, p1=60, p2=20, pb=2, pp=1)

    assert (80, 2, 1, 100, 100) == (card.points, card.bonus, card.penalty, card.maximum, card.applicable_maximum)


def test_a_bonus_group_is_held_at_its_cap() -> None:
    """A group whose items add up to more gives its maximum."""
    bonus = group("B", leaf("B.1", 2), leaf("B.2", 2), maximum=3)
    made = criteria_set(leaf("1", 10), bonus=[bonus], index="points + bonus")

    assert 3 == scored(made, p1=0, pb_1=2, pb_2=2).bonus


def test_a_penalty_group_is_held_at_its_cap() -> None:
    """At most so many points are taken away."""
    penalty = group("P", leaf("P.1", 2), leaf("P.2", 2), maximum=3)
    made = criteria_set(leaf("1", 10), penalty=[penalty], index="points - penalty")

    assert (3, -3) == ((card := scored(made, p1=0, pp_1=2, pp_2=2)).penalty, card.exact_index)


@pytest.mark.parametrize("key, code", [("bonus", "B"), ("penalty", "P")])
def test_magnitudes_are_never_negative(key: str, code: str) -> None:
    """A rule of a bonus or a penalty that gives less than 0 gives 0."""
    made = criteria_set(leaf("1"), index=f"points + {key}", **{key: [leaf(code, 3)]})

    assert 0 == getattr(scored(made, **{"p1": 1, f"p{code.lower()}": -2}), key)


def test_only_the_best_bonus_may_count() -> None:
    """`best` takes the highest of several items: 'only the highest item'."""
    bonus = group("B", leaf("B.1", 2), leaf("B.2", 3), maximum=3, aggregate="best")
    made = criteria_set(leaf("1", 10), bonus=[bonus], index="points + bonus")

    assert 2 == scored(made, p1=0, pb_1=2, pb_2=1).bonus


def test_a_bonus_that_does_not_apply_is_nothing() -> None:
    """A bonus item that does not apply gives 0."""
    made = criteria_set(leaf("1"), bonus=[leaf("B", 3, not_applicable_when="a")], index="points + bonus")
    card = scored(made, a=True, p1=1)

    assert (0, "not_applicable", True) == (card.bonus, statuses(card)["B"], card.complete)


@pytest.mark.parametrize("treatment", ["rescale", "full", "zero", "redistribute"])
def test_the_editions_treatment_is_not_for_bonus_and_penalty(treatment: str) -> None:
    """A penalty that does not apply takes nothing, a bonus gives nothing, also where other nodes then count in full."""
    extra = {"bonus": [leaf("B", 3, not_applicable_when="a")], "penalty": [leaf("P", 5, not_applicable_when="a")]}
    made = criteria_set(leaf("1"), not_applicable=treatment, index="points + bonus - penalty", **extra)

    assert (0, 0, 1) == ((card := scored(made, a=True, p1=1)).bonus, card.penalty, card.exact_index)


def test_a_missing_bonus_keeps_the_result_from_being_complete() -> None:
    """What is not known of bonus and penalty is not known of the index."""
    card = scored(agencies(TAY_NINH), a=True, p1=60, pb=0)

    assert (False, ("pp",)) == (card.complete, card.missing)


def test_a_bonus_group_may_look_at_the_fields() -> None:
    """A bonus may depend on points of the fields."""
    bonus = leaf("B", 3, zero_rules=['points("1") < 1'])
    made = criteria_set(leaf("1"), bonus=[bonus], index="points + bonus")

    assert (0, 2) == (scored(made, p1="0.5", pb=2).bonus, scored(made, p1=1, pb=2).bonus)


# ---- the index


@pytest.mark.parametrize(
    "answers, expected",
    [
        ({"p1": 61, "pb": 0, "pp": 0}, "85.31"),
        ({"p1": 61, "pb": 3, "pp": 1}, "88.11"),
        ({"p1": "71.5", "pb": 3, "pp": 0}, "100.00"),
        ({"p1": 1, "pb": 0, "pp": 5}, "0.00"),
    ],
)
def test_tay_ninh_divides_by_what_applies_and_holds_the_ends(answers: dict[str, object], expected: str) -> None:
    """61 of 71.5 is 85.31; more than 100 is 100, less than 0 is 0."""
    assert expected == str(scored(agencies(TAY_NINH), a=True, **answers).index)


def test_hai_phong_divides_by_the_declared_maximum() -> None:
    """Over `maximum` what does not apply is lost: 61 of 71.5 is 61 of 100."""
    card = scored(agencies(HAI_PHONG), a=True, p1=61, pb=0, pp=0)

    assert ("61.00", F("71.5")) == (str(card.index), card.applicable_maximum)


def test_an_index_may_be_negative_where_the_edition_does_not_hold_it() -> None:
    """Nothing is clamped that the edition does not clamp; half up is away from zero."""
    made = criteria_set(leaf("1", 10), penalty=[leaf("P", 5)], index="points - penalty")

    assert "-0.13" == str(scored(made, p1=0, pp="0.125").index)


def test_an_index_may_look_at_nodes() -> None:
    """The expression may read figures of nodes beside the totals."""
    made = criteria_set(leaf("1", 2), leaf("2", 2), index='points + points("1")')

    assert 5 == scored(made, p1=2, p2=1).exact_index


def test_the_index_is_a_decimal_at_the_declared_places() -> None:
    """It is shown with every declared place, and exactly beside it."""
    made = criteria_set(leaf("1", 3), index="100 * points / 3", rounding={"levels": ["index"], "places": 3})
    card = scored(made, p1=2)

    assert ("66.667", F("200/3")) == (str(card.index), card.exact_index)


@pytest.mark.parametrize("index", [TAY_NINH, HAI_PHONG, "points"])
def test_where_nothing_applies_there_is_no_index(index: str) -> None:
    """Applicable 0: no index, whatever the edition writes, and the class says why."""
    classes = {"list": [{"id": "A", "label": "A", "at_least": 80}, {"id": "B", "label": "B"}]}
    fields = leaf("1", 60, not_applicable_when="a"), leaf("2", 40, not_applicable_when="a")
    events: Document = {} if index == "points" else {"bonus": [leaf("B", 3)], "penalty": [leaf("P", 5)]}
    answers = {} if index == "points" else {"pb": 3, "pp": 0}
    card = scored(criteria_set(*fields, **events, index=index, classes=classes), a=True, **answers)

    assert (None, None, None) == (card.index, card.exact_index, card.share)
    assert ("not_rated", "nothing applies, so there is no index") == (
        card.class_ and card.class_.status,
        card.class_ and card.class_.reason,
    )


def test_missing_points_count_nothing_in_a_provisional_index() -> None:
    """While answers are missing the index is what is known so far, and it is not complete."""
    card = scored(criteria_set(leaf("1"), leaf("2")), p1=1)

    assert ("1.00", False, 2) == (str(card.index), card.complete, card.applicable_maximum)


def test_an_index_that_divides_by_what_may_be_nothing_is_refused() -> None:
    """Only the totals that are above 0 wherever there is an index may stand below a line."""
    with pytest.raises(DocumentError, match="'bonus' may be 0 and is divided by"):
        loads(document(leaf("1"), bonus=[leaf("B")], index="points / bonus"), kinds=ALL_KINDS)


def test_a_set_may_reach_less_than_its_heading() -> None:
    """A real form reaches 99 of 100: the fields' maxima count, the heading is said to differ."""
    made = criteria_set(
        leaf("1", 60),
        leaf("2", 39),
        maximum=100,
        maxima_differ="as printed",
        index=HAI_PHONG.replace("+ bonus - penalty", ""),
    )
    card = scored(made, p1=60, p2=39)

    assert (99, 100, 99) == (card.exact_index, card.maximum, card.applicable_maximum)
