"""`score` and `explain`: assessments become scorecards, and a scorecard says why."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.progress import track

from .._nearest import nearest
from .._numbers import exact_text
from ..errors import ParengineError
from ..registry import Registry
from ..score import ChannelScore, NodeScore, Scorecard
from ..score import score as scored
from ..types import Language
from ._options import common, known
from ._page import Bar, Block, Column, Notice, Page, Table, write

_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
#: Figures that need more decimal places than this are shown as fractions only in JSON.
_MOST_PLACES: Final = 6


@click.command()
@click.argument("assessments", metavar="ASSESSMENT...", type=_FILE, nargs=-1, required=True)
@click.option("--final", is_flag=True, help="Refuse a score while anything is missing or invalid.")
@common
@click.pass_obj
def score(registry: Registry | None, assessments: Sequence[Path], final: bool, format: str, language: Language) -> int:
    """Score assessments. With --format json, one scorecard follows the other."""
    found, refused = known(registry), 0
    for path in _with_progress(assessments):
        try:
            scorecard = score_file(found, path, final=final)
        except ParengineError as error:
            refused += 1
            click.echo(_refusal(path, error), err=True)
        else:
            write(Page(list(scorecard_blocks(scorecard, language)), scorecard.to_json()), format)
    return int(refused > 0)


def _with_progress(assessments: Sequence[Path]) -> Iterator[Path]:
    """Yield the paths; several of them move a bar on a terminal's standard error, never in the output."""
    console = Console(stderr=True)
    hidden = len(assessments) == 1 or not sys.stderr.isatty()
    yield from track(assessments, "scoring", console=console, disable=hidden, transient=True)


def _refusal(path: Path, error: ParengineError) -> str:
    """Return an error with the file it is about, where it does not name one itself."""
    return str(error) if str(error).startswith(f"{path}:") else f"{path}:1:1: $: {error}"


def score_file(registry: Registry, path: Path, *, final: bool = False) -> Scorecard:
    """Return the scorecard of an assessment's file by the set that it names."""
    assessment = registry.assessment(path)
    return scored(assessment, registry.get(assessment.set), final=final)


@click.command()
@click.argument("assessment", metavar="ASSESSMENT", type=_FILE)
@click.argument("code")
@common
@click.pass_obj
def explain(registry: Registry | None, assessment: Path, code: str, format: str, language: Language) -> None:
    """Say how a node came to its points: the branch that was taken and the numbers in it."""
    scorecard = score_file(known(registry), assessment)
    codes = [node.code for node in scorecard.walk()]
    if code not in codes:
        near = nearest(code, codes)
        raise click.UsageError(f"there is no code '{code}'" + (f"; did you mean '{near}'?" if near else ""))
    lines = list(scorecard.why(code))
    facts = {"notice": texts(scorecard), "code": code, "why": lines}
    write(Page([*notices(scorecard, language), *lines], facts), format)


def texts(scorecard: Scorecard) -> dict[str, str | None] | None:
    """Return the notice for programs."""
    return {"vi": scorecard.notice.vi, "en": scorecard.notice.en} if scorecard.notice else None


def notices(scorecard: Scorecard, language: Language) -> Iterator[Block]:
    """Yield what must be said first."""
    if scorecard.notice:
        yield Notice(scorecard.notice.in_language(language))


def scorecard_blocks(scorecard: Scorecard, language: Language) -> Iterator[Block]:
    """Yield a scorecard as people read it, from the index down to what is missing."""
    yield from notices(scorecard, language)
    yield from _headline(scorecard, language)
    yield from channel_table(scorecard, language)
    yield field_table(scorecard, language)
    yield from _effects(scorecard, language)
    yield from _missing(scorecard, language)
    yield from _invalid(scorecard)


def _headline(scorecard: Scorecard, language: Language) -> Iterator[str]:
    unit = scorecard.unit_label.in_language(language) if scorecard.unit_label else scorecard.unit
    yield f"{unit}, {scorecard.year}, {scorecard.stage}: {scorecard.title.in_language(language)}"
    yield f"set {scorecard.set}, edition {scorecard.edition}"
    known = "none" if scorecard.index is None else str(scorecard.index)
    yield f"index {known}{'' if scorecard.complete else ' (incomplete)'}"
    if scorecard.class_:
        yield class_line(scorecard, language)


