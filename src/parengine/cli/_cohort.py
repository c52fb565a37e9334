"""`cohort`: the figures of a round's units, frozen, so that one of them can be scored against them later."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import click
from attrs import evolve

from .._sentences import figure, say
from ..errors import DocumentError, Problem
from ..registry import Registry
from ..score import Assessment, Cohort, Compared, cohort_of
from ..types import Language
from ._options import common, files, known
from ._page import Block, Cell, Column, Page, Table, write


@click.command()
@click.argument(
    "assessments", metavar="ASSESSMENT...", type=click.Path(path_type=Path), nargs=-1, required=True, callback=files
)
@common
@click.pass_obj
def cohort(registry: Registry | None, assessments: Sequence[Path], format: str, language: Language) -> None:  # noqa: ARG001
    """Freeze what a round's units come to; with --format json it is what score --cohort takes."""
    found = known(registry)
    sheets = [found.assessment(path) for path in assessments]
    frozen = cohort_of(sheets, found.get(_one_set(sheets)))
    write(Page(list(_blocks(frozen)), frozen.to_dict()), format)


def _one_set(sheets: Sequence[Assessment]) -> str:
    """Return the set that all sheets answer."""
    sets = list(dict.fromkeys(sheet.set for sheet in sheets))
    if len(sets) > 1:
        raise click.UsageError(say("a cohort has one set, not {sets}", sets=sets))
    return sets[0]


def _blocks(frozen: Cohort) -> Iterator[Block]:
    yield say("{set}, {year}: {count} units", set=frozen.set, year=frozen.year, count=frozen.units)
    right = [Column(heading, True) for heading in (say("units"), say("mean"), say("best"), say("least"))]
    columns = [Column(say("compared")), *right, Column(say("missing or invalid"))]
    yield Table("", columns, [_row(each) for each in frozen.compared])


def _row(each: Compared) -> list[Cell]:
    figures = ["" if value is None else figure(value) for value in (each.mean, each.best, each.least)]
    return [each.text, str(each.count), *figures, ", ".join(each.unsettled)]


def frozen_cohort(_context: click.Context, _parameter: click.Parameter, path: Path | None) -> Cohort | None:
    """Return the cohort that a file holds, None where none was given."""
    if path is None:
        return None
    files(_context, _parameter, path)
    try:
        return Cohort.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except DocumentError as error:
        raise DocumentError([evolve(problem, file=str(path)) for problem in error.problems]) from None
    except (OSError, ValueError, RecursionError) as error:
        sentence = say("this is no document of a cohort: {error}", error=str(error).partition("\n")[0][:200])
        raise DocumentError([Problem(str(path), 1, 1, "$", sentence)]) from None


#: Give a command the option of a frozen cohort.
with_cohort: Final = click.option(
    "--cohort",
    type=click.Path(path_type=Path),
    callback=frozen_cohort,
    help="The frozen figures of all units, as parengine cohort writes them.",
)
