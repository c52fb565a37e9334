"""Documents wherever they stand: a file, a packaged resource, or what a program has built."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ._model import CriteriaSet, RuleKind
from .criteria import _places, _source
from .criteria._extends import Bases
from .criteria._neighbours import neighbours
from .criteria._sets import made_set
from .errors import RegistryError
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


def beside(document: object, further: Bases | None = None) -> Bases | None:
    """Return what finds an edition that a document extends: beside its file first, then where else it may be."""
    if not isinstance(document, str | Path):
        return further
    near = neighbours(document)

    def find(id: str) -> Any:
        try:
            return near(id)
        except RegistryError:
            if further is None:
                raise
            return further(id)

    return find


def read_set(document: Document, kinds: Mapping[str, type[RuleKind]], bases: Bases | None = None) -> CriteriaSet:
    """Read a criteria set; `bases` finds what it extends. Raises `DocumentError` with every problem."""
    return made_set(with_places(document), kinds, bases)
