from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from rule_desk import no_zero_case, problems, rule, score

from parengine.rules import directions
from parengine.types import State

STAFF = {
    "kind": "improvement",
    "current": "now",
    "previous": "before",
    "better": "lower",
    "measure": "relative",
    "steps": [{"at_least": "2%", "points": 1}, {"at_least": "1%", "points": 0.5}],
    "else": 0,
    "if_zero": "zero",
}
FIRMS = {**STAFF, "better": "higher", "steps": [{"at_least": "10%", "points": 2}, {"above": "0%", "points": 1}]}
LAST_YEAR = {**FIRMS, "measure": "absolute", "steps": [{"above": 0, "share": "100%"}, {"at_least": 0, "share": "50%"}]}


@pytest.mark.parametrize(
    "now, points", [(9800, 1), (9801, Fraction(1, 2)), (9900, Fraction(1, 2)), (9901, 0), (10001, 0)]
)
def test_less_may_be_better(now: int, points: Any) -> None:
    """A cut of 2 % is full, of 1.99 % half; growth is nothing."""
    assert points == score(STAFF, now=now, before=10000)


@pytest.mark.parametrize("now, before, points", [(1100, 1000, 2), (1001, 1000, 1), (1000, 1000, 0), (10, 0, 0)])
def test_more_may_be_better(now: int, before: int, points: int) -> None:
    """Any growth is above 0 %, no growth is not; against nothing the rule says what it gives."""
    assert points == score(FIRMS, 2, now=now, before=before)


@pytest.mark.parametrize("now, points", [(12, 2), (10, 1), (9, 0)])
def test_higher_full_equal_half_lower_nothing(now: int, points: int) -> None:
    """The difference as it is, compared with last year's figure; 0 before is a figure like others."""
    assert points == score(LAST_YEAR, 2, now=now, before=10)
    assert 2 == score(LAST_YEAR, 2, now=1, before=0)


def test_what_is_full_already_cannot_improve() -> None:
    """Where everything was reached before, the maximum is given whatever the change."""
    rule = {**STAFF, "already_full": "rate = 100%"}

    assert [1, 0] == [score(rule, rate=rate, now=5, before=5) for rate in (100, 99)]


def test_a_new_unit_has_no_last_year() -> None:
    """Without the previous figure the points are missing, not 0."""
    assert State.MISSING is score(FIRMS, 2, now=5)


def test_a_relative_measure_needs_its_zero_case() -> None:
    """Relative to what may be 0, `if_zero` is required; as it is, it is not."""
    open_case = {key: value for key, value in STAFF.items() if key != "if_zero"}

    assert [no_zero_case("before")] == problems(open_case)
    assert [] == problems({**open_case, "measure": "absolute"})


def test_steps_are_looked_at_as_those_of_bands() -> None:
    """A step that gives too much is named."""
    assert ["the step 'from 2%' gives 1 points, more than the maximum of 0.5"] == problems(STAFF, "0.5")


@pytest.mark.parametrize(
    "document, ways",
    [
        (STAFF, ["down", "none"]),
        (FIRMS, ["up", "none"]),
        (LAST_YEAR, ["up", "down"]),
        ({**FIRMS, "previous": "growth"}, ["none", "none"]),
    ],
)
def test_directions_follow_what_is_better(document: Any, ways: list[str]) -> None:
    """The current figure helps the better way; the previous one is known to only where the change counts as it is."""
    found = rule(document, 2)

    assert ways == [way for slot, _, way in directions(found) if slot.key in ("current", "previous")]
