import datetime
from fractions import Fraction
from typing import Any

import pytest
from criteria_documents import as_yaml, group, leaf, small

from parengine import criteria
from parengine.criteria import loads_assessment
from parengine.errors import DocumentError
from parengine.score import Assessment, Decision, refusals
from parengine.types import Text

SET = criteria.loads(small(group("1", leaf("1.1", 5, evidence=["Quyết định"]), leaf("1.2", 3)), leaf("2", 2)))
SAID = {"reason": "Thiếu một văn bản", "authority": "Hội đồng thẩm định"}


def judged(**more: Any) -> dict[str, Any]:
    """Return the document of an appraised assessment."""
    head = {"format": 1, "set": "small-2022", "unit": "u", "year": 2022, "stage": "appraised", "answers": {}}
    return {**head, **more}


def told(document: Any, criteria_set: Any = SET) -> list[str]:
    """Return why an assessment is refused, nothing where it is not."""
    try:
        loads_assessment(document, criteria_set)
    except DocumentError as error:
        return [f"{each.path}: {each.sentence}" for each in error.problems]
    return []


def test_decisions_and_evidence_are_read_whole() -> None:
    """Every part of a decision arrives; without points it is not decided yet."""
    decision = {"points": 1.5, "reason": {"vi": "Thiếu", "en": "Lacking"}, "authority": "Hội đồng"}
    more = {"decided_on": "2024-01-15", "provenance": {"is": "sourced", "note": "n"}}
    document = judged(
        evidence={"1.1": ["Quyết định 12/QĐ-UBND"], "1.2": []},
        decisions={"1.1": {**decision, **more}, "1": SAID},
        decided_total={"points": 9.25, **SAID},
    )
    made = loads_assessment(document, SET)

    assert {"1.1": ("Quyết định 12/QĐ-UBND",), "1.2": ()} == made.evidence
    found = made.decisions["1.1"]
    assert (Fraction(3, 2), Text("Thiếu", "Lacking"), Text("Hội đồng")) == (found.points, found.reason, found.authority)
    assert (datetime.date(2024, 1, 15), "sourced", "n") == (
        found.decided_on, found.provenance.kind, found.provenance.note
    )  # fmt: skip
    assert (None, Fraction(37, 4)) == (made.decisions["1"].points, made.decided_total.points)


def test_without_them_there_are_none() -> None:
    """An assessment without evidence and decisions has empty ones."""
    made = loads_assessment(judged(stage="self"), SET)

    assert ({}, {}, None) == (made.evidence, made.decisions, made.decided_total)


@pytest.mark.parametrize("points", [0, 5, 2.25, "0.000000000001"])
def test_points_within_the_maximum_are_admitted(points: Any) -> None:
    """From 0 to the node's maximum, both included, with up to twelve decimal places."""
    text = as_yaml(judged(decisions={"1.1": {"points": 0, **SAID}})).replace('"points": 0', f'"points": {points}')

    assert [] == told(text)


REFUSED = [
    ({"decisions": {"1.9": SAID}}, "$.decisions['1.9']: there is no criterion '1.9' in this set; did you mean '1.2'?"),
    ({"decisions": {"7": SAID}}, "$.decisions['7']: there is no criterion '7' in this set"),
    (
        {"decisions": {"1.1": {"points": 5.25, **SAID}}},
        "$.decisions['1.1'].points: a decision gives from 0 to 5 points here, not 5.25",
    ),
    (
        {"decisions": {"1.1": {"points": -1, **SAID}}},
        "$.decisions['1.1'].points: -1 is below 0, the lowest it may be",
    ),
    ({"decisions": {"1.1": {"points": "1.5", **SAID}}}, "$.decisions['1.1'].points: '1.5' is not a number"),
    ({"decisions": {"1.1": {"points": True, **SAID}}}, "$.decisions['1.1'].points: 'true' is not a number"),
    ({"decisions": {"1.1": {"points": 1, "reason": "x"}}}, "$.decisions['1.1']: 'authority' is missing"),
    ({"decisions": {"1.1": {"points": 1, "authority": "x"}}}, "$.decisions['1.1']: 'reason' is missing"),
    (
        {"decisions": {"1.1": {**SAID, "reason": " "}}},
        "$.decisions['1.1'].reason: a decision names its reason and its authority",
    ),
    (
        {"decisions": {"1.1": {**SAID, "decided_on": "2024-02-30"}}},
        "$.decisions['1.1'].decided_on: '2024-02-30' is not a day of the calendar",
    ),
    ({"decisions": {"1.1": 1.5}}, "$.decisions['1.1']: the number 1.5 is not a mapping"),
    ({"decisions": {"1.1": {**SAID, "by": "x"}}}, "$.decisions['1.1'].by: 'by' is not known here"),
    ({"decisions": []}, "$.decisions: a list is not a mapping"),
    (
        {"decided_total": {"points": 10.5, **SAID}},
        "$.decided_total.points: a decision gives from 0 to 10 points here, not 10.5",
    ),
    (
        {"stage": "self", "decisions": {"2": SAID}},
        "$.stage: a self-assessment carries no decisions; say 'appraised' or 'final'",
    ),
    (
        {"stage": "self", "decided_total": {"points": 1, **SAID}},
        "$.stage: a self-assessment carries no decisions; say 'appraised' or 'final'",
    ),
    ({"evidence": {"1": ["x"]}}, "$.evidence['1']: evidence is listed by leaf; '1' is a group"),
    ({"evidence": {"1.3": ["x"]}}, "$.evidence['1.3']: there is no criterion '1.3' in this set; did you mean '1.2'?"),
    ({"evidence": {"1.1": "x"}}, "$.evidence['1.1']: 'x' is not a list"),
    ({"evidence": {"1.1": [5]}}, "$.evidence['1.1'][0]: the number 5 is not text; put it in quotes: '5'"),
]


