"""Case files as they were read: each case and each difference knows its place, and is told there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path as FilePath
from typing import Final, NoReturn

from attrs import field, frozen

from ..._documents import with_places
from ..._model import CriteriaSet
from ..._sentences import in_language, say
from ...criteria import Case, CaseFile
from ...criteria._cases import made_cases
from ...criteria._neighbours import is_file_or_lost
from ...criteria._places import Document, Path, Place, refusal
from ...criteria._source import read_file
from ...criteria._tops import UnusualError, read_top
from ...errors import DocumentError
from ...plugins import Document as Source
from ...types import Language
from .expected import Difference, compared
from .outcomes import outcome

#: What the name of a case file ends with.
ENDINGS: Final = (".case.yaml", ".case.yml", ".case.json")
#: Folders that hold no case files of the one who looks: what tools keep, and what is installed.
_PASSED_OVER: Final = frozenset({"node_modules", "__pycache__", "site-packages"})


@frozen(slots=False)
class Read:
    """A file of cases and the text that it was read from."""

    file: CaseFile
    document: Document = field(repr=False)

    def place(self, case: Case, difference: Difference | None = None) -> Place:
        """Return where a case stands, or where it says what is not so."""
        return self.document.place(self.path(case, difference))

    def path(self, case: Case, difference: Difference | None = None) -> Path:
        """Return the path of a case in its document, or of where it says what is not so."""
        return ("cases", self._order[case.id], *(difference.path if difference else ()))

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {case.id: place for place, case in enumerate(self.file.cases)}

    def told(self, case: Case, found: Iterable[Difference], language: Language = "en") -> Iterator[str]:
        """Yield a case and how it differs, each line with its place: `file:line:column: sentence`."""
        note = say("case '{id}': {note}", id=case.id, note=case.note) if case.note else say("case '{id}'", id=case.id)
        yield self._line(self.place(case), note, language)
        for each in found:
            yield self._line(self.place(case, each), each.sentence, language)

    def _line(self, place: Place, sentence: str, language: Language) -> str:
        return f"{self.file.name}:{place.line}:{place.column}: {in_language(sentence, language)}"


def read_cases(source: Source) -> Read:
    """Read a case file from wherever it stands; raises `DocumentError` with every problem and its place."""
    document = with_places(source)
    return Read(made_cases(document), document)


def run_case(case: Case, criteria_set: CriteriaSet, year: int) -> tuple[Difference, ...]:
    """Return how a case differs from what it expects, each with its place in the case."""
    return compared(case, outcome(case, criteria_set, year))


def cases_of(set_id: str, documents: Iterable[Source]) -> tuple[Read, ...]:
    """
    Return the case files of a set among documents; raises `DocumentError` where one of them is not right.

    Of a file that names another set only its head is read, so that it may be as wrong as it likes. One that cannot be
    read is passed over where it does not name this set.
    """
    own = (read_cases(each) for each in documents if is_of_set(each, set_id))
    return tuple(read for read in own if read.file.set == set_id)


def is_of_set(source: Source, set_id: str) -> bool:
    """Return whether a case file says that it is of a set, or names it in a way that only a full reading can judge."""
    if isinstance(source, Mapping):
        return source.get("set") == set_id
    try:
        content = (FilePath(source) if isinstance(source, str) else source).read_bytes()
    except (OSError, ValueError):
        return False
    try:
        return read_top(content.decode("utf-8"), str(source), {"set"}).get("set") == set_id
    except (UnusualError, DocumentError, StopIteration, ValueError):
        return set_id.encode() in content


def top_keys(path: FilePath) -> frozenset[str]:
    """Return the keys at the top of a document that stands in a file, none of one that cannot be read."""
    try:
        root = read_file(path).root if path.is_file() else None
    except (OSError, DocumentError):
        return frozenset()
    return frozenset(root) if isinstance(root, Mapping) else frozenset()


def is_case_file(name: str) -> bool:
    """Return whether a file is called as case files are."""
    return name.lower().endswith(ENDINGS)


def case_files_beside(path: FilePath) -> Iterator[FilePath]:
    """Yield the case files in the folder of a set's document, then those in its folder `cases` and below that."""
    folder = path.parent
    with _told_with(folder):
        names = sorted(each.name for each in folder.iterdir())
    yield from _case_files_in(folder, names)
    if (folder / "cases").is_dir():
        yield from case_files_below(folder / "cases")


def case_files_below(folder: FilePath) -> Iterator[FilePath]:
    """
    Yield the case files in a folder and below it, sorted; hidden and installed ones are passed over.

    Raises `DocumentError` where a folder cannot be read.
    """
    for place, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(each for each in folders if not _is_passed_over(FilePath(place, each)))
        yield from _case_files_in(FilePath(place), sorted(names))


def _case_files_in(folder: FilePath, names: Iterable[str]) -> Iterator[FilePath]:
    found = (folder / name for name in names if is_case_file(name))
    yield from (path for path in found if is_file_or_lost(path))


@contextmanager
def _told_with(folder: FilePath) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        error.filename = str(folder)
        _refuse(error)


def _refuse(error: OSError) -> NoReturn:
    raise refusal(
        str(FilePath(error.filename)), say("the folder cannot be read: {why}", why=str(error.strerror))
    ) from None


def _is_passed_over(folder: FilePath) -> bool:
    return folder.name.startswith(".") or folder.name in _PASSED_OVER or _is_installed(folder)


def _is_installed(folder: FilePath) -> bool:
    return os.path.exists(folder / "pyvenv.cfg")  # noqa: PTH110  it never raises
