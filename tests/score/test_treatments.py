"""Not applicable: what a node's parent counts in its place, by each of the five treatments."""

# An expected 1 is the 1 of a Fraction: comparing the two is meant.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

import pytest
from _sets import Document, F, alone, counted, criteria_set, group, leaf, scored, statuses

REDISTRIBUTED = {"not_applicable_when": "a", "not_applicable": "redistribute"}


def away(code: str, maximum: float = 1, treatment: str | None = None, flag: str = "a") -> Document:
    """Return a leaf that does not apply where a flag is set."""
    said = {"not_applicable": treatment} if treatment else {}
    return leaf(code, maximum, not_applicable_when=flag, **said)


@pytest.mark.parametrize(
    "treatment, expected", [("rescale", (0, 0)), ("full", (2, 2)), ("zero", (0, 2)), ("redistribute", (0, 0))]
)
def test_each_treatment_counts_its_own_pair(treatment: str, expected: tuple[int, int]) -> None:
    """`rescale` counts 0 of 0, `full` m of m, `zero` 0 of m, `redistribute` 0 of 0."""
    card = alone(group("1", away("1.1", 2, treatment), leaf("1.2")), a=True, p1_2="0.5")

    assert expected == counted(card, "1.1")


@pytest.mark.parametrize(
    "treatment, expected",
    [("rescale", ("0.5", 1)), ("full", ("2.5", 3)), ("zero", ("0.5", 3)), ("redistribute", ("1.5", 3))],
)
def test_each_treatment_gives_the_group_what_counts(treatment: str, expected: tuple[str, int]) -> None:
    """A group has the counted points of its children, of their counted maxima."""
    node = alone(group("1", away("1.1", 2, treatment), leaf("1.2")), a=True, p1_2="0.5").at("1")

    assert (F(expected[0]), expected[1]) == (node.points, node.applicable_maximum)


@pytest.mark.parametrize("treatment", ["rescale", "full", "zero", "redistribute"])
def test_what_applies_is_not_treated(treatment: str) -> None:
    """A treatment does nothing while its node applies."""
    card = alone(group("1", away("1.1", 2, treatment), leaf("1.2")), a=False, p1_1=1, p1_2="0.5")

    assert ((1, 2), (F("0.5"), 1)) == (counted(card, "1.1"), counted(card, "1.2"))


def test_not_applicable_is_a_state_never_a_bare_zero() -> None:
    """Whatever counts in its place, the node itself has no points and says so."""
    card = alone(group("1", away("1.1", 2, "full"), leaf("1.2")), a=True, p1_2=1)

    assert ("not_applicable", 0, 0, None) == (
        statuses(card)["1.1"],
        card.at("1.1").points,
        card.at("1.1").applicable_maximum,
        card.at("1.1").share,
    )


# ---- defaults


@pytest.mark.parametrize("default, expected", [("rescale", (0, 0)), ("full", (2, 2)), ("zero", (0, 2))])
def test_the_edition_declares_the_default(default: str, expected: tuple[int, int]) -> None:
    """A node without a treatment of its own has the edition's."""
    made = criteria_set(group("1", away("1.1", 2), leaf("1.2")), not_applicable=default)

    assert expected == counted(scored(made, a=True, p1_2=1), "1.1")


def test_without_a_declared_default_it_is_rescale() -> None:
    """An edition that says nothing rescales."""
    assert (0, 0) == counted(alone(group("1", away("1.1", 2), leaf("1.2")), a=True, p1_2=1), "1.1")


def test_a_nodes_own_treatment_comes_before_the_default() -> None:
    """What a node declares holds for it, whatever the edition does with others."""
    made = criteria_set(group("1", away("1.1", 2, "zero"), leaf("1.2")), not_applicable="full")

    assert (0, 2) == counted(scored(made, a=True, p1_2=1), "1.1")


def test_no_treatment_is_inherited() -> None:
    """A group's own treatment is for the group; its children have the edition's."""
    inner = group("1.1", away("1.1.1", 2), leaf("1.1.2"), not_applicable="full")
    card = alone(group("1", inner, leaf("1.2")), a=True, p1_1_2=1, p1_2=1)

    assert (0, 0) == counted(card, "1.1.1")


