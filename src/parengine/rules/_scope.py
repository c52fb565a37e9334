"""What a rule document may refer to, and how a problem in it is reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final, Protocol, TypeAlias

from attrs import evolve, frozen

from .._model import RuleKind
from ..expr import Calendar, Expr
from ..types import ValueType

#: Where something stands in a document: `("criteria", 0, "rule", "steps", 2)`.
Path: TypeAlias = tuple[str | int, ...]

#: How deep rules may stand within rules, and how deep the expression of a whole rule may be.
MAX_NESTING: Final = 8
MAX_DEPTH: Final = 200


@frozen
class Ratings:
    """A distribution of answers: the count of each option, and its worth from 0 to 1 (None leaves the mean)."""

    name: str
    counts: tuple[tuple[Expr, Fraction | None], ...]


class Scope(Protocol):
    """The document that a rule stands in, as far as the rule is concerned."""

    @property
    def kinds(self) -> Mapping[str, type[RuleKind]]:
        """Return the rule kinds by name."""
        ...

    def expression(self, value: object, wanted: ValueType, path: Path) -> Expr | None:
        """Return a text, number or truth value as an expression; None where it was refused and reported."""
        ...

    def ratings(self, name: object, path: Path) -> Ratings | None:
        """Return a declared `ratings` input; None where it was refused and reported."""
        ...

    def calendar(self) -> Calendar:
        """Return the edition's calendar."""
        ...

    def report(self, path: Path, sentence: str) -> None:
        """Take note of a problem."""
        ...

    def within(self, maximum: Fraction) -> Scope:
        """Return this scope for a nested rule, where the word `maximum` means the rule's own."""
        ...


@frozen
class Unread:
    """Stands for what could not be read; the problem has been reported."""


UNREAD: Final = Unread()


@frozen
class Reading:
    """One rule document being read: its scope, its maximum, how deep it is nested, and the reader of nested rules."""

    scope: Scope
    maximum: Fraction
    read_rule: Callable[[object, Reading, Path], RuleKind | Unread]
    depth: int = 1

    def refuse(self, path: Path, sentence: str) -> Unread:
        """Report a problem and return what stands for the value."""
        self.scope.report(path, sentence)
        return UNREAD

    def nested(self, maximum: Fraction | None) -> Reading:
        """Return the reading of a rule within this one, which may have a maximum of its own."""
        deeper = evolve(self, depth=self.depth + 1)
        if maximum is None:
            return deeper
        return evolve(deeper, maximum=maximum, scope=self.scope.within(maximum))
