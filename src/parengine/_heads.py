"""
Heads: what a criteria set is called, read without reading all of it.

A registry lists its sets by id, owner, tier and years, with the dates of their decisions. These stand at the
top of a document. A head that is written in any unusual way is left to the full reading, which says
everything that is wrong with it.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from attrs import frozen

from ._documents import beside, read_set
from ._model import CriteriaSet, EditionKey, LegalText, RuleKind
from .criteria._shape_words import ID
from .criteria._tops import UnusualError, read_top
from .errors import DocumentError
from .plugins import Document
from .types import Text

_T = TypeVar("_T")
_ID = re.compile(ID["pattern"], re.ASCII)
_WANTED: Final = frozenset({"id", "edition", "owner", "tier", "years", "title", "supersedes", "extends", "decision"})
#: In the place of a title that an edition has from the one that it extends.
UNTITLED: Final = Text("")


@frozen
class Head:
    """The key of an edition, its title, and of its decision the number, the day of issue and the day it is in force."""

    key: EditionKey
    title: Text
    number: str | None = None
    issued: datetime.date | None = None
    in_force: datetime.date | None = None


def head_of(criteria_set: CriteriaSet) -> Head:
    """Return the head of a criteria set that was read."""
    said = criteria_set.legal_text or LegalText()
    return Head(criteria_set.key, criteria_set.title, said.number, said.issued, said.in_force)


def read_head(document: Document, kinds: Mapping[str, type[RuleKind]]) -> Head:
    """Return the head of a criteria set's document; raises `DocumentError` where it has none."""
    try:
        return _head(document if isinstance(document, Mapping) else _top(document))
    except (UnusualError, KeyError, TypeError, ValueError, OSError, StopIteration, DocumentError):
        return head_of(read_set(document, kinds, beside(document)))


def _head(top: Mapping[str, Any]) -> Head:
    texts = {name: _text(top[name]) for name in ("id", "edition", "owner", "tier")}
    if not _ID.fullmatch(texts["id"]):
        raise UnusualError
    key = EditionKey(
        **texts,
        years=tuple(sorted(set(map(_year, top["years"])))),
        supersedes=_maybe(_text, top.get("supersedes")),
        extends=_text(top["extends"]["edition"]) if "extends" in top else None,
    )
    title = UNTITLED if key.extends and "title" not in top else _title(top["title"])
    decision = top.get("decision") or {}
    days = (_maybe(_day, decision.get(name)) for name in ("issued", "in_force"))
    return Head(key, title, _maybe(_text, decision.get("number")), *days)


def _maybe(read: Callable[[object], _T], value: object) -> _T | None:
    return None if value is None else read(value)


def _day(value: object) -> datetime.date:
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(_text(value))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise UnusualError
    return unicodedata.normalize("NFC", value)


def _year(value: object) -> int:
    if type(value) is not int:
        raise UnusualError
    return value


def _title(value: Any) -> Text:
    if isinstance(value, str):
        return Text(_text(value))
    return Text(_text(value["vi"]), _text(value["en"]) if value.get("en") else None)


def _top(document: Any) -> dict[str, Any]:
    """Return the parts of a head that stand above the first criterion."""
    path = Path(document) if isinstance(document, str) else document
    return read_top(path.read_text(encoding="utf-8"), str(path), _WANTED)
