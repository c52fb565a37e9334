"""
Tây Ninh 2023 against what is published of it: the table of Decision 2729/QĐ-UBND of 25 December 2023.

The criteria are reconstructed. What must come out are the 19 maxima, ratios and classes.
"""

from decimal import Decimal
from fractions import Fraction

import pytest

from parengine import Assessment, NotFinalError, score
from parengine.score import Decision
from parengine.types import Text

UNITS = (
    "van_phong_ubnd_tinh",
    "thanh_tra_tinh",
    "so_thong_tin_va_truyen_thong",
    "so_tai_chinh",
    "so_tu_phap",
    "so_noi_vu",
    "so_giao_duc_va_dao_tao",
    "so_khoa_hoc_va_cong_nghe",
    "so_lao_dong_thuong_binh_va_xa_hoi",
    "so_van_hoa_the_thao_va_du_lich",
    "so_nong_nghiep_va_phat_trien_nong_thon",
    "ban_quan_ly_khu_kinh_te_tinh",
    "so_ngoai_vu",
    "so_cong_thuong",
    "so_xay_dung",
    "so_giao_thong_van_tai",
    "so_ke_hoach_va_dau_tu",
    "so_tai_nguyen_va_moi_truong",
    "so_y_te",
)
#: The one agency with a whole, invented sheet.
WHOLE = "so_ngoai_vu"
FIELDS = {"1": 16, "2": 9, "3": 22, "4": 9, "5": 14, "6": 10, "7": 20}
VARIANT = {
    "bonus_models": 5,
    "bonus_award": "ministry",
    "penalty_late_reports": 3,
    "penalty_criticisms": 3,
    "penalty_false_data": 2,
}


@pytest.fixture(scope="module")
def agencies(sheets):
    """Return the 19 assessments by unit."""
    return sheets["tay-ninh-agency-2023"]


@pytest.fixture(scope="module")
def cards(agencies, tay_ninh):
    """Return the 19 final scorecards, in the order of the published table."""
    return {unit: score(agencies[unit], tay_ninh, final=True) for unit in UNITS}


def row_of(cards, published, unit):
    """Return the published row of a unit."""
    return published[cards[unit].unit_label.vi]


def profile_of(assessment):
    """Return what an agency's profile says: procedures received, and fee-bearing ones."""
    return {name: assessment.answers[name] for name in ("procedures_received", "fee_procedures")}


def with_total(points, **answers):
    """Return the sheet of an agency that all applies to, with a published total."""
    decision = Decision(Fraction(points), Text("Thử ngưỡng"), Text("UBND tỉnh"))
    given = {"procedures_received": 10, "fee_procedures": 2, **answers}
    return Assessment("tay-ninh-agency-2023", "example", 2023, given, stage="final", decided_total=decision)


# ---- the set


def test_fields_add_up_to_100(tay_ninh) -> None:
    """Seven fields of 16, 9, 22, 9, 14, 10 and 20 points (reconstructed) make the sourced 100."""
    assert FIELDS == {node.code: node.maximum for node in tay_ninh.nodes}
    assert 100 == sum(FIELDS.values()) == tay_ninh.maximum


def test_maxima_add_up_at_every_level(tay_ninh) -> None:
    """Each group's maximum is the sum of its children's, bonus and penalty apart."""
    groups = [node for field in tay_ninh.nodes for node in field.walk() if node.children]

    assert [] == [node.code for node in groups if node.maximum != sum(child.maximum for child in node.children)]


def test_channels_hold_70_and_30_points(tay_ninh) -> None:
    """70 points are appraised and 30 come by survey (reconstructed)."""
    leaves = [leaf for field in tay_ninh.nodes for leaf in field.walk() if leaf.is_leaf]

    assert {"appraised": 70, "survey": 30} == {
        channel: sum(leaf.maximum for leaf in leaves if leaf.channel == channel) for channel in tay_ninh.channels
    }


def test_what_needs_procedures_is_worth_28_and_a_half_points(tay_ninh) -> None:
    """28.5 points drop out without procedures, 3.5 of them without fee-bearing ones (100 - 71.5, 100 - 96.5)."""
    conditional = [leaf for leaf in tay_ninh.leaves() if leaf.not_applicable_when]
    fees = [leaf for leaf in conditional if leaf.code.startswith("7.3.")]

    assert (Fraction("28.5"), Fraction("3.5")) == (
        sum(leaf.maximum for leaf in conditional),
        sum(leaf.maximum for leaf in fees),
    )


# ---- the published table


def test_the_table_and_the_sheets_are_of_the_same_19_agencies(agencies, cards, published) -> None:
    """Each published row has one sheet, in the same order."""
    assert set(UNITS) == set(agencies)
    assert list(published) == [card.unit_label.vi for card in cards.values()]


@pytest.mark.parametrize("unit", UNITS)
def test_a_published_maximum_follows_from_the_profile(agencies, tay_ninh, published, unit) -> None:
    """What an agency receives decides what applies: 100, 96.5 or 71.5, with no other answer."""
    sheet = agencies[unit]
    card = score(Assessment(sheet.set, sheet.unit, sheet.year, profile_of(sheet)), tay_ninh)

    assert Fraction(published[sheet.unit.label.vi]["max"]) == card.applicable_maximum


