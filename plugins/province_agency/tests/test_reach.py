"""What can be reached: every leaf of Tây Ninh to its maximum, Hải Phòng to 99 of 100."""

from decimal import Decimal
from fractions import Fraction

from parengine import Assessment, score

#: What the sheet of Sở Ngoại vụ lacks to the full, and what an agency with procedures answers beside it.
PERFECT = {
    "procedures_received": 10,
    "fee_procedures": 2,
    "agency_plan_issued_on": "2023-03-31",
    "agency_plan_tasks_done": 40,
    "agency_units_inspected": 6,
    "agency_news_items": 15,
    "agency_initiatives": 2,
    "province_tasks_on_time": 60,
    "province_tasks_late": 0,
    "agency_review_report_on": "2023-12-15",
    "agency_review_items_done": 4,
    "agency_monitoring_handled": True,
    "agency_announcements_total": 5,
    "agency_announcements_done": 5,
    "agency_procedures_reviewed": 10,
    "agency_procedures_simplified": 2,
    "published_on_website": 100,
    "published_at_centre": 100,
    "procedures_at_centre": 10,
    "agency_files_resolved": 200,
    "agency_files_on_time": 200,
    "agency_apologies_total": 0,
    "agency_apologies_done": 0,
    "agency_feedback_total": 3,
    "agency_feedback_done": 3,
    "agency_staff_now": 39,
    "agency_delegation_points": 2,
    "agency_positions_done": 20,
    "agency_staff_disciplined": 0,
    "agency_spent": 9800,
    "agency_finance_breaches": 0,
    "agency_saving": 200,
    "agency_work_files_online": 450,
    "agency_signed_done": 1000,
    "agency_website_score": 100,
    "agency_security_incidents": 0,
    "agency_online_services": 10,
    "agency_online_services_used": 6,
    "agency_files_received": 100,
    "agency_files_online": 80,
    "agency_digitised_share": 80,
    "agency_electronic_results_share": 80,
    "agency_postal_share_in": 10,
    "agency_postal_share_out": 0,
    "fee_procedures_integrated": 2,
    "agency_files_with_fees": 50,
    "agency_files_paid_online": 25,
    "bonus_models": 2,
    "bonus_award": "ministry",
}
#: What 2024 asks beside it.
PERFECT_2024 = {
    "agency_plan_issued_on": "2024-03-31",
    "agency_review_report_on": "2024-12-15",
    "agency_evaluation_on": "2024-12-20",
    "agency_sipas_index": 100,
    "agency_files_eligible": 50,
    "agency_files_end_to_end": 40,
}


def best(criteria_set, sheet, year, **answers):
    """Return the scorecard of the best answers that there are."""
    surveys = {name: {"a": 10} for name, asked in criteria_set.inputs.items() if asked.ratings}
    given = {**sheet.answers, **PERFECT, **answers, **surveys}
    asked = {name: answer for name, answer in given.items() if name in criteria_set.inputs}
    return score(Assessment(criteria_set.id, "best", year, asked), criteria_set, final=True)


def short(card):
    """Return the nodes that fall short of their maxima, the penalties apart, which nobody wants."""
    nodes = [node for node in card.walk() if not node.code.startswith(("P", "T"))]
    return [(node.code, node.points) for node in nodes if node.points != node.maximum]


def test_every_leaf_of_tay_ninh_2023_can_reach_its_maximum(tay_ninh, sheets) -> None:
    """100 of 100, Tốt, and 3 points of bonus do not lift the index above 100."""
    card = best(tay_ninh, sheets["tay-ninh-agency-2023"]["so_ngoai_vu"], 2023)

    assert [] == short(card)
    assert (100, 3, 0, Decimal("100.00"), "tot") == (
        card.points,
        card.bonus,
        card.penalty,
        card.index,
        card.class_.id,
    )


def test_every_leaf_of_tay_ninh_2024_can_reach_its_maximum(tay_ninh_2024, sheets) -> None:
    """100 of 100 again, with what 2024 added."""
    card = best(tay_ninh_2024, sheets["tay-ninh-agency-2023"]["so_ngoai_vu"], 2024, **PERFECT_2024)

    assert [] == short(card)
    assert (100, Decimal("100.00")) == (card.points, card.index)


def test_hai_phong_reaches_99_of_100(hai_phong, sheets) -> None:
    """The best sheet reaches every maximum but that of DDCI, which is printed one too high."""
    officials = sheets["hai-phong-heads-2025"]
    card = score(officials["xuat_sac"], hai_phong, cohort=list(officials.values()), final=True)

    assert [("II.5", 19), ("II.5.1.b", 1)] == [
        (node.code, node.points) for node in card.walk() if node.points != node.maximum
    ]
    assert (Fraction(99), 100) == (card.points, card.maximum)
