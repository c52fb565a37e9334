"""The seven steps of a node, in their order; a step that decides stops the rest."""

# An expected 1 is the 1 of a Fraction: comparing the two is meant.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from fractions import Fraction

import pytest
from _sets import F, alone, criteria_set, effects, group, leaf, points, scored, sentences, statuses

from parengine.types import Text

# ---- 1. not applicable


def test_its_own_clause_makes_a_node_not_applicable() -> None:
    """A node whose clause holds does not apply: it has no points of nothing."""
    card = alone(group("1", leaf("1.1", not_applicable_when="a"), leaf("1.2")), a=True, p1_1=1, p1_2=1)

    assert {"1": "scored", "1.1": "not_applicable", "1.2": "scored"} == statuses(card)
    assert (0, 0) == (card.at("1.1").points, card.at("1.1").applicable_maximum)


def test_not_applicable_is_inherited() -> None:
    """Nothing below a node that does not apply does apply."""
    card = alone(group("1", group("1.1", leaf("1.1.1"), not_applicable_when="a"), leaf("1.2")), a=True, p1_2=1)

    assert "not_applicable" == statuses(card)["1.1.1"]


def test_what_does_not_apply_asks_nothing_else() -> None:
    """Checks, zero rules, rule and caps of a node that does not apply are not read: nothing is missing."""
    node = leaf("1.1", not_applicable_when="a", checks=["b"], zero_rules=["c"], caps=[{"limit": 0.5, "condition": "d"}])
    card = alone(group("1", node, leaf("1.2")), a=True, p1_2=1)

    assert ((), True) == (card.missing, card.complete)


def test_an_unknown_clause_leaves_a_node_missing() -> None:
    """Where it is not known whether a node applies, it is missing, whatever the other answers are."""
    card = alone(leaf("1", not_applicable_when="a"), p1=1)

    assert ("missing", ("a",)) == (statuses(card)["1"], card.missing)


def test_an_inherited_no_decides_over_an_unknown_own_clause() -> None:
    """Below a node that does not apply, an unanswered clause asks nothing."""
    card = alone(
        group("1", group("1.1", leaf("1.1.1", not_applicable_when="b"), not_applicable_when="a"), leaf("1.2")),
        a=True,
        p1_2=1,
    )

    assert ("not_applicable", ()) == (statuses(card)["1.1.1"], card.missing)


def test_a_clause_that_does_not_apply_itself_does_not_hold() -> None:
    """A clause about a node that does not apply leaves its own node applicable."""
    nodes = leaf("1", not_applicable_when="a"), leaf("2", not_applicable_when='points("1") = 0')
    card = scored(criteria_set(*nodes), a=True, p2=1)

    assert "scored" == statuses(card)["2"]


# ---- 2. checks


def test_a_check_that_fails_makes_the_node_invalid() -> None:
    """A failed check is invalid: 0 points, listed with its message."""
    card = alone(
        leaf("1", checks=[{"condition": "m <= n", "message": {"vi": "m vượt n", "en": "m is above n"}}]), m=3, n=2, p1=1
    )

    assert ("invalid", 0) == (statuses(card)["1"], card.points)
    assert [("1", None, "m is above n")] == sentences(card)


def test_a_check_without_a_message_is_shown_itself() -> None:
    """Without a message the condition says what does not hold."""
    card = alone(leaf("1", checks=["m <= n"]), m=3, n=2, p1=1)

    assert [("1", None, "'m <= n' does not hold")] == sentences(card)


def test_a_check_comes_before_zero_rules() -> None:
    """A node whose check fails is invalid although a zero rule holds."""
    card = alone(leaf("1", checks=["m <= n"], zero_rules=["a"]), m=3, n=2, a=True, p1=1)

    assert "invalid" == statuses(card)["1"]


@pytest.mark.parametrize("answers", [{"m": 3}, {"n": 3}, {}], ids=["no n", "no m", "neither"])
def test_a_check_with_a_missing_operand_says_nothing(answers: dict[str, int]) -> None:
    """A check that cannot be made does not make its node missing."""
    card = alone(leaf("1", checks=["m <= n"]), p1=1, **answers)

    assert ("scored", 1) == (statuses(card)["1"], card.points)


def test_a_check_about_what_does_not_apply_says_nothing() -> None:
    """A check that looks at a node that does not apply is passed."""
    nodes = leaf("1", not_applicable_when="a"), leaf("2", checks=['points("1") >= 1'])
    card = scored(criteria_set(*nodes), a=True, p2=1)

    assert "scored" == statuses(card)["2"]


