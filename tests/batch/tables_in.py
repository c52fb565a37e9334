"""What the tests of tables that are given share: a set with an input of every kind, and how an engine reads answers."""

from __future__ import annotations

from functools import cache

from parengine import CriteriaSet, loads
from parengine.batch._compute.engine import Answered
from parengine.score import Terms, prepare
from parengine.score._prepared import Prepared
from parengine.testing._draw.builders import Document, asked, document, leaf
from parengine.types import State

_FORMULAS = (
    "whole(tasks / 2)",
    "when(spent > 1, 1, 0)",
    "done",
    "granted",
    "when(late_on > date(year, 6, 30), 0, 1)",
    "when(held, 1, 0)",
    'when(state = "good", 1, 0)',
    "when(opinions.good > opinions.fair, 1, 0)",
    'when(unit.hilly and unit.terrain = "high", unit.people / 1000, 1)',
)


def options(*ids: str) -> list[Document]:
    """Return the options of a choice."""
    return [{"id": each, "label": each} for each in ids]


@cache
def every_kind() -> CriteriaSet:
    """Return a set with an input of every kind, options and inputs that no rule reads, attributes, and evidence."""
    inputs = {
        "tasks": asked("count", high=1000),
        "spent": asked("quantity", low=-5, high=100, places=1, step=0.5),
        "done": asked("percent", places=1),
        "granted": asked("points", low=0, high=2),
        "late_on": asked("date", never=True),
        "held": asked("yes_no"),
        "state": asked("choice", options=options("good", "fair", "poor")),
        "opinions": asked("ratings", scale="likert"),
        "idle": asked("count"),
    }
    attributes = {
        "hilly": asked("yes_no"),
        "terrain": asked("choice", options=options("high", "low")),
        "people": asked("count", low=0, high=1000),
    }
    worths = {"good": 1, "fair": 0.5, "none": "none", "lost": "none"}
    scale = [{"id": each, "label": each, "worth": worth} for each, worth in worths.items()]
    leaves = [
        leaf(str(place), 10, {"kind": "formula", "points": text}, evidence=["Báo cáo"])
        for place, text in enumerate(_FORMULAS, 1)
    ]
    more = {"scales": {"likert": {"provenance": "invented", "options": scale}}, "absent_evidence": {"final": "zero"}}
    return loads(document(*leaves, inputs=inputs, unit_attributes=attributes, **more))


def ready(stage: str = "self") -> Prepared:
    """Return that set on the terms of a stage."""
    return prepare(every_kind(), Terms(every_kind().absent_evidence.get(stage, "nothing")))


def read_by_engine(found: Answered) -> list[tuple[int, int]]:
    """Return the value and state of each row as an engine reads them, in Python's own numbers; 0 beside a state."""
    rows = len(found.values)
    valid = [1] * rows if found.valid is None else found.valid.tolist()
    odd = [0] * rows if found.odd is None else found.odd.tolist()
    return [_read(*each, found) for each in zip(found.values.tolist(), valid, odd, strict=True)]


def _read(value: int, valid: int, odd: int, found: Answered) -> tuple[int, int]:
    if odd:
        return 0, State.INVALID
    if not valid:
        return 0, State.MISSING
    admits = found.low <= value <= found.high
    return (value * found.factor + found.shift, 0) if admits else (0, State.INVALID)
