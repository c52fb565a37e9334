"""The distribution as a plugin: what it announces, and what it brings."""

import doctest
import tomllib
from pathlib import Path

import pytest

import parengine_province_agency as plugin
from parengine import RegistryError
from parengine.plugins import ENTRY_POINT_GROUP

ROOT = Path(__file__).parent.parent


def project():
    """Return the distribution's metadata."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_its_entry_point_is_the_module() -> None:
    """The distribution announces the module in the group that parengine looks in."""
    assert "parengine-province-agency" == project()["name"]
    assert {"province-agency": plugin.__name__} == project()["entry-points"][ENTRY_POINT_GROUP]


def test_it_ships_the_licence_of_the_project() -> None:
    """The distribution's own licence file is that of the project, word for word, and goes into its wheel."""
    assert ("Apache-2.0", ["LICENSE"]) == (project()["license"], project()["license-files"])
    assert (ROOT.parent.parent / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_it_brings_three_sets(registry) -> None:
    """The registry lists them, and nothing fails."""
    assert ((), ["hai-phong-heads-2025", "tay-ninh-agency-2023", "tay-ninh-agency-2024"]) == (
        registry.failures,
        [edition.id for edition in registry.sets()],
    )


def test_every_set_loads_without_a_warning(registry) -> None:
    """The loader has nothing to say about the documents."""
    assert {edition.id: () for edition in registry.sets()} == {
        edition.id: registry.get(edition.id).warnings for edition in registry.sets()
    }


@pytest.mark.parametrize(
    "owner,tier,year,id_",
    [
        ("tay-ninh", "agency", 2023, "tay-ninh-agency-2023"),
        ("tay-ninh", "agency", 2024, "tay-ninh-agency-2024"),
        ("hai-phong", "head", 2025, "hai-phong-heads-2025"),
        ("hai-phong", "head", 2026, "hai-phong-heads-2025"),
    ],
)
def test_the_edition_in_force_is_found_by_year(registry, owner, tier, year, id_) -> None:
    """Owner, tier and year find each set; none supersedes another, because no year has two."""
    assert (id_, None) == (
        registry.find(owner=owner, tier=tier, year=year).id,
        registry.get(id_).key.supersedes,
    )


def test_there_is_no_edition_for_other_years(registry) -> None:
    """What was in force in Tây Ninh in 2022 or 2025 is not claimed to be known."""
    for year in (2022, 2025):
        with pytest.raises(RegistryError, match="tay-ninh"):
            registry.find(owner="tay-ninh", tier="agency", year=year)


def test_it_brings_every_sheet_and_case_file(registry, sheets) -> None:
    """19 agencies of Tây Ninh and 8 heads of Hải Phòng; no file in the folders is left out."""
    assert {"tay-ninh-agency-2023": 19, "hai-phong-heads-2025": 8} == {
        set_: len(found) for set_, found in sheets.items()
    }
    assert sorted(ROOT.rglob("src/**/cases/*")) == sorted(Path(str(path)) for path in registry.cases())
    assert sorted(ROOT.rglob("src/**/sheets/*")) == sorted(Path(str(path)) for path in registry.assessments())


def test_the_readme_warns_in_its_first_lines() -> None:
    """Whoever opens the README reads first, in both languages, what is reconstructed and what is sourced."""
    first = (ROOT / "README.md").read_text(encoding="utf-8").split("## ", 1)[0]

    words = ("phục dựng", "kết quả chính thức", "reconstructions", "official", "2729/QĐ-UBND", "212/2025/QĐ-UBND")
    assert [] == [each for each in words if each not in first]


def test_the_examples_of_the_readme_run() -> None:
    """What the README shows comes out."""
    assert 0 == doctest.testfile(str(ROOT / "README.md"), module_relative=False, encoding="utf-8").failed


def test_the_examples_of_the_readme_are_there() -> None:
    """There is something to run."""
    assert 5 < doctest.testfile(str(ROOT / "README.md"), module_relative=False, encoding="utf-8").attempted
