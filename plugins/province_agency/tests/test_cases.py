"""The worked cases: what a jurist can check by hand comes out of the engine, exactly."""

from importlib.resources import files

import pytest

from parengine.criteria import load_cases
from parengine.testing import differences

EDITIONS = files("parengine_province_agency") / "editions"
CASE_FILES = [load_cases(path) for path in sorted(EDITIONS.rglob("*.case.yaml"))]
CASES = {f"{file.set} {case.id}": (file, case) for file in CASE_FILES for case in file.cases}
COUNTS = {"tay-ninh-agency-2023": 135, "tay-ninh-agency-2024": 9, "hai-phong-heads-2025": 26}
WHOLE_SHEETS = ("so_ngoai_vu", "so_ngoai_vu_variant")


def test_all_cases_are_there() -> None:
    """Each id once a set, and each with its arithmetic."""
    found = {set_: sum(len(file.cases) for file in CASE_FILES if file.set == set_) for set_ in COUNTS}

    assert COUNTS == found
    assert len(CASES) == sum(COUNTS.values())
    assert [] == [id_ for id_, (_, case) in CASES.items() if not case.note]


@pytest.mark.parametrize("id_", CASES)
def test_a_case_comes_out(registry, id_) -> None:
    """Points, status, maximum, index and class are those of the case, with no margin."""
    file, case = CASES[id_]

    assert () == differences(case, registry.get(file.set), file.year)


def test_the_cases_of_tay_ninh_reach_every_status_of_a_leaf() -> None:
    """Scored, zeroed, missing, invalid and not applicable are all met."""
    cases = [case for file, case in CASES.values() if file.set == "tay-ninh-agency-2023"]
    statuses = {str(node.status) for case in cases for node in case.expect.nodes.values() if node.status}

    assert {"scored", "zeroed", "missing", "invalid", "not_applicable"} == statuses


@pytest.mark.parametrize("set_", COUNTS)
def test_the_cases_reach_every_kind_of_rule_in_the_set(registry, set_) -> None:
    """No rule kind of a set is without a leaf case, those of the cohort apart, which no single sheet has."""
    found = registry.get("tay-ninh-agency-2024" if set_ == "tay-ninh-agency-2023" else set_)
    tried = {
        code
        for file, case in CASES.values()
        if file.set.rpartition("-")[0] == set_.rpartition("-")[0] and case.id not in WHOLE_SHEETS
        for code in case.expect.nodes
        if code in found.by_code and found.at(code).is_leaf
    }

    assert {leaf.rule.kind.name for leaf in found.leaves()} == {found.at(code).rule.kind.name for code in tried}
