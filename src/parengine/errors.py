"""
The errors a caller may meet.

Each is a sentence with a hint, carries its fields, and can be pickled. A document's problems are
collected and raised once, as a `DocumentError`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from attrs import frozen


@frozen(order=True)
class Problem:
    """One thing wrong with a document, and where: `file:line:column: $.path: sentence`."""

    file: str
    line: int
    column: int
    path: str
    sentence: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        """Return the line an editor can jump to."""
        warning = "warning: " if self.severity == "warning" else ""
        return f"{self.file}:{self.line}:{self.column}: {self.path}: {warning}{self.sentence}"


class ParengineError(Exception):
    """The base of every error that parengine raises on purpose."""


class NumberError(ParengineError, ValueError):
    """A value that cannot be read as an exact number."""


class ExpressionError(ParengineError, ValueError):
    """An expression that is not well formed or not well typed; `offset` counts characters from 0."""

    def __init__(self, sentence: str, offset: int | None = None) -> None:
        super().__init__(sentence, offset)
        self.sentence = sentence
        self.offset = offset

    def __str__(self) -> str:
        """Return the sentence, with the place in the text where there is one."""
        return self.sentence if self.offset is None else f"{self.sentence} (at character {self.offset + 1})"


class DocumentError(ParengineError):
    """A document that cannot be used, with everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(tuple(problems))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        """Return one line a problem."""
        return "\n".join(map(str, self.problems))


class NotFinalError(ParengineError):
    """A final score was asked for while answers are missing or invalid; `reasons` lists them."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(tuple(reasons))
        self.reasons = tuple(reasons)

    def __str__(self) -> str:
        """Return one line a reason, under a heading."""
        return "\n".join(["the score is not final", *(f"  {reason}" for reason in self.reasons)])


class RegistryError(ParengineError):
    """A criteria set or a plugin that cannot be found, or that clashes with another."""
