"""
Sentences for people, in English and Vietnamese.

A sentence is written once, in English, by `say`. It is text like any other and keeps its template and its
fields, so that `in_language` can say it in the other language from the gettext catalogue.

>>> refused = say("'{value}' is above {high}, the highest it may be", value=figure(140), high=figure(Fraction(25, 2)))
>>> refused
"'140' is above 12.5, the highest it may be"
>>> print(in_language(refused, "vi"))
'140' vượt quá 12,5 là giá trị lớn nhất được phép
"""

from __future__ import annotations

import datetime
import gettext
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache, reduce
from pathlib import Path
from typing import Any, Final

from ._exact_text import exact_text
from .types import Language, State, Status, ValueType

_LOCALES: Final = Path(__file__).parent / "locale"
_DOMAIN: Final = "parengine"


class Sentence(str):
    """English text that can be said in another language; `in_language` says it."""

    __slots__ = ("fields", "plural", "template")
    template: str
    plural: tuple[str, int] | None
    fields: Mapping[str, object]

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with the template and the fields."""
        return _made, (self.template, self.plural, dict(self.fields))


class _Figure(str):
    """A number as text with a decimal point."""

    __slots__ = ()


class _Grouped(str):
    """A whole number with a comma at each thousand."""

    __slots__ = ()


class _Day(str):
    """A day as ISO text."""

    __slots__ = ()


def say(template: str, /, **fields: object) -> Sentence:
    """
    Return a sentence; `template` is a literal with named fields, in the catalogue.

    A field is a text, a `figure`, a `day`, a state, status or type, whatever has a method `in_language` of its
    own, such as a `Text`, another sentence, or several of these, which stand with commas between them.
    """
    return _made(template, None, fields)


def say_counted(singular: str, plural: str, count: int, /, **fields: object) -> Sentence:
    """Return a sentence about a number of things; the count is the field `count`."""
    return _made(singular, (plural, count), {**fields, "count": count})


def one_of(told: Sequence[object]) -> str:
    """Return several of what may be fields with "or" between them, as one field; of nothing it is empty text."""
    return reduce(lambda one, other: say("{one} or {other}", one=one, other=other), map(_one, told)) if told else ""


def all_of(told: Sequence[object]) -> str:
    """Return several of what may be fields with "and" between them, as one field; of nothing it is empty text."""
    return reduce(lambda one, other: say("{one} and {other}", one=one, other=other), map(_one, told)) if told else ""


def _one(told: object) -> Sentence:
    return say("{one}", one=told)


def figure(value: Fraction | Decimal | int) -> str:
    """Return a number as a field of a sentence: each language writes it its own way."""
    return _Figure(_plain(value))


def grouped(whole: int) -> str:
    """Return a whole number as a field of a sentence: 20,000, or 20.000 in Vietnamese."""
    return _Grouped(f"{whole:,}")


def day(value: datetime.date) -> str:
    """Return a day as a field of a sentence: 2022-01-31, or 31/01/2022 in Vietnamese."""
    return _Day(value.isoformat())


def written(value: Fraction | Decimal | int, language: Language) -> str:
    """Return a number as a language writes it: `84.66`, or `84,66` in Vietnamese."""
    return in_language(_Figure(_plain(value)), language)


def in_language(told: object, language: Language) -> str:
    """
    Return a sentence, or whatever else may be a field of one, in a language.

    Other text is returned as it is.
    """
    if isinstance(told, Sentence):
        return str(told) if language == "en" else _filled(_template(told, language), told.fields, language)
    if isinstance(told, Enum) and told in WORDS:
        return in_language(WORDS[told], language)
    if isinstance(told, str):
        form = _VIETNAMESE.get(type(told)) if language == "vi" else None
        return form(told) if form else str(told)
    if isinstance(told, tuple | list):
        return _listed([in_language(one, language) for one in told])
    own = getattr(told, "in_language", None)
    return str(own(language) if own else told)


#: How Vietnamese writes what has a form of its own.
_VIETNAMESE: Final[Mapping[type, Callable[[str], str]]] = {
    _Figure: lambda text: text.replace(".", ","),
    _Grouped: lambda text: text.replace(",", "."),
    _Day: lambda text: "/".join(reversed(text.split("-"))),
}


def _listed(said: Sequence[str]) -> str:
    """Return several with commas between them, or with semicolons where one of them has a comma itself."""
    return ("; " if any("," in one for one in said) else ", ").join(said)


def _made(template: str, plural: tuple[str, int] | None, fields: Mapping[str, object]) -> Sentence:
    chosen = plural[0] if plural and plural[1] != 1 else template
    sentence = Sentence(_filled(chosen, fields, "en"))
    sentence.template, sentence.plural, sentence.fields = template, plural, dict(fields)
    return sentence


def _filled(template: str, fields: Mapping[str, object], language: Language) -> str:
    return template.format(**{name: in_language(value, language) for name, value in fields.items()})


def _template(sentence: Sentence, language: Language) -> str:
    catalogue = _catalogue(language)
    if sentence.plural is None:
        return catalogue.gettext(sentence.template)
    plural, count = sentence.plural
    return catalogue.ngettext(sentence.template, plural, count)


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    return gettext.translation(_DOMAIN, _LOCALES, [language], fallback=True)


def _plain(value: Fraction | Decimal | int) -> str:
    """Return a number as text that reads back the same; `Decimal` keeps its places."""
    if isinstance(value, Fraction):
        return exact_text(value)
    return format(value, "f") if isinstance(value, Decimal) else str(value)


#: The words for what a field may be itself.
WORDS: Final[Mapping[Enum, Sentence]] = {
    ValueType.NUMBER: say("number"),
    ValueType.YES_NO: say("yes/no"),
    ValueType.DATE: say("date"),
    ValueType.CHOICE: say("choice"),
    State.NOT_APPLICABLE: say("not applicable"),
    State.MISSING: say("missing"),
    State.INVALID: say("invalid"),
    Status.SCORED: say("scored"),
    Status.MISSING: say("missing"),
    Status.INVALID: say("invalid"),
    Status.NOT_APPLICABLE: say("not applicable"),
    Status.ZEROED: say("zeroed"),
    Status.INCOMPLETE: say("incomplete"),
}
