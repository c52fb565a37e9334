"""The laws of readings and documents hold of real sets, and each of them finds faults that are planted on purpose."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

from parengine import CriteriaSet, Registry, loads
from parengine.expr import _domain as domains
from parengine.expr import _nodes as n
from parengine.expr import _show, _trace, _writers
from parengine.expr._bounds import Reach
from parengine.expr._bounds_reading import RULES
from parengine.rules.sentences import Points, opening, phrase
from parengine.rules.tally import Tally
from parengine.score import Assessment, Unit, _assessment, _bounds, _in_words, _json, _prepared, _score, _why
from parengine.score._bounds_frame import frame_of
from parengine.score._spans import Span
from parengine.testing._draw.answers import ground_of
from parengine.testing._draw.builders import asked, document, group, leaf
from parengine.testing._laws import of_documents, of_readings, reread
from parengine.testing._laws.breach import Breach
from parengine.testing._laws.law import Law
from parengine.testing._laws.numbers_said import declared_by
from parengine.testing._laws.of_bounds import (
    an_answer_never_widens,
    bounds_are_the_hull,
    bounds_contain_what_happens,
)
from parengine.testing._laws.of_documents import documents_round_trip, same_inputs_same_bytes
from parengine.testing._laws.of_prose import prose_names_all
from parengine.testing._laws.of_readings import compiled_equals_the_oracle, trace_equals_exact
from parengine.testing._laws.trial import Trial, trials

LAWS = (
    compiled_equals_the_oracle,
    trace_equals_exact,
    bounds_contain_what_happens,
    bounds_are_the_hull,
    an_answer_never_widens,
    same_inputs_same_bytes,
    documents_round_trip,
    prose_names_all,
)
PLUGINS = ("parengine_ministry_2022", "parengine_province_agency")
few = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))


def ids(one: Any) -> str:
    """Return what a law is called."""
    return str(one.name if isinstance(one, Law) else one)


# ---- they hold


@pytest.fixture(scope="module")
def registry() -> Registry:
    """Return the registry of the plugins of this house, where they are installed or on the path."""
    return Registry.build([pytest.importorskip(name) for name in PLUGINS])


@pytest.mark.parametrize("law", LAWS, ids=ids)
@pytest.mark.parametrize("set_id", ["ministry-2022-province", "tay-ninh-agency-2024", "hai-phong-heads-2025"])
def test_a_law_holds_of_real_sets(law: Law, set_id: str, registry: Registry) -> None:
    """The sets of the plugins, some of whose units are compared with each other, are no exception."""
    criteria_set = registry.get(set_id)

    @settings(few, max_examples=1 if law.fixed else 6)
    @given(trials(criteria_set))
    def holds(trial: Trial) -> None:
        assert [] == list(law.breaches(trial))

    holds()


SCORED_ELSEWHERE = """
import importlib, sys
from parengine import Registry, score
from parengine.testing._draw.answers import ground_of
from parengine.score import Assessment, Unit
criteria_set = Registry.build([importlib.import_module("parengine_ministry_2022")]).get("ministry-2022-ministry")
ground = ground_of(criteria_set, criteria_set.key.years[0])
for seed in (1, 2):
    sheet = ground.base(seed)
    unit = Unit("u", attributes=ground.attributes_of(sheet))
    card = score(Assessment(criteria_set.id, unit, ground.year, ground.answers_of(sheet)), criteria_set)
    sys.stdout.buffer.write(card.to_json(explained=True).encode())
