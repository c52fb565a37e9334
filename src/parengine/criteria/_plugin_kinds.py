"""Which rule kinds of plugins a set uses, for the record that a scorecard keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from .._model import RuleKind
from ._places import steps

#: The version of what is no installed distribution: a kind in a test, or in an application of its own.
UNKNOWN_VERSION: Final = "unknown"


def plugin_kinds(tree: Any, kinds: Mapping[str, type[RuleKind]]) -> Iterator[tuple[str, str, str]]:
    """Yield name, distribution and version of every plugin kind that the rules of a set name."""
    of_plugins = {name for name in kinds if "." in name}
    for name in sorted(of_plugins.intersection(_kinds_named(tree) if of_plugins else ())):
        yield (name, *_distribution(kinds[name]))


def _kinds_named(tree: Any) -> Iterator[str]:
    named = (value.get("kind") for _, value in steps(tree) if isinstance(value, dict))
    return (kind for kind in named if isinstance(kind, str))


def _distribution(kind: type[RuleKind]) -> tuple[str, str]:
    """Return the distribution that a class comes from and its version; its module, of no known one, where none is."""
    from importlib.metadata import version

    found = _distributions().get(kind.__module__.partition(".")[0])
    return (found[0], version(found[0])) if found else (kind.__module__, UNKNOWN_VERSION)


@cache
def _distributions() -> Mapping[str, list[str]]:
    """Return the distributions that bring each top-level package; looking through all of them takes a while."""
    from importlib.metadata import packages_distributions

    return packages_distributions()
