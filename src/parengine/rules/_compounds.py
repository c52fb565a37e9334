"""Forms made of other forms: lists, pairs, mappings, labels, and rules within rules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from attrs import frozen

from .._model import RuleKind
from .._sentences import say
from ..types import Text
from ._forms import Amount, Form, described
from ._scope import UNREAD, Path, Reading

MAX_LISTED: Final = 100
RULE_REFERENCE: Final = "#/$defs/rule"
PROVENANCE_REFERENCE: Final = "#/$defs/provenance"

_OPTION: Final = r"^[a-z][a-z0-9_]*$"


@frozen
class WordOr:
    """One word that stands for "none", or another form."""

    word: str
    form: Form

    def schema(self) -> dict[str, Any]:
        """Return either."""
        return {"anyOf": [{"const": self.word}, self.form.schema()]}

    def read(self, written: object, reading: Reading, path: Path) -> object:
        """Return None for the word, else what the form reads."""
        return None if written == self.word else self.form.read(written, reading, path)


@frozen
class Label:
    """A text people read: bare Vietnamese, or Vietnamese and English."""

    def schema(self) -> dict[str, Any]:
        """Return a text, or a mapping of two."""
        words = {
            "vi": {"type": "string", "title": "Vietnamese", "description": "The text in Vietnamese."},
            "en": {"type": "string", "title": "English", "description": "The text in English."},
        }
        return {"type": ["string", "object"], "properties": words, "required": ["vi"], "additionalProperties": False}

    def read(self, written: object, reading: Reading, path: Path) -> object:
        """Return the `Text`."""
        if isinstance(written, str):
            return Text(written)
        if not isinstance(written, Mapping) or not {"vi"} <= set(written) <= {"vi", "en"}:
            return reading.refuse(path, say("a label is a text, or a mapping of 'vi' and 'en'"))
        if all(isinstance(text, str) for text in written.values()):
            return Text(**written)
        return reading.refuse(path, say("a label's 'vi' and 'en' are texts"))


@frozen
class ListOf:
    """A list of one form; the value is a tuple."""

    form: Form
    least: int = 1
    most: int = MAX_LISTED

    def schema(self) -> dict[str, Any]:
        """Return the array with its limits."""
        return {"type": "array", "minItems": self.least, "maxItems": self.most, "items": self.form.schema()}

    def read(self, written: object, reading: Reading, path: Path) -> object:
        """Return what stands in the list, read one by one."""
        wrong = _wrong_length(written, self.least, self.most)
        if wrong or not isinstance(written, Sequence):
            return reading.refuse(path, wrong or "")
        values = [self.form.read(one, reading, (*path, place)) for place, one in enumerate(written)]
        return UNREAD if UNREAD in values else tuple(values)


def _wrong_length(written: object, least: int, most: int) -> str | None:
    if isinstance(written, str) or not isinstance(written, Sequence):
        return say("{written} is not a list", written=described(written))
    if len(written) < least:
        return say("the list must hold at least {least}", least=least)
    if len(written) > most:
        return say("the list must hold at most {most}, not {count}", most=most, count=len(written))
    return None


@frozen
class PairOf:
    """A list of exactly two: a threshold and the points that belong to it."""

    first: Form
    second: Form

    def schema(self) -> dict[str, Any]:
        """Return the array of two."""
        both = [self.first.schema(), self.second.schema()]
        return {"type": "array", "prefixItems": both, "items": False, "minItems": 2}

    def read(self, written: object, reading: Reading, path: Path) -> object:
        """Return the pair as a tuple."""
        if _wrong_length(written, 2, 2) or not isinstance(written, Sequence):
            return reading.refuse(path, say("a knot is a list of two: a threshold and points"))
        pair = (
            self.first.read(written[0], reading, (*path, 0)),
            self.second.read(written[1], reading, (*path, 1)),
        )
        return UNREAD if UNREAD in pair else pair


@frozen
class ByOption:
    """Something for each option of a choice; the value is a tuple of pairs."""

    form: Form

    def schema(self) -> dict[str, Any]:
        """Return the mapping from option to form."""
        return {
            "type": "object",
            "minProperties": 1,
            "maxProperties": MAX_LISTED,
            "propertyNames": {"pattern": _OPTION},
            "additionalProperties": self.form.schema(),
        }

    def read(self, written: object, reading: Reading, path: Path) -> object:
        """Return option and value in the order written."""
        if not isinstance(written, Mapping) or not 1 <= len(written) <= MAX_LISTED:
            sentence = say("give points for each option, from 1 to {most} of them, as a mapping", most=MAX_LISTED)
            return reading.refuse(path, sentence)
        pairs = [self._pair(option, value, reading, path) for option, value in written.items()]
        return UNREAD if UNREAD in pairs else tuple(pairs)

    def _pair(self, option: object, value: object, reading: Reading, path: Path) -> object:
        if not isinstance(option, str) or not re.search(_OPTION, option, re.ASCII):
            return reading.refuse(path, say("{written} is not the id of an option", written=described(option)))
        found = self.form.read(value, reading, (*path, option))
        return UNREAD if found is UNREAD else (option, found)


@frozen
class Nested:
    """A rule within a rule, and its own maximum where it has one."""

    rule: RuleKind
    maximum: Fraction | None = None

    def maximum_within(self, maximum: Fraction) -> Fraction:
        """Return the rule's own maximum, else that of the rule around it."""
        return maximum if self.maximum is None else self.maximum


#: The maximum of a rule within a rule.
OWN_MAXIMUM: Final = Amount(above_low=True)


@frozen
class NestedRule:
    """A rule within a rule; the value is a `Nested`."""

    def schema(self) -> dict[str, Any]:
        """Return the reference to the schema of a rule."""
        return {"$ref": RULE_REFERENCE}

    def read(self, written: object, reading: Reading, path: Path) -> object:
        """Return the rule with its own maximum."""
        own = None
        if isinstance(written, Mapping) and "maximum" in written:
            own = OWN_MAXIMUM.read(written["maximum"], reading, (*path, "maximum"))
        maximum = own if isinstance(own, Fraction) else None
        rule = reading.read_rule(written, reading.nested(maximum), path)
        return UNREAD if UNREAD in (own, rule) else Nested(rule, maximum)  # type: ignore[arg-type]