"""


@pytest.mark.usefixtures("registry")
def test_processes_with_other_hash_seeds_draw_the_same_sheets_and_write_the_same_bytes() -> None:
    """No order of sets, of memory or of hashes reaches a base sheet, a scorecard or its lines of why."""
    path = os.pathsep.join(sys.path)
    written = [
        subprocess.run(
            [sys.executable, "-c", SCORED_ELSEWHERE],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}, capture_output=True, check=True,
        ).stdout
        for seed in ("0", "7")
    ]  # fmt: skip

    assert written[0]
    assert written[0] == written[1]


# ---- they find planted faults

SHARE = {"kind": "proportion", "numerator": "done", "denominator": "planned", "zero_below": "80%", "if_zero": "zero"}
OPTIONS = [{"id": each, "label": each} for each in ("full", "part", "none")]
MAXIMUM_OF_1_2 = 3


def a_set() -> CriteriaSet:
    """Return a small set: a share, a tally with a cap, a choice between two amounts."""
    return loads(
        document(
            group(
                "1",
                leaf("1.1", 2, SHARE, inputs={"done": asked("count", high=20), "planned": asked("count", high=20)}),
                leaf(
                    "1.2",
                    MAXIMUM_OF_1_2,
                    {"kind": "tally", "count": "min(found, 9)", "each": 0.5},
                    inputs={"found": asked("count", high=20)},
                    caps=[{"limit": 1.5, "condition": "late"}],
                ),
            ),
            leaf(
                "2",
                1,
                {"kind": "levels", "input": "level", "shares": {"full": "100%", "part": "40%", "none": 0}},
                inputs={"level": asked("choice", options=OPTIONS)},
            ),
            inputs={"late": asked("yes_no")},
        )
    )


KEPT = (
    _prepared._prepared,
    _score._frame,
    frame_of,
    of_readings.whole_reading,
    of_documents._made_afresh,
    of_documents._of_set,
    reread.again,
    _in_words.labels_of,
)


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Return what puts a fault in the place of something, by its holder and name; what was kept ready is forgotten."""

    def put(holder: Any, name: Any, fault: Any) -> None:
        place = monkeypatch.setitem if isinstance(holder, dict) else monkeypatch.setattr
        place(holder, name, fault)

    _forget()
    yield put
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    for each in KEPT:
        each.cache_clear()


def breaches(law: Law, sheets: int = 24, *, of: CriteriaSet | None = None) -> list[Breach]:
    """Return what a law finds in sheets of a set, the small one unless another is given."""
    criteria_set = of or a_set()
    ground = ground_of(criteria_set, criteria_set.key.years[0])
    found = []
    for seed in range(1 if law.fixed else sheets):
        sheet = ground.base(seed)
        unit = Unit("u", attributes=ground.attributes_of(sheet))
        assessment = Assessment(criteria_set.id, unit, ground.year, ground.answers_of(sheet))
        found += law.breaches(Trial(criteria_set, assessment, seed=seed))
    return found


def codes(law: Law) -> set[str | None]:
    """Return the codes of the nodes that a law names."""
    return {each.code for each in breaches(law)}


@pytest.mark.parametrize("law", LAWS, ids=ids)
@pytest.mark.usefixtures("plant")
def test_without_a_fault_nothing_is_found(law: Law) -> None:
    """The small set keeps every law."""
    assert [] == breaches(law)


def test_a_compiled_division_that_is_turned_is_found(plant: Callable[..., None]) -> None:
    """Divided the wrong way round, the share differs from the plain evaluator's, and its node is named."""
    whole = _writers._write_div
    plant(_writers.WRITERS, n.Div, lambda emitter, e, scope: whole(emitter, n._intern(n.Div, e.under, e.over), scope))

    assert {"1.1"} <= codes(compiled_equals_the_oracle) <= {"1.1", "1", None}


def test_a_compiled_product_that_drops_a_factor_is_found(plant: Callable[..., None]) -> None:
    """A breach says which figure it is about, what the evaluator gives and what was compiled."""
    plant(_writers.WRITERS, n.Mul, lambda emitter, e, scope: emitter.known(e.factors[1], scope))
    found = [each for each in breaches(compiled_equals_the_oracle) if each.code == "1.2"]

    assert {"what the rule of 1.2 gives", "the points of 1.2"} <= {each.expected.partition(":")[0] for each in found}


def test_a_trace_that_shows_the_other_branch_is_found(plant: Callable[..., None]) -> None:
    """A choice must be shown with the branch that its condition chose."""

    def other(expression: n.When, evaluation: Any) -> Any:
        chosen = expression.otherwise if evaluation(expression.condition) is True else expression.then
        return expression.condition, chosen

    plant(_trace, "_read_of_choice", other)

    assert {"1.1", "1.2"} <= codes(trace_equals_exact)


def test_lines_of_why_with_other_points_are_found(plant: Callable[..., None]) -> None:
    """What why says that a rule gives is what the scorecard has."""
    plant(_why, "written", lambda value: "12345")

    assert {"rule"} == {each.clause for each in breaches(trace_equals_exact)}


