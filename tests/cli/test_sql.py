"""`parengine sql`: what the command prints, writes and refuses."""

import json
import sqlite3

import pytest

from parengine import discover
from parengine.batch import create_table, sql
from parengine.cli._app import run as parengine
from parengine.score import cohort_of
from parengine.testing._draw.answers import ground_of

SET = "tay-ninh-agency-2024"


def run(capsys, *arguments):
    code = parengine(["sql", *arguments])
    return code, *capsys.readouterr()


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "sqlite"])
def test_the_statement_is_printed(capsys, dialect):
    """The command prints what `sql` returns, and nothing else."""
    code, out, error = run(capsys, SET, "--dialect", dialect, "--totals")

    assert (0, sql(discover().get(SET), dialect, nodes=False), "") == (code, out, error)


def test_a_table_and_a_view_are_made_with_what_is_printed(capsys, tmp_path):
    """The table, the view and the file that the command gives are the database's own."""
    database, file = sqlite3.connect(":memory:"), tmp_path / "view.sql"
    code, out, _ = run(capsys, SET, "--dialect", "sqlite", "--create-table", "--table", "a b")
    assert code == 0
    database.executescript(out)
    assert run(capsys, SET, "--dialect", "sqlite", "--table", "a b", "--view", "v", "-o", str(file)) == (0, "", "")
    database.executescript(file.read_text(encoding="utf-8"))
    database.execute('INSERT INTO "a b" (unit) VALUES (?)', ["Sở A"])

    assert ("Sở A", 0) == database.execute("SELECT unit, complete FROM v").fetchone()
    database.close()


def test_a_cohort_is_given_as_a_file(capsys, tmp_path):
    """A set that compares units is printed with the frozen figures of a file, and refused without."""
    from parengine import Assessment

    criteria_set, file = discover().get("hai-phong-heads-2025"), tmp_path / "cohort.json"
    ground = ground_of(criteria_set, 2025)
    answers = ground.answers_of(ground.base(0))
    found = cohort_of([Assessment(criteria_set.id, "u", 2025, answers)], criteria_set)
    file.write_text(json.dumps(found.to_dict()), encoding="utf-8")
    asked = (criteria_set.id, "--dialect", "sqlite", "--year", "2025")

    code, _, error = run(capsys, *asked)
    assert (1, True) == (code, "frozen figures" in error)
    code, out, _ = run(capsys, *asked, "--cohort", str(file))
    assert (0, sql(criteria_set, "sqlite", year=2025, cohort=found)) == (code, out)


@pytest.mark.parametrize(
    "arguments, code",
    [
        ((SET, "--dialect", "oracle"), 2),
        ((SET,), 2),
        (("no-such-set", "--dialect", "sqlite"), 2),
        ((SET, "--dialect", "sqlite", "--table", ""), 1),
        ((SET, "--dialect", "sqlite", "--year", "1999"), 1),
        ((SET, "--dialect", "sqlite", "-o", "/"), 1),
    ],
)
def test_what_cannot_be_printed_is_a_sentence(capsys, arguments, code):
    """A wrong use is told with exit code 2, a refusal with 1, and neither as a traceback."""
    found, out, error = run(capsys, *arguments)

    assert (code, "") == (found, out)
    assert "Traceback" not in error
    assert "unexpected" not in error


def test_the_table_is_that_of_the_stage(capsys):
    """The table of answers is printed for the terms that are asked for."""
    _, out, _ = run(capsys, SET, "--dialect", "duckdb", "--create-table", "--stage", "final")

    assert create_table(discover().get(SET), "duckdb", stage="final") == out


def test_what_only_a_select_has_is_not_lost_in_silence(capsys):
    """A table of answers that is asked for with a view or totals is a wrong use, which names both."""
    found = run(capsys, SET, "--dialect", "sqlite", "--create-table", "--view", "v", "--totals")

    assert (2, "") == found[:2]
    assert "leave out --view, --totals" in found[2]
