"""An outside plugin: installing it is enough to appear, three lines try it, and what is wrong is told readably."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Final

import pytest
from _installed import CORE, FEW, announce, install, python

DUMMY: Final = Path(__file__).parents[1] / "plugins" / "dummy"
SET: Final = "dummy-agency-2025"
KIND: Final = "parengine_dummy/_weakest.py"
#: What may be wrong in a kind: what is written, what stands there instead, the law that tells, and what it tells.
FAULTS: Final = {
    "the wrong way": (
        'one: Expr = slots.number("What is counted first.", helps="up")',
        'one: Expr = slots.number("What is counted first.", helps="down")',
        "monotone",
        ("on_time (Files on time): ", "expected: 'on_time' moves the points down", "become 10 where it grows"),
    ),
    "nothing beyond full": (
        'note(const(maximum), "over_100")',
        "const(0)",
        "monotone",
        ("received (Files received): ", "expected: 'on_time' moves the points up", "points become 0 where it grows"),
    ),
    "above for at least": (
        "when(share < const(self.zero_below)",
        "when(share <= const(self.zero_below)",
        "worked_cases_come_out",
        ("all.case.yaml:12: case 'at_the_threshold'", "expected 6, found 0"),
    ),
    "a threshold unsaid": (
        '"dưới {least}: {none}", "below {least}: {none}", least=least_share, none=Points(0)',
        '"quá thấp: {none}", "too low: {none}", none=Points(0)',
        "prose_names_all",
        ("expected: a sentence with 0.6", "found: “Tỷ lệ thấp hơn"),
    ),
}
Ran = Callable[..., "CompletedProcess[str]"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a folder in which the core and the plugin are installed."""
    folder = tmp_path / "site"
    folder.mkdir()
    announce(CORE, folder)
    install(DUMMY, folder)
    (folder / "few_trials.py").write_text(FEW)
    return folder


@pytest.fixture
def ran(site: Path, tmp_path: Path) -> Ran:
    """Return a function that runs Python where the plugin is installed, away from the checkout."""
    away = tmp_path / "away"
    shutil.copytree(DUMMY / "tests", away / "tests")
    return lambda *arguments: python(*arguments, site=site, within=away)


@pytest.fixture
def tried(ran: Ran) -> Ran:
    """Return a function that runs the compliance module of the plugin."""
    few = ("-m", "pytest", "-q", "-p", "few_trials", "-p", "no:cacheprovider", "--rootdir", ".", "tests")
    return lambda *arguments: ran(*few, *arguments)


def test_installing_is_enough_to_appear(ran: Ran) -> None:
    """Its set is listed with the distribution, its kind is known, and nothing fails."""
    known = "import parengine; r = parengine.discover(); print('dummy.weakest' in r.kinds, r.failures)"
    listed = json.loads(ran("-m", "parengine.cli", "sets", "--format", "json").stdout)

    assert ["parengine-dummy"] == [each["origin"]["distribution"] for each in listed if each["id"] == SET]
    assert "True ()" == ran("-c", known).stdout.strip()


def test_its_cases_come_out_and_reach_everything(ran: Ran) -> None:
    """The command finds them by the id of the set."""
    done = ran("-m", "parengine.cli", "test", SET, "--cover", "--fail-under", "100")

    assert 0 == done.returncode, done.stdout + done.stderr
    assert "11 cases, all come out" in done.stdout


def test_its_compliance_module_is_three_lines_and_green(tried: Ran) -> None:
    """Every law, and that its worked cases come out, is a test; all hold for a kind that the core has never seen."""
    done = tried()
    lines = (DUMMY / "tests/test_laws.py").read_text(encoding="utf-8").splitlines()
    code = [line for line in lines if line and '"""' not in line and not line.startswith("from")]

    assert 0 == done.returncode, done.stdout + done.stderr
    assert 3 == len(code)
    assert "failed" not in done.stdout


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_twin_fails_with_a_readable_report(site: Path, tried: Ran, fault: str) -> None:
    """The law is named with its sentence, the criterion with its label, the clause in words; there is no stack."""
    right, wrong, law, told = FAULTS[fault]
    kind = site / KIND
    text = kind.read_text(encoding="utf-8")
    kind.write_text(text.replace(right, wrong), encoding="utf-8")
    done = tried("-k", law)
    report = done.stdout.partition("= FAILURES =")[2].partition("= short test summary")[0]

    assert text.count(right) == 1 == done.returncode
    assert f"'{SET}' breaks the law '{law}': " in report
    assert "1.1 Files on time and without complaint" in report
    assert "rule: The smaller of two shares" in report
    assert [] == [words for words in told if words not in report]
    assert [] == [words for words in ("Traceback", "handling of", ".py:") if words in report]
    assert len(report.splitlines()) <= 30


def test_a_counter_example_can_be_kept_as_a_case(site: Path, tried: Ran, ran: Ran, tmp_path: Path) -> None:
    """What a broken law prints as a case is a file that runs as it stands."""
    right, wrong, law, _ = FAULTS["nothing beyond full"]
    kind = site / KIND
    kind.write_text(kind.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    printed = tried("-k", law).stdout.partition("  as a case:\n")[2].partition("\n=")[0]
    kept = tmp_path / "kept.case.yaml"
    kept.write_text("\n".join(line[4:] for line in printed.splitlines()), encoding="utf-8")

    assert f"set: {SET}" in printed
    assert "1 case" in ran("-m", "parengine.cli", "test", str(kept)).stdout
