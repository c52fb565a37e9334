"""The edition's documents, each loaded once."""

from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest

from parengine import Assessment, CriteriaSet, load, load_assessment


@pytest.fixture(scope="session")
def edition() -> Traversable:
    """Return the folder of the edition."""
    return files("parengine_ministry_2022") / "editions" / "2022"


@pytest.fixture(scope="session")
def province(edition) -> CriteriaSet:
    """Return the set for provinces."""
    return load(edition / "province.yaml")


@pytest.fixture(scope="session")
def ministry(edition) -> CriteriaSet:
    """Return the set for ministries."""
    return load(edition / "ministry.yaml")


@pytest.fixture(scope="session")
def dak_nong(edition, province) -> Assessment:
    """Return the answer sheet of Đắk Nông for 2022."""
    return load_assessment(edition / "sheets" / "dak_nong_2022.yaml", province)
