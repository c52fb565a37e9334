"""
Identifiers: every name is quoted, and none is longer than its database keeps.

PostgreSQL cuts a name at 63 bytes without an error, so that two may become one; a column whose name is longer, or that
differs from another by capitals alone where these do not count, or that the database gives itself, is called by the
start of its name and a digest of the whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final

from ..._sentences import Sentence, say
from ._dialects import Dialect
from ._refusal import SqlError

_QUOTED: Final = re.compile(r'"((?:[^"]|"")*)"')
_DIGEST: Final = 8


def quoted(name: str) -> str:
    """Return a name as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return text as a literal; what it holds is words of ours and ids, without control characters."""
    return "'" + text.replace("'", "''") + "'"


# ---- names that a caller gives


def parts_of(name: str, dialect: Dialect) -> tuple[str, ...]:
    """
    Return the parts of the name of a table or view: `schema.table`, at whose dots it is parted.

    A part with a dot of its own stands in double quotes, as SQL has it. Raises `SqlError` for what cannot be a name.
    """
    parts = tuple(_parted(name))
    for part in parts:
        why = _why_no_name(part, dialect)
        if why is not None:
            raise SqlError(why)
    return parts


def qualified(parts: Iterable[str]) -> str:
    """Return the parts of a name as one identifier."""
    return ".".join(map(quoted, parts))


def checked(name: str, dialect: Dialect) -> str:
    """Return the name of a column that a caller gives."""
    why = _why_no_name(name, dialect)
    if why is not None:
        raise SqlError(why)
    return name


def _parted(name: str) -> list[str]:
    found, rest = [], name
    while True:
        whole = _QUOTED.match(rest)
        if whole and rest[whole.end() : whole.end() + 1] in ("", "."):
            part, rest = whole[1].replace('""', '"'), rest[whole.end() :]
        else:
            part, dot, rest = rest.partition(".")
            rest = dot + rest
        found.append(part)
        if not rest:
            return found
        rest = rest[1:]


def _why_no_name(name: object, dialect: Dialect) -> Sentence | None:
    if not isinstance(name, str):
        return say("a name is text, not a {type}", type=type(name).__name__)
    if not name.strip():
        return say("a name is empty")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        return say("the name '{name}' holds a character that is no text", name=_printable(name)[:40])
    most = dialect.longest_name
    if most is not None and len(name.encode()) > most:
        shown = name[:40]
        return say(
            "{dialect} cuts names at {most} bytes, and '{name}…' is longer",
            dialect=dialect.title,
            most=most,
            name=shown,
        )
    return None


def _printable(name: str) -> str:
    return "".join("?" if unicodedata.category(character).startswith("C") else character for character in name)


# ---- names that a set gives


def names_in(dialect: Dialect, names: Iterable[str]) -> Mapping[str, str]:
    """Return what each column of a table is called in a dialect, by its own name."""
    wanted = list(names)
    clashes = Counter(map(str.casefold, wanted)) if dialect.folds_case else Counter(wanted)
    called = {name: _called(name, dialect, clashes) for name in wanted}
    assert len(set(called.values())) == len(called)
    return called


def _called(name: str, dialect: Dialect, clashes: Counter[str]) -> str:
    folded = name.casefold() if dialect.folds_case else name
    most = dialect.longest_name
    is_fine = clashes[folded] == 1 and folded not in dialect.taken and (most is None or len(name.encode()) <= most)
    return name if is_fine else _shortened(name, most or len(name) + 1 + _DIGEST)


def _shortened(name: str, most: int) -> str:
    start = name.encode()[: most - 1 - _DIGEST].decode(errors="ignore")
    return f"{start}~{sha256(name.encode()).hexdigest()[:_DIGEST]}"


def free(wanted: str, taken: Iterable[str]) -> str:
    """Return a name that none of those taken is, whatever their capitals."""
    folded = {name.casefold() for name in taken}
    while wanted.casefold() in folded:
        wanted += "_"
    return wanted
