"""Every node and clause of every set says where it comes from, in both languages where people read it."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

SETS = ("hai-phong-heads-2025", "tay-ninh-agency-2023", "tay-ninh-agency-2024")
SHORT_BASES = ("recalled", "analogue", "invented")
CLAUSES = ("rule", "not_applicable_when", "index", "rounding", "ranking")
CLAUSE_LISTS = ("checks", "zero_rules", "caps", "gates", "not_rated", "forced", "highest", "list")
TEXTS = ("label", "reason", "message", "title")


def parts_of(tree: Any, place: str = "$") -> Iterator[tuple[str, Any]]:
    """Yield every mapping of a document with its place."""
    if isinstance(tree, Mapping):
        yield place, tree
        for key, below in tree.items():
            yield from parts_of(below, f"{place}.{key}")
    elif isinstance(tree, list):
        for i, below in enumerate(tree):
            yield from parts_of(below, f"{place}[{i}]")


def clauses_of(document: Any) -> Iterator[tuple[str, Any]]:
    """Yield the documents of all clauses; a rule within a rule is none."""
    for place, part in parts_of(document):
        if ".rule" not in place:
            yield from ((f"{place}.{key}", part[key]) for key in CLAUSES if key in part)
            yield from (
                (f"{place}.{key}[{i}]", each) for key in CLAUSE_LISTS for i, each in enumerate(part.get(key, []))
            )


def basis_is_said(provenance: Any) -> bool:
    """Return whether a provenance is sourced, derived, or reconstructed on a named basis."""
    long = {"is": provenance} if isinstance(provenance, str) else provenance or {}
    return long.get("is") in ("sourced", "derived", *SHORT_BASES) or long.get("basis") in SHORT_BASES


@pytest.fixture(params=SETS)
def document(request, registry) -> Mapping[str, Any]:
    """Return the document of each set in turn, in its expanded form."""
    return registry.get(request.param).document


def test_every_node_says_its_provenance(document) -> None:
    """No node is without a provenance of its own, and every leaf's names a basis."""
    nodes = [part for _, part in parts_of(document) if "code" in part]

    assert [] == [node["code"] for node in nodes if "provenance" not in node]
    assert [] == [node["code"] for node in nodes if "rule" in node and not basis_is_said(node["provenance"])]


def test_every_clause_says_its_basis(document) -> None:
    """Rules, conditions, caps, gates and classes are sourced, derived, or reconstructed on a basis."""
    clauses = dict(clauses_of(document))

    assert [] == [place for place, clause in clauses.items() if not basis_is_said(clause.get("provenance"))]
    assert len(clauses) > 40


def test_every_text_is_in_both_languages(document) -> None:
    """Labels, reasons, messages and titles have a Vietnamese and an English text."""
    texts = {f"{place}.{key}": part[key] for place, part in parts_of(document) for key in TEXTS if key in part}
    said = {place: text for place, text in texts.items() if ".sources." not in place}

    assert [] == [place for place, text in said.items() if not isinstance(text, Mapping) or {"vi", "en"} != set(text)]
    assert len(said) > 100


def test_everything_that_decides_has_a_reason(registry) -> None:
    """Whoever gets 0, is left out, is held down or gets no class is told why."""
    for id_ in SETS:
        found = registry.get(id_)
        classes = found.classes
        gates = [gate for each in classes.classes for gate in each.gates]
        clauses = [*gates, *classes.not_rated, *classes.forced, *classes.highest]
        for node in found.walk():
            clauses += [*node.zero_rules, *node.checks, *node.caps, *filter(None, [node.not_applicable_when])]
        assert [] == [clause for clause in clauses if clause.reason is None]


@pytest.mark.parametrize("id_", SETS[:2])
def test_sources_are_declared_and_used(registry, id_) -> None:
    """Every declared source is named by a provenance; that others are declared is what loading checks."""
    provenances = [part["provenance"] for _, part in parts_of(registry.get(id_).document) if "provenance" in part]
    named = {source for said in provenances if isinstance(said, Mapping) for source in said.get("sources", [])}

    assert set(registry.get(id_).sources) == named


def test_every_leaf_of_tay_ninh_says_what_proves_it_and_who_answers(tay_ninh, tay_ninh_2024) -> None:
    """Each leaf has evidence and one of the agencies that appraise."""
    leaves = [*tay_ninh.leaves(), *tay_ninh_2024.leaves()]
    agencies = {"Sở Nội vụ", "Sở Tư pháp", "Văn phòng UBND tỉnh", "Sở Thông tin và Truyền thông", "Sở Tài chính"}

    assert [] == [leaf.code for leaf in leaves if not leaf.evidence]
    assert agencies == {leaf.responsible for leaf in leaves}


def test_sheets_say_what_of_them_is_invented(sheets) -> None:
    """Every sheet is marked as invented, and those of Tây Ninh say what of them is published."""
    said = [(set_, sheet.provenance) for set_, found in sheets.items() for sheet in found.values()]

    assert {("reconstructed", "invented")} == {(each.kind, each.basis) for _, each in said}
    assert {("TN23",)} == {each.sources for set_, each in said if set_.startswith("tay-ninh")}
