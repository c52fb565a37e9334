"""
OpenFisca-Core: one variable a leaf and a group, as its country templates have them, over numpy arrays.

Its numbers are floats of 32 bits and whole numbers of 32 bits; that is what `value_type = float` means there. A
quotient is taken once, inside the formula that needs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from known_rules import known_rules
from languages import Arrays, plain_name, said
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from sheets import Case

from parengine.expr import _nodes as n
from parengine.expr._expr import Expr
from parengine.types import ValueType

from .columns_in import floats
from .with_numpy import class_codes

YEAR = "2022"
_TYPES: Mapping[str, type] = {"yes_no": bool, "quantity": float, "percent": float, "points": float}


def variables(case: Case) -> Any:
    """Return a simulation over a table, made anew each time: a simulation keeps what it has computed."""
    rules = known_rules(case.criteria_set)
    unit = build_entity(key="unit", plural="units", label="a unit", is_person=True)
    system = TaxBenefitSystem([unit])
    names = {plain_name(node): plain_name(node).replace(".", "__") for node in rules.inputs}
    for node in rules.inputs:
        system.add_variable(_variable(unit, names[plain_name(node)], _TYPES.get(node.domain.kind, int)))
    source = _Formulas(rules, class_codes(case))
    for name, e in rules.bindings.items():
        value_type = {ValueType.YES_NO: bool, ValueType.CHOICE: int}.get(e.type, float)
        system.add_variable(_variable(unit, source.names[name], value_type, source.formula(e)))

    def run(table: pa.Table) -> tuple[np.ndarray, np.ndarray]:
        simulation = SimulationBuilder().build_default_simulation(system, count=table.num_rows)
        with np.errstate(all="ignore"):
            for name, variable in names.items():
                simulation.set_input(variable, YEAR, floats(table.column(name)))
            return tuple(simulation.calculate(source.names[name], YEAR) for name in ("index", "class"))

    return run


def _variable(entity: Any, name: str, value_type: type, formula: Any = None) -> type[Variable]:
    """Return the class of a variable of one year."""
    body = {"value_type": value_type, "entity": entity, "definition_period": DateUnit.YEAR, "label": name}
    return type(name, (Variable,), body | ({"formula": formula} if formula else {}))


class _Formulas(Arrays):
    """The source of formulas: each reads the variables that it needs."""

    def formula(self, e: Expr) -> Any:
        """Return the formula of a binding."""
        self.lines, self.told = [], {}
        reads = {node for node in n.walk(e) if isinstance(node, n.Input | n.Bound)}
        result = said(e, self)
        heads = [f"{self._local(node)} = unit({self._variable(node)!r}, period)" for node in reads]
        text = "\n ".join(["def formula(unit, period, parameters):", *heads, *self.lines, f"return {result}"])
        names = {name: getattr(np, name) for name in ("minimum", "maximum", "floor")}
        exec(compile(text, "<formula>", "exec"), names)
        return names["formula"]

    def _local(self, node: n.Input | n.Bound) -> str:
        return self.input_name(node) if isinstance(node, n.Input) else self.names[node.name]

    def input_name(self, node: n.Input) -> str:
        return self.inputs[plain_name(node)]

    def _variable(self, node: n.Input | n.Bound) -> str:
        return plain_name(node).replace(".", "__") if isinstance(node, n.Input) else self.names[node.name]
