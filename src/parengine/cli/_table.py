"""`table`: a file of units is scored, one row a unit, and the results go to a file or are shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from attrs import frozen

from .._extras import missing
from .._sentences import say
from ..registry import Registry
from ..score import Cohort
from ..types import Language
from ._cohort import frozen_cohort
from ._options import files, known, with_formats

_F = TypeVar("_F", bound=Callable[..., Any])
_PATH: Final = click.Path(path_type=Path)
#: What the extra of tables brings.
_BROUGHT_BY_THE_EXTRA: Final = frozenset({"numpy", "pyarrow"})
#: How files of tables end; what reads them is not imported before it is needed.
_TABLES: Final = (".parquet", ".csv", ".arrow", ".feather")
_TABS: Final = ("tab", "\\t")


@frozen
class TableAsked:
    """
    What the command was asked to do with a table.

    `scoring` is what `parengine.batch.score` is asked for by the same names; `format` is that of standard output.
    """

    registry: Registry
    file: Path | None
    criteria_set: str | None
    out: Path | None
    scoring: dict[str, Any]
    cohort: Cohort | Path | None
    locale: str
    delimiter: str | None
    format: str
    language: Language


def _delimiter(_context: click.Context, parameter: click.Parameter, given: str | None) -> str | None:
    """Return the one character that parts cells."""
    mark = "\t" if given in _TABS else given
    if mark is not None and (len(mark) != 1 or not mark.isascii() or mark.isalnum() or mark in '".+-\r\n'):
        raise click.BadParameter(say("one mark parts the cells, such as , or ; or tab"), param=parameter)
    return mark


def _file(context: click.Context, parameter: click.Parameter, given: Path | None) -> Path | None:
    """Return the file that was given, None where none was."""
    return None if given is None else files(context, parameter, given)


def _cohort(context: click.Context, parameter: click.Parameter, given: Path | None) -> Cohort | Path | None:
    """Return the frozen figures that a file holds; a file of units is left to be read as a table."""
    if given is not None and given.suffix.lower() in _TABLES:
        return _file(context, parameter, given)
    return frozen_cohort(context, parameter, given)


_OPTIONS: Final = (
    click.option("-o", "--out", type=_PATH, help="Write every column to a file: .parquet, .csv, .arrow or .feather."),
    click.option("--set", "named", metavar="SET", help="The criteria set, where it is not given after the file."),
    click.option("--year", type=int, help="That the answers are of; not needed where the edition covers one year."),
    click.option("--stage", type=click.Choice(["self", "appraised", "final"]), default="self", help="Of the answers."),
    click.option("--unit", metavar="COLUMN", default="unit", help="The column of the units' ids."),
    click.option("--totals", is_flag=True, help="The index, the class and the totals alone, without every node."),
    click.option("--bounds", is_flag=True, help="Add what is still possible while answers are missing."),
    click.option("--exact", is_flag=True, help="Add the value of every number before it was rounded."),
    click.option(
        "--cohort",
        type=_PATH,
        callback=_cohort,
        help="What the units are compared with: frozen figures, as parengine cohort writes them, or a file of units.",
    ),
    click.option("--partial", is_flag=True, help="Columns may be absent: their answers are missing."),
    click.option(
        "--locale", type=click.Choice(["en", "vi"]), default="en", help="Of CSV; vi has decimal commas and semicolons."
    ),
    click.option("--delimiter", metavar="MARK", callback=_delimiter, help="What parts the cells of CSV, such as tab."),
    click.option("--engine", type=click.Choice(["auto", "llvm", "numpy"]), default="auto", help="All give the same."),
    click.option("--threads", type=click.IntRange(1), help="On how many threads at most."),
)


def _with_options(function: _F) -> _F:
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@click.command()
@click.argument("file", metavar="[FILE]", type=_PATH, required=False, callback=_file)
@click.argument("criteria_set", metavar="[SET]", required=False)
@click.option("--columns", "columns_of", metavar="SET", help="List the columns that a table for a set may have.")
@click.option("--template", "template_of", metavar="SET", help="Write a table without rows that has those columns.")
@_with_options
@with_formats("text", "json", "csv")
@click.pass_obj
def table(registry: Registry | None, /, columns_of: str | None, template_of: str | None, **given: Any) -> None:
    """
    Score a table of units: a row is a unit, a column an input by its id, and an empty cell is missing.

    Without -o the first units and a summary are shown; with --format csv all rows come as CSV, with --format json
    as one JSON object a line.
    """
    task = _task(columns_of, template_of)
    criteria_set = _one_set(columns_of, template_of, given.pop("criteria_set"), given.pop("named"))
    own = {name: given.pop(name) for name in ("file", "out", "cohort", "locale", "delimiter", "format", "language")}
    given["nodes"] = not given.pop("totals")
    task(TableAsked(known(registry), criteria_set=criteria_set, scoring=given, **own))


def _one_set(*given: str | None) -> str | None:
    """Return the set that was named, None where none was; two are a wrong use."""
    named = [each for each in given if each is not None]
    if len(named) > 1:
        raise click.UsageError(say("name one set, not {sets}", sets=named))
    return next(iter(named), None)


def _task(columns_of: str | None, template_of: str | None) -> Callable[[TableAsked], None]:
    """Return what is to be done; it needs the extra of tables."""
    try:
        from . import _table_columns, _table_scored
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] not in _BROUGHT_BY_THE_EXTRA:
            raise
        raise click.ClickException(missing("parengine table", "tables", error.name).msg) from None
    if columns_of:
        return _table_columns.list_columns
    return _table_columns.write_template if template_of else _table_scored.score_file
