"""
The set for provinces against what is published of decision 876/QĐ-BNV, and its own provenance.

Figures and their sources: 8 fields, 37 criteria, 88 component criteria, 100 points with 32 by survey (Báo
Đắk Nông and Báo Công Thương, April 2024); 68 + 32 and 10 points of SIPAS (Diễn đàn Doanh nghiệp on Đắk
Nông, 2023); field points that were reached, and so are lower bounds of the maxima (Quảng Nam, 2022 and 2023).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from parengine import Assessment, score
from parengine.criteria import check

FIELD_NAMES = {
    "1": "Công tác chỉ đạo, điều hành cải cách hành chính",
    "2": "Cải cách thể chế",
    "3": "Cải cách thủ tục hành chính",
    "4": "Cải cách tổ chức bộ máy hành chính nhà nước",
    "5": "Cải cách chế độ công vụ",
    "6": "Cải cách tài chính công",
    "7": "Xây dựng và phát triển chính quyền điện tử, chính quyền số",
    "8": "Tác động của cải cách hành chính đến người dân, tổ chức và phát triển kinh tế - xã hội",
}
#: Points that Quảng Nam reached, by field: no maximum can be lower.
REACHED = {"1": "9.44", "2": "9.38", "3": "10.68", "4": "9.81", "5": "11.75", "6": "10.50", "7": "11.59", "8": "13.28"}
#: The six agencies that enter answers, as named for Tây Ninh (BTNO, January 2024), and who runs the surveys.
AGENCIES = {
    "Sở Nội vụ",
    "Sở Tư pháp",
    "Văn phòng UBND tỉnh",
    "Sở Thông tin và Truyền thông",
    "Sở Tài chính",
    "Sở Kế hoạch và Đầu tư",
    "Bộ Nội vụ",
}
CLAUSE_LISTS = ("checks", "zero_rules")
SHORT_BASES = ("recalled", "analogue", "invented")


def parts_of(tree: Any, place: str = "$") -> Iterator[tuple[str, Any]]:
    """Yield every mapping of a document with its place."""
    if isinstance(tree, Mapping):
        yield place, tree
        for key, below in tree.items():
            yield from parts_of(below, f"{place}.{key}")
    elif isinstance(tree, list):
        for i, below in enumerate(tree):
            yield from parts_of(below, f"{place}[{i}]")


def node_documents(province) -> Iterator[Mapping[str, Any]]:
    """Yield the documents of all nodes."""
    return (part for _, part in parts_of(province.document["criteria"]) if "code" in part)


def clause_documents(province) -> Iterator[tuple[str, Any]]:
    """Yield the documents of all clauses: those of nodes, then those of the whole set."""
    for node in node_documents(province):
        single = {key: node[key] for key in ("rule", "not_applicable_when") if key in node}
        listed = {f"{key}[{i}]": clause for key in CLAUSE_LISTS for i, clause in enumerate(node.get(key, []))}
        yield from ((f"{node['code']} {key}", clause) for key, clause in {**single, **listed}.items())
    yield from ((key, province.document[key]) for key in ("index", "rounding", "ranking", "decision"))
    yield from ((f"class {each['id']}", each) for each in province.document["classes"]["list"])
    yield from ((f"scale {id_}", scale) for id_, scale in province.document["scales"].items())


def says_its_basis(provenance: Any) -> bool:
    """Return whether a provenance is sourced, derived, or reconstructed on a named basis."""
    long = {"is": provenance} if isinstance(provenance, str) else provenance or {}
    return long.get("is") in ("sourced", "derived", *SHORT_BASES) or long.get("basis") in SHORT_BASES


def sources_named(province) -> Counter[str]:
    """Return how often each source is named in a provenance."""
    provenances = (part["provenance"] for _, part in parts_of(province.document) if "provenance" in part)
    return Counter(source for said in provenances if isinstance(said, Mapping) for source in said.get("sources", []))


def shown_under(province, node) -> str:
    """Return the channel that a leaf's points are shown under."""
    return province.channels[node.channel].counts_as or node.channel


def test_it_loads_without_a_problem_or_a_warning(edition, province) -> None:
    """The loader has nothing to say about the document."""
    assert ((), ()) == (check(edition / "province.yaml"), province.warnings)


def test_its_key_says_what_it_is(province) -> None:
    """Owner, tier and years find it; the decision is that of 10 November 2022."""
    key, decision = province.key, province.legal_text
    assert ("ministry-2022-province", "2022.1", "moha", "province", (2022, 2023)) == (
        key.id,
        key.edition,
        key.owner,
        key.tier,
        key.years,
    )
    assert ("876/QĐ-BNV", "2022-11-10") == (decision.number, decision.issued.isoformat())


