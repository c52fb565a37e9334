"""
Writes `docs/rule-shapes.md`: run `python docs/rule_shapes.py`.

The documents and the cases are those of the tests in `tests/shapes`, which run them; the sentences are made by the
engine while the page is written. A test compares the page with what this module makes.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "docs"), str(ROOT / "tests" / "shapes")]

from rule_kinds import as_yaml, table  # noqa: E402
from shape_files import LEAF, SHAPES, Shape  # noqa: E402

from parengine.criteria import check  # noqa: E402
from parengine.score import NodeInWords, Told, in_words, set_in_words  # noqa: E402
from parengine.types import Language  # noqa: E402

PAGE: Final = ROOT / "docs" / "rule-shapes.md"
LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")


# -- a shape in words


#: What is said of every set, also of one that does not write it.
_ALWAYS_SAID: Final = ("index", "rounding", "not_applicable")


def sentences(shape: Shape, language: Language) -> Iterator[str]:
    """Yield what a leaf's rule says; of a whole set, what it writes itself and what each node says."""
    made = shape.set()
    for told in set_in_words(made, language) if shape.is_set else ():
        if told.path not in _ALWAYS_SAID or told.path in shape.keys:
            yield _told(told)
    for node in in_words(made, language):
        yield from _node_told(node, alone=not shape.is_set)


def _node_told(node: NodeInWords, *, alone: bool) -> Iterator[str]:
    head = "" if alone else f"**{node.code}** {node.label}: "
    yield head + " ".join(map(_told, (node.rule, *node.clauses)))


def _told(told: Told) -> str:
    return f"{told.sentence} ({told.reason})" if told.reason else told.sentence


def quoted(shape: Shape) -> Iterator[str]:
    """Yield the sentences of a shape in both languages as quotations."""
    for language in LANGUAGES:
        said = list(sentences(shape, language))
        yield from _filled(f"> *{_NAMES[language]}*" + (f": {said[0]}" if len(said) == 1 else ""))
        if len(said) > 1:
            yield from (">", *(line for sentence in said for line in _filled(f"> - {sentence}")))
        yield ""


_NAMES: Final[Mapping[Language, str]] = {"vi": "Tiếng Việt", "en": "English"}


# -- cases


def cases(shape: Shape) -> Iterator[str]:
    """Yield the table of a shape's cases: the answers, what they give, and how that is computed by hand."""
    rows = ([_asked(case), _gives(case), _cell(case["note"])] for case in shape.cases)
    yield from table(["answers", "gives", "computed by hand"], rows)


def _asked(case: Mapping[str, Any]) -> str:
    stage = [f"stage {case['stage']}"] if "stage" in case else []
    unit = case.get("unit", {})
    known = [f"unit {unit['id']}"] if "id" in unit else []
    known += [f"{name} {value}" for name, value in unit.get("attributes", {}).items()]
    evidence = ["evidence named" for _ in case.get("evidence", ())]
    decided = [f"decided {one.get('points', 'not yet')}" for one in case.get("decisions", {}).values()]
    others = [f"{one['unit']}: {_answers(one['answers'])}" for one in case.get("cohort", ())]
    beside = [f"the others {'; '.join(others)}"] if others else []
    said = [*stage, *known, *_listed(case.get("answers", {})), *evidence, *decided, *beside]
    return _cell(", ".join(said) or "none")


def _answers(answers: Mapping[str, Any]) -> str:
    return ", ".join(_listed(answers))


def _listed(answers: Mapping[str, Any]) -> list[str]:
    return [f"`{name}` {_answer(given)}" for name, given in answers.items()]


def _answer(given: Any) -> str:
    if isinstance(given, Mapping):
        return " / ".join(map(str, given.values()))
    return {True: "yes", False: "no"}[given] if isinstance(given, bool) else str(given)


def _gives(case: Mapping[str, Any]) -> str:
    if "gives" in case:
        return _worded(case["gives"])
    expect = case["expect"]
    if "problem" in expect:
        return "refused"
    nodes = [f"{code}: {_node(node)}" for code, node in expect.get("nodes", {}).items()]
    channels = [f"{channel} {points}" for channel, points in expect.get("channels", {}).items()]
    whole = [f"{key} {_worded(expect[key])}" for key in ("index", "class", "points") if key in expect]
    status = expect.get("class_status", "classed")
    states = [] if status == "classed" else [_worded(status)]
    states += [f"provisional for {', '.join(expect['provisional'])}"] if "provisional" in expect else []
    return _cell("; ".join([*nodes, *channels, *whole, *states]))


