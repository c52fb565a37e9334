"""What each command says, to people and to programs, and its exit codes."""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from _tiny import HEAD

from parengine import Registry, Scorecard
from parengine.cli._app import COMMANDS, run
from parengine.plugins import hookimpl

NOTICE = "NOT AN OFFICIAL RESULT"
LEAF = {
    "label": {"vi": "Giải quyết hồ sơ", "en": "Handling of files"},
    "maximum": 10,
    "channel": "appraised",
    "provenance": "invented",
}
SET = {
    **HEAD,
    "maximum": 20,
    "channels": {"appraised": {"label": {"vi": "Thẩm định", "en": "Appraised"}}},
    "index": "5 * points",
    "criteria": [
        LEAF
        | {
            "code": "1",
            "inputs": {
                "received": {"type": "count", "label": "Đã tiếp nhận"},
                "on_time": {"type": "count", "label": "Đúng hạn"},
            },
            "checks": ["on_time <= received"],
            "rule": {"kind": "proportion", "numerator": "on_time", "denominator": "received", "if_zero": "full"},
        },
        LEAF
        | {
            "code": "2",
            "inputs": {"issued": {"type": "yes_no", "label": "Đã ban hành"}},
            "rule": {"kind": "yes_no", "condition": "issued"},
        },
    ],
}
SHEET = {
    "format": 1,
    "set": "tiny-2025",
    "unit": {"id": "so-noi-vu", "label": {"vi": "Sở Nội vụ"}},
    "year": 2025,
    "answers": {"received": 400, "on_time": 379, "issued": True},
}


class Said(NamedTuple):
    """What a command said and its exit code."""

    code: int
    out: str
    err: str


Say = Callable[..., Said]
Write = Callable[[str, Any], Path]


@pytest.fixture
def registry() -> Registry:
    """Return a registry with one small set."""

    @hookimpl
    def parengine_criteria_sets() -> list[dict[str, Any]]:
        return [SET]

    return Registry.build([SimpleNamespace(__name__="tiny", parengine_criteria_sets=parengine_criteria_sets)])


