"""`check`: everything that is wrong with criteria sets, assessments and case files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import click

from .._documents import beside, with_places
from .._model import CriteriaSet
from .._sentences import say, say_counted
from ..criteria._cases import made_cases
from ..criteria._places import Document as Read
from ..criteria._sets import check_document
from ..errors import DocumentError, Problem
from ..plugins import Document
from ..registry import Registry
from ..types import Language
from ._options import Words, common, find, known
from ._page import Page, write
from ._streams import complain
from ._telling import problem_facts


@click.command()
@click.argument("targets", metavar="SET_OR_FILE...", nargs=-1, required=True)
@common
@click.pass_obj
def check(registry: Registry | None, targets: Sequence[str], format: str, language: Language) -> int:
    """Report everything that is wrong with criteria sets, by id or as files, assessments and case files."""
    found = known(registry)
    documents = {target: find(found, target) for target in targets}
    problems = {target: _problems(found, document) for target, document in documents.items()}
    if format == "text":
        for problem in (each for target in problems.values() for each in target):
            complain(problem.in_language(language))
    write(Page([_summary(*each) for each in problems.items()], _facts(problems, language)), format)
    return int(any(problem.severity == "error" for found in problems.values() for problem in found))


def _problems(registry: Registry, document: Document | CriteriaSet) -> Sequence[Problem]:
    if isinstance(document, CriteriaSet):
        return ()
    try:
        read = with_places(document)
        tree = read.root
        kind = next((kind for kind in _CHECKS if isinstance(tree, Mapping) and kind in tree), "criteria")
        return _CHECKS[kind](registry, read, document)
    except DocumentError as error:
        return error.problems


def _assessment_problems(registry: Registry, read: Read, _: Document) -> Sequence[Problem]:
    registry.assessment(read)
    return ()


def _case_problems(_: Registry, read: Read, __: Document) -> Sequence[Problem]:
    made_cases(read)
    return ()


#: By the key that shows what a document is; whatever has none of them is held to be a criteria set.
_CHECKS: Final[Mapping[str, Callable[[Registry, Read, Document], Sequence[Problem]]]] = {
    "criteria": lambda registry, read, document: check_document(read, registry.kinds, beside(document, registry.base)),
    "cases": _case_problems,
    "answers": _assessment_problems,
}


def _facts(problems: Mapping[str, Sequence[Problem]], language: Language) -> list[dict[str, Any]]:
    return [
        {"target": target, "problems": [problem_facts(each, language) for each in found]}
        for target, found in problems.items()
    ]


def _summary(target: str, problems: Sequence[Problem]) -> Words:
    errors = sum(problem.severity == "error" for problem in problems)
    return say(
        "{target}: {errors}, {warnings}",
        target=target,
        errors=_errors(errors),
        warnings=_warnings(len(problems) - errors),
    )


def _errors(count: int) -> str:
    return say_counted("{count} problem", "{count} problems", count) if count else say("no problems")


def _warnings(count: int) -> str:
    return say_counted("{count} warning", "{count} warnings", count) if count else say("no warnings")
