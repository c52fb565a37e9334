"""
The closed set of expression nodes.

The classes are private: rule kinds use the builders of `parengine.expr`, and only a reading looks at nodes.
A reading finds here whatever it needs of them, what `_expr` says of all of them included.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar, Final, Literal, TypeAlias

import attrs

from .._numbers import Mode
from ..types import State, ValueType
from ._domain import Domain
from ._expr import Expr, Operand, _intern, _node, walk

#: What readings find here of `_expr`, beside the classes below.
__all__ = ["Expr", "Operand", "_intern", "walk"]

Comparison: TypeAlias = Literal["=", "!=", "<", "<=", ">", ">="]
Figure: TypeAlias = Literal["points", "maximum", "share", "status"]
Total: TypeAlias = Literal["points", "bonus", "penalty", "maximum", "applicable"]
Origin: TypeAlias = Literal["answer", "unit", "period", "cohort", "decision", "evidence"]
#: What a rule may ask of the other units; `rank` is the unit's own among them.
CohortKind: TypeAlias = Literal["mean", "published_mean", "best", "least", "rank", "count"]


@_node
class Const(Expr):
    """A number."""

    type: ClassVar = ValueType.NUMBER
    value: Fraction


@_node
class Truth(Expr):
    """Yes or no."""

    type: ClassVar = ValueType.YES_NO
    value: bool


@_node
class Day(Expr):
    """A date by its ordinal; `NEVER` is later than every date."""

    type: ClassVar = ValueType.DATE
    ordinal: int


@_node
class Word(Expr):
    """An option of a choice, by its id."""

    type: ClassVar = ValueType.CHOICE
    value: str


@_node
class Unknown(Expr):
    """One of the states, as a constant."""

    type: ClassVar = None
    state: State


@_node
class Input(Expr):
    """
    A declared answer, or one option's count of a distribution of answers (`part`).

    `origin` says whether it is answered in the assessment, an attribute of the unit, the period, a figure of the
    cohort, an appraiser's decision, or whether there is evidence.
    """

    name: str
    part: str | None
    domain: Domain
    origin: Origin

    @property
    def type(self) -> ValueType:
        """Return the type of the domain."""
        return self.domain.type


@_node
class Add(Expr):
    """A sum."""

    type: ClassVar = ValueType.NUMBER
    parts: ClassVar = ("terms",)
    terms: tuple[Expr, ...]


@_node
class Mul(Expr):
    """A product."""

    type: ClassVar = ValueType.NUMBER
    parts: ClassVar = ("factors",)
    factors: tuple[Expr, ...]


@_node
class Div(Expr):
    """A quotient; over zero it is invalid, so rules say beforehand what a zero denominator means."""

    type: ClassVar = ValueType.NUMBER
    parts: ClassVar = ("over", "under")
    over: Expr
    under: Expr


@_node
class Floor(Expr):
    """The largest whole number not above."""

    type: ClassVar = ValueType.NUMBER
    parts: ClassVar = ("of",)
    of: Expr


@_node
class Least(Expr):
    """The smallest of several."""

    type: ClassVar = ValueType.NUMBER
    parts: ClassVar = ("of",)
    of: tuple[Expr, ...]


@_node
class Most(Expr):
    """The largest of several."""

    type: ClassVar = ValueType.NUMBER
    parts: ClassVar = ("of",)
    of: tuple[Expr, ...]


@_node
class NthBest(Expr):
    """The nth largest of several, counting from 1."""

    type: ClassVar = ValueType.NUMBER
    parts: ClassVar = ("of",)
    rank: int
    of: tuple[Expr, ...]


@_node
class Round(Expr):
    """A number rounded; only the levels that an edition lists are built with it."""

    type: ClassVar = ValueType.NUMBER
    parts: ClassVar = ("of",)
    of: Expr
    places: int
    mode: Mode


@_node
class YearOf(Expr):
    """The year of a date."""

    type: ClassVar = ValueType.NUMBER
    parts: ClassVar = ("of",)
    of: Expr


@_node
class DateOf(Expr):
    """A date made of a year that is computed and a month and day that are written."""

    type: ClassVar = ValueType.DATE
    parts: ClassVar = ("year",)
    year: Expr
    month: int
    day: int


@_node
class Days(Expr):
    """The days from one date to another, negative when it lies before; to `never` it is invalid."""

    type: ClassVar = ValueType.NUMBER
    parts: ClassVar = ("start", "end")
    start: Expr
    end: Expr


def _once(days: Iterable[int]) -> tuple[int, ...]:
    """Return each day once, so that one that is listed twice does not count twice."""
    return tuple(sorted(set(days)))


@attrs.frozen
class Calendar:
    """Which days are worked: the weekdays (Monday is 0), less the holidays, plus the days made up for."""

    weekdays: tuple[int, ...] = attrs.field(default=(0, 1, 2, 3, 4), converter=_once)
    holidays: tuple[int, ...] = attrs.field(default=(), converter=_once)
    made_up: tuple[int, ...] = attrs.field(default=(), converter=_once)


@_node
class WorkingDays(Expr):
    """The working days after one date up to and with another; negative when it lies before."""

    type: ClassVar = ValueType.NUMBER
    parts: ClassVar = ("start", "end")
    start: Expr
    end: Expr
    calendar: Calendar


@_node
class Compare(Expr):
    """Two values of one type compared; choices and truth values only for equality."""

    type: ClassVar = ValueType.YES_NO
    parts: ClassVar = ("left", "right")
    operator: Comparison
    left: Expr
    right: Expr


@_node
class And(Expr):
    """Kleene's and: one `no` decides, whatever else is unknown."""

    type: ClassVar = ValueType.YES_NO
    parts: ClassVar = ("of",)
    of: tuple[Expr, ...]


