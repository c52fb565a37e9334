"""
Aims: answers that bring a comparison to where it turns, and one smallest step to either side.

A rule breaks at its thresholds, and a random answer hardly ever meets one. So each comparison of a set is
solved for one of its inputs: the others get ordinary answers, and that one is halved towards the place where
the comparison turns. It works for shares, dates, sums and surveys alike, because it only evaluates.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from random import Random
from typing import Any, Final, TypeAlias

from attrs import frozen

from ...expr._bounds_region import Grid, grid_of
from ...expr._domain import NEVER
from ...expr._nodes import Bound, CohortFigure, Compare, EachFigure, Expr, Input, NodeFigure, TotalFigure, Word, walk
from ...expr._oracle import Evaluation, Result, read_answer
from ...types import State, ValueType

#: Answers by the input that they are to, as they are entered.
Given: TypeAlias = Mapping[Input, object]

#: How often an aim is taken, each time from other answers.
_TIMES: Final = 4
_ORDINARY: Final = (1, 2, 3, 4, 5, 7, 10, 12, 20, 40, 60, 100, 125, 1000)
#: What answers are in most sheets: what can be looked up.
_PLAIN: Final = (int, str, Decimal, datetime.date)
_MOVED: Final = (ValueType.NUMBER, ValueType.DATE)
_ASKED: Final = ("answer", "unit")
#: What no answers of one sheet say by themselves.
_ELSEWHERE: Final = (NodeFigure, EachFigure, TotalFigure, CohortFigure, Bound)
#: The comparisons that turn where the left is no longer below the right; the others, where it is above.
_BELOW: Final = ("<", ">=")


@frozen(eq=False, slots=False)
class Aim:
    """A comparison of answers with each other or with a threshold."""

    comparison: Compare
    inputs: tuple[Input, ...]
    year: int

    @cached_property
    def answers(self) -> tuple[Given, ...]:
        """Return answers at the place where it turns and beside it; nothing where no answer makes it turn."""
        random = Random(len(self.inputs))  # noqa: S311  drawn for tests
        found = [each for _ in range(_TIMES) for each in self._taken(random)]
        return tuple(found if any(map(self.is_met, found)) else [*found, *self._taken_plainly()])

    def is_met(self, given: Given) -> bool:
        """Return whether answers bring both sides to the same value."""
        evaluation = reading_of(given, self.year)
        left, right = evaluation(self.comparison.left), evaluation(self.comparison.right)
        return not isinstance(left, State) and left == right

    @property
    def _moved(self) -> list[Input]:
        return [node for node in self.inputs if node.type in _MOVED]

    def _taken(self, random: Random) -> list[Given]:
        """Return answers around the threshold for the first input that turns it, the others as they happen to be."""
        others = {node: random.choice(ordinary(node, self.year)) for node in self.inputs}
        tries = (self._around(node, others) for node in random.sample(self._moved, len(self._moved)))
        return next(filter(None, tries), [])

    def _taken_plainly(self) -> list[Given]:
        """Return answers around the threshold where the others are round numbers: of those, shares come out even."""
        others = {node: plain(node, self.year) for node in self.inputs}
        return [each for node in self._moved for each in self._around(node, others)]

    def _around(self, node: Input, others: Given) -> list[Given]:
        """Return answers at the threshold and one step to either side; the place after it where none meets it."""
        turning, grid = self._turning(node, others), grid_of(node)
        if turning is None:
            return []
        met = (place for place in (turning, turning - 1) if self.is_met({**others, node: _entered(grid, place)}))
        return [{**others, node: answer} for answer in beside(node, next(met, turning))]

    def _turning(self, node: Input, others: Given) -> int | None:
        """Return the first place on an input's grid that lies on the other side than its lowest answer."""
        grid = grid_of(node)
        low, high = _plausible(grid, self.year)
        first = self._side(node, grid, low, others)
        if first is None or self._side(node, grid, high, others) in (None, first):
            return None
        while high - low > 1:
            middle = (low + high) // 2
            side = self._side(node, grid, middle, others)
            low, high = (middle, high) if side == first else (low, middle)
        return high

    def _side(self, node: Input, grid: Grid, place: int, others: Given) -> bool | None:
        """Return on which side of the threshold an answer lies; None where that is not known."""
        evaluation = reading_of({**others, node: _entered(grid, place)}, self.year)
        left, right = evaluation(self.comparison.left), evaluation(self.comparison.right)
        if isinstance(left, State) or isinstance(right, State):
            return None
        return bool(left < right if self.comparison.operator in _BELOW else left <= right)  # type: ignore[operator]


