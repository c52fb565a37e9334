"""
Regions: which answers to an input are still thought of, as a range of places on its grid.

Every admitted answer stands at a whole place: a count is its own, a quantity of two places counts hundredths, an
option its position, a date its ordinal. So every range is halved and narrowed in whole numbers.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil, floor, gcd, lcm
from typing import Any, Final, TypeAlias

from attrs import frozen

from ..types import ValueType
from . import _nodes as n
from ._bounds import EITHER, FAR, NO, YES, Exact, Reach, plain
from ._domain import NEVER, NEVER_WORD

#: The first and the last place that are still possible.
Region: TypeAlias = tuple[int, int]
#: The regions of the open inputs.
Box: TypeAlias = Mapping[n.Input, Region]

_LAST_DAY: Final = datetime.date.max.toordinal()
#: A figure of other units has no grid; these are steps fine enough for limits, and none is an answer.
_NO_GRID: Final = Fraction(1, 10**12)


@frozen(eq=False)
class Grid:
    """The places of one input: how wide a step is as an expression sees it, and as it is entered."""

    input: n.Input
    whole: Region
    step: Exact
    entered: Fraction
    exact: bool
    #: The states that may stand in the place of an answer.
    states: int = 0

    def reach(self, region: Region) -> Reach:
        """Return the values of a region."""
        found = _REACHES[self.input.type](self, region)
        return found._replace(states=self.states) if self.states else found

    def read(self, raw: object) -> Reach | None:
        """Return the value of an answer that is plainly on the grid, None where the domain must read it."""
        kind = type(raw)
        if kind is int and self.entered == 1 and self.exact and self.input.type is ValueType.NUMBER:
            place: int = raw  # type: ignore[assignment]
            return self.reach((place, place)) if self.whole[0] <= place <= self.whole[1] else None
        return (YES if raw else NO) if kind is bool and self.input.type is ValueType.YES_NO else None

    def answer(self, place: int) -> object:
        """Return the raw answer at a place."""
        return _ANSWERS[self.input.type](self, place)

    def between(self, low: Exact | None, high: Exact | None, *, open_: bool = False) -> Region:
        """Return the places of values from `low` to `high`, the ends left out where they are open."""
        first, last = self.whole
        if low is not None:
            first = self._first(low, open_)
        if high is not None:
            last = -self._first(-high, open_)
        return first, last

    def _first(self, low: Exact, open_: bool) -> int:
        """Return the first place at a value or above it; without a grid, the last one not above."""
        place = low if self.step == 1 else Fraction(low) / self.step
        if not self.exact:
            return floor(place)
        return floor(place) + 1 if open_ else ceil(place)

    def settled(self, region: Region) -> Region | None:
        """Return a region without the days between the last and `never`; None where nothing is left."""
        first, last = region
        if self.input.domain.never:
            first = NEVER if first > _LAST_DAY else first
            last = _LAST_DAY if _LAST_DAY < last < NEVER else last
        return None if first > last else (first, last)


def grid_of(node: n.Input) -> Grid:
    """Return the grid of an input, every admitted answer on it."""
    return _GRIDS[node.type](node)


def _number_grid(node: n.Input) -> Grid:
    domain = node.domain
    exact = domain.kind != "exact"
    entered = _common(Fraction(1, 10**domain.places), domain.step) if exact else _NO_GRID
    low = Fraction(-FAR) if domain.low is None else domain.low
    high = Fraction(FAR) if domain.high is None else domain.high
    return Grid(node, (ceil(low / entered), floor(high / entered)), plain(entered / domain.unit_scale), entered, exact)


def _common(one: Fraction, other: Fraction | None) -> Fraction:
    """Return the smallest number that is a multiple of both."""
    if not other:
        return one
    return Fraction(lcm(one.numerator, other.numerator), gcd(one.denominator, other.denominator))


def _plain_grid(last: Callable[[n.Input], Region]) -> Callable[[n.Input], Grid]:
    return lambda node: Grid(node, last(node), 1, Fraction(1), True)


_GRIDS: Final[dict[ValueType, Callable[[n.Input], Grid]]] = {
    ValueType.NUMBER: _number_grid,
    ValueType.YES_NO: _plain_grid(lambda _: (0, 1)),
    ValueType.DATE: _plain_grid(lambda node: (1, NEVER if node.domain.never else _LAST_DAY)),
    ValueType.CHOICE: _plain_grid(lambda node: (0, len(node.domain.options) - 1)),
}


def _number_reach(grid: Grid, region: Region) -> Reach:
    step = grid.step
    return Reach(*region) if step == 1 else Reach(region[0] * step, region[1] * step)


_REACHES: Final[dict[ValueType, Callable[[Grid, Region], Reach]]] = {
    ValueType.NUMBER: _number_reach,
    ValueType.YES_NO: lambda _, region: EITHER if region[0] != region[1] else YES if region[0] else NO,
    ValueType.DATE: lambda _, region: Reach(*region),
    ValueType.CHOICE: lambda grid, region: Reach(
        0, 0, 0, frozenset(grid.input.domain.options[region[0] : region[1] + 1])
    ),
}

_ANSWERS: Final[dict[ValueType, Callable[[Grid, int], Any]]] = {
    ValueType.NUMBER: lambda grid, place: plain(place * grid.entered),
    ValueType.YES_NO: lambda _, place: bool(place),
    ValueType.DATE: lambda _, place: NEVER_WORD if place == NEVER else datetime.date.fromordinal(place),
    ValueType.CHOICE: lambda grid, place: grid.input.domain.options[place],
}
