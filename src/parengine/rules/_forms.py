"""
Plain forms: what may be written in a slot, as a schema fragment and as a reader, from one declaration.

A form has `schema()` and `read(written, reading, path)`; a reader gives the value, or `UNREAD` after it has
reported a sentence. No document makes it raise.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Protocol

from attrs import frozen

from .._numbers import exact
from .._numbers import share as read_share
from .._sentences import figure as shown
from .._sentences import say
from ..errors import NumberError
from ..types import ValueType
from ._scope import UNREAD, Path, Reading

_FARTHEST: Final = 10**15

_PERCENT: Final = r"^-?[0-9]{1,15}(\.[0-9]{1,12})? ?%$"
_SHARE: Final = r"^[0-9]{1,15}(\.[0-9]{1,12})? ?%$"


class Form(Protocol):
    """What may be written in a slot."""

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema fragment."""
        ...

    def read(self, written: object, reading: Reading, path: Path) -> object:
        """Return the value, or `UNREAD` after a report."""
        ...


_TYPE_WORDS: Final[Mapping[type, str]] = {
    bool: say("yes or no"),
    str: say("a text"),
    list: say("a list"),
    tuple: say("a list"),
    dict: say("a mapping"),
    type(None): say("nothing"),
}


def described(written: object) -> str:
    """Return what a document holds in a few words: a value in quotes, or the type of what is larger."""
    if isinstance(written, bool):
        return f"'{str(written).lower()}'"
    if isinstance(written, str | int | Decimal | float | datetime.date) and not _huge(written):
        return f"'{printable(str(written))}'"
    return _TYPE_WORDS.get(type(written)) or say("a {type}", type=type(written).__name__)


def _huge(written: object) -> bool:
    return isinstance(written, int) and abs(written) >= 10**40


def printable(text: str, width: int = 40) -> str:
    """Return a text on one line, cut where it is long."""
    shown = "".join(c if c.isprintable() else "?" for c in text[: width + 1])
    return shown if len(text) <= width else f"{shown[:width]}…"


@frozen
class Expression:
    """A number, condition, date or choice: an expression text, or the plain value."""

    wanted: ValueType

    def schema(self) -> dict[str, Any]:
        """Return the JSON types of the plain value and of a text."""
        return {"type": list(_PLAIN[self.wanted][1]), "minLength": 1}

    def read(self, written: object, reading: Reading, path: Path) -> object:
        """Return the expression that the scope reads."""
        types, _, words = _PLAIN[self.wanted]
        if not isinstance(written, types) or (isinstance(written, bool) and bool not in types):
            return reading.refuse(path, say("{written} is not {wanted}", written=described(written), wanted=words))
        found = reading.scope.expression(written, self.wanted, path)
        return UNREAD if found is None else found


#: The Python types and the JSON types of what may be written, and the words for it.
_PLAIN: Final[Mapping[ValueType, tuple[tuple[type, ...], tuple[str, ...], str]]] = {
    ValueType.NUMBER: (
        (str, int, Decimal, Fraction, float),
        ("number", "string"),
        say("a number or the text of an expression"),
    ),
    ValueType.YES_NO: ((str, bool), ("string", "boolean"), say("the text of a condition")),
    ValueType.DATE: ((str, datetime.date), ("string",), say("the text of a date such as 'date(year, 1, 31)'")),
    ValueType.CHOICE: ((str,), ("string",), say("the name of a choice")),
}


@frozen
class Amount:
    """A plain number within limits: points, or a whole number of something."""

    low: Fraction | None = Fraction(0)
    high: Fraction = Fraction(10**9)
    whole: bool = False
    above_low: bool = False

    def schema(self) -> dict[str, Any]:
        """Return the type and the limits."""
        lower = {"exclusiveMinimum" if self.above_low else "minimum": int(self.low)} if self.low is not None else {}
        return {"type": "integer" if self.whole else "number", **lower, "maximum": int(self.high)}

    def read(self, written: object, reading: Reading, path: Path) -> object:
        """Return the number as a `Fraction`."""
        if isinstance(written, str | bool):
            return reading.refuse(path, say("{written} is not a plain number", written=described(written)))
        value = _number(written, reading, path)
        wrong = self._outside(value, described(written)) if isinstance(value, Fraction) else None
        return reading.refuse(path, wrong) if wrong else value

    def _outside(self, value: Fraction, written: str) -> str | None:
        if self.low is not None and (value < self.low or (self.above_low and value == self.low)):
            low = shown(self.low)
            if self.above_low:
                return say("{written} must be above {low}", written=written, low=low)
            return say("{written} must be at least {low}", written=written, low=low)
        if value > self.high:
            return say("{written} must be at most {high}", written=written, high=shown(self.high))
        odd = self.whole and value.denominator != 1
        return say("{written} is not a whole number", written=written) if odd else None


