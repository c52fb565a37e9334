"""Documentation cannot drift: what it names is compared with the code. Its examples run by themselves."""

import re
import subprocess
from pathlib import Path

import attrs
import pytest

from parengine import Scorecard, errors, plugins
from parengine.cli._app import COMMANDS
from parengine.criteria._shapes import INPUT_TYPES, TREATMENTS
from parengine.types import State, Status

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("plugins/*/*.md")])
FIRST = ("README.md", "docs/README.md")


def text(name: str) -> str:
    """Return a document's text."""
    return (ROOT / name).read_text(encoding="utf-8")


def first_cells(name: str, heading: str) -> list[str]:
    """Return the code words in the first column of the table under a heading."""
    (section,) = re.findall(rf"^## {heading}$(.*?)(?=^## |\Z)", text(name), re.MULTILINE | re.DOTALL)
    return re.findall(r"^\| `([^`]+)`", section, re.MULTILINE)


def test_the_hooks_are_documented() -> None:
    """The table of hooks names those that are specified, and no others."""
    specified = {name for name, value in vars(plugins).items() if hasattr(value, f"{plugins.PROJECT}_spec")}

    assert specified == set(first_cells("docs/README.md", "Hooks"))


def test_the_errors_are_documented() -> None:
    """The table of errors names those that there are, and no others."""
    defined = {n for n, v in vars(errors).items() if isinstance(v, type) and issubclass(v, Exception)}

    assert defined == set(first_cells("docs/README.md", "Errors"))


def test_the_commands_are_documented() -> None:
    """The table of commands names those that there are, in their order."""
    assert list(COMMANDS) == [command.split()[1] for command in first_cells("README.md", "Commands")]
    assert list(COMMANDS) == [command.split()[1] for command in first_cells("README.vi.md", "Các lệnh")]


def test_the_parts_of_a_scorecard_are_documented_as_they_are() -> None:
    """Every part of a scorecard that the README names is one."""
    (section,) = re.findall(r"^## Read a scorecard$(.*?)(?=^## )", text("README.md"), re.MULTILINE | re.DOTALL)
    named = {
        name for cell in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for name in re.findall(r"`(\w+)", cell)
    }
    there = {field.name for field in attrs.fields(Scorecard)} | set(vars(Scorecard))

    assert len(named) > 10
    assert set() == named - there


def test_make_has_the_targets_that_are_named() -> None:
    """Every `make target` that a document names is a target of the Makefile."""
    named = set(re.findall(r"(?:`|^ +)make ((?:[a-z]+ ?)+)", text("README.md") + text("CONTRIBUTING.md"), re.MULTILINE))
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))

    assert set() == {word for words in named for word in words.split()} - targets


def headings(path: Path) -> set[str]:
    """Return the anchors of a document's headings, as code hosts make them."""
    found = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {"".join(c for c in one.lower().replace(" ", "-") if c.isalnum() or c in "-_") for one in found}


def links(path: Path) -> list[tuple[str, str]]:
    """Return the links of a document to files of the project: the file and the anchor, where there is one."""
    found = re.findall(r"\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    inside = (inline or below for inline, below in found if not re.match(r"https?:", inline or below))
    return [(file, anchor) for file, _, anchor in (link.partition("#") for link in inside)]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    """Every link to a file of the project leads to one, and to a heading that it has."""
    targets = [(path.parent / file if file else path, anchor) for file, anchor in links(path)]

    assert [] == [str(target) for target, _ in targets if not target.exists()]
    assert [] == [anchor for target, anchor in targets if anchor and anchor not in headings(target)]


@pytest.mark.parametrize("path", sorted(ROOT.glob("docs/*.md")), ids=lambda path: path.name)
def test_every_page_is_linked_from_both_ends(path: Path) -> None:
    """A page of the documentation is found from the README and from the documentation's own first page."""
    named = {name: {(ROOT / name).parent.joinpath(file).resolve() for file, _ in links(ROOT / name)} for name in FIRST}

    assert [] == [name for name in FIRST if path.resolve() not in named[name] | {(ROOT / name).resolve()}]


def test_the_hooks_are_documented_for_those_who_write_plugins() -> None:
    """The page of plugins has the same hooks as the first page."""
    assert first_cells("docs/README.md", "Hooks") == first_cells("docs/plugins.md", "Hooks")


def test_the_statuses_are_documented() -> None:
    """The page of scorecards explains every status, and no other."""
    assert {str(status) for status in Status} == set(first_cells("docs/scorecard.md", "Statuses"))


def test_the_types_of_inputs_and_the_treatments_are_documented() -> None:
    """The page of criteria sets has a row for each type of input and for each treatment."""
    assert list(INPUT_TYPES) == first_cells("docs/criteria-set.md", "Inputs")
    assert [*TREATMENTS, "rescale_block"] == first_cells("docs/criteria-set.md", "Not applicable")


def test_the_glossary_has_every_word_once() -> None:
    """No word stands in two rows of the glossary with two meanings."""
    words = re.findall(r"^\| (?!word |-)([^|]+) \|", text("GLOSSARY.md"), re.MULTILINE)

    assert len(words) > 60
    assert sorted(set(words)) == sorted(words)


@pytest.mark.parametrize("member", [*State, *Status], ids=repr)
def test_the_glossary_has_the_states_and_statuses(member: State | Status) -> None:
    """What can become of a node or value is explained."""
    assert f"| {member.name.lower().replace('_', ' ')} |" in text("GLOSSARY.md")


def test_the_help_of_the_makefile_is_complete() -> None:
    """Every phony target but help's own listing says what it does."""
    phony = set(re.findall(r"^\.PHONY: (.*)$", text("Makefile"), re.MULTILINE)[0].split())
    explained = set(re.findall(r"^([a-z]+):.*## ", text("Makefile"), re.MULTILINE))

    assert phony == explained


def test_the_scripts_are_well_formed() -> None:
    """The scripts that nobody runs at a desk parse."""
    for name in (".ci/run", ".ci/venv", ".ci/wheels"):
        subprocess.run(["bash", "-n", str(ROOT / name)], check=True)
