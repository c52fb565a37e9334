"""Documents that the tests of this folder share: one that uses everything a set can say, and changes to it."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from parengine import criteria
from parengine.errors import DocumentError, Problem

ROOT = Path(__file__).resolve().parents[2]
RECALLED = "recalled"
SOURCED = {"is": "sourced", "sources": ["QD1"]}


def leaf(code: str, maximum: object = 1, **more: Any) -> dict[str, Any]:
    """Return the document of a leaf that is scored by one yes or no."""
    asked = f"ok_{code.replace('.', '_').lower()}"
    given = {
        "code": code,
        "label": f"Tiêu chí {code}",
        "maximum": maximum,
        "provenance": RECALLED,
        "inputs": {asked: {"type": "yes_no", "label": f"Đạt {code}"}},
        "rule": {"kind": "yes_no", "condition": asked},
    }
    return {**given, **more}


def group(code: str, *children: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the document of a group as large as its children together."""
    maximum = sum(child["maximum"] for child in children)
    given = {"code": code, "label": f"Nhóm {code}", "maximum": maximum, "provenance": RECALLED}
    return {**given, "children": list(children), **more}


def small(*nodes: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the document of a set of a few nodes."""
    nodes = nodes or (leaf("1"),)
    given = {
        "format": 1,
        "id": "small-2022",
        "edition": "2022.1",
        "owner": "moha",
        "tier": "province",
        "years": [2022],
        "title": {"vi": "Bộ nhỏ", "en": "Small"},
        "provenance": RECALLED,
        "maximum": sum(node["maximum"] for node in nodes if isinstance(node.get("maximum"), int)),
        "index": "points",
        "criteria": list(nodes),
    }
    return {**given, **more}


def everything() -> dict[str, Any]:
    """Return a document that uses every part of the format once."""
    return copy.deepcopy(_EVERYTHING)


def changed(document: Mapping[str, Any], *path: str | int, to: Any) -> dict[str, Any]:
    """Return a document with another value at a path."""
    made = copy.deepcopy(dict(document))
    inner: Any = made
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = to
    return made


def problems(document: Any) -> list[str]:
    """Return what is wrong with a document, each as `$.path: sentence`."""
    return [f"{problem.path}: {problem.sentence}" for problem in found(document)]


def errors(document: Any) -> list[str]:
    """Return the errors among the problems."""
    return [f"{each.path}: {each.sentence}" for each in found(document) if each.severity == "error"]


def warnings(document: Any) -> list[str]:
    """Return the warnings among the problems."""
    return [f"{each.path}: {each.sentence}" for each in found(document) if each.severity == "warning"]


def found(document: Any) -> tuple[Problem, ...]:
    """Return the problems of a document: a mapping, or text."""
    return criteria.check(document if isinstance(document, Mapping) else f"{document}\n")


def refused(document: Any) -> DocumentError | None:
    """Return why a document cannot be loaded, None where it can."""
    try:
        criteria.loads(document)
    except DocumentError as error:
        return error
    return None


def as_json(document: Any) -> str:
    """Return a document as JSON text."""
    return json.dumps(document, ensure_ascii=False, default=float)


def as_yaml(document: Any, indent: str = "") -> str:
    """Return a document as YAML in blocks, text in quotes."""
    if isinstance(document, dict) and document:
        return "".join(f"\n{indent}{as_json(key)}:{_spaced(value, indent)}" for key, value in document.items())
    if isinstance(document, list) and document:
        return "".join(f"\n{indent}-{_spaced(value, indent)}" for value in document)
    return as_json(document)


def _spaced(value: Any, indent: str) -> str:
    inside = as_yaml(value, f"{indent}  ")
    return inside if inside.startswith("\n") else f" {inside}"


_SCALE = [
    {"id": "good", "label": {"vi": "Tốt", "en": "Good"}, "worth": "100%"},
    {"id": "fair", "label": "Khá", "worth": 0.5},
    {"id": "poor", "label": "Kém", "worth": 0},
    {"id": "no_opinion", "label": "Không ý kiến", "worth": "none"},
]

_EVERYTHING: dict[str, Any] = {
    "format": 1,
    "id": "every-part-2022",
    "edition": "2022.1",
    "owner": "moha",
    "tier": "province",
    "years": [2022, 2023],
    "title": {"vi": "Bộ tiêu chí đủ mọi phần", "en": "A set with every part"},
    "decision": {
        "number": "1/QĐ",
        "title": {"vi": "Quyết định", "en": "Decision"},
        "issued": "2022-01-10",
        "in_force": "2022-02-01",
        "amendments": ["2/QĐ"],
        "provenance": "sourced",
    },
    "supersedes": "every-part-2020",
    "provenance": {"is": "reconstructed", "basis": "analogue", "sources": ["QD1"], "parts": ["title"], "note": "n"},
    "note": "a note",
    "sources": {
        "QD1": {
            "title": "Quyết định 1",
            "url": "https://example.org",
            "document": "1/QĐ",
            "article": 5,
            "page": "12",
            "what": "all",
        }
    },
    "maximum": 20,
    "levels": ["field", "criterion", "component"],
    "channels": {
        "appraised": {"label": {"vi": "Thẩm định", "en": "Appraised"}},
        "statistics": {"label": "Thống kê", "counts_as": "appraised"},
        "survey": {"label": "Điều tra", "self_scored": False},
    },
    "scales": {"likert": {"options": _SCALE, "provenance": "invented"}},
    "unit_attributes": {
        "terrain": {
            "type": "choice",
            "label": "Địa hình",
            "options": [{"id": "plain", "label": "Đồng bằng"}, {"id": "mountain", "label": "Miền núi"}],
        }
    },
    "inputs": {
        "plan_issued": {"type": "yes_no", "label": {"vi": "Đã ban hành", "en": "Issued"}, "provenance": "invented"}
    },
    "calendar": {"weekdays": ["monday", "tuesday", "friday"], "holidays": ["2022-01-03"], "made_up": ["2022-01-08"]},
    "checks": [
        {"condition": "tasks_done <= tasks_total", "message": {"vi": "Quá", "en": "Too many"}, "provenance": "derived"}
    ],
    "not_applicable": "rescale",
    "index": {"value": "100 * (points + bonus - penalty) / maximum", "provenance": SOURCED},
    "rounding": {"levels": ["leaf", "index"], "places": 2, "mode": "half_up", "provenance": "derived"},
    "absent_evidence": {"self": "nothing", "appraised": "flag", "final": "zero"},
    "classes": {
        "basis": "rounded",
        "provenance": "invented",
        "inputs": {"months_in_office": {"type": "count", "label": "Số tháng", "high": 12}},
        "not_rated": [{"condition": "months_in_office < 6", "reason": "Chưa đủ 6 tháng", "provenance": "derived"}],
        "forced": [{"condition": "tasks_done = 0", "class": "C", "reason": "Không làm", "provenance": "invented"}],
        "highest": [{"condition": 'points("2") = 0', "class": "B", "reason": {"vi": "Trần", "en": "Held"}}],
        "quota": [{"class": "A", "share": "20%", "of": ["A", "B"], "reason": "Tối đa", "provenance": SOURCED}],
        "list": [
            {
                "id": "A",
                "label": "Tốt",
                "at_least": 90,
                "gates": [{"condition": "plan_issued", "reason": "Chưa ban hành"}],
            },
            {"id": "B", "label": {"vi": "Khá", "en": "Fair"}, "at_least": 80, "below": 90, "provenance": SOURCED},
            {"id": "C", "label": "Còn lại"},
        ],
    },
    "ranking": {
        "basis": "exact",
        "order": "descending",
        "policy": "dense",
        "ties": ["1"],
        "blocks": ["terrain"],
        "provenance": "invented",
    },
    "criteria": [
        {
            "code": "1",
            "label": {"vi": "Lĩnh vực 1", "en": "Field 1"},
            "maximum": 12,
            "channel": "appraised",
            "provenance": "derived",
            "not_applicable": "rescale_block",
            "rescale_to": 10.5,
            "aggregate": "sum",
            "maxima_differ": "as printed",
            "children": [
                {
                    "code": "1.1",
                    "label": "Kế hoạch",
                    "maximum": 5,
                    "provenance": SOURCED,
                    "inputs": {
                        "tasks_total": {
                            "type": "count",
                            "label": "Tổng",
                            "unit": {"vi": "nhiệm vụ", "en": "tasks"},
                            "high": 5000,
                        },
                        "tasks_done": {
                            "type": "count",
                            "label": "Xong",
                            "evidence": ["Báo cáo"],
                            "responsible": "Sở Nội vụ",
                        },
                    },
                    "not_applicable_when": {
                        "condition": "tasks_total = 0",
                        "reason": "Không có",
                        "provenance": "invented",
                    },
                    "not_applicable": "full",
                    "checks": ["tasks_done >= 0"],
                    "zero_rules": [
                        {
                            "condition": "not plan_issued",
                            "reason": {"vi": "Chưa ban hành", "en": "Not issued"},
                            "provenance": SOURCED,
                        },
                        'unit.terrain = "mountain" and tasks_done = 0',
                    ],
                    "rule": {
                        "kind": "proportion",
                        "numerator": "tasks_done",
                        "denominator": "tasks_total",
                        "zero_below": "50%",
                        "if_zero": "zero",
                        "provenance": RECALLED,
                    },
                    "caps": [
                        {"limit": "50%", "condition": 'points("2") = 0', "reason": "Trần", "provenance": "invented"},
                        {"limit": 4.5},
                        {"limit": 4, "condition": "tasks_done < cohort_mean(tasks_done)"},
                    ],
                    "evidence": ["Kế hoạch", "Báo cáo"],
                    "responsible": "Sở Nội vụ",
                    "note": "a leaf",
                },
                {
                    "code": "1.2",
                    "label": "Điều tra",
                    "maximum": 6,
                    "channel": "survey",
                    "provenance": "invented",
                    "inputs": {
                        "opinions": {"type": "ratings", "scale": "likert", "label": "Ý kiến"},
                        "late_on": {"type": "date", "never": True, "label": "Ngày", "help": "Theo dấu đến"},
                        "spent": {
                            "type": "quantity",
                            "low": 0,
                            "high": 1000.5,
                            "places": 1,
                            "step": 0.5,
                            "label": "Chi",
                        },
                        "paid_share": {"type": "percent", "label": "Tỷ lệ", "places": 1},
                        "granted": {"type": "points", "low": 0, "high": 2, "step": 0.25, "label": "Điểm"},
                    },
                    "rule": {
                        "kind": "cases",
                        "cases": [
                            {"when": "late_on > date(year, 6, 30)", "rule": {"kind": "awarded", "points": "granted"}},
                            {
                                "when": "paid_share >= 50 % and spent > 0",
                                "rule": {"kind": "formula", "points": "maximum * paid_share"},
                            },
                        ],
                        "else": {"kind": "survey", "ratings": "opinions", "if_empty": "missing"},
                    },
                },
            ],
        },
        leaf("2", 8, channel="statistics"),
    ],
    "bonus": [leaf("T", 2, channel="appraised")],
    "penalty": [leaf("P", 3, channel="appraised")],
}
