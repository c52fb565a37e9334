"""`sets`, `show` and `schema`: what there is to score with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import click

from .._canonical import canonical_text
from .._model import CriteriaSet, Node
from .._numbers import exact_text
from ..criteria import assessment_schema, schemas
from ..registry import Edition, Registry
from ..score._provenance import notice_of, provenance_counts
from ..types import Language
from ._options import common, find_set, known
from ._page import Column, Notice, Page, Table, write


@click.command()
@common
@click.pass_obj
def sets(registry: Registry | None, format: str, language: Language) -> None:
    """List the criteria sets of the installed plugins."""
    editions = known(registry).sets()
    columns = [Column(name) for name in ("id", "edition", "owner", "tier", "years", "title", "brought by")]
    rows = [_set_row(edition, language) for edition in editions]
    blocks = [Table("", columns, rows)] if rows else ["no criteria set is installed"]
    write(Page(blocks, [_set_facts(edition) for edition in editions]), format)


def _set_row(edition: Edition, language: Language) -> list[str]:
    key, title = edition.head.key, edition.head.title.in_language(language)
    return [key.id, key.edition, key.owner, key.tier, ", ".join(map(str, key.years)), title, str(edition.origin)]


def _set_facts(edition: Edition) -> dict[str, Any]:
    key, title, origin = edition.head.key, edition.head.title, edition.origin
    return {
        "id": key.id,
        "edition": key.edition,
        "owner": key.owner,
        "tier": key.tier,
        "years": list(key.years),
        "supersedes": key.supersedes,
        "title": {"vi": title.vi, "en": title.en},
        "origin": {"distribution": origin.distribution, "version": origin.version},
    }


@click.command()
@click.argument("criteria_set", metavar="SET")
@common
@click.pass_obj
def show(registry: Registry | None, criteria_set: str, format: str, language: Language) -> None:
    """Show the tree of a criteria set: its nodes, maxima, rules and provenance."""
    found = find_set(known(registry), criteria_set)
    write(Page(list(_tree_blocks(found, language)), _tree_facts(found)), format)


def _tree_blocks(criteria_set: CriteriaSet, language: Language) -> Iterator[str | Notice | Table]:
    notice = notice_of(provenance_counts(criteria_set))
    if notice:
        yield Notice(notice.in_language(language))
    yield f"{criteria_set.title.in_language(language)} ({criteria_set.id}, edition {criteria_set.key.edition})"
    if criteria_set.decision and criteria_set.decision.number:
        yield f"decision {criteria_set.decision.number}"
    yield f"maximum {exact_text(criteria_set.maximum)}: {_counts(criteria_set)}"
    yield f"digest {criteria_set.digest}"
    columns = [Column("code"), Column("label"), Column("maximum", True)]
    columns += [Column("rule"), Column("channel"), Column("provenance")]
    yield Table("", columns, [_node_row(node, depth, language) for node, depth in _deep(criteria_set)])


def _deep(criteria_set: CriteriaSet) -> Iterator[tuple[Node, int]]:
    stack = [(node, 0) for node in reversed((*criteria_set.nodes, *criteria_set.bonus, *criteria_set.penalty))]
    while stack:
        node, depth = stack.pop()
        yield node, depth
        stack.extend((child, depth + 1) for child in reversed(node.children))


def _counts(criteria_set: CriteriaSet) -> str:
    depths = Counter(depth for _, depth in _deep(criteria_set))
    named = zip(criteria_set.levels, (depths[depth] for depth in range(len(criteria_set.levels))), strict=True)
    leaves = sum(1 for _ in criteria_set.leaves())
    return ", ".join([*(f"{count} × {level}" for level, count in named if count), f"{leaves} leaves"])


def _node_row(node: Node, depth: int, language: Language) -> list[str]:
    return [
        "  " * depth + node.code,
        node.label.in_language(language),
        exact_text(node.maximum),
        node.rule.kind.name if node.rule else "",
        node.channel or "",
        " ".join(filter(None, (node.provenance.kind, node.provenance.basis))),
    ]


def _tree_facts(criteria_set: CriteriaSet) -> str:
    """Return the document in its canonical form, of which the digest is the sha256; it can be loaded again."""
    return canonical_text(criteria_set.document) + "\n"


@click.command()
@click.argument("criteria_set", metavar="SET")
@common
@click.pass_obj
def schema(registry: Registry | None, criteria_set: str, format: str, language: Language) -> None:  # noqa: ARG001  both are JSON
    """Print the JSON Schema of a set's assessments, in both formats."""
    shape = assessment_schema(find_set(known(registry), criteria_set))
    write(Page([], f"{schemas.written(shape)}\n"), "json")
