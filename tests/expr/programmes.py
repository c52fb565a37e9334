"""Programmes drawn at random: bindings that read answers and one another, and raw answers to them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias

from hypothesis import strategies as st

from parengine._numbers import MODES
from parengine.expr import (
    INVALID,
    MISSING,
    NEVER,
    NO,
    NOT_APPLICABLE,
    YES,
    Calendar,
    Domain,
    Expr,
    and_,
    answer,
    const,
    date_of,
    day,
    days,
    is_invalid,
    is_missing,
    is_not_applicable,
    least,
    most,
    not_,
    note,
    nth_best,
    or_,
    when,
    whole,
    word,
    working_days,
    year_of,
)
from parengine.expr._build import bound, compare, rounded
from parengine.expr._nodes import Const, Input, walk
from parengine.expr._oracle import Evaluation, Result, read_answer
from parengine.expr._trace import Sheet
from parengine.types import State, ValueType

Bindings: TypeAlias = list[tuple[str, Expr]]
Way: TypeAlias = "Callable[[Writing, int], Expr]"

CALENDAR: Final = Calendar(holidays=(738_156,), made_up=(738_160,))


def _number(low: int, high: int, **more: Any) -> dict[str, Any]:
    return {"low": Fraction(low), "high": Fraction(high), **more}


NUMBERS: Final[Sequence[Any]] = (
    answer("c0", Domain("count", **_number(0, 20))),
    answer("c1", Domain("count", **_number(0, 20))),
    answer("staff", Domain("count", **_number(1, 9))),
    answer("change", Domain("quantity", **_number(-10, 10, places=2))),
    answer("rate", Domain("percent", **_number(0, 100, places=2))),
    answer("given", Domain("points", **_number(0, 2, places=2, step=Fraction(1, 4)))),
    answer("even", Domain("count", **_number(0, 20, step=Fraction(2)))),
    answer("survey", Domain("count", **_number(0, 10**9)), part="good"),
)
CONDITIONS: Final[Sequence[Any]] = tuple(answer(f"y{i}", Domain("yes_no")) for i in range(3))
DATES: Final[Sequence[Any]] = (answer("issued", Domain("date", never=True)), answer("due", Domain("date")))
CHOICES: Final[Sequence[Any]] = (
    answer("level", Domain("choice", options=("low", "high"))),
    answer("kind", Domain("choice", options=("low", "other")), origin="unit"),
)
YEAR: Final[Any] = answer("year", Domain("count", **_number(1, 9999)), origin="period")

_CONSTANTS: Final = [const(value) for value in (0, 1, 2, -1, "0.8", "1.5", "0.25", "-0.5")] + [
    const(Fraction(1, 3)),
    const(Fraction(-5, 7)),
]
_COMPARISONS: Final = ("=", "!=", "<", "<=", ">", ">=")


class Writing:
    """One programme being written: the bindings made so far may be read by what follows."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.draw = draw
        self.made: dict[ValueType, list[Expr]] = {each: [] for each in ValueType}

    def one(self, choices: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(choices))

    def any(self, ways: Sequence[Way], depth: int) -> Expr:
        made: Expr = self.one(ways)(self, depth - 1)
        return made

    def number(self, depth: int) -> Expr:
        return self.any(_NUMBERS if depth > 0 else _PLAIN_NUMBERS, depth)

    def condition(self, depth: int) -> Expr:
        return self.any(_CONDITIONS if depth > 0 else _PLAIN_CONDITIONS, depth)

    def date(self, depth: int) -> Expr:
        return self.any(_DATES if depth > 0 else _DATES[:3], depth)

    def choice(self, depth: int) -> Expr:
        return self.any(_CHOICES if depth > 0 else _CHOICES[:2], depth)

    def two(self, grow: Callable[[int], Expr], depth: int) -> tuple[Expr, Expr]:
        return grow(depth), grow(depth)

    def few(self, grow: Callable[[int], Expr], depth: int) -> list[Expr]:
        return [grow(depth) for _ in range(self.one((2, 1, 3)))]

    def earlier(self, type: ValueType, otherwise: Expr) -> Expr:
        found: Expr = self.one(self.made[type] or [otherwise])
        return found

    def binding(self, name: str, depth: int) -> tuple[str, Expr]:
        """Return a binding; what comes after may read it."""
        made = self.one((self.number, self.number, self.condition, self.date, self.choice))(depth)
        if made.type is None:
            made = when(CONDITIONS[0], made, NUMBERS[0])
        self.made[made.type].append(bound(name, made.type))
        return name, made


