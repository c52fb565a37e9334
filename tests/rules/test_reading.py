from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from jsonschema.validators import extend
from rule_desk import Desk, no_zero_case, problems, read, rule
from rule_examples import DOCUMENTS, EXAMPLES, name_of

from parengine.expr import INVALID, Expr, evaluate
from parengine.rules import KINDS, Path, _reading, kind, kind_schema, read_rule, rule_schema
from parengine.types import ValueType

SCHEMA = {
    "$ref": "#/$defs/rule",
    "$defs": {"rule": rule_schema(KINDS), "provenance": {"type": ["string", "object"]}},
}


def _is_number(_checker: object, value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


VALIDATOR = extend(Draft202012Validator, type_checker=Draft202012Validator.TYPE_CHECKER.redefine("number", _is_number))(
    SCHEMA
)

JUNK: list[Any] = [
    None,
    True,
    7,
    -3,
    Decimal("0.5"),
    80,
    "",
    "80%",
    "x y",
    [],
    [1, 2, 3],
    {},
    {"vi": 1},
    [["80%"]],
    10**30,
]

PLAN = {"kind": "proportion", "numerator": "done", "denominator": "planned", "if_zero": "zero"}


# ---- one declaration, two readers


@pytest.mark.parametrize("name", KINDS)
def test_every_schema_is_valid(name: str) -> None:
    """The schema of each kind is a JSON Schema of 2020-12."""
    Draft202012Validator.check_schema(kind_schema(KINDS[name]))


def test_the_schema_of_rules_is_valid() -> None:
    """The schema of all kinds together is a JSON Schema of 2020-12."""
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", KINDS)
def test_every_property_has_a_title_and_a_description(name: str) -> None:
    """Whoever builds a form from the schema finds words for every property, parts included."""
    wordless = [
        path for path, schema in properties(kind_schema(KINDS[name])) if not {"title", "description"} <= set(schema)
    ]

    assert [] == wordless


def properties(schema: Any, path: Path = ()) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Yield every property of a schema with its path."""
    if isinstance(schema, Mapping):
        for key, inner in schema.get("properties", {}).items() if isinstance(schema.get("properties"), Mapping) else ():
            yield (*path, key), inner
        for key, inner in schema.items():
            yield from properties(inner, (*path, key))
    elif isinstance(schema, list):
        for place, inner in enumerate(schema):
            yield from properties(inner, (*path, place))


@pytest.mark.parametrize("example", DOCUMENTS, ids=map(name_of, DOCUMENTS))
def test_a_document_that_the_schema_takes_is_read(example: Any) -> None:
    """The examples satisfy the schema and are read without a problem."""
    document, maximum = example

    assert [] == [error.message for error in VALIDATOR.iter_errors(document)]
    assert ([], True) == (read(document, maximum)[1], rule(document, maximum).name == document["kind"])


class Lenient(Desk):
    """A scope in which every text means something: what is left is the form of the document."""

    def expression(self, value: object, wanted: ValueType, path: Path) -> Expr | None:
        if value == "":
            self.report(path, "there is no expression")
        return None if value == "" else INVALID

    def ratings(self, name: object, path: Path) -> Any:
        return super().ratings("citizens", path) if name else super().ratings(name, path)


@settings(max_examples=150)
@given(draw=st.data())
def test_schema_and_reader_agree(draw: st.DataObject) -> None:
    """Whatever is done to a document, the schema refuses it exactly when the reader refuses its form."""
    document, _ = draw.draw(st.sampled_from(DOCUMENTS))
    broken = draw.draw(mutations(document))

    refused_by_schema = not VALIDATOR.is_valid(broken)

    assert refused_by_schema == bool(form_problems(broken)), [*VALIDATOR.iter_errors(broken)][:1]


def form_problems(document: object) -> list[tuple[Path, str]]:
    """Return what is wrong with the form of a document, whatever its texts mean and its numbers come to."""
    desk = Lenient()
    reading = _reading.Reading(desk, Fraction(10), _reading._read)
    _reading._read(document, reading, ())
    return [(path, sentence) for path, sentence in desk.reports if "refused its slots" not in sentence]


@st.composite
def mutations(draw: st.DrawFn, document: dict[str, Any]) -> Any:
    """Draw a document with one thing taken away, added or put in the place of another."""
    broken = deepcopy(document)
    places = [*containers(broken)]
    holder = draw(st.sampled_from(places))
    act = draw(st.sampled_from(["replace", "remove", "add"]))
    if isinstance(holder, list):
        _mutate_list(draw, holder, act)
    else:
        _mutate_mapping(draw, holder, act)
    return broken


def _mutate_list(draw: st.DrawFn, holder: list[Any], act: str) -> None:
    place = draw(st.integers(0, max(0, len(holder) - 1)))
    if act == "add" or not holder:
        holder.insert(place, draw(st.sampled_from(JUNK)))
    elif act == "remove":
        del holder[place]
    else:
        holder[place] = draw(st.sampled_from(JUNK))


def _mutate_mapping(draw: st.DrawFn, holder: dict[str, Any], act: str) -> None:
    keys = sorted(set(holder) - {"kind"})
    if act == "add" or not keys:
        key = draw(
            st.sampled_from(["points", "share", "above", "at_most", "input", "groups", "per_day", "note", "surprise"])
        )
        holder[key] = draw(st.sampled_from(JUNK))
    elif act == "remove":
        del holder[draw(st.sampled_from(keys))]
    else:
        holder[draw(st.sampled_from(keys))] = draw(st.sampled_from(JUNK))


def containers(document: Any) -> Iterator[Any]:
    """Yield every mapping and list within a document."""
    if isinstance(document, dict | list):
        yield document
        for inner in document.values() if isinstance(document, dict) else document:
            yield from containers(inner)


# ---- whatever the document holds


@settings(max_examples=150)
@given(draw=st.data())
def test_no_document_makes_the_reader_raise(draw: st.DataObject) -> None:
    """A broken document is read to a rule that gives points, or to None with something reported."""
    document, maximum = draw.draw(st.sampled_from(DOCUMENTS))
    broken = draw.draw(mutations(draw.draw(mutations(document))))

    found, reports = read(broken, maximum)

    if found is None:
        assert reports
    else:
        evaluate(found.points(Fraction(str(maximum))))


NOTHING_BUT_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.decimals(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10) | st.integers(), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(garbage=NOTHING_BUT_VALUES, key=st.sampled_from(sorted(KINDS)))
def test_garbage_is_refused_with_sentences(garbage: Any, key: str) -> None:
    """Any tree of values in the place of a rule, or of each of its slots, is reported and never raises."""
    assert read(garbage)[0] is None
    for document, maximum in EXAMPLES[key]:
        read({slot: value if slot == "kind" else garbage for slot, value in document.items()}, maximum)


def test_rules_nest_eight_deep_and_no_deeper() -> None:
    """The eighth rule within rules is read, the ninth is refused with its place."""
    assert [] == problems(nested(7))
    assert ["rules stand within rules more than 8 deep"] == problems(nested(8))


def test_ten_thousand_levels_are_refused_at_the_ninth() -> None:
    """A document that nests without end is refused without being walked to its end."""
    found, reports = read(nested(10_000))

    assert found is None
    assert [(("rules", 0) * 8, "rules stand within rules more than 8 deep")] == reports


def nested(levels: int) -> dict[str, Any]:
    """Return a rule within so many rules."""
    document: dict[str, Any] = PLAN
    for _ in range(levels):
        document = {"kind": "combine", "how": "best", "rules": [document]}
    return document


def test_a_list_holds_at_most_a_hundred() -> None:
    """The 101st step is refused, once, with the count."""
    steps = [{"at_least": place + 1, "points": 1} for place in range(101)]

    assert ["the list must hold at most 100, not 101"] == problems({"kind": "bands", "value": "done", "steps": steps})


def test_a_rule_that_is_too_deep_for_any_reading_is_refused() -> None:
    """Lists within lists of cases that come to hundreds of choices are refused with the number."""
    cases = [{"when": f"done = {place}", "rule": {"kind": "formula", "points": 0}} for place in range(100)]
    document: dict[str, Any] = {"kind": "formula", "points": 0}
    for _ in range(3):
        document = {"kind": "cases", "cases": cases, "else": document}

    assert ["the rule is 302 levels deep, more than 200; write it in parts"] == problems(document)


def test_values_in_sentences_are_short_and_on_one_line() -> None:
    """What a document holds is shown cut and without control characters."""
    assert [
        "'a?" + "b" * 38 + "…' is not a rule kind; the kinds are " + ", ".join(KINDS),
    ] == problems({"kind": "a\n" + "b" * 500})


# ---- sentences with places


@pytest.mark.parametrize(
    "document, place, sentence",
    [
        (7, (), "'7' is not a rule; a rule is a mapping with a 'kind'"),
        ([], (), "a list is not a rule; a rule is a mapping with a 'kind'"),
        ({}, (), "a rule names its 'kind': " + ", ".join(KINDS)),
        ({"kind": "proportionn"}, ("kind",), "'proportionn' is not a rule kind; did you mean 'proportion'?"),
        ({"kind": ["bands"]}, ("kind",), "a list is not a rule kind; the kinds are " + ", ".join(KINDS)),
        ({"kind": "tally", "count": "done"}, (), "'each' is missing"),
        (
            {"kind": "tally", "count": "done", "eahc": 1, "each": 1},
            (),
            "'eahc' is not a key here; did you mean 'each'?",
        ),
        (
            {"kind": "tally", "count": "done", "each": 1, 3: 1},
            (),
            "'3' is not a key here; the keys are kind, provenance, note, maximum, count, each",
        ),
        (
            {"kind": "tally", "count": True, "each": 1},
            ("count",),
            "'true' is not a number or the text of an expression",
        ),
        ({"kind": "tally", "count": "dona", "each": 1}, ("count",), None),
        ({"kind": "tally", "count": "done", "each": "1"}, ("each",), "'1' is not a plain number"),
        ({"kind": "tally", "count": "done", "each": 0}, ("each",), "'0' must be above 0"),
        ({"kind": "tally", "count": "done", "each": 10**10}, ("each",), "'10000000000' must be at most 1000000000"),
        ({"kind": "tally", "count": "done", "each": None}, ("each",), "a NoneType is not a number"),
        ({**PLAN, "zero_below": 80}, ("zero_below",), "'80' is more than the whole; a percentage is written '80%'"),
        ({**PLAN, "zero_below": "80"}, ("zero_below",), "'80' is neither a number nor a percentage such as '80%'"),
        ({**PLAN, "full_at": 0}, ("full_at",), "'0' is too small for a share"),
        ({**PLAN, "complement": "yes"}, ("complement",), "'yes' is neither true nor false"),
        ({**PLAN, "above": "more"}, ("above",), "'more' is not one of cap, allow"),
        ({**PLAN, "if_zero": 0}, ("if_zero",), "'0' is not one of missing, not_applicable, full, zero"),
        (
            {**PLAN, "maximum": 2},
            ("maximum",),
            "a leaf's maximum stands on the criterion; only a rule within a rule has its own",
        ),
        ({**PLAN, "note": 7}, ("note",), "'7' is not a text"),
        ({"kind": "yes_no"}, (), "'condition' or 'input' is missing"),
        ({"kind": "yes_no", "input": "q1", "condition": "q1"}, (), "only one of 'condition' or 'input' may be given"),
        ({"kind": "bands", "value": "done", "steps": "all"}, ("steps",), "'all' is not a list"),
        ({"kind": "bands", "value": "done", "steps": []}, ("steps",), "the list must hold at least 1"),
        (
            {"kind": "bands", "value": "done", "steps": [{"at_least": 3, "points": 1}, 7]},
            ("steps", 1),
            "'7' is not a mapping of 'at_least', 'above', 'below', 'at_most', 'points', 'share'",
        ),
        (
            {"kind": "bands", "value": "done", "steps": [{"at_least": 2 * 10**15, "points": 1}]},
            ("steps", 0, "at_least"),
            "'2000000000000000' is out of all proportion; at most 1000000000000000 is read",
        ),
        (
            {"kind": "interpolate", "value": "done", "knots": [[1, 0], [2]]},
            ("knots", 1),
            "a knot is a list of two: a threshold and points",
        ),
        (
            {"kind": "interpolate", "value": "done", "knots": [[1, 0], [2, "1"]]},
            ("knots", 1, 1),
            "'1' is not a plain number",
        ),
        (
            {"kind": "levels", "input": "level", "points": []},
            ("points",),
            "give points for each option, from 1 to 100 of them, as a mapping",
        ),
        ({"kind": "levels", "input": "level", "points": {"Full": 1}}, ("points",), "'Full' is not the id of an option"),
        ({"kind": "levels", "input": 3, "points": {"full": 1}}, ("input",), "'3' is not the name of a choice"),
        (
            {"kind": "survey", "ratings": 3, "if_empty": "zero"},
            ("ratings",),
            "'3' is not the name of a 'ratings' input",
        ),
        (
            {"kind": "survey", "ratings": "nobody", "if_empty": "zero"},
            ("ratings",),
            "'nobody' is not a declared 'ratings' input",
        ),
        (
            {
                "kind": "survey",
                "groups": [{"ratings": "council", "weight": 1, "label": {"en": "x"}}],
                "if_empty": "zero",
            },
            ("groups", 0, "label"),
            "a label is a text, or a mapping of 'vi' and 'en'",
        ),
        (
            {"kind": "survey", "groups": [{"ratings": "council", "weight": 1, "label": {"vi": 7}}], "if_empty": "zero"},
            ("groups", 0, "label"),
            "a label's 'vi' and 'en' are texts",
        ),
        (
            {"kind": "combine", "how": "best", "rules": [{**PLAN, "provenance": "sourced"}]},
            ("rules", 0, "provenance"),
            "provenance is said of the leaf's rule as a whole, not of a rule within it",
        ),
        (
            {"kind": "combine", "how": "best", "rules": [{**PLAN, "maximum": 0}]},
            ("rules", 0, "maximum"),
            "'0' must be above 0",
        ),
        ({"kind": "combine", "how": "best", "rules": [PLAN], "n": 1.5}, ("n",), "'1.5' is not a whole number"),
        (
            {"kind": "deadline", "date": 7, "due": "sent"},
            ("date",),
            "'7' is not the text of a date such as 'date(year, 1, 31)'",
        ),
        (
            {"kind": "deadline", "date": "sent", "due": "sent", "working_days": 1},
            ("working_days",),
            "'1' is neither true nor false",
        ),
        ({"kind": "all_of", "parts": ["q1", 7]}, ("parts", 1), "'7' is not the text of a condition"),
    ],
)
def test_a_problem_has_its_place_and_its_sentence(document: Any, place: Path, sentence: str | None) -> None:
    """Each thing that is wrong is said where it is, in a sentence with a hint."""
    _, reports = read(document)

    assert [place] == [path for path, _ in reports]
    assert sentence in (None, reports[0][1])


def test_every_problem_is_reported_at_once() -> None:
    """A document with five problems gets five sentences."""
    document = {
        "kind": "bands",
        "value": ["done"],
        "steps": [{"at_least": "x", "points": -1}, {"points": 1}],
        "elsse": 0,
    }

    assert [
        ((), "'elsse' is not a key here; did you mean 'else'?"),
        (("value",), "a list is not a number or the text of an expression"),
        (("steps", 0, "at_least"), "'x' is neither a number nor a percentage such as '80%'"),
        (("steps", 0, "points"), "'-1' must be at least 0"),
        (("steps", 1), "'at_least' or 'above' or 'below' or 'at_most' is missing"),
    ] == read(document)[1]


def test_a_rule_with_problems_of_sense_is_given_all_the_same() -> None:
    """What the kind finds wrong is reported, but the rule is there, so that its inputs count as used."""
    found, reports = read({"kind": "proportion", "numerator": "done", "denominator": "planned"})

    assert found is not None
    assert [no_zero_case("planned")] == [sentence for _, sentence in reports]


def test_the_word_maximum_is_that_of_the_rule_it_stands_in() -> None:
    """A rule within a rule that has its own maximum sees it as `maximum`; one that has none sees the leaf's."""
    document = {
        "kind": "combine",
        "how": "sum",
        "rules": [
            {"kind": "formula", "maximum": 0.5, "points": "maximum"},
            {"kind": "formula", "points": "maximum * 0.75"},
        ],
        "adds_up_to": 2.5,
    }

    assert Fraction(2) == evaluate(rule(document, 2).points(Fraction(2)))


def test_a_path_starts_where_the_caller_says() -> None:
    """Problems are reported below the path at which the rule stands in its document."""
    desk = Desk()

    read_rule({**PLAN, "above": 1}, Fraction(1), desk, ("criteria", 0, "rule"))

    assert [("criteria", 0, "rule", "above")] == [path for path, _ in desk.reports]


class Broken:
    """A kind, such as a plugin may bring, whose points cannot be had."""

    name = "owner.broken"

    def points(self, maximum: Fraction) -> Expr:
        raise ValueError("no points today")

    def problems(self, maximum: Fraction) -> Iterator[str]:
        yield from ()


def test_a_kind_that_raises_is_reported() -> None:
    """A plugin's kind that raises instead of yielding problems is named, with what it said."""
    found, reports = read({"kind": "owner.broken"}, kinds={"owner.broken": kind(Broken)})

    assert (None, [((), "'owner.broken' failed: no points today")]) == (found, reports)


def test_a_kind_that_refuses_its_slots_is_reported() -> None:
    """A plugin's kind whose values check each other may refuse them when it is made."""

    class Picky(Broken):
        def __attrs_post_init__(self) -> None:
            raise ValueError("not like this")

    found, reports = read({"kind": "owner.broken"}, kinds={"owner.broken": kind(Picky)})

    assert (None, [((), "'owner.broken' refused its slots: not like this")]) == (found, reports)
