"""
Lowering: section by section, a criteria set becomes a programme.

This is the one place that knows what a score means. Each step of a node is an expression; what a step
decides stops the rest because `when` reads only its chosen branch, and unknown conditions travel on as
states.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from .._model import Cap, Clause, CriteriaSet, Level, Node, Role
from ..expr import (
    INVALID,
    MISSING,
    NO,
    NOT_APPLICABLE,
    YES,
    Expr,
    and_,
    const,
    is_invalid,
    is_missing,
    is_not_applicable,
    most,
    not_,
    note,
    or_,
    when,
    word,
)
from ..expr._build import add, bound, rounded
from ..expr._growth import check_growth
from ..expr._guards import is_nonnegative
from ..expr._nodes import Bound, CohortFigure, CountNodes, EachFigure, Input, NodeFigure, TotalFigure, walk
from ..expr._replace import replace
from ..rules import reach_of
from ..types import Status, ValueType
from ._channels import channel_bindings
from ._classes import class_expression, conditions_of, gate_bindings, table_class
from ._compared import Comparisons, refuse_circles
from ._conditions import known_to_hold
from ._programme import TABLE_CLASS, Programme, in_order, named
from ._terms import PLAIN, TOTAL, Terms, awaits_total, decided_total, given_points, is_decided
from ._treatments import Pair, counted_pair, shift_of

ROOT: Final = ""
#: What stands in the place of a reference, None where something is none.
Swap: TypeAlias = Callable[[Expr], Expr | None]


def lower(criteria_set: CriteriaSet, terms: Terms = PLAIN) -> Programme:
    """Return the programme of a criteria set; a circle, or figures without bound, is an `ExpressionError`."""
    lowering = _Lowering(criteria_set, terms)
    lowering.totals()
    comparisons = lowering.comparisons.found
    programme = Programme(in_order(lowering.bindings), tuple(comparisons.values()))
    refuse_circles(programme.by_name, comparisons)
    check_growth((binding.name, binding.expression) for binding in programme.bindings)
    return programme


class _Lowering:
    """One set on its way to a programme: the bindings made so far, by name."""

    def __init__(self, criteria_set: CriteriaSet, terms: Terms) -> None:
        self.set = criteria_set
        self.terms = terms
        self.bindings: dict[str, Expr] = {}
        self.comparisons = Comparisons(self.bind)

    def bind(self, name: str, expression: Expr, resolve: Swap | None = None) -> Expr:
        """Bind an expression to a name, references resolved; return the reference to it."""
        self.bindings[name] = replace(expression, resolve or self._resolved)
        return bound(name, expression.type or ValueType.NUMBER)

    # ---- the whole set

    def totals(self) -> None:
        """Bind the fields, the totals, the index and the class."""
        points, applicable = self.siblings(ROOT, self.set.nodes, NO, "points", 1)
        bonus, _ = self.siblings("bonus", self.set.bonus, NO, "bonus", 1)
        penalty, _ = self.siblings("penalty", self.set.penalty, NO, "penalty", 1)
        self.bind("points", decided_total(self.set.maximum, self.rounded(points, "total"), self.terms))
        self.bind("bonus", bonus)
        self.bind("penalty", penalty)
        roots = (*self.set.nodes, *self.set.bonus, *self.set.penalty)
        waiting = when(awaits_total(self.set.maximum), 1, 0)
        self.bind("open", self._unless_decided(TOTAL, waiting, _sum(_open(node.code) for node in roots)))
        for name, expression in channel_bindings(self.set, decided=self.terms.decided):
            self.bind(name, expression)
        self.index(applicable)

    def index(self, applicable: Expr) -> None:
        """Bind the index, exact and as published, and the class it falls in."""
        value = when(self.bind("applicable", applicable).equals(0), NOT_APPLICABLE, self.set.index)
        exact_index = self.bind("exact index", value)
        rounding = self.set.rounding.rounding
        published = self.bind("index", rounded(exact_index, rounding.places, rounding.mode))
        if self.set.classes:
            basis = published if self.set.classes.basis == "rounded" else exact_index
            for name, condition in gate_bindings(self.set.classes):
                self.bind(name, condition)
            self.bind(TABLE_CLASS, table_class(self.set.classes, basis))
            self.bind("class", _checked(checks_of_class(self.set), class_expression(self.set.classes)))

    def _unless_decided(self, code: str, there: Expr, otherwise: Expr) -> Expr:
        return when(is_decided(code), there, otherwise) if self.terms.decided else otherwise

    # ---- a node and its siblings

    def siblings(self, parent: str, nodes: Sequence[Node], away: Expr, role: Role, depth: int) -> tuple[Expr, Expr]:
        """Bind nodes of one parent; return the sums of their counted points and maxima."""
        for node in nodes:
            self.node(node, away, role, depth)
        shift = self._shift(parent, nodes, role)
        pairs = [self.counted(node, shift, role) for node in nodes]
        return _sum(pair.points for pair in pairs), _sum(pair.maximum for pair in pairs)

    def _shift(self, parent: str, nodes: Sequence[Node], role: Role) -> Expr | None:
        spread = [node for node in nodes if self._treatment(node, role) == "redistribute"]
        if role != "points" or not spread:
            return None
        return self.bind(
            named("shift", parent), shift_of([(_own(n.code), n.maximum) for n in spread], [_own(n.code) for n in nodes])
        )

    def _treatment(self, node: Node, role: Role) -> str:
        """
        Return what counts in a node's place when it does not apply; a block's rescaling is not that.

        The edition's default is about maxima. A bonus or penalty has none that counts, so it counts nothing.
        """
        own = None if node.treatment == "rescale_block" else node.treatment
        return own or (self.set.treatment if role == "points" else "rescale")

    def counted(self, node: Node, shift: Expr | None, role: Role) -> Pair:
        """Bind what a node's parent adds: its figures after its treatment."""
        whole = Pair(_figure("points", node), _figure("reach", node))
        block = (node.rescale_to or node.maximum) if node.treatment == "rescale_block" else None
        pair = counted_pair(whole, whole.points, node.maximum, self._treatment(node, role), block, shift)
        return Pair(
            self.bind(named("counted", node.code), pair.points), self.bind(named("weight", node.code), pair.maximum)
        )

    def node(self, node: Node, inherited: Expr, role: Role, depth: int) -> None:
        """Bind a node's own figures: the seven steps, bottom up."""
        clause = node.not_applicable_when
        away = self.bind(named("away", node.code), or_(clause.condition if clause else NO, inherited))
        if node.children:
            earned, reach = self.group(node, away, role, depth)
        else:
            earned, reach = self.leaf(node)
        resolve = self._resolving_at(node.code, self._ever_away(away))
        rule = self.bind(named("rule", node.code), earned, resolve)
        given = self.bind(named("given", node.code), given_points(node, rule, self.terms))
        self.bind(named("reach", node.code), reach)
        empty = NO if node.is_leaf else _figure("reach", node).equals(0)
        checks = checks_of(self.set, node)
        clauses = _checked(checks, _zeroed(node.zero_rules, _capped(node.caps, given)))
        scored = given if clauses is given else replace(clauses, resolve)
        own = _by_its_clause(clause, when(or_(away, empty), NOT_APPLICABLE, scored))
        self.bind(named("own", node.code), own)
        self.bind(named("points", node.code), self.rounded(_own(node.code), *self._levels(node, depth)))
        self.bind(named("open", node.code), self._open(node))

    def _resolving_at(self, code: str, away: Expr) -> Swap:
        """Return what resolves the references of a node's rule and clauses; its cohort leaves out who it is not for."""

        def resolve(node: Expr) -> Expr | None:
            if isinstance(node, CohortFigure):
                return self.comparisons.stand_in(node, code, away)
            return self._resolved(node)

        return resolve

    def _ever_away(self, away: Expr) -> Expr:
        """Return when a node does not apply, `NO` where neither it nor an ancestor has a clause that says so."""
        meant = away
        while isinstance(meant, Bound):
            meant = self.bindings[meant.name]
        return NO if meant is NO else away

    def leaf(self, node: Node) -> tuple[Expr, Expr]:
        """Return what a leaf's rule gives, never below 0, and the most it could: a checklist may shrink it."""
        assert node.rule is not None
        reach = reach_of(node.rule.kind, node.maximum)
        unknown = or_(is_missing(reach), is_invalid(reach))
        return _never_below_zero(node.rule.kind.points(node.maximum)), when(unknown, node.maximum, reach)

    def group(self, node: Node, away: Expr, role: Role, depth: int) -> tuple[Expr, Expr]:
        """Return the aggregate of a group's children, and the most it could be."""
        total, reach = self.siblings(node.code, node.children, away, role, depth + 1)
        if node.aggregate == "best":
            total = most(*(bound(named("counted", c.code), ValueType.NUMBER) for c in node.children))
            reach = most(*(bound(named("weight", c.code), ValueType.NUMBER) for c in node.children))
        return (total if role == "points" else _held(total, const(node.maximum))), reach

    def _open(self, node: Node) -> Expr:
        own = _own(node.code)
        stuck = or_(is_missing(own), is_invalid(own))
        below = _sum(_open(child.code) for child in node.children)
        settled = or_(is_not_applicable(own), _any_holds(node.zero_rules))
        within = self._unless_decided(node.code, const(0), below)
        return when(stuck, 1, when(settled, 0, within) if node.children else const(0))

    def _levels(self, node: Node, depth: int) -> tuple[str, ...]:
        name = self.set.levels[depth - 1] if depth <= len(self.set.levels) else ""
        return (name, "leaf") if node.is_leaf else (name,)

    def rounded(self, value: Expr, *levels: str) -> Expr:
        """Return `value`, rounded where the edition lists one of its levels."""
        rule = self.set.rounding
        listed: Iterable[Level] = rule.levels
        return rounded(value, rule.rounding.places, rule.rounding.mode) if set(levels) & set(listed) else value

    # ---- references

    def _resolved(self, node: Expr) -> Expr | None:
        """Return what stands in the place of a reference to another node or to a total."""
        if isinstance(node, NodeFigure):
            return self._reference(node.code, node.figure)
        if isinstance(node, TotalFigure):
            return const(self.set.maximum) if node.name == "maximum" else bound(node.name, ValueType.NUMBER)
        if isinstance(node, CohortFigure):
            return self.comparisons.stand_in(node)
        return self._count(node) if isinstance(node, CountNodes) else None

    def _reference(self, code: str, figure: str) -> Expr:
        name = named(f"seen {figure}", code)
        if name not in self.bindings:
            self.bindings[name] = YES  # so that a node which refers to itself is found as a circle, not walked for ever
            self.bindings[name] = replace(self._seen[figure](self, self.set.at(code)), self._resolved)
        return bound(name, ValueType.CHOICE if figure == "status" else ValueType.NUMBER)

    def _count(self, counting: CountNodes) -> Expr:
        """Return how many leaves below a node meet the condition, as a sum."""
        leaves = [node for node in self.set.at(counting.code).walk() if node.is_leaf and node.code != counting.code]
        condition = replace(counting.condition, self._resolved)
        return _sum(when(self._for_each(condition, leaf.code), 1, 0) for leaf in leaves)

    def _for_each(self, condition: Expr, code: str) -> Expr:
        return replace(
            condition, lambda node: self._reference(code, node.figure) if isinstance(node, EachFigure) else None
        )

    def _seen_points(self, node: Node) -> Expr:
        """Return a node's own points as other clauses see them: a group is known when all below it is."""
        own = _own(node.code)
        if node.is_leaf:
            return own
        below = [self._reference(child.code, "points") for child in node.children]
        unsettled = _sum(when(is_not_applicable(points), 0, points) for points in below)
        return when(_open(node.code).equals(0), own, when(or_(is_missing(own), is_invalid(own)), own, unsettled))

    def _seen_maximum(self, node: Node) -> Expr:
        return when(is_not_applicable(_own(node.code)), NOT_APPLICABLE, _figure("reach", node))

    def _seen_share(self, node: Node) -> Expr:
        return self._reference(node.code, "points") / self._reference(node.code, "maximum")

    def _seen_status(self, node: Node) -> Expr:
        own = _own(node.code)
        scored = when(_open(node.code).equals(0), word(Status.SCORED), word(Status.INCOMPLETE))
        known = when(_any_holds(node.zero_rules), word(Status.ZEROED), scored if node.children else word(Status.SCORED))
        states = (
            (is_not_applicable, Status.NOT_APPLICABLE),
            (is_invalid, Status.INVALID),
            (is_missing, Status.MISSING),
        )
        for test, status in states:
            known = when(test(own), word(status), known)
        return known

    _seen: Final = {
        "points": _seen_points,
        "maximum": _seen_maximum,
        "share": _seen_share,
        "status": _seen_status,
    }


