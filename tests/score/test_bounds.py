"""Bounds of small sets, each worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from _sets import ID, YEAR, Document, F, asked, assessment, criteria_set, entered, formula, group, leaf

from parengine import Assessment
from parengine.score import prepare
from parengine.score._bounds import bounds_of
from parengine.score._spans import Bounds, Span

RATIO: Document = {"kind": "proportion", "numerator": "done", "denominator": "all", "if_zero": "zero"}
COUNTS: Document = {name: asked("count") for name in ("done", "all")}


def bounds(*nodes: Document, answers: dict[str, object] | None = None, **more: Any) -> Bounds:
    """Return the bounds of answers to a set of some nodes."""
    prepared = prepare(criteria_set(*nodes, **more))
    return bounds_of(prepared, prepared.answers(assessment(answers or {})))


def span(low: object, high: object) -> Span:
    """Return a span as it is written."""
    return Span(F(low), F(high))


def test_a_whole_sheet_has_one_result() -> None:
    """With every answer given the bounds are the score."""
    found = bounds(leaf("1", 4), answers={entered("1"): "2.5"})

    assert (span("2.5", "2.5"), False) == (found.index, found.wide)


def test_a_share_of_what_is_open_goes_from_nothing_to_the_maximum() -> None:
    """Where numerator and denominator are open, a check between them makes a share 0 to 1, not to a billion."""
    checked = leaf("1", 2, rule={**RATIO, "zero_below": "80%"}, inputs=COUNTS, checks=["done <= all"])

    assert (span(0, 2), False) == (bounds(checked).index, bounds(checked).wide)


def test_a_share_is_held_down_by_what_is_known() -> None:
    """With 30 of an open number done, and at most 40, the share is 30/40 or more."""
    inputs = {"done": asked("count"), "all": asked("count", high=40)}
    checked = leaf("1", 2, rule=RATIO, inputs=inputs, checks=["done <= all"])

    assert span("3/2", 2) == bounds(checked, answers={"done": 30}).index


def test_a_check_leaves_out_what_it_refuses() -> None:
    """Of 10 assigned and 7 done in time at most 3 can be late."""
    counts = {name: asked("count") for name in ("done", "all", "late")}
    rule = {"kind": "deduction", "events": [{"count": "late", "points": 0.5}]}
    checked = leaf("1", 5, rule=rule, inputs=counts, checks=["done + late <= all"])

    assert span("7/2", 5) == bounds(checked, answers={"all": 10, "done": 7}).index


def test_a_refused_answer_counts_as_missing() -> None:
    """An answer out of its domain leaves everything open, as none would."""
    node = leaf("1", 2, rule={**RATIO, "denominator": "10"}, inputs={"done": asked("count", high=5)})

    assert bounds(node) == bounds(node, answers={"done": 6})


def test_answers_that_a_check_cannot_accept_count_as_missing() -> None:
    """More done than there are: both are taken back, and nothing else."""
    checked = leaf("1", 2, rule=RATIO, inputs=COUNTS, checks=["done <= all"])
    found = bounds(checked, leaf("2", 1), answers={"done": 11, "all": 10, entered("2"): 1})

    assert {"1": span(0, 2), "2": span(1, 1)} == found.nodes


def test_answers_that_no_whole_sheet_agrees_with_are_all_taken_back() -> None:
    """No `y` squared is 7, so `x` counts as missing, and what another leaf reads stays as it is answered."""
    counts = {name: asked("count", high=10) for name in ("x", "y")}
    rule = {"kind": "tally", "count": "x + y", "each": 1}
    tally = {"kind": "tally", "count": "a0", "each": 1}
    nodes = (
        leaf("1", 4, rule=tally, inputs={"a0": asked("count", high=10)}),
        leaf("2", 10, rule=rule, inputs=counts, checks=["y * y = x"]),
    )
    found = bounds(*nodes, answers={"a0": 4, "x": 7})

    assert span(4, 4) == found.nodes["1"]
    assert span(4, 14) == found.points


def test_an_input_that_two_leaves_read_is_one_answer() -> None:
    """What helps one leaf and harms the other cannot do both: 1 of 2 points either way."""
    nodes = [leaf(str(i), 1, rule={"kind": "yes_no", "condition": text}) for i, text in enumerate(("a", "not a"), 1)]
    found = bounds(*nodes)

    assert (span(1, 1), {"1": span(0, 1), "2": span(0, 1)}, False) == (found.index, found.nodes, found.wide)


def test_a_leaf_that_may_not_apply_leaves_its_maximum() -> None:
    """The index is points ÷ what applies: full points are 100 whether the leaf applies or not."""
    optional = leaf("2", 1, rule={"kind": "yes_no", "condition": "b"}, not_applicable_when="a")
    yes = leaf("1", 1, rule={"kind": "yes_no", "condition": "c"})
    found = bounds(yes, optional, answers={"c": True}, index="100 * points / applicable")

    assert (span(50, 100), span(1, 2), False) == (found.index, found.points, found.wide)


def test_a_leaf_that_stays_missing_counts_nothing() -> None:
    """A denominator of 0 that the rule calls missing is scored 0, so that it is a completion too."""
    found = bounds(leaf("1", 2, rule={**RATIO, "if_zero": "missing"}, inputs=COUNTS), answers={"all": 0})

    assert (span(0, 0), False) == (found.index, found.wide)


def test_no_index_is_none() -> None:
    """Where nothing applies in any completion there is no index."""
    node = leaf("1", 1, rule={"kind": "yes_no", "condition": "b"}, not_applicable_when="a")
    found = bounds(node, answers={"a": True}, index="100 * points / applicable")

    assert (None, span(0, 0)) == (found.index, found.points)


def test_penalties_count_against_the_index() -> None:
    """The index is lowest where the penalty is highest."""
    fault = leaf("P", 2, rule={"kind": "tally", "count": "m", "each": 1})
    found = bounds(leaf("1", 5), penalty=[fault], index="points - penalty", answers={entered("1"): 5})

    assert (span(3, 5), span(5, 5)) == (found.index, found.points)


def test_a_date_is_open_up_to_never() -> None:
    """A deadline can be met, missed by a few days, or missed for ever."""
    rule = {"kind": "deadline", "date": "sent", "due": "date(year, 1, 31)", "late": [{"days": 30, "points": 1}]}
    found = bounds(leaf("1", 2, rule=rule, inputs={"sent": asked("date", never=True)}))

    assert (span(0, 2), False) == (found.index, found.wide)


def test_a_mean_of_answers_lies_between_the_worst_and_the_best() -> None:
    """A survey with every count open goes from nobody content to everybody."""
    options = [{"id": i, "label": i, "worth": w} for i, w in (("good", "100%"), ("fair", "50%"), ("poor", "0%"))]
    rule = {"kind": "survey", "ratings": "asked", "if_empty": "missing"}
    node = leaf("1", 2, rule=rule, inputs={"asked": asked("ratings", scale="three")})
    found = bounds(node, scales={"three": {"options": options}})

    assert (span(0, 2), False) == (found.index, found.wide)


def test_a_cap_of_a_group_holds() -> None:
    """What the children give beyond a ceiling is not counted."""
    found = bounds(group("1", leaf("1.1", 2), leaf("1.2", 2), caps=[{"limit": 3}]))

    assert span(0, 3) == found.nodes["1"]


def test_the_classes_that_can_still_be_reached() -> None:
    """Of three classes those between the lowest and the highest index remain, in the set's order."""
    listed = [{"id": id_, "label": id_, "at_least": low} for id_, low in (("A", 90), ("B", 50), ("C", 0))]
    node = formula("1", "k", inputs={"k": asked("count", high=60)})
    found = bounds(node, classes={"list": listed})

    assert (("B", "C"), False) == (found.classes, found.wide)


