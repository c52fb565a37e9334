"""Laws are tried on a set, a file or an installed set; what does not load is told by the loader, once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from faults_in_engine import CAPPED, _no_caps
from hypothesis import settings
from planted_faults import small

from parengine import DocumentError, RegistryError
from parengine.testing import LAWS, check
from parengine.testing._checking import Broken, hold, laws_for
from parengine.testing._draw.builders import ID, YEAR, document
from parengine.testing._subject import subject_of

QUICK = [LAWS[name] for name in ("bounded", "a_cap_holds", "prose_names_all")]
CASE = {"id": "capped", "unit": {"id": "u"}, "answers": {"found": 8}, "expect": {"nodes": {"1": {"status": "missing"}}}}


@pytest.fixture
def _the_same_every_time() -> Iterator[None]:
    """Draw the same trials each time, and few of them."""
    before = settings.get_current_profile_name()
    settings.register_profile("few", derandomize=True, deadline=None, database=None, max_examples=20)
    settings.load_profile("few")
    yield
    settings.load_profile(before)


def written(folder: Path, **more: Any) -> Path:
    """Return a set as a file, with a case beside it."""
    path = folder / "set.json"
    path.write_text(json.dumps({**document(CAPPED), **more}), encoding="utf-8")
    cases = {"format": 1, "set": ID, "year": YEAR, "cases": [CASE]}
    (folder / "first.case.json").write_text(json.dumps(cases), encoding="utf-8")
    return path


# ---- what is tried


@pytest.mark.usefixtures("_the_same_every_time")
def test_a_set_that_keeps_its_laws_passes() -> None:
    """A line a law, each with how often it was tried."""
    report = check(small(CAPPED)("it keeps its laws").criteria_set, QUICK)

    assert (ID, True, ()) == (report.set, report.passed, report.broken)
    assert [f"held: {law.name} " for law in QUICK] == [re.sub(r"\(.*", "", line) for line in str(report).splitlines()]
    assert str(report).splitlines()[-1].startswith("held: prose_names_all (1 trial): ")


def test_all_laws_are_tried_and_the_cases_where_there_are_some(tmp_path: Path) -> None:
    """What people worked out by hand is a law of the set that they did it for."""
    subject = subject_of(written(tmp_path))

    assert (*LAWS, "worked_cases_come_out") == tuple(law.name for law in laws_for(subject))
    assert tuple(LAWS) == tuple(law.name for law in laws_for(small(CAPPED)("no cases")))


@pytest.mark.usefixtures("_the_same_every_time")
def test_a_file_is_checked_with_the_cases_beside_it(tmp_path: Path) -> None:
    """The cases that stand in its folder are those of the set."""
    subject = subject_of(written(tmp_path))

    assert ["capped"] == [case.id for read in subject.cases for case in read.file.cases]
    assert check(subject, [subject.law_of_cases]).passed


@pytest.mark.usefixtures("_the_same_every_time")
def test_a_report_of_a_broken_law_tells_the_counter_example(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a line, then in full; for programs with the node and the clause."""
    _no_caps(monkeypatch)
    report = check(small(CAPPED)("no caps, reported").criteria_set, QUICK)
    broken = report.to_dict()["laws"][1]["broken_by"]

    assert [LAWS["a_cap_holds"]] == [result.law for result in report.broken]
    assert str(report).splitlines()[1].startswith("BROKEN: a_cap_holds (")
    assert ("1", False) == (broken["node"], report.to_dict()["passed"])
    assert broken["clause"].startswith("caps[")
    assert "\n".join(broken["lines"]) in str(report)


@pytest.mark.usefixtures("_the_same_every_time")
def test_the_same_report_comes_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Hypothesis is told to be deterministic, so is the counter-example."""
    _no_caps(monkeypatch)
    once, again = (check(small(CAPPED)("no caps, twice").criteria_set, QUICK) for _ in range(2))

    assert (str(once), once.to_dict("vi")) == (str(again), again.to_dict("vi"))


def test_progress_is_told_law_by_law() -> None:
    """How many are done, and of how many."""
    seen: list[tuple[int, int]] = []
    check(small(CAPPED)("progress").criteria_set, QUICK[2:] * 3, progress=lambda done, of: seen.append((done, of)))

    assert [(1, 3), (2, 3), (3, 3)] == seen


@pytest.mark.usefixtures("_the_same_every_time")
def test_a_law_that_does_not_hold_raises_its_counter_example(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text of the failure is the counter-example, and nothing else."""
    _no_caps(monkeypatch)
    with pytest.raises(Broken) as broken:
        hold(LAWS["a_cap_holds"], small(CAPPED)("no caps, raised"))

    assert "\n".join(broken.value.found.lines()) == str(broken.value)


# ---- what does not load


def test_an_unknown_id_is_refused() -> None:
    """Neither an installed set nor a file is called so."""
    with pytest.raises(RegistryError, match="'no-such-set' is neither the id of an installed set nor a file"):
        check("no-such-set")


def test_a_set_that_does_not_load_gives_the_report_of_the_loader(tmp_path: Path) -> None:
    """Every problem with its place; no law is tried."""
    with pytest.raises(DocumentError, match=r"set\.json:1:\d+: \$\.index: "):
        check(written(tmp_path, index="points + nothing"))


MODULE = """
from parengine.testing import parametrize_laws
@parametrize_laws({path!r})
def test_the_laws(law): law()
"""


def test_a_compliance_module_of_a_set_that_does_not_load_fails_once(tmp_path: Path) -> None:
    """One failure with the loader's report instead of one a law, and no traceback."""
    path = written(tmp_path, index="points + nothing")
    (tmp_path / "test_laws.py").write_text(MODULE.format(path=str(path)), encoding="utf-8")
    arguments = ["-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), "test_laws.py"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, capture_output=True, check=False,
    )  # fmt: skip
    told = ran.stdout.decode()

    assert pytest.ExitCode.TESTS_FAILED == ran.returncode
    assert "1 failed in " in told
    assert re.search(r"set\.json:1:\d+: \$\.index: ", told)
    assert "Traceback" not in told
