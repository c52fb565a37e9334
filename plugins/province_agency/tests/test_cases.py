"""What the worked cases reach; that each comes out is tested where pytest collects them, file by file."""

from importlib.resources import files

import pytest

from parengine.criteria import load_cases
from parengine.testing import coverage

EDITIONS = files("parengine_province_agency") / "editions"
CASE_FILES = [load_cases(path) for path in sorted(EDITIONS.rglob("*.case.yaml"))]
CASES = {f"{file.set} {case.id}": (file, case) for file in CASE_FILES for case in file.cases}
COUNTS = {"tay-ninh-agency-2023": 152, "tay-ninh-agency-2024": 38, "hai-phong-heads-2025": 107}
#: Sheets that answer every leaf of a set of Tây Ninh, from the best answers to the worst.
WHOLE_SHEETS = {
    "at_the_top",
    "just_under_the_top",
    "at_the_floor",
    "just_under_the_floor",
    "nothing_to_count",
    "failed_and_beyond",
}
#: Sheets and totals of one real agency, which try no rule by itself.
REAL = {"so_ngoai_vu", "so_ngoai_vu_variant"}


def test_all_cases_are_there() -> None:
    """Each id once a set, and each with its arithmetic."""
    found = {set_: sum(len(file.cases) for file in CASE_FILES if file.set == set_) for set_ in COUNTS}

    assert COUNTS == found
    assert len(CASES) == sum(COUNTS.values())
    assert [] == [id_ for id_, (_, case) in CASES.items() if not case.note]


def test_the_cases_of_tay_ninh_reach_every_status_of_a_leaf() -> None:
    """Scored, zeroed, missing, invalid and not applicable are all met."""
    cases = [case for file, case in CASES.values() if file.set == "tay-ninh-agency-2023"]
    statuses = {str(node.status) for case in cases for node in case.expect.nodes.values() if node.status}

    assert {"scored", "zeroed", "missing", "invalid", "not_applicable"} == statuses


@pytest.mark.parametrize("set_", COUNTS)
def test_the_cases_reach_every_path_of_the_set(registry, set_) -> None:
    """Each step, level, zero rule, cap, check, clause and class is taken; what no answers can take is not counted."""
    found = coverage(registry.get(set_), [file for file in CASE_FILES if file.set == set_])

    assert () == found.missed


@pytest.mark.parametrize("set_", ["tay-ninh-agency-2023", "tay-ninh-agency-2024"])
def test_whole_sheets_answer_for_every_leaf(registry, set_) -> None:
    """The sheets from the top to the floor, and what is beyond, say what every leaf comes to."""
    leaves = {leaf.code for leaf in registry.get(set_).leaves()}
    cases = [case for file, case in CASES.values() if file.set == set_]

    assert WHOLE_SHEETS == {case.id for case in cases if leaves <= set(case.expect.nodes)}


@pytest.mark.parametrize("set_", COUNTS)
def test_the_cases_try_every_leaf(registry, set_) -> None:
    """No leaf of a set is left to the sheets of a real agency."""
    tried = {
        code for file, case in CASES.values() if file.set == set_ and case.id not in REAL for code in case.expect.nodes
    }

    assert {leaf.code for leaf in registry.get(set_).leaves()} <= tried
