"""What clauses see of other nodes: own figures, exact, before treatments; and circles."""

# An expected 1 is the 1 of a Fraction: comparing the two is meant.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from fractions import Fraction

import pytest
from _sets import ALL_KINDS, Document, F, criteria_set, document, formula, group, leaf, points, scored, statuses
from attrs import evolve

from parengine import CriteriaSet, DocumentError, ExpressionError, loads
from parengine.expr import figure_of
from parengine.score import prepare


def looking(text: str, *nodes: Document, **more: object) -> CriteriaSet:
    """Return a set whose leaf `z` has the points of an expression, beside other nodes."""
    return criteria_set(*nodes, formula("z", text), **more)


def seen(made: CriteriaSet, **answers: object) -> tuple[str, Fraction]:
    """Return the status and the points of the leaf `z`."""
    node = scored(made, **answers).at("z")
    return str(node.status), node.points


# ---- the figures


def test_a_reference_sees_points() -> None:
    """`points` is what a node has after its own clauses."""
    made = looking('points("1")', leaf("1", 2, caps=[{"limit": 1.5}]))

    assert ("scored", F("1.5")) == seen(made, p1=2)


def test_a_reference_sees_the_maximum_of_a_leaf() -> None:
    """`maximum` of a leaf is the declared one, even while its points are missing."""
    assert ("scored", 2) == seen(looking('maximum("1")', leaf("1", 2)))


def test_a_reference_sees_the_share() -> None:
    """`share` is points ÷ maximum."""
    assert ("scored", F("0.75")) == seen(looking('share("1")', leaf("1", 2)), p1="1.5")


@pytest.mark.parametrize(
    "answers, status",
    [
        ({"a": False, "b": False, "p1": 1}, "scored"),
        ({"a": False, "b": True, "p1": 1}, "zeroed"),
        ({"a": True}, "not_applicable"),
        ({"a": False, "b": False}, "missing"),
        ({"a": False, "b": False, "p1": "x"}, "invalid"),
    ],
)
def test_a_reference_sees_the_status(answers: dict[str, object], status: str) -> None:
    """`status` is always known, so that a clause can ask for each of them."""
    made = looking(f'when(status("1") = "{status}", 1, 0)', leaf("1", not_applicable_when="a", zero_rules=["b"]))

    assert ("scored", 1) == seen(made, **answers)
    assert status == statuses(scored(made, **answers))["1"]


def test_a_group_with_a_missing_leaf_is_incomplete_to_others() -> None:
    """The status of a group that holds a missing leaf is incomplete."""
    made = looking('when(status("1") = "incomplete", 1, 0)', group("1", leaf("1.1"), leaf("1.2")))

    assert ("scored", 1) == seen(made, p1_1=1)


def test_a_zeroed_group_is_zeroed_to_others() -> None:
    """The status of a group whose zero rule holds is zeroed, whatever is missing below."""
    made = looking('when(status("1") = "zeroed", 1, 0)', group("1", leaf("1.1"), leaf("1.2"), zero_rules=["a"]))

    assert ("scored", 1) == seen(made, a=True)


# ---- own figures, not counted ones


def test_references_see_unrounded_points() -> None:
    """Rounding is the last step and is not seen from elsewhere."""
    made = looking('points("1") * 1000', leaf("1"), rounding={"levels": ["leaf"], "places": 1})

    assert ("scored", F("249")) == seen(made, p1="0.249")


def test_references_see_figures_before_treatments() -> None:
    """What a node gains from a sibling's redistribution is counted for it, not its own."""
    one = group("1", leaf("1.1", not_applicable_when="a", not_applicable="redistribute"), leaf("1.2"))
    made = looking('points("1.2") + maximum("1.2")', one)
    card = scored(made, a=True, p1_2="0.5")

    assert F("1.5") == card.at("z").points
    assert (1, 2) == (card.at("1.2").counted_points, card.at("1.2").counted_maximum)


def test_references_see_a_block_before_it_is_rescaled() -> None:
    """A rescaled block's own points are those of what applies in it."""
    one = group("1", leaf("1.1", not_applicable_when="a"), leaf("1.2"), not_applicable="rescale_block")
    made = looking('points("1") + 10 * maximum("1")', one)
    card = scored(made, a=True, p1_2="0.5")

    assert F("10.5") == card.at("z").points
    assert (1, 2) == (card.at("1").counted_points, card.at("1").counted_maximum)


def test_the_maximum_of_a_group_is_its_childrens_counted_maxima() -> None:
    """Of a group that does not apply in part, a reference sees the maximum that is left."""
    made = looking(
        'maximum("1") + 10 * share("1")', group("1", leaf("1.1", 3, not_applicable_when="a"), leaf("1.2", 2))
    )

    assert ("scored", 7) == seen(made, a=True, p1_2=1)


