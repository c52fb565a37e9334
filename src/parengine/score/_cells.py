"""
Cells: what a table shows of a unit, as bindings of their own over the programme of a set.

Every reading over many units gives these columns: the index, the class and the totals, then of every node its
points, its status and whether it applies. A number is the published figure, at the declared places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any, Final

from attrs import evolve, field, frozen

from .._model import Node
from .._numbers import Rounding
from ..expr import (
    NO,
    NOT_APPLICABLE,
    YES,
    Expr,
    and_,
    is_invalid,
    is_missing,
    is_not_applicable,
    not_,
    or_,
    when,
    word,
)
from ..expr._build import _raw, bound, rounded
from ..expr._exact import Compiled, compile_exact
from ..expr._integer import DIGITS, Form, integer_form
from ..expr._nodes import Input, Mark, Unknown, When, _intern
from ..expr._replace import replace
from ..types import State, Status, ValueType
from ._assessment import Assessment
from ._prepared import Prepared
from ._programme import UNCLASSIFIED, named

#: What a figure of the cohort is where it stands fast: a number, or the state it is in.
Given = Mapping[Input, "Fraction | State"]

_TOTALS: Final = ("points", "bonus", "penalty", "applicable")
_NOTHING: Final[Mapping[Any, Any]] = {}
#: How many forms are kept, each for its own figures of the cohort.
_KEPT: Final = 4


@frozen(eq=False, slots=False)
class Cells:
    """The columns that a table shows, for one set, its terms and one year. Made by `cells_of`."""

    prepared: Prepared
    year: int
    nodes: bool = True
    _lock: Any = field(factory=Lock, init=False, repr=False)

    @cached_property
    def expressions(self) -> Mapping[str, Expr]:
        """Return the columns in order, each over the bindings of the programme."""
        made = dict(self._of_the_whole())
        if self.nodes:
            for node in self.prepared.criteria_set.walk():
                made.update(self._of_node(node))
        return made

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns in order."""
        return tuple(self.expressions)

    @cached_property
    def types(self) -> Mapping[str, ValueType]:
        """Return the types of the columns."""
        return {name: each.type or ValueType.NUMBER for name, each in self.expressions.items()}

    @property
    def rounding(self) -> Rounding:
        """Return how numbers are published."""
        return self.prepared.criteria_set.rounding.rounding

    @property
    def places(self) -> int:
        """Return to how many places."""
        return self.rounding.places

    def _of_the_whole(self) -> Iterator[tuple[str, Expr]]:
        yield "index", self._published("index")
        given = bound("class", ValueType.CHOICE)
        open_class: Expr = NO
        if self.prepared.criteria_set.classes:
            yield "class", when(given.equals(word(UNCLASSIFIED)), NOT_APPLICABLE, given)
            yield "class status", _status_of_class(given)
            open_class = or_(is_missing(given), is_invalid(given))
        yield from ((name, self._published(name)) for name in _TOTALS)
        yield "complete", and_(bound("open", ValueType.NUMBER).equals(0), not_(open_class))

    def _of_node(self, node: Node) -> Iterator[tuple[str, Expr]]:
        own = bound(named("own", node.code), ValueType.NUMBER)
        yield named("points", node.code), self._published(named("points", node.code))
        zeroed = _zeroed(self.prepared.programme.by_name[named("own", node.code)])
        yield named("status", node.code), _status(own, zeroed, bound(named("open", node.code), ValueType.NUMBER), node)
        yield named("applies", node.code), not_(is_not_applicable(own))

    def _published(self, name: str) -> Expr:
        return rounded(bound(name, ValueType.NUMBER), self.rounding.places, self.rounding.mode)

    # ---- the readings

    @property
    def _bindings(self) -> list[tuple[str, Expr]]:
        programme = [(binding.name, binding.expression) for binding in self.prepared.programme.bindings]
        return [*programme, *((_cell(name), each) for name, each in self.expressions.items())]

    @cached_property
    def exact(self) -> Compiled:
        """Return the exact reading of the columns, compiled once."""
        return compile_exact(self._bindings, [_cell(name) for name in self.names], self.prepared.inputs)

    def row(self, assessment: Assessment, cohort: Mapping[str, object] = _NOTHING) -> dict[str, Any]:
        """
        Return the columns of one unit exactly: a `Decimal` at the declared places, text, yes or no; None for a state.

        `cohort` has the figures of the cohort by the names of their inputs.
        """
        row = self.exact.run(self.prepared.answers(assessment, cohort))
        return {name: self._shown(self.exact.result(row, _cell(name), self.types[name])) for name in self.names}

    def _shown(self, value: Any) -> Decimal | str | bool | None:
        if isinstance(value, State):
            return None
        return self.rounding.decimal(value) if isinstance(value, Fraction) else value

    @property
    def _fixed(self) -> dict[Input, Fraction | State]:
        """Return the year, where something reads it."""
        return {each: Fraction(self.year) for each in self.prepared.inputs if each.origin == "period"}

    def form(self, given: Given = _NOTHING, *, digits: int = DIGITS) -> Form:
        """
        Return the integer form of the columns, the year and the `given` figures of the cohort folded in.

        Quotients that are added up are enclosed to so many `digits`: the fewer, the more units have to be computed
        again. Raises `TooWide` where figures may need more than 64 bits.
        """
        # a state equals a number: the type tells them apart
        key = (digits, frozenset((each, type(value), value) for each, value in given.items()))
        with self._lock:
            found = self._forms.get(key)
            if found is None:
                while len(self._forms) >= _KEPT:
                    self._forms.pop(next(iter(self._forms)))
                found = self._forms[key] = self._form({**self._fixed, **given}, digits)
        return found

    @cached_property
    def _forms(self) -> dict[Any, Form]:
        return {}

    def _form(self, fixed: Given, digits: int) -> Form:
        outputs = [_cell(name) for name in self.names]
        made = integer_form(_held(self._bindings, fixed), outputs, self._read(fixed), digits=digits)
        return evolve(made, cells={name: made.cells[_cell(name)] for name in self.names})

    def compared(self) -> Form:
        """Return the integer form of what is compared with the cohort: `over …` and `under …` of each binding."""
        names = list(dict.fromkeys(each.binding for each in self.prepared.programme.comparisons))
        fixed = self._fixed
        return integer_form(_held(self._bindings, fixed), names, self._read(fixed), as_pairs=True)

    def _read(self, fixed: Given) -> list[Input]:
        return [each for each in self.prepared.inputs if each not in fixed]


