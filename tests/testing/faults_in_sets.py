"""Faults in sets: documents of the plugins as a typist, or a reader of the decision, got them wrong."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from attrs import frozen
from planted_faults import CASES, HAI_PHONG, PROVINCE, TAY_NINH, Document, Fault, edited, node


def _threshold(text: Document) -> None:
    node(text, "II.5.2.a")["rule"]["steps"][0]["at_least"] = "94%"


def _above_for_at_least(text: Document) -> None:
    (step,) = node(text, "II.5.2.a")["rule"]["steps"]
    step["above"] = step.pop("at_least")


def _condition_on_another_input(text: Document) -> None:
    node(text, "II.5.1.c")["not_applicable_when"]["condition"] = "area_due = 0"


def _inverted_condition(text: Document) -> None:
    node(text, "II.5.2.e")["not_applicable_when"]["condition"] = "land_assigned"


def _turned_quotient(text: Document) -> None:
    rule = node(text, "II.3.a")["rule"]
    rule["numerator"], rule["denominator"] = rule["denominator"], rule["numerator"]


def _moved_maximum(text: Document) -> None:
    one, other = node(text, "II.3.a"), node(text, "II.3.b")
    one["maximum"], other["maximum"] = other["maximum"], one["maximum"]


def _class_by_a_hundredth(text: Document) -> None:
    best, next_ = text["classes"]["list"][:2]
    best["above"] = next_["at_most"] = Decimal("90.01")


def _gate_on_another_input(text: Document) -> None:
    text["classes"]["list"][0]["gates"][2]["condition"] = "targets_on_time >= 50 % * targets_assigned"


def _forced_dropped(text: Document) -> None:
    del text["classes"]["forced"][0]


def _highest_above(text: Document) -> None:
    text["classes"]["highest"][0]["condition"] = "3 < months_absent and months_absent < 6"


def _not_rated_at_most(text: Document) -> None:
    text["classes"]["not_rated"][0]["condition"] = "months_in_office <= 6"


def _block_as_a_plain_group(text: Document) -> None:
    block = node(text, "II.5")
    block["not_applicable"] = "rescale"
    del block["rescale_to"]


def _zero_below(text: Document) -> None:
    node(text, "1.1.2")["rule"]["zero_below"] = "81%"


def _zero_rule_dropped(text: Document) -> None:
    del node(text, "5.4")["zero_rules"]


def _cap_dropped(text: Document) -> None:
    del node(text, "P")["caps"]


def _cap_off(text: Document) -> None:
    node(text, "T")["caps"][0]["limit"] = 3.5


def _weights_swapped(text: Document) -> None:
    first, second, _ = node(text, "1.7.1")["rule"]["groups"]
    first["weight"], second["weight"] = second["weight"], first["weight"]


def _worths_swapped(text: Document) -> None:
    _, second, third, _ = text["scales"]["abcd"]["options"]
    second["worth"], third["worth"] = third["worth"], second["worth"]


def _levels_swapped(text: Document) -> None:
    points = node(text, "6.2")["rule"]["points"]
    points["on_time"], points["late"] = points["late"], points["on_time"]


def _penalty_added(text: Document) -> None:
    text["index"]["value"] = "max(0, min(100, 100 * (points + bonus + penalty) / applicable))"


def _half_even(text: Document) -> None:
    text["rounding"]["mode"] = "half_even"


def _a_level_more(text: Document) -> None:
    text["rounding"]["levels"] = ["leaf", "index"]


def _lost_where_not_applicable(text: Document) -> None:
    text["not_applicable"] = "zero"


def _a_day_early(text: Document) -> None:
    node(text, "1.1.1")["rule"]["due"] = "date(year, 3, 30)"


def _nothing_to_divide_by(text: Document) -> None:
    node(text, "1.3.1")["rule"]["if_zero"] = "zero"


def _best_for_worst(text: Document) -> None:
    node(text, "3.2")["rule"]["how"] = "best"


def _zero_rule_inverted(text: Document) -> None:
    node(text, "1.1.1")["zero_rules"][0]["condition"] = "plan_issued"


def _full_later(text: Document) -> None:
    node(text, "5.5.2")["rule"]["full_at"] = "100%"


def _overlapping(text: Document) -> None:
    node(text, "1.3.1")["rule"]["steps"][1]["below"] = "60%"


def _weights_off(text: Document) -> None:
    node(text, "1.7.1")["rule"]["groups"][0]["weight"] = "35%"


def _sum_off(text: Document) -> None:
    node(text, "1.2")["maximum"] = 3


@frozen
class Refused:
    """A fault that the loader sees, so that nothing is left for a law to look at, and what it says."""

    name: str
    edit: Callable[[Document], None]
    sentence: str


REFUSED: Final = (
    Refused("overlapping bands", _overlapping, "the steps 'from 30% to below 60%' and 'from 50%' overlap"),
    Refused("weights that do not add up", _weights_off, "the weights of the groups add up to 105%, not to 100%"),
    Refused("a maximum off by one", _sum_off, "add up to"),
)

FAULTS: Final = (
    Fault(
        "threshold off by one step",
        "area cleared is full from 94 %, the text says 95 %",
        CASES, edited(HAI_PHONG, _threshold, "II.5.2.a"), code="II.5.2.a",
    ),
    Fault(
        "above for at least",
        "95 % itself no longer counts as reached",
        CASES, edited(HAI_PHONG, _above_for_at_least, "II.5.2.a"), code="II.5.2.a",
    ),
    Fault(
        "condition on another input",
        "economic targets are left out where no area is due, which is asked of another criterion",
        CASES, edited(HAI_PHONG, _condition_on_another_input, "II.5.1.c"),
    ),
    Fault(
        "inverted condition",
        "land is not assessed where it was assigned, instead of where it was not",
        CASES, edited(HAI_PHONG, _inverted_condition, "II.5.2.e"),
    ),
    Fault(
        "numerator and denominator swapped",
        "what was assigned is divided by what was done",
        CASES, edited(HAI_PHONG, _turned_quotient, "II.3.a"), code="II.3.a",
    ),
    Fault(
        "maximum moved to a sibling",
        "the 5 points of II.3.a and the 10 of II.3.b change places; the group's 20 stay",
        CASES, edited(HAI_PHONG, _moved_maximum, "II.3.a", "II.3.b"),
    ),
    Fault(
        "class threshold off by a hundredth",
        "the best class starts above 90.01",
        CASES, edited(HAI_PHONG, _class_by_a_hundredth), code=None,
    ),
    Fault(
        "gate on another input",
        "the best class asks how many targets were on time, not how many were exceeded",
        CASES, edited(HAI_PHONG, _gate_on_another_input), code=None,
    ),
    Fault(
        "forced class dropped",
        "moral decline no longer forces the worst class",
        CASES, edited(HAI_PHONG, _forced_dropped), code=None,
    ),
    Fault(
        "≥ written as > in a highest class",
        "who was absent for exactly 3 months is not held down any more",
        CASES, edited(HAI_PHONG, _highest_above), code=None,
    ),
    Fault(
        "< written as ≤ in who is not rated",
        "who was in office for exactly 6 months gets no class",
        CASES, edited(HAI_PHONG, _not_rated_at_most), code=None,
    ),
    Fault(
        "a block treated as any group",
        "footnote 7 is left out: targets that are not assigned just drop out of the block",
        CASES, edited(HAI_PHONG, _block_as_a_plain_group, "II.5"),
    ),
    Fault(
        "proportion starts one step late",
        "below 81 % of the tasks there is nothing, the text says below 80 %",
        CASES, edited(TAY_NINH, _zero_below, "1.1.2"), code="1.1.2",
    ),
    Fault(
        "zero rule dropped",
        "a prosecution for acts in office no longer makes 5.4 zero",
        CASES, edited(TAY_NINH, _zero_rule_dropped, "5.4"), code="5.4",
    ),
    Fault(
        "cap dropped",
        "the penalty may be more than 5 points",
        CASES, edited(TAY_NINH, _cap_dropped, "P"),
    ),
    Fault(
        "limit of a cap off",
        "the bonus is held at 3.5 points, its maximum, instead of 3",
        CASES, edited(TAY_NINH, _cap_off, "T"),
    ),
    Fault(
        "survey weights swapped",
        "deputies weigh 50 % and officials 30 %, the other way round",
        CASES, edited(TAY_NINH, _weights_swapped, "1.7.1"), code="1.7.1",
    ),
    Fault(
        "worths of two options swapped",
        "an answer 'fair' is worth 20 % and 'average' 60 %",
        CASES, edited(TAY_NINH, _worths_swapped, "1.7.1", "1.7.2", "2.4"),
    ),
    Fault(
        "points of two levels swapped",
        "late disclosure earns more than disclosure on time",
        CASES, edited(TAY_NINH, _levels_swapped, "6.2"), code="6.2",
    ),
    Fault(
        "penalty added",
        "the index adds the penalty, so that more of it raises the index",
        "index_of_the_totals", edited(TAY_NINH, _penalty_added), code=None,
    ),
    Fault(
        "half even for half up",
        "a half goes to the even neighbour",
        CASES, edited(TAY_NINH, _half_even), code=None,
    ),
    Fault(
        "a rounding level more",
        "leaves are rounded before they are added up, and not only the index",
        CASES, edited(TAY_NINH, _a_level_more),
    ),
    Fault(
        "lost where not applicable",
        "what does not apply counts 0 of its maximum, instead of dropping out",
        CASES, edited(TAY_NINH, _lost_where_not_applicable),
    ),
    Fault(
        "due date off by a day",
        "the plan is late on 31 March",
        CASES, edited(TAY_NINH, _a_day_early, "1.1.1"), code="1.1.1",
    ),
    Fault(
        "other zero case",
        "an agency without units to inspect gets nothing, instead of everything",
        CASES, edited(TAY_NINH, _nothing_to_divide_by, "1.3.1"), code="1.3.1",
    ),
    Fault(
        "best for worst",
        "publishing at one of two places is enough",
        CASES, edited(TAY_NINH, _best_for_worst, "3.2"), code="3.2",
    ),
    Fault(
        "zero rule inverted",
        "a plan that was issued makes 1.1.1 zero",
        CASES, edited(PROVINCE, _zero_rule_inverted, "1.1.1"), code="1.1.1",
    ),
    Fault(
        "full at another share",
        "training is full at 100 %, not from 80 % on",
        CASES, edited(PROVINCE, _full_later, "5.5.2"), code="5.5.2",
    ),
)  # fmt: skip
