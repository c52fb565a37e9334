"""
What of many units is compared: the figures of the cohort, gathered span by span, and each unit's rank.

Nothing is kept of the units but sums, ends and the names of those whose value is not known; where a set ranks by the
value, the values themselves are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import numpy as np
from attrs import field, frozen

from ..._exact_text import exact_text
from ...score import Compared
from .pairs import Bytes, Pairs, Whole, ends, falling, joined, pairs_of, ranks, sums, texts, total


@frozen(eq=False)
class Values:
    """
    A value in some rows: `known` says which have one, `pairs` hold it.

    `wide` are those that do not fit a pair, by their row; `unsettled` names the units whose value is missing or
    invalid.
    """

    known: Bytes
    pairs: Pairs
    wide: Mapping[int, Fraction] = field(factory=dict)
    unsettled: Sequence[str] = ()

    @property
    def numbers(self) -> Pairs:
        """Return the values that fit a pair, without the rows that have none."""
        return self.pairs.taken(self.known.astype(bool))


class Gathered:
    """One compared value, over all spans that were added."""

    def __init__(self, text: str, *, ranked: bool) -> None:
        self.text, self.ranked = text, ranked
        self.count = 0
        self.sums = Counter[int]()
        self.ends: tuple[Fraction, ...] = ()
        self.unsettled: list[str] = []
        self.kept: list[Values] = []

    def add(self, values: Values) -> None:
        """Take in the values of a span; spans come in the order of the units."""
        numbers = values.numbers
        self.count += len(numbers) + len(values.wide)
        for under, over in (*sums(numbers).items(), *((n.denominator, n.numerator) for n in values.wide.values())):
            self.sums[under] += over
        found = (*self.ends, *(ends(numbers) if len(numbers) else ()), *values.wide.values())
        self.ends = (min(found), max(found)) if found else ()
        self.unsettled += values.unsettled
        self.kept += [values] if self.ranked else []

    def compared(self, *, whole: bool) -> Compared:
        """Return the figures, and where they are to be `whole` the values that the set ranks by."""
        unsettled = tuple(self.unsettled)
        if not self.count:
            return Compared(self.text, unsettled=unsettled)
        mean = total(self.sums) / self.count
        least, best = self.ends
        values = tuple(self._falling()) if whole else ()
        return Compared(self.text, self.count, mean, best, least, unsettled, values)

    def texts(self) -> list[str]:
        """Return the values that the set ranks by as text, the largest first."""
        return list(map(exact_text, self._falling()) if self._wide() else texts(falling(self._numbers())))

    def _falling(self) -> list[Fraction]:
        """Return the values, the largest first, where the set ranks by them."""
        return merged(falling(self._numbers()).numbers(), self._wide())

    def _numbers(self) -> Pairs:
        return joined([each.numbers for each in self.kept])

    def _wide(self) -> list[Fraction]:
        return [number for each in self.kept for number in each.wide.values()]

    def ranks(self, among: Compared | None) -> Whole:
        """
        Return the rank of every unit, 0 where it has none.

        It is taken among the units themselves, or among the values of frozen figures.
        """
        own = self._numbers()
        known = np.concatenate([np.empty(0, bool), *(each.known.astype(bool) for each in self.kept)])
        found = np.zeros(len(known), np.int64)
        values = own if among is None else pairs_of(among.values)
        if values is None or self._wide():
            return self._one_by_one(found, self._falling() if among is None else among.values)
        found[known] = ranks(values, own)
        return found

    def _one_by_one(self, found: Whole, values: Iterable[Fraction]) -> Whole:
        """Rank numbers of which some are wider than a pair."""
        rising, start = sorted(values), 0
        for each in self.kept:
            places = np.flatnonzero(each.known).tolist()
            for place, own in (*zip(places, each.numbers.numbers(), strict=True), *each.wide.items()):
                found[start + place] = 1 + len(rising) - bisect_right(rising, own)
            start += len(each.known)
        return found


def merged(numbers: list[Fraction], more: list[Fraction]) -> list[Fraction]:
    """Return numbers that fall, with some more among them."""
    return sorted([*numbers, *more], reverse=True) if more else numbers
