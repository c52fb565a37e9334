from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from rule_desk import no_zero_case, notes, problems, score

from parengine.types import State

SIPAS = {"kind": "imported", "value": "rate"}


@pytest.mark.parametrize(
    "rate, points", [("91.17", Fraction(9117, 1000)), ("79.7", Fraction(797, 100)), ("100", 10), ("0", 0)]
)
def test_an_index_is_scaled_to_the_maximum(rate: str, points: Any) -> None:
    """79.7 % of 10 points are 7.97."""
    assert points == score(SIPAS, 10, rate=rate)


@pytest.mark.parametrize("answers, state", [({}, State.MISSING), ({"rate": "100.01"}, State.INVALID)])
def test_not_published_is_missing(answers: dict[str, Any], state: State) -> None:
    """What is not out yet is missing; what is out of its range is invalid, not cut."""
    assert state is score(SIPAS, 10, **answers)


def test_what_is_full_may_be_said() -> None:
    """640 of 800 are four fifths; above 800 there is the maximum, and a note."""
    rule = {"kind": "imported", "value": "found", "out_of": 800}

    assert [Fraction(8, 5), 2] == [score(rule, 2, found=found) for found in (640, 900)]
    assert [[], ["over_100"]] == [notes(rule, 2, found=found) for found in (800, 900)]


def test_an_index_below_nothing_gives_nothing() -> None:
    """A percent that may be negative or above 100 is held on both sides."""
    rule = {"kind": "imported", "value": "wide_rate"}

    assert [0, 1, 1] == [score(rule, wide_rate=rate) for rate in (-10, 100, 120)]


def test_nothing_to_divide_by_is_declared() -> None:
    """An index that the sheet computes says what nothing to divide by gives."""
    rule = {"kind": "imported", "value": "done / planned", "out_of": "100%", "if_zero": "not_applicable"}

    assert State.NOT_APPLICABLE is score(rule, planned=0)


@pytest.mark.parametrize(
    "changed, sentence",
    [
        ({"value": "found"}, "say with 'out_of' what counts as full; only a percent input is out of 100 % by itself"),
        ({"out_of": 100}, "a percent of 79.7 is read as 0.797; what it is out of is '100%', or nothing"),
        ({"out_of": 0}, "'out_of' is 0; what counts as full must be above 0"),
        (
            {"value": "done / planned", "out_of": 1},
            no_zero_case("planned"),
        ),
    ],
)
def test_what_counts_as_full_must_be_clear(changed: dict[str, Any], sentence: str) -> None:
    """Only a percent input is out of 100 % by itself."""
    assert [sentence] == problems({**SIPAS, **changed})


def test_a_broken_name_is_said_once() -> None:
    """What the document could not read stands as missing and is not asked what it is out of."""
    assert [] == problems({"kind": "imported", "value": "missing"})