def test_a_check_with_a_bad_operand_makes_the_node_invalid() -> None:
    """A leaf reads what its checks read: a bad value there makes it invalid."""
    card = alone(leaf("1", checks=["m <= n"]), m=-1, n=2, p1=1)

    assert [("1", "m", "'-1' is below 0, the lowest it may be")] == sentences(card)


def test_a_later_check_is_made_where_an_earlier_one_says_nothing() -> None:
    """Each check is made on its own."""
    card = alone(leaf("1", checks=["m <= n", "m >= 2"]), m=1, p1=1)

    assert [("1", None, "'m >= 2' does not hold")] == sentences(card)


def test_a_group_has_checks_too() -> None:
    """A group whose check fails is invalid and counts 0; the nodes below keep their points."""
    card = alone(group("1", leaf("1.1"), leaf("1.2"), checks=['points("1.1") >= points("1.2")']), p1_1=0.25, p1_2=1)

    assert {"1": 0, "1.1": F("0.25"), "1.2": 1} == points(card)
    assert ("invalid", 0) == (statuses(card)["1"], card.points)


# ---- 3. zero rules


def test_the_first_zero_rule_that_holds_makes_it_zero() -> None:
    """A zeroed node says which rule did it, with its reason and source, and what stood before."""
    rules = ["a", {"condition": "b", "reason": {"vi": "Không có kế hoạch"}, "provenance": "recalled"}, "c"]
    card = alone(leaf("1", zero_rules=rules), a=False, b=True, c=True, p1=0.75)
    (effect,) = card.at("1").effects

    assert ("zeroed", 0) == (statuses(card)["1"], card.points)
    assert ("zeroed", "zero_rules[1]", F("0.75"), 0) == (effect.name, effect.clause, effect.before, effect.after)
    assert (Text("Không có kế hoạch"), "recalled") == (effect.reason, effect.provenance and effect.provenance.basis)


def test_a_clause_without_provenance_has_its_nodes() -> None:
    """An effect always says where its clause comes from."""
    card = alone(leaf("1", zero_rules=["a"]), a=True, p1=1)

    assert "invented" == getattr(card.at("1").effects[0].provenance, "basis", None)


@pytest.mark.parametrize("unknown", [{}, {"a": "?"}], ids=["missing", "invalid"])
@pytest.mark.parametrize("rules", [["a", "b"], ["b", "a"]])
def test_a_zero_rule_that_holds_wins_over_an_unknown_one(rules: list[str], unknown: dict[str, str]) -> None:
    """One rule that holds decides, whatever is not known of the others, in any order."""
    card = alone(leaf("1", zero_rules=rules), b=True, p1=1, **unknown)

    assert ("zeroed", (), ()) == (statuses(card)["1"], card.missing, card.invalid)


@pytest.mark.parametrize("rules", [["a"], ["a", "b"], ["b", "a"]])
def test_none_holding_and_one_unknown_is_missing(rules: list[str]) -> None:
    """Without an answer that a zero rule asks for, a node is missing, and only that answer is."""
    card = alone(leaf("1", zero_rules=rules), b=False, p1=1)

    assert ("missing", ("a",)) == (statuses(card)["1"], card.missing)


def test_none_holding_and_one_invalid_is_invalid() -> None:
    """A bad answer to a zero rule makes the leaf invalid where no other rule holds."""
    card = alone(leaf("1", zero_rules=["a", "b"]), a=3, b=False, p1=1)

    assert [("1", "a", "'3' is neither true nor false")] == sentences(card)


def test_a_zero_rule_about_what_does_not_apply_does_not_hold() -> None:
    """A condition that does not apply does not hold: the points stay."""
    nodes = (
        leaf("1", not_applicable_when="a"),
        leaf("2", zero_rules=['points("1") = 0']),
        leaf("3", zero_rules=["b", 'points("1") = 0']),
    )
    card = scored(criteria_set(*nodes), a=True, b=False, p2=1, p3=1)

    assert {"1": 0, "2": 1, "3": 1} == points(card)


@pytest.mark.parametrize("bad", [{}, {"p1": "none"}], ids=["missing", "invalid"])
def test_a_zeroed_leaf_asks_nothing_of_its_rule(bad: dict[str, str]) -> None:
    """Where a zero rule holds, what the rule reads may be missing or bad."""
    card = alone(leaf("1", zero_rules=["a"]), a=True, **bad)

    assert ("zeroed", True, (), ()) == (statuses(card)["1"], card.complete, card.missing, card.invalid)
    assert [("zeroed", "zero_rules[0]", None, 0)] == effects(card, "1")


