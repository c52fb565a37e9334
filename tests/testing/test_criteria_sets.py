"""Random criteria sets: legal, of every kind and clause, small first, and readable where one fails."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from hypothesis import HealthCheck, Phase, event, find, given, settings
from hypothesis.vendor.pretty import pretty

from parengine import CriteriaSet, loads
from parengine.criteria import check
from parengine.rules import KINDS
from parengine.score import prepare
from parengine.testing._draw.builders import Document, document, leaf
from parengine.testing._draw.drawing import COHORT_FIGURES
from parengine.testing._draw.nodes import CHANNELS, TREATMENTS
from parengine.testing._draw.rules import HOLDING, WAYS, ZERO_CASES
from parengine.testing._draw.sets import ABSENCES, LEVELS, MODES, _Shown, criteria_sets, documents, json_of
from parengine.testing._register import register

shallow = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
#: Enough to find a set and to make it small.
found = settings(max_examples=2000, derandomize=True, database=None)
#: Many sets, the same in every run.
many = settings(
    max_examples=300, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip

CLAUSES = ("not_applicable_when", "zero_rules", "caps", "checks", "evidence", "rescale_to", "channel", "aggregate")
CLASS_CLAUSES = ("basis", "inputs", "not_rated", "forced", "highest", "quota", "list")
SECTIONS = ("inputs", "scales", "unit_attributes", "channels", "sources", "calendar", "checks", "classes", "ranking")


def nodes_of(nodes: list[Document]) -> Iterator[Document]:
    """Yield nodes and all below them."""
    for node in nodes:
        yield node
        yield from nodes_of(node.get("children", []))


def whole(drawn: Document) -> list[Document]:
    """Return every node of a document."""
    return [node for key in ("criteria", "bonus", "penalty") for node in nodes_of(drawn.get(key, []))]


def rules_of(rule: Document, where: str = "") -> Iterator[str]:
    """Yield a rule and those within it by their kinds."""
    yield f"{where}{rule['kind']}"
    within = [*(case["rule"] for case in rule.get("cases", ())), *rule.get("rules", ())]
    for each in (*within, *([rule["else"]] if rule["kind"] == "cases" else ())):
        yield from rules_of(each, "within: ")


def met(drawn: Document) -> Iterator[str]:
    """Yield what a document has of all that a set may have."""
    nodes = whole(drawn)
    for node in nodes:
        yield from rules_of(node["rule"]) if "rule" in node else ()
        yield from (f"clause {key}" for key in CLAUSES if key in node)
        yield f"treatment {node.get('not_applicable')}"
        yield f"channel {node.get('channel')}"
        yield f"provenance {node['provenance'] if isinstance(node['provenance'], str) else 'sourced'}"
    yield f"default {drawn['not_applicable']}"
    yield from (f"group {key}" for key in ("bonus", "penalty") if key in drawn)
    yield from (f"level {level}" for level in drawn.get("rounding", {}).get("levels", ()))
    yield f"mode {drawn.get('rounding', {}).get('mode')}"
    yield from (f"section {key}" for key in SECTIONS if drawn.get(key))
    yield from (f"classes {key}" for key in drawn.get("classes", ()))
    yield from (f"gates {len(each.get('gates', ()))}" for each in drawn.get("classes", {}).get("list", ()))
    yield from (f"absent evidence {each}" for each in drawn.get("absent_evidence", {}).values())
    text = json_of(drawn)
    yield from re.findall(r"cohort_\w+", text)
    yield from (f"if_zero {each}" for each in re.findall(r'"if_zero": "(\w+)"', text))
    yield f"depth {max(node['code'].count('.') for node in nodes)}"


def wanted() -> set[str]:
    """Return what must be met among many sets."""
    return {
        *KINDS,
        *(f"within: {kind}" for kind in KINDS),
        *(f"clause {key}" for key in CLAUSES),
        *(f"treatment {each}" for each in (None, *TREATMENTS, "rescale_block")),
        *(f"channel {each}" for each in (None, *CHANNELS)),
        *(f"provenance {each}" for each in ("invented", "derived", "recalled", "sourced")),
        *(f"default {each}" for each in TREATMENTS),
        *(f"level {each}" for each in LEVELS),
        *(f"mode {each}" for each in MODES),
        *(f"section {key}" for key in SECTIONS),
        *(f"classes {key}" for key in CLASS_CLAUSES),
        *(f"absent evidence {each}" for each in ABSENCES),
        *(f"cohort_{each}" for each in COHORT_FIGURES),
        *(f"if_zero {each}" for each in ZERO_CASES),
        *("group bonus", "group penalty", "depth 0", "depth 1", "depth 2", "gates 0", "gates 1", "gates 2"),
    }


def test_there_is_a_way_to_draw_every_kind() -> None:
    """The table of ways covers the table of kinds exactly."""
    assert set(KINDS) == set(WAYS)


def test_among_a_few_hundred_sets_everything_is_met() -> None:
    """Every kind, also within others, every clause, treatment, level, mode and section occurs."""
    seen: Counter[str] = Counter()

    @many
    @given(documents())
    def look(drawn: Document) -> None:
        found = set(met(drawn))
        for each in found:
            event(each)
        seen.update(found)

    look()

    assert set() == wanted() - set(seen)


@shallow
@given(documents())
def test_every_set_is_legal(drawn: Document) -> None:
    """No drawn document has an error, neither under the published schema nor when it is made ready for scoring."""
    assert [] == [str(problem) for problem in check(drawn) if problem.severity == "error"]


@shallow
@given(documents(plain=True))
def test_plain_sets_ask_nowhere_whether_something_is_known(drawn: Document) -> None:
    """There are no checks, and no condition looks at states."""
    assert "checks" not in drawn
    assert [] == [node["code"] for node in whole(drawn) if "checks" in node]
    assert [] == re.findall(r"is missing|is not_applicable|status\(", json_of(drawn))


@shallow
@given(criteria_sets(alone=True))
def test_sets_that_stand_alone_ask_nothing_of_other_units(criteria_set: CriteriaSet) -> None:
    """The programme reads no figure of the cohort, and classes have no quota."""
    assert [] == [node.name for node in prepare(criteria_set).inputs if node.origin == "cohort"]
    assert criteria_set.classes is None or () == criteria_set.classes.quotas


def test_a_set_shrinks_to_one_criterion() -> None:
    """The smallest set has a single leaf with a yes/no rule, and nothing else."""
    smallest = find(documents(), lambda _: True, settings=found)

    assert [{"kind": "yes_no", "input": "i1h"}] == [node["rule"] for node in whole(smallest)]
    assert [] == [key for key in SECTIONS if smallest.get(key)]


def test_a_clause_shrinks_to_a_single_condition() -> None:
    """The smallest set with a cap is a leaf with that cap alone."""
    smallest = find(documents(), lambda drawn: any("caps" in node for node in whole(drawn)), settings=found)

    assert [[{"limit": "50%", "condition": "a"}]] == [node.get("caps") for node in whole(smallest)]


def test_a_rule_within_a_rule_shrinks() -> None:
    """The smallest set with a rule that holds others is one leaf, and what it holds is plain."""

    def holding(drawn: Document) -> bool:
        return any(node.get("rule", {}).get("kind") in HOLDING for node in whole(drawn))

    (node,) = whole(find(documents(), holding, settings=found))

    assert ["within: yes_no", "within: yes_no"] == [*rules_of(node["rule"])][1:]


@shallow
@given(documents())
def test_what_is_shown_of_a_set_loads_as_that_set(drawn: Document) -> None:
    """The JSON of a note has every number exactly."""
    shown = repr(_Shown(drawn)).removeprefix("the drawn criteria set: ")

    assert loads(drawn).digest == loads(shown).digest


def test_a_set_is_named_in_a_failing_example() -> None:
    """It is not spelled out: its document stands in a note."""
    register()
    rule = {"kind": "formula", "points": 1}

    assert "<CriteriaSet 'drawn-set', edition '1'>" == pretty(loads(document(leaf("1", 1, rule))))
