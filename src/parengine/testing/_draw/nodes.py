"""Random nodes: leaves and groups with every clause, treatment and channel; evidence and provenance."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from .builders import Document, amount, group, leaf
from .drawing import Drawing
from .rules import Spot, rule

Role: TypeAlias = Literal["points", "bonus", "penalty"]

CHANNELS: Final[Mapping[str, Document]] = {
    "appraised": {"label": "Thẩm định"},
    "statistics": {"label": "Thống kê", "counts_as": "appraised"},
    "survey": {"label": "Điều tra", "self_scored": False},
}
MAXIMA: Final = tuple(map(Decimal, ("1", "2", "3", "0.5", "1.5")))
TREATMENTS: Final = ("rescale", "full", "zero", "redistribute")
LIMITS: Final = ("50%", "0%", "25%", "80%")
#: Where nodes come from; `QD` is the only source.
PROVENANCES: Final = ("derived", "recalled", {"is": "sourced", "sources": ["QD"]})


def node(d: Drawing, code: str, depth: int, role: Role = "points") -> Document:
    """Return a leaf or a group with all below it, its clauses drawn first: they see only what came before."""
    return d.together(lambda: _node(d, code, depth, role))


def _node(d: Drawing, code: str, depth: int, role: Role) -> Document:
    clauses = d.together(lambda: _clauses(d, role))
    if depth > 0 and not d.often(3):
        children = [node(d, f"{code}.{i + 1}", depth - 1, role) for i in range(d.one((1, 2, 3)))]
        made = _group(d, code, children, clauses, role)
        d.groups.append(code)
    else:
        made = _leaf(d, code, clauses)
    d.nodes.append(code)
    return made


# ---- clauses


def _clauses(d: Drawing, role: Role) -> Document:
    """Return the clauses that every node may have."""
    clauses: Document = {}
    if d.often(3):
        clauses["not_applicable_when"] = _clause(d, d.free_condition())
    if role == "points" and d.often(3):
        clauses["not_applicable"] = d.one(TREATMENTS)
    if d.often():
        clauses["zero_rules"] = [_clause(d, d.condition()) for _ in range(d.one((1, 2)))]
    if d.often():
        clauses["caps"] = [_cap(d) for _ in range(d.one((1, 2)))]
    if not d.plain and d.often(6):
        clauses["checks"] = [_clause(d, d.free_condition(), "message")]
    if d.often(5):
        clauses["provenance"] = d.one(PROVENANCES)
        d.declares("sources", "QD", {"title": "Quyết định thử"})
    return clauses


def _clause(d: Drawing, condition: str, reason: str = "reason") -> str | Document:
    return {"condition": condition, reason: {"vi": "Theo quy định", "en": "By law"}} if d.often() else condition


def _cap(d: Drawing) -> Document:
    limit = {"limit": d.one(LIMITS)}
    return {**limit, "condition": d.condition()} if not d.often(3) else limit


# ---- groups and leaves


def _group(d: Drawing, code: str, children: list[Document], clauses: Document, role: Role) -> Document:
    if d.often():
        return group(code, *children, **clauses, aggregate="best", maximum=_best(children))
    if role != "points":
        return group(code, *children, **clauses, **({"maximum": _best(children)} if d.often() else {}))
    return group(code, *children, **clauses, **_block(d, children, clauses))


def _best(children: list[Document]) -> Decimal:
    best: Decimal = max(child["maximum"] for child in children)
    return best


def _block(d: Drawing, children: list[Document], clauses: Document) -> Document:
    """Return that a group is rescaled as a block, to its maximum or to less."""
    if "not_applicable" in clauses or not d.often(3):
        return {}
    whole = sum((Fraction(child["maximum"]) for child in children), Fraction(0))
    return {"not_applicable": "rescale_block", **({"rescale_to": amount(whole / 2)} if d.often(2) else {})}


def _leaf(d: Drawing, code: str, clauses: Document) -> Document:
    maximum, inputs = d.one(MAXIMA), Document()
    spot = Spot(f"i{code.replace('.', '_').lower()}", maximum, inputs)
    drawn = rule(d, spot)
    asked = {"inputs": inputs} if inputs else {}
    return leaf(code, maximum, drawn, **asked, **clauses, **_channel(d), **_evidence(d))


def _channel(d: Drawing) -> Document:
    if not d.often(2):
        return {}
    for channel, said in CHANNELS.items():
        d.declares("channels", channel, said)
    return {"channel": d.one(tuple(CHANNELS))}


def _evidence(d: Drawing) -> Document:
    return {"evidence": ["Tài liệu kiểm chứng"]} if d.often() else {}
