"""Faults in rule kinds: the function of a kind, its sentence or what it declares is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, ClassVar, Final

from attrs import evolve
from planted_faults import CASES, HAI_PHONG, TAY_NINH, Fault, Patch, of_plugin, small

from parengine.expr import Domain, Expr, answer, const, days, is_missing, when, whole
from parengine.expr._build import rounded
from parengine.rules import (
    KINDS,
    Bands,
    Checklist,
    Deadline,
    Deduction,
    Increments,
    Levels,
    Proportion,
    Survey,
    Tally,
    YesNo,
    _steps,
    _zero,
    combine,
    interpolate,
    slots,
    survey,
)
from parengine.rules.sentences import Points, opening
from parengine.rules.slots import kind
from parengine.testing._draw.builders import asked, leaf

COUNT: Final = asked("count", high=20)
YES_NO: Final = asked("yes_no")
SHARED: Final = {"done": COUNT, "planned": COUNT}
SHARE: Final = leaf(
    "1", 2, {"kind": "proportion", "numerator": "done", "denominator": "planned", "if_zero": "zero"}, inputs=SHARED
)  # fmt: skip
PAID: Final = leaf("1", 2, {"kind": "yes_no", "input": "paid"}, inputs={"paid": YES_NO})
EACH: Final = leaf("1", 2, {"kind": "tally", "count": "found", "each": 0.5}, inputs={"found": COUNT})
LOST: Final = leaf(
    "1", 2, {"kind": "deduction", "events": [{"count": "found", "points": 0.5}]}, inputs={"found": COUNT}
)  # fmt: skip
BANDS: Final = leaf(
    "1", 2, {"kind": "bands", "value": "found", "steps": [{"at_least": 10, "points": 2}, {"at_least": 7, "points": 1}]},
    inputs={"found": COUNT},
)  # fmt: skip
DECLARED: Final = {
    "kind": "bands", "value": "done / planned", "steps": [{"at_least": "50%", "points": 2}],
    "if_zero": "not_applicable",
}  # fmt: skip
STEPS: Final = {
    "kind": "increments", "value": "found", "mark": 10, "base": 1, "step": 4, "points": 0.5, "direction": "above",
    "whole_steps": True,
}  # fmt: skip


def _given(answers: dict[str, Any], **figures: object) -> dict[str, Any]:
    """Return a case about node 1."""
    return {"answers": answers, "expect": {"nodes": {"1": figures}}}


# ---- kinds that were written wrongly


@kind
class Downhill:
    """So much for each, with the direction declared the wrong way round."""

    name: ClassVar[str] = "tester.downhill"
    contract: ClassVar[int] = 1

    count: Expr = slots.number("What is counted.", helps="down")

    def points(self, maximum: Fraction) -> Expr:
        """Return a tenth for each."""
        return when(self.count >= const(maximum * 10), const(maximum), self.count * const(Fraction(1, 10)))

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield nothing."""
        yield from ()


@kind
class Peeking:
    """The maximum where a condition holds, and where an answer to another criterion says so."""

    name: ClassVar[str] = "tester.peeking"
    contract: ClassVar[int] = 1

    condition: Expr = slots.condition("What must hold.", helps="up")

    def points(self, maximum: Fraction) -> Expr:
        """Return the maximum, or half of it by an answer that no slot names."""
        other = answer("found", Domain("count", low=0, high=20))
        return when(self.condition, when(other > 5, const(maximum), const(maximum / 2)), 0)

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield nothing."""
        yield from ()


@kind
class Fixed:
    """Half a point for a yes, whatever the maximum; the half is no slot in points."""

    name: ClassVar[str] = "tester.fixed"
    contract: ClassVar[int] = 1

    condition: Expr = slots.condition("What must hold.", helps="up")

    def points(self, maximum: Fraction) -> Expr:
        """Return half a point."""
        return when(self.condition, const(Fraction(1, 2)), 0)

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield nothing."""
        yield from ()


