"""What a criteria set rests on: how much of it is sourced, and the notice where something is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from .._model import CriteriaSet, Node, Provenance
from ..types import Text
from ._scorecard import ProvenanceCounts


def clauses_of(node: Node) -> Iterator[tuple[str, Provenance]]:
    """Yield each clause of a node by its path, with where it comes from: its own, else the node's."""
    if node.rule is not None:
        yield "rule", node.rule.provenance or node.provenance
    if node.not_applicable_when is not None:
        yield "not_applicable_when", node.not_applicable_when.provenance or node.provenance
    for name in ("checks", "zero_rules", "caps"):
        for place, clause in enumerate(getattr(node, name)):
            yield f"{name}[{place}]", clause.provenance or node.provenance


def set_clauses(criteria_set: CriteriaSet) -> Iterator[tuple[str, Provenance]]:
    """Yield the clauses of the whole set: its index, rounding, checks, classes, their gates and clauses."""
    named = [("index", criteria_set.index_provenance), ("rounding", criteria_set.rounding.provenance)]
    named += [(f"checks[{place}]", check.provenance) for place, check in enumerate(criteria_set.checks)]
    for each in criteria_set.classes.classes if criteria_set.classes else ():
        named.append((f"class {each.id}", each.provenance))
        named += [(f"class {each.id} gates[{place}]", gate.provenance) for place, gate in enumerate(each.gates)]
    for name in ("not_rated", "forced", "highest", "quotas") if criteria_set.classes else ():
        clauses = enumerate(getattr(criteria_set.classes, name))
        named += [(f"classes {name}[{place}]", clause.provenance) for place, clause in clauses]
    for path, provenance in named:
        yield path, provenance or criteria_set.provenance


def everything(criteria_set: CriteriaSet) -> Iterator[tuple[str, Provenance]]:
    """Yield every node and clause of a set with where it comes from."""
    yield from set_clauses(criteria_set)
    for node in criteria_set.walk():
        yield node.code, node.provenance
        for path, provenance in clauses_of(node):
            yield f"{node.code} {path}", provenance


def weakest(kinds: Sequence[str | None]) -> str | None:
    """Return the kind of provenance of what rests on several: reconstructed where one of them is."""
    return RECONSTRUCTED if RECONSTRUCTED in kinds else kinds[0]


RECONSTRUCTED: Final = "reconstructed"


def provenance_counts(criteria_set: CriteriaSet) -> ProvenanceCounts:
    """Return how many nodes and clauses are sourced, derived, reconstructed."""
    kinds = Counter(provenance.kind for _, provenance in everything(criteria_set))
    return ProvenanceCounts(kinds["sourced"], kinds["derived"], kinds["reconstructed"])


def notice_of(counts: ProvenanceCounts) -> Text | None:
    """Return what must be said first of any score made with the set, None where all of it is sourced."""
    if not counts.reconstructed:
        return None
    total = counts.sourced + counts.derived + counts.reconstructed
    return Text(
        vi=f"KHÔNG PHẢI KẾT QUẢ CHÍNH THỨC: {counts.reconstructed}/{total} nội dung của bộ tiêu chí được phục dựng",
        en=f"NOT AN OFFICIAL RESULT: {counts.reconstructed} of {total} nodes and clauses are reconstructed",
    )
