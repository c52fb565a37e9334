"""The set, with a rule kind that the core does not know, keeps every law."""

from parengine.testing import parametrize_laws


@parametrize_laws("dummy-agency-2025")
def test_the_laws(law) -> None:
    """No sheet of answers breaks the law."""
    law()
