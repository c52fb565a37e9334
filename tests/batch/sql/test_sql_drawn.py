"""Sets drawn at random, in every cell, on all three databases."""

from answered import Sheets, differences
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parengine.batch import SqlError
from parengine.testing import criteria_sets

TOGETHER = ("looks at all units", "among the others", "64 bits")


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(criteria_set=criteria_sets(), stage=st.sampled_from(("self", "appraised", "final")), seed=st.integers(0, 2**32))
def test_sql_equals_exact_for_drawn_sets(database, criteria_set, stage, seed):
    """Every cell of a random set is the exact reading's, or its row is marked, or the set is refused: why."""
    sheets = Sheets(criteria_set, 2022, stage)
    rows = list(sheets.rows(database.name, 20, seed))
    try:
        wrong, _ = differences(database, sheets, rows)
    except SqlError as error:
        refused, wrong = error.sentence, []
    else:
        refused = None
    assert refused is None or any(reason in refused for reason in TOGETHER)
    assert [] == wrong
