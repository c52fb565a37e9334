"""
Exact numbers: reading, rounding, writing.

Inside the engine every number is a `Fraction` or a pair of integers; `Decimal` and decimal text
stand at the edges. A float is taken by its shortest decimal text and never travels further.

>>> exact("79.7"), exact(79.7), exact(7)
(Fraction(797, 10), Fraction(797, 10), Fraction(7, 1))
>>> Rounding(places=2).apply(exact("2.675"))
Fraction(67, 25)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from attrs import field, frozen, validators

from ._exact_text import digits, exact_text, read_exact_text
from ._sentences import Sentence, say
from .errors import NumberError

__all__ = [
    "MAX_DIGITS",
    "MODES",
    "Mode",
    "Rounding",
    "exact",
    "exact_text",
    "is_decimal_text",
    "read_exact_text",
    "round_pair",
    "share",
]

MAX_DIGITS: Final = 30

Mode: TypeAlias = Literal["half_up", "half_even", "down", "up"]

_DECIMAL_TEXT = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_EXPONENT_TEXT = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?[eE][+-]?[0-9]+", re.ASCII)


def exact(value: object) -> Fraction:
    """
    Read a number exactly.

    Accepts `int`, `Fraction`, `Decimal`, decimal text such as `"12.5"`, and a `float` by its shortest
    text. Raises `NumberError`, a sentence with a hint, for everything else: truth values, NaN,
    infinities, exponents in text, a decimal comma, more than 30 digits.
    """
    if isinstance(value, bool):
        raise NumberError(say("'{value}' is yes or no, not a number", value=str(value).lower()))
    reader = _READERS.get(type(value)) or _inherited_reader(value)
    return reader(value)


def _inherited_reader(value: object) -> Callable[[object], Fraction]:
    for base, reader in _READERS.items():
        if isinstance(value, base):
            return reader
    raise NumberError(say("a {type} is not a number", type=type(value).__name__))


def _from_int(value: object) -> Fraction:
    assert isinstance(value, int)
    if abs(value) >= 10**MAX_DIGITS:
        raise NumberError(say("a number has more than {most} digits", most=MAX_DIGITS))
    return Fraction(value)


def _from_fraction(value: object) -> Fraction:
    assert isinstance(value, Fraction)
    return Fraction(_from_int(value.numerator), _from_int(value.denominator))


def _from_float(value: object) -> Fraction:
    assert isinstance(value, float)
    return _from_decimal(Decimal(float.__repr__(value)))


def _from_decimal(value: object) -> Fraction:
    assert isinstance(value, Decimal)
    if not value.is_finite():
        raise NumberError(say("'{value}' is not a finite number", value=str(value)))
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    if value and max(len(digits) + exponent, len(digits), -exponent) > MAX_DIGITS:
        raise NumberError(_too_long(str(value)))
    return Fraction(value) if value else Fraction(0)


def _from_text(value: object) -> Fraction:
    assert isinstance(value, str)
    text = value.strip()
    if not is_decimal_text(text):
        raise NumberError(_why_not(text))
    if sum(map(str.isdigit, text)) > MAX_DIGITS:
        raise NumberError(_too_long(text))
    return Fraction(text)


def is_decimal_text(text: str) -> bool:
    """Return whether a text is a number as it may be written."""
    return _DECIMAL_TEXT.fullmatch(text.strip()) is not None


def _too_long(text: str) -> Sentence:
    return say("'{number}' has more than {most} digits", number=_shortened(text), most=MAX_DIGITS)


def _why_not(text: str) -> Sentence:
    shown = _shortened(text)
    if _EXPONENT_TEXT.fullmatch(text):
        return say("'{number}' has an exponent; write the digits out", number=shown)
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", text, re.ASCII):
        return say("'{number}' has a comma; write '{corrected}'", number=shown, corrected=shown.replace(",", "."))
    return say("'{text}' is not a number", text=shown)


def _shortened(text: str, width: int = 40) -> str:
    return text if len(text) <= width else f"{text[:width]}…"


_READERS: Final[Mapping[type, Callable[[object], Fraction]]] = {
    int: _from_int,
    Fraction: _from_fraction,
    Decimal: _from_decimal,
    float: _from_float,
    str: _from_text,
}


def share(value: object) -> Fraction:
    """
    Read a share: `"80%"` or `"80 %"` is 4/5, a bare number is itself.

    >>> share("80 %"), share("0.8")
    (Fraction(4, 5), Fraction(4, 5))
    """
    if isinstance(value, str) and value.rstrip().endswith("%"):
        return exact(value.rstrip()[:-1]) / 100
    return exact(value)


def round_pair(numerator: int, denominator: int, scale: int, mode: Mode = "half_up") -> int:
    """Return `numerator / denominator × scale` as a whole number; `denominator` is positive."""
    sign = -1 if numerator < 0 else 1
    whole, rest = divmod(abs(numerator) * scale, denominator)
    return sign * (whole + _UPWARD[mode](2 * rest - denominator, rest, whole))


#: How far a magnitude goes up: by (twice the rest less the denominator, the rest, the whole part).
_UPWARD: Final[Mapping[Mode, Callable[[int, int, int], bool]]] = {
    "half_up": lambda over_half, _rest, _whole: over_half >= 0,
    "half_even": lambda over_half, _rest, whole: over_half > 0 or (over_half == 0 and whole % 2 == 1),
    "down": lambda _over_half, _rest, _whole: False,
    "up": lambda _over_half, rest, _whole: rest > 0,
}

MODES: Final[tuple[Mode, ...]] = tuple(_UPWARD)


@frozen
class Rounding:
    """To how many decimal places, and which way; half up is away from zero."""

    places: int = field(default=2, validator=[validators.ge(0), validators.le(12)])
    mode: Mode = field(default="half_up", validator=validators.in_(MODES))

    def apply(self, value: Fraction) -> Fraction:
        """Return `value` rounded, exactly."""
        scale = 10**self.places
        return Fraction(round_pair(value.numerator, value.denominator, scale, self.mode), scale)

    def decimal(self, value: Fraction) -> Decimal:
        """Return `value` rounded, with every declared place written: `Decimal('84.60')`."""
        whole = round_pair(value.numerator, value.denominator, 10**self.places, self.mode)
        return Decimal((int(whole < 0), tuple(map(int, digits(abs(whole)))), -self.places))
