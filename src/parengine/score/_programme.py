"""
The programme: a criteria set as named bindings in dependency order.

Every reading runs over it. A binding's name is its figure and the code of its node, such as
`"own 1.1.2"`; the figures are listed in `FIGURES`, the totals in `TOTALS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

from attrs import frozen

from .._sentences import say
from ..errors import ExpressionError
from ..expr import Expr
from ..expr._nodes import Bound, CohortKind, Input, walk

#: The figures of a node, in the order in which one follows from another.
FIGURES: Final[Mapping[str, str]] = {
    "away": "whether it does not apply, by its own clause or an ancestor's",
    "rule": "what its rule gives, or the aggregate of its children's counted points",
    "given": "what it is given: an appraiser's decision, else what its rule gave as far as there is evidence",
    "own": "its points after its own clauses, exact: what other clauses see",
    "reach": "the most it could have: its maximum, or its children's counted maxima",
    "points": "its own points, rounded where the edition lists its level",
    "counted": "the points that its parent adds",
    "weight": "the maximum that its parent adds",
    "open": "how many leaves below keep it from being known",
}

#: The figures of the whole set.
TOTALS: Final[Mapping[str, str]] = {
    "points": "counted points of the fields, rounded where the edition lists the total",
    "bonus": "counted points of the bonus groups",
    "penalty": "counted points of the penalty groups",
    "applicable": "counted maxima of the fields",
    "open": "how many leaves keep the total from being known",
    "exact index": "the index before it is rounded",
    "index": "the index at the declared places",
    "table class": "the id of the class by the index and its gates alone, or `UNCLASSIFIED`",
    "class": "the id of the class after all that decides it, or `UNCLASSIFIED`",
}

#: What the binding `class` holds where no class fits; no class's id looks like it.
UNCLASSIFIED: Final = "-unclassified"


#: The binding of the class that the table gives.
TABLE_CLASS: Final = "table class"

#: The figure of what is compared within the cohort; in the place of a code stands the text of the expression.
COMPARED: Final = "compared"


def named(figure: str, code: str) -> str:
    """Return the name of a node's binding."""
    return f"{figure} {code}"


@frozen
class Binding:
    """A name and the expression it stands for."""

    name: str
    expression: Expr


@frozen
class Comparison:
    """A cohort figure that a programme reads: its input, which figure it is, and what it compares."""

    input: Input
    figure: CohortKind
    text: str

    @property
    def binding(self) -> str:
        """Return the name of the binding that is compared."""
        return named(COMPARED, self.text)


@frozen
class Programme:
    """Bindings, each after those it refers to, and the inputs they read, in a fixed order."""

    bindings: tuple[Binding, ...]
    comparisons: tuple[Comparison, ...] = ()

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """Return every input that some binding reads, in the order in which it first does."""
        seen: dict[Input, None] = {}
        for binding in self.bindings:
            seen.update((node, None) for node in walk(binding.expression) if isinstance(node, Input))
        return tuple(seen)

    @cached_property
    def by_name(self) -> Mapping[str, Expr]:
        """Return the expressions by the names they are bound to."""
        return {binding.name: binding.expression for binding in self.bindings}


def in_order(bindings: Mapping[str, Expr]) -> tuple[Binding, ...]:
    """Return the bindings so that each stands after those it refers to; a circle is an error."""
    placed: dict[str, Binding] = {}
    for name in bindings:
        _place(name, bindings, placed)
    return tuple(placed.values())


def _place(name: str, bindings: Mapping[str, Expr], placed: dict[str, Binding]) -> None:
    """Place a binding after what it needs, without recursion: chains may be thousands long."""
    path: dict[str, Iterator[str]] = {}
    waiting = name
    while True:
        if waiting in path:
            through = next(reversed(path))
            raise ExpressionError(
                say("'{name}' depends on itself, by way of '{through}'", name=waiting, through=through)
            )
        if waiting not in placed:
            path[waiting] = _needs(bindings[waiting])
        found = _next_unplaced(path, bindings, placed)
        if found is None:
            return
        waiting = found


def _next_unplaced(
    path: dict[str, Iterator[str]], bindings: Mapping[str, Expr], placed: dict[str, Binding]
) -> str | None:
    """Place what has all it needs; return the next binding that is still wanted."""
    while path:
        current = next(reversed(path))
        for needed in path[current]:
            if needed not in placed:
                return needed
        placed[current] = Binding(current, bindings[current])
        del path[current]
    return None


def _needs(expression: Expr) -> Iterator[str]:
    return iter([node.name for node in walk(expression) if isinstance(node, Bound)])
