"""
The registry: which criteria sets, rule kinds and examples there are, and who brought them.

A registry is a value that is built, by `discover()` from the installed plugins or by hand, and never
changes: `with_plugin` and `with_set` give a new one. Sets are listed by their heads and read when they
are asked for.

>>> from parengine import Registry
>>> Registry.build().sets()
()
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeVar

from attrs import evolve, field, frozen

from ._documents import beside, read_set, with_places
from ._heads import UNTITLED, Head, head_of
from ._model import CriteriaSet, RuleKind
from ._nearest import nearest
from ._plugged import Edition, Failure, Origin, Plugged, ask, editions, kind_name
from ._sentences import Sentence, say
from ._standing import Standing, standings, strangers, the_one
from .criteria._assessments import made_assessment
from .criteria._extends import MAX_CHAIN, expanded
from .criteria._places import Document as Read
from .criteria._plugin_kinds import UNKNOWN_VERSION
from .criteria._provenance_counts import provenance_counts
from .criteria._source import read_mapping
from .errors import DocumentError, RegistryError
from .plugins import ENTRY_POINT_GROUP, Document
from .rules import KINDS
from .score import Assessment, ProvenanceCounts
from .types import Text

__all__ = ["Edition", "Failure", "Head", "Origin", "Registry", "Standing", "discover"]

_APPLICATION = "application"
_T = TypeVar("_T")


@frozen
class Registry:
    """
    What is known, sorted by id.

    `kinds` is the table of rule kinds, the core's and the plugins'; `failures` lists the plugins and
    documents that were left out, and why.
    """

    editions: Mapping[str, Edition] = field(factory=dict)
    kinds: Mapping[str, type[RuleKind]] = field(factory=lambda: dict(KINDS), repr=False)
    failures: tuple[Failure, ...] = ()
    _plugged: tuple[Plugged, ...] = field(default=(), repr=False)
    _by_hand: tuple[Edition, ...] = field(default=(), repr=False)
    _read: dict[str, CriteriaSet] = field(factory=dict, init=False, repr=False, eq=False)

    @classmethod
    def build(cls, plugins: Iterable[object] = ()) -> Registry:
        """
        Return the registry of some plugins, without looking for installed ones.

        A plugin that fails is left out and listed in `failures`. Raises `RegistryError` where two bring
        the same criteria set or rule kind.
        """
        return _assembled([_asked(plugin) for plugin in plugins])

    def with_plugin(self, plugin: object, name: str | None = None) -> Registry:
        """Return a registry that also knows a plugin; raises `RegistryError` where the plugin fails."""
        grown = _assembled([*self._plugged, _asked(plugin, name)], self._by_hand)
        for failure in set(grown.failures) - set(self.failures):
            origin, why = str(failure.origin), failure.sentence
            raise RegistryError(say("the plugin '{origin}' cannot be used: {why}", origin=origin, why=why))
        return grown

    def with_set(self, criteria_set: CriteriaSet | Document, name: str = _APPLICATION) -> Registry:
        """
        Return a registry that also knows a criteria set, read or as a document; `name` says whose it is.

        Raises `DocumentError` with every problem of the document, `RegistryError` where its id is taken.
        """
        read = criteria_set
        if not isinstance(read, CriteriaSet):
            read = self._signed(read_set(read, self.kinds, beside(read, self.base)))
        edition = Edition(head_of(read), Origin(name), read)
        return _assembled(self._plugged, [*self._by_hand, edition])

    def sets(self) -> tuple[Edition, ...]:
        """Return the criteria sets by their heads, sorted by id; none is read further."""
        return tuple(self.editions.values())

    def get(self, id: str) -> CriteriaSet:
        """
        Return the criteria set with an id.

        Raises `RegistryError` where there is none, and `DocumentError` where its document is not right.
        """
        if id not in self._read:
            self._read[id] = self._whole(self.edition(id))
        return self._read[id]

    def edition(self, id: str) -> Edition:
        """Return the head and the origin of the criteria set with an id; raises `RegistryError`."""
        try:
            return self.editions[id]
        except KeyError:
            raise RegistryError(_unknown(id, list(self.editions))) from None

    def origin(self, id: str) -> Origin:
        """Return the distribution that brought the criteria set with an id, and its version."""
        return self.edition(id).origin

    def find(self, *, owner: str, tier: str, year: int) -> CriteriaSet:
        """
        Return the edition in force for an owner, a tier and a year.

        Where several cover the year, the one that supersedes the others; raises `RegistryError` where
        there is none, or where two are left that do not say which of them it is.
        """
        return self.get(the_one(self.editions_of(owner=owner, tier=tier, year=year), owner, tier, year).id)

    def editions_of(self, *, owner: str, tier: str, year: int) -> tuple[Standing, ...]:
        """Return every edition for an owner, a tier and a year: whether it is in force, and why; none is read."""
        return standings(self.editions, owner, tier, year)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what is doubtful about the editions together: one that supersedes another that is not known."""
        return tuple(strangers(self.editions))

    def base(self, id: str) -> Read:
        """
        Return the document of an edition that another one extends: `load(path, bases=registry.base)`.

        Raises `RegistryError` where there is none, and `DocumentError` where it cannot be read.
        """
        whole = self.edition(id).whole
        if isinstance(whole, CriteriaSet):
            return read_mapping(whole.document, name=f"<{id}>")
        return with_places(whole)

    def provenance_counts(self, id: str) -> ProvenanceCounts:
        """
        Return how many nodes and clauses of a set are sourced, derived, reconstructed, without building it.

        Raises `RegistryError` where there is no such set, `DocumentError` where its document cannot be read.
        """
        return provenance_counts(expanded(self.base(id), self.base).document.root)

    def assessment(self, document: Document | Read) -> Assessment:
        """
        Read an assessment and hold it against the criteria set that it names.

        Raises `DocumentError` with every problem, an unknown set among them.
        """
        read = document if isinstance(document, Read) else with_places(document)
        named = made_assessment(read, None).set
        try:
            criteria_set = self.get(named)
        except RegistryError as error:
            raise DocumentError([read.problem(("set",), error.sentence)]) from None
        return made_assessment(read, criteria_set)

    def assessments(self) -> tuple[Document, ...]:
        """Return the documents of the example assessments, by distribution."""
        return tuple(document for plugged in self._plugged for document in plugged.assessments)

    def cases(self) -> tuple[Document, ...]:
        """Return the documents of the case files, by distribution."""
        return tuple(document for plugged in self._plugged for document in plugged.cases)

    def cases_of(self, id: str) -> tuple[Document, ...]:
        """Return the documents of the case files of the distribution that brings a set; raises `RegistryError`."""
        origin = self.origin(id)
        return tuple(document for one in self._plugged if one.origin == origin for document in one.cases)

    def _whole(self, edition: Edition) -> CriteriaSet:
        if isinstance(edition.whole, CriteriaSet):
            return edition.whole
        return self._signed(read_set(edition.whole, self.kinds, self.base))

    def _signed(self, criteria_set: CriteriaSet) -> CriteriaSet:
        """Return a set that names the plugins whose kinds it uses as this registry knows them."""
        brought = {kind_name(kind): one.origin for one in self._plugged for kind in one.kinds}
        origins = [(name, brought[name]) for name, *_ in criteria_set.kinds if name in brought]
        return evolve(
            criteria_set, kinds=tuple((name, of.distribution, of.version or UNKNOWN_VERSION) for name, of in origins)
        )


