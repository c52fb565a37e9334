"""What `score` shows while a round is open: the range that is still possible, decisions beside the rules."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from _tiny import HEAD

from parengine import Registry
from parengine.cli._app import run
from parengine.plugins import hookimpl


def leaf(code: str, asked: str) -> dict[str, Any]:
    """Return a leaf of 10 points for a share of work that is done."""
    return {
        "code": code,
        "label": {"vi": f"Việc {code}", "en": f"Work {code}"},
        "maximum": 10,
        "provenance": "invented",
        "inputs": {asked: {"type": "percent", "label": {"vi": "Tỷ lệ", "en": "Share"}}},
        "rule": {"kind": "formula", "points": f"10 * {asked}"},
    }


SET: dict[str, Any] = {
    **HEAD,
    "maximum": 20,
    "index": "5 * points",
    "classes": {"list": [{"id": "A", "label": "Tốt", "at_least": 80}, {"id": "B", "label": "Kém"}]},
    "criteria": [leaf("1", "first"), leaf("2", "second")],
}
DECIDED = {
    "points": 4.5,
    "reason": {"vi": "Đã kiểm tra", "en": "Looked at"},
    "authority": {"vi": "Hội đồng", "en": "Council"},
}


@pytest.fixture
def shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., list[str]]:
    """Score a sheet of the small set and return the lines that are shown."""

    @hookimpl
    def parengine_criteria_sets() -> list[dict[str, Any]]:
        return [SET]

    tiny = SimpleNamespace(__name__="tiny", parengine_criteria_sets=parengine_criteria_sets)

    def lines(answers: dict[str, Any], **more: Any) -> list[str]:
        path = tmp_path / "sheet.json"
        sheet = {"format": 1, "set": "tiny-2025", "unit": "so-noi-vu", "year": 2025, "answers": answers, **more}
        path.write_text(json.dumps(sheet), encoding="utf-8")
        capsys.readouterr()
        assert 0 == run(["score", str(path)], Registry.build([tiny]))
        return [re.sub(r" +", " ", line).strip() for line in capsys.readouterr().out.splitlines()]

    return lines


def test_an_incomplete_sheet_says_what_is_still_possible(shown: Callable[..., list[str]]) -> None:
    """The range of the index and the classes stand beside it, and a field that is open is drawn as open."""
    lines = shown({"first": 80})

    assert "index 40.00 (incomplete), still possible 40.00 to 90.00" in lines
    assert "classes still possible: A, B" in lines
    assert "2 Work 2 0.00 10.00 0.00 % -------------------- missing" in lines


def test_a_complete_sheet_has_no_range(shown: Callable[..., list[str]]) -> None:
    """Nothing is open where everything is answered."""
    lines = shown({"first": 80, "second": 100})

    assert "index 90.00" in lines
    assert not any("possible" in line for line in lines)


def test_decisions_stand_beside_what_the_rule_gave(shown: Callable[..., list[str]]) -> None:
    """Each decision has a row with the rule's points, its own, whose it is and why."""
    lines = shown({"first": 80, "second": 50}, stage="appraised", decisions={"1": DECIDED})

    assert "decisions" in lines
    assert "1 Work 1 8 4.5 Council Looked at" in lines


def test_what_is_not_decided_yet_is_listed(shown: Callable[..., list[str]]) -> None:
    """A node that is before the authority is open and named."""
    waiting = {key: value for key, value in DECIDED.items() if key != "points"}
    lines = shown({"first": 80, "second": 50}, stage="appraised", decisions={"1": waiting})

    assert "not decided yet" in lines
    assert "1 Work 1" in lines


def test_a_decided_total_is_told_with_its_reason(shown: Callable[..., list[str]]) -> None:
    """Where only the points of the whole were published, nothing else is asked for."""
    lines = shown({}, stage="final", decided_total=DECIDED | {"points": 17})

    assert "17 Council Looked at" in lines
    assert "missing" not in lines
