"""Documents wherever they stand: a file, a packaged resource, or what a program has built."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ._model import CriteriaSet, RuleKind
from .criteria import _places, _source
from .criteria._sets import made_set
from .plugins import Document


def name_of(document: Document) -> str:
    """Return what a document is called in a sentence."""
    return "<mapping>" if isinstance(document, Mapping) else str(document)


def with_places(document: Document) -> _places.Document:
    """Return a document as a tree whose parts know where they stand; it is read once, so a pipe will do."""
    if isinstance(document, Mapping):
        return _source.read_mapping(document, name=name_of(document))
    if isinstance(document, str | Path):
        return _source.read_file(document)
    return _source.read_text(document.read_text(encoding="utf-8"), name=name_of(document))


def read_set(document: Document, kinds: Mapping[str, type[RuleKind]]) -> CriteriaSet:
    """Read a criteria set; raises `DocumentError` with every problem."""
    return made_set(with_places(document), kinds)
