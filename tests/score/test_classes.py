"""Classes: a table with open and closed ends, then gates; and what there is where no class fits."""

# An expected 1 is the 1 of a Fraction: comparing the two is meant.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

import pytest
from _sets import ALL_KINDS, Document, asked, assessment, criteria_set, document, leaf, scored, sentences

from parengine import CriteriaSet, DocumentError, NotFinalError, Scorecard, loads, score
from parengine.score import ClassResult


def a_class(id: str, **ends: object) -> Document:
    """Return a class."""
    return {"id": id, "label": {"vi": f"Loại {id}"}, **ends}


def classed(*classes: Document, basis: str = "rounded", **more: object) -> CriteriaSet:
    """Return a set of one leaf of 100 points with classes."""
    return criteria_set(leaf("1", 100), classes={"basis": basis, "list": list(classes)}, **more)


def result(card: Scorecard) -> ClassResult:
    """Return the result of a set that has classes."""
    assert card.class_ is not None
    return card.class_


def class_of(made: CriteriaSet, entered: object, **answers: object) -> str | None:
    """Return the id of the class, or the status where there is none."""
    found = result(scored(made, p1=entered, **answers))
    return found.id or found.status


DECLARED = (
    a_class("A", at_least=90),
    a_class("B", at_least=80, below=90),
    a_class("C", above=65, below=80),
    a_class("D", at_most=65),
)


@pytest.mark.parametrize(
    "points, expected",
    [(100, "A"), (90, "A"), ("89.99", "B"), (80, "B"), ("79.99", "C"), ("65.01", "C"), (65, "D"), (0, "D")],
)
def test_ends_are_open_or_closed_as_written(points: object, expected: str) -> None:
    """`at_least` and `at_most` hold their end, `above` and `below` do not."""
    assert expected == class_of(classed(*DECLARED), points)


@pytest.mark.parametrize("points, expected", [(90, "A"), ("89.99", "B"), (80, "C"), ("80.01", "B"), (0, "C")])
def test_without_an_upper_end_a_class_reaches_to_the_better_one(points: object, expected: str) -> None:
    """The better class's lower end is the end, open where that is closed and closed where that is open."""
    assert expected == class_of(classed(a_class("A", at_least=90), a_class("B", above=80), a_class("C")), points)


@pytest.mark.parametrize(
    "points, expected", [("79.5", "unclassified"), ("79", "B"), ("80", "A"), ("10", "unclassified")]
)
def test_an_index_in_a_gap_is_unclassified(points: object, expected: str) -> None:
    """Real texts have gaps: what falls into one has no class, and the reason is said."""
    assert expected == class_of(classed(a_class("A", at_least=80), a_class("B", at_least=50, at_most=79)), points)


def test_an_unclassified_result_says_why() -> None:
    """The result has a status and a reason, no id and no label."""
    found = result(scored(classed(a_class("A", at_least=80)), p1=10))

    assert ClassResult("unclassified", reason="the index 10.00 is in the range of no class") == found


def test_a_class_may_be_called_unclassified() -> None:
    """A class with the id of a status is a class all the same."""
    found = result(scored(classed(a_class("unclassified", at_least=0)), p1=10))

    assert ("classed", "unclassified") == (found.status, found.id)


@pytest.mark.parametrize(
    "better, gate, expected",
    [
        ("sourced", "sourced", "sourced"),
        ("recalled", "sourced", "reconstructed"),
        ("sourced", "recalled", "reconstructed"),
    ],
)
def test_a_class_cut_by_something_reconstructed_says_so(better: str, gate: str, expected: str) -> None:
    """Its upper end is where the better class starts, and its gates hold or not: either may be reconstructed."""
    said = {"sourced": {"is": "sourced", "sources": ["QD"]}, "recalled": "recalled"}
    gates = [{"condition": "a", "provenance": said[gate]}]
    worse = a_class("B", at_least=0, gates=gates, provenance=said["sourced"])
    made = classed(a_class("A", at_least=80, provenance=said[better]), worse, sources={"QD": {"title": "QĐ"}})

    assert ("B", expected) == ((found := result(scored(made, p1=10, a=True))).id, found.provenance)


def test_a_class_carries_its_label_and_provenance() -> None:
    """What a person reads, and where the threshold comes from: a reconstructed one is said."""
    found = result(scored(classed(a_class("A", at_least=80, provenance="recalled")), p1=90))

    assert ("classed", "A", "Loại A", "reconstructed") == (
        found.status,
        found.id,
        found.label and found.label.vi,
        found.provenance,
    )


def test_a_set_without_classes_has_none() -> None:
    """There is no class where the edition declares none."""
    assert scored(criteria_set(leaf("1")), p1=1).class_ is None


# ---- basis


