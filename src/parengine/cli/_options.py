"""What the commands share: their options, the registry they look in, and how they find a set or a file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import click

from .._documents import beside, read_set
from .._model import CriteriaSet
from .._sentences import in_language, say
from ..errors import RegistryError
from ..plugins import Document
from ..registry import Registry, discover
from ..types import Language, Text
from ._streams import complain

_F = TypeVar("_F", bound=Callable[..., Any])
#: What can be written in the language of the reader.
Words: TypeAlias = "str | Text"
LANGUAGE_OPTIONS: Final = ("--lang", "--language")
LANGUAGE_VARIABLE: Final = "PARENGINE_LANGUAGE"
LANGUAGES: Final = ("vi", "en")


def common(function: _F) -> _F:
    """Give a command the options that all have."""
    return with_formats("text", "json")(function)


def with_formats(*formats: str) -> Callable[[_F], _F]:
    """Return what gives a command the options that all have; the first format is the usual one."""

    def with_options(function: _F) -> _F:
        function = click.option(
            "--format", type=click.Choice(formats), default=formats[0], help="For people or for programs."
        )(function)
        return click.option(
            *LANGUAGE_OPTIONS,
            "language",
            type=click.Choice(LANGUAGES),
            default="en",
            envvar=LANGUAGE_VARIABLE,
            help="Of everything that is printed; a Vietnamese label stands in where there is no English.",
        )(function)

    return with_options


def spoken() -> Language:
    """Return the language that the command was asked to speak."""
    context = click.get_current_context(silent=True)
    language: Language = context.params.get("language", "en") if context else "en"
    return language


def tell(told: object) -> None:
    """Write to standard error what can be said in a language, in the one that the command was asked to speak."""
    complain(in_language(told, spoken()))


def known(registry: Registry | None) -> Registry:
    """Return what is installed, with a warning for each plugin that was left out."""
    found = registry or discover()
    for failure in found.failures:
        tell(say("warning: plugin {origin}: {sentence}", origin=str(failure.origin), sentence=failure.sentence))
    return found


def files(_context: click.Context, parameter: click.Parameter, given: Path | tuple[Path, ...]) -> Any:
    """Return what was given for an argument that asks for files; one that is not there is a wrong use."""
    for path in given if isinstance(given, tuple) else (given,):
        if not existing_file(str(path)):
            raise click.BadParameter(say("there is no file '{path}'", path=str(path)), param=parameter)
        if path.is_dir():
            raise click.BadParameter(say("'{path}' is a directory, not a file", path=str(path)), param=parameter)
    return given


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
        raise click.UsageError(
            say("{sentence}; a file of that name is not there either", sentence=error.sentence)
        ) from None


def find_set(registry: Registry, text: str) -> CriteriaSet:
    """Return the criteria set that an argument names."""
    found = find(registry, text)
    if not isinstance(found, Path):
        return registry.get(text)
    return read_set(found, registry.kinds, beside(found, registry.base))
