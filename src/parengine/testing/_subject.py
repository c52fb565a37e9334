"""What laws are tried on: a criteria set, and the worked cases that belong to it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path

from attrs import field, frozen

from .._documents import beside, read_set
from .._model import CriteriaSet
from .._sentences import say
from ..errors import RegistryError
from ..registry import Registry, discover
from ._laws.breach import Breach
from ._laws.law import Law
from ._worked.files import Read, case_files_beside, cases_of, run_case


@frozen(eq=False, slots=False)
class Subject:
    """A set with its case files; without any there is nothing to hold against what a jurist wrote."""

    criteria_set: CriteriaSet
    cases: tuple[Read, ...] = field(default=(), repr=False)

    @cached_property
    def law_of_cases(self) -> Law:
        """Return the law that every worked case comes out."""
        sentence = say("what people worked out by hand is what comes out: every worked case of the set")
        return Law("worked_cases_come_out", sentence, lambda _: iter(self._first_wrong), fixed=True)

    @cached_property
    def _first_wrong(self) -> tuple[Breach, ...]:
        """Return what the first case says that does not come out; cases do not depend on a trial."""
        return tuple(islice(self._wrong(), 1))

    def _wrong(self) -> Iterator[Breach]:
        for read in self.cases:
            for case in read.file.cases:
                for found in run_case(case, self.criteria_set, read.file.year):
                    place = read.place(case, found)
                    where = say("{file}:{line}: case '{id}'", file=read.file.name, line=place.line, id=case.id)
                    node = found.path[2] if found.path[:2] == ("expect", "nodes") else None
                    yield Breach(str(node) if node else None, where, found.sentence, "rule" if node else "cases")


def subject_of(of: str | os.PathLike[str] | CriteriaSet, registry: Registry | None = None) -> Subject:
    """
    Return what laws are tried on: an installed set by its id, a file, or a loaded set.

    The cases are those that its plugin brings; for a file those of its set that stand in the file's own folder, or in
    the folder `cases` there and below it. Raises `DocumentError` where the set or one of its case files does not load,
    `RegistryError` where nothing is called so, and for what is neither text nor a path nor a set.
    """
    if isinstance(of, CriteriaSet):
        return Subject(of)
    known = registry or discover()
    if isinstance(of, str) and of in known.editions:
        return Subject(known.get(of), cases_of(of, known.cases_of(of)))
    path = _file(of)
    made = read_set(path, known.kinds, beside(path, known.base))
    return Subject(made, cases_of(made.id, case_files_beside(path)))


def _file(of: object) -> Path:
    if not isinstance(of, str | os.PathLike):
        type_ = type(of).__name__
        raise RegistryError(
            say("a {type} is not a criteria set; give the id of an installed one, its file or a loaded one", type=type_)
        )
    if os.path.isdir(of):  # noqa: PTH112  a path asks too much of a name that is too long
        raise RegistryError(say("'{path}' is a folder; name the file of a criteria set", path=str(of)))
    if not os.path.isfile(of):  # noqa: PTH113
        raise RegistryError(say("'{text}' is neither the id of an installed set nor a file", text=str(of)))
    return Path(of)
