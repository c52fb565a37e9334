"""A trial: a sheet of answers and what it scored to. It is what every law looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from random import Random
from typing import Any, TypeAlias

from attrs import evolve, frozen
from hypothesis import strategies as st

from ..._model import CriteriaSet, Node
from ...expr._trace import Sheet
from ...score import Assessment, Cohort, NodeScore, Prepared, Scorecard, cohort_of, prepare, score
from ...score._cohort import cohort_answers
from ...score._terms import terms_of
from .._draw.aims import admitted
from .._draw.answers import assessments, rounds

Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]


@frozen(eq=False, slots=False, repr=False)
class Trial:
    """
    One unit's assessment of a set, with those of the units that it is compared with.

    `seed` is what a law chooses by: which answer it changes, in which order it puts siblings.
    """

    criteria_set: CriteriaSet
    assessment: Assessment
    others: tuple[Assessment, ...] = ()
    seed: int = 0

    def __repr__(self) -> str:
        """Return which sheet it is: Hypothesis writes it down, and a set written out is longer than a book."""
        return f"Trial({self.criteria_set.id!r}, {self.assessment.answers!r}, seed={self.seed})"

    def _repr_pretty_(self, printer: Any, _: object) -> None:
        printer.text(repr(self))

    @cached_property
    def cohort(self) -> Cohort | None:
        """Return the figures of all units together, None where nobody is compared."""
        return cohort_of((self.assessment, *self.others), self.criteria_set) if self.others else None

    @cached_property
    def card(self) -> Scorecard:
        """Return the scorecard."""
        return score(self.assessment, self.criteria_set, cohort=self.cohort)

    @cached_property
    def scores(self) -> Mapping[str, NodeScore]:
        """Return what became of each node, by code."""
        return {each.code: each for each in self.card.walk()}

    @cached_property
    def prepared(self) -> Prepared:
        """Return the set made ready on the terms of the assessment."""
        return prepare(self.criteria_set, terms_of(self.assessment, self.criteria_set))

    @cached_property
    def compared(self) -> Mapping[str, Any]:
        """Return the figures of the cohort by the names of their inputs."""
        return cohort_answers(self.cohort, self.prepared, self.assessment)

    @cached_property
    def row(self) -> list[object]:
        """Return the raw answers in the order of the programme's inputs."""
        return self.prepared.answers(self.assessment, self.compared)

    @cached_property
    def sheet(self) -> Sheet:
        """Return the programme over these answers, as the plain evaluator reads it."""
        inputs = self.prepared.inputs
        answers = {node: admitted(node, raw) for node, raw in zip(inputs, self.row, strict=True)}
        return Sheet(self.prepared.programme.by_name, answers)

    @cached_property
    def members(self) -> tuple[Trial, ...]:
        """Return the trials of all units, this one first: each has the others for its cohort."""
        every = (self.assessment, *self.others)
        return (self, *(evolve(self, assessment=each, others=_without(every, each)) for each in self.others))

    @property
    def random(self) -> Random:
        """Return what a law chooses by; the same every time, so that a trial can be repeated."""
        return Random(self.seed)  # noqa: S311  drawn for tests

    def chance(self, name: str) -> Random:
        """Return what a law chooses by for one answer, whichever others there are."""
        return Random(f"{self.seed} {name}")  # noqa: S311  drawn for tests

    def nodes(self) -> Iterator[tuple[Node, NodeScore]]:
        """Yield each node of the set with what became of it, parents first."""
        return ((node, self.scores[node.code]) for node in self.criteria_set.walk())

    def with_answers(self, answers: Mapping[str, object]) -> Trial:
        """Return the trial with other answers."""
        return evolve(self, assessment=evolve(self.assessment, answers=dict(answers)))

    def of(self, criteria_set: CriteriaSet) -> Trial:
        """Return the same sheets on another set."""
        return evolve(self, criteria_set=criteria_set)


def _without(every: tuple[Assessment, ...], one: Assessment) -> tuple[Assessment, ...]:
    return tuple(each for each in every if each is not one)


@st.composite
def trials(draw: Draw, criteria_set: CriteriaSet, *, whole: bool = False) -> Trial:
    """Draw a trial of a set; of several units where its rules compare them."""
    seed = draw(st.integers(0, 2**16))
    if not prepare(criteria_set).programme.comparisons:
        return Trial(criteria_set, draw(assessments(criteria_set, whole=whole)), seed=seed)
    own, *others = draw(rounds(criteria_set, whole=whole))
    return Trial(criteria_set, own, tuple(others), seed)
