"""Scoring: a criteria set becomes a programme, an assessment becomes a scorecard."""

from ._assessment import Assessment, Decision, Unit
from ._cohort import Cohort, Compared, cohort_of
from ._in_words import NodeInWords, Told, in_words, node_in_words
from ._prepared import Prepared, prepare
from ._refusals import refusals
from ._score import score, score_all, unsettled
from ._scorecard import (
    ChannelScore,
    ClassResult,
    CohortNote,
    Digests,
    Effect,
    InvalidAnswer,
    NodeScore,
    ProvenanceCounts,
    Scorecard,
)
from ._set_in_words import set_in_words
from ._spans import Bounds, Span
from ._terms import PLAIN, Terms

__all__ = [
    "PLAIN",
    "Assessment",
    "Bounds",
    "ChannelScore",
    "ClassResult",
    "Cohort",
    "CohortNote",
    "Compared",
    "Decision",
    "Digests",
    "Effect",
    "InvalidAnswer",
    "NodeInWords",
    "NodeScore",
    "Prepared",
    "ProvenanceCounts",
    "Scorecard",
    "Span",
    "Terms",
    "Told",
    "Unit",
    "cohort_of",
    "in_words",
    "node_in_words",
    "prepare",
    "refusals",
    "score",
    "score_all",
    "set_in_words",
    "unsettled",
]
