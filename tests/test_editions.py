"""Editions in a registry: which is in force and why, what extends what, and what they rest on."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parengine import DocumentError, Registry, RegistryError, load
from parengine.criteria._provenance_counts import provenance_counts as quick_counts
from parengine.plugins import hookimpl
from parengine.score._provenance import provenance_counts

GATE = {"condition": "issued", "provenance": "derived"}


def document(id: str, *years: int, **changes: Any) -> dict[str, Any]:
    """Return a small criteria set."""
    leaf = {
        "code": "1",
        "label": "Kế hoạch",
        "maximum": 10,
        "provenance": {"is": "sourced", "sources": ["QD"]},
        "inputs": {"issued": {"type": "yes_no", "label": "Đã ban hành"}},
        "zero_rules": ["not issued", {"condition": "not issued", "provenance": "invented"}],
        "caps": [{"limit": 9, "provenance": "derived"}],
        "rule": {"kind": "yes_no", "condition": "issued", "provenance": "recalled"},
    }
    return {
        "format": 1,
        "id": id,
        "edition": "1",
        "owner": "tiny",
        "tier": "agency",
        "years": list(years or (2025,)),
        "title": {"vi": "Bộ nhỏ", "en": "A tiny set"},
        "decision": {"number": f"{len(id)}/QĐ", "issued": "2025-03-01", "in_force": "2025-04-01"},
        "provenance": "derived",
        "sources": {"QD": {"title": "Quyết định"}},
        "maximum": 10,
        "index": {"value": "10 * points", "provenance": "invented"},
        "classes": {
            "provenance": "invented",
            "list": [{"id": "A", "label": "Tốt", "at_least": 0, "gates": [GATE]}],
        },
        "criteria": [leaf],
        **changes,
    }


def extending(id: str, base: str, *years: int, **changes: Any) -> dict[str, Any]:
    """Return a set that extends another one and says only what it must."""
    needed = ("format", "edition", "owner", "tier", "provenance")
    head = {key: value for key, value in document(id).items() if key in needed}
    return {**head, "id": id, "years": list(years or (2025,)), "extends": {"edition": base}, **changes}


def registry(*documents: Any, name: str = "one") -> Registry:
    """Return the registry of one plugin that brings these documents."""
    return Registry.build([plugin(name, *documents)])


def plugin(name: str, *documents: Any) -> SimpleNamespace:
    """Return a plugin that brings these documents."""

    @hookimpl
    def parengine_criteria_sets() -> list[Any]:
        return list(documents)

    return SimpleNamespace(__name__=name, parengine_criteria_sets=parengine_criteria_sets)


def standing(known: Registry, year: int = 2025) -> dict[str, tuple[bool, str]]:
    """Return how each edition for a year stands, and why."""
    found = known.editions_of(owner="tiny", tier="agency", year=year)
    return {each.edition.id: (each.in_force, each.reason) for each in found}


# ---- in force


def test_an_edition_by_itself_is_in_force() -> None:
    """One edition for a year is in force in it; for another year there is none."""
    known = registry(document("a"), document("b", owner="other"))

    assert {"a": (True, "nothing supersedes it")} == standing(known)
    assert {} == standing(known, 2024)


def test_the_reason_names_who_supersedes_whom() -> None:
    """Each edition of a chain says why it is in force or not."""
    known = registry(document("a"), document("b", supersedes="a"), document("c", supersedes="b"))

    assert {
        "a": (False, "it is superseded by 'b' and 'c'"),
        "b": (False, "it is superseded by 'c'"),
        "c": (True, "it supersedes 'b' and 'a'"),
    } == standing(known)


def test_a_chain_goes_through_editions_of_other_years() -> None:
    """What was superseded by way of an edition for another year is not in force beside the last one."""
    known = registry(document("a"), document("b", 2026, supersedes="a"), document("c", 2025, 2026, supersedes="b"))

    assert {"a": False, "c": True} == {each: in_force for each, (in_force, _) in standing(known).items()}
    assert "c" == known.find(owner="tiny", tier="agency", year=2025).id


def test_an_edition_is_in_force_until_a_later_one_covers_the_year() -> None:
    """An edition that is superseded for 2026 is still in force for 2025."""
    known = registry(document("a", 2025, 2026), document("b", 2026, supersedes="a"))

    assert ["a", "b"] == [known.find(owner="tiny", tier="agency", year=year).id for year in (2025, 2026)]


def test_editions_that_do_not_say_are_told_apart_by_nobody() -> None:
    """Two that do not supersede each other are both not in force, and each names the other."""
    known = registry(document("a"), document("b"), document("c", supersedes="c"))

    assert {
        "a": (False, "'b' covers 2025 too, and neither supersedes the other"),
        "b": (False, "'a' covers 2025 too, and neither supersedes the other"),
        "c": (False, "it supersedes itself"),
    } == standing(known)
    with pytest.raises(
        RegistryError, match="'a' and 'b' are all in force for owner 'tiny', tier 'agency' and year 2025"
    ):
        known.find(owner="tiny", tier="agency", year=2025)


def test_a_circle_is_in_force_nowhere() -> None:
    """Editions that supersede each other say so, also where a third one has replaced them."""
    circle = [document("a", supersedes="b"), document("b", supersedes="a")]

    assert {
        "a": (False, "it and 'b' supersede each other"),
        "b": (False, "it and 'a' supersede each other"),
    } == standing(registry(*circle))
    assert (True, "it supersedes 'a' and 'b'") == standing(registry(*circle, document("c", supersedes="a")))["c"]


@given(st.lists(st.sampled_from("abcde"), min_size=5, max_size=5), st.lists(st.booleans(), min_size=5, max_size=5))
@settings(max_examples=60, deadline=None)
def test_at_most_one_edition_is_in_force(superseded: list[str], covers: list[bool]) -> None:
    """Whatever supersedes what: one edition is found exactly where one is said to be in force, and it is that one."""
    listed = [
        document(each, 2025 if covered else 2026, supersedes=other)
        for each, other, covered in zip("abcde", superseded, covers, strict=True)
    ]
    known = registry(*listed)
    in_force = [each for each, (is_in_force, _) in standing(known).items() if is_in_force]

    assert in_force == _found(known)


def _found(known: Registry) -> list[str]:
    try:
        return [known.find(owner="tiny", tier="agency", year=2025).id]
    except RegistryError:
        return []


def test_superseding_an_unknown_edition_is_a_warning() -> None:
    """The set is usable; the warning names what was meant where something is near."""
    known = registry(
        document("agency-2025"), document("b", 2026, supersedes="agency-2024"), document("c", 2027, supersedes="zzz")
    )

    assert (
        "'b' supersedes 'agency-2024', which is not known; did you mean 'agency-2025'?",
        "'c' supersedes 'zzz', which is not known",
    ) == known.warnings
    assert "b" == known.get("b").id


# ---- extending


def test_a_base_is_found_among_the_editions_of_other_plugins() -> None:
    """An edition may extend one that another distribution brings."""
    known = Registry.build([plugin("one", extending("b", "a")), plugin("other", document("a", 2024))])

    assert ("a", "b") == (known.get("b").key.extends, known.find(owner="tiny", tier="agency", year=2025).id)
    assert known.get("b").nodes == known.get("a").nodes


def test_a_base_that_is_not_installed_is_named() -> None:
    """Without the other distribution the set is listed, and asking for it says what is missing."""
    known = registry(extending("b", "agency-2024"))

    assert ["b"] == [edition.id for edition in known.sets()]
    sentence = "the edition 'agency-2024' cannot be extended: there is no criteria set 'agency-2024'"
    with pytest.raises(DocumentError) as caught:
        known.get("b")
    assert f"$.extends.edition: {sentence}" in str(caught.value)


def test_the_head_of_an_extending_edition_has_its_base_s_title() -> None:
    """A title that is not said is that of the base, through a chain; nobody's title is the id."""
    known = registry(
        document("a", 2023), extending("b", "a", 2024), extending("c", "b"), extending("d", "nobody", 2026)
    )

    assert ["A tiny set"] * 3 + ["d"] == [edition.head.title.in_language("en") for edition in known.sets()]
    assert known.get("c").title == known.edition("c").head.title


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_the_head_of_an_extending_file_is_what_the_whole_says(tmp_path: Path, suffix: str) -> None:
    """The quick reading finds the base and the decision's number and days, as the full one does."""
    edits = {"add": [{"node": {"code": "2"}}], "edition": "a", "remove": ["9"]}
    written = extending("b", "a", decision={"number": "5/QĐ", "issued": "2025-01-02"}, extends=edits)
    path = tmp_path / f"b.{suffix}"
    path.write_text(json.dumps(written), encoding="utf-8")
    head = registry(document("a", 2024), path).edition("b").head

    assert ("a", "5/QĐ", "2025-01-02", None) == (head.key.extends, head.number, str(head.issued), head.in_force)


