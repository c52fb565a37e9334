from typing import Any

import pytest
from criteria_documents import changed, errors, everything, group, leaf, problems, small, warnings

from parengine import criteria

SAY_WHY = "say why in 'maxima_differ' where the text is printed so"
COUNTS = {
    "done": {"type": "count", "label": "Xong"},
    "total": {"type": "count", "label": "Tổng"},
}


def classes(*ranges: dict[str, Any]) -> dict[str, Any]:
    """Return a set with a table of classes."""
    listed = [{"id": f"C{i}", "label": "x", **ends} for i, ends in enumerate(ranges)]
    return small(leaf("1", 100), maximum=100, classes={"list": listed})


def counted(**more: Any) -> dict[str, Any]:
    """Return a set of one leaf over two counts."""
    rule = {"kind": "proportion", "numerator": "done", "denominator": "total", "if_zero": "zero"}
    return small(leaf("1", **{"inputs": COUNTS, "rule": rule, **more}))


# ---- maxima


def test_maxima_add_up() -> None:
    """Children whose maxima do not add up are an error, of a group and of the whole set, unless it is said why."""
    short = group("1", leaf("1.1", 2), leaf("1.2", 3), maximum=6)

    assert [
        f"$.criteria[0].maximum: the children's maxima add up to 5, not 6; {SAY_WHY}",
    ] == problems(small(short, maximum=6))
    assert [
        f"$.maximum: the fields' maxima add up to 5, not 100; {SAY_WHY}",
    ] == problems(small(leaf("1", 5), maximum=100))


def test_a_printed_difference_is_a_warning() -> None:
    """A form that adds up to 99.55 under 100 is used as it is printed, with a warning."""
    document = small(leaf("1", 60.5), leaf("2", 39.05), maximum=100, maxima_differ="as printed")

    assert ["$.maximum: the fields' maxima add up to 99.55, not 100, as the document says"] == warnings(document)
    assert [] == errors(document)


def test_a_difference_that_is_not_there_is_told() -> None:
    """A reason for a difference that does not exist is a warning."""
    document = small(group("1", leaf("1.1", 2), maxima_differ="x"), maxima_differ="y")

    assert [
        "$.criteria[0].maxima_differ: the maxima do add up; leave it out",
        "$.maxima_differ: the maxima do add up; leave it out",
    ] == warnings(document)


def test_the_best_child_is_worth_the_maximum() -> None:
    """Where the best child counts, its maximum is the group's."""
    best = group("1", leaf("1.1", 2), leaf("1.2", 3), aggregate="best", maximum=3)

    assert [] == problems(small(best))
    assert "the best child is worth 3, not 4" in errors(small(changed(best, "maximum", to=4), maximum=4))[0]


def test_a_bonus_may_be_capped_below_its_parts() -> None:
    """A bonus whose parts add up to more than its cap is in order; less can never reach it."""
    capped = group("T", leaf("T1", 2), leaf("T2", 3), maximum=4)
    index = "points + bonus"

    assert [] == problems(small(bonus=[capped], index=index))
    assert "add up to 5, not 6" in errors(small(bonus=[changed(capped, "maximum", to=6)], index=index))[0]


def test_a_maximum_that_was_refused_is_not_added_up() -> None:
    """A child without a usable maximum is told once, not as a wrong sum too."""
    document = small(group("1", leaf("1.1", 2), leaf("1.2", 3)))
    document["criteria"][0]["children"][1]["maximum"] = "3"

    assert ["$.criteria[0].children[1].maximum: '3' is not a number"] == problems(document)


def test_a_maximum_that_was_refused_spoils_nothing_else() -> None:
    """Caps and expressions over a missing maximum are not told as wrong too."""
    document = small(leaf("1", caps=[{"limit": 2}], zero_rules=["1 / maximum > 5"]))
    del document["criteria"][0]["maximum"]

    assert ["$.criteria[0]: 'maximum' is missing"] == errors(document)


# ---- the shape of nodes


def test_a_node_has_a_rule_or_children() -> None:
    """Neither is an error, and so are both."""
    neither = {key: value for key, value in leaf("1").items() if key not in ("rule", "inputs")}
    both = group("1", leaf("1.1", 1), rule={"kind": "yes_no", "condition": "ok_1_1"})

    assert ["$.criteria[0]: a node needs a 'rule' or 'children'"] == errors(small(neither))
    assert ["$.criteria[0].rule: a node with children has no rule of its own"] == errors(small(both))


