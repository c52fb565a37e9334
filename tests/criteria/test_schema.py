import copy
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from criteria_documents import ROOT, everything, found, small
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import mutated

from parengine import _schemas
from parengine.criteria import schemas
from parengine.criteria._keywords import KEYWORDS, complaints
from parengine.criteria._loading import Loading, check_nodes
from parengine.criteria._schema import _LEFT_OPEN, _SHAPES, inlined
from parengine.criteria._source import read_mapping
from parengine.errors import DocumentError

DESCRIBING = {"title", "description", "examples", "format", "$comment", "then", "$ref"}
TEXTS = {
    "criteria-set": "Criteria set",
    "assessment": "Assessment",
    "case": "Cases",
    "scorecard": "Scorecard",
    "cohort": "Cohort",
}


def shapes(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every schema inside a schema, with where it is; what stands in `if` only asks."""
    if isinstance(schema, dict):
        yield path, schema
        for key, part in schema.items():
            if key in ("properties", "$defs"):
                for name, inner in part.items():
                    yield from shapes(inner, f"{path}/{key}/{name}")
            elif key != "if":
                yield from shapes(part, f"{path}/{key}")
    elif isinstance(schema, list):
        for i, part in enumerate(schema):
            yield from shapes(part, f"{path}/{i}")


@pytest.mark.parametrize("name", TEXTS)
def test_the_files_are_what_the_code_says(name: str) -> None:
    """Each published file is the code's structure; `python -m parengine.criteria.schemas` writes them anew."""
    assert f"{schemas.written(schemas.MADE[name]())}\n" == schemas.text(name)


@pytest.mark.parametrize("name", TEXTS)
def test_a_published_schema_is_one(name: str) -> None:
    """It is JSON Schema 2020-12, with an id and a title of its own."""
    schema = schemas.read(name)
    jsonschema.Draft202012Validator.check_schema(schema)

    assert (f"urn:parengine:schema:{name}:1", TEXTS[name]) == (schema["$id"], schema["title"])
    assert schema["description"]


@pytest.mark.parametrize("name", TEXTS)
def test_every_property_says_what_it_is(name: str) -> None:
    """Every property has a title and a description."""
    untold = [
        path
        for path, shape in shapes(schemas.read(name))
        if path.split("/")[-2:-1] == ["properties"] and not {"title", "description"} <= set(shape)
    ]

    assert [] == untold


def test_refused_keys_need_no_title() -> None:
    """A property that is `false` under a condition is the only one without words."""
    conditions = schemas.read("criteria-set")["$defs"]["input"]["allOf"]

    assert {False} == {value for each in conditions for value in each["then"]["properties"].values()}


def test_schemas_are_found_in_a_package_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The folder inside the package comes first, the checkout's second; without either it is said."""
    (tmp_path / "x.schema.json").write_text('{"minimum": 0.1}')
    monkeypatch.setattr(_schemas, "FOLDERS", (tmp_path, ROOT / "schemas"))
    assert ("x",) == schemas.names()
    assert {"minimum": Decimal("0.1")} == schemas.read("x")

    monkeypatch.setattr(_schemas, "FOLDERS", (tmp_path / "none",))
    with pytest.raises(FileNotFoundError, match="neither in the package nor in a checkout"):
        schemas.names()


def test_schemas_are_written_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command writes what has changed, and says so."""
    monkeypatch.setattr(schemas, "FOLDERS", (tmp_path / "package", tmp_path))

    assert [0, 0] == [schemas._main(), schemas._main()]
    assert f"{', '.join(schemas.MADE)}\nnothing has changed\n" == capsys.readouterr().out
    assert schemas.text("case") == (ROOT / "schemas/case.schema.json").read_text(encoding="utf-8")
    monkeypatch.setattr(schemas, "FOLDERS", (tmp_path, tmp_path / "none"))
    assert 1 == schemas._main()


def test_numbers_in_a_schema_are_written_exactly() -> None:
    """A `Decimal` becomes the JSON number it is, and reads back so."""
    schema = {"a": Decimal("0.10"), "b": [1, Decimal(2)], "c": [], "d": {}, "e": [{"f": None}], "g": "é\n"}

    assert schema == json.loads(schemas.written(schema), parse_float=Decimal)
    assert '"a": 0.1,' in schemas.written(schema)


def test_the_loader_knows_every_keyword_that_the_shapes_use() -> None:
    """No keyword of a shape goes unheard."""
    used = {key for name in _SHAPES for _, shape in shapes(inlined(_SHAPES[name])) for key in shape}

    assert set() == used - set(KEYWORDS) - DESCRIBING


def open_schema() -> Any:
    """Return the published schema with rules left to their kinds, and with a place for a node by itself."""
    schema = copy.deepcopy(schemas.read("criteria-set"))
    schema["$defs"]["rule"] = copy.deepcopy(_LEFT_OPEN["rule"])
    schema["$defs"]["node"].pop("oneOf")
    return jsonschema.Draft202012Validator(schema)


PUBLISHED = jsonschema.Draft202012Validator(schemas.read("criteria-set"))
OPEN = open_schema()


def loads_by_schema(document: dict[str, Any]) -> bool:
    """Return whether the loader's own reading of the schema admits a document."""
    loading = Loading(read_mapping(document), "set")
    return check_nodes(loading) and not loading.failed


def test_the_document_with_everything_is_admitted_by_the_published_schema() -> None:
    """What the loader takes whole, the schema admits."""
    PUBLISHED.validate(read_mapping(everything()).root)
    PUBLISHED.validate(read_mapping(small()).root)


@given(mutated(everything()))
@settings(max_examples=150, deadline=None)
def test_the_loader_and_the_published_schema_agree(document: dict[str, Any]) -> None:
    """Rules aside, jsonschema and the loader give the same verdict on every document; together they miss nothing."""
    try:
        tree = read_mapping(document).root
    except DocumentError:
        return
    assert OPEN.is_valid(tree) == loads_by_schema(tree)
    if not PUBLISHED.is_valid(tree):
        assert any(problem.severity == "error" for problem in found(tree))


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from(["", "a", "x1", "sourced", "2022-01-31", "1/0", "3/4", "50%", "none"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["vi", "en", "id", "is", "label", "worth"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@pytest.mark.parametrize("name", sorted(set(_SHAPES) - {"set", "node", "cases", "assessment"}))
@given(value=VALUES)
@settings(max_examples=30, deadline=None)
def test_each_definition_means_the_same_to_both(name: str, value: Any) -> None:
    """For every definition, the loader complains exactly where jsonschema does."""
    shape = inlined(_SHAPES[name])

    assert jsonschema.Draft202012Validator(shape).is_valid(value) == (next(complaints(value, shape), None) is None)


@pytest.mark.parametrize(
    "value, shape, expected",
    [
        (5, {"type": "string"}, "the number 5 is not text; put it in quotes: '5'"),
        (True, {"type": "string"}, "'true' is not text; put it in quotes: 'true'"),
        (True, {"type": "integer"}, "'true' is not a whole number"),
        (None, {"type": ["number", "null"]}, None),
        (None, {"type": "object"}, "nothing is not a mapping"),
        ([], {"type": "boolean"}, "a list is not true or false"),
        ("off", {"type": "boolean"}, "'off' is not true or false; write false"),
        (Decimal("1.5"), {"type": "integer"}, "the number 1.5 is not a whole number"),
        (2, {"const": 1}, "it must be the number 1, not the number 2"),
        (True, {"const": 1}, "it must be the number 1, not 'true'"),
        (Decimal("1.0"), {"const": 1}, None),
        ("a\nb", {"type": "array"}, "'a b' is not a list"),
        ("x" * 100, {"type": "array"}, f"'{'x' * 60}…' is not a list"),
        ("a\n", {"pattern": "^a$"}, "'a ' is not written in the form ^a$"),
        (11, {"maximum": 10}, "11 is above 10, the highest it may be"),
        (-1, {"minimum": 0}, "-1 is below 0, the lowest it may be"),
        (0, {"exclusiveMinimum": 0}, "0 must be above 0"),
        ([[], []], {"uniqueItems": True}, None),
        (
            {"b": 1},
            {"properties": {"bb": {}}, "additionalProperties": False},
            "'b' is not known here; did you mean 'bb'?",
        ),
    ],
)
def test_sentences_are_for_people(value: object, shape: dict[str, Any], expected: str | None) -> None:
    """Each keyword says what is wrong in plain words, with a hint where there is one."""
    assert expected == next((found.sentence for found in complaints(value, shape)), None)
