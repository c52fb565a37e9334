"""The worked cases: what a jurist can check by hand comes out of the engine, exactly."""

from importlib.resources import files

import pytest

from parengine.criteria import load_cases
from parengine.testing import differences

FOLDER = files("parengine_ministry_2022") / "editions" / "2022" / "cases"
CASE_FILES = [load_cases(path) for path in sorted(FOLDER.iterdir(), key=str)]
CASES = {case.id: (file, case) for file in CASE_FILES for case in file.cases}
ANSWERED = [id_ for id_, (_, case) in CASES.items() if case.given is None]
GIVEN = [id_ for id_, (_, case) in CASES.items() if case.given is not None]


def test_all_cases_are_there() -> None:
    """72 leaf cases, 9 totals, and one whole sheet, each id once and each with its arithmetic."""
    assert (72 + 1, 9) == (len(ANSWERED), len(GIVEN))
    assert len(CASES) == sum(len(file.cases) for file in CASE_FILES)
    assert [] == [id_ for id_, (_, case) in CASES.items() if not case.note]


@pytest.mark.parametrize("id_", CASES)
def test_a_case_comes_out(province, id_) -> None:
    """Points, status, maximum, index and class are those of the case, with no margin."""
    file, case = CASES[id_]

    assert () == differences(case, province, file.year)


def test_the_cases_reach_every_status_of_a_leaf() -> None:
    """Scored, zeroed, missing, invalid and not applicable are all met."""
    statuses = {node.status for _, case in CASES.values() for node in case.expect.nodes.values() if node.status}

    assert {"scored", "zeroed", "missing", "invalid", "not_applicable"} == {str(status) for status in statuses}


def test_the_cases_reach_every_kind_of_rule_in_the_set(province) -> None:
    """No rule kind of the set is without a leaf case of its own."""
    tried = {code for id_ in ANSWERED if id_ != "dak_nong_2022" for code in CASES[id_][1].expect.nodes}

    assert {leaf.rule.kind.name for leaf in province.leaves()} == {province.at(code).rule.kind.name for code in tried}
