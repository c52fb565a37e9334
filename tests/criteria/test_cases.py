from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from criteria_documents import as_yaml

from parengine.criteria import Case, Expectation, Figures, Given, NodeExpectation, Range, load_cases, loads_cases
from parengine.errors import DocumentError
from parengine.score import Compared
from parengine.types import Status

TEXT = """\
format: 1
set: ministry-2022-province
edition: "2022.1"
year: 2022
cases:
  - id: plan
    note: 3 × 0.25
    unit: {attributes: {terrain: plain}}
    answers: {report_q1: yes, reports: 3, late: ~}
    expect:
      nodes:
        1.2: {points: 0.75, status: scored, maximum: 1, channel: appraised}
        '1': {points: 81/58}
      channels: {appraised: "1/3"}
      status: incomplete
      points: 2
  - {id: total, given: {points: 239985/3000, bonus: 1.5}, expect: {index: 80, class: B}}
  - {id: refused, answers: {x: 1}, expect: {problem: the set has no input}}
"""


def test_cases_are_read_whole(tmp_path: Path) -> None:
    """Points are exact numbers or fractions, and everything else arrives."""
    path = tmp_path / "x.case.yaml"
    path.write_text(TEXT, encoding="utf-8")
    made = load_cases(path)

    assert ("ministry-2022-province", "2022.1", 2022, str(path)) == (made.set, made.edition, made.year, made.name)
    plan, total, refused = made.cases
    nodes = {
        "1.2": NodeExpectation(Fraction(3, 4), Status.SCORED, Fraction(1), "appraised"),
        "1": NodeExpectation(Fraction(81, 58)),
    }
    expected = Expectation(nodes, status=Status.INCOMPLETE, points=Fraction(2), channels={"appraised": Fraction(1, 3)})
    assert Case("plan", expected, {"report_q1": "yes", "reports": 3}, {"terrain": "plain"}, None, "3 × 0.25", 6) == plan
    assert Given(Fraction(239985, 3000), Fraction(3, 2)) == total.given
    assert (Fraction(80), "B") == (total.expect.index, total.expect.class_)
    assert "the set has no input" == refused.expect.problem


JUDGED = """\
format: 1
set: small-2022
year: 2022
cases:
  - id: judged
    unit: {id: u, attributes: {terrain: plain}}
    stage: final
    evidence: {"1": [Báo cáo]}
    decisions: {"1": {points: 0.5, reason: x, authority: y}}
    decided_total: {points: 1, reason: x, authority: y}
    cohort: [{unit: {id: a, label: A}, answers: {ok_1: true}}, {unit: b, stage: appraised}]
    expect:
      nodes: {"1": {effects: [zeroed, capped]}}
      class_status: not_rated
      range: {low: 60.5, high: "81/2"}
      provisional: [a]
      undecided: ["1", "*"]
  - id: frozen
    cohort: {units: 3, compared: {ok: {count: 2, mean: "1/3", best: 2, values: [1, 2], unsettled: [c]}}}
    expect: {provisional: [], undecided: []}
  - {id: alone, cohort: [], expect: {}}
"""


def test_what_stands_beside_answers_is_read() -> None:
    """Stage, evidence, decisions, other units and what is expected of them arrive."""
    judged, frozen, alone = loads_cases(JUDGED).cases

    assert ("u", "final", {"1": ("Báo cáo",)}) == (judged.unit, judged.stage, judged.evidence)
    assert (Fraction(1, 2), Fraction(1)) == (judged.decisions["1"].points, judged.decided_total.points)
    assert [("a", "final", {"ok_1": True}), ("b", "appraised", {})] == [
        (each.unit.id, each.stage, each.answers) for each in judged.cohort
    ]
    assert NodeExpectation(effects=("capped", "zeroed")) == judged.expect.nodes["1"]
    assert ("not_rated", Range(Fraction(121, 2), Fraction(81, 2))) == (judged.expect.class_status, judged.expect.range)
    assert (("a",), ("1", "*")) == (judged.expect.provisional, judged.expect.undecided)
    compared = Compared("ok", 2, Fraction(1, 3), Fraction(2), None, ("c",), (Fraction(2), Fraction(1)))
    assert (Figures(3, (compared,)), ()) == (frozen.cohort, frozen.expect.provisional)
    assert ((), None) == (alone.cohort, alone.expect.provisional)


