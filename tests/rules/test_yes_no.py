from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from rule_desk import problems, score

from parengine.types import State

RULE = {"kind": "yes_no", "input": "q1"}


@pytest.mark.parametrize(
    "answers, points",
    [({"q1": True}, Fraction(3, 4)), ({"q1": False}, 0), ({}, State.MISSING), ({"q1": "perhaps"}, State.INVALID)],
)
def test_an_answer_gives_all_or_nothing(answers: dict[str, Any], points: Any) -> None:
    """Yes gives the maximum, no gives 0; unknown is missing and never "no"."""
    assert points == score(RULE, "0.75", **answers)


@pytest.mark.parametrize("present, points", [(99, 1), (100, 1), (101, 0)])
def test_a_condition_decides(present: int, points: int) -> None:
    """At most as many civil servants as assigned: the number itself still holds."""
    assert points == score({"kind": "yes_no", "condition": "now <= before"}, now=present, before=100)


def test_the_condition_may_be_written_out() -> None:
    """A plain yes or no stands for itself."""
    assert 2 == score({"kind": "yes_no", "condition": True}, 2)


def test_nothing_is_wrong_with_a_condition() -> None:
    """The kind finds nothing that the schema does not say."""
    assert [] == problems(RULE)
