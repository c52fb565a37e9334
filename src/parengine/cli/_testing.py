"""`test`: worked cases held against their sets, without pytest."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from attrs import evolve, frozen
from rich.console import Console
from rich.progress import track

from .._documents import name_of
from .._model import CriteriaSet
from .._numbers import exact
from .._sentences import Sentence, figure, in_language, say, say_counted
from ..criteria import Case, CaseFile
from ..errors import NumberError, ParengineError, Problem, RegistryError
from ..plugins import Document
from ..registry import Registry
from ..testing._reach.found import Coverage, coverage
from ..testing._worked.expected import Difference
from ..testing._worked.files import Read, case_files_below, is_case_file, is_of_set, read_cases, run_case, top_keys
from ..testing._worked.shelf import Shelf
from ..testing._worked.telling import cases_words, files_words, updated_words
from ..testing._worked.updating import update as updated_in
from ..types import Language
from ._coverage import coverage_blocks, coverage_facts, reaches
from ._laws import laws_blocks, laws_facts, tried_laws
from ._options import common, files, find, find_set, known
from ._page import Block, Notice, Page, write
from ._telling import problem_facts, problems_of

if TYPE_CHECKING:
    from ..testing import Report

_FILE: Final = click.Path(path_type=Path)


def _percent(_context: click.Context, parameter: click.Parameter, given: str | None) -> Fraction | None:
    """Return what was given as a percentage, from 0 to 100."""
    try:
        read = None if given is None else exact(given.removesuffix("%").strip())
    except NumberError as error:
        raise click.BadParameter(error.sentence, param=parameter) from None
    if read is not None and not 0 <= read <= 100:  # noqa: PLR2004  per cent
        raise click.BadParameter(say("a percentage is from 0 to 100"), param=parameter)
    return read


@click.command("test")
@click.argument("targets", metavar="[FILE|FOLDER|SET]...", nargs=-1)
@click.option("--set", "sets", metavar="FILE", type=_FILE, multiple=True, callback=files, help="A set not installed.")
@click.option("--update", is_flag=True, help="Write what comes out into the case files, for review.")
@click.option("--cover", is_flag=True, help="Show which paths of the sets the cases reach.")
@click.option("--laws", is_flag=True, help="Look for answers by which the sets break a law: some seconds each.")
@click.option("--fail-under", metavar="PERCENT", callback=_percent, help="Fail where the cases reach less than that.")
@common
@click.pass_obj
def test(  # noqa: PLR0913  as many as it has options
    registry: Registry | None,
    *,
    targets: Sequence[str],
    sets: Sequence[Path],
    update: bool,
    cover: bool,
    laws: bool,
    fail_under: Fraction | None,
    format: str,
    language: Language,
) -> int:
    """
    Run worked cases: files, folders that hold them, or those of an installed set; all below here if none is named.

    Exit code 1 where a case does not come out, a file does not load, less is reached than --fail-under asks for, or a
    law is broken. With --laws a set may also be named that has no case.
    """
    found = known(registry)
    shelf = Shelf(found, sets)
    sources = _sources(found, targets, needed=not laws)
    tried = [_tried(source, shelf, update=update) for source in _with_progress(sources)]
    named = _sets(found, targets, sets, tried, shelf) if laws else []
    reached = _reached(tried, shelf, named) if cover or fail_under is not None else []
    held = tried_laws(named)
    shown = Shown(tried, reached, fail_under, held)
    write(Page(list(_blocks(shown, language)), _facts(shown, language)), format)
    return int(not shown.passed)


# ---- what is run


def _with_progress(sources: Sequence[Document]) -> Iterator[Document]:
    """Yield documents; several move a bar on a terminal's standard error, never in the output."""
    hidden = len(sources) == 1 or not sys.stderr.isatty()
    yield from track(sources, "…", console=Console(stderr=True), disable=hidden, transient=True)


def _sources(registry: Registry, targets: Sequence[str], *, needed: bool = True) -> list[Document]:
    """Return the documents that targets name, each once; where one is needed, a target without is a wrong use."""
    found: dict[object, Document] = {}
    for target in targets or (".",):
        here = list(_of_target(registry, target))
        if needed and not here:
            raise click.UsageError(
                say("there is no case file in '{target}'; the name of one ends in '.case.yaml'", target=target)
            )
        found.update((Path(str(each)).absolute() if isinstance(each, str | Path) else id(each), each) for each in here)
    return list(found.values())


