"""
Deadline: a date against a due date.

On the due day is on time, and so is earlier. Later gives the points of the first `late` step that the delay
fits in (its last day counts), or so much less for each day after `free_days`, never below 0. Later than the
last step, or after `cut_off`, gives `else`; a date that is `never` gives `never`. Days are calendar days, or
with `working_days` those of the edition's calendar.

>>> from parengine.expr import Domain, answer, date_of, evaluate
>>> issued = answer("issued", Domain("date", never=True))
>>> rule = Deadline(date=issued, due=date_of(2022, 1, 31), on_time="0.5", late=[Late(days=30, points="0.25")])
>>> days = ("2022-01-31", "2022-03-02", "2022-03-03", "never")
>>> [str(evaluate(rule.points(Fraction("0.5")), {"issued": day})) for day in days]
['1/2', '1/4', '0', '0']
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

from .._sentences import figure as shown
from .._sentences import say
from ..expr import NEVER, Calendar, Expr, days, when, working_days
from ..expr._guards import Facts
from . import slots
from ._figures import figure, held, too_many
from ._sentence_deadline import deadline_told
from ._slots import Alternatives, at_most_one
from .slots import kind, part


@part
class Late:
    """A delay of up to so many days, and what it still gives."""

    days: Fraction = slots.whole_number("The most days late.")
    points: Fraction = slots.amount("The points that are still given.")


@kind
class Deadline:
    """Points by a date against a due date."""

    name: ClassVar[str] = "deadline"
    alternatives: ClassVar[tuple[Alternatives, ...]] = (at_most_one("late", "per_day"),)

    date: Expr = slots.date("When it was done.", helps="down")
    due: Expr = slots.date("The last day that is on time.", helps="up")
    on_time: Fraction | None = slots.amount("The points when on time; by default the maximum.", default=None)
    late: tuple[Late, ...] = slots.listed(Late, "What delays still give.", least=0, default=())
    per_day: Fraction | None = slots.amount("The points taken away for each day late.", above_zero=True, default=None)
    free_days: Fraction = slots.whole_number(
        "How many days late cost nothing; with `per_day`.", low=0, default=Fraction(0)
    )
    calendar: Calendar | None = slots.working_days_flag("Whether days are working days.", key="working_days")
    cut_off: Expr | None = slots.date("After this day nothing counts any more.", helps="up", default=None)
    otherwise: Fraction = slots.amount("The points when too late.", key="else", default=Fraction(0))
    never: Fraction | None = slots.amount("The points when never done; by default those of `else`.", default=None)

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        best = min(self.best(maximum), maximum)
        late = self._late(best, maximum)
        if self.cut_off is not None:
            late = when(self.date > self.cut_off, held(self.otherwise, maximum), late)
        if not Facts().not_never(self.due):
            late = when(self.due.equals(NEVER), figure(best), late)
        known = when(self.date <= self.due, figure(best), late)
        never = held(self.otherwise if self.never is None else self.never, maximum)
        return known if Facts().not_never(self.date) else when(self.date.equals(NEVER), never, known)

    def best(self, maximum: Fraction) -> Fraction:
        """Return the points when on time."""
        return maximum if self.on_time is None else self.on_time

    @property
    def delay(self) -> Expr:
        """Return the days from the due day to the date."""
        if self.calendar is None:
            return days(self.due, self.date)
        return working_days(self.due, self.date, self.calendar)

    def _late(self, best: Fraction, maximum: Fraction) -> Expr:
        if self.per_day is not None:
            return self._by_day(best, self.per_day)
        earned = held(self.otherwise, maximum)
        for step in sorted(self.late, key=lambda step: step.days, reverse=True):
            earned = when(self.delay <= figure(step.days), held(step.points, maximum), earned)
        return earned

    def _by_day(self, best: Fraction, per_day: Fraction) -> Expr:
        used_up = when(
            self.delay >= figure(self.free_days + best / per_day),
            0,
            figure(best) - (self.delay - figure(self.free_days)) * figure(per_day),
        )
        return when(self.delay <= figure(self.free_days), figure(best), used_up)

    sentence = deadline_told

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield amounts beyond the maximum, and steps by which a longer delay gives more."""
        yield from too_many(self.best(maximum), maximum, "'on_time'")
        if self.free_days and self.per_day is None:
            yield say("'free_days' goes with 'per_day'")
        yield from self._order_problems(self.best(maximum))

    def _order_problems(self, on_time: Fraction) -> Iterator[str]:
        amounts = [on_time, *(step.points for step in self.late), self.otherwise]
        for sooner, later in pairwise(amounts):
            if later > sooner:
                amounts_told = {"later": shown(later), "sooner": shown(sooner)}
                yield say("being later gives more: {later} points after {sooner}", **amounts_told)
        for first, second in pairwise(step.days for step in self.late):
            if second <= first:
                days_told = {"second": shown(second), "first": shown(first)}
                yield say("{second} days late must come after fewer days than {first}", **days_told)
        if self.never is not None and self.never > on_time:
            yield say("never gives more than on time: {points} points", points=shown(self.never))