def test_counts_are_those_of_the_decision(province) -> None:
    """8 fields, 37 criteria, 88 component criteria (sourced); the 8 criteria without any make 96 leaves."""
    depths = Counter(node.code.count(".") for node in province.walk())
    childless = sum(node.is_leaf for node in province.walk() if node.code.count(".") == 1)

    assert ({0: 8, 1: 37, 2: 88}, 8, 96) == (dict(depths), childless, len(list(province.leaves())))


def test_codes_count_up_under_their_parents(province) -> None:
    """Children of 3.4 are 3.4.1, 3.4.2 and so on, in this order."""
    for parent in province.walk():
        expected = [f"{parent.code}.{place}" for place in range(1, len(parent.children) + 1)]
        assert expected == [child.code for child in parent.children]


def test_fields_bear_their_published_names(province) -> None:
    """The eight fields are named as in the press (sourced)."""
    assert FIELD_NAMES == {node.code: node.label.vi for node in province.nodes}


def test_maxima_add_up_to_100_at_every_level(province) -> None:
    """Each group's maximum is the sum of its children's, and the fields' is 100 (sourced)."""
    groups = {node.code: sum(child.maximum for child in node.children) for node in province.walk() if node.children}

    assert groups == {code: province.at(code).maximum for code in groups}
    assert 100 == sum(node.maximum for node in province.nodes) == province.maximum


def test_channels_hold_68_and_32_points(province) -> None:
    """68 points are appraised, statistics among them, 32 come by survey (sourced), 10 + 22 of these."""
    totals: Counter[str] = Counter()
    for leaf in province.leaves():
        totals[shown_under(province, leaf)] += leaf.maximum

    assert {"appraised": 68, "survey": 32} == dict(totals)


def test_survey_points_other_than_sipas_are_spread_over_fields_2_to_7(province) -> None:
    """3 + 3.5 + 3.5 + 4.5 + 3.5 + 4 = 22 (reconstructed), in one group each that is surveyed as a whole."""
    surveyed = {
        node.code: node.maximum
        for node in province.walk()
        if node.children and all(child.channel == "survey" for child in node.children)
    }
    expected = {"2.4": "3", "3.6": "3.5", "4.4": "3.5", "5.6": "4.5", "6.4": "3.5", "7.3": "4"}

    assert {code: Fraction(points) for code, points in expected.items()} == surveyed


def test_sipas_is_worth_10_points_of_the_survey(province) -> None:
    """Đắk Nông's 7.97 of 10 sources the maximum, Hà Tĩnh's 91.17 % = 9.12 points the conversion."""
    sipas = province.at("8.1")

    assert (10, "survey", "sourced", "imported") == (
        sipas.maximum,
        sipas.channel,
        sipas.provenance.kind,
        sipas.rule.kind.name,
    )


def test_no_survey_criterion_is_self_scored(province) -> None:
    """Survey criteria are not self-scored (sourced); the others are."""
    assert {"survey"} == {id_ for id_, channel in province.channels.items() if not channel.self_scored}


@pytest.mark.parametrize("code", REACHED)
def test_a_fields_maximum_is_not_below_points_that_were_reached(province, code) -> None:
    """What Quảng Nam reached in a field is a lower bound of its maximum, and the field's note says so."""
    field = province.at(code)

    assert Fraction(REACHED[code]) <= field.maximum
    assert REACHED[code].rstrip("0") in field.note


def test_every_node_says_its_provenance(province) -> None:
    """No node is without a provenance of its own, and every leaf's names a basis."""
    assert [] == [node["code"] for node in node_documents(province) if "provenance" not in node]
    assert [] == [
        node["code"] for node in node_documents(province) if "rule" in node and not says_its_basis(node["provenance"])
    ]


def test_every_clause_says_its_basis(province) -> None:
    """Every clause is sourced, derived, or reconstructed as recalled, by analogue or invented."""
    clauses = dict(clause_documents(province))

    assert [] == [place for place, clause in clauses.items() if not says_its_basis(clause.get("provenance"))]
    assert len(clauses) > 96 + 40


