"""
Builders: the public way to make expressions. They check types and fold what is constant.

Folding never drops an operand that might be missing or invalid: `0 * x` stays, because x's state counts.
"""

from __future__ import annotations

import datetime
import operator
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import reduce
from typing import Any, Final

from .._numbers import Mode, exact, exact_text
from .._sentences import say
from ..errors import ExpressionError
from ..types import State, Status, ValueType
from . import _nodes as n
from ._domain import NEVER, Domain

#: A year that has no 29 February: a day of it is a day of every year.
_COMMON_YEAR: Final = 2001
_COMPARISONS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
#: The node classes whose value is known without any answer.
LITERALS: Final = (n.Const, n.Truth, n.Day, n.Word)


def expression(value: n.Operand) -> n.Expr:
    """Return `value` as an expression: numbers and decimal text, yes or no, dates."""
    if isinstance(value, n.Expr):
        return value
    if isinstance(value, bool):
        return n._intern(n.Truth, value)
    if isinstance(value, datetime.date):
        return n._intern(n.Day, value.toordinal())
    return const(value)


def const(value: object) -> n.Expr:
    """Return a number as an expression; see `exact` for what is read and what is refused."""
    return n._intern(n.Const, exact(value))


def yes_no(value: bool) -> n.Expr:
    """Return yes or no as an expression."""
    return n._intern(n.Truth, value)


YES: Final = yes_no(True)
NO: Final = yes_no(False)
ZERO: Final = const(0)
ONE: Final = const(1)


def day(year: int, month: int, day: int) -> n.Expr:
    """Return a date as an expression."""
    return expression(datetime.date(year, month, day))


NEVER_DAY: Final[n.Expr] = n._intern(n.Day, NEVER)


def word(option: str) -> n.Expr:
    """Return an option of a choice, or a status, as an expression."""
    return n._intern(n.Word, option)


def unknown(state: State) -> n.Expr:
    """Return a state as an expression; it fits where any type is wanted."""
    return n._intern(n.Unknown, state)


MISSING: Final = unknown(State.MISSING)
NOT_APPLICABLE: Final = unknown(State.NOT_APPLICABLE)
INVALID: Final = unknown(State.INVALID)


def answer(name: str, domain: Domain, part: str | None = None, origin: n.Origin = "answer") -> n.Expr:
    """Return a declared input as an expression; `part` is one option of a distribution of answers."""
    return n._intern(n.Input, name, part, domain, origin)


def _wanted(value: n.Operand, wanted: ValueType, where: str) -> n.Expr:
    found = expression(value)
    if found.type not in (wanted, None):
        raise ExpressionError(
            say("'{where}' takes a {wanted}, not a {found}", where=where, wanted=wanted, found=found.type)
        )
    return found


def _numbers(values: Iterable[n.Operand], where: str) -> list[n.Expr]:
    return [_wanted(value, ValueType.NUMBER, where) for value in values]


def _flat(cls: type[Any], field: str, values: Iterable[n.Expr]) -> list[n.Expr]:
    """Take apart nested sums, products and conditions of one class."""
    return [x for value in values for x in (getattr(value, field) if isinstance(value, cls) else (value,))]


def _split(values: Iterable[n.Expr]) -> tuple[list[Fraction], list[n.Expr]]:
    constants, rest = [], []
    for value in values:
        (constants.append(value.value) if isinstance(value, n.Const) else rest.append(value))
    return constants, rest


def _raw(value: Fraction) -> n.Expr:
    """Return a number the engine computed itself: the limit on digits is for what is written."""
    return n._intern(n.Const, value)


def add(*values: n.Operand) -> n.Expr:
    """Return the sum."""
    constants, rest = _split(_flat(n.Add, "terms", _numbers(values, "+")))
    total = sum(constants, Fraction(0))
    terms = (*rest, _raw(total)) if total or not rest else tuple(rest)
    return terms[0] if len(terms) == 1 else n._intern(n.Add, terms)


def subtract(left: n.Operand, right: n.Operand) -> n.Expr:
    """Return `left` less `right`."""
    first, second = _numbers((left, right), "-")
    return add(first, multiply(-1, second))


def multiply(*values: n.Operand) -> n.Expr:
    """Return the product."""
    constants, rest = _split(_flat(n.Mul, "factors", _numbers(values, "*")))
    total = reduce(operator.mul, constants, Fraction(1))
    factors = (_raw(total), *rest) if total != 1 or not rest else tuple(rest)
    return factors[0] if len(factors) == 1 else n._intern(n.Mul, factors)


def divide(left: n.Operand, right: n.Operand) -> n.Expr:
    """Return the quotient; a denominator that is always 0 is refused."""
    over, under = _numbers((left, right), "/")
    if not isinstance(under, n.Const):
        return n._intern(n.Div, over, under)
    if under.value == 0:
        raise ExpressionError(say("division by zero"))
    return multiply(over, _raw(1 / under.value))


