"""The scorecard: what it holds, how it is asked, and its way out to JSON and back."""

# An expected 1 is the 1 of a Fraction: comparing the two is meant.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from _sets import ID, YEAR, Document, F, assessment, criteria_set, formula, group, leaf, scored

from parengine import Assessment, DocumentError, Scorecard, Unit, score
from parengine.types import Text

SHARE = {"kind": "proportion", "numerator": "m", "denominator": "n", "if_zero": "missing"}
HERE = Path(__file__).parent


FIFTH_ARTICLE = {"is": "sourced", "sources": ["TT"], "parts": ["limit"], "note": "Điều 5"}


def rich() -> Scorecard:
    """Return a scorecard in which something of everything happens."""
    cap = {"limit": 2.5, "reason": {"vi": "Chậm", "en": "Late"}, "provenance": FIFTH_ARTICLE}
    one = group(
        "1",
        leaf("1.1", 3, channel="appraised", rule=SHARE, responsible="Sở Nội vụ", caps=[cap]),
        leaf("1.2", 2, channel="survey", zero_rules=[{"condition": "a", "reason": "Không có kế hoạch"}]),
        leaf("1.3", 1, channel="survey", not_applicable_when="b", not_applicable="full"),
    )
    two = group(
        "2",
        leaf("2.1", 2, channel="appraised", checks=["m <= n"]),
        leaf("2.2", 2, channel="appraised"),
        caps=[{"limit": 1}],
    )
    good = {"id": "A", "label": {"vi": "Tốt", "en": "Good"}, "at_least": 3}
    made = criteria_set(
        one,
        two,
        leaf("3", channel="survey"),
        bonus=[leaf("B", 2)],
        penalty=[leaf("P", 2)],
        index="points + bonus - penalty",
        channels={"appraised": {"label": "Thẩm định"}, "survey": {"label": {"vi": "Điều tra", "en": "Survey"}}},
        classes={"list": [good, {"id": "B", "label": "Kém"}]},
        sources={"TT": {"title": "Quyết định"}},
        rounding={"levels": ["leaf", "index"]},
    )
    answers = {"m": 8, "n": 9, "a": True, "b": True, "p2_1": "0.333333", "p2_2": "2", "p3": "?", "pb": "0.5"}
    return score(assessment(answers, Unit("so-noi-vu", Text("Sở “Nội vụ”\n\\"))), made)


# ---- what it holds


def test_a_scorecard_says_what_it_is_of() -> None:
    """Set, edition, title, unit, year and stage stand in it."""
    made = criteria_set(leaf("1"))
    card = score(
        Assessment(set=ID, unit=Unit("u", Text("Đơn vị")), year=YEAR, answers={"p1": 1}, stage="appraised"), made
    )

    assert (ID, "1", made.title, "u", Text("Đơn vị"), YEAR, "appraised") == (
        card.set,
        card.edition,
        card.title,
        card.unit,
        card.unit_label,
        card.year,
        card.stage,
    )


def test_nodes_are_found_by_their_codes() -> None:
    """`at` gives a node, `walk` all of them, parents first, bonus and penalty last."""
    card = rich()

    assert ["1", "1.1", "1.2", "1.3", "2", "2.1", "2.2", "3", "B", "P"] == [node.code for node in card.walk()]
    assert ["1", "1.1", "1.2", "1.3"] == [node.code for node in card.at("1").walk()]


def test_an_unknown_code_is_a_sentence() -> None:
    """There is no node with a code that the set does not have."""
    with pytest.raises(KeyError, match=f"there is no criterion '9.9' in '{ID}'"):
        rich().at("9.9")


def test_share_and_what_is_lost() -> None:
    """A share is points ÷ what applies; what is lost is what counts short of what could."""
    node = rich().at("1.1")

    assert (F("2.5") / 3, F("0.5")) == (node.share, node.lost)


def test_the_scorecard_has_its_own_share() -> None:
    """The share of the whole is points ÷ applicable maximum."""
    assert F("0.5") == scored(criteria_set(leaf("1"), leaf("2")), p1=1).share


def test_a_set_that_is_reconstructed_says_so_first() -> None:
    """Every score made with reconstructed clauses carries a notice, in both languages."""
    notice = rich().notice

    assert notice is not None
    assert notice.vi.startswith("KHÔNG PHẢI KẾT QUẢ CHÍNH THỨC")
    assert (notice.en or "").startswith("NOT AN OFFICIAL RESULT")


