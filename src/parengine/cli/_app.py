"""The commands, and the border at which every error becomes a sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Final

import click

from ..registry import Registry
from ._check import check
from ._cohort import cohort
from ._demo import demo
from ._new import new
from ._scores import explain, score
from ._sets import schema, sets
from ._show import show
from ._telling import told

#: What `parengine` can be asked to do.
COMMANDS: Final[Mapping[str, click.Command]] = {
    "sets": sets,
    "show": show,
    "check": check,
    "schema": schema,
    "score": score,
    "explain": explain,
    "cohort": cohort,
    "demo": demo,
    "new": new,
}

_HELP = """Score administrative-reform criteria sets exactly, and say why.

Exit codes: 0; 1 for problems in documents; 2 for a wrong use of the command."""


class _InOrder(click.Group):
    """A group that lists its commands in the order in which they are learned."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Return the names of the commands in the order of the table."""
        return list(self.commands)


app = _InOrder(
    "parengine", commands=dict(COMMANDS), help=_HELP, context_settings={"help_option_names": ["-h", "--help"]}
)


def run(arguments: Sequence[str], registry: Registry | None = None) -> int:
    """Run one command and return its exit code; nothing it meets leaves this function as a traceback."""
    if sys.stdout is None:  # started with its output closed
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  for as long as the process runs
    for stream in filter(None, (sys.stdout, sys.stderr)):
        _speak_utf8(stream)
    try:
        code = app.main(list(arguments), prog_name="parengine", standalone_mode=False, obj=registry)
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_left()
    except SystemExit:  # click's way of saying that the pipe broke
        if "PacifyFlushWrapper" not in type(sys.stdout).__name__:
            raise
        return _reader_left()
    except Exception as error:  # noqa: BLE001  a user is owed a sentence
        return told(error, arguments)
    return int(code or 0)


def _reader_left() -> int:
    """Return quietly: `parengine sets | head -1` has got what it wanted."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _speak_utf8(stream: IO[str]) -> None:
    """Write Vietnamese whatever the locale; a terminal that cannot show a character shows another."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure and stream.isatty():
        reconfigure(errors="replace")
    elif reconfigure:
        reconfigure(encoding="utf-8", errors="replace")
