"""
A node in words: its rule and every clause of it as sentences of one language, each with where it comes from.

For whoever reads a set without its YAML: the command `show --rules`, forms, pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Final

from attrs import frozen

from .._model import Aggregate, Cap, Clause, CriteriaSet, Node, Provenance, Treatment
from .._sentences import in_language, say
from ..expr._prose_figures import begun
from ..rules import sentence_of
from ..rules._sentence import Saying
from ..rules.sentences import Listed, Named, Phrase, Points, phrase
from ..types import Language, Text
from ._names import names_of
from ._words import word


@frozen
class Told:
    """One clause in words: its path in the node, what it says, why, and where it comes from."""

    path: str
    sentence: str
    reason: str | None
    provenance: Provenance


@frozen
class NodeInWords:
    """
    A node in words, in one language.

    `rule` is how its points are found: a leaf's rule, or how a group adds up. `clauses` are whatever else may
    decide about it, in the order in which that happens. `maximum` is exact.
    """

    code: str
    label: str
    maximum: Fraction
    provenance: Provenance
    rule: Told
    clauses: tuple[Told, ...] = ()
    evidence: tuple[str, ...] = ()
    responsible: str | None = None
    note: str | None = None


@lru_cache(maxsize=64)
def labels_of(criteria_set: CriteriaSet) -> Mapping[str, Text]:
    """Return what the prose of a set calls things: `names_of`, and what inputs count under `id/unit`."""
    counted = criteria_set.inputs.values()
    return {**names_of(criteria_set), **{f"{each.id}/unit": each.unit for each in counted if each.unit is not None}}


def node_in_words(criteria_set: CriteriaSet, code: str, language: Language) -> NodeInWords:
    """Return the whole description of a node; raises `KeyError` with the code where there is none."""
    node = criteria_set.at(code)
    saying = Saying(labels_of(criteria_set), language)
    return NodeInWords(
        code=node.code,
        label=node.label.in_language(language),
        maximum=node.maximum,
        provenance=node.provenance,
        rule=_rule(node, saying),
        clauses=tuple(_clauses(criteria_set, node, saying)),
        evidence=node.evidence,
        responsible=node.responsible,
        note=node.note,
    )


def in_words(criteria_set: CriteriaSet, language: Language) -> Iterator[NodeInWords]:
    """Yield every node of a set in words, parents first."""
    return (node_in_words(criteria_set, node.code, language) for node in criteria_set.walk())


def _rule(node: Node, saying: Saying) -> Told:
    if node.rule is None:
        children = Listed(tuple(child.code for child in node.children), ", ")
        vi, en = _AGGREGATES[node.aggregate]
        return told("aggregate", phrase(vi, en, children=children), None, node.provenance, saying)
    sentence = sentence_of(node.rule.kind, node.maximum, saying.names, saying.language)
    return Told("rule", sentence, None, node.rule.provenance or node.provenance)


_AGGREGATES: Final[Mapping[Aggregate, tuple[str, str]]] = {
    "sum": ("tổng điểm của các mục {children}", "the sum of {children}"),
    "best": ("điểm cao nhất trong các mục {children}", "the best of {children}"),
}


def _clauses(criteria_set: CriteriaSet, node: Node, saying: Saying) -> Iterator[Told]:
    away = node.not_applicable_when
    if away is not None:
        then = _treatment(node, node.treatment or criteria_set.treatment)
        said = phrase(
            "không phát sinh khi {holds}: {then}",
            "not applicable where {holds}: {then}",
            holds=Named(away.condition),
            then=then,
        )
        yield _clause("not_applicable_when", said, away, node, saying)
    for name, made in _MADE.items():
        for place, clause in enumerate(getattr(node, name)):
            yield _clause(f"{name}[{place}]", made(clause), clause, node, saying)
    if node.treatment == "rescale_block" or (node.treatment and away is None):
        yield told("not_applicable", _treatment(node, node.treatment), None, node.provenance, saying)


def _clause(path: str, said: Phrase, clause: Clause | Cap, node: Node, saying: Saying) -> Told:
    return told(path, said, clause.reason, clause.provenance or node.provenance, saying)


def told(path: str, said: Phrase, reason: Text | None, provenance: Provenance, saying: Saying) -> Told:
    """Return a clause as a sentence, with its capital and its full stop."""
    why = reason.in_language(saying.language) if reason else None
    return Told(path, f"{begun(saying.phrase(said))}.", why, provenance)


def _check(clause: Clause) -> Phrase:
    return phrase(
        "số liệu chỉ hợp lệ khi {holds}", "the answers are valid only where {holds}", holds=Named(clause.condition)
    )


def _zero_rule(clause: Clause) -> Phrase:
    fields = {"points": Points(0), "holds": Named(clause.condition)}
    return phrase("chấm {points} khi {holds}", "{points} where {holds}", **fields)


def _cap(cap: Cap) -> Phrase:
    if cap.condition is None:
        return phrase("tối đa {limit}", "at most {limit}", limit=Points(cap.limit))
    fields = {"limit": Points(cap.limit), "holds": Named(cap.condition)}
    return phrase("tối đa {limit} khi {holds}", "at most {limit} where {holds}", **fields)


_MADE: Final[Mapping[str, Callable[..., Phrase]]] = {"checks": _check, "zero_rules": _zero_rule, "caps": _cap}


def _treatment(node: Node, treatment: Treatment) -> Phrase:
    whole = Points(node.maximum if node.rescale_to is None else node.rescale_to)
    return treatment_told(treatment, whole)


def treatment_told(treatment: Treatment, whole: Points | None = None) -> Phrase:
    """Return what becomes of a node that does not apply; `whole` is its maximum where it is known."""
    vi, en = _TREATMENTS[treatment]
    known = whole if treatment == "rescale_block" and whole is not None else None
    return phrase(vi, en) if known is None else phrase(f"{vi} {{whole}}", f"{en} {{whole}}", whole=known)


_TREATMENTS: Final[Mapping[Treatment, tuple[str, str]]] = {
    "rescale": (
        "không tính điểm và điểm tối đa của mục này",
        "neither its points nor its maximum count",
    ),
    "full": ("được tính điểm tối đa", "it counts in full"),
    "zero": ("tính 0 điểm, điểm tối đa giữ nguyên", "it counts 0 points of its maximum"),
    "redistribute": (
        "điểm tối đa được phân bổ lại cho các mục cùng cấp có phát sinh",
        "its maximum goes to its siblings that apply",
    ),
    "rescale_block": (
        "khi có mục không phát sinh, điểm được quy đổi về thang",
        "where something in it does not apply, its points are scaled to",
    ),
}


def provenance_in_words(provenance: Provenance, language: Language) -> str:
    """Return where something comes from: its kind, on what a reconstruction rests, its sources."""
    kind, basis = word(provenance.kind), word(provenance.basis) if provenance.basis else None
    head = say("{kind} ({basis})", kind=kind, basis=basis) if basis else kind
    return ", ".join([in_language(head, language), *provenance.sources])
