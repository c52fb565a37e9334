"""
The errors a caller may meet.

Each is a sentence with a hint, carries its fields, and can be pickled. A document's problems are
collected and raised once, as a `DocumentError`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from attrs import frozen

from ._sentences import in_language, say
from .types import Language

_NOT_FINAL: Final = say("the score is not final")


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
        return self.in_language("en")

    def in_language(self, language: Language) -> str:
        """Return the line an editor can jump to, its sentence in a language."""
        warned = self.severity == "warning"
        said = say("warning: {sentence}", sentence=self.sentence) if warned else self.sentence
        return f"{self.file}:{self.line}:{self.column}: {self.path}: {in_language(said, language)}"


class ParengineError(Exception):
    """The base of every error that parengine raises on purpose."""

    @property
    def sentence(self) -> str:
        """Return what is wrong, as a sentence that can be said in another language."""
        return self.args[0] if self.args and isinstance(self.args[0], str) else str(self)

    def in_language(self, language: Language) -> str:
        """Return what `str` gives, in a language."""
        return in_language(self.sentence, language)


class NumberError(ParengineError, ValueError):
    """A value that cannot be read as an exact number."""


class ExpressionError(ParengineError, ValueError):
    """An expression that is not well formed or not well typed; `offset` counts characters from 0."""

    def __init__(self, sentence: str, offset: int | None = None) -> None:
        super().__init__(sentence, offset)
        self.offset = offset

    def __str__(self) -> str:
        """Return the sentence, with the place in the text where there is one."""
        return self.in_language("en")

    def in_language(self, language: Language) -> str:
        """Return what `str` gives, in a language."""
        return in_language(self._placed, language)

    @property
    def _placed(self) -> str:
        if self.offset is None:
            return self.sentence
        return say("{sentence} (at character {place})", sentence=self.sentence, place=self.offset + 1)


class DocumentError(ParengineError):
    """A document that cannot be used, with everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(tuple(problems))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        """Return one line a problem."""
        return self.in_language("en")

    def in_language(self, language: Language) -> str:
        """Return one line a problem, in a language."""
        return "\n".join(problem.in_language(language) for problem in self.problems)


class NotFinalError(ParengineError):
    """A final score was asked for while answers are missing or invalid; `reasons` lists them."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(tuple(reasons))
        self.reasons = tuple(reasons)

    def __str__(self) -> str:
        """Return one line a reason, under a heading."""
        return self.in_language("en")

    def in_language(self, language: Language) -> str:
        """Return one line a reason, under a heading, in a language."""
        lines = [in_language(_NOT_FINAL, language), *(f"  {in_language(one, language)}" for one in self.reasons)]
        return "\n".join(lines)


class RegistryError(ParengineError):
    """A criteria set or a plugin that cannot be found, or that clashes with another."""
