"""Laws of scoring: they hold of every legal set and every sheet of answers."""

# An expected 1 is the 1 of a Fraction: comparing the two is meant.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from _drawn import documents, made
from _sets import Document
from _sheets import sheets
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from parengine import Assessment, NotFinalError, Scorecard, score
from parengine.expr._exact import compile_exact
from parengine.expr._nodes import Bound
from parengine.score import Prepared, prepare
from parengine.types import State, Status

some = settings(max_examples=30)
few = settings(max_examples=15)


@st.composite
def drawn(draw: Any, /, *, plain: bool = False, **changes: Any) -> tuple[Document, list[Assessment]]:
    """Draw a set with a few sheets of answers."""
    document = {**draw(documents(plain=plain)), **changes}
    return document, [draw(sheets(document)) for _ in range(3)]


def cards(case: tuple[Document, list[Assessment]]) -> list[Scorecard]:
    """Return the scorecards of a case."""
    criteria_set = made(case[0])
    return [score(sheet, criteria_set) for sheet in case[1]]


def typed(value: object) -> tuple[type, object]:
    """Return a value so that a state is not taken for a number, nor yes for 1."""
    return (type(value) if isinstance(value, State | bool) else object), value


# ---- the readings agree


@some
@given(drawn())
def test_the_compiled_reading_equals_the_oracle_in_every_binding(case: tuple[Document, list[Assessment]]) -> None:
    """Every binding of the programme, compiled to integer arithmetic, has the value that the plain evaluator gives."""
    prepared = prepare(made(case[0]))
    bindings = [(each.name, each.expression) for each in prepared.programme.bindings]
    compiled = compile_exact(bindings, [name for name, _ in bindings], prepared.inputs)
    for sheet in case[1]:
        row, oracle = compiled.run(prepared.answers(sheet)), prepared.sheet(sheet)
        for name, expression in bindings:
            assert (name, typed(oracle.value(name))) == (name, typed(compiled.result(row, name, expression.type)))


@few
@given(drawn())
def test_what_is_shown_equals_the_oracle(case: tuple[Document, list[Assessment]]) -> None:
    """Leaving out what is not shown changes nothing of what is, in the full reading and in the quick one."""
    prepared = prepare(made(case[0]))
    types = {each.name: each.expression.type for each in prepared.programme.bindings}
    for sheet in case[1]:
        oracle = prepared.sheet(sheet)
        for compiled in (prepared.exact, prepared.quick):
            row = compiled.run(prepared.answers(sheet))
            for name in compiled.outputs:
                assert (name, typed(oracle.value(name))) == (name, typed(compiled.result(row, name, types[name])))


@few
@given(drawn())
def test_the_figures_of_the_trace_are_the_exact_ones(case: tuple[Document, list[Assessment]]) -> None:
    """What why shows of a node, and of every binding on the way to it, is what the exact reading gives."""
    prepared = prepare(made(case[0]))
    types = {each.name: each.expression.type for each in prepared.programme.bindings}
    for sheet in case[1]:
        row, traced = prepared.run(sheet), prepared.sheet(sheet)
        for name in prepared.exact.outputs:
            shown = {name: traced.trace(name).value, **_bound_in(prepared, traced.trace(name))}
            assert {n: typed(v) for n, v in shown.items()} == {
                n: typed(prepared.exact.result(row, n, types[n])) for n in shown
            }


def _bound_in(prepared: Prepared, step: Any) -> dict[str, object]:
    steps = (each for each in step.walk() if isinstance(each.expression, Bound))
    return {each.expression.name: each.value for each in steps if each.expression.name in prepared.exact.outputs}


# ---- figures hold together


@some
@given(drawn(rounding={"levels": ["index"]}))
def test_points_are_bounded(case: tuple[Document, list[Assessment]]) -> None:
    """Own points lie between 0 and what applies, counted points between 0 and the counted maximum, unless rounded."""
    for card in cards(case):
        for node in card.walk():
            assert 0 <= node.points <= node.applicable_maximum or node.points == 0 == node.applicable_maximum
            assert 0 <= node.counted_points <= node.counted_maximum


