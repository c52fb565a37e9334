"""An invented set of an agency, and a rule kind of its own."""

from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable

from parengine.plugins import hookimpl

from ._weakest import Weakest

_HERE = files(__name__)


@hookimpl
def parengine_criteria_sets() -> Iterable[Traversable]:
    """Return the set."""
    return [_HERE / "agency-2025.yaml"]


@hookimpl
def parengine_rule_kinds() -> Iterable[type]:
    """Return the kind."""
    return [Weakest]


@hookimpl
def parengine_assessments() -> Iterable[Traversable]:
    """Return one example."""
    return [_HERE / "sheets" / "so-mau.yaml"]


@hookimpl
def parengine_cases() -> Iterable[Traversable]:
    """Return the worked cases."""
    return [_HERE / "cases" / "all.case.yaml"]
