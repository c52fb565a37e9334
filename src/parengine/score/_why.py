"""Why a node has the points it has, line by line: conditions that were asked, numbers that were read."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Final, TypeAlias

from attrs import frozen

from .._model import CriteriaSet, Node
from .._numbers import Rounding
from .._sentences import day, figure, in_language, say
from ..expr import _nodes as n
from ..expr._build import LITERALS, bound, const
from ..expr._domain import NEVER
from ..expr._oracle import Result
from ..expr._prose import prose
from ..expr._prose_figures import begun
from ..expr._replace import replace
from ..expr._show import show
from ..expr._trace import Sheet, Step
from ..types import Language, State, Status, Text, ValueType
from ._names import Labels, names_of
from ._programme import named
from ._reasons import Reasons
from ._scorecard import Effect, NodeScore
from ._words import clause_words, kind_words, word

#: What may stand in a line: text, or what can be said in both languages.
Told: TypeAlias = "str | Text | Phrase"

_STATUSES: Final[Mapping[Status, str]] = {
    Status.SCORED: say("scored"),
    Status.MISSING: say("missing: an answer that it needs is absent"),
    Status.INVALID: say("invalid: it counts 0"),
    Status.NOT_APPLICABLE: say("does not apply"),
    Status.ZEROED: say("zeroed"),
    Status.INCOMPLETE: say("incomplete: something below it is missing or invalid"),
}
_ROUGH: Final = Rounding(places=6)
_INDENT: Final = "  "
#: Where the answers come from that people give; the others are the engine's own.
_ASKED: Final = ("answer", "unit", "cohort")
#: Effects that have lines of their own.
_TOLD_BEFORE: Final = ("not_applicable", "decided")


@frozen
class Phrase:
    """An expression that is told in words, its inputs and nodes by their labels."""

    expression: n.Expr
    names: Mapping[str, Text]
    #: Whether a line opens with it.
    opens: bool = False

    def in_language(self, language: Language) -> str:
        """Return the expression in words."""
        text = prose(self.expression, self.names, language)
        return begun(text) if self.opens and language == "vi" else text


class Explainer:
    """What an assessment's scorecard can say of how its points came about; the sheet is traced when it is asked."""

    def __init__(self, reasons: Reasons) -> None:
        self.reasons = reasons
        self.prepared = reasons.prepared

    @property
    def sheet(self) -> Sheet:
        """Return the programme evaluated for the assessment, the same that the reasons look at."""
        return self.reasons.sheet

    def lines(self, node: NodeScore, language: Language) -> tuple[str, ...]:
        """Return the lines that say how a node's points came about, all in one language."""
        story = _Story(self.prepared.criteria_set, self.sheet)
        below = dict.fromkeys(in_language(line, language) for line in story.of(node))
        return in_language(_head(node), language), *(_INDENT + line for line in below)

    def answers(self, node: NodeScore, language: Language) -> tuple[tuple[str, str], ...]:
        """Return the answers that a leaf's clauses and rule read, by input or `input.option`, as entered."""
        story = _Story(self.prepared.criteria_set, self.sheet)
        names = [named(figure, node.code) for figure in ("own", "given", "rule")]
        read = [step for name in names for step in self.sheet.trace(name).walk()]
        inputs = {step.expression: step.value for step in read if isinstance(step.expression, n.Input)}
        answered = [(each, value) for each, value in inputs.items() if each.origin in _ASKED]
        return tuple((show(each), in_language(story.as_entered(each, value), language)) for each, value in answered)


def _head(node: NodeScore) -> str:
    return say(
        "{code} {label}: {points} of {maximum}, {status}",
        code=node.code,
        label=node.label,
        points=figure(node.points),
        maximum=figure(node.applicable_maximum or node.maximum),
        status=_STATUSES[node.status],
    )


def _child(child: NodeScore) -> str:
    counts = say(
        "{code} {label}: {points} of {maximum}",
        code=child.code,
        label=child.label,
        points=figure(child.counted_points),
        maximum=figure(child.counted_maximum),
    )
    return counts if child.status is Status.SCORED else say("{line} ({status})", line=counts, status=child.status)


def _decided(node: NodeScore) -> Iterator[str]:
    """Yield the appraisers' decision on a node, beside what its rule gave."""
    decision = node.decision
    if decision is None:
        return
    said = {"authority": decision.authority, "reason": decision.reason}
    if decision.points is None:
        yield say("before {authority}, not decided yet: {reason}", **said)
    else:
        yield say("decided by {authority}: {points} points: {reason}", points=figure(decision.points), **said)
    if node.rule_points is not None:
        yield say("the rule gave {points} points", points=figure(node.rule_points))