# ---- redistribute


def test_redistributed_maxima_are_shared_in_equal_parts() -> None:
    """R is shared among the k applicable siblings equally, not by their weight: pairs times (m + R/k) ÷ m."""
    node = group("1", leaf("1.1", 3, **REDISTRIBUTED), leaf("1.2", 1), leaf("1.3", 2))
    card = alone(node, a=True, p1_2="0.5", p1_3=2)

    assert ((F("1.25"), F("2.5")), (F("3.5"), F("3.5"))) == (counted(card, "1.2"), counted(card, "1.3"))
    assert 6 == card.at("1").applicable_maximum


def test_two_that_redistribute_are_added_up() -> None:
    """R is the sum of all maxima that are given away, k the number of siblings that apply."""
    node = group("1", leaf("1.1", 1, **REDISTRIBUTED), leaf("1.2", 2, **REDISTRIBUTED), leaf("1.3", 3), leaf("1.4", 1))
    card = alone(node, a=True, p1_3=3, p1_4=0)

    assert ((F("4.5"), F("4.5")), (0, F("2.5"))) == (counted(card, "1.3"), counted(card, "1.4"))


def test_a_sibling_that_does_not_apply_gets_no_part() -> None:
    """Siblings away by another treatment neither give nor take."""
    node = group("1", leaf("1.1", 2, **REDISTRIBUTED), away("1.2", 1, "full", "b"), leaf("1.3", 1), leaf("1.4", 1))
    card = alone(node, a=True, b=True, p1_3=1, p1_4=1)

    assert ((1, 1), (2, 2), (2, 2)) == (counted(card, "1.2"), counted(card, "1.3"), counted(card, "1.4"))


def test_zeroed_stays_zero() -> None:
    """A zeroed sibling takes its part of the maximum, and no points."""
    node = group("1", leaf("1.1", 2, **REDISTRIBUTED), leaf("1.2", 1, zero_rules=["b"]), leaf("1.3", 1))
    card = alone(node, a=True, b=True, p1_2=1, p1_3=1)

    assert (0, 2) == counted(card, "1.2")


def test_capped_stays_in_proportion() -> None:
    """A sibling capped at half its maximum counts half of what it then counts of."""
    node = group("1", leaf("1.1", 2, **REDISTRIBUTED), leaf("1.2", 1, caps=[{"limit": "50%"}]), leaf("1.3", 1))
    card = alone(node, a=True, p1_2=1, p1_3=1)

    assert (1, 2) == counted(card, "1.2")


def test_a_missing_sibling_takes_its_part_of_the_maximum() -> None:
    """A sibling whose points are missing applies: it counts 0 of its part."""
    card = alone(group("1", leaf("1.1", 1, **REDISTRIBUTED), leaf("1.2", 1)), a=True)

    assert (0, 2) == counted(card, "1.2")


def test_redistribution_stays_within_the_parent() -> None:
    """Only the children of the same parent take part."""
    card = alone(
        group("1", group("1.1", leaf("1.1.1", 1, **REDISTRIBUTED), leaf("1.1.2")), leaf("1.2")),
        a=True,
        p1_1_2=1,
        p1_2=1,
    )

    assert ((2, 2), (1, 1)) == (counted(card, "1.1.2"), counted(card, "1.2"))


def test_a_group_may_redistribute_its_maximum() -> None:
    """A group of which nothing applies gives its declared maximum to its siblings."""
    inner = group("1.1", away("1.1.1", 1), away("1.1.2", 1), not_applicable="redistribute")
    card = alone(group("1", inner, leaf("1.2", 1), leaf("1.3", 1)), a=True, p1_2=1, p1_3="0.5")

    assert ((2, 2), (1, 2)) == (counted(card, "1.2"), counted(card, "1.3"))


def test_a_group_that_applies_in_part_takes_in_proportion() -> None:
    """The counted pair of a group, short as it is, is multiplied by (m + R/k) ÷ m with its declared m."""
    inner = group("1.2", away("1.2.1", 1), leaf("1.2.2", 1))
    card = alone(group("1", leaf("1.1", 2, **REDISTRIBUTED), inner), a=True, p1_2_2=1)

    assert (2, 2) == counted(card, "1.2")


