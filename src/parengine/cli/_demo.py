"""`demo`: an example sheet scored, where its points were lost, and how much of the set is reconstructed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import Final

import click

from .._model import CriteriaSet
from ..errors import RegistryError
from ..registry import Registry
from ..score import Assessment, NodeScore, Scorecard
from ..score import score as scored
from ..score._provenance import everything
from ..types import Language
from ._options import common, known
from ._page import Block, Column, Page, Table, write
from ._reasons import reason_of
from ._scores import channel_table, class_line, field_table, notices, plain_figure

_MOST_LOSSES: Final = 15


@click.command()
@common
@click.pass_obj
def demo(registry: Registry | None, format: str, language: Language) -> None:
    """Score the first example that an installed plugin brings, and show where its points were lost."""
    found = known(registry)
    examples = found.assessments()
    if not examples:
        raise RegistryError("no installed plugin brings an example; install parengine-ministry-2022")
    assessment = found.assessment(examples[0])
    criteria_set = found.get(assessment.set)
    scorecard = scored(assessment, criteria_set)
    blocks = [*_blocks(scorecard, criteria_set, language), *_answers(assessment)]
    write(Page(blocks, scorecard.to_json(explained=True)), format)


def _blocks(scorecard: Scorecard, criteria_set: CriteriaSet, language: Language) -> Iterator[Block]:
    yield from notices(scorecard, language)
    unit = scorecard.unit_label.in_language(language) if scorecard.unit_label else scorecard.unit
    yield f"{unit} {scorecard.year}: {scorecard.title.in_language(language)}"
    parts = " + ".join(f"{scorecard.shown(channel.points)} {channel.id}" for channel in scorecard.channels)
    yield f"index {scorecard.index} = {parts}, {class_line(scorecard, language)}"
    yield from channel_table(scorecard, language)
    yield field_table(scorecard, language)
    yield _losses(scorecard, language)
    yield _grounds(criteria_set)


def _losses(scorecard: Scorecard, language: Language) -> Table:
    leaves = [node for node in scorecard.walk() if not node.children and node.lost]
    worst = islice(sorted(leaves, key=lambda node: (-node.lost, node.code)), _MOST_LOSSES)
    rows = [_loss_row(node, scorecard, language) for node in worst]
    lost = sum((node.lost for node in leaves), Fraction(0))
    title = f"where {plain_figure(lost, scorecard)} points were lost, the largest of {len(leaves)} losses first"
    columns = [Column("code"), Column("label"), Column("lost", True), Column("of", True), Column("why")]
    return Table(title, columns, rows)


def _loss_row(node: NodeScore, scorecard: Scorecard, language: Language) -> list[str]:
    lost, maximum = plain_figure(node.lost, scorecard), plain_figure(node.counted_maximum, scorecard)
    return [node.code, node.label.in_language(language), lost, maximum, reason_of(node, scorecard, language)]


def _grounds(criteria_set: CriteriaSet) -> Table:
    """Return on what the nodes and clauses of a set rest."""
    grounds = Counter((found.kind, found.basis or "") for _, found in everything(criteria_set))
    rows = [[kind, basis, str(count)] for (kind, basis), count in sorted(grounds.items())]
    columns = [Column("provenance"), Column("basis"), Column("how many", True)]
    return Table("what the nodes and clauses rest on", columns, rows)


def _answers(assessment: Assessment) -> Iterator[str]:
    """Yield what the answers themselves rest on, where the sheet says it."""
    said = assessment.provenance
    if said:
        yield ""
        yield f"the answers are {said.kind}" + (f", {said.basis}" if said.basis else "")
        yield from (f"sourced are: {', '.join(said.parts)}" for _ in said.parts[:1])
        yield from filter(None, [said.note])