def _number(written: object, reading: Reading, path: Path) -> object:
    try:
        return exact(written)
    except NumberError as error:
        return reading.refuse(path, error.sentence)


@frozen
class Share:
    """A share of a whole: `"80%"`, or a plain number from 0 to 1."""

    above_zero: bool = False

    def schema(self) -> dict[str, Any]:
        """Return a number up to 1 or a percentage."""
        lower = "exclusiveMinimum" if self.above_zero else "minimum"
        return {"type": ["number", "string"], lower: 0, "maximum": 1, "pattern": _SHARE}

    def read(self, written: object, reading: Reading, path: Path) -> object:
        """Return the share as a `Fraction`; a bare number above 1 is taken for a forgotten '%'."""
        value = _share(written, _SHARE, reading, path)
        if not isinstance(value, Fraction):
            return value
        if not isinstance(written, str) and value > 1:
            return reading.refuse(
                path, say("{written} is more than the whole; a percentage is written '80%'", written=described(written))
            )
        wrong = value < 0 or (self.above_zero and value == 0)
        small = say("{written} is too small for a share", written=described(written))
        return reading.refuse(path, small) if wrong else value


@frozen
class Threshold:
    """A number that a value is compared with: plain, or a percentage such as `"80%"`."""

    def schema(self) -> dict[str, Any]:
        """Return a number or a percentage."""
        return {"type": ["number", "string"], "minimum": -_FARTHEST, "maximum": _FARTHEST, "pattern": _PERCENT}

    def read(self, written: object, reading: Reading, path: Path) -> object:
        """Return the threshold as a `Fraction`."""
        value = _share(written, _PERCENT, reading, path)
        if isinstance(value, Fraction) and not isinstance(written, str) and abs(value) > _FARTHEST:
            told = {"written": described(written), "most": str(_FARTHEST)}
            return reading.refuse(path, say("{written} is out of all proportion; at most {most} is read", **told))
        return value


def _share(written: object, pattern: str, reading: Reading, path: Path) -> object:
    if isinstance(written, bool) or (isinstance(written, str) and not re.search(pattern, written, re.ASCII)):
        odd = say("{written} is neither a number nor a percentage such as '80%'", written=described(written))
        return reading.refuse(path, odd)
    return _number(read_share(written) if isinstance(written, str) else written, reading, path)


@frozen
class Flag:
    """Yes or no, written out."""

    def schema(self) -> dict[str, Any]:
        """Return the boolean type."""
        return {"type": "boolean"}

    def read(self, written: object, reading: Reading, path: Path) -> object:
        """Return the truth value."""
        if isinstance(written, bool):
            return written
        return reading.refuse(path, say("{answer} is neither true nor false", answer=described(written)))


@frozen
class WorkingCalendar:
    """Whether days are working days; the value is the edition's calendar, or None."""

    def schema(self) -> dict[str, Any]:
        """Return the boolean type."""
        return {"type": "boolean"}

    def read(self, written: object, reading: Reading, path: Path) -> object:
        """Return the calendar where working days are wanted."""
        wanted = Flag().read(written, reading, path)
        return reading.scope.calendar() if wanted is True else None if wanted is False else wanted


@frozen
class OneOf:
    """One of a few words."""

    words: tuple[str, ...]

    def schema(self) -> dict[str, Any]:
        """Return the words."""
        return {"enum": list(self.words)}

    def read(self, written: object, reading: Reading, path: Path) -> object:
        """Return the word."""
        if isinstance(written, str) and written in self.words:
            return written
        return reading.refuse(
            path, say("{answer} is not one of {options}", answer=described(written), options=list(self.words))
        )


@frozen
class RatingsName:
    """The name of a declared distribution of answers."""

    def schema(self) -> dict[str, Any]:
        """Return a text."""
        return {"type": "string", "minLength": 1}

    def read(self, written: object, reading: Reading, path: Path) -> object:
        """Return the `Ratings` that the scope finds."""
        if not isinstance(written, str):
            return reading.refuse(
                path, say("{written} is not the name of a 'ratings' input", written=described(written))
            )
        found = reading.scope.ratings(written, path)
        return UNREAD if found is None else found
