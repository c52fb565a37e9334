"""The registry: what is known, who brought it, and what happens when a plugin does wrong."""

import json
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from parengine import Assessment, DocumentError, Registry, RegistryError, discover, loads, score
from parengine.expr import Expr, const, least
from parengine.plugins import hookimpl
from parengine.registry import Failure, Origin
from parengine.rules import kind, slots


def document(id: str = "tiny-2025", **changes: Any) -> dict[str, Any]:
    """Return the smallest criteria set there is."""
    leaf = {
        "code": "1",
        "label": "Kế hoạch",
        "maximum": 10,
        "channel": "appraised",
        "provenance": "invented",
        "inputs": {"issued": {"type": "yes_no", "label": "Đã ban hành"}},
        "rule": {"kind": "yes_no", "condition": "issued"},
    }
    return {
        "format": 1,
        "id": id,
        "edition": "2025.1",
        "owner": "tiny",
        "tier": "agency",
        "years": [2025],
        "title": {"vi": "Bộ nhỏ", "en": "A tiny set"},
        "provenance": "invented",
        "maximum": 10,
        "channels": {"appraised": {"label": "Thẩm định"}},
        "index": "10 * points",
        "criteria": [leaf],
        **changes,
    }


def plugin(name: str, **hooks: Any) -> SimpleNamespace:
    """Return a plugin that gives, for each hook, what is passed or what a function returns."""
    functions = {f"parengine_{hook}": _implementation(f"parengine_{hook}", given) for hook, given in hooks.items()}
    return SimpleNamespace(__name__=name, **functions)


def _implementation(hook: str, given: Any) -> Any:
    def implementation() -> Any:
        return given() if callable(given) and not isinstance(given, type) else given

    implementation.__name__ = hook
    return hookimpl(implementation)


def raises() -> Any:
    """Do what a broken plugin does."""
    raise ZeroDivisionError("the province divided by nothing\nand went on about it")


def ids(registry: Registry) -> list[str]:
    """Return the ids of the sets, in the registry's order."""
    return [edition.id for edition in registry.sets()]


@kind
class Kind:
    """Twice the value, at most the maximum."""

    name: ClassVar[str] = "tiny.twice"
    contract: ClassVar[int] = 1

    value: Expr = slots.number("The value that counts twice.", helps="up")

    def points(self, maximum: Fraction) -> Expr:
        return least(2 * self.value, const(maximum))

    def problems(self, maximum: Fraction) -> Iterator[str]:
        yield from ()


# ---- building


def test_nothing_is_known_until_something_is_built() -> None:
    """A registry of no plugins has the core's rule kinds and no sets."""
    registry = Registry.build()

    assert ((), ()) == (registry.sets(), registry.failures)
    assert "proportion" in registry.kinds


def test_sets_are_sorted_by_id_whatever_the_order_of_plugins() -> None:
    """The order in which plugins come does not show."""
    one = plugin("one", criteria_sets=[document("c"), document("a")])
    other = plugin("other", criteria_sets=[document("b")])

    assert ["a", "b", "c"] == ids(Registry.build([one, other])) == ids(Registry.build([other, one]))


def test_a_registry_is_a_value() -> None:
    """Growing a registry gives a new one; the old one does not change and cannot be changed."""
    registry = Registry.build()
    grown = registry.with_plugin(plugin("one", criteria_sets=[document("a")]))

    assert ([], ["a"]) == (ids(registry), ids(grown))
    with pytest.raises(FrozenInstanceError):
        registry.kinds = {}  # type: ignore[misc]


def test_a_set_that_was_read_can_be_registered() -> None:
    """An application registers a criteria set object by hand and gets the same object back."""
    criteria_set = loads(document("a"))
    registry = Registry.build().with_set(criteria_set, name="my-app")

    assert criteria_set is registry.get("a")
    assert Origin("my-app") == registry.origin("a")


def test_a_document_can_be_registered(tmp_path: Path) -> None:
    """A path, as text or not, and a mapping are documents."""
    path = tmp_path / "a.json"
    path.write_text(json.dumps(document("a")), encoding="utf-8")

    for one in (path, str(path), document("a")):
        assert "a" == Registry.build().with_set(one).get("a").id


