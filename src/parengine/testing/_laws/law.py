"""What a law is: a name, its sentence, and a function that yields what breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from attrs import frozen

from .breach import Breach
from .trial import Trial

Breaches: TypeAlias = Callable[[Trial], Iterator[Breach]]


@frozen
class Law:
    """
    A law about every sheet that a set can be answered with.

    With `whole` only sheets are drawn on which nothing is missing or not admitted; one that is `fixed` is about the
    set alone, and one trial tries it.
    """

    name: str
    sentence: str
    breaches: Breaches
    whole: bool = False
    fixed: bool = False


def law(sentence: str, *, whole: bool = False, fixed: bool = False) -> Callable[[Breaches], Law]:
    """Make a law of a function; its name is the function's."""
    return lambda breaches: Law(breaches.__name__, sentence, breaches, whole, fixed)
