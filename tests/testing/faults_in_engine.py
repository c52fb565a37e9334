"""Faults in the engine: a step of scoring, a reading or a document that does what it must not."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

from attrs import evolve
from planted_faults import Document, Fault, Patch, small

from parengine.expr import MISSING, NO, const, is_invalid, is_missing, note, or_, when
from parengine.expr import _nodes as n
from parengine.expr._bounds import Reach
from parengine.expr._bounds_reading import RULES
from parengine.expr._build import bound, rounded
from parengine.expr._integer.orders import PLAIN
from parengine.expr._oracle import _EVALUATORS, strongest
from parengine.expr._writers import WRITERS, Value
from parengine.score import _assessment, _bounds, _build, _classes, _cohort, _json, _lower, _treatments, _why
from parengine.score._programme import UNCLASSIFIED
from parengine.score._spans import Span
from parengine.testing._draw.builders import asked, group, leaf
from parengine.types import ValueType

COUNT: Final = asked("count", high=20)
YES_NO: Final = asked("yes_no")
RATE: Final = asked("quantity", low=0, high=10, places=1)
SHARE: Final = {"kind": "proportion", "numerator": "done", "denominator": "planned", "if_zero": "zero"}
SHARED: Final = {"done": COUNT, "planned": COUNT}
EACH: Final = {"kind": "tally", "count": "found", "each": 0.5}
PAID: Final = {"kind": "yes_no", "input": "paid"}
KEPT: Final = {"kind": "yes_no", "input": "kept"}
RATED: Final = {"kind": "formula", "points": "rate"}

#: Two caps, each with its condition; a third that always holds.
CAPPED: Final = leaf(
    "1", 4, EACH,
    inputs={"found": COUNT, "late": YES_NO, "lost": YES_NO},
    caps=[{"limit": 2, "condition": "late"}, {"limit": 1, "condition": "lost"}, {"limit": 3}],
)  # fmt: skip
ZEROED: Final = leaf(
    "1", 2, SHARE, inputs={**SHARED, "broken": YES_NO}, zero_rules=[{"condition": "broken"}]
)  # fmt: skip
ZEROED_BY_TWO: Final = leaf(
    "1", 2, SHARE, inputs={**SHARED, "broken": YES_NO, "lost": YES_NO},
    zero_rules=[{"condition": "broken"}, {"condition": "lost"}],
)  # fmt: skip
CHECKED_BY_ANOTHER: Final = leaf("1", 2, PAID, inputs={"paid": YES_NO, **SHARED}, checks=["done <= planned"])
CHECKED: Final = leaf("1", 2, SHARE, inputs=SHARED, checks=["done <= planned"])
FREE: Final = {"condition": "free"}
#: A leaf that may not apply, and two that always do.
SIBLINGS: Final = (
    leaf("1.1", 2, EACH, inputs={"found": COUNT, "free": YES_NO}, not_applicable_when=FREE),
    leaf("1.2", 3, PAID, inputs={"paid": YES_NO}),
    leaf("1.3", 1, KEPT, inputs={"kept": YES_NO}),
)
FAMILY: Final = group("1", *SIBLINGS)
SPREAD: Final = group("1", {**SIBLINGS[0], "not_applicable": "redistribute"}, *SIBLINGS[1:])
BOTH_SPREAD: Final = group(
    "1",
    *({**each, "not_applicable": "redistribute"} for each in SIBLINGS[:2]),
    SIBLINGS[2],
)  # fmt: skip
BOTH_MAY_GO: Final = group(
    "1", SPREAD["children"][0], {**BOTH_SPREAD["children"][1], "not_applicable_when": FREE}, SIBLINGS[2]
)
BLOCK: Final = group("1", *SIBLINGS, not_applicable="rescale_block", rescale_to=4)
AWAY_ABOVE: Final = group("1", *SIBLINGS[1:], inputs={"free": YES_NO}, not_applicable_when=FREE)
BEST: Final = group("1", *SIBLINGS[1:], maximum=3, aggregate="best")
FINED: Final = leaf("1", 4, EACH, inputs={"found": COUNT})
PENALTY: Final[Document] = {
    "penalty": [leaf("P", 2, PAID, inputs={"paid": YES_NO})],
    "index": "100 * (points - penalty) / maximum",
}
#: Ten make 3.45, which is 3, and 4 where it was 3.5 before; nine make 3.105.
ROUNDED: Final = leaf("1", 10, {**EACH, "each": 0.345}, inputs={"found": COUNT})
#: Ten make 4.5.
HALVED: Final = leaf("1", 10, {**EACH, "each": 0.45}, inputs={"found": COUNT})
HALVES: Final = {"places": 0, "mode": "half_up"}
CLASSES: Final = {
    "basis": "exact",
    "inputs": {"trusted": YES_NO, "clean": YES_NO},
    "list": [
        {"id": "good", "label": "Tốt", "above": 5, "gates": [{"condition": "trusted"}]},
        {"id": "fair", "label": "Khá", "at_least": 2},
        {"id": "poor", "label": "Kém", "at_least": 0},
    ],
    "forced": [{"condition": "not clean", "class": "poor"}],
}
CLASSED: Final = group(
    "1", leaf("1.1", 5, PAID, inputs={"paid": YES_NO}), leaf("1.2", 5, KEPT, inputs={"kept": YES_NO})
)
COMPARED: Final = leaf(
    "1", 2, {"kind": "relative", "value": "rate", "against": "mean", "if_empty": "missing"},
    inputs={"rate": RATE, "free": YES_NO}, not_applicable_when=FREE,
)  # fmt: skip
RANKS: Final = [{"to": 1, "points": 2}, {"to": 2, "points": 1}]
RANKED: Final = leaf(
    "1", 2, {"kind": "relative", "value": "rate", "against": "rank", "ranks": RANKS, "else": 0, "if_empty": "missing"},
    inputs={"rate": RATE},
)  # fmt: skip
EITHER: Final = leaf("1", 2, {"kind": "yes_no", "condition": "paid or kept"}, inputs={"paid": YES_NO, "kept": YES_NO})
LEAST: Final = leaf("1", 5, {"kind": "tally", "count": "min(found, 9)", "each": 0.5}, inputs={"found": COUNT})


# ---- the steps of a node


def _no_caps(patch: Patch) -> None:
    patch.setattr(_lower, "_capped", lambda caps, value: value)


def _largest_cap(patch: Patch) -> None:
    real = _lower._capped
    patch.setattr(_lower, "_capped", lambda caps, value: real(caps[:1], value))


def _cap_that_may_hold_is_none(patch: Patch) -> None:
    real = _lower._capped

    def only_known(caps: Any, value: Any) -> Any:
        asked_of = (each for each in caps if each.condition is not None)
        known = {each: when(is_missing(each.condition), NO, each.condition) for each in asked_of}
        return real(tuple(evolve(each, condition=known.get(each)) for each in caps), value)

    patch.setattr(_lower, "_capped", only_known)


def _unknown_check_is_missing(patch: Patch) -> None:
    real = _lower._checked

    def strict(checks: Any, rest: Any) -> Any:
        unknown = or_(*(is_missing(check.condition) for check in checks)) if checks else NO
        return when(unknown, MISSING, real(checks, rest))

    patch.setattr(_lower, "_checked", strict)


def _last_zero_rule_is_named(patch: Patch) -> None:
    def backwards(rules: Any, test: Any, rest: Any) -> Any:
        for place, clause in enumerate(rules):
            rest = when(test(clause), note(0, "zeroed", place), rest)
        return rest

    patch.setattr(_lower, "_each_zero", backwards)


def _maximum_never_shrinks(patch: Patch) -> None:
    real = _lower._Lowering.group

    def whole(self: Any, node: Any, *others: Any) -> Any:
        return real(self, node, *others)[0], const(node.maximum)

    patch.setattr(_lower._Lowering, "group", whole)


def _no_class_is_told(patch: Patch) -> None:
    patch.setattr(_build.CardBuilder, "_class", lambda _: None)


def _zero_rule_last(patch: Patch) -> None:
    real = _lower._zeroed
    patch.setattr(_lower, "_zeroed", lambda rules, rest: when(is_missing(rest), MISSING, real(rules, rest)))


def _unknown_is_no_zero(patch: Patch) -> None:
    patch.setattr(_lower, "_zeroed", lambda rules, rest: _lower._each_zero(rules, _lower._holds, rest))


def _no_checks(patch: Patch) -> None:
    patch.setattr(_lower, "_checked", lambda checks, rest: rest)


def _not_inherited(patch: Patch) -> None:
    real = _lower._Lowering.node
    patch.setattr(_lower._Lowering, "node", lambda self, node, _, role, depth: real(self, node, NO, role, depth))


def _missing_as_zero(patch: Patch) -> None:
    real = _lower._never_below_zero
    patch.setattr(_lower, "_never_below_zero", lambda value: when(is_missing(value), 0, real(value)))


# ---- what parents add


def _not_applicable_is_lost(patch: Patch) -> None:
    patch.setitem(_treatments._AWAY, "rescale", _treatments._AWAY["zero"])


def _spread_whole(patch: Patch) -> None:
    patch.setattr(_lower, "shift_of", lambda spread, siblings: _treatments.shift_of(spread, siblings[:1]))


def _block_always(patch: Patch) -> None:
    def in_block(pair: Any, _: Fraction, block: Fraction | None) -> Any:
        if block is None:
            return pair
        scaled = when(pair.maximum > 0, pair.points / pair.maximum * const(block), 0)
        return _treatments.Pair(scaled, const(block))

    patch.setattr(_treatments, "_in_block", in_block)


def _missing_counts_nothing(patch: Patch) -> None:
    def settled(whole: Any, own: Any) -> Any:
        gone = is_missing(own)
        return _treatments.Pair(when(gone, 0, when(is_invalid(own), 0, whole.points)), when(gone, 0, whole.maximum))

    patch.setattr(_treatments, "_settled", settled)


def _sum_for_best(patch: Patch) -> None:
    patch.setattr(_lower, "most", lambda *values: _lower._sum(values))


def _first_spreads(patch: Patch) -> None:
    patch.setattr(_lower, "shift_of", lambda spread, siblings: _treatments.shift_of(spread[:1], siblings))


# ---- the whole


def _penalty_added(patch: Patch) -> None:
    real = _lower._Lowering._resolved

    def resolved(self: Any, node: Any) -> Any:
        penalty = isinstance(node, n.TotalFigure) and node.name == "penalty"
        return 0 - bound("penalty", ValueType.NUMBER) if penalty else real(self, node)

    patch.setattr(_lower._Lowering, "_resolved", resolved)


def _bonus_forgotten(patch: Patch) -> None:
    real = _lower._Lowering.siblings

    def siblings(self: Any, parent: str, *rest: Any) -> Any:
        points, maximum = real(self, parent, *rest)
        return (const(0) if parent == "penalty" else points), maximum

    patch.setattr(_lower._Lowering, "siblings", siblings)


def _half_even(patch: Patch) -> None:
    patch.setattr(_lower, "rounded", lambda value, places, _: rounded(value, places, "half_even"))


def _rounded_twice(patch: Patch) -> None:
    patch.setattr(
        _lower, "rounded", lambda value, places, mode: rounded(rounded(value, places + 1, mode), places, mode)
    )


def _rounded_everywhere(patch: Patch) -> None:
    def everywhere(self: Any, value: Any, *_: str) -> Any:
        return rounded(value, self.set.rounding.rounding.places, self.set.rounding.rounding.mode)

    patch.setattr(_lower._Lowering, "rounded", everywhere)


# ---- classes


def _closed_for_open(patch: Patch) -> None:
    patch.setattr(_classes, "_low", lambda each, index: index >= const(each.low))


def _no_gates(patch: Patch) -> None:
    patch.setattr(
        _classes, "bound", lambda name, type_: _classes.YES if name.startswith("gate") else bound(name, type_)
    )


def _forced_last(patch: Patch) -> None:
    real = _classes._first

    def first(clauses: Any, then: Callable[[int], Any], rest: Any) -> Any:
        found = real(clauses, then, rest)
        return when(rest.equals(_classes.word(UNCLASSIFIED)), found, rest) if clauses else found

    patch.setattr(_classes, "_first", first)


# ---- cohorts


def _mean_of_all(patch: Patch) -> None:
    patch.setattr(_lower._Lowering, "_ever_away", lambda self, away: NO)


def _rank_from_zero(patch: Patch) -> None:
    real = _cohort.Compared.rank
    patch.setattr(_cohort.Compared, "rank", lambda self, own: real(self, own) - 1)


# ---- readings


def _a_branch_forgotten(patch: Patch) -> None:
    patch.setitem(RULES, n.When, lambda reading, e, scope: reading.reach(e.otherwise, scope))


def _an_input_forgotten(patch: Patch) -> None:
    real = RULES[n.Input]

    def lowest(reading: Any, e: Any, scope: Any) -> Reach:
        found = real(reading, e, scope)
        return Reach(found.low, found.low) if e.type is ValueType.NUMBER else found

    patch.setitem(RULES, n.Input, lowest)


def _wider(span: Span | None) -> Span | None:
    return span and Span(span.low, span.high + 1)


def _too_wide(patch: Patch) -> None:
    real = _bounds._Reader._settled
    patch.setattr(_bounds._Reader, "_settled", staticmethod(lambda reach: _wider(real(reach))))


def _wider_when_known(patch: Patch) -> None:
    real = _bounds._Reader._span

    def span(self: Any, name: str) -> Span | None:
        found = real(self, name)
        return found if name in self.figures else _wider(found and Span(found.high, found.high))

    patch.setattr(_bounds._Reader, "_span", span)


def _division_truncates(patch: Patch) -> None:
    def write(emitter: Any, e: Any, scope: Any) -> Value:
        over, under = emitter.known(e.over, scope), emitter.known(e.under, scope)
        return Value(f"(({over.code}) * ({under.under})) // (({under.code}) * ({over.under}))", 1)

    patch.setitem(WRITERS, n.Div, write)


def _less_for_at_most(patch: Patch) -> None:
    real = WRITERS[n.Compare]

    def write(emitter: Any, e: Any, scope: Any) -> Value:
        found = real(emitter, e, scope)
        return Value(str(found.code).replace(" <= ", " < "), found.under)

    patch.setitem(WRITERS, n.Compare, write)


def _columns_less_for_at_most(patch: Patch) -> None:
    patch.setitem(PLAIN, "<=", PLAIN["<"])


def _strict_or(patch: Patch) -> None:
    def strict(evaluation: Any, node: Any) -> Any:
        values = [evaluation(each) for each in node.of]
        state = strongest(values)
        return any(values) if state is None else state

    patch.setitem(_EVALUATORS, n.Or, strict)


def _why_with_other_points(patch: Patch) -> None:
    patch.setattr(_why, "written", lambda value: "12345")


# ---- documents


def _digest_by_order(patch: Patch) -> None:
    patch.setattr(_assessment, "digest_of_whole", lambda tree: str(hash(repr(tree))))


def _figure_cut_short(patch: Patch) -> None:
    real = _json._exact
    patch.setattr(_json, "_exact", lambda value: None if value is None else real(Fraction(int(value))))


FAULTS: Final = (
    Fault("caps are never applied", "points beyond a cap stay as they are",
          "a_cap_holds", small(CAPPED), _no_caps, "1"),
    Fault("the first cap for the smallest", "of two caps that hold the larger one is taken",
          "a_cap_holds", small(CAPPED), _largest_cap, "1"),
    Fault("a cap that may hold is none", "nobody said whether it was late, and more is given than the cap allows",
          "a_cap_holds", small(CAPPED), _cap_that_may_hold_is_none, "1"),
    Fault("a check that says nothing", "what a check looks at is missing, and so the points are",
          "points_of_the_steps", small(CHECKED_BY_ANOTHER), _unknown_check_is_missing, "1"),
    Fault("the last zero rule is named", "two zero rules hold, and the scorecard names the second",
          "zero_dominates", small(ZEROED_BY_TWO), _last_zero_rule_is_named, "1"),
    Fault("the maximum of a group never shrinks", "what does not apply is still part of what its group could have",
          "treatments_conserve", small(FAMILY), _maximum_never_shrinks, "1"),
    Fault("no class is told", "a set has classes, and its scorecards have none",
          "class_by_its_clauses", small(CLASSED, classes=CLASSES), _no_class_is_told, None),
    Fault("zero rule after the rule", "a zero rule waits for answers that only the rule needs",
          "zero_dominates", small(ZEROED), _zero_rule_last, "1"),
    Fault("an unknown zero rule does not hold", "nobody said whether something was broken, and points are given",
          "zero_dominates", small(ZEROED), _unknown_is_no_zero, "1"),
    Fault("checks are not asked", "more was done than planned, and points are given",
          "a_failed_check_is_invalid", small(CHECKED), _no_checks, "1"),
    Fault("not applicable is not inherited", "a group does not apply, and its children are scored",
          "not_applicable_by_its_clause", small(AWAY_ABOVE), _not_inherited, "1.2"),
    Fault("missing as 0", "a rule whose answers are missing gives 0 points",
          "unknown_is_never_zero", small(ZEROED), _missing_as_zero, "1"),
    Fault("not applicable as lost", "what does not apply counts 0 of its maximum instead of nothing",
          "treatments_conserve", small(FAMILY), _not_applicable_is_lost, "1.1"),
    Fault("spread without dividing", "each sibling gains the whole maximum, not its part of it",
          "treatments_conserve", small(SPREAD), _spread_whole),
    Fault("a block always in proportion", "a block is scaled to its constant although everything in it applies",
          "treatments_conserve", small(BLOCK), _block_always, "1"),
    Fault("missing as nothing to count", "a missing child's maximum drops out, as if it did not apply",
          "treatments_conserve", small(FAMILY), _missing_counts_nothing),
    Fault("sum for best", "a group that takes its best child adds all of them",
          "points_of_the_steps", small(BEST), _sum_for_best, "1"),
    Fault("only the first sibling spreads", "of two that do not apply one is forgotten, which one depends on the order",
          "order_of_siblings", small(BOTH_MAY_GO), _first_spreads),
    Fault("penalty added by the engine", "a penalty enters the index with the other sign",
          "index_of_the_totals", small(FINED, **PENALTY),
          _penalty_added, None),
    Fault("penalty not added up", "the penalty of the whole is 0 whatever happened",
          "total_of_the_parts", small(FINED, **PENALTY),
          _bonus_forgotten, None),
    Fault("the engine rounds half to even", "a half goes to the even neighbour where half up is declared",
          "rounded_as_declared", small(HALVED, rounding={"levels": ["index"], **HALVES}), _half_even, None),
    Fault("rounded twice", "a figure is rounded to one place more before it is rounded: 0.45 becomes 1",
          "rounded_as_declared", small(ROUNDED, rounding={"levels": ["leaf", "index"], **HALVES}), _rounded_twice, "1"),
    Fault("rounded at every level", "leaves are rounded although only the index is listed",
          "rounded_as_declared", small(ROUNDED, rounding={"levels": ["index"], **HALVES}), _rounded_everywhere, "1"),
    Fault("closed for open", "an index of exactly 5 is already good",
          "class_by_its_clauses", small(CLASSED, classes=CLASSES), _closed_for_open, None),
    Fault("gates are not asked", "who is not trusted is good all the same",
          "class_by_its_clauses", small(CLASSED, classes=CLASSES), _no_gates, None),
    Fault("forced after the table", "a class is forced only where the table gives none",
          "class_by_its_clauses", small(CLASSED, classes=CLASSES), _forced_last, None),
    Fault("mean of all units", "units to which a criterion does not apply are part of its mean",
          "points_of_the_steps", small(COMPARED), _mean_of_all, "1"),
    Fault("rank from 0", "the best unit has rank 0, the third is second",
          "points_of_the_steps", small(RANKED), _rank_from_zero, "1"),
    Fault("bounds forget a branch", "what a condition that is not known leads to is left out",
          "bounds_contain_what_happens", small(ZEROED), _a_branch_forgotten),
    Fault("bounds forget an input", "a number that is open is taken to be the least",
          "bounds_contain_what_happens", small(LEAST), _an_input_forgotten),
    Fault("bounds too wide", "a point more than can be had is said to be possible",
          "bounds_are_the_hull", small(CAPPED), _too_wide),
    Fault("bounds wider with an answer more", "what is known is said to be a point higher",
          "an_answer_never_widens", small(FAMILY), _wider_when_known),
    Fault("compiled division truncates", "a share is 0 or 1 and nothing in between",
          "compiled_equals_the_oracle", small(ZEROED), _division_truncates),
    Fault("compiled ≤ is <", "a threshold that is met exactly is not",
          "compiled_equals_the_oracle", small(CHECKED), _less_for_at_most),
    Fault("columns ≤ is <", "many units at once: a threshold that is met exactly is not",
          "columns_equal_exact", small(CHECKED), _columns_less_for_at_most, None),
    Fault("or is strict", "one yes does not decide while the other answer is missing",
          "compiled_equals_the_oracle", small(EITHER), _strict_or),
    Fault("why shows other points", "the lines of why name a number that the scorecard does not have",
          "trace_equals_exact", small(LEAST), _why_with_other_points, "1"),
    Fault("digest by the order of answers", "the same answers in another order are called other answers",
          "same_inputs_same_bytes", small(FAMILY), _digest_by_order, None),
    Fault("figure cut short in JSON", "half a point is written as 0",
          "documents_round_trip", small(LEAST), _figure_cut_short),
)  # fmt: skip
