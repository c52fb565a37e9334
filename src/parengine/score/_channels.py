"""
Channels: the points of a set by the way they were come by, adding up to its total.

A node all of whose leaves belong to one channel counts there whole. A group that mixes channels is taken
apart; what its own clauses or treatment changed is a line of its own, and so is what has no channel, so that
channels and lines add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from .._model import CriteriaSet, Node
from ..expr import Expr
from ..expr._build import add, bound
from ..types import ValueType
from ._programme import named

CHANNEL: Final = "channel"
CHANNEL_MAXIMUM: Final = "channel-maximum"
LINE: Final = "line"
TOTAL_PREFIXES: Final = (f"{CHANNEL} ", f"{CHANNEL_MAXIMUM} ", f"{LINE} ")
#: The id of the line of what rounding the total, or a decision on it, changed; no node's code looks like it.
TOTAL_LINE: Final = "total-rounding"


def channel_of(criteria_set: CriteriaSet, channel: str | None) -> str | None:
    """Return the channel under which points are shown: the last that one after the other counts as."""
    while channel and (declared := criteria_set.channels.get(channel)) and declared.counts_as:
        channel = declared.counts_as
    return channel


def channel_bindings(criteria_set: CriteriaSet, *, decided: bool = False) -> Iterator[tuple[str, Expr]]:
    """Yield the points and maximum of each channel, and the lines of what belongs to none."""
    whole, mixed = _apart(criteria_set)
    without = whole.pop(None, [])
    for channel, nodes in whole.items():
        yield named(CHANNEL, str(channel)), _sum("counted", nodes)
        yield named(CHANNEL_MAXIMUM, str(channel)), _sum("weight", nodes)
    if whole:
        yield from ((named(LINE, node.code), _figure("counted", node)) for node in without)
        for node in mixed if decided else filter(partial(_may_change, criteria_set), mixed):
            yield named(LINE, node.code), _figure("counted", node) - _sum("counted", node.children)
        if decided or "total" in criteria_set.rounding.levels:
            yield named(LINE, TOTAL_LINE), bound("points", ValueType.NUMBER) - _sum("counted", criteria_set.nodes)


def _may_change(criteria_set: CriteriaSet, node: Node) -> bool:
    """Return whether what a group counts may differ from the sum of what its children count."""
    plain = criteria_set.treatment == "rescale" and all(
        each.treatment in (None, "rescale") and each.not_applicable_when is None
        for each in criteria_set.walk()
        if each.children
    )
    own = node.checks or node.zero_rules or node.caps or node.aggregate != "sum"
    rounded = set(criteria_set.rounding.levels) - {"leaf", "total", "index"}
    return bool(own or rounded) or not plain


def _apart(criteria_set: CriteriaSet) -> tuple[dict[str | None, list[Node]], list[Node]]:
    """Return the largest nodes of each channel and of none, and the groups that mix channels."""
    whole: dict[str | None, list[Node]] = {}
    mixed: list[Node] = []
    waiting = list(reversed(criteria_set.nodes))
    while waiting:
        node = waiting.pop()
        channels = {channel_of(criteria_set, leaf.channel) for leaf in node.walk() if leaf.is_leaf}
        if len(channels) > 1:
            mixed.append(node)
            waiting.extend(reversed(node.children))
        else:
            whole.setdefault(channels.pop(), []).append(node)
    return whole, mixed


def _sum(figure: str, nodes: Iterable[Node]) -> Expr:
    return add(*(_figure(figure, node) for node in nodes))


def _figure(figure: str, node: Node) -> Expr:
    return bound(named(figure, node.code), ValueType.NUMBER)
