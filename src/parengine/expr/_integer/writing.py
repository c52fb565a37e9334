"""
The writing of the integer form: expressions of a programme as whole numbers, one small writer a node class.

Both sides of a choice are written, the one that was not taken too; a state that stands beside a value says whether it
counts. What is known in a branch (which states cannot be, what is not 0) makes the writing shorter, never the answer
another.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from .. import _nodes as n
from . import arithmetic as a
from . import choices as c
from .form import Op
from .numbers import Number
from .scope import Scope, Writer, Writers
from .values import Value


def _literal(make: Callable[[Writer, Any], Number | Op | None]) -> Callable[[Scope, Any], Value]:
    return lambda scope, e: Value(make(scope.writer, e))


def _mark(scope: Scope, e: n.Mark) -> Value:
    return scope.value(e.of)


def _unlowered(_scope: Scope, e: n.Expr) -> Value:
    raise TypeError(f"a {type(e).__name__} has no value of its own; a programme puts a binding in its place")


WRITERS: Final[Writers] = {
    n.Const: _literal(lambda writer, e: writer.numbers.constant(e.value)),
    n.Truth: _literal(lambda writer, e: writer.ops.truth(e.value)),
    n.Day: _literal(lambda writer, e: writer.ops.const(e.ordinal)),
    n.Word: _literal(lambda writer, e: writer.ops.const(writer.words[e.value])),
    n.Unknown: c.always_in_state,
    n.Input: a.answered,
    n.Bound: a.bound,
    n.Add: a.strict(a.add),
    n.Mul: a.strict(a.mul),
    n.Div: a.strict(a.div),
    n.Floor: a.strict(lambda scope, e: scope.writer.orders.floored(scope.value(e.of).number)),
    n.Least: a.strict(lambda scope, e: (scope.writer.orders.extreme("<", [scope.placed(x) for x in e.of]), None)),
    n.Most: a.strict(lambda scope, e: (scope.writer.orders.extreme(">", [scope.placed(x) for x in e.of]), None)),
    n.NthBest: a.strict(lambda scope, e: (scope.writer.orders.nth_best(e.rank, [scope.placed(x) for x in e.of]), None)),
    n.Round: a.strict(a.rounded),
    n.YearOf: a.strict(a.year_of),
    n.DateOf: a.strict(a.day_of),
    n.Days: a.strict(a.days),
    n.WorkingDays: a.strict(a.working_days),
    n.Compare: a.strict(a.compare),
    n.And: c.join(deciding=False),
    n.Or: c.join(deciding=True),
    n.Not: a.strict(a.contrary),
    n.Is: c.in_state,
    n.When: c.when,
    n.Mark: _mark,
    n.NodeFigure: _unlowered,
    n.EachFigure: _unlowered,
    n.CountNodes: _unlowered,
    n.CohortFigure: _unlowered,
    n.TotalFigure: _unlowered,
}
