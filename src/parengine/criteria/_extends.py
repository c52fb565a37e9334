"""
Extending editions: what an edition takes from its base is put in its place before anything is read.

An edition with the key `extends` names its base and says which nodes it replaces, removes and adds. Here
the two become one plain document: the form that is read, scored and digested. Every part of it knows
where it was written, so that a problem is reported in the file it is in. The expanded form has no key
`extends`, so an edition and the same edition written out in full have one digest.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from attrs import frozen

from .._sentences import Sentence, grouped, say
from ..errors import DocumentError, ParengineError, Problem
from ._extends_nodes import Edits, Piece, nodes_written
from ._extends_shapes import MERGED, OWN
from ._formats import check_format
from ._loading import ROOTS, node_documents
from ._places import Document, Origin, Path, shortened, steps
from ._schema import Fault, faults
from ._set_shapes import MAX_DEPTH, MAX_NODES
from ._source import read_file, read_mapping, read_text
from ._tree import MAX_VALUES

#: What finds the document of an edition by its id: a path, text with a line break, or what a reader would give.
Bases: TypeAlias = Callable[[str], "Document | str | os.PathLike[str] | Mapping[str, Any]"]
#: So many editions may extend one another in a row.
MAX_CHAIN: Final = 16
#: What a base does not give: what its edition says of itself alone.
_UNGIVEN: Final = frozenset({*OWN, "supersedes", "decision", "note", "extends"})
_EDITION: Final[Path] = ("extends", "edition")


@frozen
class Expansion:
    """A document with its base's parts in place, and what is wrong with the way it extends it."""

    document: Document
    problems: tuple[Problem, ...] = ()


def expanded(document: Document, bases: Bases | None) -> Expansion:
    """
    Return a document in its expanded form; one that extends nothing is that form itself.

    Raises `DocumentError` where there is nothing to expand: no base, a circle, or far too large.
    """
    return _expanded(document, bases, ())


def _expanded(document: Document, bases: Bases | None, before: tuple[str, ...]) -> Expansion:
    check_format(document)
    if not isinstance(document.root, dict) or "extends" not in document.root:
        return Expansion(document)
    wrong = [document.problem(each.path, each.sentence, at_key=each.about_key) for each in _faults(document.root)]
    base = _base(document, bases, before, wrong)
    made, problems = _grown(document, base.document)
    _check_size(made)
    found = dict.fromkeys([*wrong, *base.problems, *_strange(document, base.document), *problems])
    return Expansion(made, tuple(found))


