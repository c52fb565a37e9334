"""Sums, ends and ranks of many exact numbers at once, against fractions one by one."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parengine._exact_text import exact_text
from parengine.batch._compare.pairs import Pairs, ends, falling, keys, pairs_of, ranks, sums, texts, total

WIDEST = 2**63 - 1
wholes = st.one_of(st.integers(-WIDEST, WIDEST), st.integers(-20, 20))
unders = st.one_of(st.integers(1, WIDEST), st.integers(1, 20))
pairs = st.tuples(wholes, unders)


def columns(drawn: list[tuple[int, int]]) -> Pairs:
    """Return pairs as columns."""
    return Pairs(np.array([over for over, _ in drawn], np.int64), np.array([under for _, under in drawn], np.int64))


def exactly(drawn: list[tuple[int, int]]) -> list[Fraction]:
    """Return pairs as fractions."""
    return [Fraction(*each) for each in drawn]


@given(st.lists(pairs, min_size=1))
@example([(WIDEST, WIDEST - 1), (WIDEST - 1, WIDEST - 2), (-WIDEST, 1), (WIDEST, 1)])
def test_keys_order_numbers_as_fractions_do(drawn: list[tuple[int, int]]) -> None:
    """Columns of keys compare as the numbers do, and are equal exactly where they are."""
    rows = list(zip(*(column.tolist() for column in keys(columns(drawn))), strict=True))
    numbers = exactly(drawn)

    assert [[a < b for b in numbers] for a in numbers] == [[a < b for b in rows] for a in rows]


@given(st.lists(pairs, min_size=1))
def test_ends_are_the_least_and_the_largest(drawn: list[tuple[int, int]]) -> None:
    """The ends of columns are those of the fractions, and in order they are the fractions in order."""
    numbers = exactly(drawn)

    assert (min(numbers), max(numbers)) == ends(columns(drawn))
    assert sorted(numbers, reverse=True) == falling(columns(drawn)).numbers()


@given(st.lists(pairs))
def test_texts_are_those_of_the_fractions(drawn: list[tuple[int, int]]) -> None:
    """What is written of columns reads as each fraction does by itself, in lowest terms."""
    assert [exact_text(number) for number in exactly(drawn)] == list(texts(columns(drawn)))


@given(st.lists(pairs))
def test_sums_are_exact(drawn: list[tuple[int, int]]) -> None:
    """However wide the numbers are, the sum is that of the fractions."""
    assert sum(exactly(drawn)) == total(sums(columns(drawn)))


def test_a_sum_wider_than_a_word_is_exact() -> None:
    """Thousands of the widest numbers add up beyond 64 bits."""
    rows = 100_000
    widest = Pairs(np.full(rows, WIDEST), np.ones(rows, np.int64))
    lowest = Pairs(np.full(rows, -WIDEST), np.full(rows, 3))

    assert {1: WIDEST * rows} == sums(widest)
    assert Fraction(-WIDEST * rows, 3) == total(sums(lowest))


@given(st.lists(pairs), st.lists(pairs))
def test_ranks_are_one_more_than_there_are_larger_ones(
    values: list[tuple[int, int]], own: list[tuple[int, int]]
) -> None:
    """A rank counts the larger values; equal ones share the better place."""
    rising = sorted(exactly(values))
    expected = [1 + len(rising) - bisect_right(rising, number) for number in exactly(own)]

    assert expected == ranks(columns(values), columns(own)).tolist()


@pytest.mark.parametrize(
    "number, fits", [(Fraction(WIDEST, 3), True), (Fraction(-WIDEST - 1), False), (Fraction(1, WIDEST + 1), False)]
)
def test_what_does_not_fit_a_word_is_no_pair(number: Fraction, *, fits: bool) -> None:
    """Numbers become pairs only where all of them fit."""
    found = pairs_of([Fraction(1, 2), number])

    assert fits == (found is not None)
    assert found is None or [Fraction(1, 2), number] == found.numbers()
