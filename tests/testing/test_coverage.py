"""Coverage: which paths small sets have, which of them a case takes, and what no answers can lead to."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parengine import CriteriaSet, loads
from parengine._model import Stage
from parengine._sentences import in_language
from parengine.criteria import loads_cases
from parengine.score import cohort_of, prepare
from parengine.score._cohort import cohort_answers
from parengine.score._terms import terms_of
from parengine.testing._draw.answers import assessments, rounds
from parengine.testing._draw.builders import ID, YEAR, Document, asked, document, group, leaf
from parengine.testing._draw.sets import criteria_sets
from parengine.testing._reach.found import Coverage, coverage
from parengine.testing._reach.impossible import impossible
from parengine.testing._reach.paths import paths_of
from parengine.testing._reach.reached import Tracer

COUNTS = {"done": asked("count", high=9), "all": asked("count", high=9)}
FLAGS = {flag: asked("yes_no") for flag in "abc"}
STEPS = [{"at_least": "40%", "points": 1}, {"at_least": "90%", "points": 2}]
BANDS = {"kind": "bands", "value": "done / all", "steps": STEPS, "if_zero": "zero"}
SHARE = {"kind": "proportion", "numerator": "done", "denominator": "all", "if_zero": "zero"}
YES = {"kind": "yes_no", "condition": "a"}
RATIO = "the ratio of “done” to “all” is "


def made(*criteria: Document, **more: Any) -> CriteriaSet:
    """Return a small set in which every node may ask for the flags and the counts."""
    return loads(document(*criteria, inputs={**COUNTS, **FLAGS}, **more))


def covered(criteria_set: CriteriaSet, *cases: Document) -> Coverage:
    """Return what cases reach, their ids counted from 1."""
    written = [{"id": str(place), "expect": {}, **case} for place, case in enumerate(cases, start=1)]
    file = loads_cases({"format": 1, "set": ID, "year": YEAR, "cases": written or [{"id": "0", "expect": {}}]})
    return coverage(criteria_set, [file])


def told(found: Coverage) -> dict[str, list[str]]:
    """Return by the words of each path the cases that reach it."""
    return {f"{path.clause}: {path.words}": list(path.reached_by) for path in found.paths}


def answered(**answers: object) -> Document:
    return {"answers": answers}


# ---- what paths there are, and what a case reaches


def test_each_step_and_the_zero_case_is_a_path() -> None:
    """A rule of two steps has four paths: one a step, one below them, one for nothing to divide by."""
    found = covered(made(leaf("1", 2, BANDS)), answered(done=9, all=10 - 1), answered(done=1, all=2))

    expected = {
        "rule: “all” is 0": [],
        f"rule: {RATIO}at least 90%": ["1"],
        f"rule: {RATIO}from 40% to below 90%": ["2"],
        f"rule: {RATIO}below 40%": [],
    }
    assert expected == told(found)
    assert Fraction(1, 2) == found.share


def test_a_path_is_told_in_vietnamese() -> None:
    """The words of a path are a sentence of both languages."""
    found = covered(made(leaf("1", 2, BANDS)))

    assert any("từ 40% đến dưới 90%" in in_language(path.words, "vi") for path in found.missed)


def test_the_last_level_is_named() -> None:
    """What is left when all other options are denied is said by its name."""
    options = [{"id": each, "label": each} for each in ("full", "part", "none")]
    rule = {"kind": "levels", "input": "how", "points": {"full": 2, "part": 1, "none": 0}}
    node = leaf("1", 2, rule, inputs={"how": asked("choice", options=options)})
    found = covered(made(node), answered(how="none"))

    assert ["full", "part", "none"] == [path.words.rpartition(" ")[2].strip("“”") for path in found.paths]
    assert [()] * 2 + [("1",)] == [path.reached_by for path in found.paths]


def test_a_share_above_100_percent_is_a_path_unless_a_check_excludes_it() -> None:
    """What a check of the node keeps away is impossible; without the check it is to be reached."""
    free = covered(made(leaf("1", 2, SHARE)))
    checked = covered(made(leaf("1", 2, SHARE, checks=["done <= all"])))

    assert f"rule: {RATIO}above 100%" in told(free)
    assert f"rule: {RATIO}above 100%" not in told(checked)
    assert [f"{RATIO}above 100%"] == [path.words for path in checked.impossible]


def test_clauses_of_a_leaf() -> None:
    """A check that fails, a zero rule that holds and caps with and without a condition are one path each."""
    caps = [{"limit": 1}, {"limit": Decimal("0.5"), "condition": "c"}]
    node = leaf("1", 2, YES, checks=["not (b and c)"], zero_rules=["b"], caps=caps)
    found = covered(made(node), answered(a=True, b=False, c=True), answered(a=True, b=True, c=True), answered(b=True))

    reached = {path.clause: path.reached_by for path in found.paths if path.clause != "rule"}
    assert {"checks[0]": ("2",), "zero_rules[0]": ("3",), "caps[1]": ("1",), "caps[0]": ()} == reached


def test_a_zeroed_leaf_takes_no_path_of_its_rule() -> None:
    """A step that decides stops the rest."""
    found = covered(made(leaf("1", 2, YES, zero_rules=["b"])), answered(a=True, b=True))

    assert ["zero_rules[0]"] == [path.clause for path in found.reached]


def test_not_applying_by_its_own_clause_is_a_path_and_inheriting_is_none() -> None:
    """The group's clause is reached; of the leaf below neither its own clause nor that it applies."""
    node = leaf("1.1", 2, YES, not_applicable_when="b")
    criteria_set = made(group("1", node, not_applicable_when="c"))

    def clauses(**answers: object) -> list[tuple[str, str]]:
        found = covered(criteria_set, answered(a=True, **answers)).reached
        return [(path.code, str(path.words)) for path in found if path.clause == "not_applicable_when"]

    assert [("1", "“c” is answered yes")] == clauses(b=False, c=True)
    applying = [("1", "“c” is answered no"), ("1.1", "“b” is answered no")]
    assert applying == clauses(b=False, c=False)
    assert [] == clauses()