def test_an_ancestors_zero_rule_does_not_reach_back() -> None:
    """A node below a zeroed group keeps its own points, and references see them."""
    made = looking('points("1.1")', group("1", leaf("1.1"), leaf("1.2"), zero_rules=["a"]))
    card = scored(made, a=True, p1_1="0.75", p1_2=1)

    assert {"1": 0, "1.1": F("0.75"), "1.2": 1, "z": F("0.75")} == points(card)


def test_an_ancestors_cap_does_not_reach_back() -> None:
    """A node below a capped group keeps its own points."""
    made = looking('points("1.1")', group("1", leaf("1.1"), leaf("1.2"), caps=[{"limit": 0.5}]))

    assert ("scored", 1) == seen(made, p1_1=1, p1_2=1)


def test_own_points_come_after_its_own_zero_rule() -> None:
    """A zeroed node is 0 to others: 'no plan (1.1 = 0): 1.2 = 0'."""
    nodes = leaf("1", zero_rules=["a"]), leaf("2", zero_rules=['points("1") = 0'])
    card = scored(criteria_set(*nodes), a=True, p1=1, p2=1)

    assert {"1": "zeroed", "2": "zeroed"} == statuses(card)


# ---- states of what is referred to


@pytest.mark.parametrize("figure", ["points", "share"])
def test_a_missing_leaf_is_missing_to_others(figure: str) -> None:
    """Nothing is made of the points of a missing leaf, and what is absent there is named here."""
    made = looking(f'{figure}("1")', leaf("1"))
    card = scored(made)

    assert ("missing", ("p1",)) == (statuses(card)["z"], card.at("z").missing)


def test_a_group_holding_a_missing_leaf_is_missing_to_others_never_zero() -> None:
    """A sum of which one part is missing is missing, however deep that part is."""
    made = looking('points("1")', group("1", group("1.1", leaf("1.1.1"), leaf("1.1.2")), leaf("1.2")))
    card = scored(made, p1_1_1=1, p1_2=1)

    assert ("missing", ("p1_1_2",)) == (statuses(card)["z"], card.at("z").missing)
    assert ("incomplete", 2) == (statuses(card)["1"], card.at("1").points)


def test_a_group_holding_an_invalid_leaf_is_invalid_to_others() -> None:
    """Invalid comes before missing."""
    made = looking('points("1")', group("1", leaf("1.1"), leaf("1.2")))

    assert "invalid" == seen(made, p1_2="?")[0]


def test_a_group_settled_by_its_zero_rule_is_zero_to_others() -> None:
    """What is missing below a zeroed group does not matter to others either."""
    made = looking('1 + points("1")', group("1", leaf("1.1"), leaf("1.2"), zero_rules=["a"]))

    assert ("scored", 1) == seen(made, a=True)


def test_a_group_over_a_settled_group_is_known_to_others() -> None:
    """Where everything missing stands below a zeroed group, the group above is known."""
    inner = group("1.1", leaf("1.1.1"), zero_rules=["a"])
    made = looking('points("1")', group("1", inner, leaf("1.2")))

    assert ("scored", F("0.5")) == seen(made, a=True, p1_2="0.5")


@pytest.mark.parametrize("figure", ["points", "maximum", "share"])
def test_a_reference_to_what_does_not_apply_is_not_applicable(figure: str) -> None:
    """What does not apply has no figures; a rule that reads them does not apply either."""
    made = looking(f'{figure}("1")', leaf("1", not_applicable_when="a"))

    assert "not_applicable" == seen(made, a=True)[0]


def test_a_reference_to_a_group_of_which_nothing_applies_is_not_applicable() -> None:
    """A group whose children all leave the count does not apply to others."""
    made = looking(
        'points("1")', group("1", leaf("1.1", not_applicable_when="a"), leaf("1.2", not_applicable_when="a")), leaf("2")
    )

    assert "not_applicable" == seen(made, a=True, p2=1)[0]


def test_what_does_not_apply_is_left_out_of_a_groups_points() -> None:
    """Nodes that do not apply do not make the points of their group not applicable to others."""
    made = looking('points("1")', group("1", leaf("1.1", not_applicable_when="a"), leaf("1.2")))

    assert ("scored", 1) == seen(made, a=True, p1_2=1)


# ---- counting nodes

TWO = group("1", group("1.1", leaf("1.1.1"), leaf("1.1.2")), leaf("1.2"))


def test_counting_looks_at_the_leaves_below_a_node() -> None:
    """`count` counts leaves at any depth, not the groups between."""
    assert ("scored", 2) == seen(looking('count("1", points = 0)', TWO), p1_1_1=0, p1_1_2=1, p1_2=0)


def test_counting_is_missing_while_a_leaf_is() -> None:
    """A leaf of which nothing is known keeps the count from being known."""
    assert "missing" == seen(looking('count("1", points = 0)', TWO), p1_1_1=0, p1_2=0)[0]


