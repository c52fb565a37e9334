from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from typing import Any
from unittest import mock

import numpy as np
import pytest
from forms import PHYSICAL, Case, cases, stands
from hypothesis import example, given, settings
from hypothesis import strategies as st

from parengine.batch._compute import llvm, llvm_plan, numpy_arrays
from parengine.batch._compute.engine import Answered, Column, engine_of
from parengine.errors import RegistryError
from parengine.expr import Domain
from parengine.expr._integer.form import WIDEST, Cell, Form, Kind, Op, in_blocks
from parengine.expr._integer.plain import plain
from parengine.expr._nodes import Input
from parengine.types import State, ValueType

MAKE: dict[str, Callable[[Form], Any]] = {"llvm": llvm.engine, "numpy": numpy_arrays.engine}
SEEDS = st.integers(0, 2**32 - 1)
engines = pytest.mark.parametrize("engine", sorted(MAKE))
Stand = dict[str, tuple[int, int, int]]


def expected(case: Case, answered: Sequence[Answered | None], rows: Sequence[int]) -> list[Stand]:
    """Return where each cell stands in some rows, by Python's own whole numbers."""
    return [plain(case.form, case.admitted(answered, row)) for row in rows]


def actual(columns: dict[str, Column], rows: Sequence[int]) -> list[Stand]:
    """Return where each cell stands in some rows, by an engine."""
    return [stands(columns, row) for row in rows]


def form_of(cells: dict[str, Cell], inputs: int) -> Form:
    """Return a form of some cells."""
    asked = tuple(
        Input(f"x{place}", None, Domain("count", Fraction(0), Fraction(9)), "answer") for place in range(inputs)
    )
    return Form(asked, (), cells, in_blocks((name, list(cell.ops())) for name, cell in cells.items()))


def number(value: Op, state: Op | None = None) -> Cell:
    """Return a cell of a number."""
    return Cell(value, 1, ValueType.NUMBER, state)


@engines
@given(case=cases(), rows=st.integers(0, 40), seed=SEEDS, longest=st.sampled_from([1, 3, 250]))
def test_an_engine_equals_the_plain_reading(engine: str, case: Case, rows: int, seed: int, longest: int) -> None:
    """Every cell of every row is what Python's own whole numbers give, wherever a form is cut into loops."""
    answered = case.answered(rows, seed)

    with mock.patch.object(llvm_plan, "LONGEST", longest):
        found = MAKE[engine](case.form).run(answered, rows)

    assert expected(case, answered, range(rows)) == actual(found, range(rows))


@engines
@given(case=cases(longest=0), rows=st.integers(0, 40), seed=SEEDS)
def test_a_form_without_operations_shows_what_was_read(engine: str, case: Case, rows: int, seed: int) -> None:
    """Cells that are constants, answers or their states need no operation of their own."""
    answered = case.answered(rows, seed)

    found = MAKE[engine](case.form).run(answered, rows)

    assert expected(case, answered, range(rows)) == actual(found, range(rows))


@settings(max_examples=20)
@given(case=cases(), edge=st.sampled_from([16, 512, 2048, 8192]), beyond=st.integers(-1, 1), seed=SEEDS)
def test_no_row_is_lost_where_tiles_meet(case: Case, edge: int, beyond: int, seed: int) -> None:
    """Whether the rows end before, at or after the edge of a tile, the engines agree, and with the plain reading."""
    rows = edge + beyond
    answered = case.answered(rows, seed)
    looked_at = sorted({row for row in (0, 1, 15, 16, 511, 512, 2047, 2048, 8191, rows - 1) if row < rows})

    found = {name: make(case.form).run(answered, rows) for name, make in MAKE.items()}

    assert actual(found["numpy"], range(rows)) == actual(found["llvm"], range(rows))
    assert expected(case, answered, looked_at) == actual(found["llvm"], looked_at)


@engines
def test_threads_do_not_meet(engine: str) -> None:
    """Several threads that run one engine at once, each its own rows, give what one gives after the other."""
    rows, answer = 100_000, Op(Kind.ANSWER, (), 0, 10**6, 0)
    first = Op(Kind.MUL, (answer, answer), 0, 10**12)
    form = form_of({"last": number(Op(Kind.SUB, (first, answer), -(10**6), 10**12))}, 1)
    spans = [[Answered(np.arange(start, start + rows), 0, 10**6)] for start in range(0, 600_000, rows)]
    with mock.patch.object(llvm_plan, "LONGEST", 1):
        made = MAKE[engine](form)
    one_by_one = [made.run(answered, rows)["last"].value.tobytes() for answered in spans]

    with ThreadPoolExecutor(3) as threads:
        together = list(threads.map(lambda answered: made.run(answered, rows)["last"].value.tobytes(), spans * 2))

    assert one_by_one * 2 == together


