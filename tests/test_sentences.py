"""Sentences: both languages, numbers as each writes them, pickling; and a catalogue that has all of them."""

import ast
import copy
import datetime
import io
import json
import pickle
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from parengine import ExpressionError, NumberError, errors
from parengine._numbers import exact, read_exact_text
from parengine._sentences import all_of, day, figure, grouped, in_language, one_of, say, say_counted, written
from parengine.errors import DocumentError, NotFinalError, Problem, RegistryError
from parengine.types import Status, Text, ValueType

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src/parengine"
PO = PACKAGE / "locale/vi/LC_MESSAGES/parengine.po"
MO = PO.with_suffix(".mo")
SOURCES = sorted(PACKAGE.rglob("*.py"))
KEYWORDS = {"say": None, "say_counted": (1, 2)}
#: Where sentences are raised, refused or yielded: names that are called with them.
TELLERS = {name for name, value in vars(errors).items() if isinstance(value, type)} | {
    *("Refusal", "InvalidAnswer", "Complaint", "Misplaced"),
    *("UsageError", "BadParameter", "ClickException"),
    *("report", "warn", "refuse", "refusal", "problem"),
}
#: Functions that yield sentences.
YIELDING = re.compile(r"problems|suspicions|refusals|_unsettled|_open$")
#: Two words with a space between them, the first of them in small letters: what only a sentence has.
PROSE = re.compile(r"(?:^|[ '])[a-z]{2,} [a-z'{]")


def name(path: Path) -> str:
    """Return how a source is called."""
    return path.relative_to(PACKAGE).as_posix()


def fields_of(template: str) -> set[str]:
    """Return the named fields of a template."""
    return {field for _, field, _, _ in string.Formatter().parse(template) if field is not None}


def catalogue() -> dict[object, object]:
    """Return the translations by template, or by singular and plural."""
    with PO.open("rb") as file:
        return {message.id: message.string for message in read_po(file, locale="vi") if message.id}


# ---- saying


def test_a_sentence_is_its_english_text() -> None:
    """What `say` makes compares, hashes and prints as English text."""
    said = say("'{name}' is not answered", name="a")

    assert "'a' is not answered" == said
    assert {"'a' is not answered": 1} == {said: 1}
    assert "\"'a' is not answered\"" == json.dumps(said)


def test_a_sentence_is_said_in_vietnamese() -> None:
    """The template is taken from the catalogue, the fields are said in the same language."""
    inner = say("'{value}' has more than {places} decimal places", value=figure(Decimal("1.255")), places=2)
    said = say("{where}: {problem}", where=say("criterion {code}", code="1.1"), problem=inner)

    assert "criterion 1.1: '1.255' has more than 2 decimal places" == said
    assert "tiêu chí 1.1: '1,255' có hơn 2 chữ số thập phân" == in_language(said, "vi")
    assert said == in_language(said, "en")


def test_a_counted_sentence_has_one_form_in_vietnamese() -> None:
    """English tells one from several, Vietnamese does not."""
    one, two = (say_counted("{count} problem", "{count} problems", count) for count in (1, 2))

    assert ("1 problem", "2 problems") == (one, two)
    assert ("1 lỗi", "2 lỗi") == (in_language(one, "vi"), in_language(two, "vi"))


def test_every_kind_of_field_is_said_in_its_language() -> None:
    """Texts, figures, days, grouped numbers, states, types and lists follow the language; other text stays."""
    told = [
        (figure(Fraction(25, 2)), ("12.5", "12,5")),
        (figure(Decimal("84.60")), ("84.60", "84,60")),
        (grouped(20000), ("20,000", "20.000")),
        (day(datetime.date(2022, 1, 31)), ("2022-01-31", "31/01/2022")),
        (Text("Sở Nội vụ", "Home Affairs"), ("Home Affairs", "Sở Nội vụ")),
        (Text("Sở Nội vụ"), ("Sở Nội vụ", "Sở Nội vụ")),
        (Status.MISSING, ("missing", "thiếu số liệu")),
        (ValueType.NUMBER, ("number", "số")),
        (("a", "b"), ("a, b", "a, b")),
        ((figure(Decimal("0.5")), figure(1)), ("0.5, 1", "0,5; 1")),
        (one_of(["a", "b", "c"]), ("a or b or c", "a hoặc b hoặc c")),
        (all_of(["a", "b"]), ("a and b", "a và b")),
        ("12.5", ("12.5", "12.5")),
    ]

    assert [both for _, both in told] == [(in_language(one, "en"), in_language(one, "vi")) for one, _ in told]