@some
@given(drawn())
def test_rounded_leaves_are_bounded_by_the_rounded_maximum(case: tuple[Document, list[Assessment]]) -> None:
    """However a leaf is rounded, its points are at most its maximum rounded the same way."""
    for card in cards(case):
        for node in card.walk():
            assert node.children or 0 <= node.points <= max(node.maximum, card.rounding.apply(node.maximum))


@some
@given(drawn())
def test_channels_and_lines_add_up_to_the_points(case: tuple[Document, list[Assessment]]) -> None:
    """Whatever clauses, treatments and rounding did, channels and lines account for every point."""
    for card in cards(case):
        if card.channels:
            assert card.points == sum((each.points for each in (*card.channels, *card.lines)), Fraction(0))


@some
@given(drawn(rounding={"levels": ["index"]}))
def test_the_whole_is_what_counts_of_the_fields(case: tuple[Document, list[Assessment]]) -> None:
    """Points and applicable maximum are sums of the fields' counted figures; of a group they are its children's."""
    fields = len(case[0]["criteria"])
    for card in cards(case):
        assert card.points == sum((node.counted_points for node in card.nodes[:fields]), Fraction(0))
        assert card.applicable_maximum == sum((node.counted_maximum for node in card.nodes[:fields]), Fraction(0))
        assert (card.index is None) == (card.applicable_maximum == 0)


@some
@given(drawn())
def test_statuses_and_figures_agree(case: tuple[Document, list[Assessment]]) -> None:
    """What is missing, invalid, zeroed or does not apply has no points; only groups are incomplete."""
    for card in cards(case):
        for node in card.walk():
            assert node.points == 0 or node.status in (Status.SCORED, Status.INCOMPLETE)
            assert node.children or node.status is not Status.INCOMPLETE
            assert (node.status is Status.ZEROED) == any(effect.name == "zeroed" for effect in node.effects)
            assert node.status is not Status.INVALID or node.invalid


@some
@given(drawn())
def test_caps_hold(case: tuple[Document, list[Assessment]]) -> None:
    """A capped node has what its cap left, less than what stood before."""
    for card in cards(case):
        for node in card.walk():
            for effect in node.effects:
                if effect.name == "capped" and effect.before is not None and effect.after is not None:
                    assert effect.after < effect.before


# ---- what does not matter


def shuffled(node: Document, keys: list[int]) -> Document:
    """Return a node with its children in another order, at every depth."""
    if "children" not in node:
        return node
    children = [shuffled(child, keys) for child in node["children"]]
    order = sorted(range(len(children)), key=lambda i: (keys[i % len(keys)], i))
    return {**node, "children": [children[i] for i in order]}


def by_code(card: Scorecard) -> dict[str, object]:
    """Return everything of a scorecard that has no order among siblings."""
    nodes = {node.code: evolve(node, children=(), missing=(), invalid=()) for node in card.walk()}
    return {
        "nodes": nodes,
        "missing": set(card.missing),
        "invalid": set(card.invalid),
        "index": card.exact_index,
        "class": card.class_,
    }


@few
@given(drawn(), st.lists(st.integers(), min_size=4, max_size=4))
def test_the_order_of_siblings_changes_no_figure(case: tuple[Document, list[Assessment]], keys: list[int]) -> None:
    """Nodes of one parent, and the fields, may stand in any order."""
    document = case[0]
    whole = shuffled({"children": document["criteria"]}, keys)["children"]
    again = cards(({**document, "criteria": whole}, case[1]))

    assert [by_code(card) for card in cards(case)] == [by_code(card) for card in again]


@few
@given(drawn(), st.sampled_from([True, "?", 10**12, {"good": 1}]))
def test_an_input_that_nothing_reads_changes_nothing(case: tuple[Document, list[Assessment]], answer: object) -> None:
    """Whatever is entered where no clause and no rule looks, the result is the same."""
    criteria_set = made(case[0])
    read = {node.name for node in prepare(criteria_set).inputs}
    unread = {name: answer for name in criteria_set.inputs if name not in read}
    for sheet in case[1]:
        other = evolve(sheet, answers={**sheet.answers, **unread})
        assert by_code(score(sheet, criteria_set)) == by_code(score(other, criteria_set))


