"""Declarations: inputs, unit attributes, scales and the calendar, and what names in a text stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from attrs import Factory, define, frozen

from .._model import Input, Option, Provenance
from .._numbers import share
from .._sentences import say
from ..expr import Calendar, Domain, Expr, answer
from ..rules import Ratings
from ._keywords import suggestion
from ._loading import Loading, entries, named_entries, node_documents
from ._places import Path
from ._set_shapes import WEEKDAYS
from ._words import day_of, label_of, number_of, plain_provenance, provenance_of, text_of, words_of

#: The words of the text language, which no input may be called.
RESERVED: Final = frozenset((
    "and", "or", "not", "when", "then", "else", "otherwise", "true", "false", "yes", "no", "missing",
    "not_applicable", "invalid", "never", "min", "max", "whole", "nth_best", "year", "date", "days",
    "working_days", "points", "maximum", "share", "status", "count", "unit", "bonus", "penalty", "applicable",
    "is", "today", "channel", "cohort", "each", "cohort_mean", "cohort_published_mean", "cohort_best",
    "cohort_least", "cohort_rank", "cohort_count",
))  # fmt: skip
MOST_COUNTED: Final = 10**9

_DEFAULTS: Final[Mapping[str, tuple[int | None, int | None, int]]] = {
    "count": (0, MOST_COUNTED, 0),
    "quantity": (None, None, 0),
    "percent": (0, 100, 2),
    "points": (0, None, 2),
    "ratings": (0, MOST_COUNTED, 0),
    "yes_no": (None, None, 0),
    "date": (None, None, 0),
    "choice": (None, None, 0),
}


@define
class Declared:
    """What a set declares: inputs and attributes by id, scales, the calendar, and where each input stands."""

    inputs: dict[str, Input] = Factory(dict)
    attributes: dict[str, Input] = Factory(dict)
    ratings: dict[str, Ratings] = Factory(dict)
    places: dict[str, Path] = Factory(dict)
    scales: dict[str, tuple[Option, ...]] = Factory(dict)
    calendar: Calendar = Factory(Calendar)
    names: dict[str, Expr] = Factory(dict)
    parts: dict[str, dict[str, Expr]] = Factory(dict)
    #: The names that are declared, but not so that they can be used.
    broken: set[str] = Factory(set)
    used: set[str] = Factory(set)


@frozen
class _Asked:
    """The document of one input: where it stands, its id, and what it has of the node that asks it."""

    path: Path
    id: str
    document: Mapping[str, Any]
    asked_at: str | None
    provenance: Provenance


def read_declarations(loading: Loading, provenance: Provenance) -> Declared:
    """Read everything that names may stand for."""
    declared = Declared(calendar=_calendar(loading))
    declared.scales.update(_scales(loading))
    for asked in _asked(loading, provenance):
        _declare(loading, declared, asked)
    for id_, document in named_entries(loading.tree.get("unit_attributes")):
        attribute = _Asked(("unit_attributes", id_), id_, document, None, provenance)
        declared.attributes[id_] = _input(loading, declared, attribute)
    declared.parts["unit"] = {
        id_: answer(id_, attribute.domain, origin="unit") for id_, attribute in declared.attributes.items()
    }
    return declared


def _asked(loading: Loading, provenance: Provenance) -> Iterator[_Asked]:
    for id_, document in named_entries(loading.tree.get("inputs")):
        yield _Asked(("inputs", id_), id_, document, None, provenance)
    for path, node, _ in node_documents(loading.tree):
        inherited = plain_provenance(node["provenance"]) if node.get("provenance") else provenance
        for id_, document in named_entries(node.get("inputs")):
            yield _Asked((*path, "inputs", id_), id_, document, node.get("code"), inherited)
    for id_, document in named_entries(_of_classes(loading).get("inputs")):
        yield _Asked(("classes", "inputs", id_), id_, document, None, provenance)


def _of_classes(loading: Loading) -> Mapping[str, Any]:
    return loading.tree.get("classes") or {}


def _declare(loading: Loading, declared: Declared, asked: _Asked) -> None:
    id_ = asked.id
    if id_ in RESERVED:
        sentence = say("'{id}' is a word of the expression language; choose another id", id=id_)
        loading.report(asked.path, sentence, at_key=True)
    if id_ in declared.places:
        first = loading.place(declared.places[id_])
        sentence = say("the input '{id}' is declared twice; the first is {first}", id=id_, first=first)
        loading.report(asked.path, sentence, at_key=True)
        return
    declared.places[id_] = asked.path
    made = declared.inputs[id_] = _input(loading, declared, asked)
    if "type" not in asked.document or (asked.document["type"] in ("choice", "ratings") and not made.options):
        declared.broken.add(id_)
    elif made.ratings:
        _declare_ratings(declared, made)
    else:
        declared.names[id_] = answer(id_, made.domain)


def _declare_ratings(declared: Declared, made: Input) -> None:
    parts = {option.id: answer(made.id, made.domain, part=option.id) for option in made.options}
    declared.parts[made.id] = parts
    declared.ratings[made.id] = Ratings(made.id, tuple((parts[option.id], option.worth) for option in made.options))


def _input(loading: Loading, declared: Declared, asked: _Asked) -> Input:
    document, path = asked.document, asked.path
    options = _scale_of(loading, declared, asked) or _options(loading, document.get("options"), path)
    return Input(
        id=asked.id,
        label=label_of(document),
        domain=_domain(loading, document, options, path),
        ratings=document.get("type") == "ratings",
        options=options,
        unit=text_of(document.get("unit")),
        evidence=words_of(document.get("evidence")),
        responsible=document.get("responsible"),
        asked_at=asked.asked_at,
        help=text_of(document.get("help")),
        provenance=provenance_of(loading, document.get("provenance"), (*path, "provenance")) or asked.provenance,
    )


def _domain(loading: Loading, document: Mapping[str, Any], options: tuple[Option, ...], path: Path) -> Domain:
    kind = document.get("type", "yes_no")
    low, high, places = _DEFAULTS[kind]
    if kind == "ratings":
        return Domain("count", Fraction(0), Fraction(MOST_COUNTED))
    made = Domain(
        kind,
        number_of(document.get("low", low)),
        number_of(document.get("high", high)),
        document.get("places", places),
        number_of(document.get("step")),
        document.get("never", False),
        tuple(option.id for option in options) if kind == "choice" else (),
    )
    _check_domain(loading, made, path)
    return made


def _check_domain(loading: Loading, domain: Domain, path: Path) -> None:
    if domain.low is not None and domain.high is not None and domain.low >= domain.high:
        loading.report((*path, "high"), say("the highest answer must be above the lowest"))
    for key, value in (("low", domain.low), ("high", domain.high), ("step", domain.step)):
        if value is not None and (value * 10**domain.places).denominator != 1:
            sentence = say("it has more than the {places} decimal places of an answer", places=domain.places)
            loading.report((*path, key), sentence)


def _options(loading: Loading, documents: Any, path: Path) -> tuple[Option, ...]:
    """Return options, each id once."""
    made: dict[str, Option] = {}
    for i, document in entries(documents):
        id_ = document.get("id", "")
        if id_ in made:
            loading.report((*path, "options", i, "id"), say("the option '{id}' is listed twice", id=id_))
        made[id_] = Option(id_, label_of(document), _worth(document.get("worth")))
    return tuple(made.values())


def _worth(written: Any) -> Fraction | None:
    return None if written in (None, "none") else share(written)


def _scales(loading: Loading) -> Iterator[tuple[str, tuple[Option, ...]]]:
    for id_, document in named_entries(loading.tree.get("scales")):
        path: Path = ("scales", id_)
        provenance_of(loading, document.get("provenance"), (*path, "provenance"))
        options = _options(loading, document.get("options"), path)
        for i, option in enumerate(options):
            if option.worth is not None and option.worth > 1:
                loading.report((*path, "options", i, "worth"), say("an option is worth at most 100%"))
        if options and all(option.worth is None for option in options):
            loading.report((*path, "options"), say("every option is worth 'none', so there is no mean"))
        yield id_, options


def _scale_of(loading: Loading, declared: Declared, asked: _Asked) -> tuple[Option, ...]:
    """Return the options of the scale that a distribution of answers names."""
    scale = asked.document.get("scale")
    if scale is not None and scale not in declared.scales:
        hint = suggestion(scale, declared.scales)
        sentence = say("the scale '{id}' is not declared{hint}", id=scale, hint=hint)
        loading.report((*asked.path, "scale"), sentence)
    return declared.scales.get(scale or "", ())


def _calendar(loading: Loading) -> Calendar:
    document = loading.tree.get("calendar") or {}
    weekdays = words_of(document.get("weekdays")) if "weekdays" in document else WEEKDAYS[:5]
    return Calendar(
        tuple(sorted({WEEKDAYS.index(day) for day in weekdays})),
        _days(loading, document, "holidays"),
        _days(loading, document, "made_up"),
    )


def _days(loading: Loading, document: Mapping[str, Any], key: str) -> tuple[int, ...]:
    days = [day_of(loading, written, ("calendar", key, i)) for i, written in entries(document.get(key))]
    return tuple(sorted({day.toordinal() for day in days if day}))
