"""Rule documents without problems, by kind, with their maxima: shapes of real scoring rules."""

from __future__ import annotations

from typing import Any

SHARE_OF_PLAN = {"kind": "proportion", "numerator": "done", "denominator": "planned", "if_zero": "zero"}

EXAMPLES: dict[str, list[tuple[dict[str, Any], object]]] = {
    "all_of": [
        ({"kind": "all_of", "parts": ["q1", "h1 and q3", "late = 0"]}, 1),
        ({"kind": "all_of", "parts": [], "if_empty": "full"}, 2),
    ],
    "awarded": [
        ({"kind": "awarded", "points": "given", "step": 0.25}, 1),
        ({"kind": "awarded", "points": "stepped", "step": 0.25}, 2),
        ({"kind": "awarded", "points": "given"}, 100),
    ],
    "bands": [
        (
            {
                "kind": "bands",
                "value": "done / planned",
                "steps": [{"at_least": "30%", "points": 0.5}, {"at_least": "20%", "points": 0.25}],
                "else": 0,
                "if_zero": "zero",
            },
            0.5,
        ),
        (
            {
                "kind": "bands",
                "value": "found",
                "steps": [{"at_least": 20, "share": "100%"}, {"at_least": 10, "share": "50%"}],
            },
            1.5,
        ),
        (
            {
                "kind": "bands",
                "value": "rate",
                "steps": [
                    {"above": "90%", "points": 2},
                    {"at_least": "70%", "at_most": "90%", "points": 1},
                    {"below": "70%", "points": 0},
                ],
            },
            2,
        ),
        ({"kind": "bands", "value": "late", "steps": [{"at_most": 0, "points": 2}, {"below": 5, "points": 1}]}, 2),
        ({"kind": "bands", "value": "growth", "steps": [{"at_least": -5, "at_most": 5, "points": 1}], "else": 0.5}, 1),
    ],
    "cases": [
        (
            {
                "kind": "cases",
                "cases": [
                    {"when": "found = 0", "rule": {"kind": "formula", "points": "maximum"}},
                    {
                        "when": "found > 0",
                        "rule": {
                            "kind": "proportion",
                            "maximum": 1.5,
                            "numerator": "fixed",
                            "denominator": "found",
                            "zero_below": "50%",
                            "if_zero": "full",
                        },
                    },
                ],
                "else": {"kind": "formula", "points": 0},
            },
            2,
        ),
        (
            {
                "kind": "cases",
                "cases": [{"when": "growth >= target", "rule": {"kind": "formula", "points": "maximum"}}],
                "else": {
                    "kind": "proportion",
                    "numerator": "growth",
                    "denominator": "target",
                    "zero_below": "70%",
                    "if_zero": "zero",
                },
            },
            2,
        ),
    ],
    "checklist": [
        ({"kind": "checklist", "parts": [{"when": name, "points": 0.25} for name in ("q1", "h1", "q3", "annual")]}, 1),
        (
            {
                "kind": "checklist",
                "parts": [{"when": name, "points": 0.5} for name in ("q1", "h1", "q3", "annual")],
                "adds_up_to": 2,
            },
            1.25,
        ),
        *(
            (
                {
                    "kind": "checklist",
                    "parts": [
                        {"when": "q1", "points": 0.5},
                        {"when": "h1", "points": 0.25, "not_applicable_when": "late = 0"},
                        {"when": "q3", "points": 0.25, "not_applicable_when": "found = 0"},
                    ],
                    "not_applicable": absence,
                },
                1,
            )
            for absence in ("shrink", "rescale", "full")
        ),
        (
            {
                "kind": "checklist",
                "parts": [{"when": "q1", "points": 1, "not_applicable_when": "late = 0"}],
                "not_applicable": "rescale",
            },
            1,
        ),
    ],
    "combine": [
        (
            {
                "kind": "combine",
                "how": "sum",
                "rules": [
                    {**SHARE_OF_PLAN, "maximum": 0.5, "zero_below": "80%"},
                    {"kind": "tally", "maximum": 0.5, "count": "found", "each": 0.1},
                ],
            },
            1,
        ),
        *(
            (
                {
                    "kind": "combine",
                    "how": how,
                    "rules": [
                        {"kind": "imported", "value": "web"},
                        {"kind": "imported", "value": "centre"},
                        {**SHARE_OF_PLAN, "if_zero": "not_applicable"},
                    ],
                },
                1.5,
            )
            for how in ("best", "worst", "mean")
        ),
        *(
            (
                {
                    "kind": "combine",
                    "how": how,
                    "n": 2,
                    "rules": [{**SHARE_OF_PLAN, "maximum": 0.5, "if_zero": "not_applicable"} for _ in range(2)]
                    + [
                        {
                            "kind": "proportion",
                            "maximum": 0.75,
                            "numerator": "fixed",
                            "denominator": "found",
                            "if_zero": "not_applicable",
                        }
                    ],
                },
                1,
            )
            for how in ("best", "worst")
        ),
    ],
    "deadline": [
        (
            {
                "kind": "deadline",
                "date": "issued",
                "due": "date(year, 1, 31)",
                "on_time": 0.5,
                "late": [{"days": 30, "points": 0.25}],
                "else": 0,
            },
            0.5,
        ),
        ({"kind": "deadline", "date": "sent", "due": "date(year, 12, 20)", "on_time": 0.75, "late": []}, 0.75),
        (
            {
                "kind": "deadline",
                "date": "issued",
                "due": "sent",
                "per_day": 0.1,
                "free_days": 2,
                "cut_off": "date(year, 6, 30)",
            },
            1,
        ),
        (
            {
                "kind": "deadline",
                "date": "issued",
                "due": "date(year, 1, 31)",
                "late": [{"days": 5, "points": 0.5}],
                "working_days": True,
            },
            1,
        ),
        ({"kind": "deadline", "date": "sent", "due": "issued", "per_day": 0.25, "working_days": True, "never": 0}, 1),
    ],
    "deduction": [
        ({"kind": "deduction", "events": [{"count": "found", "points": 0.5}, {"count": "late", "points": 0.05}]}, 1.75),
        ({"kind": "deduction", "events": [{"count": "found - fixed", "points": 0.25}], "floor": 0.5}, 1),
    ],
    "formula": [
        ({"kind": "formula", "points": "maximum"}, 2),
        (
            {
                "kind": "formula",
                "points": "maximum * (0.6 * min(1, done / planned) + 0.4 * min(1, fixed / found))",
                "if_zero": "zero",
            },
            1,
        ),
        (
            {
                "kind": "formula",
                "points": "maximum * min(1, (before - now) / (0.1 * before))",
                "floor": 0,
                "if_zero": "zero",
            },
            1,
        ),
        (
            {
                "kind": "formula",
                "points": "when(growth > 0, done / planned, fixed / found)",
                "floor": 0.25,
                "if_zero": "full",
            },
            1,
        ),
        ({"kind": "formula", "points": "done / (planned / found)", "if_zero": "missing"}, 1),
    ],
    "imported": [
        ({"kind": "imported", "value": "rate"}, 10),
        ({"kind": "imported", "value": "wide_rate"}, 10),
        ({"kind": "imported", "value": "found", "out_of": 800}, 2),
        ({"kind": "imported", "value": "done / planned", "out_of": "100%", "if_zero": "not_applicable"}, 1),
    ],
    "improvement": [
        (
            {
                "kind": "improvement",
                "current": "now",
                "previous": "before",
                "better": "lower",
                "measure": "relative",
                "steps": [{"at_least": "2%", "points": 1}, {"at_least": "1%", "points": 0.5}],
                "else": 0,
                "if_zero": "zero",
            },
            1,
        ),
        (
            {
                "kind": "improvement",
                "current": "now",
                "previous": "before",
                "better": "higher",
                "measure": "absolute",
                "steps": [{"above": 0, "share": "100%"}, {"at_least": 0, "share": "50%"}],
                "already_full": "rate = 100%",
            },
            2,
        ),
    ],
    "increments": [
        (
            {
                "kind": "increments",
                "value": "found",
                "mark": 100,
                "base": 10,
                "step": 20,
                "points": 0.5,
                "direction": "above",
                "whole_steps": whole,
            },
            25,
        )
        for whole in (True, False)
    ]
    + [
        (
            {
                "kind": "increments",
                "value": "rate",
                "mark": "4.5%",
                "base": 3,
                "step": "1%",
                "points": 1,
                "direction": "below",
                "whole_steps": False,
                "ceiling": 5,
            },
            6,
        ),
        (
            {
                "kind": "increments",
                "value": "late",
                "mark": 3,
                "base": 2,
                "step": 1,
                "points": -0.4,
                "direction": "above",
                "whole_steps": True,
                "floor": 0.5,
            },
            2,
        ),
        (
            {
                "kind": "increments",
                "value": "done / planned",
                "mark": "fixed / found",
                "base": 0,
                "step": "10%",
                "points": 0.5,
                "direction": "above",
                "whole_steps": False,
                "if_zero": "zero",
            },
            2,
        ),
    ],
    "interpolate": [
        (
            {
                "kind": "interpolate",
                "value": "done / planned",
                "knots": [["80%", 0], ["90%", 0.5], ["100%", 1]],
                "if_zero": "zero",
            },
            1,
        ),
        ({"kind": "interpolate", "value": "late", "knots": [[0, 2], [10, 1], [20, 1], [30, 0]]}, 2),
        (
            {
                "kind": "interpolate",
                "value": "(before - now) / before",
                "knots": [["0%", 0], ["10%", 1]],
                "if_zero": "not_applicable",
            },
            1,
        ),
    ],
    "levels": [
        ({"kind": "levels", "input": "level", "points": {"full": 1, "partial": 0.5, "none": 0}}, 1),
        ({"kind": "levels", "input": "level", "shares": {"none": 0, "partial": "50%", "full": "100%"}}, 3),
        ({"kind": "levels", "input": "only", "points": {"single": 1}}, 1),
    ],
    "proportion": [
        ({**SHARE_OF_PLAN, "zero_below": "80%", "full_at": "100%"}, 1.5),
        ({**SHARE_OF_PLAN, "zero_below": "40%", "full_at": "80%", "if_zero": "full"}, 0.75),
        ({**SHARE_OF_PLAN, "complement": True, "if_zero": "zero"}, 1),
        ({**SHARE_OF_PLAN, "full_at": "120%", "if_zero": "missing"}, 1),
        ({"kind": "proportion", "numerator": "rate", "denominator": 1, "zero_below": "50%"}, 1),
        ({"kind": "proportion", "numerator": "wide_rate", "denominator": 1}, 1),
        (
            {
                "kind": "proportion",
                "numerator": "growth",
                "denominator": "target",
                "zero_below": "70%",
                "if_zero": "zero",
            },
            2,
        ),
        ({"kind": "proportion", "numerator": "done", "denominator": "at_least_one"}, 2),
    ],
    "relative": [
        ({"kind": "relative", "value": "rate", "against": "mean", "if_empty": "missing"}, 2),
        (
            {
                "kind": "relative",
                "value": "done / planned",
                "against": "published_mean",
                "points": 1.5,
                "strictly": True,
                "else": 0.5,
                "if_zero": "zero",
                "if_empty": "not_applicable",
            },
            2,
        ),
        ({"kind": "relative", "value": "found", "against": "best", "if_zero": "full", "if_empty": "zero"}, 3),
        ({"kind": "relative", "value": "growth", "against": "best", "if_zero": "zero", "if_empty": "zero"}, 3),
        (
            {
                "kind": "relative",
                "value": "rate",
                "against": "rank",
                "ranks": [{"to": 10, "points": 3}, {"to": 20, "points": 2}],
                "else": 1,
                "if_empty": "missing",
            },
            3,
        ),
    ],
    "survey": [
        ({"kind": "survey", "ratings": "citizens", "if_empty": "missing"}, 0.75),
        ({"kind": "survey", "ratings": "citizens", "if_empty": "zero", "minimum_answers": 30}, 2),
        *(
            (
                {
                    "kind": "survey",
                    "groups": [
                        {"ratings": "council", "weight": "30%", "label": {"vi": "Đại biểu HĐND", "en": "Council"}},
                        {"ratings": "officials", "weight": "50%", "label": "Công chức"},
                        {"ratings": "citizens", "weight": 0.2},
                    ],
                    "empty_group": empty,
                    "if_empty": "not_applicable",
                },
                3,
            )
            for empty in ("renormalise", "missing", "zero")
        ),
    ],
    "tally": [
        ({"kind": "tally", "count": "found", "each": 0.5}, 1),
        ({"kind": "tally", "count": "found - fixed", "each": 0.3}, 2),
    ],
    "tiers": [
        (
            {
                "kind": "tiers",
                "value": "found",
                "tiers": [
                    {"up_to": 44000, "points": 10, "per": 44000},
                    {"up_to": 52800, "points": 2, "per": 8800},
                    {"up_to": "none", "points": 1, "per": 8800},
                ],
            },
            20,
        ),
        (
            {
                "kind": "tiers",
                "value": "growth",
                "tiers": [{"up_to": 10, "points": 1, "per": 10}, {"up_to": 20, "points": 2, "per": 10}],
            },
            5,
        ),
    ],
    "yes_no": [
        ({"kind": "yes_no", "input": "q1"}, 0.75),
        ({"kind": "yes_no", "condition": "now <= before"}, 1),
        ({"kind": "yes_no", "condition": "growth >= target - 0.5"}, 2),
    ],
}

DOCUMENTS = [(document, maximum) for examples in EXAMPLES.values() for document, maximum in examples]


def name_of(example: tuple[dict[str, Any], object]) -> str:
    """Return a name for an example in a list of tests."""
    document, _ = example
    return f"{document['kind']}-{EXAMPLES[document['kind']].index(example)}"
