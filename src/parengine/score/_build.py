"""From a row of exact figures to the scorecard: statuses, effects and reasons, node by node."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Final, TypeAlias

from attrs import frozen

from .._model import CriteriaSet, Node
from .._version import __version__
from ..expr._exact import Row
from ..expr._nodes import Tag
from ..types import State, Status, Text
from ._assessment import Assessment, Decision
from ._channels import CHANNEL, CHANNEL_MAXIMUM, LINE, TOTAL_LINE, channel_of
from ._class_results import ClassTeller
from ._cohort import Cohort, cohort_answers
from ._prepared import SHOWN, Prepared
from ._programme import named
from ._provenance import notice_of, provenance_counts
from ._quotas import Allotted, bounds_with_quotas, with_quota
from ._reasons import SETTLED, Reasons
from ._scorecard import ChannelScore, ClassResult, CohortNote, Digests, Effect, NodeScore, Scorecard
from ._spans import Bounds
from ._terms import TOTAL
from ._why import Explainer

#: Where the clauses of an effect stand in a node.
CLAUSE_LISTS: Final[Mapping[str, str]] = {"zeroed": "zero_rules", "capped": "caps", "check_failed": "checks"}
_STATUSES: Final[Mapping[int, Status]] = {
    State.NOT_APPLICABLE: Status.NOT_APPLICABLE,
    State.MISSING: Status.MISSING,
    State.INVALID: Status.INVALID,
}
_ZERO: Final = Fraction(0)
_NONE: Final = ()


Place: TypeAlias = tuple[int, int, int]


@frozen(eq=False)
class Plan:
    """Where a node's figures stand in a row, and under which bindings its effects are noted."""

    node: Node
    own_name: str
    rule_name: str
    given_name: str
    children: tuple[Plan, ...]
    rule: Place
    own: Place
    points: Place
    reach: Place
    counted: Place
    weight: Place
    open: Place
    rounds: bool
    #: What every unit could have had, and what its parent adds of that, where no answer changes it.
    fixed_reach: Fraction | None
    fixed_weight: Fraction | None


