"""The national sets keep every law."""

from parengine.testing import parametrize_laws


@parametrize_laws("ministry-2022-province", "ministry-2022-ministry")
def test_the_laws(law) -> None:
    """No sheet of a province or a ministry breaks the law."""
    law()
