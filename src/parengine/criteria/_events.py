"""
Events: YAML and JSON read as one stream of openings, closings and scalars, each with its place.

The readers here do not recurse, so that depth is the builder's to limit. YAML comes from libyaml where
PyYAML was built with it. JSON has a reader of its own, because not all of it is YAML.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from .._sentences import say
from ._places import refusal, shortened

Shape: TypeAlias = Literal["mapping", "list", "end", "scalar", "alias", "document"]


class Event(NamedTuple):
    """One step of a text: `quoted` scalars are text; `complaint` says why the step is not allowed."""

    shape: Shape
    line: int
    column: int
    text: str = ""
    quoted: bool = False
    complaint: str | None = None


def events(text: str, name: str) -> Iterator[Event]:
    """
    Yield the events of a document; raises `DocumentError` for bad syntax.

    A file called `.json` is JSON. Other text is JSON where it opens like it and is valid, else YAML.
    """
    if name.lower().endswith(".json"):
        return json_events(text, name)
    return (
        _json_tokens(text) if text.lstrip()[:1] in ("{", "[") and _json_error(text) is None else yaml_events(text, name)
    )


def yaml_events(text: str, name: str) -> Iterator[Event]:
    """Yield the events of a YAML text."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            reader = _YAML.get(type(event).__name__)
            if reader:
                yield reader(event, *_position(event.start_mark))
    except yaml.MarkedYAMLError as error:
        where = _position(error.problem_mark or error.context_mark)
        raise refusal(name, _yaml_sentence(error.problem, error.context), *where) from None
    except yaml.YAMLError as error:
        raise refusal(name, say("the text is not YAML: {why}", why=shortened(str(error)))) from None


def _position(mark: Any) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _yaml_sentence(problem: str | None, context: str | None) -> str:
    for sign, hint in _YAML_HINTS.items():
        if sign in (problem or ""):
            return say("the text is not YAML: {why}; {hint}", why=problem, hint=hint)
    return say("the text is not YAML: {why}", why=" ".join(filter(None, (context, problem))))


_YAML_HINTS: Final[Mapping[str, str]] = {
    "mapping values are not allowed": say("put a text that holds ': ' in quotes"),
    "'\\t'": say("indent with spaces, not with tabs"),
    "could not find expected ':'": say("a key is followed by ': '"),
}


def _yaml_opening(shape: Shape) -> Callable[[Any, int, int], Event]:
    return lambda event, line, column: Event(shape, line, column, complaint=_yaml_complaint(event))


def _yaml_scalar(event: Any, line: int, column: int) -> Event:
    return Event("scalar", line, column, event.value, not event.implicit[0], _yaml_complaint(event))


def _yaml_complaint(event: Any) -> str | None:
    if event.anchor is not None:
        return say("the anchor '&{name}' is not allowed; write the value out", name=shortened(event.anchor))
    if event.tag is not None:
        tag = shortened(event.tag)
        return say("the tag '{tag}' is not allowed; a value's type follows from how it is written", tag=tag)
    return None


def _yaml_alias(event: Any, line: int, column: int) -> Event:
    complaint = say("the alias '*{name}' is not allowed; write the value out", name=shortened(event.anchor))
    return Event("alias", line, column, complaint=complaint)


_YAML: Final[Mapping[str, Callable[[Any, int, int], Event]]] = {
    "DocumentStartEvent": lambda _, line, column: Event("document", line, column),
    "MappingStartEvent": _yaml_opening("mapping"),
    "SequenceStartEvent": _yaml_opening("list"),
    "MappingEndEvent": lambda _, line, column: Event("end", line, column),
    "SequenceEndEvent": lambda _, line, column: Event("end", line, column),
    "ScalarEvent": _yaml_scalar,
    "AliasEvent": _yaml_alias,
}


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]|[^\s,:{}\[\]"]+', re.DOTALL)
_BRACKETS: Final[Mapping[str, Shape]] = {"{": "mapping", "[": "list", "}": "end", "]": "end"}


def json_events(text: str, name: str) -> Iterator[Event]:
    """Yield the events of a JSON text."""
    error = _json_error(text)
    if error:
        raise refusal(name, say("the text is not JSON: {why}", why=error[0]), *error[1:])
    return _json_tokens(text)


def _json_error(text: str) -> tuple[str, int, int] | None:
    """Return what is wrong with a JSON text, and its line and column."""
    try:
        json.loads(text, parse_float=str, parse_int=str, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        return f"{error.msg[:1].lower()}{error.msg[1:]}", error.lineno, error.colno
    except RecursionError:
        return say("it is nested too deep"), 1, 1
    except ValueError as error:
        return error.args[0] if error.args else str(error), 1, 1
    return None


def _refuse_constant(constant: str) -> None:
    raise ValueError(say("'{value}' is not a finite number", value=constant))


def _json_tokens(text: str) -> Iterator[Event]:
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    yield Event("document", 1, 1)
    for token in _TOKEN.finditer(text):
        line = bisect_right(starts, token.start())
        yield _json_event(token.group(), line, token.start() - starts[line - 1] + 1)


def _json_event(token: str, line: int, column: int) -> Event:
    if token[0] == '"':
        return Event("scalar", line, column, json.loads(token) if "\\" in token else token[1:-1], quoted=True)
    return Event(_BRACKETS.get(token, "scalar"), line, column, token)