@pytest.mark.parametrize(
    "document, expected",
    [
        (small(leaf("1", not_applicable="rescale_block")), "'rescale_block' is for groups; this is a leaf"),
        (small(leaf("1", aggregate="best")), "'aggregate' is for groups; this is a leaf"),
        (small(leaf("1", maxima_differ="x")), "'maxima_differ' is for groups; this is a leaf"),
        (
            small(bonus=[leaf("T", not_applicable="redistribute")], index="bonus"),
            "a bonus adds nothing to a maximum, so 'redistribute' means nothing here",
        ),
        (
            small(leaf("1"), leaf("1"), inputs={}),
            "the code '1' is used twice; the first is $.criteria[0] (line 1, column 1)",
        ),
        (small(leaf("1", caps=[{"limit": 2}])), "the limit is above the maximum, so it caps nothing"),
        (
            small(leaf("1", channel="survy"), channels={"survey": {"label": "x"}}),
            "the channel 'survy' is not declared; did you mean 'survey'?",
        ),
        (small(channels={"a": {"label": "x", "counts_as": "b"}}), "the channel 'b' is not declared"),
        (small(channels={"a": {"label": "x", "counts_as": "a"}}), "the channel 'a' counts as itself in the end"),
        (
            small(channels={"a": {"label": "x", "counts_as": "b"}, "b": {"label": "x", "counts_as": "a"}}),
            "the channel 'b' counts as itself in the end",
        ),
        (
            small(levels=["nhóm"], rounding={"levels": ["criterion"]}),
            "'criterion' is rounded but is not one of the set's 'levels'",
        ),
        (small(years=[]), "the list is too short; at least 1 is needed"),
        (small(years=[2022, 2022]), "the number 2022 is listed twice"),
        (small(ranking={"blocks": ["terain"]}), "there is no unit attribute 'terain'"),
        (small(ranking={"ties": ["2"]}), "there is no code '2'"),
        (small(calendar={"holidays": ["2022-02-30"]}), "'2022-02-30' is not a day of the calendar"),
        (small(calendar={"holidays": ["30/4/2022"]}), "'30/4/2022' is not written like '2022-01-31'"),
        (small(provenance="official"), "'official' is not one of the choices; choose one of"),
        (small(leaf("1", provenance={"is": "derived", "basis": "recalled"})), "what is derived has no basis"),
        (small(index="points + yes"), "takes a number, not a yes/no"),
        (small(index='"A"'), "a number is wanted, this is a choice"),
        (small(index=""), "the text is empty"),
        (small(index="points / bonus"), "'bonus' may be 0 and is divided by; say what holds then"),
        (small(id="Bộ-1"), "'Bộ-1' is not written like 'ministry-2022-province'"),
        (small(id="a\n"), "is not written like 'ministry-2022-province'"),
    ],
)
def test_what_cannot_be_used(document: dict[str, Any], expected: str) -> None:
    """Each is an error with its sentence."""
    assert any(expected in each for each in errors(document)), problems(document)


# ---- provenance


@pytest.mark.parametrize("said", ["sourced", {"is": "sourced"}, {"is": "sourced", "sources": []}])
@pytest.mark.parametrize(
    "path",
    [
        ("criteria", 0, "provenance"),
        ("criteria", 0, "children", 0, "zero_rules", 0, "provenance"),
        ("criteria", 0, "children", 0, "rule", "provenance"),
        ("criteria", 0, "children", 0, "caps", 0, "provenance"),
        ("classes", "list", 1, "provenance"),
        ("rounding", "provenance"),
        ("inputs", "plan_issued", "provenance"),
        ("scales", "likert", "provenance"),
    ],
)
def test_what_is_sourced_names_its_source(path: tuple[str | int, ...], said: object) -> None:
    """A clause, node or number that is sourced names a source; the set and its decision are sources themselves."""
    found = errors(changed(everything(), *path, to=said))

    assert ["it is 'sourced' but names no source; write '{is: sourced, sources: [ID]}'"] == [
        each.split(": ", 1)[1] for each in found
    ]


