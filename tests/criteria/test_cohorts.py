from typing import Any

import pytest
from criteria_documents import as_yaml, errors, found, group, leaf, refused, small

from parengine import criteria
from parengine.score import prepare


def asking(code: str, condition: str, **more: Any) -> dict[str, Any]:
    """Return a leaf with one zero rule."""
    return leaf(code, zero_rules=[condition], **more)


@pytest.mark.parametrize(
    "document",
    [
        small(leaf("1"), asking("2", 'points("1") < cohort_mean(points("1"))')),
        small(group("1", leaf("1.1")), asking("2", 'cohort_mean(count("1", points = 0)) > 0')),
        small(asking("1", 'cohort_best(points("2")) = 0'), asking("3", 'cohort_rank(points("2")) > 3'), leaf("2")),
        small(leaf("1"), leaf("2"), checks=['ok_2 or cohort_least(points("1")) = 0']),
        small(leaf("1", caps=[{"limit": 0.5, "condition": 'cohort_count(points("2")) > 3'}]), leaf("2")),
        small(leaf("1", not_applicable_when='cohort_count(points("2")) = 0'), leaf("2")),
        small(
            leaf("1"),
            leaf("2", rule={"kind": "formula", "points": 'min(1, cohort_published_mean(points("1")))'}),
        ),
        small(
            leaf("1"),
            classes={
                "list": [{"id": "A", "label": "x", "gates": [{"condition": 'points("1") >= cohort_mean(points("1"))'}]}]
            },
        ),
    ],
)
def test_rules_clauses_and_gates_may_ask_the_cohort(document: dict[str, Any]) -> None:
    """Where a figure of the cohort depends on no other, the set loads, and can be lowered."""
    assert [] == errors(document)
    assert prepare(criteria.loads(document)).programme.comparisons


@pytest.mark.parametrize(
    "nodes, expected",
    [
        (
            [asking("1", '1 < cohort_mean(points("1"))')],
            "$.criteria[0].zero_rules[0]: a circle: the cohort is asked for '1', which itself asks the cohort here",
        ),
        (
            [asking("1", '1 < cohort_mean(points("2"))'), asking("2", 'cohort_best(points("3")) = 0'), leaf("3")],
            (
                "$.criteria[0].zero_rules[0]: a circle: the cohort is asked for '2', which itself asks the cohort at "
                "$.criteria[1].zero_rules[0] (line 1, column 1)"
            ),
        ),
        (
            [group("1", leaf("1.1"), asking("1.2", 'cohort_mean(points("1")) = 0'))],
            (
                "$.criteria[0].children[1].zero_rules[0]: a circle: the cohort is asked for '1', which depends on "
                "'1.2', which asks the cohort here"
            ),
        ),
        (
            [
                asking("1", 'cohort_mean(points("2")) = 0'),
                leaf("2", not_applicable_when='points("3") = 0'),
                asking("3", 'cohort_best(points("4")) = 0'),
                leaf("4"),
            ],
            (
                "$.criteria[0].zero_rules[0]: a circle: the cohort is asked for '2', which depends on '3', "
                "which asks the cohort at $.criteria[2].zero_rules[0] (line 1, column 1)"
            ),
        ),
        (
            [asking("1", "3 < cohort_mean(3)", not_applicable_when="2 < cohort_mean(2)")],
            (
                "$.criteria[0].zero_rules[0]: a circle: whether '1' applies, and so whom it is compared with, asks the "
                "cohort at $.criteria[0].not_applicable_when (line 1, column 1)"
            ),
        ),
        (
            [asking("1", 'cohort_mean(cohort_best(points("2"))) = 0'), leaf("2")],
            "$.criteria[0].zero_rules[0]: a figure of the cohort cannot look at another figure of the cohort",
        ),
        (
            [group("1", leaf("1.1")), asking("2", 'count("1", points < cohort_mean(points)) > 0')],
            (
                "$.criteria[1].zero_rules[0]: a figure of the cohort inside 'count' must name its node, such as "
                "'cohort_mean(points(\"1\"))'"
            ),
        ),
        (
            [asking("1", "cohort_mean(ok_1) = 0")],
            "$.criteria[0].zero_rules[0]: 'cohort_mean' takes a number, not a yes/no",
        ),
        ([asking("1", 'cohort_mean(points("9")) = 0')], "$.criteria[0].zero_rules[0]: there is no node '9'"),
    ],
)
def test_what_the_cohort_cannot_be_asked(nodes: list[dict[str, Any]], expected: str) -> None:
    """What depends on the cohort, stands inside another figure or is no number is told, circles with both places."""
    assert [expected] == errors(small(*nodes))


def test_two_nodes_that_compare_each_other_are_told_at_both() -> None:
    """Where each of two leaves asks the cohort for the other, each is told with the place of the other."""
    document = small(asking("1", 'cohort_mean(points("2")) = 0'), asking("2", 'cohort_mean(points("1")) = 0'))
    told = errors(document)

    assert 2 == len(told)
    assert told[0].endswith("for '2', which itself asks the cohort at $.criteria[1].zero_rules[0] (line 1, column 1)")
    assert told[1].endswith("for '1', which itself asks the cohort at $.criteria[0].zero_rules[0] (line 1, column 1)")


def test_a_check_of_the_set_asks_for_the_leaves_it_concerns() -> None:
    """A check that asks the cohort for a leaf whose input it reads closes a circle."""
    document = small(checks=['ok_1 or cohort_mean(points("1")) = 0'])

    assert ["$.checks[0]: a circle: the cohort is asked for '1', which itself asks the cohort here"] == errors(document)


def test_an_index_cannot_compare_itself() -> None:
    """A figure of the cohort over the totals of the index it feeds is a circle."""
    document = small(index="points - cohort_mean(points)")

    assert ["$.index: a figure of the cohort cannot look at the totals of an index; it would be a circle"] == errors(
        document
    )


def test_both_places_have_lines() -> None:
    """In a text a circle is told at the figure, with the line of the other one."""
    text = as_yaml(
        small(asking("1", 'cohort_mean(points("2")) = 0'), asking("2", 'cohort_best(points("3")) = 0'), leaf("3"))
    )
    problem = next(each for each in found(text) if "circle" in each.sentence)
    lines = [i for i, line in enumerate(f"{text}\n".split("\n"), 1) if "cohort_" in line]

    assert lines[0] == problem.line
    assert f"(line {lines[1]}, column" in problem.sentence


def test_what_the_cohort_is_asked_for_is_no_circle_of_the_unit() -> None:
    """A long chain of plain references under a figure of the cohort is followed without recursion."""
    chain = [leaf(str(i), zero_rules=[f'points("{i + 1}") = 0']) for i in range(1, 600)]
    nodes = [asking("0", 'cohort_mean(points("1")) = 0'), *chain, leaf("600")]

    assert None is refused(small(*nodes))


@pytest.mark.parametrize("figure", ["mean", "published_mean", "best", "least", "rank", "count"])
def test_the_words_of_the_cohort_are_no_inputs(figure: str) -> None:
    """A function of the cohort cannot be the id of an input."""
    document = small(inputs={f"cohort_{figure}": {"type": "count", "label": "x"}})

    assert f"'cohort_{figure}' is a word of the expression language; choose another id" in errors(document)[0]
