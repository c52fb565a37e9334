"""
Provenance counted: how much of a set is sourced, derived and reconstructed, from its document alone.

Lists of sets show these counts, and building every set for them would take several times as long. The same is
counted as in the model: every node and clause, each with its own provenance or that of what it belongs to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..score import ProvenanceCounts
from ._loading import node_documents

#: The others are written in several ways, and so is what is not right.
_AS_WRITTEN: Final = ("sourced", "derived")


def provenance_counts(tree: Mapping[str, Any]) -> ProvenanceCounts:
    """Return the counts of a set's expanded document; what is written wrongly counts as reconstructed."""
    kinds = Counter(_kinds(tree))
    return ProvenanceCounts(kinds["sourced"], kinds["derived"], kinds["reconstructed"])


def _kinds(tree: Mapping[str, Any]) -> Iterator[str]:
    whole = _said(tree, "reconstructed")
    yield from (_said(tree.get(key), whole) for key in ("index", "rounding"))
    yield from _each(tree, "checks", whole)
    yield from _classes(tree.get("classes"), whole)
    for _, node, _ in node_documents(tree):
        yield from _node(node)


def _classes(classes: Any, whole: str) -> Iterator[str]:
    inherited = _said(classes, whole)
    for each in _listed(classes, "list"):
        kind = _said(each, inherited)
        yield kind
        yield from _each(each, "gates", kind)
    for key in ("not_rated", "forced", "highest", "quota"):
        yield from _each(classes, key, inherited)


def _node(node: Mapping[str, Any]) -> Iterator[str]:
    own = _said(node, "reconstructed")
    yield own
    yield from (_said(node[key], own) for key in ("rule", "not_applicable_when") if key in node)
    for key in ("checks", "zero_rules", "caps"):
        yield from _each(node, key, own)


def _each(holder: Any, key: str, inherited: str) -> Iterator[str]:
    return (_said(written, inherited) for written in _listed(holder, key))


def _listed(holder: Any, key: str) -> list[Any]:
    found = holder.get(key) if isinstance(holder, dict) else None
    return found if isinstance(found, list) else []


def _said(written: Any, inherited: str) -> str:
    """Return the kind of provenance that a node or clause says, the inherited one where it says none."""
    said = written.get("provenance") if isinstance(written, dict) else None
    kind = said.get("is") if isinstance(said, dict) else said
    if kind is None:
        return inherited
    return kind if kind in _AS_WRITTEN else "reconstructed"