def test_bounds_that_forget_a_branch_are_found(plant: Callable[..., None]) -> None:
    """A sheet that takes the other branch lies outside; the breach names the answers that were open."""
    plant(RULES, n.When, lambda reading, e, scope: reading.reach(e.otherwise, scope))
    found = breaches(bounds_contain_what_happens)

    assert found
    assert {"1.1", "1.2", "2", "1", None} >= {each.code for each in found}
    assert {"done", "planned", "found", "late", "level"} >= {name for each in found for name in each.inputs or ()}


def test_bounds_that_are_wider_than_the_hull_are_found(plant: Callable[..., None]) -> None:
    """Where the bounds do not say that they are wide, they go no further than what is reached."""
    real = _bounds._Reader._settled
    plant(_bounds._Reader, "_settled", staticmethod(lambda reach: _wider(real(reach))))

    assert "2" in codes(bounds_are_the_hull)


def _wider(span: Span | None) -> Span | None:
    return span and Span(span.low, span.high + 1)


def test_bounds_that_leave_out_an_option_are_found(plant: Callable[..., None]) -> None:
    """The hull of all completions has the worst option, too."""
    plant(RULES, n.Least, lambda reading, e, scope: Reach(1, 1))

    assert codes(bounds_are_the_hull) | codes(bounds_contain_what_happens)


def test_bounds_that_widen_when_something_is_known_are_found(plant: Callable[..., None]) -> None:
    """An answer that is given back must not make a figure higher than it could be before."""
    real = _bounds._Reader._span

    def span(self: Any, name: str) -> Span | None:
        found = real(self, name)
        return found if name in self.figures else _wider(found and Span(found.high, found.high))

    plant(_bounds._Reader, "_span", span)

    assert codes(an_answer_never_widens) & {"1.1", "1.2", "2"}


def test_a_digest_that_depends_on_the_order_of_answers_is_found(plant: Callable[..., None]) -> None:
    """The same answers in another order have the same digest."""
    plant(_assessment, "digest_of_whole", lambda tree: str(hash(repr(tree))))
    (found, *_) = breaches(same_inputs_same_bytes)

    assert (None, "the digests") == (found.code, found.found[:11])


def test_an_answer_that_is_not_read_as_text_is_found(plant: Callable[..., None]) -> None:
    """A number written as text is the same answer; the node that it makes invalid is named."""
    real = domains._ADMISSIONS[domains.ValueType.NUMBER]

    def deaf(domain: Any, answer: object) -> Any:
        return domains.Refusal("no") if isinstance(answer, str) else real(domain, answer)

    plant(domains._ADMISSIONS, domains.ValueType.NUMBER, deaf)

    assert {"1.1", "1.2"} & codes(same_inputs_same_bytes)


def test_an_expression_that_is_shown_otherwise_is_found(plant: Callable[..., None]) -> None:
    """Text that reads back as another expression is named with its node and clause."""
    plant(_show._FORMS, n.Least, lambda node: _show._call("max", *node.of))
    (found,) = [each for each in breaches(documents_round_trip) if each.clause][:1]

    assert ("1.2", "rule", "'max(found, 9)'") == (found.code, found.clause, found.found)


def test_a_document_that_loses_a_clause_is_found(plant: Callable[..., None]) -> None:
    """A set that is read back without a cap is another set; the node is named."""
    real = reread.loads

    def forgetful(tree: Mapping[str, Any], **more: Any) -> CriteriaSet:
        whole = reread.evolve(real(tree, **more))
        first, *others = whole.nodes
        children = tuple(reread.evolve(child, caps=()) for child in first.children)
        return reread.evolve(whole, nodes=(reread.evolve(first, children=children), *others))

    plant(reread, "loads", forgetful)

    assert "1.2" in codes(documents_round_trip)


def test_a_scorecard_that_writes_a_figure_short_is_found(plant: Callable[..., None]) -> None:
    """A figure that loses its places on the way to JSON is another one when it is read."""
    real = _json._exact
    plant(_json, "_exact", lambda value: None if value is None else real(Fraction(int(value))))

    assert {"1.2", "2"} <= codes(documents_round_trip)


def test_a_sentence_that_drops_an_amount_is_found(plant: Callable[..., None]) -> None:
    """The breach names the leaf, the number that is not said, and the sentence."""
    silent = opening("mỗi trường hợp được cộng, tối đa {most}", "so much for each, at most {most}", most=Points(3))
    plant(Tally, "sentence", lambda self, maximum: iter([silent]))
    found = breaches(prose_names_all)

    assert {("1.2", "rule")} == {(each.code, each.clause) for each in found}
    assert "a sentence with 9 and 0.5" == found[0].expected


