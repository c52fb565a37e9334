"""Structure: the document of a whole set becomes a criteria set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from attrs import frozen

from .._canonical import canonical_tree, digest
from .._model import (
    Channel,
    Classes,
    Clause,
    CriteriaSet,
    EditionKey,
    LegalText,
    Provenance,
    Ranking,
    RoundingRule,
    RuleKind,
    Source,
)
from .._numbers import Rounding
from ..expr import MISSING, Expr
from ..types import ValueType
from ._classes import ClassReader
from ._declared import Declared, read_declarations
from ._loading import Loading, entries, named_entries
from ._nodes import UNSAID, Found, NodeReader, Written, clause_path, read_clause
from ._places import Path
from ._plugin_kinds import plugin_kinds
from ._scope import TOTALS, Scope
from ._words import NO_TEXT, day_of, label_of, number_of, provenance_of, text_of, words_of

DEFAULT_LEVELS: Final = ("field", "criterion", "component")


@frozen
class Structure:
    """A set as it was read, and what the checks look at beside it."""

    loading: Loading
    set: CriteriaSet
    declared: Declared
    found: Found


def read_structure(loading: Loading, kinds: Mapping[str, type[RuleKind]]) -> Structure:
    """Return the set that a document describes, with stand-ins for what was refused."""
    tree = loading.tree
    provenance = provenance_of(loading, tree.get("provenance"), ("provenance",), sourced_by_itself=True) or UNSAID
    declared, found = read_declarations(loading, provenance), Found()
    scope = Scope(loading, declared, kinds)
    reader = NodeReader(loading, scope, declared, found)
    whole = _Whole(loading, scope, found, provenance)
    made = CriteriaSet(
        key=_key(loading),
        title=text_of(tree.get("title")) or NO_TEXT,
        maximum=number_of(tree.get("maximum")) or Fraction(0),
        nodes=reader.nodes(tree.get("criteria"), ("criteria",)),
        bonus=reader.nodes(tree.get("bonus"), ("bonus",)),
        penalty=reader.nodes(tree.get("penalty"), ("penalty",)),
        inputs=declared.inputs,
        unit_attributes=declared.attributes,
        index=whole.index(),
        index_provenance=whole.said("index") or provenance,
        provenance=provenance,
        digest=digest(loading.document.root),
        document=canonical_tree(loading.document.root),
        channels=dict(_channels(loading)),
        treatment=tree.get("not_applicable", "rescale"),
        checks=tuple(whole.checks()),
        rounding=whole.rounding(),
        classes=whole.classes(),
        ranking=whole.ranking(),
        legal_text=whole.decision(),
        absent_evidence=dict(named_entries(tree.get("absent_evidence"))),  # type: ignore[arg-type]
        sources=dict(_sources(loading)),
        calendar=declared.calendar,
        note=tree.get("note"),
        levels=words_of(tree.get("levels", DEFAULT_LEVELS)),
        kinds=tuple(plugin_kinds(tree, kinds)),
    )
    return Structure(loading, made, declared, found)


def _key(loading: Loading) -> EditionKey:
    tree = loading.tree
    years = tuple(sorted({year for _, year in entries(tree.get("years"))}))
    texts = {key: tree.get(key, "") for key in ("id", "edition", "owner", "tier")}
    return EditionKey(**texts, years=years, supersedes=tree.get("supersedes"), extends=loading.document.extends)


def _channels(loading: Loading) -> Iterator[tuple[str, Channel]]:
    for id_, document in named_entries(loading.tree.get("channels")):
        yield id_, Channel(id_, label_of(document), document.get("counts_as"), document.get("self_scored", True))


def _sources(loading: Loading) -> Iterator[tuple[str, Source]]:
    for id_, document in named_entries(loading.tree.get("sources")):
        yield id_, Source(id_, **{key: str(value) for key, value in document.items()})


@frozen
class _Whole:
    """Reads what belongs to the set and to no node."""

    loading: Loading
    scope: Scope
    found: Found
    provenance: Provenance

    def document(self, key: str) -> Mapping[str, Any]:
        """Return one of the set's mappings, an empty one where there is none."""
        written = self.loading.tree.get(key)
        return written if isinstance(written, dict) else {}

    def said(self, key: str, *, by_itself: bool = False) -> Provenance | None:
        """Return the provenance of one of the set's mappings."""
        written = self.document(key).get("provenance")
        return provenance_of(self.loading, written, (key, "provenance"), sourced_by_itself=by_itself)

    def index(self) -> Expr:
        """Return the index over the totals."""
        written = self.loading.tree.get("index")
        text, path = (written.get("value"), ("index", "value")) if isinstance(written, dict) else (written, ("index",))
        scope = Scope(self.loading, self.scope.declared, self.scope.kinds, TOTALS)
        found = scope.expression(text, ValueType.NUMBER, path) if text is not None else None
        if found is None:
            return MISSING
        self.found.written.append(Written(path, found, "index"))
        return found

    def checks(self) -> Iterator[Clause]:
        """Yield the checks between answers."""
        for i, document in entries(self.loading.tree.get("checks")):
            path: Path = ("checks", i)
            clause = read_clause(self.scope, document, path, "message", self.provenance)
            if clause:
                self.found.written.append(Written(clause_path(document, path), clause.condition, "set_check"))
                yield clause

    def rounding(self) -> RoundingRule:
        """Return what is rounded and how."""
        document = self.document("rounding")
        return RoundingRule(
            Rounding(document.get("places", 2), document.get("mode", "half_up")),
            words_of(document.get("levels", ["index"])),  # type: ignore[arg-type]
            self.said("rounding") or self.provenance,
        )

    def classes(self) -> Classes | None:
        """Return the table of classes."""
        document = self.document("classes")
        inherited = self.said("classes") or self.provenance
        return ClassReader(self.loading, self.scope, self.found, inherited).classes(document) if document else None

    def ranking(self) -> Ranking | None:
        """Return how units are ranked."""
        document = self.document("ranking")
        if not document:
            return None
        return Ranking(
            basis=document.get("basis", "rounded"),
            descending=document.get("order", "descending") == "descending",
            policy=document.get("policy", "competition"),
            ties=words_of(document.get("ties")),
            blocks=words_of(document.get("blocks")),
            provenance=self.said("ranking") or self.provenance,
        )

    def decision(self) -> LegalText | None:
        """Return the legal text."""
        document = self.document("decision")
        if not document:
            return None
        return LegalText(
            number=document.get("number"),
            title=text_of(document.get("title")),
            issued=day_of(self.loading, document.get("issued"), ("decision", "issued")),
            in_force=day_of(self.loading, document.get("in_force"), ("decision", "in_force")),
            amendments=words_of(document.get("amendments")),
            provenance=self.said("decision", by_itself=True),
        )
