"""
What every expression is: an interned value with operators.

Equal expressions are one object: every node is made by `_intern`, which looks the node up before it
makes it. So nodes compare and hash by identity, and a reading may keep what it knows of a node in a
dictionary.
"""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator
from typing import Any, ClassVar, NoReturn, TypeAlias, TypeVar, cast
from weakref import WeakValueDictionary

import attrs

from ..types import Number, ValueType

#: What an operator takes beside an expression: a number (text is decimal text), yes or no, or a date.
Operand: TypeAlias = "Expr | Number | bool | datetime.date"

_table: WeakValueDictionary[tuple[Any, ...], Expr] = WeakValueDictionary()
_lock = threading.Lock()


class Expr:
    """An expression: a value to be, of the type `type`; None fits every type (a state does)."""

    __slots__ = ("__weakref__",)
    #: The fields that hold expressions, in the order they are read.
    parts: ClassVar[tuple[str, ...]] = ()

    @property
    def type(self) -> ValueType | None:
        """Return the type of the value."""
        raise NotImplementedError

    def children(self) -> Iterator[Expr]:
        """Yield the expressions that this one is made of."""
        for name in self.parts:
            held = getattr(self, name)
            yield from held if isinstance(held, tuple) else (held,)

    def __bool__(self) -> NoReturn:
        raise TypeError("an expression has no truth value; build conditions with when(), and_(), or_() and not_()")

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as a call that finds or makes the same node."""
        return _intern, (self.__class__, *(getattr(self, a.name) for a in attrs.fields(cast("Any", self.__class__))))

    def __add__(self, other: Operand) -> Expr:
        return _build.add(self, other)

    def __radd__(self, other: Operand) -> Expr:
        return _build.add(other, self)

    def __sub__(self, other: Operand) -> Expr:
        return _build.subtract(self, other)

    def __rsub__(self, other: Operand) -> Expr:
        return _build.subtract(other, self)

    def __mul__(self, other: Operand) -> Expr:
        return _build.multiply(self, other)

    def __rmul__(self, other: Operand) -> Expr:
        return _build.multiply(other, self)

    def __truediv__(self, other: Operand) -> Expr:
        return _build.divide(self, other)

    def __rtruediv__(self, other: Operand) -> Expr:
        return _build.divide(other, self)

    def __neg__(self) -> Expr:
        return _build.multiply(-1, self)

    def __lt__(self, other: Operand) -> Expr:
        return _build.compare("<", self, other)

    def __le__(self, other: Operand) -> Expr:
        return _build.compare("<=", self, other)

    def __gt__(self, other: Operand) -> Expr:
        return _build.compare(">", self, other)

    def __ge__(self, other: Operand) -> Expr:
        return _build.compare(">=", self, other)

    def equals(self, other: Operand) -> Expr:
        """Return the condition that both are equal; `==` keeps Python's meaning, the same object."""
        return _build.compare("=", self, other)

    def differs(self, other: Operand) -> Expr:
        """Return the condition that the two are not equal."""
        return _build.compare("!=", self, other)


_N = TypeVar("_N", bound=Expr)

_node = attrs.define(frozen=True, eq=False, slots=True, weakref_slot=False)


def _intern(cls: type[_N], *values: Any) -> _N:
    """Return the one node of class `cls` with these fields."""
    key = (cls, *values)
    found = _table.get(key)
    if found is not None:
        return cast("_N", found)
    with _lock:
        return cast("_N", _table.setdefault(key, cls(*values)))


def walk(expression: Expr) -> Iterator[Expr]:
    """Yield every node below `expression` and itself once, children first."""
    seen: set[Expr] = set()
    stack = [(expression, False)]
    while stack:
        node, done = stack.pop()
        if done:
            yield node
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((child, False) for child in node.children())


# At the end because it needs the classes above: the operators of `Expr` get their meaning there.
from . import _build  # noqa: E402