def test_a_bad_document_registered_by_hand_is_refused_with_its_problems() -> None:
    """Who registers a document by hand hears at once what is wrong with it."""
    with pytest.raises(DocumentError, match="maximum"):
        Registry.build().with_set(document("a", maximum="lots"))


# ---- reading late


def test_only_the_head_is_read_when_sets_are_listed(tmp_path: Path) -> None:
    """A set whose body is nonsense is listed, and refused when it is asked for."""
    path = tmp_path / "late.yaml"
    head = "format: 1\nid: late\nedition: '1'\nowner: o\ntier: t\nyears: [2024, 2025]\ntitle: {vi: Muộn, en: Late}\n"
    path.write_text(f"{head}criteria:\n- code: '1'\n  rule: {{kind: no such}}\n", encoding="utf-8")
    registry = Registry.build([plugin("one", criteria_sets=[path])])

    (edition,) = registry.sets()
    assert ("late", (2024, 2025), "Late") == (edition.id, edition.head.key.years, edition.head.title.en)
    with pytest.raises(DocumentError, match=r"late\.yaml:9"):
        registry.get("late")


def test_a_set_is_read_once() -> None:
    """Asking for a set again gives the same object."""
    registry = Registry.build([plugin("one", criteria_sets=[document("a")])])

    assert registry.get("a") is registry.get("a")


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_the_head_is_what_the_whole_document_says(tmp_path: Path, suffix: str) -> None:
    """The quick reading of the head and the full reading agree."""
    path = tmp_path / f"a.{suffix}"
    path.write_text(json.dumps(document("a", supersedes="b", title="Một dòng")), encoding="utf-8")
    registry = Registry.build([plugin("one", criteria_sets=[path])])

    assert registry.get("a").key == registry.sets()[0].head.key
    assert registry.get("a").title == registry.sets()[0].head.title


@given(st.permutations(list(document("a", supersedes="b", title="Một dòng"))))
def test_the_order_of_keys_in_a_document_does_not_matter(keys: list[str]) -> None:
    """Wherever the parts of a head stand, it is what the whole document says."""
    whole = document("a", supersedes="b", title="Một dòng")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.json"
        path.write_text(json.dumps({key: whole[key] for key in keys}, ensure_ascii=False), encoding="utf-8")
        registry = Registry.build([plugin("one", criteria_sets=[path])])

        assert registry.get("a").key == registry.sets()[0].head.key


HEAD = "format: 1\nid: a\nedition: '1'\nowner: o\ntier: t\nyears: [2025]\ntitle: {vi: Một}\n"
UNUSUAL = {
    "empty": "",
    "a list": "- 1",
    "no title": HEAD.replace("title", "titel"),
    "an anchor": HEAD.replace("id: a", "id: &x a"),
    "a number for text": HEAD.replace("'1'", "2025.1"),
    "text for a year": HEAD.replace("[2025]", "['2025']"),
    "one year": HEAD.replace("[2025]", "2025"),
    "twice": HEAD + "id: b\n",
    "too deep": HEAD.replace("{vi: Một}", "{vi: {vi: Một}}"),
    "a title without Vietnamese": HEAD.replace("vi", "en"),
    "not YAML": "id: [",
    "cut off": HEAD + "sources: {",
}


@pytest.mark.parametrize("text", UNUSUAL.values(), ids=UNUSUAL)
def test_a_head_that_is_not_right_is_a_failure_with_its_place(tmp_path: Path, text: str) -> None:
    """A document whose head cannot be used is left out, and the failure says where the first problem is."""
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    registry = Registry.build([plugin("one", criteria_sets=[path])])

    assert () == registry.sets()
    (failure,) = registry.failures
    assert re.search(r"a criteria set cannot be read: .*a\.yaml:\d+:\d+: \$\S*: \S", failure.sentence)


# ---- documents that are no files of their own


@pytest.fixture
def zipped(tmp_path: Path) -> zipfile.Path:
    """Return a plugin's resources inside a zip file."""
    sheet = {"format": 1, "set": "zipped-2025", "unit": "u", "year": 2025, "answers": {"issued": True}}
    with zipfile.ZipFile(tmp_path / "plugin.zip", "w") as archive:
        archive.writestr("set.json", json.dumps(document("zipped-2025")))
        archive.writestr("sheet.json", json.dumps(sheet))
    return zipfile.Path(tmp_path / "plugin.zip")


