"""Decisions: an appraiser's points stand in the place of the rule's, beside what the rule gave."""

# An expected 1 is the 1 of a Fraction: comparing the two is meant.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from _sets import ID, YEAR, criteria_set, document, group, leaf

from parengine import Assessment, CriteriaSet, DocumentError, NotFinalError, Scorecard, score
from parengine.errors import NumberError
from parengine.score import Decision, Effect
from parengine.types import Status, Text

TWO = criteria_set(group("1", leaf("1.1", 4), leaf("1.2", 6)))


def decision(points: Any, reason: str = "Đã kiểm tra") -> Decision:
    """Return a decision of the council."""
    return Decision(points, reason, "Hội đồng thẩm định")


def appraised(made: CriteriaSet = TWO, stage: Any = "appraised", **more: Any) -> Assessment:
    """Return an appraised assessment; `answers`, `decisions` and so on as they are."""
    return Assessment(set=ID, unit="unit-1", year=YEAR, stage=stage, **{"answers": {"p1_1": 3, "p1_2": 2}, **more})


def card_of(made: CriteriaSet = TWO, **more: Any) -> Scorecard:
    """Return the scorecard of an appraised assessment."""
    return score(appraised(made, **more), made)


def test_a_decision_takes_the_place_of_the_rule_and_stands_beside_it() -> None:
    """The node has the decided points; what the rule gave, the reason and the authority are kept."""
    node = card_of(decisions={"1.1": decision("2.5")}).at("1.1")

    assert (Fraction(5, 2), 3, Status.SCORED) == (node.points, node.rule_points, node.status)
    assert decision("2.5") == node.decision
    assert (Effect("decided", "decisions", Fraction(3), Fraction(5, 2), Text("Đã kiểm tra")),) == node.effects


def test_what_is_not_decided_is_scored_by_its_rule() -> None:
    """A decision on one node touches no other."""
    node = card_of(decisions={"1.1": decision(1)}).at("1.2")

    assert (2, None, None, ()) == (node.points, node.decision, node.rule_points, node.effects)


def test_a_decision_needs_no_answers() -> None:
    """Where the rule cannot say, the decision does, and what the rule gave is not known."""
    card = card_of(answers={"p1_2": 2}, decisions={"1.1": decision(4)})

    assert (6, True) == (card.points, card.complete)
    assert None is card.at("1.1").rule_points


def test_a_decision_on_a_group_settles_what_is_below_it() -> None:
    """The group has the decided points; what is missing below it matters no more."""
    card = card_of(answers={}, decisions={"1": decision(7)})

    assert (7, True, Status.SCORED) == (card.points, card.complete, card.at("1").status)
    assert Status.MISSING is card.at("1.1").status


def test_zero_rules_still_apply() -> None:
    """A zero rule that holds stands before the decision; a cap stands after it."""
    zero = {"zero_rules": [{"condition": "a", "reason": "Không có kế hoạch"}]}
    made = criteria_set(leaf("1", 4, **zero), leaf("2", 6, caps=[{"limit": 5, "reason": "Trần"}]))
    card = card_of(made, answers={"a": True}, decisions={"1": decision(4), "2": decision(6)})

    assert (0, Status.ZEROED) == (card.at("1").points, card.at("1").status)
    assert [("decided", None, 6), ("capped", 6, 5)] == [(e.name, e.before, e.after) for e in card.at("2").effects]


def test_a_check_that_fails_stands_before_the_decision() -> None:
    """Answers that contradict each other stay invalid, whoever decides."""
    made = criteria_set(leaf("1", 4, checks=["m <= n"]))
    node = card_of(made, answers={"m": 2, "n": 1, "p1": 1}, decisions={"1": decision(4)}).at("1")

    assert (0, Status.INVALID) == (node.points, node.status)


def test_other_clauses_see_decided_points() -> None:
    """`points("1")` is what the node has, decided or not."""
    gate = {"zero_rules": [{"condition": 'points("1") = 0', "reason": "1 không có điểm"}]}
    made = criteria_set(leaf("1", 4), leaf("2", 6, **gate))
    card = card_of(made, answers={"p1": 4, "p2": 6}, decisions={"1": decision(0)})

    assert (0, Status.ZEROED) == (card.points, card.at("2").status)


