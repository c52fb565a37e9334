"""Integer forms drawn at random, with columns of answers to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, TypeAlias

import numpy as np
from attrs import field, frozen
from hypothesis import strategies as st

from parengine.batch._compute.engine import Answered, Column
from parengine.expr import Domain
from parengine.expr._integer.form import TRUTHS, WIDEST, Cell, Form, Kind, Op, in_blocks
from parengine.expr._nodes import Input
from parengine.types import State, ValueType

#: The types that a column of answers may have.
PHYSICAL: Final = tuple(np.dtype(one) for one in ("i1", "i2", "i4", "i8", "u1", "u2", "u4"))
_NUMBERS: Final = tuple(kind for kind in Kind if kind not in TRUTHS | {Kind.CONST, Kind.ANSWER, Kind.STATE})
_EDGES: Final = (
    0,
    1,
    -1,
    2,
    7,
    127,
    128,
    2**31 - 1,
    2**31,
    -(2**31),
    -(2**31) - 1,
    10**12,
    WIDEST,
    -WIDEST,
    WIDEST - 1,
)
Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]


@frozen(eq=False)
class Asked:
    """One input: what its columns look like, and the range of its admitted answers."""

    dtype: np.dtype[Any]
    low: int
    high: int
    factor: int
    shift: int
    has_valid: bool
    has_odd: bool
    is_truth: bool

    @property
    def range(self) -> tuple[int, int]:
        """Return the lowest and highest answer."""
        return self.low * self.factor + self.shift, self.high * self.factor + self.shift


@frozen(eq=False)
class Case:
    """A form and its inputs, None for those that it never reads."""

    form: Form
    asked: tuple[Asked, ...]
    reads: frozenset[int] = field()

    @reads.default
    def _reads(self) -> frozenset[int]:
        ops = [*(cell_op for cell in self.form.cells.values() for cell_op in cell.ops()), *self.form.ops()]
        return frozenset(op.value for one in ops for op in (one, *one.args) if op.kind in {Kind.ANSWER, Kind.STATE})

    def answered(self, rows: int, seed: int) -> list[Answered | None]:
        """Return columns of answers, many of them at the edges of what is admitted."""
        random = np.random.default_rng(seed)
        return [_column(one, rows, random) if place in self.reads else None for place, one in enumerate(self.asked)]

    def admitted(self, answered: Sequence[Answered | None], row: int) -> list[tuple[int, int]]:
        """Return the answers of one row as Python reads them."""
        return [(0, 0) if one is None else admitted(one, row) for one in answered]


def admitted(answered: Answered, row: int) -> tuple[int, int]:
    """Return the answer in one row, and its state."""
    raw = int(answered.values[row])
    number = raw * answered.factor + answered.shift
    if answered.odd is not None and answered.odd[row]:
        return number, State.INVALID
    if answered.valid is not None and not answered.valid[row]:
        return number, State.MISSING
    return number, 0 if answered.low <= raw <= answered.high else State.INVALID


def stands(columns: Mapping[str, Column], row: int) -> dict[str, tuple[int, int, int]]:
    """Return where each cell stands in one row."""
    return {name: tuple(_at(part, row) for part in (c.value, c.state, c.unsure)) for name, c in columns.items()}


def _at(array: Any, row: int) -> int:
    return 0 if array is None else int(array[row])


def _column(asked: Asked, rows: int, random: np.random.Generator) -> Answered:
    limits = np.iinfo(asked.dtype)
    edges = {
        limits.min,
        limits.max,
        asked.low,
        asked.high,
        asked.low - 1,
        asked.high + 1,
        (asked.low + asked.high) // 2,
    }
    inside = np.array([edge for edge in sorted(edges) if limits.min <= edge <= limits.max], asked.dtype)
    anything = random.integers(limits.min, limits.max, rows, asked.dtype, endpoint=True)
    admitted = random.integers(
        max(asked.low, limits.min), min(asked.high, limits.max), rows, asked.dtype, endpoint=True
    )
    values = np.choose(random.integers(0, 4, rows), [random.choice(inside, rows), anything, admitted, admitted])
    valid, odd = (random.integers(0, 5, rows, np.uint8) for _ in range(2))
    return Answered(
        np.ascontiguousarray(values, asked.dtype),
        *(asked.low, asked.high, asked.factor, asked.shift),
        valid=(valid > 0).astype(np.uint8) if asked.has_valid else None,
        odd=(odd > 3).astype(np.uint8) if asked.has_odd else None,
    )


@st.composite
def questions(draw: Draw) -> Asked:
    """Draw an input, narrower or wider than the columns that answer it."""
    dtype = draw(st.sampled_from(PHYSICAL))
    limits, is_truth = np.iinfo(dtype), draw(st.booleans())
    low, high = (0, 1) if is_truth else sorted(draw(st.tuples(*[st.integers(limits.min, limits.max)] * 2)))
    factor = (
        1 if is_truth else draw(st.sampled_from([f for f in (1, 10, 100, 10**6) if _fits(low * f, high * f)] or [1]))
    )
    low = max(low, -WIDEST)
    room = WIDEST - max(abs(low * factor), abs(high * factor))
    shift = 0 if is_truth else draw(st.integers(-room, room))
    return Asked(dtype, low, high, factor, shift, draw(st.booleans()), draw(st.booleans()), is_truth)


def _fits(low: int, high: int) -> bool:
    return low >= -WIDEST and high <= WIDEST


@st.composite
def cases(draw: Draw, longest: int = 30) -> Case:
    """Draw a form of a few inputs, its cells any of its operations, even none of its own."""
    asked = draw(st.lists(questions(), min_size=1, max_size=4))
    ops = [op for place, one in enumerate(asked) for op in _read(place, one)]
    ops += [_constant(value) for value in draw(st.lists(st.sampled_from(_EDGES) | _wholes(), max_size=3))]
    ops += [Op(Kind.CONST, (), bit, bit, bit, is_truth=True) for bit in (0, 1)]
    for kind in draw(st.lists(st.sampled_from(_MADE), min_size=longest // 2, max_size=longest)):
        ops.append(_made(draw, kind, ops))
    cells = {f"cell {place}": draw(_cells(ops)) for place in range(draw(st.integers(1, 4)))}
    return Case(_form(asked, cells), tuple(asked))


def _wholes() -> st.SearchStrategy[int]:
    return st.integers(-WIDEST, WIDEST)


def _form(asked: Sequence[Asked], cells: Mapping[str, Cell]) -> Form:
    inputs = tuple(Input(f"x{place}", None, _domain(one), "answer") for place, one in enumerate(asked))
    return Form(inputs, ("one", "two"), cells, in_blocks((name, list(cell.ops())) for name, cell in cells.items()))


def _domain(asked: Asked) -> Domain:
    low, high = asked.range
    return Domain("yes_no") if asked.is_truth else Domain("quantity", Fraction(low), Fraction(high))


def _read(place: int, asked: Asked) -> tuple[Op, Op]:
    return Op(Kind.ANSWER, (), *asked.range, place, asked.is_truth), Op(Kind.STATE, (), 0, State.INVALID, place)


def _constant(value: int) -> Op:
    return Op(Kind.CONST, (), value, value, value)


@st.composite
def _cells(draw: Draw, ops: Sequence[Op]) -> Cell:
    """Draw a cell; the latest operations more often, they need most of the others."""
    late = st.sampled_from(ops) | st.sampled_from(ops[-5:])
    value, truths = draw(late), [op for op in ops if op.is_truth]
    state = draw(st.none() | st.sampled_from([op for op in ops if op.low >= 0 and op.high < 256]))
    words = value.low >= 0 and value.high < 256
    types = [ValueType.NUMBER, *([ValueType.CHOICE] if words else []), *([ValueType.YES_NO] if value.is_truth else [])]
    return Cell(value, 1, draw(st.sampled_from(types)), state, draw(st.none() | st.sampled_from(truths)))


#: Kinds whose results are given a range by `_RANGES`, and those that are truths.
_MADE: Final = (*_NUMBERS, *sorted(TRUTHS))


def _made(draw: Draw, kind: Kind, ops: Sequence[Op]) -> Op:
    """Draw one operation over earlier ones, its arguments narrowed where their ranges are too wide for it."""
    late = st.sampled_from(ops) | st.sampled_from(ops[-4:])
    truth = st.sampled_from([op for op in ops if op.is_truth])
    if kind in TRUTHS:
        args = [
            draw(late if kind in {Kind.EQ, Kind.LT, Kind.LE} else truth) for _ in range(1 if kind is Kind.NOT else 2)
        ]
        return Op(kind, tuple(args), 0, 1, is_truth=True)
    a, b = draw(late), draw(late)
    if kind is Kind.CHOOSE:
        both = a.is_truth and b.is_truth
        return Op(kind, (draw(truth), a, b), min(a.low, b.low), max(a.high, b.high), is_truth=both)
    if kind is Kind.DIV:
        b = _at_least_one(b)
    return _ranged(kind, a, b) or _ranged(kind, _narrowed(a), _narrowed(b)) or _constant(0)


def _at_least_one(op: Op) -> Op:
    return op if op.low >= 1 else Op(Kind.MAX, (op, _constant(1)), 1, max(op.high, 1))


def _narrowed(op: Op, to: int = 10**9) -> Op:
    """Return an operation cut to what can still be multiplied."""
    above = Op(Kind.MAX, (op, _constant(-to)), max(op.low, -to), max(op.high, -to))
    return Op(Kind.MIN, (above, _constant(to)), min(above.low, to), min(above.high, to))


def _ranged(kind: Kind, a: Op, b: Op) -> Op | None:
    corners = [_ENDS[kind](one, other) for one in (a.low, a.high) for other in (b.low, b.high)]
    return Op(kind, (a, b), min(corners), max(corners)) if _fits(min(corners), max(corners)) else None


_ENDS: Final[Mapping[Kind, Callable[[int, int], int]]] = {
    Kind.ADD: lambda a, b: a + b,
    Kind.SUB: lambda a, b: a - b,
    Kind.MUL: lambda a, b: a * b,
    Kind.DIV: lambda a, b: a // b,
    Kind.MIN: min,
    Kind.MAX: max,
}
