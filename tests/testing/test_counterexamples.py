"""A counter-example has few answers, is told in the words of the set, and comes with a case that shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from attrs import frozen
from faults_in_engine import _less_for_at_most
from planted_faults import PROVINCE, Patch, of_plugin, untouched

from parengine.criteria import loads_cases
from parengine.rules import Proportion
from parengine.score import _lower
from parengine.score._names import names_of
from parengine.testing import differences
from parengine.testing._checking import tried
from parengine.testing._counterexample import Counterexample, fewest
from parengine.testing._kept_case import case_text
from parengine.testing._laws.table import LAWS
from parengine.testing._subject import Subject

FEW = 2


@frozen
class Planted:
    """A fault in a rule of the national set: where it is put, the law that finds it, the node that is named."""

    name: str
    plant: Callable[[Patch], None]
    law: str


def _zero_rules_dropped(patch: Patch) -> None:
    patch.setattr(_lower, "_zeroed", lambda rules, rest: rest)


def _turned_over(patch: Patch) -> None:
    real = Proportion._from_share
    patch.setattr(Proportion, "_from_share", lambda self, share, maximum: maximum - real(self, share, maximum))


FAULTS = (
    Planted("zero rules are dropped", _zero_rules_dropped, "zero_dominates"),
    Planted("a threshold that is met exactly is not", _less_for_at_most, "compiled_equals_the_oracle"),
    Planted("a proportion gives what is left", _turned_over, "monotone"),
)
#: Laws that know what is right: their case can be kept as it is.
KNOWN = [each for each in FAULTS if each.law != "monotone"]
all_faults = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.law)
known_faults = pytest.mark.parametrize("fault", KNOWN, ids=lambda fault: fault.law)


@cache
def found(fault: Planted) -> tuple[Counterexample, tuple[str, ...], tuple[str, ...]]:
    """Return what is found with a fault, and how it is told in English and in Vietnamese."""
    with pytest.MonkeyPatch.context() as patch:
        fault.plant(patch)
        broken = tried(LAWS[fault.law], faulty(fault)).broken_by
        assert broken is not None, fault.name
        return broken, tuple(broken.lines()), tuple(broken.lines("vi"))


@cache
def faulty(fault: Planted) -> Subject:
    """Return the national set under a digest that only this fault has."""
    return of_plugin(PROVINCE)(f"to be shrunk: {fault.name}")


# ---- few answers


@all_faults
def test_a_counter_example_has_at_most_two_answers(fault: Planted) -> None:
    """Of 287 answers those stay that matter."""
    broken, _, _ = found(fault)

    assert FEW >= len(broken.answers) > 0
    assert ({}, "self") == (dict(broken.trial.assessment.decisions), broken.trial.assessment.stage)


def test_the_fewest_are_kept_that_still_show_it() -> None:
    """Whatever is not needed is left out, wherever it stands."""
    several = list(range(100))

    assert [3, 97] == fewest(several, lambda some: {3, 97} <= set(some))
    assert [] == fewest(several, lambda _: True)
    assert several == fewest(several, lambda some: len(some) == len(several))


# ---- in the words of the set


@all_faults
def test_a_counter_example_names_the_node_and_its_answers(fault: Planted) -> None:
    """Code and label, each answer with its label, what was expected, and what came out."""
    broken, lines, _ = found(fault)
    criteria_set, code = broken.trial.criteria_set, broken.breach.code
    labels = names_of(criteria_set)

    assert code is not None
    assert f"'{PROVINCE}' breaks the law '{fault.law}': {LAWS[fault.law].sentence}" == lines[0]
    assert f"  {code} {criteria_set.at(code).label.in_language('en')}" == lines[1]
    for name in broken.answers:
        assert any(line.startswith(f"    {name} ({labels[name].in_language('en')}): ") for line in lines)
    assert f"  expected: {broken.breach.expected}" in lines
    assert f"  found: {broken.breach.found}" in lines


@pytest.mark.parametrize("fault", [FAULTS[0], FAULTS[2]], ids=lambda fault: fault.law)
def test_a_counter_example_says_the_clause(fault: Planted) -> None:
    """The clause that is responsible stands there as the set words it."""
    broken, lines, _ = found(fault)
    clause = broken.breach.clause

    assert clause is not None
    assert any(line.startswith(f"  {clause}") and len(line) > len(clause) + FEW for line in lines)


@all_faults
def test_a_counter_example_in_vietnamese_has_no_english_word(fault: Planted) -> None:
    """But for ids, which are no words of a language."""
    broken, english, vietnamese = found(fault)
    ids = set(words([PROVINCE, fault.law, broken.breach.clause or "", *broken.answers, *KEYS]))

    assert set() == (set(words(english)) & set(words(vietnamese))) - ids


#: What a case file calls its parts, and what it says of a node.
KEYS = ("format set year cases id note unit answers expect nodes points status true false", "zeroed missing scored")


def words(lines: Iterator[str] | list[str] | tuple[str, ...]) -> list[str]:
    """Return the words of two letters and more, as far as they are written in letters that English has."""
    return [
        word
        for line in lines
        for word in re.findall(r"(?<![\w])[a-z]{2,}(?![\w])", line.replace("_", " ").replace("-", " "))
    ]


# ---- the case


@all_faults
def test_the_case_can_be_read(fault: Planted) -> None:
    """What is printed is a whole case file, with the answers that matter and nothing else."""
    broken, lines, _ = found(fault)
    text = case_text(broken.law, broken.trial, broken.breach)
    (case,) = loads_cases(text).cases

    assert text.splitlines() == [line[4:] for line in lines[lines.index("  as a case:") + 1 :]]
    assert set(broken.answers) == set(case.answers)
    assert (broken.law.sentence in (case.note or ""), broken.breach.code in case.expect.nodes) == (True, True)


@known_faults
def test_the_case_comes_out_on_the_right_set(fault: Planted) -> None:
    """Without the fault the case is green, so it can be pasted."""
    broken, _, _ = found(fault)
    file = loads_cases(case_text(broken.law, broken.trial, broken.breach))

    assert () == differences(file.cases[0], untouched(PROVINCE).criteria_set, file.year)


@known_faults
def test_the_case_fails_where_the_fault_is(fault: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the fault it fails, and names the node."""
    broken, _, _ = found(fault)
    file = loads_cases(case_text(broken.law, broken.trial, broken.breach))
    fault.plant(monkeypatch)
    wrong = differences(file.cases[0], faulty(fault).criteria_set, file.year)

    assert wrong
    assert all(each.startswith(f"{broken.breach.code} ") for each in wrong)


def test_a_case_says_where_the_right_figure_is_not_known() -> None:
    """A law about directions knows that something is wrong, and not what is right."""
    broken, _, _ = found(FAULTS[2])
    (case,) = loads_cases(case_text(broken.law, broken.trial, broken.breach)).cases

    assert "what came out stands here: write what the text gives" in (case.note or "")
