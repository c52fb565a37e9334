"""A round of a few agencies: cases that carry decisions, evidence and other units, run and written down."""

from typing import Any

import jsonschema
import pytest

from parengine import criteria
from parengine.criteria import loads_cases, schemas
from parengine.errors import DocumentError
from parengine.score import Assessment, Cohort, Decision, Scorecard, cohort_of, score, score_all
from parengine.testing import run_cases

SET = criteria.loads(
    """
format: 1
id: round-2025
edition: "1"
owner: demo
tier: agency
years: [2025]
title: Một đợt đánh giá
provenance: invented
maximum: 10
index: "10 * points"
absent_evidence: {appraised: flag, final: zero}
classes:
  inputs: {months: {type: count, label: Số tháng, high: 12}}
  not_rated: [{condition: months < 6, reason: Chưa đủ 6 tháng}]
  forced: [{condition: done = 0, class: C, reason: Không làm}]
  highest: [{condition: months < 9, class: B, reason: Vắng mặt}]
  quota: [{class: A, share: 50%}]
  list:
    - {id: A, label: Tốt, at_least: 80, gates: [{condition: done > 5, reason: Làm quá ít}]}
    - {id: B, label: Khá, at_least: 50, below: 80}
    - {id: C, label: Yếu, below: 50}
criteria:
  - code: "1"
    label: Nhiệm vụ
    maximum: 6
    provenance: invented
    evidence: [Báo cáo]
    inputs: {done: {type: count, label: Đã làm, high: 10}}
    rule: {kind: formula, points: "6 * done / 10"}
  - code: "2"
    label: So với các sở
    maximum: 4
    provenance: invented
    rule: {kind: formula, points: "when(done >= cohort_mean(done), 4, otherwise 1)"}
"""
)
CASES = """
format: 1
set: round-2025
year: 2025
cases:
  - {id: alone, answers: {done: 8, months: 12}, expect: {index: 48, status: incomplete}}
  - id: best-of-two
    note: 6 × 0.8 + 4, the mean is 7
    answers: {done: 8, months: 12}
    cohort: [{unit: b, answers: {done: 6, months: 12}}]
    expect: {index: 88, class: A, nodes: {"2": {points: 4}}, provisional: [], status: scored}
  - id: unproven
    stage: final
    answers: {done: 8, months: 12}
    cohort: {units: 3, compared: {done: {count: 3, mean: 7.5}}}
    expect: {index: 40, class: C, nodes: {"1": {points: 0, effects: [no_evidence]}}}
  - id: proven
    stage: final
    answers: {done: 8, months: 12}
    evidence: {"1": [Báo cáo 5]}
    cohort: {units: 3, compared: {done: {count: 3, mean: 7.5}}}
    expect: {index: 88, class: A, nodes: {"1": {points: 4.8, effects: []}}}
  - id: flagged
    stage: appraised
    answers: {done: 8, months: 12}
    cohort: {units: 3, compared: {done: {count: 3, mean: 7.5}}}
    expect: {index: 88, nodes: {"1": {points: 4.8, effects: [no_evidence]}}}
  - id: decided
    stage: appraised
    answers: {done: 8, months: 8}
    decisions: {"1": {points: 5, reason: Thiếu một báo cáo, authority: Hội đồng thẩm định}}
    cohort: {units: 3, compared: {done: {count: 3, mean: 7.5}}}
    expect: {index: 90, class: B, nodes: {"1": {points: 5, effects: [decided]}}, undecided: []}
  - id: open
    stage: appraised
    answers: {done: 8, months: 12}
    decisions: {"1": {reason: Chờ họp, authority: Hội đồng thẩm định}}
    cohort: {units: 3, compared: {done: {count: 3, mean: 7.5}}}
    expect: {index: 40, undecided: ["1"], nodes: {"1": {status: missing}}}
  - id: total
    stage: final
    decided_total: {points: 7, reason: Đã công bố, authority: UBND tỉnh}
    answers: {months: 12, done: 6}
    expect: {index: 70, class: B}
  - {id: new, answers: {done: 8, months: 5}, expect: {class_status: not_rated}}
  - {id: none, answers: {done: 0, months: 12}, expect: {class: C, class_status: classed}}
  - id: provisional
    answers: {done: 8, months: 12}
    cohort: [{unit: b}]
    expect: {provisional: [b], index: 88}
  - id: above
    stage: final
    decisions: {"1": {points: 7, reason: x, authority: y}}
    expect: {problem: "gives from 0 to 6 points here, not 7"}
  - {id: early, decisions: {"1": {reason: x, authority: y}}, expect: {problem: carries no decisions}}
  - {id: twice, cohort: [{unit: case}], expect: {problem: "'case' is assessed 2 times"}}
"""
RUN = run_cases(loads_cases(CASES), SET)


