"""The sets of Hải Phòng and Tây Ninh keep every law."""

from parengine.testing import parametrize_laws


@parametrize_laws("hai-phong-heads-2025", "tay-ninh-agency-2023", "tay-ninh-agency-2024")
def test_the_laws(law) -> None:
    """No sheet of an agency or a head breaks the law."""
    law()
