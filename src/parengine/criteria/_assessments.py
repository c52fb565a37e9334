"""Loading assessments: whose answers to which set, held against the set where there is one."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from typing import Any

from .._model import CriteriaSet, Source
from .._sentences import say
from ..errors import DocumentError
from ..score._assessment import Assessment, Unit
from ._formats import check_format
from ._judged import check_judged, check_stage, read_judged
from ._keywords import suggestion
from ._loading import Loading, named_entries
from ._places import Document, Path, shortened
from ._source import read_file, read_mapping, read_text
from ._words import provenance_of, text_of


def load_assessment(path: str | os.PathLike[str], criteria_set: CriteriaSet | None = None) -> Assessment:
    """
    Load an assessment from a YAML or JSON file.

    Raises `DocumentError` with every problem and its place. With a set, answers and attributes that it does
    not declare, another set or edition, and a year that it does not cover are problems too. A bad value is
    none: it makes the leaf that reads it invalid.
    """
    return made_assessment(read_file(path), criteria_set)


def loads_assessment(
    document: str | Mapping[str, Any], criteria_set: CriteriaSet | None = None, *, name: str = "<assessment>"
) -> Assessment:
    """Load an assessment from YAML or JSON text, or from what a program has built; see `load_assessment`."""
    if isinstance(document, str):
        return made_assessment(read_text(document, name=name), criteria_set)
    return made_assessment(read_mapping(document, name=name), criteria_set)


def made_assessment(document: Document, criteria_set: CriteriaSet | None) -> Assessment:
    """Return the assessment of a document that was read; see `load_assessment`."""
    check_format(document)
    loading = Loading(document, "assessment")
    made = _assessment(loading)
    check_stage(loading, made)
    if criteria_set is not None:
        _check_against(loading, criteria_set)
        check_judged(loading, made, criteria_set)
    if loading.failed:
        raise DocumentError(loading.problems)
    return made


def _assessment(loading: Loading) -> Assessment:
    tree = loading.tree
    return Assessment(
        set=tree.get("set", ""),
        unit=unit_of(tree.get("unit", "")),
        year=tree.get("year", 1),
        answers=given_answers(tree.get("answers")),
        edition=tree.get("edition"),
        stage=tree.get("stage", "self"),
        **read_judged(loading, tree),
        provenance=provenance_of(loading, tree.get("provenance"), ("provenance",), sourced_by_itself=True),
        sources={
            id_: Source(id_, **{k: str(v) for k, v in each.items()}) for id_, each in named_entries(tree.get("sources"))
        },
        note=tree.get("note"),
        name=loading.document.name,
    )


def unit_of(document: Any) -> Unit:
    """Return a unit: an id, or a mapping with one."""
    if isinstance(document, str):
        return Unit(document)
    return Unit(document.get("id", ""), text_of(document.get("label")), given_answers(document.get("attributes")))


def given_answers(document: Any) -> dict[str, Any]:
    """Return answers as they were given; one that says nothing is left out."""
    return {id_: value for id_, value in (document or {}).items() if value is not None}


def _check_against(loading: Loading, criteria_set: CriteriaSet) -> None:
    """Report what does not belong to the set."""
    key, tree = criteria_set.key, loading.tree
    if tree.get("set", key.id) != key.id:
        sentence = say("these are answers to '{given}', not to '{asked}'", given=tree["set"], asked=key.id)
        loading.report(("set",), sentence)
        return
    if tree.get("edition", key.edition) != key.edition:
        editions = {"given": tree["edition"], "asked": key.edition}
        loading.report(("edition",), say("these are answers to the edition '{given}'; this is '{asked}'", **editions))
    if tree.get("year", key.years[0]) not in key.years:
        sentence = say(
            "'{id}' does not cover the year {year}; it covers {years}",
            id=key.id,
            year=tree["year"],
            years=list(key.years),
        )
        loading.report(("year",), sentence)
    check_ids(loading, tree.get("answers"), ("answers",), criteria_set.inputs, say("input"))
    unit = tree.get("unit")
    attributes = unit.get("attributes") if isinstance(unit, dict) else None
    check_ids(loading, attributes, ("unit", "attributes"), criteria_set.unit_attributes, say("unit attribute"))


def check_ids(loading: Loading, given: Any, path: Path, known: Collection[str], what: str) -> None:
    """Report ids that a set does not declare."""
    for id_ in given or ():
        if id_ not in known:
            hint = suggestion(id_, known)
            sentence = say("the set has no {what} '{id}'{hint}", what=what, id=shortened(id_), hint=hint)
            loading.report((*path, id_), sentence, at_key=True)
