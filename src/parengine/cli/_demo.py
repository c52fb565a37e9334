"""`demo`: an example sheet scored, where its points were lost, and how much of the set is reconstructed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from itertools import islice
from typing import Final

import click

from .._model import CriteriaSet
from .._sentences import say
from ..errors import RegistryError
from ..registry import Registry
from ..score import Assessment, NodeScore, Scorecard
from ..score import score as scored
from ..score._provenance import everything
from ..score._words import word
from ..types import Language, Text
from ._card import channel_table, class_words, field_table, index_words, notices
from ._card_figures import plain_figure, shown
from ._demo_rounds import open_blocks, round_blocks, rounds, still_open
from ._options import Words, common, known
from ._page import Block, Cell, Column, Page, Table, write
from ._reasons import reason_of

_MOST_LOSSES: Final = 15


@click.command()
@common
@click.pass_obj
def demo(registry: Registry | None, format: str, language: Language) -> None:
    """Score the examples that installed plugins bring: one sheet in full, a round of units, a round still open."""
    found = known(registry)
    examples = found.assessments()
    if not examples:
        raise RegistryError(say("no installed plugin brings an example; install parengine-ministry-2022"))
    sheets = [found.assessment(example) for example in examples]
    assessment, criteria_set = sheets[0], found.get(sheets[0].set)
    scorecard, open_card = scored(assessment, criteria_set), still_open(assessment, criteria_set)
    tables = list(rounds(found, sheets))
    blocks = [*_blocks(scorecard, criteria_set, language), *_answers(assessment), *open_blocks(open_card)]
    blocks += [block for cards in tables for block in round_blocks(cards)]
    facts = {
        "example": scorecard.to_dict(explained=True, language=language),
        "open": open_card.to_dict(language=language),
        "rounds": [[card.to_dict(language=language) for card in cards] for cards in tables],
    }
    write(Page(blocks, facts), format)


def _blocks(scorecard: Scorecard, criteria_set: CriteriaSet, language: Language) -> Iterator[Block]:
    yield from notices(scorecard)
    unit = scorecard.unit_label or scorecard.unit
    yield say("{unit} {year}: {title}", unit=unit, year=scorecard.year, title=scorecard.title)
    index, class_ = index_words(scorecard), class_words(scorecard)
    yield say("index {index} = {parts}, {class_}", index=index, parts=_sum_of_channels(scorecard), class_=class_)
    yield from channel_table(scorecard)
    yield field_table(scorecard)
    yield _losses(scorecard, language)
    yield _grounds(criteria_set)


def _sum_of_channels(scorecard: Scorecard) -> Words:
    parts = [
        say("{points} {channel}", points=shown(each.points, scorecard), channel=Text(each.label.vi, each.id))
        for each in scorecard.channels
    ]
    return reduce(lambda one, other: say("{one} + {other}", one=one, other=other), parts) if parts else ""


def _losses(scorecard: Scorecard, language: Language) -> Table:
    leaves = [node for node in scorecard.walk() if not node.children and node.lost]
    worst = islice(sorted(leaves, key=lambda node: (-node.lost, node.code)), _MOST_LOSSES)
    rows = [_loss_row(node, scorecard, language) for node in worst]
    lost = plain_figure(sum((node.lost for node in leaves), Fraction(0)), scorecard)
    title = say("where {lost} points were lost, the largest of {count} losses first", lost=lost, count=len(leaves))
    figures = [Column(say("lost"), True), Column(say("of"), True)]
    return Table(title, [Column(say("code")), Column(say("label")), *figures, Column(say("why"))], rows)


def _loss_row(node: NodeScore, scorecard: Scorecard, language: Language) -> list[Cell]:
    lost, maximum = plain_figure(node.lost, scorecard), plain_figure(node.counted_maximum, scorecard)
    return [node.code, node.label, lost, maximum, reason_of(node, scorecard, language)]


def _grounds(criteria_set: CriteriaSet) -> Table:
    """Return on what the nodes and clauses of a set rest."""
    grounds = Counter((found.kind, found.basis or "") for _, found in everything(criteria_set))
    rows = [[word(kind), word(basis), str(count)] for (kind, basis), count in sorted(grounds.items())]
    columns = [Column(say("provenance")), Column(say("basis")), Column(say("how many"), True)]
    return Table(say("what the nodes and clauses rest on"), columns, rows)


def _answers(assessment: Assessment) -> Iterator[Words]:
    """Yield what the answers themselves rest on, where the sheet says it."""
    said = assessment.provenance
    if said:
        grounds = [word(said.kind), *([word(said.basis)] if said.basis else [])]
        yield ""
        yield say("the answers are {grounds}", grounds=grounds)
        yield from (say("sourced are: {parts}", parts=list(said.parts)) for _ in said.parts[:1])
        yield from filter(None, [said.note])
