"""The page of the testing kit names what there is."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from parengine import testing

DOCS = Path(__file__).parents[2] / "docs"


def test_the_table_of_laws_is_that_of_the_code() -> None:
    """Every law stands there with its sentence; `python docs/laws.py` writes them anew."""
    spec = spec_from_file_location("laws_page", DOCS / "laws.py")
    assert spec is not None
    assert spec.loader is not None
    laws_page = module_from_spec(spec)
    spec.loader.exec_module(laws_page)
    page = laws_page.PAGE.read_text(encoding="utf-8")

    assert page == laws_page.with_laws(page)
    assert set(testing.LAWS) <= set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))


def test_every_public_name_is_explained() -> None:
    """The page, or that of cases, has each name that `parengine.testing` gives."""
    pages = "".join((DOCS / name).read_text(encoding="utf-8") for name in ("testing.md", "cases.md"))

    assert [] == [name for name in testing.__all__ if not re.search(rf"\b{name}\b", pages)]
