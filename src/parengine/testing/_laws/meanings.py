"""
What each step of a trace must come to, by the meaning of its expression and the values of the parts that it shows.

It is written down a second time on purpose, apart from the evaluators: a trace that shows the branch that was not
taken, or leaves out what decided, does not follow.
"""

from __future__ import annotations

import datetime
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from typing import Any, Final

from ..._numbers import Rounding
from ...expr import _nodes as n
from ...expr._build import LITERALS, literal
from ...expr._calendar import working_days_between
from ...expr._domain import NEVER
from ...expr._oracle import Result, strongest
from ...expr._trace import Sheet, Step
from ...types import State


class Shown:
    """The values of a step's parts, as the step shows them; asked for another, it raises `KeyError`."""

    def __init__(self, step: Step, sheet: Sheet) -> None:
        self.values = {part.expression: part.value for part in step.parts}
        self.sheet = sheet

    def __getitem__(self, expression: n.Expr) -> Any:
        """Return the value of a part; a literal need not be shown."""
        return literal(expression) if isinstance(expression, LITERALS) else self.values[expression]


def come_to(step: Step, sheet: Sheet) -> Result | None:
    """Return what a step comes to by its parts, None where they do not say it."""
    try:
        return _MEANINGS[type(step.expression)](step.expression, Shown(step, sheet))
    except KeyError:
        return None


def typed(value: object) -> tuple[type, object]:
    """Return a value so that a state is not taken for a number, nor yes for 1."""
    return (type(value) if isinstance(value, State | bool) else object), value


def _strict(compute: Callable[..., Any]) -> Callable[[Any, Shown], Result]:
    """Make a meaning of known values: any state among them is that of the whole, the strongest first."""

    def meaning(expression: n.Expr, shown: Shown) -> Result:
        values = [shown[part] for part in expression.children()]
        state = strongest(values)
        return compute(expression, *values) if state is None else state

    return meaning


def _joined(deciding: bool) -> Callable[[Any, Shown], Result]:
    """Make the meaning of "and" or "or": one part decides, whatever the others are, shown or not."""

    def meaning(expression: n.And | n.Or, shown: Shown) -> Result:
        if any(value is deciding for value in shown.values.values()):
            return deciding
        return strongest([shown[part] for part in expression.of]) or (not deciding)

    return meaning


def _chosen(expression: n.When, shown: Shown) -> Result:
    """Return the value of the branch that the condition chooses; the other must not be shown."""
    condition = shown[expression.condition]
    unknown = isinstance(condition, State) and condition is not State.NOT_APPLICABLE
    branch, other = expression.then, expression.otherwise
    if condition is not True:
        branch, other = other, branch
    read = {expression.condition} if unknown else {expression.condition, branch}
    if not shown.values.keys() <= read:
        raise KeyError(other)
    found: Result = condition if unknown else shown[branch]
    return found


def _or_invalid(compute: Callable[..., Any]) -> Callable[..., Result]:
    """Make what dates come to: with `never` nothing can be computed."""
    return lambda node, *days: State.INVALID if NEVER in days else compute(node, *days)


def _date(node: n.DateOf, year: Fraction) -> Result:
    try:
        return datetime.date(int(year), node.month, node.day).toordinal() if year == int(year) else State.INVALID
    except (ValueError, OverflowError):
        return State.INVALID


_COMPARED: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

_MEANINGS: Final[Mapping[type[n.Expr], Callable[[Any, Shown], Result]]] = {
    n.Const: lambda node, _: literal(node),
    n.Truth: lambda node, _: literal(node),
    n.Day: lambda node, _: literal(node),
    n.Word: lambda node, _: literal(node),
    n.Unknown: lambda node, _: node.state,
    n.Input: lambda node, shown: shown.sheet.answers[node],
    n.Bound: lambda node, shown: shown.sheet.value(node.name),
    n.Add: _strict(lambda _, *terms: reduce(operator.add, terms)),
    n.Mul: _strict(lambda _, *factors: reduce(operator.mul, factors)),
    n.Div: _strict(lambda _, over, under: over / under if under else State.INVALID),
    n.Floor: _strict(lambda _, of: of // 1),
    n.Least: _strict(lambda _, *of: min(of)),
    n.Most: _strict(lambda _, *of: max(of)),
    n.NthBest: _strict(lambda node, *of: sorted(of)[-node.rank]),
    n.Round: _strict(lambda node, of: Rounding(node.places, node.mode).apply(of)),
    n.YearOf: _strict(_or_invalid(lambda _, of: Fraction(datetime.date.fromordinal(of).year))),
    n.DateOf: _strict(_date),
    n.Days: _strict(_or_invalid(lambda _, start, end: Fraction(end - start))),
    n.WorkingDays: _strict(_or_invalid(lambda node, *ends: Fraction(working_days_between(node.calendar, *ends)))),
    n.Compare: _strict(lambda node, left, right: _COMPARED[node.operator](left, right)),
    n.And: _joined(False),
    n.Or: _joined(True),
    n.Not: _strict(lambda _, of: not of),
    n.Is: lambda node, shown: shown[node.of] is node.state,
    n.When: _chosen,
    n.Mark: lambda node, shown: shown[node.of],
}
