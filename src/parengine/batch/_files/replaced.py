"""A file that is written beside its place and moved there in one step when it is whole."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ..._sentences import say
from ...errors import DocumentError, Problem


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """
    Give what is to become a file; whatever stands at its place stays there until all of it is written.

    An error or an interrupt leaves what was there before, and nothing beside it. Raises `DocumentError` where the file
    cannot be written.
    """
    try:
        target = _regular(path)
        beside = target.with_name(f".parengine-{secrets.token_hex(6)}.part")
        with _removed_unless_moved(beside):
            with beside.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
        _settle_directory(target.parent)
    except OSError as error:
        raise unwritten(path, error) from None


def _regular(path: Path) -> Path:
    """Return where a file really stands; what is neither a file nor nothing must not be replaced by one."""
    target = Path(os.path.realpath(path))
    with suppress(FileNotFoundError):
        if not stat.S_ISREG(target.stat().st_mode):
            raise OSError(say("it is there already and is no file"))
    return target


@contextmanager
def _removed_unless_moved(beside: Path) -> Iterator[None]:
    try:
        yield
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _settle_directory(directory: Path) -> None:
    """Let the new name outlive a power cut, where the system can promise that."""
    with suppress(OSError):
        opened = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def unwritten(path: Path, error: OSError) -> DocumentError:
    """Return that a file cannot be written, and why."""
    why = error.strerror or (error.args[0] if error.args else type(error).__name__)
    return DocumentError([Problem(str(path), 1, 1, "$", say("the file cannot be written: {why}", why=why))])