def discover() -> Registry:
    """
    Return the registry of the installed plugins: the entry points of the group `parengine`.

    A plugin that fails is listed in `failures` under its distribution's name and takes no other down.
    Raises `RegistryError` where two distributions bring the same criteria set or rule kind.
    """
    from importlib.metadata import entry_points

    found = sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda point: (str(_origin_of_point(point)), point.name))
    return _assembled([ask(_origin_of_point(point), point.load) for point in found])


def _origin_of_point(point: Any) -> Origin:
    return Origin(point.dist.name, point.dist.version) if point.dist else Origin(point.name)


def _asked(plugin: object, name: str | None = None) -> Plugged:
    return ask(Origin(name or str(getattr(plugin, "__name__", type(plugin).__name__))), lambda: plugin)


def _assembled(plugged: Iterable[Plugged], by_hand: Sequence[Edition] = ()) -> Registry:
    plugged = sorted(plugged, key=lambda one: str(one.origin))
    kinds = {**KINDS, **_kinds(plugged)}
    found = [edition for one in plugged for edition in editions(one, kinds)]
    failures = [*(failure for one in plugged for failure in one.failures), *_only(Failure, found)]
    return Registry(
        editions=_titled(_by_id([*_only(Edition, found), *by_hand])),
        kinds=kinds,
        failures=tuple(sorted(failures, key=str)),
        plugged=tuple(plugged),
        by_hand=tuple(by_hand),
    )


