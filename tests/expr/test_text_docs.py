"""The page about expressions says what the reader does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from parengine.expr import Domain, answer
from parengine.expr._functions import FUNCTIONS
from parengine.expr._guards import never_suspicions, percent_suspicions, unguarded_divisions
from parengine.expr._show import show
from parengine.expr._text import CONSTANTS, parse
from parengine.testing._draw.expressions import SheetNames

PAGE = (Path(__file__).parents[2] / "docs" / "expressions.md").read_text(encoding="utf-8")

COUNT, PERCENT = Domain("count", low=0, high=10**9), Domain("percent", low=0, high=100, places=2)
YES_NO, DATE = Domain("yes_no"), Domain("date")
DOMAINS = {
    **dict.fromkeys(("received", "on_time", "late"), COUNT),
    "staff": Domain("count", low=1, high=10**9),
    **dict.fromkeys(("disbursed", "disbursed_before"), PERCENT),
    **dict.fromkeys(("plan_issued", "inspected"), YES_NO),
    "issued": Domain("date", never=True),
    "approved": DATE,
    "form": Domain("choice", options=("paper", "online", "both")),
}


class PageNames(SheetNames):
    def part(self, name, part):
        if name == "unit":
            return answer(part, Domain("choice", options=("mountainous", "delta")), origin="unit")
        return answer(name, COUNT, part=part)


NAMES = PageNames(**{name: answer(name, domain) for name, domain in DOMAINS.items()})


def examples() -> Iterator[str]:
    for block in re.findall(r"```expr\n(.*?)```", PAGE, re.DOTALL):
        yield from block.splitlines()


@pytest.mark.parametrize("example", list(examples()))
def test_every_example_is_read(example: str) -> None:
    """Every example of the page is a well-formed, well-typed expression that shows and reads back."""
    expression = parse(example, NAMES)

    assert expression is parse(show(expression), NAMES)


@pytest.mark.parametrize("example", [line for line in examples() if "/ received" in line and "when" in line])
def test_guarded_examples_are_guarded(example: str) -> None:
    """What the page shows as guarded is found to be guarded, and nothing in it looks like a mistake."""
    expression = parse(example, NAMES)

    assert [] == [*unguarded_divisions(expression), *never_suspicions(expression), *percent_suspicions(expression)]


def test_every_function_is_described() -> None:
    """The table of functions on the page has a row for each function of the language, and no other."""
    table = PAGE.partition("## Functions")[2].partition("```")[0]

    assert set(FUNCTIONS) == set(re.findall(r"`([a-z_]+)\(", table))


def test_every_constant_is_described() -> None:
    """The grammar on the page lists every constant of the language, and no other."""
    rule = PAGE.partition("constant    =")[2].partition(";")[0]

    assert set(CONSTANTS) == set(re.findall(r'"([a-z_]+)"', rule))


def test_every_input_of_the_examples_is_listed() -> None:
    """The table at the top of the page names every input that its examples use."""
    table = PAGE.partition("| name |")[2].partition("```")[0]

    assert set(DOMAINS) <= set(re.findall(r"`([a-z_]+)`", table))
