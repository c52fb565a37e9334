"""Answers: what is missing, what is invalid, and what a final score waits for."""

# An expected 1 is the 1 of a Fraction: comparing the two is meant.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from _sets import (
    YEAR,
    Document,
    F,
    alone,
    asked,
    assessment,
    criteria_set,
    formula,
    group,
    leaf,
    points,
    scored,
    sentences,
    statuses,
)

from parengine import Assessment, DocumentError, NotFinalError, Unit, score
from parengine.types import Status

# ---- bad values: each makes every leaf that reads it invalid, with a sentence

INPUTS: Document = {
    "number": asked("count"),
    "rate": asked("percent"),
    "money": asked("quantity", low=-5, high=5, places=1),
    "given": asked("points", low=0, high=2, step=0.25),
    "held": asked("yes_no"),
    "issued": asked("date"),
    "published": asked("date", never=True),
    "level": asked("choice", options=[{"id": "full", "label": "Đủ"}, {"id": "part", "label": "Một phần"}]),
    "clarity": asked("ratings", scale="two"),
}
SCALES = {
    "two": {
        "options": [
            {"id": "good", "label": "Tốt", "worth": "100%"},
            {"id": "bad", "label": "Kém", "worth": "0%"},
            {"id": "unsure", "label": "Không ý kiến", "worth": "none"},
        ]
    }
}
READS: Document = {
    "number": "number",
    "rate": "rate",
    "money": "money",
    "given": "given",
    "held": "when(held, 1, 0)",
    "issued": "when(issued <= date(year, 12, 31), 1, 0)",
    "published": "when(published < never, 1, 0)",
    "level": 'when(level = "full", 1, 0)',
}


def reading(name: str) -> Document:
    """Return a leaf that reads one input."""
    if name == "clarity":
        return leaf("1", 100, rule={"kind": "survey", "ratings": name, "if_empty": "zero"}, inputs={name: INPUTS[name]})
    return formula("1", READS[name], inputs={name: INPUTS[name]})


BAD = [
    ("number", "seven", "'seven' is not a number"),
    ("number", "7,5", "'7,5' has a comma; write '7.5'"),
    ("number", "1e3", "'1e3' has an exponent; write the digits out"),
    ("number", True, "'true' is yes or no, not a number"),
    ("number", -1, "'-1' is below 0, the lowest it may be"),
    ("number", Decimal("1.5"), "'1.5' is not a whole number"),
    ("number", 10**10, "'10000000000' is above 1000000000, the highest it may be"),
    ("number", "9" * 31, "'9999999999999999999999999999999' has more than 30 digits"),
    ("number", float("nan"), "'NaN' is not a finite number"),
    ("number", float("inf"), "'Infinity' is not a finite number"),
    ("number", [7], "a list is not a number"),
    ("rate", 140, "'140' is above 100, the highest it may be"),
    ("rate", "79.701", "'79.701' has more than 2 decimal places"),
    ("money", "-5.1", "'-5.1' is below -5, the lowest it may be"),
    ("given", "0.3", "'0.3' is not a multiple of 0.25"),
    ("held", 1, "'1' is neither true nor false"),
    ("held", "yes", "'yes' is neither true nor false"),
    ("issued", "2022-02-30", "'2022-02-30' is not a date; write it as 2022-01-31"),
    ("issued", "31/01/2022", "'31/01/2022' is not a date; write it as 2022-01-31"),
    ("issued", datetime.datetime(2022, 1, 31, 9, 30), "'2022-01-31 09:30:00' is not a date; write it as 2022-01-31"),  # noqa: DTZ001
    ("issued", "never", "'never' is not an answer here; enter a date"),
    ("level", "half", "'half' is not one of full, part"),
    ("level", ["full"], "a list is not one of full, part"),
    ("clarity", 3, "a int is not a distribution; give the count of each option"),
    ("clarity", {"good": 3, "great": 1}, "'great' is not an option; the options are good, bad, unsure"),
    ("clarity", {"good": -1}, "good: '-1' is below 0, the lowest it may be"),
    ("clarity", {"good": 1, "unsure": -1}, "unsure: '-1' is below 0, the lowest it may be"),
    ("clarity", {"bad": "few"}, "bad: 'few' is not a number"),
]


