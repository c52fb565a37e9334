import decimal
from decimal import Decimal
from fractions import Fraction
from typing import Any

import jsonschema
import pytest
from criteria_documents import everything, leaf, small
from hypothesis import given, settings
from hypothesis import strategies as st

from parengine import criteria
from parengine._numbers import exact_text
from parengine.criteria import assessment_schema, schemas
from parengine.errors import DocumentError
from parengine.expr._domain import Refusal

SET = criteria.loads(everything())
SCHEMA = assessment_schema(SET)
ANSWERS = SCHEMA["properties"]["answers"]
CHECKER = jsonschema.Draft202012Validator.FORMAT_CHECKER


def valid(value: Any, schema: Any) -> bool:
    """Return what jsonschema says, dates checked, over as many digits as it takes."""
    with decimal.localcontext(prec=80):
        return bool(jsonschema.Draft202012Validator(schema, format_checker=CHECKER).is_valid(value))


def test_it_is_a_schema() -> None:
    """The schema of a set's assessments is JSON Schema 2020-12 with an id of its own, and can be written as JSON."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    assert "urn:parengine:schema:assessment:every-part-2022:2022.1" == SCHEMA["$id"]
    assert "Bộ tiêu chí đủ mọi phần" == SCHEMA["title"]
    assert '"multipleOf": 0.25' in schemas.written(SCHEMA)


def test_a_form_can_be_built_from_it() -> None:
    """A question has its title in Vietnamese, the rest in its description, and what forms group and route by."""
    assert {
        "title": "Tổng",
        "description": "Tổng. Unit: tasks",
        "type": "integer",
        "minimum": 0,
        "maximum": 5000,
        "multipleOf": 1,
        "x-type": "count",
        "x-code": "1.1",
        "x-unit": "nhiệm vụ",
        "x-responsible": "Sở Nội vụ",
    } == ANSWERS["properties"]["tasks_total"]
    assert {
        "title": "Đã ban hành",
        "description": "Issued",
        "type": "boolean",
        "x-type": "yes_no",
        "x-title-en": "Issued",
    } == (ANSWERS["properties"]["plan_issued"])
    assert "Ngày. Help: Theo dấu đến" == ANSWERS["properties"]["late_on"]["description"]
    assert "Xong. Evidence: Báo cáo" == ANSWERS["properties"]["tasks_done"]["description"]
    assert [("plain", "Đồng bằng"), ("mountain", "Miền núi")] == [
        (each["const"], each["title"])
        for each in SCHEMA["properties"]["unit"]["properties"]["attributes"]["properties"]["terrain"]["oneOf"]
    ]


def test_a_date_that_must_come_is_only_a_date() -> None:
    """Without `never`, a date is a date."""
    made = criteria.loads(small(leaf("1"), inputs={"on": {"type": "date", "label": "x"}}))
    shape = assessment_schema(made)["properties"]["answers"]["properties"]["on"]

    assert [True, False] == [valid("2022-01-31", shape), valid("never", shape)]


def test_questions_come_in_the_order_of_the_document() -> None:
    """Shared inputs first, then as the nodes ask them."""
    assert list(SET.inputs) == list(ANSWERS["properties"])
    assert ["plan_issued", "tasks_total", "tasks_done", "opinions"] == list(ANSWERS["properties"])[:4]


GOOD: dict[str, Any] = {
    "format": 1,
    "set": "every-part-2022",
    "edition": "2022.1",
    "unit": {"id": "dak-nong", "attributes": {"terrain": "plain"}},
    "year": 2022,
    "stage": "self",
    "answers": {
        "plan_issued": True,
        "tasks_total": 5,
        "spent": Decimal("1000.5"),
        "paid_share": Decimal("79.7"),
        "late_on": "never",
        "granted": Decimal("1.75"),
        "opinions": {"good": 3, "no_opinion": 0},
    },
}


def test_good_answers_are_admitted() -> None:
    """An assessment that the loader takes is valid; so is one whose unit is only an id, or that answers nothing."""
    assert valid(GOOD, SCHEMA)
    assert criteria.loads_assessment(GOOD, SET)
    assert valid({**GOOD, "unit": "dak-nong", "answers": {}}, SCHEMA)


@pytest.mark.parametrize(
    "answers",
    [
        {"tasks_done": -1},
        {"tasks_done": 1.5},
        {"tasks_done": "5"},
        {"tasks_total": 5001},
        {"paid_share": 140},
        {"paid_share": Decimal("79.75")},
        {"granted": Decimal("1.8")},
        {"late_on": "2022-02-30"},
        {"late_on": "31/1/2022"},
        {"plan_issued": "yes"},
        {"opinions": {"excellent": 1}},
        {"opinions": {"good": -1}},
        {"unknown": 1},
    ],
)
def test_bad_answers_are_not(answers: dict[str, Any]) -> None:
    """What would make a leaf invalid, or the document refused, is invalid here too."""
    assert not valid({**GOOD, "answers": answers}, SCHEMA)


DECISION = {"points": 5, "reason": "x", "authority": {"vi": "y"}, "decided_on": "2024-01-15"}
APPRAISED = {**GOOD, "stage": "appraised", "decisions": {"1.1": DECISION, "1": {"reason": "x", "authority": "y"}}}


def test_evidence_is_asked_by_leaf() -> None:
    """Every leaf takes a list, says which documents are asked for, and no group does."""
    evidence = SCHEMA["properties"]["evidence"]["properties"]

    assert ["1.1", "1.2", "2", "T", "P"] == list(evidence)
    assert ("Kế hoạch", ["Kế hoạch", "Báo cáo"]) == (evidence["1.1"]["title"], evidence["1.1"]["x-evidence"])
    assert valid({**GOOD, "evidence": {"1.1": ["Kế hoạch 5"], "2": []}}, SCHEMA)
    assert [] == [e for e in ({"1": ["x"]}, {"1.1": "x"}, {"1.1": [5]}) if valid({**GOOD, "evidence": e}, SCHEMA)]


def test_decisions_are_asked_by_node() -> None:
    """Every node takes a decision of at most its maximum, and the whole one of at most the set's."""
    total = {**DECISION, "points": 20}

    assert ["1", "1.1", "1.2", "2", "T", "P"] == list(SCHEMA["properties"]["decisions"]["properties"])
    assert valid({**APPRAISED, "decided_total": total}, SCHEMA)
    assert criteria.loads_assessment({**APPRAISED, "decided_total": total}, SET)
    assert not valid({**APPRAISED, "decided_total": {**total, "points": 21}}, SCHEMA)
    assert valid({**APPRAISED, "decided_total": {"reason": "x", "authority": "y"}}, SCHEMA)


