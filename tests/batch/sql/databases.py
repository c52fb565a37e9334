"""The three databases that the SQL is run on, with one way to ask each: a table in, rows out."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import psycopg
import pyarrow as pa
import pytest

NO_POSTGRES = (
    "PostgreSQL is not installed here: its initdb and postgres are neither on the path nor in /usr/lib/postgresql"
)
Row = dict[str, object]


class SQLite:
    name = "sqlite"

    def __init__(self):
        self.connection = sqlite3.connect(":memory:", isolation_level=None)

    def run(self, statement):
        self.connection.execute(statement)

    def fill(self, table: str, rows: Sequence[Sequence[object]]):
        marks = ", ".join("?" * len(rows[0]))
        self.connection.execute("BEGIN")
        self.connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        self.connection.execute("COMMIT")

    def rows(self, query: str) -> list[Row]:
        found = self.connection.execute(query)
        names = [each[0] for each in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def drop(self, table: str):
        self.run(f"DROP TABLE IF EXISTS {table}")


class DuckDB(SQLite):
    name = "duckdb"

    def __init__(self):
        self.connection = duckdb.connect()

    def fill(self, table, rows):
        """Fill a table from text, which the database reads by the types of its columns."""
        columns = list(zip(*rows, strict=True))
        texts = pa.table({f"c{place}": pa.array(column, pa.string()) for place, column in enumerate(columns)})
        self.connection.register("texts", texts)
        self.connection.execute(f"INSERT INTO {table} SELECT * FROM texts")
        self.connection.unregister("texts")


class Postgres(SQLite):
    name = "postgres"

    def __init__(self, port: int):
        self.connection = psycopg.connect(host="127.0.0.1", port=port, user="tests", dbname="postgres", autocommit=True)

    def fill(self, table, rows):
        with self.connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


# ---- a server of our own


def binaries() -> Path | None:
    """Return where PostgreSQL's programs are, None where it is not installed."""
    found = [Path(on_path).parent] if (on_path := shutil.which("initdb")) else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((each for each in found if (each / "postgres").exists() and (each / "initdb").exists()), None)


def _account() -> dict[str, object]:
    """Return as whom the server runs: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            found = pwd.getpwnam(name)
            return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    pytest.skip("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def postgres_server() -> Iterator[int]:
    """Run a server in a directory of its own, on loopback, and give its port."""
    programs = binaries()
    if programs is None:
        pytest.skip(NO_POSTGRES)
    account, home = _account(), Path(tempfile.mkdtemp(prefix="parengine-postgres-"))
    try:
        if account:
            os.chown(home, account["user"], account["group"])
        store = home / "store"
        made = [programs / "initdb", "-D", store, "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(made, check=True, capture_output=True, cwd=home, **account)
        with _running(programs, store, home, account) as port:
            yield port
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _running(programs: Path, store: Path, home: Path, account: dict[str, object]) -> Iterator[int]:
    port = _free_port()
    given = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off", "port": port}
    settings = [f"--{name}={value}" for name, value in given.items()]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", store, *settings], stderr=log, stdout=log, cwd=home, **account
        )
    try:
        _await(port, server, home / "log")
        yield port
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await(port: int, server: subprocess.Popen, log: Path):
    for _ in range(200):
        with suppress(psycopg.OperationalError):
            psycopg.connect(host="127.0.0.1", port=port, user="tests", dbname="postgres").close()
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail(f"the server does not answer: {log.read_text(errors='replace')[-2000:]}")
