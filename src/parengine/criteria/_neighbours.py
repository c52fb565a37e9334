"""Neighbours: the editions that stand in the same folder as a file, found by their ids."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path as FilePath
from typing import Final

from .._sentences import Sentence, say
from ..errors import DocumentError, RegistryError
from ._places import Document, shortened
from ._source import MAX_CHARACTERS, read_file
from ._tops import UnusualError, read_top

#: So many files of a folder are looked into.
MOST_FILES: Final = 200
_ENDINGS: Final = (".yaml", ".yml", ".json")


def neighbours(path: str | os.PathLike[str]) -> Callable[[str], Document]:
    """Return what finds an edition beside a file; it raises `RegistryError` where there is not exactly one."""

    def find(id: str) -> Document:
        found = [one for one in _files(FilePath(path).parent) if _is_called(one, id)]
        if len(found) != 1:
            raise RegistryError(_not_one(id, found))
        return read_file(found[0])

    return find


def _files(folder: FilePath) -> Iterator[FilePath]:
    try:
        named = sorted(one for one in folder.iterdir() if one.suffix.lower() in _ENDINGS)
    except (OSError, ValueError):
        return
    yield from islice((one for one in named if one.is_file()), MOST_FILES)


def _is_called(path: FilePath, id: str) -> bool:
    """Return whether a file says that it is an edition; one that cannot be read says nothing."""
    try:
        with path.open("rb") as stream:
            content = stream.read(4 * MAX_CHARACTERS)
        return id.encode() in content and read_top(content.decode("utf-8"), path.name, {"id"}).get("id") == id
    except (OSError, ValueError, StopIteration, UnusualError, DocumentError):
        return False


def _not_one(id: str, found: list[FilePath]) -> Sentence:
    if found:
        names = ", ".join(f"'{shortened(one.name)}'" for one in found)
        return say("{names} are all called '{id}'; give each edition an id of its own", names=names, id=shortened(id))
    return say(
        "no file beside this one, of the first {most} that end in {endings}, is called '{id}'",
        most=MOST_FILES,
        endings=", ".join(_ENDINGS),
        id=shortened(id),
    )
