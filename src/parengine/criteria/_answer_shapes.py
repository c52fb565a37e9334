"""Shapes of the documents that hold answers: assessments, and what cases share with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ._shape_words import CODE, DATE, ID, NAME, OPTION_ID, WORDS, Shape, by_id, many, one_of, prop, ref, table
from ._shapes import PARTS, said

STAGES: Final = ("self", "appraised", "final")
YEAR: Final[Shape] = {"type": "integer", "minimum": 1, "maximum": 9999}
EDITION: Final[Shape] = {"type": "string", "minLength": 1, "maxLength": 64}
UNIT_ID: Final[Shape] = {"type": "string", "minLength": 1, "maxLength": 200}
#: A number as text where its decimals do not end: "81/58".
EXACT: Final[Shape] = {
    "type": ["number", "string"],
    "pattern": r"^-?[0-9]{1,30}(\.[0-9]{1,30}|/[1-9][0-9]{0,29})?$",
    "examples": ["81/58", "12.5"],
}
#: Answers are not judged here: a bad one makes the leaf that reads it invalid, not the document.
ANSWERS: Final[Shape] = {"type": "object", "propertyNames": NAME, "maxProperties": 20_000}
ATTRIBUTES: Final = prop("Attributes", "What is known of the unit, by the ids that the set declares.", ANSWERS)

_UNIT: Final[Shape] = {
    **table(
        {
            "id": prop("Id", "The id of the unit.", UNIT_ID),
            "label": prop("Label", "The name of the unit.", ref("text")),
            "attributes": ATTRIBUTES,
        },
        ("id",),
    ),
    "type": ["string", "object"],
    "minLength": 1,
    "maxLength": 200,
}

_DECIDED: Final[Shape] = {"type": "number", "minimum": 0, "maximum": 1_000_000}
_DECISION: Final = table(
    {
        "points": prop("Points", "What was decided; left out while it is before the council.", _DECIDED),
        "reason": prop("Reason", "Why, as people read it.", ref("text")),
        "authority": prop("Authority", "Who decides.", ref("text"), examples=["Hội đồng thẩm định"]),
        "decided_on": prop("Decided on", "The day of the decision.", DATE),
        "provenance": said("the decision"),
    },
    ("reason", "authority"),
)
#: What an assessment holds beside answers.
JUDGED: Final[Mapping[str, Shape]] = {
    "evidence": prop(
        "Evidence", "The documents that prove the points of a leaf, by its code.", by_id(CODE, many(WORDS, 0, 1000))
    ),
    "decisions": prop(
        "Decisions", "What appraisers decided, by the code of a node; not at the stage 'self'.", by_id(CODE, _DECISION)
    ),
    "decided_total": prop(
        "Decided total",
        "The points of the whole, where only they were decided or published; not at the stage 'self'.",
        _DECISION,
    ),
}
ASSESSMENT: Final = table(
    {
        "format": prop("Format", "The version of the format.", {"const": 1}),
        "set": prop("Set", "The id of the criteria set that was answered.", ID, examples=["ministry-2022-province"]),
        "edition": prop("Edition", "The edition of the set, where the answers depend on it.", EDITION),
        "unit": prop("Unit", "Who is assessed: an id, or an id with a label and attributes.", ref("unit")),
        "year": prop("Year", "The year that is assessed.", YEAR),
        "stage": prop("Stage", "Whose answers these are.", one_of(*STAGES)),
        "answers": prop("Answers", "The answers by input id; leave out what is not known.", ANSWERS),
        **JUDGED,
        "provenance": prop("Provenance", "Where the answers come from.", ref("provenance")),
        "sources": prop("Sources", "What the answers are taken from, by id.", by_id(OPTION_ID, ref("source"))),
        "note": prop("Note", "What a reader should know.", WORDS),
    },
    ("format", "set", "unit", "year", "answers"),
)

#: What both use of the definitions of a set, and their own.
ANSWER_DEFINITIONS: Final[Mapping[str, Shape]] = {
    **{name: PARTS[name] for name in ("text", "provenance", "source")},
    "unit": _UNIT,
}
