"""`parengine test`: worked cases without pytest."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from parengine import Registry, loads
from parengine.cli._app import run
from parengine.plugins import hookimpl

SET = """\
format: 1
id: tried-2025
edition: "2025.1"
owner: tried
tier: agency
years: [2025]
title: {vi: Bộ nhỏ, en: A small set}
provenance: invented
maximum: 10
index: 10 * points
rounding: {levels: [index], places: 2, mode: half_up}
criteria:
  - code: "1"
    label: Hồ sơ
    provenance: invented
    maximum: 10
    inputs:
      total: {type: count, label: Hồ sơ tiếp nhận}
      done: {type: count, label: Hồ sơ đúng hạn}
    rule: {kind: proportion, numerator: done, denominator: total, if_zero: zero}
"""
HEAD = "format: 1\nset: tried-2025\nyear: 2025\ncases:\n"
GOOD = "  - {id: half, answers: {total: 8, done: 4}, expect: {index: 50}}\n"
BAD = "  - {id: third, note: một phần ba, answers: {total: 9, done: 3}, expect: {index: 33.34}}\n"
BLANK = "  - {id: blank, answers: {total: 8, done: 4}, expect: {}}\n"
NOTHING = Registry.build()


class Plugin:
    """A plugin with a set and its cases."""

    def __init__(self, *cases: object) -> None:
        self.cases = cases

    @hookimpl
    def parengine_criteria_sets(self) -> list[object]:
        """Return the set."""
        return [loads(SET).document]

    @hookimpl
    def parengine_cases(self) -> list[object]:
        """Return the cases."""
        return list(self.cases)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a set, where the command is run."""
    (tmp_path / "tried.yaml").write_text(SET, encoding="utf-8")
    (tmp_path / "cases").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def tried(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, list[str]]]:
    """Return a function that runs the command with some registry, and gives its exit code and lines."""

    def inside(*arguments: str, registry: Registry = NOTHING) -> tuple[int, list[str]]:
        code = run(["test", *arguments], registry)
        told = capsys.readouterr()
        return code, (told.out + told.err).splitlines()

    return inside


def write(folder: Path, name: str, cases: str) -> None:
    """Write a case file."""
    path = folder / "cases" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + cases, encoding="utf-8")


def test_what_comes_out_is_counted(tried, folder: Path) -> None:
    """A line a file and one of totals; nothing named is everything below here, each file once."""
    write(folder, "a.case.yaml", GOOD)
    write(folder, "deep/b.case.json", "")
    (folder / "cases/deep/b.case.json").write_text(
        '{"format": 1, "set": "tried-2025", "year": 2025, "cases": '
        '[{"id": "one", "answers": {}, "expect": {"status": "incomplete"}}]}'
    )
    lines = [
        "cases/a.case.yaml: 1 case, all come out",
        "cases/deep/b.case.json: 1 case, all come out",
        "2 files: 2 cases, all come out",
    ]

    assert (0, lines) == tried()
    assert (0, lines) == tried("cases", "cases/a.case.yaml")


def test_what_does_not_come_out_is_told_in_its_place(tried, folder: Path) -> None:
    """A failing case has its note and a line for each difference; the exit code is 1."""
    write(folder, "a.case.yaml", GOOD + BAD)

    assert (
        1,
        [
            "cases/a.case.yaml: 2 cases, 1 fails",
            "cases/a.case.yaml:6:5: case 'third': một phần ba",
            "cases/a.case.yaml:6:82: index: expected 33.34, found 33.33",
            "1 file: 2 cases, 1 fails",
        ],
    ) == tried()


def test_a_file_that_cannot_be_run_does_not_hide_the_others(tried, folder: Path) -> None:
    """The loader's report stands in the place of its cases, and the exit code is 1."""
    write(folder, "a.case.yaml", GOOD)
    (folder / "cases" / "b.case.yaml").write_text("a: [", encoding="utf-8")
    write(folder, "c.case.yaml", GOOD)
    (folder / "cases" / "c.case.yaml").write_text((HEAD + GOOD).replace("tried-2025", "other"), encoding="utf-8")
    code, lines = tried()

    assert 1 == code
    assert "cases/b.case.yaml: not run" == lines[1]
    assert lines[2].startswith("cases/b.case.yaml:")
    assert lines[4].startswith("cases/c.case.yaml:2:6: $.set: there is no criteria set 'other'")
    assert "3 files: 1 case, all come out, 2 files not run" == lines[-1]


@pytest.mark.parametrize("target", ["cases", "nowhere", "tried.yaml/x"])
def test_no_case_is_a_wrong_use(tried, target: str) -> None:
    """A check that tested nothing is no success."""
    code, lines = tried(target)

    assert 2 == code
    assert lines[-1].startswith("Error: ")


