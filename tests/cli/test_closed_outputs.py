"""Outputs whose reader has left, or that have no room: the exit code is still what the command came to."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "parengine.cli"]
FULL = Path("/dev/full")


def with_nobody_there(*arguments: str, errors_too: bool = False) -> int:
    """Run the command with an output that nobody reads, and return its exit code."""
    reader, writer = os.pipe()
    os.close(reader)
    errors = writer if errors_too else subprocess.PIPE
    made = subprocess.run([*COMMAND, *arguments], stdout=writer, stderr=errors, check=False)
    os.close(writer)
    assert not made.stderr
    return made.returncode


@pytest.fixture
def wrong(tmp_path: Path) -> str:
    """Return a file that is neither a set nor a file of cases."""
    path = tmp_path / "wrong.case.yaml"
    path.write_text("cases: nothing\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("command", ["test", "check"])
def test_a_failure_stays_one_when_its_reader_leaves(command: str, wrong: str) -> None:
    """`parengine test … 2>&1 | head -1` does not turn what failed into what passed; what passes still does."""
    assert 1 == with_nobody_there(command, wrong, errors_too=True)
    assert 0 == with_nobody_there("sets")
    assert 0 == with_nobody_there("--help")


def test_a_failure_stays_one_for_programs(wrong: str) -> None:
    """As JSON too."""
    assert 1 == with_nobody_there("test", wrong, "--format", "json")


@pytest.mark.skipif(not FULL.exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("command", ["sets", "--help"])
def test_an_output_without_room_is_told_in_one_sentence(command: str) -> None:
    """`parengine sets > /dev/full` says what is wrong, and asks for no report."""
    with FULL.open("w") as full:
        made = subprocess.run([*COMMAND, command], stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert (1, "Error: the output cannot be written: No space left on device\n") == (made.returncode, made.stderr)
