"""Checks of the tree: maxima that add up, and parts that fit the node they stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final, TypeAlias

from .._sentences import figure, say
from ..expr._nodes import TotalFigure, walk
from ._loading import node_documents
from ._places import Path
from ._structure import Structure

#: A key that stands where it means nothing, and why.
Misplaced: TypeAlias = tuple[str, str]

#: What maxima come to, in a sentence over that figure and the maximum that is written.
Reached: TypeAlias = Callable[[str, str], str]

#: The parts that add nothing to a maximum, and what is said of a treatment there that means nothing.
_ADD_NOTHING: Final[Mapping[str | int, Callable[[str], str]]] = {
    "bonus": lambda treatment: say(
        "a bonus adds nothing to a maximum, so '{treatment}' means nothing here", treatment=treatment
    ),
    "penalty": lambda treatment: say(
        "a penalty adds nothing to a maximum, so '{treatment}' means nothing here", treatment=treatment
    ),
}


def _best(reached: str, maximum: str) -> str:
    return say("the best child is worth {reached}, not {maximum}", reached=reached, maximum=maximum)


def _children(reached: str, maximum: str) -> str:
    return say("the children's maxima add up to {reached}, not {maximum}", reached=reached, maximum=maximum)


def _fields(reached: str, maximum: str) -> str:
    return say("the fields' maxima add up to {reached}, not {maximum}", reached=reached, maximum=maximum)


def check_maxima(structure: Structure) -> None:
    """Report maxima that do not add up, of groups and of the whole set."""
    for path, document, _ in node_documents(structure.loading.tree):
        children = document.get("children")
        if isinstance(children, list) and children and "maximum" in document:
            _check_group(structure, path, document)
    _check_root(structure)


def _check_group(structure: Structure, path: Path, document: Mapping[str, Any]) -> None:
    node = structure.found.nodes[path]
    maxima = [child.maximum for child in node.children]
    if not all(maxima) or len(maxima) != len(document["children"]):
        return
    reached = max(maxima) if node.aggregate == "best" else sum(maxima, Fraction(0))
    what = _best if node.aggregate == "best" else _children
    if path[0] in _ADD_NOTHING and reached >= node.maximum:
        return
    _compare(structure, path, reached, node.maximum, what, document.get("maxima_differ"))


def _check_root(structure: Structure) -> None:
    made, tree = structure.set, structure.loading.tree
    maxima = [node.maximum for node in made.nodes]
    if made.maximum and maxima and all(maxima) and len(maxima) == len(tree["criteria"]):
        reached = sum(maxima, Fraction(0))
        _compare(structure, (), reached, made.maximum, _fields, tree.get("maxima_differ"))


def _compare(
    structure: Structure, path: Path, reached: Fraction, maximum: Fraction, said: Reached, reason: str | None
) -> None:
    loading, where = structure.loading, (*path, "maximum")
    sentence = said(figure(reached), figure(maximum))
    if reached == maximum and reason is not None:
        loading.warn((*path, "maxima_differ"), say("the maxima do add up; leave it out"))
    elif reached != maximum and reason is None:
        hinted = say("{sentence}; say why in 'maxima_differ' where the text is printed so", sentence=sentence)
        loading.report(where, hinted)
    elif reached != maximum:
        loading.warn(where, say("{sentence}, as the document says", sentence=sentence))


def check_shapes(structure: Structure) -> None:
    """Report nodes that are neither leaf nor group, or both, and keys that mean nothing on theirs."""
    for path, document, _ in node_documents(structure.loading.tree):
        has_rule, is_group = "rule" in document, "children" in document
        if has_rule and is_group:
            structure.loading.report((*path, "rule"), say("a node with children has no rule of its own"), at_key=True)
        elif not has_rule and not is_group and _is_whole(structure, path):
            structure.loading.report(path, say("a node needs a 'rule' or 'children'"))
        for key, sentence in _misplaced(path, document, is_group=is_group):
            structure.loading.report((*path, key), sentence, at_key=True)


def _is_whole(structure: Structure, path: Path) -> bool:
    """Return whether the schema refused neither rule nor children: a second complaint would not help."""
    written = structure.loading.document.root
    for step in path:
        written = written[step]
    return "rule" not in written and "children" not in written


def _misplaced(path: Path, document: Mapping[str, Any], *, is_group: bool) -> Iterator[Misplaced]:
    treatment = document.get("not_applicable")
    if treatment == "rescale_block" and not is_group:
        yield "not_applicable", say("'{key}' is for groups; this is a leaf", key="rescale_block")
    if treatment in ("rescale_block", "redistribute", "full") and path[0] in _ADD_NOTHING:
        yield "not_applicable", _ADD_NOTHING[path[0]](treatment)
    if "rescale_to" in document and treatment != "rescale_block":
        yield "rescale_to", say("'rescale_to' belongs beside 'not_applicable: rescale_block'")
    for key in ("aggregate", "maxima_differ"):
        if key in document and not is_group:
            yield key, say("'{key}' is for groups; this is a leaf", key=key)


def check_blocks(structure: Structure) -> None:
    """Report blocks that are rescaled to more than they are worth."""
    for path, node in structure.found.nodes.items():
        if node.rescale_to is not None and node.rescale_to > node.maximum > 0:
            sentence = say(
                "a block of {maximum} points cannot be rescaled to {target}",
                maximum=figure(node.maximum),
                target=figure(node.rescale_to),
            )
            structure.loading.report((*path, "rescale_to"), sentence)


def check_channels(structure: Structure) -> None:
    """Report channels that count as unknown ones or in a circle, and leaves without one."""
    channels = structure.set.channels
    for channel in channels.values():
        path: Path = ("channels", channel.id, "counts_as")
        if channel.counts_as is not None and channel.counts_as not in channels:
            structure.loading.report(path, say("the channel '{id}' is not declared", id=channel.counts_as))
        elif _comes_back(channel.id, lambda id_: channels[id_].counts_as if id_ in channels else None):
            structure.loading.report(path, say("the channel '{id}' counts as itself in the end", id=channel.id))
    for path, node in structure.found.nodes.items():
        if channels and node.is_leaf and node.channel is None:
            structure.loading.warn(path, say("the leaf has no channel, so its points are shown under none"))


def _comes_back(start: str, following: Callable[[str], str | None]) -> bool:
    seen = {start}
    step = following(start)
    while step is not None and step not in seen:
        seen.add(step)
        step = following(step)
    return step == start


def check_levels(structure: Structure) -> None:
    """Report rounding of a level that the set does not name."""
    made = structure.set
    for i, level in enumerate(made.rounding.levels):
        if level in ("component", "criterion", "field") and level not in made.levels:
            sentence = say("'{level}' is rounded but is not one of the set's 'levels'", level=level)
            structure.loading.report(("rounding", "levels", i), sentence)


def check_totals(structure: Structure) -> None:
    """Report bonus and penalty points that the index does not count."""
    read = {node.name for node in walk(structure.set.index) if isinstance(node, TotalFigure)}
    written = any(one.part == "index" for one in structure.found.written)
    for name, nodes in (("bonus", structure.set.bonus), ("penalty", structure.set.penalty)):
        if nodes and written and name not in read:
            sentence = say("the index does not read '{name}', so these points count nowhere", name=name)
            structure.loading.warn((name,), sentence)
