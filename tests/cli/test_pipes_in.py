"""A document may come through a pipe: it is read once."""

import subprocess
import sys
from importlib.resources import files

import pytest

EDITION = files("parengine_ministry_2022") / "editions" / "2022"


@pytest.mark.parametrize(
    "command, document, expected",
    [
        ("score", ("sheets", "dak_nong_2022.yaml"), "index 84.66"),
        ("check", ("sheets", "dak_nong_2022.yaml"), "/dev/stdin: no problems, no warnings"),
        ("check", ("cases", "totals.case.yaml"), "/dev/stdin: no problems, no warnings"),
        ("check", ("province.yaml",), "/dev/stdin: no problems, no warnings"),
    ],
)
def test_a_document_from_a_pipe(command: str, document: tuple[str, ...], expected: str) -> None:
    """What a pipe holds is read to the end, once, and scored or checked as a file would be."""
    text = EDITION.joinpath(*document).read_bytes()
    line = [sys.executable, "-m", "parengine.cli", command, "/dev/stdin"]
    made = subprocess.run(line, input=text, capture_output=True, check=True).stdout.decode()

    assert [expected] == [each for each in made.splitlines() if each.startswith(expected)]
