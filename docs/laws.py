"""Writes the table of laws in `testing.md` from the laws themselves. Run with: python docs/laws.py."""

import re
from pathlib import Path
from typing import Final

from parengine.testing import LAWS

PAGE: Final = Path(__file__).parent / "testing.md"
_TABLE: Final = re.compile(r"(?<=^\| law \| says that \|\n\|---\|---\|\n)(\| .*\n)*", re.MULTILINE)


def with_laws(page: str) -> str:
    """Return the page with every law and its sentence."""
    rows = "".join(f"| `{law.name}` | {law.sentence} |\n" for law in LAWS.values())
    return _TABLE.sub(lambda _: rows, page, count=1)


if __name__ == "__main__":
    PAGE.write_text(with_laws(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
