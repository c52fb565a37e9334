"""A counter-example as a case that can be kept: every sheet is written so that it is read again, unit by unit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar, Final

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from planted_faults import small

from parengine import DocumentError, loads
from parengine.criteria import loads_cases
from parengine.expr import Expr, const, when
from parengine.rules import KINDS, slots
from parengine.rules._compounds import ListOf
from parengine.rules._forms import Amount
from parengine.rules.slots import kind
from parengine.score import Assessment, Unit
from parengine.testing import LAWS, criteria_sets
from parengine.testing._checking import tried
from parengine.testing._counterexample import counterexample
from parengine.testing._draw.builders import ID, YEAR, asked, document, leaf
from parengine.testing._kept_case import case_text
from parengine.testing._laws.breach import Breach
from parengine.testing._laws.law import Law
from parengine.testing._laws.raised import breaches_of
from parengine.testing._laws.rescaled_set import scaled
from parengine.testing._laws.trial import Trial, trials
from parengine.testing._parametrize import LawOfSet, Unloaded
from parengine.testing._subject import subject_of
from parengine.testing._worked.documents import writable
from parengine.testing._worked.files import cases_of

COUNT: Final = asked("count", high=20)
YES_NO: Final = asked("yes_no")
TALLY: Final = leaf("1", 2, {"kind": "tally", "count": "found", "each": 0.5}, inputs={"found": COUNT})
PAID: Final = leaf("2", 2, {"kind": "yes_no", "input": "paid"}, inputs={"paid": YES_NO})
LAW: Final = Law("bounded", "a sentence", lambda _: iter(()))
#: What no document can hold.
NOT_HELD: Final = (
    10**40,
    float("nan"),
    Fraction(1, 3),
    b"?",
    Decimal("1e-400"),
    {"high": 10**31},
    [{1: 2}],
    "\x7f\x00",
)
#: What looks like something else where it stands without quotes.
UNUSUAL: Final = (
    Decimal(6), Decimal("1E+3"), Decimal("0.50"), "1e5", "6", "010", "no", "null", "~", "", "'", '"', "# x", "a: b",
    [], {}, [1, True], {"great": 1}, True, False, 0, -5, "2022-02-30", date(2022, 1, 31), "dòng\nthứ hai", 0.1,
)  # fmt: skip


def trial(*sheets: Mapping[str, object], name: str = "kept") -> Trial:
    """Return a trial of a small set, of several units where several sheets are given."""
    own, *others = (Assessment(ID, Unit(f"u{at}"), YEAR, dict(each)) for at, each in enumerate(sheets))
    return Trial(small(TALLY, PAID)(name).criteria_set, own, tuple(others))


# ---- every case is read again


def as_read(answers: Mapping[str, object]) -> dict[str, object]:
    """Return answers as a document gives them back."""
    return {name: writable(each) for name, each in answers.items()}


def judged(sheet: Any) -> tuple[Any, ...]:
    """Return what stands in a sheet beside its answers."""
    return sheet.stage, dict(sheet.evidence), dict(sheet.decisions), sheet.decided_total


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_case_has_the_sheets_of_its_trial(data: st.DataObject) -> None:
    """Of any set, with decisions, other units and answers that no rule admits."""
    drawn = data.draw(criteria_sets().flatmap(trials))
    (case,) = loads_cases(case_text(LAW, drawn, Breach(None, "this", "that"))).cases
    own, others = drawn.assessment, drawn.others

    assert as_read(own.answers) == case.answers
    assert as_read(own.unit.attributes) == case.attributes
    assert judged(own) == judged(case)
    assert [as_read(each.answers) for each in others] == [each.answers for each in case.cohort or ()]
    assert list(map(judged, others)) == list(map(judged, case.cohort or ()))


@pytest.mark.parametrize("answer", UNUSUAL, ids=repr)
def test_an_unusual_answer_is_written_as_it_is(answer: object) -> None:
    """Text stays text, a number a number and a list a list."""
    (case,) = loads_cases(case_text(LAW, trial({"found": answer}), Breach("1", "this", "that"))).cases
    read, wanted = case.answers["found"], writable(answer)

    assert (wanted, isinstance(wanted, str | bool)) == (read, isinstance(read, str | bool))


@pytest.mark.parametrize("answer", NOT_HELD, ids=lambda each: str(each)[:20])
def test_what_no_document_holds_is_left_out_and_named(answer: object) -> None:
    """The rest of the case can be kept."""
    text = case_text(LAW, trial({"found": answer, "paid": True}), Breach("2", "this", "that"))
    (case,) = loads_cases(text).cases

    assert {"paid": True} == case.answers
    assert "(left out, since no document can hold it: 'found')" in (case.note or "")


def test_a_member_says_where_it_is_of_another_stage() -> None:
    """Whoever says nothing is of the stage of the case."""
    both = trial({"found": 1}, {"found": 2})
    mixed = evolve(both, assessment=evolve(both.assessment, stage="final"))
    (case,) = loads_cases(case_text(LAW, mixed, Breach(None, "this", "that"))).cases

    assert ("final", ["self"]) == (case.stage, [each.stage for each in case.cohort or ()])


def test_a_figure_that_no_case_can_expect_is_left_to_be_worked_out() -> None:
    """A share over a number of forty digits; the answers are kept."""
    breach = Breach("1", "this", "that", case={"points": Fraction(1, 3**80)})
    (case,) = loads_cases(case_text(LAW, trial({"found": 1}), breach)).cases

    assert ({"found": 1}, None) == (case.answers, case.expect.points)
    assert "write what the text gives" in (case.note or "")


# ---- what raises


@kind
class Strict:
    """A kind whose author thought of small maxima only."""

    name: ClassVar[str] = "tester.strict"
    contract: ClassVar[int] = 1

    condition: Expr = slots.condition("What must hold.", helps="up")

    def points(self, maximum: Fraction) -> Expr:
        """Return the maximum, if it is small."""
        if maximum > 2:
            raise ValueError("so large a maximum was not foreseen")
        return when(self.condition, const(maximum), 0)

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield nothing."""
        yield from ()