def cells_of(prepared: Prepared, *, year: int, nodes: bool = True) -> Cells:
    """Return the columns of a table of units; without `nodes` those of the whole alone. The last are kept."""
    return _cells_of(prepared, year, nodes)


@lru_cache(maxsize=16)
def _cells_of(prepared: Prepared, year: int, nodes: bool) -> Cells:
    return Cells(prepared, year, nodes)


def _cell(name: str) -> str:
    return f"cell {name}"


def _held(bindings: list[tuple[str, Expr]], fixed: Given) -> list[tuple[str, Expr]]:
    """Return bindings with constants in the place of inputs that stand fast."""
    constants = {
        each: _intern(Unknown, value) if isinstance(value, State) else _raw(value) for each, value in fixed.items()
    }
    return [
        (name, replace(e, lambda node: constants.get(node) if isinstance(node, Input) else None))
        for name, e in bindings
    ]


# ---- statuses


def _zeroed(own: Expr) -> Expr:
    """Return whether a zero rule decides: whether its note is met where the node's own points are read."""
    if isinstance(own, When):
        return when(own.condition, _zeroed(own.then), _zeroed(own.otherwise))
    return YES if isinstance(own, Mark) and own.tag.effect == "zeroed" else NO


def _status(own: Expr, zeroed: Expr, open_: Expr, node: Node) -> Expr:
    scored = (
        when(open_.equals(0), word(Status.SCORED), word(Status.INCOMPLETE)) if node.children else word(Status.SCORED)
    )
    known = when(zeroed, word(Status.ZEROED), scored)
    for state, status in _STATES.items():
        known = when(_IS[state](own), word(status), known)
    return known


def _status_of_class(given: Expr) -> Expr:
    known = when(given.equals(word(UNCLASSIFIED)), word("unclassified"), word("classed"))
    undetermined = when(or_(is_missing(given), is_invalid(given)), word("undetermined"), known)
    return when(is_not_applicable(given), word("not_rated"), undetermined)


_IS: Final = {State.NOT_APPLICABLE: is_not_applicable, State.MISSING: is_missing, State.INVALID: is_invalid}
_STATES: Final = {
    State.NOT_APPLICABLE: Status.NOT_APPLICABLE,
    State.MISSING: Status.MISSING,
    State.INVALID: Status.INVALID,
}
