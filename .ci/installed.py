"""Run by .ci/wheels with the wheels installed and no checkout near: is everything in them?"""

import sys
from importlib.metadata import distribution
from importlib.metadata import files as files_of
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import parengine

home = Path(parengine.__file__).resolve()
assert home.is_relative_to(Path(sys.prefix).resolve()), f"not the installed wheel: {home}"

registry = parengine.discover()
assert registry.failures == (), registry.failures
national = registry.get("ministry-2022-province")
assert sum(node.is_leaf for node in national.walk()) == 96, national
provinces = [edition.id for edition in registry.sets() if edition.head.key.owner in ("tay-ninh", "hai-phong")]
assert sum(node.is_leaf for found in provinces for node in registry.get(found).walk()) == 61 + 59 + 21, provinces

schemas = sorted(path.name for path in files("parengine").joinpath("schemas").iterdir())
expected = ("assessment", "case", "cohort", "criteria-set", "scorecard")
assert [f"{name}.schema.json" for name in expected] == schemas, schemas

assert find_spec("_parengine_pytest") is not None, "the pytest plugin is not in the wheel"
offered = {each.group: each.value for each in distribution("parengine").entry_points if each.group != "console_scripts"}
assert offered == {"hypothesis": "parengine.testing._register:register", "pytest11": "_parengine_pytest"}, offered
assert len(registry.cases_of("ministry-2022-province")) > 30, "the worked cases are not in the wheel"

for name in ("parengine", "parengine-ministry-2022", "parengine-province-agency"):
    assert "LICENSE" in {path.name for path in files_of(name) or ()}, f"no licence in {name}"

catalogue = files("parengine").joinpath("locale", "vi", "LC_MESSAGES", "parengine.mo")
assert catalogue.is_file(), catalogue
