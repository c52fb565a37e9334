"""The law of prose: whatever number a set declares stands in the sentence that says it, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ..._model import Node
from ..._sentences import all_of, figure, say
from ...score import in_words, set_in_words
from ...score._in_words import Told
from ...types import Language
from .breach import Breach
from .law import law
from .numbers_said import Amounts, declared_by, declared_by_clauses, declared_by_whole, unsaid
from .trial import Trial
from .unnumbered import unnumbered

_LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")


@law(
    say("every threshold and every amount stands in the sentence of its rule or clause, in both languages"), fixed=True
)
def prose_names_all(trial: Trial) -> Iterator[Breach]:
    """Look at rules of leaves, clauses of nodes, index, checks, classes and quotas."""
    criteria_set = trial.criteria_set
    for leaf in criteria_set.leaves():
        yield from _without_words(leaf)
    nameless = unnumbered(criteria_set)
    for language in _LANGUAGES:
        for told, bare in zip(in_words(criteria_set, language), in_words(nameless, language), strict=True):
            node = criteria_set.at(told.code)
            rule = {"rule": list(declared_by(node.rule.kind, node.maximum))} if node.rule else {}
            declared = {**rule, **declared_by_clauses(node)}
            pairs = zip((told.rule, *told.clauses), (bare.rule, *bare.clauses), strict=True)
            yield from _unsaid(node.code, declared, pairs, language)
        whole = zip(set_in_words(criteria_set, language), set_in_words(nameless, language), strict=True)
        yield from _unsaid(None, declared_by_whole(criteria_set), whole, language)


def _without_words(leaf: Node) -> Iterator[Breach]:
    """Yield that a kind which ships its sentence fails to give it: people would be told the bare computation."""
    own = getattr(leaf.rule.kind, "sentence", None) if leaf.rule else None
    if own is None:
        return
    try:
        found = say("nothing") if not list(own(leaf.maximum)) else None
    except (Exception, SystemExit) as error:  # noqa: BLE001  a plugin's kind may raise anything
        found = say("{type}: {why}", type=type(error).__name__, why=str(error)[:200])
    if found is not None:
        yield Breach(leaf.code, say("the sentence that the kind ships"), found, "rule")


def _unsaid(
    code: str | None, declared: Mapping[str, list[Amounts]], told: Iterable[tuple[Told, Told]], language: Language
) -> Iterator[Breach]:
    """
    Yield each sentence that lacks a number, and each clause that has no sentence.

    Each is told twice: as people read it, and without digits in its names, where numbers are looked for.
    """
    sentences = {each.path: (each.sentence, bare.sentence) for each, bare in told}
    for path, amounts in declared.items():
        text, bare = sentences.get(path, ("", ""))
        missing = [figure(min(one)) for one in unsaid(bare, amounts, language)]
        if missing or not text:
            expected = say("a sentence with {numbers}", numbers=all_of(missing)) if missing else say("a sentence")
            yield Breach(code, expected, say("“{sentence}”", sentence=text), path)