def checks_of(criteria_set: CriteriaSet, node: Node) -> tuple[Clause, ...]:
    """Return a node's checks; a leaf's are also those of the set that read an input which it reads too."""
    if not criteria_set.checks or not node.is_leaf:
        return node.checks
    read = _inputs_of(node)
    return (*node.checks, *(check for check in criteria_set.checks if _inputs(check.condition) & read))


def checks_of_class(criteria_set: CriteriaSet) -> tuple[Clause, ...]:
    """Return the checks of the set that read an input which a clause of the classes reads too."""
    assert criteria_set.classes is not None
    read = set[tuple[str, str]]().union(*map(_inputs, conditions_of(criteria_set.classes)))
    return tuple(check for check in criteria_set.checks if _inputs(check.condition) & read)


def _figure(figure: str, node: Node) -> Expr:
    return bound(named(figure, node.code), ValueType.NUMBER)


def _own(code: str) -> Expr:
    return bound(named("own", code), ValueType.NUMBER)


def _open(code: str) -> Expr:
    return bound(named("open", code), ValueType.NUMBER)


def _sum(values: Iterable[Expr]) -> Expr:
    return add(*values)


def _inputs(expression: Expr) -> set[tuple[str, str]]:
    """Return which inputs and attributes are read; an option's count is its distribution's, the period is no answer."""
    read = (node for node in walk(expression) if isinstance(node, Input))
    return {(node.origin, node.name) for node in read if node.origin != "period"}


