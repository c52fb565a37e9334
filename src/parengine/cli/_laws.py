"""What `test --laws` tries and shows: every law on every set that was named, or that the cases are of."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import Progress

from .._model import CriteriaSet
from .._sentences import Sentence, say, say_counted
from ..types import Language
from ._page import Block

if TYPE_CHECKING:
    from ..testing import Report


def tried_laws(sets: Iterable[CriteriaSet]) -> list[Report]:
    """Return what became of the laws on each set; several seconds each, so a bar moves on a terminal."""
    chosen = list(sets)
    if not chosen:
        return []
    check = _check()
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        return [check(one, progress=_moving(bar, one), steady=True) for one in chosen]


def _check() -> Callable[..., Report]:
    """Return what tries laws; where its extra is missing that is told in its own sentence."""
    try:
        from ..testing import check
    except ModuleNotFoundError as error:
        raise click.ClickException(error.msg) from None
    return check


def _moving(bar: Progress, one: CriteriaSet) -> Callable[[int, int], None]:
    task = bar.add_task(one.id, total=None)
    return lambda done, total: bar.update(task, completed=done, total=total)


def laws_blocks(reports: Sequence[Report], language: Language) -> Iterator[Block]:
    """Yield what people see: every law with what became of it, then the counter-examples, then how many hold."""
    for report in reports:
        yield from report.lines(language)
        yield _summary(report)


def _summary(report: Report) -> Sentence:
    counted: list[str] = [say_counted("{count} law", "{count} laws", len(report.results))]
    broken = say_counted("{count} is broken", "{count} are broken", len(report.broken))
    return say("{set}: {laws}", set=report.set, laws=[*counted, say("all hold") if report.passed else broken])


def laws_facts(reports: Iterable[Report], language: Language) -> list[Any]:
    """Return what became of the laws for programs."""
    return [report.to_dict(language) for report in reports]