def test_what_is_not_decided_yet_is_missing_and_named() -> None:
    """A node before the council is missing, the result is incomplete, and a final score says what it waits for."""
    open_one = {"1.1": decision(None)}
    card = card_of(decisions=open_one)

    assert (("1.1",), (), False, 2) == (card.undecided, card.missing, card.complete, card.points)
    assert Status.MISSING is card.at("1.1").status
    with pytest.raises(NotFinalError) as caught:
        score(appraised(stage="final", decisions=open_one), TWO, final=True)
    assert ("criterion 1.1: it is not decided yet",) == caught.value.reasons


def test_a_decided_total_settles_everything() -> None:
    """Where only the points of the whole were published they are the points; no field decides anything."""
    card = card_of(answers={}, decided_total=decision("7.25"))

    assert (Fraction(29, 4), True, ()) == (card.points, card.complete, card.missing)
    assert "7.25" == str(card.index)
    assert decision("7.25") == card.decided


def test_a_total_that_is_not_decided_yet_keeps_the_result_open() -> None:
    """What the fields come to stands until then, the result is incomplete, and a final score is refused."""
    card = card_of(decided_total=decision(None))

    assert (5, "5.00", ("*",), False) == (card.points, str(card.index), card.undecided, card.complete)
    with pytest.raises(NotFinalError, match="the points of the whole are not decided yet"):
        score(appraised(decided_total=decision(None)), TWO, final=True)


def test_channels_and_lines_add_up_to_a_decided_total() -> None:
    """What the decision changed is a line of its own."""
    channels = {"one": {"label": "Một"}, "two": {"label": "Hai"}}
    made = criteria_set(
        group("1", leaf("1.1", 4, channel="one"), leaf("1.2", 6, channel="two")), channels=channels, maximum=10
    )
    for given in ({"decided_total": decision(9)}, {"decisions": {"1": decision(9)}}):
        card = card_of(made, **given)

        assert 9 == card.points == sum(line.points for line in (*card.channels, *card.lines))


@pytest.mark.parametrize(
    "more, path, sentence",
    [
        (
            {"decisions": {"1.1": decision(5)}},
            "$.decisions.1.1.points",
            "a decision gives from 0 to 4 points here, not 5",
        ),
        (
            {"decisions": {"1.3": decision(1)}},
            "$.decisions.1.3",
            "there is no criterion '1.3' in this set; did you mean '1.2'?",
        ),
        (
            {"decided_total": decision(11)},
            "$.decided_total.points",
            "a decision gives from 0 to 10 points here, not 11",
        ),
        ({"decisions": {"1.1": 3}}, "$.decisions.1.1", "a decision is a Decision, not a int"),
        ({"decisions": [1]}, "$.decisions", "this is a mapping by the codes of nodes, not a list"),
        ({"decided_total": 3}, "$.decided_total", "a decision is a Decision, not a int"),
    ],
)
def test_a_bad_decision_is_refused_with_its_place(more: Any, path: str, sentence: str) -> None:
    """Out of range, on no node, or no decision at all: the assessment is not scored."""
    with pytest.raises(DocumentError) as caught:
        card_of(**more)

    assert [(path, sentence)] == [(each.path, each.sentence) for each in caught.value.problems]


def test_a_self_assessment_carries_no_decisions() -> None:
    """Whoever assesses himself decides nothing."""
    with pytest.raises(DocumentError, match="a self-assessment carries no decisions; say 'appraised' or 'final'"):
        card_of(stage="self", decisions={"1.1": decision(1)})


@pytest.mark.parametrize("points", ["12,5", True, "a lot", float("nan")])
def test_the_points_of_a_decision_are_read_exactly(points: Any) -> None:
    """What is no number is refused when the decision is made."""
    with pytest.raises(NumberError):
        decision(points)


def test_decisions_are_part_of_the_digest_and_of_the_document() -> None:
    """Another decision is another digest; without any the digest is that of the answers alone; JSON keeps them."""
    plain, decided = card_of(), card_of(decisions={"1.1": decision(1)}, decided_total=None)

    assert plain.digests.answers != decided.digests.answers
    assert card_of(stage="self").digests == plain.digests
    for card in (decided, card_of(decided_total=decision(3)), card_of(decisions={"1": decision(None)})):
        assert card == Scorecard.from_json(card.to_json())
    assert document(leaf("1"))["maximum"] == 1