def test_a_set_that_is_sourced_throughout_has_no_notice() -> None:
    """Where nothing is reconstructed there is nothing to say."""
    sourced = {"is": "sourced", "sources": ["TT"]}
    made = criteria_set(leaf("1", provenance=sourced), provenance=sourced, sources={"TT": {"title": "Quyết định"}})
    card = scored(made, p1=1)

    assert (None, 0) == (card.notice, card.provenance.reconstructed)


def test_reconstructed_clauses_are_counted() -> None:
    """Nodes and clauses are counted by their provenance, a clause's own first."""
    sourced = {"is": "sourced", "sources": ["TT"]}
    node = leaf("1", provenance=sourced, zero_rules=["a", {"condition": "b", "provenance": "recalled"}])
    counts = scored(
        criteria_set(node, provenance=sourced, sources={"TT": {"title": "Quyết định"}}), a=False, b=False, p1=1
    ).provenance

    assert (1, 0) == (counts.reconstructed, counts.derived)


def test_figures_are_shown_at_the_declared_places() -> None:
    """`shown` writes every declared place."""
    card = rich()

    assert Decimal("0.33") == card.shown(F("1/3"))


# ---- digests


def test_the_same_answers_have_the_same_digest() -> None:
    """However a number is written, and in whatever order, the same answers are the same."""
    made = criteria_set(leaf("1"), leaf("2"))
    ways: list[Document] = [{"p1": "0.50", "p2": 1}, {"p2": 1.0, "p1": 0.5}, {"p1": Decimal("0.5"), "p2": "1"}]

    assert 1 == len({scored(made, **way).digests for way in ways})


def test_other_answers_have_another_digest() -> None:
    """An answer, the unit and its attributes, and the year are part of it."""
    digests = {
        Assessment(**{"set": ID, "unit": "u", "year": YEAR, "answers": {"p1": 1}, **changes}).digest()  # type: ignore[arg-type]
        for changes in (
            {},
            {"unit": "v"},
            {"year": 2023},
            {"answers": {"p1": 0}},
            {"unit": Unit("u", attributes={"a": 1})},
            {"set": "x"},
        )
    }

    assert 6 == len(digests)


def test_the_digest_of_the_set_is_of_its_content() -> None:
    """Two loads of one document have one digest, another document another."""
    made, again, other = criteria_set(leaf("1")), criteria_set(leaf("1")), criteria_set(leaf("1", 2))

    assert made.digest == again.digest == scored(made, p1=1).digests.set
    assert other.digest != made.digest


# ---- JSON


def test_json_reads_back_as_the_same_scorecard() -> None:
    """Out and back, nothing is lost."""
    card = rich()

    assert card == Scorecard.from_json(card.to_json())


def test_json_of_what_was_read_is_the_same_text() -> None:
    """Out, back and out again changes no byte."""
    text = rich().to_json()

    assert text == Scorecard.from_json(text).to_json()


def test_the_notice_comes_first() -> None:
    """A scorecard made with reconstructed clauses says so in its first line."""
    assert "notice" == next(iter(json.loads(rich().to_json())))


def test_json_holds_no_floats() -> None:
    """Figures are exact text, an ending decimal or a fraction."""
    third = criteria_set(leaf("1", 13, rule=SHARE))
    tree = json.loads(rich().to_json())

    def numbers(value: object) -> list[object]:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return [value] if isinstance(value, float) else [found for part in inner for found in numbers(part)]

    assert [] == numbers(tree)
    assert ("3.5", "13/3") == (tree["nodes"][0]["points"], scored(third, m=1, n=3).to_dict()["nodes"][0]["points"])


def test_figures_are_written_without_exponents() -> None:
    """However many places an edition declares, a figure is digits."""
    tree = scored(criteria_set(leaf("1"), rounding={"levels": ["index"], "places": 9}), p1=0).to_dict()

    assert ("0.000000000", "0.000000000") == (tree["index"], tree["nodes"][0]["shown"])


def test_explanations_travel_on_request() -> None:
    """With `explained` the lines of `why` are written and read back for every node."""
    card = rich()
    back = Scorecard.from_json(card.to_json(explained=True))

    assert [card.why(node.code) for node in card.walk()] == [back.why(node.code) for node in back.walk()]