def test_a_kind_that_raises_is_named_with_its_node_and_line() -> None:
    """The type, the sentence and the line of the kind; no answer is shown that does not matter."""
    node = leaf("2", 2, {"kind": Strict.name, "condition": "paid"}, inputs={"paid": YES_NO})
    subject = small(TALLY, node, kinds={**KINDS, Strict.name: Strict})("a kind that raises")
    found = tried(LAWS["rescaled"], subject, steady=True).broken_by
    assert found is not None
    told = "\n".join(found.lines())

    assert ("2", "rule", {}) == (found.breach.code, found.breach.clause, dict(found.answers))
    assert re.search(rf"found: ValueError: so large a maximum was not foreseen \({re.escape(__file__)}:\d+\)", told)
    assert len(loads_cases(told.partition("as a case:\n")[2].replace("\n    ", "\n").strip()).cases) == 1


def test_a_set_that_cannot_be_scored_is_told_too() -> None:
    """Nothing came out that a case could expect, and the kind cannot put itself into words."""
    node = leaf("2", 2, {"kind": Strict.name, "condition": "paid"}, inputs={"paid": YES_NO})
    criteria_set = small(TALLY, node, kinds={**KINDS, Strict.name: Strict})("never scored").criteria_set
    law = Law("scored", "it is scored", lambda trial: iter([Breach(None, "this", str(trial.card.points))]))
    broken = trial({"paid": True}).of(scaled(criteria_set, Fraction(2)))
    (breach,) = breaches_of(law, broken)
    lines = list(counterexample(law, broken, breach).lines())

    assert ("2", "rule") == (breach.code, breach.clause)
    assert any("it is scored; write what the text gives" in line for line in lines)
    assert "      expect: {}" in [line[2:] for line in lines]


def raising_where(needed: Callable[[Trial], object]) -> Law:
    """Return a law that raises where something is so."""

    def breaches(trial: Trial) -> Iterator[Breach]:
        if needed(trial):
            raise ZeroDivisionError("nothing to divide by")
        yield from ()

    return Law("raising", "it does not raise", breaches)


def test_what_raises_is_made_smaller() -> None:
    """The answers stay that it takes to raise."""
    law = raising_where(lambda trial: "paid" in trial.assessment.answers)
    broken = trial({"found": 3, "paid": True})
    (breach,) = breaches_of(law, broken)

    assert {"paid": True} == counterexample(law, broken, breach).answers
    assert breach.raised is not None
    assert re.search(r"ZeroDivisionError: nothing to divide by \(.*test_kept_cases\.py:\d+\)", breach.found)


# ---- other units


def test_of_other_units_those_answers_stay_that_matter() -> None:
    """A unit that does not matter is left out; the text names whose answers are whose."""

    def breaches(trial: Trial) -> Iterator[Breach]:
        if any(each.answers.get("found") == 7 for each in trial.others):
            yield Breach("1", "this", "that")

    law = Law("compared", "nobody has seven", breaches)
    broken = trial({"found": 1}, {"found": 2, "paid": True}, {"found": 7, "paid": True}, {"paid": False})
    found = counterexample(law, broken, Breach("1", "this", "that"))
    lines = list(found.lines())
    at = lines.index("  and these of unit 'u2':")

    assert ({}, ["u2"]) == (found.answers, [each.unit.id for each in found.trial.others])
    assert "  with no answer at all" == lines[at - 1]
    assert re.fullmatch(r"    found \(.*\): 7", lines[at + 1])
    assert lines[at + 2].startswith("  expected:")


