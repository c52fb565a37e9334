"""The pytest plugin collects case files; what it says is sentences with places, never a stack."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from _worked import HEAD, SET, case, folder_with

GREEN = case("{index: 80}")
RED = (
    f"{HEAD}  - id: good\n    answers: {{total: 9, done: 6}}\n"
    '    expect: {nodes: {"1": {points: 4}}}\n'
    "  - id: bad\n    note: sáu trên chín · six of nine\n    answers: {total: 9, done: 6, reported: true}\n"
    '    expect:\n      index: 81\n      nodes: {"1": {points: 5}, "2": {points: 4}}\n'
)


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., tuple[int, str]]:
    """Return a function that runs pytest with the plugin and no other, and returns its exit code and output."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    monkeypatch.delenv("PARENGINE_LANGUAGE", raising=False)
    monkeypatch.chdir(tmp_path)

    def inside(*arguments: str) -> tuple[int, str]:
        code = pytest.main(["-p", "_parengine_pytest", "-s", "--rootdir", str(tmp_path), *arguments])
        return int(code), capsys.readouterr().out

    return inside


def test_a_case_is_a_test_named_by_its_id(run, tmp_path: Path) -> None:
    """Every case is collected under its file and can be chosen by its name."""
    folder_with(tmp_path, RED)
    code, told = run("--collect-only", "-q")

    assert (0, ["cases/x.case.yaml::good", "cases/x.case.yaml::bad"]) == (code, told.splitlines()[:2])
    assert 0 == run("cases/x.case.yaml::good")[0]
    assert 0 == run("-k", "good")[0]


def test_a_failure_is_sentences_with_places(run, tmp_path: Path) -> None:
    """A case that does not come out is told with its note and a line for each difference, and nothing else."""
    folder_with(tmp_path, RED)
    code, told = run()
    lines = told.splitlines()
    start = next(i for i, line in enumerate(lines) if line.strip("_ ") == "case bad")

    assert 1 == code
    assert [
        "cases/x.case.yaml:11:5: case 'bad': sáu trên chín · six of nine",
        "cases/x.case.yaml:15:14: index: expected 81, found 80",
        "cases/x.case.yaml:16:29: 1 points: expected 5, found 4",
    ] == lines[start + 1 : start + 4]
    assert "short test summary" in lines[start + 4]
    assert "Traceback" not in told


