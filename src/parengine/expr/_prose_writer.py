"""What says an expression in one language: labels, numbers, dates, brackets; the forms of the nodes are given to it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from attrs import frozen

from .._sentences import written
from ..types import Language, Text
from . import _nodes as n
from . import _prose_words as w
from ._prose_figures import within

#: Labels by the id of an input, `unit.x` of a unit attribute, `id=option` of an option, code of a node.
Names: TypeAlias = Mapping[str, Text]
#: A text, and how strongly its weakest part binds.
Said: TypeAlias = tuple[str, int]
#: How each node class is said.
Forms: TypeAlias = "Mapping[type[n.Expr], Callable[[Writer, Any], Said]]"

WHEN, OR, AND, CLAUSE, WORDS, SUM, PRODUCT, SIGN, ATOM = range(9)


def key_of(expression: n.Expr) -> str | None:
    """Return under what an answer or a unit attribute has its label, None for anything else."""
    if not isinstance(expression, n.Input) or expression.origin not in ("answer", "unit", "cohort"):
        return None
    if expression.part is not None:
        return None
    return f"unit.{expression.name}" if expression.origin == "unit" else expression.name


@frozen
class Writer:
    """Says expressions in one language, by the forms of the node classes: in words, and with signs in arithmetic."""

    names: Names
    language: Language
    forms: Forms
    signed: Forms

    def text(self, expression: n.Expr) -> str:
        """Return an expression as text."""
        return self.said(expression)[0]

    def alone(self, expression: n.Expr) -> str:
        """Return an expression as text that stands before a colon: an input needs no quotes there."""
        key = key_of(expression)
        return self.text(expression) if key is None else self.label(key)

    def said(self, expression: n.Expr) -> Said:
        """Return an expression as text, with how strongly it binds."""
        return self.forms[type(expression)](self, expression)

    def held(self, level: int, expression: n.Expr) -> str:
        """Return an operand, in brackets where it binds more weakly than `level`; in arithmetic it has signs."""
        signed = self.signed.get(type(expression)) if level > WORDS else None
        text, own = signed(self, expression) if signed else self.said(expression)
        return text if own >= level else f"({text})"

    def number(self, value: Fraction | int) -> str:
        """Return a number as the language writes it."""
        return written(value, self.language)

    def words(self, text: Text, **fields: object) -> str:
        """Return words with what they are about in their places."""
        return text.in_language(self.language).format(**fields)

    def label(self, key: str) -> str:
        """Return what something is called, in the midst of a sentence; its id in quotes where it has no label."""
        named = self.names.get(key)
        return within(named.in_language(self.language)) if named else f"'{key}'"

    def cited(self, key: str) -> str:
        """Return what something is called as it is labelled, in quotes."""
        named = self.names.get(key)
        return f"“{named.in_language(self.language)}”" if named else f"'{key}'"

    def quoted(self, key: str) -> str:
        """Return what something is called as one thing: English needs quotes for that, plural or not."""
        return self.cited(key) if self.language == "en" else self.label(key)

    def option(self, key: str, option: str) -> str:
        """Return what an option of a choice or scale is called, in quotes; its id where it has no label."""
        named = self.names.get(f"{key}={option}")
        return f"“{named.in_language(self.language) if named else option}”"

    def date(self, day: datetime.date) -> str:
        """Return a date as the language writes it."""
        if self.language == "vi":
            return f"ngày {day.day:02}/{day.month:02}/{day.year:04}"
        return f"{day.day} {w.MONTHS[day.month - 1]} {day.year:04}"