def test_fields_redistribute_among_themselves() -> None:
    """The fields are siblings too."""
    card = scored(criteria_set(leaf("1", 2, **REDISTRIBUTED), leaf("2", 1), leaf("3", 1)), a=True, p2=1, p3="0.5")

    assert (3, 4) == (card.points, card.applicable_maximum)


def test_where_no_sibling_applies_nothing_is_shared() -> None:
    """With nobody to take it the maximum is gone, and the parent does not apply."""
    node = group("1", leaf("1.1", 1, **REDISTRIBUTED), leaf("1.2", 1, **REDISTRIBUTED))
    card = scored(criteria_set(node, leaf("2")), a=True, p2=1)

    assert ("not_applicable", (0, 0)) == (statuses(card)["1"], counted(card, "1"))


def test_bonus_and_penalty_take_no_part() -> None:
    """Bonus and penalty groups neither give nor take: only the fields share."""
    bonus = [leaf("B", 2, not_applicable_when="a"), leaf("C", 2)]
    made = criteria_set(leaf("1", 1), bonus=bonus, index="points + bonus", not_applicable="redistribute")
    card = scored(made, a=True, p1=1, pc=1)

    assert ((1, 1), (1, 2)) == (counted(card, "1"), counted(card, "C"))


# ---- rescale_block

BLOCK = group("1", away("1.1", 2), leaf("1.2", 3), not_applicable="rescale_block")


def test_a_short_block_counts_in_proportion_of_its_constant() -> None:
    """Points ÷ what applies × K, of K, where K is the block's declared maximum."""
    assert (F("2.5"), 5) == counted(alone(BLOCK, a=True, p1_2="1.5"), "1")


def test_a_whole_block_counts_as_it_is() -> None:
    """A block whose counted maxima do not fall short is left alone."""
    assert (F("3.5"), 5) == counted(alone(BLOCK, a=False, p1_1=2, p1_2="1.5"), "1")


def test_a_block_has_its_own_figures() -> None:
    """The block's own points stay what its children count; only its parent counts in proportion."""
    node = alone(BLOCK, a=True, p1_2="1.5").at("1")

    assert (F("1.5"), 3, F("0.5")) == (node.points, node.applicable_maximum, node.share)


def test_a_capped_block_is_rescaled_as_capped() -> None:
    """The block's own clauses come first."""
    node = {**BLOCK, "caps": [{"limit": 1}]}

    assert (F("5/3"), 5) == counted(alone(node, a=True, p1_2=3), "1")


def test_a_zeroed_block_stays_zero() -> None:
    """A zeroed block counts 0 of its constant."""
    assert (0, 5) == counted(alone({**BLOCK, "zero_rules": ["b"]}, a=True, b=True, p1_2=3), "1")


def test_a_block_of_which_nothing_applies_has_the_default() -> None:
    """A block that does not apply at all has the edition's treatment."""
    made = criteria_set({**BLOCK, "not_applicable_when": "b"}, leaf("2"), not_applicable="zero")

    assert (0, 5) == counted(scored(made, b=True, p2=1), "1")


def test_a_block_whose_children_are_full_is_not_short() -> None:
    """Treatments of the children come first: what they count fills the block."""
    made = criteria_set(BLOCK, not_applicable="full")

    assert (F("3.5"), 5) == counted(scored(made, a=True, p1_2="1.5"), "1")


def test_a_block_may_be_in_a_redistribution() -> None:
    """A rescaled block takes its part like any sibling, from its constant."""
    made = criteria_set(BLOCK, leaf("2", 5, not_applicable_when="b", not_applicable="redistribute"), leaf("3", 5))
    card = scored(made, a=True, b=True, p1_2="1.5", p3=5)

    assert ((F("3.75"), F("7.5")), (F("7.5"), F("7.5"))) == (counted(card, "1"), counted(card, "3"))


# ---- groups


