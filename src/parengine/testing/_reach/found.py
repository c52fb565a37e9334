"""
Coverage: which paths of a criteria set its cases take.

A path is a step, a level or another outcome of a rule; a zero rule, a cap or a clause that holds; a check that
fails; a node that applies although it need not; a class, and whatever decides over it. What the declared domains
rule out is no path: it is listed apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from attrs import frozen

from ..._model import CriteriaSet
from ...criteria import CaseFile
from ...errors import DocumentError
from ...score import prepare
from ...types import Text
from .._loaded import case_files, check_loaded
from .._worked.shelf import misfits
from .impossible import impossible
from .paths import Branch, PathOf, paths_of
from .reached import Tracer
from .words import Teller


@frozen
class Path:
    """
    One path: the code of its node (empty for the whole set), its clause, and in words what leads to it.

    `clause` is the clause's path inside the node, such as `rule`, `zero_rules[0]` or `not_applicable_when`, or
    that of the set, such as `classes.list[0]`. `words` is a sentence of both languages; `reached_by` are the ids of
    the cases that take the path; `label` is the node's.
    """

    code: str
    clause: str
    words: str
    reached_by: tuple[str, ...] = ()
    label: Text | None = None


@frozen
class NodeCoverage:
    """What of one node's paths is reached; its code is empty for the whole set."""

    code: str
    label: Text | None
    paths: tuple[Path, ...]

    @property
    def reached(self) -> tuple[Path, ...]:
        """Return the paths that a case takes."""
        return tuple(path for path in self.paths if path.reached_by)

    @property
    def missed(self) -> tuple[Path, ...]:
        """Return the paths that no case takes."""
        return tuple(path for path in self.paths if not path.reached_by)


@frozen(slots=False)
class Coverage:
    """
    The paths of a set, and which cases take them.

    `impossible` are those that no answers can lead to; they are not counted.
    """

    set: str
    paths: tuple[Path, ...]
    impossible: tuple[Path, ...] = ()

    @cached_property
    def reached(self) -> tuple[Path, ...]:
        """Return the paths that a case takes."""
        return tuple(path for path in self.paths if path.reached_by)

    @cached_property
    def missed(self) -> tuple[Path, ...]:
        """Return the paths that no case takes."""
        return tuple(path for path in self.paths if not path.reached_by)

    @property
    def share(self) -> Fraction:
        """Return the share of the paths that is reached, exactly; 1 where there is nothing to reach."""
        return Fraction(len(self.reached), len(self.paths)) if self.paths else Fraction(1)

    @cached_property
    def nodes(self) -> tuple[NodeCoverage, ...]:
        """Return the paths node by node, in the order of the set."""
        found: dict[str, list[Path]] = {}
        for path in self.paths:
            found.setdefault(path.code, []).append(path)
        return tuple(NodeCoverage(code, paths[0].label, tuple(paths)) for code, paths in found.items())


def coverage(criteria_set: CriteriaSet, files: Iterable[CaseFile] | CaseFile) -> Coverage:
    """
    Return which paths of a set the cases of some files take; cases whose answers are refused take none.

    A file of another set, of another edition or of a year that the set does not cover raises `DocumentError`.
    """
    check_loaded("coverage", criteria_set)
    own = _own(criteria_set, case_files("coverage", files))
    found = tuple(paths_of(criteria_set, prepare(criteria_set).programme))
    names = {branch[0]: None for way in found for branch in way.branches}
    takers = _takers(Tracer(criteria_set, names), own)
    reached = {way: _reached_by(way, takers) for way in found}
    never = impossible(criteria_set, [way for way, by in reached.items() if not by])
    paths = dict(zip(reached, _told(criteria_set, reached), strict=True))
    possible = tuple(path for way, path in paths.items() if way not in never)
    return Coverage(criteria_set.id, possible, tuple(path for way, path in paths.items() if way in never))


def _own(criteria_set: CriteriaSet, files: Sequence[CaseFile]) -> Sequence[CaseFile]:
    """Return the files; raises `DocumentError` where one is not of the set."""
    wrong = [problem for file in files for problem in misfits(file, criteria_set)]
    if wrong:
        raise DocumentError(wrong)
    return files


def _told(criteria_set: CriteriaSet, reached: Mapping[PathOf, tuple[str, ...]]) -> Iterator[Path]:
    """Yield each path in words, with the cases that take it."""
    teller, labels = Teller(criteria_set), {node.code: node.label for node in criteria_set.walk()}
    for way, by in reached.items():
        yield Path(way.code, way.clause, teller.words(way), by, labels.get(way.code))


def _takers(tracer: Tracer, files: Iterable[CaseFile]) -> Mapping[Branch, list[str]]:
    """Return the ids of the cases that take each branch."""
    found: dict[Branch, list[str]] = {}
    for file in files:
        for case in file.cases:
            for branch in tracer.taken(case, file.year):
                found.setdefault(branch, []).append(case.id)
    return found


def _reached_by(way: PathOf, takers: Mapping[Branch, list[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id_ for branch in way.branches for id_ in takers.get(branch, ())))