def _effect(effect: Effect) -> str:
    line = word(effect.name)
    if effect.before is not None and effect.after is not None:
        before, after = figure(effect.before), figure(effect.after)
        line = say("{effect}: {before} became {after}", effect=line, before=before, after=after)
        line = say("{line} ({more})", line=line, more=effect.reason) if effect.reason else line
    elif effect.reason is not None:
        line = say("{effect}: {reason}", effect=line, reason=effect.reason)
    return line if effect.clause is None else say("{line} ({more})", line=line, more=_by(effect))


def _by(effect: Effect) -> str:
    clause = clause_words(effect.clause or "")
    if effect.provenance is None:
        return say("by {clause}", clause=clause)
    return say("by {clause}, {provenance}", clause=clause, provenance=word(effect.provenance.kind))


def _way_to(code: str, criteria_set: CriteriaSet) -> Iterator[Node]:
    """Yield the nodes from the top down to the one with a code, itself last."""
    nodes = (*criteria_set.nodes, *criteria_set.bonus, *criteria_set.penalty)
    while nodes:
        node = next(node for node in nodes if any(below.code == code for below in node.walk()))
        yield node
        nodes = () if node.code == code else node.children


@frozen(slots=False)
class _Story:
    """A set and the answers to it, as they are told: every line is one that both languages can say."""

    criteria_set: CriteriaSet
    sheet: Sheet

    @cached_property
    def names(self) -> Mapping[str, Text]:
        """Return what inputs, attributes, nodes and their figures are called."""
        return Labels(names_of(self.criteria_set))

    def of(self, node: NodeScore) -> Iterator[str]:
        """Yield everything below the first line."""
        yield from _decided(node)
        if node.children:
            yield from map(_child, node.children)
        else:
            yield from self._rule(node.code)
        if node.status is Status.NOT_APPLICABLE:
            yield from self._away(node.code)
        yield from (_effect(effect) for effect in node.effects if effect.name not in _TOLD_BEFORE)
        yield from (say("missing: {answer}", answer=self._answer(name)) for name in node.missing)
        for bad in node.invalid:
            yield say("invalid: {why}", why=self._invalid(bad.input, bad.sentence))

    def _invalid(self, name: str | None, sentence: str) -> str:
        return say("{answer}: {why}", answer=self._answer(name), why=sentence) if name else sentence

    def _answer(self, name: str) -> str | Text:
        """Return an answer that is asked for: by its label, and by the id under which it is given."""
        label = self.names.get(name)
        if label is None:
            return name
        return Text(f"{label.vi} ({name})", name if label.en == name else f"{label.en} ({name})")

    def _away(self, code: str) -> Iterator[str]:
        """Yield the clause by which a node does not apply, its own or the highest above it, and what it read."""
        for node in _way_to(code, self.criteria_set):
            clause, name = node.not_applicable_when, named("away", node.code)
            if clause is None or self.sheet.value(name) is not True:
                continue
            yield from self._told(self.sheet.trace(name))
            condition = Phrase(clause.condition, self.names, opens=True)
            held = say("{condition}: {answer}", condition=condition, answer=written(True))
            reason = say("{line}: {reason}", line=held, reason=clause.reason) if clause.reason else held
            kind = word((clause.provenance or node.provenance).kind)
            by = say("by {code} {clause}", code=node.code, clause=clause_words("not_applicable_when"))
            yield say("{line} ({more}, {provenance})", line=reason, more=by, provenance=kind)
            return

    def _rule(self, code: str) -> Iterator[str]:
        """Yield what a leaf's clauses and rule read, and what they made of it."""
        node = self.criteria_set.at(code)
        assert node.rule is not None
        clauses = dict.fromkeys(self._told(self.sheet.trace(named("own", code))))
        yield from clauses
        if not (self._reads("own", "given", code) and self._reads("given", "rule", code)):
            return
        kind = word((node.rule.provenance or node.provenance).kind)
        yield say("rule {kind} ({provenance})", kind=kind_words(node.rule.kind.name), provenance=kind)
        read = dict.fromkeys(self._told(self.sheet.trace(named("rule", code))))
        yield from (line for line in read if line not in clauses)
        yield self._result(self.sheet.trace(named("rule", code)))

    def _result(self, step: Step) -> str:
        """Return the line of what a rule came to, with the formula of the branch that was taken."""
        while isinstance(step.expression, n.When | n.Mark) and step.parts:
            step = step.parts[-1]
        came_to = written(step.value)
        if isinstance(step.value, State) or isinstance(step.expression, (*LITERALS, n.Unknown)):
            return say("gives {value}", value=came_to)
        formula = _in_short(step)
        if show(formula) != came_to:
            return say("gives {formula} = {value}", formula=Phrase(formula, self.names), value=came_to)
        return say("gives {value}, from {parts}", value=came_to, parts=list(_outermost(step)))

    def _reads(self, figure: str, read: str, code: str) -> bool:
        """Return whether one figure of a node was read for another."""
        binding = bound(named(read, code), ValueType.NUMBER)
        return any(step.expression is binding for step in self.sheet.trace(named(figure, code)).walk())

    def _told(self, step: Step) -> Iterator[str]:
        """Yield a line for each input, condition and quotient on the way that was taken."""
        expression = step.expression
        if isinstance(expression, n.When):
            yield from self._told_choice(step)
        elif isinstance(expression, n.Input):
            value = self.as_entered(expression, step.value)
            yield say("{name} = {value}", name=self._name(expression), value=value)
        else:
            for part in step.parts:
                yield from self._told(part)
            if isinstance(expression, n.Div):
                name = Phrase(_in_short(step), self.names, opens=True)
                yield say("{name} = {value}", name=name, value=written(step.value))

    def _told_choice(self, step: Step) -> Iterator[str]:
        condition = step.parts[0]
        if not _is_internal(condition.expression):
            yield from self._told(condition)
            yield self._answered(condition)
        for part in step.parts[1:]:
            yield from self._told(part)

    def _answered(self, condition: Step) -> str:
        """Return a condition and what came of it; of a check or a zero rule, the condition that its author wrote."""
        asked = _as_written(condition.expression)
        if isinstance(asked, n.Not) and asked is not condition.expression:
            asked = asked.of
        value = next((step.value for step in condition.walk() if step.expression is asked), condition.value)
        return say("{condition}: {answer}", condition=Phrase(asked, self.names, opens=True), answer=written(value))

    def _name(self, asked: n.Input) -> Told:
        return self.names.get(show(asked)) or Phrase(asked, self.names, opens=True)

    def as_entered(self, answered: n.Input, value: Result) -> Told:
        """Return an answer as it was entered: a percent as 79.7 %, not as the 0.797 that it is read as."""
        if answered.domain.kind == "percent" and isinstance(value, Fraction):
            return say("{number} %", number=figure(value * answered.domain.unit_scale))
        return self.names.get(f"{show(answered)}={value}", value) if isinstance(value, str) else written(value)


