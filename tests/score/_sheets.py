"""Random answer sheets for any set drawn by `_drawn`: plain, with gaps, with bad values."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from _drawn import inputs_of
from _sets import ID, YEAR, Document
from hypothesis import strategies as st

from parengine import Assessment, Unit

DAYS: Final = st.sampled_from([datetime.date(YEAR, 1, 31), "2022-02-01", "2022-03-02", "2022-03-03", "2021-12-31"])
#: What an answer of each type may be; thresholds and their neighbours on purpose.
GOOD: Final[Mapping[str, st.SearchStrategy[object]]] = {
    "count": st.sampled_from([0, 1, 2, 3, 4, 7, 9, 10, 18, 19, 20, "5", Decimal("8.0")]),
    "quantity": st.sampled_from([0, 1, -1, "0.333", Decimal("1.005"), 2.125, "3.999", "-0.001"]),
    "percent": st.sampled_from([0, 100, 80, 79.7, "33.33", Decimal("99.99")]),
    "yes_no": st.booleans(),
    "date": DAYS | st.just("never"),
    "choice": st.sampled_from(["full", "part", "none"]),
    "ratings": st.fixed_dictionaries(
        {}, optional={option: st.integers(0, 9) for option in ("good", "fair", "poor", "unsure")}
    ),
}
BAD: Final = st.sampled_from(["?", -5, 10**12, 3.14159, Decimal("NaN"), [], {"good": -1}, {"great": 1}, "2022-02-30"])
NONE: Final = st.none()
QUALITY: Final = st.sampled_from(["whole", "gaps", "gaps", "bad", "both"])
SPOILT: Final = {"whole": (), "gaps": (NONE,), "bad": (BAD,), "both": (NONE, BAD)}


@st.composite
def sheets(draw: Callable[[st.SearchStrategy[Any]], Any], drawn: Document) -> Assessment:
    """Draw an assessment of a drawn set."""
    spoilt = SPOILT[draw(QUALITY)]

    def answer(good: st.SearchStrategy[object]) -> object:
        if spoilt and draw(st.integers(0, 5)) == 5:
            return draw(draw(st.sampled_from(spoilt)))
        return draw(good)

    given = {name: answer(GOOD[said["type"]]) for name, said in inputs_of(drawn).items()}
    terrain = answer(st.sampled_from(["hill", "plain"]))
    unit = Unit("u", attributes={} if terrain is None else {"terrain": terrain})
    return Assessment(
        set=ID, unit=unit, year=YEAR, answers={name: each for name, each in given.items() if each is not None}
    )
