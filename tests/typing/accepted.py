"""What an application writes with parengine; it must pass mypy in strict mode."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from parengine import Assessment, CriteriaSet, DocumentError, Registry, Scorecard, Unit, discover, load, loads, score
from parengine.expr import Expr, const, when
from parengine.plugins import RuleKind, hookimpl
from parengine.rules import kind, slots


@kind
class Doubled:
    """A rule kind that a plugin might bring."""

    name: ClassVar[str] = "example.doubled"
    contract: ClassVar[int] = 1

    value: Expr = slots.number("The value that counts twice.", helps="up")

    def points(self, maximum: Fraction) -> Expr:
        """Return twice the value, at most the maximum."""
        return when(self.value * 2 < const(maximum), self.value * 2, const(maximum))

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield nothing."""
        yield from ()


@hookimpl
def parengine_criteria_sets() -> list[str]:
    """Return the sets of the example."""
    return ["agencies-2025.yaml"]


def a_kind() -> RuleKind:
    """Return a rule kind: any class with its three members is one."""
    return Doubled(value=const(1))


def index_of(registry: Registry, answers: dict[str, object]) -> Decimal | None:
    """Score a sheet of answers."""
    criteria_set: CriteriaSet = registry.find(owner="moha", tier="province", year=2022)
    sheet = Assessment(set=criteria_set.id, unit=Unit(id="dak-nong"), year=2022, answers=answers)
    scorecard: Scorecard = score(sheet, criteria_set, final=True)
    share: Fraction | None = scorecard.share
    return scorecard.index if share else None


def sentences(path: str) -> list[str]:
    """Say what is wrong with a file."""
    try:
        return [load(path).id, loads("format: 1").id, *(edition.id for edition in discover().sets())]
    except DocumentError as error:
        return [problem.sentence for problem in error.problems]
