"""
The plain evaluator: expressions walked over Fractions, one small function a node class.

It is slow and easy to believe. The tests hold the compiled reading to it, and the trace asks it for the
values it shows.
"""

from __future__ import annotations

import datetime
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final, TypeAlias

from .._numbers import Rounding
from ..types import State
from . import _nodes as n
from ._build import _COMPARISONS, literal
from ._calendar import date_ordinal, working_days_between
from ._domain import NEVER, Value

#: A value or what stands in its place: Fraction, truth value, ordinal of a day, option id, or a state.
Result: TypeAlias = "Value | State"


class Evaluation:
    """
    Values of expressions for one sheet of answers.

    `read` gives the value or state of an input, `bound` of an earlier binding; `tags` collects the notes
    of the marked expressions that were read.
    """

    def __init__(self, read: Callable[[n.Input], Result], bound: Mapping[str, Result] | None = None) -> None:
        self.read = read
        self.bound = bound or {}
        self.values: dict[n.Expr, Result] = {}
        self.tags: list[n.Tag] = []

    def __call__(self, expression: n.Expr) -> Result:
        """Return the value of `expression`, computed once."""
        if expression not in self.values:
            self.values[expression] = _EVALUATORS[type(expression)](self, expression)
        return self.values[expression]


def evaluate(expression: n.Expr, answers: Mapping[str, object] | None = None) -> Result:
    """
    Return the value of an expression for raw answers by input name (a part as `"name.part"`).

    An answer that is absent is missing; one that is not admitted is invalid.
    """
    given = answers or {}
    return Evaluation(lambda node: read_answer(node, given.get(_key(node))))(expression)


def _key(node: n.Input) -> str:
    return node.name if node.part is None else f"{node.name}.{node.part}"


def read_answer(node: n.Input, raw: object) -> Result:
    """Return one raw answer as a value or a state."""
    if raw is None:
        return State.MISSING
    value = node.domain.admit(raw)
    return value if isinstance(value, Fraction | int | str) else State.INVALID


def strongest(values: list[Any]) -> State | None:
    """Return the strongest state among values, None where all are known."""
    return max((v for v in values if isinstance(v, State)), default=None)


def _strict(compute: Callable[..., Any]) -> Callable[[Evaluation, Any], Result]:
    """Make an evaluator that gives the strongest state of its operands before it computes."""

    def evaluator(evaluation: Evaluation, node: n.Expr) -> Result:
        values = [evaluation(child) for child in node.children()]
        state = strongest(values)
        return compute(node, *values) if state is None else state

    return evaluator


def _divide(_node: n.Div, over: Fraction, under: Fraction) -> Result:
    return over / under if under else State.INVALID


def _nth_best(node: n.NthBest, *values: Fraction) -> Result:
    return sorted(values, reverse=True)[node.rank - 1]


def _year_of(_node: n.YearOf, ordinal: int) -> Result:
    return State.INVALID if ordinal == NEVER else Fraction(datetime.date.fromordinal(ordinal).year)


def _date_of(node: n.DateOf, year: Fraction) -> Result:
    ordinal = date_ordinal(year.numerator, year.denominator, node.month, node.day)
    return State.INVALID if ordinal is None else ordinal


def _days(_node: n.Days, start: int, end: int) -> Result:
    return State.INVALID if NEVER in (start, end) else Fraction(end - start)


def _working_days(node: n.WorkingDays, start: int, end: int) -> Result:
    return State.INVALID if NEVER in (start, end) else Fraction(working_days_between(node.calendar, start, end))


def _and(evaluation: Evaluation, node: n.And) -> Result:
    return _kleene(evaluation, node.of, deciding=False)


def _or(evaluation: Evaluation, node: n.Or) -> Result:
    return _kleene(evaluation, node.of, deciding=True)


def _kleene(evaluation: Evaluation, conditions: tuple[n.Expr, ...], *, deciding: bool) -> Result:
    values = [evaluation(condition) for condition in conditions]
    if any(value is deciding for value in values):
        return deciding
    state = strongest(values)
    return (not deciding) if state is None else state


def _when(evaluation: Evaluation, node: n.When) -> Result:
    condition = evaluation(node.condition)
    if condition in (State.MISSING, State.INVALID) and isinstance(condition, State):
        return condition
    return evaluation(node.then if condition is True else node.otherwise)


def _mark(evaluation: Evaluation, node: n.Mark) -> Result:
    evaluation.tags.append(node.tag)
    return evaluation(node.of)


def _unlowered(_evaluation: Evaluation, node: n.Expr) -> Result:
    raise TypeError(f"a {type(node).__name__} has no value of its own; a programme puts a binding in its place")


_EVALUATORS: Final[Mapping[type[n.Expr], Callable[[Evaluation, Any], Result]]] = {
    n.Const: lambda _, node: literal(node),
    n.Truth: lambda _, node: literal(node),
    n.Day: lambda _, node: literal(node),
    n.Word: lambda _, node: literal(node),
    n.Unknown: lambda _, node: node.state,
    n.Input: lambda evaluation, node: evaluation.read(node),
    n.Bound: lambda evaluation, node: evaluation.bound[node.name],
    n.Add: _strict(lambda _, *terms: sum(terms, Fraction(0))),
    n.Mul: _strict(lambda _, first, *rest: _product(first, rest)),
    n.Div: _strict(_divide),
    n.Floor: _strict(lambda _, of: Fraction(of.__floor__())),
    n.Least: _strict(lambda _, *of: min(of)),
    n.Most: _strict(lambda _, *of: max(of)),
    n.NthBest: _strict(_nth_best),
    n.Round: _strict(lambda node, of: Rounding(node.places, node.mode).apply(of)),
    n.YearOf: _strict(_year_of),
    n.DateOf: _strict(_date_of),
    n.Days: _strict(_days),
    n.WorkingDays: _strict(_working_days),
    n.Compare: _strict(lambda node, left, right: _COMPARISONS[node.operator](left, right)),
    n.And: _and,
    n.Or: _or,
    n.Not: _strict(lambda _, of: operator.not_(of)),
    n.Is: lambda evaluation, node: evaluation(node.of) is node.state,
    n.When: _when,
    n.Mark: _mark,
    n.NodeFigure: _unlowered,
    n.EachFigure: _unlowered,
    n.CountNodes: _unlowered,
    n.CohortFigure: _unlowered,
    n.TotalFigure: _unlowered,
}


def _product(first: Fraction, rest: tuple[Fraction, ...]) -> Fraction:
    for factor in rest:
        first *= factor
    return first
