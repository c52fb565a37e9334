"""`new` makes a distribution that loads, scores and passes its tests, or says why not and writes nothing."""

import json
import sys
import tomllib
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest
from _installed import CORE, FEW, announce, python

from parengine import Registry, score
from parengine.cli import _new
from parengine.cli._app import run
from parengine.criteria import check
from parengine.plugins import ENTRY_POINT_GROUP

SET_ID = "dak-lak-agency-2026"


class Said(NamedTuple):
    """What a command said and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Said]:
    """Run `parengine new` for a folder of its own and return what it said."""

    def said(*arguments: str, registry: Registry | None = None) -> Said:
        code = run(["new", "--into", str(tmp_path), *arguments], registry or Registry.build())
        return Said(code, *capsys.readouterr())

    return said


@pytest.fixture
def made(say: Callable[..., Said], tmp_path: Path) -> Path:
    """Return the directory of a distribution that was made."""
    assert 0 == say("Đắk Lắk", "--tier", "agency", "--year", "2026").code
    return tmp_path / "parengine-dak-lak-agency"


@pytest.fixture
def plugin(made: Path) -> ModuleType:
    """Return the module of the distribution, which is not installed."""
    file = made / "src/parengine_dak_lak_agency/__init__.py"
    spec = spec_from_file_location("made_for_dak_lak", file, submodule_search_locations=[str(file.parent)])
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def contents(folder: Path) -> list[str]:
    """Return the paths of all files below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


# ---- what is made


def test_every_template_is_used_and_leaves_nothing_open(made: Path) -> None:
    """Each template becomes one file, in which every name was put in."""
    templates = sorted(path.name for path in (Path(_new.__file__).parent / "scaffold").iterdir())

    assert templates == sorted(_new._FILES.values())
    assert len(templates) == len(contents(made))
    assert [] == [name for name in contents(made) if "$" in (made / name).read_text(encoding="utf-8")]


