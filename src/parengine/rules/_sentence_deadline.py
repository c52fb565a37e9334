"""A deadline in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ..expr._guards import Facts
from ..types import Text
from .sentences import Named, Phrase, Points, Signed, opening, phrase

if TYPE_CHECKING:
    from .deadline import Deadline


def deadline_told(rule: Deadline, maximum: Fraction) -> Iterator[Phrase]:
    """Yield the rule in words."""
    fields = {"date": Named(rule.date), "due": Signed(rule.due), "points": Points(min(rule.best(maximum), maximum))}
    vi, en = "{date} không muộn hơn {due}: {points}", "{date} is not later than {due}: {points}"
    yield opening(vi, en, **fields)
    yield from _delays(rule)
    if rule.cut_off is not None:
        cut = {"cut": Signed(rule.cut_off), "points": Points(rule.otherwise)}
        yield phrase("sau {cut}: {points}", "after {cut}: {points}", **cut)
    if not Facts().not_never(rule.date):
        never = Points(rule.otherwise if rule.never is None else rule.never)
        yield phrase("không thực hiện: {points}", "never done: {points}", points=never)


def _delays(rule: Deadline) -> Iterator[Phrase]:
    """Yield what being late gives, in words."""
    unit = _DAYS[rule.calendar is not None]
    if rule.per_day is not None:
        yield from _each_day(rule.per_day, rule.free_days, unit)
        return
    for step in rule.late:
        late = {"days": step.days, "unit": unit, "points": Points(step.points)}
        yield phrase("chậm không quá {days} {unit}: {points}", "up to {days} {unit} late: {points}", **late)
    vi, en = ("muộn hơn: {points}", "later: {points}")
    yield phrase(vi, en, points=Points(rule.otherwise))


#: Calendar days or working days, in words.
_DAYS: Final[Mapping[bool, Text]] = {False: Text("ngày", "days"), True: Text("ngày làm việc", "working days")}


def _each_day(per_day: Fraction, free_days: Fraction, unit: Text) -> Iterator[Phrase]:
    """Yield what each day late costs, in words."""
    if free_days:
        fields = {"free": free_days, "unit": unit}
        yield phrase("chậm không quá {free} {unit}: không trừ điểm", "up to {free} {unit} late: nothing off", **fields)
    each = {"cost": Points(per_day), "unit": unit, "least": Points(0)}
    vi = "mỗi {unit} chậm{after} bị trừ {cost}, còn lại không thấp hơn {least}"
    en = "{cost} off for each of the {unit} late{after}, down to {least}"
    yield phrase(vi, en, after=_AFTER[bool(free_days)], **each)


_AFTER: Final[Mapping[bool, Text]] = {False: Text("", ""), True: Text(" tiếp theo", " after those")}