def _only(wanted: type[_T], found: Iterable[object]) -> list[_T]:
    return [one for one in found if isinstance(one, wanted)]


def _kinds(plugged: Iterable[Plugged]) -> dict[str, type[RuleKind]]:
    brought = sorted(((kind_name(kind), one.origin, kind) for one in plugged for kind in one.kinds), key=lambda b: b[0])
    _refuse_twins(_twin_kinds, [(name, origin) for name, origin, _ in brought])
    return {name: kind for name, _, kind in brought}


def _by_id(found: Iterable[Edition]) -> dict[str, Edition]:
    by_id = sorted(found, key=lambda edition: edition.id)
    _refuse_twins(_twin_sets, [(edition.id, edition.origin) for edition in by_id])
    return {edition.id: edition for edition in by_id}


def _titled(editions: dict[str, Edition]) -> dict[str, Edition]:
    """Return editions of which each has a title, that of the one it extends where it has none of its own."""
    untitled = [each for each in editions.values() if each.head.title == UNTITLED]
    named = {each.id: evolve(each, head=evolve(each.head, title=_title(each, editions))) for each in untitled}
    return {**editions, **named}


def _title(edition: Edition, editions: Mapping[str, Edition]) -> Text:
    found: Edition | None = edition
    for _ in range(MAX_CHAIN):
        if found is None or found.head.title != UNTITLED:
            break
        found = editions.get(found.head.key.extends or "")
    return found.head.title if found and found.head.title != UNTITLED else Text(edition.id)


def _refuse_twins(refused: Callable[[str, str, str], Sentence], brought: Iterable[tuple[str, Origin]]) -> None:
    for (name, origin), (following, other) in pairwise(brought):
        if name == following:
            raise RegistryError(refused(name, str(origin), str(other)))


def _twin_kinds(name: str, one: str, other: str) -> Sentence:
    return say(
        "the rule kind '{name}' is brought by '{one}' and by '{other}'; keep one of them",
        name=name,
        one=one,
        other=other,
    )


def _twin_sets(name: str, one: str, other: str) -> Sentence:
    return say(
        "the criteria set '{name}' is brought by '{one}' and by '{other}'; keep one of them",
        name=name,
        one=one,
        other=other,
    )


def _unknown(id: str, known: Sequence[str]) -> Sentence:
    if not known:
        return say("there is no criteria set '{id}', nor any other; install a plugin that brings some", id=id)
    near = nearest(id, known)
    if near is None:
        return say("there is no criteria set '{id}'; known: {known}", id=id, known=list(known))
    return say(
        "there is no criteria set '{id}'; did you mean '{near}'? known: {known}", id=id, near=near, known=list(known)
    )
