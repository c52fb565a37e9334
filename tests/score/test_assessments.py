"""Refused assessments: answers that this edition did not ask for."""

# An expected 1 is the 1 of a Fraction: comparing the two is meant.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

import pickle

import pytest
from _sets import ID, YEAR, asked, criteria_set, leaf

from parengine import Assessment, CriteriaSet, DocumentError, Unit, score
from parengine._nearest import MOST_HINTED
from parengine.score import Decision, refusals

MADE: CriteriaSet = criteria_set(
    leaf("1"),
    years=[2022, 2023],
    unit_attributes={"terrain": asked("choice", options=[{"id": "delta", "label": "Đồng bằng"}])},
)


def refused(**changes: object) -> list[tuple[str, str]]:
    """Return path and sentence of each problem of an assessment that differs from a good one."""
    made = Assessment(**{"set": ID, "unit": "u", "year": YEAR, "answers": {"p1": 1}, **changes})  # type: ignore[arg-type]
    with pytest.raises(DocumentError) as caught:
        score(made, MADE)
    return [(problem.path, problem.sentence) for problem in caught.value.problems]


def test_an_unknown_input_is_refused_with_a_hint() -> None:
    """A code that the set does not declare is an error, with the nearest one."""
    assert [("$.answers.p_1", "'p_1' is not an input of this set; did you mean 'p1'?")] == refused(answers={"p_1": 1})


def test_an_unknown_input_with_no_near_one_is_refused() -> None:
    """Where nothing is near there is no hint."""
    assert [("$.answers.completely_else", "'completely_else' is not an input of this set")] == refused(
        answers={"completely_else": 1}
    )


def test_answers_to_another_set_are_refused() -> None:
    """The set is named in the assessment and must be this one."""
    assert [("$.set", f"these are answers to 'other-set', not to '{ID}'")] == refused(set="other-set")


def test_answers_to_another_edition_are_refused() -> None:
    """An assessment that names an edition is scored by no other."""
    assert [("$.edition", "these are answers to edition '2', not to '1'")] == refused(edition="2")


def test_a_year_that_is_not_covered_is_refused() -> None:
    """An edition covers its years only, and says which."""
    assert [("$.year", f"'{ID}' does not cover 2021; it covers 2022, 2023")] == refused(year=2021)


def test_an_unknown_unit_attribute_is_refused_with_a_hint() -> None:
    """What is said of a unit must be declared."""
    unit = Unit("u", attributes={"terain": "delta"})

    assert [
        ("$.unit.attributes.terain", "'terain' is not a unit attribute of this set; did you mean 'terrain'?")
    ] == refused(unit=unit)


def test_everything_wrong_is_said_at_once() -> None:
    """All problems of an assessment come in one error, and it can be pickled."""
    problems = refused(
        set="x", edition="2", year=1999, answers={"q1": 1, "q2": 2}, unit=Unit("u", attributes={"kind": 1})
    )
    with pytest.raises(DocumentError) as caught:
        score(Assessment(set="x", unit="u", year=YEAR), MADE)

    assert ["$.set", "$.edition", "$.year", "$.answers.q1", "$.answers.q2", "$.unit.attributes.kind"] == [
        path for path, _ in problems
    ]
    assert caught.value.problems == pickle.loads(pickle.dumps(caught.value)).problems


def test_a_matching_edition_is_no_problem() -> None:
    """Naming set, edition and a covered year, an assessment is accepted."""
    assert [] == list(refusals(Assessment(set=ID, unit="u", year=2023, edition="1", answers={"p1": 1}), MADE))


@pytest.mark.parametrize("answers", [{1: 1}, {"": 1}, {"p1\n": 1}, {"__import__('os')": 1}])
def test_strange_names_are_refused_like_any_other(answers: dict[object, int]) -> None:
    """A key that is no id at all is an unknown input, not a crash."""
    ((path, sentence),) = refused(answers=answers)

    assert path.startswith("$.answers.")
    assert "is not an input of this set" in sentence


def test_only_the_first_strangers_get_a_hint() -> None:
    """Every unknown answer is told, however many; a near name is looked for only so often that it costs no minutes."""
    sentences = [sentence for _, sentence in refused(answers={f"p1{place}": 1 for place in range(20_000)})]

    assert (20_000, MOST_HINTED) == (len(sentences), sum("did you mean 'p1'" in each for each in sentences))


def test_the_digest_of_what_appraisers_added_never_changes() -> None:
    """A digest that was published with decisions, a decided total and evidence is the same in every later release."""
    decided = Decision(points=2, reason="Đủ tài liệu", authority="Sở Nội vụ")
    given = {"evidence": {"1": ["Kế hoạch 12"]}, "decisions": {"1": decided}, "decided_total": decided}
    sheet = Assessment(set="a-set", unit="u", year=2024, answers={"p1": 1}, **given)  # type: ignore[arg-type]

    assert "d0efea4c58f7bbdda544a06e77a89fe304e820906af3626f34b9142aaeed22f7" == sheet.digest()
