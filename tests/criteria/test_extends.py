"""Extending editions: what they take from a base, what they change, and what is said where that is not right."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from criteria_documents import as_json, as_yaml, everything, group, leaf, small

from parengine import DocumentError, criteria
from parengine.criteria import schemas
from parengine.criteria._extends import MAX_CHAIN
from parengine.errors import Problem, RegistryError

LEAVES = [leaf("1.1"), leaf("1.2"), leaf("1.3")]
BASE = small(group("1", *LEAVES), leaf("2", 3), supersedes="old-2021", decision={"number": "1/QĐ"}, note="of 2022")
HEAD = {
    "format": 1,
    "id": "next-2023",
    "edition": "2023.1",
    "owner": "moha",
    "tier": "province",
    "years": [2023],
    "provenance": "invented",
}


def extending(edition: str = "small-2022", **more: Any) -> dict[str, Any]:
    """Return the document of an edition that extends another one; keys of a set are told from those of `extends`."""
    edits = {key: more.pop(key) for key in ("replace", "remove", "add", "inputs", "channels", "sources") if key in more}
    return {**HEAD, **more, "extends": {"edition": edition, **edits}}


def written_out(**changes: Any) -> dict[str, Any]:
    """Return what an extending edition is by hand."""
    kept = {key: value for key, value in BASE.items() if key not in ("supersedes", "decision", "note")}
    return {**kept, **HEAD, **changes}


def bases(*documents: dict[str, Any]) -> Any:
    """Return what finds these documents by their ids."""
    return {document["id"]: document for document in documents}.__getitem__


def problems(document: dict[str, Any], *others: dict[str, Any]) -> list[str]:
    """Return what is wrong with an edition that extends the base, or one of others."""
    found = criteria.check(document, name="next", bases=bases(BASE, *others))
    return [f"{each.file} {each.path}: {each.sentence}" for each in found]


# ---- what it is


def test_what_is_not_said_comes_from_the_base() -> None:
    """Title, maximum, index and criteria come from the base; what an edition says of itself alone does not."""
    made = criteria.loads(extending(), bases=bases(BASE))

    assert criteria.loads(written_out()).digest == made.digest
    assert (None, None, None) == (made.key.supersedes, made.legal_text, made.note)
    assert ("next-2023", "small-2022", "Bộ nhỏ") == (made.id, made.key.extends, made.title.vi)


@pytest.mark.parametrize(
    "edits, nodes",
    [
        ({"replace": [leaf("1.2", note="new")]}, [group("1", LEAVES[0], leaf("1.2", note="new"), LEAVES[2])]),
        ({"remove": ["1.1"]}, [group("1", *LEAVES[1:], maximum=3)]),
        ({"add": [{"under": "1", "node": leaf("1.4")}]}, [group("1", *LEAVES, leaf("1.4"), maximum=3)]),
        (
            {"add": [{"under": "1", "before": "1.1", "node": leaf("1.0")}]},
            [group("1", leaf("1.0"), *LEAVES, maximum=3)],
        ),
        (
            {
                "add": [
                    {"under": "1", "after": "1.1", "node": leaf("1.4")},
                    {"under": "1", "after": "1.4", "node": leaf("1.5")},
                ]
            },
            [group("1", LEAVES[0], leaf("1.4"), leaf("1.5"), *LEAVES[1:], maximum=3)],
        ),
        (
            {"remove": ["1.2"], "add": [{"before": "2", "node": leaf("1.2")}]},
            [group("1", LEAVES[0], LEAVES[2], maximum=3), leaf("1.2")],
        ),
        (
            {
                "add": [
                    {"under": "1", side: "1.2", "node": leaf(code)}
                    for side, code in (("after", "1.5"), ("before", "1.8"), ("after", "1.4"), ("before", "1.9"))
                ]
            },
            [
                group(
                    "1", LEAVES[0], leaf("1.8"), leaf("1.9"), LEAVES[1], leaf("1.5"), leaf("1.4"), LEAVES[2], maximum=3
                )
            ],
        ),
        ({"remove": ["1"], "add": [{"node": leaf("3")}]}, []),
    ],
)
def test_nodes_are_replaced_removed_and_added(edits: dict[str, Any], nodes: list[dict[str, Any]]) -> None:
    """Each edit gives the document that one would write by hand: the same digest, whatever is left of the maxima."""
    differ = {"maxima_differ": "as printed"}
    whole = [{**each, **differ} if "children" in each else each for each in BASE["criteria"]]
    by_hand = [{**each, **differ} if "children" in each else each for each in nodes]
    last = [leaf("3")] if edits.get("add") == [{"node": leaf("3")}] else []
    made = criteria.loads(extending(**edits, **differ), bases=bases({**BASE, "criteria": whole}))

    assert criteria.loads(written_out(criteria=[*by_hand, leaf("2", 3), *last], **differ)).digest == made.digest


def test_mappings_of_an_edition_are_merged_or_replaced() -> None:
    """Entries under `extends` are merged by id; a key of the document takes the place of the whole."""
    made = criteria.loads(
        extending("every-part-2022", channels={"survey": {"label": "Khác"}}, rounding={"places": 3}),
        bases=bases(everything()),
    )

    assert ["appraised", "statistics", "survey"] == list(made.channels)
    assert ("Khác", True) == (made.channels["survey"].label.vi, made.channels["survey"].self_scored)
    assert (3, ("index",)) == (made.rounding.rounding.places, made.rounding.levels)


def test_a_group_of_bonus_that_is_emptied_is_gone() -> None:
    """Where all bonus is removed, the set has none."""
    made = criteria.loads(extending("every-part-2022", remove=["T"]), bases=bases(everything()))

    assert ((), 1) == (made.bonus, len(made.penalty))


def test_editions_extend_one_another() -> None:
    """A chain of extensions is the same as the last one written out."""
    middle = {**extending(replace=[leaf("2", 3, note="middle")]), "id": "middle-2023"}
    made = criteria.loads(extending("middle-2023", replace=[leaf("1.1", note="last")]), bases=bases(BASE, middle))
    nodes = [group("1", leaf("1.1", note="last"), *LEAVES[1:]), leaf("2", 3, note="middle")]

    assert criteria.loads(written_out(criteria=nodes)).digest == made.digest


def test_the_canonical_form_is_the_expanded_one() -> None:
    """What `show --format json` prints of an extending edition needs no base, and has the same digest."""
    made = criteria.loads(extending(remove=["2"], maximum=3), bases=bases(BASE))
    again = criteria.loads(made.document)

    assert "extends" not in made.document
    assert (made.digest, None) == (again.digest, again.key.extends)


def test_the_published_schema_takes_extending_editions() -> None:
    """Jsonschema asks of an extending edition what the loader asks, and of a whole one all of it."""
    published = jsonschema.Draft202012Validator(schemas.MADE["criteria-set"]())

    assert published.is_valid(extending(remove=["2"], replace=[leaf("1.1")], add=[{"node": leaf("3")}]))
    assert not published.is_valid(HEAD)
    assert not published.is_valid(
        {**extending(), "extends": {"edition": "small-2022", "add": [{"node": {"code": "1"}}]}}
    )


# ---- finding the base


def test_a_base_is_found_beside_the_file(tmp_path: Path) -> None:
    """A file's base is looked for in its folder, by its id and whatever it is called, among files that are no sets."""
    (tmp_path / "a.yaml").write_text("not: [yaml", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("- small-2022\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_text(as_yaml({**HEAD, "note": "small-2022"}), encoding="utf-8")
    (tmp_path / "d.json").write_text(as_json(BASE), encoding="utf-8")
    path = tmp_path / "next.yaml"
    path.write_text(as_yaml(extending()), encoding="utf-8")

    assert criteria.loads(written_out()).digest == criteria.load(path).digest
    assert () == criteria.check(path)


def test_two_neighbours_of_one_id_are_refused(tmp_path: Path) -> None:
    """Where two files are called what is extended, both are named; where none is, it is said what was looked at."""
    path = tmp_path / "next.json"
    path.write_text(json.dumps(extending()), encoding="utf-8")
    (none,) = criteria.check(path)
    for name in ("a.json", "b.yml"):
        (tmp_path / name).write_text(as_json(BASE), encoding="utf-8")
    (two,) = criteria.check(path)

    cannot = "the edition 'small-2022' cannot be extended: "
    assert f"{cannot}'a.json', 'b.yml' are all called 'small-2022'; give each edition an id of its own" == two.sentence
    assert none.sentence.startswith(f"{cannot}no file beside this one, of the first 200 that end in .yaml, .yml, .json")


def test_a_neighbour_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """It may be the base that is looked for."""
    path = tmp_path / "next.json"
    path.write_text(json.dumps(extending()), encoding="utf-8")
    (tmp_path / "base.yaml").symlink_to("gone.yaml")
    (problem,) = criteria.check(path)

    assert problem.sentence.endswith("is called 'small-2022'; 'base.yaml' cannot be read")


def test_a_base_may_be_a_path(tmp_path: Path) -> None:
    """`bases` gives a path or a mapping; what it raises is told in a sentence."""
    path = tmp_path / "a.json"
    path.write_text(json.dumps(BASE), encoding="utf-8")

    def refuses(id: str) -> Any:
        raise RegistryError(f"there is no criteria set '{id}'")

    (problem,) = criteria.check(extending(), bases=refuses)
    assert criteria.loads(written_out()).digest == criteria.loads(extending(), bases=lambda _: path).digest
    assert "the edition 'small-2022' cannot be extended: there is no criteria set 'small-2022'" == problem.sentence


def test_text_by_itself_finds_no_base() -> None:
    """Without a file and without `bases` nothing is looked for, and what to do is said."""
    (problem,) = criteria.check(as_yaml(extending()))

    assert problem.sentence.startswith("the edition 'small-2022' is not known; install the plugin that brings it, ")


# ---- what is said


@pytest.mark.parametrize(
    "document, expected",
    [
        (extending(remove=["9.9"]), ["remove[0]: 'small-2022' has no node '9.9'"]),
        (extending(remove=["1.11"]), ["remove[0]: 'small-2022' has no node '1.11'; did you mean '1.1'?"]),
        (extending(replace=[leaf("7")]), ["replace[0]: 'small-2022' has no node '7'"]),
        (extending(replace=[leaf("2", 3)] * 2), ["replace[1]: the node '2' is replaced twice"]),
        (
            extending(replace=[leaf("2", 3)], remove=["2"]),
            ["remove[0]: the node '2' is replaced and removed; do one of them"],
        ),
        (
            extending(remove=["1.1"], replace=[group("1", *LEAVES)]),
            ["remove[0]: the node '1.1' is gone with '1'; write it there"],
        ),
        (extending(add=[{"node": leaf("2")}]), ["add[0].node.code: 'small-2022' has a node '2' already; replace it"]),
        (
            extending(add=[{"under": "2", "node": leaf("2.1")}]),
            ["add[0].under: '2' is a leaf, which has a rule; nothing stands under it"],
        ),
        (extending(add=[{"under": "7", "node": leaf("7.1")}]), ["add[0].under: 'small-2022' has no node '7'"]),
        (
            extending(replace=[group("1", *LEAVES)], add=[{"under": "1", "node": leaf("1.4")}]),
            ["add[0].under: '1' is replaced or removed whole; write it there"],
        ),
        (
            extending(add=[{"under": "1", "after": "2", "node": leaf("1.4")}]),
            ["add[0].after: '2' does not stand under '1'"],
        ),
        (
            extending(add=[{"before": "1.1", "node": leaf("1.4")}]),
            ["add[0].before: '1.1' is no field here; say in 'under' what it stands under"],
        ),
        (
            extending(maximum=7, add=[{"before": "4", "node": leaf("3")}, {"before": "3", "node": leaf("4")}]),
            [
                "add[0].before: '4' is no field here; say in 'under' what it stands under",
                "add[1].before: '3' is no field here; say in 'under' what it stands under",
            ],
        ),
        (
            extending(maximum=7, add=[{"before": "2", "after": "1", "node": leaf("3")}]),
            ["add[0]: write 'before' or 'after', not both"],
        ),
        (extending(remove=["1", "2"]), ["remove: every field is removed; a set has at least one"]),
        (extending(remove=["1.1", "1.2", "1.3"]), ["remove: all nodes under '1' are removed; remove '1' itself"]),
        (
            extending(replace=[{"label": "a"}]),
            [f"replace[0]: '{key}' is missing" for key in ("code", "maximum", "provenance")],
        ),
        (
            extending(replace=[{**leaf("2", 3), "code": 2}]),
            ["replace[0].code: the number 2 is not text; put it in quotes: '2'"],
        ),
        (extending(replace=[5]), ["replace[0]: the number 5 is not a mapping"]),
        (extending(remove="2"), ["remove: '2' is not a list"]),
        (extending(id="small-2022"), ["edition: an edition cannot extend itself: 'small-2022' → 'small-2022'"]),
        (
            extending("nobody-2022"),
            [
                (
                    "edition: the edition 'nobody-2022' is not known; install the plugin that brings it, "
                    "put its file beside this one, or pass 'bases'"
                )
            ],
        ),
        (extending(owner="other"), ["edition: 'small-2022' has another owner, 'moha'"]),
        (extending(tier="agency"), ["edition: 'small-2022' has another tier, 'province'"]),
        ({**HEAD, "extends": {}}, [": 'edition' is missing"]),
        ({**HEAD, "extends": "small-2022"}, [": 'small-2022' is not a mapping"]),
    ],
)
def test_edits_that_cannot_be_are_refused_where_they_are_written(document: dict[str, Any], expected: list[str]) -> None:
    """Each is a sentence at its place in the extending edition; nothing else is said of it."""
    told = [f"next $.extends{'' if each[0] == ':' else '.'}{each}" for each in expected]

    assert told == [each for each in problems(document) if "add up" not in each]


def test_a_node_that_is_added_twice_is_said_once_for_each() -> None:
    """Two additions of one code are refused, and so is a second use of it deeper down, with both places."""
    twice = problems(extending(add=[{"node": leaf("3")}, {"node": leaf("3")}]))
    deeper = problems(extending(add=[{"node": group("3", leaf("1.1"))}]))

    assert "next $.extends.add[1].node.code: the node '3' is added twice" in twice
    assert "next $.extends.add[0].node.children[0].code: the code '1.1' is used twice; the first is " in str(deeper)


def test_a_circle_of_editions_is_told_whole() -> None:
    """Every edition of a circle is named."""
    other = {**extending("next-2023"), "id": "other-2023"}
    (problem,) = problems(extending("other-2023"), other)

    assert problem.endswith("an edition cannot extend itself: 'next-2023' → 'other-2023' → 'next-2023'")


def test_chains_end() -> None:
    """A chain longer than any real one is refused; it is not followed for ever."""

    def endless(id: str) -> dict[str, Any]:
        number = int(id.rpartition("-")[2])
        return {**extending(f"next-{number + 1}"), "id": id}

    (problem,) = criteria.check(extending("next-1"), bases=endless)
    assert f"more than {MAX_CHAIN} editions extend one another" == problem.sentence


@pytest.mark.parametrize(
    "base", [5, [], "small-2022", {}, {"id": "small-2022"}, {"criteria": 7}, {"criteria": [5, {"code": []}]}]
)
def test_a_base_that_is_nonsense_is_refused(base: Any) -> None:
    """Whatever is found for an edition, its problems are sentences."""
    with pytest.raises(DocumentError):
        criteria.loads(
            extending(remove=["1"]),
            bases=lambda _: (
                json.dumps(base) if isinstance(base, int) else {"a": base} if not isinstance(base, dict) else base
            ),
        )


# ---- places


def place(problem: Problem) -> tuple[str, int, str]:
    """Return the file, line and path of a problem."""
    return Path(problem.file).name, problem.line, problem.path


@pytest.fixture
def files(tmp_path: Path) -> Any:
    """Return what writes a base and an extending edition as files and checks the latter."""

    def checked(base: dict[str, Any], document: dict[str, Any]) -> tuple[tuple[Problem, ...], list[str], list[str]]:
        texts = [as_yaml(base).lstrip(), as_yaml(document).lstrip()]
        for name, text in zip(("base.yaml", "next.yaml"), texts, strict=True):
            (tmp_path / name).write_text(text, encoding="utf-8")
        return criteria.check(tmp_path / "next.yaml"), texts[0].splitlines(), texts[1].splitlines()

    return checked


def test_a_problem_in_a_replaced_node_is_in_the_extending_file(files: Any) -> None:
    """Its place is that of the words that are wrong, and its path is the one they have there."""
    wrong = leaf("2", 3, rule={"kind": "yes_no", "condition": "no_such_input"})
    (problem,), _, lines = files(BASE, extending(replace=[wrong]))

    assert ("next.yaml", "$.extends.replace[0].rule.condition") == place(problem)[::2]
    assert '"condition": "no_such_input"' == lines[problem.line - 1].strip()
    assert '"' == lines[problem.line - 1][problem.column - 1]


def test_a_problem_in_what_is_left_of_the_base_is_in_its_file(files: Any) -> None:
    """A removed node that others read is an unresolved reference, at the reader in the base's file, with the reason."""
    reader = leaf("2", 3, zero_rules=['points("1.2") = 0'])
    found, lines, _ = files(small(group("1", *LEAVES), reader), extending(remove=["1.2", "1.1"], maximum=4))
    (problem,) = (each for each in found if "zero_rules" in each.path)

    assert ("base.yaml", "$.criteria[1].zero_rules[0]") == place(problem)[::2]
    assert "points(" in lines[problem.line - 1]
    assert problem.sentence.endswith("(in 'small-2022', which 'next-2023' extends)")


def test_nodes_after_a_removed_one_keep_their_places(files: Any) -> None:
    """A path in the base is that of its own document, not of the expanded one."""
    base = small(group("1", *LEAVES), leaf("2", 3, note=5))
    (problem,), _, _ = files(base, extending(remove=["1"], maximum=3))

    assert ("base.yaml", "$.criteria[1].note") == place(problem)[::2]


def test_the_first_of_two_uses_is_named_with_its_file(files: Any) -> None:
    """Where an added node takes a code or an input of the base, the place of the first use is in the base's file."""
    added = leaf("3", inputs={"ok_2": {"type": "yes_no", "label": "a"}}, rule={"kind": "yes_no", "condition": "ok_2"})
    found, _, _ = files(BASE, extending(maximum=7, add=[{"node": added}]))

    assert any("base.yaml: $.criteria[1].inputs.ok_2 (line " in each.sentence for each in found)


# ---- formats


@pytest.mark.parametrize("number", [0, 2, 1.5, -1])
def test_another_format_is_said_and_nothing_else(number: Any) -> None:
    """The format is looked at first: a document of another one is not read at all."""
    sentence = f"the document is written in format {number}; this engine reads format 1"

    assert [f"next $.format: {sentence}"] == problems({"format": number, "extends": 5, "criteria": 7})
    assert [f"<small-2022> $.format: {sentence}"] == problems(extending(), {**BASE, "format": number})


def test_a_format_that_is_no_number_is_a_problem_like_others() -> None:
    """Text and truth values are told from other formats."""
    assert ["next $.format: it must be the number 1, not 'true'"] == problems(small(format=True))
    assert ["next $.format: it must be the number 1, not '1'"] == problems(small(format="1"))
