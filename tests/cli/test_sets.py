"""`sets`: the editions with their decisions, what they rest on, and which is in force."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from parengine import Registry
from parengine.cli._app import run
from parengine.plugins import hookimpl

HEAD = {"format": 1, "owner": "tiny", "tier": "agency", "provenance": "invented", "edition": "1"}
LEAF = {
    "code": "1",
    "label": "Kế hoạch",
    "maximum": 10,
    "provenance": "invented",
    "inputs": {"issued": {"type": "yes_no", "label": "Đã ban hành"}},
    "rule": {"kind": "yes_no", "condition": "issued"},
}
WHOLE = {
    **HEAD,
    "id": "tiny-2024",
    "years": [2024, 2025],
    "title": "Bộ nhỏ",
    "decision": {"number": "12/QĐ", "issued": "2024-11-05", "in_force": "2024-12-01"},
    "maximum": 10,
    "index": "10 * points",
    "criteria": [LEAF],
}
NEXT = {**HEAD, "id": "tiny-2025", "years": [2025], "supersedes": "tiny-2024", "extends": {"edition": "tiny-2024"}}
LOST = {
    **NEXT,
    "id": "lost-2026",
    "owner": "lost",
    "years": [2026],
    "supersedes": "nobody",
    "extends": {"edition": "none"},
}

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Return what runs the command over three editions."""

    @hookimpl
    def parengine_criteria_sets() -> list[Any]:
        return [WHOLE, NEXT, LOST]

    registry = Registry.build([SimpleNamespace(__name__="tiny", parengine_criteria_sets=parengine_criteria_sets)])

    def said(*arguments: str, command: str = "sets") -> tuple[int, str, str]:
        code = run([command, *arguments], registry)
        return (code, *capsys.readouterr())

    return said


def test_each_edition_is_a_line(say: Say) -> None:
    """Decision, dates, what it supersedes and extends, counts and the years it is in force for stand in columns."""
    code, out, _ = say("--owner", "tiny")
    heading, first, second, why = out.splitlines()

    assert 0 == code
    assert ["in force for", "decision", "issued", "in force from", "supersedes", "extends"] == [
        name
        for name in ("in force for", "decision", "issued", "in force from", "supersedes", "extends")
        if name in heading
    ]
    assert [
        "tiny-2024",
        "1",
        "tiny",
        "agency",
        "2024,",
        "2025",
        "2024",
        "12/QĐ",
        "2024-11-05",
        "2024-12-01",
    ] == first.split()[:10]
    assert ["2025", "2025", "tiny-2024", "tiny-2024", "0", "0", "4", "Bộ", "nhỏ", "tiny"] == second.split()[4:]
    assert "'tiny-2024' is not in force for 2025: it is superseded by 'tiny-2025'" == why


def test_programs_get_the_same(say: Say) -> None:
    """The JSON has every fact, with the reason for each year; an edition whose base is missing has no counts."""
    lost, first, second = json.loads(say("--format", "json")[1])

    assert {"number": "12/QĐ", "issued": "2024-11-05", "in_force": "2024-12-01"} == first["decision"]
    assert [(2024, True), (2025, False)] == [(each["year"], each["in_force"]) for each in first["in_force"]]
    assert "it is superseded by 'tiny-2025'" == first["in_force"][1]["reason"]
    assert ("tiny-2024", {"sourced": 0, "derived": 0, "reconstructed": 4}) == (second["extends"], second["provenance"])
    assert ("lost-2026", None) == (lost["id"], lost["provenance"])


@pytest.mark.parametrize(
    "arguments, expected",
    [
        (["--year", "2024"], ["tiny-2024"]),
        (["--year", "2025"], ["tiny-2024", "tiny-2025"]),
        (["--owner", "lost"], ["lost-2026"]),
        (["--tier", "commune"], []),
        (["--tier", "agency", "--owner", "tiny", "--year", "2026"], []),
    ],
)
def test_owner_tier_and_year_choose(say: Say, arguments: list[str], expected: list[str]) -> None:
    """The options leave out what was not asked for."""
    assert expected == [each["id"] for each in json.loads(say("--format", "json", *arguments)[1])]


def test_nothing_found_is_said(say: Say) -> None:
    """Where sets are installed and none is what was asked for, it says so."""
    assert "no criteria set is what was asked for\n" == say("--owner", "nobody")[1]


def test_an_unknown_edition_that_is_superseded_is_a_warning(say: Say) -> None:
    """What the registry finds doubtful stands on standard error."""
    assert "warning: 'lost-2026' supersedes 'nobody', which is not known\n" == say()[2]


def test_a_file_may_extend_an_installed_edition(say: Say, tmp_path: Path) -> None:
    """`check` and `show` find the base beside the file, or else among what is installed."""
    path = tmp_path / "next.json"
    path.write_text(json.dumps({**NEXT, "id": "tiny-2026", "years": [2026]}), encoding="utf-8")

    assert 0 == say(str(path), command="check")[0]
    shown = json.loads(say(str(path), "--format", "json", command="show")[1])
    assert ("tiny-2026", "10 * points", False) == (shown["id"], shown["index"], "extends" in shown)