@pytest.fixture
def say(registry: Registry, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run the command with arguments and return what it said."""

    def said(*arguments: object, registry: Registry | None = registry) -> Said:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments], registry)
        return Said(code, *capsys.readouterr())

    return said


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, Any], Path]:
    """Write a document, or text as it is, to a file."""

    def written(name: str, document: Any) -> Path:
        path = tmp_path / name
        text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False, indent=1)
        path.write_text(text, encoding="utf-8")
        return path

    return written


# ---- sets, show, schema


def test_sets_lists_what_is_known(say: Say) -> None:
    """`sets` names every set with its edition, owner, tier, years and who brought it."""
    said = say("sets")

    assert (0, "") == (said.code, said.err)
    row = ["tiny-2025", "2025.1", "tiny", "agency", "2025", "2025", "0", "0", "7", "A", "tiny", "set", "tiny"]
    assert row == said.out.splitlines()[1].split()


def test_sets_gives_programs_a_list(say: Say) -> None:
    """`sets --format json` is a list of the same facts."""
    (only,) = json.loads(say("sets", "--format", "json").out)

    assert ("tiny-2025", [2025], {"vi": "Bộ nhỏ", "en": "A tiny set"}) == (only["id"], only["years"], only["title"])


def test_labels_come_in_the_language_asked_for(say: Say) -> None:
    """Labels are English unless Vietnamese is asked for."""
    assert "A tiny set" in say("sets").out
    assert "Bộ nhỏ" in say("sets", "--language", "vi").out


def test_show_draws_the_tree(say: Say) -> None:
    """`show` has a line for each node with its maximum, rule and provenance, and says first what is reconstructed."""
    lines = say("show", "tiny-2025").out.splitlines()

    assert lines[0].startswith("NOT AN OFFICIAL RESULT")
    assert say("show", "tiny-2025", "--language", "vi").out.startswith("KHÔNG PHẢI KẾT QUẢ CHÍNH THỨC")
    assert "maximum 20: 2 × field, 2 leaves" in lines
    assert ["1", "Handling", "of", "files", "10", "proportion", "appraised", "reconstructed", "invented"] == lines[
        -2
    ].split()


def test_show_gives_programs_the_canonical_form(say: Say, registry: Registry) -> None:
    """The sha256 of what `show --format json` prints, without its line end, is the set's digest."""
    printed = say("show", "tiny-2025", "--format", "json").out

    assert registry.get("tiny-2025").digest == hashlib.sha256(printed.rstrip("\n").encode()).hexdigest()


def test_a_set_may_be_a_file(say: Say, write: Write) -> None:
    """Where a set is asked for, a file that is no known id is read."""
    assert "other-2025" in say("show", write("other.json", SET | {"id": "other-2025"})).out


def test_schema_describes_the_answers(say: Say) -> None:
    """`schema` prints a JSON Schema that knows the set's inputs."""
    schema = json.loads(say("schema", "tiny-2025").out)

    assert "https://json-schema.org/draft/2020-12/schema" == schema["$schema"]
    assert {"received", "on_time", "issued"} == schema["properties"]["answers"]["properties"].keys()


@pytest.mark.parametrize("command", ["show", "schema", "check"])
def test_an_unknown_set_is_a_wrong_use(say: Say, command: str) -> None:
    """A set that is neither known nor a file gives exit code 2 and a hint."""
    said = say(command, "tiny-2024")

    assert 2 == said.code
    assert "did you mean 'tiny-2025'? known: tiny-2025; a file of that name is not there either" in said.err


# ---- check


@pytest.mark.parametrize("target", ["tiny-2025", "set.json", "sheet.json"])
def test_what_is_right_passes(say: Say, write: Write, target: str) -> None:
    """A known set, a set's file and an assessment's file without problems give exit code 0."""
    paths = {"set.json": write("set.json", SET | {"id": "b"}), "sheet.json": write("sheet.json", SHEET)}
    target = str(paths.get(target, target))

    assert (0, f"{target}: no problems, no warnings\n", "") == say("check", target)


def test_every_problem_is_told_with_its_place(say: Say, write: Write) -> None:
    """Problems stand on standard error as file:line:column: $.path: sentence, and the exit code is 1."""
    one, two = SET["criteria"]  # type: ignore[misc]
    wrong = [one | {"rule": one["rule"] | {"kind": "proportions"}}, two | {"maximum": "lots"}]
    path = write("bad.json", SET | {"criteria": wrong})
    said = say("check", path)

    assert 1 == said.code
    assert all(re.match(rf"{re.escape(str(path))}:\d+:\d+: \$\S*: \S", line) for line in said.err.splitlines())
    assert {"$.criteria[0].rule.kind", "$.criteria[1].maximum"} <= {
        line.split(": ")[1] for line in said.err.splitlines()
    }
    assert re.search(r"bad\.json: \d problems", said.out)


def test_programs_get_the_problems_too(say: Say, write: Write) -> None:
    """`check --format json` lists the problems of each target with their fields."""
    path = write("bad.yaml", "format: 1\nid: Bad\n")
    (target,) = json.loads(say("check", path, "--format", "json").out)

    assert str(path) == target["target"]
    assert {"file", "line", "column", "path", "sentence", "severity"} == target["problems"][0].keys()


def test_a_sheet_of_an_unknown_set_is_refused_at_its_line(say: Say, write: Write) -> None:
    """An assessment that names a set nobody knows is a problem of the document, at the line that names it."""
    said = say("check", write("sheet.yaml", "format: 1\nset: tiny-2024\nunit: u\nyear: 2025\nanswers: {}\n"))

    assert 1 == said.code
    assert "sheet.yaml:2:6: $.set: there is no criteria set 'tiny-2024'; did you mean 'tiny-2025'?" in said.err


def test_case_files_are_checked(say: Say, write: Write) -> None:
    """A case file is known by its cases, and its problems are told."""
    said = say("check", write("a.case.yaml", "format: 1\nset: tiny-2025\nyear: 2025\ncases:\n- {id: a, expects: {}}\n"))

    assert 1 == said.code
    assert "$.cases[0]" in said.err


# ---- score, explain


def test_a_score_is_told_from_the_index_down(say: Say, write: Write) -> None:
    """`score` says first that the set is reconstructed, then index, channels and fields."""
    said = say("score", write("sheet.json", SHEET))
    lines = said.out.splitlines()

    assert (0, "") == (said.code, said.err)
    assert lines[0].startswith(NOTICE)
    assert ["Sở Nội vụ, 2025, self: A tiny set", "set tiny-2025, edition 2025.1", "index 97.38"] == lines[1:4]
    assert ["Appraised", "19.48", "20.00", "97.38", "%"] in [line.split() for line in lines]
    assert ["1", "Handling", "of", "files", "9.48", "10.00", "94.75", "%", "##################.."] in map(
        str.split, lines
    )


def test_a_scorecard_for_programs_reads_back(say: Say, write: Write) -> None:
    """`score --format json` is the scorecard under its schema, its notice in the first line."""
    printed = say("score", write("sheet.json", SHEET), "--format", "json").out
    scorecard = Scorecard.from_json(printed)

    assert NOTICE in printed.splitlines()[0]
    assert ("97.38", printed) == (str(scorecard.index), scorecard.to_json())


def test_what_is_missing_and_invalid_is_listed(say: Say, write: Write) -> None:
    """An absent answer and one that fails a check are listed with their leaves; the score is incomplete."""
    said = say("score", write("sheet.json", SHEET | {"answers": {"received": 3, "on_time": 4}}))

    assert 0 == said.code
    assert "index 0.00 (incomplete)" in said.out
    assert re.search(r"^missing\ncode +label +absent answers\n2 +Handling of files +issued$", said.out, re.MULTILINE)
    assert re.search(r"^invalid\ncode +answer +why\n1 +", said.out, re.MULTILINE)


def test_a_final_score_is_refused_while_something_is_missing(say: Say, write: Write) -> None:
    """`--final` gives exit code 1 and names what is missing."""
    path = write("sheet.json", SHEET | {"answers": {"issued": True}})
    said = say("score", "--final", path)

    assert (1, "") == (said.code, said.out)
    assert "'received' is not answered" in said.err
    assert 0 == say("score", "--final", write("whole.json", SHEET)).code


def test_one_bad_sheet_does_not_hold_up_the_others(say: Say, write: Write) -> None:
    """Of several assessments, the good ones are scored and the bad ones reported; the exit code is 1."""
    good, bad = write("good.json", SHEET), write("bad.json", SHEET | {"answers": {"nobody": 1}})
    said = say("score", bad, good, good)

    assert 1 == said.code
    assert 2 == said.out.count("index 97.38")
    assert re.match(r".*bad\.json:\d+:\d+: \$\.answers\.nobody: ", said.err)


def test_several_scores_for_programs_are_one_array(say: Say, write: Write) -> None:
    """Of several assessments `--format json` gives one array, in which a refused one has its file and its problems."""
    good, bad = write("good.json", SHEET), write("bad.json", SHEET | {"answers": {"nobody": 1}})
    said = say("score", bad, good, "--format", "json")
    refused, scored = json.loads(said.out)

    assert (1, "") == (said.code, said.err)
    assert (str(bad), "$.answers.nobody") == (refused["file"], refused["problems"][0]["path"])
    assert "97.38" == scored["index"]


@pytest.mark.parametrize("command", [("score",), ("explain", "1")])
def test_a_refusal_for_programs_is_an_object(say: Say, write: Write, command: tuple[str, ...]) -> None:
    """One assessment that is refused is one object with its file and its problems, and the exit code is 1."""
    bad = write("bad.json", SHEET | {"answers": {"nobody": 1}})
    said = say(command[0], bad, *command[1:], "--format", "json")
    refused = json.loads(said.out)

    assert (1, "") == (said.code, said.err)
    assert ["file", "problems"] == list(refused)
    assert {"file", "line", "column", "path", "sentence", "severity"} == refused["problems"][0].keys()


def test_a_sheet_that_is_not_there_is_a_wrong_use(say: Say) -> None:
    """A file that does not exist gives exit code 2."""
    said = say("score", "nowhere.yaml")

    assert 2 == said.code
    assert "nowhere.yaml" in said.err


def test_explain_says_why(say: Say, write: Write) -> None:
    """`explain` prints the lines of `why`, after the notice."""
    said = say("explain", write("sheet.json", SHEET), "1")

    assert 0 == said.code
    assert said.out.startswith(NOTICE)
    assert "on_time = 379" in said.out
    assert "9.475" in said.out


def test_explain_gives_programs_the_lines(say: Say, write: Write) -> None:
    """`explain --format json` has the notice, the code and the lines."""
    found = json.loads(say("explain", write("sheet.json", SHEET), "1", "--format", "json").out)

    assert ["notice", "code", "why"] == list(found)
    assert any("on_time = 379" in line for line in found["why"])


def test_an_unknown_code_is_a_wrong_use(say: Say, write: Write) -> None:
    """A code that the set does not have gives exit code 2 and a hint."""
    said = say("explain", write("sheet.json", SHEET), "11")

    assert 2 == said.code
    assert "there is no code '11'; did you mean '1'?" in said.err


# ---- demo


def test_the_demo_is_the_published_result(say: Say) -> None:
    """Đắk Nông 2022 comes out as published, with losses, largest first, and what is reconstructed."""
    said = say("demo", registry=None)
    lines = said.out.splitlines()

    assert (0, "") == (said.code, said.err)
    assert lines[0].startswith(NOTICE)
    assert "index 84.66 = 59.27 appraised + 25.39 survey, class B: Group B" in lines
    (start,) = (n for n, line in enumerate(lines) if line.startswith("where 15.34 points were lost"))
    assert lines[start + 2].startswith("8.1 ")
    assert "2.03" in lines[start + 2]
    assert "what the nodes and clauses rest on" in lines
    assert "the answers are reconstructed, invented" in lines


def test_the_demo_shows_a_round_and_one_that_is_still_open(say: Say) -> None:
    """Tây Ninh's agencies come out in the published order, and an open sheet with what is still possible."""
    lines = say("demo", registry=None).out.splitlines()
    (start,) = (n for n, line in enumerate(lines) if line.startswith("Administrative reform index of the departments"))
    ratios = [line.split("  ")[-2].strip() for line in lines[start + 2 : start + 21]]
    (open_line,) = (n for n, line in enumerate(lines) if line.startswith("the same sheet while 22 of its answers"))

    assert sorted(ratios, key=float, reverse=True) == ratios
    assert ("96.85", "49.07", 19) == (ratios[0], ratios[-1], len(ratios))
    assert lines[open_line + 1].startswith("index 66.83 (incomplete), still possible 70.37 to 86.94")
    assert "classes still possible: B, C" == lines[open_line + 2]


def test_a_demo_without_an_example_says_what_to_install(say: Say) -> None:
    """Where no plugin brings an example, one sentence says which does."""
    said = say("demo")

    assert (1, "no installed plugin brings an example; install parengine-ministry-2022\n") == (said.code, said.err)


# ---- all of them


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_both_formats(say: Say, command: str) -> None:
    """Each command offers --format text|json and explains itself."""
    said = say(command, "--help")

    assert 0 == said.code
    assert "--format [text|json" in said.out


@pytest.mark.parametrize("arguments", [["--nothing"], ["nothing"], ["show"], ["sets", "--format", "xml"]])
def test_a_wrong_use_is_exit_code_2(say: Say, arguments: list[str]) -> None:
    """Wrong options, commands and values are wrong uses, told on standard error."""
    said = say(*arguments)

    assert (2, "") == (said.code, said.out)
    assert "Error" in said.err


def test_a_failing_plugin_is_a_warning(say: Say) -> None:
    """A plugin that was left out is named on standard error, and the command goes on."""

    @hookimpl
    def parengine_criteria_sets() -> list[str]:
        raise OSError("no disk")

    broken = SimpleNamespace(__name__="broken", parengine_criteria_sets=parengine_criteria_sets)
    said = say("sets", registry=Registry.build([broken]))

    assert (0, "no criteria set is installed\n") == said[:2]
    assert "warning: plugin broken: the plugin raised OSError: no disk\n" == said.err


def test_no_traceback_reaches_a_user(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that nobody thought of is one sentence and exit code 1."""

    def broken(_: Registry) -> None:
        raise RuntimeError("a mistake of ours\nwith details")

    monkeypatch.setattr(Registry, "sets", broken)
    said = say("sets")

    assert 1 == said.code
    assert "something unexpected happened, please report it: RuntimeError: a mistake of ours\n" == said.err
