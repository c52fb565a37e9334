"""
The model: everything that an edition of a criteria set can say, as frozen values.

Documents become these in `parengine.criteria`; `parengine.score` lowers them to a programme. Nothing
here computes points.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, Protocol, TypeAlias

from attrs import field, frozen

from ._numbers import Rounding
from .expr import Calendar, Domain, Expr
from .types import Text

Level: TypeAlias = Literal["leaf", "component", "criterion", "field", "total", "index"]
Treatment: TypeAlias = Literal["rescale", "full", "zero", "redistribute", "rescale_block"]
Aggregate: TypeAlias = Literal["sum", "best"]
Role: TypeAlias = Literal["points", "bonus", "penalty"]
Basis: TypeAlias = Literal["rounded", "exact"]
RankPolicy: TypeAlias = Literal["ordinal", "competition", "dense"]
Stage: TypeAlias = Literal["self", "appraised", "final"]
Absence: TypeAlias = Literal["nothing", "flag", "zero"]


class RuleKind(Protocol):
    """What a rule kind is to the engine: data, and one function that gives its points as an expression."""

    @property
    def name(self) -> str:
        """Return the kind's name as documents write it."""
        ...

    def points(self, maximum: Fraction) -> Expr:
        """Return the points of a leaf worth `maximum` as an expression over the declared inputs."""
        ...

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield, as sentences, what a schema cannot say about the data."""
        ...


@frozen
class Provenance:
    """
    Where a node, clause or number comes from.

    `kind` is sourced (printed in a source), derived (follows from sourced facts) or reconstructed (not
    found, filled in). `basis` says on what a reconstruction rests: recalled, analogue or invented.
    `parts` names what of it is sourced when the whole is not.
    """

    kind: Literal["sourced", "derived", "reconstructed"]
    basis: Literal["recalled", "analogue", "invented"] | None = None
    sources: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    note: str | None = None


@frozen
class Source:
    """A document that facts are taken from; `article` and `page` say where in it."""

    id: str
    title: str | None = None
    url: str | None = None
    document: str | None = None
    article: str | None = None
    page: str | None = None
    what: str | None = None


@frozen
class Option:
    """One answer of a choice or of a survey's scale; `worth` None leaves the mean ("no opinion")."""

    id: str
    label: Text
    worth: Fraction | None = None


@frozen
class Input:
    """
    A declared answer.

    `domain` is its type and limits; for a distribution of answers (`ratings`) it is the domain of each
    option's count. `asked_at` is the code of the node it is entered under, None for a shared one.
    """

    id: str
    label: Text
    domain: Domain
    ratings: bool = False
    options: tuple[Option, ...] = ()
    unit: Text | None = None
    evidence: tuple[str, ...] = ()
    responsible: str | None = None
    asked_at: str | None = None
    help: Text | None = None
    provenance: Provenance | None = None


@frozen
class Clause:
    """A condition with its reason: a zero rule, a check, or when a node does not apply."""

    condition: Expr
    reason: Text | None = None
    provenance: Provenance | None = None


@frozen
class Cap:
    """A ceiling in points; it holds always where there is no condition."""

    limit: Fraction
    condition: Expr | None = None
    reason: Text | None = None
    provenance: Provenance | None = None


@frozen
class Rule:
    """A leaf's scoring rule, and where it comes from."""

    kind: RuleKind
    provenance: Provenance | None = None


