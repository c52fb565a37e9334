"""
What no answers can lead to: branches, clauses, gates and classes that never come about, maxima out of reach.

Found by the bounds reading over the whole declared domain. It contains whatever can happen, so that what it leaves
out certainly cannot. Only `check` asks: it takes longer than loading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final, TypeAlias

from .._model import CriteriaSet, Node
from .._sentences import Sentence, figure, say
from ..errors import ExpressionError, Problem
from ..expr._bounds_facts import Scope, narrowed
from ..expr._bounds_region import Box
from ..expr._nodes import Expr, Mark, Tag, When, walk
from ..rules.bands import Bands
from ..rules.cases import Cases
from ..score import prepare
from ..score._bounds_classes import class_reach
from ..score._bounds_frame import Frame, frame_of
from ..score._bounds_sheet import OpenSheet
from ..score._classes import gate_name
from ..score._programme import named
from ._loading import node_documents
from ._places import Document, Path

Finding: TypeAlias = "tuple[Path, Sentence]"


def impossible(made: CriteriaSet, document: Document) -> Iterator[Problem]:
    """Yield a warning for everything in a set that no answers can lead to, with its place."""
    try:
        domain = _Domain(made, frame_of(prepare(made)))
    except ExpressionError:
        return  # what cannot be scored is refused by another check
    for path, sentence in domain.findings(_paths(document)):
        yield document.problem(path, sentence, "warning")


def _paths(document: Document) -> Mapping[str, Path]:
    """Return where each node is written, by its code."""
    return {str(written.get("code")): path for path, written, _ in node_documents(document.root)}


class _Domain:
    """A set with every answer open."""

    def __init__(self, made: CriteriaSet, frame: Frame) -> None:
        self.set, self.frame = made, frame
        self.sheet = OpenSheet(frame, [None] * len(frame.inputs))
        years = min(made.key.years), max(made.key.years)
        period = {node: years for node in frame.inputs if node.origin == "period"}
        whole: Box = {**self.sheet.whole, **period}
        self.box = self.sheet.checked(whole, self.sheet.mask) or whole
        self.sheet.begin(self.box)
        for name in frame.expressions:
            self.sheet.reach(name, self.box)

    def findings(self, paths: Mapping[str, Path]) -> Iterator[Finding]:
        """Yield what cannot happen, with its place."""
        for node in self.set.walk():
            if node.code in paths:
                yield from self._of_node(node, paths[node.code])
        yield from self._of_total()
        yield from self._of_classes()

    # ---- a node

    def _of_node(self, node: Node, path: Path) -> Iterator[Finding]:
        marks = self._marks(named("own", node.code))
        for effect, key in _CLAUSES.items():
            for place in range(len(getattr(node, key))):
                if Tag(effect, place) not in marks:
                    yield (*path, key, place), _NEVER[effect]
        if node.not_applicable_when is not None and Tag("not_applicable") not in marks:
            yield (*path, "not_applicable_when"), say("this never holds, whatever is answered")
        if node.rule is not None:
            yield from self._of_rule(node, path)

    def _marks(self, name: str) -> set[Tag]:
        """Return the notes that some answers lead to in a binding itself."""
        taken = self._taken(name)
        choices = (each for each in walk(self.frame.expressions[name]) if isinstance(each, When))
        noted = (each for each in choices if isinstance(each.then, Mark) and (each, True) in taken)
        return {each.then.tag for each in noted if isinstance(each.then, Mark)}

    def _taken(self, name: str, scope: Scope | None = None) -> set[tuple[When, bool]]:
        """Return the outcomes of choices that some answers lead to in a binding itself."""
        reading = self.sheet.reading
        reading.taken = set()
        reading.reach(self.frame.expressions[name], scope or Scope(self.box))
        return reading.taken

    def _past_checks(self, node: Node) -> Scope:
        """Return where a node's rule is read: its checks do not fail there."""
        scope = Scope(self.box)
        for fails in self.frame.failures.get(node.code, ()):
            scope = narrowed(self.sheet.reading, fails, scope, holds=False) or scope
        return scope

    def _of_rule(self, node: Node, path: Path) -> Iterator[Finding]:
        assert node.rule is not None
        own = self.sheet.reach(named("own", node.code), self.box)
        if own.high is None:
            yield (*path, "rule"), say("no answers give points here")
        elif own.high < node.maximum:
            highest = figure(Fraction(own.high))
            sentence = say(
                "no answers give more than {highest} of {maximum}", highest=highest, maximum=figure(node.maximum)
            )
            yield (*path, "maximum"), sentence
        name = named("rule", node.code)
        taken = self._taken(name, self._past_checks(node))
        tested = {each.condition for each in walk(self.frame.expressions[name]) if isinstance(each, When)}
        held = {each.condition for each, holds in taken if holds}
        for place, condition in _branches(node.rule.kind):
            if condition in tested and condition not in held:
                yield (*path, "rule", *place), say("this is never the one, whatever is answered")

    # ---- the whole

    def _of_total(self) -> Iterator[Finding]:
        declared = min(self.set.maximum, sum((node.maximum for node in self.set.nodes), Fraction(0)))
        reach, maximum = self.sheet.reach("points", self.box).high, figure(self.set.maximum)
        if reach is not None and reach < declared:
            highest = figure(Fraction(reach))
            yield (
                ("maximum",),
                say("no answers give more than {highest} of {maximum}", highest=highest, maximum=maximum),
            )
            return
        whole = sum(map(self._most, self.set.nodes), Fraction(0))
        if whole < declared:
            highest = figure(whole)
            yield (
                ("maximum",),
                say(
                    "where everything applies, no answers give more than {highest} of {maximum}",
                    highest=highest,
                    maximum=maximum,
                ),
            )

    def _most(self, node: Node) -> Fraction:
        """Return the most a node can come to where all of it applies."""
        own = self.sheet.reach(named("own", node.code), self.box).high
        below = [self._most(child) for child in node.children]
        together = max(below) if node.aggregate == "best" and below else sum(below, Fraction(0))
        reached = node.maximum if own is None else min(Fraction(own), node.maximum)
        return min(reached, together) if below else reached

    def _of_classes(self) -> Iterator[Finding]:
        classes = self.set.classes
        if classes is None:
            return
        reach = class_reach(self.sheet, self.box)
        for i, each in enumerate(classes.classes):
            if each.id not in (reach.words or ()):
                yield ("classes", "list", i), say("no answers lead to the class '{id}'", id=each.id)
            for place, _ in enumerate(each.gates):
                gate = self.sheet.reach(gate_name(each, place), self.box)
                if gate.high != 1:
                    yield ("classes", "list", i, "gates", place), _NEVER["gate"]


def _branches(kind: object) -> Iterator[tuple[Path, Expr]]:
    """Yield the branches of a rule that its author wrote, and the condition of each."""
    if isinstance(kind, Bands):
        for i, step in enumerate(kind.steps):
            if step.low is not None:
                yield ("steps", i), step.low.exceeded_by(kind.value)
    elif isinstance(kind, Cases):
        yield from ((("cases", i), case.holds) for i, case in enumerate(kind.cases))


_NEVER: Final[Mapping[str, Sentence]] = {
    "zeroed": say("this zero rule never holds, whatever is answered"),
    "capped": say("the points never reach above this cap"),
    "gate": say("this gate never holds, whatever is answered"),
}
#: The lists of clauses by what their notes say.
_CLAUSES: Final = {"zeroed": "zero_rules", "capped": "caps"}
