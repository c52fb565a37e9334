"""The commands, and the border at which every error becomes a sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
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
from ._sql import sql
from ._streams import hush, unwritten, writing
from ._table import table
from ._telling import told
from ._testing import test

#: What `parengine` can be asked to do.
COMMANDS: Final[Mapping[str, click.Command]] = {
    "sets": sets,
    "show": show,
    "check": check,
    "test": test,
    "schema": schema,
    "score": score,
    "explain": explain,
    "cohort": cohort,
    "table": table,
    "sql": sql,
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
        with writing():
            sys.stdout.flush()
    except SystemExit:  # click's way of saying that the pipe broke while it wrote its help
        if "PacifyFlushWrapper" not in type(sys.stdout).__name__:
            raise
        hush(sys.stdout)
        return 0
    except Exception as error:  # noqa: BLE001  a user is owed a sentence
        if isinstance(error, OSError) and error.filename is None:  # click could not write its help
            return _told(unwritten(error), arguments)
        return _told(error, arguments)
    return int(code or 0)


def _told(error: Exception, arguments: Sequence[str]) -> int:
    """Tell an error and return its exit code, also where the one who would be told has left."""
    with suppress(OSError):
        try:
            code = told(error, arguments)
            with writing():
                sys.stdout.flush()
        except click.ClickException as refusal:
            return told(refusal, arguments)
        return code
    return 1


def _speak_utf8(stream: IO[str]) -> None:
    """Write Vietnamese whatever the locale; a terminal that cannot show a character shows another."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure and stream.isatty():
        reconfigure(errors="replace")
    elif reconfigure:
        reconfigure(encoding="utf-8", errors="replace")
