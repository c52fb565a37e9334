"""
Random criteria sets, each legal: nested groups, rules of many kinds, every clause, treatment, level and class.

A node refers only to nodes that come before it and are not above it, so there is never a circle.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from _sets import ALL_KINDS, Document, asked, document, group, leaf
from hypothesis import strategies as st

from parengine import CriteriaSet, loads

Way: TypeAlias = "Callable[[Drawing, str, float], tuple[Document, Document]]"

CHANNELS: Final = {
    "appraised": {"label": "Thẩm định"},
    "statistics": {"label": "Thống kê", "counts_as": "appraised"},
    "survey": {"label": "Điều tra"},
}
SCALE: Final = {
    "options": [
        {"id": name, "label": name, "worth": worth}
        for name, worth in (("good", "100%"), ("fair", "50%"), ("poor", "0%"), ("unsure", "none"))
    ]
}
TERRAINS: Final = [{"id": "hill", "label": "Đồi"}, {"id": "plain", "label": "Đồng bằng"}]
INDEXES: Final = (
    "points + bonus - penalty",
    "max(0, min(100, 100 * (points + bonus - penalty) / applicable))",
    "100 * (points + bonus - penalty) / maximum",
    "points + bonus - penalty + whole(points)",
)
MAXIMA: Final = (1, 2, 3, 0.5, 1.5)
TREATMENTS: Final = ("rescale", "full", "zero", "redistribute")
LEVELS: Final = ("leaf", "component", "criterion", "field", "total", "index")


class Drawing:
    """
    One set on its way: what has been drawn so far.

    A `plain` one asks no clause whether something is known, and has no checks, which say nothing where it is not.
    """

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any], *, plain: bool) -> None:
        self.draw = draw
        self.plain = plain
        #: The nodes that may be referred to: those that are complete. Groups stand in both lists.
        self.nodes: list[str] = []
        self.groups: list[str] = []

    def one(self, choices: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(choices))

    def often(self, of: int = 4) -> bool:
        """Return yes in one of `of` cases; no is what shrinks to."""
        return bool(self.draw(st.integers(0, of - 1)) == of - 1)

    def condition(self) -> str:
        """Return a condition over shared inputs, the unit, the year and earlier nodes."""
        first = self._atom()
        return f"{first} {self.one(('and', 'or'))} {self._atom()}" if self.often(3) else first

    def _atom(self) -> str:
        states = () if self.plain else ("a is missing", *_ABOUT_STATES)
        about = [*_ABOUT_ANSWERS, *(_ABOUT_NODES if self.nodes else ()), *(_ABOUT_GROUPS if self.groups else ())]
        text: str = self.one([*about, *(states if self.nodes else ())])
        return text.format(node=self.one(self.nodes or "-"), group=self.one(self.groups or "-"))

    # ---- nodes

    def node(self, code: str, depth: int, role: str = "points") -> Document:
        """Return a leaf or a group with all below it, its clauses drawn first: they see only what came before."""
        clauses = self._clauses(role)
        if depth > 0 and not self.often(3):
            children = [self.node(f"{code}.{i + 1}", depth - 1, role) for i in range(self.one((1, 2, 2, 3)))]
            made = self._group(code, children, clauses)
            self.groups.append(code)
        else:
            made = self._leaf(code, clauses)
        self.nodes.append(code)
        return made

    def _clauses(self, role: str) -> Document:
        clauses: Document = {}
        if self.often(3):
            clauses["not_applicable_when"] = self.condition()
            if role == "points" and self.often(2):
                clauses["not_applicable"] = self.one(TREATMENTS)
        if self.often():
            clauses["zero_rules"] = [self.condition() for _ in range(self.one((1, 2)))]
        if self.often():
            clauses["caps"] = [self._cap() for _ in range(self.one((1, 2)))]
        if self.often(6) and not self.plain:
            clauses["checks"] = [self.condition()]
        return clauses

    def _cap(self) -> Document:
        limit = {"limit": self.one(("0%", "25%", "50%", "80%"))}
        return limit if self.often() else {**limit, "condition": self.condition()}

    def _group(self, code: str, children: list[Document], clauses: Document) -> Document:
        if self.often():
            best = max(child["maximum"] for child in children)
            return group(code, *children, **clauses, aggregate="best", maximum=best)
        if "not_applicable" not in clauses and code[0] not in "BP" and self.often(3):
            clauses = {**clauses, "not_applicable": "rescale_block"}
        return group(code, *children, **clauses)

    def _leaf(self, code: str, clauses: Document) -> Document:
        maximum = self.one(MAXIMA)
        rule, inputs = self.one(WAYS)(self, f"i{code.replace('.', '_').lower()}", maximum)
        channel = {"channel": self.one(tuple(CHANNELS))} if self.often(2) else {}
        return leaf(code, maximum, rule=rule, inputs=inputs, **clauses, **channel)

    # ---- the whole

    def whole(self) -> Document:
        """Return the document of the set."""
        criteria = [self.node(str(i + 1), self.one((0, 1, 1, 2))) for i in range(self.one((1, 2, 3, 3, 4)))]
        events = {
            key: [self.node(key[0].upper(), self.one((0, 1)), key)] for key in ("bonus", "penalty") if self.often(3)
        }
        said: Document = {
            "index": self.one(INDEXES),
            "not_applicable": self.one(TREATMENTS),
            "rounding": {
                "levels": [level for level in LEVELS if self.often(3)],
                "places": self.one((0, 1, 2, 3)),
                "mode": self.one(("half_up", "half_even", "down", "up")),
            },
        }
        if self.often(2):
            said["classes"] = self._classes()
        if self.often(2) and not self.plain:
            said["checks"] = [self.one(("m <= n", "m <= 15", "not a or b"))]
        return document(
            *criteria, **events, **said, channels=CHANNELS, scales={"three": SCALE},
            unit_attributes={"terrain": asked("choice", options=TERRAINS)},
        )  # fmt: skip

    def _classes(self) -> Document:
        gates = [{"condition": self.condition()}] if self.often(2) else []
        better = {"id": "A", "label": "A", "at_least": self.one((1, 2, 50)), "gates": gates}
        return {"basis": self.one(("rounded", "exact")), "list": [better, {"id": "B", "label": "B", "above": 0}]}


_ABOUT_ANSWERS: Final = ("a", "b", "not c", "d", "m > 3", "m <= n", 'unit.terrain = "hill"', "year >= 2023")
_ABOUT_NODES: Final = (
    'points("{node}") = 0',
    'points("{node}") < 0.5',
    'share("{node}") >= 50 %',
    'maximum("{node}") > 1',
    'm = points("{node}")',
)
_ABOUT_GROUPS: Final = (
    'count("{group}", points = 0) > 0',
    'count("{group}", share < 50 %) <= 1',
    'count("{group}", points < points("{node}")) = 1',
)
_ABOUT_STATES: Final = (
    'status("{node}") = "zeroed"',
    'status("{node}") != "incomplete"',
    'points("{node}") is not_applicable',
)


def _two(prefix: str) -> tuple[str, str, Document]:
    one, other = f"{prefix}x", f"{prefix}y"
    return one, other, {one: asked("count", high=20), other: asked("count", high=20)}


def _yes_no(d: Drawing, prefix: str, _maximum: float) -> tuple[Document, Document]:
    held = f"{prefix}h"
    return {"kind": "yes_no", "condition": f"{held} or {d.condition()}"}, {held: asked("yes_no")}


def _proportion(d: Drawing, prefix: str, _maximum: float) -> tuple[Document, Document]:
    one, other, inputs = _two(prefix)
    more = (
        {"zero_below": d.one(("50%", "80%"))}
        if d.often(2)
        else {"complement": True}
        if d.often()
        else {"full_at": "90%"}
    )
    return {"kind": "proportion", "numerator": one, "denominator": other, "if_zero": d.one(ZERO_CASES), **more}, inputs


def _bands(d: Drawing, prefix: str, maximum: float) -> tuple[Document, Document]:
    one, other, inputs = _two(prefix)
    steps = [{"at_least": "40%", "share": "25%"}, {d.one(("at_least", "above")): "90%", "points": maximum}]
    return {"kind": "bands", "value": f"{one} / {other}", "steps": steps, "if_zero": d.one(ZERO_CASES)}, inputs


def _tally(_d: Drawing, prefix: str, _maximum: float) -> tuple[Document, Document]:
    return {"kind": "tally", "count": f"{prefix}x", "each": 0.15}, {f"{prefix}x": asked("count", high=20)}


def _deduction(_d: Drawing, prefix: str, _maximum: float) -> tuple[Document, Document]:
    one, other, inputs = _two(prefix)
    return {"kind": "deduction", "events": [{"count": one, "points": 0.25}, {"count": other, "points": 0.05}]}, inputs


def _formula(d: Drawing, prefix: str, _maximum: float) -> tuple[Document, Document]:
    one, other, inputs = _two(prefix)
    texts = (
        f"maximum * {one} / 10 - {other} / 7",
        f"when({d.condition()}, maximum / 3, {one} - {other})",
        f"nth_best(2, {one} / 9, {other} / 11, maximum)",
        f"{one} / (1 + {other}) * whole({other} / 3)",
        f"min(maximum, max({one}, {other}) / 13)",
    )
    return {"kind": "formula", "points": d.one(texts)}, inputs


def _entered(_d: Drawing, prefix: str, _maximum: float) -> tuple[Document, Document]:
    return {"kind": "formula", "points": f"{prefix}q"}, {f"{prefix}q": asked("quantity", low=-2, high=4, places=3)}


def _cases(d: Drawing, prefix: str, maximum: float) -> tuple[Document, Document]:
    first, inputs = d.one(PLAIN)(d, f"{prefix}f", maximum)
    second, more = d.one(PLAIN)(d, f"{prefix}s", maximum)
    return {"kind": "cases", "cases": [{"when": d.condition(), "rule": first}], "else": second}, {**inputs, **more}


def _survey(d: Drawing, prefix: str, _maximum: float) -> tuple[Document, Document]:
    name = f"{prefix}r"
    return {"kind": "survey", "ratings": name, "if_empty": d.one(ZERO_CASES)}, {name: asked("ratings", scale="three")}


def _levels(_d: Drawing, prefix: str, _maximum: float) -> tuple[Document, Document]:
    options = [{"id": option, "label": option} for option in ("full", "part", "none")]
    shares = {"full": "100%", "part": "40%", "none": 0}
    return {"kind": "levels", "input": f"{prefix}l", "shares": shares}, {f"{prefix}l": asked("choice", options=options)}


def _deadline(_d: Drawing, prefix: str, maximum: float) -> tuple[Document, Document]:
    late = [{"days": 30, "points": maximum / 2}]
    return {"kind": "deadline", "date": f"{prefix}d", "due": "date(year, 1, 31)", "late": late}, {
        f"{prefix}d": asked("date", never=True)
    }


def _imported(_d: Drawing, prefix: str, _maximum: float) -> tuple[Document, Document]:
    return {"kind": "imported", "value": f"{prefix}p"}, {f"{prefix}p": asked("percent")}


ZERO_CASES: Final = ("missing", "not_applicable", "full", "zero")
PLAIN: Final[tuple[Way, ...]] = (_yes_no, _proportion, _bands, _tally, _deduction, _formula)
WAYS: Final[tuple[Way, ...]] = (*PLAIN, _entered, _cases, _survey, _levels, _deadline, _imported)


@st.composite
def documents(draw: Callable[[st.SearchStrategy[Any]], Any], *, plain: bool = False) -> Document:
    """Draw the document of a legal set."""
    return Drawing(draw, plain=plain).whole()


def made(drawn: Document) -> CriteriaSet:
    """Return a drawn set as it is loaded."""
    return loads(drawn, kinds=ALL_KINDS)


def inputs_of(drawn: Document) -> Document:
    """Return every input that a document declares, by id."""
    found = dict(drawn["inputs"])
    waiting = [*drawn["criteria"], *drawn.get("bonus", ()), *drawn.get("penalty", ())]
    while waiting:
        node = waiting.pop()
        found.update(node.get("inputs", {}))
        waiting += node.get("children", ())
    return found
