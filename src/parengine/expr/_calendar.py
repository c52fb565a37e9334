"""Days counted over a calendar of working days."""

from __future__ import annotations

import datetime
from functools import lru_cache

from ._nodes import Calendar

LAST_YEAR = 9999


@lru_cache(maxsize=4096)
def date_ordinal(numerator: int, denominator: int, month: int, day: int) -> int | None:
    """Return the ordinal of a day in a computed year, None where that is not a year of the calendar."""
    year, rest = divmod(numerator, denominator)
    return None if rest or not 1 <= year <= LAST_YEAR else datetime.date(year, month, day).toordinal()


def working_days_between(calendar: Calendar, start: int, end: int) -> int:
    """Return the working days after the ordinal `start` up to and with `end`, negative when before."""
    if end < start:
        return -working_days_between(calendar, end, start)
    weeks, rest = divmod(end - start, 7)
    worked = weeks * len(calendar.weekdays) + sum(_is_weekday(calendar, end - back) for back in range(rest))
    lost = sum(start < holiday <= end and _is_weekday(calendar, holiday) for holiday in calendar.holidays)
    won = sum(start < extra <= end and not _is_weekday(calendar, extra) for extra in calendar.made_up)
    return worked - lost + won


def _is_weekday(calendar: Calendar, ordinal: int) -> bool:
    return (ordinal - 1) % 7 in calendar.weekdays
