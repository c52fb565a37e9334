"""`score` and `explain`: assessments become scorecards, and a scorecard says why."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.progress import Progress

from .._nearest import nearest
from .._sentences import say
from ..errors import ParengineError
from ..registry import Registry
from ..score import Assessment, Cohort, Scorecard
from ..types import Language
from ._card import notices, scorecard_blocks
from ._cohort import with_cohort
from ._options import common, files, known, tell
from ._page import Page, json_text, write
from ._streams import put
from ._telling import refusal_facts, refusal_text
from ._together import Compared, Together, attempt, card_of, rounds_of, steps_of, together

_FILE: Final = click.Path(path_type=Path)


@click.command()
@click.argument("assessments", metavar="ASSESSMENT...", type=_FILE, nargs=-1, required=True, callback=files)
@click.option("--final", is_flag=True, help="Refuse a score while anything is missing, invalid or undecided.")
@with_cohort
@common
@click.pass_obj
def score(
    registry: Registry | None,
    assessments: Sequence[Path],
    final: bool,
    cohort: Cohort | None,
    format: str,
    language: Language,
) -> int:
    """Score assessments; those of one set are each other's cohort. With --format json, several give one array."""
    results = _scored(known(registry), assessments, cohort, final=final)
    shown = _show_json(results, language, several=len(assessments) > 1) if format == "json" else _show(results)
    return int(not shown)


def _scored(
    registry: Registry, paths: Sequence[Path], cohort: Cohort | None, *, final: bool
) -> Iterator[tuple[Path, Scorecard | ParengineError]]:
    """Yield each file with its scorecard, or with why it has none."""
    read = [(path, attempt(registry.assessment, path)) for path in paths]
    sheets = [sheet for _, sheet in read if isinstance(sheet, Assessment)]
    _same_set(cohort, sheets)
    rounds = {} if cohort else rounds_of(registry, sheets)
    with _bar(len(read) + steps_of(rounds)) as step:
        compared: Together = {cohort.set: Compared(cohort)} if cohort else together(rounds, step)
        for path, sheet in read:
            if isinstance(sheet, ParengineError):
                yield path, sheet
            else:
                yield path, attempt(lambda sheet: card_of(sheet, registry, compared, final=final), sheet)
            step()


def _same_set(cohort: Cohort | None, sheets: Iterable[Assessment]) -> None:
    """Refuse a cohort of another set than a sheet answers: it would be passed over without a word."""
    for sheet in sheets:
        if cohort is not None and sheet.set != cohort.set:
            raise click.UsageError(
                say("the cohort is one of '{set}', not of '{asked}'", set=cohort.set, asked=sheet.set)
            )


def _show(results: Iterable[tuple[Path, Scorecard | ParengineError]]) -> bool:
    """Write pages and refusals as they come; returns whether there was no refusal."""
    refused = 0
    for path, result in results:
        if isinstance(result, Scorecard):
            write(Page(list(scorecard_blocks(result)), None), "text")
        else:
            refused += 1
            tell(Refused(path, result))
    return refused == 0


class Refused:
    """A file and why it was refused, in any language."""

    def __init__(self, path: Path, error: ParengineError) -> None:
        self.path, self.error = path, error

    def in_language(self, language: Language) -> str:
        """Return the lines that say it."""
        return refusal_text(self.path, self.error, language)


def _show_json(
    results: Iterable[tuple[Path, Scorecard | ParengineError]], language: Language, *, several: bool
) -> bool:
    """Write an object, or an array of them, as they come; returns whether there was no refusal."""
    refused, between = 0, "[" if several else ""
    for path, result in results:
        refused += not isinstance(result, Scorecard)
        put(between + _json(path, result, language).rstrip("\n"))
        between = ",\n"
    put("]\n" if several else "\n")
    return refused == 0


def _json(path: Path, result: Scorecard | ParengineError, language: Language) -> str:
    if isinstance(result, Scorecard):
        return result.to_json(language=language)
    return json_text(refusal_facts(path, result, language))


@contextmanager
def _bar(steps: int) -> Iterator[Callable[[], None]]:
    """Give what moves a bar by a step; several steps show it on a terminal's standard error, never in the output."""
    hidden = steps == 1 or not sys.stderr.isatty()
    # rich would write what goes to a file or a pipe to the bar's terminal instead
    above = sys.stdout.isatty()
    with Progress(console=Console(stderr=True), disable=hidden, transient=True, redirect_stdout=above) as bar:
        yield partial(bar.advance, bar.add_task("…", total=steps))


def score_file(registry: Registry, path: Path, cohort: Cohort | None = None) -> Scorecard:
    """Return the scorecard of an assessment's file by the set that it names, against a cohort if there is one."""
    compared: Together = {cohort.set: Compared(cohort)} if cohort else {}
    sheet = registry.assessment(path)
    _same_set(cohort, [sheet])
    return card_of(sheet, registry, compared, final=False)


@click.command()
@click.argument("assessment", metavar="ASSESSMENT", type=_FILE, callback=files)
@click.argument("code")
@with_cohort
@common
@click.pass_obj
def explain(
    registry: Registry | None, assessment: Path, code: str, cohort: Cohort | None, format: str, language: Language
) -> int:
    """Say how a node came to its points: the branch that was taken and the numbers in it."""
    try:
        scorecard = score_file(known(registry), assessment, cohort)
    except ParengineError as error:
        return _refuse(assessment, error, format, language)
    _known_code(code, [node.code for node in scorecard.walk()])
    lines = list(scorecard.why(code, language))
    facts = {"notice": texts(scorecard), "code": code, "why": lines}
    write(Page([*notices(scorecard), *lines], facts), format)
    return 0


def _refuse(path: Path, error: ParengineError, format: str, language: Language) -> int:
    if format == "json":
        put(json_text(refusal_facts(path, error, language)))
    else:
        tell(Refused(path, error))
    return 1


def _known_code(code: str, codes: Sequence[str]) -> None:
    """Refuse a code that the set does not have, with a hint."""
    if code in codes:
        return
    near = nearest(code, codes)
    if near:
        raise click.UsageError(say("there is no code '{code}'; did you mean '{near}'?", code=code, near=near))
    raise click.UsageError(say("there is no code '{code}'", code=code))


def texts(scorecard: Scorecard) -> dict[str, str | None] | None:
    """Return the notice for programs."""
    return {"vi": scorecard.notice.vi, "en": scorecard.notice.en} if scorecard.notice else None