@frozen
class Node:
    """
    A field, criterion or component criterion: one recursive type.

    A leaf has a rule; a group has children. `treatment` is what happens to the maximum when the node
    does not apply (None: the edition's default); a group may also be `rescale_block`, to its maximum or to
    `rescale_to`. `evidence` names the documents that must prove a leaf.
    """

    code: str
    label: Text
    maximum: Fraction
    provenance: Provenance
    channel: str | None = None
    rule: Rule | None = None
    children: tuple[Node, ...] = ()
    aggregate: Aggregate = "sum"
    not_applicable_when: Clause | None = None
    treatment: Treatment | None = None
    rescale_to: Fraction | None = None
    checks: tuple[Clause, ...] = ()
    zero_rules: tuple[Clause, ...] = ()
    caps: tuple[Cap, ...] = ()
    inputs: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    responsible: str | None = None
    note: str | None = None

    @property
    def is_leaf(self) -> bool:
        """Return whether the node is scored by a rule of its own."""
        return self.rule is not None

    def walk(self) -> Iterator[Node]:
        """Yield the node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


@frozen
class Channel:
    """A way points are come by; `counts_as` names the channel that its points are shown under."""

    id: str
    label: Text
    counts_as: str | None = None
    self_scored: bool = True


@frozen
class RoundingRule:
    """Which levels are rounded and how; `rounding` also says how figures are shown."""

    rounding: Rounding = field(factory=Rounding)
    levels: tuple[Level, ...] = ("index",)
    provenance: Provenance | None = None


@frozen
class Gate:
    """A condition that a class asks for beside its range."""

    condition: Expr
    reason: Text | None = None
    provenance: Provenance | None = None


@frozen
class Class:
    """A class: a range of the index with open or closed ends, and its gates."""

    id: str
    label: Text
    low: Fraction | None = None
    low_closed: bool = True
    high: Fraction | None = None
    high_closed: bool = False
    gates: tuple[Gate, ...] = ()
    provenance: Provenance | None = None


@frozen
class Verdict:
    """A condition under which a class is given whatever the index, or is the highest that may be given."""

    condition: Expr
    class_: str
    reason: Text | None = None
    provenance: Provenance | None = None


@frozen
class Quota:
    """At most this share of the units classed in `of` (empty: of all classed units) may have a class."""

    class_: str
    share: Fraction
    of: tuple[str, ...] = ()
    reason: Text | None = None
    provenance: Provenance | None = None


@frozen
class Classes:
    """
    The classes from the best down, and whether they look at the rounded or the exact index.

    What stands before the table: `not_rated` says who gets no class, `forced` who gets one whatever the index,
    the first that holds. `highest` holds a class down after it; `quotas` look at all units together.
    """

    classes: tuple[Class, ...]
    basis: Basis = "rounded"
    not_rated: tuple[Clause, ...] = ()
    forced: tuple[Verdict, ...] = ()
    highest: tuple[Verdict, ...] = ()
    quotas: tuple[Quota, ...] = ()


@frozen
class Ranking:
    """How units are ranked: basis, direction, policy for ties, what breaks them, and within which blocks."""

    basis: Basis = "rounded"
    descending: bool = True
    policy: RankPolicy = "competition"
    ties: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    provenance: Provenance | None = None


@frozen
class LegalText:
    """The legal text that an edition carries: a decision, with its dates."""

    number: str | None = None
    title: Text | None = None
    issued: datetime.date | None = None
    in_force: datetime.date | None = None
    amendments: tuple[str, ...] = ()
    provenance: Provenance | None = None


@frozen
class EditionKey:
    """By what an edition is found: owner, tier and the years it covers."""

    id: str
    edition: str
    owner: str
    tier: str
    years: tuple[int, ...]
    supersedes: str | None = None
    extends: str | None = None


@frozen(repr=False)
class CriteriaSet:
    """
    One edition of a criteria set.

    `nodes` are the fields; `bonus` and `penalty` are groups of magnitudes that add nothing to a maximum.
    `document` is the canonical form it was read from, `digest` its sha256.
    """

    key: EditionKey
    title: Text
    maximum: Fraction
    nodes: tuple[Node, ...]
    inputs: Mapping[str, Input]
    index: Expr
    provenance: Provenance
    digest: str
    document: Mapping[str, Any]
    bonus: tuple[Node, ...] = ()
    penalty: tuple[Node, ...] = ()
    unit_attributes: Mapping[str, Input] = field(factory=dict)
    channels: Mapping[str, Channel] = field(factory=dict)
    levels: tuple[str, ...] = ("field", "criterion", "component")
    treatment: Treatment = "rescale"
    checks: tuple[Clause, ...] = ()
    index_provenance: Provenance | None = None
    rounding: RoundingRule = field(factory=RoundingRule)
    classes: Classes | None = None
    ranking: Ranking | None = None
    legal_text: LegalText | None = None
    absent_evidence: Mapping[Stage, Absence] = field(factory=dict)
    sources: Mapping[str, Source] = field(factory=dict)
    calendar: Calendar = field(factory=Calendar)
    note: str | None = None
    kinds: tuple[tuple[str, str, str], ...] = ()
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Return what it is called: all that it says would fill pages."""
        return f"<CriteriaSet {self.id!r}, edition {self.key.edition!r}>"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        """Print that name: IPython and Hypothesis spell out every field of a class of attrs otherwise."""
        printer.text(repr(self))

    def __hash__(self) -> int:
        """Return a hash of the digest: what is read from the same content is the same set."""
        return hash(self.digest)

    @property
    def id(self) -> str:
        """Return the edition's unique id."""
        return self.key.id

    def walk(self) -> Iterator[Node]:
        """Yield every node, parents first, bonus and penalty groups last."""
        for root in (*self.nodes, *self.bonus, *self.penalty):
            yield from root.walk()

    @cached_property
    def by_code(self) -> Mapping[str, Node]:
        """Return the nodes by their codes."""
        return {node.code: node for node in self.walk()}

    def at(self, code: str) -> Node:
        """Return the node with a code; raises `KeyError` with the code where there is none."""
        return self.by_code[code]

    def leaves(self) -> Iterator[Node]:
        """Yield the nodes that have a rule."""
        return (node for node in self.walk() if node.is_leaf)
