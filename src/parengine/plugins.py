'''
Hook specifications: what a plugin may give to parengine.

A plugin is a module, or any object, with functions that are marked `hookimpl` and named like the hooks
below. Its distribution announces it in the entry-point group `parengine`:

    [project.entry-points.parengine]
    my_province = "my_province_par"

and the module implements the hooks it has something for:

    from importlib.resources import files

    from parengine.plugins import hookimpl

    @hookimpl
    def parengine_criteria_sets():
        """The province's own set, by edition."""
        return [files(__package__) / "editions" / "agencies-2025.yaml"]

`parengine.discover()` asks each plugin on its own: one that cannot be imported, raises, or returns
something else than its hook says is left out and listed in `Registry.failures` under the name of its
distribution. The others are not touched.
'''

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pluggy

from ._model import RuleKind

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["ENTRY_POINT_GROUP", "PROJECT", "Document", "RuleKind", "hookimpl", "hookspec"]

PROJECT: Final = "parengine"
#: The entry-point group under which a distribution announces its plugin.
ENTRY_POINT_GROUP: Final = "parengine"

#: A document: a file's path (as text too), a packaged resource, or what a reader of YAML or JSON would give.
Document: TypeAlias = "str | Path | Traversable | Mapping[str, Any]"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def parengine_criteria_sets() -> Iterable[Document]:  # type: ignore[empty-body]
    """
    Return the criteria sets that the plugin ships, one document an edition.

    Only the head of each is read when the registry is built; the rest when the set is asked for. An id
    that another distribution also ships is refused, naming both.
    """


@hookspec
def parengine_rule_kinds() -> Iterable[type[RuleKind]]:  # type: ignore[empty-body]
    """
    Return the rule kinds that the plugin adds, as classes.

    A kind is named `owner.kind`, for instance `dak-lak.seniority`; the core's own names have no dot and
    cannot be taken. See `parengine.rules` for what a kind is made of.
    """


@hookspec
def parengine_assessments() -> Iterable[Document]:  # type: ignore[empty-body]
    """Return example assessments of the plugin's sets; `parengine demo` scores the first of them."""


@hookspec
def parengine_cases() -> Iterable[Document]:  # type: ignore[empty-body]
    """Return case files: answers and the points that a jurist says they earn."""