def _inputs_of(node: Node) -> set[tuple[str, str]]:
    assert node.rule is not None
    clauses = [clause.condition for clause in (*node.checks, *node.zero_rules)]
    clauses += [cap.condition for cap in node.caps if cap.condition is not None]
    clauses += [node.not_applicable_when.condition] if node.not_applicable_when else []
    return set[tuple[str, str]]().union(*map(_inputs, (node.rule.kind.points(node.maximum), *clauses)))


def _by_its_clause(clause: Clause | None, rest: Expr) -> Expr:
    """Return not applicable where a node's own clause holds, noted; where it is unknown, `rest` says what follows."""
    return rest if clause is None else when(_holds(clause), note(NOT_APPLICABLE, "not_applicable"), rest)


def _checked(checks: Sequence[Clause], rest: Expr) -> Expr:
    """Return invalid where a check fails; one with a missing operand says nothing."""
    for place, check in reversed(list(enumerate(checks))):
        asked = check.condition
        fails = and_(not_(is_missing(asked)), not_(is_not_applicable(asked)), not_(asked))
        rest = when(fails, note(INVALID, "check_failed", place), rest)
    return rest


def _zeroed(rules: Sequence[Clause], rest: Expr) -> Expr:
    """Return 0 where one holds, the first that does noted; none holding and one unknown leaves it unknown."""
    if len(rules) <= 1:
        return _each_zero(rules, lambda clause: clause.condition, rest)
    undecided = when(or_(*(rule.condition for rule in rules)), MISSING, rest)
    return _each_zero(rules, _holds, undecided)


