"""
The search over the whole sheet: leaves first, then the figures above them, case by case where they hang together.

A case is a box. In each the leaves are searched, their furthest answers are put together into whole sheets, and
these are scored. Where a figure's outer reading still allows more than any sheet reached, a case is cut: at an input
that several nodes read, or that decides whether one applies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from ..expr._bounds import EMPTY, NOT_APPLICABLE, Reach, join
from ..expr._bounds_region import Box, Region
from ..expr._exact import Row
from ..expr._nodes import Input
from ..types import State
from ._bounds_leaf import HIGH, LOW, End, Goal, LeafSearch, parts_of, run_together
from ._bounds_sheet import OpenSheet, Trial
from ._programme import named

_MOST_CASES: Final = 64
_MOST_TRIALS: Final = 400

#: How leaves may be put together: what those with points give, what those of penalties give.
_MIXTURES: Final = ((HIGH, LOW), (LOW, HIGH), (HIGH, HIGH), (LOW, LOW))


class Figure:
    """One figure of the sheet: what was reached of it, and what its outer reading allows in all cases together."""

    def __init__(self, name: str, place: tuple[int, int, int], *, counts: bool) -> None:
        self.name = name
        self.place = place
        #: Whether a state counts as 0, as a node's points do; the index has no figure then.
        self.counts = counts
        self.low: Fraction | None = None
        self.high: Fraction | None = None
        self.outer: Reach = EMPTY

    def take(self, row: Row) -> bool:
        """Take in what a whole sheet gave; return whether it went further than those before."""
        value, under, state = (row[each] for each in self.place)
        if state:
            if not self.counts:
                return False
            value, under = 0, 1
        further = False
        if self.low is None or value * self.low.denominator < self.low.numerator * under:
            self.low, further = Fraction(value, under), True
        if self.high is None or value * self.high.denominator > self.high.numerator * under:
            self.high, further = Fraction(value, under), True
        return further

    def seen(self, reach: Reach) -> Reach:
        """Return an outer reading as this figure counts it."""
        if self.counts and reach.states:
            return join(reach._replace(states=0), Reach(0, 0))
        return reach._replace(states=0)

    def within(self, reach: Reach) -> bool:
        """Return whether what was reached goes as far as an outer reading."""
        reach = self.seen(reach)
        if reach.low is None or reach.high is None:
            return True
        return self.low is not None and self.high is not None and self.low <= reach.low and reach.high <= self.high


class Case:
    """A box of answers, the searches of its leaves, and the figures that may lie further in it than was reached."""

    def __init__(self, box: Box, goals: Mapping[str, Goal], lacking: Sequence[Figure]) -> None:
        self.box = box
        self.goals = goals
        self.lacking = lacking


class Cases:
    """All cases of one sheet."""

    def __init__(self, sheet: OpenSheet, figures: Sequence[Figure], penalties: frozenset[str]) -> None:
        self.sheet = sheet
        self.figures = figures
        self.penalties = penalties
        self.figures_open: Sequence[Figure] = ()
        self.leaves = [name for code in sheet.frame.leaves if sheet.open_in(name := named("own", code))]
        self.goals: dict[tuple[str, tuple[Region, ...]], Goal] = {}
        #: The lowest answer to every open input.
        self.lowest: Trial = {node: first for node, (first, _) in sheet.whole.items()}
        self.trials = 0
        self.tried: set[tuple[tuple[Input, int], ...]] = set()
        self.rows: list[Row] = []
        self.valid = False
        #: Whether the bounds may be too far apart for a reason of their own.
        self.wide = False
        self.done: list[Case] = []

    def run(self) -> None:
        """Search case by case, until every figure reaches its outer reading or the cases are used up."""
        waiting = self._begun(self.sheet.whole, self.figures, self.sheet.mask)
        for case in waiting:
            settled = set(self.figures) - set(self._lacking(case))
            for figure in settled:
                figure.outer = figure.seen(self.sheet.reach(figure.name, case.box))
            self.figures_open = [figure for figure in self.figures if figure not in settled]
        while waiting and len(waiting) + len(self.done) < _MOST_CASES and not self.sheet.exhausted:
            place = next((i for i, case in enumerate(waiting) if self._lacking(case)), None)
            if place is None:
                break
            case = waiting.pop(place)
            cut = self._cut_at(case)
            if cut is None:
                self._climb(case)
                self.done.append(case)
                continue
            node, regions = cut
            for region in regions:
                waiting.extend(self._begun({**case.box, node: region}, case.lacking, self.sheet.frame.bit[node]))
        self.done.extend(waiting)
        for figure in self.figures_open:
            for case in self.done:
                figure.outer = join(figure.outer, figure.seen(self.sheet.reach(figure.name, case.box)))

    def _lacking(self, case: Case) -> Sequence[Figure]:
        """Return the figures that may lie further in a case than any sheet reached."""
        case.lacking = [each for each in case.lacking if not each.within(self.sheet.reach(each.name, case.box))]
        return case.lacking

    # ---- one case

    def _begun(self, box: Box, lacking: Sequence[Figure], touched: int) -> list[Case]:
        """Return the case of a box, its leaves searched and whole sheets tried; none where no sheet passes."""
        checked = self.sheet.checked(box, touched)
        if checked is None:
            return []
        self.sheet.begin(checked)
        case = Case(checked, self._searched(checked), lacking)
        self._try_mixtures(case)
        return [case]

    def _searched(self, box: Box) -> Mapping[str, Goal]:
        """Search the leaves over a box, each as often as its own regions are new."""
        found, searches = dict[str, Goal](), list[tuple[tuple[str, tuple[Region, ...]], LeafSearch]]()
        for name in self.leaves:
            key = name, tuple([box[node] for node in self.sheet.open_in(name)])
            if key not in self.goals:
                searches.append((key, LeafSearch(self.sheet, name, box)))
                self.goals[key] = searches[-1][1].goal
            found[name] = self.goals[key]
        run_together(self.sheet, [search for _, search in searches])
        for (name, _), search in searches:
            self.sheet.tighten(name, box, search.goal.outer)
        return found

    def _try_mixtures(self, case: Case) -> None:
        mixtures = _MIXTURES if any(name in self.penalties for name in self.leaves) else _MIXTURES[:2]
        for points, penalty in mixtures:
            self._try(self.mixed(case, points, penalty))
            if any(State.NOT_APPLICABLE in goal.witnesses and len(goal.witnesses) > 1 for goal in case.goals.values()):
                self._try(self.mixed(case, points, penalty, State.NOT_APPLICABLE))

    def mixed(self, case: Case, points: End, penalty: End, first: End | None = None) -> Trial:
        """Return a whole sheet of what the leaves' searches found, the first to say so deciding what is shared."""
        trial: dict[Input, int] = {}
        for name, goal in case.goals.items():
            wanted = penalty if name in self.penalties else points
            _put(trial, goal, (wanted,) if first is None else (first, wanted))
        return trial

    def _try(self, trial: Trial) -> bool:
        """Score a whole sheet; return whether some figure went further."""
        key = tuple(trial.items())
        if key in self.tried:
            return False
        self.tried.add(key)
        self.trials += 1
        row = self.sheet.row({**self.lowest, **trial})
        if self.sheet.failures(row):
            return False
        self.valid = True
        self.rows.append(row)
        further = [figure.take(row) for figure in self.figures_open or self.figures]
        return any(further)

    def settled(self, trial: Trial) -> Trial:
        """Return a trial with every place on its grid: no day lies between the last and `never`."""
        grids = self.sheet.frame.grids
        places = {node: grids[node].settled((place, grids[node].whole[1])) for node, place in trial.items()}
        return {node: place[0] for node, place in places.items() if place is not None}

    def _climb(self, case: Case) -> None:
        """Exchange the answers of one leaf at a time where a figure lacks something, as long as that goes further."""
        for figure in self._lacking(case):
            support = self.sheet.frame.supports[figure.name]
            for mixture in _MIXTURES[:2]:
                trial = dict(self.mixed(case, *mixture))
                for name, goal in case.goals.items():
                    if self.sheet.frame.supports[name] & support:
                        trial = self._exchanged(trial, goal)
                    if self.trials >= _MOST_TRIALS or figure.within(self.sheet.reach(figure.name, case.box)):
                        break

    def _exchanged(self, trial: dict[Input, int], goal: Goal) -> dict[Input, int]:
        for witness in goal.witnesses.values():
            changed = {**trial, **witness}
            if changed != trial and self._try(changed):
                trial = changed
        return trial

    # ---- cutting

    def _cut_at(self, case: Case) -> tuple[Input, Sequence[Region]] | None:
        """Return at which input a case is cut, and the parts; None where no cut promises anything."""
        support = 0
        for figure in self._lacking(case):
            support |= self.sheet.frame.supports[figure.name]
        for node in self._deciding(case, support):
            cut = self._cut(node, case.box[node])
            if cut:
                return node, cut
        return None

    def _deciding(self, case: Case, support: int) -> Iterator[Input]:
        """Yield the inputs that hang figures together: what decides what applies, then what several nodes read."""
        frame = self.sheet.frame
        for name in case.goals:
            reach = self.sheet.reach(name, case.box)
            both = reach.states & NOT_APPLICABLE and (reach.low is not None or reach.states != NOT_APPLICABLE)
            if both and frame.supports[name] & support:
                goal_inputs = self.sheet.open_in(name)
                yield from sorted(goal_inputs, key=lambda node: not frame.cuts.get(node))
        yield from frame.listed(frame.shared & support & self.sheet.mask)

    def _cut(self, node: Input, region: Region) -> list[Region]:
        """Return the parts of a region; none where it is one answer, or has no grid."""
        grid = self.sheet.frame.grids[node]
        if region[0] == region[1] or not grid.exact:
            return []
        settled = (grid.settled(part) for part in parts_of(region, self.sheet.frame.cuts.get(node, ())))
        return [part for part in settled if part is not None]


def _put(trial: dict[Input, int], goal: Goal, wanted: Iterable[End]) -> None:
    """Add the answers of the first wanted witness that there is, as far as they are not there yet."""
    ends = (*wanted, *goal.witnesses)
    witnesses = [goal.witnesses[end] for end in ends if end in goal.witnesses]
    fitting = (each for each in witnesses if all(trial.get(node, place) == place for node, place in each.items()))
    for node, place in (next(fitting, None) or next(iter(witnesses), {})).items():
        trial.setdefault(node, place)
