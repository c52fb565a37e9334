"""Shapes of the table of classes: ranges, gates, who is not rated, and what forces or limits a class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ._shape_words import EXPRESSION, NAME, OPTION_ID, Shape, by_id, many, one_of, or_percent, prop, ref, table
from ._shapes import said

BASIS: Final = one_of("rounded", "exact")
_THRESHOLD: Final[Shape] = {"type": "number", "minimum": -1_000_000, "maximum": 1_000_000}
_GATE: Final = table(
    {
        "condition": prop("Condition", "What the class asks for beside its range.", EXPRESSION),
        "reason": prop("Reason", "What is said where it does not hold.", ref("text")),
        "provenance": said("the gate"),
    },
    ("condition",),
)
_CLASS: Final = table(
    {
        "id": prop("Id", "The short name of the class.", OPTION_ID, examples=["A"]),
        "label": prop("Label", "The name of the class.", ref("text")),
        "at_least": prop("At least", "The lowest index of the class.", _THRESHOLD),
        "above": prop("Above", "The index that a unit must be above.", _THRESHOLD),
        "below": prop("Below", "The index that a unit must be below.", _THRESHOLD),
        "at_most": prop("At most", "The highest index of the class.", _THRESHOLD),
        "gates": prop("Gates", "What the class asks for beside its range.", many(ref("gate"))),
        "provenance": said("the class"),
    },
    ("id", "label"),
)
_VERDICT: Final = table(
    {
        "condition": prop("Condition", "When it holds, a condition in the expression language.", EXPRESSION),
        "class": prop("Class", "The id of the class.", OPTION_ID, examples=["C"]),
        "reason": prop("Reason", "Why, as people read it.", ref("text")),
        "provenance": said("the clause"),
    },
    ("condition", "class"),
)
_CLASS_IDS: Final = many(OPTION_ID, 1, 100, uniqueItems=True)
_QUOTA: Final = table(
    {
        "class": prop("Class", "The id of the class that is limited.", OPTION_ID, examples=["A"]),
        "share": prop(
            "Share",
            'The largest share of units that may have it, above 0 and up to 1, or as "20%".',
            or_percent(exclusiveMinimum=0, maximum=1),
            examples=["20%"],
        ),
        "of": prop("Of", "The classes whose units it is a share of; all that are classed, where absent.", _CLASS_IDS),
        "reason": prop("Reason", "Why, as people read it.", ref("text")),
        "provenance": said("the quota"),
    },
    ("class", "share"),
)
CLASSES: Final = table(
    {
        "basis": prop("Basis", "Whether classes look at the rounded or the exact index.", BASIS),
        "inputs": prop("Inputs", "The questions that only classes ask, by their ids.", by_id(NAME, ref("input"))),
        "not_rated": prop("Not rated", "When a unit has no class at all.", many(ref("clause"))),
        "forced": prop("Forced", "When a unit has a class whatever its index, the first that holds.", many(_VERDICT)),
        "highest": prop("Highest", "When a unit has at most a class.", many(_VERDICT)),
        "quota": prop("Quota", "Which share of the units may have a class.", many(_QUOTA, 0, 100)),
        "list": prop("Classes", "The classes from the best down.", many(ref("class"), 1, 100)),
        "provenance": said("the classes"),
    },
    ("list",),
)
CLASS_DEFINITIONS: Final[Mapping[str, Shape]] = {"gate": _GATE, "class": _CLASS}
