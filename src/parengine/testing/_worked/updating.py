"""
Updating: what came out is written into a case file in the place of what was expected, for review.

The text is edited where it stands, and what it becomes is read again and run before it takes the file's place. A
case that cannot be put right by writing other figures is left as it is.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from attrs import evolve, frozen

from ..._model import CriteriaSet, Node
from ..._sentences import Sentence, say
from ...criteria import Case
from ...criteria._cases import made_cases
from ...criteria._places import Path as Place
from ...criteria._places import refusal
from ...criteria._source import _decoded, read_text
from ...errors import DocumentError
from ...score import Scorecard
from ...score._lower import _inputs_of
from .expected import CARD_FIGURES, NODE_FIGURES, Difference, Outcome, compared
from .files import Read, run_case
from .in_place import Edit, Span, edited, inline, lines, spans
from .outcomes import outcome
from .shelf import Shelf

#: Folders that hold what is installed: what is written there is lost with the next release.
_INSTALLED: Final = frozenset({"site-packages", "dist-packages"})


@frozen
class Update:
    """The ids of the cases that were updated, and of those whose differences no other figures could put right."""

    updated: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def update(path: Path, ids: Collection[str], shelf: Shelf, seen: bytes | None = None) -> Update:
    """
    Write what comes out of some cases of a file into it; `seen` is its content when they were run, if that is known.

    Raises `DocumentError` where the file cannot be written, has changed meanwhile, or would not come out.
    """
    content = _content(path, seen)
    _refuse_locked(path)
    text = _decoded(content, str(path))
    read = _read(text, path)
    criteria_set = shelf.set_of(read.file)
    places = spans(text)
    changes = {case.id: _edits(case, read, criteria_set, text, places) for case in read.file.cases if case.id in ids}
    made = {id_: edits for id_, edits in changes.items() if edits}
    if made:
        after = edited(text, [edit for edits in made.values() for edit in edits])
        _check(read, after, path, criteria_set, made)
        _replace(path, content, after)
    return Update(tuple(made), tuple(id_ for id_, edits in changes.items() if edits is None))


def _content(path: Path, seen: bytes | None) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise refusal(str(path), say("the file cannot be read: {why}", why=error.strerror)) from None
    if seen is not None and content != seen:
        raise refusal(str(path), say("the file has changed since its cases were run; run them again"))
    return content


def _refuse_locked(path: Path) -> None:
    if _INSTALLED & set(path.resolve().parts):
        raise refusal(str(path), say("the file is part of an installed package; update it where the package is made"))
    if not (os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)):
        raise refusal(str(path), say("the file cannot be written; nothing was updated"))


def _read(text: str, path: Path) -> Read:
    document = read_text(text, name=str(path))
    return Read(made_cases(document), document)


# ---- what is written


def _edits(
    case: Case, read: Read, criteria_set: CriteriaSet, text: str, places: Mapping[Place, Span]
) -> list[Edit] | None:
    """Return the edits that put a case right: none where nothing differs, None where figures cannot do it."""
    came = outcome(case, criteria_set, read.file.year)
    is_json = text.lstrip("\ufeff \t\r\n").startswith("{")
    edits: list[Edit] = []
    for difference in compared(case, came):
        value = _value(difference, case, came, criteria_set)
        place = places.get(read.path(case, difference))
        if value in (None, {}) or place is None:
            return None
        edits += _written(place, value, text, is_json=is_json)
    return edits


def _value(difference: Difference, case: Case, came: Outcome, criteria_set: CriteriaSet) -> Any:
    """Return what is to be written, None where nothing can be."""
    head, *below = difference.path or ("",)
    if head != "expect":
        return None
    if difference.found is not None:
        return difference.found
    return _came(case, came, criteria_set, tuple(below)) if tuple(below) in case.expect.blank or not below else None


def _written(place: Span, value: Any, text: str, *, is_json: bool) -> Iterator[Edit]:
    end = _end_of_line(text, place.end)
    rest = text[place.end : end].strip()
    if place.block and _is_opened(value) and (not rest or rest.startswith("#")):
        ending = "\r\n" if "\r\n" in text else "\n"
        yield Edit(_without_space(text, place.start), place.end, "")
        yield Edit(end, end, "".join(f"{ending}{line}" for line in lines(value, place.key + 2)))
    else:
        yield Edit(place.start, place.end, _joint(text, place) + inline(value, is_json=is_json))


def _is_opened(value: Any) -> bool:
    """Return whether a value takes lines of its own."""
    return isinstance(value, Mapping) and any(isinstance(each, Mapping) for each in value.values())


def _end_of_line(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end - (text[end - 1] == "\r")


def _joint(text: str, place: Span) -> str:
    """Return what stands between a key and a value that was left blank."""
    if place.start < place.end:
        return ""
    before = text[: place.start]
    if not before.rstrip(" ").endswith(":"):
        return ": "
    return "" if before.endswith(" ") else " "


def _without_space(text: str, start: int) -> int:
    return start - (len(text[:start]) - len(text[:start].rstrip(" ")))


# ---- what came out


def _came(case: Case, came: Outcome, criteria_set: CriteriaSet, below: Place) -> Any:
    """Return what came out at a place below `expect`, as a case would say it."""
    if isinstance(came, DocumentError):
        problem = str(came.problems[0].sentence)
        return problem if below == ("problem",) else None if below else {"problem": problem}
    if isinstance(came, Scorecard):
        return _of_card(case, came, criteria_set, below)
    found = {key: value for key, value in came.items() if value is not None}
    if below:
        return found.get(str(below[0]))
    return {key: value for key, value in found.items() if key != "points"} or found


def _of_card(case: Case, card: Scorecard, criteria_set: CriteriaSet, below: Place) -> Any:
    if not below:
        return _whole(card) if card.complete else _reached(case, card, criteria_set)
    key, *rest = below
    if key == "nodes":
        return _of_nodes(case, card, criteria_set, [str(step) for step in rest])
    if key == "channels":
        found = {channel.id: channel.points for channel in card.channels}
        return found.get(str(rest[0])) if rest else found
    return CARD_FIGURES[str(key)](card) if key in CARD_FIGURES else None


def _of_nodes(case: Case, card: Scorecard, criteria_set: CriteriaSet, steps: list[str]) -> Any:
    if not steps:
        return _leaves(case, card, criteria_set)
    code, *names = steps
    if code not in {node.code for node in card.walk()}:
        return None
    node = card.at(code)
    return NODE_FIGURES[names[0]](node) if names else {"points": node.points, "status": str(node.status)}


def _whole(card: Scorecard) -> Mapping[str, Any]:
    keys = ("index", "class", "points")
    found = {key: CARD_FIGURES[key](card) for key in keys}
    if card.class_ and card.class_.status != "classed":
        found["class_status"] = card.class_.status
    return {key: value for key, value in found.items() if value is not None}


def _reached(case: Case, card: Scorecard, criteria_set: CriteriaSet) -> Mapping[str, Any]:
    """Return the leaves that the answers reach; of no answers at all, that the whole is incomplete."""
    leaves = _leaves(case, card, criteria_set)
    return {"nodes": leaves} if leaves else {"points": card.points, "status": "incomplete"}


def _leaves(case: Case, card: Scorecard, criteria_set: CriteriaSet) -> Mapping[str, Any]:
    reached = [leaf.code for leaf in criteria_set.leaves() if _is_reached(leaf, case)]
    nodes = {code: card.at(code) for code in reached}
    return {code: {"points": node.points, "status": str(node.status)} for code, node in nodes.items()}


def _is_reached(leaf: Node, case: Case) -> bool:
    """Return whether a case says anything that a leaf reads."""
    answered = any(name in case.answers for origin, name in _inputs_of(leaf) if origin == "answer")
    return answered or leaf.code in case.decisions or leaf.code in case.evidence


# ---- the file


def _check(before: Read, text: str, path: Path, criteria_set: CriteriaSet, made: Collection[str]) -> None:
    """Refuse a text that does not say what it should: the updated cases come out, and the others stay as they are."""
    try:
        after = _read(text, path).file
    except DocumentError:
        raise refusal(str(path), _unsure()) from None
    by_id = {case.id: evolve(case, line=1) for case in after.cases}
    same = [evolve(case, line=1) == by_id.get(case.id) for case in before.file.cases if case.id not in made]
    right = [not run_case(by_id[id_], criteria_set, after.year) for id_ in made if id_ in by_id]
    if not (all(same) and all(right) and len(by_id) == len(before.file.cases) == len(same) + len(right)):
        raise refusal(str(path), _unsure())


def _unsure() -> Sentence:
    return say("the file is written in a way that cannot be updated; write the figures by hand")


def _replace(path: Path, content: bytes, text: str) -> None:
    """Put a text in the place of a file's content, whole or not at all."""
    target = path.resolve()
    try:
        with _beside(target) as written:
            written.write_bytes(text.encode("utf-8"))
            shutil.copymode(target, written)
            _content(path, content)
            written.replace(target)
    except OSError as error:
        why = str(error.strerror or error)
        raise refusal(str(path), say("the file cannot be written: {why}", why=why)) from None


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give an empty file in the folder of another one; it is gone afterwards, whatever happens."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    written = Path(name)
    try:
        os.close(descriptor)
        yield written
    finally:
        with suppress(OSError):
            written.unlink()
