"""Nodes: each criterion's document becomes a node, and every expression in it is remembered with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias

from attrs import Factory, define, frozen

from .._model import Cap, Clause, Node, Provenance, Rule, RuleKind
from .._numbers import exact, share
from .._sentences import say
from ..expr import Expr
from ..rules import read_rule
from ..types import ValueType
from ._declared import Declared
from ._keywords import suggestion
from ._loading import Loading, entries
from ._places import Path, path_text
from ._scope import Scope
from ._words import label_of, number_of, provenance_of, text_of, words_of

Part: TypeAlias = Literal["rule", "not_applicable_when", "check", "zero_rule", "cap", "index", "gate", "set_check"]
UNSAID: Final = Provenance("reconstructed")


@frozen
class Written:
    """An expression that a document writes: where, in which part, and for which node."""

    path: Path
    expression: Expr
    part: Part
    code: str | None = None


@define
class Found:
    """What reading a set has found beside the model: its expressions, and where each node stands."""

    written: list[Written] = Factory(list)
    places: dict[str, Path] = Factory(dict)
    nodes: dict[Path, Node] = Factory(dict)


@frozen
class NodeReader:
    """Reads nodes of one set."""

    loading: Loading
    scope: Scope
    declared: Declared
    found: Found

    def nodes(self, documents: Any, path: Path, channel: str | None = None) -> tuple[Node, ...]:
        """Return the nodes of a list."""
        listed = entries(documents if isinstance(documents, list) else ())
        return tuple(self.node(document, (*path, i), channel) for i, document in listed if isinstance(document, dict))

    def node(self, document: Mapping[str, Any], path: Path, inherited: str | None) -> Node:
        """Return one node with all below it."""
        reading = OneNode(self, document, path)
        channel = reading.channel(inherited)
        made = Node(
            code=reading.code,
            label=label_of(document),
            maximum=reading.maximum,
            provenance=reading.provenance,
            channel=channel,
            rule=reading.rule(),
            children=self.nodes(document.get("children"), (*path, "children"), channel),
            aggregate=document.get("aggregate", "sum"),
            not_applicable_when=reading.not_applicable_when(),
            treatment=document.get("not_applicable"),
            rescale_to=number_of(document.get("rescale_to")),
            checks=tuple(reading.clauses("checks", "check", "message")),
            zero_rules=tuple(reading.clauses("zero_rules", "zero_rule", "reason")),
            caps=tuple(reading.caps()),
            inputs=tuple(document.get("inputs") or ()),
            evidence=words_of(document.get("evidence")),
            responsible=document.get("responsible"),
            note=document.get("note"),
        )
        self.found.nodes[path] = made
        return made


class OneNode:
    """Reads the parts of one node."""

    def __init__(self, reader: NodeReader, document: Mapping[str, Any], path: Path) -> None:
        self.loading = reader.loading
        self.found = reader.found
        self.document = document
        self.path = path
        self.maximum = number_of(document.get("maximum")) or Fraction(0)
        self.code = self._code()
        self.provenance = self._provenance()
        # Where the maximum was refused, 1 stands in: a 0 would make divisions by it look wrong.
        self.scope = reader.scope.within(self.maximum or Fraction(1))

    def _code(self) -> str:
        code: str = self.document.get("code") or path_text(self.path)
        first = self.found.places.setdefault(code, self.path)
        if first != self.path:
            place = self.loading.place(first)
            sentence = say("the code '{code}' is used twice; the first is {first}", code=code, first=place)
            self.loading.report((*self.path, "code"), sentence)
        return code

    def _provenance(self) -> Provenance:
        return provenance_of(self.loading, self.document.get("provenance"), (*self.path, "provenance")) or UNSAID

    def channel(self, inherited: str | None) -> str | None:
        """Return the channel, the parent's where the node names none."""
        channel: str | None = self.document.get("channel")
        known = self.loading.tree.get("channels") or {}
        if channel is not None and channel not in known:
            hint = suggestion(channel, known)
            sentence = say("the channel '{id}' is not declared{hint}", id=channel, hint=hint)
            self.loading.report((*self.path, "channel"), sentence)
        return channel or inherited

    def wrote(self, key: Path, expression: Expr, part: Part) -> Expr:
        """Remember an expression."""
        self.found.written.append(Written((*self.path, *key), expression, part, self.code))
        return expression

    def rule(self) -> Rule | None:
        """Return the rule of a leaf, None where there is none or it was refused."""
        document = self.document.get("rule")
        if not isinstance(document, dict) or "maximum" not in self.document:
            return None
        path: Path = (*self.path, "rule")
        kind = self._kind(document, path)
        said = provenance_of(self.loading, document.get("provenance"), (*path, "provenance"))
        return Rule(kind, said or self.provenance) if kind else None

    def _kind(self, document: Mapping[str, Any], path: Path) -> RuleKind | None:
        """Return the kind, read and tried; a plugin's may raise anything."""
        try:
            kind = read_rule(document, self.maximum, self.scope, path)
            if kind is not None:
                self.wrote(("rule",), _points(kind, self.maximum), "rule")
        except Exception as error:  # noqa: BLE001
            said = f"{type(error).__name__}: {error}"[:200]
            sentence = say("the rule kind '{kind}' failed: {why}", kind=document.get("kind"), why=said)
            self.loading.report(path, sentence)
            return None
        return kind

    def clauses(self, key: str, part: Part, reason: str) -> Iterator[Clause]:
        """Yield the clauses of a list."""
        for i, document in entries(self.document.get(key)):
            clause = self._clause(document, (key, i), part, reason)
            if clause:
                yield clause

    def _clause(self, document: Any, key: Path, part: Part, reason: str = "reason") -> Clause | None:
        clause = read_clause(self.scope, document, (*self.path, *key), reason, self.provenance)
        if clause:
            self.wrote(clause_path(document, key), clause.condition, part)
        return clause

    def not_applicable_when(self) -> Clause | None:
        """Return when the node does not apply."""
        document = self.document.get("not_applicable_when")
        return self._clause(document, ("not_applicable_when",), "not_applicable_when") if document else None

    def caps(self) -> Iterator[Cap]:
        """Yield the ceilings."""
        for i, document in entries(self.document.get("caps")):
            path: Path = (*self.path, "caps", i)
            condition = (
                self.scope.condition(document["condition"], (*path, "condition")) if "condition" in document else None
            )
            if condition is not None:
                self.wrote(("caps", i, "condition"), condition, "cap")
            said = provenance_of(self.loading, document.get("provenance"), (*path, "provenance"))
            limit = self._limit(document.get("limit"), path)
            yield Cap(limit, condition, text_of(document.get("reason")), said or self.provenance)

    def _limit(self, written: Any, path: Path) -> Fraction:
        limit = share(written) * self.maximum if isinstance(written, str) else exact(written or 0)
        if limit > self.maximum > 0:
            self.loading.report((*path, "limit"), say("the limit is above the maximum, so it caps nothing"))
        return limit


def _points(kind: RuleKind, maximum: Fraction) -> Expr:
    points: object = kind.points(maximum)
    if not isinstance(points, Expr) or points.type not in (ValueType.NUMBER, None):
        raise TypeError("its points are not an expression that gives a number")
    return points


def clause_path(document: Any, path: Path) -> Path:
    """Return where the condition of a clause at `path` is written."""
    return path if isinstance(document, str) else (*path, "condition")


def read_clause(scope: Scope, document: Any, path: Path, reason: str, inherited: Provenance) -> Clause | None:
    """Return a clause in its short or long form; None where its condition was refused."""
    long = {"condition": document} if isinstance(document, str) else document
    text = long.get("condition")
    condition = scope.condition(text, clause_path(document, path)) if text is not None else None
    said = provenance_of(scope.loading, long.get("provenance"), (*path, "provenance"))
    return Clause(condition, text_of(long.get(reason)), said or inherited) if condition is not None else None
