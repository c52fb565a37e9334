"""Updating writes what came out into a case file, and nothing else of the file changes."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from _worked import HEAD, SET, folder_with
from hypothesis import given
from hypothesis import strategies as st

from parengine import DocumentError, Registry, loads
from parengine.criteria import load_cases, loads_cases
from parengine.testing import run_cases
from parengine.testing._worked.files import read_cases
from parengine.testing._worked.in_place import Edit, edited, inline, spans
from parengine.testing._worked.shelf import Shelf
from parengine.testing._worked.updating import Update, update

WORKED = loads(SET)
SHELF = Shelf(Registry.build().with_set(WORKED))
BEFORE = """\
  - id: wrong   # the first
    answers: {total: 9, done: 6, reported: true}
    expect:
      # what the council said
      index:   79.5   # a figure
      class: 'B'
      nodes: {"1": {status: "zeroed", points: 1}, "2": {points: 4}}
  - id: right
    answers: {total: 9, done: 1}
    expect: {nodes: {'1': {points: "2/3"}}}  # two thirds
  - {id: flow, answers: {total: 9, done: 1}, expect: {nodes: {"1": {points: 1}}, status: incomplete}}

  - id: whole
    answers: {total: 9, done: 6, reported: true}
    expect: {}   # to be filled in
  - id: partial
    answers: {total: 0}
    expect:   # to be filled in too
  # between two cases
  - id: refused
    answers: {rapport: true}
    expect: null
  - {id: totals, given: {points: 8.5}, expect: {}}
  - id: blanks
    answers: {total: 9, done: 1}
    expect: {nodes: {"1": , "2": {status: }}, range: }
  - {id: nobody, expect: }
"""
AFTER = """\
  - id: wrong   # the first
    answers: {total: 9, done: 6, reported: true}
    expect:
      # what the council said
      index:   80   # a figure
      class: A
      nodes: {"1": {status: scored, points: 4}, "2": {points: 4}}
  - id: right
    answers: {total: 9, done: 1}
    expect: {nodes: {'1': {points: "2/3"}}}  # two thirds
  - {id: flow, answers: {total: 9, done: 1}, expect: {nodes: {"1": {points: "2/3"}}, status: incomplete}}

  - id: whole
    answers: {total: 9, done: 6, reported: true}
    expect: {index: 80, class: A, points: 8}   # to be filled in
  - id: partial
    answers: {total: 0}
    expect:   # to be filled in too
      nodes:
        "1": {points: 0, status: not_applicable}
  # between two cases
  - id: refused
    answers: {rapport: true}
    expect: {problem: "'rapport' is not an input of this set; did you mean 'reported'?"}
  - {id: totals, given: {points: 8.5}, expect: {index: 85, class: A}}
  - id: blanks
    answers: {total: 9, done: 1}
    expect: {nodes: {"1": {points: "2/3", status: scored}, "2": {status: missing}}, range: {low: 6.67, high: 46.67}}
  - {id: nobody, expect: {points: 0, status: incomplete}}
"""


def ids(text: str) -> list[str]:
    """Return the ids of the cases of a file."""
    return [case.id for case in loads_cases(text).cases]


def red(path: Path) -> list[str]:
    """Return the ids of the cases that do not come out."""
    return [id_ for id_, found in run_cases(load_cases(path), WORKED).items() if found]


@pytest.mark.parametrize(
    "form", [str, lambda text: text.replace("\n", "\r\n"), lambda text: f"\ufeff{text}"], ids=["plain", "crlf", "bom"]
)
def test_only_what_differs_is_written_anew(tmp_path: Path, form: Callable[[str], str]) -> None:
    """Comments, order, quotes, layout and line ends stay; figures are exact; blanks are filled in."""
    path = folder_with(tmp_path, "")
    path.write_bytes(form(HEAD + BEFORE).encode())

    done = update(path, ids(HEAD + BEFORE), SHELF)

    assert form(HEAD + AFTER) == path.read_bytes().decode()
    assert ([each for each in ids(HEAD + BEFORE) if each != "right"], ()) == (list(done.updated), done.left)
    assert [] == red(path)


def test_what_is_green_is_not_touched(tmp_path: Path) -> None:
    """A file whose cases come out keeps its bytes and its time."""
    path = folder_with(tmp_path, HEAD + AFTER)
    before = path.stat().st_mtime_ns

    assert Update() == update(path, ids(HEAD + AFTER), SHELF)
    assert before == path.stat().st_mtime_ns


def test_only_the_cases_that_are_named_are_updated(tmp_path: Path) -> None:
    """The others keep what they expect, wrong as it is."""
    path = folder_with(tmp_path, HEAD + BEFORE)

    assert Update(("flow",)) == update(path, ["flow"], SHELF)
    assert "flow" not in red(path)
    assert "wrong" in red(path)


@pytest.mark.parametrize(
    "line",
    [
        '{id: one, expect: {nodes: {"9": {points: 1}}}}',
        "{id: one, answers: {rapport: true}, expect: {index: 1}}",
        "{id: one, answers: {}, expect: {class: A}}",
        "{id: one, given: {points: 1}, expect: {status: scored, index: 1}}",
        "{id: one, answers: {}, expect: {problem: late}}",
    ],
)
def test_what_no_figure_can_put_right_is_left(tmp_path: Path, line: str) -> None:
    """Where a statement would have to go, not to be changed, its author decides."""
    path = folder_with(tmp_path, f"{HEAD}  - {line}\n")

    assert Update(left=("one",)) == update(path, ["one"], SHELF)
    assert f"{HEAD}  - {line}\n" == path.read_text(encoding="utf-8")


def test_json_is_updated_as_json(tmp_path: Path) -> None:
    """A file of JSON stays one."""
    text = (
        '{"format": 1, "set": "worked-2025", "year": 2025, "cases": [\n'
        '  {"id": "one", "answers": {"total": 9, "done": 1}, "expect": {}},\n'
        '  {"id": "two", "answers": {"total": 9, "done": 9, "reported": true},\n'
        '   "expect": {"index": null, "class": "B"}}]}\n'
    )
    path = folder_with(tmp_path, text, "x.case.json")

    assert Update(("one", "two")) == update(path, ["one", "two"], SHELF)
    assert '"expect": {"nodes": {"1": {"points": "2/3", "status": "scored"}}}}' in path.read_text(encoding="utf-8")
    assert '"expect": {"index": 100, "class": "A"}}]}' in path.read_text(encoding="utf-8")
    assert [] == red(path)


def refused(path: Path, seen: bytes | None = None) -> str:
    """Return why a file is not updated; it is as it was."""
    before = path.read_bytes()
    with pytest.raises(DocumentError) as caught:
        update(path, ids(HEAD + BEFORE), SHELF, seen)
    assert before == path.read_bytes()
    assert [path.name] == [each.name for each in path.parent.iterdir()]
    return str(caught.value)


def test_a_file_that_changed_meanwhile_is_left(tmp_path: Path) -> None:
    """What was run is not what stands there now."""
    path = folder_with(tmp_path, HEAD + BEFORE)

    assert "has changed since its cases were run; run them again" in refused(path, b"something else")


def test_a_file_that_cannot_be_written_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is locked, or in a full folder, is told in a sentence."""
    path = folder_with(tmp_path, HEAD + BEFORE)
    with monkeypatch.context() as patched:
        patched.setattr(os, "access", lambda *_: False)
        assert "the file cannot be written; nothing was updated" in refused(path)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
        assert "the file cannot be written: No space left" in refused(path)


