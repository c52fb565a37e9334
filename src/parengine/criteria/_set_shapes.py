"""Shapes of what belongs to a whole set: channels, decision, calendar, index, rounding, ranking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .._numbers import MODES
from ._answer_shapes import STAGES
from ._class_shapes import BASIS, CLASS_DEFINITIONS, CLASSES
from ._extends_shapes import EXTENDS, OWN, WHOLE
from ._shape_words import (
    AMOUNT,
    CODE,
    DATE,
    EXPRESSION,
    ID,
    NAME,
    OPTION_ID,
    WORDS,
    Shape,
    by_id,
    many,
    one_of,
    or_text,
    prop,
    ref,
    table,
)
from ._shapes import PARTS, TREATMENTS, said

MAX_DEPTH: Final = 32
MAX_NODES: Final = 20_000

_CHANNEL: Final = table(
    {
        "label": prop("Label", "The name of the channel.", ref("text")),
        "counts_as": prop("Counts as", "The channel that its points are shown under.", NAME),
        "self_scored": prop("Self-scored", "Whether units score it themselves.", {"type": "boolean"}),
    },
    ("label",),
)
_DECISION: Final = table(
    {
        "number": prop("Number", "The number of the decision.", WORDS, examples=["876/QĐ-BNV"]),
        "title": prop("Title", "The title of the decision.", ref("text")),
        "issued": prop("Issued", "The day it was issued.", DATE),
        "in_force": prop("In force", "The day from which it is in force.", DATE),
        "amendments": prop("Amendments", "The decisions that amend it.", many(WORDS)),
        "provenance": said("the decision"),
    }
)
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CALENDAR: Final = table(
    {
        "weekdays": prop(
            "Weekdays", "The days of the week that are worked.", many(one_of(*WEEKDAYS), uniqueItems=True)
        ),
        "holidays": prop("Holidays", "Days that are not worked.", many(DATE, uniqueItems=True)),
        "made_up": prop("Made up", "Days that are worked in the place of others.", many(DATE, uniqueItems=True)),
    }
)
_INDEX: Final = or_text(
    table(
        {
            "value": prop(
                "Value", "The index as an expression over points, bonus, penalty, maximum and applicable.", EXPRESSION
            ),
            "provenance": said("the index"),
        },
        ("value",),
    )
)
LEVELS: Final = ("leaf", "component", "criterion", "field", "total", "index")
_ROUNDING: Final = table(
    {
        "levels": prop("Levels", "What is rounded.", many(one_of(*LEVELS), uniqueItems=True)),
        "places": prop("Places", "To how many decimal places.", {"type": "integer", "minimum": 0, "maximum": 12}),
        "mode": prop("Mode", "Which way; half up is away from zero.", one_of(*MODES)),
        "provenance": said("the rounding"),
    }
)
ABSENT_EVIDENCE: Final = ("nothing", "flag", "zero")
_ABSENT_EVIDENCE: Final = table(
    {
        stage: prop(f"At the stage {stage}", "What is done; nothing, where it is not said.", one_of(*ABSENT_EVIDENCE))
        for stage in STAGES
    }
)
_RANKING: Final = table(
    {
        "basis": prop("Basis", "Whether ranks look at the rounded or the exact index.", BASIS),
        "order": prop(
            "Order", "Whether the highest or the lowest index comes first.", one_of("descending", "ascending")
        ),
        "policy": prop("Policy", "Which ranks equal units get.", one_of("ordinal", "competition", "dense")),
        "ties": prop("Ties", "The codes of the nodes whose points break a tie, in turn.", many(CODE, uniqueItems=True)),
        "blocks": prop(
            "Blocks", "The unit attributes within whose values units are ranked.", many(NAME, uniqueItems=True)
        ),
        "provenance": said("the ranking"),
    }
)

ROOT: Final = table(
    {
        "format": prop("Format", "The version of the format, which pins what the document means.", {"const": 1}),
        "id": prop("Id", "The unique id of the edition.", ID, examples=["ministry-2022-province"]),
        "edition": prop(
            "Edition",
            "The edition, as it is cited.",
            {"type": "string", "minLength": 1, "maxLength": 64},
            examples=["2022.1"],
        ),
        "owner": prop("Owner", "Who issues the set.", ID, examples=["moha"]),
        "tier": prop("Tier", "Whom it scores.", ID, examples=["province"]),
        "years": prop(
            "Years",
            "The years that it covers.",
            many({"type": "integer", "minimum": 1, "maximum": 9999}, 1, 100, uniqueItems=True),
        ),
        "title": prop("Title", "The title of the set.", ref("text")),
        "decision": prop("Decision", "The legal text that it stands in.", _DECISION),
        "supersedes": prop(
            "Supersedes", "The id of the edition that it replaces.", ID, examples=["ministry-2020-province"]
        ),
        "extends": prop("Extends", "The edition that it takes all it does not say from, and its changes.", EXTENDS),
        "provenance": prop("Provenance", "Where the set comes from.", ref("provenance")),
        "note": prop("Note", "What a reader should know.", WORDS),
        "sources": prop("Sources", "What facts are taken from, by id.", by_id(OPTION_ID, ref("source"))),
        "maximum": prop("Maximum", "The most points of the whole, without bonus.", AMOUNT),
        "maxima_differ": prop(
            "Maxima differ", "Why the fields' maxima do not add up to the maximum, where they do not.", WORDS
        ),
        "levels": prop("Levels", "The names of the depths, from the top.", many(WORDS, 1, MAX_DEPTH, uniqueItems=True)),
        "channels": prop("Channels", "The ways points are come by, by id.", by_id(NAME, ref("channel"), 100)),
        "scales": prop("Scales", "The scales of distributions of answers, by id.", by_id(NAME, ref("scale"), 1000)),
        "unit_attributes": prop(
            "Unit attributes", "What is known of a unit, by id.", by_id(NAME, ref("attribute"), 1000)
        ),
        "inputs": prop(
            "Shared inputs", "The questions that belong to no single node, by id.", by_id(NAME, ref("input"))
        ),
        "calendar": prop("Calendar", "Which days are worked.", _CALENDAR),
        "checks": prop("Checks", "What must hold between answers anywhere in the set.", many(ref("check"))),
        "not_applicable": prop(
            "Treatment", "What happens to the maximum of a node that does not apply.", one_of(*TREATMENTS)
        ),
        "index": prop(
            "Index", "The index as an expression over points, bonus, penalty, maximum and applicable.", _INDEX
        ),
        "rounding": prop("Rounding", "What is rounded, and how.", _ROUNDING),
        "classes": prop("Classes", "What an index is called.", CLASSES),
        "absent_evidence": prop(
            "Absent evidence",
            "What is done at each stage where a leaf asks for evidence and none is listed: nothing, flag or zero.",
            _ABSENT_EVIDENCE,
        ),
        "ranking": prop("Ranking", "How units are ranked.", _RANKING),
        "criteria": prop("Criteria", "The fields, with all below them.", many(ref("node"), 1)),
        "bonus": prop("Bonus", "Groups of points that are added.", many(ref("node"), 1)),
        "penalty": prop(
            "Penalty", "Groups of points that are taken away, written as magnitudes.", many(ref("node"), 1)
        ),
    },
    OWN,
    **WHOLE,
)

DEFINITIONS: Final[Mapping[str, Shape]] = {**PARTS, **CLASS_DEFINITIONS, "channel": _CHANNEL}