def _each_zero(rules: Sequence[Clause], test: Callable[[Clause], Expr], rest: Expr) -> Expr:
    for place, clause in reversed(list(enumerate(rules))):
        rest = when(test(clause), note(0, "zeroed", place), rest)
    return rest


def _holds(clause: Clause) -> Expr:
    return known_to_hold(clause.condition)


def _any_holds(rules: Sequence[Clause]) -> Expr:
    return or_(*map(_holds, rules))


def _capped(caps: Sequence[Cap], value: Expr) -> Expr:
    """Return at most the smallest cap whose condition holds; one that the points do not reach asks nothing."""
    capped = value
    for place, cap in sorted(enumerate(caps), key=lambda placed: placed[1].limit, reverse=True):
        reached = and_(not_(is_not_applicable(value)), value > const(cap.limit))
        holds = and_(reached, YES if cap.condition is None else cap.condition)
        capped = when(holds, note(const(cap.limit), "capped", place), capped)
    return capped


def _held(total: Expr, maximum: Expr) -> Expr:
    """Return the points of a bonus or penalty group, never above its maximum."""
    return when(total > maximum, note(maximum, "capped"), total)


def _never_below_zero(value: Expr) -> Expr:
    return value if is_nonnegative(value) else when(value < 0, note(0, "below_zero"), value)
