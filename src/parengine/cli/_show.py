"""`show`: one criteria set, its tree and its rules in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import click

from .._canonical import canonical_text
from .._model import CriteriaSet, Node, Provenance
from .._numbers import exact_text
from .._sentences import figure, in_language, say, say_counted
from ..registry import Registry
from ..score import NodeInWords, Told, in_words, set_in_words
from ..score._in_words import provenance_in_words
from ..score._provenance import notice_of, provenance_counts
from ..score._words import word
from ..types import Language
from ._options import common, find_set, known
from ._page import Block, Column, Notice, Page, Table, write


@click.command()
@click.argument("criteria_set", metavar="SET")
@click.option("--rules", is_flag=True, help="Every rule and clause in words, with what it rests on.")
@common
@click.pass_obj
def show(registry: Registry | None, criteria_set: str, rules: bool, format: str, language: Language) -> None:
    """Show the tree of a criteria set: its nodes, maxima, rules and provenance."""
    found = find_set(known(registry), criteria_set)
    write(_rules_page(found, language) if rules else _tree_page(found), format)


def _head(criteria_set: CriteriaSet) -> Iterator[Block]:
    notice = notice_of(provenance_counts(criteria_set))
    if notice:
        yield Notice(notice)
    fields = {"title": criteria_set.title, "id": criteria_set.id, "edition": criteria_set.key.edition}
    yield say("{title} ({id}, edition {edition})", **fields)
    if criteria_set.legal_text and criteria_set.legal_text.number:
        yield say("decision {number}", number=criteria_set.legal_text.number)
    yield say("maximum {maximum}: {counts}", maximum=figure(criteria_set.maximum), counts=_counts(criteria_set))
    yield say("digest {digest}", digest=criteria_set.digest)


# -- the tree


def _tree_page(criteria_set: CriteriaSet) -> Page:
    """Return the tree; for programs the document in its canonical form, of which the digest is the sha256."""
    columns = [Column(say("code")), Column(say("label")), Column(say("maximum"), True)]
    columns += [Column(say("rule")), Column(say("channel")), Column(say("provenance"))]
    rows = [_node_row(node, depth) for node, depth in _deep(criteria_set)]
    return Page([*_head(criteria_set), Table("", columns, rows)], canonical_text(criteria_set.document) + "\n")


def _deep(criteria_set: CriteriaSet) -> Iterator[tuple[Node, int]]:
    stack = [(node, 0) for node in reversed((*criteria_set.nodes, *criteria_set.bonus, *criteria_set.penalty))]
    while stack:
        node, depth = stack.pop()
        yield node, depth
        stack.extend((child, depth + 1) for child in reversed(node.children))


def _counts(criteria_set: CriteriaSet) -> Sequence[str]:
    depths = Counter(depth for _, depth in _deep(criteria_set))
    named = zip(criteria_set.levels, (depths[depth] for depth in range(len(criteria_set.levels))), strict=True)
    leaves = sum(1 for _ in criteria_set.leaves())
    levels = [say("{count} × {level}", count=count, level=word(level)) for level, count in named if count]
    return [*levels, say_counted("{count} leaf", "{count} leaves", leaves)]


def _node_row(node: Node, depth: int) -> list[Any]:
    rests_on = [word(each) for each in (node.provenance.kind, node.provenance.basis) if each]
    return [
        "  " * depth + node.code,
        node.label,
        figure(node.maximum),
        node.rule.kind.name if node.rule else "",
        node.channel or "",
        say("{kind} {basis}", kind=rests_on[0], basis=rests_on[1]) if len(rests_on) > 1 else rests_on[0],
    ]


# -- the rules in words


def _rules_page(criteria_set: CriteriaSet, language: Language) -> Page:
    whole, nodes = set_in_words(criteria_set, language), list(in_words(criteria_set, language))
    lines = [*_told_lines(whole, language), *(line for node in nodes for line in _node_lines(node, language))]
    return Page([*_head(criteria_set), *lines], _rules_facts(criteria_set, whole, nodes, language))


def _node_lines(node: NodeInWords, language: Language) -> Iterator[str]:
    yield ""
    rests_on = provenance_in_words(node.provenance, language)
    title = {"code": node.code, "label": node.label, "maximum": figure(node.maximum), "provenance": rests_on}
    yield say("{code} {label}, at most {maximum} [{provenance}]", **title)
    yield from (f"  {line}" for line in _told_lines((node.rule, *node.clauses), language))
    if node.evidence:
        evidence = say("evidence: {evidence}", evidence="; ".join(node.evidence))
        yield f"  {in_language(evidence, language)}"
    if node.responsible:
        responsible = say("responsible: {agency}", agency=node.responsible)
        yield f"  {in_language(responsible, language)}"


def _told_lines(clauses: Sequence[Told], language: Language) -> Iterator[str]:
    for clause in clauses:
        yield f"{clause.sentence} [{provenance_in_words(clause.provenance, language)}]"
        if clause.reason:
            yield f"  {clause.reason}"


def _rules_facts(
    criteria_set: CriteriaSet, whole: Sequence[Told], nodes: Sequence[NodeInWords], language: Language
) -> dict[str, Any]:
    notice = notice_of(provenance_counts(criteria_set))
    return {
        "set": criteria_set.id,
        "edition": criteria_set.key.edition,
        "digest": criteria_set.digest,
        "language": language,
        "notice": in_language(notice, language) if notice else None,
        "clauses": [_told_facts(clause) for clause in whole],
        "nodes": [_node_facts(node) for node in nodes],
    }


def _node_facts(node: NodeInWords) -> dict[str, Any]:
    return {
        "code": node.code,
        "label": node.label,
        "maximum": exact_text(node.maximum),
        "provenance": _provenance_facts(node.provenance),
        "rule": _told_facts(node.rule),
        "clauses": [_told_facts(clause) for clause in node.clauses],
        "evidence": list(node.evidence),
        "responsible": node.responsible,
        "note": node.note,
    }


def _told_facts(clause: Told) -> dict[str, Any]:
    provenance = _provenance_facts(clause.provenance)
    return {"path": clause.path, "sentence": clause.sentence, "reason": clause.reason, "provenance": provenance}


def _provenance_facts(provenance: Provenance) -> dict[str, Any]:
    return {"is": provenance.kind, "basis": provenance.basis, "sources": list(provenance.sources)}
