"""A file larger than memory should be: ten million units through `parengine table`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from memory import MIB
from sets import leaf_rounded_set
from sheets import cases, units

TIMES, ROW_GROUP = 10, 100_000
MOST = 2 * 1024 * MIB


def streamed(count: int) -> Iterator[str]:
    """Yield what was measured for ten times so many units."""
    case = cases()["leaf-rounded"]
    with tempfile.TemporaryDirectory(prefix="parengine-bench-") as folder:
        free, needed = shutil.disk_usage(folder).free, 2 * 500 * TIMES * count
        if free < needed:
            yield f"Left out: {needed / MIB:,.0f} MiB of disk are needed, {free / MIB:,.0f} are free."
            return
        path = Path(folder, "answers.parquet")
        _write(path, case.table(count), count)
        yield _line(path, count)


def _write(path: Path, table: pa.Table, count: int) -> None:
    """Write a table several times over, each time with other units."""
    with pq.ParquetWriter(path, table.schema, compression="none", use_dictionary=False) as writer:
        for time_ in range(TIMES):
            others = table.set_column(0, "unit", units(time_ * count, count))
            writer.write_table(others, row_group_size=ROW_GROUP)


def _line(path: Path, count: int) -> str:
    document, target = path.with_name("set.json"), path.with_name("results.parquet")
    document.write_text(json.dumps(leaf_rounded_set(), default=float), encoding="utf-8")
    command = [sys.executable, "-m", "parengine.cli", "table", str(path), str(document), "--totals", "-o", str(target)]
    start = time.perf_counter()
    with path.with_name("said.txt").open("w+") as said:
        running = subprocess.Popen(command, stdout=said, stderr=said)
        _, status, used = os.wait4(running.pid, 0)
        said.seek(0)
        last = (said.read().splitlines() or ["nothing was said"])[-1]
    taken, peak = time.perf_counter() - start, used.ru_maxrss * 1024
    what = f"`parengine table … --totals` on {TIMES * count:,} units, {path.stat().st_size / MIB:,.0f} MiB of Parquet"
    if status:
        return f"- {what}: {last[:200]}"
    memory = f"{peak / MIB:,.0f} MiB of memory at most, {'under' if peak < MOST else 'over'} 2 GiB"
    return f"- {what}: {taken:.1f} s, {memory}, {pq.read_metadata(target).num_rows:,} rows written"
