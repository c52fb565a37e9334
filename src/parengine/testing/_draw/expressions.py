"""
Random expressions over a small sheet of declared inputs, and values for these.

The sheet has an input of every type: counts, a quantity, a percent, yes or no, dates, a choice, the count of an
option, an attribute of the unit. What is drawn can be written as text and read back under the names of `SHEET`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from hypothesis import strategies as st

from ...expr import (
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
    count_nodes,
    date_of,
    day,
    days,
    each,
    expression,
    figure_of,
    is_invalid,
    is_missing,
    is_not_applicable,
    least,
    most,
    not_,
    nth_best,
    or_,
    when,
    whole,
    word,
    working_days,
    year_of,
)
from ...expr._build import compare
from ...expr._domain import NEVER as NEVER_ORDINAL
from ...expr._nodes import Const
from ...expr._oracle import Evaluation
from ...expr._text import ASSESSED_YEAR
from ...types import State, Status, ValueType

KINDS = ("mountainous", "delta")
CALENDAR = Calendar(holidays=(738_156,), made_up=(738_160,))

DONE = answer("done", Domain("count", low=0, high=20))
TOTAL = answer("total", Domain("count", low=0, high=20))
CHANGE = answer("change", Domain("quantity", low=-3, high=3, places=1))
STAFF = answer("staff", Domain("count", low=1, high=9))
DISBURSED = answer("disbursed", Domain("percent", low=0, high=100, places=2))
PLANNED = answer("planned", Domain("yes_no"))
ISSUED = answer("issued", Domain("date", never=True))
APPROVED = answer("approved", Domain("date"))
LEVEL = answer("level", Domain("choice", options=("low", "high")))
GOOD = answer("survey", Domain("count", low=0, high=10**9), part="good")
TERRAIN = answer("terrain", Domain("choice", options=KINDS), origin="unit")

INPUTS: Mapping[str, Expr] = {
    "done": DONE,
    "total": TOTAL,
    "change": CHANGE,
    "staff": STAFF,
    "disbursed": DISBURSED,
    "planned": PLANNED,
    "issued": ISSUED,
    "approved": APPROVED,
    "level": LEVEL,
    "survey.good": GOOD,
    "unit.terrain": TERRAIN,
}


class SheetNames:
    """The names of the inputs above; `words` are special words with a meaning here."""

    def __init__(self, **words: Expr) -> None:
        self.words = words

    def name(self, name: str) -> Expr | None:
        """Return an input by its name."""
        return {**INPUTS, **self.words}.get(name)

    def part(self, name: str, part: str) -> Expr | None:
        """Return the count of an option, or an attribute of the unit."""
        return INPUTS.get(f"{name}.{part}")

    def suggestions(self) -> Iterable[str]:
        """Return every name."""
        return INPUTS

    def calendar(self) -> Calendar:
        """Return the calendar of working days."""
        return CALENDAR


SHEET = SheetNames()

LEAF_NUMBERS = st.one_of(
    st.integers(-3, 12).map(const),
    st.decimals("0", "2", places=2).map(const),
    st.fractions(-3, 3, max_denominator=12).map(const),
    st.sampled_from([DONE, TOTAL, CHANGE, STAFF, DISBURSED, GOOD, ASSESSED_YEAR]),
    st.sampled_from([DONE, TOTAL, CHANGE]),
)
DATES_OF_THE_TIME = st.dates(datetime.date(2021, 12, 1), datetime.date(2023, 2, 1))
LEAF_DATES = DATES_OF_THE_TIME.map(expression) | st.sampled_from([ISSUED, APPROVED, NEVER, day(2024, 2, 29)])
STATES = st.sampled_from([MISSING, NOT_APPLICABLE, INVALID])
FIGURES = st.sampled_from(["points", "maximum", "share"])
CODES = st.sampled_from(["1", "2.4.1", "A.3b"])
SIGNS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
EQUALITY = st.sampled_from(["=", "!="])
LEVELS = st.sampled_from([LEVEL, word("low"), word("high")])
TERRAINS = st.sampled_from([TERRAIN, *map(word, KINDS)])
STATUSES = st.sampled_from([word(status) for status in Status])
FEW = st.integers(1, 3)


class _Growing:
    """
    One drawing of an expression, part by part.

    A `known` expression has no constant states, figures of other nodes or dates: it has a value where nothing is
    divided by zero.
    """

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any], *, known: bool) -> None:
        self.draw = draw
        self.numbers = [*_KNOWN_NUMBERS, *([] if known else _OTHER_NUMBERS)]
        self.conditions = [*_KNOWN_CONDITIONS, *([] if known else _OTHER_CONDITIONS)]

    def number(self, depth: int) -> Expr:
        return self.draw(LEAF_NUMBERS) if depth < 1 else self._any(self.numbers, depth)

    def condition(self, depth: int) -> Expr:
        return self._any(self.conditions if depth > 0 else _LEAF_CONDITIONS, depth)

    def date(self, depth: int) -> Expr:
        return self.draw(LEAF_DATES) if depth < 1 else self._any(_DATES, depth)

    def few(self, grow: Callable[[int], Expr], depth: int) -> list[Expr]:
        return [grow(depth) for _ in range(self.draw(FEW))]

    def compare(self, signs: st.SearchStrategy[str], left: Expr, right: Expr) -> Expr:
        return compare(self.draw(signs), left, right)

    def _any(self, ways: Sequence[Way], depth: int) -> Expr:
        way: Way = self.draw(st.sampled_from(ways))
        return way(self, depth - 1)


Way: TypeAlias = Callable[[_Growing, int], Expr]


def _nth_best(d: _Growing, depth: int) -> Expr:
    of = d.few(d.number, depth)
    return nth_best(d.draw(st.integers(1, len(of))), *of)


def _quotient(d: _Growing, depth: int) -> Expr:
    over, under = d.number(depth), d.number(depth)
    return over / (under if not isinstance(under, Const) or under.value else const(7))


def _date_of(d: _Growing, depth: int) -> Expr:
    year = d.number(depth)
    return date_of(ASSESSED_YEAR if isinstance(year, Const) else year, d.draw(st.integers(1, 12)), 28)


def _counted(d: _Growing, depth: int) -> Expr:
    figures = each(d.draw(FIGURES)), each(d.draw(FIGURES))
    conditions = [figures[0] <= d.number(0), figures[0] > figures[1], each("status").equals(d.draw(STATUSES))]
    beside = _Growing(d.draw, known=True).condition(depth)  # no count inside a count
    return count_nodes(d.draw(CODES), and_(beside, d.draw(st.sampled_from(conditions))))


_KNOWN_NUMBERS: list[Way] = [
    lambda d, _depth: d.number(0),
    lambda d, depth: d.number(depth) + d.number(depth),
    lambda d, depth: d.number(depth) - d.number(depth),
    lambda d, depth: d.number(depth) * d.number(depth),
    _quotient,
    _quotient,
    lambda d, depth: -d.number(depth),
    lambda d, depth: whole(d.number(depth)),
    lambda d, depth: least(*d.few(d.number, depth)),
    lambda d, depth: most(*d.few(d.number, depth)),
    _nth_best,
    lambda d, depth: when(d.condition(depth), d.number(depth), d.number(depth)),
]
_OTHER_NUMBERS: list[Way] = [
    lambda d, _depth: d.draw(STATES),
    lambda d, _depth: figure_of(d.draw(CODES), d.draw(FIGURES)),
    lambda d, depth: year_of(d.date(depth)),
    lambda d, depth: days(d.date(depth), d.date(depth)),
    lambda d, depth: working_days(d.date(depth), d.date(depth), CALENDAR),
    _counted,
]
_DATES: list[Way] = [
    lambda d, _depth: d.date(0),
    lambda d, _depth: d.draw(STATES),
    _date_of,
    lambda d, depth: when(d.condition(depth), d.date(depth), d.date(depth)),
]
_LEAF_CONDITIONS: list[Way] = [
    lambda _d, _depth: PLANNED,
    lambda d, _depth: d.draw(st.sampled_from([YES, NO])),
    lambda d, _depth: d.compare(SIGNS, d.number(0), d.number(0)),
    lambda d, _depth: d.compare(SIGNS, d.number(0), const(0)),
    lambda d, _depth: d.compare(EQUALITY, d.draw(LEVELS), d.draw(LEVELS)),
    lambda d, _depth: d.compare(EQUALITY, d.draw(TERRAINS), d.draw(TERRAINS)),
]
_KNOWN_CONDITIONS: list[Way] = [
    *_LEAF_CONDITIONS,
    lambda d, depth: d.compare(SIGNS, d.number(depth), d.number(depth)),
    lambda d, depth: d.compare(EQUALITY, d.condition(depth), d.condition(depth)),
    lambda d, depth: and_(*d.few(d.condition, depth)),
    lambda d, depth: or_(*d.few(d.condition, depth)),
    lambda d, depth: and_(d.condition(depth), d.condition(depth)),
    lambda d, depth: or_(d.condition(depth), d.condition(depth)),
    lambda d, depth: not_(d.condition(depth)),
    lambda d, depth: is_missing(d.number(depth)),
    lambda d, depth: is_not_applicable(d.number(depth)),
    lambda d, depth: is_invalid(d.condition(depth)),
    lambda d, depth: when(d.condition(depth), d.condition(depth), d.condition(depth)),
]
_OTHER_CONDITIONS: list[Way] = [
    lambda d, depth: d.compare(SIGNS, d.date(depth), d.date(depth)),
    lambda d, _depth: d.compare(EQUALITY, figure_of(d.draw(CODES), "status"), d.draw(STATUSES)),
    lambda d, depth: is_missing(d.date(depth)),
]


@st.composite
def numbers(draw: Any, depth: int = 3, *, known: bool = False) -> Expr:
    """Draw a number."""
    return _Growing(draw, known=known).number(depth)


@st.composite
def conditions(draw: Any, depth: int = 3, *, known: bool = False) -> Expr:
    """Draw a condition."""
    return _Growing(draw, known=known).condition(depth)


@st.composite
def dates(draw: Any, depth: int = 3) -> Expr:
    """Draw a date."""
    return _Growing(draw, known=False).date(depth)


def expressions(depth: int = 3) -> st.SearchStrategy[Expr]:
    """
    Return a strategy of expressions of the types that a text can write: numbers, conditions and dates.

    `depth` is how deep operations stand within others; below it there are inputs and constants. They look at the
    inputs of a small sheet, at figures of nodes that are not there, and at states.
    """
    return st.one_of(numbers(depth), conditions(depth), dates(depth))


_VALUES: Mapping[Expr, st.SearchStrategy[object]] = {
    DONE: st.integers(0, 20).map(Fraction),
    TOTAL: st.integers(0, 20).map(Fraction),
    CHANGE: st.integers(-30, 30).map(lambda tenths: Fraction(tenths, 10)),
    STAFF: st.integers(1, 9).map(Fraction),
    DISBURSED: st.sampled_from([Fraction(0), Fraction(1, 3000), Fraction(4, 5), Fraction(1)]),
    GOOD: st.integers(0, 5).map(Fraction),
    ASSESSED_YEAR: st.just(Fraction(2022)),
    PLANNED: st.booleans(),
    ISSUED: st.sampled_from([NEVER_ORDINAL]) | DATES_OF_THE_TIME.map(datetime.date.toordinal),
    APPROVED: DATES_OF_THE_TIME.map(datetime.date.toordinal),
    LEVEL: st.sampled_from(["low", "high"]),
    TERRAIN: st.sampled_from(KINDS),
}
_ALWAYS_KNOWN = (ASSESSED_YEAR,)


def sheets(*unknown: State) -> st.SearchStrategy[Evaluation]:
    """Draw values for every input, or one of the states `unknown`, and return what evaluates with them."""
    absent = st.sampled_from(unknown) if unknown else st.nothing()
    values = {
        node: drawn if node in _ALWAYS_KNOWN else st.just(Fraction(0)) | drawn | absent
        if node in (DONE, TOTAL, CHANGE) else drawn | absent
        for node, drawn in _VALUES.items()
    }  # fmt: skip
    drawn_values: st.SearchStrategy[dict[Any, Any]] = st.fixed_dictionaries(values)
    return drawn_values.map(lambda drawn: Evaluation(drawn.__getitem__))


def is_number(node: Expr) -> bool:
    """Return whether a node has a number for its value."""
    return node.type is ValueType.NUMBER
