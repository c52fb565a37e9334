"""What the worked cases reach; that each comes out is tested where pytest collects them, file by file."""

from collections import Counter
from importlib.resources import files

import pytest

from parengine import CriteriaSet
from parengine.criteria import load_cases
from parengine.testing import coverage

FOLDER = files("parengine_ministry_2022") / "editions" / "2022" / "cases"
CASE_FILES = [load_cases(path) for path in sorted(FOLDER.iterdir(), key=str)]
CASES = {case.id: (file, case) for file in CASE_FILES for case in file.cases}
PROVINCE, MINISTRY = "ministry-2022-province", "ministry-2022-ministry"
#: Sheets that answer every leaf.
WHOLE_SHEETS = {
    "dak_nong_2022",
    "everything_done",
    "every_zero_rule",
    "never_done",
    "nothing_of_all_four",
    "short_of_full",
}


@pytest.fixture(scope="session")
def sets(province, ministry) -> dict[str, CriteriaSet]:
    """Return both sets by id."""
    return {each.id: each for each in (province, ministry)}


def cases_of(set_id: str) -> list:
    """Return the cases of a set."""
    return [case for file, case in CASES.values() if file.set == set_id]


def test_all_cases_are_there() -> None:
    """Cases of answers and of totals, by set: each id once, and each with its arithmetic."""
    counted = Counter((file.set, "totals" if case.given else "answers") for file, case in CASES.values())

    assert {
        (PROVINCE, "answers"): 291,
        (PROVINCE, "totals"): 22,
        (MINISTRY, "answers"): 19,
        (MINISTRY, "totals"): 3,
    } == dict(counted)
    assert len(CASES) == sum(len(file.cases) for file in CASE_FILES)
    assert [] == [id_ for id_, (_, case) in CASES.items() if not case.note]


@pytest.mark.parametrize("set_id", [PROVINCE, MINISTRY])
def test_the_cases_reach_every_path(sets, set_id) -> None:
    """Each outcome of each rule, each zero rule, check, exemption and class is reached by some case."""
    found = coverage(sets[set_id], [file for file in CASE_FILES if file.set == set_id])

    assert () == found.missed


def test_whole_sheets_answer_for_every_leaf(province) -> None:
    """The sheets from the best answers to the worst say what every leaf comes to."""
    leaves = {leaf.code for leaf in province.leaves()}

    assert WHOLE_SHEETS == {case.id for case in cases_of(PROVINCE) if leaves <= set(case.expect.nodes) and case.answers}


def test_no_case_leaves_a_leaf_to_the_whole_sheets(province) -> None:
    """Every leaf is also tried at its thresholds, beside them, or in a case of its own."""
    tried = {code for case in cases_of(PROVINCE) if case.id not in WHOLE_SHEETS for code in case.expect.nodes}

    assert {leaf.code for leaf in province.leaves()} <= tried


@pytest.mark.parametrize(
    "set_id, expected",
    [
        (PROVINCE, {"scored", "zeroed", "missing", "invalid", "not_applicable"}),
        (MINISTRY, {"scored", "missing", "invalid"}),
    ],
)
def test_the_cases_reach_every_status_of_a_leaf(set_id, expected) -> None:
    """Scored, missing and invalid are met, and zeroed and not applicable where a set has them."""
    statuses = {node.status for case in cases_of(set_id) for node in case.expect.nodes.values() if node.status}

    assert expected == {str(status) for status in statuses}


def test_the_cases_reach_every_kind_of_rule_in_the_set(province) -> None:
    """No rule kind of the set is without a leaf case of its own."""
    tried = {
        code
        for case in cases_of(PROVINCE)
        if case.id not in WHOLE_SHEETS
        for code in case.expect.nodes
        if province.at(code).is_leaf
    }

    assert {leaf.rule.kind.name for leaf in province.leaves()} == {province.at(code).rule.kind.name for code in tried}
