"""
The search in one leaf: answers that give the least, the most, and each state that the outer reading allows.

Every search asks for one trial at a time, so that many leaves are tried in one row. What conditions cut the regions
at is tried first; then boxes are halved, until the outer reading allows no more than was reached.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Final, TypeAlias

from ..expr._bounds import Reach, join, meet
from ..expr._bounds_region import Box, Region
from ..expr._nodes import Input
from ..types import State
from ._bounds_sheet import OpenSheet, Trial

#: What came of a trial: the figure or its state, None where a check failed.
Outcome: TypeAlias = "Fraction | State | None"
Search: TypeAlias = Generator[Trial, Outcome, None]
#: What a witness is of: the lowest value, the highest, or a state.
End: TypeAlias = "str | State"

LOW: Final = "low"
HIGH: Final = "high"
_MOST_PLACES: Final = 16
_MOST_CORNERS: Final = 64
_MOST_SWEEPS: Final = 3
_MOST_BOXES: Final = 48


class Goal:
    """What the outer reading allows of a binding over a box, and what was reached of it by which answers."""

    def __init__(self, outer: Reach) -> None:
        self.outer = outer
        self.low: Fraction | None = None
        self.high: Fraction | None = None
        self.witnesses: dict[End, Trial] = {}

    def take(self, trial: Trial, outcome: Outcome) -> bool:
        """Take in what came of a trial; return whether it went further than those before."""
        if outcome is None:
            return False
        if isinstance(outcome, State):
            new = outcome not in self.witnesses
            self.witnesses.setdefault(outcome, trial)
            return new
        further = False
        if self.low is None or outcome < self.low:
            self.low, self.witnesses[LOW], further = outcome, trial, True
        if self.high is None or outcome > self.high:
            self.high, self.witnesses[HIGH], further = outcome, trial, True
        return further

    @property
    def open(self) -> list[End]:
        """Return the ends that the outer reading allows and nothing has reached."""
        found: list[End] = []
        if self.outer.low is not None:
            found += [HIGH] if self.high is None or self.high < self.outer.high else []  # type: ignore[operator]
            found += [LOW] if self.low is None or self.low > self.outer.low else []
        return found + [s for s in State if self.outer.states & 1 << s and s not in self.witnesses]


class LeafSearch:
    """A leaf's own points over a box."""

    def __init__(self, sheet: OpenSheet, name: str, box: Box) -> None:
        self.sheet, self.name = sheet, name
        self.inputs = sheet.open_in(name)
        self.box = {node: box[node] for node in self.inputs}
        reach, self.noted = self._read(box)
        self.goal = Goal(reach)
        self.around = box
        self.tried = set[tuple[int, ...]]()

    def _read(self, box: Box) -> tuple[Reach, Mapping[Input, Iterable[int]]]:
        """Return the outer reading over a box, and where conditions cut its regions."""
        reading = self.sheet.reading
        noted: dict[Input, dict[int, None]] = {}
        reading.noted = noted
        reach = self.sheet.reach(self.name, box)
        reading.noted = {}
        return reach, noted

    def places(self, node: Input, region: Region, noted: Mapping[Input, Iterable[int]]) -> list[int]:
        """Return the places of an input that are worth a trial."""
        first, last = region
        found = dict.fromkeys(region)
        if last - first < _MOST_PLACES:
            found.update(dict.fromkeys(range(first, last + 1)))
        cuts = (*noted.get(node, ()), *self.noted.get(node, ()), *self.sheet.frame.cuts.get(node, ()))
        found.update((place, None) for place in cuts if first <= place <= last)
        grid = self.sheet.frame.grids[node]
        return [place for place in list(found)[:_MOST_PLACES] if grid.settled((place, place)) == (place, place)]

    def run(self) -> Search:
        """Ask for trials until every end is reached, or until the trials and boxes are used up."""
        for part in (self._corners(), self._sweeps(), self._halves()):
            yield from part
            if not self.goal.open:
                return

    def _try(self, trial: Trial) -> Generator[Trial, Outcome, bool]:
        key = tuple(trial[node] for node in self.inputs)
        if key in self.tried:
            return False
        self.tried.add(key)
        outcome = yield trial
        return self.goal.take(trial, outcome)

    def _corners(self) -> Search:
        """Try the corners: all lowest, all highest, then every mixture of ends as far as there are few."""
        ends = [tuple(dict.fromkeys(self.box[node])) for node in self.inputs]
        for corner in _first_corners(ends):
            yield from self._try(dict(zip(self.inputs, corner, strict=True)))
            if not self.goal.open:
                return

    def _sweeps(self) -> Search:
        """Move one answer at a time to where conditions cut, as long as that goes further."""
        for _ in range(_MOST_SWEEPS):
            further = False
            for end in self.goal.open:
                for node in () if self.sheet.exhausted else self.inputs:
                    further |= yield from self._along(end, node)
            if not further:
                return

    def _along(self, end: End, node: Input) -> Generator[Trial, Outcome, bool]:
        """Try the places of one input with the others as they are where an end is nearest."""
        base = self.goal.witnesses.get(end) or next(iter(self.goal.witnesses.values()), None) or self._low()
        slice_ = {**self.around, **{each: (place, place) for each, place in base.items()}, node: self.box[node]}
        _, noted = self._read(slice_)
        further = False
        for place in self.places(node, self.box[node], noted):
            if place != base[node]:
                further |= yield from self._try({**base, node: place})
            if end not in self.goal.open:
                break
        return further

    def _low(self) -> Trial:
        return {node: self.box[node][0] for node in self.inputs}

    def _halves(self) -> Search:
        """Halve the boxes in which an end may still lie further, and try the corners of the halves."""
        boxes: list[tuple[Reach, Box]] = [(self.goal.outer, self.box)]
        for _ in range(_MOST_BOXES):
            open_ = self.goal.open
            boxes = [(reach, box) for reach, box in boxes if self._matters(reach)]
            if not open_ or not boxes or self.sheet.exhausted:
                break
            place = max(range(len(boxes)), key=lambda i: _promise(boxes[i][0], open_[0]))
            reach, box = boxes.pop(place)
            halves = list(self._halved(box))
            if not halves:
                boxes.append((reach, box))
                break
            for half in halves:
                inner = meet(self.sheet.reach(self.name, {**self.around, **half}), reach)
                boxes.append((inner, half))
                for corner in ({node: ends[side] for node, ends in half.items()} for side in (0, 1)):
                    yield from self._try(corner)
            self._narrow(boxes)
        self._narrow(boxes)

    def _narrow(self, boxes: Iterable[tuple[Reach, Box]]) -> None:
        """Let the outer reading be what the boxes that are left allow, and what was reached."""
        left = Reach(
            self.goal.low, self.goal.high, sum(1 << end for end in self.goal.witnesses if isinstance(end, State))
        )
        for reach, _ in boxes:
            left = join(left, reach)
        self.goal.outer = meet(self.goal.outer, left)

    def _matters(self, reach: Reach) -> bool:
        """Return whether a box may hold something further than was reached."""
        goal = self.goal
        if any(reach.states & 1 << s and s not in goal.witnesses for s in State):
            return True
        if reach.low is None:
            return False
        return goal.low is None or goal.high is None or reach.low < goal.low or reach.high > goal.high  # type: ignore[operator]

    def _halved(self, box: Box) -> Iterator[Box]:
        """Yield the halves of a box, cut at the input with the widest range."""
        grids = self.sheet.frame.grids
        wide = [node for node, (first, last) in box.items() if first < last and grids[node].exact]
        if wide:
            node = max(wide, key=lambda each: box[each][1] - box[each][0])
            for part in parts_of(box[node], self.sheet.frame.cuts.get(node, ())):
                settled = grids[node].settled(part)
                if settled:
                    yield {**box, node: settled}


