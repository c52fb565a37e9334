"""Formats: the number that pins what a document means, looked at before anything else."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from .._sentences import figure, say
from ..errors import DocumentError
from ._places import Document

#: The formats that this engine reads.
FORMATS: Final = (1,)


def check_format(document: Document) -> None:
    """Raise `DocumentError` with one sentence where a document is written in a format that is not read here."""
    written = document.root.get("format") if isinstance(document.root, dict) else None
    if isinstance(written, int | Decimal) and not isinstance(written, bool) and written not in FORMATS:
        sentence = say(
            "the document is written in format {written}; this engine reads format {known}",
            written=figure(written),
            known=", ".join(map(str, FORMATS)),
        )
        raise DocumentError([document.problem(("format",), sentence)])
