r"""
Text with places: YAML or JSON becomes a plain tree, and every part of it knows its line and column.

The tree holds mappings, lists, text, `int`, `Decimal`, truth values and None. Scalars are those of YAML
1.2 (`no` and `12:30` are text), text is in Unicode's normal form C, and whatever would make a document
mean something other than it shows is refused: duplicate keys, anchors, merge keys, tags, exponents,
control characters, nesting and sizes beyond any real text.

>>> read_text("code: '1.1'\nmaximum: 1.50").root
{'code': '1.1', 'maximum': Decimal('1.50')}
>>> read_text("a: 1\na: 2")
Traceback (most recent call last):
parengine.errors.DocumentError: <text>:2:1: $.a: 'a' is written twice; the first is at line 1, column 1
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any, Final

from .._numbers import exact, exact_text
from .._sentences import grouped, say
from ..errors import DocumentError, NumberError
from ._events import Event, events
from ._places import UNWANTED, Document, refusal, unwanted
from ._tree import grown

MAX_CHARACTERS: Final = 8_000_000
_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"


def read_file(path: str | os.PathLike[str]) -> Document:
    """Read a file; raises `DocumentError` where it is not there, not UTF-8, too large or badly written."""
    name = os.fspath(path)
    try:
        with FilePath(name).open("rb") as stream:
            content = stream.read(4 * MAX_CHARACTERS + 1)
    except (OSError, ValueError) as error:
        raise unreadable(name, error) from error
    return read_text(_decoded(content, name), name=name)


def unreadable(name: str, error: Exception) -> DocumentError:
    """Return the problem of a file that cannot be read."""
    why = str(getattr(error, "strerror", None) or error)
    return refusal(name, say("the file cannot be read: {why}", why=why))


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = len(content[content.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        is_utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        wrong = (
            say("the file is UTF-16; save it as UTF-8") if is_utf16 else say("the file is not UTF-8; save it as UTF-8")
        )
        raise refusal(name, wrong, line, column) from error


def read_text(text: str, *, name: str = "<text>") -> Document:
    """Read YAML or JSON from text; raises `DocumentError` with every problem of the writing."""
    if len(text) > MAX_CHARACTERS:
        raise refusal(name, say("the document has more than {most} characters", most=grouped(MAX_CHARACTERS)))
    text = text.removeprefix(_MARK).replace("\r\n", "\n")
    _check_characters(text, name)
    return grown(events(text, name), name, tuple(text.split("\n")))


def _check_characters(text: str, name: str) -> None:
    found = UNWANTED.search(text)
    if found:
        line, column = text.count("\n", 0, found.start()) + 1, found.start() - text.rfind("\n", 0, found.start())
        raise refusal(name, unwanted(found.group()), line, column)


def read_mapping(mapping: Mapping[str, Any], *, name: str = "<mapping>") -> Document:
    """
    Read what a program has built of mappings, lists, text, numbers, truth values and dates.

    Floats are taken by their shortest text; whatever a document could not hold is refused.
    """
    return grown(_mapping_events(mapping), name, ())


def _mapping_events(root: object) -> Iterator[Event]:
    yield Event("document", 1, 1)
    stack: list[Iterator[Event | object]] = [iter((_Held(root),))]
    while stack:
        step = next(stack[-1], None)
        if step is None:
            stack.pop()
        elif isinstance(step, Event):
            yield step
        else:
            stack.append(_opened(step))


class _Held:
    """A value that is still to be taken apart."""

    def __init__(self, value: object) -> None:
        self.value = value


def _opened(held: object) -> Iterator[Event | object]:
    value = held.value if isinstance(held, _Held) else held
    if isinstance(value, Mapping):
        return _mapping_parts(value)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        return _list_parts(value)
    return iter((_scalar_event(value),))


def _mapping_parts(mapping: Mapping[Any, Any]) -> Iterator[Event | object]:
    yield Event("mapping", 1, 1)
    for key, value in mapping.items():
        wrong = None if isinstance(key, str) else say("the key {key} must be text", key=_named(key))
        yield Event("scalar", 1, 1, str(key) if wrong is None else _named(key), quoted=True, complaint=wrong)
        yield _Held(value)
    yield Event("end", 1, 1)


def _list_parts(values: Sequence[Any]) -> Iterator[Event | object]:
    yield Event("list", 1, 1)
    for value in values:
        yield _Held(value)
    yield Event("end", 1, 1)


def _named(value: object) -> str:
    return say("of the type '{type}'", type=type(value).__name__)


def _scalar_event(value: object) -> Event:
    if isinstance(value, str):
        return Event("scalar", 1, 1, str(value), quoted=True)
    if value is None or isinstance(value, bool):
        return Event("scalar", 1, 1, _CONSTANTS[value])
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return Event("scalar", 1, 1, value.isoformat(), quoted=True)
    return _number_event(value)


_CONSTANTS: Final[Mapping[bool | None, str]] = {None: "null", True: "true", False: "false"}


def _number_event(value: object) -> Event:
    try:
        number = exact(value)
    except NumberError as error:
        return Event("scalar", 1, 1, "null", complaint=error.sentence)
    return Event("scalar", 1, 1, exact_text(number))
