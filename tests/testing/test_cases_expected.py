"""What a case says must come out is held, all of it, and what does not come out is a sentence."""

import pytest
from _worked import SET, case

from parengine import loads
from parengine.criteria import loads_cases
from parengine.testing import run_cases

WORKED = loads(SET)
TOTALS = "given: {points: 8.5}"
STRANGER = "answers: {rapport: true}"
OVER = "answers: {total: 3, done: 9, reported: true}"


def told(expect: str, start: str | None = None) -> tuple[str, ...]:
    """Return what is said of a case that expects something."""
    text = case(expect) if start is None else case(expect, start)
    return run_cases(loads_cases(text), WORKED)["one"]


@pytest.mark.parametrize(
    "expect, start",
    [
        ("{index: 80, points: 8, class: A, class_status: classed, status: scored}", None),
        ('{nodes: {"1": {points: 4, status: scored, maximum: 6, channel: appraised, effects: []}}}', None),
        ("{channels: {appraised: 8}, provisional: [], undecided: []}", None),
        ('{nodes: {"1": {points: "4"}}}', "answers: {total: 9, done: 6}"),
        ('{nodes: {"1": {points: "2/3"}}}', "answers: {total: 9, done: 1}"),
        ("{status: incomplete, range: {low: 40, high: 80}}", "answers: {total: 9, done: 6}"),
        ("{index: 85, class: A, points: 8.5}", TOTALS),
        ("{problem: is not an input of this set}", STRANGER),
        ("{problem: không phải là}", STRANGER),
        ("{problem: does not hold}", OVER),
    ],
)
def test_what_comes_out_is_not_told(expect: str, start: str | None) -> None:
    """Partial answers, totals, problems in either language: a case that comes out has no differences."""
    assert () == told(expect, start)


@pytest.mark.parametrize(
    "expect, start, sentence",
    [
        ("{index: 81}", None, "index: expected 81, found 80"),
        ('{nodes: {"1": {points: "1/3"}}}', None, "1 points: expected 1/3, found 4"),
        ('{nodes: {"7": {points: 1}}}', None, "7: expected a criterion, found none with this code"),
        ("{channels: {survey: 1}}", None, "channel survey: expected 1, found none"),
        ("{problem: late}", None, "problem: expected 'late', found none"),
        ("{class: A}", "answers: {}", "class: expected 'A', found none"),
        ("{class: A}", "given: {points: 1}", "class: expected 'A', found none"),
        ("{status: scored}", TOTALS, "status: given totals have none; they make index, class, points"),
        ("{problem: late}", TOTALS, "problem: given totals have none; they make index, class, points"),
        ('{nodes: {"1": {points: 1}}}', TOTALS, "1 points: given totals have none; they make index, class, points"),
        ("{index: 85}", "given: {points: 8.5, maximum: 9}", "the answers are refused: the maximum of the set is 10"),
        ("{index: 1}", STRANGER, "the answers are refused: 'rapport' is not an input of this set"),
    ],
)
def test_what_does_not_come_out_is_told(expect: str, start: str | None, sentence: str) -> None:
    """A figure, a problem that does not come, a figure that cannot be there: each is one sentence."""
    (said,) = told(expect, start)

    assert said.startswith(sentence)


def test_figures_beside_a_refusal_are_told() -> None:
    """A problem that comes does not hide what stands beside it."""
    said = told('{problem: is not an input, index: 1, nodes: {"1": {points: 2}}}', STRANGER)

    assert (
        "index: expected 1, and the answers are refused",
        "1 points: expected 2, and the answers are refused",
    ) == said


@pytest.mark.parametrize("expect", ["{}", "", "null"])
@pytest.mark.parametrize("start", ["answers: {}", TOTALS, STRANGER])
def test_nothing_expected_is_no_success(expect: str, start: str) -> None:
    """An expectation that says nothing says what to do about it."""
    assert ("nothing is expected; write what must come out, or fill it in by updating",) == told(expect, start)


@pytest.mark.parametrize(
    "expect, names",
    [
        ("{index: }", ["index"]),
        ("{index: 80, class: ~}", ["class"]),
        ("{nodes: {}}", ["nodes"]),
        ('{nodes: {"1": {}, "2": {points: }}}', ["1", "2 points"]),
        ("{range: , channels: {appraised: }}", ["range", "appraised"]),
    ],
)
def test_what_is_left_blank_is_told(expect: str, names: list[str]) -> None:
    """Each place that is written without a value is a sentence of its own."""
    assert [f"{name}: nothing is written; write it, or fill it in by updating" for name in names] == list(told(expect))
