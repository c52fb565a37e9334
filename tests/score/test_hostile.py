"""Sets made to break the engine: hostile texts, deep trees, conditions within conditions."""

# An expected 1 is the 1 of a Fraction: comparing the two is meant.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

import io
import keyword
import re
import tokenize

import pytest
from _sets import F, alone, asked, assessment, criteria_set, formula, group, leaf, scored, statuses

from parengine import CriteriaSet, Scorecard, Unit, score
from parengine.score import prepare

HOSTILE = (
    '"; import os; "',
    "'''\"\"\"",
    "a\\\n b",
    "\\N{BULLET}",
    "{answers}%s",
    "return 1",
    "ệ́ 🧮",
    "__import__('os')",
)
MADE = re.compile(r"([xtnsvd]|mode|calendar)[0-9]+|answers|marks|run")
GIVEN = {"admit", "top", "type_of", "whole_number", "truth", "nth_best", "year_of", "date_of", "working"}
GIVEN |= {"days_between", "round_pair"}


def strangers(made: CriteriaSet) -> list[str]:
    """Return what a set's generated code holds beside the compiler's names and integers."""
    readings = prepare(made).exact.source, prepare(made).quick.source
    tokens = [token for text in readings for token in tokenize.generate_tokens(io.StringIO(text).readline)]
    names = [token.string for token in tokens if token.type == tokenize.NAME]
    texts = [token.string for token in tokens if token.type in (tokenize.STRING, tokenize.COMMENT, tokenize.ERRORTOKEN)]
    numbers = [token.string for token in tokens if token.type == tokenize.NUMBER and not token.string.isdigit()]
    return [n for n in names if not (MADE.fullmatch(n) or keyword.iskeyword(n) or n in GIVEN)] + texts + numbers


@pytest.mark.parametrize("hostile", HOSTILE)
def test_labels_and_reasons_never_reach_generated_code(hostile: str) -> None:
    """What people read may hold anything: the set is scored, and the generated code holds none of it."""
    text = {"vi": hostile, "en": hostile}
    clause = {"condition": "a", "reason": text}
    node = leaf("1", label=text, zero_rules=[clause], caps=[{"limit": 0.5, "reason": text}], responsible=hostile)
    made = criteria_set(
        node,
        title=text,
        channels={"x": {"label": text}},
        classes={
            "list": [{"id": "A", "label": text, "at_least": 0, "gates": [{"condition": "not a", "reason": text}]}]
        },
    )
    card = scored(made, a=False, p1=1)

    assert [] == strangers(made)
    assert (F("0.5"), hostile, card) == (card.points, card.at("1").label.vi, Scorecard.from_json(card.to_json()))


NAMES = (
    "x0",
    "t1",
    "n1",
    "d1",
    "s1",
    "v1",
    "marks",
    "answers",
    "run",
    "admit",
    "class",
    "import",
    "lambda",
    "none",
    "print",
    "self",
)


def test_ids_that_are_names_of_generated_code_clash_with_nothing() -> None:
    """Inputs, attributes and options may be called like variables, keywords and helpers."""
    options = [{"id": name, "label": name} for name in ("x0", "class", "none", "unclassified", "missing")]
    nodes = [formula(name, name, 100, inputs={name: asked("count")}) for name in NAMES]
    choice = formula("choice", 'when(unit.x0 = "none", 1, 0)')
    made = criteria_set(*nodes, choice, unit_attributes={"x0": asked("choice", options=options)})
    card = score(assessment(dict.fromkeys(NAMES, 1), Unit("u", attributes={"x0": "none"})), made)

    assert [] == strangers(made)
    assert len(NAMES) + 1 == card.points


@pytest.mark.parametrize(
    "code", ["total", "bonus", "points", "index", "class", "shift", "open", "0", "A", "None", "1e5"]
)
def test_codes_may_be_called_like_what_the_programme_calls_its_own(code: str) -> None:
    """A node's code never meets a name of the programme."""
    node = group(code, leaf("k1", channel="x"), leaf("k2", channel="y"), caps=[{"limit": 1}])
    made = criteria_set(node, channels={"x": {"label": "X"}, "y": {"label": "Y"}}, rounding={"levels": ["total"]})
    card = scored(made, pk1=1, pk2=1)

    assert (1, 1) == (card.points, card.at(code).points)
    assert 1 == sum(each.points for each in (*card.channels, *card.lines))


def test_a_tree_of_the_greatest_depth_is_scored() -> None:
    """Thirty-two levels, each with a clause of its own."""
    node = leaf("x" * 32, zero_rules=["b"])
    for depth in range(31, 0, -1):
        node = group("x" * depth, node, zero_rules=["a"], not_applicable_when="c")
    card = alone(node, a=False, b=False, c=False, **{f"p{'x' * 32}": 1})

    assert (1, 32, 1) == (card.points, len(statuses(card)), card.at("x").points)
    assert card == Scorecard.from_json(card.to_json())
    assert card.why("x" * 32)


def test_conditions_within_conditions_are_scored_in_no_time() -> None:
    """A text as deep as texts may be does not take the compiler longer with each level, twice over."""
    condition = "a"
    for _ in range(60):
        condition = f"when({condition}, b, c)"

    assert 3 == alone(formula("1", f"when({condition}, m, n)"), a=True, b=True, c=False, m=3).points


def test_many_nodes_that_mix_channels_are_scored() -> None:
    """Hundreds of groups taken apart make sums of hundreds of terms."""
    nodes = [group(f"g{i}", leaf(f"g{i}.1", channel="x"), leaf(f"g{i}.2", channel="y")) for i in range(150)]
    made = criteria_set(*nodes, channels={"x": {"label": "X"}, "y": {"label": "Y"}})
    card = scored(made, **{f"pg{i}_1": 1 for i in range(150)})

    assert [(150, 150), (0, 150)] == [(each.points, each.maximum) for each in card.channels]


@pytest.mark.parametrize("answer", [{"a": 1}, object(), b"1", {1, 2}, range(3), lambda: 1, 10**400, "9" * 5000])
def test_no_answer_at_all_makes_scoring_fail(answer: object) -> None:
    """Whatever an application hands over, it is an invalid answer with a sentence, not a crash."""
    card = alone(formula("1", "m + when(a, 1, 0)"), m=answer, a=answer)

    assert ["m", "a"] == [one.input for one in card.invalid]
    assert all(0 < len(one.sentence) < 200 for one in card.invalid)
    assert card == Scorecard.from_json(card.to_json())
