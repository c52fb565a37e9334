"""Loading criteria sets: document, schema, structure, checks, in this order, every problem collected."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve

from .._model import CriteriaSet, RuleKind
from .._schemas import refusals
from ..errors import DocumentError, ExpressionError, Problem
from ..rules import KINDS
from ..score import prepare
from ._checks import CHECKS
from ._loading import Loading, check_nodes
from ._places import Document
from ._schema import criteria_set_schema
from ._source import read_file, read_mapping, read_text
from ._structure import read_structure


def load(path: str | os.PathLike[str], *, kinds: Mapping[str, type[RuleKind]] = KINDS) -> CriteriaSet:
    """
    Load a criteria set from a YAML or JSON file.

    Raises `DocumentError` with every problem: `file:line:column: $.path: sentence`. What is merely
    doubtful stands in the set's `warnings`.
    """
    return made_set(read_file(path), kinds)


def loads(
    document: str | Mapping[str, Any], *, name: str = "<text>", kinds: Mapping[str, type[RuleKind]] = KINDS
) -> CriteriaSet:
    """Load a criteria set from YAML or JSON text, or from what a program has built; see `load`."""
    return made_set(
        read_text(document, name=name) if isinstance(document, str) else read_mapping(document, name=name), kinds
    )


def check(
    document: str | os.PathLike[str] | Mapping[str, Any],
    *,
    name: str | None = None,
    kinds: Mapping[str, type[RuleKind]] = KINDS,
) -> tuple[Problem, ...]:
    """
    Return every error and warning of a criteria set, in the order of their places; never raises one.

    Text with a line break is the document itself, other text is the path of a file.
    """
    try:
        return check_document(_read(document, name), kinds)
    except DocumentError as error:
        return error.problems


def check_document(document: Document, kinds: Mapping[str, type[RuleKind]]) -> tuple[Problem, ...]:
    """Return every error and warning of a set that was read; see `check`."""
    made, problems = examine(document, kinds)
    return (
        problems if made is None else (*problems, *_published_refusals(document, kinds), *_unscorable(made, document))
    )


def _unscorable(made: CriteriaSet, document: Document) -> Iterator[Problem]:
    """Yield why a set that loads cannot be scored: figures without bound, rules too large."""
    try:
        _ = prepare(made).exact
    except ExpressionError as error:
        yield document.problem((), str(error))


def _published_refusals(document: Document, kinds: Mapping[str, type[RuleKind]]) -> Iterator[Problem]:
    """Yield what the published schema has against a set that loads: loader and schema must agree."""
    for path, message in refusals(criteria_set_schema(kinds), document.root):
        yield document.problem(path, f"the published schema refuses what loads: {message}")


def _read(document: str | os.PathLike[str] | Mapping[str, Any], name: str | None) -> Document:
    if isinstance(document, Mapping):
        return read_mapping(document, name=name or "<mapping>")
    if isinstance(document, str) and "\n" in document:
        return read_text(document, name=name or "<text>")
    return read_file(document)


def made_set(document: Document, kinds: Mapping[str, type[RuleKind]]) -> CriteriaSet:
    """Return the set of a document that was read; see `load`."""
    made, problems = examine(document, kinds)
    if made is None:
        raise DocumentError(problems)
    return made


def examine(document: Document, kinds: Mapping[str, type[RuleKind]]) -> tuple[CriteriaSet | None, tuple[Problem, ...]]:
    """Return the set, None where there is an error, and every problem in the order of their places."""
    loading = Loading(document, "set")
    made = _checked(loading, kinds) if check_nodes(loading) else None
    problems = tuple(loading.problems)
    if made is None or loading.failed:
        return None, problems
    return evolve(made, warnings=tuple(map(str, problems))), problems


def _checked(loading: Loading, kinds: Mapping[str, type[RuleKind]]) -> CriteriaSet:
    structure = read_structure(loading, kinds)
    for each in CHECKS:
        each(structure)
    return structure.set
