"""
Admission: what the compiled reading calls for an answer that it cannot read in line.

The common cases, a `Decimal` inside its domain and an option of a choice, are read without a detour; the
domain itself reads the rest and refuses what it must. The tests hold the short ways to `Domain.admit`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Context, Decimal, DecimalException, InvalidOperation, Rounded
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, TypeAlias

from ..types import State, ValueType
from ._domain import Domain, Refusal, read_day
from ._nodes import Input

#: A state (0 where the answer is admitted), and the numerator over the input's scale, or the value.
Admitted: TypeAlias = tuple[int, Any]

MISSING: Final[Admitted] = (State.MISSING.value, 0)
INVALID: Final[Admitted] = (State.INVALID.value, 0)
#: Wide enough for every value that a short way is taken for, whatever context the caller computes in; digits
#: that do not fit an input's places, zeros too, raise and are left to the domain.
_CONTEXT: Final = Context(prec=40, traps=[InvalidOperation, Rounded])
_SHORT_DIGITS: Final = 28


def scale_of(domain: Domain) -> int | None:
    """Return the denominator over which every admitted value is whole; None where each value has its own."""
    if domain.kind == "exact":
        return None
    return int(10**domain.places) * domain.unit_scale if domain.type is ValueType.NUMBER else 1


def admission(inputs: Sequence[Input], words: Mapping[str, int]) -> Callable[[int, object], Admitted]:
    """Return what reads one raw answer of the input at a place."""
    readers = [_reader(node.domain, words) for node in inputs]
    short_ways = [_short_ways(node.domain, words) for node in inputs]

    def admit(place: int, raw: object) -> Admitted:
        if raw is None:
            return MISSING
        short = short_ways[place].get(type(raw))
        return (short and short(raw)) or readers[place](raw)

    return admit


def _short_ways(domain: Domain, words: Mapping[str, int]) -> Mapping[type, Callable[[Any], Admitted | None]]:
    """Return the readers of what is answered most, by the type of the answer; None sends it the long way."""
    if domain.type is ValueType.CHOICE:
        return {str: {option: (0, words[option]) for option in domain.options}.get}
    if domain.type is ValueType.DATE:
        return {str: _day_of_text}
    decimal = _decimal_reader(domain)
    return {Decimal: decimal} if decimal else {}


@lru_cache(maxsize=4096)
def _day_of_text(text: str) -> Admitted | None:
    day = read_day(text)
    return None if day is None else (0, day.toordinal())


def _reader(domain: Domain, words: Mapping[str, int]) -> Callable[[object], Admitted]:
    scale = scale_of(domain)

    def read(raw: object) -> Admitted:
        value = domain.admit(raw)
        if isinstance(value, Refusal):
            return INVALID
        if isinstance(value, Fraction):
            return 0, int(value * scale) if scale else value
        return 0, words[value] if isinstance(value, str) else value

    return read


def _decimal_reader(domain: Domain) -> Callable[[Decimal], Admitted | None] | None:
    """Return the short way for decimals, None where the domain is too wide or has a step."""
    low, high = domain.low, domain.high
    if (
        domain.type is not ValueType.NUMBER
        or domain.kind == "exact"
        or low is None
        or high is None
        or domain.step is not None
    ):
        return None
    if max(abs(low), abs(high)) * 10**domain.places >= 10**_SHORT_DIGITS or {low.denominator, high.denominator} != {1}:
        return None
    least, most, unit, places = int(low), int(high), Decimal((0, (1,), -domain.places)), domain.places

    def read(raw: Decimal) -> Admitted | None:
        try:
            if least <= raw <= most:
                return 0, int(_CONTEXT.scaleb(_CONTEXT.quantize(raw, unit), places))
        except DecimalException:
            pass
        return None

    return read
