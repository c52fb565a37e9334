"""What the page of rule kinds shows beside what the code declares: terms, labels, and the answers that are scored."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

#: An example's place among those of its kind in the tests, and the sheets of answers that are scored with it.
Shown: TypeAlias = tuple[int, list[dict[str, Any]]]

#: What each kind is called in Vietnamese texts.
TERMS: Final = {
    "all_of": "đạt đủ mọi điều kiện",
    "awarded": "điểm do hội đồng chấm",
    "bands": "chấm theo khoảng giá trị",
    "cases": "chấm theo từng trường hợp",
    "checklist": "danh mục nội dung",
    "combine": "kết hợp nhiều quy tắc",
    "deadline": "chấm theo thời hạn",
    "deduction": "trừ điểm theo vụ việc",
    "formula": "công thức",
    "imported": "quy đổi từ chỉ số khác",
    "improvement": "mức cải thiện so với kỳ trước",
    "increments": "cộng, trừ điểm theo từng bước",
    "interpolate": "nội suy tuyến tính",
    "levels": "chấm theo mức độ",
    "proportion": "tỷ lệ",
    "relative": "so với các đơn vị khác",
    "survey": "điều tra xã hội học",
    "tally": "tính điểm theo số lượng",
    "tiers": "lũy tiến từng phần",
    "yes_no": "có hoặc không",
}

#: The questions that the examples ask: Vietnamese, English, and what is counted or measured.
LABELS: Final = {
    "done": ("Số nhiệm vụ đã hoàn thành", "Tasks that were done", "tasks"),
    "planned": ("Số nhiệm vụ theo kế hoạch", "Tasks in the plan", "tasks"),
    "late": ("Số hồ sơ trễ hạn", "Files handled late", "files"),
    "found": ("Số vụ việc được phát hiện", "Cases that were found", "cases"),
    "fixed": ("Số vụ việc đã khắc phục", "Cases that were put right", "cases"),
    "now": ("Số biên chế năm nay", "Posts this year", "posts"),
    "before": ("Số biên chế năm trước", "Posts the year before", "posts"),
    "rate": ("Tỷ lệ đạt được", "Share that was reached", "%"),
    "web": ("Điểm của cổng thông tin", "Index of the web portal", "%"),
    "centre": ("Điểm của trung tâm hành chính công", "Index of the service centre", "%"),
    "q1": ("Có báo cáo quý I", "Report of the first quarter", "yes or no"),
    "h1": ("Có báo cáo 6 tháng", "Report of the first half", "yes or no"),
    "q3": ("Có báo cáo 9 tháng", "Report of the third quarter", "yes or no"),
    "annual": ("Có báo cáo năm", "Report of the year", "yes or no"),
    "level": ("Mức độ thực hiện", "How far it was done", "option"),
    "issued": ("Ngày ban hành", "Day of issue", "date"),
    "stepped": ("Điểm của hội đồng", "Points of the council", "points"),
    "citizens": ("Ý kiến người dân", "Answers of citizens", "answers"),
    "officials": ("Ý kiến công chức", "Answers of officials", "answers"),
    "council": ("Ý kiến đại biểu HĐND", "Answers of council members", "answers"),
}

OPTIONS: Final = {
    "full": ("Đầy đủ", "In full"),
    "partial": ("Một phần", "In part"),
    "none": ("Không", "Not at all"),
    "good": ("Tốt", "Good"),
    "average": ("Trung bình", "Average"),
    "poor": ("Kém", "Poor"),
    "no_opinion": ("Không ý kiến", "No opinion"),
}


def _asked(good: int, average: int, poor: int, no_opinion: int = 0) -> dict[str, int]:
    return {"good": good, "average": average, "poor": poor, "no_opinion": no_opinion}


_NOBODY: Final = _asked(0, 0, 0)

#: Which examples are shown, and with which answers.
SHOWN: Final[dict[str, list[Shown]]] = {
    "all_of": [
        (
            0,
            [
                {"q1": True, "h1": True, "q3": True, "late": 0},
                {"q1": True, "h1": True, "q3": True, "late": 2},
                {"q1": False},
                {"q1": True, "h1": True, "q3": True},
            ],
        )
    ],
    "awarded": [(1, [{"stepped": 1.75}, {"stepped": 0}, {"stepped": 1.6}, {"stepped": 2.25}])],
    "bands": [
        (0, [{"done": n, "planned": 30} for n in (9, 8, 5)] + [{"done": 0, "planned": 0}]),
        (3, [{"late": n} for n in (0, 4, 5)]),
    ],
    "cases": [
        (
            0,
            [
                {"found": 0},
                {"found": 10, "fixed": 10},
                {"found": 10, "fixed": 6},
                {"found": 10, "fixed": 4},
                {"found": 10},
            ],
        )
    ],
    "checklist": [
        (0, [dict.fromkeys(("q1", "h1", "q3", "annual"), True) | {"q3": done} for done in (True, False)]),
        (
            2,
            [
                {"q1": True, "h1": True, "q3": False, "late": 3, "found": 2},
                {"q1": True, "h1": True, "late": 3, "found": 0},
            ],
        ),
    ],
    "combine": [
        (0, [{"done": 9, "planned": 10, "found": 3}, {"done": 7, "planned": 10, "found": 8}]),
        (1, [{"web": 90, "centre": 70, "done": n, "planned": of} for n, of in ((95, 100), (1, 2), (0, 0))]),
    ],
    "deadline": [
        (0, [{"issued": day} for day in ("2022-01-31", "2022-03-02", "2022-03-03", "never")]),
        (3, [{"issued": day} for day in ("2022-01-31", "2022-02-07", "2022-02-08")]),
    ],
    "deduction": [(0, [{"found": n, "late": 3} for n in (0, 2, 9)])],
    "formula": [
        (1, [{"done": 8, "planned": 10, "found": 4, "fixed": 3}, {"done": 8, "planned": 10, "found": 0, "fixed": 0}])
    ],
    "imported": [(0, [{"rate": 79.7}, {"rate": 91.17}, {}])],
    "improvement": [(0, [{"before": 10_000, "now": n} for n in (9800, 9900, 9950)] + [{"before": 0, "now": 5}])],
    "increments": [
        (0, [{"found": n} for n in (80, 100, 139, 140, 900)]),
        (2, [{"rate": n} for n in (5, 4.5, 4, 1)]),
    ],
    "interpolate": [(0, [{"done": n, "planned": 1000} for n in (700, 800, 850, 900, 1000)])],
    "levels": [(0, [{"level": "full"}, {"level": "partial"}, {"level": "none"}, {}])],
    "proportion": [
        (0, [{"done": n, "planned": 60} for n in (60, 54, 48, 47, 66)] + [{"done": 0, "planned": 0}]),
        (2, [{"done": n, "planned": 40} for n in (0, 10, 40)]),
    ],
    "relative": [
        (0, [{"rate": n} for n in (90, 80, 70)] + [{}]),
        (2, [{"found": n} for n in (40, 30, 0)]),
        (4, [{"rate": n} for n in (90, 80, 80, *range(70, 60, -1))]),
    ],
    "survey": [
        (0, [{"citizens": _asked(30, 0, 10, 60)}, {"citizens": _asked(0, 0, 0, 60)}]),
        (
            2,
            [
                {"council": _asked(6, 4, 0), "officials": _asked(10, 10, 0), "citizens": _asked(50, 20, 30)},
                {"council": _NOBODY, "officials": _asked(10, 10, 0), "citizens": _asked(50, 20, 30)},
            ],
        ),
    ],
    "tally": [(0, [{"found": n} for n in (0, 1, 2, 5)])],
    "tiers": [(0, [{"found": n} for n in (22_000, 48_400, 61_600, 1_000_000)])],
    "yes_no": [(0, [{"q1": True}, {"q1": False}, {}])],
}
