"""
Đắk Nông 2022: the one province whose totals are published by channel.

84.66 = 59.27 of 68 + 25.39 of 32, SIPAS 7.97 of 10, group B (Diễn đàn Doanh nghiệp, 2023). The answers are
invented so that their exact sum equals these figures.
"""

from decimal import Decimal
from fractions import Fraction

import pytest

from parengine import loads, score
from parengine.criteria import load_cases

FIELDS = {
    "1": "9.35",
    "2": "8.4405",
    "3": "11.40725",
    "4": "9.15925",
    "5": "11.72575",
    "6": "9.819",
    "7": "9.78825",
    "8": "14.97",
}


@pytest.fixture(scope="module")
def card(dak_nong, province):
    """Return the final scorecard of the sheet."""
    return score(dak_nong, province, final=True)


def rounded_at(province, *levels):
    """Return the set as it would be if other levels were rounded."""
    rounding = {**province.document["rounding"], "levels": list(levels)}
    return loads({**province.document, "rounding": rounding})


def test_the_published_total_comes_out(card) -> None:
    """84.66 points of 100 are an index of 84.66 and group B."""
    assert (Fraction("84.66"), Decimal("84.66"), "B") == (card.points, card.index, card.class_.id)


def test_the_published_channels_come_out(card) -> None:
    """59.27 of 68 appraised and 25.39 of 32 by survey, SIPAS 7.97 of 10 among them."""
    channels = {channel.id: (channel.points, channel.maximum) for channel in card.channels}

    assert {"appraised": (Fraction("59.27"), 68), "survey": (Fraction("25.39"), 32)} == channels
    assert (Fraction("7.97"), 10) == (card.at("8.1").points, card.at("8.1").maximum)


def test_the_fields_come_out_exactly(card) -> None:
    """No field is rounded on the way to the total."""
    assert {code: Fraction(points) for code, points in FIELDS.items()} == {
        node.code: node.points for node in card.nodes
    }


def test_rounding_each_leaf_first_gives_another_total(dak_nong, province) -> None:
    """A common mistake: with every leaf rounded to two places the total is 84.71."""
    assert Decimal("84.71") == score(dak_nong, rounded_at(province, "leaf", "index")).index


def test_rounding_each_field_first_gives_another_total(dak_nong, province) -> None:
    """The other mistake: with every field rounded to two places the total is 84.67."""
    assert Decimal("84.67") == score(dak_nong, rounded_at(province, "field", "index")).index


def test_every_question_is_answered(dak_nong, province, card) -> None:
    """The sheet answers all inputs of the set and nothing else; nothing is missing or invalid."""
    assert set(province.inputs) == set(dak_nong.answers)
    assert (True, (), ()) == (card.complete, card.missing, card.invalid)


def test_the_sheet_says_that_it_is_invented(dak_nong) -> None:
    """The answers are marked as invented, with what of them is sourced and by whom."""
    said = dak_nong.provenance

    assert ("reconstructed", "invented", ("DN23",)) == (said.kind, said.basis, said.sources)
    assert "appraised" == dak_nong.stage


def test_the_scorecard_says_first_that_it_is_not_official(card) -> None:
    """Most of the set is reconstructed, and the notice says so in both languages."""
    assert "KHÔNG PHẢI KẾT QUẢ CHÍNH THỨC" in card.notice.vi
    assert "NOT AN OFFICIAL RESULT" in card.notice.en
    assert card.provenance.reconstructed > card.provenance.sourced


def test_the_case_file_holds_the_same_answers(dak_nong, edition) -> None:
    """The sheet and the case that scores it leaf by leaf do not drift apart."""
    (case,) = load_cases(edition / "cases" / "dak_nong_2022.case.yaml").cases

    assert dak_nong.answers == case.answers
    assert 8 + 96 == len(case.expect.nodes)
