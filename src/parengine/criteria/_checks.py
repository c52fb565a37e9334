"""
Checks: what a schema cannot say about a set.

Each looks at the whole structure and reports to its loading; none raises, and the order does not matter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from ._cohorts import check_cohorts
from ._expressions import check_divisions, check_percents, check_unused
from ._maxima import check_blocks, check_channels, check_levels, check_maxima, check_shapes, check_totals
from ._ranges import check_classes, check_ranking
from ._references import check_circles, check_codes
from ._structure import Structure

Check: TypeAlias = Callable[[Structure], None]

CHECKS: Final[tuple[Check, ...]] = (
    check_shapes,
    check_maxima,
    check_blocks,
    check_channels,
    check_levels,
    check_totals,
    check_classes,
    check_ranking,
    check_codes,
    check_circles,
    check_cohorts,
    check_divisions,
    check_percents,
    check_unused,
)
