"""
The criteria sets of the Ministry of Home Affairs under decision 876/QĐ-BNV of 10 November 2022, as data.

`ministry-2022-province` is a reconstruction: the annex of the decision could not be had. Only counts, the
100 points, their 68 + 32 by channel, the 10 points of SIPAS, the names of the fields, the limits of three
groups and a few names are sourced; every clause says what it is. `ministry-2022-ministry` goes no deeper
than its two sourced totals. No score made with either is an official one.

Source: Decision 876/QĐ-BNV as reported by the press and by provincial authorities; each document lists
its sources.
"""

from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from parengine.plugins import hookimpl

__all__ = ["parengine_assessments", "parengine_cases", "parengine_criteria_sets"]

_EDITION: Final = files(__name__) / "editions" / "2022"


@hookimpl
def parengine_criteria_sets() -> Iterable[Traversable]:
    """Return the sets for provinces and for ministries."""
    return _documents(_EDITION)


@hookimpl
def parengine_assessments() -> Iterable[Traversable]:
    """Return the answer sheet of Đắk Nông for 2022, invented below its published totals."""
    return _documents(_EDITION / "sheets")


@hookimpl
def parengine_cases() -> Iterable[Traversable]:
    """Return the worked cases, whose arithmetic can be checked by hand."""
    return _documents(_EDITION / "cases")


def _documents(folder: Traversable) -> list[Traversable]:
    return sorted(_yaml_files(folder), key=lambda document: document.name)


def _yaml_files(folder: Traversable) -> Iterator[Traversable]:
    return (document for document in folder.iterdir() if document.name.endswith(".yaml"))