def test_nothing_below_here_is_a_wrong_use(tried) -> None:
    """Also where nothing is named."""
    assert (2, True) == ((found := tried())[0], "there is no case file in '.'" in found[1][-1])


def test_the_cases_of_an_installed_set_are_its_plugins(tried, folder: Path) -> None:
    """The id of a set stands for the case files that plugins bring for it, read wherever they are."""
    write(folder, "a.case.yaml", GOOD)
    stranger = {"format": 1, "set": "other", "year": 2025, "cases": [{"id": "x", "expect": {"index": 1}}]}
    own = {**stranger, "set": "tried-2025", "cases": [{"id": "x", "expect": {"status": "incomplete"}}]}
    registry = Registry.build([Plugin(folder / "cases" / "a.case.yaml", stranger, own)])
    code, lines = tried("tried-2025", registry=registry)

    assert (0, "2 files: 2 cases, all come out") == (code, lines[-1])


def test_a_set_without_cases_is_a_wrong_use(tried) -> None:
    """A set that nobody wrote cases for has not been tested."""
    assert 2 == tried("tried-2025", registry=Registry.build([Plugin()]))[0]


def test_sets_that_are_not_installed_are_named(tried, folder: Path) -> None:
    """`--set` names a document that stands elsewhere; one that is not there is a wrong use."""
    write(folder, "a.case.yaml", GOOD)
    (folder / "elsewhere").mkdir()
    (folder / "tried.yaml").rename(folder / "elsewhere" / "tried.yaml")

    assert 1 == tried()[0]
    assert 0 == tried("--set", "elsewhere/tried.yaml")[0]
    assert 2 == tried("--set", "nowhere.yaml")[0]


def test_updating_writes_what_came_out(tried, folder: Path) -> None:
    """What was red is green and marked as to be reviewed; what is green is not touched."""
    write(folder, "a.case.yaml", GOOD + BAD + BLANK)
    code, lines = tried("--update")

    assert (0, "cases/a.case.yaml: 3 cases, 2 updated, all come out") == (code, lines[0])
    assert "2 cases in 1 file updated: review what was written before it is kept" == lines[1]
    assert "expect: {index: 33.33}}" in (folder / "cases/a.case.yaml").read_text(encoding="utf-8")
    assert (0, ["cases/a.case.yaml: 3 cases, all come out", "1 file: 3 cases, all come out"]) == tried("--update")


def test_what_cannot_be_updated_is_told(tried, folder: Path) -> None:
    """Cases that stand in no file stay as they are, and fail."""
    own = {"format": 1, "set": "tried-2025", "year": 2025, "cases": [{"id": "x", "expect": {}}]}
    code, lines = tried("tried-2025", "--update", registry=Registry.build([Plugin(own)]))

    assert (1, True) == (code, any("this is no file; nothing was updated" in line for line in lines))


def test_programs_get_json(tried, folder: Path) -> None:
    """Everything is there as JSON: counts, files, cases, differences with their places."""
    write(folder, "a.case.yaml", GOOD + BAD)
    code, lines = tried("--format", "json")
    facts = json.loads("\n".join(lines))

    assert (1, False, 2, 1) == (code, facts["passed"], facts["cases"], facts["failed"])
    (file,) = facts["files"]
    assert ("cases/a.case.yaml", "tried-2025", []) == (file["file"], file["set"], file["problems"])
    assert {
        "id": "third",
        "line": 6,
        "passed": False,
        "updated": False,
        "differences": [
            {
                "line": 6,
                "column": 82,
                "path": ["expect", "index"],
                "sentence": "index: expected 33.34, found 33.33",
            }
        ],
    } == file["cases"][1]


def test_what_the_cases_reach_is_shown_and_asked_for(tried, folder: Path) -> None:
    """`--cover` shows the paths and says how many are reached; under the mark the exit code is 1."""
    write(folder, "a.case.yaml", GOOD)
    code, lines = tried("--cover")
    assert 0 == code
    assert any(line.startswith("tried-2025: paths that no case takes") for line in lines)

    code, lines = tried("--fail-under", "100%")
    assert (1, True) == (code, "the cases of 'tried-2025' reach fewer of its paths than 100 %" in lines)
    assert 0 == tried("--fail-under", "0")[0]


def test_what_the_cases_reach_is_there_for_programs(tried, folder: Path) -> None:
    """With JSON the coverage of each set stands beside the files."""
    write(folder, "a.case.yaml", GOOD)
    code, lines = tried("--cover", "--fail-under", "100", "--format", "json")
    facts = json.loads("\n".join(lines))

    assert (1, False, 1, 0) == (code, facts["passed"], len(facts["coverage"]), facts["failed"])