@few
@given(drawn(plain=True))
def test_what_is_not_listed_as_missing_changes_nothing_either(case: tuple[Document, list[Assessment]]) -> None:
    """Where nothing is invalid, only the absent inputs that are listed are needed: others change no total or class."""
    criteria_set = made(case[0])
    valid = [sheet for sheet in case[1] if not score(sheet, criteria_set).invalid]
    for sheet, full in pairwise(valid):
        card = score(sheet, criteria_set)
        more = {
            name: answer
            for name, answer in full.answers.items()
            if name not in sheet.answers and name not in card.missing
        }
        assert totals(card) == totals(score(evolve(sheet, answers={**sheet.answers, **more}), criteria_set))


def totals(card: Scorecard) -> tuple[object, ...]:
    """Return what a scorecard says of the whole."""
    sums = card.points, card.bonus, card.penalty, card.applicable_maximum
    return *sums, card.exact_index, card.class_, set(card.missing), card.complete


# ---- what is said of what is not known


@some
@given(drawn())
def test_what_is_listed_as_missing_is_absent(case: tuple[Document, list[Assessment]]) -> None:
    """Each missing input is declared and not answered."""
    for sheet, card in zip(case[1], cards(case), strict=True):
        assert [] == [name for name in card.missing if name in sheet.answers or name in sheet.unit.attributes]


@some
@given(drawn())
def test_a_score_is_refused_as_final_exactly_while_it_is_not_complete(case: tuple[Document, list[Assessment]]) -> None:
    """A complete score is final and has nothing missing; any other is refused with at least one reason."""
    criteria_set = made(case[0])
    for sheet, card in zip(case[1], cards(case), strict=True):
        if card.complete:
            assert (card, (), ()) == (score(sheet, criteria_set, final=True), card.missing, card.invalid)
        else:
            with pytest.raises(NotFinalError) as caught:
                score(sheet, criteria_set, final=True)
            assert caught.value.reasons


@few
@given(drawn())
def test_every_node_says_why(case: tuple[Document, list[Assessment]]) -> None:
    """There are lines for every node, whatever became of it."""
    for card in cards(case):
        assert all(card.why(node.code)[0].startswith(f"{node.code} ") for node in card.walk())


# ---- the way out and back


@some
@given(drawn())
def test_json_reads_back_as_the_same_scorecard(case: tuple[Document, list[Assessment]]) -> None:
    """A scorecard goes out to JSON and comes back equal, and goes out again to the same bytes."""
    for card in cards(case):
        back = Scorecard.from_json(card.to_json())
        assert (card, card.to_json()) == (back, back.to_json())


@few
@given(drawn())
def test_the_same_inputs_give_the_same_bytes(case: tuple[Document, list[Assessment]]) -> None:
    """Loaded and scored again, in one process, the same inputs give the same text."""
    assert [card.to_json(explained=True) for card in cards(case)] == [
        card.to_json(explained=True) for card in cards(case)
    ]


PROGRAMME = """
import json, sys
sys.path.insert(0, sys.argv[1])
from _drawn import made
from parengine import Assessment, Unit, score
for document, sheets in json.load(sys.stdin):
    criteria_set = made(document)
    for given in sheets:
        unit = Unit("u", attributes=given["attributes"])
        card = score(Assessment(set=criteria_set.id, unit=unit, year=2022, answers=given["answers"]), criteria_set)
        sys.stdout.buffer.write(card.to_json(explained=True).encode())
"""


def plain(value: object) -> str:
    """Return what JSON cannot say as text."""
    return (
        value.isoformat()
        if isinstance(value, datetime.date)
        else str(value if isinstance(value, Decimal) else type(value))
    )


@settings(max_examples=1)
@given(st.lists(drawn(), min_size=12, max_size=12))
def test_the_same_inputs_give_the_same_bytes_in_processes_with_other_hash_seeds(
    cases: list[tuple[Document, list[Assessment]]],
) -> None:
    """No order of sets, of memory or of hashes reaches a scorecard or its lines of why."""
    sheets = [
        (document, [{"answers": s.answers, "attributes": s.unit.attributes} for s in given])
        for document, given in cases
    ]
    text = json.dumps(sheets, default=plain).encode()
    written = [
        subprocess.run(
            [sys.executable, "-c", PROGRAMME, str(Path(__file__).parent)],
            input=text, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True,
        ).stdout
        for seed in ("0", "7")
    ]  # fmt: skip

    assert written[0]
    assert written[0] == written[1]