def test_a_plugin_may_be_a_zip_file(zipped: zipfile.Path) -> None:
    """Sets and assessments are read from packaged resources that are no files."""
    given = plugin("one", criteria_sets=[zipped / "set.json"], assessments=[zipped / "sheet.json"])
    registry = Registry.build([given])

    (sheet,) = registry.assessments()
    assessment = registry.assessment(sheet)
    assert Decimal("100.00") == score(assessment, registry.get(assessment.set)).index


def test_an_assessment_is_held_against_the_set_that_it_names() -> None:
    """An assessment of an unknown set, or with an unknown answer, is refused with its place."""
    registry = Registry.build([plugin("one", criteria_sets=[document("a-2025")])])
    sheet = {"format": 1, "set": "a-2024", "unit": "u", "year": 2025, "answers": {"nobody": 1}}

    with pytest.raises(DocumentError, match=r"\$\.set: there is no criteria set 'a-2024'; did you mean 'a-2025'"):
        registry.assessment(sheet)
    with pytest.raises(DocumentError, match=r"\$\.answers\.nobody: "):
        registry.assessment(sheet | {"set": "a-2025"})


def test_cases_and_assessments_are_listed_by_distribution() -> None:
    """The documents that plugins bring beside sets are listed in the order of their distributions."""
    plugins = [plugin(name, cases=[f"{name}.case.yaml"], assessments=[f"{name}.yaml"]) for name in "ba"]
    registry = Registry.build(plugins)

    assert ("a.case.yaml", "b.case.yaml") == registry.cases()
    assert ("a.yaml", "b.yaml") == registry.assessments()


# ---- finding


def test_an_unknown_id_is_answered_with_what_is_meant_and_what_is_known() -> None:
    """The error names the nearest id and lists all."""
    registry = Registry.build([plugin("one", criteria_sets=[document("agencies-2025"), document("communes-2025")])])

    with pytest.raises(RegistryError) as caught:
        registry.get("agencys-2025")
    assert (
        "there is no criteria set 'agencys-2025'; did you mean 'agencies-2025'? known: agencies-2025, communes-2025"
    ) == str(caught.value)


def test_an_empty_registry_says_what_to_do() -> None:
    """Where no set is known at all, the error says that a plugin is needed."""
    with pytest.raises(RegistryError, match="install a plugin"):
        Registry.build().get("a")


def test_the_edition_in_force_is_found() -> None:
    """Owner, tier and year find the one edition; where it was superseded, its successor."""
    sets = [document("a"), document("b", supersedes="a"), document("c", supersedes="b"), document("d", years=[2026])]
    registry = Registry.build([plugin("one", criteria_sets=sets)])

    assert "c" == registry.find(owner="tiny", tier="agency", year=2025).id
    assert "d" == registry.find(owner="tiny", tier="agency", year=2026).id


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ([{}, {}], "'a' and 'b' are all in force for owner 'tiny', tier 'agency' and year 2025"),
        ([{"supersedes": "b"}, {"supersedes": "a"}], "'a' and 'b' supersede each other"),
        ([{"years": [2024]}], "there is no criteria set for owner 'tiny', tier 'agency' and year 2025"),
    ],
)
def test_no_edition_or_several_in_force_are_an_error(changes: list[dict[str, Any]], sentence: str) -> None:
    """Where not exactly one edition is left, the error names those that are."""
    sets = [document(name, **change) for name, change in zip("ab", changes, strict=False)]
    registry = Registry.build([plugin("one", criteria_sets=sets)])

    with pytest.raises(RegistryError, match=sentence):
        registry.find(owner="tiny", tier="agency", year=2025)


# ---- twins


def test_two_plugins_with_one_id_are_refused_by_both_names() -> None:
    """The same set id from two plugins is an error that names both."""
    plugins = [plugin("one", criteria_sets=[document("a")]), plugin("other", criteria_sets=[document("a")])]

    with pytest.raises(RegistryError) as caught:
        Registry.build(plugins)
    assert "the criteria set 'a' is brought by 'one' and by 'other'; keep one of them" == str(caught.value)


