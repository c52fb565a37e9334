"""What `demo` shows beside one sheet: a round of many units as a table, and a round that is still open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve

from .._model import CriteriaSet
from .._sentences import say
from ..registry import Registry
from ..score import Assessment, Scorecard, score, score_all
from ._card import class_words, index_line, index_words, notices
from ._card_figures import shown
from ._open import possible_lines
from ._options import Words
from ._page import Block, Cell, Column, Table

#: From how many example sheets on a set is shown as a round.
FEWEST_UNITS: Final = 10
#: One answer of so many is taken for not given yet.
_OPEN_OF: Final = 8


def rounds(registry: Registry, sheets: Sequence[Assessment]) -> Iterator[Sequence[Scorecard]]:
    """Yield the scorecards of each set of which many units are among the examples, the best first."""
    for id_ in dict.fromkeys(sheet.set for sheet in sheets):
        units = [sheet for sheet in sheets if sheet.set == id_]
        if len(units) >= FEWEST_UNITS:
            cards = score_all(units, registry.get(id_))
            yield sorted(cards, key=lambda card: (card.exact_index is None, -(card.exact_index or 0), card.unit))


def round_blocks(cards: Sequence[Scorecard]) -> Iterator[Block]:
    """Yield a round as a table: what applied to each unit, its points, its index and its class."""
    yield ""
    yield from notices(cards[0])
    right = [Column(heading, True) for heading in (say("maximum"), say("points"), say("index"))]
    columns = [Column(say("unit")), *right, Column(say("class"))]
    title = say("{title}: {count} units", title=cards[0].title, count=len(cards))
    yield Table(title, columns, [_row(card) for card in cards])


def _row(card: Scorecard) -> list[Cell]:
    maximum, points = shown(card.applicable_maximum, card), shown(card.points, card)
    return [card.unit_label or card.unit, maximum, points, index_words(card), _class(card)]


def _class(card: Scorecard) -> Words:
    """Return the label of a class; in a column of classes the word itself goes without saying."""
    found = card.class_
    if found is None or found.label is None:
        return class_words(card)
    reconstructed = found.provenance == "reconstructed"
    return say("{class_} (by a reconstructed limit)", class_=found.label) if reconstructed else found.label


def still_open(sheet: Assessment, criteria_set: CriteriaSet) -> Scorecard:
    """Return the scorecard of a sheet of which every eighth answer is not given yet, with what is still possible."""
    given = {name: answer for place, (name, answer) in enumerate(sheet.answers.items(), 1) if place % _OPEN_OF}
    return score(evolve(sheet, answers=given), criteria_set, bounds=True)


def open_blocks(card: Scorecard) -> Iterator[Block]:
    """Yield what is known of a round that is still open."""
    yield ""
    yield say("the same sheet while {count} of its answers are still open:", count=len(card.missing))
    yield index_line(card)
    yield from possible_lines(card)
