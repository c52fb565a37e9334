"""Neighbours: the editions that stand in the same folder as a file, found by their ids."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
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
        folder = FilePath(path).parent
        found = called(folder, id)
        if len(found) != 1:
            raise RegistryError(not_one(id, found, unread(folder)))
        return read_file(found[0])

    return find


def called(folder: FilePath, id: str) -> list[FilePath]:
    """Return the files of a folder that say they are the edition with an id; their heads are read, no more."""
    return [one for one in _files(folder) if _is_called(one, id)]


def unread(folder: FilePath) -> list[FilePath]:
    """Return the files of a folder that cannot be read: any of them may be the one that is looked for."""
    return [one for one in _files(folder) if not _is_readable(one)]


def _is_readable(path: FilePath) -> bool:
    try:
        with path.open("rb") as stream:
            stream.read(1)
    except OSError:
        return False
    return True


def _files(folder: FilePath) -> Iterator[FilePath]:
    try:
        named = sorted(one for one in folder.iterdir() if one.suffix.lower() in _ENDINGS)
    except (OSError, ValueError):
        return
    yield from islice((one for one in named if is_file_or_lost(one)), MOST_FILES)


def is_file_or_lost(path: FilePath) -> bool:
    """Return whether a name in a folder is a file, or leads to what cannot be had, which is told when it is read."""
    return os.path.isfile(path) or not os.path.exists(path)  # noqa: PTH110,PTH113  they never raise


def _is_called(path: FilePath, id: str) -> bool:
    """Return whether a file says that it is an edition; one that cannot be read says nothing."""
    try:
        with path.open("rb") as stream:
            content = stream.read(4 * MAX_CHARACTERS)
        return id.encode() in content and read_top(content.decode("utf-8"), path.name, {"id"}).get("id") == id
    except (OSError, ValueError, StopIteration, UnusualError, DocumentError):
        return False


def not_one(id: str, found: Sequence[FilePath], lost: Sequence[FilePath] = ()) -> Sentence:
    """Return why a folder does not say which edition is meant."""
    if found:
        names = ", ".join(f"'{shortened(one.name)}'" for one in found)
        return say("{names} are all called '{id}'; give each edition an id of its own", names=names, id=shortened(id))
    nothing = say(
        "no file beside this one, of the first {most} that end in {endings}, is called '{id}'",
        most=MOST_FILES,
        endings=", ".join(_ENDINGS),
        id=shortened(id),
    )
    return and_lost(nothing, lost)


def and_lost(nothing: Sentence, lost: Sequence[FilePath]) -> Sentence:
    """Return that nothing was found, with the files that could not be looked into."""
    if not lost:
        return nothing
    names = ", ".join(f"'{shortened(one.name)}'" for one in lost)
    return say("{nothing}; {names} cannot be read", nothing=nothing, names=names)
