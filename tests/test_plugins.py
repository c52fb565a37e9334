"""The hook specifications are the contract that plugins are written against."""

import inspect

import pluggy
import pytest

from parengine import plugins

HOOKS = ["parengine_assessments", "parengine_cases", "parengine_criteria_sets", "parengine_rule_kinds"]


def specified() -> dict[str, object]:
    """Return the specified hooks by name."""
    return {name: value for name, value in vars(plugins).items() if hasattr(value, f"{plugins.PROJECT}_spec")}


def test_the_hooks_are_these() -> None:
    """A hook that is added, renamed or removed is a change of the public contract."""
    assert HOOKS == sorted(specified())


@pytest.mark.parametrize("name", HOOKS)
def test_a_specification_is_its_documentation(name: str) -> None:
    """Every hook has a docstring, takes nothing and says what it returns."""
    hook = specified()[name]

    assert inspect.getdoc(hook)
    assert "Iterable" in str(inspect.signature(hook).return_annotation)  # type: ignore[arg-type]
    assert not inspect.signature(hook).parameters  # type: ignore[arg-type]


def test_a_plugin_written_with_the_marker_fits_the_specifications() -> None:
    """What `hookimpl` marks is accepted by pluggy under the specifications."""

    class Plugin:
        @plugins.hookimpl
        def parengine_criteria_sets(self) -> list[str]:
            return ["a.yaml"]

    manager = pluggy.PluginManager(plugins.PROJECT)
    manager.add_hookspecs(plugins)
    manager.register(Plugin())
    manager.check_pending()

    assert [["a.yaml"]] == manager.hook.parengine_criteria_sets()