def one(**more: Any) -> dict[str, Any]:
    """Return a file of one case."""
    return {"format": 1, "set": "a", "year": 2022, "cases": [{"id": "x", "expect": {}, **more}]}


@pytest.mark.parametrize(
    "document, expected",
    [
        (one(expect={"index": "1/0"}), "$.cases[0].expect.index: '1/0' is not written like '81/58' or '12.5'"),
        (one(expect={"points": "1e5"}), "$.cases[0].expect.points: '1e5' is not written like '81/58' or '12.5'"),
        (one(expect={"nodes": {"a b": {}}}), "$.cases[0].expect.nodes['a b']: 'a b' is not written as a code"),
        (
            one(expect={"nodes": {"1": {"status": "done"}}}),
            "$.cases[0].expect.nodes.1.status: 'done' is not one of the choices",
        ),
        (one(expects={}), "$.cases[0].expects: 'expects' is not known here; did you mean 'expect'?"),
        (
            one(given={"points": 1}, answers={"a": 1}),
            "$.cases[0].given: a case starts from answers or from given totals",
        ),
        (
            one(given={"points": 1}, decisions={"1": {"reason": "x", "authority": "y"}}),
            "$.cases[0].given: a case starts from answers or from given totals",
        ),
        (one(cohort="x"), "$.cases[0].cohort: 'x' is not a list or a mapping"),
        (one(cohort=[{"answers": {}}]), "$.cases[0].cohort[0]: 'unit' is missing"),
        (one(cohort={"units": 1}), "$.cases[0].cohort: 'compared' is missing"),
        (one(cohort={"units": 1, "compared": {"x": {"mean": 1}}}), "$.cases[0].cohort.compared.x: 'count' is missing"),
        (
            one(cohort={"units": 1, "compared": {"x": {"count": 1, "mean": "a"}}}),
            "$.cases[0].cohort.compared.x.mean: 'a' is not written like '81/58' or '12.5'",
        ),
        (one(decisions={"1": {"points": 1}}), "$.cases[0].decisions['1']: 'authority' is missing"),
        (one(stage="draft"), "$.cases[0].stage: 'draft' is not one of the choices"),
        (one(expect={"range": {"low": 1}}), "$.cases[0].expect.range: 'high' is missing"),
        (one(expect={"class_status": "none"}), "$.cases[0].expect.class_status: 'none' is not one of the choices"),
        (
            one(expect={"undecided": ["a b"]}),
            "$.cases[0].expect.undecided[0]: 'a b' is not written like '1.1.2' or '*'",
        ),
        (one(given={}), "$.cases[0].given: 'points' is missing"),
        ({"format": 1, "set": "a", "year": 2022, "cases": []}, "$.cases: the list is too short; at least 1 is needed"),
    ],
)
def test_cases_that_are_refused(document: dict[str, Any], expected: str) -> None:
    """What is wrong with a case is told in its place."""
    with pytest.raises(DocumentError) as caught:
        loads_cases(document)

    told = [f"{each.path}: {each.sentence}" for each in caught.value.problems]
    assert any(each.startswith(expected) or expected.replace(".1.", "['1'].") in each for each in told), told


def test_a_case_has_an_id_of_its_own() -> None:
    """Two cases of one id are told with the line of the first."""
    document = one()
    document["cases"] *= 2
    with pytest.raises(DocumentError) as caught:
        loads_cases(as_yaml(document))

    assert "the case 'x' is written twice; the first is in line" in caught.value.problems[0].sentence
