from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from rule_desk import problems, rule, score

from parengine.expr import evaluate
from parengine.rules import reach_of
from parengine.types import State

REPORTS = {"kind": "checklist", "parts": [{"when": name, "points": 0.25} for name in ("q1", "h1", "q3", "annual")]}
SOME_AWAY = [
    {"when": "q1", "points": 0.5},
    {"when": "h1", "points": 0.25, "not_applicable_when": "late = 0"},
    {"when": "q3", "points": 0.25, "not_applicable_when": "found = 0"},
]


def test_parts_that_are_done_add_up() -> None:
    """Three of four reports at a quarter each are three quarters."""
    assert Fraction(3, 4) == score(REPORTS, q1=True, h1=True, q3=False, annual=True)


def test_one_part_that_is_not_answered_leaves_the_sum_missing() -> None:
    """A report nobody entered is not a report that was not sent."""
    assert State.MISSING is score(REPORTS, q1=True, h1=True, q3=False)


def test_the_sum_stops_at_the_maximum() -> None:
    """Half a point each, at most 1.25, where the text says so."""
    each_half = {"kind": "checklist", "parts": [{**part, "points": 0.5} for part in REPORTS["parts"]], "adds_up_to": 2}

    assert Fraction(5, 4) == score(each_half, "1.25", q1=True, h1=True, q3=True, annual=False)
    assert 1 == score(each_half, "1.25", q1=True, h1=True, q3=False, annual=False)


@pytest.mark.parametrize(
    "absence, late, found, points, reach",
    [
        ("shrink", 0, 1, Fraction(1, 2), Fraction(3, 4)),
        ("rescale", 0, 1, Fraction(2, 3), 1),
        ("full", 0, 1, Fraction(3, 4), 1),
        ("shrink", 1, 1, Fraction(1, 2), 1),
        ("rescale", 1, 1, Fraction(1, 2), 1),
        ("full", 0, 0, 1, 1),
        ("shrink", 0, 0, Fraction(1, 2), Fraction(1, 2)),
        ("rescale", 0, 0, 1, 1),
    ],
)
def test_a_part_that_does_not_apply_is_left_out(absence: str, late: int, found: int, points: Any, reach: Any) -> None:
    """Shrinking takes it from the maximum in reach, rescaling counts the others for the whole, full gives it."""
    document = {"kind": "checklist", "parts": SOME_AWAY, "not_applicable": absence}

    assert points == score(document, q1=True, h1=False, q3=False, late=late, found=found)
    assert reach == evaluate(reach_of(rule(document), Fraction(1)), {"late": late, "found": found})


@pytest.mark.parametrize(
    "absence, points", [("shrink", State.NOT_APPLICABLE), ("rescale", State.NOT_APPLICABLE), ("full", 1)]
)
def test_where_no_part_applies_the_rule_does_not(absence: str, points: Any) -> None:
    """With nothing left to look at there are no points of nothing, unless absent parts count in full."""
    parts = [{"when": "q1", "points": 1, "not_applicable_when": "late = 0"}]

    assert points == score({"kind": "checklist", "parts": parts, "not_applicable": absence}, late=0)


def test_whether_a_part_applies_must_be_known() -> None:
    """A part whose applicability is unknown leaves the sum missing."""
    document = {"kind": "checklist", "parts": SOME_AWAY, "not_applicable": "rescale"}

    assert State.MISSING is score(document, q1=True, h1=True, q3=True, found=1)


def test_a_shrunk_maximum_stops_at_the_maximum() -> None:
    """Where the parts add up to more than the maximum, the maximum in reach shrinks only below it."""
    document = {"kind": "checklist", "parts": SOME_AWAY, "not_applicable": "shrink", "adds_up_to": 1}
    reach = reach_of(rule(document, "0.6"), Fraction(3, 5))

    assert [Fraction(3, 5), Fraction(1, 2)] == [evaluate(reach, {"late": 0, "found": n}) for n in (1, 0)]


@pytest.mark.parametrize(
    "changed, maximum, sentence",
    [
        ({}, 2, "the parts add up to 1, the maximum is 2; if that is meant, say 'adds_up_to: 1'"),
        ({"adds_up_to": 1}, 2, None),
        ({"adds_up_to": 3}, 1, "the parts add up to 1, not to the stated 3"),
        (
            {"not_applicable": "full"},
            1,
            "'not_applicable' is given, but every part always applies; say 'not_applicable_when' on a part",
        ),
        (
            {"parts": SOME_AWAY},
            1,
            "a part may not apply; say with 'not_applicable' what becomes of it: shrink, rescale or full",
        ),
    ],
)
def test_what_is_not_said_is_asked(changed: dict[str, Any], maximum: int, sentence: str | None) -> None:
    """A sum that is not the maximum, and parts that may not apply, are spoken of or refused."""
    assert [sentence] * bool(sentence) == problems({**REPORTS, **changed}, maximum)


def test_only_a_leaf_can_shrink() -> None:
    """A checklist within another rule cannot take its parts from the leaf's maximum."""
    document = {
        "kind": "combine",
        "how": "best",
        "rules": [{"kind": "checklist", "parts": SOME_AWAY, "not_applicable": "shrink"}],
    }

    assert ["rule 1: only a leaf's own rule can shrink its maximum; say 'rescale' or 'full'"] == problems(document)