def test_a_zeroed_group_asks_nothing_of_what_is_below() -> None:
    """A group's zero rule settles it: answers that are missing or bad below keep nothing from being final."""
    card = alone(group("1", leaf("1.1"), leaf("1.2"), zero_rules=["a"]), a=True, p1_2="?")

    assert ("zeroed", True, (), ()) == (statuses(card)["1"], card.complete, card.missing, card.invalid)
    assert ("missing", "invalid") == (statuses(card)["1.1"], statuses(card)["1.2"])


# ---- 4. points


def test_a_group_has_the_sum_of_its_childrens_counted_points() -> None:
    """Without another aggregate a group adds up what counts of its children."""
    card = alone(group("1", leaf("1.1"), leaf("1.2", 2), group("1.3", leaf("1.3.1", 3))), p1_1=1, p1_2="0.5", p1_3_1=3)

    assert F("4.5") == card.at("1").points


def test_the_best_aggregate_takes_the_best_child() -> None:
    """A group that is declared `best` has the points of its best child, of the best maximum."""
    node = group("1", leaf("1.1", 2), leaf("1.2", 3), maximum=3, aggregate="best")
    card = alone(node, p1_1=2, p1_2=1)

    assert (2, 3) == (card.at("1").points, card.at("1").applicable_maximum)


def test_a_leaf_has_the_points_of_its_rule() -> None:
    """A leaf's points are what its rule gives."""
    rule = {"kind": "proportion", "numerator": "m", "denominator": "n", "if_zero": "zero"}

    assert F("4/3") == alone(leaf("1", 2, rule=rule), m=2, n=3).points


def test_a_rule_that_gives_not_applicable_takes_the_leaf_out() -> None:
    """A share of nothing may be declared not applicable: then the leaf does not apply."""
    rule = {"kind": "proportion", "numerator": "m", "denominator": "n", "if_zero": "not_applicable"}
    card = scored(criteria_set(leaf("1", rule=rule), leaf("2")), m=0, n=0, p2=1)

    assert ("not_applicable", 1) == (statuses(card)["1"], card.applicable_maximum)


def test_a_rule_that_gives_missing_leaves_the_leaf_missing() -> None:
    """A share of nothing may be declared missing: then the leaf is missing though no answer is absent."""
    rule = {"kind": "proportion", "numerator": "m", "denominator": "n", "if_zero": "missing"}
    card = alone(leaf("1", rule=rule), m=0, n=0)

    assert ("missing", False, ()) == (statuses(card)["1"], card.complete, card.missing)


# ---- 5. caps

CAPS = [{"limit": 1.5}, {"limit": 0.5, "condition": "b"}, {"limit": 1, "condition": "a"}]


@pytest.mark.parametrize(
    "answers, after",
    [({"a": False, "b": False}, "1.5"), ({"a": True, "b": False}, "1"), ({"a": True, "b": True}, "0.5")],
)
def test_the_smallest_cap_whose_condition_holds_is_applied(answers: dict[str, bool], after: str) -> None:
    """Caps may stand in any order; the smallest that holds counts, one without a condition always holds."""
    assert F(after) == alone(leaf("1", 2, caps=CAPS), p1=2, **answers).points


def test_a_cap_says_what_it_did() -> None:
    """A capped node is scored; the effect says which cap, what stood before and what it became."""
    card = alone(leaf("1", 2, caps=CAPS), p1=2, a=True, b=False)

    assert ("scored", [("capped", "caps[2]", 2, 1)]) == (statuses(card)["1"], effects(card, "1"))


@pytest.mark.parametrize("entered", ["0.4", "0.5"])
def test_a_cap_that_the_points_do_not_exceed_asks_nothing(entered: str) -> None:
    """Points up to the ceiling are not capped, and the condition of the ceiling is not asked."""
    card = alone(leaf("1", 2, caps=[{"limit": 0.5, "condition": "a"}]), p1=entered)

    assert (F(entered), True, []) == (card.points, card.complete, effects(card, "1"))


def test_an_unknown_cap_that_might_matter_leaves_it_missing() -> None:
    """Above a ceiling whose condition is unanswered the points are missing."""
    card = alone(leaf("1", 2, caps=[{"limit": 0.5, "condition": "a"}]), p1=2)

    assert ("missing", ("a",)) == (statuses(card)["1"], card.missing)


def test_an_unknown_cap_above_one_that_holds_does_not_matter() -> None:
    """Where the smaller ceiling holds, the larger one asks nothing."""
    caps = [{"limit": 1, "condition": "a"}, {"limit": 0.5, "condition": "b"}]

    assert F("0.5") == alone(leaf("1", 2, caps=caps), p1=2, b=True).points


