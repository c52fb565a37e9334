"""The tests of the SQL share `databases` and `answered`, which stand beside them, and one PostgreSQL server a run."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from databases import DuckDB, Postgres, SQLite, postgres_server  # noqa: E402  it stands beside


@pytest.fixture(scope="session")
def server():
    with postgres_server() as port:
        yield port


@pytest.fixture(scope="session", params=["duckdb", "sqlite", "postgres"])
def database(request):
    """Return each database in turn, empty."""
    name = request.param
    made = (
        Postgres(request.getfixturevalue("server"))
        if name == "postgres"
        else {"duckdb": DuckDB, "sqlite": SQLite}[name]()
    )
    yield made
    made.connection.close()
