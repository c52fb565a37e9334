"""
The functions of the text language, one row each.

A row says how the function is written, how many arguments it takes and what makes the expression of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from attrs import frozen

from .._sentences import Sentence, say, say_counted
from ..errors import ExpressionError
from . import _build as b
from . import _nodes as n

#: What a function makes of its arguments, over the calendar of the edition.
Maker: TypeAlias = Callable[[Sequence[n.Expr], n.Calendar], n.Expr]

CODE: Final = re.compile(r"[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*")


@frozen
class Function:
    """How a function is written, and what it makes; `most` None takes any number of arguments."""

    usage: str
    make: Maker
    fewest: int
    most: int | None = None

    def call(self, arguments: Sequence[n.Expr], calendar: Callable[[], n.Calendar]) -> n.Expr:
        """Return the expression; raises `ExpressionError` for arguments that do not fit."""
        if len(arguments) < self.fewest or (self.most is not None and len(arguments) > self.most):
            raise ExpressionError(_wrong_number(len(arguments), self.usage))
        return self.make(arguments, calendar() if self.make is _working_days else _ANY_CALENDAR)


_ANY_CALENDAR: Final = n.Calendar()


def _wrong_number(arguments: int, usage: str) -> Sentence:
    return say_counted(
        "{count} argument is given; write '{usage}'",
        "{count} arguments are given; write '{usage}'",
        arguments,
        usage=usage,
    )


def _when(arguments: Sequence[n.Expr], _: n.Calendar) -> n.Expr:
    if len(arguments) % 2 == 0:
        raise ExpressionError(
            say("the value for all other cases is not there; write '{usage}'", usage=FUNCTIONS["when"].usage)
        )
    chosen = arguments[-1]
    for place in range(len(arguments) - 3, -1, -2):
        chosen = b.when(arguments[place], arguments[place + 1], chosen)
    return chosen


def _nth_best(arguments: Sequence[n.Expr], _: n.Calendar) -> n.Expr:
    return b.nth_best(_written(arguments[0], "nth_best"), *arguments[1:])


def _date(arguments: Sequence[n.Expr], _: n.Calendar) -> n.Expr:
    year, month, day = arguments
    return b.date_of(year, _written(month, "date"), _written(day, "date"))


def _written(argument: n.Expr, function: str) -> int:
    """Return a whole number that must be written out, not computed."""
    if isinstance(argument, n.Const) and argument.value.denominator == 1:
        return argument.value.numerator
    raise ExpressionError(say("a whole number must be written here; write '{usage}'", usage=FUNCTIONS[function].usage))


def _days(arguments: Sequence[n.Expr], _: n.Calendar) -> n.Expr:
    start, end = arguments
    return b.days(start, end)


def _working_days(arguments: Sequence[n.Expr], calendar: n.Calendar) -> n.Expr:
    start, end = arguments
    return b.working_days(start, end, calendar)


def _figure(figure: n.Figure) -> Function:
    def make(arguments: Sequence[n.Expr], _: n.Calendar) -> n.Expr:
        return b.figure_of(_code(arguments[0], figure), figure)

    return Function(f'{figure}("2.4.1")', make, 1, 1)


def _count(arguments: Sequence[n.Expr], _: n.Calendar) -> n.Expr:
    return b.count_nodes(_code(arguments[0], "count"), arguments[1])


def _cohort(figure: n.CohortKind) -> Function:
    def make(arguments: Sequence[n.Expr], _: n.Calendar) -> n.Expr:
        return b.cohort(figure, arguments[0])

    return Function(f"cohort_{figure}(a)", make, 1, 1)


def _code(argument: n.Expr, function: str) -> str:
    if isinstance(argument, n.Word) and CODE.fullmatch(argument.value):
        return argument.value
    raise ExpressionError(
        say("a node's code must stand here in quotes; write '{usage}'", usage=FUNCTIONS[function].usage)
    )


FUNCTIONS: Final[Mapping[str, Function]] = {
    "when": Function("when(condition, value, otherwise)", _when, 3),
    "min": Function("min(a, b)", lambda arguments, _: b.least(*arguments), 1),
    "max": Function("max(a, b)", lambda arguments, _: b.most(*arguments), 1),
    "whole": Function("whole(a)", lambda arguments, _: b.whole(arguments[0]), 1, 1),
    "nth_best": Function("nth_best(2, a, b, c)", _nth_best, 2),
    "date": Function("date(2022, 1, 31)", _date, 3, 3),
    "year": Function("year(a)", lambda arguments, _: b.year_of(arguments[0]), 1, 1),
    "days": Function("days(a, b)", _days, 2, 2),
    "working_days": Function("working_days(a, b)", _working_days, 2, 2),
    "points": _figure("points"),
    "maximum": _figure("maximum"),
    "share": _figure("share"),
    "status": _figure("status"),
    "count": Function('count("2", points = 0)', _count, 2, 2),
    "cohort_mean": _cohort("mean"),
    "cohort_published_mean": _cohort("published_mean"),
    "cohort_best": _cohort("best"),
    "cohort_least": _cohort("least"),
    "cohort_rank": _cohort("rank"),
    "cohort_count": _cohort("count"),
}