def _divided(w: Writing, depth: int) -> Expr:
    over, under = w.two(w.number, depth)
    return over / (under if not isinstance(under, Const) or under.value else const(-7))


def _mean(w: Writing, _depth: int) -> Expr:
    """Return weighted counts over their sum, as surveys are written, some of them named twice."""
    counts = [w.one(NUMBERS[:3]) for _ in range(w.one((2, 3, 4)))]
    weighted: Expr = sum((w.one(_CONSTANTS) * each for each in counts), const(0))
    return weighted / sum(counts[: w.one((len(counts), 1))], const(w.one((0, 1))))


def _guarded(w: Writing, depth: int) -> Expr:
    over, under = w.two(w.number, depth)
    return when(under.equals(0), w.number(0), over / under) if not isinstance(under, Const) else over


def _held(w: Writing, depth: int) -> Expr:
    """Hold a value at a floor, as rule kinds do: its lowest value is then known."""
    value, floor = w.number(depth), w.number(0)
    return when(value < floor, floor, value)


def _nth(w: Writing, depth: int) -> Expr:
    of = w.few(w.number, depth)
    return nth_best(w.one(range(1, len(of) + 1)), *of)


def _sum(w: Writing, depth: int) -> Expr:
    one, other = w.two(w.number, depth)
    return one + other


def _difference(w: Writing, depth: int) -> Expr:
    one, other = w.two(w.number, depth)
    return one - other


def _product(w: Writing, depth: int) -> Expr:
    one, other = w.two(w.number, depth)
    return one * other


_PLAIN_NUMBERS: list[Way] = [
    lambda w, _: w.one(NUMBERS),
    lambda w, _: w.one(NUMBERS),
    lambda w, _: w.one(_CONSTANTS),
    lambda w, _: w.earlier(ValueType.NUMBER, NUMBERS[0]),
    lambda _, __: YEAR,
]
_NUMBERS: list[Way] = [
    *_PLAIN_NUMBERS[:4],
    _sum, _difference, _product, _divided, _divided, _mean, _guarded, _held, _nth,
    lambda w, depth: whole(w.number(depth)),
    lambda w, depth: least(*w.few(w.number, depth)),
    lambda w, depth: most(*w.few(w.number, depth)),
    lambda w, depth: rounded(w.number(depth), w.one((0, 1, 2)), w.one(MODES)),
    lambda w, depth: when(w.condition(depth), w.number(depth), w.number(depth)),
    lambda w, depth: when(w.condition(depth), w.number(depth), w.number(depth)),
    lambda w, depth: when(w.condition(depth), 1, 0),
    lambda w, depth: note(w.number(depth), w.one(("capped", "over_100")), w.one((None, 0, 1))),
    lambda w, depth: days(*w.two(w.date, depth)),
    lambda w, depth: working_days(*w.two(w.date, depth), CALENDAR),
    lambda w, depth: year_of(w.date(depth)),
    lambda w, _: w.one((MISSING, NOT_APPLICABLE, INVALID)),
]  # fmt: skip
_PLAIN_CONDITIONS: list[Way] = [
    lambda w, _: w.one(CONDITIONS),
    lambda w, _: w.one(CONDITIONS),
    lambda w, _: w.one((YES, NO)),
    lambda w, _: w.earlier(ValueType.YES_NO, CONDITIONS[0]),
]
_CONDITIONS: list[Way] = [
    *_PLAIN_CONDITIONS[:2],
    lambda w, depth: compare(w.one(_COMPARISONS), *w.two(w.number, depth)),
    lambda w, depth: compare(w.one(_COMPARISONS), *w.two(w.number, depth)),
    lambda w, depth: compare(w.one(_COMPARISONS), w.number(depth), 0),
    lambda w, depth: compare(w.one(_COMPARISONS), *w.two(w.date, depth)),
    lambda w, depth: compare(w.one(_COMPARISONS[:2]), *w.two(w.condition, depth)),
    lambda w, depth: compare(w.one(_COMPARISONS[:2]), *w.two(w.choice, depth)),
    lambda w, depth: and_(*w.few(w.condition, depth)),
    lambda w, depth: and_(*w.two(w.condition, depth)),
    lambda w, depth: or_(*w.few(w.condition, depth)),
    lambda w, depth: or_(*w.two(w.condition, depth)),
    lambda w, depth: not_(w.condition(depth)),
    lambda w, depth: w.one((is_missing, is_invalid, is_not_applicable))(w.number(depth)),
    lambda w, depth: w.one((is_missing, is_invalid, is_not_applicable))(w.condition(depth)),
    lambda w, depth: or_(*(test(value) for value in [w.number(depth)] for test in (is_missing, is_invalid))),
    lambda w, depth: when(w.condition(depth), w.condition(depth), w.condition(depth)),
    lambda w, depth: note(w.condition(depth), "seen"),
]
_DATES: list[Way] = [
    lambda w, _: w.one(DATES),
    lambda w, _: w.one((day(2022, 1, 31), day(2024, 2, 29), NEVER)),
    lambda w, _: w.earlier(ValueType.DATE, DATES[0]),
    lambda w, _: date_of(w.one((YEAR, YEAR + 1)), w.one((1, 2, 12)), 28),
    lambda w, depth: date_of(when(CONDITIONS[0], YEAR, w.number(depth)), 1, 31),
    lambda w, depth: when(w.condition(depth), w.date(depth), w.date(depth)),
]
_CHOICES: list[Way] = [
    lambda w, _: w.one((*CHOICES, word("low"))),
    lambda w, _: w.earlier(ValueType.CHOICE, CHOICES[0]),
    lambda w, depth: when(w.condition(depth), w.choice(depth), w.choice(depth)),
]