class Frame:
    """What every scorecard of one set shares, worked out once."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared
        self.set = prepared.criteria_set
        self.outputs = prepared.exact.outputs
        self._same: dict[Place, Place] = {}
        roots = (*self.set.nodes, *self.set.bonus, *self.set.penalty)
        self.plans = tuple(map(self._plan, roots))
        self.provenance = provenance_counts(self.set)
        self.notice = notice_of(self.provenance)
        self.lines = [name for name in self.outputs if name.startswith(f"{LINE} ")]

    def _plan(self, node: Node) -> Plan:
        places = {figure: self._place(figure, node) for figure in SHOWN}
        children = tuple(map(self._plan, node.children))
        return Plan(
            node,
            named("own", node.code),
            named("rule", node.code),
            named("given", node.code),
            children,
            **places,
            rounds=places["points"] is not places["own"],
            fixed_reach=self.prepared.exact.constant(places["reach"]),
            fixed_weight=self.prepared.exact.constant(places["weight"]),
        )

    def _place(self, figure: str, node: Node) -> Place:
        """Return where a figure stands; figures that are the same value share one place object."""
        place = self.outputs[named(figure, node.code)]
        return self._same.setdefault(place, place)


class CardBuilder:
    """Builds the scorecard of one assessment from its row."""

    def __init__(
        self, frame: Frame, assessment: Assessment, cohort: Cohort | None = None, quotas: Allotted | None = None
    ) -> None:
        self.frame = frame
        self.prepared = frame.prepared
        self.set: CriteriaSet = frame.set
        self.assessment = assessment
        self.cohort = cohort if self.prepared.programme.comparisons else None
        self.quotas = quotas
        self.cohort_answers = cohort_answers(self.cohort, self.prepared, assessment)
        self.answers = self.prepared.answers(assessment, self.cohort_answers)
        self.row: Row = self.prepared.exact.run(self.answers)
        #: Fractions by numerator and denominator: many figures of a scorecard are the same number.
        self.figures: dict[tuple[int, int], Fraction] = {}
        self.decided = bool(assessment.decisions)
        self.tags = self._tags()
        self.reasons = Reasons(self.prepared, assessment, self.cohort_answers)

    def _tags(self) -> dict[str, list[Tag]]:
        """Return the effects that were met, by the binding in which they were."""
        met = sorted(self.row[-1])
        marks = self.prepared.exact.marks
        return {name: [marks[m][1] for m in found] for name, found in groupby(met, key=lambda m: marks[m][0])}

    def figure(self, place: Place) -> Fraction:
        """Return the number at a place of the row, 0 where it is not known."""
        numerator, denominator, state = place
        row = self.row
        if row[state]:
            return _ZERO
        pair = row[numerator], row[denominator]
        found = self.figures.get(pair)
        if found is None:
            found = self.figures[pair] = Fraction(*pair)
        return found

    def total(self, name: str) -> Fraction:
        """Return one of the totals."""
        return self.figure(self.frame.outputs[name])

    # ---- nodes

    def node(self, plan: Plan) -> NodeScore:
        """Return what became of a node, and of all below it."""
        node, figure = plan.node, self.figure
        tags = self.tags.get(plan.own_name, _NONE) if self.tags else _NONE
        status = self._status(plan, tags)
        points = figure(plan.points)
        missing, invalid = self.reasons.of(node, status) if status in _ASKING else (_NONE, _NONE)
        return NodeScore(
            node.code,
            node.label,
            status,
            points,
            node.maximum,
            _ZERO if status is Status.NOT_APPLICABLE else plan.fixed_reach or figure(plan.reach),
            points if self._same(plan.counted, plan.points) else figure(plan.counted),
            plan.fixed_weight or figure(plan.weight),
            node.channel,
            node.responsible,
            node.provenance.kind,
            self._effects(plan, tags)
            if tags or plan.rounds or (self.tags and (plan.rule_name in self.tags or plan.given_name in self.tags))
            else _NONE,
            missing,
            invalid,
            tuple(map(self.node, plan.children)),
            *(self._decision(plan) if self.decided else _NONE),
        )

    def _decision(self, plan: Plan) -> tuple[Decision | None, Fraction | None]:
        """Return the decision on a node, and what its rule gave beside it."""
        decision = self.assessment.decisions.get(plan.node.code)
        known = decision is not None and not self.row[plan.rule[2]]
        return decision, self.figure(plan.rule) if known else None

    def _same(self, one: Place, other: Place) -> bool:
        """Return whether two figures hold the very same numbers, so that one need not be made again."""
        row = self.row
        return row[one[0]] is row[other[0]] and row[one[1]] == row[other[1]] and row[one[2]] == row[other[2]] == 0

    def _status(self, plan: Plan, tags: Sequence[Tag]) -> Status:
        state = self.row[plan.own[2]]
        if state:
            return _STATUSES[state]
        if tags and _zeroes(tags):
            return Status.ZEROED
        return Status.INCOMPLETE if plan.children and self.row[plan.open[0]] else Status.SCORED

    def _effects(self, plan: Plan, tags: Sequence[Tag]) -> tuple[Effect, ...]:
        """Return what clauses did, in the order of the steps."""
        effects = []
        known = not self.row[plan.own[2]]
        if not tags and not known:
            return ()
        before = None if self.row[plan.rule[2]] else self.figure(plan.rule)
        if known and not _zeroes(tags):
            given = [self._given_effect(plan.node, tag, before) for tag in self.tags.get(plan.given_name, _NONE)]
            rule = () if given else self.tags.get(plan.rule_name, _NONE)
            effects += [Effect(tag.effect) for tag in rule] + given
            before = given[-1].after if given else before
        if tags:
            effects += [self._clause_effect(plan.node, tag, before, self.figure(plan.own)) for tag in tags]
        if plan.rounds and (own := self.figure(plan.own)) != (points := self.figure(plan.points)):
            effects.append(Effect("rounded", None, own, points))
        return tuple(effects)

    def _given_effect(self, node: Node, tag: Tag, before: Fraction | None) -> Effect:
        """Return what stood in the place of the rule's points: a decision, or nothing for want of evidence."""
        decision = self.assessment.decisions.get(node.code)
        if tag.effect == "decided" and decision is not None:
            return Effect(tag.effect, "decisions", before, decision.points, decision.reason, decision.provenance)
        after = _ZERO if self.prepared.terms.absence == "zero" else before
        return Effect(tag.effect, "evidence", before, after)

    def _clause_effect(self, node: Node, tag: Tag, before: Fraction | None, after: Fraction) -> Effect:
        name = CLAUSE_LISTS.get(tag.effect)
        if tag.effect == "not_applicable" and (away := node.not_applicable_when) is not None:
            said = away.provenance or node.provenance
            return Effect(tag.effect, "not_applicable_when", None, None, away.reason, said)
        if name is None or tag.clause is None:
            return Effect(tag.effect, before=before, after=after)
        clauses = self.prepared.checks_of(node) if name == "checks" else getattr(node, name)
        clause = clauses[tag.clause]
        path = f"{name}[{tag.clause}]"
        return Effect(tag.effect, path, before, after, clause.reason, clause.provenance or node.provenance)

    # ---- the whole

    def card(self, *, bounds: bool = False) -> Scorecard:
        """Return the scorecard, with what is still possible where it is asked for."""
        nodes = tuple(map(self.node, self.frame.plans))
        undetermined = self._class_state() in (State.MISSING, State.INVALID)
        complete = not (self.total("open") or undetermined)
        missing, invalid = ((), ()) if complete else self.reasons.listed(nodes, undetermined=undetermined)
        state = self.row[self.frame.outputs["index"][2]]
        rounding = self.set.rounding.rounding
        return Scorecard(
            notice=self.frame.notice,
            set=self.set.id,
            edition=self.set.key.edition,
            title=self.set.title,
            unit=self.assessment.unit.id,
            unit_label=self.assessment.unit.label,
            year=self.assessment.year,
            stage=self.assessment.stage,
            index=None if state else rounding.decimal(self.total("index")),
            exact_index=None if state else self.total("exact index"),
            class_=self._class(),
            points=self.total("points"),
            bonus=self.total("bonus"),
            penalty=self.total("penalty"),
            maximum=self.set.maximum,
            applicable_maximum=self.total("applicable"),
            complete=complete,
            rounding=rounding,
            channels=self._channels(),
            lines=self._lines(),
            missing=missing,
            invalid=invalid,
            nodes=nodes,
            provenance=self.frame.provenance,
            digests=Digests(self.set.digest, self.assessment.digest(), self.cohort.digest if self.cohort else None),
            engine=f"parengine {__version__}",
            kinds=self.set.kinds,
            decided=self.assessment.decided_total,
            undecided=() if complete else tuple(self._undecided(nodes)),
            provisional=self._provisional(),
            cohort=self._cohort_note(self.cohort) if self.cohort else None,
            bounds=self._bounds() if bounds else None,
            explainer=Explainer(self.reasons),
        )

    def _bounds(self) -> Bounds:
        from ._bounds import bounds_of

        return bounds_with_quotas(bounds_of(self.prepared, self.answers), self.set.classes)

    def _provisional(self) -> tuple[str, ...]:
        """Return the units whose figures or classes are open, and may change this result."""
        compared = self.cohort.unsettled if self.cohort else ()
        return tuple(dict.fromkeys((*compared, *(self.quotas.open if self.quotas else ()))))

    def _undecided(self, nodes: Iterable[NodeScore]) -> Iterator[str]:
        """Yield the codes of what is before the authority, as far as the result waits for it."""
        total = self.assessment.decided_total
        if total is not None:
            yield from (TOTAL,) if total.points is None else ()
            return
        yield from _waiting(nodes)

    def _cohort_note(self, cohort: Cohort) -> CohortNote:
        figures = ((name, None if value is None else Fraction(value)) for name, value in self.cohort_answers.items())
        return CohortNote(cohort.digest, cohort.units, tuple(sorted(figures)))

    def _channels(self) -> tuple[ChannelScore, ...]:
        shown = dict.fromkeys(channel_of(self.set, channel) for channel in self.set.channels)
        outputs = self.frame.outputs
        return tuple(
            ChannelScore(
                channel,
                self.set.channels[channel].label,
                self.total(named(CHANNEL, channel)),
                self.total(named(CHANNEL_MAXIMUM, channel)),
            )
            for channel in shown
            if channel is not None and named(CHANNEL, channel) in outputs
        )

    def _lines(self) -> tuple[ChannelScore, ...]:
        """Return what clauses of groups that mix channels changed, so that channels and lines add up."""
        found = [(name.removeprefix(f"{LINE} "), self.total(name)) for name in self.frame.lines]
        return tuple(ChannelScore(code, self._line_label(code), points, None) for code, points in found if points)

    def _line_label(self, code: str) -> Text:
        return (
            self.set.at(code).label if code != TOTAL_LINE else _DECIDED if self.assessment.decided_total else _ROUNDED
        )

    def _class_state(self) -> int:
        """Return the state of the class, 0 where it is known or there are none."""
        state: int = self.row[self.frame.outputs["class"][2]] if self.set.classes else 0
        return state

    def _class(self) -> ClassResult | None:
        """Return the class, or why there is none."""
        classes = self.set.classes
        if classes is None:
            return None
        value, _, state = self.frame.outputs["class"]
        id_ = "" if self.row[state] else self.prepared.exact.words[self.row[value]]
        teller = ClassTeller(self.set, classes, self.reasons, self.tags.get("class", _NONE))
        held = self.quotas.held.get(self.assessment.unit.id) if self.quotas else None
        result = teller.result(self.row[state], id_)
        return with_quota(result, held, self.set, looked_at=self.quotas is not None)


_ROUNDED: Final = Text("Làm tròn tổng điểm", "Rounding of the total")
_DECIDED: Final = Text("Chênh lệch do tổng điểm đã được quyết định", "Difference to the decided total")
_ASKING: Final = (Status.MISSING, Status.INVALID)


def _zeroes(tags: Sequence[Tag]) -> bool:
    return any(tag.effect == "zeroed" for tag in tags)


def _waiting(nodes: Iterable[NodeScore]) -> Iterator[str]:
    for node in nodes:
        if node.decision is not None and node.decision.points is None and node.status is Status.MISSING:
            yield node.code
        if node.status not in SETTLED:
            yield from _waiting(node.children)
