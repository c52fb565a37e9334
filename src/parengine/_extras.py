"""What an extra brings is imported where it is first asked for, and called by the extra's name where it is missing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from ._sentences import say


def at_first_use(
    package: str, homes: Mapping[str, tuple[str, ...]], extra: str, brings: frozenset[str]
) -> Callable[[str], Any]:
    """
    Return the `__getattr__` of a package: `homes` has its public names by the module that they stand in.

    Where a module needs one of the packages that the `extra` `brings`, and it is not installed, the error says what
    to install.
    """
    home = {name: module for module, names in homes.items() for name in names}

    def asked(name: str) -> Any:
        if name not in home:
            raise AttributeError(f"module '{package}' has no attribute '{name}'")
        try:
            found = getattr(import_module(f".{home[name]}", package), name)
        except ModuleNotFoundError as error:
            if error.name not in brings:
                raise
            raise missing(name, extra, error.name) from None
        setattr(sys.modules[package], name, found)
        return found

    return asked


def missing(name: str, extra: str, package: str | None) -> ModuleNotFoundError:
    """Return the error that says which extra something needs."""
    sentence = say(
        "'{name}' needs the extra '{extra}'; install it with: pip install 'parengine[{extra}]'", name=name, extra=extra
    )
    return ModuleNotFoundError(sentence, name=package)
