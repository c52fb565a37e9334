"""Loading criteria sets: document, schema, structure, checks, in this order, every problem collected."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, Final

from attrs import evolve, frozen

from .._model import CriteriaSet, RuleKind
from .._schemas import refusals
from .._sentences import say
from ..errors import DocumentError, ExpressionError, Problem
from ..expr import Expr
from ..expr._nodes import walk
from ..rules import KINDS
from ..score import prepare
from ._checks import CHECKS
from ._extends import Bases, expanded
from ._loading import Loading, check_nodes
from ._neighbours import neighbours
from ._places import Document
from ._possible import impossible
from ._schema import criteria_set_schema
from ._source import read_file, read_mapping, read_text
from ._structure import read_structure


def load(
    path: str | os.PathLike[str], *, kinds: Mapping[str, type[RuleKind]] = KINDS, bases: Bases | None = None
) -> CriteriaSet:
    """
    Load a criteria set from a YAML or JSON file.

    `bases` finds, by its id, the document of an edition that this one extends: a path, text, or what a reader
    of YAML or JSON would give. Without it, the edition is looked for beside the file.
    Raises `DocumentError` with every problem: `file:line:column: $.path: sentence`. What is merely
    doubtful stands in the set's `warnings`.
    """
    return made_set(read_file(path), kinds, bases or neighbours(path))


def loads(
    document: str | Mapping[str, Any],
    *,
    name: str = "<text>",
    kinds: Mapping[str, type[RuleKind]] = KINDS,
    bases: Bases | None = None,
) -> CriteriaSet:
    """Load a criteria set from YAML or JSON text, or from what a program has built; see `load`."""
    read = read_text(document, name=name) if isinstance(document, str) else read_mapping(document, name=name)
    return made_set(read, kinds, bases)


def check(
    document: str | os.PathLike[str] | Mapping[str, Any],
    *,
    name: str | None = None,
    kinds: Mapping[str, type[RuleKind]] = KINDS,
    bases: Bases | None = None,
) -> tuple[Problem, ...]:
    """
    Return every error and warning of a criteria set, in the order of their places; never raises one.

    Text with a line break is the document itself, other text is the path of a file; `bases` as in `load`.
    """
    is_text = isinstance(document, str) and "\n" in document
    beside = None if is_text or isinstance(document, Mapping) else neighbours(document)
    try:
        return check_document(_read(document, name), kinds, bases or beside)
    except DocumentError as error:
        return error.problems


def check_document(
    document: Document, kinds: Mapping[str, type[RuleKind]], bases: Bases | None = None
) -> tuple[Problem, ...]:
    """Return every error and warning of a set that was read; see `check`."""
    examined = _examined(document, kinds, bases)
    made, whole = examined.made, examined.document
    if made is None:
        return examined.problems
    found = (_published_refusals(document, made, kinds), _unscorable(made, whole), impossible(made, whole))
    return (*examined.problems, *chain(*found))


def _unscorable(made: CriteriaSet, document: Document) -> Iterator[Problem]:
    """Yield why a set that loads cannot be scored: figures without bound, rules too large."""
    try:
        prepared = prepare(made)
        if any(map(_is_large, prepared.programme.by_name.values())):
            _ = prepared.exact
    except ExpressionError as error:
        yield document.problem((), error.sentence)


def _is_large(expression: Expr) -> bool:
    """Return whether an expression, its shared parts written out, is larger than anybody writes a rule."""
    sizes: dict[Expr, int] = {}
    for node in walk(expression):
        sizes[node] = 1 + sum(sizes[part] for part in node.children())
    return sizes[expression] > _LARGE


#: Compiling takes long; what has fewer nodes never comes near the limits of the compiler.
_LARGE: Final = 2_000


def _published_refusals(
    document: Document, made: CriteriaSet, kinds: Mapping[str, type[RuleKind]]
) -> Iterator[Problem]:
    """Yield what the published schema has against a set that loads, as it is written and in its expanded form."""
    for tree in (document.root, made.document) if made.key.extends else (document.root,):
        for path, message in refusals(criteria_set_schema(kinds), tree):
            yield document.problem(path, say("the published schema refuses what loads: {why}", why=message))


def _read(document: str | os.PathLike[str] | Mapping[str, Any], name: str | None) -> Document:
    if isinstance(document, Mapping):
        return read_mapping(document, name=name or "<mapping>")
    if isinstance(document, str) and "\n" in document:
        return read_text(document, name=name or "<text>")
    return read_file(document)


def made_set(document: Document, kinds: Mapping[str, type[RuleKind]], bases: Bases | None = None) -> CriteriaSet:
    """Return the set of a document that was read; see `load`."""
    examined = _examined(document, kinds, bases)
    if examined.made is None:
        raise DocumentError(examined.problems)
    return examined.made


@frozen
class _Examined:
    """A document in its expanded form, the set that it makes, None where there is an error, and every problem."""

    document: Document
    made: CriteriaSet | None
    problems: tuple[Problem, ...]


def _examined(document: Document, kinds: Mapping[str, type[RuleKind]], bases: Bases | None) -> _Examined:
    """Return what comes of a document, its problems in the order of their places."""
    try:
        expansion = expanded(document, bases)
    except DocumentError as error:
        return _Examined(document, None, error.problems)
    loading = Loading(expansion.document, "set", expansion.problems)
    made = _checked(loading, kinds) if check_nodes(loading) else None
    problems = tuple(loading.problems)
    if made is None or loading.failed:
        return _Examined(expansion.document, None, problems)
    return _Examined(expansion.document, evolve(made, warnings=tuple(map(str, problems))), problems)


def _checked(loading: Loading, kinds: Mapping[str, type[RuleKind]]) -> CriteriaSet:
    structure = read_structure(loading, kinds)
    for each in CHECKS:
        each(structure)
    return structure.set