def test_a_source_is_declared() -> None:
    """An unknown source is told with the nearest one."""
    document = changed(everything(), "criteria", 0, "provenance", to={"is": "sourced", "sources": ["QD2"]})

    assert ["$.criteria[0].provenance.sources[0]: the source 'QD2' is not declared; did you mean 'QD1'?"] == errors(
        document
    )


# ---- inputs


@pytest.mark.parametrize(
    "asked, expected",
    [
        ({"type": "quantity"}, "'low' is missing; a quantity says how low, how high and how exact an answer may be"),
        ({"type": "quantity", "low": 0, "places": 1}, "'high' is missing"),
        ({"type": "points", "low": 0}, "'high' is missing; points say how low and how high an answer may be"),
        ({"type": "choice"}, "'options' is missing; a choice lists its options"),
        ({"type": "choice", "options": []}, "the list is too short; at least 1 is needed"),
        ({"type": "ratings"}, "'scale' is missing; a distribution of answers names its scale"),
        ({"type": "ratings", "scale": "likert"}, "the scale 'likert' is not declared"),
        ({"type": "yes_no", "low": 0}, "'low' is not used with the type 'yes_no'"),
        ({"type": "count", "never": True}, "'never' is not used with the type 'count'"),
        ({"type": "number"}, "'number' is not one of the choices; choose one of count, quantity"),
        ({"type": "boolean"}, "'boolean' is not one of the choices"),
        ({"type": "count", "low": 5, "high": 5}, "the highest answer must be above the lowest"),
        ({"type": "count", "high": 0.5}, "it has more than the 0 decimal places of an answer"),
        ({"type": "points", "low": 0, "high": 2, "places": 1, "step": 0.25}, "it has more than the 1 decimal places"),
        ({"type": "date", "never": "yes"}, "'yes' is not true or false; write true"),
        (
            {"type": "choice", "options": [{"id": "a", "label": "A"}, {"id": "a", "label": "B"}]},
            "the option 'a' is listed twice",
        ),
    ],
)
def test_inputs_are_declared_with_all_they_need(asked: dict[str, Any], expected: str) -> None:
    """An input has the keys of its type and no others, and limits that an answer can meet."""
    document = small(leaf("1"), inputs={"extra": {"label": "x", **asked}})

    assert any(expected in each for each in errors(document)), problems(document)


@pytest.mark.parametrize("name", ["when", "points", "year", "maximum", "unit", "each", "cohort", "share"])
def test_words_of_the_language_are_no_ids(name: str) -> None:
    """An input cannot be called what an expression means otherwise."""
    document = small(leaf("1"), inputs={name: {"type": "yes_no", "label": "x"}})

    assert [f"$.inputs.{name}: '{name}' is a word of the expression language; choose another id"] == errors(document)


def test_an_input_is_declared_once() -> None:
    """The same id in two places is an error that names the first."""
    document = small(
        leaf("1"),
        leaf("2", inputs={"ok_1": {"type": "yes_no", "label": "x"}}, rule={"kind": "yes_no", "condition": "ok_1"}),
    )

    first = "$.criteria[0].inputs.ok_1 (line 1, column 1)"
    assert [f"$.criteria[1].inputs.ok_1: the input 'ok_1' is declared twice; the first is {first}"] == errors(document)


def test_scales_have_a_mean() -> None:
    """A worth lies between 0 and 100 %, and some option has one."""
    options = [{"id": "a", "label": "A", "worth": "101%"}]
    empty = [{"id": "a", "label": "A", "worth": "none"}]

    assert ["$.scales.s.options[0].worth: an option is worth at most 100%"] == errors(
        small(scales={"s": {"options": options}})
    )
    assert ["$.scales.s.options: every option is worth 'none', so there is no mean"] == (
        errors(small(scales={"s": {"options": empty}}))
    )


# ---- expressions