def test_every_text_is_in_both_languages(province) -> None:
    """Labels, reasons, messages, titles and helps have a Vietnamese and an English text."""
    texts = ("label", "reason", "message", "help")
    said = {f"{place}.{key}": part[key] for place, part in parts_of(province.document) for key in texts if key in part}
    said |= {"$.title": province.document["title"], "$.decision.title": province.document["decision"]["title"]}

    assert [] == [place for place, text in said.items() if not isinstance(text, Mapping) or {"vi", "en"} != set(text)]
    assert len(said) > 133 + 96


def test_every_zero_rule_check_and_exemption_has_a_reason(province) -> None:
    """Whoever gets 0, or is left out, is told why."""
    clauses = [
        clause
        for node in province.walk()
        for clause in (*node.zero_rules, *node.checks, *filter(None, [node.not_applicable_when]))
    ]

    assert [] == [clause for clause in clauses if clause.reason is None]
    assert (8, 4) == (
        sum(len(node.zero_rules) for node in province.walk()),
        sum(node.not_applicable_when is not None for node in province.walk()),
    )


def test_sources_are_declared_and_used(province) -> None:
    """Every source that is named is declared, and every declared one is named."""
    assert set(province.sources) == set(sources_named(province))


def test_every_leaf_says_what_proves_it_and_who_answers(province) -> None:
    """Each leaf has evidence and one of the known agencies, all of which answer for something."""
    assert [] == [leaf.code for leaf in province.leaves() if not leaf.evidence]
    assert {leaf.responsible for leaf in province.leaves()} == AGENCIES


def test_every_question_is_asked_at_a_leaf_that_reads_it(province) -> None:
    """Inputs are declared where they are asked; two are read by other leaves too."""
    assert {leaf.code for leaf in province.leaves()} == {asked.asked_at for asked in province.inputs.values()}
    assert ("1.1.1", "3.4.1") == (
        province.inputs["plan_issued"].asked_at,
        province.inputs["files_data_synchronised"].asked_at,
    )


def test_a_perfect_sheet_gives_100(province, dak_nong) -> None:
    """Every leaf can reach its maximum: the best answers come to 100 points and group A."""
    best = {**dak_nong.answers, **PERFECT}
    surveys = {name: {"very_good": 10} for name, asked in province.inputs.items() if asked.ratings}
    card = score(Assessment(set=province.id, unit="best", year=2022, answers={**best, **surveys}), province)

    assert [] == [(node.code, node.points) for node in card.walk() if node.points != node.maximum]
    assert (Decimal("100.00"), "A") == (card.index, card.class_.id)


#: What Đắk Nông's sheet lacks to the full.
PERFECT = {
    "plan_tasks_done": 60,
    "inspection_issues_resolved": 40,
    "communication_tasks_done": 20,
    "law_monitoring_findings_handled": 8,
    "reviewed_documents_handled": 32,
    "legal_documents_entered_on_time": 50,
    "unlawful_documents_flagged": 0,
    "unlawful_documents_corrected": 0,
    "procedures_announced_on_time": 250,
    "procedures_on_provincial_portal": 1800,
    "procedures_posted_at_one_stop": 1800,
    "files_progress_published": 240000,
    "procedures_at_one_stop": 1800,
    "linked_procedure_groups": 20,
    "provincial_procedures_on_the_spot": 600,
    "files_on_time_province": 25000,
    "files_on_time_district": 60000,
    "files_on_time_commune": 150000,
    "files_late": 0,
    "apologies_sent": 0,
    "feedback_handled_on_time": 125,
    "feedback_answers_published": 120,
    "excess_deputies": 0,
    "service_units_now": 360,
    "decentralised_sectors_checked": 20,
    "decentralisation_issues_handled": 25,
    "service_units_by_position": 372,
    "units_recruiting_compliant": 40,
    "department_leaders_disciplined": 0,
    "officials_disciplined": 0,
    "training_done": 2500,
    "leaders_trained": 200,
    "commune_officials_qualified": 1400,
    "commune_officials_trained": 1120,
    "investment_disbursed": 2850,
    "budget_violations": 0,
    "audit_amount_recovered": 20000,
    "properties_approved": 800,
    "public_units_with_decision": 350,
    "unit_spending_now": 1800,
    "ndxp_services_used": 20,
    "work_files_online_district": 20000,
    "work_files_online_commune": 12000,
    "information_systems_approved": 20,
    "online_services_integrated": 900,
    "files_end_to_end_online": 80000,
    "files_paid_online": 20000,
    "files_by_post": 7500,
    "files_digitised": 188000,
    "results_electronic": 188000,
    "sipas_index": 100,
    "firms_entering_now": 1100,
    "targets_exceeded": 8,
}
