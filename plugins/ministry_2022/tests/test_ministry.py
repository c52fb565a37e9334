"""The set for ministries goes no deeper than what is known: two totals."""

from decimal import Decimal
from fractions import Fraction

import pytest

from parengine import Assessment, NotFinalError, score
from parengine.criteria import check

#: Indices of 2022 as published (Báo Đồng Nai, SGGP, April 2023), and the group they were listed in.
PUBLISHED = {
    "Ngân hàng Nhà nước": ("91.77", "from_90"),
    "Bộ Tư pháp": ("90.63", "from_90"),
    "Bộ Tài chính": ("89.76", "from_80"),
    "Bộ Ngoại giao": ("72.65", "under_80"),
}


def scored(ministry, **answers):
    """Return the scorecard of a ministry for 2022."""
    return score(Assessment(set=ministry.id, unit="ministry", year=2022, answers=answers), ministry)


def test_it_loads_without_a_problem_or_a_warning(edition, ministry) -> None:
    """The loader has nothing to say about the document."""
    assert ((), ()) == (check(edition / "ministry.yaml"), ministry.warnings)


def test_it_holds_two_totals_and_no_criterion(ministry) -> None:
    """68.5 points are appraised, 31.5 come by survey (sourced); no leaf is invented below them."""
    leaves = {leaf.code: (leaf.maximum, leaf.provenance.kind) for leaf in ministry.walk()}

    assert {"appraised": (Fraction("68.5"), "derived"), "survey": (Fraction("31.5"), "sourced")} == leaves
    assert 100 == ministry.maximum == sum(leaf.maximum for leaf in ministry.leaves())


def test_its_note_says_what_is_known_by_count_only(ministry) -> None:
    """7 fields, 38 criteria, 97 component criteria; the counts by field add up to these."""
    by_field = [(7, 6), (9, 15), (6, 19), (4, 14), (6, 16), (3, 13), (3, 14)]

    assert (38, 97) == tuple(map(sum, zip(*by_field, strict=True)))
    assert "7 fields, 38 criteria, 97 component criteria" in " ".join(ministry.note.split())
    assert [] == [pair for pair in by_field if "{}/{}".format(*pair) not in ministry.note]


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_indices_fall_into_their_published_groups(ministry, name) -> None:
    """From 90, 80 to under 90, under 80; how an index splits into channels is made up here."""
    index, group = PUBLISHED[name]
    survey = Fraction("26.25")
    card = scored(ministry, appraised_points=Fraction(index) - survey, survey_points=survey)

    assert (Decimal(index), group) == (card.index, card.class_.id)


def test_points_are_taken_as_they_are(ministry) -> None:
    """Both totals add up unrounded and are shown by channel."""
    card = scored(ministry, appraised_points="60.1234", survey_points="24.4321")

    assert Fraction("84.5555") == card.points
    assert [Fraction("60.1234"), Fraction("24.4321")] == [channel.points for channel in card.channels]


def test_more_points_than_there_are_make_the_total_invalid(ministry) -> None:
    """68.51 of 68.5 is refused, not cut to fit."""
    refused = scored(ministry, appraised_points="68.51", survey_points=30).at("appraised")

    assert ("invalid", 0) == (refused.status, refused.points)


def test_without_the_survey_nothing_is_final(ministry) -> None:
    """A survey that is not published yet is missing, and a final score is refused."""
    assessment = Assessment(set=ministry.id, unit="ministry", year=2022, answers={"appraised_points": 60})

    assert ("survey_points",) == score(assessment, ministry).missing
    with pytest.raises(NotFinalError, match="survey_points"):
        score(assessment, ministry, final=True)
