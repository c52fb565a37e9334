import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from criteria_documents import as_json, as_yaml, everything

from parengine import criteria
from parengine.criteria import load_assessment, loads_assessment
from parengine.errors import DocumentError
from parengine.score import Assessment, Unit
from parengine.types import Text

SET = criteria.loads(everything())


def answered(**more: Any) -> dict[str, Any]:
    """Return the document of an assessment."""
    return {"format": 1, "set": "every-part-2022", "unit": "dak-nong", "year": 2022, "answers": {}, **more}


def refused(document: Any, criteria_set: Any = SET) -> list[str]:
    """Return why an assessment is refused."""
    with pytest.raises(DocumentError) as caught:
        loads_assessment(document, criteria_set)
    return [f"{each.path}: {each.sentence}" for each in caught.value.problems]


def test_an_assessment_is_read_whole() -> None:
    """Each part of the document arrives."""
    unit = {"id": "dak-nong", "label": {"vi": "Đắk Nông", "en": "Dak Nong"}, "attributes": {"terrain": "mountain"}}
    document = answered(
        unit=unit,
        edition="2022.1",
        stage="final",
        note="n",
        provenance={"is": "sourced", "sources": ["A"]},
        sources={"A": {"page": 3}},
    )
    made = loads_assessment(document, SET, name="x")

    assert Unit("dak-nong", Text("Đắk Nông", "Dak Nong"), {"terrain": "mountain"}) == made.unit
    assert ("every-part-2022", "2022.1", 2022, "final", "n", "x") == (
        made.set, made.edition, made.year, made.stage, made.note, made.name
    )  # fmt: skip
    assert ("A",) == made.provenance.sources
    assert "3" == made.sources["A"].page


def test_answers_stay_as_they_were_given() -> None:
    """Numbers are exact, dates and words are text, what says nothing is left out."""
    text = as_yaml(answered()).replace(
        "{}", "{tasks_total: 12, paid_share: 79.7, late_on: 2022-01-31, plan_issued: no, opinions: {good: 3}, spent: ~}"
    )

    assert {
        "tasks_total": 12,
        "paid_share": Decimal("79.7"),
        "late_on": "2022-01-31",
        "plan_issued": "no",
        "opinions": {"good": 3},
    } == loads_assessment(text, SET).answers


@pytest.mark.parametrize("value", ["x", -1, 140, [1], {"a": 1}, True, "2022-13-01", 1.5, "12,5"])
def test_a_bad_value_is_not_the_documents_fault(value: object) -> None:
    """A value that its input does not admit is passed on: it makes the leaf invalid, not the document."""
    assert {"tasks_total"} == set(loads_assessment(answered(answers={"tasks_total": value}), SET).answers)


def test_a_program_may_hand_over_its_own_values() -> None:
    """Floats count by their shortest text, dates by their ISO text."""
    answers = {"paid_share": 79.7, "late_on": datetime.date(2022, 1, 31), "tasks_total": Decimal(5)}

    assert {"paid_share": Decimal("79.7"), "late_on": "2022-01-31", "tasks_total": 5} == (
        loads_assessment(answered(answers=answers), SET).answers
    )


def test_the_same_answers_however_they_are_written(tmp_path: Path) -> None:
    """YAML, JSON, a mapping and a file give the same answers."""
    document = answered(answers={"tasks_total": 5, "opinions": {"good": 2, "poor": 1}}, unit={"id": "u"})
    path = tmp_path / "a.json"
    path.write_text(as_json(document), encoding="utf-8")
    expected = loads_assessment(document, SET)

    assert expected == loads_assessment(as_yaml(document), SET) == loads_assessment(as_json(document), SET)
    assert expected.answers == load_assessment(path, SET).answers
    assert str(path) == load_assessment(str(path)).name


@pytest.mark.parametrize(
    "document, expected",
    [
        (
            answered(answers={"task_done": 1}),
            ["$.answers.task_done: the set has no input 'task_done'; did you mean 'tasks_done'?"],
        ),
        (
            answered(answers={"x": 1, "y": 2}),
            ["$.answers.x: the set has no input 'x'", "$.answers.y: the set has no input 'y'"],
        ),
        (
            answered(set="another-2022", answers={"x": 1}),
            ["$.set: these are answers to 'another-2022', not to 'every-part-2022'"],
        ),
        (answered(edition="2021.1"), ["$.edition: these are answers to the edition '2021.1'; this is '2022.1'"]),
        (answered(year=2024), ["$.year: 'every-part-2022' does not cover the year 2024; it covers 2022, 2023"]),
        (
            answered(unit={"id": "u", "attributes": {"terain": "plain"}}),
            ["$.unit.attributes.terain: the set has no unit attribute 'terain'; did you mean 'terrain'?"],
        ),
        (answered(unit=5), ["$.unit: the number 5 is not text or a mapping; put it in quotes: '5'"]),
        (answered(year="2022"), ["$.year: '2022' is not a whole number"]),
        (answered(stage="draft"), ["$.stage: 'draft' is not one of the choices; choose one of self, appraised, final"]),
        (answered(answers=[]), ["$.answers: a list is not a mapping"]),
        (answered(expected={}), ["$.expected: 'expected' is not known here"]),
        (
            answered(format=2, unit=5),
            ["$.format: the document is written in format 2; this engine reads format 1"],
        ),
        ({}, [f"$: '{key}' is missing" for key in ("answers", "format", "set", "unit", "year")]),
        (answered(answers={"tasks_total": float("nan")}), ["$.answers.tasks_total: 'NaN' is not a finite number"]),
        (
            as_yaml(answered()).replace("{}", "{tasks_total: 1, tasks_total: 2}"),
            ["$.answers.tasks_total: 'tasks_total' is written twice; the first is at line 6, column 13"],
        ),
        ("{", None),
    ],
)
def test_documents_that_are_refused(document: Any, expected: list[str] | None) -> None:
    """Unknown ids, another set, edition or year, two answers for one input and bad writing refuse the document."""
    told = refused(document)

    assert expected is None or expected == told


def test_without_a_set_only_the_document_is_checked() -> None:
    """What the set would refuse passes until there is one."""
    made = loads_assessment(answered(answers={"x": 1}, year=1999))

    assert isinstance(made, Assessment)
    assert ["$: a list is not a mapping", *(f"$: '{key}' is missing" for key in ())] == [
        each for each in refused("[]\n", None) if "missing" not in each
    ]


def test_problems_have_their_places() -> None:
    """An unknown answer is told at its key."""
    with pytest.raises(DocumentError) as caught:
        loads_assessment(as_yaml(answered(answers={"tasks_total": 1, "x": 2})), SET, name="a.yaml")

    assert ["a.yaml:8:3: $.answers.x: the set has no input 'x'"] == list(map(str, caught.value.problems))
