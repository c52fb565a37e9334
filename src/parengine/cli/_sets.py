"""`sets` and `schema`: what there is to score with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import click
from attrs import frozen

from .._model import EditionKey
from .._sentences import say
from ..criteria import assessment_schema, schemas
from ..errors import ParengineError
from ..registry import Edition, Registry, Standing
from ..score import ProvenanceCounts
from ..types import Language
from ._options import common, find_set, known, tell
from ._page import Block, Column, Page, Table, write


@frozen
class _Listed:
    """An edition with all that is shown of it; `standings` by year, `counts` None where it cannot be read."""

    edition: Edition
    standings: Mapping[int, Standing]
    counts: ProvenanceCounts | None

    @property
    def in_force(self) -> list[int]:
        """Return the years for which the edition is in force."""
        return [year for year, standing in self.standings.items() if standing.in_force]


@click.command()
@click.option("--owner", help="Only the editions of one owner.")
@click.option("--tier", help="Only the editions for one tier.")
@click.option("--year", type=int, help="Only the editions that cover one year.")
@common
@click.pass_obj
def sets(
    registry: Registry | None, owner: str | None, tier: str | None, year: int | None, format: str, language: Language
) -> None:
    """List the criteria sets of the installed plugins: their decisions, what they rest on, which is in force."""
    found = known(registry)
    for warning in found.warnings:
        tell(say("warning: {sentence}", sentence=warning))
    wanted = [each for each in found.sets() if _is_wanted(each.head.key, owner, tier, year)]
    listed = [_listed(found, each, year) for each in wanted]
    blocks = list(_blocks(listed, language)) if listed else [_none(found)]
    write(Page(blocks, [_facts(each) for each in listed]), format)


def _none(registry: Registry) -> Block:
    return say("no criteria set is what was asked for") if registry.sets() else say("no criteria set is installed")


def _is_wanted(key: EditionKey, owner: str | None, tier: str | None, year: int | None) -> bool:
    return owner in (None, key.owner) and tier in (None, key.tier) and (year is None or year in key.years)


def _listed(registry: Registry, edition: Edition, year: int | None) -> _Listed:
    key = edition.head.key
    years = key.years if year is None else (year,)
    return _Listed(edition, {each: _standing(registry, key, each) for each in years}, _counts(registry, edition))


def _standing(registry: Registry, key: EditionKey, year: int) -> Standing:
    every = registry.editions_of(owner=key.owner, tier=key.tier, year=year)
    return next(standing for standing in every if standing.edition.id == key.id)


def _counts(registry: Registry, edition: Edition) -> ProvenanceCounts | None:
    """Return the counts of a set, None where it cannot be read: `check` says why."""
    try:
        return registry.provenance_counts(edition.id)
    except ParengineError:
        return None


def _blocks(listed: Sequence[_Listed], language: Language) -> Iterator[Block]:
    rows = [_row(each, language) for each in listed]
    shown = [column for column in _COLUMNS if any(row[column] for row in rows)]
    yield Table("", [_COLUMNS[column] for column in shown], [[row[column] for column in shown] for row in rows])
    for each in listed:
        yield from (
            say("'{id}' is not in force for {year}: {reason}", id=each.edition.id, year=year, reason=standing.reason)
            for year, standing in each.standings.items()
            if not standing.in_force
        )


#: The columns of the list; one in which nothing stands is not shown.
_COLUMNS: Final[Mapping[str, Column]] = {
    "id": Column(say("id")),
    "edition": Column(say("edition")),
    "owner": Column(say("owner")),
    "tier": Column(say("tier")),
    "years": Column(say("years")),
    "in_force": Column(say("in force for")),
    "number": Column(say("decision")),
    "issued": Column(say("issued")),
    "from": Column(say("in force from")),
    "supersedes": Column(say("supersedes")),
    "extends": Column(say("extends")),
    "sourced": Column(say("sourced"), right=True),
    "derived": Column(say("derived"), right=True),
    "reconstructed": Column(say("reconstructed"), right=True),
    "title": Column(say("title")),
    "origin": Column(say("brought by")),
}


def _row(listed: _Listed, language: Language) -> dict[str, str]:
    edition = listed.edition
    head, key, counts = edition.head, edition.head.key, listed.counts
    return {
        **{name: getattr(key, name) or "" for name in ("id", "edition", "owner", "tier", "supersedes", "extends")},
        "years": ", ".join(map(str, key.years)),
        "in_force": ", ".join(map(str, listed.in_force)),
        "number": head.number or "",
        "issued": head.issued.isoformat() if head.issued else "",
        "from": head.in_force.isoformat() if head.in_force else "",
        **{name: str(getattr(counts, name)) if counts else "" for name in _KINDS},
        "title": head.title.in_language(language),
        "origin": str(edition.origin),
    }


_KINDS: Final = ("sourced", "derived", "reconstructed")


def _facts(listed: _Listed) -> dict[str, Any]:
    edition = listed.edition
    head, key, origin = edition.head, edition.head.key, edition.origin
    return {
        "id": key.id,
        "edition": key.edition,
        "owner": key.owner,
        "tier": key.tier,
        "years": list(key.years),
        "supersedes": key.supersedes,
        "extends": key.extends,
        "title": {"vi": head.title.vi, "en": head.title.en},
        "decision": {
            "number": head.number,
            "issued": head.issued.isoformat() if head.issued else None,
            "in_force": head.in_force.isoformat() if head.in_force else None,
        },
        "provenance": {name: getattr(listed.counts, name) for name in _KINDS} if listed.counts else None,
        "in_force": [
            {"year": year, "in_force": standing.in_force, "reason": standing.reason}
            for year, standing in listed.standings.items()
        ],
        "origin": {"distribution": origin.distribution, "version": origin.version},
    }


@click.command()
@click.argument("criteria_set", metavar="SET")
@common
@click.pass_obj
def schema(registry: Registry | None, criteria_set: str, format: str, language: Language) -> None:  # noqa: ARG001  both are JSON
    """Print the JSON Schema of a set's assessments, in both formats."""
    shape = assessment_schema(find_set(known(registry), criteria_set))
    write(Page([], f"{schemas.written(shape)}\n"), "json")