@pytest.mark.parametrize("basis, expected", [("rounded", "A"), ("exact", "B")])
def test_the_basis_is_declared(basis: str, expected: str) -> None:
    """89.996 is published as 90.00: it is class A by the rounded index, B by the exact one."""
    made = classed(a_class("A", at_least=90), a_class("B"), basis=basis)

    assert (expected, "90.00") == (class_of(made, "89.996"), str(scored(made, p1="89.996").index))


# ---- gates

GATED = (
    a_class(
        "A", at_least=90, gates=[{"condition": "a", "reason": "Không có vi phạm"}, {"condition": 'points("1") > 95'}]
    ),
    a_class("B", at_least=80),
    a_class("C"),
)


def test_a_class_asks_for_its_gates() -> None:
    """Range and all gates must hold."""
    assert "A" == class_of(classed(*GATED), 96, a=True)


def test_who_fails_a_gate_falls_into_the_gap_that_it_leaves() -> None:
    """85 points with a criterion at 0 fits no class: the next class ends where this one starts."""
    assert "unclassified" == class_of(classed(*GATED), 96, a=False)


def test_a_missing_gate_leaves_the_class_undetermined() -> None:
    """Where the range holds and a gate's answer is missing, there is no telling."""
    found = result(scored(classed(*GATED), p1=96))

    assert ClassResult("undetermined", reason="what a class asks for is missing or invalid: a") == found


def test_a_gate_is_asked_only_in_its_range() -> None:
    """Below the class's range its gates need no answer."""
    assert "B" == class_of(classed(*GATED), 85)


def test_a_gate_that_fails_decides_over_one_that_is_missing() -> None:
    """One gate that does not hold is enough."""
    assert "unclassified" == class_of(classed(*GATED), 92)


def test_a_gate_about_what_does_not_apply_does_not_hold() -> None:
    """A condition that does not apply does not hold, so the class is not reached."""
    gates = [{"condition": 'points("2") >= 0'}]
    made = criteria_set(
        leaf("1", 100),
        leaf("2", 1, not_applicable_when="a"),
        classes={"list": [a_class("A", at_least=90, gates=gates), a_class("B")]},
    )

    assert "unclassified" == class_of(made, 95, a=True)


def test_gates_may_have_inputs_of_their_own() -> None:
    """An input that only a gate reads belongs to no node; its absence is listed, and no result is final without it."""
    gates = [{"condition": "not disciplined"}]
    made = classed(a_class("A", at_least=90, gates=gates), a_class("B"), inputs={"disciplined": asked("yes_no")})
    card = scored(made, p1=95)

    assert (("disciplined",), False) == (card.missing, card.complete)
    assert ("A", True) == (class_of(made, 95, disciplined=False), scored(made, p1=95, disciplined=False).complete)


def test_a_final_score_waits_for_a_gate() -> None:
    """A final score is refused while anything is missing, a gate's answer too."""
    with pytest.raises(NotFinalError) as caught:
        score(assessment({"p1": 96}), classed(*GATED), final=True)

    assert ("'a' is not answered",) == caught.value.reasons


def test_a_bad_answer_to_a_gate_is_listed() -> None:
    """An invalid gate leaves the class undetermined and says why."""
    card = scored(classed(*GATED), p1=96, a="maybe")

    assert ("undetermined", False) == (result(card).status, card.complete)
    assert [("class", "a", "'maybe' is neither true nor false")] == sentences(card)


def test_a_gate_may_look_at_a_missing_node() -> None:
    """What is missing there is named once."""
    gates = [{"condition": 'points("2") >= 0'}]
    made = criteria_set(
        leaf("1", 100), leaf("2", 1), classes={"list": [a_class("A", at_least=90, gates=gates), a_class("B")]}
    )
    card = scored(made, p1=95)

    assert ("undetermined", ("p2",)) == (result(card).status, card.missing)


# ---- what is said when the set is loaded


def test_overlapping_classes_are_refused() -> None:
    """Two classes that hold one index are an error."""
    classes = {"list": [a_class("A", at_least=80), a_class("B", at_most=80)]}

    with pytest.raises(DocumentError, match="'B' and 'A' overlap: both hold 80"):
        loads(document(leaf("1", 100), classes=classes), kinds=ALL_KINDS)


def test_gaps_are_reported() -> None:
    """A gap is a warning: real texts have them."""
    made = classed(a_class("A", at_least=80), a_class("B", at_most=79))

    assert any("falls neither in 'B' nor in 'A'" in warning for warning in made.warnings)


def test_a_reconstructed_gate_is_counted() -> None:
    """A gate is a clause like any other: the notice counts it."""
    told = [{"condition": "a", "provenance": given} for given in ("recalled", {"is": "sourced", "sources": ["QD"]})]
    cards = [
        scored(classed(a_class("A", at_least=0, gates=[gate]), sources={"QD": {"title": "QĐ"}}), p1=1, a=True)
        for gate in told
    ]

    assert 1 == cards[0].provenance.reconstructed - cards[1].provenance.reconstructed
    assert [0, 1] == [card.provenance.sourced for card in cards]
