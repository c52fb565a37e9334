"""What class a unit has, or why it has none: the clause that decided, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from .._model import Class, Classes, CriteriaSet, Gate, Provenance, Verdict
from .._sentences import Sentence, figure, say
from ..expr import YES, show
from ..expr._build import _raw
from ..expr._nodes import Tag
from ..types import State, Text
from ._classes import closed_above, gate_name, in_range
from ._lower import checks_of_class
from ._programme import UNCLASSIFIED
from ._provenance import weakest
from ._reasons import Reasons
from ._scorecard import ClassResult


class ClassTeller:
    """Says of one assessment which class it has and why."""

    def __init__(self, criteria_set: CriteriaSet, classes: Classes, reasons: Reasons, tags: Sequence[Tag]) -> None:
        self.set = criteria_set
        self.classes = classes
        self.reasons = reasons
        self.tags = {tag.effect: tag.clause for tag in tags}

    def result(self, state: int, id_: str) -> ClassResult:
        """Return the class of an id, or why there is none in a state."""
        if state == State.NOT_APPLICABLE:
            return ClassResult("not_rated", reason=self._not_rated())
        if state:
            return ClassResult("undetermined", reason=self._undetermined())
        if id_ == UNCLASSIFIED:
            return ClassResult("unclassified", reason=self._unclassified())
        found = self._class(id_)
        return ClassResult("classed", id_, found.label, self._because(), self._provenance(found))

    def _class(self, id_: str) -> Class:
        return next(each for each in self.classes.classes if each.id == id_)

    def _verdict(self) -> Verdict | None:
        """Return the clause that gave the class in the place of the table, None where the table gave it."""
        for effect, verdicts in (("forced", self.classes.forced), ("held_down", self.classes.highest)):
            place = self.tags.get(effect)
            if place is not None:
                return verdicts[place]
        return None

    def _because(self) -> Sentence | None:
        """Return why the class is not the table's."""
        verdict = self._verdict()
        if verdict is None:
            return None
        reason = verdict.reason or show(verdict.condition)
        if "forced" in self.tags:
            return say("given whatever the index: {reason}", reason=reason)
        return say("the highest class that may be given: {reason}", reason=reason)

    def _not_rated(self) -> Sentence:
        place = self.tags.get("not_rated")
        if place is None:
            return say("nothing applies, so there is no index")
        clause = self.classes.not_rated[place]
        return say("not to be rated: {reason}", reason=clause.reason or show(clause.condition))

    def _undetermined(self) -> Sentence:
        place = self.tags.get("check_failed")
        if place is not None:
            check = checks_of_class(self.set)[place]
            return say("a check failed: {reason}", reason=check.reason or show(check.condition))
        missing, invalid = self.reasons.of_class()
        names = (*missing, *dict.fromkeys(each.input for each in invalid if each.input))
        if not names:
            return say("what a class asks for is missing or invalid")
        return say("what a class asks for is missing or invalid: {names}", names=names)

    # ---- unclassified

    def _unclassified(self) -> Sentence:
        index = self.reasons.sheet.value("index" if self.classes.basis == "rounded" else "exact index")
        assert isinstance(index, Fraction)
        ranges = [each for each in closed_above(self.classes.classes) if in_range(each, _raw(index)) is YES]
        shown = figure(self.set.rounding.rounding.decimal(index))
        failed = tuple(told for each in ranges for told in self._failed(each))
        if not failed:
            return say("the index {index} is in the range of no class", index=shown)
        return say(
            "the index {index} is in the range of a class that asks for more: {failed}",
            index=shown,
            failed=failed,
        )

    def _failed(self, each: Class) -> Iterator[Sentence]:
        for place, gate in enumerate(each.gates):
            if self.reasons.sheet.value(gate_name(each, place)) is not True:
                yield say("'{label}': {reason}", label=each.label, reason=_gate_words(gate))

    # ---- provenance

    def _provenance(self, found: Class) -> str | None:
        """Return the kind of provenance of a class, reconstructed where that of anything that cuts it is."""
        verdict = self._verdict()
        cut_by = [verdict.provenance] if verdict else self._cuts(found)
        kinds = [(provenance or self.set.provenance).kind for provenance in cut_by]
        return weakest(kinds)

    def _cuts(self, found: Class) -> list[Provenance | None]:
        classes = self.classes.classes
        better = classes[: classes.index(found)][-1:] if found.high is None else ()
        return [each.provenance for each in (found, *better)] + [gate.provenance for gate in found.gates]


def _gate_words(gate: Gate) -> Text | str:
    return gate.reason or show(gate.condition)
