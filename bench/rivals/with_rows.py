"""One unit at a time: a loop over Decimals, zen-engine and datalogic-py, over mappings that were made beforehand."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import datalogic_py
import zen
from decimal_loop import decimal_index
from known_rules import Rules, known_rules
from languages import Decimals, JsonLogic, Zen, said
from sheets import Case

from parengine.expr import _nodes as n

Rows = list[dict[str, Any]]
#: From the answers of units to their indices and classes.
Run = Callable[[Rows], tuple[list[Any], list[str]]]


# ---- Decimals


def decimals(case: Case) -> Run:
    """Return a loop over units; for the leaf-rounded set the one of `decimal_loop.py`."""
    one = _leaf_rounded if case.criteria_set.id == "bench-leaf-rounded" else _said_decimals(case)

    def run(rows: Rows) -> tuple[list[Decimal], list[str]]:
        pairs = [one(row) for row in rows]
        return [index for index, _ in pairs], [class_ for _, class_ in pairs]

    return run


def _leaf_rounded(answers: Mapping[str, Any]) -> tuple[Decimal, str]:
    index = decimal_index(answers)
    return index, "A" if index >= 90 else "B" if index >= 80 else "C"


def _said_decimals(case: Case) -> Callable[[Mapping[str, Any]], tuple[Decimal, str]]:
    """Return the known rules of a set as a function of one unit's answers; decimals are entered as Decimals."""
    rules = known_rules(case.criteria_set)
    source = Decimals(rules)
    for name, e in rules.bindings.items():
        source.bind(name, e)
    heads = [f"{variable} = x[{name!r}]" for name, variable in source.inputs.items()]
    last = f"return {source.names['index']}, {source.names['class']}"
    text = "\n ".join(["def one(x):", *heads, *source.lines, last])
    constants = "\n".join(f"{name} = {value}" for value, name in source.constants.items())
    names: dict[str, Any] = {"D": Decimal, "CENT": Decimal("0.01"), "ROUND_HALF_UP": ROUND_HALF_UP}
    exec(compile(f"{constants}\n{text}", "<known rules>", "exec"), names)
    return names["one"]


# ---- zen


def _used_once(rules: Rules) -> set[str]:
    uses: dict[str, int] = {}
    for e in rules.bindings.values():
        for node in n.walk(e):
            if isinstance(node, n.Bound):
                uses[node.name] = uses.get(node.name, 0) + 1
    return {name for name, count in uses.items() if count == 1} - {"index"}


class _Expressions(Zen):
    """One expression for the index, over the answers alone, and one for the class, over the index."""

    def __init__(self, rules: Rules) -> None:
        super().__init__(rules)
        self.rules = rules

    def bound(self, e: n.Bound) -> str:
        return e.name if e.name == "index" else f"({said(self.rules.bindings[e.name], self)})"


def zen_expressions(case: Case) -> Run:
    """Return two compiled expressions, the quickest way that the engine's Python package offers."""
    rules = known_rules(case.criteria_set)
    language = _Expressions(rules)
    of_index, of_class = (zen.compile_expression(said(rules.bindings[name], language)) for name in ("index", "class"))

    def run(rows: Rows) -> tuple[list[Any], list[str]]:
        indices = [of_index.evaluate(row) for row in rows]
        return indices, [of_class.evaluate({"index": index}) for index in indices]

    return run


def zen_decision(case: Case) -> Run:
    """
    Return a decision of one expression node, which the engine compiles once.

    A binding that is used once stands in its place, for a quotient over zero may only stand where it is not read.
    """
    rules = known_rules(case.criteria_set)
    inline, language = _used_once(rules), Zen(rules)
    expressions = []
    for name, e in rules.bindings.items():
        if name in inline:
            language.told[_bound(rules, name)] = f"({said(e, language)})"
        else:
            key = language.names[name].removeprefix("$.")
            expressions.append({"id": key, "key": key, "value": said(e, language)})
    decision = zen.ZenEngine().create_decision(json.dumps(_graph(expressions)))
    index, class_ = (language.names[name].removeprefix("$.") for name in ("index", "class"))

    def run(rows: Rows) -> tuple[list[Any], list[str]]:
        found = [decision.evaluate(row)["result"] for row in rows]
        return [each[index] for each in found], [each[class_] for each in found]

    return run


def _bound(rules: Rules, name: str) -> n.Bound:
    return n._intern(n.Bound, name, rules.bindings[name].type)


def _graph(expressions: list[dict[str, str]]) -> dict[str, Any]:
    """Return a decision graph: what comes in, the expressions, what goes out."""
    content = {"expressions": expressions, "passThrough": False, "inputField": None, "outputPath": None}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "content": {}},
        {"id": "rules", "name": "rules", "type": "expressionNode", "content": content},
        {"id": "out", "name": "out", "type": "outputNode", "content": {}},
    ]
    edges = [("in", "rules"), ("rules", "out")]
    return {
        "contentType": "application/vnd.gorules.decision",
        "nodes": nodes,
        "edges": [{"id": f"{a}-{b}", "type": "edge", "sourceId": a, "targetId": b} for a, b in edges],
    }


# ---- JSON logic


def json_logic(case: Case) -> Run:
    """Return one compiled rule that gives the index and one that gives the class of an index, in one session."""
    rules = known_rules(case.criteria_set)
    language = JsonLogic(rules)
    engine = datalogic_py.Engine()
    index_rule = engine.compile(said(rules.bindings["index"], language))
    class_rule = engine.compile(said(rules.bindings["class"], language))
    session = engine.session()

    def run(rows: Rows) -> tuple[list[float], list[str]]:
        handles = map(datalogic_py.DataHandle, rows)
        indices = [session.evaluate_float(index_rule, handle) for handle in handles]
        return indices, [session.evaluate(class_rule, index) for index in indices]

    return run