def _outermost(step: Step) -> Iterator[str]:
    """Yield what the outermost choices of an expression came to."""
    for part in step.parts:
        yield from [written(part.value)] if isinstance(part.expression, n.When | n.Mark) else _outermost(part)


def _in_short(step: Step) -> n.Expr:
    """Return an expression with the choices in it as what they came to."""
    chosen: dict[n.Expr, Result] = {
        s.expression: s.value for s in step.walk() if isinstance(s.expression, n.When | n.Mark)
    }
    return replace(step.expression, lambda node: _as_value(chosen.get(node)))


def _as_value(value: Result | None) -> n.Expr | None:
    return const(value) if isinstance(value, Fraction) else None


def _as_written(condition: n.Expr) -> n.Expr:
    """Return what is left of a condition without the tests for states that the lowering put before it."""
    if not isinstance(condition, n.And):
        return condition
    rest = [part for part in condition.of if not (isinstance(part, n.Not) and isinstance(part.of, n.Is))]
    return rest[0] if len(rest) == 1 else condition


def _is_internal(expression: n.Expr) -> bool:
    """Return whether a condition only asks for states or bindings, which the statuses say already."""
    return not any(isinstance(node, n.Input) for node in n.walk(expression))


def written(value: Result) -> str:
    """Return a value as a line shows it: exactly, and roughly beside a fraction that does not end."""
    if isinstance(value, State):
        return say("{state}", state=value)
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, Fraction):
        text = figure(value)
        return say("{exact} ≈ {rough}", exact=text, rough=figure(_ROUGH.apply(value))) if "/" in text else text
    return _day(value) if isinstance(value, int) else value


def _day(ordinal: int) -> str:
    return say("never") if ordinal == NEVER else day(datetime.date.fromordinal(ordinal))
