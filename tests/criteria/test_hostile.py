import time
from fractions import Fraction
from typing import Any

import pytest
from criteria_documents import as_json, changed, errors, everything, group, leaf, problems, small

from parengine import criteria
from parengine.errors import DocumentError
from parengine.expr import Expr, const
from parengine.rules import KINDS, kind

SECONDS = 30
EVIL = [
    "__import__('os').system('x')",
    "x; import os",
    "a-b",
    "A",
    "_a",
    "1a",
    "đa",
    "a b",
    "a\nb",
    "a\n",
    "class.x",
    "a'",
    'a"',
    "",
    "a" * 65,
    "lambda: 0",
]


def nested(levels: int) -> dict[str, Any]:
    """Return a node with so many levels in all."""
    node = leaf("x")
    for i in range(levels - 1):
        node = group(f"g{i}", node)
    return node


def test_a_hundred_thousand_nodes_are_refused_in_bounded_time() -> None:
    """A set of 100,000 nodes is one problem, soon."""
    nodes = [{"code": str(i)} for i in range(100_000)]
    started = time.monotonic()
    told = problems(as_json(small() | {"criteria": nodes}))

    assert ["$.criteria: the list has more than 20,000 entries"] == told
    assert SECONDS > time.monotonic() - started


def test_more_nodes_than_allowed_are_refused_wherever_they_are() -> None:
    """The limit is on all nodes together, not on one list."""
    lists = [{"code": str(i), "children": [{"code": "x"}] * 150} for i in range(150)]

    assert any("the set has more than 20,000 nodes" in each for each in errors(small() | {"criteria": lists}))


def test_depth_is_limited_to_32_levels() -> None:
    """32 levels of criteria are read, 33 are a sentence, ten thousand too."""
    assert [] == errors(small(nested(32)))
    assert ["criteria are nested more than 32 levels deep"] == [
        each.split(": ")[1] for each in errors(small(nested(33)))
    ]
    deep: dict[str, Any] = leaf("x")
    for _ in range(10_000):
        deep = {"children": [deep]}
    assert ["$: the document is nested more than 128 levels deep"] == problems(small() | {"criteria": [deep]})


def test_a_formula_of_a_megabyte_is_refused() -> None:
    """A long formula is a sentence, in a rule, a clause and the index."""
    formula = "1+" * 500_000 + "1"
    document = small(
        leaf("1", rule={"kind": "formula", "points": formula}, zero_rules=[f"{formula} = 0"]), index=formula
    )

    told = errors(document)
    assert 3 == len(told)
    assert all("characters" in each and len(each) < 200 for each in told)


def test_a_deep_formula_is_refused() -> None:
    """A hundred thousand brackets are a sentence."""
    assert 1 == len(errors(small(index="(" * 4000 + "points" + ")" * 4000)))


@pytest.mark.parametrize("name", EVIL)
@pytest.mark.parametrize("path", [("id",), ("owner",), ("tier",)])
def test_ids_cannot_carry_code(name: str, path: tuple[str]) -> None:
    """Whatever is not a plain id is refused."""
    allowed = {"a-b"}

    assert (name in allowed) == (not errors(small() | {path[0]: name}))


@pytest.mark.parametrize("name", EVIL)
def test_names_and_codes_cannot_carry_code(name: str) -> None:
    """Input ids, option ids, channel ids and codes are plain words."""
    asked = {"type": "yes_no", "label": "x"}
    option = {"type": "choice", "label": "x", "options": [{"id": name, "label": "x"}]}
    documents = [small(inputs={name: asked}), small(inputs={"a": option}), small(channels={name: {"label": "x"}})]

    assert [True] * 3 == [
        any(
            "is not written as a name" in e or "too long" in e or "characters" in e or "is empty" in e
            for e in errors(each)
        )
        for each in documents
    ]
    assert (name in ("A", "1a", "class.x")) == (not errors(small(changed(leaf("1"), "code", to=name))))


@pytest.mark.parametrize("label", [*EVIL[:2], '"""', "\\", "{x}", "%s", "<script>", "=1+1", "*/ --", "\u202dx"])
def test_labels_are_only_text(label: str) -> None:
    """A label arrives as it is written, or is refused for its characters; no label reaches an expression."""
    document = small(leaf("1", label=label))
    told = errors(document)

    if told:
        assert any("U+202D" in each for each in told)
    else:
        assert label == criteria.loads(document).at("1").label.vi


def test_python_names_are_harmless() -> None:
    """An id that is a keyword or a builtin of Python is an id like any other."""
    inputs = {
        name: {"type": "yes_no", "label": "x"}
        for name in ("class_", "lambda_", "eval", "import", "none", "print", "self")
    }
    document = small(leaf("1", inputs=inputs, rule={"kind": "all_of", "parts": list(inputs)}))

    assert [] == errors(document)


@kind
class Failing:
    """A plugin's kind that raises."""

    name = "evil.failing"
    contract = 1

    def points(self, maximum: object) -> object:
        """Raise something that nobody expects."""
        raise RuntimeError("no points today")

    def problems(self, maximum: object) -> list[str]:
        """Find nothing."""
        return []


@kind
class Strange(Failing):
    """A plugin's kind that gives no expression."""

    name = "evil.strange"

    def points(self, maximum: object) -> object:
        """Return what is no expression."""
        return 5


@kind
class Plain(Failing):
    """A plugin's kind that works."""

    name = "good.plain"

    def points(self, maximum: Fraction) -> Expr:
        """Give everything."""
        return const(maximum)


def test_the_kinds_of_plugins_are_on_record() -> None:
    """A set says which plugin kinds its rules use, and from where they are."""
    document = small(leaf("1", inputs={}, rule={"kind": "good.plain"}))
    made = criteria.loads(document, kinds={**KINDS, "good.plain": Plain, "evil.failing": Failing})

    assert (("good.plain", Plain.__module__, "unknown"),) == made.kinds
    assert () == criteria.loads(small()).kinds


@pytest.mark.parametrize(
    "name, expected",
    [("evil.failing", "no points today"), ("evil.strange", "evil.strange")],
)
def test_a_plugins_kind_that_fails_is_a_problem_of_the_document(name: str, expected: str) -> None:
    """What a plugin's kind raises is told in its place; the rest is still read."""
    document = small(leaf("1", inputs={}, rule={"kind": name}), leaf("2", zero_rules=["nothing"]))
    kinds = {**KINDS, "evil.failing": Failing, "evil.strange": Strange}
    with pytest.raises(DocumentError) as caught:
        criteria.loads(document, kinds=kinds)

    told = [f"{each.path}: {each.sentence}" for each in caught.value.problems]
    assert any(each.startswith("$.criteria[0].rule: ") and expected in each for each in told), told
    assert any("'nothing' is not known here" in each for each in told)


def test_hints_cost_no_minutes() -> None:
    """Thousands of unknown names among thousands of known ones are told in bounded time."""
    inputs = {f"input_{i}": {"type": "yes_no", "label": "x"} for i in range(3000)}
    rules = [f"inptu_{i}" for i in range(900)]
    started = time.monotonic()

    assert errors(small(leaf("1", zero_rules=rules), inputs=inputs))
    assert SECONDS > time.monotonic() - started


def test_everything_is_still_in_order() -> None:
    """The limits leave room for a real set."""
    assert [] == errors(everything())
