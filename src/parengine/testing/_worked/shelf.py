"""
The shelf: where the set of a case file is found.

Documents that are named come first, then the installed sets, then documents that stand in the case file's folder or
above it. Of a document that is not asked for only the head is read, and nothing that is found is ever executed. A set
that is found twice is told: a case must not be held against one text while its author looks at another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from ..._documents import beside, read_set, with_places
from ..._heads import read_head
from ..._model import CriteriaSet
from ..._sentences import Sentence, say
from ...criteria import CaseFile
from ...criteria._neighbours import and_lost, called, not_one, unread
from ...criteria._places import refusal
from ...criteria._source import read_file
from ...errors import DocumentError, ParengineError, Problem, RegistryError
from ...registry import Registry, discover
from .files import top_keys

#: So many folders above a case file are looked into.
MOST_FOLDERS: Final = 12
#: Where one of these stands, a project begins: above it nothing of the case file's is looked for.
_TOPS: Final = (".git", ".hg")


class Shelf:
    """
    The criteria sets that case files are held against, each read once.

    `documents` are sets that are not installed; `registry` is that of the installed plugins where it is not given.
    Raises `DocumentError` where a document has no head, `RegistryError` where two are of the same set.
    """

    def __init__(self, registry: Registry | None = None, documents: Iterable[Path] = ()) -> None:
        self.registry = registry or discover()
        self._named: dict[str, Path] = {}
        for path in documents:
            self._name(path)
        self._found: dict[tuple[str, Path | None], CriteriaSet | ParengineError] = {}
        self._made: dict[Path, CriteriaSet] = {}

    def _name(self, path: Path) -> None:
        id_ = self._id(path)
        if id_ in self._named and not _same(self._named[id_], path):
            one = str(self._named[id_])
            sentence = say("'{one}' and '{other}' are both '{id}'; name one of them", one=one, other=str(path), id=id_)
            raise RegistryError(sentence)
        self._named[id_] = path

    def _id(self, path: Path) -> str:
        try:
            return read_head(path, self.registry.kinds).key.id
        except DocumentError:
            if "cases" not in top_keys(path):
                raise
            raise refusal(str(path), say("this is a file of cases, not a criteria set")) from None

    def set_of(self, file: CaseFile) -> CriteriaSet:
        """
        Return the set of a case file.

        Raises `DocumentError` where there is none, or more than one, where its document is not right, and where it is
        of another edition or other years than the file says.
        """
        try:
            found = self._of(file.set, _folder(file.name))
        except RegistryError as error:
            raise DocumentError([_problem(file, "set", error.sentence)]) from None
        wrong = list(misfits(file, found))
        if wrong:
            raise DocumentError(wrong)
        return found

    def _of(self, id: str, folder: Path | None) -> CriteriaSet:
        key = id, folder
        if key not in self._found:
            try:
                self._found[key] = self._look(id, folder)
            except ParengineError as error:
                self._found[key] = error
        found = self._found[key]
        if isinstance(found, ParengineError):
            raise found
        return found

    def _look(self, id: str, folder: Path | None) -> CriteriaSet:
        if id in self._named:
            return self._read(self._named[id])
        near = _near(id, folder) if folder else None
        if id not in self.registry.editions:
            return self._read(near) if near else self._strange(id, folder)
        if near and not self._is(id, near):
            origin = str(self.registry.origin(id))
            raise RegistryError(_twice(id, origin, near))
        return self.registry.get(id)

    def _strange(self, id: str, folder: Path | None) -> CriteriaSet:
        """Raise that there is no such set, with what could be done about it."""
        try:
            return self.registry.get(id)
        except RegistryError as error:
            sentence = say(
                "{sentence}; nor does it stand in the folder of the case file or above it", sentence=error.sentence
            )
            raise RegistryError(and_lost(sentence, _unread(folder) if folder else [])) from None

    def _is(self, id: str, path: Path) -> bool:
        """Return whether a document is the one that is installed, or says the same."""
        whole = self.registry.edition(id).whole
        if isinstance(whole, str | Path) and _same(Path(whole), path):
            return True
        try:
            return self._read(path).digest == self.registry.get(id).digest
        except DocumentError:
            return False

    def _read(self, path: Path) -> CriteriaSet:
        if path not in self._made:
            self._made[path] = read_set(path, self.registry.kinds, beside(path, self._base))
        return self._made[path]

    def _base(self, id: str) -> Any:
        """Return the document of an edition that another one extends."""
        return with_places(self._named[id]) if id in self._named else self.registry.base(id)


def _folder(name: str) -> Path | None:
    """Return where a case file stands, None for one that is no file."""
    path = Path(name)
    return path.parent.absolute() if path.is_file() else None


def _near(id: str, folder: Path) -> Path | None:
    """Return the nearest document of a set, in a folder or above it."""
    for place in islice(_upwards(folder), MOST_FOLDERS):
        found = called(place, id)
        if len(found) > 1:
            raise RegistryError(not_one(id, found))
        if found:
            return found[0]
    return None


def _unread(folder: Path) -> list[Path]:
    return [one for place in islice(_upwards(folder), MOST_FOLDERS) for one in unread(place)]


def _upwards(folder: Path) -> Iterator[Path]:
    for place in (folder, *folder.parents):
        yield place
        if any((place / top).exists() for top in _TOPS):
            return


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _twice(id: str, origin: str, path: Path) -> Sentence:
    return say(
        "'{id}' is installed by '{origin}' and stands in '{path}' too, and the two differ; name the one that is meant",
        id=id,
        origin=origin,
        path=str(path),
    )


def misfits(file: CaseFile, found: CriteriaSet) -> Iterator[Problem]:
    """Yield why a file of cases is not one of a set."""
    key = found.key
    if file.set != key.id:
        yield _problem(file, "set", say("these are cases of '{other}', not of '{id}'", other=file.set, id=key.id))
        return
    if file.edition not in (None, key.edition):
        editions = {"other": file.edition, "edition": key.edition, "id": key.id}
        yield _problem(file, "edition", say("'{id}' is edition '{edition}', not '{other}'", **editions))
    if file.year not in key.years:
        years = ", ".join(map(str, key.years))
        sentence = say("'{id}' does not cover {year}; it covers {years}", id=key.id, year=file.year, years=years)
        yield _problem(file, "year", sentence)


def _problem(file: CaseFile, key: str, sentence: str) -> Problem:
    """Return a problem at a key of a file, or of what was read from no file."""
    try:
        return read_file(file.name).problem((key,), sentence)
    except DocumentError:
        return Problem(file.name, 1, 1, f"$.{key}", sentence)
