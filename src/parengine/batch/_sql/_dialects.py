"""
The dialects: what each writes differently, and how much it can take.

All of them compute with whole numbers of 64 bits. A number that is written down is 32 bits wide in DuckDB and
PostgreSQL unless it says otherwise, so each is cast. Division cuts towards zero everywhere, which is the floor where
nothing is negative.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal, TypeAlias, get_args

from attrs import frozen

from ..._sentences import one_of, say
from ...expr._integer.form import Kind
from ._refusal import SqlError

DialectName: TypeAlias = Literal["duckdb", "postgres", "sqlite"]


@frozen
class Dialect:
    """
    One dialect of SQL.

    `operations` are its operators and functions, `whole` writes a whole number of 64 bits, `truths` a no and a yes;
    `has_truths` says whether truth is a type of its own. A layer ends with `fence`, which keeps the database from
    computing it again for each use: cheaper than a MATERIALIZED one, which writes every row out. `most_columns` is
    what a table or a SELECT may have, `longest_name` in bytes, None where there is no limit; `taken` are names that
    the database gives itself.
    """

    name: DialectName
    title: str
    operations: Mapping[Kind, str]
    whole: Callable[[int], str]
    truths: tuple[str, str]
    has_truths: bool
    most_columns: int
    longest_name: int | None
    folds_case: bool
    taken: frozenset[str]
    fence: str = ""


_SAME: Final[Mapping[Kind, str]] = {
    Kind.ADD: " + ",
    Kind.SUB: " - ",
    Kind.MUL: " * ",
    Kind.EQ: " = ",
    Kind.LT: " < ",
    Kind.LE: " <= ",
    Kind.AND: " AND ",
    Kind.OR: " OR ",
}


def _big(value: int) -> str:
    return f"{value}::bigint" if value >= 0 else f"({value})::bigint"


def _plain(value: int) -> str:
    return str(value) if value >= 0 else f"({value})"


#: The dialects by name.
DIALECTS: Final[Mapping[str, Dialect]] = {
    "duckdb": Dialect(
        name="duckdb",
        title="DuckDB",
        operations={**_SAME, Kind.DIV: " // ", Kind.MIN: "least", Kind.MAX: "greatest"},
        whole=_big,
        truths=("false", "true"),
        has_truths=True,
        most_columns=100_000,
        longest_name=None,
        folds_case=True,
        taken=frozenset({"rowid"}),
    ),
    "postgres": Dialect(
        name="postgres",
        title="PostgreSQL",
        operations={**_SAME, Kind.DIV: " / ", Kind.MIN: "least", Kind.MAX: "greatest"},
        whole=_big,
        truths=("false", "true"),
        has_truths=True,
        most_columns=1600,
        longest_name=63,
        folds_case=False,
        taken=frozenset({"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"}),
        fence=" OFFSET 0",
    ),
    "sqlite": Dialect(
        name="sqlite",
        title="SQLite",
        operations={**_SAME, Kind.DIV: " / ", Kind.MIN: "min", Kind.MAX: "max"},
        whole=_plain,
        truths=("0", "1"),
        has_truths=False,
        most_columns=2000,
        longest_name=None,
        folds_case=True,
        taken=frozenset({"rowid", "oid", "_rowid_"}),
        fence=" LIMIT -1 OFFSET 0",
    ),
}


def dialect_of(name: str) -> Dialect:
    """Return the dialect of a name."""
    found = DIALECTS.get(name)
    if found is None:
        known = one_of([f"'{one}'" for one in get_args(DialectName)])
        raise SqlError(say("there is no dialect '{name}'; it is {dialects}", name=str(name)[:40], dialects=known))
    return found