def test_a_group_applies_unless_nothing_of_it_counts() -> None:
    """With one child that counts the group applies; with none it does not."""
    node = group("1", away("1.1", 1, None, "a"), away("1.2", 1, None, "b"))
    some, none = (scored(criteria_set(node, leaf("2")), a=True, b=b, p1_2=1, p2=1) for b in (False, True))

    assert ("scored", "not_applicable") == (statuses(some)["1"], statuses(none)["1"])


@pytest.mark.parametrize("treatment, expected", [("full", (2, 2)), ("zero", (0, 2))])
def test_a_group_whose_children_count_although_away_applies(treatment: str, expected: tuple[int, int]) -> None:
    """Children that count m of m, or 0 of m, keep their group in the count."""
    card = alone(group("1", away("1.1", 1, treatment), away("1.2", 1, treatment)), a=True)

    assert ("scored", expected) == (statuses(card)["1"], counted(card, "1"))


def test_not_applicable_climbs_from_group_to_group() -> None:
    """A group of groups of which nothing applies does not apply; its own treatment then counts."""
    inner = group("1.1", away("1.1.1", 2)), group("1.2", away("1.2.1", 1))
    card = scored(criteria_set(group("1", *inner, not_applicable="full"), leaf("2")), a=True, p2=1)

    assert ("not_applicable", "not_applicable", (3, 3)) == (
        statuses(card)["1"],
        statuses(card)["1.1"],
        counted(card, "1"),
    )


def test_a_group_that_is_away_counts_by_its_own_treatment() -> None:
    """Whatever the treatments below, a group away by its own clause counts as it declares."""
    node = group(
        "1", leaf("1.1", 2, not_applicable="full"), leaf("1.2", 1), not_applicable_when="a", not_applicable="zero"
    )
    card = scored(criteria_set(node, leaf("2")), a=True, p2=1)

    assert (0, 3) == counted(card, "1")


def test_a_short_group_without_a_treatment_counts_what_applies() -> None:
    """A group that applies in part counts its points of what applies, whatever the default is."""
    inner = group("1.1", away("1.1.1", 2, "rescale"), leaf("1.1.2", 1))
    card = scored(criteria_set(group("1", inner, leaf("1.2")), not_applicable="full"), a=True, p1_1_2=1, p1_2=1)

    assert ((1, 1), 2) == (counted(card, "1.1"), card.applicable_maximum)


def test_everything_not_applicable_leaves_no_index() -> None:
    """Where nothing applies there is no index, and the class says so."""
    made = criteria_set(
        group("1", away("1.1")),
        away("2"),
        index="100 * points / applicable",
        classes={"list": [{"id": "A", "label": "A", "at_least": 0}]},
    )
    card = scored(made, a=True)

    assert (None, None, 0, True, "not_rated") == (
        card.index,
        card.exact_index,
        card.applicable_maximum,
        card.complete,
        card.class_ and card.class_.status,
    )


def test_a_whole_channel_may_not_apply() -> None:
    """An optional survey that was not held leaves the other channel to count alone."""
    survey = group(
        "2", leaf("2.1", 20, channel="survey"), leaf("2.2", 10, channel="survey"), not_applicable_when="not a"
    )
    channels = {"appraised": {"label": "TĐ"}, "survey": {"label": "ĐT"}}
    made = criteria_set(
        leaf("1", 70, channel="appraised"), survey, channels=channels, index="100 * points / applicable"
    )
    card = scored(made, a=False, p1=63)

    assert (90, 70, (0, 0)) == (
        card.exact_index,
        card.applicable_maximum,
        (card.channels[1].points, card.channels[1].maximum),
    )


def test_each_group_shares_out_its_own_maxima() -> None:
    """What one group has to share goes to its own nodes, whatever another group shares at the same time."""
    one = group("1", away("1.1", 2, "redistribute"), leaf("1.2"))
    other = group("2", away("2.1", 1, "redistribute"), leaf("2.2"), leaf("2.3"))
    card = scored(criteria_set(one, other), a=True, p1_2=1, p2_2=1, p2_3="0.5")

    assert [(3, 3), (F("1.5"), F("1.5")), (F("0.75"), F("1.5"))] == [
        counted(card, code) for code in ("1.2", "2.2", "2.3")
    ]
