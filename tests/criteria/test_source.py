import datetime
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from criteria_documents import as_json, as_yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from parengine.criteria._events import yaml_events
from parengine.criteria._places import path_text
from parengine.criteria._source import MAX_CHARACTERS, read_file, read_mapping, read_text
from parengine.criteria._tree import grown
from parengine.errors import DocumentError

UNTAGGED = "a value's type follows from how it is written"
UNQUOTED = "mapping values are not allowed in this context; put a text that holds ': ' in quotes"


def sentences(text: str, name: str = "<text>") -> list[str]:
    """Return why a text is refused, each as `line:column path: sentence`."""
    with pytest.raises(DocumentError) as caught:
        read_text(text, name=name)
    return [f"{each.line}:{each.column} {each.path}: {each.sentence}" for each in caught.value.problems]


@pytest.mark.parametrize(
    "word, value",
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12:30", "12:30"),
        ("2022-01-31", "2022-01-31"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("7", 7),
        ("-7", -7),
        ("+7", 7),
        ("0", 0),
        ("1.50", Decimal("1.50")),
        (".5", Decimal("0.5")),
        ("5.", Decimal(5)),
        ("80%", "80%"),
        ("1.1.1", "1.1.1"),
        ("1,5", "1,5"),
        ("e5", "e5"),
        ("..", ".."),
    ],
)
def test_plain_words_are_yaml_1_2(word: str, value: object) -> None:
    """A word without quotes is null, true or false, a number, or text, as YAML 1.2's core schema has it."""
    actual = read_text(f"a: {word}\nb: x").root["a"]

    assert (type(value), value) == (type(actual), actual)


@pytest.mark.parametrize(
    "word, sentence",
    [
        ("1e5", "'1e5' has an exponent; write the digits out, or put it in quotes if it is text"),
        ("1.5E-3", "'1.5E-3' has an exponent; write the digits out, or put it in quotes if it is text"),
        ("1e999999999", "'1e999999999' has an exponent; write the digits out, or put it in quotes if it is text"),
        (".inf", "'.inf' is not a finite number; put it in quotes if it is text"),
        ("-.INF", "'-.INF' is not a finite number; put it in quotes if it is text"),
        (".NaN", "'.NaN' is not a finite number; put it in quotes if it is text"),
        ("007", "'007' starts with a needless zero; leave it out, or put it in quotes if it is text"),
        ("00.5", "'00.5' starts with a needless zero; leave it out, or put it in quotes if it is text"),
        ("1" * 31, f"'{'1' * 31}' has more than 30 digits"),
        (f"0.{'1' * 31}", f"'0.{'1' * 31}' has more than 30 digits"),
    ],
)
def test_numbers_that_no_document_holds(word: str, sentence: str) -> None:
    """Exponents, infinities, padded numbers and more than 30 digits are refused where they stand."""
    assert [f"1:4 $.a: {sentence}"] == sentences(f"a: {word}")


@pytest.mark.parametrize("word", ["1e5", ".inf", "007", "true", "null", "12"])
def test_quotes_make_text(word: str) -> None:
    """Whatever stands in quotes is text."""
    assert {"a": word, "b": word} == read_text(f"a: '{word}'\nb: \"{word}\"").root


@pytest.mark.parametrize(
    "text, expected",
    [
        ("a: 1\nb: 2\na: 3", ["3:1 $.a: 'a' is written twice; the first is at line 1, column 1"]),
        ('{"a": 1, "a": 2}', ["1:10 $.a: 'a' is written twice; the first is at line 1, column 2"]),
        ("k: [{a: 1, 'a': 2}]", ["1:12 $.k[0].a: 'a' is written twice; the first is at line 1, column 6"]),
        (
            "Ti\u00eau: 1\nTie\u0302u: 2",
            ["2:1 $['Ti\u00eau']: 'Ti\u00eau' is written twice; the first is at line 1, column 1"],
        ),
        ("a: &x 1", ["1:4 $.a: the anchor '&x' is not allowed; write the value out"]),
        (
            "a: &x 1\nb: *x",
            [
                "1:4 $.a: the anchor '&x' is not allowed; write the value out",
                "2:4 $.b: the alias '*x' is not allowed; write the value out",
            ],
        ),
        (
            "a: !!str 1",
            [f"1:4 $.a: the tag 'tag:yaml.org,2002:str' is not allowed; {UNTAGGED}"],
        ),
        ("a: !!python/object:os.system x", None),
        ("!x {a: 1}", [f"1:1 $: the tag '!x' is not allowed; {UNTAGGED}"]),
        ("<<: {a: 1}", ["1:1 $['<<']: the merge key '<<' is not allowed; write the values out"]),
        ("*x : 1", ["1:1 $: the alias '*x' is not allowed; write the value out"]),
        ("? [a]\n: 1", ["1:3 $: a key must be text, not a mapping or a list"]),
        ("", ["1:1 $: the document is empty"]),
        ("# nothing\n", ["1:1 $: the document is empty"]),
        ("a: 1\n---\nb: 2", ["2:1 $: the file holds a second document; keep one in each file"]),
        ('a: "\\0"', ["1:4 $.a: the character U+0000 is not allowed in a document"]),
        ('{"a": "\\ud800"}', ["1:7 $.a: the character U+D800 is not allowed in a document"]),
        ('{"a": "\\u202ex"}', ["1:7 $.a: the character U+202E is not allowed in a document"]),
        ("a: b\x07", ["1:5 $: the character U+0007 is not allowed in a document"]),
        ("a: b\n c\x9f", ["2:3 $: the character U+009F is not allowed in a document"]),
        (
            "a: b: c",
            [f"1:5 $: the text is not YAML: {UNQUOTED}"],
        ),
        ("a:\n\tb: 1", None),
        ("{a: 1", None),
        ("a: 'x", None),
        ("@a", None),
    ],
)
def test_writing_that_would_mislead_is_refused(text: str, expected: list[str] | None) -> None:
    """Duplicate keys, anchors, tags, merge keys, control characters and bad syntax are refused with their place."""
    found = sentences(text)

    assert expected is None or expected == found
    assert found


