"""What a set's inputs, unit attributes and nodes are called when a rule is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Final

from .._model import CriteriaSet, Input
from ..types import Text


@lru_cache(maxsize=64)
def names_of(criteria_set: CriteriaSet) -> Mapping[str, Text]:
    """
    Return the labels by what expressions hold: an input's id, `input.option`, `unit.x`, a node's code.

    An option as an answer is under `input=option`. Where a label has no English text the id stands for it, so
    that no line mixes the languages.
    """
    inputs = (_input_names(id_, each) for id_, each in criteria_set.inputs.items())
    attributes = (_input_names(f"unit.{id_}", each) for id_, each in criteria_set.unit_attributes.items())
    nodes = ((node.code, node.label) for node in criteria_set.walk())
    return dict(chain(chain.from_iterable(inputs), chain.from_iterable(attributes), nodes))


#: What the figures of a node are called where a clause has looked at them.
_FIGURES: Final[Mapping[str, Text]] = {
    "own": Text("điểm của mục {code}", "the points of {code}"),
    "points": Text("điểm của mục {code}", "the points of {code}"),
    "counted": Text("điểm được tính của mục {code}", "the counted points of {code}"),
    "reach": Text("điểm tối đa áp dụng của mục {code}", "the applicable maximum of {code}"),
    "weight": Text("điểm tối đa được tính của mục {code}", "the counted maximum of {code}"),
    "rule": Text("điểm theo quy tắc của mục {code}", "what the rule of {code} gives"),
    "given": Text("điểm được cho của mục {code}", "what {code} is given"),
    "away": Text("mục {code} không phát sinh", "{code} does not apply"),
    "seen points": Text("điểm của mục {code}", "the points of {code}"),
    "seen maximum": Text("điểm tối đa của mục {code}", "the maximum of {code}"),
    "seen share": Text("tỷ lệ điểm của mục {code}", "the share of {code}"),
    "seen status": Text("trạng thái của mục {code}", "the status of {code}"),
}


class Labels(Mapping[str, Text]):
    """What `names_of` has, and beside it what the figures of nodes are called, by the names of their bindings."""

    def __init__(self, named: Mapping[str, Text]) -> None:
        self.named = named

    def __getitem__(self, key: str) -> Text:
        """Return what something is called; raises `KeyError` where that is not known."""
        if key in self.named:
            return self.named[key]
        figure, _, code = key.rpartition(" ")
        told = _FIGURES[figure]
        return Text(told.vi.format(code=code), (told.en or "").format(code=code))

    def __iter__(self) -> Iterator[str]:
        """Yield what has a label of its own."""
        return iter(self.named)

    def __len__(self) -> int:
        """Return how many have a label of their own."""
        return len(self.named)


def _input_names(id: str, asked: Input) -> Iterator[tuple[str, Text]]:
    yield id, _named(asked.label, id)
    for option in asked.options:
        yield f"{id}={option.id}", _named(option.label, option.id)
        if asked.ratings:
            label = _named(asked.label, id)
            yield f"{id}.{option.id}", Text(f"{label.vi}: {option.label.vi}", _of_part(id, asked, option.id))


def _of_part(id: str, asked: Input, part: str) -> str:
    option = next(option for option in asked.options if option.id == part)
    return f"{asked.label.en}: {option.label.en}" if asked.label.en and option.label.en else f"{id}.{part}"


def _named(label: Text, id: str) -> Text:
    return Text(label.vi, label.en or id)