def test_a_set_by_hand_does_not_push_out_a_plugins() -> None:
    """An id that a plugin brought cannot be taken by hand."""
    registry = Registry.build([plugin("one", criteria_sets=[document("a")])])

    with pytest.raises(RegistryError, match="by 'one' and by 'application'"):
        registry.with_set(document("a"))


def test_two_plugins_with_one_kind_are_refused_by_both_names() -> None:
    """The same rule kind from two plugins is an error that names both."""
    plugins = [plugin("one", rule_kinds=[Kind]), plugin("other", rule_kinds=[Kind])]

    with pytest.raises(RegistryError, match=r"the rule kind 'tiny\.twice' is brought by 'one' and by 'other'"):
        Registry.build(plugins)


def test_a_plugins_kind_joins_the_cores() -> None:
    """A plugin's kind stands in the table under its name."""
    registry = Registry.build([plugin("one", rule_kinds=[Kind])])

    assert Kind is registry.kinds["tiny.twice"]
    assert "proportion" in registry.kinds


def test_a_set_says_whose_kinds_it_uses_and_they_score() -> None:
    """A set with a plugin's kind is read with the registry's kinds, names the plugin, and scores and explains."""
    (leaf,) = document()["criteria"]
    counted = {"held": {"type": "count", "label": "Số cuộc", "high": 100}}
    twice = leaf | {"inputs": counted, "rule": {"kind": "tiny.twice", "value": "held"}}
    registry = Registry.build([plugin("one", rule_kinds=[Kind], criteria_sets=[document("a", criteria=[twice])])])

    criteria_set = registry.get("a")
    scorecard = score(Assessment(set="a", unit="u", year=2025, answers={"held": 3}), criteria_set)
    assert (("tiny.twice", "one", "unknown"),) == criteria_set.kinds == scorecard.kinds
    assert (6, Decimal("60.00")) == (scorecard.points, scorecard.index)
    assert any("tiny.twice" in line for line in scorecard.why("1"))


# ---- plugins that do wrong


def bare(name: str) -> type:
    """Return a class that looks like a rule kind and has no slots."""
    return type("Bare", (), {"name": name, "contract": 1, "points": len, "problems": len})


RUBBISH = [
    ({"criteria_sets": raises}, "the plugin raised ZeroDivisionError: the province divided by nothing"),
    ({"criteria_sets": lambda: (raises() for _ in "x")}, "the plugin raised ZeroDivisionError"),
    (
        {"criteria_sets": lambda: (_ for _ in ()).throw(ValueError("\x1b[31mred"))},
        "the plugin raised ValueError: \ufffd[31mred",
    ),
    ({"criteria_sets": None}, "must give a list, not a NoneType"),
    ({"criteria_sets": "a.yaml"}, "must give a list, not a str"),
    ({"criteria_sets": 7}, "must give a list, not a int"),
    ({"criteria_sets": [7]}, "gave a int; a document is a path"),
    ({"criteria_sets": [document("x", maximum="lots", owner=3)]}, "a criteria set cannot be read"),
    ({"criteria_sets": [Path("nowhere") / "at-all.yaml"]}, "at-all.yaml"),
    ({"rule_kinds": ["Kind"]}, "a rule kind is a class with a 'name'"),
    ({"rule_kinds": [int]}, "a rule kind is a class with a 'name'"),
    ({"rule_kinds": [type("K", (Kind,), {"name": "proportion"})]}, "the rule kind 'proportion'; a plugin's kind is"),
    ({"rule_kinds": [type("K", (), {"name": "a.b"})]}, "the rule kind 'a.b' without points and problems"),
    ({"rule_kinds": [type("K", (Kind,), {"contract": 2})]}, "for contract 2; this engine has 'contract = 1'"),
    ({"rule_kinds": [bare("a.b")]}, "the rule kind 'a.b' whose slots cannot be read"),
    ({"rule_kinds": [type("K", (), {"name": "a.b", "points": 1, "problems": 2})]}, "without points and problems"),
    ({"assessments": [object()]}, "'parengine_assessments' gave a object"),
    ({"cases": lambda: 1}, "'parengine_cases' must give a list"),
    ({"criteria_set": []}, "unknown hook 'parengine_criteria_set'"),
    ({}, "the plugin implements no hook"),
]


