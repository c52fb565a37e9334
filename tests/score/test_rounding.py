"""Rounding: once, where the edition says; thresholds never look at rounded figures."""

# An expected 1 is the 1 of a Fraction: comparing the two is meant.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from fractions import Fraction

import pytest
from _sets import ALL_KINDS, F, criteria_set, document, effects, group, leaf, points, scored

from parengine import CriteriaSet, DocumentError, loads

#: Four fields of one criterion of one component each.
FIELDS = [group(f, group(f"{f}.1", leaf(f"{f}.1.1", 60))) for f in "1234"]
PARTS = {"p1_1_1": "57.658", "p2_1_1": "9.558", "p3_1_1": "18.828", "p4_1_1": "4.998"}


def rounding(*levels: str, places: int = 2, **more: object) -> CriteriaSet:
    """Return the set of four fields with some levels rounded."""
    return criteria_set(*FIELDS, rounding={"levels": list(levels), "places": places, **more})


def third(code: str) -> dict[str, object]:
    """Return a leaf worth 1 that scores m ÷ n."""
    return leaf(code, rule={"kind": "proportion", "numerator": "m", "denominator": "n", "if_zero": "zero"})


LEVELS = {
    "leaf": {"1.1.1": "0.58", "1.1": "0.58", "1": "0.58", "points": "1.16"},
    "component": {"1.1.1": "0.58", "1.1": "0.58", "1": "0.58", "points": "1.16"},
    "criterion": {"1.1.1": "7/12", "1.1": "0.58", "1": "0.58", "points": "1.16"},
    "field": {"1.1.1": "7/12", "1.1": "7/12", "1": "0.58", "points": "1.16"},
    "total": {"1.1.1": "7/12", "1.1": "7/12", "1": "7/12", "points": "1.17"},
    "index": {"1.1.1": "7/12", "1.1": "7/12", "1": "7/12", "points": "7/6"},
}


@pytest.mark.parametrize("level", LEVELS)
def test_each_level_is_rounded_at_its_own_nodes(level: str) -> None:
    """A level rounds the nodes at its depth, and what stands above adds up the rounded figures."""
    fields = [group(f, group(f"{f}.1", third(f"{f}.1.1"))) for f in "12"]
    card = scored(criteria_set(*fields, rounding={"levels": [level]}), m=7, n=12)
    found = {**points(card), "points": card.points}

    assert {name: F(value) for name, value in LEVELS[level].items()} == {name: found[name] for name in LEVELS[level]}


def test_leaves_are_rounded_at_any_depth() -> None:
    """`leaf` rounds leaves wherever they stand, `component` only the third depth."""
    fields = [third("1"), group("2", third("2.1"))]
    leaves, components = (
        scored(criteria_set(*fields, rounding={"levels": [level]}), m=1, n=3) for level in ("leaf", "component")
    )

    assert (F("0.33"), F("0.33")) == (leaves.at("1").points, leaves.at("2.1").points)
    assert (F("1/3"), F("1/3")) == (components.at("1").points, components.at("2.1").points)


def test_several_levels_round_one_after_the_other() -> None:
    """0.0445 is 0.045 and then 0.05 only where both levels are listed; each level has the same places."""
    fields = [group("1", third("1.1"), third("1.2"))]
    both, field = (
        scored(criteria_set(*fields, rounding={"levels": levels, "places": 1}), m=1, n=8)
        for levels in (["leaf", "field"], ["field"])
    )

    assert (F("0.2"), F("0.3")) == (both.at("1").points, field.at("1").points)


def test_published_totals_are_not_sums_of_rounded_parts() -> None:
    """57.66 + 9.56 + 18.83 + 5.00 is published as 91.04: only the index is rounded."""
    card = scored(rounding("index"), **PARTS)

    assert ["57.66", "9.56", "18.83", "5.00"] == [str(card.shown(card.at(code).points)) for code in "1234"]
    assert ("91.04", F("91.042")) == (str(card.index), card.points)


def test_rounding_the_fields_first_gives_another_total() -> None:
    """Where the edition rounds fields, the same sheet adds up to what is printed: 91.05."""
    assert "91.05" == str(scored(rounding("field", "index"), **PARTS).index)


def test_the_index_is_taken_from_the_unrounded_total() -> None:
    """Unless `total` is listed, the index does not see a rounded total."""
    one = criteria_set(third("1"), index="1000 * points", rounding={"levels": ["index"]})
    other = criteria_set(third("1"), index="1000 * points", rounding={"levels": ["index", "total"]})

    assert ("333.33", "330.00") == (str(scored(one, m=1, n=3).index), str(scored(other, m=1, n=3).index))