def test_the_distribution_announces_its_module(made: Path) -> None:
    """The project file is TOML and names the package in the group that parengine looks in."""
    project = tomllib.loads((made / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert ("parengine-dak-lak-agency", ["parengine"]) == (project["name"], project["dependencies"])
    assert {"dak-lak-agency": "parengine_dak_lak_agency"} == project["entry-points"][ENTRY_POINT_GROUP]


def test_the_registry_finds_the_set(plugin: ModuleType) -> None:
    """Owner, tier and year find the set, and nothing fails."""
    registry = Registry.build([plugin])

    assert () == registry.failures
    assert SET_ID == registry.find(owner="dak-lak", tier="agency", year=2026).id
    assert ["leaves.case.yaml", "totals.case.yaml"] == [path.name for path in registry.cases()]


def test_the_set_has_no_problems_and_no_warnings(made: Path) -> None:
    """The loader has nothing to say about the set."""
    assert () == tuple(check(made / "src/parengine_dak_lak_agency/editions/2026/agency.yaml"))


def test_what_is_left_to_fill_in_is_well_formed(made: Path) -> None:
    """With the legal text and its source uncommented, and one criterion sourced, the set has no problems either."""
    text = (made / "src/parengine_dak_lak_agency/editions/2026/agency.yaml").read_text(encoding="utf-8")
    filled = text.replace("# decision:", "decision:").replace("# sources:", "sources:").replace("#   QD123", "  QD123")
    sourced = filled.replace("        provenance: invented", "        provenance: {is: sourced, sources: [QD123]}", 1)

    assert text != filled != sourced
    assert () == tuple(check(sourced))


def test_the_label_is_kept(plugin: ModuleType) -> None:
    """The id is ASCII, the title says the name as it was written."""
    title = Registry.build([plugin]).get(SET_ID).title

    assert "Đắk Lắk" in title.vi
    assert "Đắk Lắk" in title.en


def test_no_number_claims_a_source(plugin: ModuleType) -> None:
    """Everything is marked as invented, so every scorecard says that it is not official."""
    registry = Registry.build([plugin])
    card = score(registry.assessment(registry.assessments()[0]), registry.get(SET_ID))

    assert (0, 0) == (card.provenance.sourced, card.provenance.derived)
    assert "NOT AN OFFICIAL RESULT" in card.notice.en


def test_its_full_sheet_has_the_full_index(plugin: ModuleType) -> None:
    """The example is complete, final and gives 100."""
    registry = Registry.build([plugin])
    card = score(registry.assessment(registry.assessments()[0]), registry.get(SET_ID), final=True)

    assert (True, 100, 100) == (card.complete, card.index, card.points)


def test_its_empty_sheet_lists_what_is_missing(made: Path, plugin: ModuleType) -> None:
    """No answer, no points, and the questions that are open."""
    registry = Registry.build([plugin])
    sheet = made / "src/parengine_dak_lak_agency/editions/2026/sheets/empty.yaml"
    card = score(registry.assessment(sheet), registry.get(SET_ID))

    assert (False, 0) == (card.complete, card.points)
    assert {"plan_issued", "received", "citizens", "initiatives"} <= set(card.missing)


def test_its_own_tests_pass(made: Path, tmp_path: Path) -> None:
    """Once it is installed, pytest is green: the test of the set, every law, and every case file as it stands."""
    site = tmp_path / "site"
    announce(CORE, site)
    announce(made, site)
    quick = ("-m", "pytest", "-v", "-p", "no:cacheprovider")
    (made / "conftest.py").write_text(FEW)
    ran = python(*quick, site=site, within=made, sources=(made / "src",))

    assert 0 == ran.returncode, ran.stdout + ran.stderr
    assert "leaves.case.yaml::plan_on_the_last_day PASSED" in ran.stdout
    assert "tests/test_laws.py::test_the_laws[dak-lak-agency-2026-bounded] PASSED" in ran.stdout


# ---- what is said


def test_the_next_commands_are_told(say: Callable[..., Said]) -> None:
    """People are told what was written, and the three commands that come next."""
    said = say("dak-lak", "--tier", "agency", "--year", "2026")
    *written, go_there, install, test = said.out.splitlines()

    assert (0, "") == (said.code, said.err)
    assert ["  tests/test_laws.py", "  tests/test_set.py"] == written[-3:-1]
    assert go_there.startswith("  cd ")
    assert ['  python -m pip install -e ".[test]"', "  python -m pytest"] == [install, test]


def test_programs_get_the_files(say: Callable[..., Said]) -> None:
    """`--format json` lists the files that were written, below their directory."""
    said = json.loads(say("dak-lak", "--tier", "agency", "--year", "2026", "--format", "json").out)

    assert ("parengine-dak-lak-agency", SET_ID) == (said["distribution"], said["set"])
    assert sorted(said["files"]) == contents(Path(said["directory"]))


@pytest.mark.parametrize(
    "province,id_,label",
    [
        ("Đắk Lắk", "dak-lak", "Đắk Lắk"),
        ("Bà Rịa - Vũng Tàu", "ba-ria-vung-tau", "Bà Rịa - Vũng Tàu"),
        ("Đà Nẵng", "da-nang", "Đà Nẵng"),
        ("dak-lak", "dak-lak", "Dak Lak"),
    ],
)
def test_a_name_becomes_an_id(province: str, id_: str, label: str) -> None:
    """Marks are dropped, spaces become hyphens, however the letters are composed; the name is kept."""
    made = _new._wanted(province, "agency", 2026, None)

    assert (id_, label) == (made.province, made.name)


def test_a_name_may_be_given_beside_the_id(say: Callable[..., Said], tmp_path: Path) -> None:
    """`--name` is what people read."""
    assert 0 == say("hcm", "--year", "2026", "--name", "Thành phố Hồ Chí Minh").code
    assert "Thành phố Hồ Chí Minh" in (tmp_path / "parengine-hcm-agency/README.md").read_text(encoding="utf-8")


def test_the_readme_says_the_same_commands() -> None:
    """The README takes a new user through the commands that `new` tells."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    after = readme.partition("    parengine new ")[2].splitlines()[1:4]

    told = [command.format(directory="../parengine-dak-lak-agency") for command in _new._NEXT]

    assert told == [line.strip() for line in after]


def test_the_first_mistake_of_a_new_user_is_explained(made: Path) -> None:
    """A text with a comma that stands in no quotes is told as that, not only as an unknown key."""
    text = (made / "src/parengine_dak_lak_agency/editions/2026/agency.yaml").read_text(encoding="utf-8")
    (problem,) = check(text.replace("vi: Báo cáo định kỳ,", "vi: Báo cáo định kỳ, đột xuất của năm,"))

    assert "'đột xuất của năm' is not known here; a text with a comma stands in quotes" == problem.sentence


# ---- what is refused


@pytest.mark.parametrize(
    "arguments,sentence",
    [
        (["", "--year", "2026"], "the province is empty"),
        (["  ", "--year", "2026"], "the province is empty"),
        (["../dak-lak", "--year", "2026"], "is not the name of a province"),
        (["dak/lak", "--year", "2026"], "is not the name of a province"),
        (["C:\\dak-lak", "--year", "2026"], "is not the name of a province"),
        (["..", "--year", "2026"], "is not the name of a province"),
        (["dak\0lak", "--year", "2026"], "is not the name of a province"),
        (["34", "--year", "2026"], "is not the name of a province"),
        (["北京", "--year", "2026"], "is not the name of a province"),
        (["dak-lak", "--year", "1999"], "the year is 2000 to 2100, not 1999"),
        (["dak-lak", "--year", "9" * 30], "the year is 2000 to 2100"),
        (["dak-lak", "--year", "soon"], "'soon'"),
        (["dak-lak"], "--year"),
        (["dak-lak", "--year", "2026", "--tier", "../x"], "the tier '../x' is not an id"),
        (["dak-lak", "--year", "2026", "--tier", "Sở"], "the tier 'Sở' is not an id"),
        (["dak-lak", "--year", "2026", "--name", 'a" # b'], "cannot be used"),
        (["dak-lak", "--year", "2026", "--name", "a\nb: c"], "cannot be used"),
        (["dak-lak", "--year", "2026", "--name", "$$tier"], "cannot be used"),
        (["d" * 60, "--year", "2026"], "has more than 64 characters"),
    ],
)
def test_what_cannot_be_is_a_wrong_use(
    say: Callable[..., Said], tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    """Exit code 2, a sentence, and not a file written."""
    said = say(*arguments)

    assert (2, "", []) == (said.code, said.out, list(tmp_path.iterdir()))
    assert sentence in said.err


def test_what_is_there_is_left_as_it_is(say: Callable[..., Said], made: Path) -> None:
    """A directory that exists is refused, and so is a file or a broken link in its place."""
    (made / "README.md").write_text("mine", encoding="utf-8")
    (made.parent / "parengine-ha-noi-agency").touch()
    (made.parent / "parengine-hue-agency").symlink_to("nowhere")
    said = [say(name, "--year", "2026") for name in ("dak-lak", "ha-noi", "hue")]

    assert [2, 2, 2] == [one.code for one in said]
    assert all("is there already and is left as it is" in one.err for one in said)
    assert "mine" == (made / "README.md").read_text(encoding="utf-8")


def test_nothing_is_made_where_there_is_no_folder(say: Callable[..., Said], tmp_path: Path) -> None:
    """A folder that does not exist is not made on the way."""
    said = say("dak-lak", "--year", "2026", "--into", str(tmp_path / "nowhere"))

    assert 2 == said.code
    assert "make it first" in said.err
    assert [] == list(tmp_path.iterdir())


def test_a_write_that_fails_leaves_nothing_behind(
    say: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk in the middle of it is a sentence, and no half-written directory stays."""
    written = Path.write_text

    def full(self: Path, *arguments: object, **named: object) -> int:
        if self.name == "full.yaml":
            raise OSError(28, "No space left on device")
        return written(self, *arguments, **named)

    monkeypatch.setattr(Path, "write_text", full)
    said = say("dak-lak", "--year", "2026")

    assert (1, "", []) == (said.code, said.out, list(tmp_path.iterdir()))
    assert "cannot be made: No space left on device" in said.err


def test_without_permission_it_says_so(
    say: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that may not be written is a sentence with the reason."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(_new, "TemporaryDirectory", refused)
    said = say("dak-lak", "--year", "2026")

    assert (1, []) == (said.code, list(tmp_path.iterdir()))
    assert "cannot be made: Permission denied" in said.err


def test_a_set_that_is_installed_already_is_refused(
    say: Callable[..., Said], plugin: ModuleType, tmp_path: Path
) -> None:
    """Two distributions with one id could not be used, so the second is not made."""
    other = tmp_path / "other"
    other.mkdir()
    said = say("dak-lak", "--year", "2026", "--into", str(other), registry=Registry.build([plugin]))

    assert (2, []) == (said.code, list(other.iterdir()))
    assert f"the criteria set '{SET_ID}' is already brought by 'made_for_dak_lak'" in said.err


@pytest.mark.parametrize("id_", ["null", "true"])
def test_an_id_that_yaml_reads_as_something_else_is_text(say: Callable[..., Said], tmp_path: Path, id_: str) -> None:
    """The owner stands in quotes, so a province may be called what YAML takes for nothing or for a truth value."""
    assert 0 == say(id_, "--year", "2026").code
    edition = tmp_path / f"parengine-{id_}-agency/src/parengine_{id_}_agency/editions/2026/agency.yaml"
    assert () == tuple(check(edition))
