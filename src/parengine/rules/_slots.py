"""Slots as values: what a kind or part declared, the schema of it, and the reading of a document by it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, Final, Literal, TypeAlias, cast

import attrs
from attrs import NOTHING, frozen

from .._sentences import one_of, say
from . import _compounds as c
from . import _forms as f
from ._scope import UNREAD, Path, Reading, Unread

#: Which way a larger value (or a yes) moves the points: up, down, or not known.
Direction: TypeAlias = Literal["up", "down", "none"]
#: A direction, or a function that gives it for the kind (or part) that the slot is in.
Helps: TypeAlias = "Direction | Callable[[Any], Direction]"

#: Under this key a field's metadata holds its form, description, key, direction and whether it is in points.
SLOT: Final = "parengine slot"


@frozen
class Slot:
    """
    One slot of a kind: its attribute, its key in a document, what may stand there and what that means.

    What stands `in_points` is worth twice as much where every maximum is.
    """

    attribute: str
    key: str
    form: f.Form
    description: str
    helps: Helps
    required: bool
    default: object
    in_points: bool = False

    @property
    def title(self) -> str:
        """Return the key as words."""
        return self.key.replace("_", " ").capitalize()

    def direction(self, holder: object) -> Direction:
        """Return which way the slot moves the points of the kind or part that holds it."""
        return self.helps(holder) if callable(self.helps) else self.helps

    def schema(self) -> dict[str, Any]:
        """Return the schema of what may be written."""
        found = {"title": self.title, "description": self.description, **self.form.schema()}
        shown = isinstance(self.default, bool | str)
        return {**found, "default": self.default} if shown else found


@frozen
class Alternatives:
    """Keys of which a document writes at least and at most so many."""

    keys: tuple[str, ...]
    least: int
    most: int

    def schema(self) -> dict[str, Any]:
        """Return the constraint as a schema."""
        some = {"anyOf": [{"required": [key]} for key in self.keys]} if self.least else {}
        pairs = [[a, b] for place, a in enumerate(self.keys) for b in self.keys[place + 1 :]]
        few = {"not": {"anyOf": [{"required": pair} for pair in pairs]}} if self.most == 1 else {}
        return {**some, **few}

    def problem(self, written: Iterable[object]) -> str | None:
        """Return what is wrong with the keys that a document writes."""
        found = [key for key in self.keys if key in written]
        names = one_of([f"'{key}'" for key in self.keys])
        if len(found) < self.least:
            return say("{names} is missing", names=names)
        return say("only one of {names} may be given", names=names) if len(found) > self.most else None


def exactly_one(*keys: str) -> Alternatives:
    """Return the constraint that a document writes one of these keys."""
    return Alternatives(keys, 1, 1)


def at_most_one(*keys: str) -> Alternatives:
    """Return the constraint that a document writes none or one of these keys."""
    return Alternatives(keys, 0, 1)


def at_least_one(*keys: str) -> Alternatives:
    """Return the constraint that a document writes some of these keys."""
    return Alternatives(keys, 1, len(keys))


@frozen
class PartOf:
    """The form of a part: a mapping of its slots."""

    part: type[Any]

    def schema(self) -> dict[str, Any]:
        """Return the schema of the part's slots."""
        return slots_schema(self.part)

    def read(self, written: object, reading: Reading, path: Path) -> object:
        """Return the part."""
        if not isinstance(written, Mapping):
            wanted = say("a mapping of {keys}", keys=[f"'{slot.key}'" for slot in slots_of(self.part)])
            return reading.refuse(path, say("{written} is not {wanted}", written=f.described(written), wanted=wanted))
        values = read_slots(self.part, written, reading, path)
        return values if isinstance(values, Unread) else self.part(**values)


def slots_of(cls: type[Any]) -> tuple[Slot, ...]:
    """Return the slots of a kind or part, in the order of their declaration."""
    return _declared(cast("Hashable", cls))


@cache
def _declared(cls: Any) -> tuple[Slot, ...]:
    return tuple(_slot_of(field) for field in attrs.fields(cls) if SLOT in field.metadata)


def _slot_of(field: attrs.Attribute[Any]) -> Slot:
    form, description, key, helps, in_points = field.metadata[SLOT]
    required = field.default is NOTHING
    default = None if required else field.default
    return Slot(field.name, key or field.name, form, description, helps, required, default, in_points)


def alternatives_of(cls: type[Any]) -> tuple[Alternatives, ...]:
    """Return the constraints between the keys of a kind or part."""
    return cast("tuple[Alternatives, ...]", getattr(cls, "alternatives", ()))


def slots_schema(cls: type[Any], extra: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the schema of a mapping of a class's slots; `extra` properties stand before them."""
    slots = slots_of(cls)
    constraints = [one.schema() for one in alternatives_of(cls)]
    return {
        "title": cls.__name__,
        "description": summary_of(cls),
        "type": "object",
        "properties": {**(extra or {}), **{slot.key: slot.schema() for slot in slots}},
        "required": [slot.key for slot in slots if slot.required],
        "additionalProperties": False,
        **({"allOf": constraints} if constraints else {}),
    }


def summary_of(cls: type[Any]) -> str:
    """Return the first paragraph of a class's docstring."""
    return inspect.cleandoc(cls.__doc__ or "").partition("\n\n")[0].replace("\n", " ")


def read_slots(
    cls: type[Any], written: Mapping[Any, object], reading: Reading, path: Path, extra: tuple[str, ...] = ()
) -> dict[str, Any] | Unread:
    """Return the values of a class's slots by attribute; every problem is reported before `UNREAD` is given."""
    slots = slots_of(cls)
    sound = [reading.refuse(path, sentence) for sentence in _key_problems(cls, written, extra)] == []
    values = {
        slot.attribute: slot.form.read(written[slot.key], reading, (*path, slot.key))
        for slot in slots
        if slot.key in written
    }
    return values if sound and UNREAD not in values.values() else UNREAD


def _key_problems(cls: type[Any], written: Mapping[Any, object], extra: tuple[str, ...]) -> Iterator[str]:
    known = (*extra, *(slot.key for slot in slots_of(cls)))
    yield from (_unknown_key(key, known) for key in written if key not in known)
    yield from (
        say("'{key}' is missing", key=slot.key) for slot in slots_of(cls) if slot.required and slot.key not in written
    )
    yield from filter(None, (one.problem(written) for one in alternatives_of(cls)))


def _unknown_key(key: object, known: tuple[str, ...]) -> str:
    close = get_close_matches(f.printable(key), known, 1) if isinstance(key, str) else []
    hint = say("did you mean '{near}'?", near=close[0]) if close else say("the keys are {keys}", keys=list(known))
    return say("{key} is not a key here; {hint}", key=f.described(key), hint=hint)


def directions(holder: object) -> Iterator[tuple[Slot, object, Direction]]:
    """Yield each slot of a kind or part with its value and the direction in which it helps, parts and rules too."""
    for slot in slots_of(type(holder)):
        held = getattr(holder, slot.attribute)
        yield slot, held, slot.direction(holder)
        for inner in _within(held):
            yield from directions(inner)


def _within(held: object) -> Iterator[object]:
    for one in held if isinstance(held, tuple) else (held,):
        inner = one.rule if isinstance(one, c.Nested) else one
        if attrs.has(type(inner)) and slots_of(type(inner)):
            yield inner
