"""What each database takes for an answer, and what it does with every other value."""

import sqlite3
from decimal import Decimal

import duckdb
import psycopg
import pytest
from databases import SQLite

from parengine import loads
from parengine.batch import create_table, sql
from parengine.testing._draw.builders import asked, document, leaf

PERCENT = asked("percent", places=2)
COUNT = asked("count")
AFTER = "when(a > date(2022, 1, 31), 0, 10)"
FLOAT_ERRORS = {"duckdb": duckdb.Error, "postgres": psycopg.Error}


def of_one(declared, formula="a"):
    """Return a set whose only answer is `a`."""
    return loads(document(leaf("1", 10, {"kind": "formula", "points": formula}, inputs={"a": declared})))


def status_of(database, criteria_set, value, type_=None):
    """Return the status of the only leaf where a table holds a value, given as SQL, and its points."""
    database.drop("answers")
    declared = f"CREATE TABLE answers (unit varchar, a {type_})"
    database.run(create_table(criteria_set, database.name) if type_ is None else declared)
    database.run(f"INSERT INTO answers VALUES ('u', {value})")
    [row] = database.rows(sql(criteria_set, database.name))
    return row["status 1"], None if row["points 1"] is None else str(row["points 1"])


@pytest.mark.parametrize(
    "value, status",
    [
        ("NULL", "missing"),
        ("'79.7'", "scored"),
        ("'79.70'", "scored"),
        ("'100.00'", "scored"),
        ("'0'", "scored"),
        ("'100.01'", "invalid"),
        ("'-0.01'", "invalid"),
        ("'79.705'", "invalid"),
    ],
)
def test_a_percent_is_taken_as_it_is_entered(database, value, status):
    """A percent of two places is admitted where it is one; more places are invalid, never rounded."""
    assert status == status_of(database, of_one(PERCENT), value)[0]


@pytest.mark.parametrize(
    "value, status",
    [
        ("'12abc'", "invalid"),
        ("12.0", "invalid"),
        ("'12'", "invalid"),
        ("x'3132'", "invalid"),
        ("12", "scored"),
        ("-1", "invalid"),
        ("9223372036854775807", "invalid"),
        ("-9223372036854775808", "invalid"),
    ],
)
def test_sqlite_takes_only_an_integer_for_a_count(value, status):
    """Text, REAL and BLOB cells are invalid counts, whatever SQLite would compute with them."""
    assert status == status_of(SQLite(), of_one(COUNT, "min(a, 10)"), value, "")[0]


@pytest.mark.parametrize(
    "value, status",
    [
        ("79.7", "invalid"),
        ("79", "scored"),
        ("101", "invalid"),
        ("'79,7'", "invalid"),
        ("'7e1'", "invalid"),
        ("'.5'", "invalid"),
        ("'5.'", "invalid"),
        ("'-'", "invalid"),
        ("''", "invalid"),
        ("'1.2.3'", "invalid"),
        ("'5-'", "invalid"),
        ("'-0.0'", "scored"),
        ("'007.5'", "scored"),
        ("'5' || char(0) || '1'", "invalid"),
        ("'0." + "0" * 40 + "'", "invalid"),
        ("'99999999999999999999'", "invalid"),
        ("x'35'", "invalid"),
    ],
)
def test_sqlite_reads_decimals_from_text(value, status):
    """A percent is whole, or text of digits with a point; a REAL is not exact and is not admitted."""
    assert status == status_of(SQLite(), of_one(PERCENT, "10 * a"), value, "")[0]


@pytest.mark.parametrize("value, status", [("'79.7'", "scored"), ("'5' || char(0) || '1'", "invalid")])
@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16le", "UTF-16be"])
def test_sqlite_reads_decimals_in_every_encoding(encoding, value, status):
    """A file that keeps its text in two bytes a character admits the same decimals."""
    database = SQLite()
    database.run(f"PRAGMA encoding = '{encoding}'")

    assert status == status_of(database, of_one(PERCENT, "10 * a"), value, "")[0]


@pytest.mark.parametrize("type_", ["double precision", "real", "varchar"])
@pytest.mark.parametrize("declared", [COUNT, PERCENT], ids=["count", "percent"])
def test_a_column_of_the_wrong_type_is_refused(database, declared, type_):
    """A float or a text where a number is wanted is an error of DuckDB and PostgreSQL, and invalid in SQLite."""
    if database.name == "sqlite":
        value, kind = ("'x'", "TEXT") if type_ == "varchar" else ("1.5", "REAL")
        assert (
            "invalid"
            == status_of(
                database, of_one(declared, "10 * min(a, 50 %)" if declared is PERCENT else "min(a, 10)"), value, kind
            )[0]
        )
        return
    with pytest.raises(FLOAT_ERRORS[database.name], match=r"'a' is|operator does not exist"):
        status_of(
            database, of_one(declared, "10 * min(a, 50 %)" if declared is PERCENT else "min(a, 10)"), "'1'", type_
        )


@pytest.mark.parametrize(
    "value, never, status",
    [
        ("'2022-01-31'", False, "scored"),
        ("'0001-01-01'", False, "scored"),
        ("'9999-12-31'", False, "scored"),
        ("NEVER", True, "scored"),
        ("NEVER", False, "invalid"),
        ("NULL", True, "missing"),
    ],
)
def test_a_date_or_never(database, value, never, status):
    """Every day of the calendar is admitted; `never` is infinity, and text in SQLite, where the input allows it."""
    said = "never" if database.name == "sqlite" else "infinity"
    criteria_set = of_one(asked("date", **({"never": True} if never else {})), AFTER)

    assert status == status_of(database, criteria_set, value.replace("NEVER", f"'{said}'"))[0]


@pytest.mark.parametrize(
    "value", ["'2022-02-30'", "'2022-1-3'", "'0000-01-01'", "'2022-01-01 '", "20220101", "2459581.5"]
)
def test_sqlite_takes_no_other_text_for_a_date(value):
    """A date is ISO text of a day that there is."""
    assert "invalid" == status_of(SQLite(), of_one(asked("date"), AFTER), value, "")[0]


def test_a_step_is_held(database):
    """An answer that is no multiple of its step is invalid."""
    criteria_set = of_one(asked("quantity", places=1, low=0, high=10, step=Decimal("2.5")))

    assert ("scored", "7.50") == status_of(database, criteria_set, "'7.5'")
    assert "invalid" == status_of(database, criteria_set, "'7'")[0]


def test_a_column_that_is_not_there_is_an_error(database):
    """A missing column is an error of the database, also where a quoted name may be taken for text."""
    criteria_set = of_one(COUNT)
    database.drop("answers")
    database.run("CREATE TABLE answers (unit varchar, b bigint)")

    with pytest.raises((duckdb.Error, psycopg.Error, sqlite3.Error)):
        database.rows(sql(criteria_set, database.name))
