"""Why a node has the points it has, line by line: conditions that were asked, numbers that were read."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from .._model import CriteriaSet, Node
from .._numbers import Rounding, exact_text
from ..expr import _nodes as n
from ..expr._build import LITERALS, bound, const
from ..expr._domain import NEVER
from ..expr._oracle import Result
from ..expr._replace import replace
from ..expr._show import show
from ..expr._trace import Sheet, Step
from ..types import State, Status, ValueType
from ._prepared import Prepared
from ._programme import named
from ._reasons import Reasons
from ._scorecard import Effect, NodeScore

_STATE_WORDS: Final[Mapping[State, str]] = {
    State.MISSING: "missing",
    State.INVALID: "invalid",
    State.NOT_APPLICABLE: "not applicable",
}
_STATUS_WORDS: Final[Mapping[Status, str]] = {
    Status.SCORED: "scored",
    Status.MISSING: "missing: an answer that it needs is absent",
    Status.INVALID: "invalid: it counts 0",
    Status.NOT_APPLICABLE: "does not apply",
    Status.ZEROED: "zeroed",
    Status.INCOMPLETE: "incomplete: something below it is missing or invalid",
}
_ROUGH: Final = Rounding(places=6)
_INDENT: Final = "  "
#: Effects that have lines of their own.
_TOLD_BEFORE: Final = ("not_applicable",)


class Explainer:
    """What an assessment's scorecard can say of how its points came about; the sheet is traced when it is asked."""

    def __init__(self, reasons: Reasons) -> None:
        self.reasons = reasons
        self.prepared = reasons.prepared

    @property
    def sheet(self) -> Sheet:
        """Return the programme evaluated for the assessment, the same that the reasons look at."""
        return self.reasons.sheet

    def lines(self, node: NodeScore) -> tuple[str, ...]:
        """Return the lines that say how a node's points came about."""
        lines = [_head(node)]
        if node.children:
            lines += [_child(child) for child in node.children]
        else:
            lines += _rule_lines(self.prepared, self.sheet, node.code)
        if node.status is Status.NOT_APPLICABLE:
            lines += _away_lines(self.prepared.criteria_set, self.sheet, node.code)
        lines += [f"{_INDENT}{_effect(effect)}" for effect in node.effects if effect.name not in _TOLD_BEFORE]
        lines += [f"{_INDENT}missing: {name}" for name in node.missing]
        lines += [f"{_INDENT}invalid: {_invalid(each.input, each.sentence)}" for each in node.invalid]
        return tuple(lines)

    def answers(self, node: NodeScore) -> tuple[tuple[str, str], ...]:
        """Return the answers that a leaf's clauses and rule read, by input or `input.option`, as entered."""
        names = [named(figure, node.code) for figure in ("own", "rule")]
        read = [step for name in names for step in self.sheet.trace(name).walk()]
        inputs = {step.expression: step.value for step in read if isinstance(step.expression, n.Input)}
        answered = [(each, value) for each, value in inputs.items() if each.origin != "period"]
        return tuple((show(each), _as_entered(each, value)) for each, value in answered)


def _invalid(name: str | None, sentence: str) -> str:
    return f"{name}: {sentence}" if name else sentence


def _head(node: NodeScore) -> str:
    figures = f"{exact_text(node.points)} of {exact_text(node.applicable_maximum or node.maximum)}"
    return f"{node.code} {node.label.vi}: {figures}, {_STATUS_WORDS[node.status]}"


def _child(child: NodeScore) -> str:
    figures = f"{exact_text(child.counted_points)} of {exact_text(child.counted_maximum)}"
    status = "" if child.status is Status.SCORED else f" ({child.status})"
    return f"{_INDENT}{child.code} {child.label.vi}: {figures}{status}"


def _effect(effect: Effect) -> str:
    parts = [effect.name]
    if effect.before is not None and effect.after is not None:
        parts.append(f"{exact_text(effect.before)} became {exact_text(effect.after)}")
    if effect.reason is not None:
        parts.append(effect.reason.vi)
    if effect.clause is not None:
        parts.append(f"by {effect.clause}" + (f", {effect.provenance.kind}" if effect.provenance else ""))
    return ": ".join(parts[:2]) + "".join(f" ({part})" for part in parts[2:])


def _away_lines(criteria_set: CriteriaSet, sheet: Sheet, code: str) -> Iterator[str]:
    """Yield the clause by which a node does not apply, its own or the highest above it, and what it read."""
    for node in _way_to(code, criteria_set):
        clause, name = node.not_applicable_when, named("away", node.code)
        if clause is None or sheet.value(name) is not True:
            continue
        yield from (f"{_INDENT}{line}" for line in _told(sheet.trace(name)))
        reason = f": {clause.reason.vi}" if clause.reason else ""
        where = f"{node.code} not_applicable_when, {(clause.provenance or node.provenance).kind}"
        yield f"{_INDENT}{show(clause.condition)}: yes{reason} (by {where})"
        return


