"""What mypy must refuse, each line for the reason that stands behind it."""

from decimal import Decimal

from parengine import Assessment, Registry, score
from parengine.expr import const

registry = Registry.build(plugins=3)  # refused: arg-type
registry.find("moha", "province", 2022)  # refused: call-arg
criteria_set = registry.get(876)  # refused: arg-type
sheet = Assessment(set="a", unit="b", year="2022", answers={})  # refused: arg-type
index: Decimal = score(sheet, criteria_set).index  # refused: assignment
criteria_set.levels = ("field",)  # refused: misc
const(1).points  # refused: attr-defined
