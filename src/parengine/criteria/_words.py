"""Small readings that many parts of a document share: texts, provenance, days, numbers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from .._model import Provenance
from .._numbers import exact
from .._sentences import say
from ..types import Text
from ._keywords import suggestion
from ._loading import Loading
from ._places import Path
from ._shapes import BASES

NO_TEXT: Final = Text("")


def text_of(document: Any) -> Text | None:
    """Return a text, None where there is none."""
    if document is None:
        return None
    return Text(document) if isinstance(document, str) else Text(document.get("vi", ""), document.get("en"))


def label_of(document: Mapping[str, Any]) -> Text:
    """Return the label that the schema asks for."""
    return text_of(document.get("label")) or NO_TEXT


def number_of(document: Any) -> Fraction | None:
    """Return a number, None where there is none."""
    return None if document is None else exact(document)


def words_of(document: Any) -> tuple[str, ...]:
    """Return a list of texts."""
    return tuple(words for words in document or () if isinstance(words, str))


def day_of(loading: Loading, written: str | None, path: Path) -> datetime.date | None:
    """Return a day, None where there is none or it does not exist."""
    try:
        return None if written is None else datetime.date.fromisoformat(written)
    except ValueError:
        loading.report(path, say("'{text}' is not a day of the calendar", text=written))
        return None


def provenance_of(loading: Loading, document: Any, path: Path, *, sourced_by_itself: bool = False) -> Provenance | None:
    """
    Return a provenance, None where there is none; what is sourced must name a declared source.

    The set and its decision are sources themselves.
    """
    if document is None:
        return None
    made = plain_provenance(document)
    _check_sources(loading, made, path, asked=not sourced_by_itself)
    if made.basis and made.kind != "reconstructed":
        sentence = say("what is {kind} has no basis; only what is reconstructed rests on one", kind=made.kind)
        loading.report((*path, "basis"), sentence)
    return made


def plain_provenance(document: Any) -> Provenance:
    """Return a provenance in its short or long form, unchecked."""
    long = {"is": document} if isinstance(document, str) else document
    written = long.get("is", "reconstructed")
    kind, basis = ("reconstructed", written) if written in BASES else (written, long.get("basis"))
    sources, parts = words_of(long.get("sources")), words_of(long.get("parts"))
    return Provenance(kind, basis, sources, parts, long.get("note"))  # type: ignore[arg-type]


def _check_sources(loading: Loading, made: Provenance, path: Path, *, asked: bool) -> None:
    if asked and made.kind == "sourced" and not made.sources:
        loading.report(
            path, say("it is 'sourced' but names no source; write '{example}'", example="{is: sourced, sources: [ID]}")
        )
    declared = loading.tree.get("sources") or {}
    for i, source in enumerate(made.sources):
        if source not in declared:
            hint = suggestion(source, declared)
            sentence = say("the source '{id}' is not declared{hint}", id=source, hint=hint)
            loading.report((*path, "sources", i), sentence)