def parts_of(region: Region, cuts: Iterable[int]) -> list[Region]:
    """Return a region cut at a place that conditions compare with, else in the middle."""
    first, last = region
    for cut in cuts:
        if first <= cut <= last:
            parts = [(first, cut - 1), (cut, cut), (cut + 1, last)]
            return [part for part in parts if part[0] <= part[1]]
    middle = (first + last) // 2
    return [(first, middle), (middle + 1, last)]


def _first_corners(ends: list[tuple[int, ...]]) -> Iterator[tuple[int, ...]]:
    lowest, highest = tuple(each[0] for each in ends), tuple(each[-1] for each in ends)
    yield lowest
    yield highest
    for place in range(len(ends)):
        yield (*lowest[:place], highest[place], *lowest[place + 1 :])
    for place in range(len(ends)):
        yield (*highest[:place], lowest[place], *highest[place + 1 :])
    mixed = product(*ends)
    for _ in range(_MOST_CORNERS):
        corner = next(mixed, None)
        if corner is None:
            return
        yield corner


def _promise(reach: Reach, end: End) -> Fraction:
    """Return how far a box may go towards an end."""
    if isinstance(end, State):
        return Fraction(bool(reach.states & 1 << end))
    if reach.low is None or reach.high is None:
        return Fraction(-(10**30))
    return Fraction(reach.high if end == HIGH else -reach.low)


def run_together(sheet: OpenSheet, searches: Iterable[LeafSearch]) -> None:
    """Run searches at the same time: one row tries a trial of each, as far as they agree on what they share."""
    waiting: list[tuple[LeafSearch, Search, Trial]] = []
    for search in searches:
        _go_on(search, search.run(), None, waiting, begin=True)
    while waiting:
        trial: dict[Input, int] = {}
        chosen = list[tuple[LeafSearch, Search, Trial]]()
        later = list[tuple[LeafSearch, Search, Trial]]()
        for asked in waiting:
            fits = all(trial.get(node, place) == place for node, place in asked[2].items())
            (chosen if fits else later).append(asked)
            trial.update(asked[2] if fits else {})
        row = sheet.row(trial)
        failed = set(sheet.failures(row))
        waiting = later
        for search, steps, _ in chosen:
            outcome = None if search.name in failed else sheet.value(row, search.name)
            _go_on(search, steps, outcome, waiting)


def _go_on(
    search: LeafSearch,
    steps: Search,
    outcome: Outcome,
    waiting: list[tuple[LeafSearch, Search, Trial]],
    *,
    begin: bool = False,
) -> None:
    """Hand a search what came of its trial, and note what it asks for next."""
    try:
        waiting.append((search, steps, next(steps) if begin else steps.send(outcome)))
    except StopIteration:
        return
