"""Every shape of a real scoring rule is expressible, and gives what was computed by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from rule_shapes import LANGUAGES, PAGE, page, sentences
from shape_files import SHAPES, Shape

from parengine import loads
from parengine.errors import DocumentError
from parengine.testing import run_cases

NUMBERS = range(1, 45)


def name(shape: Shape) -> str:
    """Return what a shape's file is called."""
    return shape.path.stem


@pytest.mark.parametrize("shape", SHAPES, ids=name)
def test_a_shape_gives_what_was_computed_by_hand(shape: Shape) -> None:
    """Each case of each shape comes out to the last digit."""
    differing = run_cases(shape.case_file(), shape.set())

    assert {case["id"]: () for case in shape.cases} == differing


@pytest.mark.parametrize("shape", SHAPES, ids=name)
def test_a_shape_loads_without_warnings(shape: Shape) -> None:
    """Nothing is reported of a shape but what it says of itself: that its maxima differ."""
    unforeseen = [warning for warning in shape.set().warnings if "as the document says" not in str(warning)]

    assert [] == unforeseen


REFUSED = [(shape, refused) for shape in SHAPES for refused in shape.refused]


@pytest.mark.parametrize("shape, refused", REFUSED, ids=lambda one: name(one) if isinstance(one, Shape) else one["id"])
def test_what_goes_wrong_is_refused(shape: Shape, refused: Mapping[str, Any]) -> None:
    """What can be seen in a document before any answer is refused when it is loaded, with a sentence."""
    with pytest.raises(DocumentError) as raised:
        loads(shape.changed(refused))

    assert refused["says"] in str(raised.value)


def test_all_shapes_are_there() -> None:
    """The shapes are numbered from 1 to 44, and none is left out."""
    assert sorted(NUMBERS) == sorted({shape.number for shape in SHAPES if shape.number is not None})


@pytest.mark.parametrize("shape", SHAPES, ids=name)
def test_every_case_shows_its_arithmetic(shape: Shape) -> None:
    """Each case has a note from which its figure can be checked, and an id of its own."""
    ids = [case["id"] for case in shape.cases]

    assert len(ids) == len(set(ids))
    assert [] == [case["id"] for case in shape.cases if not case.get("note")]


def test_the_page_is_as_the_shapes_would_write_it() -> None:
    """The page of shapes has every shape, sentence and case of today; else run `python docs/rule_shapes.py`."""
    assert page() == PAGE.read_text(encoding="utf-8")


def test_the_page_has_all_shapes() -> None:
    """Each number has its row in the table and its section, in order."""
    written = PAGE.read_text(encoding="utf-8")

    assert [*map(str, NUMBERS)] == re.findall(r"^\| \[(\d+)\]", written, re.MULTILINE)
    assert [*map(str, NUMBERS)] == re.findall(r"^## (\d+) · ", written, re.MULTILINE)


def test_every_shape_is_said_in_both_languages() -> None:
    """No shape goes without a sentence in Vietnamese and in English."""
    assert [] == [shape.id for shape in SHAPES for language in LANGUAGES if not [*sentences(shape, language)]]
