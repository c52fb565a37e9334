from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from rule_desk import problems, score

from parengine.types import State

INITIATIVES = {"kind": "tally", "count": "found", "each": 0.5}


@pytest.mark.parametrize("found, points", [(0, 0), (1, Fraction(1, 2)), (2, 1), (3, 1), (10**9, 1)])
def test_each_counts_up_to_the_maximum(found: int, points: Any) -> None:
    """Half a point each; the second reaches the maximum of 1 and the third adds nothing."""
    assert points == score(INITIATIVES, found=found)


@pytest.mark.parametrize(
    "answers, state", [({}, State.MISSING), ({"found": -1}, State.INVALID), ({"found": "1.5"}, State.INVALID)]
)
def test_a_count_must_be_known_and_whole(answers: dict[str, Any], state: State) -> None:
    """No count is missing; a negative or broken one is invalid."""
    assert state is score(INITIATIVES, **answers)


def test_a_count_below_0_gives_nothing() -> None:
    """A computed count may be negative; the points are not."""
    rule = {"kind": "tally", "count": "found - fixed", "each": 0.3}

    assert [0, Fraction(3, 10)] == [score(rule, found=1, fixed=fixed) for fixed in (2, 0)]


def test_nothing_is_wrong_with_a_tally() -> None:
    """The kind finds nothing that the schema does not say."""
    assert [] == problems(INITIATIVES)
