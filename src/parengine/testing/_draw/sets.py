"""
Random criteria sets, each legal: nested groups, rules of every kind, every clause, treatment, level and class.

A set is built so that it loads; none is thrown away. What it shrinks to is one criterion with a yes/no rule.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from hypothesis import note
from hypothesis import strategies as st

from ..._model import CriteriaSet
from ...criteria import loads
from .builders import Document, asked, document
from .drawing import Draw, Drawing
from .nodes import TREATMENTS, node

INDEXES: Final = (
    "points + bonus - penalty",
    "max(0, min(100, 100 * (points + bonus - penalty) / applicable))",
    "100 * (points + bonus - penalty) / maximum",
    "points + bonus - penalty + whole(points)",
)
LEVELS: Final = ("index", "leaf", "component", "criterion", "field", "total")
MODES: Final = ("half_up", "half_even", "down", "up")
STAGES: Final = ("self", "appraised", "final")
ABSENCES: Final = ("flag", "zero", "nothing")
CHECKS: Final = (("m <= n", ("m", "n")), ("m <= 15", ("m",)), ("not a or b", ("a", "b")))
CALENDARS: Final = (
    {"holidays": ["2022-01-03"]},
    {"made_up": ["2022-01-08"], "holidays": ["2022-02-01", "2022-02-02"]},
    {"weekdays": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]},
)


def criteria_sets(*, plain: bool = False, alone: bool = False) -> st.SearchStrategy[CriteriaSet]:
    """
    Return a strategy of legal criteria sets with rules of every kind of the core; each covers the year 2022.

    A `plain` set asks nowhere whether something is known, and has no checks. One that stands `alone` never looks
    at other units: it has no rule or clause about the cohort, and no quota. A failing example shows the document
    of its set as JSON, which `parengine.loads` reads.
    """
    return _loaded(plain=plain, alone=alone)


@st.composite
def documents(draw: Draw, *, plain: bool = False, alone: bool = False) -> Document:
    """Draw the document of a legal set; see `criteria_sets`. Its numbers are `int` and `Decimal`."""
    return _whole(Drawing(draw, plain=plain, alone=alone))


@st.composite
def _loaded(draw: Draw, *, plain: bool, alone: bool) -> CriteriaSet:
    drawn = draw(documents(plain=plain, alone=alone))
    note(_Shown(drawn))
    return loads(drawn, name="<drawn set>")


class _Shown:
    """A document that becomes text only where it is shown."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def __repr__(self) -> str:
        """Return the document as JSON."""
        return f"the drawn criteria set: {json_of(self.document)}"


def json_of(drawn: Document) -> str:
    """Return a document as JSON text."""
    return json.dumps(drawn, default=_plain_number, ensure_ascii=False, indent=1)


def _plain_number(number: Decimal) -> int | float:
    whole = int(number)
    return whole if whole == number else float(number)


def _whole(d: Drawing) -> Document:
    """Return the document of the set."""
    criteria = [node(d, str(i + 1), d.one((0, 1, 1, 2))) for i in range(d.one((1, 2, 3, 4)))]
    groups: Document = {key: [node(d, key[0].upper(), d.one((0, 1)), key)] for key in d.some(("bonus", "penalty"))}
    said = {key: part for key, draw_part in _PARTS.items() if (part := _drawn_part(d, draw_part))}
    return document(*criteria, **groups, **said, **d.declared)


def _drawn_part(d: Drawing, draw_part: Callable[[Drawing], Any]) -> Any:
    return d.together(lambda: draw_part(d))


# ---- what belongs to the whole


def _rounding(d: Drawing) -> Document:
    if not d.often(2):
        return {}
    return {"levels": d.some(LEVELS), "places": d.one((2, 0, 1, 3)), "mode": d.one(MODES)}


def _checks(d: Drawing) -> list[str]:
    if d.plain or not d.often(3):
        return []
    text, names = d.one(CHECKS)
    d.asks(*names)
    return [text]


def _absent_evidence(d: Drawing) -> Document:
    return {stage: d.one(ABSENCES) for stage in d.some(STAGES, 2)} if d.often(2) else {}


def _ranking(d: Drawing) -> Document:
    if not d.often():
        return {}
    blocks = ["terrain"] if d.often(2) else []
    d.asks(*(f"unit.{block}" for block in blocks))
    return {
        "basis": d.one(("rounded", "exact")),
        "order": d.one(("descending", "ascending")),
        "policy": d.one(("competition", "ordinal", "dense")),
        "ties": [d.one(d.nodes)] if d.often(2) else [],
        "blocks": blocks,
    }


# ---- classes


def _classes(d: Drawing) -> Document:
    if not d.often(2):
        return {}
    listed = _ranges(d)
    ids = [each["id"] for each in listed]
    verdicts = {key: [_verdict(d, d.one(ids[::-1]))] for key in d.some(("forced", "highest"))}
    not_rated = {"not_rated": [d.condition()]} if d.often(3) else {}
    asks = {"inputs": {"g": asked("yes_no")}} if _OWN_GATE in listed[0].get("gates", ()) else {}
    return {"basis": d.one(("rounded", "exact")), **asks, **not_rated, **verdicts, **_quota(d, ids), "list": listed}


#: A gate with a question of its own.
_OWN_GATE: Final = {"condition": "g", "reason": "Kiểm tra thực tế"}


def _ranges(d: Drawing) -> list[Document]:
    """Return the classes from the best down: with open and closed ends, and with indexes that none holds."""
    best: Document = {"id": "A", "label": "A", d.one(("at_least", "above")): d.one((2, 1, 50))}
    last: Document = {"id": "B", "label": "B", **d.one(({}, {"above": 0}, {"at_least": 0, "below": 1}))}
    if d.often(2):
        best["gates"] = [{"condition": d.condition()}]
    if d.often():
        best.setdefault("gates", []).append(_OWN_GATE)
    return [best, last]


def _verdict(d: Drawing, id_: str) -> Document:
    return {"condition": d.condition(), "class": id_, **({"reason": "Sự kiện"} if d.often(2) else {})}


def _quota(d: Drawing, ids: list[str]) -> Document:
    if d.alone or not d.often(3):
        return {}
    return {"quota": [{"class": "A", "share": d.one(("50%", "20%")), **({"of": ids} if d.often(2) else {})}]}


#: The parts of a document beside its nodes and what these declare, by key.
_PARTS: Final[Mapping[str, Callable[[Drawing], Any]]] = {
    "index": lambda d: d.one(INDEXES),
    "not_applicable": lambda d: d.one(TREATMENTS),
    "rounding": _rounding,
    "checks": _checks,
    "classes": _classes,
    "absent_evidence": _absent_evidence,
    "ranking": _ranking,
    "calendar": lambda d: d.one(CALENDARS) if d.often(3) else {},
}
