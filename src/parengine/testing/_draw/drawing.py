"""
A criteria set while it is drawn: what has been decided, what has been declared, what may be referred to.

A node refers only to nodes that are complete, so there is never a circle. What the cohort is asked about was
complete before anything asked the cohort, so no figure of the cohort depends on another one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, TypeAlias, TypeVar

from hypothesis import strategies as st

from .builders import Document, asked

Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]
T = TypeVar("T")
#: The text of a condition, and the shared questions that it asks.
Atom: TypeAlias = tuple[str, tuple[str, ...]]

OPTIONS: Final = [{"id": option, "label": option} for option in ("full", "part", "none")]
#: The questions that belong to no node, which any condition may ask.
SHARED: Final[Mapping[str, Document]] = {
    **{flag: asked("yes_no") for flag in "abcd"},
    **{count: asked("count") for count in "mn"},
    "e": asked("date"),
    "k": asked("choice", options=OPTIONS),
    "p": asked("percent"),
}
ATTRIBUTES: Final[Mapping[str, Document]] = {
    "terrain": asked("choice", options=[{"id": "hill", "label": "Đồi"}, {"id": "plain", "label": "Đồng bằng"}]),
    "people": asked("count", high=10_000),
}
COHORT_FIGURES: Final = ("mean", "published_mean", "best", "least", "rank", "count")


class Drawing:
    """
    One set on its way.

    A `plain` one asks nowhere whether something is known, and has no checks, which say nothing where it is not.
    One that stands `alone` never looks at other units.
    """

    def __init__(self, draw: Draw, *, plain: bool, alone: bool) -> None:
        self.draw = draw
        self.plain = plain
        self.alone = alone
        #: The nodes that may be referred to: those that are complete. Groups stand in both lists.
        self.nodes: list[str] = []
        self.groups: list[str] = []
        #: What the document declares beside its nodes, by section and id.
        self.declared: dict[str, dict[str, Document]] = {"inputs": {}}
        self._compared: tuple[str, ...] | None = None

    # ---- choices

    def one(self, choices: Sequence[Any]) -> Any:
        """Return one of some choices; the first is what shrinks to."""
        return choices[self.draw(_places(len(choices)))] if len(choices) > 1 else choices[0]

    def often(self, of: int = 4) -> bool:
        """Return yes in one of `of` cases; no is what shrinks to."""
        return bool(self.draw(_places(of)) == of - 1)

    def some(self, choices: Sequence[Any], of: int = 3) -> list[Any]:
        """Return those of some choices that one of `of` draws each picks; none is what shrinks to."""
        return [each for each in choices if self.often(of)]

    def together(self, draw_part: Callable[[], T]) -> T:
        """Return a part whose choices belong together: in shrinking they go together."""
        part: T = self.draw(_NOTHING.map(lambda _: draw_part()))
        return part

    # ---- declarations

    def declares(self, section: str, id_: str, said: Document) -> str:
        """Declare something in a section of the document, and return its id."""
        self.declared.setdefault(section, {})[id_] = said
        return id_

    def asks(self, *names: str) -> None:
        """Declare shared questions and, written `unit.name`, attributes of the unit."""
        for name in names:
            if name.startswith("unit."):
                self.declares("unit_attributes", name[5:], ATTRIBUTES[name[5:]])
            else:
                self.declares("inputs", name, SHARED[name])

    # ---- conditions

    def condition(self) -> str:
        """Return a condition over shared answers, the unit, the year, earlier nodes and the cohort."""
        atoms = _atoms(bool(self.nodes), bool(self.groups), self._may_ask_states, not self.alone)
        return self.together(lambda: self._joined(atoms))

    def free_condition(self) -> str:
        """
        Return a condition that does not depend on the cohort.

        Checks and whether a node applies decide of which units the cohort has a value.
        """
        free = self._compared is None
        nodes, groups = free and bool(self.nodes), free and bool(self.groups)
        atoms = _atoms(nodes, groups, free and self._may_ask_states, units=False)
        return self.together(lambda: self._joined(atoms))

    @property
    def _may_ask_states(self) -> bool:
        return bool(self.nodes) and not self.plain

    def _joined(self, atoms: Sequence[Atom]) -> str:
        first = self._atom(atoms)
        return f"{first} {self.one(('and', 'or'))} {self._atom(atoms)}" if self.often(3) else first

    def _atom(self, atoms: Sequence[Atom]) -> str:
        text, names = self.one(atoms)
        self.asks(*names)
        if "{cohort}" in text:
            return str(text.format(cohort=self.cohort_figure()))
        return str(text.format(node=self.one(self.nodes or "-"), group=self.one(self.groups or "-")))

    def cohort_figure(self, figures: Sequence[str] = COHORT_FIGURES) -> str:
        """Return the text of a figure of the cohort."""
        return f"cohort_{self.one(figures)}({self.compared()})"

    def compared(self) -> str:
        """Return the text of what the cohort is asked about."""
        points = ((f'points("{code}")', ()) for code in self.asks_cohort())
        text, names = self.one((("m", ("m",)), ("m / (n + 1)", ("m", "n")), *points))
        self.asks(*names)
        return str(text)

    def asks_cohort(self) -> tuple[str, ...]:
        """Note that from here on nodes may depend on the cohort, and return those that do not."""
        if self._compared is None:
            self._compared = tuple(self.nodes)
        return self._compared


_NOTHING: Final = st.none()


@lru_cache(maxsize=64)
def _places(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)


_ABOUT_ANSWERS: Final = (
    ("a", ("a",)),
    ("b", ("b",)),
    ("not c", ("c",)),
    ("d", ("d",)),
    ("m > 3", ("m",)),
    ("m <= n", ("m", "n")),
    ("p >= 80 %", ("p",)),
    ('k = "full"', ("k",)),
    ("e <= date(year, 6, 30)", ("e",)),
    ("working_days(e, date(year, 2, 3)) > 2", ("e",)),
    ('unit.terrain = "hill"', ("unit.terrain",)),
    ("unit.people >= 1000", ("unit.people",)),
    ("year >= 2023", ()),
)
_ABOUT_NODES: Final = (
    ('points("{node}") = 0', ()),
    ('points("{node}") < 0.5', ()),
    ('share("{node}") >= 50 %', ()),
    ('maximum("{node}") > 1', ()),
    ('m = points("{node}")', ("m",)),
)
_ABOUT_GROUPS: Final = (
    ('count("{group}", points = 0) > 0', ()),
    ('count("{group}", share < 50 %) <= 1', ()),
    ('count("{group}", points < points("{node}")) = 1', ()),
)
_ABOUT_STATES: Final = (
    ("a is missing", ("a",)),
    ('status("{node}") = "zeroed"', ()),
    ('status("{node}") != "incomplete"', ()),
    ('points("{node}") is not_applicable', ()),
)
_ABOUT_UNITS: Final = (("m >= {cohort}", ("m",)),)


@lru_cache(maxsize=16)
def _atoms(nodes: bool, groups: bool, states: bool, units: bool) -> Sequence[Atom]:
    """Return the conditions that can be asked, of those that ask about each of some things."""
    asked_about = ((nodes, _ABOUT_NODES), (groups, _ABOUT_GROUPS), (states, _ABOUT_STATES), (units, _ABOUT_UNITS))
    return (*_ABOUT_ANSWERS, *(atom for wanted, atoms in asked_about if wanted for atom in atoms))
