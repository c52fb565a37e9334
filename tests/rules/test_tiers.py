from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from rule_desk import problems, read, score

from parengine.types import State

POPULATION = {
    "kind": "tiers",
    "value": "found",
    "tiers": [
        {"up_to": 44000, "points": 10, "per": 44000},
        {"up_to": 52800, "points": 2, "per": 8800},
        {"up_to": "none", "points": 1, "per": 8800},
    ],
}


@pytest.mark.parametrize(
    "found, points",
    [
        (0, 0),
        (22000, 5),
        (44000, 10),
        (48400, 11),
        (52800, 12),
        (61600, 13),
        (123199, Fraction(8800 * 20 - 1, 8800)),
        (123200, 20),
        (10**9, 20),
    ],
)
def test_every_unit_counts_at_its_tiers_rate(found: int, points: Any) -> None:
    """10 points for the first 44,000, then 2 for the next 8,800, then 1 for each 8,800, up to the maximum."""
    assert points == score(POPULATION, 20, found=found)


def test_the_last_tier_may_end() -> None:
    """After a last tier with an end nothing more is added; below 0 there is nothing."""
    tiers = [{"up_to": 10, "points": 1, "per": 10}, {"up_to": 20, "points": 2, "per": 10}]
    rule = {"kind": "tiers", "value": "growth", "tiers": tiers}

    assert [0, 0, 1, 2, 3, 3] == [score(rule, 5, growth=growth) for growth in (-5, 0, 10, 15, 20, 90)]


def test_the_maximum_may_fall_in_any_tier() -> None:
    """The points stop where the maximum is reached, in the first tier or at a joint."""
    assert [5, 5] == [score(POPULATION, 5, found=found) for found in (22000, 30000)]
    assert [10, 10] == [score(POPULATION, 10, found=found) for found in (44000, 50000)]


def test_a_tier_may_give_nothing() -> None:
    """A first tier without points moves the start."""
    tiers = [{"up_to": 100, "points": 0, "per": 1}, {"points": 1, "per": 10}]

    assert [0, 0, 2] == [score({"kind": "tiers", "value": "found", "tiers": tiers}, 5, found=n) for n in (50, 100, 120)]


def test_states_travel() -> None:
    """An absent value is missing; a value that divides by nothing gives what is declared."""
    rule = {"kind": "tiers", "value": "done / planned", "tiers": [{"points": 1, "per": 1}], "if_zero": "full"}

    assert (State.MISSING, 2, 1) == (
        score(rule, 2, planned=1),
        score(rule, 2, planned=0),
        score(rule, 2, done=1, planned=1),
    )


def test_tiers_must_rise() -> None:
    """Tiers out of order, and an open tier that is not the last, are named."""
    tiers = [{"up_to": 10, "points": 1, "per": 1}, {"points": 1, "per": 1}, {"up_to": 5, "points": 1, "per": 1}]

    assert [
        "the tier up to 5 must reach further than 10",
        "only the last tier may be open; say 'up_to' on the others",
    ] == problems({"kind": "tiers", "value": "found", "tiers": tiers})
    assert ["the tier up to -1 must reach further than 0"] == problems(
        {"kind": "tiers", "value": "found", "tiers": [{"up_to": -1, "points": 1, "per": 1}]}
    )


def test_tiers_out_of_order_are_read_for_all_that() -> None:
    """A rule with tiers out of order is reported, not raised."""
    found, reports = read({"kind": "tiers", "value": "found", "tiers": [{"up_to": -1, "points": 1, "per": 1}]})

    assert found is not None
    assert reports
