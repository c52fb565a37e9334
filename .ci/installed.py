"""Run by .ci/wheels with the wheels installed and no checkout near: is everything in them?"""

import sys
from importlib.metadata import files as files_of
from importlib.resources import files
from pathlib import Path

import parengine

home = Path(parengine.__file__).resolve()
assert home.is_relative_to(Path(sys.prefix).resolve()), f"not the installed wheel: {home}"

registry = parengine.discover()
assert registry.failures == (), registry.failures
national = registry.get("ministry-2022-province")
assert sum(node.is_leaf for node in national.walk()) == 96, national

schemas = sorted(path.name for path in files("parengine").joinpath("schemas").iterdir())
assert [f"{name}.schema.json" for name in ("assessment", "case", "criteria-set", "scorecard")] == schemas, schemas

for distribution in ("parengine", "parengine-ministry-2022"):
    assert "LICENSE" in {path.name for path in files_of(distribution) or ()}, f"no licence in {distribution}"