def _faults(root: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with an edition as it is written; the nodes below those that it writes are read later."""
    yield from faults("set", root)
    for path, node in nodes_written(root["extends"]):
        yield from faults("node", node, path)


def _base(document: Document, bases: Bases | None, before: tuple[str, ...], wrong: list[Problem]) -> Expansion:
    """Return the base in its expanded form; raises `DocumentError`."""
    extends = document.root["extends"]
    asked = extends.get("edition") if isinstance(extends, dict) else None
    if not isinstance(asked, str):
        raise DocumentError(sorted(set(wrong)))
    chain = (*before, str(document.root.get("id")))
    refused = _refusal(chain, asked)
    if refused:
        raise DocumentError([*wrong, document.problem(_EDITION, refused)])
    try:
        return _expanded(_found(bases, asked), bases, chain)
    except DocumentError as error:
        raise DocumentError(sorted({*wrong, *error.problems})) from None
    except (ParengineError, LookupError) as error:
        raise DocumentError(sorted([*wrong, document.problem(_EDITION, _unfound(asked, error))])) from None


def _refusal(chain: tuple[str, ...], id: str) -> Sentence | None:
    if id in chain:
        circle = " → ".join(f"'{shortened(each)}'" for each in (*chain[chain.index(id) :], id))
        return say("an edition cannot extend itself: {circle}", circle=circle)
    if len(chain) >= MAX_CHAIN:
        return say("more than {most} editions extend one another", most=MAX_CHAIN)
    return None


def _found(bases: Bases | None, id: str) -> Document:
    if bases is None:
        raise LookupError
    found = bases(id)
    if isinstance(found, Document):
        return found
    if isinstance(found, str) and "\n" in found:
        return read_text(found, name=f"<{id}>")
    return read_mapping(found, name=f"<{id}>") if isinstance(found, Mapping) else read_file(found)


def _unfound(id: str, error: Exception) -> Sentence:
    if isinstance(error, ParengineError):
        return say("the edition '{id}' cannot be extended: {why}", id=shortened(id), why=error.sentence)
    return say(
        "the edition '{id}' is not known; install the plugin that brings it, put its file beside this one, "
        "or pass 'bases'",
        id=shortened(id),
    )


def _strange(document: Document, base: Document) -> Iterator[Problem]:
    """Yield what keeps the base from being one: another id than was asked for, another owner or tier."""
    asked = shortened(document.root["extends"]["edition"])
    if not isinstance(base.root, dict):
        yield document.problem(_EDITION, say("'{id}' is not a criteria set", id=asked))
        return
    own, its = document.root, {key: base.root.get(key) for key in ("id", "owner", "tier")}
    if its["id"] != document.root["extends"]["edition"]:
        found = shortened(str(its["id"]))
        yield document.problem(_EDITION, say("what was found for '{id}' is called '{found}'", id=asked, found=found))
    for key in ("owner", "tier"):
        if its[key] != own.get(key):
            found = shortened(str(its[key]))
            sentence = say("'{id}' has another {key}, '{found}'", id=asked, key=key, found=found)
            yield document.problem(_EDITION, sentence)


def _grown(document: Document, base: Document) -> tuple[Document, list[Problem]]:
    """Return an edition with all it has from its base, and what is wrong with its edits."""
    problems: list[Problem] = []
    asked = document.root["extends"]["edition"]
    aside = say("(in '{base}', which '{edition}' extends)", base=asked, edition=shortened(str(document.root.get("id"))))
    written = _whole(document, Origin(document))
    edits = Edits(lambda path, sentence: problems.append(document.problem(path, sentence)), asked)
    edits.read(written)
    parts = {**_given(_whole(base, Origin(base, (), aside)), document.root), **_said(written)}
    for key in MERGED:
        if isinstance(document.root["extends"].get(key), dict):
            parts[key] = _merged(parts.get(key), written.at("extends", key))
    for key in ROOTS:
        edits.survey(parts[key].value if key in parts else None)
    edits.check()
    for key in ROOTS:
        if key in parts and isinstance(parts[key].value, list):
            parts[key] = edits.grown(parts[key], None, is_field=key == "criteria")
    made = Piece({}, written.place._replace(parts={}), written.origin).holding(_filled(parts))
    return Document(document.name, made.value, made.place, document.lines, asked), problems


def _whole(document: Document, origin: Origin) -> Piece:
    return Piece(document.root, document.places._replace(origin=origin), origin)


def _given(base: Piece, own: Mapping[str, Any]) -> dict[str, Piece]:
    """Return what an edition has from its base."""
    keys = base.value if isinstance(base.value, dict) else ()
    return {key: base.part(key) for key in keys if key not in _UNGIVEN and key not in own}


def _said(written: Piece) -> dict[str, Piece]:
    """Return what an edition says itself."""
    return {key: written.part(key) for key in written.value if key != "extends"}


def _merged(whole: Piece | None, added: Piece) -> Piece:
    """Return a mapping with entries added or replaced by id; one that is none was refused already."""
    if whole is None:
        return added
    return whole.holding({key: added.part(key) for key in added.value}) if isinstance(whole.value, dict) else whole


def _filled(parts: Mapping[str, Piece]) -> dict[str, Piece]:
    """Return the parts without groups of bonus or penalty that were emptied."""
    return {key: part for key, part in parts.items() if key not in ROOTS[1:] or part.value != []}


def _check_size(made: Document) -> None:
    """Raise `DocumentError` where an expanded form is too large to go on with."""
    for count, (path, _, depth) in enumerate(node_documents(made.root), 1):
        if count > MAX_NODES:
            raise DocumentError(
                [made.problem(path, say("the set has more than {most} nodes", most=grouped(MAX_NODES)))]
            )
        if depth > MAX_DEPTH:
            sentence = say("criteria are nested more than {most} levels deep", most=MAX_DEPTH)
            raise DocumentError([made.problem(path, sentence)])
    for count, (path, _) in enumerate(steps(made.root), 1):
        if count > MAX_VALUES:
            sentence = say("the document holds more than {most} values", most=grouped(MAX_VALUES))
            raise DocumentError([made.problem(path, sentence)])
