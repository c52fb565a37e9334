"""What a text or a rule of the document may refer to, and how its problems are reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from attrs import evolve, field, frozen

from .._model import RuleKind
from .._sentences import say
from ..errors import ExpressionError, NumberError
from ..expr import MISSING, Calendar, Expr, const, expression, total
from ..expr._text import parse
from ..rules import Ratings
from ..types import ValueType
from ._declared import Declared
from ._keywords import named, suggestion
from ._loading import Loading
from ._places import Path

#: What the words of an index stand for.
TOTALS: Final[Mapping[str, Expr]] = {
    name: total(name) for name in ("points", "bonus", "penalty", "maximum", "applicable")
}


@frozen
class Scope:
    """
    The names that hold where a text stands: the declared ones, and `words` with a meaning just there.

    It is the `Names` of the text language and the `Scope` of rule documents.
    """

    loading: Loading
    declared: Declared
    kinds: Mapping[str, type[RuleKind]]
    words: Mapping[str, Expr] = field(factory=dict)

    def within(self, maximum: Fraction) -> Scope:
        """Return this scope where `maximum` means the maximum of one leaf or rule."""
        return evolve(self, words={**self.words, "maximum": const(maximum)})

    def name(self, name: str) -> Expr | None:
        """Return what a name stands for; what is declared badly stands for something missing."""
        self.declared.used.add(name)
        if name in self.words:
            return self.words[name]
        return MISSING if name in self.declared.broken else self.declared.names.get(name)

    def part(self, name: str, part: str) -> Expr | None:
        """Return an attribute of the unit, or the count of one option of a distribution of answers."""
        self.declared.used.add(name)
        return MISSING if name in self.declared.broken else self.declared.parts.get(name, {}).get(part)

    def suggestions(self) -> Iterator[str]:
        """Yield every known name, as long as there are few enough problems for hints to be worth their time."""
        if not self.loading.hints:
            return
        yield from self.words
        yield from self.declared.names
        yield from (f"{name}.{part}" for name, parts in self.declared.parts.items() for part in parts)

    def calendar(self) -> Calendar:
        """Return the edition's calendar."""
        return self.declared.calendar

    def report(self, path: Path, sentence: str) -> None:
        """Note a problem."""
        self.loading.report(path, sentence)

    def ratings(self, name: object, path: Path) -> Ratings | None:
        """Return a declared distribution of answers; None where it was refused and reported."""
        self.declared.used.add(str(name))
        found = self.declared.ratings.get(name) if isinstance(name, str) else None
        if found is None and name not in self.declared.broken:
            hint = self._near(str(name))
            sentence = say("{name} is not a declared input of the type 'ratings'{hint}", name=named(name), hint=hint)
            self.report(path, sentence)
        return found

    def _near(self, name: str) -> str:
        if name in self.declared.names:
            return say("; it is of the type '{type}'", type=self.declared.inputs[name].domain.kind)
        return suggestion(name, self.declared.ratings)

    def expression(self, value: object, wanted: ValueType, path: Path) -> Expr | None:
        """Return a text, number or truth value as an expression; None where it was refused and reported."""
        try:
            return parse(value, self, wanted) if isinstance(value, str) else _plain(value, wanted)
        except ExpressionError as error:
            self.loading.report(path, error.sentence, offset=error.offset)
        except NumberError as error:
            self.report(path, error.sentence)
        return None

    def condition(self, text: object, path: Path) -> Expr | None:
        """Return a condition; None where it was refused and reported."""
        return self.expression(text, ValueType.YES_NO, path)


def _plain(value: object, wanted: ValueType) -> Expr:
    found = expression(value)  # type: ignore[arg-type]
    if found.type is not wanted:
        sentence = say(
            "{value} is a {found}; a {wanted} is wanted", value=named(value), found=found.type, wanted=wanted
        )
        raise ExpressionError(sentence)
    return found
