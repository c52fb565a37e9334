"""The command as a process: pipes, terminals, encodings, and a missing extra."""

import os
import pty
import subprocess
import sys

import pytest

from parengine import discover

COMMAND = [sys.executable, "-m", "parengine.cli"]
BOXES = set("─━│┃┏┓┗┛╭╮╰╯█░")
ESCAPE = "\x1b"


def environment(**more: str) -> dict[str, str]:
    """Return the environment without what would change how a terminal looks."""
    kept = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING"}}
    return kept | {"TERM": "xterm-256color"} | more


def in_a_terminal(*arguments: str, **more: str) -> str:
    """Run the command in a terminal and return what it shows there."""
    parent, child = pty.openpty()
    with subprocess.Popen([*COMMAND, *arguments], stdout=child, stderr=child, env=environment(**more)) as process:
        os.close(child)
        shown = b""
        while chunk := _chunk(parent):
            shown += chunk
        assert 0 == process.wait()
    os.close(parent)
    return shown.decode()


def _chunk(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other end is closed
        return b""


def in_a_pipe(*arguments: str, **more: str) -> str:
    """Run the command in a pipe and return what comes out of it."""
    made = subprocess.run([*COMMAND, *arguments], capture_output=True, env=environment(**more), check=True)
    assert b"" == made.stderr
    return made.stdout.decode("utf-8")


def test_a_pipe_gets_plain_text() -> None:
    """In a pipe there are no boxes, no blocks, no colours, and each row is one line."""
    shown = in_a_pipe("demo")

    assert not set(shown) & {*BOXES, ESCAPE}
    assert "index 84.66 = 59.27 appraised + 25.39 survey" in shown


def test_a_terminal_gets_tables() -> None:
    """In a terminal tables are ruled, bars are drawn and there is colour."""
    shown = in_a_terminal("demo", COLUMNS="160")

    assert {"━", "█", ESCAPE} <= set(shown) or {"─", "█", ESCAPE} <= set(shown)
    assert "84.66" in shown


def test_no_color_is_respected() -> None:
    """With NO_COLOR a terminal gets the tables without colours."""
    shown = in_a_terminal("demo", COLUMNS="160", NO_COLOR="1")

    assert "█" in shown
    assert not any(f"{ESCAPE}[{style}" in shown for style in ("32m", "33m", "1;33m", "38;"))


def test_a_terminal_gets_the_same_json() -> None:
    """JSON is for programs: it is the same in a terminal and in a pipe."""
    assert in_a_pipe("sets", "--format", "json") == in_a_terminal("sets", "--format", "json").replace("\r\n", "\n")


def test_a_reader_that_leaves_early_is_no_problem() -> None:
    """`parengine show SET | head -1` ends quietly."""
    with subprocess.Popen(
        [*COMMAND, "show", "ministry-2022-province", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(1)
        process.stdout.close()
        assert (0, b"") == (process.wait(), process.stderr.read())


@pytest.mark.parametrize("settings", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}])
def test_vietnamese_comes_out_of_any_pipe(settings: dict[str, str]) -> None:
    """Whatever the locale, a pipe gets UTF-8."""
    assert "Đắk Nông" in in_a_pipe("demo", "--language", "vi", **settings)


def test_output_is_the_same_every_time() -> None:
    """Two runs give the same bytes, whatever the seed of hashing."""
    runs = [in_a_pipe("demo", "--format", "json", PYTHONHASHSEED=seed) for seed in ("1", "2")]

    assert runs[0] == runs[1]


@pytest.mark.parametrize("absent", ["click", "rich"])
def test_without_its_extra_the_command_names_it(absent: str) -> None:
    """Where click or rich is not installed, one sentence says what to install."""
    code = f"import sys; sys.modules[{absent!r}] = None; from parengine.cli import main; sys.exit(main())"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    expected = "the command needs the extra 'cli'; install it with: pip install 'parengine[cli]'\n"
    assert (1, "", expected) == (made.returncode, made.stdout, made.stderr)


def test_progress_never_gets_into_the_output() -> None:
    """Several assessments are scored in a pipe without a word on standard error, and in a terminal all are shown."""
    sheet = str(discover().assessments()[0])

    assert 2 == in_a_pipe("score", sheet, sheet).count("index 84.66")
    assert 2 == in_a_terminal("score", sheet, sheet, COLUMNS="200").count("index 84.66")


@pytest.mark.parametrize("command", [["show", "ministry-2022-province"], ["schema", "ministry-2022-province"]])
def test_a_reader_that_is_gone_before_the_first_line_is_no_problem(command: list[str]) -> None:
    """`parengine show SET | true` ends quietly too, whatever is written when the pipe breaks."""
    reader, writer = os.pipe()
    os.close(reader)
    made = subprocess.run([*COMMAND, *command], stdout=writer, stderr=subprocess.PIPE, env=environment(), check=False)
    os.close(writer)

    assert (0, b"") == (made.returncode, made.stderr)


def test_a_closed_output_is_no_problem() -> None:
    """`parengine sets >&-` has nobody to tell anything, and says so to nobody."""
    line = 'exec "$@" >&-'
    made = subprocess.run(
        ["sh", "-c", line, "sh", *COMMAND, "sets"], stderr=subprocess.PIPE, env=environment(), check=False
    )

    assert (0, b"") == (made.returncode, made.stderr)