@pytest.mark.parametrize("percent", ["-1", "101", "many", "nan"])
def test_a_mark_is_a_percentage(tried, folder: Path, percent: str) -> None:
    """What is no percentage from 0 to 100 is a wrong use."""
    write(folder, "a.case.yaml", GOOD)

    assert 2 == tried("--fail-under", percent)[0]


def test_what_is_installed_or_hidden_is_passed_over(tried, folder: Path) -> None:
    """Below a folder nobody's cases but one's own are looked for; a folder that is called like a file is none."""
    write(folder, "a.case.yaml", GOOD)
    for name in (".hidden", "node_modules", "lib/site-packages"):
        write(folder, f"{name}/b.case.yaml", BAD)
    (folder / "cases" / "c.case.yaml").mkdir()

    assert (0, "1 file: 1 case, all come out") == ((found := tried())[0], found[1][-1])


def test_the_command_speaks_vietnamese(tried, folder: Path) -> None:
    """Places, ids and figures stand there, the figures with a comma."""
    write(folder, "a.case.yaml", BAD)
    _, lines = tried("--lang", "vi")

    assert lines[2].startswith("cases/a.case.yaml:5:82: index: ")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are files of the shell")
def test_a_pipe_is_read_once(tried, folder: Path) -> None:
    """A file that can be read only once is run all the same."""
    import os
    import threading

    fifo = folder / "pipe.case.yaml"
    os.mkfifo(fifo)
    writer = threading.Thread(target=lambda: fifo.write_text(HEAD + GOOD, encoding="utf-8"))
    writer.start()
    code, lines = tried("pipe.case.yaml", "--set", "tried.yaml")
    writer.join()

    assert (0, "1 file: 1 case, all come out") == (code, lines[-1])


@pytest.fixture
def few_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try two laws in the place of all."""
    from parengine.testing import LAWS, _checking

    monkeypatch.setattr(_checking, "LAWS", {name: LAWS[name] for name in ("bounded", "monotone")})


@pytest.mark.usefixtures("few_trials")
def test_the_laws_are_tried_on_the_sets_of_the_cases(tried, folder: Path) -> None:
    """Each law has a line with its sentence, and nothing is left behind in the folder."""
    write(folder, "a.case.yaml", GOOD)
    code, lines = tried("--laws")

    assert (0, "tried-2025: 2 laws, all hold") == (code, lines[-2])
    assert lines[1].startswith("held: bounded (")
    assert ["cases", "tried.yaml"] == sorted(path.name for path in folder.iterdir())


@pytest.mark.usefixtures("few_trials")
def test_a_set_may_be_tried_without_a_case(tried, folder: Path) -> None:
    """It is named by its id, or as a file; nothing named at all is a wrong use."""
    assert (0, "tried-2025: 2 laws, all hold") == ((found := tried("--laws", "--set", "tried.yaml"))[0], found[1][-1])
    assert 0 == tried("tried-2025", "--laws", registry=Registry.build([Plugin()]))[0]
    assert 2 == tried("--laws")[0]


@pytest.mark.usefixtures("few_trials")
def test_a_broken_law_is_told_and_fails_the_run(tried, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The counter-example stands below the laws, the exit code is 1, and programs get both."""
    from parengine.expr import const
    from parengine.rules import Proportion

    write(folder, "a.case.yaml", GOOD)
    (folder / "tried.yaml").write_text(SET.replace("maximum: 10", "maximum: 7"), encoding="utf-8")  # nobody scored it
    monkeypatch.setattr(Proportion, "_from_share", lambda rule, share, maximum: const(maximum) * (const(1) - share))
    code, lines = tried("--laws")
    facts = json.loads("\n".join(tried("--laws", "--format", "json")[1]))

    assert (1, "tried-2025: 2 laws, 1 is broken") == (
        code,
        [line for line in lines if line.startswith("tried-2025")][-1],
    )
    assert any(line.startswith("BROKEN: monotone (") for line in lines)
    assert any(line.startswith("'tried-2025' breaks the law 'monotone'") for line in lines)
    assert [False, False] == [facts["passed"], facts["laws"][0]["passed"]]
    assert "1" == facts["laws"][0]["laws"][1]["broken_by"]["node"]


def test_the_extra_of_the_laws_is_named(tried, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Hypothesis the command says what to install."""
    from parengine import testing

    write(folder, "a.case.yaml", GOOD)
    monkeypatch.delitem(testing.__dict__, "check", raising=False)
    monkeypatch.delitem(sys.modules, "parengine.testing._checking", raising=False)
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    code, lines = tried("--laws")

    assert (1, True) == (code, "pip install 'parengine[testing]'" in lines[-1])
