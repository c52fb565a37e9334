"""
One sheet with open answers: what its bindings may be, and what they are for answers that are tried.

The outer reading contains every completion; a row of the exact reading is one. Where both meet, the bounds are tight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

from ..expr._bounds import MISSING, Reach, in_state, meet, plain
from ..expr._bounds_facts import Scope, narrowed
from ..expr._bounds_reading import RULES, Reading, value_reach
from ..expr._bounds_region import Box, Region
from ..expr._domain import Refusal
from ..expr._exact import Row
from ..expr._nodes import Bound, Expr, Input
from ..types import State, ValueType
from ._bounds_frame import Frame
from ._programme import named

#: An answer for each of some open inputs, by its place on the input's grid.
Trial: TypeAlias = Mapping[Input, int]

#: Over how many boxes a binding is read within a case: conditions that look at one another would ask for ever more.
_MOST_BOXES: Final = 100
#: How many bindings are read for one sheet before only whole cases are.
_MOST_READINGS: Final = 12_000


class OpenSheet:
    """The known answers of a sheet, and the regions of those that are open."""

    def __init__(self, frame: Frame, answers: Sequence[object]) -> None:
        self.frame = frame
        self.raw = list(answers)
        self.known_inputs: dict[Input, Reach] = {}
        self.readings = 0
        open_ = [node for node, raw in zip(frame.inputs, answers, strict=True) if not self._take_in(node, raw)]
        self._fixed: dict[Expr, Reach] = {}
        self._reaches: dict[tuple[str, tuple[Region, ...]], Reach] = {}
        self.reading = Reading(frame.grids, frame.forms, self._known, self.reach)
        self._open(open_)

    def _take_in(self, node: Input, raw: object) -> bool:
        """Take in an answer that is known and admitted; an appraiser's that is not asked for stays away."""
        if raw is None:
            if node.origin != "decision" or node.part is not None or self._is_decided(node):
                return False
            self.known_inputs[node] = in_state(MISSING)
            return True
        quick = self.frame.grids[node].read(raw)
        if quick is not None:
            self.known_inputs[node] = quick
            return True
        value = node.domain.admit(raw)
        if isinstance(value, Refusal):
            return False
        self.known_inputs[node] = value_reach(plain(value) if isinstance(value, Fraction) else value, node.type)
        return True

    def _is_decided(self, node: Input) -> bool:
        """Return whether a decision is on its way: its flag is up."""
        flag = self.frame.flags.get(node.name)
        return flag is not None and bool(self.raw[flag])

    def _open(self, nodes: Iterable[Input]) -> None:
        """Begin with some inputs open, and nothing else known of them."""
        self.inputs = tuple(nodes)
        for node in self.inputs:
            self.raw[self.frame.places[node]] = None
            self.known_inputs.pop(node, None)
        self.mask = sum(self.frame.bit[node] for node in self.inputs)
        self._fixed.clear()
        self._settled_scope = Scope({})
        self._reaches.clear()
        self.base = self.frame.exact.run(self.raw)
        self.whole: Box = {node: self.frame.grids[node].whole for node in self.inputs}
        self.begin(self.whole)

    def free(self, nodes: Iterable[Input]) -> None:
        """Take back some answers: a check fails over them, so they are as good as missing."""
        freed = {*self.inputs, *nodes}
        self._open([node for node in self.frame.inputs if node in freed and node.origin != "period"])

    # ---- the outer reading

    def _known(self, e: Expr) -> Reach | None:
        """Return the reach of an expression that reads no open input."""
        if self.frame.support[e] & self.mask:
            return None
        found = self._fixed.get(e)
        if found is None:
            if isinstance(e, Input):
                found = self.known_inputs[e]
            elif isinstance(e, Bound):
                found = self._settled(e.name)
            else:
                found = RULES[type(e)](self.reading, e, self._settled_scope)
            self._fixed[e] = found
        return found

    def _settled(self, name: str) -> Reach:
        """Return what a binding is that reads no open input: the exact reading says it where it computes it."""
        place = self.frame.exact.outputs.get(name)
        if place is None:
            return self.reading.reach(self.frame.expressions[name], self._settled_scope)
        value, under, state = (self.base[each] for each in place)
        if state:
            return in_state(1 << state)
        if self.frame.expressions[name].type is ValueType.CHOICE:
            return Reach(0, 0, 0, frozenset((self.frame.exact.words[value],)))
        return value_reach(value if isinstance(value, bool) else plain(Fraction(value, under)), None)

    def open_in(self, name: str) -> tuple[Input, ...]:
        """Return the open inputs that a binding depends on."""
        return self.frame.listed(self.frame.supports[name] & self.mask)

    def reach(self, name: str, box: Box) -> Reach:
        """Return what a binding may be over a box."""
        if not self.frame.supports[name] & self.mask:
            return self.reading.reach(self.frame.expressions[name], self._settled_scope)
        key = name, tuple([box[node] for node in self.open_in(name)])
        found = self._reaches.get(key)
        if found is None:
            found = self._read(name, box)
            self._reaches[key] = found
        return found

    def _read(self, name: str, box: Box) -> Reach:
        """Read a binding over a box; over the ground, when so many boxes were read that it would never end."""
        spent = self._spent[name] = self._spent.get(name, 0) + 1
        self.readings += 1
        if (spent > _MOST_BOXES or self.exhausted) and box is not self._ground:
            return self.reach(name, self._ground)
        return self.reading.reach(self.frame.expressions[name], Scope(box))

    @property
    def exhausted(self) -> bool:
        """Return whether so much was read that no further cases are worth it."""
        return self.readings > _MOST_READINGS

    def begin(self, box: Box) -> None:
        """Begin to read over a box and within it."""
        self._ground = box
        self._spent: dict[str, int] = {}

    def tighten(self, name: str, box: Box, reach: Reach) -> None:
        """Keep what was found about a binding over a box, narrower than one reading of it."""
        key = name, tuple([box[node] for node in self.open_in(name)])
        self._reaches[key] = meet(self._reaches.get(key, reach), reach)

    def surely(self, condition: Expr) -> bool:
        """Return whether a condition holds over everything that is open."""
        reach = self.reading.reach(condition, Scope(self.whole))
        return reach.low == 1 and not reach.states

    def checked(self, box: Box, touched: int) -> Box | None:
        """
        Return a box without the answers that fail the checks of nodes that certainly apply; None if none is left.

        Only nodes that depend on one of the inputs `touched` are looked at.
        """
        scope = Scope(box)
        for code, failures in self.frame.failures.items():
            if self.frame.supports[named("own", code)] & touched and self._applies(code, scope):
                for fails in failures:
                    after = narrowed(self.reading, fails, scope, holds=False)
                    if after is None:
                        return None
                    scope = after
        return scope.box

    def _applies(self, code: str, scope: Scope) -> bool:
        """Return whether a node certainly applies: nothing says that it does not, and a group has something in it."""
        expressions = self.frame.expressions
        away, weight = (self.reading.reach(expressions[named(each, code)], scope) for each in ("away", "reach"))
        filled = code in self.frame.leaves or (weight.low is not None and weight.low > 0 and not weight.states)
        return away.high == 0 and not away.states and filled

    # ---- rows

    def row(self, trial: Trial) -> Row:
        """Return the exact reading of the sheet with some open answers given."""
        raw = self.raw.copy()
        for node, place in trial.items():
            raw[self.frame.places[node]] = self.frame.grids[node].answer(place)
        return self.frame.exact.run(raw)

    def failures(self, row: Row) -> list[str]:
        """Return the bindings in which a check failed."""
        failing = self.frame.failing
        return [failing[place] for place in row[-1] if place in failing]

    def value(self, row: Row, name: str) -> Fraction | State:
        """Return one number of a row, or the state in its place."""
        value, under, state = self.frame.exact.outputs[name]
        return State(row[state]) if row[state] else Fraction(row[value], row[under])