OWN: Final = {**KINDS, **{each.name: each for each in (Downhill, Peeking, Fixed)}}
FOUND: Final = {"found": COUNT}
NOTHING: Final = {"done": 0, "planned": 0}
DOWNHILL: Final = leaf("1", 2, {"kind": "tester.downhill", "count": "found"}, inputs=FOUND)
PEEKING: Final = leaf("1", 2, {"kind": "tester.peeking", "condition": "paid"}, inputs={"paid": YES_NO})
FIXED: Final = leaf("1", 2, {"kind": "tester.fixed", "condition": "paid"}, inputs={"paid": YES_NO})


# ---- kinds of the core that are changed


def _strict_steps(patch: Patch) -> None:
    patch.setattr(_steps.End, "exceeded_by", lambda self, value: value > const(self.at))


def _multiplied_before_divided(patch: Patch) -> None:
    def points(self: Any, share: Any, maximum: Fraction) -> Any:
        earned = whole(share * const(maximum))
        return when(share < const(self.zero_below), 0, self._capped(share, earned, maximum))

    patch.setattr(Proportion, "_from_share", points)


def _share_rounded_first(patch: Patch) -> None:
    real = Proportion._from_share
    patch.setattr(
        Proportion, "_from_share", lambda self, share, maximum: real(self, rounded(share, 2, "half_up"), maximum)
    )


def _missing_as_nothing(patch: Patch) -> None:
    real = Proportion._from_share
    patch.setattr(
        Proportion, "_from_share", lambda self, share, maximum: when(is_missing(share), 0, real(self, share, maximum))
    )


def _unknown_is_no(patch: Patch) -> None:
    real = YesNo.points
    patch.setattr(YesNo, "points", lambda self, maximum: when(is_missing(self.input), 0, real(self, maximum)))


def _not_applicable_as_nothing(patch: Patch) -> None:
    patch.setitem(_zero._GIVES, "not_applicable", lambda _: const(0))


def _weights_turned(patch: Patch) -> None:
    real = Survey.part_of

    def part_of(self: Any, group: Any, maximum: Fraction, empty: Any) -> Any:
        first, second, *_ = self.groups
        other = {first: second, second: first}.get(group, group)
        return real(self, evolve(group, weight=other.weight), maximum, empty)

    patch.setattr(Survey, "part_of", part_of)


def _empty_group_as_zero(patch: Patch) -> None:
    patch.setitem(survey._GROUPED, "renormalise", survey._GROUPED["zero"])


def _without_ceiling(patch: Patch) -> None:
    patch.setattr(Tally, "points", lambda self, _: self.count * const(self.each))


def _added_instead(patch: Patch) -> None:
    def points(self: Any, maximum: Fraction) -> Any:
        return const(maximum) + self.events[0].count * const(self.events[0].points)

    patch.setattr(Deduction, "points", points)


def _first_event_only(patch: Patch) -> None:
    real = Deduction.points
    patch.setattr(Deduction, "points", lambda self, maximum: real(evolve(self, events=self.events[:1]), maximum))


def _due_day_is_late(patch: Patch) -> None:
    real = Deadline.points
    patch.setattr(
        Deadline, "points",
        lambda self, maximum: when(days(self.due, self.date).equals(0), 0, real(self, maximum)),
    )  # fmt: skip


def _wrong_knots(patch: Patch) -> None:
    real = interpolate._line
    patch.setattr(interpolate, "_line", lambda value, start, end: real(value, (start[0], Fraction(0)), end))


def _one_step_more(patch: Patch) -> None:
    patch.setattr(Increments, "_earned", lambda self, value, mark: _stepped(self, value - mark))


def _stepped(rule: Any, distance: Any) -> Any:
    return (whole(distance / const(rule.step)) + 1) * const(rule.per_step) + const(rule.base)


def _part_forgotten(patch: Patch) -> None:
    real = Checklist.points

    def points(self: Any, maximum: Fraction) -> Any:
        return real(evolve(self, parts=self.parts[:-1]), maximum)

    patch.setattr(Checklist, "points", points)


def _best_for_worst(patch: Patch) -> None:
    patch.setattr(combine, "least", combine.most)


