"""Places: where each part of a document stands, and how a problem there is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from attrs import field, frozen

from .._sentences import Sentence, say
from ..errors import DocumentError, Problem

#: Where something stands inside a document: keys and positions in lists, from the root.
Path: TypeAlias = tuple[str | int, ...]

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
#: Control characters, characters that turn the direction of what follows, halves of surrogate pairs.
UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)


class Place(NamedTuple):
    """
    The line and column of a value, those of its key, and the places of its parts.

    `origin` is where a value was taken from, when it was taken out of another document or another part of it.
    """

    line: int = 1
    column: int = 1
    key_line: int = 1
    key_column: int = 1
    parts: Any = None
    origin: Origin | None = None


class Origin(NamedTuple):
    """A path in the document that was written; `aside` is added to what is said of it."""

    document: Document
    path: Path = ()
    aside: str = ""


@frozen
class Document:
    """
    A document as a plain tree; `place` finds the line and column of any path in it.

    `extends` is the id of the edition whose parts were put into the tree, see `_extends.py`.
    """

    name: str
    root: Any
    places: Place = field(factory=Place, repr=False)
    lines: tuple[str, ...] = field(default=(), repr=False)
    extends: str | None = None

    def place(self, path: Path) -> Place:
        """Return the place of a path, or of the nearest thing around it."""
        found = self.places
        for step in path:
            inner = stepped(found.parts, step)
            if inner is None:
                break
            found = inner
        return found

    def origin(self, path: Path) -> Origin:
        """Return where a path was written: here, or where its value was taken from."""
        found, taken, after = self.places, self.places.origin, 0
        for depth, step in enumerate(path, 1):
            inner = stepped(found.parts, step)
            if inner is None:
                break
            found = inner
            if inner.origin is not None:
                taken, after = inner.origin, depth
        if taken is None:
            return Origin(self, path)
        inside = taken.document.origin((*taken.path, *path[after:]))
        return inside._replace(aside=inside.aside or taken.aside)

    def problem(
        self,
        path: Path,
        sentence: str,
        severity: Literal["error", "warning"] = "error",
        *,
        at_key: bool = False,
        offset: int | None = None,
    ) -> Problem:
        """Return a problem at a path: at its key, or some characters into its text, where asked to."""
        written = self.origin(path)
        if written.document is not self:
            said = say("{problem} {aside}", problem=sentence, aside=written.aside) if written.aside else sentence
            return written.document.problem(written.path, said, severity, at_key=at_key, offset=offset)
        place = self.place(path)
        line, column = (place.key_line, place.key_column) if at_key else place[:2]
        return Problem(self.name, line, column + self._inside(place, offset), path_text(path), sentence, severity)

    def _inside(self, place: Place, offset: int | None) -> int:
        """Return how far to the right a character of a text stands, 0 where that is not certain."""
        if not offset or place.line > len(self.lines):
            return 0
        written = self.lines[place.line - 1][place.column - 1 :]
        quoted = int(written[:1] in ("'", '"'))
        clean = written[quoted : quoted + offset]
        return offset + quoted if len(clean) == offset and not set(clean) & {"'", '"', "\\"} else 0


def stepped(parts: Any, step: str | int) -> Place | None:
    """Return the place of a part, None where it has none."""
    found: Place | None = None
    if isinstance(parts, dict):
        found = parts.get(step)
    elif isinstance(parts, list) and isinstance(step, int) and step < len(parts):
        found = parts[step]
    return found


def path_text(path: Path) -> str:
    """
    Write a path as people read it.

    >>> path_text(("criteria", 0, "rule", "odd key"))
    "$.criteria[0].rule['odd key']"
    """
    return "$" + "".join(map(_step_text, path))


def _step_text(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _PLAIN_KEY.fullmatch(step) else f"['{shortened(step)}']"


def shortened(text: str, width: int = 60) -> str:
    """Return a text short enough, and plain enough, to stand in a sentence."""
    visible = UNWANTED.sub("\N{REPLACEMENT CHARACTER}", text[: width + 1].replace("\n", " "))
    return visible if len(text) <= width else f"{visible[:width]}…"


def unwanted(character: str) -> Sentence:
    """Return that a character must not stand in a document."""
    return say("the character U+{number} is not allowed in a document", number=f"{ord(character):04X}")


def refusal(name: str, sentence: str, line: int = 1, column: int = 1) -> DocumentError:
    """Return the error of a document that cannot be read at all."""
    return DocumentError([Problem(name, line, column, "$", sentence)])


def steps(tree: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Yield every value of a tree with its path, parents first, without recursion."""
    stack = [(path, tree)]
    while stack:
        where, value = stack.pop()
        yield where, value
        if isinstance(value, dict):
            stack.extend(((*where, key), part) for key, part in reversed(list(value.items())))
        elif isinstance(value, list):
            stack.extend(((*where, i), part) for i, part in reversed(list(enumerate(value))))
