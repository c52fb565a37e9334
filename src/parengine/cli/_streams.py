"""Streams: what is written may find that its reader has left, or that there is no room for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

import click

from .._sentences import say


@contextmanager
def writing() -> Iterator[None]:
    """
    Write to standard output; a reader that left early is no problem, and the command goes on to its exit code.

    Raises `click.ClickException` where the output cannot be written for any other reason.
    """
    try:
        yield
    except BrokenPipeError:
        hush(sys.stdout)
    except OSError as error:
        raise unwritten(error) from None


def unwritten(error: OSError) -> click.ClickException:
    """Return that the output cannot be written, and let the rest of it vanish."""
    hush(sys.stdout)
    return click.ClickException(say("the output cannot be written: {why}", why=str(error.strerror or error)))


def put(text: str) -> None:
    """Write text to standard output."""
    with writing():
        sys.stdout.write(text)


def complain(line: str) -> None:
    """Write a line to standard error; where that cannot be, there is nobody to tell."""
    try:
        click.echo(line, err=True)
    except OSError:
        hush(sys.stderr)


def hush(stream: IO[str]) -> None:
    """Let all that is still written to a stream vanish, what it holds back among it."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
