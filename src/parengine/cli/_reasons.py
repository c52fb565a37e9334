"""Reasons in one line: why a leaf has not got its whole maximum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from ..score import NodeScore, Scorecard
from ..types import Language

#: A line of `why` that tells an answer that was read: `files_late = 3375`, `survey_rules.good = 139`.
_ANSWER: Final = re.compile(r"\s*([a-z][a-z0-9_]*)(?:\.([A-Za-z0-9_-]+))? = ([^\s:]+)(?: ≈ \S+)?")
_DECIDING: Final = frozenset({"zeroed", "capped", "check_failed"})


def reason_of(node: NodeScore, scorecard: Scorecard, language: Language) -> str:
    """Return the clause that decided, what is missing or invalid, or else the answers that the rule read."""
    return next(_reasons(node, scorecard, language))


def _reasons(node: NodeScore, scorecard: Scorecard, language: Language) -> Iterator[str]:
    for effect in node.effects:
        if effect.name in _DECIDING:
            said = effect.reason.in_language(language) if effect.reason else effect.clause or ""
            yield f"{effect.name.replace('_', ' ')}: {said}".rstrip(": ")
    for bad in node.invalid:
        yield f"invalid: {bad.sentence}"
    if node.missing:
        yield f"missing: {', '.join(node.missing)}"
    yield ", ".join(_answers(scorecard.why(node.code)))


def _answers(lines: tuple[str, ...]) -> Iterator[str]:
    """Yield each answer that was read, the counts of a distribution together."""
    read = [found.groups() for found in map(_ANSWER.fullmatch, lines) if found and found[1] != "year"]
    for name, parts in groupby(read, key=lambda answer: answer[0]):
        counts = [(part, value) for _, part, value in parts]
        yield f"{name} {' '.join(f'{part} {value}' if part else value for part, value in counts)}"
