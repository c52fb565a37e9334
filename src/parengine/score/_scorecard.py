"""
The scorecard: the result tree, as frozen values.

Figures are exact (`Fraction`); the index and whatever is shown at declared places is a `Decimal`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, Protocol, TypeAlias

from attrs import field, frozen

from .._model import Provenance
from .._numbers import Rounding
from .._schemas import hold_to
from .._sentences import say
from ..errors import DocumentError, Problem
from ..types import Language, Status, Text
from ._assessment import Decision
from ._spans import Bounds

EffectName: TypeAlias = str
ClassStatus: TypeAlias = Literal["classed", "unclassified", "not_rated", "undetermined"]


@frozen
class InvalidAnswer:
    """An answer that is not admitted, or a check that failed, and why; `node` is what it made invalid."""

    node: str
    input: str | None
    sentence: str


@frozen
class Effect:
    """
    What a clause did to a node's points: what stood before, what it became, and which clause it was.

    `name` is not_applicable, zeroed, capped, over_100, below_zero, rounded, check_failed, decided or no_evidence;
    what a treatment does shows in the node's counted figures. `clause` is the clause's path inside the node, such
    as `zero_rules[0]`.
    """

    name: EffectName
    clause: str | None = None
    before: Fraction | None = None
    after: Fraction | None = None
    reason: Text | None = None
    provenance: Provenance | None = None


@frozen(slots=False)  # without slots it is made in half the time, and there are hundreds in a scorecard
class NodeScore:
    """
    What became of one node.

    `points` are its own, rounded where the edition rounds its level, 0 unless it is scored; `maximum` is
    the declared one, `applicable_maximum` what it could have had. What its parent adds is `counted_points`
    of `counted_maximum`. `share` is points ÷ applicable maximum. `missing` names the absent inputs that
    made it missing, `invalid` what made it invalid. Where appraisers decided, `decision` is theirs and
    `rule_points` what the rule gave, None where that is not known.
    """

    code: str
    label: Text
    status: Status
    points: Fraction
    maximum: Fraction
    applicable_maximum: Fraction
    counted_points: Fraction
    counted_maximum: Fraction
    channel: str | None = None
    responsible: str | None = None
    provenance: str = "sourced"
    effects: tuple[Effect, ...] = ()
    missing: tuple[str, ...] = ()
    invalid: tuple[InvalidAnswer, ...] = ()
    children: tuple[NodeScore, ...] = ()
    decision: Decision | None = None
    rule_points: Fraction | None = None

    @property
    def share(self) -> Fraction | None:
        """Return points ÷ applicable maximum, None where that is 0."""
        return self.points / self.applicable_maximum if self.applicable_maximum else None

    @property
    def lost(self) -> Fraction:
        """Return how far the counted points fall short of the counted maximum."""
        return self.counted_maximum - self.counted_points

    def walk(self) -> Iterator[NodeScore]:
        """Yield the node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


@frozen
class ChannelScore:
    """The points of one channel; `code` names the group for a line that belongs to none."""

    id: str
    label: Text
    points: Fraction
    maximum: Fraction | None


@frozen
class ClassResult:
    """A class, or why there is none."""

    status: ClassStatus
    id: str | None = None
    label: Text | None = None
    reason: str | None = None
    provenance: str | None = None


@frozen
class Digests:
    """The sha256 of the canonical form of the set, of the answers, and of the cohort's figures where some were read."""

    set: str
    answers: str
    cohort: str | None = None


@frozen
class CohortNote:
    """What a scorecard took from the other units: how many they are, and the figures that its rules read."""

    digest: str
    units: int
    figures: tuple[tuple[str, Fraction | None], ...]


@frozen
class ProvenanceCounts:
    """How many nodes and clauses are sourced, derived, reconstructed."""

    sourced: int = 0
    derived: int = 0
    reconstructed: int = 0


class Explains(Protocol):
    """What a scorecard that was just made can still be asked."""

    def lines(self, node: NodeScore, language: Language) -> tuple[str, ...]:
        """Return how a node's points came about, line by line."""
        ...

    def answers(self, node: NodeScore, language: Language) -> tuple[tuple[str, str], ...]:
        """Return the answers that a leaf's clauses and rule read."""
        ...


