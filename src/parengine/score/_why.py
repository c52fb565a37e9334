"""Why a node has the points it has, line by line: conditions that were asked, numbers that were read."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from .._numbers import Rounding, exact_text
from ..expr import _nodes as n
from ..expr._build import LITERALS, bound, const
from ..expr._domain import NEVER
from ..expr._oracle import Result
from ..expr._replace import replace
from ..expr._show import show
from ..expr._trace import Sheet, Step
from ..types import State, Status, ValueType
from ._assessment import Assessment
from ._prepared import Prepared
from ._programme import named
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


def explain(prepared: Prepared, assessment: Assessment, node: NodeScore) -> tuple[str, ...]:
    """Return the lines that say how a node's points came about."""
    sheet = prepared.sheet(assessment)
    lines = [_head(node)]
    if node.children:
        lines += [_child(child) for child in node.children]
    else:
        lines += _rule_lines(prepared, sheet, node.code)
    lines += [f"{_INDENT}{_effect(effect)}" for effect in node.effects]
    lines += [f"{_INDENT}missing: {name}" for name in node.missing]
    lines += [f"{_INDENT}invalid: {_invalid(each.input, each.sentence)}" for each in node.invalid]
    return tuple(lines)


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
        yield f"{show(expression)} = {written(step.value)}"
    else:
        for part in step.parts:
            yield from _told(part)
        if isinstance(expression, n.Div):
            yield f"{_in_short(step)} = {written(step.value)}"


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
    asked, value = _as_written(condition.expression), condition.value
    if isinstance(asked, n.Not) and asked is not condition.expression:
        asked, value = asked.of, not value if isinstance(value, bool) else value
    return f"{show(asked)}: {_held(value)}"


def _as_written(condition: n.Expr) -> n.Expr:
    """Return what is left of a condition without the tests for states that the lowering put before it."""
    if not isinstance(condition, n.And):
        return condition
    rest = [part for part in condition.of if not (isinstance(part, n.Not) and isinstance(part.of, n.Is))]
    return rest[0] if len(rest) == 1 else condition


def _is_internal(expression: n.Expr) -> bool:
    """Return whether a condition only asks for states or bindings, which the statuses say already."""
    return not any(isinstance(node, n.Input) for node in n.walk(expression))


def _held(value: Result) -> str:
    if isinstance(value, State):
        return _STATE_WORDS[value]
    return "yes" if value else "no"


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