@pytest.mark.parametrize(
    "decision",
    [
        {**DECISION, "points": Decimal("5.1")},
        {**DECISION, "points": -1},
        {**DECISION, "points": "5"},
        {**DECISION, "by": "x"},
        {"points": 5, "reason": "x"},
        {"points": 5, "authority": "x"},
        5,
    ],
)
def test_bad_decisions_are_not_admitted(decision: Any) -> None:
    """What the loader refuses is invalid here too."""
    document = {**APPRAISED, "decisions": {"1.1": decision}}

    assert not valid(document, SCHEMA)
    with pytest.raises(DocumentError):
        criteria.loads_assessment(document, SET)


@pytest.mark.parametrize("more", [{"stage": "self"}, {"decisions": {"9": DECISION}}])
def test_decisions_out_of_place_are_not_admitted(more: dict[str, Any]) -> None:
    """A self-assessment decides nothing, and nothing is decided of what is not there."""
    assert valid(APPRAISED, SCHEMA)
    assert not valid({**APPRAISED, **more}, SCHEMA)


@pytest.mark.parametrize(
    "change", [{"set": "x"}, {"edition": "x"}, {"year": 2024}, {"unit": {"id": "u", "attributes": {"terrain": "sea"}}}]
)
def test_another_set_is_not(change: dict[str, Any]) -> None:
    """Set, edition, year and attributes are those of this very set."""
    assert not valid({**GOOD, **change}, SCHEMA)


NUMBERS = st.integers(-5, 12_000) | st.decimals(-2, 1100, places=3) | st.decimals(0, 3, places=2)
DATES = st.dates().map(str) | st.sampled_from(["never", "2022-02-30", "2022-1-1", "x", "20220101", ""])
WORDS = st.sampled_from(["plain", "mountain", "sea", "", "Plain"])


@given(st.sampled_from(sorted(set(SET.inputs) - {"opinions"})), NUMBERS | DATES | WORDS | st.booleans())
@settings(max_examples=300, deadline=None)
def test_the_schema_admits_what_the_domain_admits(name: str, value: Any) -> None:
    """For JSON values of the right type, the schema of a question and its domain agree on every one."""
    domain = SET.inputs[name].domain
    of_its_type = domain.type != "number" or not isinstance(value, str)
    plain = int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value
    if of_its_type:
        assert valid(plain, ANSWERS["properties"][name]) == (not isinstance(domain.admit(plain), Refusal))


@given(
    st.sampled_from(["count", "quantity", "percent", "points"]),
    st.integers(0, 4),
    st.integers(-50, 50),
    st.integers(1, 500),
    st.sampled_from([None, "0.25", "0.5", "5"]),
    st.decimals(-100, 600, places=4),
)
@settings(max_examples=200, deadline=None)
def test_limits_places_and_steps_agree(
    kind: str, places: int, low: int, size: int, step: str | None, value: Decimal
) -> None:
    """For every declared number, schema and domain admit the same answers."""
    asked: dict[str, Any] = {
        "type": kind,
        "label": "x",
        "low": low,
        "high": low + size,
        "places": max(places, 2 if step else 0),
    }
    if step:
        asked["step"] = Decimal(step)
    made = criteria.loads(small(leaf("1"), inputs={"asked": asked}))
    shape = assessment_schema(made)["properties"]["answers"]["properties"]["asked"]
    plain = int(value) if value == value.to_integral_value() else value

    assert valid(plain, shape) == (not isinstance(made.inputs["asked"].domain.admit(plain), Refusal))
    on_step = Fraction(exact_text(Fraction(low)))
    assert valid(int(on_step), shape) == (not isinstance(made.inputs["asked"].domain.admit(int(on_step)), Refusal))


@given(st.dictionaries(st.sampled_from(["good", "fair", "poor", "no_opinion", "odd"]), st.integers(-1, 5), max_size=5))
@settings(max_examples=60, deadline=None)
def test_distributions_agree(counts: dict[str, int]) -> None:
    """A distribution is valid when every option is declared and every count is admitted."""
    asked = SET.inputs["opinions"]
    known = {option.id for option in asked.options}
    expected = all(option in known and not isinstance(asked.domain.admit(n), Refusal) for option, n in counts.items())

    assert expected == valid(counts, ANSWERS["properties"]["opinions"])
