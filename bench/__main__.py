"""
Times one unit at a time: `make bench`, or `python bench` with both distributions installed.

Each figure is the least of many short rounds in this one run, the rounds taken in turn, so that all figures meet
the same machine. Compare ratios: the microseconds of two machines, or of two days, say little.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from communes import commune_set, communes
from decimal_loop import decimal_index, tested_decimal_index
from sets import leaf_rounded_answers, leaf_rounded_set

import parengine
from parengine.score import Prepared, prepare
from parengine.score._bounds import bounds_of
from parengine.score._lower import lower

ROUNDS, MICRO, MILLI = 60, 1_000_000, 1_000
COMMUNES = 10_000
CHOICES = 100

Run = Callable[[], object]


def least(runs: Mapping[str, tuple[Run, int]]) -> dict[str, float]:
    """Return the fewest microseconds that a call took, for each of several, over rounds taken in turn."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, (run, repeat) in runs.items():
            times[name].append(seconds(run, repeat) / repeat * MICRO)
    return {name: min(found) for name, found in times.items()}


def seconds(run: Run, repeat: int = 1) -> float:
    """Return the seconds that a call took, so many times over."""
    start = time.perf_counter()
    for _ in range(repeat):
        run()
    return time.perf_counter() - start


def once(run: Run, tries: int = 7) -> float:
    """Return the fewest milliseconds that a call took in a few tries."""
    return min(seconds(run) for _ in range(tries)) * MILLI


def importing() -> float:
    """Return the milliseconds that importing parengine takes, beyond an empty interpreter."""
    command = [sys.executable, "-c"]
    bare = once(lambda: subprocess.run([*command, ""], check=True), 15)
    return once(lambda: subprocess.run([*command, "import parengine"], check=True), 15) - bare


def checking(set_id: str) -> float:
    """Return the milliseconds that checking a set takes, the interpreter and discovery included."""
    command = [sys.executable, "-m", "parengine.cli", "check", set_id]
    return once(lambda: subprocess.run(command, check=True, capture_output=True), 5)


def rounds() -> Iterator[tuple[str, str]]:
    """Yield how long ten thousand communes take, scored together and one by one against the same cohort."""
    criteria_set, units = commune_set(), communes(COMMUNES)
    cohort = parengine.cohort_of(units, criteria_set)
    parengine.score(units[0], criteria_set, cohort=cohort)
    together = seconds(lambda: deque(parengine.score_all(units, criteria_set), 0))
    alone = seconds(lambda: [None for unit in units if parengine.score(unit, criteria_set, cohort=cohort) is None])
    yield "10,000 communes with a cohort rule: score_all", f"{together:10.2f} s"
    yield "10,000 communes against the same cohort, one by one", f"{alone:10.2f} s"
    yield "score_all ÷ the sum of single scores", f"{together / alone:10.2f} ×"


def ranges(prepared: Prepared, row: Sequence[object]) -> Iterator[tuple[str, str]]:
    """Yield how long bounds take: with 20 questions open, many choices of them, and with all open."""
    chance = random.Random(876)
    asked = sorted({node.name for node in prepared.inputs if node.origin == "answer"})
    bounds_of(prepared, row)
    times = sorted(
        seconds(lambda: bounds_of(prepared, _without(prepared, row, chance.sample(asked, 20)))) for _ in range(CHOICES)
    )
    yield "national set: bounds with 20 answers missing, median", f"{times[CHOICES // 2] * MILLI:10.1f} ms"
    yield f"national set: the same, the slowest of {CHOICES} choices", f"{times[-1] * MILLI:10.1f} ms"
    everything = once(lambda: bounds_of(prepared, _without(prepared, row, asked)), 3)
    yield "national set: bounds with no answers at all", f"{everything:10.1f} ms"


def _without(prepared: Prepared, row: Sequence[object], names: Sequence[str]) -> list[object]:
    return [None if node.name in names else answer for node, answer in zip(prepared.inputs, row, strict=True)]


def evaluated(prepared: Prepared, assessment: parengine.Assessment) -> None:
    """Evaluate every binding with the plain evaluator."""
    sheet = prepared.sheet(assessment)
    for name in sheet.bindings:
        sheet.value(name)


def main() -> None:
    """Print the table that bench/README.md records."""
    registry = parengine.discover()
    rounded = parengine.loads(leaf_rounded_set())
    national = registry.get("ministry-2022-province")
    sheet = parengine.Assessment(rounded.id, "unit", 2022, leaf_rounded_answers())
    dak_nong = next(registry.assessment(each) for each in registry.assessments() if "dak_nong" in str(each))
    small, large = prepare(rounded), prepare(national)
    assert str(decimal_index(sheet.answers)) == str(parengine.score(sheet, rounded).index)
    assert str(parengine.score(dak_nong, national).index) == "84.66"

    small_row, large_row = small.answers(sheet), large.answers(dak_nong)
    runs: dict[str, tuple[Run, int]] = {
        "88 leaves, each rounded: exact reading, answers tested": (lambda: small.quick.run(small_row), 20),
        "88 leaves, each rounded: the same from an assessment": (lambda: small.quick.run(small.answers(sheet)), 20),
        "88 leaves, each rounded: Decimal loop, answers not tested": (lambda: decimal_index(sheet.answers), 10),
        "88 leaves, each rounded: Decimal loop, answers tested": (lambda: tested_decimal_index(sheet.answers), 10),
        "national set: exact reading, answers tested": (lambda: large.quick.run(large_row), 20),
        "national set: the same from an assessment": (lambda: large.quick.run(large.answers(dak_nong)), 20),
        "national set: every figure of every node": (lambda: large.exact.run(large_row), 20),
        "national set: scorecard with reasons": (lambda: parengine.score(dak_nong, national), 5),
        "national set: plain evaluator over Fractions": (lambda: evaluated(large, dak_nong), 1),
    }
    found = least(runs)
    for name, micro in found.items():
        print(f"{name:62} {micro:10.1f} µs")
    names = list(found)
    print(f"{'Decimal loop ÷ exact reading, neither testing twice':62} {found[names[3]] / found[names[0]]:10.1f} ×")
    print(f"{'Decimal loop without tests ÷ exact reading with tests':62} {found[names[2]] / found[names[0]]:10.1f} ×")
    document = Path(str(registry.edition(national.id).whole))
    print(f"{'loading the national set':62} {once(lambda: parengine.load(document)):10.1f} ms")
    print(f"{'lowering and compiling it':62} {once(lambda: _ready(national), 3):10.1f} ms")
    print(f"{'importing parengine':62} {importing():10.1f} ms")
    print(f"{'parengine check of the national set, the whole process':62} {checking(national.id):10.1f} ms")
    for name, figure in (*ranges(large, large_row), *rounds()):
        print(f"{name:62} {figure}")


def _ready(criteria_set: parengine.CriteriaSet) -> None:
    made = Prepared(criteria_set, lower(criteria_set))
    assert made.exact


def _tables() -> None:
    """Run what compares tables; it needs the packages of bench/requirements.txt."""
    import memory
    import tables

    name, *arguments = sys.argv[1:]
    if name == "tables":
        tables.main([each for each in arguments if not each.startswith("--")])
    else:
        {"memory": memory.measured}[name](*arguments)


if __name__ == "__main__":
    _tables() if sys.argv[1:] else main()
