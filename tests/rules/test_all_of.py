from __future__ import annotations

from typing import Any

import pytest
from rule_desk import problems, score

from parengine.types import State

RULE = {"kind": "all_of", "parts": ["q1", "h1", "late = 0"]}


@pytest.mark.parametrize(
    "answers, points",
    [
        ({"q1": True, "h1": True, "late": 0}, 2),
        ({"q1": True, "h1": True, "late": 1}, 0),
        ({"late": 1}, 0),
        ({"q1": True, "h1": True}, State.MISSING),
        ({"q1": True, "h1": True, "late": -1}, State.INVALID),
    ],
)
def test_every_part_must_hold(answers: dict[str, Any], points: Any) -> None:
    """One part that fails decides, whatever is not known; else an unknown part leaves the points missing."""
    assert points == score(RULE, 2, **answers)


@pytest.mark.parametrize("declared, points", [("full", 2), ("zero", 0)])
def test_an_empty_list_gives_what_it_declares(declared: str, points: int) -> None:
    """That nothing was asked is neither done nor not done by itself."""
    assert points == score({"kind": "all_of", "parts": [], "if_empty": declared}, 2)


def test_an_empty_list_must_declare_what_it_gives() -> None:
    """An empty list without `if_empty` is a problem."""
    assert ["the list of parts is empty; say with 'if_empty' what that gives: full or zero"] == problems(
        {"kind": "all_of", "parts": []}
    )
