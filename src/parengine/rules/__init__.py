"""
Rule kinds, and what their authors need.

`KINDS` is the whole table of the core's kinds; a plugin adds its own by name. A kind is a class decorated
with `kind`, its fields declared by the functions of `slots` (`slots.number`, `slots.condition`, ...).
It says its `name` (a plugin's is `owner.kind`, and says `contract = 1`), and has two functions:
`points(maximum)` gives the points as an expression, `problems(maximum)` yields what a schema cannot say.
A third, `reach(maximum)`, is for a kind whose maximum may shrink; see `reach_of`. A fourth, `sentence(maximum)`,
yields the rule in words, as phrases of the module `sentences` in Vietnamese and English; without it
`sentence_of` says the points as they are computed.
"""

from collections.abc import Mapping
from typing import Final

from .._model import RuleKind
from . import sentences, slots
from ._compounds import Nested
from ._nested import reach_of
from ._reading import kind_schema, read_rule, rule_schema
from ._scope import Path, Ratings, Scope
from ._sentence import sentence_of
from ._slots import Alternatives, Direction, Slot, at_least_one, at_most_one, directions, exactly_one, slots_of
from ._steps import Step
from ._zero import quotient, with_zero_case, zero_case_problems, zero_points
from .all_of import AllOf
from .awarded import Awarded
from .bands import Bands
from .cases import Case, Cases
from .checklist import Checklist, Part
from .combine import Combine
from .deadline import Deadline, Late
from .deduction import Deduction, Event
from .formula import Formula
from .imported import Imported
from .improvement import Improvement
from .increments import Increments
from .interpolate import Interpolate
from .levels import Levels
from .proportion import Proportion
from .relative import Rank, Relative
from .slots import ZeroCase, kind, part
from .survey import Group, Survey
from .tally import Tally
from .tiers import Tier, Tiers
from .yes_no import YesNo

#: The contract between a kind and the engine that a plugin's kind states as `contract`.
CONTRACT: Final = 1

#: The core's rule kinds by the name that documents write.
KINDS: Final[Mapping[str, type[RuleKind]]] = {
    "all_of": AllOf,
    "awarded": Awarded,
    "bands": Bands,
    "cases": Cases,
    "checklist": Checklist,
    "combine": Combine,
    "deadline": Deadline,
    "deduction": Deduction,
    "formula": Formula,
    "imported": Imported,
    "improvement": Improvement,
    "increments": Increments,
    "interpolate": Interpolate,
    "levels": Levels,
    "proportion": Proportion,
    "relative": Relative,
    "survey": Survey,
    "tally": Tally,
    "tiers": Tiers,
    "yes_no": YesNo,
}

__all__ = [
    "CONTRACT",
    "KINDS",
    "AllOf",
    "Alternatives",
    "Awarded",
    "Bands",
    "Case",
    "Cases",
    "Checklist",
    "Combine",
    "Deadline",
    "Deduction",
    "Direction",
    "Event",
    "Formula",
    "Group",
    "Imported",
    "Improvement",
    "Increments",
    "Interpolate",
    "Late",
    "Levels",
    "Nested",
    "Part",
    "Path",
    "Proportion",
    "Rank",
    "Ratings",
    "Relative",
    "RuleKind",
    "Scope",
    "Slot",
    "Step",
    "Survey",
    "Tally",
    "Tier",
    "Tiers",
    "YesNo",
    "ZeroCase",
    "at_least_one",
    "at_most_one",
    "directions",
    "exactly_one",
    "kind",
    "kind_schema",
    "part",
    "quotient",
    "reach_of",
    "read_rule",
    "rule_schema",
    "sentence_of",
    "sentences",
    "slots",
    "slots_of",
    "with_zero_case",
    "zero_case_problems",
    "zero_points",
]
