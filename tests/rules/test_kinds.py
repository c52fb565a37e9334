from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import sys
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, ClassVar, Final

import pytest
from rule_desk import NAMES, read
from rule_examples import EXAMPLES

from parengine import rules
from parengine.expr import Expr, const, evaluate, when
from parengine.rules import KINDS, kind, kind_schema, slots, slots_of
from parengine.rules._slots import PartOf

WANTED: Final = {
    *("all_of", "awarded", "bands", "cases", "checklist", "combine", "deadline", "deduction", "formula", "imported"),
    *("improvement", "increments", "interpolate", "levels", "proportion", "relative", "survey", "tally", "tiers"),
    "yes_no",
}


def parts_of(cls: type[Any]) -> Iterator[type[Any]]:
    """Yield a kind and the parts that its slots are lists of."""
    yield cls
    for slot in slots_of(cls):
        form = getattr(slot.form, "form", None)
        if isinstance(form, PartOf):
            yield from parts_of(form.part)


def test_the_table_is_sorted_and_complete() -> None:
    """The table holds every kind of the first edition of the engine, by its own name, in order."""
    assert sorted(WANTED) == list(KINDS) == [found.name for found in KINDS.values()]


def test_every_kind_is_shown_by_examples() -> None:
    """The tests try every kind of the table on documents."""
    assert list(KINDS) == list(EXAMPLES)


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_stands_in_a_module_of_its_name(name: str) -> None:
    """One module a kind, short, opening with the rule in words and an example that is run."""
    module = importlib.import_module(f"parengine.rules.{name}")
    source = inspect.getsource(module)

    assert KINDS[name].__module__ == module.__name__
    assert len(source.splitlines()) <= 150
    assert (module.__doc__ or "").splitlines()[1].startswith(KINDS[name].__name__[0])
    assert doctest.DocTestFinder().find(module)[0].examples
    assert 0 == doctest.testmod(module).failed


@pytest.mark.parametrize("name", KINDS)
def test_every_slot_says_what_it_is_and_how_it_helps(name: str) -> None:
    """Each slot of a kind and its parts has a description, and each object a direction for it."""
    for part in parts_of(KINDS[name]):
        assert part.__doc__
        for slot in slots_of(part):
            assert slot.description.endswith(".")
            assert callable(slot.helps) or slot.helps in ("up", "down", "none")


@pytest.mark.parametrize("name", KINDS)
def test_every_direction_can_be_asked(name: str) -> None:
    """On every example each slot answers with up, down or none."""
    for document, maximum in EXAMPLES[name]:
        found, _ = read(document, maximum)
        assert {"up", "down", "none"} >= {way for _, _, way in rules.directions(found)}


def test_a_step_has_two_ways_to_be_shown() -> None:
    """A key that is a word of Python stands under another attribute, and the schema shows the key."""
    assert "else" in kind_schema(KINDS["bands"])["properties"]
    assert "otherwise" in {slot.attribute for slot in slots_of(KINDS["bands"])}


def test_the_public_names_are_sorted_and_exist() -> None:
    """What `parengine.rules` exports is there."""
    assert sorted(rules.__all__, key=_by_class) == rules.__all__
    assert [] == [name for name in rules.__all__ if not hasattr(rules, name)]


def _by_class(name: str) -> tuple[int, str]:
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


def test_no_kind_names_a_node_class() -> None:
    """Kinds build with operators and builders; of the node classes they only look at inputs and constants."""
    for name in KINDS:
        tree = ast.parse(inspect.getsource(sys.modules[f"parengine.rules.{name}"]))
        nodes = [
            alias.name
            for found in ast.walk(tree)
            if isinstance(found, ast.ImportFrom) and found.module == "expr._nodes"
            for alias in found.names
        ]
        assert {"Input", "Const"} >= set(nodes)


@kind
class Seniority:
    """So many points a year of service, more in the mountains."""

    name: ClassVar[str] = "dak-lak.seniority"
    contract: ClassVar[int] = rules.CONTRACT

    years: Expr = slots.number("The years of service.", helps="up")
    each: Fraction = slots.amount("The points for each year.", above_zero=True)
    mountainous: Expr = slots.condition("Whether they count double.", helps="up", default=False)

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        earned = self.years * const(self.each) * when(self.mountainous, 2, 1)
        return when(earned > const(maximum), const(maximum), earned)

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield a rate that is above the maximum."""
        if self.each > maximum:
            yield "one year gives more than the maximum"


OWN_KINDS = {**KINDS, Seniority.name: Seniority}


def test_a_kind_of_a_plugin_is_written_like_ours() -> None:
    """A class with slots and two functions is read from a document and scored."""
    document = {"kind": "dak-lak.seniority", "years": "done", "each": 0.25, "mountainous": "q1"}

    found, reports = read(document, 2, OWN_KINDS)

    assert ([], Seniority(years=NAMES["done"], each=Fraction(1, 4), mountainous=NAMES["q1"])) == (reports, found)
    assert Fraction(3, 2) == evaluate(found.points(Fraction(2)), {"done": 3, "q1": True})


def test_a_kind_of_a_plugin_gets_a_schema_and_problems() -> None:
    """Its slots are in the schema, what it yields is reported, and it may stand within other rules."""
    document = {"kind": "combine", "how": "best", "rules": [{"kind": "dak-lak.seniority", "years": 1, "each": 3}]}

    assert ["kind", "years", "each"] == kind_schema(Seniority)["required"]
    assert ["rule 1: one year gives more than the maximum"] == [s for _, s in read(document, 2, OWN_KINDS)[1]]
