"""`cohort` freezes what a round's units come to; `score --cohort` scores one of them against it."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from _tiny import HEAD

from parengine import Registry
from parengine.cli._app import run
from parengine.plugins import hookimpl

SET: dict[str, Any] = {
    **HEAD,
    "maximum": 2,
    "index": "50 * points",
    "criteria": [
        {
            "code": "1",
            "label": "So với mức trung bình",
            "maximum": 2,
            "provenance": "invented",
            "inputs": {"rate": {"type": "percent", "label": "Tỷ lệ"}},
            "rule": {"kind": "relative", "value": "rate", "against": "mean", "points": 2, "if_empty": "missing"},
        }
    ],
}

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with the small set known; return its exit code and what it said."""

    @hookimpl
    def parengine_criteria_sets() -> list[dict[str, Any]]:
        return [SET]

    tiny = SimpleNamespace(__name__="tiny", parengine_criteria_sets=parengine_criteria_sets)

    def said(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments], Registry.build([tiny]))
        return code, *capsys.readouterr()

    return said


@pytest.fixture
def sheets(tmp_path: Path) -> list[Path]:
    """Write the sheets of three units, the last without its answer."""
    paths = []
    for unit, answers in {"a": {"rate": 80}, "b": {"rate": 61}, "c": {}}.items():
        sheet = {"format": 1, "set": "tiny-2025", "unit": unit, "year": 2025, "answers": answers}
        paths.append(tmp_path / f"{unit}.json")
        paths[-1].write_text(json.dumps(sheet), encoding="utf-8")
    return paths


def test_a_cohort_is_shown_with_its_figures(command: Run, sheets: list[Path]) -> None:
    """How many units, the mean exactly, the best, the least, and who is not known."""
    code, out, err = command("cohort", *sheets)

    assert (0, "") == (code, err)
    assert "tiny-2025, 2025: 3 units" == out.splitlines()[0]
    assert ["rate", "2", "0.705", "0.8", "0.61", "c"] == out.splitlines()[-1].split()


def test_a_unit_is_scored_against_the_frozen_cohort(command: Run, sheets: list[Path], tmp_path: Path) -> None:
    """As it would be with all of them, and alone it is incomplete."""
    frozen = tmp_path / "cohort.json"
    frozen.write_text(command("cohort", *sheets, "--format", "json")[1], encoding="utf-8")
    card = json.loads(command("score", sheets[0], "--cohort", frozen, "--format", "json")[1])
    together = json.loads(command("score", *sheets, "--format", "json")[1])

    assert ("100.00", ["c"]) == (card["index"], card["provisional"])
    assert card == together[0]
    assert not json.loads(command("score", sheets[0], "--format", "json")[1])["complete"]


def test_a_final_score_waits_for_the_whole_cohort(command: Run, sheets: list[Path]) -> None:
    """Who is not known is named."""
    code, _, err = command("score", *sheets[:1], *sheets[2:], "--final")

    assert 1 == code
    assert "the cohort: 'c' is missing or invalid" in err


@pytest.mark.parametrize("text", ["", "{}", "[1, 2]", '{"compared": 3}', "\x00", "[" * 5000])
def test_what_is_no_cohort_is_refused(command: Run, sheets: list[Path], tmp_path: Path, text: str) -> None:
    """With its file and a sentence."""
    broken = tmp_path / "cohort.json"
    broken.write_text(text, encoding="utf-8")
    code, out, err = command("score", sheets[0], "--cohort", broken)

    assert (1, "") == (code, out)
    assert "cohort" in err


def test_a_cohort_of_another_set_is_a_wrong_use(command: Run, sheets: list[Path], tmp_path: Path) -> None:
    """It would be passed over, and the score be incomplete without a word."""
    frozen, other = json.loads(command("cohort", *sheets, "--format", "json")[1]), tmp_path / "other.json"
    other.write_text(json.dumps({**frozen, "set": "another"}), encoding="utf-8")
    for arguments in (("score", sheets[0]), ("explain", sheets[0], "1")):
        code, _, err = command(*arguments, "--cohort", other)

        assert 2 == code
        assert "the cohort is one of 'another', not of 'tiny-2025'" in err


def test_explain_takes_a_cohort_too(command: Run, sheets: list[Path], tmp_path: Path) -> None:
    """The node that compares is explained with the figures of all."""
    frozen = tmp_path / "cohort.json"
    frozen.write_text(command("cohort", *sheets, "--format", "json")[1], encoding="utf-8")
    code, out, _ = command("explain", sheets[0], "1", "--cohort", frozen)

    assert (0, True) == (code, "2 of 2, scored" in out.splitlines()[1])


def test_figures_that_were_made_with_another_text_name_their_file(
    command: Run, sheets: list[Path], tmp_path: Path
) -> None:
    """Broken figures too: whoever reads the sentence finds the file."""
    frozen = json.loads(command("cohort", *sheets, "--format", "json")[1])
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps({**frozen, "units": "many"}), encoding="utf-8")

    assert command("score", sheets[0], "--cohort", broken)[2].startswith(f"{broken}:1:1: $.units")


def test_a_cohort_that_is_not_there_is_a_wrong_use(command: Run, tmp_path: Path, sheets: list[Path]) -> None:
    """Like any other file that is named and is not there."""
    assert 2 == command("score", sheets[0], "--cohort", tmp_path / "nowhere.json")[0]
