"""The command in Vietnamese: everything that it prints, on both streams, in the language that was asked for."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from _tiny import HEAD

from parengine import Registry
from parengine.cli._app import run
from parengine.plugins import hookimpl

LABELS = {"vi": "Giải quyết hồ sơ", "en": "Handling of files"}
COMPARED = {"kind": "formula", "points": "when(share_done >= cohort_mean(share_done), 10, 5)"}
SET: dict[str, Any] = {
    **HEAD,
    "maximum": 20,
    "channels": {"appraised": {"label": {"vi": "Thẩm định", "en": "Appraised"}}},
    "index": "5 * points",
    "criteria": [
        {
            "code": "1",
            "label": LABELS,
            "maximum": 10,
            "channel": "appraised",
            "provenance": "invented",
            "inputs": {
                "received": {"type": "count", "label": {"vi": "Đã tiếp nhận", "en": "Received"}},
                "on_time": {"type": "count", "label": {"vi": "Đúng hạn", "en": "On time"}},
            },
            "checks": ["on_time <= received"],
            "rule": {"kind": "proportion", "numerator": "on_time", "denominator": "received", "if_zero": "full"},
        },
        {
            "code": "2",
            "label": {"vi": "Kế hoạch", "en": "Plan"},
            "maximum": 10,
            "channel": "appraised",
            "provenance": "invented",
            "inputs": {"share_done": {"type": "percent", "label": {"vi": "Tỷ lệ hoàn thành", "en": "Share done"}}},
            "zero_rules": [
                {"condition": "share_done = 0", "reason": {"vi": "Chưa làm gì", "en": "Nothing was done"}},
            ],
            "rule": COMPARED,
        },
    ],
}
ANSWERS = {"received": 400, "on_time": 379, "share_done": "79.5"}
SHEET: dict[str, Any] = {"format": 1, "set": "tiny-2025", "unit": "so-noi-vu", "year": 2025, "answers": ANSWERS}
#: Words of the engine that no Vietnamese line may hold.
ENGLISH = re.compile(
    r"\b(of|scored|yes|no|gives|missing|invalid|zeroed|became|index|points|maximum|channel|field|label|status|is|not"
    r"|share|class|incomplete|effect|rule|error|problem|warning|usage|try|answers?|the|a)\b",
    re.IGNORECASE,
)


class Said(NamedTuple):
    """What a command said and its exit code."""

    code: int
    out: str
    err: str


Say = Callable[..., Said]
Write = Callable[..., Path]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run the command in Vietnamese, over a registry with one small set."""

    @hookimpl
    def parengine_criteria_sets() -> list[dict[str, Any]]:
        return [SET]

    tiny = SimpleNamespace(__name__="tiny", parengine_criteria_sets=parengine_criteria_sets)
    registry = Registry.build([tiny])

    def said(*arguments: object, lang: str | None = "vi") -> Said:
        capsys.readouterr()
        given = [str(argument) for argument in arguments]
        return Said(run([*given, *(("--lang", lang) if lang else ())], registry), *capsys.readouterr())

    return said


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a sheet with some answers of its own; those that are None are left out."""

    def written(name: str, **answers: object) -> Path:
        path = tmp_path / name
        given = {key: value for key, value in {**ANSWERS, **answers}.items() if value is not None}
        path.write_text(json.dumps(SHEET | {"unit": Path(name).stem, "answers": given}), encoding="utf-8")
        return path

    return written


def english(text: str, *ids: str) -> Iterator[str]:
    """Yield the English words of the engine in a text, without what stands in quotes and the ids that are named."""
    bare = re.sub(r"'[^'\n]*'|/\S+|\[[^\]]*\]", " ", text)
    for id_ in ("received", "on_time", "share_done", "tiny-2025", *ids):
        bare = bare.replace(id_, " ")
    return (found.group() for found in ENGLISH.finditer(bare))


def test_a_score_is_vietnamese_throughout(say: Say, write: Write) -> None:
    """Headings, statuses, effects and figures of `score` are Vietnamese; figures have a comma."""
    said = say("score", write("a.json", on_time=401, share_done=0))

    assert 0 == said.code
    assert [] == list(english(said.out, "a,"))
    assert "chỉ số 0,00 (chưa đầy đủ), còn có thể đạt 0,00 đến 50,00" in said.out
    assert "bị tính điểm 0" in said.out
    assert "'on_time <= received' không được thỏa mãn" in said.out


def test_an_explanation_is_vietnamese_throughout(say: Say, write: Write) -> None:
    """Every line of `explain` is Vietnamese, labels and conditions among them."""
    said = say("explain", write("a.json"), "1")

    assert [] == list(english(said.out))
    assert "Đúng hạn = 379" in said.out
    assert "9,475" in said.out


@pytest.mark.parametrize("command", ["sets", "show", "check"])
def test_lists_and_trees_are_vietnamese(say: Say, command: str) -> None:
    """Headings and summaries of the other commands are Vietnamese too."""
    said = say(command, *(["tiny-2025"] if command != "sets" else []))

    assert 0 == said.code
    assert [] == list(english(said.out, "tiny", "appraised", "invented", "proportion", "formula", "agency"))


def test_refusals_are_vietnamese(say: Say, write: Write) -> None:
    """What is wrong with a sheet is told in Vietnamese on standard error."""
    said = say("score", write("a.json", nobody=1))

    assert (1, "") == said[:2]
    assert "bộ tiêu chí không có số liệu đầu vào 'nobody'" in said.err
    assert [] == list(english(said.err.replace("$.answers.nobody", "")))


@pytest.mark.parametrize(
    "arguments,vietnamese",
    [
        (["nothing"], "không có lệnh 'nothing'"),
        (["show"], "chưa cho 'SET'"),
        (["sets", "--nothing"], "không có tùy chọn '--nothing'"),
        (["sets", "--format", "xml"], "hãy chọn một trong text, json"),
        (["show", "tiny-2024"], "có phải ý bạn là 'tiny-2025'?"),
        (["score", "nowhere.yaml"], "không có tệp 'nowhere.yaml'"),
    ],
)
def test_wrong_uses_are_vietnamese(
    say: Say, monkeypatch: pytest.MonkeyPatch, arguments: list[str], vietnamese: str
) -> None:
    """A wrong use is told in Vietnamese, whether an option or the environment asks for it."""
    monkeypatch.setenv("PARENGINE_LANGUAGE", "vi")
    said = say(*arguments, lang=None)

    assert (2, "") == said[:2]
    assert vietnamese in said.err
    assert said.err.startswith("Cách dùng: parengine")


def test_every_name_of_the_option_is_the_same(say: Say) -> None:
    """`--lang`, `--language` and the environment ask for the same."""
    ways = [say("sets", *way, lang=None).out for way in (["--lang", "vi"], ["--language=vi"], ["--lang=vi"])]

    assert {say("sets").out} == set(ways)
    assert say("sets", lang="en").out == say("sets", lang=None).out != ways[0]


def test_json_has_vietnamese_sentences_and_decimal_points(say: Say, write: Write) -> None:
    """Sentences in JSON follow the language, numbers never do; the same words give the same bytes."""
    path = write("a.json", on_time=401)
    said, again, in_english = (say("score", path, "--format", "json", lang=lang) for lang in ("vi", "vi", "en"))
    card = json.loads(said.out)

    assert said == again
    assert "'on_time <= received' không được thỏa mãn" == card["invalid"][0]["sentence"]
    assert json.loads(in_english.out)["index"] == card["index"]
    assert "," not in card["index"]


def test_sheets_of_one_set_are_each_others_cohort(say: Say, write: Write) -> None:
    """Scored together, units are compared with one another; alone, what compares them is missing."""
    low, high = write("low.json", share_done=40), write("high.json", share_done=80)
    together = [card["points"] for card in json.loads(say("score", low, high, "--format", "json").out)]
    alone = json.loads(say("score", low, "--format", "json").out)

    assert ["14.475", "19.475"] == together
    assert "missing" == alone["nodes"][1]["status"]


def test_a_unit_that_is_given_twice_is_refused_where_units_are_compared(say: Say, write: Write) -> None:
    """A cohort has every unit once; each sheet of the set says so."""
    path = write("a.json")
    said = say("score", path, path)

    assert 1 == said.code
    assert "được đánh giá 2 lần" in said.err
