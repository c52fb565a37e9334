"""Scoring: a criteria set becomes a programme, an assessment becomes a scorecard."""

from ._assessment import Assessment, Unit
from ._prepared import Prepared, prepare
from ._score import refusals, score
from ._scorecard import (
    ChannelScore,
    ClassResult,
    Digests,
    Effect,
    InvalidAnswer,
    NodeScore,
    ProvenanceCounts,
    Scorecard,
)

__all__ = [
    "Assessment",
    "ChannelScore",
    "ClassResult",
    "Digests",
    "Effect",
    "InvalidAnswer",
    "NodeScore",
    "Prepared",
    "ProvenanceCounts",
    "Scorecard",
    "Unit",
    "prepare",
    "refusals",
    "score",
]
