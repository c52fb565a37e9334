"""The table of classes: each class with its gates, and what stands before and after the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import frozen

from .._model import Class, Classes, Clause, Gate, Provenance, Quota, Verdict
from .._numbers import share
from ._loading import Loading, entries
from ._nodes import Found, Written, clause_path, read_clause
from ._places import Path
from ._scope import Scope
from ._words import label_of, number_of, provenance_of, text_of, words_of


@frozen
class ClassReader:
    """Reads the classes of one set; `inherited` is the provenance of what says none itself."""

    loading: Loading
    scope: Scope
    found: Found
    inherited: Provenance

    def classes(self, document: Mapping[str, Any]) -> Classes:
        """Return the whole table."""
        return Classes(
            classes=tuple(self._class(each, ("classes", "list", i)) for i, each in entries(document.get("list"))),
            basis=document.get("basis", "rounded"),
            not_rated=tuple(self._not_rated(document)),
            forced=tuple(self._verdicts(document, "forced")),
            highest=tuple(self._verdicts(document, "highest")),
            quotas=tuple(self._quota(each, ("classes", "quota", i)) for i, each in entries(document.get("quota"))),
        )

    def _class(self, document: Mapping[str, Any], path: Path) -> Class:
        said = self._said(document, path)
        gates = (self._clause(each, (*path, "gates", i), said) for i, each in entries(document.get("gates")))
        return Class(
            id=document.get("id", ""),
            label=label_of(document),
            low=number_of(document.get("at_least", document.get("above"))),
            low_closed="above" not in document,
            high=number_of(document.get("at_most", document.get("below"))),
            high_closed="at_most" in document,
            gates=tuple(Gate(gate.condition, gate.reason, gate.provenance) for gate in gates if gate),
            provenance=said,
        )

    def _said(self, document: Mapping[str, Any], path: Path) -> Provenance:
        return provenance_of(self.loading, document.get("provenance"), (*path, "provenance")) or self.inherited

    def _clause(self, document: Any, path: Path, inherited: Provenance) -> Clause | None:
        clause = read_clause(self.scope, document, path, "reason", inherited)
        if clause:
            self.found.written.append(Written(clause_path(document, path), clause.condition, "gate"))
        return clause

    def _not_rated(self, document: Mapping[str, Any]) -> Iterator[Clause]:
        for i, written in entries(document.get("not_rated")):
            clause = self._clause(written, ("classes", "not_rated", i), self.inherited)
            if clause:
                yield clause

    def _verdicts(self, document: Mapping[str, Any], key: str) -> Iterator[Verdict]:
        for i, written in entries(document.get(key)):
            clause = self._clause(written, ("classes", key, i), self.inherited)
            if clause:
                yield Verdict(clause.condition, written.get("class", ""), clause.reason, clause.provenance)

    def _quota(self, document: Mapping[str, Any], path: Path) -> Quota:
        written = document.get("share")
        return Quota(
            class_=document.get("class", ""),
            share=Fraction(1) if written is None else share(written),
            of=words_of(document.get("of")),
            reason=text_of(document.get("reason")),
            provenance=self._said(document, path),
        )