def _levels_by_order(patch: Patch) -> None:
    real = Levels.points
    patch.setattr(Levels, "points", lambda self, maximum: const(maximum) - real(self, maximum))


def _silent_on_thresholds(patch: Patch) -> None:
    told = opening(
        "đạt thì được {most}, {one} nếu gần đạt",
        "{most} where it is met, {one} where nearly",
        most=Points(2),
        one=Points(1),
    )
    patch.setattr(Bands, "sentence", lambda self, maximum: iter([told]))


FAULTS: Final = (
    Fault("> for ≥", "a step's own threshold does not belong to it",
          CASES, of_plugin(HAI_PHONG, "bands"), _strict_steps, "II.5.2.a"),
    Fault("multiplied before divided", "the maximum is multiplied in, and only whole points are kept",
          CASES, of_plugin(HAI_PHONG, "proportion"), _multiplied_before_divided),
    Fault("share rounded before it is multiplied", "99.996 % counts as 100 %",
          CASES, of_plugin(HAI_PHONG, "proportion"), _share_rounded_first),
    Fault("a missing answer as 0", "a share that is not known counts as none",
          "missing_is_not_zero", small(SHARE), _missing_as_nothing, "1"),
    Fault("unknown is no", "what nobody answered counts as a no",
          "missing_is_not_zero", small(PAID), _unknown_is_no, "1"),
    Fault("not applicable as 0 points", "nothing to divide by counts 0 instead of not applying",
          CASES, small(leaf("1", 2, DECLARED, inputs=SHARED), case=_given(NOTHING, status="not_applicable")),
          _not_applicable_as_nothing, "1"),
    Fault("weights of two groups", "a group's answers are weighed with its neighbour's weight",
          CASES, of_plugin(TAY_NINH, "survey"), _weights_turned),
    Fault("an empty group as 0", "a group that nobody answered for lowers the mean",
          CASES, of_plugin(TAY_NINH, "survey"), _empty_group_as_zero),
    Fault("tally without a ceiling", "many cases earn more than the maximum",
          "bounded", small(EACH), _without_ceiling, "1"),
    Fault("a deduction that adds", "each event earns points",
          "bounded", small(LOST), _added_instead, "1"),
    Fault("a deduction that counts the first event alone", "officials who were disciplined cost nothing",
          CASES, of_plugin(TAY_NINH, "deduction"), _first_event_only),
    Fault("the due day is late", "who is done on the due day is late",
          CASES, of_plugin(TAY_NINH, "deadline"), _due_day_is_late),
    Fault("between wrong knots", "every line starts at 0 points",
          CASES, of_plugin(TAY_NINH, "interpolate"), _wrong_knots),
    Fault("one step too many", "the step that is only begun counts",
          CASES, small(leaf("1", 3, STEPS, inputs=FOUND), case=_given({"found": 17}, points=1.5)), _one_step_more, "1"),
    Fault("a part forgotten", "the last part of a checklist earns nothing",
          CASES, of_plugin(HAI_PHONG, "checklist"), _part_forgotten),
    Fault("best in the place of worst", "of several rules the best decides, where the text says the worst",
          CASES, of_plugin(TAY_NINH, "combine"), _best_for_worst),
    Fault("levels turned", "what the best level loses, the worst one gains",
          CASES, of_plugin(TAY_NINH, "levels"), _levels_by_order),
    Fault("a sentence without its thresholds", "the sentence says what is given, and not from where on",
          "prose_names_all", small(BANDS), _silent_on_thresholds, "1"),
    Fault("the direction the wrong way round", "a kind says that more cases cost points, and they earn some",
          "monotone", small(DOWNHILL, kinds=OWN), code="1"),
    Fault("a kind that reads what no slot names", "another criterion's answer decides how much is given",
          "a_leaf_depends_on_what_it_reads",
          small({**EACH, "code": "2"}, PEEKING, kinds=OWN),
          code="1"),
    Fault("an amount that is no slot in points", "half a point stays half a point where every maximum is doubled",
          "rescaled", small(FIXED, kinds=OWN), code="1"),
)  # fmt: skip
