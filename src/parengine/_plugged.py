"""
Plugged: what one plugin brings, asked for so that its mistakes stay its own.

Each plugin answers to a plugin manager of its own. Whatever it does wrong becomes a `Failure` that names
its distribution; nothing it raises reaches the caller.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import pluggy
from attrs import field, frozen

from . import plugins
from ._documents import name_of
from ._heads import Head, read_head
from ._model import CriteriaSet, RuleKind
from ._sentences import all_of, say
from .criteria._places import shortened
from .errors import DocumentError
from .plugins import Document
from .rules import CONTRACT, kind_schema

_KIND_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*\.[a-z][a-z0-9_]*", re.ASCII)
_MOST_TOLD: Final = 200


@frozen(order=True)
class Origin:
    """Who brought something: a distribution and its version, or the application itself."""

    distribution: str
    version: str | None = None

    def __str__(self) -> str:
        """Return the distribution with its version."""
        return f"{self.distribution} {self.version}" if self.version else self.distribution


@frozen(order=True)
class Failure:
    """What a plugin did wrong, as a sentence, and whose it is."""

    origin: Origin
    sentence: str

    def __str__(self) -> str:
        """Return one line for a log."""
        return f"{self.origin}: {self.sentence}"


@frozen
class Edition:
    """A criteria set that a registry knows: its head, where it came from, and where the rest of it is."""

    head: Head
    origin: Origin
    whole: Document | CriteriaSet = field(repr=False, eq=False)

    @property
    def id(self) -> str:
        """Return the edition's unique id."""
        return self.head.key.id


@frozen
class Plugged:
    """What one plugin brought, and what it failed to bring."""

    origin: Origin
    documents: tuple[Document, ...] = ()
    kinds: tuple[type[RuleKind], ...] = ()
    assessments: tuple[Document, ...] = ()
    cases: tuple[Document, ...] = ()
    failures: tuple[Failure, ...] = ()


class _RubbishError(Exception):
    """Something that a hook may not give."""


def ask(origin: Origin, find: Callable[[], object]) -> Plugged:
    """Return what the plugin that `find` gives has to offer; an error in it becomes a failure."""
    try:
        return _answers(origin, find())
    except _RubbishError as error:
        return Plugged(origin, failures=(Failure(origin, error.args[0]),))
    except (Exception, SystemExit) as error:  # noqa: BLE001  a plugin is a stranger's code
        return Plugged(origin, failures=(Failure(origin, say("the plugin raised {error}", error=_told(error))),))


def _told(error: BaseException) -> str:
    first = shortened(str(error).partition("\n")[0], _MOST_TOLD)
    return f"{type(error).__name__}: {first}" if first else type(error).__name__


def _answers(origin: Origin, plugin: object) -> Plugged:
    hooks = _hooks(origin, plugin)
    return Plugged(
        origin,
        documents=_given(hooks.parengine_criteria_sets, _document),
        kinds=_given(hooks.parengine_rule_kinds, _kind),
        assessments=_given(hooks.parengine_assessments, _document),
        cases=_given(hooks.parengine_cases, _document),
    )


def _hooks(origin: Origin, plugin: object) -> pluggy.HookRelay:
    alone = pluggy.PluginManager(plugins.PROJECT)
    alone.add_hookspecs(plugins)
    alone.register(plugin, name=origin.distribution)
    try:
        alone.check_pending()
    except pluggy.PluginValidationError as error:
        raise _RubbishError(str(error)) from error
    if not alone.get_hookcallers(plugin):
        raise _RubbishError(say("the plugin implements no hook; mark its functions with parengine.plugins.hookimpl"))
    return alone.hook


def _given(hook: pluggy.HookCaller, check: Callable[[object], str | None]) -> tuple[Any, ...]:
    """Return all that a plugin's implementation of a hook gives, nothing where it has none."""
    answers = hook() or [None] * len(hook.get_hookimpls())
    return tuple(checked for answer in answers for checked in _checked(hook.name, answer, check))


def _checked(hook: str, answer: object, check: Callable[[object], str | None]) -> Iterable[object]:
    if not isinstance(answer, Iterable) or isinstance(answer, str | Mapping | Path):
        raise _RubbishError(say("'{hook}' must give a list, not a {type}", hook=hook, type=type(answer).__name__))
    for given in answer:
        complaint = check(given)
        if complaint:
            raise _RubbishError(say("'{hook}' gave {complaint}", hook=hook, complaint=complaint))
        yield given


def _document(given: object) -> str | None:
    if isinstance(given, str | Path | Mapping) or hasattr(given, "read_text"):
        return None
    return say("a {type}; a document is a path, a packaged resource or a mapping", type=type(given).__name__)


def _kind(given: object) -> str | None:
    name = getattr(given, "name", None)
    if not isinstance(given, type) or not isinstance(name, str):
        return say("a {type}; a rule kind is a class with a 'name'", type=type(given).__name__)
    if not _KIND_NAME.fullmatch(name):
        return say(
            "the rule kind '{name}'; a plugin's kind is named 'owner.kind', for instance 'dak-lak.seniority'", name=name
        )
    lacking = [method for method in ("points", "problems") if not callable(getattr(given, method, None))]
    if lacking:
        return say("the rule kind '{name}' without {lacking}", name=name, lacking=all_of(lacking))
    return _contract_problem(given, name)


def _contract_problem(kind: Any, name: str) -> str | None:
    """Return why the engine cannot work with a rule kind that is complete."""
    contract = getattr(kind, "contract", None)
    if contract != CONTRACT:
        return say(
            "the rule kind '{name}' for contract {contract}; this engine has 'contract = {own}'",
            name=name,
            contract=str(contract),
            own=CONTRACT,
        )
    try:
        kind_schema(kind)
    except Exception as error:  # noqa: BLE001  a stranger's class
        return say(
            "the rule kind '{name}' whose slots cannot be read ({error}); see parengine.rules.kind",
            name=name,
            error=_told(error),
        )
    return None


def kind_name(kind: Any) -> str:
    """Return the name of a rule kind, which its class carries."""
    return str(kind.name)


def editions(plugged: Plugged, kinds: Mapping[str, type[RuleKind]]) -> Iterable[Edition | Failure]:
    """Yield the criteria sets of a plugin, and a failure for each of its documents that is none."""
    for document in plugged.documents:
        try:
            yield Edition(read_head(document, kinds), plugged.origin, document)
        except DocumentError as error:
            yield Failure(plugged.origin, say("a criteria set cannot be read: {problem}", problem=error.problems[0]))
        except Exception as error:  # noqa: BLE001  a kind's own reading may raise anything
            yield Failure(
                plugged.origin,
                say("the criteria set '{name}' raised {error}", name=name_of(document), error=_told(error)),
            )
