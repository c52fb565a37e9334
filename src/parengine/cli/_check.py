"""`check`: everything that is wrong with criteria sets, assessments and case files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import click
from attrs import asdict

from .._documents import with_places
from .._model import CriteriaSet
from ..criteria._cases import made_cases
from ..criteria._places import Document as Read
from ..criteria._sets import check_document
from ..errors import DocumentError, Problem
from ..plugins import Document
from ..registry import Registry
from ..types import Language
from ._options import common, find, known
from ._page import Page, write


@click.command()
@click.argument("targets", metavar="SET_OR_FILE...", nargs=-1, required=True)
@common
@click.pass_obj
def check(registry: Registry | None, targets: Sequence[str], format: str, language: Language) -> int:  # noqa: ARG001
    """Report everything that is wrong with criteria sets, by id or as files, assessments and case files."""
    found = known(registry)
    documents = {target: find(found, target) for target in targets}
    problems = {target: _problems(found, document) for target, document in documents.items()}
    for problem in (each for target in problems.values() for each in target):
        click.echo(str(problem), err=True)
    facts = [{"target": target, "problems": [asdict(each) for each in found]} for target, found in problems.items()]
    write(Page([f"{target}: {_summary(found)}" for target, found in problems.items()], facts), format)
    return int(any(problem.severity == "error" for found in problems.values() for problem in found))


def _problems(registry: Registry, document: Document | CriteriaSet) -> Sequence[Problem]:
    if isinstance(document, CriteriaSet):
        return ()
    try:
        read = with_places(document)
        tree = read.root
        kind = next((kind for kind in _CHECKS if isinstance(tree, Mapping) and kind in tree), "criteria")
        return _CHECKS[kind](registry, read)
    except DocumentError as error:
        return error.problems


def _assessment_problems(registry: Registry, read: Read) -> Sequence[Problem]:
    registry.assessment(read)
    return ()


def _case_problems(_: Registry, read: Read) -> Sequence[Problem]:
    made_cases(read)
    return ()


#: By the key that shows what a document is; whatever has none of them is held to be a criteria set.
_CHECKS: Final[Mapping[str, Callable[[Registry, Read], Sequence[Problem]]]] = {
    "criteria": lambda registry, read: check_document(read, registry.kinds),
    "cases": _case_problems,
    "answers": _assessment_problems,
}


def _summary(problems: Sequence[Problem]) -> str:
    errors = sum(problem.severity == "error" for problem in problems)
    return f"{_counted(errors, 'problem')}, {_counted(len(problems) - errors, 'warning')}"


def _counted(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"
