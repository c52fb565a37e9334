from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from rule_desk import NAMES, no_zero_case, notes, problems, rule, score

from parengine.rules import directions
from parengine.types import State

PLAN = {"kind": "proportion", "numerator": "done", "denominator": "planned", "zero_below": "80%", "if_zero": "zero"}
TRAINED = {**PLAN, "zero_below": "40%", "full_at": "80%"}


@pytest.mark.parametrize(
    "done, planned, points",
    [
        (48, 60, Fraction(6, 5)),
        (7999, 10000, 0),
        (60, 60, Fraction(3, 2)),
        (27, 29, Fraction(81, 58)),
        (0, 0, 0),
        (520, 500, Fraction(3, 2)),
    ],
)
def test_a_share_from_the_threshold_on_counts_in_proportion(done: int, planned: int, points: Any) -> None:
    """80 % itself counts, 79.99 % does not; above 100 % there is the maximum; nothing planned gives nothing."""
    assert points == score(PLAN, "1.5", done=done, planned=planned)


@pytest.mark.parametrize(
    "done, points",
    [(900, Fraction(3, 4)), (800, Fraction(3, 4)), (799, Fraction(3, 4) * 799 / 800), (400, Fraction(3, 8)), (399, 0)],
)
def test_full_may_come_before_all(done: int, points: Any) -> None:
    """From 80 % on full; 40 % is half of it; rounding never reaches the maximum before the share does."""
    assert points == score(TRAINED, "0.75", done=done, planned=1000)


@pytest.mark.parametrize(
    "growth, target, points", [("5.81", "8.3", Fraction(7, 5)), ("4.76", "6.8", Fraction(7, 5)), ("-2.5", "7", 0)]
)
def test_a_threshold_is_met_exactly(growth: str, target: str, points: Any) -> None:
    """70 % exactly counts where floats would miss it; growth below 0 gives 0."""
    rule = {
        "kind": "proportion",
        "numerator": "growth",
        "denominator": "target",
        "zero_below": "70%",
        "if_zero": "zero",
    }

    assert points == score(rule, 2, growth=growth, target=target)


def test_a_share_below_nothing_gives_nothing() -> None:
    """Without a threshold a negative share is held at 0."""
    rule = {"kind": "proportion", "numerator": "growth", "denominator": "target", "if_zero": "zero"}

    assert [0, 0, Fraction(1, 2)] == [score(rule, growth=growth, target=2) for growth in (-1, 0, 1)]


@pytest.mark.parametrize("bad, total, points", [(0, 4, 1), (1, 4, Fraction(3, 4)), (5, 4, 0), (0, 0, Fraction(1))])
def test_the_complement_is_what_is_left(bad: int, total: int, points: Any) -> None:
    """One less the quotient: none bad is full, more bad than there are is 0."""
    rule = {"kind": "proportion", "numerator": "found", "denominator": "done", "complement": True, "if_zero": "full"}

    assert points == score(rule, found=bad, done=total)


@pytest.mark.parametrize(
    "changed, done, effects",
    [
        ({}, 100, []),
        ({}, 101, ["over_100"]),
        ({"full_at": "80%"}, 90, []),
        ({"full_at": "80%"}, 100, []),
        ({"full_at": "80%"}, 101, ["over_100"]),
        ({"full_at": "120%"}, 110, []),
        ({"full_at": "120%"}, 120, []),
        ({"full_at": "120%"}, 121, ["over_100"]),
        ({"above": "allow"}, 150, []),
    ],
)
def test_only_a_share_above_100_percent_is_noted(changed: dict[str, Any], done: int, effects: list[str]) -> None:
    """Held at the maximum because full comes early is no surprise; more than everything is noted."""
    assert effects == notes({**PLAN, **changed}, done=done, planned=100)


def test_a_percent_that_cannot_pass_100_is_not_tested() -> None:
    """An input from 0 to 100 % needs no ceiling: the points are its product with the maximum."""
    rule_of_ten = rule({"kind": "proportion", "numerator": "rate", "denominator": 1}, 10)

    assert NAMES["rate"] * 10 is rule_of_ten.points(Fraction(10))


def test_above_100_percent_may_be_allowed() -> None:
    """With `above: allow` one and a half times the plan gives one and a half times the maximum."""
    assert 3 == score({**PLAN, "above": "allow"}, 2, done=150, planned=100)


@pytest.mark.parametrize(
    "answers, points",
    [
        ({"planned": 0}, State.NOT_APPLICABLE),
        ({"planned": 60}, State.MISSING),
        ({"done": 60}, State.MISSING),
        ({"planned": 60, "done": "50.5"}, State.INVALID),
    ],
)
def test_states_travel(answers: dict[str, Any], points: Any) -> None:
    """Nothing to divide by decides before the numerator is asked for; else what is not known stays unknown."""
    assert points == score({**PLAN, "if_zero": "not_applicable"}, **answers)


def test_a_denominator_that_is_never_0_needs_no_zero_case() -> None:
    """A number, or an input that starts at 1, excludes the case by itself."""
    assert [] == problems({"kind": "proportion", "numerator": "done", "denominator": "at_least_one"})
    assert [] == problems({"kind": "proportion", "numerator": "rate", "denominator": 1})


@pytest.mark.parametrize(
    "changed, sentence",
    [
        (
            {"numerator": "rate", "denominator": 100},
            "a percent of 79.7 is read as 0.797; its denominator is 1, not 100",
        ),
        (
            {"if_zero": None},
            no_zero_case("planned"),
        ),
        (
            {"zero_below": "90%", "full_at": "80%"},
            "'zero_below' of 90% is above 'full_at' of 80%; no share would be in proportion",
        ),
    ],
)
def test_what_contradicts_itself_is_named(changed: dict[str, Any], sentence: str) -> None:
    """Thresholds out of order and an undeclared zero case are problems."""
    document = {key: value for key, value in {**PLAN, **changed}.items() if value is not None}

    assert [sentence] == problems(document)


@pytest.mark.parametrize(
    "changed, ways",
    [
        ({"if_zero": "full"}, ["up", "down"]),
        ({"if_zero": "zero"}, ["up", "none"]),
        ({"if_zero": "zero", "complement": True}, ["down", "up"]),
        ({"if_zero": "full", "complement": True}, ["down", "none"]),
        ({"denominator": "growth"}, ["none", "none"]),
    ],
)
def test_directions_follow_from_the_slots(changed: dict[str, Any], ways: list[str]) -> None:
    """A denominator helps only where a share of nothing stands at the end that it leads to."""
    found = rule({**PLAN, **changed})

    assert ways == [way for slot, _, way in directions(found) if slot.key in ("numerator", "denominator")]