@pytest.mark.parametrize("more, expected", REFUSED)
def test_what_is_refused(more: dict[str, Any], expected: str) -> None:
    """What a set cannot take is one problem in its place."""
    assert [expected] == told(judged(**more))


def test_every_problem_is_told_at_once() -> None:
    """Unknown codes, points out of range and evidence of a group are told together, each at its own line."""
    document = judged(decisions={"7": SAID, "1.1": {"points": 6, **SAID}}, evidence={"1": ["x"]})
    with pytest.raises(DocumentError) as caught:
        loads_assessment(as_yaml(document), SET, name="a.yaml")

    assert ["$.decisions['7']", "$.decisions['1.1'].points", "$.evidence['1']"] == [
        each.path for each in caught.value.problems
    ]
    lines = as_yaml(document).split("\n")
    assert ['"7"', '"points"', '"1"'] == [lines[each.line - 1].split(":")[0].strip() for each in caught.value.problems]


def test_a_leaf_may_be_proven_although_nothing_is_asked() -> None:
    """Evidence of a leaf that asks for none is admitted: it harms nothing."""
    assert [] == told(judged(evidence={"2": ["x"]}))


def test_without_a_set_only_the_stage_is_checked() -> None:
    """What depends on the set passes until there is one; that a self-assessment decides nothing does not."""
    document = judged(decisions={"9": {"points": 900, **SAID}}, evidence={"9": ["x"]})

    assert [] == told(document, None)
    assert ["$.stage: a self-assessment carries no decisions; say 'appraised' or 'final'"] == told(
        {**document, "stage": "self"}, None
    )


MADE = Decision(1, "x", "y")


@pytest.mark.parametrize(
    "more, expected",
    [
        ({"decisions": {"9.9.9": MADE}}, "there is no criterion '9.9.9' in this set"),
        ({"decisions": {"1.1": Decision(6, "x", "y")}}, "a decision gives from 0 to 5 points here, not 6"),
        ({"decisions": {"1.1": Decision(-1, "x", "y")}}, "a decision gives from 0 to 5 points here, not -1"),
        ({"decisions": {"1.1": Decision(Fraction(1, 3), "x", "y")}}, "decided points have at most 12 decimal places"),
        ({"decisions": {"1.1": Decision(1, "", "y")}}, "a decision names its reason and its authority"),
        ({"decisions": {"1.1": Decision(1, "x", None)}}, "a decision names its reason and its authority"),
        ({"decisions": {"1.1": Decision(1, "x", "y", "2024-01-15")}}, "a day is a date, not a str"),
        ({"decisions": {"1.1": 1.5}}, "a decision is a Decision, not a float"),
        ({"decisions": [MADE]}, "this is a mapping by the codes of nodes, not a list"),
        ({"decided_total": Decision(11, "x", "y")}, "a decision gives from 0 to 10 points here, not 11"),
        ({"decided_total": 9}, "a decision is a Decision, not a int"),
        ({"evidence": {"1": ["x"]}}, "evidence is listed by leaf; '1' is a group"),
        ({"evidence": {"1.1": "x"}}, "evidence is a list of documents, not a str"),
        ({"evidence": {"1.1": [1]}}, "evidence is a list of texts"),
        ({"evidence": 5}, "this is a mapping by the codes of nodes, not a int"),
        (
            {"decisions": {"2": MADE}, "stage": "self"},
            "a self-assessment carries no decisions; say 'appraised' or 'final'",
        ),
    ],
)
def test_a_program_is_refused_in_the_same_words(more: dict[str, Any], expected: str) -> None:
    """An assessment that a program builds is held to the same, and says what the document would."""
    made = Assessment("small-2022", "u", 2022, **{"stage": "final", **more})

    assert [expected] == [problem.sentence for problem in refusals(made, SET)]
