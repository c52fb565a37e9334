"""Who takes part in the comparison of tables, and how long each takes."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Container, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from rivals import ours, with_numpy, with_openfisca, with_polars, with_rows
from sheets import Case, rows_of

#: What an engine reads: an Arrow table; mappings with JSON's types, or with Decimals; assessments.
TABLE, JSON, DECIMALS, ASSESSMENTS = "table", "json", "decimals", "assessments"
#: Engines that take a unit at a time get so many of them at most; more is worked out from that, and said.
MOST_ROWS = 10_000
OURS, FULL = "parengine, table", "parengine, every node"
GAPS = "national-gaps"


class Contestant(NamedTuple):
    """An engine, what it reads, how it is made ready for a set, and how many units of `MOST_ROWS` it gets."""

    title: str
    reads: str
    ready: Callable[[Case], Callable[[Any], Any]]
    rows: int = MOST_ROWS
    has_totals: bool = True

    @property
    def is_ours(self) -> bool:
        return self.title.startswith("parengine")


def contestants() -> list[Contestant]:
    """Return all that take part; what cannot be imported is left out and said."""
    return [
        *[Contestant(f"{OURS}, {name}", TABLE, ours.by_table(*of)) for name, of in _OURS.items()],
        *[
            Contestant(f"{FULL}, {name}", TABLE, ours.by_table(*of, nodes=True))
            for name, of in _OURS.items()
            if of[1] == 2
        ],
        Contestant("parengine, unit by unit", ASSESSMENTS, ours.by_row),
        Contestant("OpenFisca-Core", TABLE, with_openfisca.variables),
        Contestant("zen-engine, compiled expressions", JSON, with_rows.zen_expressions),
        Contestant("zen-engine, decision graph", JSON, with_rows.zen_decision, 1_000),
        Contestant("datalogic-py", JSON, with_rows.json_logic),
        Contestant("Decimal loop", DECIMALS, with_rows.decimals),
        Contestant("numpy float64, whole columns", TABLE, with_numpy.float_columns),
        Contestant("numpy float64, in chunks", TABLE, with_numpy.float_chunks),
        Contestant("numpy whole numbers, in chunks", TABLE, with_numpy.whole_chunks),
        Contestant("the same on two threads", TABLE, lambda case: with_numpy.whole_chunks(case, 2)),
        Contestant("polars float, both cores", TABLE, with_polars.float_columns),
        Contestant("polars int64, both cores", TABLE, with_polars.whole_columns),
        Contestant("one read of the input's bytes", TABLE, with_numpy.read_bytes, has_totals=False),
    ]


_OURS: Mapping[str, tuple[str, int]] = {
    "llvm, two threads": ("llvm", 2),
    "llvm, one thread": ("llvm", 1),
    "numpy, two threads": ("numpy", 2),
    "numpy, one thread": ("numpy", 1),
}


class Sheets:
    """The answers of so many units of a case, in each form that some engine reads."""

    def __init__(self, case: Case, count: int) -> None:
        self.case, self.count = case, count
        self.table = case.table(count)

    @cached_property
    def _few(self) -> pa.Table:
        return self.table.slice(0, min(self.count, MOST_ROWS))

    @cached_property
    def json(self) -> list[dict[str, Any]]:
        return [{name.replace(".", "__"): value for name, value in row.items()} for row in rows_of(self._few)]

    @cached_property
    def decimals(self) -> list[dict[str, Any]]:
        exact = {f.name: self._few[f.name].to_pylist() for f in self._few.schema if pa.types.is_decimal(f.type)}
        return [row | {name: values[at] for name, values in exact.items()} for at, row in enumerate(rows_of(self._few))]

    @cached_property
    def assessments(self) -> list[Any]:
        return ours.assessments(self.case, rows_of(self._few, entered=True))

    def given(self, contestant: Contestant) -> Any:
        """Return what a contestant reads, and no more units than it gets."""
        whole = getattr(self, contestant.reads)
        return whole if contestant.reads == TABLE else whole[: contestant.rows]

    def share(self, contestant: Contestant) -> float:
        """Return how many times as many units there are as a contestant gets."""
        return 1 if contestant.reads == TABLE else max(1, self.count / contestant.rows)


class Totals(NamedTuple):
    """The indices in hundredths, -1 where there is none, and the classes."""

    indices: np.ndarray
    classes: np.ndarray

    def wrong(self, truth: Totals) -> int:
        """Return for how many units the index or the class is another; only as many as there are here."""
        count = len(self.indices)
        same = (self.indices == truth.indices[:count]) & (self.classes == truth.classes[:count])
        return int(count - same.sum())


def totals(case: Case, found: Any) -> Totals:
    """Return what an engine found in one form for all."""
    if isinstance(found, pa.Table):
        found = found["index"], found["class"]
    return Totals(_hundredths(found[0]), _places(case, found[1]))


def _hundredths(indices: Any) -> np.ndarray:
    if isinstance(indices, pa.ChunkedArray):
        indices = indices.cast(pa.float64()).fill_null(-0.01).to_numpy()
    elif isinstance(indices, list):
        return np.array([-1 if each is None else round(_exact(each) * 100) for each in indices])
    else:
        indices = np.asarray(indices)
    whole = indices if indices.dtype.kind == "i" else np.rint(indices * np.float64(100))
    return whole.astype(np.int64)


def _exact(number: Any) -> Fraction:
    return Fraction(number) if isinstance(number, Fraction | Decimal | int) else Fraction(str(number))


def _places(case: Case, classes: Any) -> np.ndarray:
    codes = with_numpy.class_codes(case)
    if isinstance(classes, np.ndarray) and classes.dtype.kind in "iu":
        return classes.astype(np.int64)
    words = classes.to_pylist() if hasattr(classes, "to_pylist") else list(classes)
    return np.array([codes.get(word, len(codes)) if word else -1 for word in words])


class Timed(NamedTuple):
    """How long one run took, and what it gave."""

    seconds: float
    result: Any


def timed(run: Callable[[Any], Any], given: Any) -> Timed:
    """Run once; what earlier runs left is collected before."""
    gc.collect()
    start = time.perf_counter()
    result = run(given)
    return Timed(time.perf_counter() - start, result)


def least_of_rounds(
    runs: Mapping[str, Callable[[], Timed]],
    budgets: Iterable[float],
    see: Callable[[str, Any], None],
    once: Container[str],
) -> dict[str, float]:
    """
    Return the fewest seconds of each over rounds taken in turn; what each gave in the first is shown to `see`.

    A round is skipped by whoever has used up its share of the seconds, or runs but `once`; the first is for all.
    """
    found: dict[str, list[float]] = {name: [] for name in runs}
    for budget in budgets:
        for name, run in runs.items():
            if sum(found[name]) <= (0 if name in once else budget):
                taken, result = run()
                if not found[name]:
                    see(name, result)
                found[name].append(taken)
    return {name: min(times) for name, times in found.items()}
