"""
Text cut into tokens: numbers, texts, names and signs, each with its place.

What looks right but would mean something else is refused here with a hint: a decimal comma, an exponent, `==`,
a date written with strokes (which would be arithmetic), quotation marks of another kind.

>>> [token.kind for token in tokens('done / total < 80 %')]
['name', '/', 'name', '<', 'percent', 'end']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from .._sentences import Sentence, say
from ..errors import ExpressionError

MAX_TEXT: Final = 10_000
SHOWN: Final = 40

#: Words that join or test expressions; a token of one of them has the word itself as its kind.
OPERATOR_WORDS: Final = frozenset({"and", "or", "not", "is", "otherwise"})


class Token(NamedTuple):
    """A piece of text; `kind` is `number`, `percent`, `text`, `name`, `end`, or the sign or operator word itself."""

    kind: str
    text: str
    offset: int


_TOKEN: Final = re.compile(
    r"""
    \s*(?:
      (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?(?![\w.]))
    | (?P<day>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9]) | [0-9]{1,2}/[0-9]{1,2}/[0-9]{4}(?![0-9]))
    | (?P<percent>[0-9]+(?:\.[0-9]+)?\s*%)
    | (?P<number>[0-9]+(?:\.[0-9]+)?(?![\w.]|,[0-9]))
    | (?P<text>"[^"\n]*")
    | (?P<foreign>==|<>|=<|=>|&&|\|\||\*\*|//|!(?!=))
    | (?P<sign><=|>=|!=|[-+*/()<>=,])
    | (?P<end>\Z)
    | (?P<stray>[0-9][\w.,]* | [^\W\d][\w.]* | .)
    )
    """,
    re.VERBOSE,
)

#: Signs of other languages and keyboards, and what to write here.
_INSTEAD: Final[Mapping[str, str]] = {
    "==": "=", "<>": "!=", "=<": "<=", "=>": ">=", "&&": "and", "||": "or", "!": "not", "//": "whole(a / b)",
    "≤": "<=", "≥": ">=", "≠": "!=", "×": "*", "·": "*", "÷": "/", ":": "/", "–": "-", "−": "-", ";": ",",
    "“": '"', "”": '"', "'": '"', "‘": '"', "’": '"', "[": "(", "]": ")", "{": "(", "}": ")",
    "^": say("a product"), "**": say("a product"), "?": "when(condition, value, otherwise)",
}  # fmt: skip


def tokens(text: str) -> list[Token]:
    """Return the tokens of `text` and one of kind `end`; raises `ExpressionError` with the place."""
    if len(text) > MAX_TEXT:
        raise ExpressionError(
            say("the expression has {count} characters; at most {most} are read", count=len(text), most=MAX_TEXT),
            MAX_TEXT,
        )
    return [_token(match) for match in _TOKEN.finditer(text.rstrip())]


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup or ""
    text, offset = match[kind], match.start(kind)
    if kind == "sign" or text in OPERATOR_WORDS:
        return Token(text, text, offset)
    if kind in _REFUSALS:
        raise ExpressionError(_REFUSALS[kind](text), offset)
    return Token(kind, text, offset)


def shortened(text: str) -> str:
    """Return `text` as a sentence can quote it: cut where it is long, unprintable characters by their numbers."""
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return shown if shown.isprintable() else ascii(shown)[1:-1]


def _day(text: str) -> Sentence:
    year, month, day = text.split("-") if "-" in text else reversed(text.split("/"))
    written = f"date({year}, {int(month)}, {int(day)})"
    return say("'{text}' would be arithmetic; write the date as '{date}'", text=text, date=written)


def _foreign(text: str) -> Sentence:
    return say("'{text}' is not used here; write '{instead}'", text=text, instead=_INSTEAD[text])


def _stray(text: str) -> Sentence:
    if text[0] in "0123456789":
        return _wrong_number(text)
    if text in _INSTEAD:
        return _foreign(text)
    return _STRAYS.get(text) or _wrong_name(text)


_STRAYS: Final[Mapping[str, Sentence]] = {
    '"': say("the text that starts here is not closed; put '\"' at its end"),
    "%": say("'%' stands only after a number, as in '80 %'; a percent input is read as a share already"),
    ".": say("a number starts with a digit; write '0.5', not '.5'"),
    "\\": say("'{text}' is not used here", text="\\"),
}


def _wrong_number(text: str) -> Sentence:
    shown = shortened(text)
    for pattern, sentence in _WRONG_NUMBERS.items():
        if re.fullmatch(pattern, text):
            return sentence(shown)
    return say("'{text}' is neither a number nor a name; a name starts with a letter", text=shown)


#: How a number goes wrong, the first that fits.
_WRONG_NUMBERS: Final[Mapping[str, Callable[[str], Sentence]]] = {
    r"[0-9]+(\.[0-9]*)?[eE][0-9]*": lambda shown: say("'{number}' has an exponent; write the digits out", number=shown),
    r"[0-9]+,[0-9]+": lambda shown: say(
        "'{text}' has a comma between digits; write '{one}' for one number, '{two}' for two",
        text=shown,
        one=shown.replace(",", "."),
        two=shown.replace(",", ", "),
    ),
    r"[0-9.]+,.*": lambda shown: say(
        "'{text}' has a comma between digits; put a space after it, or write a point", text=shown
    ),
    r"[0-9]+\.": lambda shown: say("'{text}' ends in a point; write '{instead}'", text=shown, instead=shown[:-1]),
    r"[0-9]+(\.[0-9]+){2,}": lambda shown: say(
        "'{text}' has more than one point; a node's code stands in quotes", text=shown
    ),
    r"[0-9]+_[0-9_]*": lambda shown: say("'{text}' has a '_'; write the digits together", text=shown),
}


def _wrong_name(text: str) -> Sentence:
    shown = shortened(text)
    if text.isascii() and "." in text:
        return say("'{text}' is not a name; one point may stand between a name and its part", text=shown)
    if text[0].isalpha():
        return say("'{text}' is not a name; names are made of the letters a to z, digits and '_'", text=shown)
    return say("'{text}' is not used here", text=shown)


_REFUSALS: Final[Mapping[str, Callable[[str], Sentence]]] = {"day": _day, "foreign": _foreign, "stray": _stray}
