"""
Every sheet that may be handed in, as the bounds reading sees it: also those with gaps, bad values and failed checks.

Bounds ask what answers that are still to come may lead to, and those are good ones. What a set can do at all is
another question: a condition may ask whether something is missing, and a check that fails makes other nodes invalid.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from attrs import evolve

from ..expr._bounds import INVALID, MISSING, Reach, in_state
from ..expr._bounds_facts import Scope
from ..expr._bounds_reading import Reading
from ..expr._bounds_region import Box, Region
from ..expr._nodes import Expr, Input, When
from ._bounds_frame import Frame

#: Over how many boxes a binding is read: conditions that look at one another would ask for ever more.
_MOST_BOXES: Final = 100
_UNANSWERED: Final = in_state(MISSING | INVALID)


class AnySheet:
    """
    The sheets in which some inputs are not answered, or badly, and the others are answered.

    Whether those of `unsure` are answered is left open.
    """

    def __init__(self, frame: Frame, unanswered: Collection[Input] = (), unsure: Collection[Input] = ()) -> None:
        self.frame = frame
        self.unanswered = frozenset(unanswered)
        open_ = {node: evolve(frame.grids[node], states=_UNANSWERED.states) for node in unsure}
        grids = {**frame.grids, **open_} if open_ else frame.grids
        self.reading = Reading(grids, frame.forms, self._known, self.reach)
        self.reading.failed = in_state(INVALID)
        years = frame.prepared.criteria_set.key.years
        period = min(years), max(years)
        self.box: Box = {
            node: period if node.origin == "period" else frame.grids[node].whole
            for node in frame.inputs
            if node not in self.unanswered
        }
        self._reaches: dict[tuple[str, tuple[Region, ...]], Reach] = {}
        self._spent: dict[str, int] = {}

    def _known(self, e: Expr) -> Reach | None:
        return _UNANSWERED if e in self.unanswered else None

    def open_in(self, name: str) -> tuple[Input, ...]:
        """Return the answered inputs that a binding depends on."""
        return tuple(node for node in self.frame.listed(self.frame.supports[name]) if node in self.box)

    def reach(self, name: str, box: Box) -> Reach:
        """Return what a binding may be over a box."""
        key = name, tuple([box[node] for node in self.open_in(name)])
        if key not in self._reaches:
            spent = self._spent[name] = self._spent.get(name, 0) + 1
            if spent > _MOST_BOXES and box is not self.box:
                return self.reach(name, self.box)
            self._reaches[key] = self.reading.reach(self.frame.expressions[name], Scope(box))
        return self._reaches[key]

    def taken(self, expression: Expr) -> set[tuple[When, bool]]:
        """Return the outcomes of choices in an expression that some of these sheets lead to."""
        self.reading.taken = set()
        self.reading.reach(expression, Scope(self.box))
        return self.reading.taken
