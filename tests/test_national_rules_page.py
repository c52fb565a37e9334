"""The page of the national rules in words is what the engine says today, of every leaf, in both languages."""

import re
import sys
import unicodedata
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "docs")]

from national_rules import PAGE, SET, page  # noqa: E402

from parengine import load  # noqa: E402

ENGLISH = {
    *("the", "of", "is", "are", "not", "and", "or", "if", "where", "otherwise", "at", "least", "most", "each"),
    *("from", "below", "above", "point", "points", "than", "rounded", "index", "answers"),
}
WRITTEN = PAGE.read_text(encoding="utf-8")


def test_the_page_is_fresh() -> None:
    """The words are those of today; else run `python docs/national_rules.py`."""
    assert page() == WRITTEN


def test_the_first_line_says_what_the_page_is_not() -> None:
    """Nobody reads a threshold before reading that it is reconstructed and not official."""
    first = WRITTEN.splitlines()[0]

    assert "largely reconstructed" in first
    assert "not an official text" in first


def test_every_leaf_has_its_rule_in_both_languages() -> None:
    """All 96 leaves of the national set stand on the page, each with its code, maximum, rule and provenance."""
    leaves = list(load(SET).leaves())
    rules = re.findall(
        r"^\| quy tắc · rule \| (.+?) \| (.+?) \| (?:sourced|derived|reconstructed)", WRITTEN, re.MULTILINE
    )

    assert 96 == len(leaves) == len(rules)
    assert [] == [leaf.code for leaf in leaves if f" {leaf.code} {leaf.label.vi} · " not in WRITTEN]
    assert [] == [pair for pair in rules if not all(text.endswith((".", "*")) for text in pair)]


def test_no_place_is_left_unfilled() -> None:
    """No template shows through, no id stands where a label should, and the text is composed."""
    assert [] == re.findall(r"\{\w*\}|'[a-z_]+'", WRITTEN.partition("\n## ")[2])
    assert unicodedata.normalize("NFC", WRITTEN) == WRITTEN


def test_the_vietnamese_is_vietnamese() -> None:
    """No English word stands in the Vietnamese column."""
    columns = re.findall(r"^\| [^|]+ · [^|]+ \| (.+?) \| ", WRITTEN, re.MULTILINE)

    assert len(columns) > 96
    assert [] == [text for text in columns if ENGLISH & set(re.findall(r"\w+", text))]