@pytest.mark.parametrize(
    "more, expected",
    [
        ({"zero_rules": ["done / total > 0.5"]}, "'total' may be 0 and is divided by; say what holds then"),
        ({"caps": [{"limit": 1, "condition": "done / total > 0.5"}]}, "'total' may be 0 and is divided by"),
        ({"checks": ["total / done > 1"]}, "'done' may be 0 and is divided by"),
        ({"zero_rules": ["done + yes > 1"]}, "takes a number, not a yes/no"),
        ({"zero_rules": ["done"]}, "a yes/no is wanted, this is a number"),
        ({"zero_rules": ["dne = 1"]}, "'dne' is not known here; did you mean 'done'?"),
        ({"zero_rules": ["done = 1,5"]}, "1,5"),
        ({"zero_rules": ['points("2") = 0']}, "there is no node '2'"),
        ({"zero_rules": ['count("9", share < 50 %) > 1']}, "there is no node '9'"),
        (
            {"rule": {"kind": "proportion", "numerator": "done", "denominator": "total"}},
            "'total' may be 0 and is divided by; say with 'if_zero'",
        ),
        ({"rule": {"kind": "propotion"}}, "'propotion' is not a rule kind; did you mean 'proportion'?"),
        (
            {"rule": {"kind": "survey", "ratings": "done", "if_empty": "zero"}},
            "'done' is not a declared input of the type 'ratings'",
        ),
        (
            {"rule": {"kind": "survey", "ratings": "dnoe", "if_empty": "zero"}},
            "'dnoe' is not a declared input of the type 'ratings'",
        ),
        ({"rule": {"kind": "deduction", "events": [{"count": "done"}]}}, "'points' is missing"),
    ],
)
def test_expressions_that_cannot_be_used(more: dict[str, Any], expected: str) -> None:
    """Each is an error where it is written."""
    assert any(expected in each for each in errors(counted(**more))), problems(counted(**more))


@pytest.mark.parametrize(
    "more",
    [
        {"not_applicable_when": "total = 0", "zero_rules": ["done / total < 50 %"]},
        {"checks": ["total > 0"], "zero_rules": ["done / total < 50 %"]},
        {"zero_rules": ["total = 0"], "caps": [{"limit": 1, "condition": "done / total < 50 %"}]},
        {"zero_rules": ["total > 0 and done / total < 50 %"]},
        {"zero_rules": ["when(total = 0, no, otherwise done / total < 50 %)"]},
    ],
)
def test_what_was_asked_before_guards_a_denominator(more: dict[str, Any]) -> None:
    """A step that decides stops the rest, so what it excludes need not be excluded again."""
    assert [] == errors(counted(**more))


def test_a_clause_of_a_group_guards_what_is_below() -> None:
    """A leaf of a group that does not apply asks nothing."""
    inner = leaf("1.1", inputs=COUNTS, zero_rules=["done / total < 50 %"], rule={"kind": "yes_no", "condition": "yes"})

    assert [] == errors(small(group("1", inner, not_applicable_when="total = 0")))
    assert 1 == len(errors(small(group("1", inner))))


def test_a_percent_beside_a_bare_number_is_suspicious() -> None:
    """80 beside a percent input is 8000 %."""
    rate = {"rate": {"type": "percent", "label": "x"}}
    bands = {"kind": "bands", "value": "rate", "steps": [{"at_least": 80, "points": 1}], "else": 0}

    assert any("write '80 %'" in each for each in errors(small(leaf("1", inputs=rate, rule=bands))))
    assert any("write '80 %'" in each for each in errors(counted(inputs={**COUNTS, **rate}, zero_rules=["rate < 80"])))


def test_plain_values_stand_for_expressions() -> None:
    """Where a text may stand, a number or a truth value may too."""
    fixed = [
        leaf("1", inputs={}, rule={"kind": "formula", "points": 1}),
        leaf("2", inputs={}, rule={"kind": "yes_no", "condition": True}),
    ]

    assert [] == problems(small(*fixed))


def test_days_to_a_date_that_may_never_come_are_told() -> None:
    """`never` makes a number of days invalid, unless it is excluded: a warning."""
    asked = {"on": {"type": "date", "never": True, "label": "x"}}
    rule = {"kind": "yes_no", "condition": "days(date(year, 1, 1), on) < 5"}
    guarded = {"kind": "yes_no", "condition": "when(on = never, no, otherwise days(date(year, 1, 1), on) < 5)"}

    assert 1 == len(warnings(small(leaf("1", inputs=asked, rule=rule))))
    assert [] == warnings(small(leaf("1", inputs=asked, rule=guarded)))


def test_weights_add_up() -> None:
    """Groups of respondents whose weights do not add up to 100 % are an error."""
    scale = {"s": {"options": [{"id": "a", "label": "A", "worth": 1}, {"id": "b", "label": "B", "worth": 0}]}}
    asked = {name: {"type": "ratings", "scale": "s", "label": name} for name in ("one", "two")}
    groups = [{"ratings": "one", "weight": "50%", "label": "x"}, {"ratings": "two", "weight": "40%", "label": "y"}]
    rule = {"kind": "survey", "groups": groups, "if_empty": "missing", "empty_group": "zero"}

    assert any(
        "90" in each and "100" in each for each in errors(small(leaf("1", inputs=asked, rule=rule), scales=scale))
    )


