"""
Tops: what stands above the first criterion, read without reading the rest.

The events of a document are followed no further than they are needed. A top that is written in any
unusual way raises `UnusualError`; only a full reading can say what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from ._events import Event, events
from ._scalars import Scalar, resolve

#: Where these start, the top of a set has ended, or that of a file of cases.
_BODY: Final = frozenset({"criteria", "inputs", "bonus", "penalty", "cases"})
#: How an event changes the depth.
_STEP: Final[Mapping[str, int]] = {"mapping": 1, "list": 1, "end": -1}


class UnusualError(Exception):
    """A top that only the full reading can judge."""


def read_top(text: str, name: str, wanted: Collection[str]) -> dict[str, Any]:
    """
    Return the wanted keys of a document that stand above its body, those that it has.

    A value is a scalar, a list of scalars, or a mapping; what a mapping holds deeper is left out.
    """
    stream, expected = events(text, name), {key for key in wanted if _is_written(key, text)}
    if [next(stream).shape, next(stream).shape] != ["document", "mapping"]:
        raise UnusualError
    found: dict[str, Any] = {}
    for key in stream:
        if key.shape == "end" or (key.text in _BODY and found.keys() >= expected):
            break
        _keep(found, key, stream, wanted)
    return found


def _is_written(key: str, text: str) -> bool:
    """Return whether a key may stand in a text: `decision:`, `"decision" :`."""
    return re.search(rf"\b{key}['\"]?\s*:", text) is not None


def _keep(found: dict[str, Any], key: Event, stream: Iterator[Event], wanted: Collection[str]) -> None:
    first = next(stream)
    if key.text not in wanted:
        _pass_over(first, stream)
    elif key.text in found:
        raise UnusualError
    else:
        found[key.text] = _value(first, stream)


def _pass_over(first: Event, stream: Iterator[Event]) -> None:
    depth = _STEP.get(first.shape, 0)
    while depth > 0:
        depth += _STEP.get(next(stream).shape, 0)


def _value(first: Event, stream: Iterator[Event]) -> Any:
    if first.complaint or first.shape == "scalar":
        return _scalar(first)
    if first.shape == "mapping":
        return dict(_entries(stream))
    inside = []
    while (event := next(stream)).shape != "end":
        inside.append(_scalar(event))
    return inside


def _entries(stream: Iterator[Event]) -> Iterator[tuple[Any, Any]]:
    """Yield the keys of a mapping and their values, `...` for what is deeper."""
    while (key := next(stream)).shape != "end":
        name, first = _scalar(key), next(stream)
        if first.shape == "scalar" or first.complaint:
            yield name, _scalar(first)
        else:
            _pass_over(first, stream)
            yield name, ...


def _scalar(event: Event) -> Scalar:
    if event.complaint or event.shape != "scalar":
        raise UnusualError
    return event.text if event.quoted else resolve(event.text)
