"""The page of rule kinds is what the code says: it is written by `python docs/rule_kinds.py`."""

import re
import sys
from pathlib import Path

import pytest
import yaml

from parengine import loads
from parengine.rules import KINDS

sys.path.insert(0, str(Path(__file__).parent.parent / "docs"))

from rule_kinds import PAGE, SHOWN, TERMS, page, set_of

WRITTEN = PAGE.read_text(encoding="utf-8")
LEAVES = re.findall(r"^```yaml\n(code: .*?)^```$", WRITTEN, re.MULTILINE | re.DOTALL)


def test_the_page_is_as_the_code_would_write_it() -> None:
    """Words, slots, defaults, directions and figures are those of today; else run `python docs/rule_kinds.py`."""
    assert page() == WRITTEN


def test_every_kind_has_its_section_in_the_order_of_the_table() -> None:
    """No kind is left out, each has a Vietnamese term of its own, and each is shown with answers."""
    assert list(KINDS) == re.findall(r"^## `(\w+)` · ", WRITTEN, re.MULTILINE)
    assert list(KINDS) == list(TERMS) == list(SHOWN)
    assert len(KINDS) == len(set(TERMS.values()))


@pytest.mark.parametrize("text", LEAVES, ids=lambda text: re.findall(r"kind: (\w+)", text)[0])
def test_every_leaf_on_the_page_loads(text: str) -> None:
    """What stands on the page can be copied into a set as it is, and nothing is reported."""
    assert () == loads(set_of(yaml.safe_load(text))).warnings


def test_no_line_of_prose_is_long() -> None:
    """Lines of text have at most 120 characters; rows of tables may not be broken."""
    assert [] == [line for line in WRITTEN.splitlines() if len(line) > 120 and not line.startswith("|")]
