"""Channels: points by the way they were come by; with the lines of clauses they add up to the total."""

# An expected 1 is the 1 of a Fraction: comparing the two is meant.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from fractions import Fraction

from _sets import Document, F, criteria_set, group, leaf, scored

from parengine import CriteriaSet, Scorecard

CHANNELS = {
    "appraised": {"label": {"vi": "Thẩm định", "en": "Appraised"}},
    "statistics": {"label": "Thống kê", "counts_as": "appraised"},
    "survey": {"label": "Điều tra", "self_scored": False},
}


def channelled(*nodes: Document, **more: object) -> CriteriaSet:
    """Return a set with three channels, two of them shown as one."""
    return criteria_set(*nodes, channels=CHANNELS, **more)


def by_channel(card: Scorecard) -> dict[str, tuple[Fraction, Fraction | None]]:
    """Return points and maximum of each channel."""
    return {each.id: (each.points, each.maximum) for each in card.channels}


def by_line(card: Scorecard) -> dict[str, Fraction]:
    """Return what each line adds."""
    return {each.id: each.points for each in card.lines}


def mixed(**more: object) -> Document:
    """Return a group of an appraised and a surveyed leaf."""
    return group("1", leaf("1.1", 3, channel="appraised"), leaf("1.2", 2, channel="survey"), **more)


def test_points_are_shown_by_channel() -> None:
    """Each leaf's points are its channel's, wherever the leaf stands; a statistics leaf counts as appraised."""
    card = scored(channelled(mixed(), leaf("2", 1, channel="statistics")), p1_1=2, p1_2=1, p2=1)

    assert {"appraised": (3, 4), "survey": (1, 2)} == by_channel(card)
    assert {} == by_line(card)


def test_children_inherit_the_channel() -> None:
    """A leaf without a channel of its own has its group's."""
    card = scored(
        channelled(group("1", leaf("1.1"), leaf("1.2", channel="appraised"), channel="survey")), p1_1=1, p1_2=1
    )

    assert {"appraised": (1, 1), "survey": (1, 1)} == by_channel(card)


def test_a_chain_of_channels_is_followed_to_its_end() -> None:
    """A channel that counts as one that counts as a third is shown under the third."""
    channels = {"x": {"label": "X", "counts_as": "y"}, "y": {"label": "Y", "counts_as": "z"}, "z": {"label": "Z"}}
    card = scored(criteria_set(leaf("1", channel="x"), leaf("2", channel="y"), channels=channels), p1=1, p2=1)

    assert {"z": (2, 2)} == by_channel(card)


def test_a_clause_on_a_group_of_one_channel_is_inside_it() -> None:
    """Where a capped group has one channel, the channel shows the capped points and there is no line."""
    node = group("1", leaf("1.1", 3), leaf("1.2", 2), channel="survey", caps=[{"limit": 4}])
    card = scored(channelled(node, leaf("2", 1, channel="appraised")), p1_1=3, p1_2=2, p2=1)

    assert ({"appraised": (1, 1), "survey": (4, 5)}, {}) == (by_channel(card), by_line(card))


def test_a_cap_on_a_group_that_mixes_channels_is_a_line() -> None:
    """What the cap took is in neither channel: it is a line under the group's code."""
    card = scored(channelled(mixed(caps=[{"limit": 4}])), p1_1=3, p1_2=2)

    assert ({"appraised": (3, 3), "survey": (2, 2)}, {"1": -1}) == (by_channel(card), by_line(card))


def test_a_zero_rule_on_a_group_that_mixes_channels_is_a_line() -> None:
    """The nodes below keep their points, in their channels; the line takes them all back."""
    card = scored(channelled(mixed(zero_rules=["a"])), a=True, p1_1=3, p1_2=2)

    assert (0, {"1": -5}) == (card.points, by_line(card))


def test_a_rescaled_block_that_mixes_channels_is_a_line() -> None:
    """What a block gains by being rescaled belongs to no channel."""
    node = group(
        "1", leaf("1.1", 3, channel="appraised", not_applicable_when="a"), leaf("1.2", 1, channel="survey"),
        leaf("1.3", 1, channel="appraised"), not_applicable="rescale_block",
    )  # fmt: skip
    card = scored(channelled(node), a=True, p1_2=1, p1_3=0)

    assert ({"appraised": (0, 1), "survey": (1, 1)}, {"1": F("1.5")}) == (by_channel(card), by_line(card))


def test_a_mixed_group_counted_by_its_treatment_is_a_line() -> None:
    """A mixed group that counts in full although it does not apply adds a line."""
    node = mixed(not_applicable_when="a", not_applicable="full")
    card = scored(channelled(node, leaf("2", 1, channel="appraised")), a=True, p2=1)

    assert (6, {"1": 5}) == (card.points, by_line(card))


def test_lines_stand_at_every_depth() -> None:
    """A mixed group inside a mixed group has a line of its own."""
    inner = group("1.1", leaf("1.1.1", 2, channel="appraised"), leaf("1.1.2", 2, channel="survey"), caps=[{"limit": 3}])
    card = scored(
        channelled(group("1", inner, leaf("1.2", channel="survey"), caps=[{"limit": 2}])), p1_1_1=2, p1_1_2=2, p1_2=1
    )

    assert {"1": -2, "1.1": -1} == by_line(card)


def test_rounding_a_mixed_group_is_a_line() -> None:
    """What rounding changed at a level that mixes channels belongs to none."""
    card = scored(channelled(mixed(), rounding={"levels": ["field"], "places": 0}), p1_1="1.2", p1_2="1.2")

    assert {"1": F("-0.4")} == by_line(card)


def test_rounding_the_total_is_a_line() -> None:
    """What rounding the total changed has a line with a name of its own."""
    made = channelled(leaf("1", channel="appraised"), rounding={"levels": ["total"], "places": 1})
    card = scored(made, p1="0.26")

    assert [("total-rounding", "Rounding of the total", F("0.04"))] == [
        (one.id, one.label.en, one.points) for one in card.lines
    ]


def test_a_node_may_be_called_total() -> None:
    """The line of the total has an id that no node can have."""
    node = group("total", leaf("t1", 3, channel="appraised"), leaf("t2", 2, channel="survey"), caps=[{"limit": 4}])
    card = scored(channelled(node, rounding={"levels": ["total"], "places": 0}), pt1=3, pt2="1.4")

    assert ({"total": F("-0.4")}, 4) == (by_line(card), card.points)


def test_what_has_no_channel_is_a_line() -> None:
    """A leaf without a channel in a set that has some is not lost: it is a line."""
    card = scored(channelled(leaf("1", channel="appraised"), leaf("2")), p1=1, p2="0.5")

    assert ({"appraised": (1, 1)}, {"2": F("0.5")}) == (by_channel(card), by_line(card))


def test_bonus_and_penalty_are_in_no_channel() -> None:
    """Channels add up to the points of the fields."""
    made = channelled(leaf("1", channel="appraised"), bonus=[leaf("B", channel="survey")], index="points + bonus")
    card = scored(made, p1=1, pb=1)

    assert {"appraised": (1, 1)} == by_channel(card)


def test_a_set_without_channels_shows_none() -> None:
    """Where an edition declares no channels there are neither channels nor lines."""
    card = scored(criteria_set(group("1", leaf("1.1"), leaf("1.2"), caps=[{"limit": 1}])), p1_1=1, p1_2=1)

    assert ((), ()) == (card.channels, card.lines)