def test_the_word_maximum_is_the_leafs() -> None:
    """In a rule and a clause of a node, `maximum` is its own; in the index it is the set's."""
    document = small(
        leaf("1", 4, rule={"kind": "formula", "points": "maximum / 2 + when(ok_1, 1, otherwise 0)"}),
        index="points / maximum",
    )
    made = criteria.loads(document)

    assert "maximum" not in str(made.at("1").rule.kind)
    assert "maximum" in str(made.index)


def test_bonus_points_that_nothing_counts_are_told() -> None:
    """An index that does not read the bonus leaves it without effect: a warning."""
    assert ["$.bonus: the index does not read 'bonus', so these points count nowhere"] == warnings(
        small(bonus=[leaf("T")])
    )


def test_a_leaf_without_a_channel_is_told_where_there_are_channels() -> None:
    """Points of a leaf without a channel are shown under none: a warning."""
    assert ["$.criteria[0]: the leaf has no channel, so its points are shown under none"] == (
        warnings(small(channels={"a": {"label": "x"}}))
    )


# ---- classes


@pytest.mark.parametrize(
    "document",
    [
        classes({"at_least": 90}, {"at_least": 80}, {}),
        classes({"at_least": 90}, {"at_least": 80, "below": 90}, {"below": 80}),
        classes({"above": 90, "at_most": 100}, {"above": 80, "at_most": 90}, {"at_least": 0, "at_most": 80}),
        classes({"at_least": 90}, {"at_least": 0}),
    ],
)
def test_classes_that_meet(document: dict[str, Any]) -> None:
    """Ranges that follow one another from the best down are in order, whichever end is open."""
    assert [] == problems(document)


@pytest.mark.parametrize(
    "document, expected",
    [
        (classes({"at_least": 80}, {"at_least": 70, "below": 90}, {}), "'C1' and 'C0' overlap: both hold 80"),
        (classes({"at_least": 80}, {"at_least": 70, "at_most": 80}, {}), "'C1' and 'C0' overlap: both hold 80"),
        (
            classes({"at_least": 80}, {"at_least": 90}, {}),
            "no index falls in 'C1'; classes are listed from the best down",
        ),
        (classes({"above": 80, "below": 80}, {}), "no index falls in 'C0'"),
        (classes({}, {"at_least": 80}), "only the last class may go without 'at_least' or 'above', not 'C0'"),
        (classes({"at_least": 80, "above": 70}, {}), "a class has 'at_least' or 'above', not both"),
        (classes({"at_least": 80, "below": 99, "at_most": 99}, {}), "a class has 'below' or 'at_most', not both"),
        (classes({"at_least": 80, "id": "A"}, {"id": "A"}), "the class 'A' is listed twice"),
        (classes({"at_least": "80"}, {}), "'80' is not a number"),
    ],
)
def test_classes_that_cannot_be_used(document: dict[str, Any], expected: str) -> None:
    """Overlaps and ranges that nothing falls in are errors."""
    assert any(expected in each for each in errors(document)), problems(document)


@pytest.mark.parametrize(
    "document, expected",
    [
        (
            classes({"above": 80}, {"at_least": 70, "below": 80}, {}),
            "an index between 80 and 80 falls neither in 'C1' nor in 'C0'",
        ),
        (
            classes({"at_least": 90}, {"at_least": 70, "at_most": 80}, {}),
            "an index between 80 and 90 falls neither in 'C1' nor in 'C0'",
        ),
        (classes({"at_least": 90}, {"at_least": 70}), "an index below 70 has no class"),
        (classes({"at_least": 90}, {"above": 0}), "an index of 0 has no class"),
        (classes({"at_least": 90, "below": 95}, {}), "an index above 95 has no class"),
    ],
)
def test_gaps_between_classes_are_told(document: dict[str, Any], expected: str) -> None:
    """Real texts have gaps: a warning, because a unit may stay without a class."""
    assert [] == errors(document)
    assert any(expected in each for each in warnings(document))