@pytest.mark.parametrize("name, answer, sentence", BAD, ids=[f"{name} {str(answer)[:20]}" for name, answer, _ in BAD])
def test_a_bad_value_makes_the_leaf_invalid(name: str, answer: object, sentence: str) -> None:
    """It counts 0 and is listed under its input with the reason."""
    card = (
        alone(reading(name), **{name: answer})
        if name != "clarity"
        else scored(criteria_set(reading(name), scales=SCALES), clarity=answer)
    )

    assert ("invalid", 0, 0) == (statuses(card)["1"], card.at("1").points, card.points)
    assert [("1", name, sentence)] == sentences(card)


GOOD = [
    ("number", 7, 7),
    ("number", "7", 7),
    ("number", Decimal("7.00"), 7),
    ("number", 7.0, 7),
    ("rate", 79.7, "0.797"),
    ("rate", Decimal(100), 1),
    ("money", -5, 0),
    ("money", "2.5", "2.5"),
    ("given", 1.75, "1.75"),
    ("held", True, 1),
    ("issued", "2022-12-31", 1),
    ("issued", datetime.date(2023, 1, 1), 0),
    ("published", "never", 0),
    ("published", "2031-05-01", 1),
    ("level", "part", 0),
    ("clarity", {"good": 3, "bad": 1}, 75),
    ("clarity", {"good": 1}, 100),
    ("clarity", {"good": 1, "bad": 1, "unsure": 98}, 50),
    ("clarity", {}, 0),
]


@pytest.mark.parametrize("name, answer, expected", GOOD, ids=[f"{name} {str(answer)[:20]}" for name, answer, _ in GOOD])
def test_a_good_value_is_read_exactly(name: str, answer: object, expected: object) -> None:
    """A number may be an int, a Decimal, decimal text or a float; a percent 79.7 is read 0.797; a date is ISO text."""
    card = (
        alone(reading(name), **{name: answer})
        if name != "clarity"
        else scored(criteria_set(reading(name), scales=SCALES), clarity=answer)
    )

    assert ("scored", F(expected)) == (statuses(card)["1"], card.points)


def test_every_leaf_that_reads_a_bad_value_is_invalid() -> None:
    """One bad answer is listed once for each leaf that reads it; other leaves are not touched."""
    made = criteria_set(formula("1", "m"), formula("2", "m + n"), formula("3", "n"))
    card = scored(made, m=-1, n=2)

    assert {"1": "invalid", "2": "invalid", "3": "scored"} == statuses(card)
    assert ["1", "2"] == [one.node for one in card.invalid]


def test_invalid_comes_before_missing() -> None:
    """A leaf with a bad and an absent answer is invalid."""
    card = alone(formula("1", "m + n"), m=-1)

    assert ("invalid", ()) == (statuses(card)["1"], card.missing)


def test_an_answer_of_none_is_missing() -> None:
    """None is no answer."""
    assert ("m",) == alone(formula("1", "m"), m=None).missing


def test_a_count_of_none_that_nothing_reads_does_not_matter() -> None:
    """An option without a count that leaves the mean keeps nothing from being known; another one is missing."""
    made = criteria_set(reading("clarity"), scales=SCALES)

    assert ("scored", "missing") == (
        statuses(scored(made, clarity={"good": 1, "unsure": None}))["1"],
        statuses(scored(made, clarity={"good": 1, "bad": None}))["1"],
    )


# ---- checks between answers


def test_a_failed_check_of_the_set_makes_its_readers_invalid() -> None:
    """A check of the set concerns every leaf that reads one of its inputs, and no other."""
    made = criteria_set(
        formula("1", "m"), formula("2", "n"), leaf("3"), checks=[{"condition": "m <= n", "message": {"vi": "m > n"}}]
    )
    card = scored(made, m=2, n=1, p3=1)

    assert {"1": "invalid", "2": "invalid", "3": "scored"} == statuses(card)
    assert [("1", None, "m > n"), ("2", None, "m > n")] == sentences(card)


