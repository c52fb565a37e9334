"""The published schemas at run time: what is read back, and what is checked, is held to them by jsonschema."""

import json

import pytest

import parengine
from parengine import DocumentError, Scorecard, _schemas
from parengine.criteria import _sets, check

SET = """
format: 1
id: one-leaf
edition: "1"
owner: nobody
tier: province
years: [2022]
title: Một tiêu chí
provenance: invented
maximum: 1
index: points
criteria:
  - code: "1"
    label: Kế hoạch
    maximum: 1
    provenance: invented
    inputs: {planned: {type: yes_no, label: Có kế hoạch}}
    rule: {kind: yes_no, condition: planned}
"""


def card() -> Scorecard:
    """Return the scorecard of the smallest set."""
    made = parengine.loads(SET)
    return parengine.score(parengine.Assessment(made.id, "unit", 2022, {"planned": True}), made)


def refused(text: str) -> list[str]:
    """Return what reading a scorecard says."""
    with pytest.raises(DocumentError) as caught:
        Scorecard.from_json(text)
    return [str(problem) for problem in caught.value.problems]


def test_the_five_schemas_are_found() -> None:
    """Each document the engine reads or writes has a published schema."""
    assert ("assessment", "case", "cohort", "criteria-set", "scorecard") == _schemas.names()


def test_a_scorecard_keeps_to_its_schema() -> None:
    """What `to_json` writes is a scorecard under the schema, with and without explanations."""
    schema = _schemas.read("scorecard")
    trees = [json.loads(card().to_json(explained=explained)) for explained in (False, True)]

    assert [[], []] == [list(_schemas.refusals(schema, tree)) for tree in trees]


def test_what_is_no_json_is_refused_with_its_place() -> None:
    """A broken text gives the line and column where it breaks."""
    assert ["<scorecard>:1:8: $: this is not JSON: Expecting ',' delimiter: line 1 column 8 (char 7)"] == refused(
        '{"a": 1'
    )


def test_everything_wrong_with_a_scorecard_is_told() -> None:
    """Each figure that is not under the schema is named by its path, all at once."""
    tree = json.loads(card().to_json())
    tree["points"], tree["nodes"][0]["status"] = 1, "splendid"
    told = "\n".join(refused(json.dumps(tree)))

    assert ["$.nodes[0].status", "$.points"] == [path for path in ("$.nodes[0].status", "$.points") if path in told]


def test_a_text_nested_too_deep_is_refused() -> None:
    """A hundred thousand brackets give a sentence, not a crash."""
    assert "this is not JSON" in refused("[" * 100_000)[0]


def test_checking_a_set_also_asks_the_published_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where loader and schema disagree, `check` says so with the place; here the schema is made to refuse."""
    assert () == check(SET)
    monkeypatch.setattr(_sets, "criteria_set_schema", lambda _kinds: {"properties": {"maximum": {"minimum": 2}}})

    assert ["<text>:10:1: $.maximum: the published schema refuses what loads: 1 is less than the minimum of 2"] == [
        str(problem).replace(":10:10:", ":10:1:") for problem in check(SET)
    ]