def test_a_cap_asks_nothing_of_a_rule_that_does_not_apply() -> None:
    """A leaf whose rule says that it does not apply does not, whether its cap is answered or not."""
    rule = {"kind": "proportion", "numerator": "m", "denominator": "n", "if_zero": "not_applicable"}
    nodes = leaf("1", rule=rule, caps=[{"limit": 0.5, "condition": "a"}]), leaf("2")
    card = scored(criteria_set(*nodes), m=0, n=0, p2=1)

    assert ("not_applicable", ()) == (statuses(card)["1"], card.missing)


def test_a_cap_may_be_a_share_of_the_maximum() -> None:
    """`50%` caps at half the node's maximum."""
    assert F("0.75") == alone(leaf("1", 1.5, caps=[{"limit": "50%"}]), p1="1.2").points


def test_a_group_is_capped_as_a_whole() -> None:
    """A cap on a group changes its own points, not its children's."""
    card = alone(group("1", leaf("1.1", 2), leaf("1.2", 2), caps=[{"limit": 3}]), p1_1=2, p1_2=2)

    assert {"1": 3, "1.1": 2, "1.2": 2} == points(card)


def test_a_cap_of_zero_is_not_a_zero_rule() -> None:
    """A ceiling of 0 leaves the node scored, with the effect that says so."""
    card = alone(leaf("1", caps=[{"limit": 0, "condition": "a"}]), p1=1, a=True)

    assert ("scored", [("capped", "caps[0]", 1, 0)]) == (statuses(card)["1"], effects(card, "1"))


# ---- 6. never below 0


def test_points_are_never_below_zero() -> None:
    """A rule that gives less than 0 gives 0, and the effect says so."""
    card = alone(leaf("1"), p1="-0.25")

    assert ("scored", 0) == (statuses(card)["1"], card.points)
    assert ["below_zero"] == [name for name, *_ in effects(card, "1")]


def test_points_below_zero_take_nothing_from_siblings() -> None:
    """Each leaf is held at 0 by itself, not the group."""
    assert 1 == alone(group("1", leaf("1.1"), leaf("1.2")), p1_1=-1, p1_2=1).points


# ---- 7. rounding


def test_rounding_comes_last_and_only_where_listed() -> None:
    """A leaf is rounded after its cap where the edition lists leaves; what stood before is in the effect."""
    node = leaf("1", 2, caps=[{"limit": 1.235}])
    card = scored(criteria_set(node, rounding={"levels": ["leaf"], "places": 2}), p1=2)

    assert F("1.24") == card.at("1").points
    assert [("capped", "caps[0]", 2, F("1.235")), ("rounded", None, F("1.235"), F("1.24"))] == effects(card, "1")


def test_what_is_not_listed_is_not_rounded() -> None:
    """Without a level a figure stays exact, to a third."""
    rule = {"kind": "proportion", "numerator": "m", "denominator": "n", "if_zero": "zero"}

    assert Fraction(1, 3) == alone(leaf("1", rule=rule), m=1, n=3).points


def test_a_rule_above_the_maximum_is_noted() -> None:
    """A share above 100 % gives the maximum, and the scorecard notes it."""
    rule = {"kind": "proportion", "numerator": "m", "denominator": "n", "if_zero": "zero"}
    card = alone(leaf("1", rule=rule), m=4, n=3)

    assert (1, ["over_100"]) == (card.points, [name for name, *_ in effects(card, "1")])


def test_what_a_later_step_replaces_notes_nothing() -> None:
    """A zeroed leaf's rule may give more than 100 %; only the zero rule is in the effects."""
    rule = {"kind": "proportion", "numerator": "m", "denominator": "n", "if_zero": "zero"}
    card = alone(leaf("1", rule=rule, zero_rules=["a"]), m=4, n=3, a=True)

    assert ["zeroed"] == [name for name, *_ in effects(card, "1")]


def test_a_node_that_does_not_apply_names_its_clause() -> None:
    """The effect has the name, the clause and the reason; below the node it is inherited, and no effect of theirs."""
    away = {"condition": "a", "reason": "Không phát sinh"}
    card = alone(group("1", leaf("1.1"), not_applicable_when=away), a=True)
    (effect,) = card.at("1").effects

    assert ("not_applicable", "not_applicable_when", None) == (effect.name, effect.clause, effect.before)
    assert "Không phát sinh" in str(effect.reason)
    assert () == card.at("1.1").effects
