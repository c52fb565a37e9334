"""Reasons in one line: why a leaf has not got its whole maximum."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from ..score import NodeScore, Scorecard
from ..types import Language

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
    yield ", ".join(_answers(scorecard.answers(node.code)))


def _answers(read: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """Yield each answer that was read, the counts of a distribution together."""
    apart = [(*name.partition("."), value) for name, value in read]
    for name, parts in groupby(apart, key=lambda answer: answer[0]):
        yield f"{name} {' '.join(f'{part} {value}' if part else value for _, _, part, value in parts)}"
