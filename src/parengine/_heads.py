"""
Heads: what a criteria set is called, read without reading all of it.

A registry lists its sets by id, owner, tier and years. These stand at the top of a document, so that its
events need not be followed past the first criterion. A head that is written in any unusual way is left
to the full reading, which says everything that is wrong with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from ._documents import read_set
from ._model import EditionKey, RuleKind
from .criteria._events import Event, events
from .criteria._scalars import Scalar, resolve
from .criteria._shape_words import ID
from .errors import DocumentError
from .plugins import Document
from .types import Text

_ID = re.compile(ID["pattern"], re.ASCII)
_WANTED: Final = frozenset({"id", "edition", "owner", "tier", "years", "title", "supersedes"})
#: Where these start, a head has ended.
_BODY: Final = frozenset({"criteria", "inputs", "bonus", "penalty"})


@frozen
class Head:
    """The key of an edition and its title."""

    key: EditionKey
    title: Text


class _UnusualError(Exception):
    """A head that only the full reading can judge."""


def read_head(document: Document, kinds: Mapping[str, type[RuleKind]]) -> Head:
    """Return the head of a criteria set's document; raises `DocumentError` where it has none."""
    try:
        return _head(document if isinstance(document, Mapping) else _top(document))
    except (_UnusualError, KeyError, TypeError, ValueError, OSError, StopIteration, DocumentError):
        read = read_set(document, kinds)
        return Head(read.key, read.title)


def _head(top: Mapping[str, Any]) -> Head:
    texts = {name: _text(top[name]) for name in ("id", "edition", "owner", "tier")}
    if not _ID.fullmatch(texts["id"]):
        raise _UnusualError
    supersedes = top.get("supersedes")
    key = EditionKey(
        **texts,
        years=tuple(sorted(set(map(_year, top["years"])))),
        supersedes=None if supersedes is None else _text(supersedes),
    )
    return Head(key, _title(top["title"]))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _UnusualError
    return unicodedata.normalize("NFC", value)


def _year(value: object) -> int:
    if type(value) is not int:
        raise _UnusualError
    return value


def _title(value: Any) -> Text:
    if isinstance(value, str):
        return Text(_text(value))
    return Text(_text(value["vi"]), _text(value["en"]) if value.get("en") else None)


def _top(document: Any) -> dict[str, Any]:
    """Return the parts of a head that stand above the first criterion."""
    path = Path(document) if isinstance(document, str) else document
    text = path.read_text(encoding="utf-8")
    stream, wanted = events(text, str(path)), {name for name in _WANTED if name in text}
    if [next(stream).shape, next(stream).shape] != ["document", "mapping"]:
        raise _UnusualError
    found: dict[str, Any] = {}
    for key in stream:
        if key.shape == "end" or (key.text in _BODY and found.keys() >= wanted):
            break
        _keep(found, key, stream)
    return found


def _keep(found: dict[str, Any], key: Event, stream: Iterator[Event]) -> None:
    first = next(stream)
    if key.text not in _WANTED:
        _pass_over(first, stream)
    elif key.text in found:
        raise _UnusualError
    else:
        found[key.text] = _value(first, stream)


def _pass_over(first: Event, stream: Iterator[Event]) -> None:
    depth = _STEP.get(first.shape, 0)
    while depth > 0:
        depth += _STEP.get(next(stream).shape, 0)


#: How an event changes the depth.
_STEP: Final[Mapping[str, int]] = {"mapping": 1, "list": 1, "end": -1}


def _value(first: Event, stream: Iterator[Event]) -> Any:
    """Return a text, a list of texts or a mapping of texts: a head holds nothing deeper."""
    if first.complaint or first.shape == "scalar":
        return _scalar(first)
    inside = []
    while (event := next(stream)).shape != "end":
        inside.append(_scalar(event))
    return dict(zip(inside[::2], inside[1::2], strict=True)) if first.shape == "mapping" else inside


def _scalar(event: Event) -> Scalar:
    if event.complaint or event.shape != "scalar":
        raise _UnusualError
    return event.text if event.quoted else resolve(event.text)
