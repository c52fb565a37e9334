"""
Many units at once: tables in and out, and SQL for the user's own database, equal to the exact reading in every cell.

Tables need the extra `tables`; `fast` brings a compiler beside it. SQL is printed by parengine alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .._extras import at_first_use

if TYPE_CHECKING:
    from ._score import Scored, cohort_of, score, score_stream
    from ._sql import DIALECTS, SqlError, create_table, sql

__all__ = ["DIALECTS", "Scored", "SqlError", "cohort_of", "create_table", "score", "score_stream", "sql"]

_PUBLIC: Final = {
    "_score": ("Scored", "cohort_of", "score", "score_stream"),
    "_sql": ("DIALECTS", "SqlError", "create_table", "sql"),
}

__getattr__ = at_first_use(__name__, _PUBLIC, "tables", frozenset({"numpy", "pyarrow"}))


def __dir__() -> list[str]:
    return [*__all__]