def test_counting_by_status_is_always_known() -> None:
    """A count that only asks for statuses needs no answers."""
    assert ("scored", 3) == seen(looking('count("1", status = "missing")', TWO))


def test_what_does_not_apply_is_not_counted() -> None:
    """For a leaf that does not apply the condition does not hold."""
    one = group("1", leaf("1.1", not_applicable_when="a"), leaf("1.2"))

    assert ("scored", 1) == seen(looking('count("1", points < 2)', one), a=True, p1_2=1)


def test_a_count_may_look_at_another_node() -> None:
    """Inside a count, `points` is the leaf's and `points("2")` another node's."""
    made = looking('count("1", points < points("2"))', TWO, leaf("2"))

    assert ("scored", 1) == seen(made, p1_1_1=0, p1_1_2=1, p1_2="0.5", p2="0.5")


def test_a_count_may_look_at_answers() -> None:
    """Inside a count, an answer is the same for every leaf."""
    assert ("scored", 2) == seen(looking('count("1", points > m)', TWO), m=0, p1_1_1=1, p1_1_2=1, p1_2=0)


# ---- circles: refused when the set is loaded, both places named


def refusal(*nodes: Document) -> str:
    """Return why a set is refused."""
    with pytest.raises(DocumentError) as caught:
        loads(document(*nodes), kinds=ALL_KINDS)
    return str(caught.value)


def test_a_node_may_not_look_at_itself() -> None:
    """A zero rule over the node's own points is a circle."""
    told = refusal(leaf("1", zero_rules=['points("1") = 0']), leaf("2"))

    assert "$.criteria[0].zero_rules[0]: a circle: '1' looks at itself" in told


def test_nodes_may_not_look_at_each_other() -> None:
    """Two nodes that each wait for the other are a circle; both references are named."""
    told = refusal(leaf("1", zero_rules=['points("2") = 0']), leaf("2", zero_rules=['points("1") = 0']))

    assert "$.criteria[0].zero_rules[0]: a circle: '1' looks at '2'" in told
    assert "'2' looks at '1' at $.criteria[1].zero_rules[0]" in told


@pytest.mark.parametrize(
    "text", ['points("1") = 0', 'maximum("1") = 0', 'status("1") = "scored"', 'count("1", points = 0) > 0']
)
def test_a_node_may_not_look_at_what_it_is_part_of(text: str) -> None:
    """A leaf that looks at its own group, by whatever figure, is a circle."""
    assert "a circle: '1.1' looks at" in refusal(group("1", leaf("1.1", zero_rules=[text]), leaf("1.2")))


def test_whether_a_group_applies_may_not_hang_on_what_is_below() -> None:
    """A group's own clause may not look at a node that inherits it."""
    told = refusal(group("1", leaf("1.1"), not_applicable_when='points("1.1") = 0'), leaf("2"))

    assert "$.criteria[0].not_applicable_when: a circle: '1' looks at '1.1'" in told


def test_a_longer_circle_is_refused_too() -> None:
    """Three nodes in a ring, one by way of its group."""
    one = group("1", leaf("1.1", zero_rules=['points("3") = 0']))
    told = refusal(one, leaf("2", zero_rules=['points("1") = 0']), leaf("3", zero_rules=['points("2") = 0']))

    assert "a circle" in told


def test_looking_at_a_sibling_or_at_another_branch_is_no_circle() -> None:
    """Nodes of one group may look at one another in one direction, and a group at what is below it."""
    inner = group("1", leaf("1.1"), leaf("1.2", zero_rules=['points("1.1") = 0']), zero_rules=['points("1.2") = 0'])

    assert {"1": 0, "1.1": 0, "1.2": 0} == points(scored(criteria_set(inner), p1_1=0, p1_2=1))


def test_siblings_that_redistribute_may_look_at_one_another() -> None:
    """References see own figures, so what siblings share out makes no circle."""
    one = group(
        "1",
        leaf("1.1", not_applicable_when='points("1.2") = 0', not_applicable="redistribute"),
        leaf("1.2", zero_rules=["a"]),
        leaf("1.3", zero_rules=['points("1.2") = 0']),
    )
    card = scored(criteria_set(one), a=False, p1_1=1, p1_2=1, p1_3=1)

    assert 3 == card.points


def test_a_circle_that_slipped_through_is_refused_by_the_programme() -> None:
    """A model that was not loaded from a document is held to the same law: no programme has a circle."""
    made = criteria_set(leaf("1", zero_rules=['points("2") = 0']), leaf("2"))
    one, two = made.nodes
    back = evolve(one.zero_rules[0], condition=figure_of("1", "points").equals(0))
    ring = evolve(made, nodes=(one, evolve(two, zero_rules=(back,))), digest="ring")

    with pytest.raises(ExpressionError, match="depends on itself, by way of"):
        prepare(ring)
