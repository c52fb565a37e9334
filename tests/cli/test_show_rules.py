"""`parengine show SET --rules`: every rule and clause in words, to people and to programs."""

import json
from pathlib import Path

import pytest

from parengine import Registry
from parengine.cli._app import run

SET = """
format: 1
id: tiny-2025
edition: "2025.1"
owner: tiny
tier: agency
years: [2025]
title: {vi: Bộ nhỏ, en: A tiny set}
provenance: invented
maximum: 2
index: points
inputs:
  received: {type: count, label: {vi: Số hồ sơ tiếp nhận, en: Files received}}
  on_time: {type: count, label: {vi: Số hồ sơ đúng hạn, en: Files on time}}
criteria:
  - code: "1"
    label: {vi: Giải quyết hồ sơ, en: Handling of files}
    maximum: 2
    provenance: {is: reconstructed, basis: invented}
    evidence: [Báo cáo năm]
    responsible: Sở Nội vụ
    zero_rules: [{condition: on_time = 0, reason: {vi: Không có gì, en: Nothing}}]
    rule: {kind: proportion, numerator: on_time, denominator: received, zero_below: 62.5%, if_zero: full}
"""


@pytest.fixture
def document(tmp_path: Path) -> str:
    """Return where the set stands."""
    path = tmp_path / "tiny.yaml"
    path.write_text(SET, encoding="utf-8")
    return str(path)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return what a command that went well said."""
    code = run(arguments, Registry.build([]))
    printed = capsys.readouterr()
    assert (0, "") == (code, printed.err)
    return printed.out


def test_rules_are_said_in_vietnamese(document: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each node has its rule, its clauses with their reasons, its evidence and its agency."""
    text = said(capsys, "show", document, "--rules", "--lang", "vi")

    assert text.startswith("KHÔNG PHẢI KẾT QUẢ CHÍNH THỨC")
    assert "1 Giải quyết hồ sơ" in text
    assert (
        "  Tỷ lệ số hồ sơ đúng hạn trên số hồ sơ tiếp nhận đạt 100%: 2 điểm; từ 62,5% đến dưới 100%: tính điểm theo"
        " công thức (tỷ lệ đạt được × 2 điểm); dưới 62,5%: 0 điểm. Trường hợp không có hồ sơ tiếp nhận: 2 điểm."
    ) in text
    assert "  Chấm 0 điểm khi không có hồ sơ đúng hạn." in text
    assert "    Không có gì\n" in text
    assert "Báo cáo năm\n" in text
    assert "Sở Nội vụ\n" in text


def test_rules_are_said_in_english(document: str, capsys: pytest.CaptureFixture[str]) -> None:
    """English is what there is without a word about the language; provenance stands behind each sentence."""
    text = said(capsys, "show", document, "--rules")

    assert "1 Handling of files, at most 2 [reconstructed (invented)]" in text
    assert "  0 points where “Files on time” is 0. [reconstructed (invented)]\n    Nothing\n" in text
    assert "  evidence: Báo cáo năm\n  responsible: Sở Nội vụ\n" in text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_rules_are_given_to_programs(document: str, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON has every node with its rule, clauses, evidence and provenance, and the language they are said in."""
    facts = json.loads(said(capsys, "show", document, "--rules", "--lang", language, "--format", "json"))
    (node,) = facts["nodes"]

    assert ("tiny-2025", language) == (facts["set"], facts["language"])
    assert ("1", "2", ["Báo cáo năm"]) == (node["code"], node["maximum"], node["evidence"])
    assert ["zero_rules[0]"] == [clause["path"] for clause in node["clauses"]]
    assert {"is": "reconstructed", "basis": "invented", "sources": []} == node["rule"]["provenance"]
    assert ("62,5%" if language == "vi" else "62.5%") in node["rule"]["sentence"]
    assert ["index", "rounding", "not_applicable"] == [clause["path"] for clause in facts["clauses"]]
