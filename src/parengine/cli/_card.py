"""A scorecard as people read it, from the index down to what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from .._sentences import figure, say
from ..score import ChannelScore, NodeScore, Scorecard
from ..score._words import clause_words, word
from ..types import Status
from ._card_figures import plain_figure, shown
from ._open import decision_tables, field_bar, possible_index, possible_lines
from ._options import Words
from ._page import Block, Cell, Column, Notice, Table


def scorecard_blocks(scorecard: Scorecard) -> Iterator[Block]:
    """Yield a scorecard as people read it."""
    yield from notices(scorecard)
    yield from _headline(scorecard)
    yield from possible_lines(scorecard)
    yield from channel_table(scorecard)
    yield field_table(scorecard)
    yield from decision_tables(scorecard)
    yield from _effects(scorecard)
    yield from _missing(scorecard)
    yield from _invalid(scorecard)


def notices(scorecard: Scorecard) -> Iterator[Block]:
    """Yield what must be said first."""
    if scorecard.notice:
        yield Notice(scorecard.notice)


def _headline(scorecard: Scorecard) -> Iterator[Words]:
    yield say(
        "{unit}, {year}, {stage}: {title}",
        unit=scorecard.unit_label or scorecard.unit,
        year=scorecard.year,
        stage=word(scorecard.stage),
        title=scorecard.title,
    )
    yield say("set {set}, edition {edition}", set=scorecard.set, edition=scorecard.edition)
    yield index_line(scorecard)
    if scorecard.class_:
        yield class_words(scorecard)


def index_line(scorecard: Scorecard) -> Words:
    """Return the index, and what is still possible of an incomplete one."""
    index = index_words(scorecard)
    if scorecard.complete:
        return say("index {index}", index=index)
    line, possible = say("index {index} (incomplete)", index=index), possible_index(scorecard)
    return say("{index}, {possible}", index=line, possible=possible) if possible else line


def index_words(scorecard: Scorecard) -> str:
    """Return the published index, or that there is none."""
    return say("none") if scorecard.index is None else figure(scorecard.index)


def class_words(scorecard: Scorecard) -> Words:
    """Return the class with its label and why it is not the one of the index, or why there is none."""
    found = scorecard.class_
    if found is None:
        return say("class: none")
    if found.status != "classed":
        line = say("class: {status}", status=word(found.status))
    elif found.label:
        line = say("class {class_}: {label}", class_=found.id, label=found.label)
    else:
        line = say("class {class_}", class_=found.id)
    if found.status == "classed" and found.provenance == "reconstructed":
        line = say("{class_} (by a reconstructed limit)", class_=line)
    return line if found.reason is None else say("{line}, {reason}", line=line, reason=found.reason)


def percent(share: Fraction | None, scorecard: Scorecard) -> Words:
    """Return a share in per cent at the edition's places."""
    return "" if share is None else say("{number} %", number=shown(share * 100, scorecard))


def channel_table(scorecard: Scorecard) -> Iterator[Table]:
    """Yield the points of each channel, and the lines that belong to none."""
    right = [Column(heading, True) for heading in (say("points"), say("maximum"), say("share"))]
    rows = [_channel_row(line, scorecard) for line in (*scorecard.channels, *scorecard.lines)]
    if rows:
        yield Table(say("channels"), [Column(say("channel")), *right], rows)


def _channel_row(line: ChannelScore, scorecard: Scorecard) -> list[Cell]:
    maximum = "" if line.maximum is None else shown(line.maximum, scorecard)
    share = line.points / line.maximum if line.maximum else None
    return [line.label, shown(line.points, scorecard), maximum, percent(share, scorecard)]


def field_table(scorecard: Scorecard) -> Table:
    """Return the fields, and the bonus and penalty groups, with bars."""
    right = [Column(heading, True) for heading in (say("points"), say("maximum"), say("share"))]
    columns = [Column(say("field")), Column(say("label")), *right, Column(""), Column(say("status"))]
    return Table(say("fields"), columns, [_field_row(node, scorecard) for node in scorecard.nodes])


def _field_row(node: NodeScore, scorecard: Scorecard) -> list[Cell]:
    return [
        node.code,
        node.label,
        shown(node.counted_points, scorecard),
        shown(node.counted_maximum, scorecard),
        percent(node.share, scorecard),
        field_bar(node, scorecard),
        status_words(node),
    ]


def status_words(node: NodeScore) -> Words:
    """Return a status in words; that a node is scored goes without saying."""
    return "" if node.status is Status.SCORED else say("{status}", status=node.status)


def _effects(scorecard: Scorecard) -> Iterator[Table]:
    rows: list[list[Cell]] = [
        [node.code, word(effect.name), *_change(scorecard, effect.before, effect.after), reason]
        for node in scorecard.walk()
        for effect in node.effects
        for reason in [effect.reason or clause_words(effect.clause or "")]
    ]
    if rows:
        figures = [Column(say("before"), True), Column(say("after"), True)]
        yield Table(
            say("effects"), [Column(say("code")), Column(say("effect")), *figures, Column(say("because"))], rows
        )


def _change(scorecard: Scorecard, *figures: Fraction | None) -> list[Cell]:
    return ["" if value is None else plain_figure(value, scorecard) for value in figures]


def _missing(scorecard: Scorecard) -> Iterator[Table]:
    rows: list[list[Cell]] = [
        [node.code, node.label, say("{answers}", answers=[_absent(name) for name in node.missing])]
        for node in scorecard.walk()
        if node.status == "missing" and not scorecard.complete
    ]
    if rows:
        columns = [Column(say("code")), Column(say("label")), Column(say("absent answers"))]
        yield Table(say("missing"), columns, rows)


def _absent(name: str) -> str:
    return say("the other units: {figure}", figure=name) if name.startswith("cohort_") else name


def _invalid(scorecard: Scorecard) -> Iterator[Table]:
    rows: list[list[Cell]] = [[bad.node, bad.input or "", bad.sentence] for bad in scorecard.invalid]
    if rows:
        yield Table(say("invalid"), [Column(say("code")), Column(say("answer")), Column(say("why"))], rows)
