"""Our classes are drawn by their types, wherever parengine is installed."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import parengine
from parengine import Assessment, Scorecard
from parengine.errors import ParengineError
from parengine.testing._register import _STRATEGIES, register
from parengine.types import Text

register()
few = settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
PUBLIC = [each for each in (getattr(parengine, name) for name in parengine.__all__) if inspect.isclass(each)]
VALUES = [each for each in PUBLIC if not issubclass(each, ParengineError) and each is not parengine.Registry]
REGISTERED = list(_STRATEGIES)


def run(program: str, **environment: str) -> str:
    """Run a program in a process of its own and return what it prints."""
    command = [sys.executable, "-c", program]
    env = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, check=True, text=True, env=env).stdout


def test_every_public_class_is_registered() -> None:
    """None is left to what Hypothesis makes of its annotations."""
    assert set() == {each.__name__ for each in VALUES} - {each.__name__ for each in REGISTERED}


@pytest.mark.parametrize("class_", REGISTERED, ids=lambda class_: class_.__name__)
def test_a_class_is_drawn_by_its_type(class_: type) -> None:
    """What is drawn is an instance; a rule kind is told by what it can do."""

    @few
    @given(st.from_type(class_))
    def look(drawn: object) -> None:
        assert isinstance(drawn, class_) if class_.__name__ != "RuleKind" else hasattr(drawn, "points")

    look()


@few
@given(card=...)
def test_an_annotation_is_enough(card: Scorecard) -> None:
    """A scorecard is that of a drawn assessment, with its explanations."""
    assert card.why(card.nodes[0].code)


@few
@given(assessment=..., text=...)
def test_texts_are_composed(assessment: Assessment, text: Text) -> None:
    """Texts are what documents hold."""
    assert text.vi == unicodedata.normalize("NFC", text.vi) != ""
    assert assessment.set


REGISTERS = """
import sys
from parengine.testing import _register
_register.register()
print(*sorted({"jsonschema", "yaml", "parengine.criteria", "parengine.testing._draw.answers"} & set(sys.modules)))
"""


def test_registering_imports_the_core_and_no_more() -> None:
    """Neither YAML nor JSON Schema is imported with Hypothesis, nor what draws."""
    assert "" == run(REGISTERS, HYPOTHESIS_NO_PLUGINS="1").strip()


ENTRY = """
import parengine.score
from hypothesis import given, settings, HealthCheck, strategies as st
drawn = []
@settings(max_examples=2, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(card=..., unit=...)
def look(card: parengine.Scorecard, unit: parengine.Unit) -> None:
    drawn.append((type(card).__name__, type(unit).__name__))
look()
print(*sorted(set(drawn)))
"""


def test_the_entry_point_is_declared_and_works() -> None:
    """Where parengine is installed, importing Hypothesis is enough."""
    from importlib.metadata import entry_points

    declared = [each.value for each in entry_points(group="hypothesis", name="parengine")]
    prelude = "" if declared else "from parengine.testing._register import register; register()\n"

    assert "('Scorecard', 'Unit')" == run(prelude + ENTRY).strip()
    assert declared in ([], ["parengine.testing._register:register"])