def _node(expected: Mapping[str, Any]) -> str:
    status = [] if expected.get("status", "scored") == "scored" else [expected["status"]]
    of = [f"of {expected['maximum']}"] if "maximum" in expected else []
    points = [" ".join([str(expected["points"]), *of])] if "points" in expected else of
    return ", ".join(map(_worded, [*points, *status, *expected.get("effects", ())]))


def _worded(value: Any) -> str:
    return str(value).replace("_", " ")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# -- the page


def section(shapes: Iterable[Shape], level: str) -> Iterator[str]:
    """Yield the section of one number: its first file, and what varies it."""
    for place, shape in enumerate(shapes):
        number = f"{shape.number} · " if shape.number is not None and not place else ""
        yield from (f"{level if not place else '###'} {number}{shape.name.en} · {shape.name.vi}", "")
        yield from _filled(f"{_begun(shape.definition)}. What goes wrong: {shape.wrong}. Written as {shape.kind}.")
        yield ""
        yield from ("```yaml", shape.written, "```", "", *quoted(shape), *cases(shape), "", *refusals(shape))


def refusals(shape: Shape) -> Iterator[str]:
    """Yield what is refused when it is loaded, with the sentence that says so."""
    for refused in shape.refused:
        yield from ("Refused when it is loaded:", "", "```yaml", *_refused_part(shape, refused), "```", "")
        yield from _filled(f"> {_sentence(shape, refused)}")
        yield ""


def _refused_part(shape: Shape, refused: Mapping[str, Any]) -> Iterator[str]:
    key = "nodes" if "nodes" in refused else "rule"
    yield from as_yaml({"criteria" if key == "nodes" else key: plain(refused[key])})


def _sentence(shape: Shape, refused: Mapping[str, Any]) -> str:
    (first, *_) = (problem.sentence for problem in check(shape.changed(refused)) if refused["says"] in problem.sentence)
    return str(first)


def plain(value: Any) -> Any:
    """Return what was read with its numbers as a program writes them."""
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return float(value) if isinstance(value, Decimal) else value


def _filled(text: str) -> Iterator[str]:
    """Yield the lines of a paragraph or quotation, none of them long."""
    mark = re.match(r"(> (- )?)?", text)
    assert mark is not None
    indent = mark.group().replace("-", " ")
    yield from textwrap.wrap(text, 120, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _begun(text: str) -> str:
    return text[0].upper() + text[1:]


def overview(numbered: Mapping[int, list[Shape]]) -> Iterator[str]:
    """Yield the table of all shapes, each with its first case."""
    rows = ([_link(number, shapes[0]), *_overview_cells(shapes)] for number, shapes in numbered.items())
    yield from table(["#", "shape", "Vietnamese", "written as", "a case"], rows)


def _link(number: int, shape: Shape) -> str:
    return f"[{number}](#{_anchor(f'{number} · {shape.name.en} · {shape.name.vi}')})"


def _anchor(heading: str) -> str:
    return "".join(c for c in heading.lower().replace(" ", "-") if c.isalnum() or c in "-_")


def _overview_cells(shapes: list[Shape]) -> list[str]:
    first = shapes[0]
    kinds = "; ".join(dict.fromkeys(shape.kind for shape in shapes))
    return [first.name.en, first.name.vi, kinds, f"{_asked(first.cases[0])} → {_gives(first.cases[0])}"]


INTRODUCTION: Final = f"""\
# Shapes of scoring rules

<!-- Written by docs/rule_shapes.py from tests/shapes; change those, then run: python docs/rule_shapes.py -->

The shapes that scoring rules take, and how each is written. They were read in decisions, plans and scoring
applications of Vietnamese ministries and provinces, 2012-2026; names, questions and figures are made up here. Every
shape has a small document, what it says in both languages, and cases that the tests run. The figures of the cases were
computed by hand, as their last column shows.

A leaf stands here without its code, label and provenance; it is called {LEAF}. A set stands here without its head. What
each kind of rule has is in [rule-kinds.md](rule-kinds.md), the whole document in [criteria-set.md](criteria-set.md).

"""
CONVENTIONS: Final = """\
## Where provinces differ

Of these no text of a province was at hand, or provinces do it in different ways; so nothing goes without saying, and
each is written where it is meant.

"""


def page() -> str:
    """Return the whole page."""
    by_number = groupby((shape for shape in SHAPES if shape.number is not None), key=lambda shape: shape.number or 0)
    numbered = {number: list(shapes) for number, shapes in by_number}
    conventions = [shape for shape in SHAPES if shape.number is None]
    parts = [line for shapes in numbered.values() for line in section(shapes, "##")]
    differing = [line for shape in conventions for line in section([shape], "###")]
    body = [*overview(numbered), "", *parts]
    return INTRODUCTION + "\n".join(body) + "\n" + CONVENTIONS + "\n".join(differing).rstrip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