def test_an_installed_file_is_left(tmp_path: Path) -> None:
    """What stands in an installed package is not edited behind its back."""
    (tmp_path / "site-packages").mkdir()

    assert "is part of an installed package" in refused(folder_with(tmp_path / "site-packages", HEAD + BEFORE))


def test_a_file_that_vanished_is_told(tmp_path: Path) -> None:
    """A file that is not there any more is a sentence."""
    with pytest.raises(DocumentError, match="the file cannot be read: No such file"):
        update(tmp_path / "gone.case.yaml", ["one"], SHELF, b"")


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What is written is the file that a link leads to, with its mode."""
    path = folder_with(tmp_path, HEAD + BEFORE)
    path.chmod(0o640)
    link = path.parent / "y.case.yaml"
    link.symlink_to(path)
    update(link, ["wrong"], SHELF)

    assert link.is_symlink()
    assert ("wrong" in red(path), 0o640) == (False, path.stat().st_mode & 0o777)


VALUES = st.recursive(
    st.fractions(-100, 100, max_denominator=64) | st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,8}", fullmatch=True),
    lambda inner: st.dictionaries(st.sampled_from(["1", "1.1", "no", "null", "A"]), inner, max_size=3),
    max_leaves=6,
)


@given(value=VALUES, is_json=st.booleans())
def test_a_value_in_one_line_reads_back(value: object, is_json: bool) -> None:
    """Numbers, ids that look like something else, mappings: what is written means the same when it is read."""
    from parengine._exact_text import read_exact_text
    from parengine.criteria._source import read_text

    def meant(read: object, wanted: object) -> bool:
        if isinstance(wanted, dict):
            return isinstance(read, dict) and all(meant(read[key], part) for key, part in wanted.items())
        return read == wanted if isinstance(wanted, str) else read_exact_text(str(read)) == wanted

    name = "x.json" if is_json else "x.yaml"
    text = f'{{"value": {inline(value, is_json=is_json)}}}'

    assert meant(read_text(text, name=name).root["value"], value)


def test_every_value_is_found_where_it_stands() -> None:
    """The characters of each scalar of a text are those that are written there."""
    text = HEAD + BEFORE
    found = spans(text)

    assert "79.5" == text[found["cases", 0, "expect", "index"].start : found["cases", 0, "expect", "index"].end]
    assert "'B'" == text[found["cases", 0, "expect", "class"].start : found["cases", 0, "expect", "class"].end]
    assert "xbcyz" == edited("abcde", [Edit(3, 5, "yz"), Edit(0, 1, "x")])


def test_places_of_differences_are_those_of_the_figures(tmp_path: Path) -> None:
    """Each line names the file, line and column of the figure that is wrong."""
    from parengine.testing._worked.files import run_case

    read = read_cases(folder_with(tmp_path, HEAD + BEFORE))
    told = list(read.told(read.file.cases[0], run_case(read.file.cases[0], WORKED, 2025)))

    assert [
        ":8:5: case 'wrong'",
        ":12:16: index: expected 79.5, found 80",
        ":13:14: class: expected 'B', found 'A'",
    ] == [line.removeprefix(read.file.name) for line in told[:3]]


def test_nothing_stays_behind_where_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that cannot be written is told; the file is as it was, and alone in its folder."""
    path = folder_with(tmp_path, f"{HEAD}  - {{id: one, answers: {{total: 9, done: 6}}, expect: {{points: 1}}}}\n")
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(DocumentError, match="the file cannot be written: No space left on device"):
        update(path, ["one"], SHELF)

    assert [path] == list(path.parent.iterdir())
    assert before == path.read_bytes()
