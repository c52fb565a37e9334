"""A criteria set made ready to score: its programme, compiled once, and where each answer goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from itertools import repeat
from math import ceil, floor
from typing import Any, Final

from attrs import frozen

from .._model import Clause, CriteriaSet, Node
from .._sentences import say
from ..expr._domain import Domain, Refusal
from ..expr._exact import Compiled, Row, compile_exact
from ..expr._nodes import Input, Origin
from ..expr._oracle import read_answer
from ..expr._trace import Sheet
from ._assessment import Assessment
from ._channels import TOTAL_PREFIXES
from ._lower import checks_of, lower
from ._programme import FIGURES, TOTALS, Programme, named
from ._terms import PLAIN, TOTAL, Terms

#: The order of a row of answers.
_ORIGINS: Final[Mapping[Origin, int]] = {"answer": 0, "unit": 1, "evidence": 2, "decision": 3, "cohort": 4, "period": 5}
_NOTHING: Final[Mapping[str, object]] = {}
#: The figures of each node that a scorecard shows.
SHOWN: Final = tuple(figure for figure in FIGURES if figure not in ("away", "given"))


class Unreadable:
    """What stands for an answer that is not of its input's shape; no domain admits it."""


@frozen(eq=False, slots=False)
class Prepared:
    """
    A criteria set, its programme, and the compiled exact reading of it.

    Made by `prepare`.
    """

    criteria_set: CriteriaSet
    programme: Programme
    terms: Terms = PLAIN

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the set and the terms alone: what is compiled is compiled again."""
        return prepare, (self.criteria_set, self.terms)

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """Return the inputs in the order of a row of answers: by origin, parts after single ones."""
        return tuple(sorted(self.programme.inputs, key=lambda i: (_ORIGINS[i.origin], i.part is not None, i.name)))

    @cached_property
    def exact(self) -> Compiled:
        """Return the compiled reading with every figure that a scorecard shows."""
        nodes = [named(figure, node.code) for node in self.criteria_set.walk() for figure in SHOWN]
        return compile_exact(self._bindings, [*nodes, *self.totals], self.inputs)

    @cached_property
    def quick(self) -> Compiled:
        """Return the compiled reading of the totals, the index and the class alone."""
        totals = [name for name in self.totals if not name.startswith(TOTAL_PREFIXES)]
        return compile_exact(self._bindings, totals, self.inputs)

    @cached_property
    def compared(self) -> Compiled:
        """Return the compiled reading of what is compared with the cohort, for the first pass."""
        names = list(dict.fromkeys(each.binding for each in self.programme.comparisons))
        return compile_exact(self._bindings, names, self.inputs)

    @property
    def totals(self) -> list[str]:
        """Return the names of the bindings of the whole set."""
        return [binding.name for binding in self.programme.bindings if _is_total(binding.name)]

    @property
    def _bindings(self) -> list[tuple[str, Any]]:
        return [(binding.name, binding.expression) for binding in self.programme.bindings]

    @cached_property
    def _single(self) -> list[str]:
        return self._named("answer")

    def _named(self, origin: Origin, *, part: bool = False) -> list[str]:
        """Return the names of the inputs of one origin, in the order of a row."""
        return [i.name for i in self.inputs if i.origin == origin and (i.part is not None) == part]

    @cached_property
    def _parts(self) -> list[Distribution]:
        """Return the distributions of answers, with the options that are read and the others."""
        read: dict[str, list[str]] = {}
        for each in self.inputs:
            if each.origin == "answer" and each.part is not None:
                read.setdefault(each.name, []).append(each.part)
        declared = self.criteria_set.inputs
        return [
            Distribution(name, options, [option.id for option in declared[name].options], declared[name].domain)
            for name, options in read.items()
        ]

    @cached_property
    def _attributes(self) -> list[str]:
        return self._named("unit")

    @cached_property
    def _of_others(self) -> tuple[list[str], list[str], list[str], list[str]]:
        """Return the names of what others give: evidence, decisions, whether there is one, figures of the cohort."""
        flags = self._named("decision", part=True)
        return self._named("evidence"), self._named("decision"), flags, self._named("cohort")

    def answers(self, assessment: Assessment, cohort: Mapping[str, object] = _NOTHING) -> list[object]:
        """
        Return the raw answers in the order of `inputs`, None where there is none.

        `cohort` has the figures of the cohort by the names of their inputs.
        """
        row: list[object] = [*map(assessment.answers.get, self._single)]
        for distribution in self._parts:
            row += distribution.counts(assessment.answers.get(distribution.name))
        row += map(assessment.unit.attributes.get, self._attributes)
        if self.terms != PLAIN or self.programme.comparisons:
            row += self._given_by_others(assessment, cohort)
        row += repeat(assessment.year, len(self.inputs) - len(row))
        return row

    def run(self, assessment: Assessment, cohort: Mapping[str, object] = _NOTHING) -> Row:
        """Return the row of every shown figure, exactly."""
        return self.exact.run(self.answers(assessment, cohort))

    def _given_by_others(self, assessment: Assessment, cohort: Mapping[str, object]) -> list[object]:
        evidence, decisions, flags, figures = self._of_others
        taken = {**assessment.decisions, **({TOTAL: assessment.decided_total} if assessment.decided_total else {})}
        row: list[object] = [bool(assessment.evidence.get(code)) for code in evidence]
        row += [decision.points if (decision := taken.get(code)) else None for code in decisions]
        row += [code in taken for code in flags]
        return row + list(map(cohort.get, figures))

    def distribution(self, name: str) -> Distribution:
        """Return the distribution of answers with an id."""
        return next(each for each in self._parts if each.name == name)

    def checks_of(self, node: Node) -> tuple[Clause, ...]:
        """Return the checks of a node in the order in which the programme tries them."""
        return checks_of(self.criteria_set, node)

    def sheet(self, assessment: Assessment, cohort: Mapping[str, object] = _NOTHING) -> Sheet:
        """Return the programme ready to be traced for an assessment."""
        raw = zip(self.inputs, self.answers(assessment, cohort), strict=True)
        return Sheet(self.programme.by_name, {node: read_answer(node, answer) for node, answer in raw})


def _is_total(name: str) -> bool:
    return name in TOTALS or name.startswith(TOTAL_PREFIXES)


class Distribution:
    """A distribution of answers as an assessment gives it: a count for each option."""

    def __init__(self, name: str, read: list[str], declared: list[str], domain: Domain) -> None:
        self.name = name
        self.read = read
        self.declared = declared
        self.unread = [option for option in declared if option not in read]
        self.domain = domain
        self.options = frozenset(declared)
        self.low, self.high = ceil(domain.low or 0), floor(domain.high or 0)

    def counts(self, answer: object) -> Iterable[object]:
        """Return the counts of the options that are read; one that is not named was chosen by nobody."""
        if answer is None:
            return repeat(None, len(self.read))
        if not isinstance(answer, dict | Mapping) or self.problem(answer):
            return repeat(Unreadable, len(self.read))
        return map(answer.get, self.read, repeat(0))

    def problem(self, answer: Mapping[Any, object]) -> str | None:
        """Return what is wrong with a distribution beside the counts that are read, None where nothing is."""
        if not answer.keys() <= self.options:
            stranger = next(str(key) for key in answer if key not in self.options)
            options = list(self.declared)
            return say("'{option}' is not an option; the options are {options}", option=stranger[:40], options=options)
        for option in self.unread:
            count = answer.get(option, 0)
            if not (count is None or (type(count) is int and self.low <= count <= self.high)):
                refused = self.domain.admit(count)
                if isinstance(refused, Refusal):
                    return say("{option}: {why}", option=option, why=refused.sentence)
        return None


def prepare(criteria_set: CriteriaSet, terms: Terms = PLAIN) -> Prepared:
    """Return a criteria set made ready to score on some terms; the most recent ones are kept ready."""
    return _prepared(criteria_set, terms)


@lru_cache(maxsize=64)
def _prepared(criteria_set: CriteriaSet, terms: Terms) -> Prepared:
    return Prepared(criteria_set, lower(criteria_set, terms), terms)
