"""How an error is told: as a sentence in the language that was asked for, or as JSON, with its exit code."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click
from attrs import asdict

from .._sentences import in_language, say
from ..errors import DocumentError, NotFinalError, ParengineError, Problem
from ..types import Language
from ._options import LANGUAGE_OPTIONS, LANGUAGE_VARIABLE
from ._page import json_text
from ._streams import complain, put


def told(error: Exception, arguments: Sequence[str]) -> int:
    """Tell an error that a command did not answer itself; returns the exit code."""
    language = language_of(arguments)
    for kind, teller in _TELLERS.items():
        if isinstance(error, kind):
            return teller(error, language, arguments)
    first = str(error).partition("\n")[0]
    kind_name = type(error).__name__
    sentence = say("something unexpected happened, please report it: {kind}: {first}", kind=kind_name, first=first)
    complain(in_language(sentence, language))
    return 1


def language_of(arguments: Sequence[str]) -> Language:
    """Return the language that the arguments ask for, for what is wrong with the arguments themselves."""
    asked = _given(LANGUAGE_OPTIONS, arguments) or os.environ.get(LANGUAGE_VARIABLE)
    return "vi" if asked == "vi" else "en"


def _given(options: Sequence[str], arguments: Sequence[str]) -> str | None:
    """Return the last value that is given to an option."""
    given = None
    for place, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name in options:
            given = value if equals else next(iter(arguments[place + 1 :]), None)
    return given


# ---- refusals


def problems_of(error: ParengineError, path: Path | None = None) -> tuple[Problem, ...]:
    """Return what is wrong with a file as problems, whatever the error was."""
    if isinstance(error, DocumentError):
        return error.problems
    sentences = error.reasons if isinstance(error, NotFinalError) else (error.sentence,)
    return tuple(Problem(str(path or ""), 1, 1, "$", sentence) for sentence in sentences)


def problem_facts(problem: Problem, language: Language) -> dict[str, Any]:
    """Return a problem for programs, its sentence in a language."""
    return asdict(problem) | {"sentence": in_language(problem.sentence, language)}


def refusal_facts(path: Path, error: ParengineError, language: Language) -> dict[str, Any]:
    """Return for programs what stands in the place of a refused file's scorecard."""
    return {"file": str(path), "problems": [problem_facts(one, language) for one in problems_of(error, path)]}


def refusal_text(path: Path, error: ParengineError, language: Language) -> str:
    """Return an error with the file it is about, where it does not name one itself."""
    text = error.in_language(language)
    if isinstance(error, DocumentError):
        return text
    return text if text.startswith(f"{path}:") else f"{path}:1:1: $: {text}"


def _show_refusal(error: ParengineError, language: Language, arguments: Sequence[str]) -> int:
    if _given(("--format",), arguments) == "json":
        put(json_text({"problems": [problem_facts(one, language) for one in problems_of(error)]}))
    else:
        complain(error.in_language(language))
    return 1


# ---- wrong uses


def _show_wrong_use(error: click.ClickException, language: Language, _arguments: Sequence[str]) -> int:
    """Show what click says; in Vietnamese what it says most, and whatever is a sentence of ours."""
    if language == "en" or isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
    else:
        complain("\n".join(in_language(line, language) for line in _wrong_use(error)))
    return int(error.exit_code)


def _wrong_use(error: click.ClickException) -> Iterator[str]:
    context = getattr(error, "ctx", None)
    if context is not None:
        usage = context.get_usage().partition(": ")[2]
        yield say("Usage: {usage}", usage=usage)
        yield say("Try '{command} --help' for help.", command=context.command_path)
        yield ""
    teller = next((teller for kind, teller in _WRONG_USES.items() if isinstance(error, kind)), None)
    yield say("Error: {sentence}", sentence=teller(error) if teller else error.message)


def _bad_parameter(error: Any) -> str:
    if error.param is None:
        return str(error.message)
    choices = list(getattr(error.param.type, "choices", ()))
    why = say("choose one of {choices}", choices=choices) if choices else error.message
    return say("invalid value for {name}: {why}", name=_name(error), why=why)


def _name(error: Any) -> str:
    """Return what an option or argument is called on the command line."""
    return str(error.param.get_error_hint(error.ctx)) if error.param else ""


_WRONG_USES: Final[Mapping[type[Exception], Callable[[Any], str]]] = {
    click.MissingParameter: lambda error: say("{name} is not given", name=_name(error)),
    click.BadParameter: _bad_parameter,
    click.NoSuchOption: lambda error: say("there is no option '{name}'", name=error.option_name),
    #: Old releases of click have no class of its own for this.
    getattr(click.exceptions, "NoSuchCommand", click.exceptions.Exit): lambda error: say(
        "there is no command '{name}'", name=error.command_name
    ),
}

_TELLERS: Final[Mapping[type[Exception], Callable[[Any, Language, Sequence[str]], int]]] = {
    click.ClickException: _show_wrong_use,
    click.Abort: lambda _, language, __: _show_stopped(language),
    ParengineError: _show_refusal,
}


def _show_stopped(language: Language) -> int:
    complain(in_language(say("stopped"), language))
    return 1
