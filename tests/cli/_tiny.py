"""The head of a small set for departments of 2025: what it is worth and asks is for each test to say."""

from typing import Any, Final

HEAD: Final[dict[str, Any]] = {
    "format": 1,
    "id": "tiny-2025",
    "edition": "2025.1",
    "owner": "tiny",
    "tier": "agency",
    "years": [2025],
    "title": {"vi": "Bộ nhỏ", "en": "A tiny set"},
    "provenance": "invented",
}
