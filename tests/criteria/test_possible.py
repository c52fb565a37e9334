"""What `check` says cannot happen, each found in a small set, and that it is silent where it can."""

from __future__ import annotations

from typing import Any

from criteria_documents import leaf, small, warnings

from parengine import loads

COUNTS = {name: {"type": "count", "label": name, "high": 100} for name in ("done", "all")}
NEVER = "this zero rule never holds, whatever is answered"


def counted(code: str, **more: Any) -> dict[str, Any]:
    """Return a leaf that reads two counts, the first never more than the second."""
    rule = {"kind": "proportion", "numerator": "done", "denominator": "all", "if_zero": "zero"}
    return leaf(code, 2, **{"inputs": COUNTS, "rule": rule, "checks": ["done <= all"], **more})


def test_nothing_is_said_of_a_sound_set() -> None:
    """Zero rules, caps, steps and maxima that can come about are not worth a word."""
    steps = [{"at_least": "50%", "points": 1}, {"at_least": "90%", "points": 2}]
    rule = {"kind": "bands", "value": "done / all", "steps": steps, "if_zero": "zero"}
    caps = [{"limit": 1, "condition": "done < 10"}]

    assert [] == warnings(small(counted("1", rule=rule, zero_rules=["all = 3"], caps=caps)))


def test_a_zero_rule_that_never_holds() -> None:
    """A check keeps the condition from ever coming about."""
    assert [f"$.criteria[0].zero_rules[0]: {NEVER}"] == warnings(small(counted("1", zero_rules=["done > all"])))


def test_a_zero_rule_behind_another() -> None:
    """What holds only where an earlier one holds is never the one."""
    found = warnings(small(counted("1", zero_rules=["done < 50", "done < 40"])))

    assert [f"$.criteria[0].zero_rules[1]: {NEVER}"] == found


def test_a_cap_that_is_never_reached() -> None:
    """The points stay below the ceiling whatever is answered."""
    node = counted("1", caps=[{"limit": 2}])

    assert ["$.criteria[0].caps[0]: the points never reach above this cap"] == warnings(small(node))


def test_a_node_that_always_applies() -> None:
    """No answer makes its clause hold."""
    node = counted("1", not_applicable_when="all > 100")

    assert ["$.criteria[0].not_applicable_when: this never holds, whatever is answered"] == warnings(small(node))


def test_a_step_out_of_reach() -> None:
    """A share that a check keeps at 100 % never reaches a step above it."""
    steps = [{"at_least": "50%", "points": 2}, {"above": "100%", "points": 1}]
    rule = {"kind": "bands", "value": "done / all", "steps": steps, "if_zero": "zero"}

    found = warnings(small(counted("1", rule=rule)))

    assert "$.criteria[0].rule.steps[1]: this is never the one, whatever is answered" in found


def test_a_case_out_of_reach() -> None:
    """A case whose condition an earlier one takes is never picked."""
    picked = [{"when": f"done > {limit}", "rule": {"kind": "formula", "points": 2}} for limit in (10, 20)]
    rule = {"kind": "cases", "cases": picked, "else": {"kind": "formula", "points": 1}}

    found = warnings(small(counted("1", rule=rule)))

    assert ["$.criteria[0].rule.cases[1]: this is never the one, whatever is answered"] == found


def test_a_maximum_out_of_reach() -> None:
    """Of 2 points a leaf can give 1.5, so the set cannot give its 3 either."""
    steps = [{"at_least": "50%", "points": 1}, {"at_least": "90%", "points": 1.5}]
    rule = {"kind": "bands", "value": "done / all", "steps": steps, "if_zero": "zero"}

    found = warnings(small(counted("1", rule=rule), leaf("2")))

    assert "$.criteria[0].maximum: no answers give more than 1.5 of 2" in found
    assert "$.maximum: no answers give more than 2.5 of 3" in found


def test_a_gate_that_never_holds() -> None:
    """A gate over more than there can be keeps its class from being given."""
    gated = {"id": "A", "label": "A", "at_least": 1, "gates": [{"condition": "all > 100"}]}
    found = warnings(small(counted("1"), classes={"list": [gated, {"id": "B", "label": "B", "at_least": 0}]}))

    assert "$.classes.list[0].gates[0]: this gate never holds, whatever is answered" in found
    assert "$.classes.list[0]: no answers lead to the class 'A'" in found


def test_loading_does_not_ask() -> None:
    """The analysis is for `check`: a set that is loaded carries none of its warnings."""
    assert () == loads(small(counted("1", zero_rules=["done > all"]))).warnings
