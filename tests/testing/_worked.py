"""A small set for agencies of 2025 and cases of it, as an officer writes them."""

from pathlib import Path
from typing import Final

SET: Final = """\
format: 1
id: worked-2025
edition: "2025.1"
owner: worked
tier: agency
years: [2025]
title: {vi: Bộ nhỏ, en: A small set}
provenance: invented
maximum: 10
channels: {appraised: {label: Thẩm định}}
index: 10 * points
rounding: {levels: [index], places: 2, mode: half_up}
classes:
  list:
    - {id: A, label: Tốt, at_least: 80}
    - {id: B, label: Khá, at_least: 20, below: 80}
criteria:
  - code: "1"
    label: Hồ sơ
    provenance: invented
    maximum: 6
    channel: appraised
    inputs:
      total: {type: count, label: Hồ sơ tiếp nhận}
      done: {type: count, label: Hồ sơ đúng hạn}
    checks: ["done <= total"]
    rule: {kind: proportion, numerator: done, denominator: total, if_zero: not_applicable}
  - code: "2"
    label: Báo cáo
    provenance: invented
    maximum: 4
    channel: appraised
    inputs: {reported: {type: yes_no, label: Có báo cáo}}
    rule: {kind: yes_no, input: reported}
"""
HEAD: Final = """\
# Tình huống · cases
format: 1
set: worked-2025
edition: "2025.1"
year: 2025

cases:
"""


def case(expect: str, start: str = "answers: {total: 9, done: 6, reported: true}") -> str:
    """Return a file of one case that expects something."""
    return f"{HEAD}  - id: one\n    {start}\n    expect: {expect}\n"


def folder_with(tmp_path: Path, text: str, name: str = "x.case.yaml") -> Path:
    """Return a case file below a folder in which its set stands."""
    (tmp_path / "worked.yaml").write_text(SET, encoding="utf-8")
    path = tmp_path / "cases" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
