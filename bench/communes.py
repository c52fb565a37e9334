"""A set for communes with a rule that looks at all of them, and generated answers."""

from __future__ import annotations

import random
from typing import Any

import parengine

YEAR = 2025
CRITERIA = 20


def commune_set() -> parengine.CriteriaSet:
    """Return a set of some twenty leaves; the last gives points to whoever is at least at the mean of all."""
    leaves = [_proportion(place) for place in range(1, CRITERIA)]
    relative = {"kind": "relative", "value": "done_1 / due_1", "against": "mean", "points": 5}
    leaves.append(_node(CRITERIA, {**relative, "if_empty": "missing", "if_zero": "missing"}, {}))
    head = {"format": 1, "id": "communes", "edition": "1", "owner": "bench", "tier": "commune", "years": [YEAR]}
    said = {"title": "Xã", "provenance": "invented", "maximum": 5 * CRITERIA, "index": "100 * points / applicable"}
    return parengine.loads({**head, **said, "criteria": leaves})


def _proportion(place: int) -> dict[str, Any]:
    done, due = f"done_{place}", f"due_{place}"
    rule = {"kind": "proportion", "numerator": done, "denominator": due, "zero_below": "50%", "if_zero": "full"}
    return _node(place, rule, {name: {"type": "count", "high": 100_000, "label": name} for name in (done, due)})


def _node(place: int, rule: dict[str, Any], inputs: dict[str, Any]) -> dict[str, Any]:
    return {"code": str(place), "label": str(place), "maximum": 5, "provenance": "invented", "rule": rule} | (
        {"inputs": inputs} if inputs else {}
    )


def communes(count: int) -> list[parengine.Assessment]:
    """Return the answers of communes, the same in every run."""
    drawn = random.Random(2025)
    return [parengine.Assessment("communes", f"xa-{place}", YEAR, _answers(drawn)) for place in range(count)]


def _answers(drawn: random.Random) -> dict[str, int]:
    answers = {}
    for place in range(1, CRITERIA):
        due = drawn.randint(1, 9_999)
        answers |= {f"due_{place}": due, f"done_{place}": drawn.randint(due // 3, due)}
    return answers
