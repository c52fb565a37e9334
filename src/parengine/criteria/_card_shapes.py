"""Shapes of the scorecard as JSON: what `Scorecard.to_dict` writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .._numbers import MODES
from ..types import Status
from ._answer_shapes import STAGES
from ._shape_words import CODE, DATE, ID, OPTION_ID, WORDS, Shape, by_id, many, one_of, prop, ref, table

_EXACT: Final[Shape] = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+|/[1-9][0-9]*)?$"}
_SHOWN: Final[Shape] = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
_COUNT: Final[Shape] = {"type": "integer", "minimum": 0}
_SHA256: Final[Shape] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_KINDS: Final = one_of("sourced", "derived", "reconstructed")


def _or_none(shape: Mapping[str, object]) -> Shape:
    return {"anyOf": [dict(shape), {"type": "null"}]}


def _whole(properties: Mapping[str, Shape], **added: Shape) -> Shape:
    """Return the shape of a mapping all of whose keys are there; those `added` later may be absent."""
    return table({**properties, **added}, tuple(properties))


_PROVENANCE: Final = _whole(
    {
        "kind": prop("Kind", "Sourced, derived or reconstructed.", _KINDS),
        "basis": prop("Basis", "On what a reconstruction rests.", _or_none(one_of("recalled", "analogue", "invented"))),
        "sources": prop("Sources", "The ids of the set's sources.", many(OPTION_ID)),
        "parts": prop("Parts", "What of it is sourced when the whole is not.", many(WORDS)),
        "note": prop("Note", "What a reader should know about it.", _or_none(WORDS)),
    }
)
_EFFECT: Final = _whole(
    {
        "name": prop(
            "Name",
            "What was done: not_applicable, zeroed, capped, over_100, below_zero, rounded, check_failed, "
            "decided, no_evidence.",
            WORDS,
        ),
        "clause": prop("Clause", "The path of the clause inside its node: zero_rules[0].", _or_none(WORDS)),
        "before": prop("Before", "The points before, exactly.", _or_none(_EXACT)),
        "after": prop("After", "The points after, exactly.", _or_none(_EXACT)),
        "reason": prop("Reason", "The clause's reason.", _or_none(ref("text"))),
        "provenance": prop("Provenance", "Where the clause comes from.", _or_none(_PROVENANCE)),
    }
)
_INVALID: Final = _whole(
    {
        "node": prop("Node", "The code of the criterion that it made invalid.", CODE),
        "input": prop("Input", "The id of the input, none for a check.", _or_none(WORDS)),
        "sentence": prop("Sentence", "What is wrong, and what to do.", WORDS),
    }
)
_CHANNEL: Final = _whole(
    {
        "id": prop("Id", "The id of the channel, or the code of the group for a line of its own.", WORDS),
        "label": prop("Label", "Its name.", ref("text")),
        "points": prop("Points", "Its points, exactly.", _EXACT),
        "maximum": prop("Maximum", "What they are of, exactly; none for a line.", _or_none(_EXACT)),
    }
)
_CLASS: Final = _whole(
    {
        "status": prop(
            "Status", "Whether there is a class.", one_of("classed", "unclassified", "not_rated", "undetermined")
        ),
        "id": prop("Id", "The id of the class.", _or_none(OPTION_ID)),
        "label": prop("Label", "The name of the class.", _or_none(ref("text"))),
        "reason": prop("Reason", "Why there is no class.", _or_none(WORDS)),
        "provenance": prop("Provenance", "Where its threshold comes from.", _or_none(_KINDS)),
    }
)
_NODE: Final = _whole(
    {
        "code": prop("Code", "The code of the node.", CODE),
        "label": prop("Label", "Its name.", ref("text")),
        "status": prop("Status", "What became of it.", one_of(*(status.value for status in Status))),
        "shown": prop("Shown", "Its points at the declared places.", _SHOWN),
        "points": prop("Points", "Its own points, exactly.", _EXACT),
        "maximum": prop("Maximum", "Its declared maximum, exactly.", _EXACT),
        "applicable_maximum": prop("Applicable maximum", "What it could have had, exactly.", _EXACT),
        "counted_points": prop("Counted points", "What its parent adds, exactly.", _EXACT),
        "counted_maximum": prop("Counted maximum", "The maximum that its parent adds, exactly.", _EXACT),
        "share": prop("Share", "Points over applicable maximum, exactly.", _or_none(_EXACT)),
        "channel": prop("Channel", "The way its points are come by.", _or_none(WORDS)),
        "responsible": prop("Responsible agency", "Who answers for it.", _or_none(WORDS)),
        "provenance": prop("Provenance", "Where the node comes from.", _KINDS),
        "effects": prop("Effects", "What clauses did to its points, in order.", many(_EFFECT)),
        "missing": prop("Missing", "The absent inputs that made it missing.", many(WORDS)),
        "invalid": prop("Invalid", "What made it invalid.", many(_INVALID)),
        "children": prop("Children", "The nodes below it.", many(ref("node"))),
    },
    decision=prop("Decision", "What appraisers decided on its points.", _or_none(ref("decision"))),
    rule_points=prop("Rule points", "What its rule gives where a decision stands in its place.", _or_none(_EXACT)),
)
_DECISION: Final = _whole(
    {
        "points": prop("Points", "What was decided, exactly; none while it is before the council.", _or_none(_EXACT)),
        "reason": prop("Reason", "Why.", ref("text")),
        "authority": prop("Authority", "Who decides.", ref("text")),
        "decided_on": prop("Decided on", "The day of the decision.", _or_none(DATE)),
    },
    provenance=prop("Provenance", "Where the decision comes from.", _or_none(_PROVENANCE)),
)
_SPAN: Final = _whole(
    {
        "low": prop("Lowest", "The lowest that is still possible, exactly.", _EXACT),
        "high": prop("Highest", "The highest that is still possible, exactly.", _EXACT),
    }
)
_BOUNDS: Final = _whole(
    {
        "index": prop("Index", "Of the index; none where there may be no index at all.", _or_none(ref("span"))),
        "points": prop("Points", "Of the points of all fields.", ref("span")),
        "classes": prop("Classes", "The classes that are still possible, none for no class.", many(_or_none(WORDS))),
        "nodes": prop("Nodes", "Of the points of nodes, by code.", by_id(CODE, ref("span"))),
        "wide": prop("Wide", "Whether the true bounds may be narrower.", {"type": "boolean"}),
    }
)
_FIGURE: Final = _whole(
    {
        "figure": prop("Figure", "The figure as rules write it.", WORDS, examples=['cohort_mean(points("1"))']),
        "value": prop("Value", "Its value, exactly; none where nobody has one.", _or_none(_EXACT)),
    }
)
_COHORT: Final = _whole(
    {
        "digest": prop("Digest", "The sha256 of the canonical form of the figures.", _SHA256),
        "units": prop("Units", "How many units were compared.", _COUNT),
        "figures": prop("Figures", "Each figure that was read, with its expression.", many(_FIGURE)),
    }
)
_PROPERTIES: Final[Mapping[str, Shape]] = {
    "notice": prop("Notice", "What must be said first, where something is reconstructed.", _or_none(ref("text"))),
    "format": prop("Format", "The version of the format.", {"const": 1}),
    "set": prop("Set", "The id of the criteria set.", ID),
    "edition": prop("Edition", "The edition of the set.", WORDS),
    "title": prop("Title", "The title of the set.", ref("text")),
    "unit": prop(
        "Unit",
        "Who was assessed.",
        _whole(
            {
                "id": prop("Id", "The id of the unit.", WORDS),
                "label": prop("Label", "Its name.", _or_none(ref("text"))),
            }
        ),
    ),
    "year": prop("Year", "The year that was assessed.", {"type": "integer"}),
    "stage": prop("Stage", "Whose answers these are.", one_of(*STAGES)),
    "index": prop("Index", "The index as it is published, none where nothing applies.", _or_none(_SHOWN)),
    "exact_index": prop("Exact index", "What the index was rounded from.", _or_none(_EXACT)),
    "class": prop("Class", "The class, or why there is none.", _or_none(_CLASS)),
    "points": prop("Points", "The points of all fields, exactly.", _EXACT),
    "bonus": prop("Bonus", "The bonus, exactly.", _EXACT),
    "penalty": prop("Penalty", "The penalty as a magnitude, exactly.", _EXACT),
    "maximum": prop("Maximum", "The declared maximum of the set, exactly.", _EXACT),
    "applicable_maximum": prop("Applicable maximum", "The maximum of what applies, exactly.", _EXACT),
    "share": prop("Share", "Points over applicable maximum, exactly.", _or_none(_EXACT)),
    "complete": prop("Complete", "Whether nothing that matters is missing or invalid.", {"type": "boolean"}),
    "rounding": prop(
        "Rounding",
        "How figures are shown.",
        _whole(
            {
                "places": prop("Places", "Digits after the point.", {**_COUNT, "maximum": 12}),
                "mode": prop("Mode", "Which way; half up is away from zero.", one_of(*MODES)),
            }
        ),
    ),
    "channels": prop("Channels", "The points by channel.", many(_CHANNEL)),
    "lines": prop("Lines", "What belongs to no channel; channels and lines add up to the total.", many(_CHANNEL)),
    "missing": prop("Missing", "The absent inputs that keep the result from being final.", many(WORDS)),
    "invalid": prop("Invalid", "What is invalid, and why.", many(_INVALID)),
    "provenance": prop(
        "Provenance",
        "How many nodes and clauses of the set are sourced, derived, reconstructed.",
        _whole(
            {
                "sourced": prop("Sourced", "Printed in a source.", _COUNT),
                "derived": prop("Derived", "Following from sourced facts.", _COUNT),
                "reconstructed": prop("Reconstructed", "Not found, filled in.", _COUNT),
            }
        ),
    ),
    "digests": prop(
        "Digests",
        "The sha256 of canonical forms.",
        _whole(
            {
                "set": prop("Set", "Of the criteria set.", _SHA256),
                "answers": prop("Answers", "Of the answers, the unit and the year.", _SHA256),
            },
            cohort=prop("Cohort", "Of the cohort figures that were read.", _or_none(_SHA256)),
        ),
    ),
    "engine": prop("Engine", "The engine and its version.", WORDS),
    "kinds": prop("Kinds", "Plugin rule kinds used: name, distribution, version.", many(many(WORDS, 3, 3))),
    "nodes": prop("Nodes", "The fields, then bonus and penalty groups.", many(ref("node"))),
}
#: What cards have that were made since there are decisions, cohorts and bounds.
_ADDED: Final[Mapping[str, Shape]] = {
    "decided": prop("Decided", "The decision on the points of the whole.", _or_none(ref("decision"))),
    "undecided": prop("Undecided", "The codes of what is before the council.", many(WORDS)),
    "provisional": prop("Provisional", "The units of the cohort whose figures are not final.", many(WORDS)),
    "cohort": prop("Cohort", "The figures of the cohort that were read.", _or_none(_COHORT)),
    "bounds": prop("Bounds", "What is still possible.", _or_none(_BOUNDS)),
    "explanations": prop("Explanations", "The lines of why, by code.", by_id(CODE, many(WORDS))),
}
SCORECARD: Final = _whole(_PROPERTIES, **_ADDED)
CARD_DEFINITIONS: Final[Mapping[str, Shape]] = {"node": _NODE, "decision": _DECISION, "span": _SPAN}