def test_a_check_of_the_set_concerns_who_reads_its_inputs_in_a_clause() -> None:
    """A leaf reads what its zero rules, caps and clauses read."""
    made = criteria_set(
        leaf("1", zero_rules=["m > 5"]),
        leaf("2", caps=[{"limit": 0.5, "condition": "m > 5"}]),
        leaf("3"),
        checks=["m <= n"],
    )
    card = scored(made, m=2, n=1, p1=1, p2=1, p3=1)

    assert {"1": "invalid", "2": "invalid", "3": "scored"} == statuses(card)


def test_a_check_of_the_set_with_a_missing_operand_says_nothing() -> None:
    """Where the other side is not answered, the leaf that reads this one is scored."""
    made = criteria_set(formula("1", "m"), checks=["m <= n"])

    assert "scored" == statuses(scored(made, m=2))["1"]


def test_a_check_on_one_option_concerns_the_whole_distribution() -> None:
    """A distribution is one input: a check on an option that leaves the mean concerns its readers too."""
    made = criteria_set(reading("clarity"), scales=SCALES, checks=["clarity.unsure <= 5"])

    assert ("scored", "invalid") == tuple(statuses(scored(made, clarity={"good": 1, "unsure": n}))["1"] for n in (5, 6))


def test_the_assessed_year_is_no_input() -> None:
    """A check that mentions the year does not concern leaves that only read the year."""
    made = criteria_set(formula("1", "when(year >= 2022, 1, 0)"), formula("2", "m"), checks=["m <= n and year > 2000"])

    assert {"1": "scored", "2": "invalid"} == statuses(scored(made, m=2, n=1))


# ---- what is missing: only what the evaluation reads

SHARE = {"kind": "proportion", "numerator": "m", "denominator": "n", "if_zero": "zero"}


def test_everything_that_a_strict_rule_reads_is_missing() -> None:
    """Both sides of a sum are listed, in the order in which they are read."""
    assert ("m", "n") == alone(formula("1", "m + n")).missing


def test_only_the_denominator_is_asked_where_it_decides() -> None:
    """A share of nothing needs no numerator; an unknown denominator is what is missing."""
    assert ((), ("n",)) == (alone(leaf("1", rule=SHARE), n=0).missing, alone(leaf("1", rule=SHARE), m=1).missing)


def test_only_the_chosen_branch_is_asked() -> None:
    """`when` reads its chosen branch; while the condition is unknown, only that is missing."""
    made = criteria_set(formula("1", "when(a, m, n)"))

    assert (("a",), ("m",), ("n",)) == (
        scored(made).missing,
        scored(made, a=True).missing,
        scored(made, a=False).missing,
    )


@pytest.mark.parametrize(
    "condition, answers, missing",
    [
        ("a and b", {"a": False}, ()),
        ("a or b", {"b": True}, ()),
        ("a and b", {"a": True}, ("b",)),
        ("a or b", {}, ("a", "b")),
    ],
)
def test_one_answer_may_decide_and_and_or(condition: str, answers: dict[str, bool], missing: tuple[str, ...]) -> None:
    """One false decides `and`, one true `or`; then the other is not asked."""
    assert missing == alone(formula("1", f"when({condition}, 1, 0)"), **answers).missing


def test_what_is_missing_is_listed_once() -> None:
    """An input that several leaves read is listed once, in the order of the nodes."""
    assert ("n", "m") == scored(criteria_set(formula("1", "n"), formula("2", "m + n"))).missing


def test_a_distribution_is_missing_as_one() -> None:
    """A distribution that is not given is one missing input, by its id."""
    assert ("clarity",) == scored(criteria_set(reading("clarity"), scales=SCALES)).missing


def test_what_is_missing_through_a_reference_is_named_at_its_input() -> None:
    """A node that looks at a missing one names the input that is absent there."""
    card = scored(criteria_set(leaf("1"), formula("2", 'points("1")')))

    assert (("p1",), ("p1",)) == (card.at("1").missing, card.at("2").missing)


def test_an_unread_input_changes_nothing() -> None:
    """An answer that no leaf reads may be absent, or bad."""
    one, other, bad = (scored(criteria_set(leaf("1")), p1=1, **answers) for answers in ({}, {"a": True}, {"a": "?"}))

    assert one.nodes == other.nodes == bad.nodes