@pytest.mark.parametrize(
    "mode, expected",
    [
        ("half_up", ["0.13", "0.38", "0.13"]),
        ("half_even", ["0.12", "0.38", "0.13"]),
        ("down", ["0.12", "0.37", "0.12"]),
        ("up", ["0.13", "0.38", "0.13"]),
    ],
)
def test_the_mode_is_the_editions(mode: str, expected: list[str]) -> None:
    """0.125, 0.375 and 0.126 at two places, by each mode."""
    made = criteria_set(leaf("1"), leaf("2"), leaf("3"), rounding={"levels": ["leaf"], "mode": mode})
    card = scored(made, p1="0.125", p2="0.375", p3="0.126")

    assert [F(one) for one in expected] == [card.at(code).points for code in "123"]


def test_half_up_is_away_from_zero_below_zero_too() -> None:
    """An index of -0.005 is published as -0.01."""
    made = criteria_set(leaf("1"), penalty=[leaf("P")], index="points - penalty")

    assert "-0.01" == str(scored(made, p1=0, pp="0.005").index)


def test_what_rounding_changed_is_an_effect() -> None:
    """The effect holds the exact figure and the rounded one; where nothing changed there is none."""
    card = scored(
        criteria_set(group("1", third("1.1"), leaf("1.2")), rounding={"levels": ["leaf"]}), m=1, n=3, p1_2="0.5"
    )

    assert [("rounded", None, F("1/3"), F("0.33"))] == effects(card, "1.1")
    assert [] == effects(card, "1.2")


def test_a_parent_adds_the_rounded_figure() -> None:
    """What counts of a node is its rounded figure."""
    card = scored(criteria_set(third("1"), rounding={"levels": ["leaf"]}), m=1, n=3)

    assert (F("0.33"), F("0.33")) == (card.at("1").counted_points, card.points)


def test_rounded_counts_in_proportion_in_a_block() -> None:
    """A rescaled block multiplies its rounded figure, and is not rounded again."""
    block = group("1", leaf("1.1", 1, not_applicable_when="a"), third("1.2"), not_applicable="rescale_block")
    card = scored(criteria_set(block, rounding={"levels": ["leaf"]}), a=True, m=1, n=3)

    assert F("0.66") == card.points


def test_a_level_that_the_set_does_not_name_is_refused() -> None:
    """Rounding a level that no depth has would do nothing, so it is said at load."""
    with pytest.raises(DocumentError, match="'component' is rounded but is not one of the set's 'levels'"):
        loads(document(leaf("1"), levels=["field", "criterion"], rounding={"levels": ["component"]}), kinds=ALL_KINDS)


# ---- thresholds compare unrounded values


def test_a_share_just_below_a_threshold_does_not_pass() -> None:
    """99.996 % is shown as 100.00 % and is not 100 %."""
    bands = {"kind": "bands", "value": "m / n", "steps": [{"at_least": "100%", "points": 1}], "if_zero": "zero"}
    made = criteria_set(leaf("1", rule=bands), rounding={"levels": ["leaf", "index"]})

    assert (0, 1) == (scored(made, m=24999, n=25000).points, scored(made, m=25000, n=25000).points)


def test_a_share_just_below_a_zero_threshold_is_zero() -> None:
    """79.996 % is below 80 %, although it is shown as 80.00 %."""
    rule = {"kind": "proportion", "numerator": "m", "denominator": "n", "zero_below": "80%", "if_zero": "zero"}
    made = criteria_set(leaf("1", rule=rule), rounding={"levels": ["leaf"]})

    assert (0, F("0.8")) == (scored(made, m=19999, n=25000).points, scored(made, m=20000, n=25000).points)


def test_conditions_on_nodes_compare_unrounded_points() -> None:
    """A node's 0.999 is rounded to 1.00 and is still below 1 to others."""
    made = criteria_set(leaf("1"), leaf("2", zero_rules=['points("1") < 1']), rounding={"levels": ["leaf"]})
    card = scored(made, p1="0.999", p2=1)

    assert {"1": 1, "2": 0} == points(card)


def test_caps_compare_unrounded_points() -> None:
    """A cap holds before rounding does."""
    made = criteria_set(leaf("1", caps=[{"limit": 0.5, "condition": "a"}]), rounding={"levels": ["leaf"], "places": 1})
    card = scored(made, p1="0.54", a=True)

    assert ["capped"] == [effect.name for effect in card.at("1").effects]


def test_thirds_add_up() -> None:
    """Three thirds are a whole: nothing is lost on the way."""
    card = scored(criteria_set(third("1"), third("2"), third("3")), m=1, n=3)

    assert (1, Fraction(1, 3)) == (card.points, card.at("1").points)
