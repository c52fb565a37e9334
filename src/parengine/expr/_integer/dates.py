"""Dates of the integer form: ordinals, with the year, the days and the working days worked out of them."""

from __future__ import annotations

from typing import Final

from .._calendar import LAST_YEAR
from .._nodes import Calendar
from .form import Op
from .ops import Ops

#: The days of 400, 100, 4 years and one, and of the year's months before each; a leap year has one more after February.
_ERA, _CENTURY, _FOUR, _YEAR = 146_097, 36_524, 1_461, 365
_BEFORE: Final = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_FEBRUARY: Final = 2


def year_of(ops: Ops, ordinal: Op) -> Op:
    """Return the year of the day with an ordinal from 1."""
    day = ops.max(ops.sub(ordinal, ops.const(1)), ops.const(0))
    year, rest = ops.const(1), day
    for days, years, most in ((_ERA, 400, None), (_CENTURY, 100, 3), (_FOUR, 4, None), (_YEAR, 1, 3)):
        count = ops.div(rest, ops.const(days))
        count = count if most is None else ops.min(count, ops.const(most))
        rest = ops.max(ops.sub(rest, ops.times(count, days)), ops.const(0))
        year = ops.add(year, ops.times(count, years))
    return year


def is_year(ops: Ops, over: Op, under: Op) -> Op:
    """Return whether a pair is a year of the calendar."""
    whole = ops.div(over, under)
    no_rest = ops.eq(ops.mul(whole, under), over)
    return ops.both(no_rest, ops.le(ops.const(1), whole), ops.le(whole, ops.const(LAST_YEAR)))


def ordinal_of(ops: Ops, over: Op, under: Op, month: int, day: int) -> Op:
    """Return the ordinal of a day of a year, garbage that fits where it is no year of the calendar."""
    year = ops.min(ops.max(ops.div(over, under), ops.const(1)), ops.const(LAST_YEAR))
    before = ops.sub(year, ops.const(1))
    leaps = ops.add(
        ops.div(before, ops.const(4)), ops.negative(ops.div(before, ops.const(100))), ops.div(before, ops.const(400))
    )
    found = ops.add(ops.times(before, _YEAR), leaps, ops.const(_BEFORE[month - 1] + day))
    return found if month <= _FEBRUARY else ops.add(found, ops.number_of(_is_leap(ops, year)))


def _is_leap(ops: Ops, year: Op) -> Op:
    fourth, century, era = (_divides(ops, number, year) for number in (4, 100, 400))
    return ops.both(fourth, ops.either(ops.not_(century), era))


def _divides(ops: Ops, number: int, year: Op) -> Op:
    return ops.eq(ops.times(ops.div(year, ops.const(number)), number), year)


def working_days(ops: Ops, calendar: Calendar, start: Op, end: Op) -> Op:
    """Return the working days after one ordinal up to and with another, negative when before."""
    return ops.sub(_worked_up_to(ops, calendar, end), _worked_up_to(ops, calendar, start))


def _worked_up_to(ops: Ops, calendar: Calendar, ordinal: Op) -> Op:
    """Return the days worked up to an ordinal, counted from somewhere that is the same for all."""
    weeks = [ops.div(ops.add(ordinal, ops.const(6 - weekday)), ops.const(7)) for weekday in calendar.weekdays]
    lost = [each for each in calendar.holidays if (each - 1) % 7 in calendar.weekdays]
    won = [each for each in calendar.made_up if (each - 1) % 7 not in calendar.weekdays]
    passed = [ops.number_of(ops.le(ops.const(each), ordinal)) for each in won]
    missed = [ops.negative(ops.number_of(ops.le(ops.const(each), ordinal))) for each in lost]
    return ops.add(ops.const(0), *weeks, *passed, *missed)