def test_without_explanations_why_says_how_to_get_them() -> None:
    """A scorecard that was written without them cannot make them up."""
    with pytest.raises(ValueError, match="write it with explained=True"):
        Scorecard.from_json(rich().to_json()).why("1")


def test_the_json_is_under_its_schema() -> None:
    """What is written validates, with and without explanations."""
    from jsonschema import Draft202012Validator

    schema = json.loads((HERE.parents[1] / "schemas" / "scorecard.schema.json").read_text(encoding="utf-8"))
    for explained in (False, True):
        assert [] == [
            error.message for error in Draft202012Validator(schema).iter_errors(rich().to_dict(explained=explained))
        ]


PROGRAMME = """
import sys
sys.path.insert(0, sys.argv[1])
from test_scorecard import rich
sys.stdout.buffer.write(rich().to_json(explained=True).encode())
"""


def test_the_same_inputs_give_the_same_bytes_in_every_process() -> None:
    """No order of sets or of memory is in the result: two processes with different hash seeds write the same."""
    written = [
        subprocess.run(
            [sys.executable, "-c", PROGRAMME, str(HERE)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert rich().to_json(explained=True).encode() == written[0] == written[1]


# ---- why


def test_why_names_the_numbers_that_were_read() -> None:
    """The lines hold the answers, the result and what the clauses did."""
    text = "\n".join(rich().why("1.1"))

    assert all(part in text for part in ("m = 8", "n = 9", "8/3", "2.5", "Late" if "Late" in text else "Chậm"))


def test_why_of_a_zeroed_leaf_does_not_tell_its_rule() -> None:
    """What was not read is not told."""
    lines = rich().why("1.2")

    assert any("a = yes" in line for line in lines)
    assert not any("p1_2" in line for line in lines)


def test_why_of_what_does_not_apply_is_known() -> None:
    """Every node has an answer to why, whatever became of it."""
    card = rich()

    assert all(card.why(node.code)[0].startswith(node.code) for node in card.walk())


def test_why_of_a_group_lists_its_children() -> None:
    """A group is explained by what counts of each child, and by its own clauses."""
    lines = rich().why("2")

    assert [True, True] == [any(code in line for line in lines) for code in ("2.1", "2.2")]


def test_why_says_by_which_clause_a_node_does_not_apply() -> None:
    """Its own clause, or that of the highest group above it, with the reason and the answer that was read."""
    away = {"condition": "a", "reason": {"vi": "Không có đơn vị sự nghiệp"}}
    below = leaf("1.2", 1, not_applicable_when="b")
    made = criteria_set(group("1", leaf("1.1", 1), below, not_applicable_when=away), leaf("2", 1))
    line = "  “a” is answered yes: yes: Không có đơn vị sự nghiệp (by 1 not_applicable_when, reconstructed)"

    assert [line] * 3 == [scored(made, a=True, b=True, p2=1).why(code)[-1] for code in ("1", "1.1", "1.2")]
    assert (
        "  “b” is answered yes: yes (by 1.2 not_applicable_when, reconstructed)"
        == scored(made, a=False, b=True, p2=1).why("1.2")[-1]
    )


def test_why_says_that_a_check_with_a_missing_operand_is_not_known() -> None:
    """Such a check says nothing, so nothing may be read as its having been passed; nor has a rule given a condition."""
    made = criteria_set(formula("1", "when(n > 4, 1, 0)", checks=["m <= n"]))
    lines = scored(made, m=1).why("1")

    assert ("  “m” is not more than “n”: missing", "  gives missing") == (lines[3], lines[-2])


def test_a_node_says_who_is_responsible() -> None:
    """The agency that the set names for a node, and none where it names none."""
    card = scored(criteria_set(leaf("1", responsible="Sở Nội vụ"), leaf("2")), p1=1, p2=1)

    assert ["Sở Nội vụ", None] == [card.at(code).responsible for code in ("1", "2")]


def test_json_nested_too_deeply_is_refused_with_a_place() -> None:
    """What the reader of JSON gives up on has no line of its own, and is told of the first."""
    with pytest.raises(DocumentError, match=r"^<scorecard>:1:1: \$: this is not JSON: "):
        Scorecard.from_json("[" * 100_000)
