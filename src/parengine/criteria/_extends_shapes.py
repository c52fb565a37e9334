"""Shapes of an edition that extends another one: what it replaces, removes and adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ._shape_words import CODE, ID, NAME, OPTION_ID, Shape, by_id, many, prop, ref, table

_ADDED: Final = table(
    {
        "under": prop("Under", "The code of the group that it is added to; without it, it is a field.", CODE),
        "before": prop("Before", "The code of the neighbour that it is put before.", CODE),
        "after": prop("After", "The code of the neighbour that it is put after; last, without either.", CODE),
        "node": prop("Node", "The node, with all below it.", ref("node")),
    },
    ("node",),
)
#: What is merged by id, where any other key of a document takes the place of the whole that the base has.
MERGED: Final[Mapping[str, Shape]] = {
    "inputs": prop("Shared inputs", "Questions that are added or replaced, by id.", by_id(NAME, ref("input"))),
    "sources": prop("Sources", "Sources that are added or replaced, by id.", by_id(OPTION_ID, ref("source"))),
    "channels": prop("Channels", "Channels that are added or replaced, by id.", by_id(NAME, ref("channel"), 100)),
    "scales": prop("Scales", "Scales that are added or replaced, by id.", by_id(NAME, ref("scale"), 1000)),
    "unit_attributes": prop(
        "Unit attributes", "Unit attributes that are added or replaced, by id.", by_id(NAME, ref("attribute"), 1000)
    ),
}
EXTENDS: Final = table(
    {
        "edition": prop("Edition", "The id of the edition that it extends.", ID, examples=["demo-agencies-2025"]),
        "replace": prop("Replace", "Whole nodes that take the place of those with their codes.", many(ref("node"))),
        "remove": prop("Remove", "The codes of nodes that go, with all below them.", many(CODE, uniqueItems=True)),
        "add": prop("Add", "Nodes that are added.", many(_ADDED)),
        **MERGED,
    },
    ("edition",),
)
#: What every edition says for itself; a base gives none of it.
OWN: Final = ("format", "id", "edition", "owner", "tier", "years", "provenance")
#: What every edition has, of its own or from its base: added to the shape of a whole set.
WHOLE: Final[Shape] = {
    "if": {"properties": {"extends": False}},
    "then": {"required": ["title", "maximum", "index", "criteria"]},
}
