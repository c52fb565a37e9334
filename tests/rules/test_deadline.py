from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from rule_desk import problems, score

from parengine.types import State

PLAN = {
    "kind": "deadline",
    "date": "issued",
    "due": "date(year, 1, 31)",
    "on_time": 0.5,
    "late": [{"days": 30, "points": 0.25}],
    "else": 0,
}
BY_DAY = {"kind": "deadline", "date": "issued", "due": "date(year, 1, 31)", "per_day": 0.1, "free_days": 2}


@pytest.mark.parametrize(
    "issued, points",
    [
        ("2021-12-28", Fraction(1, 2)),
        ("2022-01-31", Fraction(1, 2)),
        ("2022-02-01", Fraction(1, 4)),
        ("2022-03-02", Fraction(1, 4)),
        ("2022-03-03", 0),
        ("never", 0),
        (None, State.MISSING),
        ("2022-02-30", State.INVALID),
    ],
)
def test_the_due_day_and_the_last_day_of_a_step_count(issued: str | None, points: Any) -> None:
    """On the due day is on time; the thirtieth day late still counts, the thirty-first does not."""
    assert points == score(PLAN, "0.5", issued=issued)


def test_steps_may_stand_in_any_number() -> None:
    """The first step that the delay fits in decides; beyond the last, `else`; for never, `never`."""
    rule = {**PLAN, "late": [{"days": 5, "points": 0.4}, {"days": 10, "points": 0.3}], "else": 0.1, "never": 0}
    days = ("2022-02-05", "2022-02-06", "2022-02-10", "2022-02-11", "never")

    assert [Fraction(n, 10) for n in (4, 3, 3, 1, 0)] == [score(rule, "0.5", issued=day) for day in days]


@pytest.mark.parametrize(
    "issued, points",
    [
        ("2022-01-31", 1),
        ("2022-02-02", 1),
        ("2022-02-03", Fraction(9, 10)),
        ("2022-02-11", Fraction(1, 10)),
        ("2022-02-12", 0),
        ("2022-06-30", 0),
    ],
)
def test_each_day_late_may_cost(issued: str, points: Any) -> None:
    """The first two days cost nothing, each further one a tenth, never below 0."""
    assert points == score(BY_DAY, issued=issued)


def test_after_the_cut_off_nothing_counts() -> None:
    """The cut-off day itself still counts by the days; the day after gives `else`."""
    rule = {**BY_DAY, "per_day": 0.01, "cut_off": "date(year, 2, 10)"}

    assert [Fraction(92, 100), 0] == [score(rule, issued=day) for day in ("2022-02-10", "2022-02-11")]


def test_working_days_leave_out_the_weekend() -> None:
    """31 January 2022 is a Monday: Monday the 7th is the fifth working day after it, Tuesday the sixth."""
    rule = {**PLAN, "late": [{"days": 5, "points": 0.25}], "working_days": True}

    assert [Fraction(1, 4), Fraction(1, 4), 0] == [
        score(rule, "0.5", issued=day) for day in ("2022-02-06", "2022-02-07", "2022-02-08")
    ]


def test_on_time_is_the_maximum_by_default() -> None:
    """Without `on_time` the due day gives the maximum."""
    assert 2 == score({"kind": "deadline", "date": "sent", "due": "date(year, 12, 20)"}, 2, sent="2022-12-20")


@pytest.mark.parametrize(
    "sent, issued, points",
    [("2022-05-01", "never", 1), ("2022-05-01", "2022-05-01", 1), ("2022-05-02", "2022-05-01", 0)],
)
def test_what_is_never_due_is_never_late(sent: str, issued: str, points: int) -> None:
    """The due day may be an answer, even `never`."""
    assert points == score({"kind": "deadline", "date": "sent", "due": "issued"}, sent=sent, issued=issued)


def test_what_is_never_done_is_not_on_time_for_what_is_never_due() -> None:
    """Where both are never, nothing was done."""
    assert 0 == score({"kind": "deadline", "date": "issued", "due": "issued"}, issued="never")


@pytest.mark.parametrize(
    "changed, sentences",
    [
        ({"on_time": 2}, ["'on_time' gives 2 points, more than the maximum of 0.5"]),
        ({"free_days": 2}, ["'free_days' goes with 'per_day'"]),
        ({"else": 0.3}, ["being later gives more: 0.3 points after 0.25"]),
        (
            {"late": [{"days": 5, "points": 0.1}, {"days": 3, "points": 0.05}]},
            ["3 days late must come after fewer days than 5"],
        ),
        ({"never": 1}, ["never gives more than on time: 1 points"]),
        ({"per_day": 1}, ["only one of 'late' or 'per_day' may be given"]),
    ],
)
def test_delays_that_pay_are_named(changed: dict[str, Any], sentences: list[str]) -> None:
    """A later day that gives more, steps out of order and slots that do not go together are problems."""
    assert sentences == problems({**PLAN, **changed}, "0.5")
