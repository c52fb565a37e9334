"""The types that an application sees: what it should write passes, what it should not is refused."""

import re
from pathlib import Path

import pytest
from mypy import api

HERE = Path(__file__).parent
CONFIGURATION = HERE.parent / "pyproject.toml"


def complaints(name: str) -> list[tuple[int, str]]:
    """Return the line and the code of everything that mypy says of a file."""
    said, failed, _ = api.run(["--config-file", str(CONFIGURATION), "--no-error-summary", str(HERE / "typing" / name)])
    assert not failed, failed
    found = re.findall(rf"{name}:(\d+): error: .*\[([a-z-]+)\]$", said, re.MULTILINE)
    return [(int(line), code) for line, code in found]


def test_the_example_type_checks() -> None:
    """An application written with the public names passes mypy in strict mode."""
    assert [] == complaints("accepted.py")


def test_what_is_wrong_is_refused_where_it_is_wrong() -> None:
    """Each line of the bad example is refused, for the reason written behind it, and no other line is."""
    lines = (HERE / "typing" / "refused.py").read_text(encoding="utf-8").splitlines()
    expected = [(n, line.rpartition("# refused: ")[2]) for n, line in enumerate(lines, 1) if "# refused: " in line]

    assert expected == complaints("refused.py")


@pytest.mark.parametrize("name", ["py.typed"])
def test_the_package_says_that_it_is_typed(name: str) -> None:
    """Type checkers look into an installed package only where it has the marker."""
    assert (HERE.parent / "src" / "parengine" / name).is_file()
