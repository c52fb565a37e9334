"""
Many numbers as pairs of whole numbers, a numerator over a denominator from 1: their sum, ends and ranks, exactly.

A number is never made a float. Two fractions whose denominators have at most b bits are equal or at least
2⁻²ᵇ apart: their whole parts and their first 2b binary places tell them apart, and put them in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from attrs import frozen

from ..._exact_text import exact_text_of

Whole: TypeAlias = npt.NDArray[np.int64]
Bytes: TypeAlias = npt.NDArray[np.uint8]
Key: TypeAlias = npt.NDArray[Any]

_HALF: Final = 32
_LOW_HALF: Final = 2**_HALF - 1
_WORD: Final = 64
#: How many numbers are made Python's own at a time.
_AT_ONCE: Final = 65_536
_EMPTY: Final = np.empty(0, np.int64)


@frozen(eq=False)
class Pairs:
    """Numbers, each a numerator `over` a denominator `under` of 1 or more, both of 64 bits."""

    over: Whole = _EMPTY
    under: Whole = _EMPTY

    def __len__(self) -> int:
        return len(self.over)

    def number(self, place: int) -> Fraction:
        """Return one of them."""
        return Fraction(int(self.over[place]), int(self.under[place]))

    def taken(self, chosen: npt.NDArray[Any] | slice) -> Pairs:
        """Return some of them, by a mask or by their places."""
        return Pairs(self.over[chosen], self.under[chosen])

    def lowest(self) -> Pairs:
        """Return the same numbers in lowest terms."""
        common = np.gcd(self.over, self.under)
        return Pairs(self.over // common, self.under // common)

    def numbers(self) -> list[Fraction]:
        """Return all of them."""
        return list(map(Fraction, self.over.tolist(), self.under.tolist()))


def joined(parts: Sequence[Pairs]) -> Pairs:
    """Return the numbers of several one after another."""
    return Pairs(
        np.concatenate([_EMPTY, *(p.over for p in parts)]), np.concatenate([_EMPTY, *(p.under for p in parts)])
    )


def pairs_of(numbers: Sequence[Fraction]) -> Pairs | None:
    """Return numbers as pairs, None where one of them does not fit 64 bits."""
    widest = max((max(abs(n.numerator), n.denominator) for n in numbers), default=0)
    if widest >= 2 ** (_WORD - 1):
        return None
    over, under = ([getattr(n, part) for n in numbers] for part in ("numerator", "denominator"))
    return Pairs(np.array(over, np.int64), np.array(under, np.int64))


# ---- order


def keys(pairs: Pairs) -> list[Key]:
    """Return columns that order numbers as they are, the weightiest first: equal exactly where the numbers are."""
    bits = int(pairs.under.max(initial=1)).bit_length()
    step = _WORD - bits
    whole = pairs.over // pairs.under
    rest, under = (pairs.over - whole * pairs.under).astype(np.uint64), pairs.under.astype(np.uint64)
    found: list[Key] = [whole]
    places = 2 * bits if bits > 1 else 0
    while places > 0:
        word, room = np.zeros(len(pairs), np.uint64), _WORD
        while places > 0 and room >= step:
            rest = rest << np.uint64(step)
            word = (word << np.uint64(step)) | (rest // under)
            rest = rest % under
            places, room = places - step, room - step
        found.append(word)
    return found


def ends(pairs: Pairs) -> tuple[Fraction, Fraction]:
    """Return the least and the largest of some numbers, one at least."""
    columns = keys(pairs)
    return pairs.number(_extreme(columns, np.min)), pairs.number(_extreme(columns, np.max))


def _extreme(columns: Iterable[Key], end: Any) -> int:
    """Return a place that is the extreme of each column among those that are it of all before."""
    places: npt.NDArray[np.intp] | None = None
    for column in columns:
        among = column if places is None else column[places]
        standing = np.flatnonzero(among == end(among))
        places = standing if places is None else places[standing]
    assert places is not None
    return int(places[0])


def ranks(values: Pairs, own: Pairs) -> Whole:
    """Return the place of each of its own among values, 1 for the largest: one more than there are larger ones."""
    if not len(own):
        return _EMPTY
    both = joined([values, own])
    columns = keys(both)
    order = np.lexsort(columns[::-1])
    changes = np.logical_or.reduce([c[order][1:] != c[order][:-1] for c in columns])
    last_of_equals = np.append(np.flatnonzero(changes), len(order) - 1)
    group = np.zeros(len(order), np.intp)
    group[1:] = np.cumsum(changes)
    not_above = np.cumsum(order < len(values))[last_of_equals]
    found = np.empty(len(order), np.int64)
    found[order] = 1 + len(values) - not_above[group]
    return found[len(values) :]


def falling(pairs: Pairs) -> Pairs:
    """Return the numbers, the largest first."""
    return pairs.taken(np.lexsort(keys(pairs)[::-1])[::-1])


def texts(pairs: Pairs) -> Iterator[str]:
    """Yield each number as text that reads back the same; none is made a fraction for it."""
    for start in range(0, len(pairs), _AT_ONCE):
        some = pairs.taken(slice(start, start + _AT_ONCE)).lowest()
        yield from map(exact_text_of, some.over.tolist(), some.under.tolist())


# ---- sums


def sums(pairs: Pairs) -> dict[int, int]:
    """Return the sum of the numerators over each denominator in lowest terms; 2³⁰ numbers at the most."""
    if not len(pairs):
        return {}
    lowest = pairs.lowest()
    lowest = lowest.taken(np.argsort(lowest.under, kind="stable"))
    over, under = lowest.over, lowest.under
    starts = np.flatnonzero(np.append(True, under[1:] != under[:-1]))
    # halves of 32 bits: so many of them cannot leave 64
    high, low = (np.add.reduceat(half, starts).tolist() for half in (over >> _HALF, over & _LOW_HALF))
    return {u: (h << _HALF) + lo for u, h, lo in zip(under[starts].tolist(), high, low, strict=True)}


def total(by_denominator: Mapping[int, int]) -> Fraction:
    """Return the sum of numerators by their denominators; halves are added, so that few sums are of long numbers."""
    parts = [Fraction(over, under) for under, over in sorted(by_denominator.items())]
    while len(parts) > 1:
        halves = zip(parts[::2], parts[1::2], strict=False)
        parts = [one + other for one, other in halves] + parts[len(parts) & ~1 :]
    return parts[0] if parts else Fraction(0)