def whole(value: n.Operand) -> n.Expr:
    """Return the largest whole number not above `value`."""
    of = _wanted(value, ValueType.NUMBER, "whole")
    return _raw(Fraction(of.value.__floor__())) if isinstance(of, n.Const) else n._intern(n.Floor, of)


def least(*values: n.Operand) -> n.Expr:
    """Return the smallest of one or more numbers."""
    return _extreme(n.Least, min, values, "min")


def most(*values: n.Operand) -> n.Expr:
    """Return the largest of one or more numbers."""
    return _extreme(n.Most, max, values, "max")


def _extreme(
    cls: type[Any], choose: Callable[[Iterable[Fraction]], Fraction], values: Iterable[n.Operand], where: str
) -> n.Expr:
    found = list(dict.fromkeys(_flat(cls, "of", _numbers(values, where))))
    if not found:
        raise ExpressionError(say("'{where}' takes at least one number", where=where))
    constants, rest = _split(found)
    of = (*rest, _raw(choose(constants))) if constants else tuple(rest)
    return of[0] if len(of) == 1 else n._intern(cls, of)


def nth_best(rank: int, *values: n.Operand) -> n.Expr:
    """Return the `rank`th largest of the numbers, counting from 1."""
    of = tuple(_numbers(values, "nth_best"))
    if not 1 <= rank <= len(of):
        raise ExpressionError(say("there is no number {rank} among {count}", rank=rank, count=len(of)))
    return n._intern(n.NthBest, rank, of)


def rounded(value: n.Operand, places: int, mode: Mode) -> n.Expr:
    """Return `value` rounded; for the levels that an edition lists."""
    return n._intern(n.Round, _wanted(value, ValueType.NUMBER, "round"), places, mode)


def year_of(date: n.Operand) -> n.Expr:
    """Return the year of a date."""
    of = _wanted(date, ValueType.DATE, "year")
    if isinstance(of, n.Day) and of.ordinal != NEVER:
        return const(datetime.date.fromordinal(of.ordinal).year)
    return n._intern(n.YearOf, of)


def date_of(year: n.Operand, month: int, day: int) -> n.Expr:
    """Return the date of a month and day in a year; 29 February only where the year is written, not computed."""
    of = _wanted(year, ValueType.NUMBER, "date")
    if isinstance(of, n.Const):
        return _written_day(of.value, month, day)
    try:
        datetime.date(_COMMON_YEAR, month, day)
    except (ValueError, OverflowError) as error:
        raise ExpressionError(say("'{day}/{month}' is not a day of every year", day=day, month=month)) from error
    return n._intern(n.DateOf, of, month, day)


def _written_day(year: Fraction, month: int, day: int) -> n.Expr:
    try:
        return expression(datetime.date(year.numerator if year.denominator == 1 else 0, month, day))
    except (ValueError, OverflowError) as error:
        sentence = say("'{day}/{month}/{year}' is not a date", day=day, month=month, year=exact_text(year))
        raise ExpressionError(sentence) from error


def days(start: n.Operand, end: n.Operand) -> n.Expr:
    """Return the days from `start` to `end`."""
    return n._intern(n.Days, _wanted(start, ValueType.DATE, "days"), _wanted(end, ValueType.DATE, "days"))


def working_days(start: n.Operand, end: n.Operand, calendar: n.Calendar | None = None) -> n.Expr:
    """Return the working days after `start` up to and with `end`, over a calendar."""
    dates = (_wanted(start, ValueType.DATE, "working_days"), _wanted(end, ValueType.DATE, "working_days"))
    return n._intern(n.WorkingDays, *dates, calendar or n.Calendar())


def compare(sign: n.Comparison, left: n.Operand, right: n.Operand) -> n.Expr:
    """Return a comparison of two numbers or dates, or the equality of two choices or truth values."""
    first, second = expression(left), expression(right)
    _comparable(sign, first, second)
    if isinstance(first, LITERALS) and isinstance(second, LITERALS):
        return yes_no(_COMPARISONS[sign](literal(first), literal(second)))
    return n._intern(n.Compare, sign, first, second)


def _comparable(sign: str, left: n.Expr, right: n.Expr) -> None:
    types = {left.type, right.type} - {None}
    if len(types) > 1:
        raise ExpressionError(say("a {left} cannot be compared with a {right}", left=left.type, right=right.type))
    if sign not in ("=", "!=") and types & {ValueType.CHOICE, ValueType.YES_NO}:
        raise ExpressionError(
            say("'{sign}' compares numbers and dates; a {type} is compared with = or !=", sign=sign, type=types.pop())
        )
    for one, other in ((left, right), (right, left)):
        _check_option(one, other)


