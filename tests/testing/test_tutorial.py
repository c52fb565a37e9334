"""The tutorial cannot drift: every step of it is done, from an empty folder to a green run."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_tutorial_does_what_it_says(tmp_path: Path) -> None:
    """Each command prints what stands below it; `python docs/prove_your_set.py` writes it anew."""
    spec = spec_from_file_location("prove_your_set", DOCS / "prove_your_set.py")
    assert spec is not None
    assert spec.loader is not None
    tutorial = module_from_spec(spec)
    spec.loader.exec_module(tutorial)
    page = tutorial.PAGE.read_text(encoding="utf-8")

    assert page == tutorial.walked(page, tmp_path)
    assert page.count("```console\n$ ") >= 6
    assert "failed" not in page.rpartition("```console")[2]
