"""
What an input may be answered with, and how an answer is read.

One `Domain` serves every reading: the oracle and the edges call `admit`, the compiled reading tests the
same limits in line and calls `admit` for whatever is not plainly inside them.

>>> percent = Domain("percent", low=Fraction(0), high=Fraction(100), places=2)
>>> percent.admit("79.7")
Fraction(797, 1000)
>>> percent.admit(140)
Refusal(sentence="'140' is above 100, the highest it may be")
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from .._numbers import exact
from .._sentences import Sentence, figure, say
from ..errors import NumberError
from ..types import ValueType

Kind: TypeAlias = Literal["count", "quantity", "percent", "points", "yes_no", "date", "choice", "exact"]
Value: TypeAlias = "Fraction | bool | int | str"

#: The answer "it has not happened": known, and later than every date (an ordinal far past year 9999).
NEVER: Final = 10_000_000
NEVER_WORD: Final = "never"

_DAY_TEXT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

VALUE_TYPES: Final[Mapping[Kind, ValueType]] = {
    "count": ValueType.NUMBER,
    "quantity": ValueType.NUMBER,
    "percent": ValueType.NUMBER,
    "points": ValueType.NUMBER,
    "yes_no": ValueType.YES_NO,
    "date": ValueType.DATE,
    "choice": ValueType.CHOICE,
    "exact": ValueType.NUMBER,
}


@frozen
class Refusal:
    """Why an answer is not admitted; the leaf that reads it is invalid."""

    sentence: str


def _limit(value: object) -> Fraction | None:
    """Read a limit exactly; a whole number that stayed an int would be divided to a float."""
    return None if value is None else exact(value)


@frozen
class Domain:
    """
    The type of an input and its limits.

    Numbers have `low` and `high` in the unit they are entered in (a percent from 0 to 100), `places`
    after the point and perhaps a `step`; `exact` is what the engine itself computed, of any length. A date may allow
    `never`; a choice has its `options`.
    """

    kind: Kind
    low: Fraction | None = field(default=None, converter=_limit)
    high: Fraction | None = field(default=None, converter=_limit)
    places: int = 0
    step: Fraction | None = field(default=None, converter=_limit)
    never: bool = False
    options: tuple[str, ...] = ()

    @property
    def type(self) -> ValueType:
        """Return the type that an expression sees."""
        return VALUE_TYPES[self.kind]

    @property
    def unit_scale(self) -> int:
        """Return what an entered number is divided by: 100 for a percent."""
        return 100 if self.kind == "percent" else 1

    def admit(self, answer: object) -> Value | Refusal:
        """
        Read one answer: a `Fraction`, a truth value, a day's ordinal or an option's id.

        A date is a `datetime.date`, ISO text or `"never"`. Whatever cannot be admitted gives a
        `Refusal`, never an exception.
        """
        return _ADMISSIONS[self.type](self, answer)

    def read_limits(self) -> tuple[Fraction | None, Fraction | None]:
        """Return the lowest and highest value an expression can see."""
        low = None if self.low is None else self.low / self.unit_scale
        return low, None if self.high is None else self.high / self.unit_scale


def _admit_number(domain: Domain, answer: object) -> Value | Refusal:
    if domain.kind == "exact" and isinstance(answer, Fraction):
        return answer
    try:
        value = exact(answer)
    except NumberError as error:
        return Refusal(error.sentence)
    refused = _outside(domain, value)
    return Refusal(refused) if refused else value / domain.unit_scale


def _outside(domain: Domain, value: Fraction) -> Sentence | None:
    """Return what keeps a number out of its domain, None where nothing does."""
    given = figure(value)
    if domain.low is not None and value < domain.low:
        return say("'{value}' is below {low}, the lowest it may be", value=given, low=figure(domain.low))
    if domain.high is not None and value > domain.high:
        return say("'{value}' is above {high}, the highest it may be", value=given, high=figure(domain.high))
    if (value * 10**domain.places).denominator != 1:
        return _too_fine(given, domain.places)
    if domain.step and (value / domain.step).denominator != 1:
        return say("'{value}' is not a multiple of {step}", value=given, step=figure(domain.step))
    return None


def _too_fine(given: str, places: int) -> Sentence:
    if not places:
        return say("'{value}' is not a whole number", value=given)
    return say("'{value}' has more than {places} decimal places", value=given, places=places)


def _admit_yes_no(_domain: Domain, answer: object) -> Value | Refusal:
    return answer if isinstance(answer, bool) else _not_yes_or_no(answer)


def _not_yes_or_no(answer: object) -> Refusal:
    return Refusal(say("{answer} is neither true nor false", answer=_quoted(answer)))


def _admit_date(domain: Domain, answer: object) -> Value | Refusal:
    if answer == NEVER_WORD:
        return NEVER if domain.never else Refusal(say("'never' is not an answer here; enter a date"))
    day = read_day(answer)
    if day is None:
        return Refusal(say("{answer} is not a date; write it as 2022-01-31", answer=_quoted(answer)))
    return day.toordinal()


def read_day(answer: object) -> datetime.date | None:
    """Return a date given as a date or as ISO text, None where it is neither."""
    if isinstance(answer, datetime.date) and not isinstance(answer, datetime.datetime):
        return answer
    if not (isinstance(answer, str) and _DAY_TEXT.fullmatch(answer)):
        return None
    try:
        return datetime.date.fromisoformat(answer)
    except ValueError:
        return None


def _admit_choice(domain: Domain, answer: object) -> Value | Refusal:
    if isinstance(answer, str) and answer in domain.options:
        return answer
    options = list(domain.options)
    return Refusal(say("{answer} is not one of {options}", answer=_quoted(answer), options=options))


def _quoted(answer: object, width: int = 40) -> str:
    if isinstance(answer, bool):
        return f"'{str(answer).lower()}'"
    if not isinstance(answer, str | int | Decimal | float | datetime.date):
        return say("a {type}", type=type(answer).__name__)
    if isinstance(answer, int) and abs(answer) >= 10**width:
        return say("'a very large number'")
    return f"'{str(answer)[:width]}'"


_ADMISSIONS: Final[Mapping[ValueType, Callable[[Domain, object], Value | Refusal]]] = {
    ValueType.NUMBER: _admit_number,
    ValueType.YES_NO: _admit_yes_no,
    ValueType.DATE: _admit_date,
    ValueType.CHOICE: _admit_choice,
}
