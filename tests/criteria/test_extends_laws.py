"""The law of extending editions: to extend and to write out by hand are the same, to the digest and to every figure."""

import copy
from typing import Any

from criteria_documents import group, leaf, small
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import mutated

from parengine import Assessment, DocumentError, criteria, score

FIELDS = [
    group("1", leaf("1.1"), leaf("1.2", 2), leaf("1.3"), maxima_differ="as printed"),
    leaf("2", 3),
    group(
        "3",
        group("3.1", leaf("3.1.1"), leaf("3.1.2"), maxima_differ="as printed"),
        leaf("3.2"),
        maxima_differ="as printed",
    ),
]
BASE = small(*FIELDS, maxima_differ="as printed", bonus=[leaf("T")])
OWN = {"id": "next-2023", "edition": "2023.1", "years": [2022, 2023], "provenance": "invented"}
CODES = ["1", "1.1", "1.2", "1.3", "2", "3", "3.1", "3.1.1", "3.1.2", "3.2", "T"]
GROUPS = [None, "1", "3", "3.1"]


def lists(document: dict[str, Any]) -> list[tuple[str | None, list[Any]]]:
    """Return every list of nodes with the code of its group; None is that of the fields."""
    found: list[tuple[str | None, list[Any]]] = [(None, document["criteria"]), ("bonus", document.get("bonus", []))]
    for _, nodes in found:
        found.extend((node["code"], node["children"]) for node in nodes if "children" in node)
    return found


def by_hand(document: dict[str, Any], extends: dict[str, Any]) -> dict[str, Any]:
    """Return what a person makes of a base and a list of edits, one after the other."""
    made = copy.deepcopy({**document, **OWN})
    for node in extends["replace"]:
        for _, nodes in lists(made):
            nodes[:] = [node if each["code"] == node["code"] else each for each in nodes]
    for code in extends["remove"]:
        for _, nodes in lists(made):
            nodes[:] = [each for each in nodes if each["code"] != code]
    for added in extends["add"]:
        nodes = dict(lists(made))[added.get("under")]
        codes = [each["code"] for each in nodes]
        nodes.insert(codes.index(added["before"]) if "before" in added else len(nodes), added["node"])
    if not made["bonus"]:
        del made["bonus"]
    return {**made, "inputs": extends["inputs"]} if extends["inputs"] else made


@st.composite
def edits(draw: st.DrawFn) -> dict[str, Any]:
    """Draw edits that leave something of each group; no edit lies inside another."""
    touched = draw(st.lists(st.sampled_from(CODES), unique=True, max_size=5))
    touched = [code for code in touched if not any(code.startswith(f"{other}.") for other in touched)]
    removed = [code for code in touched if draw(st.booleans())]
    replaced = [code for code in touched if code not in removed]
    under = [
        group for group in GROUPS if group is None or not any(f"{group}.".startswith(f"{code}.") for code in touched)
    ]
    added = [draw(_addition(f"9{i}", under, touched)) for i in range(draw(st.integers(0, 3)))]
    shared = {"seen": {"type": "yes_no", "label": "Xem"}} if draw(st.booleans()) else {}
    return {"replace": [draw(_new(code)) for code in replaced], "remove": removed, "add": added, "inputs": shared}


@st.composite
def _new(draw: st.DrawFn, code: str) -> dict[str, Any]:
    maximum = draw(st.integers(1, 4))
    if draw(st.booleans()):
        return leaf(code, maximum, note="new")
    return group(code, leaf(f"{code}.a", maximum), leaf(f"{code}.b"), note="new")


@st.composite
def _addition(draw: st.DrawFn, code: str, under: list[str | None], touched: list[str]) -> dict[str, Any]:
    group = draw(st.sampled_from(under))
    beside = {None: ["2"], "1": ["1.2"], "3": ["3.2"], "3.1": ["3.1.1"]}[group]
    before = draw(st.sampled_from([None, *(each for each in beside if each not in touched)]))
    named = {"under": group, "before": before, "node": draw(_new(code))}
    return {key: value for key, value in named.items() if value is not None}


def leaves_something(document: dict[str, Any]) -> bool:
    """Return whether every group and the set keep a node."""
    return all(nodes for code, nodes in lists(document) if code != "bonus")


@given(edits(), st.lists(st.booleans(), min_size=40, max_size=40))
@settings(max_examples=80, deadline=None)
def test_extending_and_expanding_commute_with_scoring(extends: dict[str, Any], said: list[bool]) -> None:
    """An extending edition and the same written out by hand have one digest, and every figure of a score is equal."""
    whole = by_hand(BASE, extends)
    head = {key: BASE[key] for key in ("format", "owner", "tier")}
    written = {
        **head,
        **OWN,
        "extends": {"edition": "small-2022", **{key: edit for key, edit in extends.items() if edit}},
    }
    if not leaves_something(whole):
        return
    one, other = criteria.loads(written, bases=lambda _: BASE), criteria.loads(whole)
    assert (other.digest, other.document) == (one.digest, one.document)

    sheet = Assessment(set=one.id, unit="u", year=2023, answers=dict(zip(sorted(one.inputs), said, strict=False)))
    assert score(sheet, other).to_json() == score(sheet, one).to_json()


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_nothing_that_is_written_under_extends_ends_in_a_traceback(data: st.DataObject) -> None:
    """Whatever is wrong with an extending edition or with its base, there is a sentence with a place."""
    head = {key: BASE[key] for key in ("format", "owner", "tier")}
    written = {**head, **OWN, "extends": {"edition": "small-2022", **data.draw(edits())}}
    document, base = data.draw(mutated(written)), data.draw(st.just(BASE) | mutated(BASE))

    found = criteria.check(document, name="x", bases=lambda _: base)
    errors = [str(problem) for problem in found if problem.severity == "error"]
    assert errors == _refusal(document, base)


def _refusal(document: dict[str, Any], base: dict[str, Any]) -> list[str]:
    try:
        criteria.loads(document, name="x", bases=lambda _: base)
    except DocumentError as error:
        return [str(problem) for problem in error.problems if problem.severity == "error"]
    return []