@frozen
class Scorecard:
    """
    The result of scoring one assessment.

    `notice` is said first wherever the scorecard is shown, where something in it is reconstructed. `index`
    is the published figure at declared places, `exact_index` what it was rounded from; both are None where
    nothing applies. `nodes` are the fields, then bonus and penalty groups. `decided` is the decision on the points
    of the whole, `undecided` the codes that are before the authority, `"*"` for the whole. `provisional` names the
    units of the cohort whose figures are not known; `bounds` is what is still possible, where it was asked for.
    """

    notice: Text | None
    set: str
    edition: str
    title: Text
    unit: str
    year: int
    stage: str
    index: Decimal | None
    exact_index: Fraction | None
    class_: ClassResult | None
    points: Fraction
    bonus: Fraction
    penalty: Fraction
    maximum: Fraction
    applicable_maximum: Fraction
    complete: bool
    rounding: Rounding
    channels: tuple[ChannelScore, ...]
    lines: tuple[ChannelScore, ...]
    missing: tuple[str, ...]
    invalid: tuple[InvalidAnswer, ...]
    nodes: tuple[NodeScore, ...]
    provenance: ProvenanceCounts
    digests: Digests
    engine: str
    kinds: tuple[tuple[str, str, str], ...] = ()
    unit_label: Text | None = None
    decided: Decision | None = None
    undecided: tuple[str, ...] = ()
    provisional: tuple[str, ...] = ()
    cohort: CohortNote | None = None
    bounds: Bounds | None = None
    explanations: Mapping[str, tuple[str, ...]] | None = field(default=None, eq=False, repr=False)
    _explainer: Explains | None = field(default=None, eq=False, repr=False)

    @property
    def share(self) -> Fraction | None:
        """Return points ÷ applicable maximum, None where nothing applies."""
        return self.points / self.applicable_maximum if self.applicable_maximum else None

    def walk(self) -> Iterator[NodeScore]:
        """Yield every node, parents first."""
        for node in self.nodes:
            yield from node.walk()

    @cached_property
    def _by_code(self) -> Mapping[str, NodeScore]:
        return {node.code: node for node in self.walk()}

    def at(self, code: str) -> NodeScore:
        """Return a node by its code; raises `KeyError` with a sentence where there is none."""
        if code not in self._by_code:
            raise KeyError(say("there is no criterion '{code}' in '{set}'", code=code, set=self.set))
        return self._by_code[code]

    def shown(self, figure: Fraction) -> Decimal:
        """Return a figure at the places that the edition declares."""
        return self.rounding.decimal(figure)

    def why(self, code: str, language: Language = "en") -> tuple[str, ...]:
        """
        Return, line by line, how a node's points came about.

        A scorecard read from JSON has the lines only if it was written with `explained=True`, and has them in
        the language in which it was written; without them this raises `ValueError`.
        """
        node = self.at(code)
        if self._explainer is not None:
            return self._explainer.lines(node, language)
        if self.explanations is None:
            raise ValueError(say("this scorecard was read without its explanations; write it with explained=True"))
        return self.explanations[code]

    def answers(self, code: str, language: Language = "en") -> tuple[tuple[str, str], ...]:
        """
        Return the answers that a leaf's clauses and rule read: by input or `input.option`, as entered.

        Nothing for a group, nor for a scorecard that was read from JSON, which does not hold the answers.
        """
        node = self.at(code)
        return () if self._explainer is None or node.children else self._explainer.answers(node, language)

    def to_dict(self, *, explained: bool = False, language: Language = "en") -> dict[str, Any]:
        """Return the scorecard under its schema, its sentences in a language, with the lines of `why` if asked."""
        from ._json import scorecard_tree

        return scorecard_tree(self, explained=explained, language=language)

    def to_json(self, *, explained: bool = False, language: Language = "en") -> str:
        """Return the scorecard as JSON text, its notice in the first line; the same scorecard gives the same bytes."""
        tree = self.to_dict(explained=explained, language=language)
        notice = json.dumps(tree.pop("notice"), ensure_ascii=False)
        body = json.dumps(tree, ensure_ascii=False, indent=2)
        return f'{{"notice": {notice},{body[1:]}\n'

    @classmethod
    def from_dict(cls, tree: Mapping[str, Any]) -> Scorecard:
        """Read what `to_dict` wrote; raises `DocumentError` where it is not a scorecard under the schema."""
        hold_to("scorecard", tree, "<scorecard>")
        from ._json import read_scorecard

        return read_scorecard(tree)

    @classmethod
    def from_json(cls, text: str) -> Scorecard:
        """Read what `to_json` wrote; see `from_dict`."""
        try:
            return cls.from_dict(json.loads(text))
        except (json.JSONDecodeError, RecursionError) as error:
            sentence = say("this is not JSON: {why}", why=str(error))
            raise DocumentError([Problem("<scorecard>", *_place(error), "$", sentence)]) from None


def _place(error: Exception) -> tuple[int, int]:
    return getattr(error, "lineno", 1), getattr(error, "colno", 1)