@st.composite
def programmes(draw: Callable[[st.SearchStrategy[Any]], Any], depth: int = 4) -> Bindings:
    """Draw one to four bindings, each of which may read those before it."""
    writing = Writing(draw)
    return [writing.binding(f"b{i}", draw(st.integers(0, depth))) for i in range(draw(st.integers(1, 4)))]


# ---- answers

_BAD: Final = st.sampled_from(
    ["?", -1000, 10**12, 3.14159, Decimal("NaN"), Decimal("1e40"), [], True, "2022-02-30", Fraction(1, 3)]
)
_GOOD: Final[Mapping[str, st.SearchStrategy[object]]] = {
    "count": st.sampled_from([0, 0, 1, 2, 3, 8, 20, "4", Decimal("6.0"), Fraction(2)]),
    "quantity": st.sampled_from([0, 1, -1, -3, Decimal("2.25"), -1.5, "0.05", "-0.5", 10, -10]),
    "percent": st.sampled_from([0, 100, 80, 79.7, "33.33", Decimal("0.01")]),
    "points": st.sampled_from([0, 1, 2, 0.25, "1.75"]),
    "yes_no": st.booleans(),
    "date": st.sampled_from(
        ["2022-01-31", datetime.date(2022, 2, 1), "2021-12-31", "2024-02-29", "never", "0001-01-01", "9999-12-31"]
    ),
    "choice": st.sampled_from(["low", "high", "other"]),
}


@st.composite
def answers(draw: Callable[[st.SearchStrategy[Any]], Any], inputs: Sequence[Any]) -> list[object]:
    """Draw one raw answer for each input: good ones, gaps, and bad values."""
    spoilt = draw(st.sampled_from([st.nothing(), st.none(), st.none() | _BAD]))
    return [2022 if node is YEAR else draw(_GOOD[node.domain.kind] | spoilt) for node in inputs]


# ---- what the oracle says


def inputs_of(bindings: Bindings) -> tuple[Input, ...]:
    """Return the inputs that bindings read."""
    read = (node for _, expression in bindings for node in walk(expression) if isinstance(node, Input))
    return tuple(dict.fromkeys(read))


def oracle(
    bindings: Bindings, inputs: Sequence[Any], row: Sequence[object]
) -> tuple[dict[str, Result], set[tuple[str, object]]]:
    """Return the values of bindings by the plain evaluator, and the notes that were met."""
    read = {node: read_answer(node, raw) for node, raw in zip(inputs, row, strict=True)}
    values: dict[str, Result] = {}
    notes: set[tuple[str, object]] = set()
    for name, expression in bindings:
        evaluation = Evaluation(read.__getitem__, values)
        values[name] = evaluation(expression)
        notes.update((name, tag) for tag in evaluation.tags)
    return values, notes


def sheet_of(bindings: Bindings, inputs: Sequence[Any], row: Sequence[object]) -> Sheet:
    """Return bindings ready to be traced for raw answers."""
    return Sheet(dict(bindings), {node: read_answer(node, raw) for node, raw in zip(inputs, row, strict=True)})


def typed(value: object) -> tuple[type, object]:
    """Return a value so that a state is not taken for a number, nor yes for 1."""
    return (type(value) if isinstance(value, State | bool) else object), value
