"""Sheets of any set: they meet its thresholds, its ends, its gaps, and shrink to the plain sheet with one change."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from parengine import CriteriaSet, Registry, loads, score
from parengine._model import Node
from parengine.expr import _nodes as n
from parengine.expr._nodes import Input, walk
from parengine.expr._oracle import Evaluation
from parengine.expr._show import show
from parengine.score import Assessment, NodeScore
from parengine.testing._draw.aims import Aim, admitted, aims_of, edges, plain, reading_of
from parengine.testing._draw.answers import _BAD, Ground, answers, assessments, ground_of, rounds, units
from parengine.testing._draw.builders import asked, document, group, leaf
from parengine.types import State, Status

T = TypeVar("T")

PLUGINS = ("parengine_ministry_2022", "parengine_province_agency")
YEARS = (2022, 2023)
OPTIONS = [{"id": each, "label": each} for each in ("full", "part", "none")]
SCALE = {"options": [{"id": each, "label": each, "worth": worth} for each, worth in (("good", "100%"), ("poor", "0%"))]}
SHARE = {"kind": "proportion", "numerator": "done", "denominator": "planned", "zero_below": "80%", "if_zero": "zero"}
DUE = {"kind": "deadline", "date": "issued", "due": "date(year, 3, 31)", "late": [], "else": 0, "never": 0}
SURVEY = {"kind": "survey", "ratings": "opinion", "if_empty": "missing"}
LEVELS = {"kind": "levels", "input": "level", "shares": {"full": "100%", "part": "40%", "none": 0}}
PEOPLE = {"condition": "unit.people < 50000"}
#: The comparisons of the set below, as an author writes them.
COMPARED = ("done / planned < 80 %", "issued <= date(year, 3, 31)", "unit.people < 50000", "praised + rewarded > 5")


@cache
def small() -> CriteriaSet:
    """Return a set of two years with a share, a due date, an attribute, a sum of counts, a survey and a choice."""
    counts = {"done": asked("count", high=1000), "planned": asked("count", high=1000)}
    twice = {each: asked("count", high=20) for each in ("praised", "rewarded")}
    share = leaf("1.1", 2, SHARE, inputs=counts, checks=["done <= planned"], evidence=["Báo cáo"])
    due = leaf("1.2", 1, DUE, inputs={"issued": asked("date", never=True)}, not_applicable_when=PEOPLE)
    tally = {"kind": "tally", "count": "praised + rewarded", "each": 0.5}
    capped = leaf("2.1", 2, tally, inputs=twice, caps=[{"limit": 1, "condition": "praised + rewarded > 5"}])
    opinion = leaf("2.2", 1, SURVEY, inputs={"opinion": asked("ratings", scale="two")})
    level = leaf("3", 1, LEVELS, inputs={"level": asked("choice", options=OPTIONS)})
    attributes = {"people": asked("count", high=10**6), "island": asked("yes_no")}
    more = {"years": list(YEARS), "unit_attributes": attributes, "scales": {"two": SCALE}}
    return loads(document(group("1", share, due), group("2", capped, opinion), level, **more))


@cache
def plugged(set_id: str) -> CriteriaSet:
    """Return a set of the plugins of this house, where they are installed or on the path."""
    return Registry.build([pytest.importorskip(name) for name in PLUGINS]).get(set_id)


SETS: Mapping[str, Callable[[], CriteriaSet]] = {
    "small": small,
    "province": lambda: plugged("ministry-2022-province"),
    "agency": lambda: plugged("tay-ninh-agency-2024"),
    "heads": lambda: plugged("hai-phong-heads-2025"),
}
each_set = pytest.mark.parametrize("of", SETS.values(), ids=list(SETS))


def drawn(strategy: st.SearchStrategy[T], count: int = 200) -> list[T]:
    """Return what is drawn, the same in every run."""
    found: list[T] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def keep(one: T) -> None:
        found.append(one)

    keep()
    return found


@cache
def whole_sheets() -> list[Assessment]:
    """Return the whole assessments of the small set that the tests below look at."""
    return drawn(assessments(small(), whole=True))


@cache
def spoiled_sheets() -> list[Assessment]:
    """Return assessments of the small set on which something may be wrong."""
    return drawn(assessments(small()))


def sheet_of(assessment: Assessment, ground: Ground) -> dict[Input, object]:
    """Return the raw answers and attributes by what asks for them."""
    return {node: raw for node in ground.inputs if (raw := _raw(node, assessment)) is not None}


def _raw(node: Input, assessment: Assessment) -> Any:
    given = assessment.unit.attributes if node.origin == "unit" else assessment.answers
    held: Any = given.get(node.name)
    return held if node.part is None or held is None else held.get(node.part)


def read(assessment: Assessment, criteria_set: CriteriaSet) -> Evaluation:
    """Return what evaluates expressions over an assessment."""
    return reading_of(sheet_of(assessment, ground_of(criteria_set, assessment.year)), assessment.year)


# ---- whole sheets


@each_set
def test_a_whole_sheet_has_every_answer_and_each_is_admitted(of: Callable[[], CriteriaSet]) -> None:
    """Nothing is left out, and nothing stands there that a domain refuses."""
    criteria_set = of()
    for each in drawn(assessments(criteria_set, whole=True), 25):
        ground = ground_of(criteria_set, each.year)
        sheet = sheet_of(each, ground)

        assert set(ground.inputs) == set(sheet)
        assert [] == [node.name for node, raw in sheet.items() if isinstance(admitted(node, raw), State)]


@each_set
def test_a_whole_sheet_is_scored_wherever_the_set_itself_does_not_say_otherwise(of: Callable[[], CriteriaSet]) -> None:
    """No leaf is missing or invalid but where a check fails, the rule says so, or it looks at other nodes or units."""
    criteria_set = of()
    for each in drawn(assessments(criteria_set, whole=True), 12):
        card, reading = score(each, criteria_set), read(each, criteria_set)
        states = [one for one in card.walk() if not one.children and one.status in (Status.MISSING, Status.INVALID)]

        assert [] == [one.code for one in states if not _says_so(one, criteria_set, reading)]


def _says_so(one: NodeScore, criteria_set: CriteriaSet, reading: Evaluation) -> bool:
    """Return whether a set says itself that a leaf has no points on a sheet."""
    node = criteria_set.at(one.code)
    return _check_fails(node, criteria_set, reading) or any(_without_value(each, reading) for each in _read_by(node))


def _check_fails(node: Node, criteria_set: CriteriaSet, reading: Evaluation) -> bool:
    checks = [*criteria_set.checks, *(check for each in criteria_set.walk() for check in each.checks)]
    asked_of = {each for each in _read_by(node) if isinstance(each, Input)}
    about = [check.condition for check in checks if asked_of & set(walk(check.condition))]
    return any(reading(condition) is False for condition in about)


def _read_by(node: Node) -> set[n.Expr]:
    assert node.rule is not None
    away = [node.not_applicable_when.condition] if node.not_applicable_when else []
    capped = [cap.condition for cap in node.caps if cap.condition is not None]
    conditions = [*away, *capped, *(each.condition for each in node.zero_rules)]
    return {each for one in (node.rule.kind.points(node.maximum), *conditions) for each in walk(one)}


def _without_value(expression: n.Expr, reading: Evaluation) -> bool:
    if isinstance(expression, n.Unknown | n.NodeFigure | n.CountNodes | n.CohortFigure):
        return True
    return isinstance(expression, n.Div) and reading(expression.under) == 0


def test_checks_of_answers_against_each_other_seldom_fail_on_a_whole_sheet() -> None:
    """Answers that contradict each other are moved, so that the rules behind the check are tried, too."""
    failing = [each for each in whole_sheets() if each.answers["done"] > each.answers["planned"]]  # type: ignore[operator]

    assert len(whole_sheets()) > 10 * len(failing)


# ---- thresholds, ends and options


def compared() -> Iterator[Aim]:
    """Yield an aim for each comparison of the small set."""
    for aim in ground_of(small(), YEARS[0]).aims:
        if show(aim.comparison) in COMPARED:
            yield aim


def test_every_comparison_of_answers_has_an_aim() -> None:
    """A share, a due date, an attribute and a sum are each solved."""
    assert set(COMPARED) == {show(aim.comparison) for aim in compared()}
    assert all(aim.answers for aim in compared())


@pytest.mark.parametrize("written", COMPARED)
def test_a_comparison_is_met_at_its_threshold_and_on_both_sides(written: str) -> None:
    """Among 200 sheets some have equal sides, some are one step below and some one step above."""
    (aim,) = (each for each in compared() if show(each.comparison) == written)

    assert {-1, 0, 1} <= {_steps(each, aim) for each in whole_sheets()}


def _steps(assessment: Assessment, aim: Aim) -> int | None:
    """Return 0 at a threshold, -1 and 1 where one step of one answer leads to it, None elsewhere."""
    sheet = sheet_of(assessment, ground_of(small(), assessment.year))
    evaluation = reading_of(sheet, assessment.year)
    left, right = evaluation(aim.comparison.left), evaluation(aim.comparison.right)
    if isinstance(left, State) or isinstance(right, State) or left == right:
        return 0 if left == right else None
    beside = ({**sheet, node: moved} for node in aim.inputs for step in (-1, 1) if (moved := _moved(sheet[node], step)))
    nearly = any(_is_met(each, aim, assessment.year) for each in beside)
    return (-1 if left < right else 1) if nearly else None  # type: ignore[operator]


def _moved(raw: Any, step: int) -> object:
    if isinstance(raw, datetime.date):
        return raw + datetime.timedelta(days=step)
    return raw + step if type(raw) is int else None


def _is_met(sheet: Mapping[Input, object], aim: Aim, year: int) -> bool:
    evaluation = reading_of(sheet, year)
    left, right = evaluation(aim.comparison.left), evaluation(aim.comparison.right)
    return not isinstance(left, State) and left == right


@pytest.mark.parametrize("set_id", ["ministry-2022-province", "tay-ninh-agency-2024", "hai-phong-heads-2025"])
def test_an_aim_that_is_taken_meets_its_threshold(set_id: str) -> None:
    """No answered comparison of a real set is only passed by: some answers bring its sides to the same value."""
    criteria_set = plugged(set_id)
    aims = ground_of(criteria_set, criteria_set.key.years[0]).aims

    assert [] == [show(aim.comparison) for aim in aims if aim.answers and not any(map(aim.is_met, aim.answers))]


def test_an_aim_without_a_turning_place_has_no_answers() -> None:
    """A count that has its limit below the threshold never meets it; nor does a comparison of one thing with itself."""
    (done,) = (node for node in ground_of(small(), YEARS[0]).inputs if node.name == "done")
    never, always = aims_of([done > 5000, (done < done + 1)], YEARS[0])

    assert ((), ()) == (never.answers, always.answers)


WANTED: Mapping[str, Callable[[Assessment], bool]] = {
    "a zero denominator": lambda each: each.answers["planned"] == 0,
    "a share of 0 %": lambda each: each.answers["done"] == 0 != each.answers["planned"],
    "a share of 100 %": lambda each: each.answers["done"] == each.answers["planned"] != 0,
    "an empty survey": lambda each: not any(each.answers["opinion"].values()),  # type: ignore[attr-defined]
    "one who was asked": lambda each: sum(each.answers["opinion"].values()) == 1,  # type: ignore[attr-defined]
    "never": lambda each: each.answers["issued"] == "never",
    "the most that is admitted": lambda each: each.answers["planned"] == 1000,
    **{f"the option {one['id']}": lambda each, one=one["id"]: each.answers["level"] == one for one in OPTIONS},  # type: ignore[misc]
    "yes": lambda each: each.unit.attributes["island"] is True,
    "no": lambda each: each.unit.attributes["island"] is False,
    **{f"the year {year}": lambda each, year=year: each.year == year for year in YEARS},  # type: ignore[misc]
    **{f"the stage {at}": lambda each, at=at: each.stage == at for at in ("self", "appraised", "final")},  # type: ignore[misc]
}


@pytest.mark.parametrize("wanted", WANTED.values(), ids=list(WANTED))
def test_what_sheets_rarely_have_by_chance_occurs(wanted: Callable[[Assessment], bool]) -> None:
    """Ends, empty groups, all options, years and stages stand on some of 200 sheets."""
    assert any(map(wanted, whole_sheets()))


def test_dates_lie_near_the_year_that_is_assessed() -> None:
    """Each year has sheets of its own, with dates around its due dates."""
    for each in whole_sheets():
        issued = each.answers["issued"]
        assert issued == "never" or abs(issued.year - each.year) <= 2  # type: ignore[attr-defined]

    assert set(YEARS) == {
        each.year for each in whole_sheets() if str(each.answers["issued"]).startswith(str(each.year))
    }


# ---- spoiled sheets


def _quality(assessment: Assessment) -> set[str]:
    ground = ground_of(small(), assessment.year)
    sheet = sheet_of(assessment, ground)
    gone = len(ground.inputs) - len(sheet)
    bad = [node for node, raw in sheet.items() if admitted(node, raw) is State.INVALID]
    found = {"missing": gone > 0, "not admitted": bool(bad), "hardly begun": len(sheet) * 2 < len(ground.inputs)}
    return {name for name, holds in found.items() if holds} | (set() if gone or bad else {"nothing"})


def test_every_kind_of_spoiled_sheet_occurs() -> None:
    """Answers are missing, are not admitted, both, and sheets are hardly begun; some are left as they are."""
    kinds = Counter(frozenset(_quality(each)) for each in spoiled_sheets())

    assert {frozenset({"missing"}), frozenset({"not admitted"}), frozenset({"nothing"})} <= set(kinds)
    assert frozenset({"missing", "not admitted"}) in kinds
    assert any("hardly begun" in kind for kind in kinds)


def test_whatever_is_wrong_with_a_sheet_it_is_scored() -> None:
    """Spoiled sheets are accepted by the set like others: what is wrong becomes a state of a leaf."""
    statuses = {one.status for each in spoiled_sheets()[:60] for one in score(each, small()).walk()}

    assert {Status.SCORED, Status.MISSING, Status.INVALID, Status.NOT_APPLICABLE, Status.INCOMPLETE} <= statuses


def test_what_no_rule_takes_is_refused_by_some_domain() -> None:
    """Each answer that is drawn as a bad one is not admitted by at least one of the inputs that it may stand for."""
    inputs = ground_of(small(), YEARS[0]).inputs

    assert [] == [raw for raw in _BAD if not any(admitted(node, raw) is State.INVALID for node in inputs)]


# ---- appraisal


def test_appraised_sheets_carry_decisions_and_evidence() -> None:
    """What appraisers add stands on both later stages, on the whole too, and never on a self-assessment."""
    for at in ("appraised", "final"):
        some = [each for each in spoiled_sheets() if each.stage == at]
        assert any(each.decisions for each in some)
        assert any(each.evidence for each in some)

    assert any(each.decided_total for each in spoiled_sheets())
    own = [each for each in spoiled_sheets() if each.stage == "self"]
    assert not any(each.decisions or each.evidence or each.decided_total for each in own)


def test_only_what_is_not_whole_waits_for_the_authority() -> None:
    """A decision that is not taken yet leaves a node open, so whole sheets have none."""
    waiting = [
        each.decisions for each in spoiled_sheets() if any(one.points is None for one in each.decisions.values())
    ]

    assert waiting
    assert not any(one.points is None for each in whole_sheets() for one in each.decisions.values())


@pytest.mark.parametrize("at", ["self", "appraised", "final"])
def test_a_stage_may_be_asked_for(at: Any) -> None:
    """All sheets are then at that stage."""
    assert {at} == {each.stage for each in drawn(assessments(small(), stage=at), 10)}


# ---- answers, units and rounds


def test_answers_are_those_of_an_assessment() -> None:
    """They stand by input id, a distribution by its options, and can be scored."""
    ground = ground_of(small(), YEARS[0])
    names = {node.name for node in ground.inputs if node.origin == "answer"}
    found = drawn(answers(small(), whole=True), 20)

    assert all(names == set(each) for each in found)
    assert all({"good", "poor"} == set(each["opinion"]) for each in found)  # type: ignore[call-overload]
    assert any(names > set(each) for each in drawn(answers(small()), 20))


def test_units_have_every_attribute_that_is_asked_for() -> None:
    """Attributes are admitted, and meet the threshold of the clause that looks at them."""
    found = drawn(units(small()))

    assert {frozenset({"people", "island"})} == {frozenset(each.attributes) for each in found}
    assert {49_999, 50_000, 50_001} <= {each.attributes["people"] for each in found}
    assert len({each.id for each in found}) > 1


@pytest.mark.parametrize("size", [1, 3, 5])
def test_a_round_is_of_one_year_and_stage_and_nobody_stands_there_twice(size: int) -> None:
    """Units that are compared with each other are assessed for the same year, at the same stage."""
    for each in drawn(rounds(small(), size=size), 15):
        assert size == len(each)
        assert 1 == len({(one.set, one.year, one.stage) for one in each})
        assert size == len({one.unit.id for one in each})


# ---- plain sheets and shrinking


def test_the_plainest_sheet_is_without_a_surprise() -> None:
    """Ten, yes, the first option, the last of January: whoever reads a failure has nothing to look up."""
    sheet = {node.name + (f".{node.part}" if node.part else ""): raw for node, raw in _plain().items()}

    assert {
        "done": 10, "planned": 10, "issued": datetime.date(2022, 1, 31), "praised": 10, "rewarded": 10,
        "opinion.good": 10, "opinion.poor": 10, "level": "full", "people": 10, "island": True,
    } == sheet  # fmt: skip


def _plain() -> dict[Input, object]:
    return {node: plain(node, YEARS[0]) for node in ground_of(small(), YEARS[0]).inputs}


FAULTS: Mapping[str, Callable[[dict[str, Any]], bool]] = {
    "done": lambda given: given["done"] == 0,
    "level": lambda given: given["level"] == "none",
    "issued": lambda given: given["issued"] == "never",
    "opinion": lambda given: not any(given["opinion"].values()),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_failure_shrinks_to_the_plain_sheet_with_one_change(name: str) -> None:
    """Whatever sheet fails first, what is left has one answer that is not the plain one."""
    found = find(
        answers(small(), whole=True), FAULTS[name],
        settings=settings(max_examples=2000, derandomize=True, database=None, suppress_health_check=list(HealthCheck)),
    )  # fmt: skip
    base = ground_of(small(), YEARS[0]).answers_of(_plain())

    assert [name] == [each for each in base if base[each] != found[each]]


def test_a_missing_answer_shrinks_to_the_plain_sheet_without_it() -> None:
    """Only what fails is left out."""
    found = find(
        answers(small()), lambda given: "level" not in given,
        settings=settings(max_examples=2000, derandomize=True, database=None, suppress_health_check=list(HealthCheck)),
    )  # fmt: skip
    base = ground_of(small(), YEARS[0]).answers_of(_plain())

    assert {each: base[each] for each in base if each != "level"} == found


def test_edges_are_all_options_and_the_ends_of_what_is_admitted() -> None:
    """Of a choice all of them; of a count its first and last two."""
    by_name = {node.name: node for node in ground_of(small(), YEARS[0]).inputs if node.part is None}

    assert ("full", "part", "none") == edges(by_name["level"], YEARS[0])
    assert {0, 1, 999, 1000} == set(edges(by_name["done"], YEARS[0]))
    assert "never" in edges(by_name["issued"], YEARS[0])