def test_answers_that_only_the_class_reads_may_contradict_each_other() -> None:
    """A check that fails over a gate's answers leaves the class open, and the index stands as it does without."""
    inputs = {"m": asked("count", high=20), "n": asked("count", high=20)}
    gated = {"id": "A", "label": "A", "at_least": 4, "gates": [{"condition": "m > 3"}]}
    classes = {"list": [gated, {"id": "B", "label": "B", "at_least": 0}]}
    contradicting = {entered("1"): "4", "m": 5, "n": 2}

    found = bounds(leaf("1", 4), answers=contradicting, inputs=inputs, checks=["m <= n"], classes=classes)

    assert span(4, 4) == found.index
    assert "A" in found.classes


def test_a_gap_between_classes_is_a_class_that_can_happen() -> None:
    """An index in no range is unclassified."""
    listed = [{"id": "A", "label": "A", "at_least": 90}, {"id": "B", "label": "B", "at_least": 0, "below": 80}]
    found = bounds(formula("1", "k", inputs={"k": asked("count", high=100)}), classes={"list": listed})

    assert (("A", "B", "-unclassified"), False) == (found.classes, found.wide)


def test_the_same_answers_give_the_same_bounds() -> None:
    """The limits of the search are counted, not timed."""
    nodes = [leaf(str(i), 1, not_applicable_when=flag) for i, flag in enumerate("abcd", 1)]

    assert bounds(*nodes) == bounds(*nodes)


def test_an_assessment_of_the_year_has_its_period() -> None:
    """The period is known without being answered."""
    prepared = prepare(criteria_set(formula("1", f"year - {YEAR}", inputs={})))
    found = bounds_of(prepared, prepared.answers(Assessment(ID, "unit", YEAR, {})))

    assert Span(Fraction(0), Fraction(0)) == found.index
