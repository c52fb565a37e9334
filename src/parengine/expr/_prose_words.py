"""The words of the prose reading, in both languages; `{a}` stands for what the words are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..types import State, Status, Text
from . import _nodes as n

#: How a value stands to a number that is written out.
THRESHOLDS: Final[Mapping[n.Comparison, Text]] = {
    "=": Text("{a} bằng {b}", "{a} is {b}"),
    "!=": Text("{a} khác {b}", "{a} is not {b}"),
    "<": Text("{a} dưới {b}", "{a} is below {b}"),
    "<=": Text("{a} từ {b} trở xuống", "{a} is at most {b}"),
    ">": Text("{a} trên {b}", "{a} is above {b}"),
    ">=": Text("{a} từ {b} trở lên", "{a} is at least {b}"),
}

#: A number between two limits, by how it stands to the lower and to the upper one.
RANGES: Final[Mapping[tuple[n.Comparison, n.Comparison], Text]] = {
    (">=", "<"): Text("{a} từ {low} đến dưới {high}", "{a} is from {low} to below {high}"),
    (">=", "<="): Text("{a} từ {low} đến {high}", "{a} is from {low} to {high}"),
    (">", "<"): Text("{a} trên {low} đến dưới {high}", "{a} is above {low} and below {high}"),
    (">", "<="): Text("{a} trên {low} đến {high}", "{a} is above {low}, up to {high}"),
}

#: How two numbers that are both computed stand to each other.
NUMBERS: Final[Mapping[n.Comparison, Text]] = {
    "=": Text("{a} bằng {b}", "{a} equals {b}"),
    "!=": Text("{a} khác {b}", "{a} differs from {b}"),
    "<": Text("{a} nhỏ hơn {b}", "{a} is less than {b}"),
    "<=": Text("{a} không lớn hơn {b}", "{a} is not more than {b}"),
    ">": Text("{a} lớn hơn {b}", "{a} is more than {b}"),
    ">=": Text("{a} không nhỏ hơn {b}", "{a} is not less than {b}"),
}

DATES: Final[Mapping[n.Comparison, Text]] = {
    "=": Text("{a} là {b}", "{a} is {b}"),
    "!=": Text("{a} không phải là {b}", "{a} is not {b}"),
    "<": Text("{a} trước {b}", "{a} is before {b}"),
    "<=": Text("{a} không muộn hơn {b}", "{a} is not later than {b}"),
    ">": Text("{a} sau {b}", "{a} is after {b}"),
    ">=": Text("{a} không sớm hơn {b}", "{a} is not earlier than {b}"),
}

CHOICES: Final[Mapping[n.Comparison, Text]] = {
    "=": Text("{a} là {b}", "{a} is {b}"),
    "!=": Text("{a} không phải là {b}", "{a} is not {b}"),
}

TRUTHS: Final[Mapping[n.Comparison, Text]] = {
    "=": Text("hai nội dung “{a}” và “{b}” như nhau", "“{a}” and “{b}” are both true or both false"),
    "!=": Text("hai nội dung “{a}” và “{b}” khác nhau", "one of “{a}” and “{b}” is true, the other false"),
}

FIGURES: Final[Mapping[n.Figure, Text]] = {
    "points": Text("điểm của tiêu chí {code}", "“points of criterion {code}”"),
    "maximum": Text("điểm tối đa của tiêu chí {code}", "the maximum of criterion {code}"),
    "share": Text("tỷ lệ điểm đạt được của tiêu chí {code}", "the share of points of criterion {code}"),
    "status": Text("trạng thái của tiêu chí {code}", "the status of criterion {code}"),
}

EACH: Final[Mapping[n.Figure, Text]] = {
    "points": Text("điểm của từng tiêu chí", "“points”"),
    "maximum": Text("điểm tối đa của từng tiêu chí", "the maximum of each"),
    "share": Text("tỷ lệ điểm đạt được của từng tiêu chí", "the share of points of each"),
    "status": Text("trạng thái của từng tiêu chí", "the status of each"),
}

COHORT: Final[Mapping[n.CohortKind, Text]] = {
    "mean": Text("bình quân {a} của các đơn vị", "the mean of {a} over all units"),
    "published_mean": Text(
        "bình quân {a} của các đơn vị (đã làm tròn khi công bố)", "the published mean of {a} over all units"
    ),
    "best": Text("mức cao nhất về {a} của các đơn vị", "the highest of {a} among all units"),
    "least": Text("mức thấp nhất về {a} của các đơn vị", "the lowest of {a} among all units"),
    "rank": Text("thứ hạng về {a} trong các đơn vị", "the rank by {a} among all units"),
    "count": Text("số đơn vị có {a}", "the number of units that have {a}"),
}

TOTALS: Final[Mapping[n.Total, Text]] = {
    "points": Text("tổng điểm", "points"),
    "bonus": Text("điểm thưởng", "bonus points"),
    "penalty": Text("điểm trừ", "penalty points"),
    "maximum": Text("điểm tối đa", "maximum"),
    "applicable": Text("điểm tối đa áp dụng", "applicable maximum"),
}

STATES: Final[Mapping[State, Text]] = {
    State.MISSING: Text("thiếu số liệu", "missing"),
    State.INVALID: Text("số liệu không hợp lệ", "invalid"),
    State.NOT_APPLICABLE: Text("không phát sinh", "not applicable"),
}

IS: Final[Mapping[State, Text]] = {
    State.MISSING: Text("thiếu số liệu về {a}", "{a} is missing"),
    State.INVALID: Text("số liệu về {a} không hợp lệ", "{a} is invalid"),
    State.NOT_APPLICABLE: Text("không phát sinh {a}", "{a} does not apply"),
}

IS_NOT: Final[Mapping[State, Text]] = {
    State.MISSING: Text("có số liệu về {a}", "{a} is there"),
    State.INVALID: Text("số liệu về {a} hợp lệ", "{a} is valid"),
    State.NOT_APPLICABLE: Text("có phát sinh {a}", "{a} applies"),
}

STATUSES: Final[Mapping[str, Text]] = {
    Status.SCORED: Text("đã chấm điểm", "scored"),
    Status.MISSING: STATES[State.MISSING],
    Status.INVALID: STATES[State.INVALID],
    Status.NOT_APPLICABLE: STATES[State.NOT_APPLICABLE],
    Status.ZEROED: Text("bị tính điểm 0", "set to 0"),
    Status.INCOMPLETE: Text("chưa đầy đủ", "incomplete"),
}

MODES: Final[Mapping[str, Text]] = {
    "half_up": Text("làm tròn", "rounded half up"),
    "half_even": Text("làm tròn đến số chẵn gần nhất", "rounded half to even"),
    "down": Text("làm tròn xuống", "rounded down"),
    "up": Text("làm tròn lên", "rounded up"),
}

#: The rest, by what it is for.
WORDS: Final[Mapping[str, Text]] = {
    "ratio": Text("tỷ lệ {a} trên {b}", "the ratio of {a} to {b}"),
    "part_of": Text("{a} {b}", "{a} of {b}"),
    "ratio_against": Text("tỷ lệ {a} so với {b}", "the ratio of {a} to {b}"),
    "sum": Text("tổng của {a} và {b}", "the sum of {a} and {b}"),
    "whole": Text("phần nguyên của ({a})", "the whole part of ({a})"),
    "least": Text("giá trị nhỏ nhất trong ({a})", "the smallest of ({a})"),
    "most": Text("giá trị lớn nhất trong ({a})", "the largest of ({a})"),
    "at_most": Text("({a}, tối đa {b})", "({a}, at most {b})"),
    "at_least": Text("({a}, tối thiểu {b})", "({a}, at least {b})"),
    "nth_best": Text("giá trị lớn thứ {rank} trong ({a})", "number {rank} from the top of ({a})"),
    "round": Text("({a}, {how} đến {places} chữ số thập phân)", "({a}, {how} to {places} places)"),
    "year": Text("năm của {a}", "the year of {a}"),
    "day_in_year": Text("ngày {day:02}/{month:02} của {a}", "{day} {name} of {a}"),
    "days": Text("số ngày từ {a} đến {b}", "the number of days from {a} to {b}"),
    "working_days": Text("số ngày làm việc từ {a} đến {b}", "the number of working days from {a} to {b}"),
    "never": Text("chưa thực hiện", "never"),
    "is_never": Text("không có {a}", "{a} is never"),
    "is_not_never": Text("có {a}", "{a} is a date"),
    "not": Text("không đúng với nội dung: ({a})", "it does not hold that ({a})"),
    "answered_yes": Text("đạt nội dung {a}", "{a} is answered yes"),
    "answered_no": Text("chưa đạt nội dung {a}", "{a} is answered no"),
    "when": Text("nếu {a} thì {b}", "{b} if {a}"),
    "otherwise": Text("các trường hợp khác thì {a}", "otherwise {a}"),
    "and": Text("và", "and"),
    "or": Text("hoặc", "or"),
    "yes": Text("có", "yes"),
    "no": Text("không", "no"),
    "part": Text("số phiếu {b} của {a}", "the answers {b} of {a}"),
    "count": Text(
        "số mục chấm điểm thuộc {code} thỏa mãn điều kiện: {a}", "the number of leaves under {code} with: {a}"
    ),
    "year_assessed": Text("năm đánh giá", "the year assessed"),
    "year_after": Text("năm liền sau năm đánh giá", "the year after the year assessed"),
    "year_before": Text("năm liền trước năm đánh giá", "the year before the year assessed"),
    "decision": Text("điểm thẩm định", "the points decided on"),
    "evidence": Text("tài liệu kiểm chứng", "evidence"),
}

#: How Vietnamese says that a count is 0 or above, and how labels of counts begin.
NONE_OR_SOME: Final[Mapping[n.Comparison, str]] = {"=": "không có", ">": "có", "!=": "có"}
NUMBER_OF: Final = ("số ", "tổng số ")

#: How Vietnamese denies a yes/no question by its first word.
DENIED: Final[Mapping[str, str]] = {"đã": "chưa", "có": "không có", "được": "không được", "đang": "không còn"}

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
