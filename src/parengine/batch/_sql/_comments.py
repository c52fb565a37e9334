"""Comments: what people wrote, made harmless. A label never reaches the code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Final

_CLOSERS: Final = re.compile(r"-{2,}|\*+/|/\*+")
_WIDTH: Final = 116


def harmless(text: str) -> str:
    """Return text in one line without `--`, `/*`, `*/` and characters that are not seen, such as control characters."""
    plain = "".join(" " if unicodedata.category(each) in _UNPRINTED else each for each in text)
    return " ".join(_CLOSERS.sub(" ", plain).split())


_UNPRINTED: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def comment(*texts: str, indent: str = "") -> Iterator[str]:
    """Yield texts as lines of comment, long ones over several."""
    for text in texts:
        for line in wrap(harmless(text), _WIDTH - len(indent), break_long_words=False, break_on_hyphens=False) or [""]:
            yield f"{indent}-- {line}".rstrip()


def listed(names: Sequence[str], indent: str = "") -> Iterator[str]:
    """Yield lines of names with commas between and after them."""
    line = indent
    for name in names:
        if len(line) + len(name) > _WIDTH and line.strip():
            yield line.rstrip()
            line = indent
        line += f"{name}, "
    if line.strip():
        yield line.rstrip()


def lines(texts: Iterable[str]) -> str:
    """Return lines as one text that ends with one."""
    return "".join(f"{text}\n" for text in texts)
