"""A path in words, in both languages: what must be answered for a case to take it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from ..._model import CriteriaSet
from ..._sentences import all_of, say
from ...expr import Expr, and_, not_, word
from ...expr._build import LITERALS, compare, literal
from ...expr._nodes import And, Compare, Comparison, Div, Input, Not, Or, Word, walk
from ...score._in_words import labels_of
from ...score._names import Labels
from ...score._programme import UNCLASSIFIED
from ...score._why import Phrase
from .paths import Conditions, PathOf

_CONTRARY: Final[Mapping[Comparison, Comparison]] = {
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
    "=": "!=",
    "!=": "=",
}
#: What is asked of one thing.
Asked: TypeAlias = Sequence[Expr]


class Teller:
    """Tells the paths of one set."""

    def __init__(self, criteria_set: CriteriaSet) -> None:
        self.set = criteria_set
        self.names = Labels(labels_of(criteria_set))

    def words(self, way: PathOf) -> str:
        """Return what leads to a path."""
        said = all_of([Phrase(each, self.names) for each in gathered(way.conditions)])
        if way.class_ is None:
            return said
        class_ = self._class(way.class_)
        return say("{class_}: {conditions}", class_=class_, conditions=said) if said else class_

    def _class(self, id_: str) -> str:
        if id_ == UNCLASSIFIED:
            return say("unclassified")
        assert self.set.classes is not None
        label = next(each.label for each in self.set.classes.classes if each.id == id_)
        return say("the class '{label}'", label=label)


def gathered(conditions: Conditions) -> Iterator[Expr]:
    """
    Yield the conditions of a path as few and as short as they can be said.

    Limits of one number become one range, the last option that is left is named, and that there is something to
    divide by is not said where the quotient is asked about.
    """
    stated = [part for condition, holds in conditions for part in _stated(condition, holds=holds)]
    under = {node.under for each in stated for node in walk(each) if isinstance(node, Div)}
    by_subject: dict[Expr, list[Expr]] = {}
    for each in dict.fromkeys(stated):
        if not _is_some(each, under):
            by_subject.setdefault(_subject(each), []).append(each)
    for subject, asked in by_subject.items():
        yield from _in_short(subject, asked)


def _stated(condition: Expr, *, holds: bool) -> Iterator[Expr]:
    """Yield what a condition that holds, or does not, asks for, part by part."""
    if isinstance(condition, Not):
        yield from _stated(condition.of, holds=not holds)
    elif isinstance(condition, And if holds else Or):
        for part in condition.of:
            yield from _stated(part, holds=holds)
    elif isinstance(condition, Compare) and not holds:
        yield compare(_CONTRARY[condition.operator], condition.left, condition.right)
    else:
        yield condition if holds else not_(condition)


def _subject(stated: Expr) -> Expr:
    """Return what a comparison with a constant is about, anything else itself."""
    compares = isinstance(stated, Compare) and isinstance(stated.right, LITERALS)
    return stated.left if compares else stated  # type: ignore[attr-defined]


def _is_some(stated: Expr, under: Iterable[Expr]) -> bool:
    """Return whether this only says that there is something to divide by."""
    differs = isinstance(stated, Compare) and stated.operator in ("!=", ">")
    return differs and stated.left in under and literal(stated.right) == 0  # type: ignore[attr-defined]


def _in_short(subject: Expr, asked: Asked) -> Iterator[Expr]:
    """Yield what is asked of one thing: a value, a range, or what it is not."""
    compared = [each for each in asked if isinstance(each, Compare) and each is not subject]
    equal = [each for each in compared if each.operator == "="]
    last = _last_option(subject, compared)
    if len(compared) <= 1:
        yield from asked
    elif equal:
        yield equal[-1]
    elif last is not None:
        yield last
    else:
        ends = (_tightest(compared, (">", ">=")), _tightest(compared, ("<", "<=")))
        yield from _between(end for end in ends if end is not None)
        yield from (each for each in compared if each.operator == "!=")


def _between(limits: Iterable[Compare]) -> Iterator[Expr]:
    found = tuple(limits)
    if found:
        yield and_(*found)


def _tightest(compared: Iterable[Compare], operators: tuple[str, str]) -> Compare | None:
    """Return the narrowest limit on one side; of equal ones the open one."""
    sign = 1 if operators[0] == ">" else -1
    found = [each for each in compared if each.operator in operators]
    return max(found, key=lambda each: (sign * literal(each.right), each.operator == operators[0]), default=None)


def _last_option(subject: Expr, compared: Iterable[Compare]) -> Expr | None:
    """Return that a choice is its only option which was not denied, None where there are more."""
    if not isinstance(subject, Input) or not subject.domain.options:
        return None
    denied = {each.right.value for each in compared if isinstance(each.right, Word)}
    left = [option for option in subject.domain.options if option not in denied]
    return subject.equals(word(left[0])) if len(left) == 1 else None
