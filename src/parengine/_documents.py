"""Documents wherever they stand: a file, a packaged resource, or what a program has built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from . import criteria
from ._model import CriteriaSet, RuleKind
from .criteria import _places, _source
from .plugins import Document
from .score import Assessment

_T = TypeVar("_T")


def name_of(document: Document) -> str:
    """Return what a document is called in a sentence."""
    return "<mapping>" if isinstance(document, Mapping) else str(document)


def _read(document: Document, load: Callable[[Any], _T], loads: Callable[[Any], _T]) -> _T:
    if isinstance(document, str | Path):
        return load(document)
    return loads(document if isinstance(document, Mapping) else document.read_text(encoding="utf-8"))


def with_places(document: Document) -> _places.Document:
    """Return a document as a tree whose parts know where they stand."""
    name = name_of(document)
    return _read(
        document,
        _source.read_file,
        lambda given: (_source.read_text if isinstance(given, str) else _source.read_mapping)(given, name=name),
    )


def read_set(document: Document, kinds: Mapping[str, type[RuleKind]]) -> CriteriaSet:
    """Read a criteria set; raises `DocumentError` with every problem."""
    name = name_of(document)
    return _read(
        document,
        lambda path: criteria.load(path, kinds=kinds),
        lambda given: criteria.loads(given, name=name, kinds=kinds),
    )


def read_assessment(document: Document, criteria_set: CriteriaSet | None = None) -> Assessment:
    """Read an assessment, and hold it against its set where there is one; raises `DocumentError`."""
    name = name_of(document)
    return _read(
        document,
        lambda path: criteria.load_assessment(path, criteria_set),
        lambda given: criteria.loads_assessment(given, criteria_set, name=name),
    )