# ---- unit attributes, the year, dates

ATTRIBUTES = {
    "terrain": asked(
        "choice", options=[{"id": "mountainous", "label": "Miền núi"}, {"id": "delta", "label": "Đồng bằng"}]
    ),
    "communes": asked("count"),
}


def of_unit(text: str, **attributes: object) -> tuple[str, object, tuple[str, ...], list[tuple[str, str | None, str]]]:
    """Return status, points, missing and invalid of a leaf that reads the unit's attributes."""
    made = criteria_set(formula("1", text), unit_attributes=ATTRIBUTES)
    card = score(assessment({"m": 4}, Unit("u", attributes=attributes)), made)
    return statuses(card)["1"], card.points, card.missing, sentences(card)


@pytest.mark.parametrize("terrain, expected", [("mountainous", 3), ("delta", 4)])
def test_a_rule_may_depend_on_the_unit(terrain: str, expected: int) -> None:
    """Unit attributes are declared and typed like inputs: mountain units have 75 % of the mark."""
    assert ("scored", expected, (), []) == of_unit('when(unit.terrain = "mountainous", 0.75 * m, m)', terrain=terrain)


def test_an_absent_attribute_is_missing() -> None:
    """What is not known of the unit is missing like an answer."""
    assert ("missing", 0, ("unit.terrain",), []) == of_unit('when(unit.terrain = "delta", 1, 0)')


def test_a_bad_attribute_is_invalid() -> None:
    """An attribute is held to its type, range and options like an answer."""
    assert ("invalid", 0, (), [("1", "unit.communes", "'-3' is below 0, the lowest it may be")]) == of_unit(
        "unit.communes", communes=-3
    )


def test_the_assessed_year_is_known() -> None:
    """`year` is the year of the assessment, and is never missing."""
    assert YEAR == alone(formula("1", "year", 3000)).points


def test_due_days_count_as_on_time() -> None:
    """The due day itself is on time, in whatever year is assessed."""
    node = formula("1", "when(issued <= date(year, 1, 31), 1, 0)", inputs={"issued": asked("date", never=True)})

    assert [1, 0, 0] == [alone(node, issued=day).points for day in ("2022-01-31", "2022-02-01", "never")]


def test_days_until_never_cannot_be_counted() -> None:
    """`never` is known and later than every date, but no number of days away."""
    node = formula(
        "1", "when(issued = never, 0, days(date(year, 1, 1), issued))", inputs={"issued": asked("date", never=True)}
    )

    assert [0, 30] == [alone(node, issued=day).points for day in ("never", "2022-01-31")]


def test_working_days_are_counted_over_the_editions_calendar() -> None:
    """Weekends and holidays are not worked, days made up are: from a Friday to the Tuesday after next."""
    node = formula("1", "working_days(start, issued)", inputs={"start": asked("date"), "issued": asked("date")})
    made = criteria_set(node, calendar={"holidays": ["2022-04-11"], "made_up": ["2022-04-16"]})

    assert 7 == scored(made, start="2022-04-08", issued="2022-04-19").points


# ---- final scores


def final(*nodes: Document, **answers: object) -> tuple[str, ...]:
    """Return why a final score is refused."""
    with pytest.raises(NotFinalError) as caught:
        score(assessment(answers), criteria_set(*nodes), final=True)
    return caught.value.reasons


def test_a_final_score_is_refused_while_anything_is_missing_or_invalid() -> None:
    """Everything that stands in the way is listed: absent answers, bad ones, failed checks."""
    reasons = final(leaf("1"), leaf("2"), leaf("3", checks=["m <= n"]), leaf("4"), p2="x", p3=1, m=2, n=1, p4=1)

    assert (
        "'p1' is not answered",
        "criterion 2: 'p2': 'x' is not a number",
        "criterion 3: 'm <= n' does not hold",
    ) == reasons


def test_a_final_score_is_refused_with_a_reason_where_no_answer_is_absent() -> None:
    """A rule that declares a share of nothing missing is named itself."""
    rule = {**SHARE, "if_zero": "missing"}

    assert ("criterion 1.1: its rule gives no points for these answers",) == final(
        group("1", leaf("1.1", rule=rule)), m=0, n=0
    )


