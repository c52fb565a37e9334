"""parengine itself: unit by unit, and as a table."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pyarrow as pa
from sheets import YEAR, Case

import parengine
from parengine.batch import score
from parengine.score import prepare
from parengine.types import State, ValueType


def assessments(case: Case, rows: list[dict[str, Any]]) -> list[parengine.Assessment]:
    """Return what the row path reads: the answers as they are entered."""
    return [parengine.Assessment(case.criteria_set.id, f"u{at}", YEAR, row) for at, row in enumerate(rows)]


def by_row(case: Case) -> Callable[[list[parengine.Assessment]], tuple[list[Any], list[str | None]]]:
    """Return the exact reading of one unit after another: totals, index and class, every answer tested."""
    prepared = prepare(case.criteria_set)
    quick = prepared.quick

    def run(units: list[parengine.Assessment]) -> tuple[list[Any], list[str | None]]:
        found = [quick.run(prepared.answers(unit)) for unit in units]
        indices = [_known(quick.result(row, "index")) for row in found]
        return indices, [_known(quick.result(row, "class", ValueType.CHOICE)) for row in found]

    return run


def _known(result: Fraction | str | State) -> Any:
    return None if isinstance(result, State) else result


def by_table(engine: str, threads: int, *, nodes: bool = False) -> Callable[[Case], Callable[[pa.Table], Any]]:
    """Return what makes the table path ready: the public function, from an Arrow table to an Arrow table."""

    def ready(case: Case) -> Callable[[pa.Table], pa.Table]:
        wanted = {"year": YEAR, "nodes": nodes, "engine": engine, "threads": threads}
        return lambda table: score(table, case.criteria_set, **wanted)

    return ready
