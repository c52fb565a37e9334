"""The sets that the timings run on: 88 leaves each rounded to two places, and a sheet for them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

FIELDS, LEAVES = 8, 11


def leaf_rounded_set() -> dict[str, Any]:
    """Return a criteria set of 8 × 11 leaves: shares, bands, counts and yes or no, each leaf rounded."""
    return {
        "format": 1,
        "id": "bench-leaf-rounded",
        "edition": "1",
        "owner": "bench",
        "tier": "province",
        "years": [2022],
        "title": {"vi": "Bộ tiêu chí để đo tốc độ", "en": "A criteria set to time"},
        "provenance": "invented",
        "maximum": 88,
        "index": "100 * points / maximum",
        "rounding": {"levels": ["leaf", "index"], "places": 2, "mode": "half_up"},
        "classes": {
            "basis": "rounded",
            "list": [
                {"id": "A", "label": "A", "at_least": 90},
                {"id": "B", "label": "B", "at_least": 80},
                {"id": "C", "label": "C", "at_least": 0},
            ],
        },
        "criteria": [_field(number) for number in range(1, FIELDS + 1)],
    }


def _field(number: int) -> dict[str, Any]:
    return {
        "code": str(number),
        "label": f"Lĩnh vực {number}",
        "maximum": LEAVES,
        "provenance": "invented",
        "children": [_leaf(number, place) for place in range(1, LEAVES + 1)],
    }


def kind_of(place: int) -> str:
    """Return the rule kind of a leaf by its place in its field."""
    return "proportion" if place <= 7 else "bands" if place <= 9 else "tally" if place == 10 else "yes_no"


def _leaf(field: int, place: int) -> dict[str, Any]:
    stem = f"f{field}_{place}"
    kind = kind_of(place)
    rule, inputs = _RULES[kind](stem)
    return {
        "code": f"{field}.{place}",
        "label": f"Tiêu chí {field}.{place}",
        "maximum": 1,
        "provenance": "invented",
        "inputs": {name: {"type": type_, "label": name} for name, type_ in inputs.items()},
        "rule": {"kind": kind, **rule},
    }


_RULES = {
    "proportion": lambda stem: (
        {"numerator": f"{stem}_done", "denominator": f"{stem}_all", "zero_below": "50%", "if_zero": "zero"},
        {f"{stem}_done": "count", f"{stem}_all": "count"},
    ),
    "bands": lambda stem: (
        {
            "value": f"{stem}_done / {stem}_all",
            "steps": [{"at_least": "70%", "points": Decimal("0.5")}, {"at_least": "90%", "points": 1}],
            "else": 0,
            "if_zero": "zero",
        },
        {f"{stem}_done": "count", f"{stem}_all": "count"},
    ),
    "tally": lambda stem: ({"count": f"{stem}_n", "each": Decimal("0.25")}, {f"{stem}_n": "count"}),
    "yes_no": lambda stem: ({"condition": f"{stem}_ok"}, {f"{stem}_ok": "yes_no"}),
}


def leaf_rounded_answers() -> dict[str, object]:
    """Return a full sheet for the set: every count its own, a few zeros and ceilings among them."""
    answers: dict[str, object] = {}
    for field in range(1, FIELDS + 1):
        for place in range(1, LEAVES + 1):
            answers |= _answers_of(field, place)
    return answers


def _answers_of(field: int, place: int) -> dict[str, object]:
    stem, seed = f"f{field}_{place}", field * 37 + place * 11
    if kind_of(place) == "tally":
        return {f"{stem}_n": seed % 7}
    if kind_of(place) == "yes_no":
        return {f"{stem}_ok": seed % 5 != 0}
    return {f"{stem}_all": 200 + seed, f"{stem}_done": (200 + seed) * (40 + seed % 61) // 100}
