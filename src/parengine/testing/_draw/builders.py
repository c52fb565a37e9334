"""Compact builders of criteria-set documents: what every set must say is said here, once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias

Document: TypeAlias = dict[str, Any]

#: The id and the only year of the sets that are made here.
ID: Final = "drawn-set"
YEAR: Final = 2022


def asked(type: str, **more: Any) -> Document:
    """Return the document of an input or a unit attribute."""
    return {"type": type, "label": {"vi": "Câu hỏi"}, **more}


def leaf(code: str, maximum: object, rule: Document, **more: Any) -> Document:
    """Return a leaf with its rule."""
    label = {"vi": f"Tiêu chí {code}"}
    return {"code": code, "label": label, "maximum": maximum, "provenance": "invented", "rule": rule, **more}


def group(code: str, *children: Document, **more: Any) -> Document:
    """Return a group; without a `maximum` it is what its children's maxima add up to."""
    head = {"code": code, "label": {"vi": f"Nhóm {code}"}, "maximum": total(children), "provenance": "invented"}
    return {**head, **more, "children": list(children)}


def document(*criteria: Document, **more: Any) -> Document:
    """Return the document of a set; its index is its points unless it says otherwise."""
    head = {"format": 1, "id": ID, "edition": "1", "owner": "tester", "tier": "province", "years": [YEAR]}
    said = {"title": {"vi": "Bộ tiêu chí thử"}, "provenance": "invented", "maximum": total(criteria), "index": "points"}
    return {**head, **said, **more, "criteria": list(criteria)}


def total(nodes: Sequence[Document]) -> int | Decimal:
    """Return what the maxima of some nodes add up to."""
    return amount(sum((Fraction(str(node["maximum"])) for node in nodes), Fraction(0)))


def amount(number: Fraction) -> int | Decimal:
    """Return a number of finitely many places as a document has it."""
    whole, rest = divmod(number.numerator, number.denominator)
    return Decimal(number.numerator) / Decimal(number.denominator) if rest else whole
