"""Random integer forms, against the reading of one row in Python's own numbers."""

import numpy as np
from answered import AsNumbers
from forms import cases
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parengine.expr._integer.plain import plain

ROWS = 12


def close_to_ends(case, random):
    """Return one row of answers, most at the ends of what is admitted, as values and states."""
    for one in case.asked:
        low, high = one.range
        value = random.choice(
            [low, high, min(low + 1, high), max(high - 1, low), max(low, min(0, high)), (low + high) // 2]
        )
        yield int(value), int(random.choice([0, 0, 0, 2, 3]))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(case=cases(), seed=st.integers(0, 2**32 - 1))
def test_sql_equals_the_reading_of_one_row(database, case, seed):
    """Every cell of a random form has the value, the state and the mark that Python's whole numbers give it."""
    random = np.random.default_rng(seed)
    rows = [list(close_to_ends(case, random)) for _ in range(ROWS)]
    wanted = [plain(case.form, row) for row in rows]

    assert wanted == AsNumbers(case.form).on(database, rows)
