"""SQL: a criteria set as one SELECT of DuckDB, PostgreSQL or SQLite, and the table of answers that it reads."""

from ._dialects import DIALECTS
from ._print import create_table, sql
from ._refusal import SqlError

__all__ = ["DIALECTS", "SqlError", "create_table", "sql"]