@pytest.mark.parametrize("unit", UNITS)
def test_a_published_ratio_and_class_come_out(cards, published, unit) -> None:
    """Published points of the applicable maximum are the published ratio, half up, and class."""
    card, row = cards[unit], row_of(cards, published, unit)

    assert (Fraction(row["points"]), Decimal(row["ratio"]), row["class"]) == (
        card.points,
        card.index,
        card.class_.label.vi,
    )


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit != WHOLE])
def test_a_published_total_is_entered_as_a_decision(agencies, unit) -> None:
    """18 sheets hold two facts of the profile and the total as decided, with who published it and when."""
    sheet = agencies[unit]
    decided = sheet.decided_total

    assert ({"procedures_received", "fee_procedures"}, "final") == (set(sheet.answers), sheet.stage)
    assert ("UBND tỉnh Tây Ninh", "2023-12-25") == (decided.authority.vi, decided.decided_on.isoformat())
    assert ("sourced", ("TN23",)) == (decided.provenance.kind, decided.provenance.sources)
    assert "2729/QĐ-UBND" in decided.reason.vi


def test_the_ratio_decides_and_not_the_points(cards) -> None:
    """69.25 of 71.5 stands above 94.43 of 100, because 96.85 % is more than 94.43 %."""
    office, information = cards["van_phong_ubnd_tinh"], cards["so_thong_tin_va_truyen_thong"]

    assert (Fraction("69.25"), Fraction("94.43")) == (office.points, information.points)
    assert (Decimal("96.85"), Decimal("94.43")) == (office.index, information.index)
    assert list(UNITS) == sorted(UNITS, key=lambda unit: cards[unit].index, reverse=True)


def test_17_are_good_1_fair_and_1_poor(cards) -> None:
    """The classes as they are distributed in the table."""
    found = [card.class_.id for card in cards.values()]

    assert {"tot": 17, "kha": 1, "trung_binh": 0, "kem": 1} == {
        each: found.count(each) for each in ("tot", "kha", "trung_binh", "kem")
    }


# ---- what a class rests on


@pytest.mark.parametrize(
    "points,class_,provenance",
    [
        ("80.01", "tot", "sourced"),
        ("80", "kha", "reconstructed"),
        ("70", "kha", "reconstructed"),
        ("69.99", "trung_binh", "reconstructed"),
        ("60", "trung_binh", "reconstructed"),
        ("59.99", "kem", "sourced"),
    ],
)
def test_a_class_that_the_placeholder_cuts_is_reconstructed(tay_ninh, points, class_, provenance) -> None:
    """70 between Khá and Trung bình was not found: both print as reconstructed, Tốt and Kém as sourced."""
    found = score(with_total(points), tay_ninh).class_

    assert (class_, provenance) == (found.id, found.provenance)


def test_the_one_fair_agency_is_fair_by_a_placeholder(cards) -> None:
    """Sở Tài nguyên và Môi trường, 78.49: the published class, by a cut that is reconstructed."""
    found = cards["so_tai_nguyen_va_moi_truong"].class_

    assert ("kha", "reconstructed") == (found.id, found.provenance)


def test_a_scorecard_says_first_that_it_is_not_official(cards) -> None:
    """The criteria are reconstructed, and every notice says so in both languages."""
    assert [] == [card.unit for card in cards.values() if "KHÔNG PHẢI KẾT QUẢ CHÍNH THỨC" not in card.notice.vi]
    assert [] == [card.unit for card in cards.values() if "NOT AN OFFICIAL RESULT" not in card.notice.en]


# ---- the whole sheet of Sở Ngoại vụ


def test_the_whole_sheet_gives_the_published_row(cards) -> None:
    """61.00 of 71.5 is 85.31, Tốt, from invented answers with nothing missing and nothing decided."""
    card = cards[WHOLE]

    assert (61, Fraction("71.5"), Decimal("85.31"), "tot") == (
        card.points,
        card.applicable_maximum,
        card.index,
        card.class_.id,
    )
    assert (True, (), ()) == (card.complete, card.missing, card.invalid)


def test_the_whole_sheet_comes_to_its_points_by_channel(cards) -> None:
    """42.0375 appraised and 18.9625 by survey, unrounded."""
    assert {"appraised": Fraction("42.0375"), "survey": Fraction("18.9625")} == {
        channel.id: channel.points for channel in cards[WHOLE].channels
    }


def test_bonus_and_penalty_are_held_at_3_and_5(agencies, tay_ninh) -> None:
    """The invented variant: bonus 3.5 held at 3, penalty 5.75 held at 5, (61 + 3 - 5)/71.5 = 82.52."""
    sheet = agencies[WHOLE]
    answers = {**sheet.answers, **VARIANT}
    card = score(Assessment(sheet.set, sheet.unit, sheet.year, answers), tay_ninh, final=True)

    assert (61, 3, 5, Decimal("82.52")) == (card.points, card.bonus, card.penalty, card.index)
    assert ["capped", "capped"] == [effect.name for code in ("T", "P") for effect in card.at(code).effects]


def test_a_sheet_without_its_total_is_not_final(agencies, tay_ninh) -> None:
    """The two facts of a profile alone leave the rest missing."""
    sheet = agencies["so_y_te"]

    with pytest.raises(NotFinalError):
        score(Assessment(sheet.set, sheet.unit, sheet.year, profile_of(sheet)), tay_ninh, final=True)
