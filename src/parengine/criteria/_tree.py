"""The builder: events become a plain tree with places, within limits, every problem of the writing collected."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from attrs import define

from .._sentences import grouped, say
from ..errors import DocumentError, Problem
from ._events import Event
from ._places import UNWANTED, Document, Path, Place, path_text, refusal, shortened, unwanted
from ._scalars import ScalarError, resolve

MAX_PROBLEMS: Final = 100
#: 20,000 nodes take about that many.
MAX_VALUES: Final = 500_000
#: 32 levels of criteria take two levels of text each; the rules below the last of them nest a little more.
MAX_NESTING: Final = 128


@define
class _Open:
    """A mapping or list that is being filled; `key` is the one whose value comes next."""

    value: Any
    places: Any
    line: int
    column: int
    key: str | None = None
    key_line: int = 1
    key_column: int = 1


class Tree:
    """What has been built so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.open: list[_Open] = []
        self.roots: list[tuple[Any, Place]] = []
        self.problems: list[Problem] = []
        self.count = 0

    def grow(self, events: Iterable[Event]) -> None:
        """Take every event."""
        for event in events:
            if event.complaint:
                self.report(event, event.complaint)
            _STEPS[event.shape](self, event)

    def report(self, event: Event, sentence: str, *more: str | int) -> None:
        """Note a problem at an event."""
        path = path_text((*self.path(), *more))
        self.problems.append(Problem(self.name, event.line, event.column, path, sentence))
        if len(self.problems) >= MAX_PROBLEMS:
            raise DocumentError(sorted(self.problems))

    def path(self) -> Path:
        """Return the path of the value that comes next."""
        steps = (len(inner.value) if isinstance(inner.value, list) else inner.key for inner in self.open)
        return tuple(step for step in steps if step is not None)

    def expects_key(self) -> bool:
        """Return whether the next scalar is a key."""
        return bool(self.open) and isinstance(self.open[-1].value, dict) and self.open[-1].key is None

    def document(self, lines: tuple[str, ...]) -> Document:
        """Return the document; raises `DocumentError` where there is none, several, or any problem."""
        if not self.roots and not self.problems:
            raise refusal(self.name, say("the document is empty"))
        if self.problems:
            raise DocumentError(sorted(self.problems))
        root, places = self.roots[0]
        return Document(self.name, root, places, lines)


def grown(events: Iterable[Event], name: str, lines: tuple[str, ...]) -> Document:
    """Return the document that events make."""
    tree = Tree(name)
    tree.grow(events)
    return tree.document(lines)


def _begin(tree: Tree, event: Event) -> None:
    if tree.roots:
        second = say("the file holds a second document; keep one in each file")
        raise refusal(tree.name, second, event.line, event.column)


def _descend(tree: Tree, event: Event) -> None:
    if tree.expects_key():
        raise refusal(tree.name, say("a key must be text, not a mapping or a list"), event.line, event.column)
    if len(tree.open) >= MAX_NESTING:
        deep = say("the document is nested more than {most} levels deep", most=MAX_NESTING)
        raise refusal(tree.name, deep, event.line, event.column)
    is_mapping = event.shape == "mapping"
    tree.open.append(_Open({} if is_mapping else [], {} if is_mapping else [], event.line, event.column))


def _ascend(tree: Tree, _event: Event) -> None:
    done = tree.open.pop()
    _place(tree, done.value, done.line, done.column, done.places)


def _scalar(tree: Tree, event: Event) -> None:
    text = _clean(tree, event)
    if tree.expects_key():
        _key(tree, event, text)
    else:
        _place(tree, text if event.quoted else _resolved(tree, event, text), event.line, event.column)


def _clean(tree: Tree, event: Event) -> str:
    found = None if event.text.isascii() and event.text.isprintable() else UNWANTED.search(event.text)
    if found:
        tree.report(event, unwanted(found.group()))
    return event.text if event.text.isascii() else unicodedata.normalize("NFC", event.text)


def _resolved(tree: Tree, event: Event, text: str) -> Any:
    try:
        return resolve(text)
    except ScalarError as error:
        tree.report(event, error.args[0])
        return None


def _key(tree: Tree, event: Event, key: str) -> None:
    inner = tree.open[-1]
    if key == "<<" and not event.quoted:
        tree.report(event, say("the merge key '<<' is not allowed; write the values out"), key)
    if key in inner.value:
        first: Place = inner.places[key]
        where = say("line {line}, column {column}", line=first.key_line, column=first.key_column)
        tree.report(
            event, say("'{key}' is written twice; the first is at {where}", key=shortened(key), where=where), key
        )
    inner.key, inner.key_line, inner.key_column = key, event.line, event.column


def _alias(tree: Tree, event: Event) -> None:
    if tree.expects_key():
        _key(tree, event, "")
    else:
        _place(tree, None, event.line, event.column)


def _place(tree: Tree, value: Any, line: int, column: int, parts: Any = None) -> None:
    """Put a value where it belongs."""
    tree.count += 1
    if tree.count > MAX_VALUES:
        raise refusal(
            tree.name, say("the document holds more than {most} values", most=grouped(MAX_VALUES)), line, column
        )
    if not tree.open:
        tree.roots.append((value, Place(line, column, line, column, parts)))
        return
    inner = tree.open[-1]
    if isinstance(inner.value, list):
        inner.value.append(value)
        inner.places.append(Place(line, column, line, column, parts))
    elif inner.key is not None:
        inner.value.setdefault(inner.key, value)
        inner.places.setdefault(inner.key, Place(line, column, inner.key_line, inner.key_column, parts))
        inner.key = None


_STEPS: Final[Mapping[str, Callable[[Tree, Event], None]]] = {
    "document": _begin,
    "mapping": _descend,
    "list": _descend,
    "end": _ascend,
    "scalar": _scalar,
    "alias": _alias,
}