def _of_target(registry: Registry, target: str) -> Iterable[Document]:
    find(registry, target)  # that it names nothing is told here
    if target in registry.editions:
        return [document for document in registry.cases_of(target) if is_of_set(document, target)]
    path = Path(target)
    if path.is_dir():
        return case_files_below(path)
    _refuse_set(path)
    return [path]


def _refuse_set(path: Path) -> None:
    """Refuse a criteria set in the place of its cases; what is called as case files are is told by its reader."""
    if not is_case_file(path.name) and top_keys(path) & {"criteria", "extends"}:
        raise click.UsageError(
            say("'{path}' is a criteria set, not a file of cases; name it behind --set", path=str(path))
        )


@frozen
class Tried:
    """A case with how it differs, and whether it was written anew."""

    case: Case
    differences: tuple[Difference, ...] = ()
    updated: bool = False


@frozen
class TriedFile:
    """What a case file came to: its cases, and the problems for which they could not be run or written."""

    name: str
    read: Read | None = None
    cases: tuple[Tried, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def failed(self) -> int:
        """Return how many cases do not come out."""
        return sum(bool(each.differences) for each in self.cases)

    @property
    def updated(self) -> int:
        """Return how many cases were written anew."""
        return sum(each.updated for each in self.cases)

    @property
    def passed(self) -> bool:
        """Return whether all is well."""
        return not self.failed and not self.problems


def _tried(source: Document, shelf: Shelf, *, update: bool) -> TriedFile:
    name = name_of(source)
    try:
        content = Path(source).read_bytes() if update and isinstance(source, str | Path) else None
        run = _run(source, shelf)
    except (OSError, ParengineError) as error:
        return TriedFile(name, problems=_problems(name, error))
    return _updated(run, source, shelf, content) if update and run.failed else run


def _run(source: Document, shelf: Shelf) -> TriedFile:
    read = read_cases(source)
    criteria_set, year = shelf.set_of(read.file), read.file.year
    cases = tuple(Tried(case, run_case(case, criteria_set, year)) for case in read.file.cases)
    return TriedFile(name_of(source), read, cases)


def _updated(run: TriedFile, source: Document, shelf: Shelf, content: bytes | None) -> TriedFile:
    """Return what a file comes to after its cases were written anew."""
    if not isinstance(source, str | Path):
        return evolve(run, problems=_problems(run.name, RegistryError(say("this is no file; nothing was updated"))))
    try:
        done = updated_in(Path(source), [each.case.id for each in run.cases if each.differences], shelf, content)
        again = _run(source, shelf)
    except ParengineError as error:
        return evolve(run, problems=_problems(run.name, error))
    return evolve(again, cases=tuple(evolve(each, updated=each.case.id in done.updated) for each in again.cases))


def _problems(name: str, error: Exception) -> tuple[Problem, ...]:
    if isinstance(error, ParengineError):
        return problems_of(error, Path(name))
    return (
        Problem(name, 1, 1, "$", say("the file cannot be read: {why}", why=getattr(error, "strerror", str(error)))),
    )


# ---- what is reached, and what holds


def _sets(
    registry: Registry, targets: Sequence[str], named: Sequence[Path], tried: Iterable[TriedFile], shelf: Shelf
) -> list[CriteriaSet]:
    """Return the sets that were named, and those of the cases, each once; that there is none is a wrong use."""
    own = [registry.get(target) for target in targets if target in registry.editions]
    given = [find_set(registry, str(path)) for path in named]
    of_cases = [shelf.set_of(each.read.file) for each in tried if each.read is not None]
    found = {each.digest: each for each in (*own, *given, *of_cases)}
    if not found:
        raise click.UsageError(say("there is no set to try; name one, or case files of it"))
    return list(found.values())


def _reached(tried: Iterable[TriedFile], shelf: Shelf, named: Iterable[CriteriaSet]) -> list[Coverage]:
    """Return the coverage of each set that has cases or was named, sorted by its id."""
    files: dict[CriteriaSet, list[CaseFile]] = {each: [] for each in named}
    for read in (each.read for each in tried):
        if read is not None:
            files.setdefault(shelf.set_of(read.file), []).append(read.file)
    return [coverage(one, of_it) for one, of_it in sorted(files.items(), key=lambda pair: pair[0].id)]


def _enough(reached: Iterable[Coverage], fail_under: Fraction | None) -> bool:
    return fail_under is None or all(reaches(each, fail_under) for each in reached)


# ---- what is shown


@frozen
class Shown:
    """All that a run came to."""

    tried: Sequence[TriedFile]
    reached: Sequence[Coverage]
    fail_under: Fraction | None
    held: Sequence[Report]

    @property
    def passed(self) -> bool:
        """Return whether all is well."""
        right, hold = all(each.passed for each in self.tried), all(each.passed for each in self.held)
        return right and hold and _enough(self.reached, self.fail_under)


def _blocks(shown: Shown, language: Language) -> Iterator[Block]:
    for each in shown.tried:
        yield _file_line(each)
        yield from (problem.in_language(language) for problem in each.problems)
        yield from _failures(each, language)
    for found in shown.reached:
        yield from coverage_blocks(found)
    yield from laws_blocks(shown.held, language)
    yield from _last_lines(shown.tried, shown.reached, shown.fail_under)


def _failures(tried: TriedFile, language: Language) -> Iterator[str]:
    for each in tried.cases:
        if each.differences and tried.read:
            yield from tried.read.told(each.case, each.differences, language)


def _file_line(tried: TriedFile) -> Sentence:
    if tried.read is None:
        return say("{file}: not run", file=tried.name)
    return say("{file}: {cases}", file=tried.name, cases=_counts(tried.cases))


def _counts(cases: Sequence[Tried]) -> list[str]:
    failed, updated = sum(bool(each.differences) for each in cases), sum(each.updated for each in cases)
    told: list[str] = [cases_words(len(cases))]
    told += [say_counted("{count} fails", "{count} fail", failed)] if failed else []
    told += [say_counted("{count} updated", "{count} updated", updated)] if updated else []
    return told if failed or not cases else [*told, say("all come out")]


def _last_lines(
    tried: Sequence[TriedFile], reached: Sequence[Coverage], fail_under: Fraction | None
) -> Iterator[Block]:
    for each in reached:
        if not _enough([each], fail_under):
            assert fail_under is not None
            yield Notice(_too_little(each, fail_under))
    updated = [each.updated for each in tried if each.updated]
    if updated:
        yield Notice(updated_words(sum(updated), len(updated)))
    if not tried:  # a set of which only the laws were tried
        return
    cases = [each for file in tried for each in file.cases]
    unread = sum(each.read is None for each in tried)
    not_run = [say_counted("{count} file not run", "{count} files not run", unread)] if unread else []
    yield say("{files}: {cases}", files=files_words(len(tried)), cases=[*_counts(cases), *not_run])


def _too_little(reached: Coverage, fail_under: Fraction) -> Sentence:
    return say(
        "the cases of '{set}' reach fewer of its paths than {percent} %", set=reached.set, percent=figure(fail_under)
    )


def _facts(shown: Shown, language: Language) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "passed": shown.passed,
        "cases": sum(len(each.cases) for each in shown.tried),
        "failed": sum(each.failed for each in shown.tried),
        "updated": sum(each.updated for each in shown.tried),
        "files": [_file_facts(each, language) for each in shown.tried],
    }
    if shown.reached:
        facts["coverage"] = [coverage_facts(each, language) for each in shown.reached]
    if shown.held:
        facts["laws"] = laws_facts(shown.held, language)
    return facts


def _file_facts(tried: TriedFile, language: Language) -> dict[str, Any]:
    return {
        "file": tried.name,
        "set": tried.read.file.set if tried.read else None,
        "problems": [problem_facts(each, language) for each in tried.problems],
        "cases": [_case_facts(tried.read, each, language) for each in tried.cases if tried.read],
    }


def _case_facts(read: Read, tried: Tried, language: Language) -> dict[str, Any]:
    return {
        "id": tried.case.id,
        "line": read.place(tried.case).line,
        "passed": not tried.differences,
        "updated": tried.updated,
        "differences": [_difference_facts(read, tried.case, each, language) for each in tried.differences],
    }


def _difference_facts(read: Read, case: Case, found: Difference, language: Language) -> dict[str, Any]:
    place = read.place(case, found)
    sentence = in_language(found.sentence, language)
    return {"line": place.line, "column": place.column, "path": list(found.path), "sentence": sentence}
