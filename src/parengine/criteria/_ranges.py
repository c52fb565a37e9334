"""Checks of classes and ranks: ranges that overlap, leave gaps, or can never be reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from .._model import Class, Classes
from .._numbers import share
from .._sentences import figure, say
from ..score._classes import closed_above
from ._keywords import suggestion
from ._loading import entries
from ._places import Path
from ._structure import Structure
from ._words import words_of


def check_classes(structure: Structure) -> None:
    """Report what is wrong with the table of classes."""
    if structure.set.classes is None:
        return
    listed = structure.loading.tree["classes"].get("list") or []
    for i, document in entries(listed):
        _check_ends(structure, document, ("classes", "list", i))
    classes = structure.set.classes.classes
    _check_ids(structure, classes)
    _check_named(structure)
    _check_quotas(structure)
    if listed and len(listed) == len({each.id for each in classes}):
        _check_ranges(structure, closed_above(classes))


def _check_ends(structure: Structure, document: Mapping[str, Any], path: Path) -> None:
    for one, other in (("at_least", "above"), ("below", "at_most")):
        if one in document and other in document:
            sentence = say("a class has '{one}' or '{other}', not both", one=one, other=other)
            structure.loading.report((*path, other), sentence, at_key=True)


def _check_ids(structure: Structure, classes: tuple[Class, ...]) -> None:
    seen: set[str] = set()
    for i, each in enumerate(classes):
        if each.id in seen:
            structure.loading.report(("classes", "list", i, "id"), say("the class '{id}' is listed twice", id=each.id))
        seen.add(each.id)


def _check_named(structure: Structure) -> None:
    """Report clauses that name a class which is not in the table, and ceilings that hold nothing down."""
    document = structure.loading.tree["classes"]
    known = [each.id for each in _classes(structure).classes]
    for where, name in _names(document):
        if name not in known:
            hint = suggestion(name, known)
            structure.loading.report(where, say("there is no class '{name}'{hint}", name=name, hint=hint))
    for i, written in entries(document.get("highest")):
        if known and written.get("class") == known[0]:
            sentence = say("'{name}' is the best class anyway", name=known[0])
            structure.loading.warn(("classes", "highest", i, "class"), sentence)


def _names(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield the classes that clauses name, each with its place."""
    for key in ("forced", "highest", "quota"):
        for i, written in entries(document.get(key)):
            path: Path = ("classes", key, i)
            if "class" in written:
                yield (*path, "class"), written["class"]
            yield from (((*path, "of", n), name) for n, name in entries(written.get("of")))


def _check_quotas(structure: Structure) -> None:
    """Report quotas of nothing or of more than all, two of one class, and one that is not among its own."""
    seen: set[str] = set()
    for i, written in entries(structure.loading.tree["classes"].get("quota")):
        path, name, of = ("classes", "quota", i), written.get("class", ""), words_of(written.get("of"))
        if "share" in written and not 0 < share(written["share"]) <= 1:
            structure.loading.report((*path, "share"), say("a quota is above 0 % and at most 100 %"))
        if name in seen:
            structure.loading.report((*path, "class"), say("the class '{name}' has two quotas", name=name))
        if of and name and name not in of:
            sentence = say("a quota of '{name}' is a share of units that may have it; list it in 'of'", name=name)
            structure.loading.report((*path, "of"), sentence)
        seen.add(name)


def _classes(structure: Structure) -> Classes:
    assert structure.set.classes is not None
    return structure.set.classes


def _check_ranges(structure: Structure, classes: tuple[Class, ...]) -> None:
    for i, each in enumerate(classes):
        path: Path = ("classes", "list", i)
        if each.low is None and i + 1 < len(classes):
            refused = say("only the last class may go without 'at_least' or 'above', not '{id}'", id=each.id)
            structure.loading.report(path, refused)
        elif _is_empty(each):
            refused = say("no index falls in '{id}'; classes are listed from the best down", id=each.id)
            structure.loading.report(path, refused)
    for i, (better, worse) in enumerate(pairwise(classes), 1):
        _check_border(structure, better, worse, ("classes", "list", i))
    for path, sentence in _open_ends(structure, classes):
        structure.loading.warn(path, sentence)


def _is_empty(each: Class) -> bool:
    if each.low is None or each.high is None:
        return False
    return each.low > each.high or (each.low == each.high and not (each.low_closed and each.high_closed))


def _check_border(structure: Structure, better: Class, worse: Class, path: Path) -> None:
    """Report where one class ends and the better one starts: twice the same index, or none between."""
    if better.low is None or worse.high is None:
        return
    if worse.high > better.low or (worse.high == better.low and worse.high_closed and better.low_closed):
        shared = {"worse": worse.id, "better": better.id, "index": figure(better.low)}
        structure.loading.report(path, say("'{worse}' and '{better}' overlap: both hold {index}", **shared))
    elif worse.high < better.low or not (worse.high_closed or better.low_closed):
        sentence = say(
            "an index between {low} and {high} falls neither in '{worse}' nor in '{better}'",
            low=figure(worse.high),
            high=figure(better.low),
            worse=worse.id,
            better=better.id,
        )
        structure.loading.warn(path, sentence)


def _open_ends(structure: Structure, classes: tuple[Class, ...]) -> Iterator[tuple[Path, str]]:
    best, last = classes[0], classes[-1]
    if last.low is not None and (last.low > 0 or (last.low == 0 and not last.low_closed)):
        low, place = figure(last.low), ("classes", "list", len(classes) - 1)
        at_zero = last.low == 0
        yield (
            place,
            say("an index of {low} has no class", low=low)
            if at_zero
            else say("an index below {low} has no class", low=low),
        )
    maximum = structure.set.maximum
    if best.high is not None and (best.high < maximum or (best.high == maximum and not best.high_closed)):
        yield ("classes", "list", 0), say("an index above {high} has no class", high=figure(best.high))


def check_ranking(structure: Structure) -> None:
    """Report blocks that are no unit attributes, and ties by codes that are not there."""
    ranking = structure.set.ranking
    if ranking is None:
        return
    for key, names, known, what in (
        ("blocks", ranking.blocks, list(structure.set.unit_attributes), say("unit attribute")),
        ("ties", ranking.ties, list(structure.found.places), say("code")),
    ):
        for i, name in enumerate(names):
            if name not in known:
                hint = suggestion(name, known)
                sentence = say("there is no {what} '{name}'{hint}", what=what, name=name, hint=hint)
                structure.loading.report(("ranking", key, i), sentence)
