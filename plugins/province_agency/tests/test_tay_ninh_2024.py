"""Tây Ninh 2024: the reconstruction of 2023, extended by what its steering committee decided in January 2024."""

from decimal import Decimal
from fractions import Fraction

import pytest

from parengine import Assessment, loads, score

#: Leaves that count what was done of what was due, so that nobody's opinion enters.
MEASURED = ("1.6", "7.5")
PROFILES = {"100": (54, 8), "96.5": (12, 0), "69.5": (0, 0)}


def maxima(criteria_set):
    """Return the maxima of all nodes by code."""
    return {node.code: node.maximum for node in criteria_set.walk()}


def appraised(criteria_set):
    """Return the points that are not somebody's opinion of the agency."""
    leaves = [leaf for field in criteria_set.nodes for leaf in field.walk() if leaf.is_leaf]
    return sum(leaf.maximum for leaf in leaves if leaf.channel == "appraised")


def test_it_extends_2023_and_supersedes_nothing(tay_ninh_2024) -> None:
    """Each edition has a year of its own."""
    key = tay_ninh_2024.key

    assert ("tay-ninh-agency-2023", None, (2024,)) == (key.extends, key.supersedes, key.years)


def test_fields_still_add_up_to_100(tay_ninh, tay_ninh_2024) -> None:
    """Points move within their fields, so each field is worth what it was."""
    assert [(node.code, node.maximum) for node in tay_ninh.nodes] == [
        (node.code, node.maximum) for node in tay_ninh_2024.nodes
    ]
    assert 100 == sum(node.maximum for node in tay_ninh_2024.nodes)


def test_maxima_add_up_at_every_level(tay_ninh_2024) -> None:
    """Each group's maximum is the sum of its children's, bonus and penalty apart."""
    groups = [node for field in tay_ninh_2024.nodes for node in field.walk() if node.children]

    assert [] == [node.code for node in groups if node.maximum != sum(child.maximum for child in node.children)]


def test_what_changed_is_what_the_document_says(tay_ninh, tay_ninh_2024) -> None:
    """Five leaves go, two of them into one; four nodes are worth something else; two leaves come."""
    before, after = maxima(tay_ninh), maxima(tay_ninh_2024)

    assert {"1.4", "3.6.2", "3.6.3", "7.4.1", "7.4.2"} == set(before) - set(after)
    assert {"3.7": 5, "7.5": 2} == {code: after[code] for code in set(after) - set(before)}
    assert {"1.6": Fraction("3.5"), "3.6": 4, "3.6.1": 2, "7.4": 3} == {
        code: after[code] for code in after if code in before and after[code] != before[code]
    }


def test_a_node_that_was_not_touched_is_the_same(tay_ninh, tay_ninh_2024) -> None:
    """Rule, clauses, inputs and provenance come from 2023 as they are."""
    for code in ("1.1.1", "3.4.1", "5", "6.1.1", "7.1", "T", "P"):
        assert tay_ninh.at(code) == tay_ninh_2024.at(code)


def test_new_nodes_stand_where_they_were_put(tay_ninh_2024) -> None:
    """SIPAS after the survey on procedures, the files handled online last in their field."""
    assert ["3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7"] == [each.code for each in tay_ninh_2024.at("3").children]
    assert "7.5" == tay_ninh_2024.at("7").children[-1].code


def test_sipas_enters_as_an_imported_index(tay_ninh_2024) -> None:
    """It is worth 5 points of the survey channel (reconstructed), that it enters is sourced."""
    sipas = tay_ninh_2024.at("3.7")

    assert ("imported", "survey", 5) == (sipas.rule.kind.name, sipas.channel, sipas.maximum)
    assert (("TN24",), ("SIPAS enters",)) == (sipas.provenance.sources, sipas.provenance.parts)


def test_measurable_criteria_weigh_more(tay_ninh, tay_ninh_2024) -> None:
    """Of 100 points 72 are no longer anybody's opinion, 70 in 2023; two leaves carry the difference."""
    assert (70, 72) == (appraised(tay_ninh), appraised(tay_ninh_2024))
    assert [("TN24",), ("TN24",)] == [tay_ninh_2024.at(code).provenance.sources for code in MEASURED]


@pytest.mark.parametrize("maximum", PROFILES)
def test_what_applies_follows_from_the_profile(tay_ninh_2024, maximum) -> None:
    """30.5 points drop out without procedures, 3.5 without fee-bearing ones alone."""
    received, with_fees = PROFILES[maximum]
    answers = {"procedures_received": received, "fee_procedures": with_fees}
    card = score(Assessment(tay_ninh_2024.id, "example", 2024, answers), tay_ninh_2024)

    assert Fraction(maximum) == card.applicable_maximum


def test_the_whole_sheet_of_2023_scored_by_2024(sheets, tay_ninh_2024) -> None:
    """
    Sở Ngoại vụ again, without 1.4 and 7.4.1 and with dates of 2024.

    61 - 1.2 (1.4 goes) + 1.9 x 0.75 (1.6 at 3.5) - 1.65 + 2 x 0.824 (3.6.4) - 2.05 - 2.0625 + 3 x 0.824 (7.4):
    council 0.8 and officials 0.84 at 40 and 60 % give 0.824.
    """
    sheet = sheets["tay-ninh-agency-2023"]["so_ngoai_vu"]
    asked = {name: answer for name, answer in sheet.answers.items() if name in tay_ninh_2024.inputs}
    dates = {
        "agency_plan_issued_on": "2024-04-01",
        "agency_review_report_on": "2024-12-18",
        "agency_evaluation_on": "2024-12-19",
    }
    card = score(Assessment(tay_ninh_2024.id, sheet.unit, 2024, {**asked, **dates}), tay_ninh_2024, final=True)

    assert (Fraction("59.5825"), Fraction("69.5"), Decimal("85.73")) == (
        card.points,
        card.applicable_maximum,
        card.index,
    )


def test_everything_about_it_is_reconstructed(tay_ninh_2024) -> None:
    """The set says what is sourced of it: that two things were to change, and nothing more."""
    said = tay_ninh_2024.provenance

    assert ("reconstructed", ("TN24",)) == (said.kind, said.sources)
    assert ("SIPAS enters", "measurable criteria weigh more") == said.parts
    assert set() == {node.provenance.kind for node in tay_ninh_2024.walk()} - {"reconstructed"}
    assert "never publish" in tay_ninh_2024.note


def test_it_is_read_again_from_its_expanded_form(tay_ninh_2024) -> None:
    """The expanded form stands by itself and has the same digest."""
    assert tay_ninh_2024.digest == loads(tay_ninh_2024.document).digest
