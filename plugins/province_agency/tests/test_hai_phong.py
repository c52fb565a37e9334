"""
Hải Phòng, Decision 212/2025/QĐ-UBND, annex 01: maxima, footnote 7, the mean of the city, classes and their gaps.

The eight officials are invented; their sheets argue in their first lines what is asserted here.
"""

from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve

from parengine import Assessment, NotFinalError, score
from parengine.score import Decision
from parengine.types import Text

FIELDS = {"I": 20, "II.1": 5, "II.2": 5, "II.3": 20, "II.4": 30, "II.5": 20}
#: By sheet: the points, and the class or why there is none.
OFFICIALS = {
    "xuat_sac": ("99", "xuat_sac"),
    "tot": ("83.75", "tot"),
    "hoan_thanh": ("72.25", "hoan_thanh"),
    "khong_hoan_thanh": ("80.5", "khong_hoan_thanh"),
    "khong_xep_loai_85_diem": ("85", "unclassified"),
    "khong_xep_loai_60_phan_tram": ("72", "unclassified"),
    "chua_du_6_thang": ("81.25", "not_rated"),
    "toi_da_hoan_thanh": ("84", "hoan_thanh"),
}
#: By sheet: words of the reason that the class gives.
REASONS = {
    "khong_hoan_thanh": "Disciplined in the year",
    "khong_xep_loai_85_diem": "The task criteria must be on time and of quality",
    "khong_xep_loai_60_phan_tram": "More than 70 % of the targets must be done",
    "chua_du_6_thang": "In office for fewer than 6 months",
    "toi_da_hoan_thanh": "Absent for 3 to under 6 months",
}
#: By sheet: the points and the maximum that the block of other criteria counts.
BLOCKS = {
    "xuat_sac": ("19", 20),
    "tot": ("6", 10),
    "hoan_thanh": ("7.5", 10),
    "khong_hoan_thanh": ("13", 20),
    "khong_xep_loai_85_diem": ("7", 10),
    "khong_xep_loai_60_phan_tram": ("5", 10),
    "chua_du_6_thang": ("2.5", 10),
    "toi_da_hoan_thanh": ("4", 10),
}


@pytest.fixture(scope="module")
def officials(sheets):
    """Return the eight assessments by sheet."""
    return sheets["hai-phong-heads-2025"]


@pytest.fixture(scope="module")
def cards(officials, hai_phong):
    """Return the eight final scorecards, each scored among all."""
    cohort = list(officials.values())
    return {name: score(each, hai_phong, cohort=cohort, final=True) for name, each in officials.items()}


@pytest.fixture
def with_answers(officials, hai_phong):
    """Return a function that scores an official again, with some answers changed, among the others."""

    def scored(name, **answers):
        changed = evolve(officials[name], answers={**officials[name].answers, **answers})
        cohort = [*(each for other, each in officials.items() if other != name), changed]
        return score(changed, hai_phong, cohort=cohort)

    return scored


def standing(card):
    """Return a card's class, or why it has none."""
    return card.class_.id or card.class_.status


# ---- the set


def test_fields_add_up_to_the_printed_100(hai_phong) -> None:
    """20 + 5 + 5 + 20 + 30 + 20, all sourced."""
    assert FIELDS == {node.code: node.maximum for node in hai_phong.nodes}
    assert 100 == sum(FIELDS.values()) == hai_phong.maximum


def test_maxima_add_up_in_every_group(hai_phong) -> None:
    """I is 4 x 5, II.3 is 5 + 10 + 5, II.4 is 3 x 10, II.5 is 2 + 2 + 1 + 6 x 2.5."""
    groups = [node for node in hai_phong.walk() if node.children]

    assert ["I", "II.3", "II.4", "II.5"] == [node.code for node in groups]
    assert [] == [node.code for node in groups if node.maximum != sum(child.maximum for child in node.children)]


