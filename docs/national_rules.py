"""
Writes `docs/national-rules.md`: run `python docs/national_rules.py`.

Every leaf of the national set with its rule and clauses, in the words that the engine has for them. A test compares
the page with what this module makes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from parengine import CriteriaSet, load
from parengine._numbers import exact_text
from parengine._sentences import in_language
from parengine.score import NodeInWords, Told, in_words, set_in_words
from parengine.score._in_words import provenance_in_words
from parengine.score._provenance import notice_of, provenance_counts

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "national-rules.md"
SET: Final = ROOT / "plugins/ministry_2022/src/parengine_ministry_2022/editions/2022/province.yaml"

HEAD: Final = """\
# The national rules in words: largely reconstructed, not an official text

<!-- Written by docs/national_rules.py from the set; change that, then run: python docs/national_rules.py -->

**{vi}.** Phụ lục của Quyết định 876/QĐ-BNV không tìm được:
mã, điểm tối đa, ngưỡng và cách chấm dưới đây phần lớn được phục dựng, không phải văn bản chính thức.

**{en}.** The annex of Decision 876/QĐ-BNV
could not be had: codes, maxima, thresholds and rules are largely filled in. What each line rests on stands
in its last column; the sources are listed in the set.

These are the words that `parengine show ministry-2022-province --rules` prints, with `--lang vi` or `--lang en`.
They are made from the same rules that are scored, so they cannot differ from them.

## {title}

"""
NAMES: Final = {
    "rule": "quy tắc · rule",
    "not_applicable_when": "không phát sinh · not applicable",
    "not_applicable": "không phát sinh · not applicable",
    "checks": "kiểm tra hợp lệ · check",
    "zero_rules": "quy tắc điểm 0 · zero rule",
    "caps": "mức trần · cap",
    "index": "chỉ số · index",
    "rounding": "làm tròn · rounding",
    "class": "xếp loại · class",
}
_COLUMNS: Final = ["| | tiếng Việt | English | rests on |", "|---|---|---|---|"]


def page() -> str:
    """Return the whole page."""
    criteria_set = load(SET)
    notice = notice_of(provenance_counts(criteria_set))
    title = f"{criteria_set.title.in_language('vi')} · {criteria_set.title.in_language('en')}"
    head = HEAD.format(vi=in_language(notice, "vi"), en=in_language(notice, "en"), title=title)
    return head + "\n".join([*whole(criteria_set), *nodes(criteria_set)]).rstrip() + "\n"


def whole(criteria_set: CriteriaSet) -> Iterator[str]:
    """Yield the table of what the set says of itself."""
    yield from _COLUMNS
    yield from map(row, set_in_words(criteria_set, "vi"), set_in_words(criteria_set, "en"))
    yield ""


def nodes(criteria_set: CriteriaSet) -> Iterator[str]:
    """Yield every node: a heading for a group, a table for a leaf."""
    depths = {node.code: node.code.count(".") for node in criteria_set.walk()}
    for vi, en in zip(in_words(criteria_set, "vi"), in_words(criteria_set, "en"), strict=True):
        yield from (f"{'#' * (depths[vi.code] + 2)} {vi.code} {vi.label} · {en.label}", "")
        yield from (_maximum(vi), "")
        if vi.rule.path == "rule":
            yield from (*_COLUMNS, *map(row, (vi.rule, *vi.clauses), (en.rule, *en.clauses)), "")


def _maximum(node: NodeInWords) -> str:
    points = exact_text(node.maximum)
    vi = f"Điểm tối đa {points.replace('.', ',')} · maximum {points}"
    return f"{vi} · {provenance_in_words(node.provenance, 'en')}"


def row(vi: Told, en: Told) -> str:
    """Return a clause as a row: its name, its words in both languages, what it rests on."""
    cells = [_name(vi.path), _cell(vi), _cell(en), provenance_in_words(en.provenance, "en")]
    return f"| {' | '.join(cells)} |"


def _name(path: str) -> str:
    """Return what kind of clause a path leads to, in both languages."""
    return NAMES[re.split(r"[\[ ]", path)[0]]


def _cell(told: Told) -> str:
    """Return a clause's words; the words of the set itself stand behind them, except where they say the same."""
    repeats = told.path.startswith("checks")
    text = f"{told.sentence} *{told.reason}*" if told.reason and not repeats else told.sentence
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
