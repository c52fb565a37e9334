"""Words of the shapes: the few forms that JSON Schema takes here, and the patterns of ids and codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

Shape: TypeAlias = dict[str, Any]

ID: Final[Shape] = {"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "maxLength": 64}
NAME: Final[Shape] = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$", "maxLength": 64}
OPTION_ID: Final[Shape] = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]*$", "maxLength": 64}
CODE: Final[Shape] = {"type": "string", "pattern": r"^[0-9A-Za-z]+(\.[0-9A-Za-z]+)*$", "maxLength": 32}
WORDS: Final[Shape] = {"type": "string", "minLength": 1, "maxLength": 20_000}
DATE: Final[Shape] = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$", "examples": ["2022-01-31"]}
AMOUNT: Final[Shape] = {"type": "number", "exclusiveMinimum": 0, "maximum": 1_000_000}
EXPRESSION: Final[Shape] = {"type": "string", "minLength": 1, "maxLength": 10_000}
#: A number of percent as text, within a pattern.
_PERCENT: Final = r"[0-9]{1,15}(\.[0-9]{1,15})?\s?%"


def prop(title: str, description: str, shape: Mapping[str, Any], **more: Any) -> Shape:
    """Return the shape of a property, with what people read about it first."""
    return {"title": title, "description": description, **shape, **more}


def ref(name: str) -> Shape:
    """Return a reference to one of the definitions."""
    return {"$ref": f"#/$defs/{name}"}


def table(properties: Mapping[str, Shape], required: tuple[str, ...] = (), **more: Any) -> Shape:
    """Return the shape of a mapping whose keys are all known."""
    needed = {"required": list(required)} if required else {}
    return {"type": "object", "properties": dict(properties), **needed, "additionalProperties": False, **more}


def by_id(keys: Mapping[str, Any], values: Shape, most: int = 20_000) -> Shape:
    """Return the shape of a mapping from ids to values of one shape."""
    return {"type": "object", "propertyNames": dict(keys), "additionalProperties": values, "maxProperties": most}


def many(values: Mapping[str, Any], least: int = 0, most: int = 20_000, **more: Any) -> Shape:
    """Return the shape of a list."""
    return {"type": "array", "items": dict(values), "minItems": least, "maxItems": most, **more}


def one_of(*values: str) -> Shape:
    """Return the shape of a text out of a few."""
    return {"type": "string", "enum": list(values)}


def or_percent(word: str | None = None, **limits: int) -> Shape:
    """Return the shape of a number within limits that may also be text such as "50%", or a word in its place."""
    pattern = f"^{_PERCENT}$" if word is None else f"^({word}|{_PERCENT})$"
    return {"type": ["string", "number"], "pattern": pattern, **limits}


def or_text(shape: Shape) -> Shape:
    """Return a mapping's shape that also takes a bare text, its short form."""
    return {**shape, "type": ["string", "object"], "minLength": 1, "maxLength": 20_000}


def or_blank(shape: Mapping[str, Any]) -> Shape:
    """Return a shape that may also be left blank, to be filled in."""
    types = shape["type"] if isinstance(shape["type"], list) else [shape["type"]]
    choices = {"enum": [*shape["enum"], None]} if "enum" in shape else {}
    return {**shape, "type": [*types, "null"], **choices}
