from typing import Any

import pytest
from criteria_documents import as_yaml, errors, found, group, leaf, refused, small
from hypothesis import given, settings
from hypothesis import strategies as st

from parengine import criteria
from parengine.score._lower import lower


def looking(code: str, *others: str, **more: Any) -> dict[str, Any]:
    """Return a leaf with a zero rule that looks at other nodes."""
    return leaf(code, zero_rules=[f'points("{other}") = 0' for other in others], **more)


@pytest.mark.parametrize(
    "nodes",
    [
        [looking("1"), looking("2", "1"), looking("3", "1", "2")],
        [group("1", leaf("1.1")), looking("2", "1")],
        [group("1", leaf("1.1"), looking("1.2", "1.1"))],
        [group("1", leaf("1.1"), zero_rules=['share("1.1") < 50 %'])],
        [group("1", leaf("1.1"), not_applicable_when='points("2") = 0'), leaf("2")],
        [leaf("1", caps=[{"limit": 0.5, "condition": 'count("2", points = 0) > 0'}]), group("2", leaf("2.1"))],
    ],
)
def test_nodes_may_look_at_one_another(nodes: list[dict[str, Any]]) -> None:
    """References that lead somewhere are in order, whichever way they run in the document."""
    assert [] == errors(small(*nodes))
    lower(criteria.loads(small(*nodes)))


@pytest.mark.parametrize(
    "nodes, expected",
    [
        ([looking("1", "1")], "a circle: '1' looks at itself"),
        (
            [looking("1", "2"), looking("2", "1")],
            "a circle: '1' looks at '2' here, and '2' looks at '1' at $.criteria[1].zero_rules[0] (line 1, column 1)",
        ),
        (
            [looking("1", "2"), looking("2", "3"), looking("3", "1")],
            "a circle: '1' looks at '2' here, and, through 1 more, '3' looks at '1' at $.criteria[2].zero_rules[0]",
        ),
        ([group("1", looking("1.1", "1"))], "a circle: '1.1' looks at '1', which depends on '1.1'"),
        ([group("1", group("1.1", looking("1.1.1", "1")))], "a circle: '1.1.1' looks at '1', which depends on '1.1.1'"),
        (
            [group("1", leaf("1.1"), not_applicable_when='points("1.1") = 0')],
            "a circle: '1' looks at '1.1', which depends on '1'",
        ),
        (
            [group("1", looking("1.1", "2")), group("2", looking("2.1", "1"))],
            "a circle: '1.1' looks at '2' here, and '2.1' looks at '1' at $.criteria[1].children[0].zero_rules[0]",
        ),
        (
            [leaf("1", zero_rules=['count("2", points = 0) > 0']), group("2", looking("2.1", "1"))],
            "a circle: '1' looks at '2.1' here",
        ),
        (
            [leaf("1", rule={"kind": "formula", "points": 'when(ok_1, share("1"), otherwise 0)'})],
            "a circle: '1' looks at itself",
        ),
        ([leaf("1", caps=[{"limit": 0.5, "condition": 'points("1") > 0'}])], "a circle: '1' looks at itself"),
        ([leaf("1", checks=['maximum("1") > 0'])], "a circle: '1' looks at itself"),
    ],
)
def test_circles_are_refused(nodes: list[dict[str, Any]], expected: str) -> None:
    """Points that depend on themselves are an error that names both places, through clauses, rules and the tree."""
    told = errors(small(*nodes))

    assert any(expected in each for each in told), told


def test_a_check_of_the_set_is_a_clause_of_the_leaves_it_concerns() -> None:
    """A check that looks at a leaf whose input it reads closes a circle."""
    document = small(checks=['ok_1 or points("1") = 0'])

    assert ["$.checks[0]: a circle: '1' looks at itself"] == errors(document)
    assert [] == errors(small(leaf("1"), leaf("2"), checks=['ok_2 or points("1") = 0']))


def test_a_long_circle_is_found_without_recursion() -> None:
    """A circle through a thousand nodes is one error."""
    nodes = [looking(str(i), str((i + 1) % 1000)) for i in range(1000)]
    told = errors(small(*nodes))

    assert 1 == len(told)
    assert "a circle: '0' looks at '1' here, and, through 998 more, '999' looks at '0'" in told[0]


def test_both_places_of_a_circle_have_lines() -> None:
    """In a text, a circle is told at the first reference with the line of the last."""
    text = as_yaml(small(looking("1", "2"), looking("2", "1")))
    problem = next(each for each in found(text) if "circle" in each.sentence)
    lines = [i for i, line in enumerate(f"{text}\n".split("\n"), 1) if "points(" in line]

    assert lines[0] == problem.line
    assert f"(line {lines[1]}, column" in problem.sentence


CODES = ("1", "1.1", "1.2", "2", "2.1", "3")


@given(st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(CODES), st.booleans()), max_size=6))
@settings(max_examples=60, deadline=None)
def test_a_set_is_refused_exactly_when_it_cannot_be_lowered(references: list[tuple[str, str, bool]]) -> None:
    """The loader finds a circle exactly where the programme of the set would have one."""
    document = small(*_tree(references))
    error = refused(document)

    if error is None:
        lower(criteria.loads(document))
    else:
        assert all("circle" in problem.sentence for problem in error.problems)
        assert _has_circle(references)


def _tree(references: list[tuple[str, str, bool]]) -> list[dict[str, Any]]:
    clauses: dict[str, dict[str, Any]] = {code: {} for code in CODES}
    for by, to, away in references:
        if away:
            clauses[by]["not_applicable_when"] = f'points("{to}") = 0'
        else:
            clauses[by].setdefault("zero_rules", []).append(f'points("{to}") = 0')
    one = group("1", leaf("1.1", **clauses["1.1"]), leaf("1.2", **clauses["1.2"]), **clauses["1"])
    return [one, group("2", leaf("2.1", **clauses["2.1"]), **clauses["2"]), leaf("3", **clauses["3"])]


def _has_circle(references: list[tuple[str, str, bool]]) -> bool:
    """Decide by brute force: does anything reach itself, with a parent needing its children and their applying it?"""
    away = {by: to for by, to, is_away in references if is_away}
    needs: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for code in CODES:
        needs.setdefault(("own", code), set()).add(("away", code))
        parent = code.rpartition(".")[0]
        if parent:
            needs.setdefault(("away", code), set()).add(("away", parent))
            needs.setdefault(("own", parent), set()).add(("own", code))
    for by, to in away.items():
        needs.setdefault(("away", by), set()).add(("own", to))
    for by, to, is_away in references:
        if not is_away:
            needs.setdefault(("own", by), set()).add(("own", to))
    return any(_reaches(start, start, needs) for start in needs)


def _reaches(start: tuple[str, str], goal: tuple[str, str], needs: dict[Any, set[Any]]) -> bool:
    seen: set[tuple[str, str]] = set()
    waiting = list(needs.get(start, ()))
    while waiting:
        step = waiting.pop()
        if step == goal:
            return True
        if step not in seen:
            seen.add(step)
            waiting.extend(needs.get(step, ()))
    return False
