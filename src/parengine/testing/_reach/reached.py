"""
Which paths a case took: its sheet is traced, and each choice that was read says which way it went.

A choice whose condition is missing or invalid went no way. A rule counts where its points were asked for: not below
a clause that decided before it, nor under an appraiser's decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from ..._model import CriteriaSet
from ...criteria import Case
from ...errors import DocumentError, NumberError
from ...expr import Expr
from ...expr._build import bound
from ...expr._nodes import When
from ...expr._oracle import Evaluation, Result
from ...expr._trace import Sheet, read_parts
from ...score import Assessment, prepare
from ...score._bounds_frame import frame_of
from ...score._classes import closed_above, gate_name, in_range
from ...score._cohort import cohort_answers
from ...score._prepared import Prepared
from ...score._programme import TABLE_CLASS, TOTALS, named
from ...score._refusals import refuse
from ...score._terms import terms_of
from ...types import State, ValueType
from .._worked.outcomes import cohort_in, sheet_of_totals
from .paths import Branch

#: The bindings of a node in which its paths are, each read by the one before.
_FROM_OWN: Final = ("own", "given", "rule")
_CLASSES: Final = (TABLE_CLASS, "class")
_OPEN: Final = (State.MISSING, State.INVALID)


class Tracer:
    """Traces the cases of one set; what a node took is kept by the answers that it looks at."""

    def __init__(self, criteria_set: CriteriaSet, names: Iterable[str]) -> None:
        self.set = criteria_set
        #: The nodes that have a path, by the bindings in which it may be.
        self.nodes = list(dict.fromkeys(name.partition(" ")[2] for name in names if name.startswith(_FROM_OWN)))
        self._kept: dict[tuple[object, ...], tuple[Branch, ...]] = {}

    def taken(self, case: Case, year: int) -> frozenset[Branch]:
        """Return the branches that a case takes; none where its answers are refused as a whole."""
        if case.given is not None:
            return frozenset(of_classes(sheet_of_totals(self.set, case.given), self.set))
        try:
            return frozenset(self._of_answers(case, year))
        except (DocumentError, NumberError):
            return frozenset()

    def _of_answers(self, case: Case, year: int) -> Iterator[Branch]:
        own = case.assessment(self.set.id, year)
        refuse([own], self.set)
        prepared = prepare(self.set, terms_of(own, self.set))
        yield from self.of_sheet(prepared, own, cohort_answers(cohort_in(case, own, self.set), prepared, own))

    def of_sheet(self, prepared: Prepared, own: Assessment, cohort: Mapping[str, object]) -> Iterator[Branch]:
        """Yield the branches that an assessment takes, in every node and in the classes."""
        sheet, frame = prepared.sheet(own, cohort), frame_of(prepared)
        sheet.values.update(_totals(prepared, prepared.answers(own, cohort)) if self.set.classes else {})
        for code in self.nodes:
            looked_at = frame.listed(frame.supports[named("own", code)])
            read = [sheet.answers[node] for node in looked_at]
            key = prepared.terms, code, *map(type, read), *read  # a state equals a number
            if key not in self._kept:
                self._kept[key] = tuple(_in_turn([named(figure, code) for figure in _FROM_OWN], sheet))
            yield from self._kept[key]
        yield from of_classes(sheet, self.set)


def _totals(prepared: Prepared, answers: Sequence[object]) -> Mapping[str, Result]:
    """Return the totals that a class looks at: the compiled reading has them a hundred times as fast."""
    quick = prepared.quick
    row = quick.run(answers)
    return {name: quick.result(row, name) for name in TOTALS if name in quick.outputs and name not in _CLASSES}


def _in_turn(names: Iterable[str], sheet: Sheet) -> Iterator[Branch]:
    """Yield the branches taken in bindings each of which may read the next, as far as it does."""
    read: set[Expr] | None = None
    for name in names:
        if read is not None and bound(name, ValueType.NUMBER) not in read:
            return
        evaluation = sheet.evaluation(name)
        read = _read(sheet.bindings[name], evaluation)
        yield from _branches(name, read, evaluation)


def _branches(name: str, read: Iterable[Expr], evaluation: Evaluation) -> Iterator[Branch]:
    """Yield which way the choices went among what was read."""
    for choice in (each for each in read if isinstance(each, When)):
        condition = evaluation(choice.condition)
        if not (isinstance(condition, State) and condition in _OPEN):
            yield name, choice, condition is True


def _read(expression: Expr, evaluation: Evaluation) -> set[Expr]:
    """Return every expression that was read for the value of one."""
    waiting, seen = [expression], {expression}
    while waiting:
        parts = [part for part in read_parts(waiting.pop(), evaluation) if part not in seen]
        seen.update(parts)
        waiting.extend(parts)
    return seen


# ---- the classes


def of_classes(sheet: Sheet, criteria_set: CriteriaSet) -> Iterator[Branch]:
    """Yield the class that a sheet is given, the clauses that decided it, and the gates that kept better ones away."""
    classes = criteria_set.classes
    if classes is None:
        return
    name = sheet.value("class")
    if isinstance(name, str):
        yield "class", name, True
    read = _read(sheet.bindings["class"], sheet.evaluation("class"))
    yield from _branches("class", read, sheet.evaluation("class"))
    if bound(TABLE_CLASS, ValueType.CHOICE) in read:
        yield from _closed_gates(sheet, criteria_set)


def _closed_gates(sheet: Sheet, criteria_set: CriteriaSet) -> Iterator[Branch]:
    """Yield the gates that do not hold where the range of their class does and no better class was found."""
    assert criteria_set.classes is not None
    ids = [each.id for each in criteria_set.classes.classes]
    found = sheet.value(TABLE_CLASS)
    better = (
        ids[: ids.index(found)] if isinstance(found, str) and found in ids else ids if isinstance(found, str) else []
    )
    evaluation = sheet.evaluation(TABLE_CLASS)
    index = bound("index" if criteria_set.classes.basis == "rounded" else "exact index", ValueType.NUMBER)
    for each in closed_above(criteria_set.classes.classes):
        if each.id in better and evaluation(in_range(each, index)) is True:
            for place, _ in enumerate(each.gates):
                if sheet.value(gate_name(each, place)) is False:
                    yield TABLE_CLASS, gate_name(each, place), False
