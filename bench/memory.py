"""How much memory scoring takes beyond its input and its output, each in an interpreter of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
from contest import FULL, OURS, contestants
from sheets import cases

BENCH = Path(__file__).parent
MIB = 2**20
MEASURED = (
    f"{OURS}, llvm, two threads",
    f"{OURS}, llvm, one thread",
    f"{FULL}, llvm, two threads",
    "OpenFisca-Core",
    "numpy float64, whole columns",
    "polars float, both cores",
    "polars int64, both cores",
)


def peaks(count: int) -> Iterator[str]:
    """Yield the lines of a table: what each engine takes for so many units."""
    yield f"| {count:,} units | engine | input | output | peak beyond both | ÷ input |"
    yield "|---|---|---:|---:|---:|---:|"
    with tempfile.TemporaryDirectory(prefix="parengine-bench-") as folder:
        for name in ("leaf-rounded", "national"):
            path = Path(folder, f"{name}.arrow")
            table = cases()[name].table(count)
            with pa.ipc.new_file(path, table.schema) as writer:
                writer.write_table(table, max_chunksize=count)
            del table
            for title in MEASURED if name == "leaf-rounded" else MEASURED[:4]:
                yield f"| {name} | {title} | {_line(name, title, path)} |"
            path.unlink()


def _line(name: str, title: str, path: Path) -> str:
    command = [sys.executable, str(BENCH), "memory", name, title, str(path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        return f"{(done.stderr.splitlines() or ['nothing was said'])[-1][:120]} | | |"
    given, result, extra = map(int, done.stdout.split())
    return f"{given / MIB:.0f} MiB | {result / MIB:.0f} MiB | {extra / MIB:.0f} MiB | {extra / given:.2f}"


def measured(name: str, title: str, path: str) -> None:
    """Print the bytes of the input, of the output and of the peak beyond them; a small run has come before."""
    case = cases()[name]
    run = next(each for each in contestants() if each.title == title).ready(case)
    run(case.table(10_000))
    with pa.OSFile(path) as file:
        table = pa.ipc.open_file(file).read_all()
    pa.default_memory_pool().release_unused()
    Path("/proc/self/clear_refs").write_text("5")
    before = _status("VmRSS")
    result = run(table)
    extra = _status("VmHWM") - before - _size(result)
    print(table.nbytes, _size(result), max(extra, 0))


def _status(line: str) -> int:
    """Return a line of the kernel's account of this process, in bytes; the peak is reset through `clear_refs`."""
    found = next(each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith(line))
    return int(found.split()[1]) * 1024


def _size(result: object) -> int:
    if isinstance(result, pa.Table):
        return result.nbytes
    return sum(int(each.nbytes if hasattr(each, "nbytes") else each.estimated_size()) for each in result)
