"""What is given wrongly to the testing kit is refused with a sentence, and nothing passes because nothing was tried."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar

import pytest
from planted_faults import small

from parengine import CriteriaSet, DocumentError, RegistryError
from parengine.criteria import CaseFile, loads_cases
from parengine.expr import Expr
from parengine.rules import KINDS, YesNo, slots
from parengine.rules.slots import kind
from parengine.testing import answers, assessments, check, coverage, parametrize_laws, rounds, units
from parengine.testing._draw.builders import ID, YEAR, asked, leaf

PAID = leaf("1", 2, {"kind": "yes_no", "input": "paid"}, inputs={"paid": asked("yes_no")})
LEAVING = leaf("1", 2, {"kind": "tester.leaving", "count": "n"}, inputs={"n": asked("count", high=9)})
NOT_A_SET = "a {} is not a criteria set; give the id of an installed one, its file or a loaded one"


@kind
class Leaving:
    """So much for each; it ends the program when it is asked for other points than its node's."""

    name: ClassVar[str] = "tester.leaving"
    contract: ClassVar[int] = 1

    count: Expr = slots.number("What is counted.", helps="up")

    def points(self, maximum: Fraction) -> Expr:
        """Return a tenth for each."""
        if maximum != 2:
            sys.exit(0)
        return self.count * Fraction(1, 10)

    def problems(self, maximum: Fraction) -> Iterable[str]:
        """Return nothing: it admits any points."""
        return ()


def made() -> CriteriaSet:
    """Return a small set."""
    return small(PAID)("given to the kit").criteria_set


def cases(**more: Any) -> CaseFile:
    """Return a case file of the small set."""
    return loads_cases({"format": 1, "set": ID, "year": YEAR, "cases": [{"id": "1", "expect": {}}], **more})


def refused(error: type[BaseException], asked_for: Callable[[], object]) -> str:
    """Return the sentence that something is refused with."""
    with pytest.raises(error) as found:
        asked_for()
    return str(found.value)


def failing(*sets: Any) -> list[tuple[str, str]]:
    """Return the tests that pytest gets for some sets, each with what it fails with."""
    tests = parametrize_laws(*sets).mark.args[1]
    return [(each.id, refused(pytest.fail.Exception, each.values[0])) for each in tests]


# ---- a kind that ends the program


def test_a_kind_that_ends_the_program_breaks_a_law() -> None:
    """Its exit code 0 must not be that of laws that hold."""
    kinds = {**KINDS, Leaving.name: Leaving}
    report = check(small(LEAVING, kinds=kinds)("it leaves").criteria_set, ["rescaled"])

    assert (False, "1") == (report.passed, report.broken[0].broken_by.breach.code)  # type: ignore[union-attr]
    assert "SystemExit: 0 (" in str(report)


def test_a_kind_that_ends_the_program_while_sheets_are_drawn_breaks_a_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no sheet yet; the node is told all the same."""
    criteria_set = small(PAID)("it leaves early").criteria_set
    monkeypatch.setattr(YesNo, "points", lambda self, maximum: sys.exit(0))
    report = check(criteria_set, ["bounded"])

    assert (False, "1") == (report.passed, report.broken[0].broken_by.breach.code)  # type: ignore[union-attr]
    assert "SystemExit: 0 (" in str(report)


def test_a_kind_whose_words_end_the_program_breaks_a_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its prose is the kind's own code, too."""
    criteria_set = small(PAID)("its words leave").criteria_set
    monkeypatch.setattr(YesNo, "sentence", lambda self, maximum: sys.exit(0))

    assert "SystemExit" in str(check(criteria_set, ["prose_names_all"]))


# ---- nothing to try


def test_no_law_is_refused() -> None:
    """A report about nothing would pass."""
    told = "there is no law to try; give some by name, or leave 'laws' out to try them all"

    assert told == refused(ValueError, lambda: check(made(), []))


def test_no_set_is_a_failing_test() -> None:
    """Without a test pytest would skip, and be green."""
    told = "no criteria set is given; give the id of an installed one, its file or a loaded one"

    assert [("no-set", told)] == failing()


# ---- what laws are tried on, and which


@pytest.mark.parametrize("given", [None, 5, b"x", ["x"]])
def test_what_is_no_set_is_refused(given: Any) -> None:
    """By `check` at once, by pytest in one failing test."""
    told, name = NOT_A_SET.format(type(given).__name__), type(given).__name__

    assert told == refused(RegistryError, lambda: check(given))
    assert [(f"{name}-loads", told)] == failing(given)


def test_a_folder_and_a_name_that_is_too_long_are_refused(tmp_path: Path) -> None:
    """Neither is a file."""
    told = f"'{tmp_path}' is a folder; name the file of a criteria set"

    assert told == refused(RegistryError, lambda: check(tmp_path))
    assert [(f"{tmp_path}-loads", told)] == failing(tmp_path)
    assert "is neither the id" in refused(RegistryError, lambda: check("x" * 5000))


def test_a_law_may_be_given_by_its_name() -> None:
    """Several, or one alone."""
    assert ["bounded"] == [each.law.name for each in check(made(), ["bounded"]).results]
    assert ["bounded"] == [each.law.name for each in check(made(), "bounded").results]


def test_an_unknown_law_is_refused() -> None:
    """With the nearest that there is, and with all."""
    near = refused(ValueError, lambda: check(made(), ["bouned"]))

    assert near.startswith("there is no law 'bouned'; did you mean 'bounded'? known: ")
    assert refused(ValueError, lambda: check(made(), ["?"])).startswith("there is no law '?'; known: ")


@pytest.mark.parametrize("laws", [5, [5]])
def test_what_is_no_law_is_refused(laws: Any) -> None:
    """A number is none, alone or in a list."""
    assert "a int is not a law; give one of LAWS, or its name" == refused(TypeError, lambda: check(made(), laws))


# ---- loaded sets and case files


@pytest.mark.parametrize("of", [answers, units, assessments, rounds, lambda given: coverage(given, [])])
@pytest.mark.parametrize("given", ["id", None])
def test_what_is_not_loaded_is_refused_at_once(of: Callable[[Any], object], given: Any) -> None:
    """Not only when the first sheet is drawn."""
    told = f"takes a loaded criteria set, not a {type(given).__name__}; discover().get('id') loads one"

    assert refused(TypeError, lambda: of(given)).endswith(told)


def test_an_unknown_stage_is_refused() -> None:
    """With the stages that there are."""
    told = "there is no stage 'zz'; known: self, appraised, final"
    unknown: Any = "zz"

    assert told == refused(ValueError, lambda: assessments(made(), stage=unknown))


@pytest.mark.parametrize("files", ["x.yaml", ["x.yaml"]])
def test_a_case_file_that_is_not_loaded_is_refused(files: Any) -> None:
    """A name is not what it names."""
    told = "'coverage' takes loaded case files, not a str; load_cases(path) loads one"

    assert told == refused(TypeError, lambda: coverage(made(), files))


def test_one_case_file_may_stand_alone() -> None:
    """It covers what a list of it covers."""
    assert coverage(made(), [cases()]) == coverage(made(), cases())


@pytest.mark.parametrize(
    "more, told",
    [
        ({"set": "other-2025"}, f"these are cases of 'other-2025', not of '{ID}'"),
        ({"year": YEAR + 50}, f"'{ID}' does not cover {YEAR + 50}; it covers {YEAR}"),
    ],
)
def test_cases_of_another_set_or_year_cover_nothing(more: dict[str, Any], told: str) -> None:
    """They are refused with their place."""
    assert refused(DocumentError, lambda: coverage(made(), [cases(**more)])).endswith(told)
