"""
Expected and found: what a case says must come out, held against what came out.

A case says something, and all that it says is held: a figure that stands beside a refusal, or beside given totals
that cannot make it, is a difference too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final, TypeAlias

from attrs import field, fields, frozen

from ..._sentences import figure, in_language, say
from ...criteria import Case, Expectation, NodeExpectation, Range
from ...criteria._places import Path
from ...errors import DocumentError
from ...score import NodeScore, Scorecard
from ...types import Language, Status

#: What becomes of a case: a scorecard, what given totals make, or why the answers are refused.
Outcome: TypeAlias = "Scorecard | Mapping[str, Any] | DocumentError"

#: What a case may say of a node, and where a scorecard says it.
NODE_FIGURES: Final[Mapping[str, Callable[[NodeScore], Any]]] = {
    "points": lambda node: node.points,
    "status": lambda node: node.status,
    "maximum": lambda node: node.counted_maximum,
    "channel": lambda node: node.channel,
    "effects": lambda node: tuple(sorted(effect.name for effect in node.effects)),
}


def _range(card: Scorecard) -> Range | None:
    """Return the lowest and highest index that is still possible, as they are published."""
    span = card.bounds and card.bounds.index
    return Range(Fraction(card.shown(span.low)), Fraction(card.shown(span.high))) if span else None


#: What a case may say of the whole, and where a scorecard says it.
CARD_FIGURES: Final[Mapping[str, Callable[[Scorecard], Any]]] = {
    "index": lambda card: None if card.index is None else Fraction(card.index),
    "class": lambda card: card.class_ and card.class_.id,
    "class_status": lambda card: card.class_ and card.class_.status,
    "points": lambda card: card.points,
    "status": lambda card: Status.SCORED if card.complete else Status.INCOMPLETE,
    "range": _range,
    "provisional": lambda card: card.provisional,
    "undecided": lambda card: card.undecided,
}
#: What an expectation calls these, where that is not their key.
_FIELDS: Final = {"class": "class_"}
#: What a difference calls these, where that is not their key.
_NAMES: Final = {"class_status": "class status"}
_LANGUAGES: Final[tuple[Language, ...]] = ("en", "vi")


@frozen
class Difference:
    """
    One thing that is not what a case expects, as a sentence.

    `path` is where the case says it, from the case on, such as `("expect", "index")`; `found` what came out, None
    where nothing did.
    """

    path: Path
    sentence: str
    found: Any = field(default=None, eq=False)


def compared(case: Case, outcome: Outcome) -> tuple[Difference, ...]:
    """Return how what came out of a case differs from what it expects; nothing where it comes out."""
    return (*_compared(case, outcome), *_blank(case.expect))


def _compared(case: Case, outcome: Outcome) -> Iterator[Difference]:
    if isinstance(outcome, DocumentError):
        yield from _of_refusal(case, outcome)
    elif isinstance(outcome, Scorecard):
        yield from _of_card(case.expect, outcome)
        yield from _of_nodes(case.expect, outcome)
    else:
        yield from _of_totals(case.expect, outcome)


def _of_card(expect: Expectation, card: Scorecard) -> Iterator[Difference]:
    for key, figure_of in CARD_FIGURES.items():
        wanted = getattr(expect, _FIELDS.get(key, key))
        if wanted is not None:
            yield from _held((key,), _NAMES.get(key, key), wanted, figure_of(card))
    channels = {channel.id: channel.points for channel in card.channels}
    for channel, points in expect.channels.items():
        yield from _held(("channels", channel), say("channel {id}", id=channel), points, channels.get(channel))
    if expect.problem is not None:
        yield from _problem(expect.problem, [each.sentence for each in card.invalid])


def _of_nodes(expect: Expectation, card: Scorecard) -> Iterator[Difference]:
    codes = {node.code: node for node in card.walk()}
    for code, node in expect.nodes.items():
        if code not in codes:
            yield Difference(("expect", "nodes", code), _stranger(code))
            continue
        for name in (each.name for each in fields(NodeExpectation)):
            wanted, found = getattr(node, name), NODE_FIGURES[name](codes[code])
            if wanted is not None:
                yield from _held(("nodes", code, name), f"{code} {name}", wanted, found)


def _stranger(code: str) -> str:
    return say(
        "{name}: expected {expected}, found {found}",
        name=code,
        expected=say("a criterion"),
        found=say("none with this code"),
    )


# ---- what stands in the place of a scorecard


def _of_totals(expect: Expectation, found: Mapping[str, Any]) -> Iterator[Difference]:
    for path, _ in stated(expect):
        if path[0] not in found:
            sentence = say(
                "{name}: given totals have none; they make {known}", name=_named(path), known=", ".join(found)
            )
            yield Difference(("expect", *path), sentence)
    for key, value in found.items():
        wanted = getattr(expect, _FIELDS.get(key, key))
        if wanted is not None:
            yield from _held((key,), key, wanted, value)


def _of_refusal(case: Case, error: DocumentError) -> Iterator[Difference]:
    """Yield the problems, where they are not what is expected, and all that a refusal leaves without a figure."""
    expect = case.expect
    if expect.problem is not None:
        yield from _problem(expect.problem, [str(error), *(each.sentence for each in error.problems)])
    elif not any(is_left in expect.blank for is_left in ((), ("problem",))):
        for problem in error.problems:
            sentence = say("the answers are refused: {problem}", problem=problem.sentence)
            yield Difference(_inside(problem.path) if problem.file == case.id else (), sentence)
        return
    for path, wanted in stated(expect):
        if path != ("problem",):
            sentence = say(
                "{name}: expected {expected}, and the answers are refused",
                name=_named(path),
                expected=_written(wanted),
            )
            yield Difference(("expect", *path), sentence)


def _inside(path: str) -> Path:
    """Return the place of a problem of an assessment in a case, as near as its text says it."""
    _, _, below = path.partition("$.")
    head, _, rest = below.partition(".")
    return tuple(step for step in (head, rest) if step)


def _problem(words: str, told: list[str]) -> Iterator[Difference]:
    """Yield that no problem has the words, in either language."""
    if not any(words in in_language(sentence, language) for sentence in told for language in _LANGUAGES):
        yield _differs(("problem",), "problem", words, told[-1] if told else None)


def _blank(expect: Expectation) -> Iterator[Difference]:
    """Yield what is left blank; an expectation that says nothing at all would hold whatever comes out."""
    if expect == Expectation() or () in expect.blank:
        yield Difference(("expect",), say("nothing is expected; write what must come out, or fill it in by updating"))
        return
    for path in expect.blank:
        sentence = say("{name}: nothing is written; write it, or fill it in by updating", name=_named(path))
        yield Difference(("expect", *path), sentence)


def stated(expect: Expectation) -> Iterator[tuple[Path, Any]]:
    """Yield everything that an expectation says, with its path below `expect`."""
    for key in (*CARD_FIGURES, "problem"):
        value = getattr(expect, _FIELDS.get(key, key))
        if value is not None:
            yield (key,), value
    yield from ((("channels", id_), points) for id_, points in expect.channels.items())
    for code, node in expect.nodes.items():
        yield from ((("nodes", code, name), getattr(node, name)) for name in NODE_FIGURES if _says(node, name))


def _says(node: NodeExpectation, name: str) -> bool:
    return getattr(node, name) is not None


def _named(path: Path) -> str:
    """Return what is called by a path below `expect`: `index`, `1.1 points`."""
    below = path[1:] if path[0] in ("nodes", "channels") and len(path) > 1 else path
    return " ".join(_NAMES.get(str(step), str(step)) for step in below)


# ---- one figure


def _held(path: Path, name: str, wanted: Any, found: Any) -> Iterator[Difference]:
    if wanted != found:
        yield _differs(path, name, wanted, found)


def _differs(path: Path, name: str, wanted: Any, found: Any) -> Difference:
    sentence = say(
        "{name}: expected {expected}, found {found}", name=name, expected=_written(wanted), found=_written(found)
    )
    return Difference(("expect", *path), sentence, found)


def _written(value: Any) -> str:
    if value is None:
        return say("none")
    if isinstance(value, Range):
        return say("{low} to {high}", low=figure(value.low), high=figure(value.high))
    if isinstance(value, tuple):
        return ", ".join(value) or say("none")
    return figure(value) if isinstance(value, Fraction) else say("'{value}'", value=value)
