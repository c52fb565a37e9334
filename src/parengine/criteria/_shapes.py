"""
Shapes: what the parts of a criteria-set document may hold, as one literal structure of JSON Schema 2020-12.

`_schema.py` makes the published schema of it and what the loader validates with. Every property has a
title and a description; `examples` are quoted in the loader's sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .._sentences import say
from ._shape_words import (
    AMOUNT,
    CODE,
    EXPRESSION,
    NAME,
    OPTION_ID,
    WORDS,
    Shape,
    by_id,
    many,
    one_of,
    or_percent,
    or_text,
    prop,
    ref,
    table,
)

_TEXT: Final = or_text(
    table(
        {
            "vi": prop("Vietnamese", "The text in Vietnamese.", WORDS),
            "en": prop("English", "The text in English, where there is one.", WORDS),
        },
        ("vi",),
    )
)
BASES: Final = ("recalled", "analogue", "invented")
_KINDS_OF_PROVENANCE: Final = ("sourced", "derived", "reconstructed", *BASES)
_SOURCE_IDS: Final = many(OPTION_ID, uniqueItems=True)
_PROVENANCE: Final[Shape] = {
    **table(
        {
            "is": prop(
                "Kind",
                "sourced: printed in a source; derived: follows from what is sourced; reconstructed: not found, "
                "filled in. recalled, analogue and invented are short for reconstructed on that basis.",
                one_of(*_KINDS_OF_PROVENANCE),
            ),
            "basis": prop("Basis", "On what a reconstruction rests.", one_of(*BASES)),
            "sources": prop("Sources", "The ids of the declared sources.", _SOURCE_IDS),
            "parts": prop("Parts", "What of it is sourced when the whole is not.", many(WORDS)),
            "note": prop("Note", "What a reader should know about it.", WORDS),
        },
        ("is",),
    ),
    "type": ["string", "object"],
    "allOf": [{"if": {"type": "string"}, "then": {"enum": list(_KINDS_OF_PROVENANCE)}}],
}


def said(what: str) -> Shape:
    return prop("Provenance", f"Where {what} comes from; without it, that of what it belongs to.", ref("provenance"))


def _clause(reason: str, meaning: str) -> Shape:
    return or_text(
        table(
            {
                "condition": prop("Condition", "A condition in the expression language.", EXPRESSION),
                reason: prop(reason.capitalize(), meaning, ref("text")),
                "provenance": said("the clause"),
            },
            ("condition",),
        )
    )


_OPTION: Final = table(
    {
        "id": prop("Id", "What an answer says.", NAME),
        "label": prop("Label", "What people read.", ref("text")),
    },
    ("id", "label"),
)
_SCALE_OPTION: Final = table(
    {
        **_OPTION["properties"],
        "worth": prop(
            "Worth",
            'What the option is worth, from 0 to 1 or as "75%"; "none" leaves it out of the mean.',
            or_percent("none", minimum=0, maximum=1),
            examples=["75%", "none"],
        ),
    },
    ("id", "label", "worth"),
)
_SCALE: Final = table(
    {
        "options": prop("Options", "The answers of the scale, from the best down.", many(_SCALE_OPTION, 1, 100)),
        "provenance": said("the scale"),
    },
    ("options",),
)

INPUT_TYPES: Final = ("count", "quantity", "percent", "points", "yes_no", "date", "choice", "ratings")
#: For each type of input: the keys it needs, and the keys it may have beside those that every input may have.
TYPE_KEYS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "count": ((), ("low", "high", "places", "step")),
    "quantity": (("low", "high", "places"), ("step",)),
    "percent": ((), ("low", "high", "places", "step")),
    "points": (("low", "high"), ("places", "step")),
    "yes_no": ((), ()),
    "date": ((), ("never",)),
    "choice": (("options",), ()),
    "ratings": (("scale",), ()),
}
_TYPED_KEYS: Final = ("low", "high", "places", "step", "never", "options", "scale")


#: Why a type needs its keys.
_WHY: Final[Mapping[str, str]] = {
    "quantity": say("a quantity says how low, how high and how exact an answer may be"),
    "points": say("points say how low and how high an answer may be"),
    "choice": say("a choice lists its options"),
    "ratings": say("a distribution of answers names its scale"),
}


def _type_rule(name: str) -> Shape:
    needed, allowed = TYPE_KEYS[name]
    refused = [key for key in _TYPED_KEYS if key not in (*needed, *allowed)]
    then: Shape = {"required": list(needed), "$comment": _WHY[name]} if needed else {}
    return {
        "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
        "then": {**then, "properties": dict.fromkeys(refused, False)},
    }


_LIMIT: Final[Shape] = {"type": "number", "minimum": -(10**15), "maximum": 10**15}


def _input(types: tuple[str, ...]) -> Shape:
    return table(
        {
            "type": prop("Type", "What kind of answer it takes.", one_of(*types)),
            "label": prop("Label", "The question, as people read it.", ref("text")),
            "low": prop("Lowest", "The lowest answer, in the unit it is entered in.", _LIMIT),
            "high": prop("Highest", "The highest answer, in the unit it is entered in.", _LIMIT),
            "places": prop(
                "Places",
                "How many decimal places an answer may have.",
                {"type": "integer", "minimum": 0, "maximum": 12},
            ),
            "step": prop(
                "Step", "What an answer is a multiple of.", {"type": "number", "exclusiveMinimum": 0, "maximum": 10**15}
            ),
            "never": prop(
                "Never", "Whether a date may be answered with 'never': it has not happened.", {"type": "boolean"}
            ),
            "options": prop("Options", "The answers of a choice.", many(_OPTION, 1, 1000)),
            "scale": prop("Scale", "The scale of a distribution of answers.", NAME),
            "unit": prop("Unit", "What is counted or measured.", ref("text")),
            "evidence": prop("Evidence", "The documents that prove an answer.", many(WORDS)),
            "responsible": prop("Responsible agency", "The agency that answers.", WORDS),
            "help": prop("Help", "How to find the answer.", ref("text")),
            "provenance": said("the question"),
        },
        ("type", "label"),
        allOf=[_type_rule(name) for name in types],
    )


_CAP: Final = table(
    {
        "limit": prop(
            "Limit",
            'The ceiling, in points or as a share of the maximum such as "50%".',
            or_percent(minimum=0, maximum=1_000_000),
            examples=["50%"],
        ),
        "condition": prop("Condition", "When the ceiling holds; always, where there is none.", EXPRESSION),
        "reason": prop("Reason", "Why, as people read it.", ref("text")),
        "provenance": said("the cap"),
    },
    ("limit",),
)

TREATMENTS: Final = ("rescale", "full", "zero", "redistribute")
_NODE: Final = table(
    {
        "code": prop(
            "Code", "The number of the node in the legal text; always text in quotes.", CODE, examples=["1.1.2"]
        ),
        "label": prop("Label", "The name of the node.", ref("text")),
        "maximum": prop("Maximum", "The most points it can give.", AMOUNT),
        "channel": prop("Channel", "By which channel its points are come by; children inherit it.", NAME),
        "provenance": prop("Provenance", "Where the node comes from.", ref("provenance")),
        "inputs": prop("Inputs", "The questions that are asked here, by their ids.", by_id(NAME, ref("input"))),
        "not_applicable_when": prop("Not applicable when", "When the node does not apply.", ref("clause")),
        "not_applicable": prop(
            "Treatment", "What happens to its maximum when it does not apply.", one_of(*TREATMENTS, "rescale_block")
        ),
        "rescale_to": prop(
            "Rescale to", "What a rescaled block counts of, where that is not the node's own maximum.", AMOUNT
        ),
        "checks": prop(
            "Checks", "What must hold between answers; a failed one makes the node invalid.", many(ref("check"))
        ),
        "zero_rules": prop("Zero rules", "Conditions that make the node 0.", many(ref("clause"))),
        "rule": prop("Rule", "How a leaf is scored.", ref("rule")),
        "caps": prop("Caps", "Ceilings, the smallest that holds counts.", many(ref("cap"))),
        "aggregate": prop("Aggregate", "How a group's points follow from its children's.", one_of("sum", "best")),
        "maxima_differ": prop(
            "Maxima differ", "Why the children's maxima do not add up to the maximum, where they do not.", WORDS
        ),
        "evidence": prop("Evidence", "The documents that prove the points.", many(WORDS)),
        "responsible": prop("Responsible agency", "The agency that answers for the node.", WORDS),
        "note": prop("Note", "What a reader should know.", WORDS),
        "children": prop(
            "Children", "The nodes of a group; a node has a rule or children, never both.", many(ref("node"), 1)
        ),
    },
    ("code", "label", "maximum", "provenance"),
)

_SOURCE: Final = table(
    {
        "title": prop("Title", "The title of the source.", WORDS),
        "url": prop("Address", "Where it was read.", WORDS),
        "document": prop("Document", "The number of the legal document.", WORDS),
        "article": prop("Article", "The article, clause or annex.", {"type": ["string", "integer"]}),
        "page": prop("Page", "The page.", {"type": ["string", "integer"]}),
        "what": prop("What", "What is taken from it.", WORDS),
    }
)
#: The definitions that documents of answers share with sets, and those of nodes.
PARTS: Final[Mapping[str, Shape]] = {
    "text": _TEXT,
    "provenance": _PROVENANCE,
    "clause": _clause("reason", "Why, as people read it."),
    "check": _clause("message", "What is said where it does not hold."),
    "cap": _CAP,
    "input": _input(INPUT_TYPES),
    "attribute": _input(INPUT_TYPES[:-1]),
    "scale": _SCALE,
    "source": _SOURCE,
    "node": _NODE,
}
