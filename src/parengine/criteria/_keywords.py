"""
Keywords: what JSON Schema asks, answered in sentences for people.

This reads the closed set of keywords that our shapes use, each by one small function that says what is
wrong with one value and where. jsonschema would give the same verdicts, and the tests hold both to them;
but its sentences are not for people, and it takes five times as long.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias

from .._nearest import nearest
from .._sentences import figure, grouped, one_of, say
from ._places import Path, shortened


class Complaint(NamedTuple):
    """What a keyword says of a value, and the value's path inside the one that was asked about."""

    keyword: str
    sentence: str
    path: Path = ()


Keyword: TypeAlias = Callable[[Any, Any, Mapping[str, Any]], Iterator[Complaint]]
#: The keywords whose complaint is about a key, not about its value.
ABOUT_KEYS: Final = frozenset({"additionalProperties", "propertyNames", "properties"})


def complaints(value: object, shape: Mapping[str, Any]) -> Iterator[Complaint]:
    """Yield what is wrong with a value that should have a shape; keywords that only describe say nothing."""
    for keyword, wanted in shape.items():
        check = KEYWORDS.get(keyword)
        if check is not None:
            yield from check(wanted, value, shape)


def _inside(value: object, shape: Mapping[str, Any], step: str | int) -> Iterator[Complaint]:
    for found in complaints(value, shape):
        yield found._replace(path=(step, *found.path))


def suggestion(word: object, known: Iterable[str]) -> str:
    """
    Return a hint at the nearest known word, nothing where none is near.

    >>> suggestion("titel", ["title", "note"])
    "; did you mean 'title'?"
    """
    near = nearest(word, known)
    return say("; did you mean '{near}'?", near=near) if near else ""


def named(value: object) -> str:
    """Return what a value is, in a few words."""
    if isinstance(value, bool):
        return f"'{str(value).lower()}'"
    if isinstance(value, int | Decimal):
        return say("the number {number}", number=shortened(str(value)))
    return f"'{shortened(value)}'" if isinstance(value, str) else _NAMES.get(type(value), _OTHER)


_OTHER: Final = say("something else")
_NAMES: Final[Mapping[type, str]] = {dict: say("a mapping"), list: say("a list"), type(None): say("nothing")}
_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, Decimal),
    "boolean": (bool,),
    "null": (type(None),),
}
_TYPE_NAMES: Final[Mapping[str, str]] = {
    "object": say("a mapping"),
    "array": say("a list"),
    "string": say("text"),
    "integer": say("a whole number"),
    "number": say("a number"),
    "boolean": say("true or false"),
    "null": say("nothing"),
}


