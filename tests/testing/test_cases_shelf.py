"""The set of a case file is found: named, installed, or in the folder of the file or above it."""

from pathlib import Path

import pytest
from _worked import SET, case, folder_with

from parengine import DocumentError, Registry, RegistryError, loads
from parengine.criteria import load_cases, loads_cases
from parengine.testing._worked.shelf import Shelf

NOTHING = Registry.build()
CASE = case("{index: 80}")


def refused(path: Path, shelf: Shelf) -> str:
    """Return why a case file has no set."""
    with pytest.raises(DocumentError) as caught:
        shelf.set_of(load_cases(path))
    return str(caught.value)


def test_a_set_in_the_folder_above_is_found(tmp_path: Path) -> None:
    """A set stands beside its cases or above them; it is read once."""
    path, shelf = folder_with(tmp_path, CASE), Shelf(NOTHING)

    assert "worked-2025" == shelf.set_of(load_cases(path)).id
    assert shelf.set_of(load_cases(path)) is shelf.set_of(load_cases(path))


def test_a_project_is_not_left(tmp_path: Path) -> None:
    """Above the folder where a project begins nothing is looked for."""
    path = folder_with(tmp_path, CASE)
    (path.parent / ".git").mkdir()

    assert "there is no criteria set 'worked-2025'" in refused(path, Shelf(NOTHING))


def test_a_set_that_is_named_comes_first(tmp_path: Path) -> None:
    """A document that is named is taken, whatever else is called so; cases of no file have their set from it."""
    path = folder_with(tmp_path, CASE)
    (tmp_path / "other.yaml").write_text(SET.replace("Bộ nhỏ", "Bộ khác"), encoding="utf-8")
    shelf = Shelf(NOTHING.with_set(loads(SET)), [tmp_path / "other.yaml"])

    assert "Bộ khác" == shelf.set_of(load_cases(path)).title.vi
    assert "Bộ khác" == shelf.set_of(loads_cases(CASE)).title.vi


def test_an_installed_set_is_found() -> None:
    """Cases that are text have the set from the registry."""
    assert "worked-2025" == Shelf(NOTHING.with_set(loads(SET))).set_of(loads_cases(CASE)).id


def test_an_installed_set_that_stands_near_too_is_one(tmp_path: Path) -> None:
    """The same text twice is the same set."""
    path = folder_with(tmp_path, CASE)

    assert "worked-2025" == Shelf(NOTHING.with_set(loads(SET))).set_of(load_cases(path)).id


def test_a_set_that_is_found_twice_is_told(tmp_path: Path) -> None:
    """An installed set and another text of it near by, or two documents near by: the author has to say which."""
    path = folder_with(tmp_path, CASE)
    installed = NOTHING.with_set(loads(SET.replace("Bộ nhỏ", "Bộ khác")))

    assert "is installed by 'application' and stands in" in refused(path, Shelf(installed))
    (tmp_path / "again.yaml").write_text(SET, encoding="utf-8")
    assert "'again.yaml', 'worked.yaml' are all called 'worked-2025'" in refused(path, Shelf(NOTHING))


def test_two_named_documents_of_one_set_are_told(tmp_path: Path) -> None:
    """Which of two documents is meant cannot be guessed; the same one twice is no matter."""
    folder_with(tmp_path, CASE)
    one, other = tmp_path / "worked.yaml", tmp_path / "other.yaml"
    other.write_text(SET, encoding="utf-8")

    assert Shelf(NOTHING, [one, one])
    with pytest.raises(RegistryError, match="are both 'worked-2025'"):
        Shelf(NOTHING, [one, other])


def test_what_is_wrong_with_a_set_is_the_loaders_report(tmp_path: Path) -> None:
    """A set that does not load says so itself, every time."""
    path, shelf = folder_with(tmp_path, CASE), Shelf(NOTHING)
    (tmp_path / "worked.yaml").write_text(SET.replace("10 * points", "10 * pionts"), encoding="utf-8")

    assert "worked.yaml:11:" in refused(path, shelf)
    assert refused(path, shelf) == refused(path, shelf)


@pytest.mark.parametrize(
    "old, new, told",
    [
        ("year: 2025", "year: 2024", ":5:7: $.year: 'worked-2025' does not cover 2024; it covers 2025"),
        ('edition: "2025.1"', "edition: old", ":4:10: $.edition: 'worked-2025' is edition '2025.1', not 'old'"),
        ("set: worked-2025", "set: worker-2025", ":3:6: $.set: there is no criteria set 'worker-2025'"),
    ],
)
def test_a_file_of_another_set_edition_or_year_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    """What does not fit is told at its place in the case file."""
    path = folder_with(tmp_path, CASE.replace(old, new, 1))

    assert told in refused(path, Shelf(NOTHING.with_set(loads(SET))))


def test_an_edition_extends_one_that_is_named(tmp_path: Path) -> None:
    """A named document may extend another named one, wherever both stand."""
    folder_with(tmp_path, CASE)
    (tmp_path / "far").mkdir()
    later = "format: 1\nid: worked-2026\nedition: '2026.1'\nowner: worked\ntier: agency\nyears: [2026]\n"
    (tmp_path / "far" / "next.yaml").write_text(
        later + "supersedes: worked-2025\nextends: {edition: worked-2025}\nprovenance: invented\n", encoding="utf-8"
    )
    text = CASE.replace("2025", "2026")

    shelf = Shelf(NOTHING, [tmp_path / "far" / "next.yaml", tmp_path / "worked.yaml"])
    assert "worked-2026" == shelf.set_of(loads_cases(text)).id