def test_everything_that_is_scored_is_sourced(hai_phong) -> None:
    """No node and no rule is reconstructed, and each names the decision."""
    nodes = list(hai_phong.walk())
    rules = [node.rule for node in nodes if node.is_leaf]

    assert {("sourced", ("QD212",))} == {(each.provenance.kind, each.provenance.sources) for each in (*nodes, *rules)}


def test_it_is_in_force_from_december_2025(hai_phong) -> None:
    """Decision 212/2025/QĐ-UBND of 18 November 2025, in force from 1 December."""
    text = hai_phong.legal_text

    assert ("212/2025/QĐ-UBND", "2025-11-18", "2025-12-01") == (
        text.number,
        text.issued.isoformat(),
        text.in_force.isoformat(),
    )


def test_what_the_text_leaves_open_is_said(hai_phong) -> None:
    """Nodes whose text leaves something open say so in their note."""
    open_ = ["I.1", "I.2", "I.3", "I.4", "II.1", "II.2", "II.3.a", "II.4.a", "II.5.1.a"]

    assert open_ == [node.code for node in hai_phong.walk() if node.note and "left open" in node.note]
    assert {"II.5", "II.5.1.b"} == {node.code for node in hai_phong.walk() if node.note} - set(open_)


# ---- the officials


def test_every_official_is_argued(officials) -> None:
    """Each shipped sheet has its class here."""
    assert set(OFFICIALS) == set(officials)


@pytest.mark.parametrize("name", OFFICIALS)
def test_points_and_class_are_those_that_the_sheet_argues(cards, name) -> None:
    """Points are exact, whole or not; the class is one of four, or there is none."""
    card = cards[name]

    assert (Fraction(OFFICIALS[name][0]), OFFICIALS[name][1]) == (card.points, standing(card))
    assert Decimal(OFFICIALS[name][0]) == card.index
    assert card.complete


@pytest.mark.parametrize("name", REASONS)
def test_a_class_that_is_not_the_ranges_alone_says_why(cards, name) -> None:
    """Forced, held down, unclassified and not rated come with the clause that did it."""
    assert REASONS[name] in cards[name].class_.reason


def test_a_class_rests_on_the_text_alone(cards) -> None:
    """Every class is cut by sourced thresholds and gates."""
    assert {"sourced"} == {card.class_.provenance for card in cards.values() if card.class_.id}


# ---- footnote 7


@pytest.mark.parametrize("name", BLOCKS)
def test_the_block_of_other_criteria_counts_10_where_a_target_is_not_assigned(cards, name) -> None:
    """Obtained ÷ assigned maximum × 10 of 10, or the printed 20 where every target is assigned."""
    block = cards[name].at("II.5")

    assert (Fraction(BLOCKS[name][0]), BLOCKS[name][1]) == (block.counted_points, block.counted_maximum)


def test_assigned_maxima_of_4_count_as_10(cards) -> None:
    """The footnote's own example: 3 of 4 are 7.5 of 10."""
    block = cards["hoan_thanh"].at("II.5")

    assert (3, 4, Fraction("7.5"), 10) == (
        block.points,
        sum(child.counted_maximum for child in block.children),
        block.counted_points,
        block.counted_maximum,
    )


def test_such_an_official_reaches_90_at_most(with_answers) -> None:
    """80 + 10 of the printed 100 is not above 90: read literally, one without all targets is never Xuất sắc."""
    whole = dict.fromkeys((f"{each}_4" for each in ("thought", "morals", "manner", "discipline")), True)
    card = with_answers("tot", **whole, unity_5=True, par_index=90, task_results="high", targets_exceeded=20)

    assert (80, Fraction(13, 2) / Fraction(15, 2) * 10) == (
        card.points - card.at("II.5").counted_points,
        card.at("II.5").counted_points,
    )
    assert card.points < 90 == sum(node.counted_maximum for node in card.nodes)
    assert "tot" == standing(card)


# ---- the mean of the city