def test_classes_their_gates_and_verdicts() -> None:
    """Each class, each gate that keeps one away, and whatever decides over the table."""
    classes = {
        "list": [
            {"id": "A", "label": "A", "at_least": 2, "gates": [{"condition": "b"}]},
            {"id": "B", "label": "B", "at_least": 0},
        ],
        "not_rated": [{"condition": "done = 9"}],
        "forced": [{"condition": "done = 8", "class": "B"}],
        "highest": [{"condition": "c", "class": "B"}],
    }
    cases = [
        answered(a=True, b=True, c=False, done=0),
        answered(a=True, b=False, c=False, done=0),
        answered(a=True, b=True, c=True, done=0),
        answered(a=True, b=True, c=True, done=8),
        answered(a=True, b=True, c=True, done=9),
    ]
    found = covered(made(leaf("1", 2, YES), classes=classes), *cases)

    assert {
        "classes.list[0]": ("1",),
        "classes.list[0].gates[0]": ("2",),
        "classes.list[1]": ("3", "4"),
        "classes": ("2",),
        "classes.highest[0]": ("3",),
        "classes.forced[0]": ("4",),
        "classes.not_rated[0]": ("5",),
    } == {path.clause: path.reached_by for path in found.paths if not path.code}
    assert () == found.impossible


def test_given_totals_reach_classes_only() -> None:
    """A case that starts from totals says nothing of rules."""
    classes = {"list": [{"id": "A", "label": "A", "at_least": 2}, {"id": "B", "label": "B", "at_least": 0}]}
    found = covered(made(leaf("1", 2, YES), classes=classes), {"given": {"points": 1}})

    assert ["classes.list[1]"] == [path.clause for path in found.reached]


def test_a_check_of_the_set_is_one_path() -> None:
    """Wherever it fails, it is the same clause; both leaves read what it asks for."""
    found = covered(made(leaf("1", 2, SHARE), leaf("2", 2, BANDS), checks=["done <= all"]), answered(done=3, all=2))

    assert [("", "checks[0]")] == [(path.code, path.clause) for path in found.reached]


def test_a_decision_stands_in_the_place_of_the_rule() -> None:
    """What an appraiser decides takes no path of the rule; caps still hold."""
    node = leaf("1", 2, YES, caps=[{"limit": 1}])
    decision = {"points": 2, "reason": {"vi": "Lý do"}, "authority": {"vi": "Sở"}}
    case = {"stage": "appraised", "answers": {"a": True}, "decisions": {"1": decision}}
    found = covered(made(node), case)

    assert ["caps[0]"] == [path.clause for path in found.reached]


def test_a_rule_about_the_cohort() -> None:
    """Sheets of other units and frozen figures both lead to the paths of a rule that compares."""
    node = leaf("1", 1, {"kind": "relative", "value": "done", "against": "mean", "if_empty": "zero"})
    criteria_set = made(node)
    other = {"unit": "u2", "answers": {"done": 3}}
    figures = {"units": 2, "compared": {"done": {"count": 2, "mean": 4, "best": 5, "least": 3}}}
    cases: list[Document] = [
        {"unit": {"id": "u1"}, "answers": {"done": 5}, "cohort": [other]},
        {"answers": {"done": 3}, "cohort": figures},
        {"answers": {"done": 3}},
    ]
    found = covered(criteria_set, *cases)

    assert {("1",), ("2",)} == {path.reached_by for path in found.reached if len(path.reached_by) == 1}
    assert "3" not in [id_ for path in found.reached for id_ in path.reached_by]


