"""
What an installer does with a pure Python project, without a network and a build backend.

pip would build a wheel and unpack it: the packages, and beside them a `.dist-info` in which Python's own
`importlib.metadata` finds the distribution and its entry points. `make wheels` tries the same with pip itself.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

CORE = Path(__file__).parents[2]
#: What makes Hypothesis draw few sheets, and the same every time: a module, or a `conftest.py`.
FEW = """\
from hypothesis import settings
settings.register_profile("few", max_examples=25, derandomize=True, database=None, deadline=None)
settings.load_profile("few")
"""


def install(project: Path, site: Path) -> None:
    """Install the project that stands in a folder: its packages, its metadata, its entry points."""
    read = _read(project)
    for package in read["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]:
        shutil.copytree(project / package, site / Path(package).name)
    announce(project, site)


def announce(project: Path, site: Path) -> None:
    """Install a project without its packages, as where it is editable: these stay where they are."""
    described = _read(project)["project"]
    info = site / f"{described['name'].replace('-', '_')}-{described['version']}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {described['name']}\nVersion: {described['version']}\n"
    )
    (info / "entry_points.txt").write_text("".join(_sections(described)))


def _read(project: Path) -> dict[str, Any]:
    return tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))


def _sections(described: dict[str, Any]) -> list[str]:
    groups = {**described.get("entry-points", {}), "console_scripts": described.get("scripts", {})}
    return [f"[{group}]\n" + "".join(f"{k} = {v}\n" for k, v in group_of.items()) for group, group_of in groups.items()]


def environment(site: Path, sources: tuple[Path, ...] = ()) -> dict[str, str]:
    """Return the environment in which what is in `site`, and parengine, are installed and nothing else is told."""
    paths = os.pathsep.join(map(str, (site, *sources, CORE / "src")))
    told = {"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"}
    left_out = ("PYTEST_ADDOPTS", "PARENGINE_LANGUAGE", "CI")
    return {**{k: v for k, v in os.environ.items() if k not in left_out}, **told}


def python(
    *arguments: str, site: Path, within: Path, sources: tuple[Path, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Run Python in such an environment."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=within,
        env=environment(site, sources),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