def test_a_complete_score_may_be_final() -> None:
    """A final score is the same scorecard."""
    made = criteria_set(leaf("1"))

    assert scored(made, p1=1) == score(assessment({"p1": 1}), made, final=True)


def test_what_does_not_matter_does_not_stand_in_the_way() -> None:
    """Below zeroed nodes and nodes that do not apply, answers may be absent or bad."""
    nodes = group("1", leaf("1.1"), zero_rules=["a"]), group("2", leaf("2.1"), not_applicable_when="b"), leaf("3")
    card = score(assessment({"a": True, "b": True, "p1_1": "?", "p3": 1}), criteria_set(*nodes), final=True)

    assert (1, True) == (card.points, card.complete)


def test_missing_in_bonus_or_penalty_stands_in_the_way() -> None:
    """The index depends on them, so does a final score."""
    made = criteria_set(leaf("1"), penalty=[leaf("P")], index="points - penalty")

    with pytest.raises(NotFinalError, match="'pp' is not answered"):
        score(assessment({"p1": 1}), made, final=True)


# ---- groups and their statuses


@pytest.mark.parametrize(
    "answers, status",
    [
        ({"p1_1": 1, "p1_2": 1}, "scored"),
        ({"p1_1": 1}, "incomplete"),
        ({"p1_1": 1, "p1_2": "?"}, "incomplete"),
        ({}, "incomplete"),
    ],
)
def test_a_group_over_something_unknown_is_incomplete(answers: dict[str, object], status: str) -> None:
    """A group with a missing or invalid leaf is incomplete, its points are what is known so far."""
    card = alone(group("1", leaf("1.1"), leaf("1.2")), **answers)

    assert status == statuses(card)["1"]
    assert points(card)["1"] == points(card)["1.1"] + points(card)["1.2"]


def test_a_missing_or_invalid_leaf_counts_zero_of_its_maximum() -> None:
    """What is not known is lost so far; it does not shrink what applies."""
    card = alone(group("1", leaf("1.1", 2), leaf("1.2", 3), leaf("1.3", 4)), p1_2="?", p1_3=4)

    assert [(0, 2), (0, 3), (4, 4)] == [(node.counted_points, node.counted_maximum) for node in card.at("1").children]
    assert 9 == card.applicable_maximum


# ---- what a program may hand over that is no assessment at all

CYCLE: Document = {}
CYCLE["again"] = CYCLE
HALF = "$: the unit or an answer holds half of a surrogate pair, which is no character"


@pytest.mark.parametrize(
    "said, expected",
    [
        ({"answers": []}, "$.answers: answers are a mapping from input to answer, not a list"),
        ({"answers": None}, "$.answers: answers are a mapping from input to answer, not a NoneType"),
        (
            {"answers": {"p1": "\ud800"}},
            "$: the unit or an answer holds half of a surrogate pair, which is no character",
        ),
        ({"unit": "\udfff"}, "$: the unit or an answer holds half of a surrogate pair, which is no character"),
        ({"unit": 3}, "$.unit: a unit is text or a Unit, not a int"),
        ({"stage": "last"}, "$.stage: the stage is one of self, appraised, final, not 'last'"),
    ],
)
def test_what_is_no_assessment_is_refused(said: Document, expected: str) -> None:
    """What a web form's JSON may hold, and no assessment can, is refused with its place."""
    one = criteria_set(leaf("1"))
    whole: Document = {"set": one.id, "unit": "u", "year": YEAR, **said}

    with pytest.raises(DocumentError) as refused:
        score(Assessment(**whole), one)

    assert f"<assessment>:1:1: {expected}" == str(refused.value)


@pytest.mark.parametrize("answer", [CYCLE, [[[1]]], {"a": {"b": {"c": 1}}}])
def test_an_answer_nested_in_itself_is_invalid(answer: object) -> None:
    """What is nested where a number is wanted makes the leaf invalid, however deep it goes."""
    one = criteria_set(leaf("1"))

    assert Status.INVALID is score(Assessment(one.id, "u", YEAR, {"p1": answer}), one).at("1").status
