"""Checks of classes and ranks: ranges that overlap, leave gaps, or can never be reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from .._model import Class
from .._numbers import exact_text
from ..score._classes import closed_above
from ._keywords import suggestion
from ._loading import entries
from ._places import Path
from ._structure import Structure


def check_classes(structure: Structure) -> None:
    """Report what is wrong with the table of classes."""
    if structure.set.classes is None:
        return
    listed = structure.loading.tree["classes"].get("list") or []
    for i, document in entries(listed):
        _check_ends(structure, document, ("classes", "list", i))
    classes = structure.set.classes.classes
    _check_ids(structure, classes)
    if listed and len(listed) == len({each.id for each in classes}):
        _check_ranges(structure, closed_above(classes))


def _check_ends(structure: Structure, document: Mapping[str, Any], path: Path) -> None:
    for one, other in (("at_least", "above"), ("below", "at_most")):
        if one in document and other in document:
            structure.loading.report((*path, other), f"a class has '{one}' or '{other}', not both", at_key=True)


def _check_ids(structure: Structure, classes: tuple[Class, ...]) -> None:
    seen: set[str] = set()
    for i, each in enumerate(classes):
        if each.id in seen:
            structure.loading.report(("classes", "list", i, "id"), f"the class '{each.id}' is listed twice")
        seen.add(each.id)


def _check_ranges(structure: Structure, classes: tuple[Class, ...]) -> None:
    for i, each in enumerate(classes):
        path: Path = ("classes", "list", i)
        if each.low is None and i + 1 < len(classes):
            structure.loading.report(path, f"only the last class may go without 'at_least' or 'above', not '{each.id}'")
        elif _is_empty(each):
            structure.loading.report(path, f"no index falls in '{each.id}'; classes are listed from the best down")
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
        structure.loading.report(path, f"'{worse.id}' and '{better.id}' overlap: both hold {exact_text(better.low)}")
    elif worse.high < better.low or not (worse.high_closed or better.low_closed):
        between = f"{exact_text(worse.high)} and {exact_text(better.low)}"
        structure.loading.warn(path, f"an index between {between} falls neither in '{worse.id}' nor in '{better.id}'")


def _open_ends(structure: Structure, classes: tuple[Class, ...]) -> Iterator[tuple[Path, str]]:
    best, last = classes[0], classes[-1]
    if last.low is not None and (last.low > 0 or (last.low == 0 and not last.low_closed)):
        below = "of" if last.low == 0 else "below"
        yield ("classes", "list", len(classes) - 1), f"an index {below} {exact_text(last.low)} has no class"
    maximum = structure.set.maximum
    if best.high is not None and (best.high < maximum or (best.high == maximum and not best.high_closed)):
        yield ("classes", "list", 0), f"an index above {exact_text(best.high)} has no class"


def check_ranking(structure: Structure) -> None:
    """Report blocks that are no unit attributes, and ties by codes that are not there."""
    ranking = structure.set.ranking
    if ranking is None:
        return
    for key, names, known, what in (
        ("blocks", ranking.blocks, list(structure.set.unit_attributes), "unit attribute"),
        ("ties", ranking.ties, list(structure.found.places), "code"),
    ):
        for i, name in enumerate(names):
            if name not in known:
                structure.loading.report(("ranking", key, i), f"there is no {what} '{name}'{suggestion(name, known)}")
