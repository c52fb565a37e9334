from fractions import Fraction
from typing import Any

import pytest
from criteria_documents import RECALLED, SOURCED, errors, everything, leaf, problems, small, warnings

from parengine import criteria
from parengine.types import Text

LISTED = [
    {"id": "A", "label": "Tốt", "at_least": 80},
    {"id": "B", "label": "Khá", "at_least": 50, "below": 80},
    {"id": "C", "label": "Yếu", "below": 50},
]
MONTHS = {"months": {"type": "count", "label": "Số tháng", "high": 12}}


def classed(**more: Any) -> dict[str, Any]:
    """Return a set of 100 points with three classes."""
    return small(leaf("1", 100), maximum=100, classes={"list": LISTED, **more})


def test_everything_about_classes_is_read() -> None:
    """Who is not rated, what forces or holds down a class, and quotas arrive with reasons and provenance."""
    classes = criteria.loads(everything()).classes

    [not_rated], [forced], [highest], [quota] = classes.not_rated, classes.forced, classes.highest, classes.quotas
    assert (Text("Chưa đủ 6 tháng"), "derived") == (not_rated.reason, not_rated.provenance.kind)
    assert ("C", Text("Không làm"), "invented") == (forced.class_, forced.reason, forced.provenance.basis)
    assert ("B", Text("Trần", "Held"), "invented") == (highest.class_, highest.reason, highest.provenance.basis)
    assert ("A", Fraction(1, 5), ("A", "B")) == (quota.class_, quota.share, quota.of)
    assert ("sourced", ("QD1",)) == (quota.provenance.kind, quota.provenance.sources)


def test_inputs_of_classes_are_inputs_of_the_set() -> None:
    """What only classes ask is answered like anything else, last, and belongs to no node."""
    made = criteria.loads(everything())

    assert "months_in_office" == list(made.inputs)[-1]
    assert None is made.inputs["months_in_office"].asked_at


def test_a_table_of_classes_needs_none_of_it() -> None:
    """Without the clauses there are none."""
    classes = criteria.loads(classed()).classes

    assert ((), (), (), ()) == (classes.not_rated, classes.forced, classes.highest, classes.quotas)


@pytest.mark.parametrize(
    "written, share", [("20%", Fraction(1, 5)), ("12.5 %", Fraction(1, 8)), (0.2, Fraction(1, 5)), (1, Fraction(1))]
)
def test_a_quota_is_a_share(written: object, share: Fraction) -> None:
    """A share is written in percent or as a number up to 1."""
    assert share == criteria.loads(classed(quota=[{"class": "A", "share": written}])).classes.quotas[0].share


NO_SHARE = "$.classes.quota[0].share: a quota is above 0 % and at most 100 %"
VERDICT = {"condition": "ok_1", "class": "B"}


