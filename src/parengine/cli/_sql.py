"""`sql`: a criteria set as one SELECT, or a view, of the user's own database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from .._sentences import say
from ..batch import DIALECTS, create_table
from ..batch import sql as printed
from ..batch._files.replaced import replaced
from ..registry import Registry
from ..score import Cohort
from ..types import Language
from ._cohort import with_cohort
from ._options import common, find_set, known
from ._streams import put

if TYPE_CHECKING:
    from .._model import CriteriaSet

_FOR_TABLES: Final = ("year", "stage", "table", "unit")


@click.command()
@click.argument("criteria_set", metavar="SET")
@click.option("--dialect", type=click.Choice(list(DIALECTS)), required=True, help="Of which database.")
@click.option("--table", metavar="NAME", default="answers", help="The table of answers; schema.table is two names.")
@click.option("--view", metavar="NAME", help="Print a CREATE VIEW of this name.")
@click.option("--unit", metavar="COLUMN", default="unit", help="The column of the units' ids.")
@click.option("--year", type=int, help="That the answers are of; not needed where the edition covers one year.")
@click.option("--stage", type=click.Choice(["self", "appraised", "final"]), default="self", help="Of the answers.")
@click.option("--totals", is_flag=True, help="The index, the class and the totals alone, without every node.")
@click.option("--create-table", "of_table", is_flag=True, help="Print the CREATE TABLE of the answers instead.")
@with_cohort
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write to a file.")
@common
@click.pass_obj
def sql(
    registry: Registry | None,
    /,
    criteria_set: str,
    dialect: str,
    of_table: bool,
    out: Path | None,
    format: str,  # noqa: ARG001  SQL is SQL
    language: Language,  # noqa: ARG001  the same
    **asked: Any,
) -> None:
    """Print a SELECT that scores a table of answers in DuckDB, PostgreSQL or SQLite, exactly."""
    if of_table:
        _refuse_of_scores(asked)
    found = find_set(known(registry), criteria_set)
    text = _table(found, dialect, asked) if of_table else _select(found, dialect, asked)
    if out is None:
        put(text)
        return
    with replaced(out) as file:
        file.write(text.encode())


def _refuse_of_scores(asked: dict[str, Any]) -> None:
    """Raise `UsageError` where the table of answers is asked for with what only a SELECT has."""
    given = [f"--{name}" for name in ("view", "totals", "cohort") if asked[name]]
    if given:
        raise click.UsageError(say("--create-table prints the table of answers; leave out {options}", options=given))


def _table(criteria_set: CriteriaSet, dialect: str, asked: dict[str, Any]) -> str:
    return create_table(criteria_set, dialect, **{name: asked[name] for name in _FOR_TABLES})


def _select(criteria_set: CriteriaSet, dialect: str, asked: dict[str, Any]) -> str:
    named = {name: asked[name] for name in (*_FOR_TABLES, "view")}
    cohort: Cohort | None = asked["cohort"]
    return printed(criteria_set, dialect, **named, nodes=not asked["totals"], cohort=cohort)