def _way_to(code: str, criteria_set: CriteriaSet) -> Iterator[Node]:
    """Yield the nodes from the top down to the one with a code, itself last."""
    nodes = (*criteria_set.nodes, *criteria_set.bonus, *criteria_set.penalty)
    while nodes:
        node = next(node for node in nodes if any(below.code == code for below in node.walk()))
        yield node
        nodes = () if node.code == code else node.children


def _rule_lines(prepared: Prepared, sheet: Sheet, code: str) -> Iterator[str]:
    """Yield what a leaf's clauses and rule read, and what they made of it."""
    node = prepared.criteria_set.at(code)
    assert node.rule is not None
    seen: set[str] = set()
    for name in (named("own", code), named("rule", code)):
        if name == named("rule", code):
            if not _reads_rule(sheet, code):
                return
            yield f"{_INDENT}rule {node.rule.kind.name} ({(node.rule.provenance or node.provenance).kind})"
        for line in _told(sheet.trace(name)):
            if line not in seen:
                seen.add(line)
                yield f"{_INDENT}{line}"
    yield f"{_INDENT}{_result(sheet.trace(named('rule', code)))}"


def _result(step: Step) -> str:
    """Return the line of what a rule came to, with the formula of the branch that was taken."""
    while isinstance(step.expression, n.When | n.Mark) and step.parts:
        step = step.parts[-1]
    came_to = written(step.value)
    if isinstance(step.value, State):
        return f"gives {came_to}"
    formula = "" if isinstance(step.expression, (*LITERALS, n.Unknown)) else _in_short(step)
    if formula and formula != came_to:
        return f"gives {formula} = {came_to}"
    return f"gives {came_to}" + (f", from {', '.join(_outermost(step))}" if formula else "")


def _outermost(step: Step) -> Iterator[str]:
    """Yield what the outermost choices of an expression came to."""
    for part in step.parts:
        yield from [written(part.value)] if isinstance(part.expression, n.When | n.Mark) else _outermost(part)


def _reads_rule(sheet: Sheet, code: str) -> bool:
    rule = bound(named("rule", code), ValueType.NUMBER)
    return any(step.expression is rule for step in sheet.trace(named("own", code)).walk())


def _told(step: Step) -> Iterator[str]:
    """Yield a line for each input, condition and quotient on the way that was taken."""
    expression = step.expression
    if isinstance(expression, n.When):
        yield from _told_choice(step)
    elif isinstance(expression, n.Input):
        yield f"{show(expression)} = {_as_entered(expression, step.value)}"
    else:
        for part in step.parts:
            yield from _told(part)
        if isinstance(expression, n.Div):
            yield f"{_in_short(step)} = {written(step.value)}"


def _as_entered(answered: n.Input, value: Result) -> str:
    """Return an answer as it was entered: a percent as 79.7 %, not as the 0.797 that it is read as."""
    if answered.domain.kind == "percent" and isinstance(value, Fraction):
        return f"{exact_text(value * answered.domain.unit_scale)} %"
    return written(value)


def _in_short(step: Step) -> str:
    """Return an expression with the choices in it as what they came to."""
    chosen: dict[n.Expr, Result] = {
        s.expression: s.value for s in step.walk() if isinstance(s.expression, n.When | n.Mark)
    }
    shorter = replace(step.expression, lambda node: _as_value(chosen.get(node)))
    return show(shorter)


def _as_value(value: Result | None) -> n.Expr | None:
    return const(value) if isinstance(value, Fraction) else None


def _told_choice(step: Step) -> Iterator[str]:
    assert isinstance(step.expression, n.When)
    condition = step.parts[0]
    if not _is_internal(condition.expression):
        yield from _told(condition)
        yield _answered(condition)
    for part in step.parts[1:]:
        yield from _told(part)


def _answered(condition: Step) -> str:
    """Return a condition and what came of it; of a check or a zero rule, the condition that its author wrote."""
    asked = _as_written(condition.expression)
    if isinstance(asked, n.Not) and asked is not condition.expression:
        asked = asked.of
    value = next((step.value for step in condition.walk() if step.expression is asked), condition.value)
    return f"{show(asked)}: {written(value)}"


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
        return _STATE_WORDS[value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        text = exact_text(value)
        return f"{text} ≈ {exact_text(_ROUGH.apply(value))}" if "/" in text else text
    return _day(value) if isinstance(value, int) else value


def _day(ordinal: int) -> str:
    return "never" if ordinal == NEVER else datetime.date.fromordinal(ordinal).isoformat()
