"""What the commands share: their options, the registry they look in, and how they find a set or a file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from .._documents import read_set
from .._model import CriteriaSet
from ..errors import RegistryError
from ..plugins import Document
from ..registry import Registry, discover

_F = TypeVar("_F", bound=Callable[..., Any])


def common(function: _F) -> _F:
    """Give a command the options that all have."""
    function = click.option(
        "--format", type=click.Choice(["text", "json"]), default="text", help="For people or for programs."
    )(function)
    return click.option(
        "--language",
        type=click.Choice(["en", "vi"]),
        default="en",
        envvar="PARENGINE_LANGUAGE",
        help="Of labels; Vietnamese stands in where there is no English.",
    )(function)


def known(registry: Registry | None) -> Registry:
    """Return what is installed, with a warning for each plugin that was left out."""
    found = registry or discover()
    for failure in found.failures:
        click.echo(f"warning: plugin {failure}", err=True)
    return found


def existing_file(text: str) -> Path | None:
    """Return the path of whatever an argument names, a pipe among them; that it cannot be read is told later."""
    try:
        return Path(text) if os.path.lexists(text) else None
    except (OSError, ValueError):
        return None


def find(registry: Registry, text: str) -> Document | CriteriaSet:
    """Return what an argument names, a known set by its id or else a file; anything else is a wrong use."""
    path = existing_file(text)
    if path and text not in registry.editions:
        return path
    try:
        return registry.edition(text).whole
    except RegistryError as error:
        raise click.UsageError(f"{error}; a file of that name is not there either") from None


def find_set(registry: Registry, text: str) -> CriteriaSet:
    """Return the criteria set that an argument names."""
    found = find(registry, text)
    return read_set(found, registry.kinds) if isinstance(found, Path) else registry.get(text)
