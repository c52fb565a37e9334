"""The public names, what importing them costs, and errors that travel."""

import os
import pickle
import subprocess
import sys

import pytest

import parengine
from parengine import errors

IMPORTED_LATE = {"click", "importlib.metadata", "jsonschema", "referencing", "rich", "yaml"}
MOST_MICROSECONDS = 150_000


def python(code: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a piece of code in a fresh interpreter that may keep what it compiles."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(
        [sys.executable, *options, "-c", code], capture_output=True, text=True, check=True, env=environment
    )


def test_the_public_names_are_sorted_and_there() -> None:
    """`__all__` is sorted, and every name in it can be had."""
    assert sorted(parengine.__all__) == parengine.__all__ == dir(parengine)
    assert [] == [name for name in parengine.__all__ if not hasattr(parengine, name)]


def test_no_other_name_is_made_up() -> None:
    """A name that is not there is an AttributeError, as anywhere."""
    with pytest.raises(AttributeError, match="module 'parengine' has no attribute 'scores'"):
        parengine.scores  # noqa: B018  # type: ignore[attr-defined]


def test_score_is_the_function_whatever_was_imported_first() -> None:
    """The package `parengine.score` does not push the function `parengine.score` out."""
    code = "import parengine.score._score; from parengine import score; assert callable(score); print(score.__name__)"

    assert "score" == python(code).stdout.strip()


def test_importing_parengine_is_quick() -> None:
    """Importing parengine takes at most 0.15 s, the best of five."""
    spent = [int(python("import parengine", "-X", "importtime").stderr.split("|")[-2]) for _ in range(5)]

    assert min(spent) <= MOST_MICROSECONDS


def test_what_is_heavy_is_imported_at_the_first_use() -> None:
    """Having all public names imports no YAML reader, no jsonschema, no click and no rich."""
    loaded = python("from parengine import *; import sys; print(*sys.modules)").stdout.split()

    assert set() == IMPORTED_LATE & set(loaded)


ERRORS = [
    errors.ParengineError("a sentence"),
    errors.NumberError("'12,5' has a comma; write '12.5'"),
    errors.ExpressionError("there is no input 'x'", 4),
    errors.DocumentError([errors.Problem("a.yaml", 3, 1, "$.id", "'id' is missing")]),
    errors.NotFinalError(["'plan_issued' is not answered"]),
    errors.RegistryError("there is no criteria set 'a'"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_can_be_pickled_with_its_fields(error: errors.ParengineError) -> None:
    """An error that crosses a process keeps its fields and its sentence."""
    back = pickle.loads(pickle.dumps(error))

    assert (type(error), str(error), vars(error)) == (type(back), str(back), vars(back))


def test_every_error_is_in_the_test_above_and_public() -> None:
    """An error class that is added is pickled here and exported."""
    defined = {value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, Exception)}

    assert defined == {type(error) for error in ERRORS}
    assert {error.__name__ for error in defined} <= set(parengine.__all__)
