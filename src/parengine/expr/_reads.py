"""How the generated code reads an answer: in line where it is plainly inside its limits, else by the domain."""

from __future__ import annotations

from math import ceil, floor

from ..types import ValueType
from . import _nodes as n
from ._writers import Value


def lines_of_reading(place: int, node: n.Input, value: Value) -> list[str]:
    """Return the lines that admit an answer: in line where it is plainly inside, else by the domain."""
    name, domain = str(value.code), node.domain
    slow = f"{value.state}, {name} = admit({place}, {name})"
    if domain.kind == "exact":
        return [slow, f"{name}, {value.under} = pair_of({name})"]
    if domain.type is ValueType.YES_NO:
        return [f"if type_of({name}) is not truth: {slow}"]
    if domain.type is not ValueType.NUMBER:
        return [slow]
    if domain.step is not None and domain.step.numerator != 1:
        return [slow]
    low, high = domain.low, domain.high
    limits = f"{ceil(low) if low is not None else ''} <= " * (low is not None) + name
    limits += f" <= {floor(high)}" if high is not None else ""
    inside = f"type_of({name}) is whole_number" + (f" and {limits}" if limits != name else "")
    if domain.places == 0:
        return [f"if not ({inside}): {slow}"]
    return [f"if {inside}: {name} *= {10**domain.places}", f"else: {slow}"]
