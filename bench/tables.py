"""
Times a table of units against what people use today: `make bench`, or `python bench tables`.

`python bench tables 10000` takes no more than so many units. Rounds are taken in turn, the least of several is
printed; all figures of one run meet the same machine.
"""

from __future__ import annotations

import gc
import os
import platform
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version
from typing import Any, NamedTuple

from contest import (
    GAPS,
    MOST_ROWS,
    OURS,
    TABLE,
    Contestant,
    Sheets,
    Totals,
    contestants,
    least_of_rounds,
    timed,
    totals,
)
from memory import peaks
from sheets import Case, bytes_a_unit, cases
from stream import streamed

SIZES = (63, 10_000, 1_000_000)
#: A further round is taken by whoever has not used so many seconds of one size.
BUDGETS = {63: (9, *[0.05] * 30), 10_000: (99, 9, 0.5, 0.5), 1_000_000: (99, 2, 2)}
TARGETS = {"leaf-rounded": 0.45, "national": 1.2}
PACKAGES = ("parengine", "openfisca-core", "zen-engine", "datalogic-py", "polars", "numpy", "pyarrow", "llvmlite")


class Outcome(NamedTuple):
    """What one engine took for one set: the first call, each size, and its wrong totals of how many."""

    first: float
    times: dict[int, float]
    wrong: dict[int, tuple[int, int]]


def main(arguments: list[str]) -> None:
    """Print the tables that bench/README.md records."""
    sizes = [size for size in SIZES if size <= int((arguments or ["1000000"])[0])]
    print(_machine(), end="\n\n")
    for name, case in cases().items():
        print(f"### {case.title}\n")
        outcomes, told = compared(case, [c for c in contestants() if name != GAPS or c.is_ours], sizes)
        print("\n".join([*rows(outcomes, sizes), "", *told, ""]), flush=True)
    print("### Memory\n", *peaks(sizes[-1]), "", sep="\n", flush=True)
    print("### Files larger than memory\n", *streamed(sizes[-1]), "", sep="\n")


def _machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"Python {platform.python_version()}, {os.cpu_count()} cores; {packages}."


def compared(case: Case, taking_part: list[Contestant], sizes: list[int]) -> tuple[dict[str, Outcome], list[str]]:
    """Return what each engine took, and what has to be said of it."""
    told, outcomes, runs = list[str](), dict[str, Outcome](), dict[str, Callable[[Any], Any]]()
    few = Sheets(case, sizes[0])
    for each in taking_part:
        made = _made_ready(each, few, told)
        if made:
            runs[each.title], first = made
            outcomes[each.title] = Outcome(first, {}, {})
    for size in sizes:
        print(f"{case.title}: {size:,} units …", file=sys.stderr)
        sheets = few if size == sizes[0] else Sheets(case, size)
        _round(size, sheets, [each for each in taking_part if each.title in runs], runs, outcomes)
        del sheets
        gc.collect()
    return outcomes, [f"A unit's answers take {bytes_a_unit(few.table):.0f} bytes.", *told]


def _made_ready(each: Contestant, few: Sheets, told: list[str]) -> tuple[Callable[[Any], Any], float] | None:
    """Return how an engine runs, and the seconds until it gave its first result; what it cannot do is told."""
    given, start = few.given(each), time.perf_counter()
    try:
        run = each.ready(few.case)
        run(given)
    except Exception as error:  # noqa: BLE001  whatever keeps an engine away is told
        told.append(f"{each.title}: left out, {type(error).__name__}: {str(error).splitlines()[0][:200]}.")
        if "--trace" in sys.argv:
            traceback.print_exc()
        return None
    return run, time.perf_counter() - start


def _round(
    size: int,
    sheets: Sheets,
    taking_part: list[Contestant],
    runs: dict[str, Callable[[Any], Any]],
    outcomes: dict[str, Outcome],
) -> None:
    """Time all engines on one table and count wrong totals; what takes too long is worked out from fewer units."""
    case, results = sheets.case, dict[str, Totals]()
    sums = {each.title for each in taking_part if each.has_totals}

    def see(title: str, result: Any) -> None:
        if title in sums:
            results[title] = totals(case, result)

    now = [each for each in taking_part if size <= MOST_ROWS or each.reads == TABLE]
    given = {each.title: sheets.given(each) for each in now}
    turns = {name: partial(timed, runs[name], of) for name, of in given.items()}
    once = {each.title for each in now if each.reads != TABLE and size > SIZES[0]}
    found = least_of_rounds(turns, BUDGETS[size], see, once)
    for each in now:
        outcomes[each.title].times[size] = found[each.title] * sheets.share(each)
    for each in taking_part:
        if each not in now:
            outcomes[each.title].times[size] = outcomes[each.title].times[MOST_ROWS] * size / MOST_ROWS
    truth = next(results[name] for name in _TRUSTED if name in results)
    if size > SIZES[0]:
        for title, found_totals in results.items():
            outcomes[title].wrong[size] = found_totals.wrong(truth), len(found_totals.indices)


#: Whose totals the others are held to: the row path, and for very many units the table path.
_TRUSTED = ("parengine, unit by unit", f"{OURS}, llvm, one thread", f"{OURS}, numpy, one thread")


def rows(outcomes: dict[str, Outcome], sizes: list[int]) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    heads = [f"{size:,} units" for size in sizes]
    yield f"| engine | {' | '.join(heads)} | ÷ ours | wrong totals | first call |"
    yield f"|---|{'---:|' * (len(heads) + 3)}"
    ours = next((each for name, each in outcomes.items() if name.startswith(OURS)), None)
    for name, outcome in outcomes.items():
        times = [_shown(name, size, outcome.times[size]) for size in sizes]
        ratio = f"{outcome.times[sizes[-1]] / ours.times[sizes[-1]]:.2f} ×" if ours else "–"
        wrong = "; ".join(f"{count:,} of {of:,}" for count, of in outcome.wrong.values()) or "–"
        yield f"| {name} | {' | '.join(times)} | {ratio} | {wrong} | {_time(outcome.first)} |"


def _shown(name: str, size: int, taken: float) -> str:
    estimated = size > MOST_ROWS and name in {each.title for each in contestants() if each.reads != TABLE}
    fewer = {each.title: each.rows for each in contestants()}[name]
    return f"{_time(taken)}{' *' if estimated or fewer < size <= MOST_ROWS else ''}"


def _time(taken: float) -> str:
    return f"{taken * 1000:.1f} ms" if taken < 0.1 else f"{taken:.2f} s"
