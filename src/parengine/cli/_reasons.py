"""Reasons in one line: why a leaf has not got its whole maximum."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from .._sentences import say
from ..score import NodeScore, Scorecard
from ..score._words import clause_words, word
from ..types import Language
from ._options import Words

_DECIDING: Final = frozenset({"zeroed", "capped", "check_failed", "decided", "no_evidence"})


def reason_of(node: NodeScore, scorecard: Scorecard, language: Language) -> Words:
    """Return the clause that decided, what is missing or invalid, or else the answers that the rule read."""
    return next(_reasons(node, scorecard, language))


def _reasons(node: NodeScore, scorecard: Scorecard, language: Language) -> Iterator[Words]:
    for effect in node.effects:
        if effect.name in _DECIDING:
            reason = effect.reason or clause_words(effect.clause or "")
            yield say("{effect}: {reason}", effect=word(effect.name), reason=reason) if reason else word(effect.name)
    for bad in node.invalid:
        yield say("invalid: {why}", why=bad.sentence)
    if node.missing:
        yield say("missing: {answer}", answer=list(node.missing))
    yield ", ".join(_answers(scorecard.answers(node.code, language)))


def _answers(read: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """Yield each answer that was read, the counts of a distribution together."""
    apart = [(*name.partition("."), value) for name, value in read]
    for name, parts in groupby(apart, key=lambda answer: answer[0]):
        yield f"{name} {' '.join(f'{part} {value}' if part else value for _, _, part, value in parts)}"
