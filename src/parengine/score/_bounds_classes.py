"""
The classes that can happen: the table read at each limit of the index and between any two.

A class looks at the index only by comparing it with limits, so that one value between two limits stands for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import islice, pairwise
from math import ceil, floor
from typing import Final, Protocol

from ..expr._bounds import EMPTY, Reach, join, plain
from ..expr._bounds_facts import Scope
from ..expr._bounds_reading import Reading
from ..expr._bounds_region import Box
from ..expr._build import bound
from ..expr._exact import Row
from ..expr._nodes import Bound, Const, Expr, Input, walk
from ..types import ValueType
from ._bounds_cases import Case, Cases
from ._bounds_frame import Frame
from ._bounds_leaf import HIGH, LOW
from ._bounds_sheet import OpenSheet, Trial
from ._programme import TABLE_CLASS, UNCLASSIFIED

_MOST_WALKED: Final = 300
_STEPS_A_LEAF: Final = 8


def possible_classes(cases: Cases) -> tuple[tuple[str | None, ...], bool]:
    """Return the classes that can happen, in the set's order, and whether each was seen to."""
    classes = cases.sheet.frame.prepared.criteria_set.classes
    if classes is None:
        return (), True
    allowed = EMPTY
    for case in cases.done:
        allowed = join(allowed, class_reach(cases.sheet, case.box))
    words = set(allowed.words or ())
    order = [*(each.id for each in classes.classes), UNCLASSIFIED]
    found: tuple[str | None, ...] = tuple(id_ for id_ in order if id_ in words)
    found += (None,) if allowed.states else ()
    return found, set(found) <= _seen(cases, set(found))


class Readable(Protocol):
    """Sheets that are read over boxes."""

    frame: Frame
    reading: Reading

    def open_in(self, name: str) -> tuple[Input, ...]:
        """Return the open inputs that a binding depends on."""
        ...

    def reach(self, name: str, box: Box) -> Reach:
        """Return what a binding may be over a box."""
        ...


def class_reach(sheet: Readable, box: Box) -> Reach:
    """Return what the class may be over a box."""
    table, result = sheet.frame.expressions[TABLE_CLASS], EMPTY
    if not sheet.open_in("class"):
        return sheet.reach("class", box)
    index = _index_of(table)
    reach = sheet.reach(index.name, box)
    for value in _stand_ins(sheet.frame, table, index, reach):
        facts: dict[Expr, Reach] = {index: value}
        here = sheet.reading.reach(table, Scope(box, facts))
        facts = {bound(TABLE_CLASS, ValueType.CHOICE): here, index: value}
        result = join(result, sheet.reading.reach(sheet.frame.expressions["class"], Scope(box, facts)))
    return result


@lru_cache(maxsize=64)
def _index_of(table: Expr) -> Bound:
    """Return the index that the table looks at: as published or exact."""
    return next(node for node in walk(table) if isinstance(node, Bound) and node.name in ("index", "exact index"))


def _stand_ins(frame: Frame, table: Expr, index: Bound, reach: Reach) -> Iterator[Reach]:
    """Yield a value of the index for each stretch that the table tells apart, and the states without one."""
    if reach.states:
        yield Reach(None, None, reach.states)
    if reach.low is None or reach.high is None:
        return
    limits = {limit for limit in _limits(table) if reach.low <= limit <= reach.high}
    marks = sorted({*limits, Fraction(reach.low), Fraction(reach.high)})
    places = frame.prepared.criteria_set.rounding.rounding.places if index.name == "index" else None
    for value in [*marks, *(between for pair in pairwise(marks) for between in _between(*pair, places))]:
        yield Reach(plain(value), plain(value))


@lru_cache(maxsize=64)
def _limits(table: Expr) -> frozenset[Fraction]:
    """Return what a table compares the index with."""
    return frozenset(node.value for node in walk(table) if isinstance(node, Const))


def _between(low: Fraction, high: Fraction, places: int | None) -> Iterator[Fraction]:
    """Yield a value between two, at the places that the index is published with."""
    if places is None:
        yield (low + high) / 2
        return
    scale = 10**places
    first, last = floor(low * scale) + 1, ceil(high * scale) - 1
    if first <= last:
        yield Fraction((first + last) // 2, scale)


def _seen(cases: Cases, wanted: set[str | None]) -> set[str | None]:
    """Return the classes of the sheets that were scored; where some are lacking, more are on the way between two."""
    if not cases.sheet.open_in("class"):
        return wanted
    found = {_class_of(cases.sheet, row) for row in cases.rows}
    walks = (trial for steps in (1, _STEPS_A_LEAF) for case in cases.done for trial in _walk(cases, case, steps))
    for trial in islice(walks, _MOST_WALKED):
        if wanted <= found:
            break
        row = cases.sheet.row({**cases.lowest, **cases.settled(trial)})
        found |= set() if cases.sheet.failures(row) else {_class_of(cases.sheet, row)}
    return found


def _walk(cases: Cases, case: Case, steps: int) -> Iterator[Trial]:
    """Yield sheets on the way from every leaf at its lowest to every leaf at its highest, in steps a leaf."""
    trial = dict(cases.mixed(case, LOW, HIGH))
    for goal in case.goals.values():
        highest = goal.witnesses.get(HIGH, {})
        for step in range(1, steps):
            yield {**trial, **{node: _between_places(trial[node], last, step, steps) for node, last in highest.items()}}
        trial.update(highest)
        yield trial


def _between_places(first: int, last: int, step: int, steps: int) -> int:
    return first + (last - first) * step // steps


def _class_of(sheet: OpenSheet, row: Row) -> str | None:
    value, _, state = sheet.frame.exact.outputs["class"]
    return None if row[state] else sheet.frame.exact.words[row[value]]
