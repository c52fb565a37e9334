"""
Writing into a document as it stands: where its values are written, to the character, and values as text.

Only what changes is written anew. Comments, order, quotes and layout of all the rest stay as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from attrs import frozen

from ..._numbers import MAX_DIGITS, exact, exact_text
from ...criteria import Range
from ...criteria._places import Path
from ...criteria._scalars import resolve

#: A longer mapping is written a key a line.
_WIDTH: Final = 120
_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*", re.ASCII)
_DECIMAL: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)


@frozen
class Span:
    """
    Where a value is written: from `start` to before `end`, in characters of the text.

    `key` is the column of its key, counted from 0; `block` whether key and value stand on lines of their own.
    """

    start: int
    end: int
    key: int = 0
    block: bool = False


@frozen
class Edit:
    """A text in the place of what stands from `start` to before `end`."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits made; none may overlap."""
    for edit in sorted(edits, key=lambda each: (each.start, each.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def spans(text: str) -> dict[Path, Span]:
    """Return where each value of a YAML or JSON text is written; the text is one that was read without a problem."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    mark = int(text.startswith("\ufeff"))
    starts = [mark, *(found.end() for found in re.finditer("\n", text))]
    plain = text[mark:].replace("\r\n", "\n")
    return dict(_Walk(starts).spans(yaml.parse(plain, Loader=loader)))


class _Open:
    """A mapping or list that is being read."""

    def __init__(self, start: int, path: Path, key: int, *, is_list: bool, block: bool) -> None:
        self.start, self.path, self.key = start, path, key
        self.is_list, self.block = is_list, block
        self.count = 0
        self.step: str | None = None
        self.column = 0


class _Walk:
    """Events of a text, followed with the path of each value."""

    def __init__(self, starts: list[int]) -> None:
        self.starts = starts
        self.open: list[_Open] = []

    def at(self, mark: Any) -> int:
        """Return the character at a mark."""
        start = self.starts[min(int(mark.line), len(self.starts) - 1)]
        return start + int(mark.column)

    def spans(self, events: Iterable[Any]) -> Iterator[tuple[Path, Span]]:
        """Yield each value's path and where it is written."""
        for event in events:
            kind = type(event).__name__
            if kind in ("MappingStartEvent", "SequenceStartEvent"):
                self._begin(event, is_list=kind == "SequenceStartEvent")
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                done = self.open.pop()
                block = bool(self.open) and self.open[-1].block
                yield done.path, Span(done.start, self.at(event.end_mark), done.key, block)
            elif kind == "ScalarEvent":
                yield from self._scalar(event)

    def _begin(self, event: Any, *, is_list: bool) -> None:
        path, key = self._next(event)
        block = not event.flow_style
        self.open.append(_Open(self.at(event.start_mark), path, key, is_list=is_list, block=block))

    def _scalar(self, event: Any) -> Iterator[tuple[Path, Span]]:
        inner = self.open[-1] if self.open else None
        if inner and not inner.is_list and inner.step is None:
            inner.step, inner.column = event.value, int(event.start_mark.column)
            return
        path, key = self._next(event)
        yield path, Span(self.at(event.start_mark), self.at(event.end_mark), key, inner is not None and inner.block)

    def _next(self, event: Any) -> tuple[Path, int]:
        """Return the path of the value that starts here, and the column of its key."""
        if not self.open:
            return (), 0
        inner = self.open[-1]
        if inner.is_list:
            inner.count += 1
            return (*inner.path, inner.count - 1), int(event.start_mark.column)
        step, inner.step = inner.step or "", None
        return (*inner.path, step), inner.column


# ---- values as text


def inline(value: Any, *, is_json: bool = False) -> str:
    """
    Return a value in one line; raises `NumberError` for a number with more digits than a document may hold.

    >>> inline({"1.1": {"points": Fraction(1, 3), "status": "scored"}})
    '{"1.1": {points: "1/3", status: scored}}'
    """
    if isinstance(value, Mapping):
        inside = (f"{_text(str(key), is_json=is_json)}: {inline(part, is_json=is_json)}" for key, part in value.items())
        return "{" + ", ".join(inside) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(inline(part, is_json=is_json) for part in value) + "]"
    if isinstance(value, Range):
        return inline({"low": value.low, "high": value.high}, is_json=is_json)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int | Decimal | Fraction):
        return _number(value)
    return _text(str(value), is_json=is_json)


def _number(value: int | Decimal | Fraction) -> str:
    """Return a number with the digits that it was entered with, one that came out in quotes where it must be."""
    if isinstance(value, Fraction):
        text = exact_text(value)
        few = sum(map(str.isdigit, text)) <= MAX_DIGITS
        return text if few and _DECIMAL.fullmatch(text) else json.dumps(text)
    exact(value)
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _text(text: str, *, is_json: bool) -> str:
    plain = _PLAIN.fullmatch(text) and resolve(text) == text and not is_json
    return text if plain else json.dumps(text, ensure_ascii=False)


def lines(value: Mapping[str, Any], indent: int) -> Iterator[str]:
    """Yield a mapping in lines: what holds mappings itself, or too much, is opened, all else stands in one line."""
    for key, part in value.items():
        start = f"{' ' * indent}{_text(key, is_json=False)}:"
        if not _is_opened(part, start):
            yield f"{start} {inline(part)}"
            continue
        yield start
        yield from lines(part, indent + 2) if isinstance(part, Mapping) else _entries(part, indent + 2)


def _is_opened(part: Any, start: str) -> bool:
    if isinstance(part, Mapping):
        deep = any(isinstance(each, Mapping) for each in part.values())
        return deep or (len(part) > 1 and len(start) + len(inline(part)) >= _WIDTH)
    return isinstance(part, tuple | list) and any(isinstance(each, Mapping) for each in part)


def _entries(several: Iterable[Any], indent: int) -> Iterator[str]:
    """Yield a list in lines, a mapping's first key behind the dash."""
    start = f"{' ' * indent}- "
    for each in several:
        if isinstance(each, Mapping) and each:
            first, *rest = lines(each, indent + 2)
            yield f"{start}{first.lstrip()}"
            yield from rest
        else:
            yield f"{start}{inline(each)}"