@pytest.mark.parametrize(
    "text, expected",
    [
        ('{"a": 1,}', ["1:9 $: the text is not JSON: expecting property name enclosed in double quotes"]),
        ('{"a": NaN}', ["1:1 $: the text is not JSON: 'NaN' is not a finite number"]),
        ("a: 1", ["1:1 $: the text is not JSON: expecting value"]),
        ('{"a":' * 100_000, ["1:1 $: the text is not JSON: it is nested too deep"]),
        ('{"a": 1e5}', ["1:7 $.a: '1e5' has an exponent; write the digits out, or put it in quotes if it is text"]),
    ],
)
def test_a_json_file_is_json(text: str, expected: list[str]) -> None:
    """A file called `.json` holds JSON and nothing else, under the same rules for numbers."""
    assert expected == sentences(text, "x.JSON")


def test_text_is_brought_to_normal_form_c() -> None:
    """Keys and values that look alike are alike."""
    assert {"tiêu": "chí"} == read_text("tie\u0302u: chi\u0301").root
    assert {"tiêu": ["chí"]} == read_mapping({"tie\u0302u": ["chi\u0301"]}).root


def test_windows_files_are_read(tmp_path: Path) -> None:
    """A byte order mark and carriage returns do no harm."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: |\r\n  x\r\n  y\r\n")

    assert {"a": 1, "b": "x\ny\n"} == read_file(path).root


@pytest.mark.parametrize(
    "content, where, sentence",
    [
        (b"a: 1\nb: \xe1\xff", (2, 4), "the file is not UTF-8; save it as UTF-8"),
        ("a: 1".encode("utf-16"), (1, 1), "the file is UTF-16; save it as UTF-8"),
    ],
)
def test_other_encodings_are_refused_where_they_show(
    tmp_path: Path, content: bytes, where: tuple[int, int], sentence: str
) -> None:
    """Bytes that are not UTF-8 are refused at the first of them."""
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        read_file(path)

    problem = caught.value.problems[0]
    assert (where, sentence) == ((problem.line, problem.column), problem.sentence)


def test_a_file_that_is_not_there_is_a_problem_too(tmp_path: Path) -> None:
    """Unreadable files are reported like everything else."""
    for path in (tmp_path / "none.yaml", tmp_path, "a\0b"):
        with pytest.raises(DocumentError, match="the file cannot be read"):
            read_file(path)


def test_places_are_those_of_values_and_keys() -> None:
    """A problem stands at the value, at the key where it is about the key, and inside a text where it has an offset."""
    document = read_text("a: 1\nb:\n  - x\n  - {c: 'not ok'}\n")

    assert ("3", 3, 5) == _where(document.problem(("b", 0), "3"))
    assert ("4", 4, 9) == _where(document.problem(("b", 1, "c"), "4"))
    assert ("5", 4, 6) == _where(document.problem(("b", 1, "c"), "5", at_key=True))
    assert ("6", 4, 14) == _where(document.problem(("b", 1, "c"), "6", offset=4))
    assert ("7", 4, 5) == _where(document.problem(("b", 1, "none", 5), "7"))
    assert ("8", 3, 5) == _where(document.problem(("b", 0, "x"), "8", offset=9))
    assert ("9", 1, 1) == _where(document.problem(("z",), "9"))


def _where(problem: Any) -> tuple[str, int, int]:
    return problem.sentence, problem.line, problem.column


def test_an_offset_is_not_guessed() -> None:
    """Inside a folded or escaped text the place is that of the text."""
    document = read_text("a: >\n  one\n  two\nb: 'it''s on'\n")

    assert 4 == document.problem(("a",), "", offset=6).column
    assert 4 == document.problem(("b",), "", offset=5).column
    assert 7 == document.problem(("b",), "", offset=2).column


def test_odd_keys_in_a_path_are_quoted() -> None:
    """A path is one line, whatever the keys are."""
    assert "$.a[0]['b c']['x\ufffdy']" == path_text(("a", 0, "b c", "x\x00y"))


def test_nesting_is_limited_before_it_can_hurt() -> None:
    """Ten thousand and a hundred thousand levels are a sentence, in YAML, in JSON and in mappings."""
    sentence = "the document is nested more than 128 levels deep"
    deep: Any = 1
    for _ in range(10_000):
        deep = {"a": [deep]}
    for text in ("[" * 100_000, '{"a": ' * 100_000, "- " * 1000 + "x", "\n".join(" " * i + "a:" for i in range(500))):
        assert [sentence] == [each.split(": ", 1)[1] for each in sentences(text)]
    with pytest.raises(DocumentError, match=sentence):
        read_mapping(deep)


def test_a_mapping_that_holds_itself_is_only_deep() -> None:
    """A cyclic mapping ends at the limit of nesting."""
    cyclic: dict[str, Any] = {}
    cyclic["a"] = cyclic
    with pytest.raises(DocumentError, match="nested more than 128 levels"):
        read_mapping(cyclic)


def test_sizes_are_limited() -> None:
    """More than 8 million characters, or half a million values, are refused."""
    assert ["1:1 $: the document has more than 8,000,000 characters"] == sentences("x" * (MAX_CHARACTERS + 1))
    assert ["the document holds more than 500,000 values"] == [
        each.split(": ", 1)[1] for each in sentences(json.dumps([0] * 500_001))
    ]


def test_a_bomb_stays_small() -> None:
    """Aliases are not followed, so that a billion laughs are some dozens of problems."""
    lines = [
        f"{one}: &{one} [{', '.join([f'*{other}'] * 9)}]" for other, one in zip("abcdefgh", "bcdefghi", strict=True)
    ]

    assert 9 + 9 * 8 == len(sentences("\n".join(["a: &a [x]", *lines])))


def test_the_list_of_problems_is_limited() -> None:
    """A hundred problems of writing are enough."""
    assert 100 == len(sentences("a: 1\n" * 100_000))


def test_mappings_are_read_like_text() -> None:
    """Floats count by their shortest text, dates by their ISO text, tuples as lists; numbers stay exact."""
    built = {"a": (1, 2.5), "b": Decimal("1.50"), "c": datetime.date(2022, 1, 31), "d": None, "e": True, "f": "1e5"}

    assert {"a": [1, Decimal("2.5")], "b": Decimal("1.5"), "c": "2022-01-31", "d": None, "e": True, "f": "1e5"} == (
        read_mapping(built).root
    )


@pytest.mark.parametrize(
    "value, sentence",
    [
        (float("nan"), "'NaN' is not a finite number"),
        (float("inf"), "'Infinity' is not a finite number"),
        (10**40, "a number has more than 30 digits"),
        (Decimal("1e40"), "'1E+40' has more than 30 digits"),
        ({1, 2}, "a set is not a number"),
        (b"x", "a bytes is not a number"),
        (datetime.datetime(2022, 1, 1, tzinfo=datetime.UTC), "a datetime is not a number"),
        ("a\0", "the character U+0000 is not allowed in a document"),
        ({1: 2}, "the key of the type 'int' must be text"),
    ],
)
def test_what_a_document_cannot_hold_is_refused_in_mappings(value: object, sentence: str) -> None:
    """A program's values are held to what a document could say."""
    with pytest.raises(DocumentError) as caught:
        read_mapping({"a": value})

    assert sentence == caught.value.problems[0].sentence


