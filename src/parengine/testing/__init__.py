"""
For those who prove a criteria set: worked cases, what they reach, strategies for answers and sets, and the laws.

Cases and their coverage need parengine alone; what draws answers needs the extra `testing`, and says so where it is
missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .._extras import at_first_use

if TYPE_CHECKING:
    from ._checking import Broken, Report, check
    from ._draw.answers import answers, assessments, rounds, units
    from ._draw.expressions import expressions
    from ._draw.sets import criteria_sets
    from ._laws.table import LAWS
    from ._parametrize import parametrize_laws
    from ._reach.found import Coverage, coverage
    from ._worked.outcomes import differences, run_cases

__all__ = [
    "LAWS",
    "Broken",
    "Coverage",
    "Report",
    "answers",
    "assessments",
    "check",
    "coverage",
    "criteria_sets",
    "differences",
    "expressions",
    "parametrize_laws",
    "rounds",
    "run_cases",
    "units",
]

_PUBLIC: Final = {
    "_draw.answers": ("answers", "assessments", "rounds", "units"),
    "_worked.outcomes": ("differences", "run_cases"),
    "_checking": ("Broken", "Report", "check"),
    "_reach.found": ("Coverage", "coverage"),
    "_draw.sets": ("criteria_sets",),
    "_draw.expressions": ("expressions",),
    "_laws.table": ("LAWS",),
    "_parametrize": ("parametrize_laws",),
}
__getattr__ = at_first_use(__name__, _PUBLIC, "testing", frozenset({"hypothesis", "pytest"}))


def __dir__() -> list[str]:
    return [*__all__]
