"""Exact numbers as text, and back: a decimal where it ends, else a fraction."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final


def exact_text(value: Fraction) -> str:
    """
    Write a number so that it reads back the same: a decimal where it ends, else a fraction.

    >>> exact_text(Fraction(3, 8)), exact_text(Fraction(81, 58)), exact_text(Fraction(-2))
    ('0.375', '81/58', '-2')
    """
    return exact_text_of(value.numerator, value.denominator)


def exact_text_of(over: int, under: int) -> str:
    """Write a fraction in lowest terms as `exact_text` does."""
    places = _decimal_places(under)
    if places is None:
        return f"{digits(over)}/{digits(under)}"
    whole = digits(abs(over) * 10**places // under).rjust(places + 1, "0")
    sign = "-" if over < 0 else ""
    return sign + (f"{whole[:-places]}.{whole[-places:]}" if places else whole)


def digits(whole: int) -> str:
    """Write a whole number; an exact sum of many shares may have more digits than the interpreter writes itself."""
    return str(whole) if whole.bit_length() < _LONG else str(Decimal(whole))


#: From how many bits on a number goes through `Decimal`, which has no limit on digits.
_LONG: Final = 8_000


def _decimal_places(denominator: int) -> int | None:
    """Return how many places a fraction over `denominator` needs, None where it never ends."""
    twos = (denominator & -denominator).bit_length() - 1
    fives, rest = 0, denominator >> twos
    while rest % 5 == 0:
        fives, rest = fives + 1, rest // 5
    return max(twos, fives) if rest == 1 else None


def read_exact_text(text: str) -> Fraction:
    """Read what `exact_text` wrote."""
    numerator, bar, denominator = text.partition("/")
    read = Fraction(Decimal(numerator))
    return read / int(Decimal(denominator)) if bar else read
