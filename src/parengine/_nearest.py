"""
The known word nearest to one that is not known: what every "did you mean" is made of.

>>> nearest("titel", ["title", "note"])
'title'
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from itertools import islice
from typing import Final

#: Among many known words only so many are looked at, so that a thousand hints cost no minutes.
MOST_COMPARED: Final = 200
#: After so many strangers no more hints are looked for.
MOST_HINTED: Final = 50
_MOST_OF_A_WORD: Final = 100


def nearest(word: object, known: Iterable[str]) -> str | None:
    """Return the known word that is nearest, None where none is near."""
    text = str(word)[:_MOST_OF_A_WORD]
    alike = (name for name in known if abs(len(name) - len(text)) <= max(len(text) // 2, 1))
    return next(iter(difflib.get_close_matches(text, islice(alike, MOST_COMPARED), n=1)), None)
