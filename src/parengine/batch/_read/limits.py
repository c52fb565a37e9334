"""The limits of an input in whole numbers: the admitted values, each at the input's places."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor, gcd
from typing import Final

from attrs import frozen

from ...expr._domain import NEVER, Domain
from ...types import ValueType

#: The widest that an admitted number may be; a domain without an end has this one.
WIDEST: Final = 2**63 - 1


@frozen
class Limits:
    """
    The lowest and highest admitted number of an input and what it is a multiple of.

    A number is a multiple of one unit of its last place: 79.7 at two places is 7970.
    """

    low: int
    high: int
    step: int = 1
    places: int = 0

    def of_values(self, factor: int, shift: int) -> Limits:
        """Return the limits of values that are admitted as value × factor + shift; without a step, or unshifted."""
        low, high = -((shift - self.low) // factor), (self.high - shift) // factor
        return Limits(low, high, self.step // gcd(self.step, factor), self.places)

    def within(self, low: int, high: int) -> Limits:
        """Return the limits of those that lie in a range as well."""
        return Limits(max(self.low, low), min(self.high, high), self.step, self.places)


def limits_of(domain: Domain, words: Mapping[str, int]) -> Limits:
    """Return the limits of an input; `words` are the places of the options of choices."""
    if domain.type is ValueType.NUMBER:
        return _of_number(domain)
    if domain.type is ValueType.CHOICE:
        options = [words[option] for option in domain.options]
        return Limits(min(options, default=0), max(options, default=0))
    if domain.type is ValueType.DATE:
        return Limits(1, NEVER if domain.never else datetime.date.max.toordinal())
    return Limits(0, 1)


def _of_number(domain: Domain) -> Limits:
    unit = 10**domain.places
    low = -WIDEST if domain.low is None else max(ceil(domain.low * unit), -WIDEST)
    high = WIDEST if domain.high is None else min(floor(domain.high * unit), WIDEST)
    # What is a whole number of units and a multiple of p/q units, in lowest terms, is a multiple of p units.
    step = Fraction(domain.step or Fraction(1, unit)) * unit
    return Limits(low, high, step.numerator, domain.places)