@_node
class Or(Expr):
    """Kleene's or: one `yes` decides, whatever else is unknown."""

    type: ClassVar = ValueType.YES_NO
    parts: ClassVar = ("of",)
    of: tuple[Expr, ...]


@_node
class Not(Expr):
    """The contrary; unknown stays unknown."""

    type: ClassVar = ValueType.YES_NO
    parts: ClassVar = ("of",)
    of: Expr


@_node
class Is(Expr):
    """Whether something is in a state; always known."""

    type: ClassVar = ValueType.YES_NO
    parts: ClassVar = ("of",)
    state: State
    of: Expr


@_node
class When(Expr):
    """One of two, by a condition; only the chosen one is read. A not-applicable condition does not hold."""

    parts: ClassVar = ("condition", "then", "otherwise")
    condition: Expr
    then: Expr
    otherwise: Expr

    @property
    def type(self) -> ValueType | None:
        """Return the type of whichever branch has one."""
        return self.then.type or self.otherwise.type


@attrs.frozen
class Tag:
    """What a scorecard notes when a marked expression is read: an effect, and the clause that did it."""

    effect: str
    clause: int | None = None


@_node
class Mark(Expr):
    """An expression with a note: when it is read, its tag is recorded. Its value is its expression's."""

    parts: ClassVar = ("of",)
    of: Expr
    tag: Tag

    @property
    def type(self) -> ValueType | None:
        """Return the type of what is marked."""
        return self.of.type


@_node
class NodeFigure(Expr):
    """A figure of another node, by its code; the lowering puts the node's binding in its place."""

    code: str
    figure: Figure

    @property
    def type(self) -> ValueType:
        """Return the type of the figure: a status is a choice."""
        return ValueType.CHOICE if self.figure == "status" else ValueType.NUMBER


@_node
class EachFigure(Expr):
    """Inside `CountNodes`: a figure of the node being looked at."""

    figure: Figure

    @property
    def type(self) -> ValueType:
        """Return the type of the figure: a status is a choice."""
        return ValueType.CHOICE if self.figure == "status" else ValueType.NUMBER


@_node
class CountNodes(Expr):
    """How many leaves below a node meet a condition."""

    type: ClassVar = ValueType.NUMBER
    parts: ClassVar = ("condition",)
    code: str
    condition: Expr


@_node
class CohortFigure(Expr):
    """What a value is among all units of the cohort; the lowering puts an input of that origin in its place."""

    type: ClassVar = ValueType.NUMBER
    parts: ClassVar = ("of",)
    figure: CohortKind
    of: Expr


@_node
class TotalFigure(Expr):
    """One of the totals that an index is written over."""

    type: ClassVar = ValueType.NUMBER
    name: Total


@_node
class Bound(Expr):
    """The value of an earlier binding of the programme."""

    name: str
    type: ValueType | None


#: Every node class; each reading has an entry for every one of them, and a test holds them to it.
NODES: Final = (
    Const, Truth, Day, Word, Unknown, Input,
    Add, Mul, Div, Floor, Least, Most, NthBest, Round, YearOf, DateOf, Days, WorkingDays,
    Compare, And, Or, Not, Is, When, Mark,
    NodeFigure, EachFigure, CountNodes, CohortFigure, TotalFigure, Bound,
)  # fmt: skip