NUMBERS = st.integers(-(10**29), 10**29) | st.decimals(-(10**9), 10**9, places=3).map(
    lambda number: Decimal(f"{number:f}")
)
KEYS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=8)
TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**29), 10**29) | KEYS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(KEYS, TREES, max_size=4))
@settings(max_examples=80, deadline=None)
def test_yaml_json_and_mappings_make_the_same_tree(tree: dict[str, Any]) -> None:
    """One tree written as JSON, as YAML and as a mapping is read as the same tree."""
    try:
        as_mapping = read_mapping(tree).root
    except DocumentError:
        return

    assert as_mapping == read_text(as_json(as_mapping), name="x.json").root
    assert as_mapping == read_text(as_json(as_mapping)).root
    assert as_mapping == read_text(as_yaml(as_mapping)).root


@given(NUMBERS)
@settings(max_examples=60)
def test_numbers_are_read_exactly(number: Decimal | int) -> None:
    """No number loses a digit between a text and the tree."""
    assert number == read_text(f"a: {number}").root["a"] == read_text(f'{{"a": {number}}}').root["a"]


def test_whatever_the_reader_raises_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the YAML reader that has no place is told at the start of the text."""

    def parse(*_: object, **__: object) -> None:
        raise yaml.YAMLError("out of order")

    monkeypatch.setattr(yaml, "parse", parse)
    assert ["1:1 $: the text is not YAML: out of order"] == sentences("a: 1")


def test_the_pure_reader_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without libyaml the tree and its places are the same."""
    text = "a: [1, {b: 'x', c: no}]\nd: |\n  e\n"
    fast = read_text(text)
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    slow = grown(yaml_events(text, "<text>"), "<text>", tuple(text.split("\n")))

    assert fast == slow
