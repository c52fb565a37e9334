"""
Writes `docs/rule-kinds.md`: run `python docs/rule_kinds.py`.

The words are those of the kinds' own modules, the tables those of their slots, the examples those of the tests,
and every figure is scored while the page is written. A test compares the page with what this module makes.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import yaml

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "docs"), str(ROOT / "tests" / "rules")]

from rule_desk import DOMAINS, SURVEYS, WORTHS, key_of, rule  # noqa: E402
from rule_examples import EXAMPLES  # noqa: E402
from rule_kinds_shown import LABELS, OPTIONS, SHOWN, TERMS  # noqa: E402

from parengine import Assessment, CriteriaSet, Scorecard, loads  # noqa: E402
from parengine._numbers import exact_text  # noqa: E402
from parengine.expr._nodes import Input, walk  # noqa: E402
from parengine.rules import KINDS, Slot, slots, slots_of  # noqa: E402
from parengine.rules import _compounds as c  # noqa: E402
from parengine.rules import _forms as f  # noqa: E402
from parengine.rules._slots import Alternatives, PartOf, alternatives_of  # noqa: E402
from parengine.score import NodeScore, score_all  # noqa: E402
from parengine.types import ValueType  # noqa: E402

PAGE: Final = ROOT / "docs" / "rule-kinds.md"
YEAR: Final = 2022
WIDTH: Final = 100
SCALE: Final = "opinion"


# -- documents: an example of the tests as a leaf with its questions, and the smallest set around it


def leaf_of(document: Mapping[str, Any], maximum: Any) -> dict[str, Any]:
    """Return an example as a leaf that declares the inputs its rule reads."""
    read = {key_of(node).partition(".")[0]: None for node in _inputs(document, maximum)}
    vi = TERMS[document["kind"]]
    return {
        "code": "1.1",
        "label": {"vi": vi[0].upper() + vi[1:], "en": title(KINDS[document["kind"]])},
        "maximum": maximum,
        "provenance": "invented",
        "inputs": {name: asked(name) for name in read},
        "rule": document,
    }


def _inputs(document: Mapping[str, Any], maximum: Any) -> Iterator[Input]:
    """Yield the inputs of a rule in the order in which they are first written in it."""
    points = rule(document, maximum).points(Fraction(str(maximum)))
    found = {key_of(node): node for node in walk(points) if isinstance(node, Input) and node.origin != "period"}
    text = json.dumps(document)
    yield from sorted(found.values(), key=lambda node: (text.find(node.name), key_of(node)))


def asked(name: str) -> dict[str, Any]:
    """Return the declaration of one of the questions that the examples ask."""
    vi, en, _ = LABELS[name]
    label = {"label": {"vi": vi, "en": en}}
    if name in SURVEYS:
        return {"type": "ratings", "scale": SCALE, **label}
    domain = DOMAINS[name]
    limits = {"low": _plain(domain.low), "high": _plain(domain.high)} if domain.kind in ("points", "quantity") else {}
    step = {"step": _plain(domain.step)} if domain.step else {}
    never = {"never": True} if domain.never else {}
    options = {"options": [_option(option) for option in domain.options]} if domain.options else {}
    return {"type": domain.kind, **limits, **step, **never, **label, **options}


def _plain(number: Fraction | None) -> int | float | None:
    return None if number is None else int(number) if number.denominator == 1 else float(number)


def _option(option: str) -> dict[str, Any]:
    vi, en = OPTIONS[option]
    return {"id": option, "label": {"vi": vi, "en": en}}


def scale() -> dict[str, Any]:
    """Return the scale of the surveys in the examples."""
    worth = {option: "none" if worth is None else _plain(worth) for option, worth in WORTHS.items()}
    return {SCALE: {"options": [{**_option(option), "worth": worth[option]} for option in WORTHS]}}


def set_of(leaf: Mapping[str, Any]) -> dict[str, Any]:
    """Return the smallest set that holds a leaf."""
    return {
        "format": 1,
        "id": "rule-kinds",
        "edition": "1",
        "owner": "docs",
        "tier": "province",
        "years": [YEAR],
        "title": "Ví dụ",
        "provenance": "invented",
        "maximum": leaf["maximum"],
        "index": "points",
        "scales": scale(),
        "criteria": [leaf],
    }


# -- YAML as people write it: what fits on a line stands on one


def as_yaml(value: Any, indent: str = "") -> Iterator[str]:
    """Yield the lines of a mapping or list."""
    pairs = [(f"{key}:", one) for key, one in value.items()] if isinstance(value, dict) else [("-", o) for o in value]
    for head, one in pairs:
        flow = f"{indent}{head} {_flow(one)}"
        if len(flow) <= WIDTH and not (indent == "" and isinstance(one, dict) and head != "label:"):
            yield flow
        elif head == "-":
            first, *more = as_yaml(one, f"{indent}  ")
            yield f"{indent}- {first.lstrip()}"
            yield from more
        else:
            yield f"{indent}{head}"
            yield from as_yaml(one, f"{indent}  ")


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str) and not (value[0].isalpha() and yaml.safe_load(f"[{value}]") == [value]):
        return json.dumps(value, ensure_ascii=False)
    return value if isinstance(value, str) else json.dumps(value)


# -- slots as tables


def form_words(form: f.Form) -> str:
    """Return what may be written in a slot."""
    return _FORMS[type(form)](form)


def _one_of(form: f.OneOf) -> str:
    if form.words == slots.ZERO_CASES:
        return "a zero case"
    return ", ".join(f"`{word}`" for word in form.words[:-1]) + f" or `{form.words[-1]}`"


def _many(form: f.Form) -> str:
    return {PartOf: "mappings", c.NestedRule: "rules", c.PairOf: "pairs"}.get(type(form), "conditions")


_EXPRESSIONS: Final = {
    ValueType.NUMBER: "a number, an expression",
    ValueType.YES_NO: "a condition",
    ValueType.DATE: "a date",
    ValueType.CHOICE: "the id of a choice",
}
_FORMS: Final[Mapping[type[Any], Callable[[Any], str]]] = {
    f.Expression: lambda form: _EXPRESSIONS[form.wanted],
    f.OneOf: _one_of,
    f.Amount: lambda form: "a whole number" if form.whole else "a number",
    f.Share: lambda _: "a share",
    f.Threshold: lambda _: "a threshold",
    f.Flag: lambda _: "`true` or `false`",
    f.WorkingCalendar: lambda _: "`true` or `false`",
    f.RatingsName: lambda _: "the id of an input",
    c.ListOf: lambda form: f"a list of {_many(form.form)}",
    c.WordOr: lambda form: f"{form_words(form.form)}, or `{form.word}`",
    c.NestedRule: lambda _: "a rule",
    c.Label: lambda _: "a text",
    c.ByOption: lambda _: "a mapping from option to number",
}


def needed(slot: Slot) -> str:
    """Return whether a slot must be filled, and what there is where it is not."""
    if slot.required:
        return "required"
    if isinstance(slot.form, f.WorkingCalendar):
        return "`false`"
    if isinstance(slot.default, bool | str | int | Fraction):
        return f"`{_default(slot)}`"
    return "none"


def _default(slot: Slot) -> str:
    if isinstance(slot.default, bool):
        return str(slot.default).lower()
    number = slot.default
    assert isinstance(number, str | int | Fraction)
    if isinstance(number, str):
        return number
    return f"{exact_text(Fraction(number) * 100)}%" if isinstance(slot.form, f.Share) else exact_text(Fraction(number))


def helps(slot: Slot) -> str:
    """Return which way a slot moves the points."""
    form = slot.form.form if isinstance(slot.form, c.ListOf) else slot.form
    if callable(slot.helps):
        return "varies"
    if not isinstance(form, f.Expression):
        return ""
    return _HELPS[form.wanted].get(slot.helps, "not known")


_HELPS: Final = {
    ValueType.NUMBER: {"up": "more helps", "down": "less helps"},
    ValueType.YES_NO: {"up": "yes helps", "down": "no helps"},
    ValueType.DATE: {"up": "later helps", "down": "earlier helps"},
    ValueType.CHOICE: {},
}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield the lines of a table."""
    titles = list(head)
    yield _row(titles)
    yield "|---" * len(titles) + "|"
    yield from map(_row, rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")


def slot_tables(holder: type[Any]) -> Iterator[str]:
    """Yield the table of a kind's or part's slots, then those of its parts."""
    head = ("key", "what it is", "what is written", "default", "direction")
    declared = slots_of(holder)
    yield from table(
        head, ((f"`{s.key}`", s.description.rstrip("."), form_words(s.form), needed(s), helps(s)) for s in declared)
    )
    for constraint in alternatives_of(holder):
        yield from ("", _constraint(constraint))
    for slot in declared:
        if isinstance(slot.form, c.ListOf) and isinstance(slot.form.form, PartOf):
            yield from ("", f"Each of `{slot.key}` is a mapping:", "")
            yield from slot_tables(slot.form.form.part)


def _constraint(constraint: Alternatives) -> str:
    keys = ", ".join(f"`{key}`" for key in constraint.keys)
    if constraint.most > 1:
        return f"Write at least one of {keys}."
    return f"Write {'exactly' if constraint.least else 'at most'} one of {keys}."


# -- the page


def words(kind: type[Any]) -> Iterator[str]:
    """Yield the rule in plain words: what its module says before the first example."""
    said = (importlib.import_module(kind.__module__).__doc__ or "").partition("\n>>>")[0].strip()
    yield from said.splitlines()


def title(kind: type[Any]) -> str:
    """Return what a kind is called in English."""
    return next(words(kind)).partition(":")[0]


def outcomes(leaf: Mapping[str, Any], sheets: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the table of what a leaf gives for some answers, as the engine scores them."""
    criteria_set = loads(set_of(leaf))
    assert not criteria_set.warnings, criteria_set.warnings
    names = list(leaf["inputs"])
    rows = [[_answer(sheet.get(name), name) for name in names] for sheet in sheets]
    yield from table(
        [*(f"`{name}` ({LABELS[name][2]})" for name in names), "gives (points)"],
        ([*row, _outcome(card.at(leaf["code"]))] for row, card in zip(rows, _cards(criteria_set, sheets), strict=True)),
    )


def _cards(criteria_set: CriteriaSet, sheets: Iterable[Mapping[str, Any]]) -> Iterator[Scorecard]:
    """Yield the scorecards of sheets of answers; each is a unit, and together they are the cohort."""
    given = ({name: answer for name, answer in sheet.items() if answer is not None} for sheet in sheets)
    units = enumerate(given, 1)
    return score_all((Assessment("rule-kinds", f"unit-{n}", YEAR, answers) for n, answers in units), criteria_set)


def _answer(given: Any, name: str) -> str:
    if isinstance(given, Mapping):
        return ", ".join(str(given[option]) for option in WORTHS)
    if isinstance(given, bool):
        return "yes" if given else "no"
    return "" if given is None else str(given)


def _outcome(made: NodeScore) -> str:
    if made.status != "scored":
        return str(made.status).replace("_", " ")
    points = f"{exact_text(made.points)} of {exact_text(made.applicable_maximum)}"
    noted = ["more than 100 %, held at the maximum" for effect in made.effects if effect.name == "over_100"]
    return ", ".join([points, *noted])


def section(name: str) -> Iterator[str]:
    """Yield the section of one kind."""
    yield from (f"## `{name}` · {TERMS[name]}", "", *words(KINDS[name]), "", *slot_tables(KINDS[name]))
    for place, sheets in SHOWN[name]:
        leaf = leaf_of(*EXAMPLES[name][place])
        yield from ("", "```yaml", *as_yaml(leaf), "```", "", *outcomes(leaf, sheets))
    yield ""


INTRODUCTION: Final = """\
# Rule kinds

<!-- Written by docs/rule_kinds.py from the code; change the code, then run: python docs/rule_kinds.py -->

A rule (quy tắc chấm điểm) says how the points of a leaf follow from its answers. Rules come in kinds (loại quy tắc).
This page has one section for each kind: the rule in words, its slots, and examples with what they give. For the whole
document see [criteria-set.md](criteria-set.md), for conditions and formulas [expressions.md](expressions.md). The words
are explained in [GLOSSARY.md](../GLOSSARY.md).

| kind | Vietnamese | gives |
|---|---|---|
{kinds}

## How to read this page

- **Points** (điểm) are plain numbers: `0.5` is half a point. The maximum of a leaf is written on the leaf.
- **Percentages** (phần trăm) carry their sign: `80%`. A percent answer is entered as people say it, 79.7, and read as
  0.797. So a percent answer is compared with `80%`, never with 80.
- **Counts** (số lượng) are whole numbers. What is counted stands in the head of each table of answers.
- **Days** (ngày) are calendar days; with `working_days: true` they are days of the set's calendar (lịch làm việc).
- An **empty cell** in a table of answers is an answer that was not given. A result of "missing" (chưa có số liệu) is
  not 0: the leaf waits for the answer. "Invalid" (không hợp lệ) is an answer that is not admitted: the leaf counts 0.
- A **share** is written `80%` or `0.8`. A **threshold** is a number or a percentage that an answer is compared with.
- **Default** says what there is where a key is left out. "required" means that it must be written; "none" that nothing
  stands in its place.
- **Direction** says which way an answer moves the points, where all else stays the same: "more helps" means that a
  larger answer never gives fewer points. "varies" means that it follows from how the rule is filled in. Where it cannot
  be told, parengine does not guess.
- The tables of `relative` are **cohorts** (nhóm so sánh): each row is a unit, compared with the others of the table.
- A **zero case** says what a share of nothing gives: `missing` waits for answers, `not_applicable` leaves the leaf out,
  `full` gives the maximum, `zero` gives 0. Every rule that divides by something that may be 0 must say it in `if_zero`.
- Every rule may also have `provenance` (căn cứ) and `note`. A rule within a rule has neither provenance nor inputs of
  its own, but may have a `maximum`, in points.

The figures in the examples are invented; each is scored with the engine while this page is written. Surveys use this
scale, which a set declares once under `scales`; their answers stand in the order of its options:

```yaml
{scale}
```

"""


def page() -> str:
    """Return the whole page."""
    kinds = (_row([f"[`{name}`][{name}]", TERMS[name], _summary(kind)]) for name, kind in KINDS.items())
    links = (f"[{name}]: #{name}--{_anchor(TERMS[name])}" for name in KINDS)
    lines = (line.rstrip() for name in KINDS for line in section(name))
    head = INTRODUCTION.format(kinds="\n".join(kinds), scale="\n".join(as_yaml(scale())))
    return head + "\n".join([*lines, *links]) + "\n"


def _anchor(term: str) -> str:
    return "".join(letter for letter in term.lower().replace(" ", "-") if letter.isalnum() or letter in "-_")


def _summary(kind: type[Any]) -> str:
    return " ".join(words(kind)).partition(": ")[2].partition(". ")[0].rstrip(".")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
