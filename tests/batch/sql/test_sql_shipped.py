"""The shipped sets, in every cell, on all three databases, and ties that are planted."""

from fractions import Fraction

import pytest
from answered import Sheets, differences, is_near_a_tie

from parengine import discover, loads
from parengine._numbers import Rounding
from parengine.batch import create_table, sql
from parengine.testing._draw.builders import asked, document, leaf

ROWS = 200
SHEETS = [
    Sheets(criteria_set, year)
    for edition in discover().sets()
    for criteria_set in [discover().get(edition.id)]
    for year in criteria_set.key.years[:1]
]


@pytest.mark.parametrize("sheets", SHEETS, ids=lambda each: each.criteria_set.id)
def test_sql_equals_exact_for_shipped_sets(database, sheets):
    """Every cell of every row is the exact reading's; nothing else than a true tie is uncertain."""
    wrong, uncertain = differences(database, sheets, list(sheets.rows(database.name, ROWS, seed=5)))

    assert [] == wrong
    assert [] == [row.assessment for row in uncertain if not is_near_a_tie(sheets, row)]


TIES = [(1, 300, 1, 600), (1, 300, 5, 300), (7, 3000, 8, 3000), (3333, 999999, 1667, 10**6), (1, 7, 6, 7)]


def test_a_tie_is_right_or_marked_and_nothing_else_is_marked(database):
    """Sums of quotients at a tie or a hair beside it are right or marked; no other row is."""
    asks = {name: asked("count", low=1, high=10**6) for name in "abcdefgh"}
    quotients = "a / b + c / d + e / f + g / h"
    criteria_set = loads(document(leaf("1", 10, {"kind": "formula", "points": f"min(10, {quotients})"}, inputs=asks)))
    plain = [(1 + k % 17, 3 + k % 971, 2 + k % 5, 7 + k % 313, 1, 11 + k, k + 1, 13 * k + 17) for k in range(2000)]
    rows = [*((*each, 1, 10, 1, 10) for each in TIES), *plain]
    database.drop("answers")
    database.run(create_table(criteria_set, database.name))
    texts = [[f"u{place}", *map(str, row)] for place, row in enumerate(rows)]
    database.fill("answers", texts if database.name != "sqlite" else [[each[0], *map(int, each[1:])] for each in texts])
    found = {each["unit"]: each for each in database.rows(sql(criteria_set, database.name))}
    marked = [place for place in range(len(rows)) if found[f"u{place}"]["uncertain"]]

    assert all(f"{_rounded(row)}" == str(found[f"u{k}"]["index"]) for k, row in enumerate(rows) if k not in marked)
    assert [] == [place for place in marked if place >= len(TIES) and _sum(rows[place]) * 100 % 1 != Fraction(1, 2)]
    assert len(marked) < len(TIES) + 5


def _rounded(row):
    """Return the exact sum of quotients, half away from zero."""
    return Rounding(2).decimal(min(Fraction(10), _sum(row)))


def _sum(row):
    return sum(Fraction(*row[place : place + 2]) for place in range(0, 8, 2))
