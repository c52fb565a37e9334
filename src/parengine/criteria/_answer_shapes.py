"""Shapes of the documents that hold answers: assessments and cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..types import Status
from ._shape_words import CODE, ID, NAME, OPTION_ID, WORDS, Shape, by_id, many, one_of, prop, ref, table
from ._shapes import PARTS

STAGES: Final = ("self", "appraised", "final")
_YEAR: Final[Shape] = {"type": "integer", "minimum": 1, "maximum": 9999}
_EDITION: Final[Shape] = {"type": "string", "minLength": 1, "maxLength": 64}
_UNIT_ID: Final[Shape] = {"type": "string", "minLength": 1, "maxLength": 200}
#: A number as text where its decimals do not end: "81/58".
EXACT: Final[Shape] = {
    "type": ["number", "string"],
    "pattern": r"^-?[0-9]{1,30}(\.[0-9]{1,30}|/[1-9][0-9]{0,29})?$",
    "examples": ["81/58", "12.5"],
}
#: Answers are not judged here: a bad one makes the leaf that reads it invalid, not the document.
_ANSWERS: Final[Shape] = {"type": "object", "propertyNames": NAME, "maxProperties": 20_000}
_ATTRIBUTES: Final = prop("Attributes", "What is known of the unit, by the ids that the set declares.", _ANSWERS)

_UNIT: Final[Shape] = {
    **table(
        {
            "id": prop("Id", "The id of the unit.", _UNIT_ID),
            "label": prop("Label", "The name of the unit.", ref("text")),
            "attributes": _ATTRIBUTES,
        },
        ("id",),
    ),
    "type": ["string", "object"],
    "minLength": 1,
    "maxLength": 200,
}

ASSESSMENT: Final = table(
    {
        "format": prop("Format", "The version of the format.", {"const": 1}),
        "set": prop("Set", "The id of the criteria set that was answered.", ID, examples=["ministry-2022-province"]),
        "edition": prop("Edition", "The edition of the set, where the answers depend on it.", _EDITION),
        "unit": prop("Unit", "Who is assessed: an id, or an id with a label and attributes.", ref("unit")),
        "year": prop("Year", "The year that is assessed.", _YEAR),
        "stage": prop("Stage", "Whose answers these are.", one_of(*STAGES)),
        "answers": prop("Answers", "The answers by input id; leave out what is not known.", _ANSWERS),
        "provenance": prop("Provenance", "Where the answers come from.", ref("provenance")),
        "sources": prop("Sources", "What the answers are taken from, by id.", by_id(OPTION_ID, ref("source"))),
        "note": prop("Note", "What a reader should know.", WORDS),
    },
    ("format", "set", "unit", "year", "answers"),
)

_GIVEN: Final = table(
    {
        "points": prop("Points", "The points, before bonus and penalty.", EXACT),
        "bonus": prop("Bonus", "The bonus.", EXACT),
        "penalty": prop("Penalty", "The penalty, as a magnitude.", EXACT),
        "maximum": prop("Maximum", "The maximum of the set.", EXACT),
        "applicable": prop("Applicable", "The maximum of what applies.", EXACT),
    },
    ("points",),
)
_STATUS: Final = one_of(*(status.value for status in Status))
_NODE_EXPECTED: Final = table(
    {
        "points": prop("Points", "The node's points, exactly.", EXACT),
        "status": prop("Status", "What became of the node.", _STATUS),
        "maximum": prop("Maximum", "The maximum that its parent counts.", EXACT),
        "channel": prop("Channel", "The channel that its points are shown under.", NAME),
    }
)
_EXPECTED: Final = table(
    {
        "nodes": prop("Nodes", "What nodes come to, by code.", by_id(CODE, _NODE_EXPECTED)),
        "index": prop("Index", "The index as it is published.", EXACT),
        "class": prop("Class", "The id of the class.", OPTION_ID),
        "status": prop("Status", "What became of the whole.", _STATUS),
        "points": prop("Points", "The points of the whole, exactly.", EXACT),
        "channels": prop("Channels", "The points of each channel, exactly.", by_id(NAME, EXACT)),
        "problem": prop("Problem", "Words of the problem for which the answers are refused.", WORDS),
    }
)
_CASE: Final = table(
    {
        "id": prop("Id", "The id of the case.", OPTION_ID),
        "note": prop("Note", "The arithmetic, so that it can be checked by hand.", WORDS),
        "unit": prop("Unit", "What is known of the unit.", table({"attributes": _ATTRIBUTES})),
        "answers": prop("Answers", "The answers by input id.", _ANSWERS),
        "given": prop("Given", "Totals to start from, in the place of answers.", _GIVEN),
        "expect": prop("Expected", "What must come out.", _EXPECTED),
    },
    ("id", "expect"),
)
CASES: Final = table(
    {
        "format": prop("Format", "The version of the format.", {"const": 1}),
        "set": prop("Set", "The id of the criteria set.", ID, examples=["ministry-2022-province"]),
        "edition": prop("Edition", "The edition of the set.", _EDITION),
        "year": prop("Year", "The year that is assessed.", _YEAR),
        "note": prop("Note", "What a reader should know.", WORDS),
        "cases": prop("Cases", "The cases, each by itself.", many(_CASE, 1)),
    },
    ("format", "set", "year", "cases"),
)
#: What both use of the definitions of a set, and their own.
ANSWER_DEFINITIONS: Final[Mapping[str, Shape]] = {
    **{name: PARTS[name] for name in ("text", "provenance", "source")},
    "unit": _UNIT,
}
