"""The bounds reading of dates: years, days and working days, over regions that may hold `never`."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from . import _bounds as r
from . import _nodes as n
from ._bounds import Reach, in_state, strict_states
from ._bounds_facts import Scope
from ._calendar import date_ordinal, working_days_between
from ._domain import NEVER

if TYPE_CHECKING:
    from ._bounds_reading import Reading


def _without_never(reach: Reach) -> Reach:
    """Return a date's reach with `never` turned into the state that a computation over it has."""
    if reach.high != NEVER:
        return reach
    if reach.low == NEVER:
        return in_state(reach.states | r.INVALID)
    return Reach(reach.low, datetime.date.max.toordinal(), reach.states | r.INVALID)


def year_of(reading: Reading, e: n.YearOf, scope: Scope) -> Reach:
    """Return the year of a date."""
    of = _without_never(reading.reach(e.of, scope))
    if of.low is None or of.high is None:
        return of
    first, last = (datetime.date.fromordinal(int(day)).year for day in (of.low, of.high))
    return Reach(first, last, of.states)


def date_of(reading: Reading, e: n.DateOf, scope: Scope) -> Reach:
    """Return a month and day in a year."""
    year = reading.reach(e.year, scope)
    if year.low is None or year.high is None:
        return year
    single = year.low == year.high and Fraction(year.low).denominator == 1
    states = year.states if single and 1 <= year.low <= datetime.MAXYEAR else year.states | r.INVALID
    first, last = max(-(-year.low // 1), 1), min(year.high // 1, datetime.MAXYEAR)
    if first > last:
        return in_state(states)
    if isinstance(e.year, n.Input) and e.year.origin == "period":
        states = year.states
    return Reach(date_ordinal(int(first), 1, e.month, e.day), date_ordinal(int(last), 1, e.month, e.day), states)


def _between(
    reading: Reading, e: n.Days | n.WorkingDays, scope: Scope, ends: Callable[[Any, Reach, Reach], tuple[int, int]]
) -> Reach:
    """Return what lies between two dates; from or to `never` it is invalid, where both are dates at all."""
    dates = reading.reaches((e.start, e.end), scope)
    states, has_value = strict_states(dates)
    if not has_value:
        return in_state(states)
    states |= r.INVALID if any(date.high == NEVER for date in dates) else 0
    start, end = map(_without_never, dates)
    if start.low is None or end.low is None:
        return in_state(states)
    return Reach(*ends(e, start, end), states)


def days_between(reading: Reading, e: n.Days, scope: Scope) -> Reach:
    """Return the days from one date to another."""
    return _between(reading, e, scope, _days)


def working_between(reading: Reading, e: n.WorkingDays, scope: Scope) -> Reach:
    """Return the working days from one date to another."""
    return _between(reading, e, scope, _working_days)


def _days(_: n.Days, start: Reach, end: Reach) -> tuple[int, int]:
    return end.low - start.high, end.high - start.low  # type: ignore[operator,return-value]


def _working_days(e: n.WorkingDays, start: Reach, end: Reach) -> tuple[int, int]:
    corners = ((start.high, end.low), (start.low, end.high))
    low, high = (working_days_between(e.calendar, int(a), int(b)) for a, b in corners)  # type: ignore[arg-type]
    return low, high
