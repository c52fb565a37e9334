"""`parengine test`: what may be named, and what is told of what cannot be read."""

import os
from pathlib import Path

import pytest
from _worked import case, folder_with

from parengine import Registry
from parengine.cli._app import run

NOTHING = Registry.build()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a set and a case that comes out, where the command is run."""
    folder_with(tmp_path, case("{index: 80}"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("more", [[], ["--laws"]])
def test_a_set_is_not_a_file_of_cases(more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence says where it belongs."""
    assert 2 == run(["test", "worked.yaml", *more], NOTHING)
    sentence = "'worked.yaml' is a criteria set, not a file of cases; name it behind --set"
    assert f"Error: {sentence}" == capsys.readouterr().err.splitlines()[-1]


@pytest.mark.usefixtures("folder")
def test_a_file_of_cases_is_not_a_set(capsys: pytest.CaptureFixture[str]) -> None:
    """The reverse is one sentence too."""
    assert 1 == run(["test", "cases", "--set", "cases/x.case.yaml"], NOTHING)
    told = capsys.readouterr().err.splitlines()
    assert ["cases/x.case.yaml:1:1: $: this is a file of cases, not a criteria set"] == told


def test_a_case_file_that_leads_nowhere_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A broken link is not left out."""
    (folder / "cases/d.case.yaml").symlink_to("gone.yaml")

    assert 1 == run(["test"], NOTHING)
    told = capsys.readouterr().out.splitlines()
    assert "cases/d.case.yaml:1:1: $: the file cannot be read: No such file or directory" == told[1]


def test_a_folder_that_cannot_be_read_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cases that cannot be seen have not come out."""
    scan = os.scandir

    def locked(path: object) -> object:
        if str(path).endswith("cases"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", locked)

    assert 1 == run(["test"], NOTHING)
    assert ["cases:1:1: $: the folder cannot be read: Permission denied"] == capsys.readouterr().err.splitlines()


def test_a_set_that_cannot_be_read_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It may be the one that is looked for."""
    (folder / "worked.yaml").unlink()
    (folder / "other.yaml").symlink_to("gone.yaml")
    (folder / ".git").mkdir()

    assert 1 == run(["test"], NOTHING)
    assert "above it; 'other.yaml' cannot be read" in capsys.readouterr().out