def test_the_mean_itself_is_reached(cards) -> None:
    """The eight indices have a mean of 87: 87 earns 2 points, 85 none."""
    points = {name: card.at("II.5.1.a").points for name, card in cards.items()}

    assert {"xuat_sac": 2, "hoan_thanh": 2, "khong_hoan_thanh": 2, "khong_xep_loai_60_phan_tram": 2} == {
        name: earned for name, earned in points.items() if earned
    }


def test_the_best_level_of_ddci_is_1_of_its_printed_2(cards, hai_phong) -> None:
    """Nobody can have more, so 99 of 100 points can be reached."""
    assert {0, 1} == {card.at("II.5.1.b").points for card in cards.values()}
    assert (2, 99) == (hai_phong.at("II.5.1.b").maximum, cards["xuat_sac"].points)


def test_without_the_others_the_mean_is_missing(officials, hai_phong) -> None:
    """One official alone has no city to be compared with: two leaves are missing, and nothing is final."""
    card = score(officials["tot"], hai_phong)

    assert ["II.5.1.a", "II.5.1.b"] == [node.code for node in card.walk() if str(node.status) == "missing"]
    with pytest.raises(NotFinalError):
        score(officials["tot"], hai_phong, final=True)


def test_one_more_official_moves_the_mean(officials, hai_phong) -> None:
    """With a ninth at 96 the mean is 88, and 87 no longer reaches it."""
    sheet = officials["khong_xep_loai_60_phan_tram"]
    ninth = evolve(officials["xuat_sac"], answers={**officials["xuat_sac"].answers, "par_index": 96})
    ninth = evolve(ninth, unit=evolve(ninth.unit, id="so_i"))

    assert 0 == score(sheet, hai_phong, cohort=[*officials.values(), ninth]).at("II.5.1.a").points


# ---- classes


FAILED_GATES = {
    "not all of high quality": {"task_results": "good"},
    "a target not done": {"targets_done": 19},
    "under 50 % exceeded": {"targets_exceeded": 9},
    "a unit not done": {"subordinate_units_done": 9},
    "under 70 % of the units good": {"subordinate_units_good": 6},
}


@pytest.mark.parametrize("failed", FAILED_GATES)
def test_each_gate_of_excellent_counts(with_answers, failed) -> None:
    """99 points with one failed gate of Xuất sắc are in no other range: unclassified."""
    assert "unclassified" == standing(with_answers("xuat_sac", **FAILED_GATES[failed]))


@pytest.mark.parametrize("at_the_end", [{"targets_exceeded": 10}, {"subordinate_units_good": 7}])
def test_the_gates_of_excellent_hold_at_their_ends(with_answers, at_the_end) -> None:
    """At least 50 % and at least 70 % include 50 and 70 %."""
    assert "xuat_sac" == standing(with_answers("xuat_sac", **at_the_end))


FAILED_GATES_OF_GOOD = {
    "not of quality": {"task_results": "short"},
    "a target not done": {"targets_done": 19},
    "under 80 % on time": {"targets_on_time": 15},
    "a unit not done": {"subordinate_units_done": 9},
}


@pytest.mark.parametrize("failed", FAILED_GATES_OF_GOOD)
def test_each_gate_of_good_counts(with_answers, failed) -> None:
    """83.75 points with one failed gate of Tốt fit no class: the gap of the text."""
    assert "unclassified" == standing(with_answers("tot", **FAILED_GATES_OF_GOOD[failed]))


@pytest.mark.parametrize(
    "answers,class_",
    [
        ({"criteria_below_standard": 5}, "unclassified"),
        ({"criteria_below_standard": 10}, "unclassified"),
        ({"criteria_below_standard": 11}, "khong_hoan_thanh"),
        ({"targets_done": 14}, "unclassified"),
        ({"targets_done": 10}, "unclassified"),
        ({"targets_done": 9}, "khong_hoan_thanh"),
        ({"subordinate_units_done": 6}, "unclassified"),
        ({"subordinate_units_done": 0}, "unclassified"),
    ],
)
def test_between_the_gates_of_done_and_what_forces_not_done_is_a_gap(with_answers, answers, class_) -> None:
    """20 to 50 % of the criteria below standard, 50 to 70 % of the targets, and too few units done fit no class."""
    assert class_ == standing(with_answers("hoan_thanh", **answers))


