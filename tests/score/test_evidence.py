"""Evidence: what its absence does is said for each stage: nothing, a flag, or no points."""

# An expected 1 is the 1 of a Fraction: comparing the two is meant.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from typing import Any

import pytest
from _sets import ID, YEAR, criteria_set, leaf

from parengine import Assessment, DocumentError, Scorecard, score
from parengine.score import Decision
from parengine.types import Status

PROVEN = criteria_set(
    leaf("1", 4, evidence=["Kế hoạch năm"]),
    leaf("2", 6),
    absent_evidence={"self": "nothing", "appraised": "flag", "final": "zero"},
)


def card_of(stage: Any, **more: Any) -> Scorecard:
    """Return the scorecard at a stage of answers worth 3 and 5 points."""
    given = {"answers": {"p1": 3, "p2": 5}, **more}
    return score(Assessment(set=ID, unit="unit-1", year=YEAR, stage=stage, **given), PROVEN)


@pytest.mark.parametrize(
    "stage, points, effects",
    [("self", 3, []), ("appraised", 3, [("no_evidence", 3, 3)]), ("final", 0, [("no_evidence", 3, 0)])],
)
def test_each_stage_has_its_own_consequence(stage: str, points: int, effects: list[Any]) -> None:
    """Nothing, a flag that changes no points, or 0, with what the rule would have given."""
    node = card_of(stage).at("1")

    assert (points, Status.SCORED) == (node.points, node.status)
    assert effects == [(effect.name, effect.before, effect.after) for effect in node.effects]


@pytest.mark.parametrize("stage", ["self", "appraised", "final"])
def test_evidence_that_is_there_has_no_consequence(stage: str) -> None:
    """One named document is enough; whether it proves anything is for an appraiser to say."""
    card = card_of(stage, evidence={"1": ["Kế hoạch 12/KH-UBND"]})

    assert (8, ()) == (card.points, card.at("1").effects)


def test_an_empty_list_is_no_evidence() -> None:
    """Naming a leaf without naming a document proves nothing."""
    assert 5 == card_of("final", evidence={"1": []}).points


def test_a_leaf_that_declares_no_evidence_needs_none() -> None:
    """Only what the set asks to be proven is looked at."""
    assert (5, ()) == (card_of("final").at("2").points, card_of("final").at("2").effects)


def test_without_evidence_nothing_is_asked_of_the_rule() -> None:
    """Where absent evidence gives 0, answers that are absent too are not missed."""
    card = card_of("final", answers={"p2": 5})

    assert (5, True, ()) == (card.points, card.complete, card.missing)


def test_a_decision_stands_above_absent_evidence() -> None:
    """The appraiser has seen what there is: the points are those decided."""
    card = card_of("final", decisions={"1": Decision(2, "Đã giải trình", "Hội đồng")})

    assert (2, ["decided"]) == (card.at("1").points, [effect.name for effect in card.at("1").effects])


@pytest.mark.parametrize(
    "evidence, sentence",
    [
        ({"3": ["x"]}, "there is no criterion '3' in this set"),
        ({"1": "Kế hoạch"}, "evidence is a list of documents, not a str"),
        (["x"], "this is a mapping by the codes of nodes, not a list"),
    ],
)
def test_bad_evidence_is_refused(evidence: Any, sentence: str) -> None:
    """Of no node, or no list of documents."""
    with pytest.raises(DocumentError, match=sentence):
        card_of("self", evidence=evidence)


def test_absent_evidence_says_which_clause_it_was() -> None:
    """The consequence stands under the leaf's `evidence`, where the set asks for it."""
    assert ["evidence"] == [effect.clause for effect in card_of("final").at("1").effects]
