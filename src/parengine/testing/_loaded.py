"""Refusing what is no loaded set or case file where it is given, and not where something is first asked of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .._model import CriteriaSet
from .._sentences import say
from ..criteria import CaseFile


def check_loaded(name: str, given: object) -> None:
    """Raise `TypeError` where a function of this name is given anything but a loaded criteria set."""
    if not isinstance(given, CriteriaSet):
        raise TypeError(
            say(
                "'{name}' takes a loaded criteria set, not a {type}; discover().get('id') loads one",
                name=name,
                type=type(given).__name__,
            )
        )


def case_files(name: str, given: Any) -> tuple[CaseFile, ...]:
    """Return loaded case files, of which one may stand alone; raises `TypeError` for anything else."""
    several = isinstance(given, Iterable) and not isinstance(given, str)
    return tuple(_case_file(name, each) for each in (given if several else (given,)))


def _case_file(name: str, given: object) -> CaseFile:
    if isinstance(given, CaseFile):
        return given
    type_ = type(given).__name__
    raise TypeError(
        say("'{name}' takes loaded case files, not a {type}; load_cases(path) loads one", name=name, type=type_)
    )