@pytest.mark.parametrize("hooks, sentence", RUBBISH)
def test_a_plugin_that_does_wrong_is_reported_and_takes_no_other_down(hooks: dict[str, Any], sentence: str) -> None:
    """What a plugin does wrong is listed under its name; the others are all there."""
    registry = Registry.build([plugin("good", criteria_sets=[document("a")]), plugin("bad", **hooks)])

    assert ["a"] == ids(registry)
    (failure,) = registry.failures
    assert "bad" == failure.origin.distribution
    assert sentence in failure.sentence
    assert "\n" not in failure.sentence


def test_one_bad_document_does_not_take_the_plugins_others_down() -> None:
    """A document that cannot be read is reported; the plugin's other sets are listed."""
    registry = Registry.build([plugin("one", criteria_sets=[document("X?"), document("a")])])

    assert ["a"] == ids(registry)
    assert ["one"] == [failure.origin.distribution for failure in registry.failures]


def test_a_bad_plugin_registered_by_hand_raises() -> None:
    """Who registers a plugin by hand hears at once that it cannot be used."""
    with pytest.raises(RegistryError, match=r"the plugin 'bad' cannot be used: .* ZeroDivisionError"):
        Registry.build().with_plugin(plugin("bad", criteria_sets=raises))


# ---- discovery


def installed(folder: Path, distribution: str, version: str, code: str) -> None:
    """Lay out a distribution as pip would install it, with one module that is its plugin."""
    module = distribution.replace("-", "_")
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    facts = folder / f"{module}-{version}.dist-info"
    facts.mkdir()
    said = f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n"
    (facts / "METADATA").write_text(said, encoding="utf-8")
    (facts / "entry_points.txt").write_text(f"[parengine]\nit = {module}\n", encoding="utf-8")


GOOD = f"""
from parengine.plugins import hookimpl

@hookimpl
def parengine_criteria_sets():
    return [{document("found-by-discovery")!r}]

@hookimpl
def parengine_assessments():
    return ["sheet.yaml"]
"""


def test_installed_plugins_are_discovered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry point of the group 'parengine' is found, with the name and version of its distribution."""
    installed(tmp_path, "tiny-good-one", "1.2", GOOD)
    monkeypatch.syspath_prepend(tmp_path)

    registry = discover()
    assert Origin("tiny-good-one", "1.2") == registry.origin("found-by-discovery")
    assert "sheet.yaml" in registry.assessments()


@pytest.mark.parametrize(
    "code, sentence",
    [
        ("import no_such_module_at_all", "ModuleNotFoundError: No module named 'no_such_module_at_all'"),
        ("raise SystemExit(3)", "the plugin raised SystemExit: 3"),
        ("this is: no python", "the plugin raised SyntaxError"),
    ],
)
def test_a_plugin_that_cannot_be_imported_is_reported_by_its_distribution(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, sentence: str
) -> None:
    """A plugin that fails at import is listed by its distribution's name; the others are found."""
    installed(tmp_path, "tiny-good-two", "1", GOOD)
    bad = f"tiny-bad-{abs(hash(code)) % 10**6}"
    installed(tmp_path, bad, "0.1", code)
    monkeypatch.syspath_prepend(tmp_path)

    registry = discover()
    assert "found-by-discovery" in ids(registry)
    (failure,) = (failure for failure in registry.failures if failure.origin == Origin(bad, "0.1"))
    assert sentence in failure.sentence
    assert f"{bad} 0.1: {failure.sentence}" == str(failure)


def test_the_order_of_failures_is_fixed() -> None:
    """Failures are listed by distribution, not in the order in which plugins came."""
    plugins = [plugin(name, criteria_sets=raises) for name in ("c", "a", "b")]

    failures = Registry.build(plugins).failures
    assert ["a", "b", "c"] == [failure.origin.distribution for failure in failures]
    assert all(isinstance(failure, Failure) for failure in failures)
