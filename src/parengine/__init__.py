"""
Score administrative-reform criteria sets exactly, and say why.

>>> from parengine import Registry
>>> Registry.build().sets()
()

A public name is imported when it is first asked for, so that an application that only names parengine
does not wait for it.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ._model import CriteriaSet
    from .criteria import load, load_assessment, loads
    from .errors import (
        DocumentError,
        ExpressionError,
        NotFinalError,
        NumberError,
        ParengineError,
        Problem,
        RegistryError,
    )
    from .registry import Registry, discover
    from .score import Assessment, Bounds, Cohort, Decision, Scorecard, Unit, cohort_of, score, score_all

__all__ = [
    "Assessment",
    "Bounds",
    "Cohort",
    "CriteriaSet",
    "Decision",
    "DocumentError",
    "ExpressionError",
    "NotFinalError",
    "NumberError",
    "ParengineError",
    "Problem",
    "Registry",
    "RegistryError",
    "Scorecard",
    "Unit",
    "cohort_of",
    "discover",
    "load",
    "load_assessment",
    "loads",
    "score",
    "score_all",
]

_PUBLIC: Final = {
    "_model": ("CriteriaSet",),
    "criteria": ("load", "load_assessment", "loads"),
    "errors": (
        *("DocumentError", "ExpressionError", "NotFinalError", "NumberError"),
        *("ParengineError", "Problem", "RegistryError"),
    ),
    "registry": ("Registry", "discover"),
    "score": (
        *("Assessment", "Bounds", "Cohort", "Decision", "Scorecard", "Unit"),
        *("cohort_of", "score", "score_all"),
    ),
}
_HOME: Final = {name: module for module, names in _PUBLIC.items() for name in names}


class _Package(ModuleType):
    """`parengine.score` is the function, also where the package of that name has been imported."""

    @property
    def score(self) -> Any:
        """Return the function."""
        return import_module(".score", __name__).score

    @score.setter
    def score(self, _: ModuleType) -> None:
        """Leave the function where the import system would put the package."""


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Import a public name where it is first asked for."""
        if name not in _HOME:
            raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
        found = globals()[name] = getattr(import_module(f".{_HOME[name]}", __name__), name)
        return found


def __dir__() -> list[str]:
    return [*__all__]


sys.modules[__name__].__class__ = _Package