def _check_option(one: n.Expr, other: n.Expr) -> None:
    if isinstance(one, n.Word) and isinstance(other, n.Input) and one.value not in other.domain.options:
        options = list(other.domain.options)
        raise ExpressionError(
            say("'{value}' is not an option of {name}: {options}", value=one.value, name=other.name, options=options)
        )
    if isinstance(one, n.Word) and isinstance(other, (n.NodeFigure, n.EachFigure)) and one.value not in set(Status):
        raise ExpressionError(say("'{value}' is not a status: {statuses}", value=one.value, statuses=", ".join(Status)))


def literal(node: n.Expr) -> Any:
    """Return the value of a literal node."""
    return node.ordinal if isinstance(node, n.Day) else node.value  # type: ignore[attr-defined]


def and_(*conditions: n.Operand) -> n.Expr:
    """Return Kleene's and; of nothing it is yes."""
    return _joined(n.And, NO, YES, conditions)


def or_(*conditions: n.Operand) -> n.Expr:
    """Return Kleene's or; of nothing it is no."""
    return _joined(n.Or, YES, NO, conditions)


def _joined(cls: type[Any], deciding: n.Expr, neutral: n.Expr, conditions: Iterable[n.Operand]) -> n.Expr:
    found = [_wanted(c, ValueType.YES_NO, cls.__name__.lower()) for c in conditions]
    of = [c for c in dict.fromkeys(_flat(cls, "of", found)) if c is not neutral]
    if deciding in of:
        return deciding
    return of[0] if len(of) == 1 else n._intern(cls, tuple(of)) if of else neutral


def not_(condition: n.Operand) -> n.Expr:
    """Return the contrary."""
    of = _wanted(condition, ValueType.YES_NO, "not")
    if isinstance(of, n.Truth):
        return yes_no(not of.value)
    return of.of if isinstance(of, n.Not) else n._intern(n.Not, of)


def is_in(state: State, value: n.Operand) -> n.Expr:
    """Return the condition that `value` is in a state; it is always known."""
    of = expression(value)
    if isinstance(of, n.Unknown):
        return yes_no(of.state is state)
    return NO if isinstance(of, LITERALS) else n._intern(n.Is, state, of)


def is_missing(value: n.Operand) -> n.Expr:
    """Return the condition that `value` is missing."""
    return is_in(State.MISSING, value)


def is_invalid(value: n.Operand) -> n.Expr:
    """Return the condition that `value` is invalid."""
    return is_in(State.INVALID, value)


def is_not_applicable(value: n.Operand) -> n.Expr:
    """Return the condition that `value` does not apply."""
    return is_in(State.NOT_APPLICABLE, value)


def when(condition: n.Operand, then: n.Operand, otherwise: n.Operand) -> n.Expr:
    """
    Return `then` where the condition holds, else `otherwise`.

    Only the chosen one is read. A missing or invalid condition gives its state; one that does not
    apply does not hold.
    """
    test, first, second = _wanted(condition, ValueType.YES_NO, "when"), expression(then), expression(otherwise)
    if None not in (first.type, second.type) and first.type != second.type:
        raise ExpressionError(
            say("when gives a {first} or a {second}; both must be of one type", first=first.type, second=second.type)
        )
    if isinstance(test, n.Truth):
        return first if test.value else second
    if isinstance(test, n.Unknown):
        return second if test.state is State.NOT_APPLICABLE else test
    return n._intern(n.When, test, first, second)


def note(value: n.Operand, effect: str, clause: int | None = None) -> n.Expr:
    """Return `value` with a note that is recorded when it is read, such as `"over_100"`."""
    return n._intern(n.Mark, expression(value), n.Tag(effect, clause))


def figure_of(code: str, figure: n.Figure) -> n.Expr:
    """Return the points, maximum, share or status of another node."""
    return n._intern(n.NodeFigure, code, figure)


def each(figure: n.Figure) -> n.Expr:
    """Return, inside `count_nodes`, a figure of the node being looked at."""
    return n._intern(n.EachFigure, figure)


def count_nodes(code: str, condition: n.Operand) -> n.Expr:
    """Return how many leaves below a node meet a condition written over `each(...)`."""
    return n._intern(n.CountNodes, code, _wanted(condition, ValueType.YES_NO, "count"))


def cohort(figure: n.CohortKind, of: n.Operand) -> n.Expr:
    """
    Return what a number is among all units: their mean, best, least, how many have one, or this unit's rank.

    `published_mean` is the mean at the edition's places. Nobody's mean does not apply; with no cohort all are missing.
    """
    return n._intern(n.CohortFigure, figure, _wanted(of, ValueType.NUMBER, f"cohort_{figure}"))


def total(name: n.Total) -> n.Expr:
    """Return one of the totals that an index is written over."""
    return n._intern(n.TotalFigure, name)


def bound(name: str, type: ValueType | None) -> n.Expr:
    """Return the value of an earlier binding of the programme."""
    return n._intern(n.Bound, name, type)
