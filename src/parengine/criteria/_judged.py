"""What an assessment holds beside answers: evidence, and what appraisers decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypedDict

from .._model import CriteriaSet
from ..score import Assessment, Decision
from ..score._judged import misjudged, premature
from ..types import Text
from ._loading import Loading, named_entries
from ._places import Path
from ._words import NO_TEXT, day_of, number_of, provenance_of, text_of, words_of


class Judged(TypedDict):
    """Evidence by leaf, decisions by node, and the decided total, None where there is none."""

    evidence: Mapping[str, tuple[str, ...]]
    decisions: Mapping[str, Decision]
    decided_total: Decision | None


def read_judged(loading: Loading, document: Mapping[str, Any], path: Path = ()) -> Judged:
    """Return what stands in a document beside its answers."""
    total: Path = (*path, "decided_total")
    written = document.get("decided_total")
    return Judged(
        evidence={code: words_of(documents) for code, documents in named_entries(document.get("evidence"))},
        decisions={
            code: _decision(loading, each, (*path, "decisions", code))
            for code, each in named_entries(document.get("decisions"))
        },
        decided_total=None if written is None else _decision(loading, written, total),
    )


#: Where a problem of a whole entry is about its code.
_BY_CODE: Final = (("decisions",), ("evidence",))


def check_stage(loading: Loading, made: Assessment) -> None:
    """Report decisions of a self-assessment."""
    for path, sentence in premature(made):
        loading.report(path, sentence)


def check_judged(loading: Loading, made: Assessment, criteria_set: CriteriaSet) -> None:
    """Report evidence and decisions that a set cannot take; what the schema has refused is not told twice."""
    if made.set != criteria_set.key.id:
        return
    for path, sentence in misjudged(made, criteria_set):
        if path != ("stage",) and _stands(loading.tree, path):
            loading.report(path, sentence, at_key=path[:-1] in _BY_CODE)


def _stands(tree: Any, path: Path) -> bool:
    for step in path:
        if not isinstance(tree, dict) or step not in tree:
            return False
        tree = tree[step]
    return True


def _decision(loading: Loading, document: Mapping[str, Any], path: Path) -> Decision:
    said = provenance_of(loading, document.get("provenance"), (*path, "provenance"), sourced_by_itself=True)
    return Decision(
        points=number_of(document.get("points")),
        reason=_said(document, "reason"),
        authority=_said(document, "authority"),
        decided_on=day_of(loading, document.get("decided_on"), (*path, "decided_on")),
        provenance=said,
    )


def _said(document: Mapping[str, Any], key: str) -> Text:
    return text_of(document.get(key)) or NO_TEXT