def numbered() -> CriteriaSet:
    """Return a set whose labels hold the very numbers that its rule and its cap declare."""
    labels = {"label": {"vi": "mức 3: số sáng kiến", "en": "level 3: initiatives"}}
    counted = {"kind": "tally", "count": "found", "each": 3}
    named = {**labels, "inputs": {"found": {**asked("count", high=20), **labels}}}
    other = leaf("2", 2, {"kind": "tally", "count": "found", "each": 2})
    return loads(document(leaf("1", 10, counted, **named, caps=[{"limit": 7, "condition": 'points("2") < 1'}]), other))


@pytest.mark.parametrize("drop", [False, True], ids=["said", "dropped"])
def test_a_label_with_a_number_does_not_hide_one_that_is_not_said(plant: Callable[..., None], drop: bool) -> None:
    """What an input is called is no part of what its rule says; the breach cites the sentence as people read it."""
    if drop:
        silent = Tally.sentence
        plant(Tally, "sentence", lambda self, maximum: silent(attrs.evolve(self, each=Fraction(maximum)), maximum))
    found = breaches(prose_names_all, of=numbered())

    assert (["a sentence with 3", "a sentence with 3"] if drop else []) == [each.expected for each in found]
    assert all("evel 3: " in each.found or "ức 3: " in each.found for each in found)


@pytest.mark.usefixtures("plant")
def test_a_share_may_be_said_in_points_but_points_not_as_a_share_of_more() -> None:
    """`each: 3` of a maximum of 10 is said as 3, not as 30; 40 % of a maximum of 10 as 40% or as 4 points."""
    tally = a_set().at("1.2").rule
    levels = a_set().at("2").rule

    assert tally is not None
    assert levels is not None
    assert [{Fraction(9)}, {Fraction(1, 2)}] == [set(each) for each in declared_by(tally.kind, Fraction(10))]
    assert {Fraction(2, 5), Fraction(4)} in [set(each) for each in declared_by(levels.kind, Fraction(10))]


def test_points_that_stand_within_another_number_are_not_said(plant: Callable[..., None]) -> None:
    """A line of why that gives 12 does not say 1 or 2: the figure must stand there as one."""
    plant(_why, "written", lambda value: "1234567890")

    assert {"rule"} == {each.clause for each in breaches(trace_equals_exact)}


def round_of_three(count: int = 3) -> Trial:
    """Return a trial of units that are compared with each other, each with answers of its own."""
    criteria_set = a_set()
    ground = ground_of(criteria_set, criteria_set.key.years[0])
    own, *others = (
        Assessment(criteria_set.id, Unit(f"u{seed}"), ground.year, ground.answers_of(ground.base(seed)))
        for seed in range(count)
    )
    return Trial(criteria_set, own, tuple(others), 1)


@pytest.mark.parametrize("kept", [0, 1])
def test_a_case_that_loses_a_unit_of_its_cohort_is_found(plant: Callable[..., None], kept: int) -> None:
    """The units that a case is compared with are read back, too; those that are lost are named."""
    real = of_documents.cases_text
    plant(of_documents, "cases_text", lambda own, others: real(own, others[:kept]))
    found = [each.found for each in documents_round_trip.breaches(round_of_three())]

    assert [f"other answers: {'u2' if kept else 'u1, u2'}"] == found


def test_a_case_that_changes_an_answer_of_its_cohort_is_found(plant: Callable[..., None]) -> None:
    """An answer of another unit that comes back otherwise is named."""
    real = of_documents.cases_text

    def changing(own: Assessment, others: tuple[Assessment, ...]) -> str:
        first, *rest = others
        return real(own, (attrs.evolve(first, answers={**first.answers, "found": 19}), *rest))

    plant(of_documents, "cases_text", changing)

    assert [("found",)] == [each.inputs for each in documents_round_trip.breaches(round_of_three())]


def test_a_clause_that_drops_its_limit_is_found(plant: Callable[..., None]) -> None:
    """A cap says how much is left."""
    plant(_in_words._MADE, "caps", lambda cap: phrase("có mức trần", "there is a cap"))

    assert {("1.2", "caps[0]")} == {(each.code, each.clause) for each in breaches(prose_names_all)}
