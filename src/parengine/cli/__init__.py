"""The command `parengine`. Its dependencies are the extra `cli`: without them it says so in one sentence."""

from __future__ import annotations

import sys

__all__ = ["main"]

_BROUGHT_BY_THE_EXTRA = frozenset({"click", "rich"})


def main() -> int:
    """Run the command with the arguments of the process; returns the exit code."""
    try:
        from ._app import run
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] not in _BROUGHT_BY_THE_EXTRA:
            raise
        sys.stderr.write("the command needs the extra 'cli'; install it with: pip install 'parengine[cli]'\n")
        return 1
    return run(sys.argv[1:])
