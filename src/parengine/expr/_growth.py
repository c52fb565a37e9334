"""
How long the numbers of a programme may become.

No greatest common divisor is taken while a unit is scored, so a value is at most as long as all that it was
made of. Rules that refer to each other in a chain may double that at every step; such a programme is refused
before it is run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from .._sentences import say
from ..errors import ExpressionError
from . import _nodes as n

#: Beyond it a single figure would take longer than a whole national set: a million digits.
MOST_BITS: Final = 3_322_000
_UNLIMITED: Final = 10**15

Sizes: TypeAlias = Mapping[n.Expr, int]


def check_growth(bindings: Iterable[tuple[str, n.Expr]]) -> None:
    """Raise `ExpressionError` where the figures of a binding might have more than a million digits."""
    sizes: dict[str, int] = {}
    for name, expression in bindings:
        sizes[name] = _size(expression, sizes)
        if sizes[name] > MOST_BITS:
            raise ExpressionError(
                say(
                    "the figure '{name}' may have more than a million digits, because the rules that it looks at look "
                    "at each other in turn; let it refer to fewer of them",
                    name=name,
                )
            )


def _size(expression: n.Expr, sizes: Mapping[str, int]) -> int:
    found: dict[n.Expr, int] = {}
    for node in n.walk(expression):
        found[node] = sizes[node.name] if isinstance(node, n.Bound) else _SIZES.get(type(node), _longest)(node, found)
    return found[expression]


def _of_all(node: n.Expr, found: Sizes) -> int:
    return sum(found[child] for child in node.children())


def _longest(node: n.Expr, found: Sizes) -> int:
    return max((found[child] for child in node.children()), default=0)


def _of_input(node: n.Input, _: Sizes) -> int:
    high = _UNLIMITED if node.domain.high is None else int(abs(node.domain.high))
    return high.bit_length() + 1 + int(10**node.domain.places * node.domain.unit_scale).bit_length()


def _of_choice(node: n.When, found: Sizes) -> int:
    return max(found[node.then], found[node.otherwise])


#: How long a value may be, in bits of numerator and denominator; a value of another class is its longest part's.
_SIZES: Final[Mapping[type[n.Expr], Callable[[Any, Sizes], int]]] = {
    n.Const: lambda node, _: int(node.value.numerator.bit_length() + node.value.denominator.bit_length()),
    n.Input: _of_input,
    n.Add: _of_all,
    n.Mul: _of_all,
    n.Div: _of_all,
    n.Compare: lambda _, __: 0,
    n.When: _of_choice,
}
