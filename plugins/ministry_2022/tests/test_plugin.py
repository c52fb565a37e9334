"""The distribution as a plugin: what it announces, and what it brings."""

import tomllib
from pathlib import Path

import parengine_ministry_2022 as plugin
from parengine import Registry, score
from parengine.plugins import ENTRY_POINT_GROUP

ROOT = Path(__file__).parent.parent


def test_its_entry_point_is_the_module() -> None:
    """The distribution announces the module in the group that parengine looks in."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert "parengine-ministry-2022" == project["name"]
    assert {"ministry-2022": plugin.__name__} == project["entry-points"][ENTRY_POINT_GROUP]


def test_it_ships_the_licence_of_the_project() -> None:
    """The distribution's own licence file is that of the project, word for word, and goes into its wheel."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert ("Apache-2.0", ["LICENSE"]) == (project["license"], project["license-files"])
    assert (ROOT.parent.parent / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_it_brings_both_sets() -> None:
    """The registry lists both, and nothing fails."""
    registry = Registry.build([plugin])

    assert ((), ["ministry-2022-ministry", "ministry-2022-province"]) == (
        registry.failures,
        [edition.id for edition in registry.sets()],
    )


def test_the_edition_in_force_is_found_by_year() -> None:
    """Owner, tier and year find each set; a new one was in use from 2024."""
    registry = Registry.build([plugin])

    assert "ministry-2022-province" == registry.find(owner="moha", tier="province", year=2023).id
    assert "ministry-2022-ministry" == registry.find(owner="moha", tier="ministry", year=2022).id


def test_it_brings_a_sheet_and_the_cases() -> None:
    """The first example scores out of the box; every case file is shipped."""
    registry = Registry.build([plugin])
    sheet, *others = registry.assessments()
    assessment = registry.assessment(sheet)

    assert ([], "B") == (others, score(assessment, registry.get(assessment.set)).class_.id)
    assert sorted(path.name for path in ROOT.rglob("*.case.yaml")) == sorted(path.name for path in registry.cases())


def test_the_readme_warns_in_its_first_lines() -> None:
    """Whoever opens the README reads first, in both languages, that nothing made with it is official."""
    first = (ROOT / "README.md").read_text(encoding="utf-8").split("## ", 1)[0]

    assert [] == [words for words in ("kết quả chính thức", "official", "876/QĐ-BNV", "annexes") if words not in first]
