"""The nodes of an extending edition: replaced, removed and added by their codes, each part with its origin."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from attrs import Factory, define, frozen

from .._nearest import MOST_HINTED, nearest
from .._sentences import Sentence, say
from ._places import Origin, Path, Place, shortened, stepped

Report: TypeAlias = Callable[[Path, Sentence], None]
_REMOVE: Final[Path] = ("extends", "remove")


@frozen
class Piece:
    """A value with its places and where it was written."""

    value: Any
    place: Place
    origin: Origin

    def part(self, step: str | int) -> Piece:
        """Return a part of the value."""
        origin = self.origin._replace(path=(*self.origin.path, step))
        place = stepped(self.place.parts, step) or Place(*self.place[:4])
        return Piece(self.value[step], place._replace(origin=origin), origin)

    def at(self, *path: str | int) -> Piece:
        """Return what stands at a path."""
        return self if not path else self.part(path[0]).at(*path[1:])

    def listing(self, parts: list[Piece]) -> Piece:
        """Return a list of other parts in the place of this one."""
        place = self.place._replace(parts=[part.place for part in parts])
        return Piece([part.value for part in parts], place, self.origin)

    def holding(self, parts: Mapping[str, Piece]) -> Piece:
        """Return a mapping with some parts changed or added."""
        places = {**(self.place.parts or {}), **{key: part.place for key, part in parts.items()}}
        values = {**self.value, **{key: part.value for key, part in parts.items()}}
        return Piece(values, self.place._replace(parts=places), self.origin)


@frozen
class _Addition:
    """A node that is added, on which side of which neighbour; last, where there is none."""

    node: Piece
    path: Path
    side: str
    neighbour: str | None


def listed(values: Any) -> list[Any]:
    """Return a list; what is none was refused already."""
    return values if isinstance(values, list) else []


def nodes_written(extends: Any) -> Iterator[tuple[Path, Any]]:
    """Yield each node that an edition writes under `extends`, with its path."""
    edits = extends if isinstance(extends, dict) else {}
    for i, node in enumerate(listed(edits.get("replace"))):
        yield ("extends", "replace", i), node
    for i, entry in enumerate(listed(edits.get("add"))):
        if isinstance(entry, dict) and "node" in entry:
            yield ("extends", "add", i, "node"), entry["node"]


def _code(node: Any) -> str | None:
    code = node.get("code") if isinstance(node, dict) else None
    return code if isinstance(code, str) else None


@define
class Edits:
    """What happens to the nodes of a base, and what was found of them on the way."""

    report: Report
    base: str
    replaced: dict[str, Piece] = Factory(dict)
    removed: dict[str, Path] = Factory(dict)
    added: dict[str | None, list[_Addition]] = Factory(dict)
    #: The codes that stay, those that are gone with the node they stood under, and those of groups.
    kept: dict[str, None] = Factory(dict)
    gone: dict[str, str] = Factory(dict)
    groups: set[str | None] = Factory(lambda: {None})

    def read(self, written: Piece) -> None:
        """Take what an edition writes under `extends`."""
        extends = written.value["extends"]
        for name, take in (("replace", self._replace), ("remove", self._remove), ("add", self._add)):
            for i in range(len(listed(extends.get(name)))):
                take(written.at("extends", name, i), ("extends", name, i))

    def _replace(self, node: Piece, path: Path) -> None:
        code = _code(node.value)
        if code in self.replaced:
            self.report(path, say("the node '{code}' is replaced twice", code=shortened(code)))
        elif code is not None:
            self.replaced[code] = node

    def _remove(self, written: Piece, path: Path) -> None:
        code = written.value
        if isinstance(code, str) and code in self.replaced:
            self.report(path, say("the node '{code}' is replaced and removed; do one of them", code=shortened(code)))
        elif isinstance(code, str):
            self.removed[code] = path

    def _add(self, written: Piece, path: Path) -> None:
        entry = written.value
        if not isinstance(entry, dict) or "node" not in entry:
            return
        if "before" in entry and "after" in entry:
            self.report(path, say("write 'before' or 'after', not both"))
        if _code(entry["node"]) is not None and isinstance(entry.get("under", ""), str):
            side = "before" if isinstance(entry.get("before"), str) else "after"
            neighbour = entry.get(side) if isinstance(entry.get(side), str) else None
            addition = _Addition(written.part("node"), path, side, neighbour)
            self.added.setdefault(entry.get("under"), []).append(addition)

    def survey(self, nodes: Any) -> None:
        """Look through the nodes of a list: which stay, and which are gone with one that is replaced or removed."""
        stack = listed(nodes)[::-1]
        while stack:
            node = stack.pop()
            code = _code(node)
            if code in self.removed or code in self.replaced:
                self._lose(node, str(code))
                continue
            if code is not None:
                self.kept[code] = None
            if isinstance(node, dict) and isinstance(node.get("children"), list):
                self.groups.add(code)
                stack.extend(node["children"][::-1])

    def _lose(self, node: Any, top: str) -> None:
        """Remember the codes of a node and all below it as gone."""
        stack = [node]
        while stack:
            code = _code(inner := stack.pop())
            if code is not None:
                self.gone.setdefault(code, top)
            stack.extend(listed(inner.get("children")) if isinstance(inner, dict) else ())

    def check(self) -> None:
        """Report edits of nodes that the base does not have, or that are gone, and keep the additions that can be."""
        for code, node in self.replaced.items():
            self._check_met(code, node.origin.path)
        for code, path in self.removed.items():
            self._check_met(code, path)
        new: set[str] = set()
        for under, additions in self.added.items():
            has_place = [addition for addition in additions if self._has_place(under, addition)]
            self.added[under] = [addition for addition in has_place if self._is_new(addition, new)]

    def grown(self, nodes: Piece, under: str | None, *, is_field: bool = False) -> Piece:
        """Return a list of nodes as it is with all edits; an emptied one is left as it was."""
        stay = [piece for i in range(len(nodes.value)) for piece in self._grown(nodes.part(i))]
        if under is not None or is_field:
            stay = self._with_additions(stay, under)
        if stay or not nodes.value or (under is None and not is_field):
            return nodes.listing(stay)
        self.report(_REMOVE, self._emptied(under))
        return nodes

    def _emptied(self, under: str | None) -> Sentence:
        if under is None:
            return say("every field is removed; a set has at least one")
        return say("all nodes under '{code}' are removed; remove '{code}' itself", code=shortened(under))

    def _grown(self, node: Piece) -> Iterator[Piece]:
        code = _code(node.value)
        if code in self.replaced:
            yield self.replaced[code]
        elif code not in self.removed:
            yield self._with_children(node, code)

    def _with_children(self, node: Piece, code: str | None) -> Piece:
        if not isinstance(node.value, dict) or not isinstance(node.value.get("children"), list):
            return node
        return node.holding({"children": self.grown(node.part("children"), code or "")})

    def _with_additions(self, stay: list[Piece], under: str | None) -> list[Piece]:
        """Return nodes with those that are added in their places; several beside one keep their order."""
        waiting: dict[tuple[str, str | None], list[_Addition]] = {}
        for addition in self.added.get(under, ()):
            waiting.setdefault((addition.side, addition.neighbour), []).append(addition)
        last = [addition.node for addition in waiting.pop(("after", None), ())]
        made: list[Piece] = []
        stack = [(piece, False) for piece in [*stay, *last][::-1]]
        while stack:
            piece, is_ready = stack.pop()
            if is_ready:
                made.append(piece)
                continue
            code = _code(piece.value)
            after = [(each.node, False) for each in waiting.pop(("after", code), ())]
            before = [(each.node, False) for each in waiting.pop(("before", code), ())]
            stack.extend([*after[::-1], (piece, True), *before[::-1]])
        for addition in (each for group in waiting.values() for each in group):
            self.report((*addition.path, addition.side), self._no_neighbour(str(addition.neighbour), under))
        return made

    def _no_neighbour(self, neighbour: str, under: str | None) -> Sentence:
        if under is None:
            return say("'{code}' is no field here; say in 'under' what it stands under", code=shortened(neighbour))
        return say("'{code}' does not stand under '{under}'", code=shortened(neighbour), under=shortened(under))

    def _check_met(self, code: str, path: Path) -> None:
        top = self.gone.get(code)
        if top is None:
            self._unknown(code, path)
        elif top != code:
            sentence = say("the node '{code}' is gone with '{top}'; write it there", code=code, top=shortened(top))
            self.report(path, sentence)

    def _has_place(self, under: str | None, addition: _Addition) -> bool:
        if under in self.groups or under is None:
            return True
        path = (*addition.path, "under")
        if under in self.gone:
            top = shortened(self.gone[under])
            self.report(path, say("'{top}' is replaced or removed whole; write it there", top=top))
        elif under in self.kept:
            self.report(path, say("'{code}' is a leaf, which has a rule; nothing stands under it", code=under))
        else:
            self._unknown(under, path)
        return False

    def _is_new(self, addition: _Addition, new: set[str]) -> bool:
        code, path = _code(addition.node.value) or "", (*addition.path, "node", "code")
        if code in self.kept or code in self.replaced:
            self.report(path, say("'{base}' has a node '{code}' already; replace it", base=self.base, code=code))
        elif code in new:
            self.report(path, say("the node '{code}' is added twice", code=shortened(code)))
        else:
            new.add(code)
            return True
        return False

    def _unknown(self, code: str, path: Path) -> None:
        known = [*self.kept, *self.gone]
        near = nearest(code, known) if len(self.replaced) + len(self.removed) < MOST_HINTED else None
        if near is None:
            sentence = say("'{base}' has no node '{code}'", base=self.base, code=shortened(code))
        else:
            sentence = say(
                "'{base}' has no node '{code}'; did you mean '{near}'?",
                base=self.base,
                code=shortened(code),
                near=near,
            )
        self.report(path, sentence)
