"""Shapes of files of cases: answers, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..types import Status
from ._answer_shapes import ANSWER_DEFINITIONS, ANSWERS, ATTRIBUTES, EDITION, EXACT, JUDGED, STAGES, UNIT_ID, YEAR
from ._cohort_shapes import CASE_FIGURES
from ._shape_words import CODE, ID, NAME, OPTION_ID, WORDS, Shape, by_id, many, one_of, or_blank, prop, ref, table

CLASS_STATUSES: Final = ("classed", "unclassified", "not_rated", "undetermined")
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
#: What is expected may be left blank: then it is to be filled in, and the case fails until it is.
_FIGURE: Final = or_blank(EXACT)
_STATUS: Final = or_blank(one_of(*(status.value for status in Status)))
_NODE_EXPECTED: Final = table(
    {
        "points": prop("Points", "The node's points, exactly.", _FIGURE),
        "status": prop("Status", "What became of the node.", _STATUS),
        "maximum": prop("Maximum", "The maximum that its parent counts.", _FIGURE),
        "channel": prop("Channel", "The channel that its points are shown under.", or_blank(NAME)),
        "effects": prop("Effects", "The names of everything that was done to its points.", or_blank(many(NAME))),
    }
)
_UNDECIDED: Final[Shape] = {**CODE, "pattern": rf"^\*$|{CODE['pattern']}", "examples": ["1.1.2", "*"]}
_RANGE: Final = table(
    {
        "low": prop("Lowest", "The lowest index, as it is published.", EXACT),
        "high": prop("Highest", "The highest index, as it is published.", EXACT),
    },
    ("low", "high"),
)
_EXPECTED: Final = table(
    {
        "nodes": prop("Nodes", "What nodes come to, by code.", or_blank(by_id(CODE, or_blank(_NODE_EXPECTED)))),
        "index": prop("Index", "The index as it is published.", _FIGURE),
        "class": prop("Class", "The id of the class.", or_blank(OPTION_ID)),
        "class_status": prop("Class status", "Whether there is a class.", or_blank(one_of(*CLASS_STATUSES))),
        "status": prop("Status", "What became of the whole.", _STATUS),
        "points": prop("Points", "The points of the whole, exactly.", _FIGURE),
        "channels": prop("Channels", "The points of each channel, exactly.", or_blank(by_id(NAME, _FIGURE))),
        "range": prop("Range", "The lowest and highest index that is still possible.", or_blank(_RANGE)),
        "provisional": prop(
            "Provisional", "The units of the cohort whose figures are not final.", or_blank(many(UNIT_ID))
        ),
        "undecided": prop(
            "Undecided", "The codes of what is before the council, '*' for the whole.", or_blank(many(_UNDECIDED))
        ),
        "problem": prop("Problem", "Words of the problem for which the answers are refused.", or_blank(WORDS)),
    }
)
_MEMBER: Final = table(
    {
        "unit": prop("Unit", "Who is assessed too: an id, or an id with a label and attributes.", ref("unit")),
        "stage": prop("Stage", "Whose answers these are; the case's, where absent.", one_of(*STAGES)),
        "answers": prop("Answers", "The answers by input id.", ANSWERS),
        **JUDGED,
    },
    ("unit",),
)
_FIGURES: Final = table(CASE_FIGURES, tuple(CASE_FIGURES))
#: The sheets of the other units, or the figures that all units gave.
_COHORT: Final[Shape] = {**_FIGURES, **many(_MEMBER, 0, 10_000), "type": ["array", "object"]}
_CASE_UNIT: Final = table({"id": prop("Id", "The id of the unit.", UNIT_ID), "attributes": ATTRIBUTES})
_CASE: Final = table(
    {
        "id": prop("Id", "The id of the case.", OPTION_ID),
        "note": prop("Note", "The arithmetic, so that it can be checked by hand.", WORDS),
        "unit": prop("Unit", "What is known of the unit.", _CASE_UNIT),
        "stage": prop("Stage", "Whose answers these are; 'self', where absent.", one_of(*STAGES)),
        "answers": prop("Answers", "The answers by input id.", ANSWERS),
        **JUDGED,
        "cohort": prop(
            "Cohort",
            "The other units of the round, which this one is compared with; or the figures that all gave.",
            _COHORT,
        ),
        "given": prop("Given", "Totals to start from, in the place of answers.", _GIVEN),
        "expect": prop("Expected", "What must come out; left blank, it is to be filled in.", or_blank(_EXPECTED)),
    },
    ("id", "expect"),
)
CASES: Final = table(
    {
        "format": prop("Format", "The version of the format.", {"const": 1}),
        "set": prop("Set", "The id of the criteria set.", ID, examples=["ministry-2022-province"]),
        "edition": prop("Edition", "The edition of the set.", EDITION),
        "year": prop("Year", "The year that is assessed.", YEAR),
        "note": prop("Note", "What a reader should know.", WORDS),
        "cases": prop("Cases", "The cases, each by itself.", many(_CASE, 1)),
    },
    ("format", "set", "year", "cases"),
)
#: What cases use of the definitions of documents of answers.
CASE_DEFINITIONS: Final[Mapping[str, Shape]] = {
    name: shape for name, shape in ANSWER_DEFINITIONS.items() if name != "source"
}
