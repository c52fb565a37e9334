"""
Scalars: what a word of a document without quotes stands for, by the core rules of YAML 1.2.

>>> [resolve(word) for word in ("true", "no", "12:30", "2022-01-31", "7", "-1.50", "~")]
[True, 'no', '12:30', '2022-01-31', 7, Decimal('-1.50'), None]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final, TypeAlias

from .._numbers import MAX_DIGITS
from .._sentences import say
from ._places import shortened

Scalar: TypeAlias = "str | int | Decimal | bool | None"

_WORDS: Final[Mapping[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_MAGNITUDE = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)", re.ASCII)
_DECIMAL = re.compile(rf"[-+]?{_MAGNITUDE}", re.ASCII)
_EXPONENT = re.compile(rf"[-+]?{_MAGNITUDE}[eE][-+]?[0-9]+", re.ASCII)
_PADDED = re.compile(r"[-+]?0[0-9]+(?:\.[0-9]*)?", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", re.ASCII)
_MAY_BE_A_NUMBER: Final = frozenset("+-.0123456789")


class ScalarError(ValueError):
    """A scalar that looks like a number and is not one that a document may hold."""


def resolve(word: str) -> Scalar:
    """Return the value of a word without quotes; raises `ScalarError` with a sentence."""
    if word in _WORDS:
        return _WORDS[word]
    return _number_or_text(word) if word[0] in _MAY_BE_A_NUMBER else word


def _number_or_text(word: str) -> Scalar:
    for pattern, sentence in _REFUSED.items():
        if pattern.fullmatch(word):
            raise ScalarError(sentence(shortened(word)))
    for pattern, reader in _NUMBERS.items():
        if pattern.fullmatch(word):
            _check_digits(word)
            return reader(word)
    return word


def _check_digits(word: str) -> None:
    if sum(map(str.isdigit, word)) > MAX_DIGITS:
        raise ScalarError(say("'{number}' has more than {most} digits", number=shortened(word), most=MAX_DIGITS))


_REFUSED: Final[Mapping[re.Pattern[str], Callable[[str], str]]] = {
    _EXPONENT: lambda word: say(
        "'{word}' has an exponent; write the digits out, or put it in quotes if it is text", word=word
    ),
    _PADDED: lambda word: say(
        "'{word}' starts with a needless zero; leave it out, or put it in quotes if it is text", word=word
    ),
    _NOT_FINITE: lambda word: say("'{word}' is not a finite number; put it in quotes if it is text", word=word),
}
_NUMBERS: Final[Mapping[re.Pattern[str], Callable[[str], Scalar]]] = {_WHOLE: int, _DECIMAL: Decimal}
