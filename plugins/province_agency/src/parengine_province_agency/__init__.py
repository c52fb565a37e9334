"""
Criteria sets by which provinces score their own agencies and the heads of these, as data.

`hai-phong-heads-2025` transcribes Decision 212/2025/QĐ-UBND of Hải Phòng and is sourced throughout; what its
text leaves open is said. `tay-ninh-agency-2023` and `tay-ninh-agency-2024` are reconstructions: of 2023 only
the table of results could be had, of 2024 only that two things were to change. No score made with these two is
an official one.

Source: each document lists its own.
"""

from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from parengine.plugins import hookimpl

__all__ = ["parengine_assessments", "parengine_cases", "parengine_criteria_sets"]

_EDITIONS: Final = files(__name__) / "editions"


@hookimpl
def parengine_criteria_sets() -> Iterable[Traversable]:
    """Return the sets of Hải Phòng and of Tây Ninh."""
    return [document for edition in _sorted(_EDITIONS) for document in _documents(edition)]


@hookimpl
def parengine_assessments() -> Iterable[Traversable]:
    """Return invented heads of Hải Phòng, and the agencies of Tây Ninh in 2023 with their published totals."""
    return [document for edition in _sorted(_EDITIONS) for document in _documents(edition / "sheets")]


@hookimpl
def parengine_cases() -> Iterable[Traversable]:
    """Return the worked cases, whose arithmetic can be checked by hand."""
    return [document for edition in _sorted(_EDITIONS) for document in _documents(edition / "cases")]


def _documents(folder: Traversable) -> list[Traversable]:
    found = _sorted(folder) if folder.is_dir() else []
    return [document for document in found if document.name.endswith(".yaml")]


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda each: each.name)