def test_a_refused_case_reaches_nothing() -> None:
    """Answers to what the set does not ask are refused as a whole."""
    found = covered(made(leaf("1", 2, YES)), answered(a=True, stranger=1))

    assert () == found.reached


def test_nothing_to_reach_is_all_of_it() -> None:
    """A set without a choice is covered by no case at all."""
    node = leaf("1", 2, {"kind": "formula", "points": "q"}, inputs={"q": asked("quantity", low=0, high=2, places=1)})
    found = covered(made(node))

    assert ((), Fraction(1)) == (found.paths, found.share)


# ---- what no answers can lead to


def every_sheet(**domains: tuple[object, ...]) -> list[Document]:
    """Return a case for every mixture of answers, absent ones among them."""
    names = list(domains)
    rows = product(*((*domains[name], None) for name in names))
    return [answered(**{n: v for n, v in zip(names, row, strict=True) if v is not None}) for row in rows]


TINY = {"done": asked("count", high=2), "all": asked("count", high=2)}
TRUTHS = (False, True)


@pytest.mark.parametrize(
    "node",
    [
        leaf("1", 2, BANDS),
        leaf("1", 2, SHARE, checks=["done <= all"]),
        leaf("1", 2, BANDS, zero_rules=["all = 0", "a"], caps=[{"limit": 1, "condition": "b"}]),
        leaf("1", 2, SHARE, not_applicable_when="all = 0"),
        leaf("1", 2, {"kind": "formula", "points": "when(a is missing, 1, when(a, 2, 0))"}),
        leaf("1", 2, {"kind": "formula", "points": "when(a, when(a and b, 2, 1), when(a or b, 1, 0))"}),
        leaf("1", 2, YES, zero_rules=["a", "a and b"]),
    ],
)
def test_all_answers_reach_all_that_is_possible(node: Document) -> None:
    """Of a set with a tiny domain every mixture of answers together reaches every path that counts."""
    criteria_set = loads(document(node, inputs={**TINY, **FLAGS}))
    sheets = every_sheet(done=(0, 1, 2), all=(0, 1, 2), a=TRUTHS, b=TRUTHS)
    found = covered(criteria_set, *sheets)

    assert () == found.missed
    assert {path.words for path in covered(criteria_set).impossible} == {path.words for path in found.impossible}


@given(data=st.data())
@settings(max_examples=12, deadline=None)
def test_what_is_taken_is_known_and_possible(data: st.DataObject) -> None:
    """Whatever an assessment takes, alone or in a round, appraised or not, is no path that is said to be impossible."""
    criteria_set = data.draw(criteria_sets())
    found = tuple(paths_of(criteria_set, prepare(criteria_set).programme))
    never = {branch for way in impossible(criteria_set, found) for branch in way.branches}
    tracer = Tracer(criteria_set, [branch[0] for way in found for branch in way.branches])
    stages: tuple[Stage, ...] = ("self", "appraised", "final")
    stage = data.draw(st.sampled_from(stages))
    units = [*data.draw(rounds(criteria_set)), data.draw(assessments(criteria_set, stage=stage))]
    cohort = cohort_of(units[:-1], criteria_set)

    for unit in units:
        prepared = prepare(criteria_set, terms_of(unit, criteria_set))
        taken = set(tracer.of_sheet(prepared, unit, cohort_answers(cohort, prepared, unit)))
        assert set() == taken & never


@given(data=st.data())
@settings(max_examples=12, deadline=None)
def test_every_branch_belongs_to_a_path(data: st.DataObject) -> None:
    """Each choice of a rule that a sheet makes is a path, or leads on to one that the sheet comes to or stops at."""
    criteria_set = data.draw(criteria_sets())
    programme = prepare(criteria_set).programme
    found = tuple(paths_of(criteria_set, programme))
    known = {(branch[0], id(branch[1])) for way in found for branch in way.branches}
    unit = data.draw(assessments(criteria_set))
    tracer = Tracer(criteria_set, [branch[0] for way in found for branch in way.branches])
    taken = [branch for branch in tracer.of_sheet(prepare(criteria_set), unit, {}) if branch[0].startswith("rule ")]
    steps = {id(condition) for way in found for condition, _ in way.conditions}

    for name, choice, _ in taken:
        assert (name, id(choice)) in known or id(choice.condition) in steps  # type: ignore[union-attr]