def reading_of(given: Given, year: int) -> Evaluation:
    """Return what evaluates expressions over answers; what is not answered is missing."""
    return Evaluation(lambda node: admitted(node, year if node.origin == "period" else given.get(node)))


def admitted(node: Input, raw: object) -> Result:
    """Return one raw answer as a value or a state; the same few answers are read again and again."""
    plain = raw is None or isinstance(raw, _PLAIN)
    return _admitted(node, type(raw).__name__, raw) if plain else read_answer(node, raw)


@lru_cache(maxsize=2**16)
def _admitted(node: Input, _: str, raw: Any) -> Result:
    return read_answer(node, raw)


def aims_of(expressions: Iterable[Expr], year: int) -> tuple[Aim, ...]:
    """Return an aim for every comparison in some expressions that is one of answers, each once."""
    compared = {node: None for each in expressions for node in walk(each) if isinstance(node, Compare)}
    return tuple(aim for node in compared if (aim := _aim(node, year)) is not None)


def _aim(comparison: Compare, year: int) -> Aim | None:
    nodes = list(walk(comparison))
    inputs = tuple(dict.fromkeys(node for node in nodes if isinstance(node, Input) and node.origin in _ASKED))
    moved = any(node.type in _MOVED for node in inputs) and not any(isinstance(node, Word) for node in nodes)
    return Aim(comparison, inputs, year) if moved and is_of_answers(comparison) else None


def is_of_answers(expression: Expr) -> bool:
    """Return whether an expression is about the answers of one sheet alone."""
    return not any(isinstance(node, _ELSEWHERE) for node in walk(expression))


def beside(node: Input, place: int) -> Iterator[object]:
    """Yield the answers at a place of an input's grid and at those beside it, as they are entered."""
    grid = grid_of(node)
    low, high = grid.whole
    for each in (place - 1, place, place + 1):
        region = grid.settled((each, each)) if low <= each <= high else None
        if region == (each, each):
            yield _entered(grid, each)


@lru_cache(maxsize=4096)
def edges(node: Input, year: int) -> tuple[object, ...]:
    """
    Return the answers at the ends of what may be answered, and one step inside; of a choice all of them.

    Dates have no ends of their own: there are two far from the year, and `never` where that may be answered.
    """
    grid = grid_of(node)
    low, high = grid.whole
    if node.type is ValueType.CHOICE or high - low < len(_ORDINARY):
        return tuple(_entered(grid, place) for place in range(low, high + 1))
    first, last = _plausible(grid, year)
    if node.type is ValueType.DATE:
        return tuple(_entered(grid, place) for place in (first, last, *([NEVER] if node.domain.never else [])))
    return (*beside(node, first), *beside(node, last))


@lru_cache(maxsize=4096)
def ordinary(node: Input, year: int) -> tuple[object, ...]:
    """Return some answers as they might stand on a sheet."""
    grid, random = grid_of(node), Random(node.name)  # noqa: S311  drawn for tests
    low, high = _plausible(grid, year)
    small = node.type is ValueType.NUMBER and grid.entered == 1 and not node.domain.low
    likely = [each for each in _ORDINARY if low <= each <= high] if small else []
    return tuple(_entered(grid, place) for place in likely or (random.randint(low, high) for _ in _ORDINARY))


def plain(node: Input, year: int) -> object:
    """Return the answer that stands where nothing was changed: ten, yes, the first option, the last of January."""
    grid = grid_of(node)
    low, high = _plausible(grid, year)
    if node.type is ValueType.DATE:
        return datetime.date(year, 1, 31)
    wanted = {ValueType.YES_NO: 1, ValueType.CHOICE: 0}.get(node.type, int(10 / grid.entered))
    return _entered(grid, min(max(wanted, low), high))


def _plausible(grid: Grid, year: int) -> tuple[int, int]:
    """Return the places between which answers lie: a date is not far from the year that is assessed."""
    low, high = grid.whole
    if grid.input.type is not ValueType.DATE:
        return low, high
    return datetime.date(max(1, year - 2), 1, 1).toordinal(), datetime.date(min(9999, year + 2), 12, 31).toordinal()


def _entered(grid: Grid, place: int) -> object:
    """Return the answer at a place as people enter it: a number with decimals is a `Decimal`."""
    answer = grid.answer(place)
    return Decimal(answer.numerator) / answer.denominator if isinstance(answer, Fraction) else answer