@pytest.mark.parametrize(
    "more, expected",
    [
        (
            {"forced": [{**VERDICT, "class": "b"}]},
            "$.classes.forced[0].class: there is no class 'b'",
        ),
        ({"highest": [{**VERDICT, "class": "D"}]}, "$.classes.highest[0].class: there is no class 'D'"),
        ({"quota": [{"class": "X1", "share": 0.5}]}, "$.classes.quota[0].class: there is no class 'X1'"),
        (
            {"quota": [{"class": "A", "share": 0.5, "of": ["A", "E"]}]},
            "$.classes.quota[0].of[1]: there is no class 'E'",
        ),
        ({"quota": [{"class": "A", "share": "0%"}]}, NO_SHARE),
        ({"quota": [{"class": "A", "share": "101%"}]}, NO_SHARE),
        ({"quota": [{"class": "A", "share": "٢٠%"}]}, "$.classes.quota[0].share: '٢٠%' is not written like '20%'"),
        (
            {"quota": [{"class": "A", "share": "0.1234567890123456%"}]},
            "$.classes.quota[0].share: '0.1234567890123456%' is not written like '20%'",
        ),
        ({"quota": [{"class": "A", "share": 0}]}, "$.classes.quota[0].share: 0 must be above 0"),
        ({"quota": [{"class": "A", "share": 20}]}, "$.classes.quota[0].share: 20 is above 1, the highest it may be"),
        (
            {"quota": [{"class": "A", "share": "a"}]},
            "$.classes.quota[0].share: 'a' is not written like '20%'",
        ),
        (
            {"quota": [{"class": "A", "share": 0.5}, {"class": "A", "share": 0.2}]},
            "$.classes.quota[1].class: the class 'A' has two quotas",
        ),
        (
            {"quota": [{"class": "A", "share": 0.5, "of": ["B"]}]},
            "$.classes.quota[0].of: a quota of 'A' is a share of units that may have it; list it in 'of'",
        ),
        ({"quota": [{"class": "A"}]}, "$.classes.quota[0]: 'share' is missing"),
        ({"forced": [{"condition": "ok_1"}]}, "$.classes.forced[0]: 'class' is missing"),
        ({"forced": ["ok_1"]}, "$.classes.forced[0]: 'ok_1' is not a mapping"),
        ({"highest": [{**VERDICT, "condition": "okk_1"}]}, "'okk_1' is not known here; did you mean 'ok_1'?"),
        ({"not_rated": ["months < 6"]}, "$.classes.not_rated[0]: 'months' is not known here"),
        ({"not_rated": [{"condition": 'points("9") = 0'}]}, "$.classes.not_rated[0].condition: there is no node '9'"),
        ({"not_rated": [{"condition": "ok_1", "provenance": "sourced"}]}, "it is 'sourced' but names no source"),
        ({"inputs": {"ok_1": {"type": "yes_no", "label": "x"}}}, "the input 'ok_1' is declared twice"),
        ({"inputs": {"year": {"type": "yes_no", "label": "x"}}}, "'year' is a word of the expression language"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_classes(more: dict[str, Any], expected: str) -> None:
    """Unknown classes, shares that are none, second quotas and bad conditions are errors in their places."""
    told = errors(classed(**more))

    assert any(expected in each for each in told), told
    assert 1 == len(told)


def test_a_ceiling_of_the_best_class_holds_nothing_down() -> None:
    """At most the best class is a warning."""
    assert ["$.classes.highest[0].class: 'A' is the best class anyway"] == warnings(
        classed(highest=[{**VERDICT, "class": "A"}])
    )


def test_inputs_of_classes_are_read_by_their_clauses() -> None:
    """What a clause reads is used; what nothing reads is told at its place."""
    unused = "$.classes.inputs.months: nothing reads the input 'months'"

    assert [unused] == warnings(classed(inputs=MONTHS))
    assert [] == problems(classed(inputs=MONTHS, not_rated=["months < 6"]))


def test_gaps_are_still_told_beside_clauses() -> None:
    """Clauses do not hide that an index may fall between classes."""
    listed = [LISTED[0], {**LISTED[1], "below": 75}, LISTED[2]]

    assert ["$.classes.list[1]: an index between 75 and 80 falls neither in 'B' nor in 'A'"] == warnings(
        classed(list=listed, inputs=MONTHS, highest=[{"condition": "months < 9", "class": "C"}])
    )


def test_a_class_that_a_forced_one_always_takes_is_told() -> None:
    """Only who has done it comes to 100 points, and whoever has done it is forced into B."""
    found = warnings(classed(inputs=MONTHS, not_rated=["months < 6"], forced=[VERDICT]))

    assert ["$.classes.list[0]: no answers lead to the class 'A'"] == found


@pytest.mark.parametrize(
    "more, expected",
    [
        ({"self": "zeroed"}, "$.absent_evidence.self: 'zeroed' is not one of the choices; did you mean 'zero'?"),
        ({"draft": "zero"}, "$.absent_evidence.draft: 'draft' is not known here"),
        ({"final": True}, "$.absent_evidence.final: 'true' is not text; put it in quotes: 'true'"),
    ],
)
def test_absent_evidence_is_one_of_three_at_one_of_three(more: dict[str, Any], expected: str) -> None:
    """A stage that is none and a consequence that is none are told."""
    assert expected in problems(small(absent_evidence=more))


def block(**more: Any) -> dict[str, Any]:
    """Return a set with a group that is rescaled as a block."""
    node = {"code": "1", "label": "x", "maximum": 2, "provenance": RECALLED, **more}
    return small({**node, "children": [leaf("1.1"), leaf("1.2", not_applicable_when="ok_1_1")]})


@pytest.mark.parametrize(
    "more, expected",
    [
        ({"not_applicable": "rescale_block", "rescale_to": 1.5}, []),
        ({"not_applicable": "rescale_block", "rescale_to": 2}, []),
        (
            {"not_applicable": "rescale_block", "rescale_to": 2.5},
            ["$.criteria[0].rescale_to: a block of 2 points cannot be rescaled to 2.5"],
        ),
        (
            {"rescale_to": 1},
            ["$.criteria[0].rescale_to: 'rescale_to' belongs beside 'not_applicable: rescale_block'"],
        ),
        ({"not_applicable": "rescale_block", "rescale_to": 0}, ["$.criteria[0].rescale_to: 0 must be above 0"]),
    ],
)
def test_a_block_is_rescaled_to_at_most_its_maximum(more: dict[str, Any], expected: list[str]) -> None:
    """What a block counts of stands beside its treatment, is above 0 and not above its own maximum."""
    assert expected == errors(block(**more))


def test_clauses_have_the_provenance_of_the_classes() -> None:
    """A clause that says nothing has what the table says."""
    document = classed(provenance=SOURCED, forced=[VERDICT])
    document["sources"] = {"QD1": {"title": "x"}}

    assert "sourced" == criteria.loads(document).classes.forced[0].provenance.kind
