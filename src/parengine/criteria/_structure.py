"""Structure: the document of a whole set becomes a criteria set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from attrs import frozen

from .._canonical import canonical_tree, digest
from .._model import (
    Channel,
    Class,
    Classes,
    Clause,
    CriteriaSet,
    Decision,
    EditionKey,
    Gate,
    Provenance,
    Ranking,
    RoundingRule,
    RuleKind,
    Source,
)
from .._numbers import Rounding
from ..expr import MISSING, Expr
from ..types import ValueType
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
        key=_key(tree),
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
        decision=whole.decision(),
        sources=dict(_sources(loading)),
        calendar=declared.calendar,
        note=tree.get("note"),
        levels=words_of(tree.get("levels", DEFAULT_LEVELS)),
        kinds=tuple(plugin_kinds(tree, kinds)),
    )
    return Structure(loading, made, declared, found)


def _key(tree: Mapping[str, Any]) -> EditionKey:
    years = tuple(sorted({year for _, year in entries(tree.get("years"))}))
    texts = {key: tree.get(key, "") for key in ("id", "edition", "owner", "tier")}
    return EditionKey(**texts, years=years, supersedes=tree.get("supersedes"))


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
        listed = entries(document.get("list"))
        made = tuple(self._class(written, ("classes", "list", i), inherited) for i, written in listed)
        return Classes(made, document.get("basis", "rounded")) if document else None

    def _class(self, document: Mapping[str, Any], path: Path, inherited: Provenance) -> Class:
        said = provenance_of(self.loading, document.get("provenance"), (*path, "provenance")) or inherited
        return Class(
            id=document.get("id", ""),
            label=label_of(document),
            low=number_of(document.get("at_least", document.get("above"))),
            low_closed="above" not in document,
            high=number_of(document.get("at_most", document.get("below"))),
            high_closed="at_most" in document,
            gates=tuple(self._gates(document, path, said)),
            provenance=said,
        )

    def _gates(self, document: Mapping[str, Any], path: Path, inherited: Provenance) -> Iterator[Gate]:
        for i, written in entries(document.get("gates")):
            where: Path = (*path, "gates", i)
            clause = read_clause(self.scope, written, where, "reason", inherited)
            if clause:
                self.found.written.append(Written(clause_path(written, where), clause.condition, "gate"))
                yield Gate(clause.condition, clause.reason, clause.provenance)

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

    def decision(self) -> Decision | None:
        """Return the legal text."""
        document = self.document("decision")
        if not document:
            return None
        return Decision(
            number=document.get("number"),
            title=text_of(document.get("title")),
            issued=day_of(self.loading, document.get("issued"), ("decision", "issued")),
            in_force=day_of(self.loading, document.get("in_force"), ("decision", "in_force")),
            amendments=words_of(document.get("amendments")),
            provenance=self.said("decision", by_itself=True),
        )
