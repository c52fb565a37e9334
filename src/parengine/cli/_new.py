"""`new`: a distribution with a set of a province's own, which installs and passes its tests from the first minute."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import Any, Final

import click
from attrs import frozen

from .._sentences import Sentence, say
from ..registry import Registry
from ..types import Language
from ._options import common, known
from ._page import Page, write

#: What is written, each file with the template under `scaffold` that it is made of.
_FILES: Final[Mapping[str, str]] = {
    "pyproject.toml": "pyproject.toml.template",
    "README.md": "README.md.template",
    "src/$package/__init__.py": "plugin.py.template",
    "$folder/$tier.yaml": "edition.yaml.template",
    "$folder/sheets/empty.yaml": "empty.yaml.template",
    "$folder/sheets/full.yaml": "full.yaml.template",
    "$folder/cases/leaves.case.yaml": "leaves.case.yaml.template",
    "$folder/cases/totals.case.yaml": "totals.case.yaml.template",
    "tests/test_laws.py": "test_laws.py.template",
    "tests/test_set.py": "test_set.py.template",
}
_NEXT: Final = ("cd {directory}", 'python -m pip install -e ".[test]"', "python -m pytest")
_ID: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST: Final = 64
#: Years in which sets of this kind may have been or may be issued.
_YEARS: Final = range(2000, 2101)
#: What a name may hold beside letters and digits: it is written into YAML, TOML, Markdown and Python.
_IN_NAMES: Final = frozenset(" -'’.,()")
#: The one Vietnamese letter that is not a Latin letter with marks.
_D: Final = str.maketrans("đĐ", "dD")


@frozen
class Wanted:
    """The distribution that is asked for: ids, and the name that people read."""

    province: str
    tier: str
    year: int
    name: str

    @property
    def set(self) -> str:
        """Return the id of its criteria set."""
        return f"{self.province}-{self.tier}-{self.year}"

    @property
    def distribution(self) -> str:
        """Return what it is installed as, and the directory that it stands in."""
        return f"parengine-{self.province}-{self.tier}"

    def words(self) -> dict[str, str]:
        """Return what stands for the names in templates and paths."""
        package = self.distribution.replace("-", "_")
        ids = {"province": self.province, "tier": self.tier, "year": str(self.year), "name": self.name}
        folder = f"src/{package}/editions/{self.year}"
        return {**ids, "distribution": self.distribution, "package": package, "folder": folder}


@click.command()
@click.argument("province")
@click.option("--tier", default="agency", show_default=True, help="Whom the set scores, as an id.")
@click.option("--year", type=int, required=True, help="The year that the first edition covers.")
@click.option("--into", default=".", metavar="DIR", help="Where the directory is made; by default here.")
@click.option("--name", help="What the province is called, where PROVINCE is its id.")
@common
@click.pass_obj
def new(registry: Registry | None, /, into: str, format: str, language: Language, **asked: Any) -> None:  # noqa: ARG001
    """Start a criteria set of a province's own: a distribution with a set, sheets, cases and tests."""
    wanted = _wanted(**asked)
    _refuse_twin(wanted, known(registry))
    directory = _target(Path(into), wanted)
    written = _made(wanted, directory)
    write(_page(wanted, directory, written), format)


def _wanted(province: str, tier: str, year: int, name: str | None) -> Wanted:
    """Return what is asked for; anything that cannot be is a wrong use."""
    id_ = _as_id(province)
    label = unicodedata.normalize("NFC", name or (province if id_ != province else _title(id_))).strip()
    wanted = Wanted(id_, tier, year, label)
    for refused in filter(None, (_odd_province(province, id_), _odd_ids(wanted), _odd_name(label))):
        raise click.UsageError(refused)
    return wanted


def _as_id(province: str) -> str:
    """Return the id of a name: `Đắk Lắk` becomes `dak-lak`."""
    letters = unicodedata.normalize("NFD", province.translate(_D))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"\s*-\s*|\s+", "-", bare.strip().lower())


def _title(id_: str) -> str:
    return " ".join(word.capitalize() for word in id_.split("-"))