def _is_of(value: object, name: str) -> bool:
    return isinstance(value, _TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def _type(wanted: Any, value: Any, _shape: Mapping[str, Any]) -> Iterator[Complaint]:
    names = [wanted] if isinstance(wanted, str) else wanted
    if not any(_is_of(value, name) for name in names):
        expected, hint = one_of([_TYPE_NAMES[name] for name in names]), _type_hint(value, names)
        yield Complaint("type", say("{value} is not {wanted}{hint}", value=named(value), wanted=expected, hint=hint))


def _type_hint(value: object, names: Sequence[str]) -> str:
    if "string" in names and isinstance(value, bool | int | Decimal):
        return say("; put it in quotes: '{text}'", text=str(value).lower() if isinstance(value, bool) else value)
    if "boolean" in names and value in ("yes", "no", "on", "off"):
        return say("; write {word}", word="true" if value in ("yes", "on") else "false")
    return ""


def _required(keys: Any, value: Any, shape: Mapping[str, Any]) -> Iterator[Complaint]:
    why = say("; {why}", why=shape["$comment"]) if "$comment" in shape else ""
    for key in keys if isinstance(value, dict) else ():
        if key not in value:
            yield Complaint("required", say("'{key}' is missing{why}", key=key, why=why))


def _properties(properties: Any, value: Any, _shape: Mapping[str, Any]) -> Iterator[Complaint]:
    for key in value if isinstance(value, dict) else ():
        shape = properties.get(key)
        if shape is False:
            type_ = named(value.get("type"))
            sentence = say("'{key}' is not used with the type {type}", key=key, type=type_)
            yield Complaint("properties", sentence, (key,))
        elif shape is not None:
            yield from _inside(value[key], shape, key)


def _additional(allowed: Any, value: Any, shape: Mapping[str, Any]) -> Iterator[Complaint]:
    known = shape.get("properties", {})
    for key in value if isinstance(value, dict) else ():
        if key not in known and allowed is False:
            hint = suggestion(key, known) or _comma_hint(key, value[key])
            sentence = say("'{name}' is not known here{hint}", name=shortened(key), hint=hint)
            yield Complaint("additionalProperties", sentence, (key,))
        elif key not in known:
            yield from _inside(value[key], allowed, key)


def _comma_hint(key: object, value: object) -> str:
    """Return a hint where a key looks like the rest of a text: `{vi: Kỷ luật, kỷ cương hành chính}`."""
    return say("; a text with a comma stands in quotes") if value is None and " " in str(key) else ""


def _names(shape: Any, value: Any, _shape: Mapping[str, Any]) -> Iterator[Complaint]:
    for key in value if isinstance(value, dict) else ():
        yield from (Complaint("propertyNames", found.sentence, (key,)) for found in complaints(key, shape))


def _entries(shape: Any, value: Any, _shape: Mapping[str, Any]) -> Iterator[Complaint]:
    for i, part in enumerate(value if isinstance(value, list) else ()):
        yield from _inside(part, shape, i)


def _all_of(shapes: Any, value: Any, _shape: Mapping[str, Any]) -> Iterator[Complaint]:
    for shape in shapes:
        yield from complaints(value, shape)


def _if(condition: Any, value: Any, shape: Mapping[str, Any]) -> Iterator[Complaint]:
    if next(complaints(value, condition), None) is None:
        yield from complaints(value, shape["then"])


def _enum(options: Any, value: Any, _shape: Mapping[str, Any]) -> Iterator[Complaint]:
    if not isinstance(value, str | None) or value not in options:
        choices = [option for option in options if option is not None]
        hint = suggestion(value, choices) or say("; choose one of {choices}", choices=choices)
        yield Complaint("enum", say("{value} is not one of the choices{hint}", value=named(value), hint=hint))


def _const(wanted: Any, value: Any, _shape: Mapping[str, Any]) -> Iterator[Complaint]:
    if isinstance(value, bool) is not isinstance(wanted, bool) or value != wanted:
        yield Complaint("const", say("it must be {wanted}, not {value}", wanted=named(wanted), value=named(value)))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern whose `$` is the very end, not the place before a last line break."""
    return re.compile(re.sub(r"(?<!\\)\$", r"\\Z", pattern))


def _pattern(pattern: str, value: Any, shape: Mapping[str, Any]) -> Iterator[Complaint]:
    if isinstance(value, str) and not _compiled(pattern).search(value):
        examples = one_of([f"'{example}'" for example in shape.get("examples", ())])
        form = say("like {examples}", examples=examples) if examples else _form(pattern)
        yield Complaint("pattern", say("'{text}' is not written {form}", text=shortened(value), form=form))


def _form(pattern: str) -> str:
    known = next((form for sign, form in _FORMS.items() if pattern.startswith(sign)), None)
    return known or say("in the form {pattern}", pattern=pattern)


#: What the patterns of ids and codes mean, by how they begin.
_FORMS: Final[Mapping[str, str]] = {
    "^[a-z][a-z0-9_]": say("as a name: a small letter, then small letters, digits and '_', without accents"),
    "^[a-z][a-z0-9]*": say("as an id: small letters and digits in parts joined by '-', without accents"),
    "^[A-Za-z0-9]": say("as an id: letters, digits, '_' and '-', without accents"),
    "^[0-9A-Za-z]": say("as a code: letters and digits in parts joined by '.', such as '1.1.2'"),
}


def _sized(keyword: str, kind: type[Any], sentence: Callable[[str], str], wrong: Callable[[int, int], bool]) -> Keyword:
    def check(limit: int, value: Any, _shape: Mapping[str, Any]) -> Iterator[Complaint]:
        if isinstance(value, kind) and wrong(len(value), limit):
            yield Complaint(keyword, sentence(grouped(limit)))

    return check


def _bounded(keyword: str, sentence: Callable[[str, str], str], wrong: Callable[[Any, Any], bool]) -> Keyword:
    def check(limit: Any, value: Any, _shape: Mapping[str, Any]) -> Iterator[Complaint]:
        if _is_of(value, "number") and wrong(value, limit):
            yield Complaint(keyword, sentence(shortened(str(value)), figure(limit)))

    return check


def _unique(wanted: Any, value: Any, _shape: Mapping[str, Any]) -> Iterator[Complaint]:
    seen: set[object] = set()
    for i, part in enumerate(value if wanted and isinstance(value, list) else ()):
        if isinstance(part, str | int) and part in seen:
            yield Complaint("uniqueItems", say("{value} is listed twice", value=named(part)), (i,))
        elif isinstance(part, str | int):
            seen.add(part)


KEYWORDS: Final[Mapping[str, Keyword]] = {
    "type": _type,
    "required": _required,
    "properties": _properties,
    "additionalProperties": _additional,
    "propertyNames": _names,
    "items": _entries,
    "allOf": _all_of,
    "if": _if,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "minLength": _sized("minLength", str, lambda _: say("the text is empty"), operator.lt),
    "maxLength": _sized(
        "maxLength", str, lambda most: say("the text has more than {most} characters", most=most), operator.gt
    ),
    "minItems": _sized(
        "minItems",
        list,
        lambda least: say("the list is too short; at least {least} is needed", least=least),
        operator.lt,
    ),
    "maxItems": _sized(
        "maxItems", list, lambda most: say("the list has more than {most} entries", most=most), operator.gt
    ),
    "maxProperties": _sized(
        "maxProperties", dict, lambda most: say("the mapping has more than {most} entries", most=most), operator.gt
    ),
    "minimum": _bounded(
        "minimum",
        lambda value, low: say("{value} is below {low}, the lowest it may be", value=value, low=low),
        operator.lt,
    ),
    "maximum": _bounded(
        "maximum",
        lambda value, high: say("{value} is above {high}, the highest it may be", value=value, high=high),
        operator.gt,
    ),
    "exclusiveMinimum": _bounded(
        "exclusiveMinimum", lambda value, low: say("{value} must be above {low}", value=value, low=low), operator.le
    ),
    "uniqueItems": _unique,
}