def test_sets_by_hand_are_extended_too(tmp_path: Path) -> None:
    """A set object is a base by its canonical form; a file is looked for beside a document before the registry."""
    known = registry(document("a", 2024)).with_set(extending("b", "a"))
    (tmp_path / "a.json").write_text(json.dumps(document("a", 2024, maximum=10, note="beside")), encoding="utf-8")
    path = tmp_path / "c.json"
    path.write_text(json.dumps(extending("c", "a", 2026)), encoding="utf-8")

    assert "b" == known.with_set(extending("d", "b", 2027)).get("d").key.extends
    assert load(path).digest == load(path, bases=known.base).digest == known.with_set(path).get("c").digest


# ---- what they rest on


VERDICT = {"condition": "not issued", "class": "B", "reason": "Chưa ban hành"}
CLASSES = {
    "list": [{"id": "A", "label": "Tốt", "provenance": "derived", "at_least": 5}, {"id": "B", "label": "Khá"}],
    "not_rated": ["not issued and issued", {**GATE, "condition": "not issued and issued", "reason": "Mới"}],
    "forced": [VERDICT, {**VERDICT, "provenance": "derived"}],
    "highest": [{**VERDICT, "provenance": "invented"}],
    "quota": [{"class": "A", "share": "20%", "reason": "Không quá 20 %"}],
}
SECOND = {**document("z")["criteria"][0], "code": "2", "inputs": {}}