def _odd_province(province: str, id_: str) -> Sentence | None:
    if not province.strip():
        return say("the province is empty; write its name or its id, such as 'dak-lak'")
    if not _ID.fullmatch(id_):
        return say(
            "'{province}' is not the name of a province; use letters, digits, spaces and hyphens, a letter first",
            province=_shown(province),
        )
    return None


def _odd_ids(wanted: Wanted) -> Sentence | None:
    if not _ID.fullmatch(wanted.tier):
        return say(
            "the tier '{tier}' is not an id; use lower-case letters a to z, digits and hyphens, such as 'agency'",
            tier=_shown(wanted.tier),
        )
    if wanted.year not in _YEARS:
        low, high = str(_YEARS[0]), str(_YEARS[-1])
        return say("the year is {low} to {high}, not {year}", low=low, high=high, year=str(wanted.year)[:20])
    if len(wanted.set) > _LONGEST:
        return say(
            "the id '{id}' has more than {longest} characters; use a shorter one and give the name with --name",
            id=wanted.set[:_LONGEST] + "…",
            longest=_LONGEST,
        )
    return None


def _odd_name(name: str) -> Sentence | None:
    letters = all(letter.isalnum() or unicodedata.combining(letter) or letter in _IN_NAMES for letter in name)
    if letters and 0 < len(name) <= _LONGEST:
        return None
    return say(
        "the name '{name}' cannot be used; write 1 to {longest} letters, digits, spaces and - ' . , ( )",
        name=_shown(name),
        longest=_LONGEST,
    )


def _shown(text: str) -> str:
    """Return what a user wrote as one short line, whatever it is."""
    line = "".join(letter if letter.isprintable() else "?" for letter in text)
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"


def _refuse_twin(wanted: Wanted, registry: Registry) -> None:
    """Refuse an id that an installed distribution brings: with two of them neither could be used."""
    if wanted.set in registry.editions:
        raise click.UsageError(
            say(
                "the criteria set '{id}' is already brought by '{origin}'; choose another province, tier or year",
                id=wanted.set,
                origin=str(registry.origin(wanted.set)),
            )
        )


def _target(into: Path, wanted: Wanted) -> Path:
    """Return the directory to make; one that is there already is never touched."""
    directory = into / wanted.distribution
    try:
        there, room = directory.exists() or directory.is_symlink(), into.is_dir()
    except (OSError, ValueError):
        there = room = False
    if there:
        raise click.UsageError(
            say(
                "'{directory}' is there already and is left as it is; another year is a new folder in its 'editions'",
                directory=str(directory),
            )
        )
    if not room:
        raise click.UsageError(say("there is no directory '{into}'; make it first", into=_shown(str(into))))
    return directory


def _made(wanted: Wanted, directory: Path) -> list[str]:
    """Write everything beside its place, then move it there in one step; returns the paths inside."""
    try:
        with TemporaryDirectory(prefix=".parengine-", dir=directory.parent) as away:
            written = _write_all(wanted, Path(away) / "whole")
            (Path(away) / "whole").rename(directory)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        sentence = say("'{directory}' cannot be made: {reason}", directory=str(directory), reason=reason)
        raise click.ClickException(sentence) from None
    return written


def _write_all(wanted: Wanted, root: Path) -> list[str]:
    words = wanted.words()
    paths = {Template(path).substitute(words): template for path, template in _FILES.items()}
    for path, template in paths.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        text = files(__package__).joinpath("scaffold", template).read_text(encoding="utf-8")
        file.write_text(Template(text).substitute(words), encoding="utf-8", newline="\n")
    return list(paths)


def _page(wanted: Wanted, directory: Path, written: Sequence[str]) -> Page:
    place = str(directory)
    commands = [command.format(directory=shlex.quote(place)) for command in _NEXT]
    blocks = [
        say("'{directory}' holds the criteria set '{id}' of {name}", directory=place, id=wanted.set, name=wanted.name),
        *(f"  {path}" for path in written),
        say("every number in it is invented; next:"),
        *(f"  {command}" for command in commands),
    ]
    facts = {"set": wanted.set, "distribution": wanted.distribution, "directory": place}
    return Page(blocks, {**facts, "files": list(written), "next": commands})