@pytest.mark.parametrize("name,class_", [("tot", "tot"), ("hoan_thanh", "unclassified")])
def test_a_share_of_no_target_meets_at_least_and_not_more_than(with_answers, name, class_) -> None:
    """Left open by the text, and said in the note: without a target, Tốt can be had and Hoàn thành cannot."""
    none = dict.fromkeys(("targets_assigned", "targets_done", "targets_on_time", "targets_exceeded"), 0)

    assert class_ == standing(with_answers(name, **none))


@pytest.mark.parametrize("event", ["moral_decline", "unit_punished_for_corruption", "disciplined"])
def test_an_event_forces_not_done_whatever_the_points(with_answers, event) -> None:
    """99 points do not help."""
    card = with_answers("xuat_sac", **{event: True})

    assert (99, "khong_hoan_thanh") == (card.points, standing(card))


@pytest.mark.parametrize(
    "months,absent,class_",
    [(12, 0, "tot"), (9, "2.99", "tot"), (9, 3, "hoan_thanh"), (6, "5.99", "hoan_thanh"), ("5.99", 6, "not_rated")],
)
def test_time_in_office_limits_or_leaves_out(with_answers, months, absent, class_) -> None:
    """Absent for 3 to under 6 months: at most Hoàn thành; in office for fewer than 6: not rated."""
    assert class_ == standing(with_answers("toi_da_hoan_thanh", months_in_office=months, months_absent=absent))


def test_an_absence_does_not_lift_a_class(with_answers) -> None:
    """At most Hoàn thành holds down only: who is Không hoàn thành stays so."""
    assert "khong_hoan_thanh" == standing(with_answers("toi_da_hoan_thanh", disciplined=True))


@pytest.mark.parametrize(
    "name,points,class_",
    [
        ("xuat_sac", "100", "xuat_sac"),
        ("xuat_sac", "90.01", "xuat_sac"),
        ("tot", "90.01", "unclassified"),
        ("tot", "90", "tot"),
        ("tot", "80.01", "tot"),
        ("tot", "80", "hoan_thanh"),
        ("hoan_thanh", "80", "hoan_thanh"),
        ("hoan_thanh", "50", "hoan_thanh"),
        ("hoan_thanh", "49.99", "khong_hoan_thanh"),
    ],
)
def test_the_ends_of_the_ranges_are_those_of_the_text(officials, hai_phong, name, points, class_) -> None:
    """Over 90 to 100, over 80 to 90, 50 to 80, below 50; gates are asked only within a range."""
    decided = Decision(Fraction(points), Text("Thử ngưỡng"), Text("UBND thành phố"))
    sheet = evolve(officials[name], decided_total=decided)

    assert class_ == standing(score(sheet, hai_phong, cohort=list(officials.values())))


def test_a_gate_without_its_answer_leaves_the_class_undetermined(officials, hai_phong) -> None:
    """What is not known yet is not a failed gate: the class waits, the points do not."""
    answers = {name: each for name, each in officials["tot"].answers.items() if name != "targets_on_time"}
    card = score(evolve(officials["tot"], answers=answers), hai_phong, cohort=list(officials.values()))

    assert ("undetermined", Fraction("83.75")) == (standing(card), card.points)
    assert "targets_on_time" in card.missing


def test_a_sheet_may_be_scored_with_no_answer_at_all(hai_phong) -> None:
    """Nothing is known: nothing is earned, the class is undetermined."""
    card = score(Assessment(hai_phong.id, "nobody", 2025), hai_phong)

    assert (0, "undetermined") == (card.points, standing(card))
