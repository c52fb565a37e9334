"""Why a node has no points: the absent inputs, the answers that are not admitted, the checks that failed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from .._model import Clause, Node
from .._sentences import say
from ..expr._domain import Refusal
from ..expr._nodes import Input
from ..expr._show import show
from ..expr._trace import Sheet
from ..types import State, Status
from ._assessment import Assessment
from ._prepared import Prepared
from ._programme import named
from ._scorecard import InvalidAnswer, NodeScore

#: Nodes below which nothing matters to the result.
SETTLED = (Status.ZEROED, Status.NOT_APPLICABLE)
#: What stands for a node's code where it is the class that an answer leaves undetermined.
CLASS: Final = "class"


class Reasons:
    """The reasons of one assessment; the sheet is traced only when something is asked of it."""

    def __init__(self, prepared: Prepared, assessment: Assessment, cohort: Mapping[str, object]) -> None:
        self.prepared = prepared
        self.assessment = assessment
        self.cohort = cohort

    @cached_property
    def sheet(self) -> Sheet:
        """Return the programme evaluated for the assessment."""
        return self.prepared.sheet(self.assessment, self.cohort)

    def of(self, node: Node, status: Status) -> tuple[tuple[str, ...], tuple[InvalidAnswer, ...]]:
        """Return the missing inputs and the invalid answers that made a node what it is."""
        causes = self.sheet.culprits(named("own", node.code))
        if status is Status.MISSING:
            return tuple(dict.fromkeys(_name(each) for each in causes if each.origin != "decision")), ()
        refused = (InvalidAnswer(node.code, _name(each), self._refusal(each)) for each in causes)
        found = tuple(dict.fromkeys([*refused, *self._failed_checks(node)]))
        return (), found or (InvalidAnswer(node.code, None, say("its points cannot be computed from these answers")),)

    def _refusal(self, node: Input) -> str:
        """Return why an answer is not admitted."""
        given = self.assessment.unit.attributes if node.origin == "unit" else self.assessment.answers
        answer = given.get(node.name)
        if node.part is not None:
            return self._distribution_refusal(node, answer)
        refused = node.domain.admit(answer)
        return refused.sentence if isinstance(refused, Refusal) else say("it cannot be computed with")

    def _distribution_refusal(self, node: Input, answer: object) -> str:
        if not isinstance(answer, Mapping):
            type_ = type(answer).__name__
            return say("a {type} is not a distribution; give the count of each option", type=type_)
        refused = node.domain.admit(answer.get(node.part, 0))
        whole = self.prepared.distribution(node.name).problem(answer)
        if whole is not None or not isinstance(refused, Refusal):
            return whole or say("it cannot be read")
        return say("{option}: {why}", option=node.part, why=refused.sentence)

    def _failed_checks(self, node: Node) -> Iterator[InvalidAnswer]:
        """Yield the checks that failed: the lowering tries them one by one, and the first to fail is marked."""
        self.sheet.value(named("own", node.code))
        checks = self.prepared.checks_of(node)
        for tag in self.sheet.evaluations[named("own", node.code)].tags:
            if tag.effect == "check_failed" and tag.clause is not None:
                check = checks[tag.clause]
                yield InvalidAnswer(node.code, None, _failed(check))

    def of_class(self) -> tuple[tuple[str, ...], tuple[InvalidAnswer, ...]]:
        """Return the absent inputs and the invalid answers that leave the class undetermined."""
        causes = self.sheet.culprits(CLASS)
        missing = [_name(each) for each in causes if self.sheet.answers[each] is State.MISSING]
        invalid = [each for each in causes if self.sheet.answers[each] is State.INVALID]
        return tuple(missing), tuple(InvalidAnswer(CLASS, _name(each), self._refusal(each)) for each in invalid)

    def listed(
        self, nodes: Iterable[NodeScore], *, undetermined: bool
    ) -> tuple[tuple[str, ...], tuple[InvalidAnswer, ...]]:
        """Return everything that keeps a result from being final; below a zeroed node nothing does."""
        of_class = self.of_class() if undetermined else ((), ())
        missing: dict[str, None] = {}
        invalid: dict[InvalidAnswer, None] = {}
        waiting = list(nodes)[::-1]
        while waiting:
            node = waiting.pop()
            missing.update(dict.fromkeys(node.missing))
            invalid.update(dict.fromkeys(node.invalid))
            waiting.extend(() if node.status in SETTLED else reversed(node.children))
        return tuple(dict.fromkeys([*missing, *of_class[0]])), (*invalid, *of_class[1])


def _failed(check: Clause) -> str:
    if check.reason is not None:
        return say("{reason}", reason=check.reason)
    return say("'{condition}' does not hold", condition=show(check.condition))


def _name(node: Input) -> str:
    """Return what an input is called in a list: an attribute of the unit is told from an answer of that id."""
    return f"unit.{node.name}" if node.origin == "unit" else node.name
