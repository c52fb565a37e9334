"""
Random rules: one way to draw each rule kind of the core, legal for any maximum.

A way gives the document of a rule and declares the questions that it asks at its leaf. The first of its
alternatives is the plainest, so that a rule shrinks to what is left when nothing special is wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, TypeAlias

from attrs import frozen

from .builders import Document, asked
from .drawing import OPTIONS, Drawing

Way: TypeAlias = "Callable[[Drawing, Spot], Document]"

ZERO_CASES: Final = ("zero", "full", "missing", "not_applicable")
SCALE: Final = {
    "options": [
        {"id": name, "label": name, "worth": worth}
        for name, worth in (("good", "100%"), ("fair", "50%"), ("poor", "0%"), ("unsure", "none"))
    ]
}
#: How deep rules stand within rules at most.
_DEEPEST: Final = 2


@frozen
class Spot:
    """Where a rule stands: how the ids of its inputs begin, what it is worth, and how deep it is within others."""

    prefix: str
    maximum: Decimal
    inputs: dict[str, Document]
    depth: int = 0

    def asks(self, letter: str, type: str, **more: Any) -> str:
        """Declare an input at the leaf, and return its id."""
        self.inputs[f"{self.prefix}{letter}"] = asked(type, **more)
        return f"{self.prefix}{letter}"

    def counts(self, letters: str) -> list[str]:
        """Declare counts at the leaf, and return their ids."""
        return [self.asks(letter, "count", high=20) for letter in letters]

    def within(self, place: str, share: int = 1) -> Spot:
        """Return the spot of a rule within this one, worth the maximum divided by `share`."""
        return Spot(f"{self.prefix}{place}", self.maximum / share, self.inputs, self.depth + 1)

    def part(self, of: int) -> Decimal:
        """Return one of so many equal parts of the maximum; a power of 2, so that the places end."""
        return self.maximum / of


def rule(d: Drawing, spot: Spot) -> Document:
    """Draw a rule of any kind that may stand here."""
    return d.together(lambda: _rule(d, spot))


def _rule(d: Drawing, spot: Spot) -> Document:
    name = d.one(_kinds(alone=d.alone, holding=spot.depth < _DEEPEST))
    return {"kind": name, **WAYS[name](d, spot)}


def _share(d: Drawing, spot: Spot) -> tuple[str, Document]:
    """Return a quotient of two counts, and what the rule gives where there is nothing to divide by."""
    one, other = spot.counts("xy")
    return f"{one} / {other}", {"if_zero": d.one(ZERO_CASES)}


# ---- conditions and options


def _yes_no(d: Drawing, spot: Spot) -> Document:
    held = spot.asks("h", "yes_no")
    return {"condition": f"{held} or {d.condition()}"} if d.often(2) else {"input": held}


def _levels(d: Drawing, spot: Spot) -> Document:
    chosen = spot.asks("l", "choice", options=OPTIONS)
    given = (
        {"shares": {"full": "100%", "part": "40%", "none": 0}},
        {"points": {"full": spot.maximum, "part": spot.part(4), "none": 0}},
    )
    return {"input": chosen, **d.one(given)}


def _checklist(d: Drawing, spot: Spot) -> Document:
    asks = [spot.asks(letter, "yes_no") for letter in d.one(("uv", "uv", "uvw"))]
    parts: list[Document] = [{"when": each, "points": spot.part(2)} for each in asks]
    more: Document = {"adds_up_to": spot.part(2) * 3} if len(parts) > 2 else {}  # noqa: PLR2004
    if d.often(3):
        parts[-1]["not_applicable_when"] = d.condition()
        more["not_applicable"] = d.one(("rescale", "full") if spot.depth else ("rescale", "full", "shrink"))
    return {"parts": parts, **more}


def _all_of(d: Drawing, spot: Spot) -> Document:
    if d.often(8):
        return {"parts": [], "if_empty": d.one(("zero", "full"))}
    more = [d.condition()] if d.often(3) else []
    return {"parts": [*(spot.asks(letter, "yes_no") for letter in "uv"), *more]}


# ---- numbers


def _tally(d: Drawing, spot: Spot) -> Document:
    return {"count": spot.counts("x")[0], "each": d.one((spot.part(4), Decimal("0.15")))}


def _deduction(d: Drawing, spot: Spot) -> Document:
    events = [{"count": each, "points": spot.part(4)} for each in spot.counts(d.one(("x", "xy")))]
    return {"events": events, **({"floor": spot.part(4)} if d.often() else {})}


def _proportion(d: Drawing, spot: Spot) -> Document:
    one, other = spot.counts("xy")
    return {"numerator": one, "denominator": other, "if_zero": d.one(ZERO_CASES), **d.one(_PROPORTIONS)}


_PROPORTIONS: Final[Sequence[Document]] = (
    {},
    {"zero_below": "50%"},
    {"zero_below": "80%", "full_at": "90%"},
    {"complement": True},
    {"complement": True, "zero_below": "60%"},
)


def _bands(d: Drawing, spot: Spot) -> Document:
    value, more = _share(d, spot)
    rising = [
        {d.one(("at_least", "above")): "90%", "points": spot.maximum},
        {"at_least": "40%", "share": "25%"},
    ]
    falling = [
        {d.one(("at_most", "below")): "10%", "points": spot.maximum},
        {"at_most": "50%", "share": "25%"},
    ]
    otherwise = {"else": spot.part(8)} if d.often() else {}
    return {"value": value, "steps": d.one((rising, falling)), **otherwise, **more}


def _interpolate(d: Drawing, spot: Spot) -> Document:
    value, more = _share(d, spot)
    knots = (
        [["50%", 0], ["100%", spot.maximum]],
        [["50%", 0], ["80%", spot.part(2)], ["90%", spot.maximum]],
        [["10%", spot.maximum], ["60%", spot.part(4)]],
    )
    return {"value": value, "knots": d.one(knots), **more}


def _increments(d: Drawing, spot: Spot) -> Document:
    gains = not d.often(2)
    each = {"base": 0, "points": spot.part(4)} if gains else {"base": spot.maximum, "points": -spot.part(8)}
    ends = {"ceiling": spot.part(2)} if gains else {"floor": spot.part(4)}
    return {
        "value": spot.counts("x")[0],
        "mark": d.one((0, 5, "m")) if d.declared["inputs"].get("m") else d.one((0, 5)),
        "step": d.one((1, 2)),
        "direction": d.one(("above", "below")),
        "whole_steps": d.often(2),
        **each,
        **(ends if d.often(3) else {}),
    }


def _tiers(d: Drawing, spot: Spot) -> Document:
    lower: Document = {"up_to": 5, "points": spot.part(2), "per": 5}
    upper: Document = {"up_to": d.one(("none", 15)), "points": spot.part(4), "per": d.one((1, 10))}
    return {"value": spot.counts("x")[0], "tiers": [lower, upper]}


def _imported(d: Drawing, spot: Spot) -> Document:
    if d.often(3):
        return {"value": spot.asks("q", "quantity", low=-2, high=4, places=3), "out_of": 3}
    return {"value": spot.asks("p", "percent")}


def _improvement(d: Drawing, spot: Spot) -> Document:
    now, before = spot.counts("xy")
    measure = d.one(("absolute", "relative"))
    steps = {"absolute": (3, 1), "relative": ("20%", "5%")}[measure]
    more: Document = {"if_zero": d.one(ZERO_CASES)} if measure == "relative" else {}
    if d.often():
        more["already_full"] = d.condition()
    return {
        "current": now,
        "previous": before,
        "better": d.one(("higher", "lower")),
        "measure": measure,
        "steps": [{"at_least": steps[0], "points": spot.maximum}, {"above": steps[1], "share": "25%"}],
        **more,
    }


def _awarded(d: Drawing, spot: Spot) -> Document:
    given = spot.asks("g", "points", low=0, high=spot.maximum, places=6)
    return {"points": given, **({"step": spot.part(2)} if d.often(3) else {})}


# ---- dates


def _deadline(d: Drawing, spot: Spot) -> Document:
    late: Document = {"late": [{"days": 30, "points": spot.part(2)}]}
    by_day: Document = {"per_day": spot.part(16), **({"free_days": 2} if d.often(2) else {})}
    return {
        "date": spot.asks("d", "date", **({"never": True} if d.often(2) else {})),
        "due": "date(year, 1, 31)",
        **d.one(({}, late, by_day)),
        **({"working_days": True} if d.often(3) else {}),
        **({"cut_off": "date(year, 3, 1)"} if d.often(3) else {}),
        **({"on_time": spot.part(2)} if d.often() else {}),
    }


# ---- answers of many


def _ratings(d: Drawing, spot: Spot, letter: str) -> str:
    return spot.asks(letter, "ratings", scale=d.declares("scales", "three", SCALE))


def _survey(d: Drawing, spot: Spot) -> Document:
    few = {"minimum_answers": 3} if d.often() else {}
    if not d.often(2):
        return {"ratings": _ratings(d, spot, "r"), "if_empty": d.one(ZERO_CASES), **few}
    weights = d.one((("50%", "50%"), ("75%", "25%")))
    groups = [
        {"ratings": _ratings(d, spot, letter), "weight": weight} for letter, weight in zip("rs", weights, strict=True)
    ]
    empty = d.one(("renormalise", "missing", "zero"))
    return {"groups": groups, "empty_group": empty, "if_empty": d.one(ZERO_CASES), **few}


# ---- the other units


def _relative(d: Drawing, spot: Spot) -> Document:
    d.asks_cohort()
    against = d.one(("mean", "published_mean", "best", "rank"))
    value, more = _compared(d, spot)
    if against == "best":
        more = {"if_zero": d.one(ZERO_CASES), **more}
    return {"value": value, "against": against, "if_empty": d.one(ZERO_CASES), **_AGAINST[against](d, spot), **more}


def _compared(d: Drawing, spot: Spot) -> tuple[str, Document]:
    """Return what is compared: a count of this leaf, a share, or what any figure of the cohort may be about."""
    what = d.one(("count", "share", "any"))
    if what == "share":
        return _share(d, spot)
    return (spot.counts("x")[0] if what == "count" else d.compared()), {}


def _by_mean(d: Drawing, spot: Spot) -> Document:
    found: Document = d.one(({}, {"strictly": True}, {"else": spot.part(4)}, {"points": spot.part(2)}))
    return found


def _by_rank(_d: Drawing, spot: Spot) -> Document:
    return {"ranks": [{"to": 1, "points": spot.maximum}, {"to": 2, "points": spot.part(2)}]}


_AGAINST: Final[Mapping[str, Way]] = {
    "mean": _by_mean,
    "published_mean": _by_mean,
    "best": lambda _d, _spot: {},
    "rank": _by_rank,
}


# ---- rules within rules


def _nested(d: Drawing, spot: Spot, place: str, share: int = 1) -> Document:
    """Return a rule within a rule, with a maximum of its own where it is worth a part only."""
    inner = spot.within(place, share)
    return {**rule(d, inner), **({"maximum": inner.maximum} if share > 1 else {})}


def _cases(d: Drawing, spot: Spot) -> Document:
    places = d.one(("f", "f", "fg"))
    cases = [{"when": d.condition(), "rule": _nested(d, spot, place, d.one((1, 1, 2)))} for place in places]
    return {"cases": cases, "else": _nested(d, spot, "z")}


def _combine(d: Drawing, spot: Spot) -> Document:
    how, places = d.one(("sum", "best", "worst", "mean")), d.one(("fg", "fg", "fgz"))
    if how == "sum":
        more: Document = {"adds_up_to": spot.part(2) * 3} if len(places) > 2 else {}  # noqa: PLR2004
        return {"how": how, "rules": [_nested(d, spot, place, 2) for place in places], **more}
    several = {"n": 2} if how in ("best", "worst") and d.often(2) else {}
    return {"how": how, "rules": [_nested(d, spot, place, d.one((1, 1, 2))) for place in places], **several}


# ---- what the author computes


def _formula(d: Drawing, spot: Spot) -> Document:
    found: Document = d.one(_COHORT_FORMULAS if not d.alone and d.often() else _FORMULAS)(d, spot)
    return {**found, **({"floor": spot.part(8)} if d.often() else {})}


def _entered(_d: Drawing, spot: Spot) -> Document:
    return {"points": spot.asks("q", "quantity", low=-2, high=4, places=3)}


def _computed(d: Drawing, spot: Spot) -> Document:
    one, other = spot.counts("xy")
    texts = (
        f"maximum * {one} / 10 - {other} / 7",
        f"nth_best(2, {one} / 9, {other} / 11, maximum)",
        f"{one} / (1 + {other}) * whole({other} / 3)",
        f"min(maximum, max({one}, {other}) / 13)",
    )
    return {"points": d.one(texts)}


def _chosen(d: Drawing, spot: Spot) -> Document:
    one, other = spot.counts("xy")
    return {"points": f"when({d.condition()}, maximum / 3, {one} - {other})"}


def _divided(d: Drawing, spot: Spot) -> Document:
    value, more = _share(d, spot)
    return {"points": f"maximum * (1 - {value})", **more}


def _of_units(d: Drawing, spot: Spot) -> Document:
    return {"points": f"{spot.counts('x')[0]} / 20 + {d.cohort_figure()} / 7"}


_FORMULAS: Final[tuple[Way, ...]] = (_entered, _computed, _chosen, _divided)
_COHORT_FORMULAS: Final[tuple[Way, ...]] = (_of_units,)

#: A way for each kind of `parengine.rules.KINDS`, the plainest first.
WAYS: Final[Mapping[str, Way]] = {
    "yes_no": _yes_no,
    "levels": _levels,
    "tally": _tally,
    "awarded": _awarded,
    "imported": _imported,
    "deduction": _deduction,
    "all_of": _all_of,
    "checklist": _checklist,
    "proportion": _proportion,
    "bands": _bands,
    "interpolate": _interpolate,
    "increments": _increments,
    "tiers": _tiers,
    "improvement": _improvement,
    "deadline": _deadline,
    "survey": _survey,
    "formula": _formula,
    "relative": _relative,
    "cases": _cases,
    "combine": _combine,
}
#: The kinds that look at other units, and those that hold rules.
ABOUT_UNITS: Final = frozenset({"relative"})
HOLDING: Final = frozenset({"cases", "combine"})


@lru_cache
def _kinds(*, alone: bool, holding: bool) -> tuple[str, ...]:
    left_out = (ABOUT_UNITS if alone else frozenset()) | (frozenset() if holding else HOLDING)
    return tuple(name for name in WAYS if name not in left_out)
