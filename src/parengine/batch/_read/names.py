"""
The columns of a table of answers: what each is called and which input it answers.

There is one for each declared input, one for each option of a distribution of answers (`satisfaction.good`), one for
each attribute of the unit (`unit.terrain`) and, where absent evidence matters, one for each leaf that asks for
evidence (`evidence.1.1.2`). Tables, SQL and their documentation take the names from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from ..._model import Input as Declared
from ...expr import Domain
from ...expr._nodes import Input, Origin
from ...score._prepared import Prepared
from ...types import Text

#: What a column answers: an input, an option of a distribution, an attribute of the unit, or whether there is evidence.
Role: TypeAlias = Literal["answer", "option", "attribute", "evidence"]
#: Where an input of an expression is found: its origin, its name and its part.
Key: TypeAlias = tuple[Origin, str, str | None]

UNIT: Final = "unit"
ATTRIBUTE_PREFIX: Final = "unit."
EVIDENCE_PREFIX: Final = "evidence."
DECISION_PREFIX: Final = "decision."


@frozen
class InputColumn:
    """
    One column of answers.

    `key` is the input of the programme that it answers; `declared` the input of the set, None for evidence. An
    option of a distribution that the programme never reads (`is_read` false) must still be right: a bad one makes the
    others invalid.
    """

    name: str
    role: Role
    key: Key
    domain: Domain
    label: Text
    is_read: bool
    declared: Declared | None = field(default=None, eq=False, repr=False)


def columns_of(prepared: Prepared) -> tuple[InputColumn, ...]:
    """Return the columns of answers that a set takes on its terms, in the order of their declarations."""
    return (*_answers(prepared), *_attributes(prepared), *_evidence(prepared))


def key_of(node: Input) -> Key:
    """Return where an input of a programme is found in a table."""
    return node.origin, node.name, node.part


def _answers(prepared: Prepared) -> Iterator[InputColumn]:
    read = {key_of(node) for node in prepared.inputs}
    for id_, declared in prepared.criteria_set.inputs.items():
        if declared.ratings:
            yield from _options(declared, read)
        else:
            key: Key = ("answer", id_, None)
            yield InputColumn(id_, "answer", key, declared.domain, declared.label, key in read, declared)


def _options(declared: Declared, read: set[Key]) -> Iterator[InputColumn]:
    for option in declared.options:
        key: Key = ("answer", declared.id, option.id)
        name = f"{declared.id}.{option.id}"
        yield InputColumn(name, "option", key, declared.domain, option.label, key in read, declared)


def _attributes(prepared: Prepared) -> Iterator[InputColumn]:
    read = {key_of(node) for node in prepared.inputs}
    for id_, declared in prepared.criteria_set.unit_attributes.items():
        key: Key = ("unit", id_, None)
        name = f"{ATTRIBUTE_PREFIX}{id_}"
        yield InputColumn(name, "attribute", key, declared.domain, declared.label, key in read, declared)


def _evidence(prepared: Prepared) -> Iterator[InputColumn]:
    labels: Mapping[str, Text] = {node.code: node.label for node in prepared.criteria_set.walk()}
    for node in prepared.inputs:
        if node.origin == "evidence":
            name = f"{EVIDENCE_PREFIX}{node.name}"
            yield InputColumn(name, "evidence", key_of(node), node.domain, labels[node.name], True)
