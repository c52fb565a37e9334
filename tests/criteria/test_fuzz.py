from typing import Any

from criteria_documents import as_yaml, everything
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import mutated

from parengine import criteria
from parengine.errors import DocumentError

SET = criteria.loads(everything())
DECISION = {
    "points": 1.5,
    "reason": {"vi": "Thiếu", "en": "Lacking"},
    "authority": "Hội đồng thẩm định",
    "decided_on": "2024-01-15",
    "provenance": "derived",
}
JUDGED = {
    "stage": "appraised",
    "evidence": {"1.1": ["Quyết định 12/QĐ-UBND"]},
    "decisions": {"1.1": DECISION, "2": {"reason": "x", "authority": "y"}},
    "decided_total": {"points": 9, "reason": "x", "authority": "y"},
}
ASSESSMENT = {
    "format": 1,
    "set": "every-part-2022",
    "edition": "2022.1",
    "unit": {"id": "dak-nong", "label": {"vi": "Đắk Nông"}, "attributes": {"terrain": "plain"}},
    "year": 2022,
    **JUDGED,
    "answers": {"tasks_total": 5, "tasks_done": 4, "opinions": {"good": 3}, "late_on": "never", "plan_issued": True},
    "provenance": {"is": "sourced", "sources": ["A"]},
    "sources": {"A": {"title": "x"}},
    "note": "x",
}
CASES = {
    "format": 1,
    "set": "every-part-2022",
    "edition": "2022.1",
    "year": 2022,
    "note": "x",
    "cases": [
        {
            "id": "one",
            "note": "x",
            "unit": {"id": "u", "attributes": {"terrain": "plain"}},
            "answers": {"tasks_total": 5},
            **JUDGED,
            "cohort": [{"unit": {"id": "a", "label": "A"}, "answers": {"tasks_done": 3}, **JUDGED}, {"unit": "b"}],
            "expect": {
                "nodes": {
                    "1.1": {
                        "points": "81/58",
                        "status": "scored",
                        "maximum": 5,
                        "channel": "appraised",
                        "effects": ["zeroed", "no_evidence"],
                    }
                },
                "class_status": "not_rated",
                "range": {"low": 60.5, "high": "81/2"},
                "provisional": ["a"],
                "undecided": ["2", "*"],
                "index": 1.5,
                "class": "A",
                "status": "incomplete",
                "points": 3,
                "channels": {"appraised": "1/3"},
                "problem": "words",
            },
        },
        {
            "id": "two",
            "given": {"points": "81/58", "bonus": 1, "penalty": 1, "maximum": 10, "applicable": 9},
            "expect": {"index": 1},
        },
        {
            "id": "three",
            "cohort": {
                "units": 3,
                "compared": {
                    "tasks_done": {
                        "count": 2,
                        "mean": "1/3",
                        "best": 2,
                        "least": 1,
                        "values": [2, 1],
                        "unsettled": ["a"],
                    }
                },
            },
            "expect": {"class": "A"},
        },
    ],
}


def assert_told_well(error: DocumentError) -> None:
    """Every problem is one line with a place and a sentence of bounded length."""
    for problem in error.problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.path.startswith("$")
        assert "\n" not in str(problem)
        assert 0 < len(problem.sentence) < 1000


@given(mutated(everything()), st.booleans())
@settings(max_examples=250, deadline=None)
def test_a_broken_set_is_told_and_never_crashes(document: dict[str, Any], as_text: bool) -> None:
    """Whatever is wrong anywhere, loading gives a set or a `DocumentError` with places, and nothing else."""
    try:
        criteria.loads(as_yaml(document) if as_text else document)
    except DocumentError as error:
        assert_told_well(error)


@given(mutated(ASSESSMENT), st.booleans())
@settings(max_examples=250, deadline=None)
def test_a_broken_assessment_is_told_and_never_crashes(document: dict[str, Any], known: bool) -> None:
    """The same holds for assessments, with and without their set."""
    try:
        criteria.loads_assessment(document, SET if known else None)
    except DocumentError as error:
        assert_told_well(error)


@given(mutated(CASES))
@settings(max_examples=250, deadline=None)
def test_broken_cases_are_told_and_never_crash(document: dict[str, Any]) -> None:
    """The same holds for cases."""
    try:
        criteria.loads_cases(document)
    except DocumentError as error:
        assert_told_well(error)


@given(st.text(max_size=200) | st.text(st.sampled_from(list("{}[]:,-?&*!|>'\"%@`# \n\tab01.")), max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_document_or_a_problem(text: str) -> None:
    """No text at all makes the reader fail in another way."""
    for problem in criteria.check(f"{text}\n"):
        assert "\n" not in str(problem)


def test_the_unbroken_documents_are_in_order() -> None:
    """The documents that the fuzzing starts from are valid themselves."""
    assert "dak-nong" == criteria.loads_assessment(ASSESSMENT, SET).unit.id
    assert ["one", "two", "three"] == [case.id for case in criteria.loads_cases(CASES).cases]
