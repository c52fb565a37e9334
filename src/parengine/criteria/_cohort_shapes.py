"""Shapes of the frozen figures of a cohort: what `Cohort.to_dict` writes, and what cases write of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ._answer_shapes import EXACT, UNIT_ID, YEAR
from ._shape_words import ID, Shape, many, prop, table

_COUNT: Final[Shape] = {"type": "integer", "minimum": 0}
#: A mean over many units may have thousands of digits; reading ever more takes ever longer.
_ANY_LENGTH: Final[Shape] = {
    "type": "string",
    "pattern": r"^-?[0-9]+(\.[0-9]+|/[1-9][0-9]*)?$",
    "maxLength": 100_000,
}


def figures(number: Shape, absent: Shape, *required: str) -> Mapping[str, Shape]:
    """Return how many units are compared, and the figures of each value, by its expression."""
    compared = table(
        {
            "count": prop("Count", "How many units have a value.", _COUNT),
            "mean": prop("Mean", "Their mean, exactly.", absent),
            "best": prop("Best", "The largest, exactly.", absent),
            "least": prop("Least", "The smallest, exactly.", absent),
            "values": prop("Values", "All of them, where units are ranked by them.", many(number, 0, 1_000_000)),
            "unsettled": prop("Unsettled", "The units whose value is not known.", many(UNIT_ID, 0, 1_000_000)),
        },
        required,
    )
    return {
        "units": prop("Units", "How many units are compared.", _COUNT),
        "compared": prop(
            "Compared",
            "The figures of each value that is compared, by its expression.",
            {"type": "object", "additionalProperties": compared, "maxProperties": 20_000},
        ),
    }


#: The figures as a case writes them: only those that its rules read.
CASE_FIGURES: Final = figures(EXACT, EXACT, "count")
_FIGURES: Final = figures(_ANY_LENGTH, {**_ANY_LENGTH, "type": ["string", "null"]}, "count", "mean", "best", "least")
COHORT: Final = table(
    {
        "format": prop("Format", "The version of the format.", {"const": 1}),
        "set": prop("Set", "The id of the criteria set.", ID),
        "set_digest": prop(
            "Digest of the set",
            "The sha256 of the set's canonical form: figures are of one text only.",
            {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        ),
        "year": prop("Year", "The year that was assessed.", YEAR),
        **_FIGURES,
    },
    ("format", "set", "set_digest", "year", *_FIGURES),
)
