"""Walks through `prove-your-set.md`; run it with python docs/prove_your_set.py to write what each command prints."""

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

HERE: Final = Path(__file__).parent
PAGE: Final = HERE / "prove-your-set.md"
sys.path.insert(0, str(HERE.parent / "tests" / "testing"))

from _installed import CORE, FEW, announce, environment  # noqa: E402

_BLOCK: Final = re.compile(r"^```(console|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE: Final = "# file: "
_TIME: Final = re.compile(r" in \d+\.\d+s( \(.*\))?$", re.MULTILINE)
#: What is found by its name at a terminal, as modules of this Python.
_COMMANDS: Final = {"parengine": '-m with_few_trials "$@"', "python": '"$@"'}
_WITH_FEW_TRIALS: Final = """\
import sys
if "--laws" in sys.argv:
    import few_trials
from parengine.cli import main
sys.exit(main())
"""
#: What they find where the page is read: the laws are tried on few sheets, which is enough to see what it shows.
_MODULES: Final = {
    "few_trials.py": FEW.replace("25", "10"),
    "with_few_trials.py": _WITH_FEW_TRIALS,
}


class Walk:
    """A reader who does what the page says, in a folder that was empty."""

    def __init__(self, folder: Path) -> None:
        self.site, self.bin, self.place = folder / "site", folder / "bin", folder / "empty"
        self.installed: list[Path] = []
        for made in (self.bin, self.place):
            made.mkdir()
        announce(CORE, self.site)
        for name, text in _MODULES.items():
            (self.site / name).write_text(text)
        for name, arguments in _COMMANDS.items():
            path = self.bin / name
            path.write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments}\n')
            path.chmod(0o755)

    def block(self, found: re.Match[str]) -> str:
        """Do what a block says and return it as it should stand on the page."""
        kind, text = found.groups()
        if kind == "yaml":
            self._write(text)
            return found[0]
        return "```console\n" + "".join(map(self._line, re.findall(r"^\$ (.*)$", text, re.MULTILINE))) + "```"

    def _write(self, text: str) -> None:
        first, _, rest = text.partition("\n")
        assert first.startswith(_FILE), first
        path = self.place / first.removeprefix(_FILE)
        assert path.parent.is_dir(), path
        path.write_text(rest, encoding="utf-8")

    def _line(self, command: str) -> str:
        return f"$ {command}\n{_TIME.sub('', self._said(command))}"

    def _said(self, command: str) -> str:
        if command.startswith("cd "):
            self.place /= command.removeprefix("cd ")
            return ""
        if " pip install " in command:  # without a network: what an installer would do
            announce(self.place, self.site)
            self.installed.append(self.place / "src")
            return ""
        told = environment(self.site, tuple(self.installed))
        path = f"{self.bin}{os.pathsep}{os.environ['PATH']}"
        env = {**told, "PATH": path, "NO_COLOR": "1", "PYTEST_ADDOPTS": "-p few_trials"}
        ran = subprocess.run(
            command, shell=True, cwd=self.place, env=env, capture_output=True, encoding="utf-8", check=False
        )
        assert not ran.stderr, ran.stderr
        return "".join(f"{line.rstrip()}\n" for line in ran.stdout.splitlines())


def walked(page: str, folder: Path) -> str:
    """Return the page with what its commands really print, run one after another in an empty folder."""
    return _BLOCK.sub(Walk(folder).block, page)


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        PAGE.write_text(walked(PAGE.read_text(encoding="utf-8"), Path(folder)), encoding="utf-8")
