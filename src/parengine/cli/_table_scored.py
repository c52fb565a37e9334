"""A file of units scored: the results go to a file, or to standard output batch by batch, with a summary."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import click
from attrs import frozen
from rich.console import Console
from rich.progress import Progress

from .._model import CriteriaSet
from .._sentences import say
from ..batch._asked import Asked
from ..batch._files.csv_in import CsvStyle
from ..batch._files.csv_out import csv_text
from ..batch._files.files import FORMATS, format_of, opened, unknown_ending, written
from ..batch._files.templates import set_named_in
from ..batch._read.names import columns_of
from ..batch._results import noticed_in
from ..batch._score import Scored, score_stream
from ..batch._summary import Summary
from ..score import Cohort
from ..types import ValueType
from ._options import find_set
from ._page import write
from ._streams import writing
from ._table import TableAsked
from ._table_summary import summary_page


def score_file(asked: TableAsked) -> None:
    """Score the units of a file and write or show the results."""
    path = _usable(asked)
    style = CsvStyle("vi" if asked.locale == "vi" else "en", asked.delimiter)
    criteria_set = find_set(asked.registry, asked.criteria_set or _set_of(path, style))
    with _terminable(), _bar() as progress:
        scored = _scored(asked, path, style, criteria_set, progress)
        with closing(scored.batches) as batches:
            noticed = noticed_in(asked.language, batches, criteria_set)
            going = _Going(asked, criteria_set, style, scored, noticed)
            _WAYS[going.way](going)


# ---- what is asked


def _usable(asked: TableAsked) -> Path:
    """Return the file to read; a use that cannot come to anything is refused before anything is computed."""
    if asked.file is None:
        raise click.UsageError(say("name a file of units, or --columns SET to see what it may hold"))
    for path in filter(None, (asked.file, asked.out)):
        if path.suffix.lower() not in FORMATS:
            raise click.UsageError(unknown_ending(path))
    if asked.out is not None:
        _refuse_output(asked.out, asked.file, asked.format)
    return asked.file


def _refuse_output(out: Path, file: Path, format: str) -> None:
    if out.exists() and out.samefile(file):
        raise click.UsageError(say("'{path}' holds the answers; write the results to another file", path=str(out)))
    if not out.parent.is_dir():
        raise click.UsageError(say("there is no directory '{into}'; make it first", into=str(out.parent)))
    if format == "csv":
        raise click.UsageError(say("with -o the file's name says its format; --format is text or json"))


def _set_of(path: Path, style: CsvStyle) -> str:
    """Return the set that a file says it is for, as a template does."""
    named = set_named_in(opened(path, style).schema)
    if named is None:
        raise click.UsageError(say("name the criteria set after the file; parengine sets lists them"))
    return named


#: A file of fewer bytes is scored with array code before a compiler is through.
_NOT_WORTH_COMPILING: Final = 10_000_000


def _scored(
    asked: TableAsked,
    path: Path,
    style: CsvStyle,
    criteria_set: CriteriaSet,
    progress: Callable[[int, int | None], None],
) -> Scored:
    types = _types(criteria_set, asked.scoring)

    def reopen(file: Path = path) -> Any:
        return opened(file, style, types)

    cohort = reopen(asked.cohort).read_all() if isinstance(asked.cohort, Path) else asked.cohort
    _same_set(cohort, criteria_set)
    if asked.format == "text" and asked.out is None:
        asked.scoring["nodes"] = False
    if asked.scoring["engine"] == "auto" and path.stat().st_size < _NOT_WORTH_COMPILING:
        asked.scoring["engine"] = "numpy"
    return score_stream(
        reopen,
        reopen().schema,
        criteria_set,
        cohort=cohort,
        progress=progress,
        name=str(path),
        first_row=format_of(path).first_row,
        **asked.scoring,
    )


def _types(criteria_set: CriteriaSet, scoring: Mapping[str, Any]) -> Mapping[str, ValueType]:
    """Return what is expected in which column of a set's tables."""
    prepared = Asked(criteria_set, **{name: scoring[name] for name in ("year", "stage")}).prepared()
    return {column.name: column.domain.type for column in columns_of(prepared)}


def _same_set(cohort: object, criteria_set: CriteriaSet) -> None:
    """Refuse frozen figures of another set."""
    if isinstance(cohort, Cohort) and cohort.set != criteria_set.id:
        raise click.UsageError(
            say("the cohort is one of '{set}', not of '{asked}'", set=cohort.set, asked=criteria_set.id)
        )


# ---- the ways of giving results


@frozen
class _Going:
    """A table that is being scored: what is known of it, its batches as they come, and how they are to be given."""

    asked: TableAsked
    criteria_set: CriteriaSet
    style: CsvStyle
    scored: Scored
    batches: Iterator[Any]

    @property
    def way(self) -> str:
        """Return the format of standard output, or that all goes to a file."""
        return self.asked.format if self.asked.out is None else "file"


def _to_file(going: _Going) -> None:
    assert going.asked.out is not None
    summary = Summary.of(going.scored.schema)
    written(going.asked.out, going.scored.schema, map(summary.seen, going.batches), going.style)
    write(summary_page(summary, going.scored.reading, going.criteria_set, going.asked.out), going.asked.format)


def _to_people(going: _Going) -> None:
    summary = Summary.of(going.scored.schema)
    for batch in going.batches:
        summary.seen(batch)
    write(summary_page(summary, going.scored.reading, going.criteria_set, None), "text")


def _to_csv(going: _Going) -> None:
    with writing():
        for text in csv_text(going.scored.schema, going.batches, going.style):
            sys.stdout.write(bytes(text).decode())


def _to_json(going: _Going) -> None:
    with writing():
        for batch in going.batches:
            sys.stdout.writelines(f"{_json(row)}\n" for row in batch.to_pylist())


def _json(row: Mapping[str, Any]) -> str:
    """Return a row for programs: a number is text, so that it keeps its places."""
    return json.dumps(row, ensure_ascii=False, default=lambda number: format(number, "f"))


_WAYS: Final[Mapping[str, Callable[[_Going], None]]] = {
    "file": _to_file,
    "text": _to_people,
    "csv": _to_csv,
    "json": _to_json,
}


# ---- while it runs


@contextmanager
def _bar() -> Iterator[Callable[[int, int | None], None]]:
    """Give what moves a bar to so many rows of so many; it is shown on a terminal's standard error alone."""
    hidden = not sys.stderr.isatty()
    above = sys.stdout.isatty()
    with Progress(console=Console(stderr=True), disable=hidden, transient=True, redirect_stdout=above) as bar:
        task = bar.add_task("…", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def _terminable() -> Iterator[None]:
    """Let a request to end be heard like an interrupt, so that nothing half written is left."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)