def test_a_failure_can_be_vietnamese(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plugin speaks the language that the command is told to speak."""
    folder_with(tmp_path, RED)
    monkeypatch.setenv("PARENGINE_LANGUAGE", "vi")

    assert "cases/x.case.yaml:15:14: index: " in run()[1]


def test_the_last_failures_can_be_run_again(run, tmp_path: Path) -> None:
    """`--lf` runs what failed, and junit has the sentences."""
    folder_with(tmp_path, RED)
    run("--junitxml", "junit.xml")
    (failed,) = ElementTree.parse(tmp_path / "junit.xml").iter("failure")

    assert "index: expected 81, found 80" in (failed.text or "")
    told = run("--lf")[1]

    assert (True, False) == ("1 failed" in told, "passed" in told)


def test_updating_fills_in_and_asks_for_a_review(run, tmp_path: Path) -> None:
    """What was red is green afterwards, and the last lines say that it is to be reviewed."""
    path = folder_with(tmp_path, RED)
    folder_with(tmp_path, case("{}"), "y.case.yml")
    code, told = run("--parengine-update")

    assert 0 == code
    assert "2 cases in 2 files updated: review what was written before it is kept" in told
    assert '      index: 80\n      nodes: {"1": {points: 4}, "2": {points: 4}}\n' in path.read_text(encoding="utf-8")
    assert 0 == run()[0]
    assert "updated" not in run("--parengine-update")[1]


def test_updating_in_several_processes_is_refused(run, tmp_path: Path) -> None:
    """Processes would write over each other."""
    folder_with(tmp_path, RED)
    code, _ = run("-p", "xdist", "-n", "2", "--parengine-update")

    assert 4 == code
    assert RED == (tmp_path / "cases/x.case.yaml").read_text(encoding="utf-8")


def test_an_update_that_cannot_be_is_a_failure(run, tmp_path: Path) -> None:
    """A case that no figures put right fails as it does without updating."""
    folder_with(tmp_path, case('{nodes: {"9": {points: 1}}}'))
    code, told = run("--parengine-update")

    assert (1, True) == (code, "cases/x.case.yaml:10:27: 9: expected a criterion, found none with this code" in told)


@pytest.mark.parametrize("how", ["option", "ini"])
def test_sets_that_are_not_installed_are_named(run, tmp_path: Path, how: str) -> None:
    """`--parengine-set` and `parengine_sets` name documents that stand elsewhere."""
    (tmp_path / "cases").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "worked.yaml").write_text(SET, encoding="utf-8")
    (tmp_path / "cases" / "x.case.yaml").write_text(GREEN, encoding="utf-8")
    ini = tmp_path / "pytest.ini"
    ini.write_text("[pytest]\n" + ("parengine_sets = elsewhere/worked.yaml\n" if how == "ini" else ""))
    option = ["--parengine-set", "elsewhere/worked.yaml"] if how == "option" else []

    assert 0 == run("-c", str(ini), "cases", *option)[0]
    ini.write_text("[pytest]\n")
    assert 1 == run("-c", str(ini), "cases")[0]


@pytest.mark.parametrize(
    "change, told",
    [
        ((SET, SET.replace("10 * points", "10 * pionts")), "worked.yaml:11:"),
        ((SET, ""), "there is no criteria set 'worked-2025'"),
    ],
)
def test_a_set_that_cannot_be_had_is_one_failure(run, tmp_path: Path, change: tuple[str, str], told: str) -> None:
    """However many cases hang on it, the loader's report is given once."""
    folder_with(tmp_path, RED)
    (tmp_path / "worked.yaml").write_text(change[1], encoding="utf-8")
    code, said = run()

    assert (1, True, True) == (code, "1 failed" in said, told in said)
    assert "Traceback" not in said


HOSTILE = {
    "empty": (b"", "x.case.yaml:1:1: $: the document is empty"),
    "malformed": (b"a: [1\nb: ", "the text is not YAML"),
    "cyclic": (b"set: &a [*a]\n", "the anchor '&a' is not allowed"),
    "huge": (b"#" * 8_000_001, "more than 8,000,000 characters"),
    "bytes": (b"\xff\xfe\x00", "save it as UTF-8"),
    "types": (case("[1]").encode(), "$.cases[0].expect: a list is not a mapping or nothing"),
    "ids": (case("{index: 80}").replace("id: one", "id: tình").encode(), "'tình' is not written as an id"),
    "twice": ((GREEN + GREEN.removeprefix(HEAD)).encode(), "the case 'one' is written twice; the first is in line 8"),
    "format": (GREEN.replace("format: 1", "format: 2").encode(), "this engine reads format 1"),
    "scalar": (b"7", "x.case.yaml:1:1: $:"),
    "deep": (b"[" * 2000, "x.case.yaml:1:"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_that_does_not_load_is_told_in_the_loaders_words(run, tmp_path: Path, kind: str) -> None:
    """A hostile file is an error of collection in words: its place and what is wrong, without a stack."""
    content, told = HOSTILE[kind]
    folder_with(tmp_path, "").write_bytes(content)
    code, said = run()

    assert (2, True) == (code, told in said)
    assert "Traceback" not in said
    assert "INTERNALERROR" not in said


def test_a_file_that_cannot_be_read_is_told(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that vanishes or is locked between listing and reading is a sentence."""
    folder_with(tmp_path, GREEN)

    def locked(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", locked)
    code, said = run()

    assert (2, True) == (code, "Permission denied" in said)
    assert "Traceback" not in said


def test_a_folder_that_is_called_like_a_case_file_is_a_folder(run, tmp_path: Path) -> None:
    """Only files are read."""
    folder_with(tmp_path, GREEN)
    (tmp_path / "cases" / "y.case.yaml").mkdir()
    (tmp_path / "cases" / "y.case.yaml" / "z.case.yaml").write_text(GREEN, encoding="utf-8")

    assert "2 passed" in run()[1]


def test_pytest_starts_without_parengine(tmp_path: Path) -> None:
    """Where no case file is met nothing of parengine is imported."""
    (tmp_path / "test_one.py").write_text("import sys\ndef test_one():\n    assert 'parengine' not in sys.modules\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "_parengine_pytest", "-p", "no:cacheprovider", str(tmp_path)]
    source = Path(__file__).parents[2] / "src"
    environment = {"PYTHONPATH": str(source), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PATH": ""}

    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout


def test_a_file_that_cannot_be_read_is_told_as_the_command_tells_it(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the system says gets the file's place and a sentence."""
    folder_with(tmp_path, GREEN)

    def locked(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied", "x.case.yaml")

    monkeypatch.setattr(Path, "read_bytes", locked)

    assert "cases/x.case.yaml:1:1: $: the file cannot be read: Permission denied" in run()[1]


def test_a_file_of_cases_is_not_taken_for_a_set(run, tmp_path: Path) -> None:
    """Cases that are given as a set are told so, once."""
    folder_with(tmp_path, GREEN)

    assert "this is a file of cases, not a criteria set" in run("--parengine-set", "cases/x.case.yaml")[1]