@given(st.fractions())
def test_a_written_number_reads_back(value: Fraction) -> None:
    """In either language a number is written exactly; only the sign before the decimals differs."""
    assert value == read_exact_text(written(value, "en"))
    assert written(value, "en") == written(value, "vi").replace(",", ".")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_field_is_never_a_template(text: str) -> None:
    """Braces and anything else in a field are text."""
    assert f"'{text}' is not answered" == say("'{name}' is not answered", name=text)
    assert f"chưa có số liệu cho '{text}'" == in_language(say("'{name}' is not answered", name=text), "vi")


def test_sentences_survive_pickling_and_copying() -> None:
    """What comes out of a pickle or a copy can still be said in Vietnamese."""
    inner = say("criterion {code}", code="1.1")
    said = say("{where}: {problem}", where=inner, problem=say_counted("{count} problem", "{count} problems", 2))

    for same in (pickle.loads(pickle.dumps(said)), copy.deepcopy(said), copy.copy(said)):
        assert (said, "tiêu chí 1.1: 2 lỗi") == (same, in_language(same, "vi"))


# ---- errors


def test_a_problem_is_said_in_a_language_with_its_place() -> None:
    """The place stays what an editor can jump to; a warning says so in the language."""
    problem = Problem("a.yaml", 2, 3, "$.x", say("'{key}' is missing", key="id"), "warning")

    assert "a.yaml:2:3: $.x: warning: 'id' is missing" == str(problem) == problem.in_language("en")
    assert "a.yaml:2:3: $.x: cảnh báo: thiếu 'id'" == problem.in_language("vi")


