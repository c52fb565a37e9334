"""The distribution's documents, each loaded once, over a registry of this plugin alone."""

import csv
from pathlib import Path

import pytest

import parengine_province_agency as plugin
from parengine import CriteriaSet, Registry


@pytest.fixture(scope="session")
def registry() -> Registry:
    """Return a registry that knows this plugin and nothing else."""
    return Registry.build([plugin])


@pytest.fixture(scope="session")
def tay_ninh(registry) -> CriteriaSet:
    """Return the set for the agencies of Tây Ninh in 2023."""
    return registry.get("tay-ninh-agency-2023")


@pytest.fixture(scope="session")
def tay_ninh_2024(registry) -> CriteriaSet:
    """Return the set for the agencies of Tây Ninh in 2024, which extends that of 2023."""
    return registry.get("tay-ninh-agency-2024")


@pytest.fixture(scope="session")
def hai_phong(registry) -> CriteriaSet:
    """Return the set for heads of departments and chairs of communes of Hải Phòng."""
    return registry.get("hai-phong-heads-2025")


@pytest.fixture(scope="session")
def sheets(registry):
    """Return the assessments that are shipped, by set and by the name of their file."""
    found = {}
    for document in registry.assessments():
        assessment = registry.assessment(document)
        found.setdefault(assessment.set, {})[Path(str(document)).stem] = assessment
    return found


@pytest.fixture(scope="session")
def published():
    """Return the published rows of Tây Ninh in 2023, by agency, in the order of the table."""
    path = Path(__file__).parent / "data" / "tay_ninh_results_2023.csv"
    with path.open(encoding="utf-8", newline="") as rows:
        return {row["unit"]: row for row in csv.DictReader(rows)}