@engines
@example(digits=16, divisors=[1, 2**48 + 1], is_below=False, seed=0)
@given(
    digits=st.integers(1, 40),
    divisors=st.lists(
        st.builds(lambda bits, more: 2**bits + more, st.integers(0, 61), st.integers(0, 1)), min_size=2, max_size=2
    ).map(sorted),
    is_below=st.booleans(),
    seed=SEEDS,
)
def test_division_goes_down(engine: str, digits: int, divisors: list[int], is_below: bool, seed: int) -> None:
    """A quotient of any length is the largest whole number not above a ÷ b, below 0 too."""
    low, high = divisors
    most = min((low << digits) - 1, WIDEST)
    least = -most - 1 if is_below and most < WIDEST else 0
    a, b = Op(Kind.ANSWER, (), least, most, 0), Op(Kind.ANSWER, (), low, high, 1)
    quotient = Op(Kind.DIV, (a, b), least // low, most // low)
    random = np.random.default_rng(seed)
    by = np.concatenate([[low, low, high, high], random.integers(low, high, 60, endpoint=True)])
    of = np.concatenate([[least, most, least, most], random.integers(least, most, 28, endpoint=True), by[32:] * 3 - 1])
    of = np.clip(of, least, most)

    found = MAKE[engine](form_of({"quotient": number(quotient)}, 2)).run(
        [Answered(of, least, most), Answered(by, low, high)], len(by)
    )

    assert [int(one) // int(other) for one, other in zip(of, by, strict=True)] == found["quotient"].value.tolist()


@engines
@pytest.mark.parametrize("dtype", PHYSICAL, ids=str)
@pytest.mark.parametrize("marked", ["", "valid", "odd", "both"])
def test_columns_of_every_type_are_admitted(engine: str, dtype: np.dtype[Any], marked: str) -> None:
    """Limits belong to what is admitted; odd decides before missing, and missing before what stands in the row."""
    limits = np.iinfo(dtype)
    values = np.array([limits.min, 9, 10, 99, 100, limits.max, 50, 50, 50, limits.min], dtype)
    valid = np.array([1, 1, 1, 1, 1, 1, 0, 1, 0, 0], np.uint8) if marked in {"valid", "both"} else None
    odd = np.array([0, 0, 0, 0, 0, 0, 0, 1, 1, 0], np.uint8) if marked in {"odd", "both"} else None
    states = [3, 3, 0, 0, 3, 3, 2 if valid is not None else 0, 3 if odd is not None else 0, 0, 3]
    states[8:] = [3 if odd is not None else 2 if valid is not None else 0, 2 if valid is not None else 3]
    number_op, state = Op(Kind.ANSWER, (), 95, 985, 0), Op(Kind.STATE, (), 0, 3, 0)
    form = form_of({"answer": number(number_op, state)}, 1)

    found = MAKE[engine](form).run([Answered(values, 10, 99, 10, -5, valid, odd)], len(values))["answer"]

    assert states == found.state.tolist()
    assert [95 if s else int(v) * 10 - 5 for v, s in zip(values, states, strict=True)] == found.value.tolist()


@engines
@pytest.mark.parametrize("low, high, state", [(-(10**12), 10**12, 0), (300, 10**12, 3), (-(10**12), -300, 3)])
def test_limits_may_lie_beyond_what_a_column_can_hold(engine: str, low: int, high: int, state: int) -> None:
    """A column of small numbers may answer an input with a larger range, or with one that it cannot reach."""
    answer = Op(Kind.ANSWER, (), low, high, 0)
    form = form_of({"answer": number(answer, Op(Kind.STATE, (), 0, 3, 0))}, 1)

    found = MAKE[engine](form).run([Answered(np.array([-128, 127], np.int8), low, high)], 2)["answer"]

    assert [state, state] == found.state.tolist()
    assert ([low, low] if state else [-128, 127]) == found.value.tolist()


@engines
@pytest.mark.parametrize(
    "low, high, state", [(-(10**12), 10**12, 0), (2**40, 2**40 + 9, 3), (-(2**40), -(2**40) + 9, 3)]
)
def test_a_state_alone_is_read(engine: str, low: int, high: int, state: int) -> None:
    """Limits that no value of the column reaches decide its state as any others, though nobody asks for the answer."""
    form = form_of({"state": number(Op(Kind.STATE, (), 0, 3, 0))}, 1)

    found = MAKE[engine](form).run([Answered(np.array([-(2**31), 0, 2**31 - 1], np.int32), low, high, 1, -low)], 3)

    assert [state] * 3 == found["state"].value.tolist()


@engines
def test_values_need_not_stand_beside_each_other(engine: str) -> None:
    """A column that skips in memory is read like any other."""
    form = form_of({"answer": number(Op(Kind.ANSWER, (), 0, 99, 0))}, 1)

    found = MAKE[engine](form).run([Answered(np.arange(60, dtype=np.int32)[::3], 0, 99)], 20)

    assert list(range(0, 60, 3)) == found["answer"].value.tolist()


@engines
def test_small_cells_take_a_byte(engine: str) -> None:
    """Yes or no, words, states and unsureness are bytes, numbers 64 bits; what can never be is None."""
    yes, nine = Op(Kind.CONST, (), 1, 1, 1, is_truth=True), Op(Kind.CONST, (), 9, 9, 9)
    cells = {
        "number": Cell(nine, 1, ValueType.NUMBER, nine, yes),
        "yes": Cell(yes, 1, ValueType.YES_NO),
        "word": Cell(nine, 1, ValueType.CHOICE),
    }

    found = MAKE[engine](form_of(cells, 0)).run([], 2)

    assert ("int64", "uint8", "uint8") == (
        found["number"].value.dtype,
        found["number"].state.dtype,
        found["number"].unsure.dtype,
    )
    assert ("uint8", "uint8") == (found["yes"].value.dtype, found["word"].value.dtype)
    assert (None, None) == (found["yes"].state, found["yes"].unsure)


@engines
@pytest.mark.parametrize(
    "answered",
    [None, Answered(np.zeros(3, np.int8), 0, 1), Answered(np.zeros(4, np.int8), 0, 1, 1, 0, np.ones(3, np.uint8))],
)
def test_an_input_that_is_read_needs_its_rows(engine: str, answered: Answered | None) -> None:
    """A column that is absent or short is refused before anything is read from beyond its end."""
    form = form_of({"answer": number(Op(Kind.ANSWER, (), 0, 1, 0))}, 1)

    with pytest.raises(ValueError, match=r"input '0' is read and has no column of 4 rows"):
        MAKE[engine](form).run([answered], 4)


def test_an_engine_is_made_once() -> None:
    """The same form is not compiled again."""
    form = form_of({"one": number(Op(Kind.CONST, (), 1, 1, 1))}, 0)

    assert engine_of(form, engine="llvm") is engine_of(form)
    assert "numpy" == engine_of(form, engine="numpy").name


def test_without_llvm_numpy_computes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra `fast` is not installed, "auto" is numpy, and asking for LLVM names the extra."""
    form = form_of({"one": number(Op(Kind.CONST, (), 1, 1, 1))}, 0)
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "llvmlite" else find(name))

    assert "numpy" == engine_of(form).name
    with pytest.raises(RegistryError, match=r"pip install 'parengine\[fast\]'"):
        engine_of(form, engine="llvm")


def test_an_unknown_engine_is_refused() -> None:
    """The engines that there are, are named."""
    with pytest.raises(RegistryError, match=r"there is no engine 'abacus'; it is one of auto, llvm, numpy"):
        engine_of(form_of({}, 0), engine="abacus")


def test_the_plain_reading_watches_the_ranges() -> None:
    """A result outside its proven range is an error there, for the engines rely on the proof."""
    answer = Op(Kind.ANSWER, (), 0, WIDEST, 0)
    form = form_of({"more": number(Op(Kind.ADD, (answer, answer), 0, 5))}, 1)

    assert {"more": (4, 0, 0)} == plain(form, [(2, 0)])
    with pytest.raises(ArithmeticError, match=r"'add' gives '6', which is not in 0 … 5"):
        plain(form, [(3, 0)])


def test_an_answer_that_is_not_there_reads_as_the_lowest() -> None:
    """The plain reading does not look at the value beside a state."""
    cell = number(Op(Kind.ANSWER, (), 2, 9, 0), Op(Kind.STATE, (), 0, 3, 0))

    assert {"x": (2, State.MISSING, 0)} == plain(form_of({"x": cell}, 1), [(777, State.MISSING)])