@pytest.mark.parametrize("case", RUN)
def test_a_round_comes_out(case: str) -> None:
    """Decisions, evidence, other units, frozen figures and classes come to what the case says."""
    assert () == RUN[case]


def test_a_case_with_other_units_is_part_of_their_round() -> None:
    """Quotas look at all units of the round: of two that reach the best class one may have it."""
    text = CASES.split("  - id: best-of-two", maxsplit=1)[0] + (
        "  - id: second\n    answers: {done: 8, months: 12}\n"
        "    cohort: [{unit: b, answers: {done: 8, months: 12}, stage: appraised}, {unit: c, answers: {done: 9}}]\n"
        "    expect: {class: A}\n"
    )

    assert run_cases(loads_cases(text), SET)["second"][0].startswith("class: expected 'A'")


@pytest.mark.parametrize(
    "expect, told",
    [
        ("{provisional: [b]}", "provisional: expected b, found none"),
        ('{undecided: ["1", "2"]}', "undecided: expected 1, 2, found none"),
        ("{class_status: not_rated}", "class status: expected 'not_rated', found 'classed'"),
        ('{nodes: {"1": {effects: [capped]}}}', "1 effects: expected capped, found none"),
        ("{range: {low: 1, high: 2}}", "range: expected 1 to 2, found 58 to 88"),
    ],
)  # fmt: skip
def test_what_differs_is_told(expect: str, told: str) -> None:
    """Each figure that is not what the case expects is one sentence."""
    text = CASES.split("  - id: best-of-two", maxsplit=1)[0].replace("{index: 48, status: incomplete}", expect)

    assert (told,) == run_cases(loads_cases(text), SET)["alone"]


# ---- documents under their schemas


def sheet(unit: str, done: int, **more: Any) -> Assessment:
    """Return what a unit answers."""
    return Assessment("round-2025", unit, 2025, {"done": done, "months": 12}, **more)


DECIDED = {"1": Decision(5, "x", "y"), "2": Decision(None, "x", "y")}
TOTAL = Decision("7.5", "x", "y")


@pytest.mark.parametrize(
    "unit",
    [sheet("a", 8), sheet("a", 8, stage="final", decisions=DECIDED), sheet("a", 8, stage="final", decided_total=TOTAL)],
    ids=["plain", "decisions", "total"],
)
@pytest.mark.parametrize(
    "cohort", [None, [sheet("a", 8), sheet("b", 5)], [sheet("a", 8), Assessment("round-2025", "b", 2025)]]
)
def test_scorecards_are_under_their_schema(unit: Assessment, cohort: Any) -> None:
    """With decisions and a cohort, and without, a scorecard is under its schema and reads back the same."""
    card = score(unit, SET, cohort=cohort)

    jsonschema.Draft202012Validator(schemas.read("scorecard")).validate(card.to_dict())
    assert card == Scorecard.from_json(card.to_json())


def test_a_scorecard_with_bounds_is_under_its_schema() -> None:
    """What is still possible is part of the document."""
    card = score(Assessment("round-2025", "a", 2025, {"months": 12}), SET, bounds=True)

    jsonschema.Draft202012Validator(schemas.read("scorecard")).validate(card.to_dict())
    assert card == Scorecard.from_json(card.to_json())


def test_cards_of_before_are_still_read() -> None:
    """What came later may be absent: a card without it is under the schema."""
    card = next(score_all([sheet("a", 8)], SET))
    later = ("decided", "undecided", "provisional", "cohort", "bounds")
    tree = {key: part for key, part in card.to_dict().items() if key not in later}
    tree["digests"].pop("cohort", None)

    jsonschema.Draft202012Validator(schemas.read("scorecard")).validate(tree)
    assert card.index == Scorecard.from_dict(tree).index


def test_frozen_figures_are_under_their_schema() -> None:
    """The figures of a cohort are a document of their own and read back the same."""
    frozen = cohort_of([sheet("a", 8), sheet("b", 5), Assessment("round-2025", "c", 2025)], SET)

    jsonschema.Draft202012Validator(schemas.read("cohort")).validate(frozen.to_dict())
    assert frozen == Cohort.from_dict(frozen.to_dict())


@pytest.mark.parametrize(
    "change",
    [
        {"units": "3"},
        {"year": None},
        {"compared": []},
        {"compared": {"done": {"count": 1}}},
        {"compared": {"done": {"count": 1, "mean": 0.5, "best": "1", "least": "1"}}},
        {"compared": {"done": {"count": 1, "mean": "1/0", "best": "1", "least": "1"}}},
        {"set_digest": "x"},
        {"more": 1},
    ],
)
def test_other_figures_are_refused(change: dict[str, Any]) -> None:
    """What is no cohort under the schema is refused with the paths of what is wrong."""
    with pytest.raises(DocumentError):
        Cohort.from_dict({**cohort_of([sheet("a", 8)], SET).to_dict(), **change})