def test_a_unit_that_must_only_be_there_is_named() -> None:
    """It may be that others are compared at all."""
    law = Law("compared", "nobody else", lambda trial: iter([Breach("1", "this", "that")] if trial.others else []))
    found = counterexample(law, trial({"found": 1}, {"found": 2}), Breach("1", "this", "that"))

    assert "  and unit 'u1' with no answer at all" in list(found.lines())


# ---- which cases belong to a set


def written(folder: Path) -> Path:
    """Return a set as a file, with its cases and much else around it."""
    cases = "format: 1\nset: {id}\nyear: {year}\ncases:\n  - id: {name}\n    expect: {{}}\n".format
    for name, text in {
        "set.yaml": case_free(),
        "beside.case.yaml": cases(id=ID, year=YEAR, name="beside"),
        "cases/deep/below.case.yaml": cases(id=ID, year=YEAR, name="below"),
        "elsewhere/far.case.yaml": "format: 1\nset: [",
        "other.case.yaml": "format: 1\nset: another-set\nyear: 2022\ncases: [{",
        "rubbish.case.yaml": "{{{",
        "cases/bytes.case.yaml": "\udcff",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    return folder / "set.yaml"


def case_free() -> str:
    """Return the document of a small set as JSON, which is YAML too."""
    return json.dumps(document(TALLY))


def test_the_cases_of_a_set_stand_beside_it_and_in_its_folder(tmp_path: Path) -> None:
    """What is of another set, or nobody's, may be as wrong as it likes."""
    subject = subject_of(written(tmp_path))

    assert ["beside", "below"] == [case.id for read in subject.cases for case in read.file.cases]


@pytest.mark.parametrize(
    "text", [f"set: {ID}\ncases: [", f"'set':   {ID}\nyear: ["], ids=["in its cases", "above them"]
)
def test_a_broken_case_file_of_the_set_is_told(tmp_path: Path, text: str) -> None:
    """It is the set's own, and somebody relies on it."""
    path = tmp_path / "own.case.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(DocumentError, match=r"own\.case\.yaml"):
        cases_of(ID, [path])
    assert () == cases_of("another-set", [path])


# ---- in the language of the place


def test_what_fails_is_told_in_the_language_of_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the tests of cases are."""
    law = Law("never", LAWS["bounded"].sentence, lambda _: iter([Breach("1", "this", "that")]), fixed=True)
    error = DocumentError([])
    said = {}
    for language in ("en", "vi"):
        monkeypatch.setenv("PARENGINE_LANGUAGE", language)
        with pytest.raises(pytest.fail.Exception) as failed:
            LawOfSet(law, small(TALLY)("in a language"))()
        with pytest.raises(pytest.fail.Exception) as unloaded:
            Unloaded(error)()
        said[language] = str(failed.value)
        assert error.in_language(language) == str(unloaded.value)

    assert "expected: this" in said["en"]
    assert "expected: this" not in said["vi"]


# ---- amounts in a list


@kind
class Steps:
    """Amounts one after another, which are no pairs."""

    name: ClassVar[str] = "tester.steps"
    contract: ClassVar[int] = 1

    condition: Expr = slots.condition("What must hold.", helps="up")
    amounts: tuple[Fraction, ...] = slots._slot(ListOf(Amount()), "Amounts.", in_points=True)
    at: Any = slots.knots("Thresholds and points.")

    def points(self, maximum: Fraction) -> Expr:
        """Return the sum."""
        return when(self.condition, const(sum(self.amounts, Fraction(0))), 0)

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield nothing."""
        yield from ()


def test_a_list_of_two_amounts_is_no_pair() -> None:
    """Both are points; of a knot the threshold is not."""
    rule = {"kind": Steps.name, "condition": "paid", "amounts": [0.5, 1], "at": [[1, 1], [2, 2]]}
    text = document(leaf("1", 2, rule, inputs={"paid": YES_NO}))
    bigger = scaled(loads(text, kinds={**KINDS, Steps.name: Steps}), Fraction(3)).at("1").rule
    assert bigger is not None
    held: Any = bigger.kind

    assert (Fraction(3, 2), Fraction(3)) == held.amounts
    assert ((1, 3), (2, 6)) == held.at
