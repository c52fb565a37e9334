"""
Which paths no sheet can take, proved by the bounds reading: it contains whatever can happen.

A node is read as a whole, its rule in the place where it is asked for, so that what its clauses leave out is left
out of its rule. Answers may be absent: where something asks whether they are, every mixture of absent and present
ones is read, or, where those are many, one sheet that leaves it open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import combinations
from typing import Final

from ..._model import CriteriaSet
from ...expr import Expr
from ...expr._bounds_facts import Scope
from ...expr._build import bound
from ...expr._nodes import Bound, Input, Is, When, walk
from ...expr._replace import replace
from ...score import prepare
from ...score._bounds_any import AnySheet
from ...score._bounds_classes import class_reach
from ...score._bounds_frame import Frame, frame_of
from ...score._classes import closed_above, gate_name, in_range
from ...score._programme import TABLE_CLASS, named
from ...score._terms import PLAIN, Terms
from ...types import State, ValueType
from .paths import Branch, PathOf

#: How many inputs are read answered and unanswered in every mixture.
_MOST_MIXED: Final = 6
_OPEN: Final = (State.MISSING, State.INVALID)
#: Inputs that are always known.
_ALWAYS: Final = ("period", "evidence")


def impossible(criteria_set: CriteriaSet, found: Iterable[PathOf]) -> frozenset[PathOf]:
    """Return those of some paths that no sheet can take, on whatever terms it is scored."""
    left, settled = list(found), list[PathOf]()
    for terms in _all_terms(criteria_set):
        prover = _Prover(frame_of(prepare(criteria_set, terms)))
        left = [way for way in left if not prover.possible(way)]
        settled += filter(prover.stands_alone, left)
        left = [way for way in left if not prover.stands_alone(way)]
    return frozenset((*settled, *left))


def _all_terms(criteria_set: CriteriaSet) -> Iterable[Terms]:
    """Return the terms on which a set may be scored: on some of them absent evidence or a decision changes points."""
    absent = criteria_set.absent_evidence
    judged = [Terms(absent.get(stage, "nothing"), decided=True) for stage in ("appraised", "final")]
    return dict.fromkeys([PLAIN, Terms(absent.get("self", "nothing")), *judged])


class _Prover:
    """One programme and what can happen in it, node by node."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._taken: dict[str, set[tuple[object, bool]]] = {}

    def possible(self, way: PathOf) -> bool:
        """Return whether some sheet may take a path."""
        return any(self._may_be(branch) for branch in way.branches)

    def stands_alone(self, way: PathOf) -> bool:
        """Return whether a path looks at nothing but answers: then on all terms it is the same."""
        wholes = [self.frame.expressions[_whole_of(name)] for name, _, _ in way.branches]
        return not any(isinstance(node, Bound) for whole in wholes for node in walk(self._in_place(whole)))

    def _may_be(self, branch: Branch) -> bool:
        name, choice, holds = branch
        own = _whole_of(name)
        if own not in self._taken:
            of_whole = own in ("class", TABLE_CLASS)
            self._taken[own] = self._of_classes() if of_whole else self._of_node(own)
        if isinstance(choice, str) or own == name == "class":
            return (choice, holds) in self._taken[own]
        meant = self._in_place(choice)
        return not isinstance(meant, When) or (meant, holds) in self._taken[own]

    # ---- a node

    def _of_node(self, own: str) -> set[tuple[object, bool]]:
        expression = self._in_place(self.frame.expressions[own])
        return {outcome for sheet in self._sheets(own) for outcome in sheet.taken(expression)}

    def _in_place(self, expression: Expr) -> Expr:
        """Return an expression with a node's rule, and whether it applies, in the place of references to them."""
        return replace(expression, self._meant)

    def _meant(self, node: Expr) -> Expr | None:
        if not isinstance(node, Bound) or node.name.partition(" ")[0] not in ("away", "given", "rule"):
            return None
        return self._in_place(self.frame.expressions[node.name])

    # ---- sheets

    def _sheets(self, name: str) -> Iterator[AnySheet]:
        """Yield sheets that between them are all that a binding can tell apart."""
        yield self._answered
        asked = [node for node in self.frame.listed(self._asked(name)) if not _is_known(node)]
        if len(asked) > _MOST_MIXED:
            yield AnySheet(self.frame, unsure=asked)
            return
        for count in range(1, len(asked) + 1):
            yield from (AnySheet(self.frame, unanswered) for unanswered in combinations(asked, count))

    @cached_property
    def _answered(self) -> AnySheet:
        return AnySheet(self.frame)

    def _asked(self, name: str) -> int:
        """Return the inputs below what is asked whether it is missing or invalid; all else only gains by answers."""
        return self._asked_in[name]

    @cached_property
    def _asked_in(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for name, expression in self.frame.expressions.items():
            found[name] = 0
            for node in walk(expression):
                if isinstance(node, Is) and node.state in _OPEN:
                    found[name] |= self.frame.support[node.of]
                elif isinstance(node, Bound):
                    found[name] |= found[node.name]
        return found

    # ---- the classes

    def _of_classes(self) -> set[tuple[object, bool]]:
        found: set[tuple[object, bool]] = set()
        for sheet in self._sheets("class"):
            sheet.reading.taken = set()
            words = class_reach(sheet, sheet.box).words or ()
            found |= {(word, True) for word in words} | sheet.reading.taken
            found |= {(gate, False) for gate in _may_be_closed(sheet)}
        return found


def _may_be_closed(sheet: AnySheet) -> Iterator[str]:
    """Yield the gates that may not hold where the index may be in the range of their class."""
    classes, scope = sheet.frame.prepared.criteria_set.classes, Scope(sheet.box)
    assert classes is not None
    index = bound("index" if classes.basis == "rounded" else "exact index", ValueType.NUMBER)
    for each in closed_above(classes.classes):
        names = [gate_name(each, place) for place, _ in enumerate(each.gates)]
        if names and sheet.reading.reach(in_range(each, index), scope).high == 1:
            yield from (name for name in names if sheet.reach(name, sheet.box).low == 0)


def _whole_of(name: str) -> str:
    """Return the binding that a node's paths are read in, or the one of the class."""
    return name if name in ("class", TABLE_CLASS) else named("own", name.partition(" ")[2])


def _is_known(node: Input) -> bool:
    return node.origin in _ALWAYS or (node.origin == "decision" and node.part is not None)