@pytest.mark.parametrize(
    "listed",
    [
        [document("a")],
        [document("a", classes=CLASSES, rounding={"places": 1})],
        [document("a", checks=["issued or not issued"], provenance={"is": "sourced"}, index="points")],
        [extending("a", "z"), document("z", 2024)],
        [extending("a", "z", maximum=20, extends={"edition": "z", "add": [{"node": SECOND}]}), document("z", 2024)],
    ],
)
def test_the_quick_counts_are_the_model_s(listed: list[dict[str, Any]]) -> None:
    """What is counted over a document without building it is what is counted over the set."""
    known = registry(*listed)

    assert provenance_counts(known.get("a")) == known.provenance_counts("a")


KEYS = ["provenance", "is", "list", "children", "rule", "checks", "code"]
VALUES = st.recursive(
    st.sampled_from([None, 5, "x", "sourced", True]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=6,
)


@given(VALUES, st.sampled_from(["provenance", "classes", "criteria", "rounding", "index", "checks"]))
@settings(max_examples=80, deadline=None)
def test_counting_takes_whatever_is_written(value: Any, key: str) -> None:
    """A document that is not right is counted somehow; `check` says what is wrong with it."""
    counts = quick_counts(document("a", **{key: value}))

    assert 0 < counts.sourced + counts.derived + counts.reconstructed