def class_line(scorecard: Scorecard, language: Language) -> str:
    """Return the class with its label, or why there is none."""
    found = scorecard.class_
    if found is None:
        return "class: none"
    if found.status != "classed":
        return ", ".join(filter(None, (f"class: {found.status.replace('_', ' ')}", found.reason)))
    label = f": {found.label.in_language(language)}" if found.label else ""
    doubt = " (by a reconstructed limit)" if found.provenance == "reconstructed" else ""
    return f"class {found.id}{label}{doubt}"


def percent(share: Fraction | None, scorecard: Scorecard) -> str:
    """Return a share in per cent at the edition's places."""
    return "" if share is None else f"{scorecard.shown(share * 100)} %"


def plain_figure(figure: Fraction, scorecard: Scorecard) -> str:
    """Return a figure exactly where a few places are enough, else at the edition's places."""
    text = exact_text(figure)
    short = "/" not in text and len(text.partition(".")[2]) <= _MOST_PLACES
    return text if short else f"≈ {scorecard.shown(figure)}"


def channel_table(scorecard: Scorecard, language: Language) -> Iterator[Table]:
    """Yield the points of each channel, and the lines that belong to none."""
    columns = [Column("channel"), Column("points", True), Column("maximum", True), Column("share", True)]
    rows = [_channel_row(line, scorecard, language) for line in (*scorecard.channels, *scorecard.lines)]
    if rows:
        yield Table("channels", columns, rows)


def _channel_row(line: ChannelScore, scorecard: Scorecard, language: Language) -> list[str]:
    maximum = "" if line.maximum is None else str(scorecard.shown(line.maximum))
    share = line.points / line.maximum if line.maximum else None
    return [line.label.in_language(language), str(scorecard.shown(line.points)), maximum, percent(share, scorecard)]


def field_table(scorecard: Scorecard, language: Language) -> Table:
    """Return the fields, and the bonus and penalty groups, with bars."""
    right = [Column(name, True) for name in ("points", "maximum", "share")]
    columns = [Column("field"), Column("label"), *right, Column(""), Column("status")]
    return Table("fields", columns, [_field_row(node, scorecard, language) for node in scorecard.nodes])


def _field_row(node: NodeScore, scorecard: Scorecard, language: Language) -> list[str | Bar]:
    return [
        node.code,
        node.label.in_language(language),
        str(scorecard.shown(node.counted_points)),
        str(scorecard.shown(node.counted_maximum)),
        percent(node.share, scorecard),
        Bar(node.share),
        status_text(node),
    ]


def status_text(node: NodeScore) -> str:
    """Return a status in words; that a node is scored goes without saying."""
    return "" if node.status == "scored" else node.status.replace("_", " ")


def _effects(scorecard: Scorecard, language: Language) -> Iterator[Table]:
    rows = [
        [node.code, effect.name.replace("_", " "), *_change(scorecard, effect.before, effect.after), reason]
        for node in scorecard.walk()
        for effect in node.effects
        for reason in [effect.reason.in_language(language) if effect.reason else effect.clause or ""]
    ]
    if rows:
        columns = [Column("code"), Column("effect"), Column("before", True), Column("after", True), Column("because")]
        yield Table("effects", columns, rows)


def _change(scorecard: Scorecard, *figures: Fraction | None) -> list[str]:
    return ["" if figure is None else plain_figure(figure, scorecard) for figure in figures]


def _missing(scorecard: Scorecard, language: Language) -> Iterator[Table]:
    rows = [
        [node.code, node.label.in_language(language), ", ".join(node.missing)]
        for node in scorecard.walk()
        if node.status == "missing"
    ]
    if rows:
        yield Table("missing", [Column("code"), Column("label"), Column("absent answers")], rows)


def _invalid(scorecard: Scorecard) -> Iterator[Table]:
    rows = [[bad.node, bad.input or "", bad.sentence] for bad in scorecard.invalid]
    if rows:
        yield Table("invalid", [Column("code"), Column("answer"), Column("why")], rows)
