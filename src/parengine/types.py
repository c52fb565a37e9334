"""The small words every layer shares: states, statuses, value types, texts in two languages."""

from __future__ import annotations

import enum
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import frozen

#: A number as a caller may write it; it is read exactly, see `parengine._numbers.exact`.
Number: TypeAlias = "int | Decimal | Fraction | float | str"
Language: TypeAlias = Literal["vi", "en"]


class State(enum.IntEnum):
    """
    What stands in the place of a value that is not known.

    The order is the strength: a strict operation takes the strongest state of its operands.
    """

    NOT_APPLICABLE = 1
    MISSING = 2
    INVALID = 3


class ValueType(enum.StrEnum):
    """The type of an expression."""

    NUMBER = "number"
    YES_NO = "yes/no"
    DATE = "date"
    CHOICE = "choice"


class Status(enum.StrEnum):
    """What became of a node."""

    SCORED = "scored"
    MISSING = "missing"
    INVALID = "invalid"
    NOT_APPLICABLE = "not_applicable"
    ZEROED = "zeroed"
    INCOMPLETE = "incomplete"


@frozen
class Text:
    """A text people read, in Vietnamese and, where there is one, in English."""

    vi: str
    en: str | None = None

    def in_language(self, language: Language) -> str:
        """Return the text in `language`, in Vietnamese where there is no English one."""
        return self.en if language == "en" and self.en else self.vi