@pytest.mark.parametrize(
    "error,vietnamese",
    [
        (RegistryError(say("there is no code '{code}'", code="9")), "không có mã số '9'"),
        (ExpressionError(say("there is no expression"), 0), "không có biểu thức (tại ký tự thứ 1)"),
        (ExpressionError(say("there is no expression")), "không có biểu thức"),
        (
            DocumentError([Problem("f", 1, 1, "$", say("the text is empty"))]),
            "f:1:1: $: văn bản trống",
        ),
        (
            NotFinalError([say("'{name}' is not answered", name="a")]),
            "đây chưa phải là điểm chính thức\n  chưa có số liệu cho 'a'",
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_errors_are_said_in_a_language(error: errors.ParengineError, vietnamese: str) -> None:
    """Every error says its whole text in Vietnamese, and still does after a pickle."""
    same = pickle.loads(pickle.dumps(error))

    assert (vietnamese, vietnamese) == (error.in_language("vi"), same.in_language("vi"))
    assert str(error) == str(same) == error.in_language("en")


def test_an_error_raised_below_is_said_whole() -> None:
    """The sentence of a number that cannot be read is a sentence, not bare text."""
    with pytest.raises(NumberError) as refused:
        exact("12,5")

    assert "'12,5' có dấu phẩy; hãy viết '12.5'" == refused.value.in_language("vi")


# ---- the catalogue


def extracted() -> set[object]:
    """Return every template in the sources, as Babel finds them."""
    found = extract_from_dir(str(PACKAGE), keywords=KEYWORDS, comment_tags=(), directory_filter=lambda _: True)
    return {message for _, _, message, *_ in found}


def test_the_catalogue_has_every_sentence_and_no_other() -> None:
    """`make catalogues` finds the same sentences that the catalogue has."""
    assert len(extracted()) > 500
    assert set() == extracted() ^ catalogue().keys()


def test_every_sentence_is_translated() -> None:
    """No translation is empty, and none is a guess (fuzzy)."""
    with PO.open("rb") as file:
        messages = [message for message in read_po(file, locale="vi") if message.id]

    assert [] == [message.id for message in messages if message.fuzzy or not all(_forms(message.string))]


def _forms(translation: object) -> tuple[str, ...]:
    return translation if isinstance(translation, tuple) else (str(translation),)


#: Fields that one language needs and the other does not: Vietnamese counts from one.
INSTEAD = {"place": "number"}


def test_translations_have_the_same_fields() -> None:
    """A translation names the fields of its template, all of them and no other."""
    different = [
        template
        for template, translation in catalogue().items()
        for one, other in [(fields_of(_forms(template)[0]), fields_of(_forms(translation)[0]))]
        if one != other and {INSTEAD.get(field, field) for field in one} != other
    ]

    assert [] == different


def test_translations_keep_what_stands_in_quotes() -> None:
    """Words of documents and expressions stand in quotes, and are the same in both languages."""
    quoted = re.compile(r"'([^' ]*)'")
    lost = [
        template
        for template, translation in catalogue().items()
        for one in quoted.findall(_forms(template)[-1])
        if one not in _forms(translation)[0]
    ]

    assert [] == lost


def test_the_compiled_catalogue_is_up_to_date() -> None:
    """The compiled file is what the text compiles to."""
    compiled = io.BytesIO()
    with PO.open("rb") as file:
        write_mo(compiled, read_po(file, locale="vi", domain="parengine"))

    assert compiled.getvalue() == MO.read_bytes()


def test_the_catalogue_is_read_only_when_vietnamese_is_asked_for() -> None:
    """Importing and scoring in English open no catalogue."""
    script = "import parengine, parengine._sentences as s; print(s._catalogue.cache_info().currsize)"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert "0\n" == found.stdout


# ---- the house


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Yield the calls of a source with the names of what is called."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", getattr(node.func, "attr", "")), node


def is_prose(node: ast.AST) -> bool:
    """Return whether a node is English text that people read: literal, or put together of literals."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.Constant) and re.search(r"[a-z]{2,} ", str(part.value)) for part in node.values)
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and PROSE.search(node.value) is not None


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_every_template_is_a_literal(path: Path) -> None:
    """`say` is called with the template itself, so that it can be found; only its own module makes others."""
    wanted = {"say": 1, "say_counted": 2}
    found = [
        f"{name(path)}:{call.lineno}"
        for called, call in calls(path)
        if called in wanted
        and not all(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in call.args[: wanted[called]])
    ]

    assert [] == found


def test_every_call_is_found() -> None:
    """What stands where Babel does not look, such as inside an f-string, would never be translated."""
    literal = {
        (call.args[0].value, call.args[1].value) if called == "say_counted" else call.args[0].value
        for path in SOURCES
        for called, call in calls(path)
        if called in KEYWORDS and all(isinstance(one, ast.Constant) for one in call.args[:2])
        if called == "say" or len(call.args) > 1
    }

    assert set() == literal - extracted()


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_what_people_are_told_can_be_said_in_both_languages(path: Path) -> None:
    """Errors, refusals and problems are made of sentences, not of bare text."""
    given = [one for called, call in calls(path) if called in TELLERS for one in (*call.args, *_values(call))]

    assert [] == [f"{name(path)}:{one.lineno}" for one in given if is_prose(one)]


def _values(call: ast.Call) -> list[ast.expr]:
    return [keyword.value for keyword in call.keywords]


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_what_is_yielded_as_a_problem_can_be_said_in_both_languages(path: Path) -> None:
    """Functions that yield or return problems, reasons and lines give sentences."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    telling = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and YIELDING.search(n.name)]
    given = [
        part
        for function in telling
        for node in ast.walk(function)
        if isinstance(node, ast.Yield | ast.Return) and node.value is not None
        for part in (node.value.elts if isinstance(node.value, ast.Tuple) else [node.value])
    ]

    assert [] == [f"{name(path)}:{one.lineno}" for one in given if is_prose(one)]
