"""The scorecard as a tree under its schema, and back."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeVar

import attrs

from .._model import Provenance
from .._numbers import Rounding, exact_text, read_exact_text
from .._sentences import in_language
from ..types import Language, Status, Text
from ._assessment import Decision
from ._scorecard import (
    ChannelScore,
    ClassResult,
    CohortNote,
    Digests,
    Effect,
    InvalidAnswer,
    NodeScore,
    ProvenanceCounts,
    Scorecard,
)
from ._spans import Bounds, Span

FORMAT: Final = 1
T = TypeVar("T")
Tree = Mapping[str, Any]


def scorecard_tree(card: Scorecard, *, explained: bool, language: Language = "en") -> dict[str, Any]:
    """Return the tree of a scorecard, its notice first and its sentences in a language."""
    tree: dict[str, Any] = {
        "notice": _text(card.notice),
        "format": FORMAT,
        "set": card.set,
        "edition": card.edition,
        "title": _text(card.title),
        "unit": {"id": card.unit, "label": _text(card.unit_label)},
        "year": card.year,
        "stage": card.stage,
        "index": None if card.index is None else f"{card.index:f}",
        "exact_index": _exact(card.exact_index),
        "class": None if card.class_ is None else _class(card.class_, language),
        "points": _exact(card.points),
        "bonus": _exact(card.bonus),
        "penalty": _exact(card.penalty),
        "maximum": _exact(card.maximum),
        "applicable_maximum": _exact(card.applicable_maximum),
        "share": _exact(card.share),
        "complete": card.complete,
        "rounding": {"places": card.rounding.places, "mode": card.rounding.mode},
        "channels": [_channel(each) for each in card.channels],
        "lines": [_channel(each) for each in card.lines],
        "missing": list(card.missing),
        "invalid": [_invalid(each, language) for each in card.invalid],
        "provenance": attrs.asdict(card.provenance),
        "digests": attrs.asdict(card.digests, filter=lambda _, digest: digest is not None),
        "engine": card.engine,
        "kinds": [list(kind) for kind in card.kinds],
        "nodes": [_node(node, card, language) for node in card.nodes],
    }
    tree |= _asked_of_others(card)
    if explained:
        tree["explanations"] = {node.code: list(card.why(node.code, language)) for node in card.walk()}
    return tree


def _asked_of_others(card: Scorecard) -> dict[str, Any]:
    """Return what appraisers, the cohort and the bounds add to a scorecard, where they do."""
    found: dict[str, Any] = {
        "decided": card.decided and _decision(card.decided),
        "undecided": list(card.undecided),
        "provisional": list(card.provisional),
        "cohort": card.cohort and _cohort(card.cohort),
        "bounds": card.bounds and _bounds(card.bounds),
    }
    return {name: tree for name, tree in found.items() if tree}


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "points": _exact(decision.points),
        "reason": _text(decision.reason),
        "authority": _text(decision.authority),
        "decided_on": decision.decided_on and decision.decided_on.isoformat(),
        "provenance": decision.provenance and _provenance(decision.provenance),
    }


def _cohort(note: CohortNote) -> dict[str, Any]:
    figures = [{"figure": name, "value": _exact(value)} for name, value in note.figures]
    return {"digest": note.digest, "units": note.units, "figures": figures}


def _bounds(bounds: Bounds) -> dict[str, Any]:
    return {
        "index": bounds.index and _span(bounds.index),
        "points": _span(bounds.points),
        "classes": list(bounds.classes),
        "nodes": {code: _span(span) for code, span in bounds.nodes.items()},
        "wide": bounds.wide,
    }


def _span(span: Span) -> dict[str, Any]:
    return {"low": _exact(span.low), "high": _exact(span.high)}


def _text(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"vi": text.vi} | ({"en": text.en} if text.en is not None else {})


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)


def _class(result: ClassResult, language: Language) -> dict[str, Any]:
    return {
        "status": result.status,
        "id": result.id,
        "label": _text(result.label),
        "reason": None if result.reason is None else in_language(result.reason, language),
        "provenance": result.provenance,
    }


def _channel(score: ChannelScore) -> dict[str, Any]:
    return {
        "id": score.id,
        "label": _text(score.label),
        "points": _exact(score.points),
        "maximum": _exact(score.maximum),
    }


def _invalid(answer: InvalidAnswer, language: Language) -> dict[str, Any]:
    return attrs.asdict(answer) | {"sentence": in_language(answer.sentence, language)}


def _node(node: NodeScore, card: Scorecard, language: Language) -> dict[str, Any]:
    return {
        "code": node.code,
        "label": _text(node.label),
        "status": str(node.status),
        "shown": f"{card.shown(node.points):f}",
        "points": _exact(node.points),
        "maximum": _exact(node.maximum),
        "applicable_maximum": _exact(node.applicable_maximum),
        "counted_points": _exact(node.counted_points),
        "counted_maximum": _exact(node.counted_maximum),
        "share": _exact(node.share),
        "channel": node.channel,
        "responsible": node.responsible,
        "provenance": node.provenance,
        "effects": [_effect(effect) for effect in node.effects],
        "missing": list(node.missing),
        "invalid": [_invalid(each, language) for each in node.invalid],
        "children": [_node(child, card, language) for child in node.children],
        **(_decided(node, node.decision) if node.decision else {}),
    }


def _decided(node: NodeScore, decision: Decision) -> dict[str, Any]:
    return {"decision": _decision(decision), "rule_points": _exact(node.rule_points)}


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "name": effect.name,
        "clause": effect.clause,
        "before": _exact(effect.before),
        "after": _exact(effect.after),
        "reason": _text(effect.reason),
        "provenance": None if effect.provenance is None else _provenance(effect.provenance),
    }


def _provenance(provenance: Provenance) -> dict[str, Any]:
    return {**attrs.asdict(provenance), "sources": list(provenance.sources), "parts": list(provenance.parts)}


# ---- and back


def read_scorecard(tree: Tree) -> Scorecard:
    """Read the tree that `scorecard_tree` made."""
    return Scorecard(
        notice=_read_text(tree["notice"]),
        set=tree["set"],
        edition=tree["edition"],
        title=_required(_read_text(tree["title"])),
        unit=tree["unit"]["id"],
        unit_label=_read_text(tree["unit"]["label"]),
        year=tree["year"],
        stage=tree["stage"],
        index=_maybe(Decimal, tree["index"]),
        exact_index=_maybe(read_exact_text, tree["exact_index"]),
        class_=_maybe(_read_class, tree["class"]),
        points=read_exact_text(tree["points"]),
        bonus=read_exact_text(tree["bonus"]),
        penalty=read_exact_text(tree["penalty"]),
        maximum=read_exact_text(tree["maximum"]),
        applicable_maximum=read_exact_text(tree["applicable_maximum"]),
        complete=tree["complete"],
        rounding=Rounding(tree["rounding"]["places"], tree["rounding"]["mode"]),
        channels=tuple(map(_read_channel, tree["channels"])),
        lines=tuple(map(_read_channel, tree["lines"])),
        missing=tuple(tree["missing"]),
        invalid=tuple(InvalidAnswer(**each) for each in tree["invalid"]),
        nodes=tuple(map(_read_node, tree["nodes"])),
        provenance=ProvenanceCounts(**tree["provenance"]),
        digests=Digests(**tree["digests"]),
        engine=tree["engine"],
        kinds=tuple((kind[0], kind[1], kind[2]) for kind in tree["kinds"]),
        decided=_maybe(_read_decision, tree.get("decided")),
        undecided=tuple(tree.get("undecided", ())),
        provisional=tuple(tree.get("provisional", ())),
        cohort=_maybe(_read_cohort, tree.get("cohort")),
        bounds=_maybe(_read_bounds, tree.get("bounds")),
        explanations={code: tuple(lines) for code, lines in tree.get("explanations", {}).items()} or None,
    )


def _maybe(read: Callable[[Any], T], value: Any) -> T | None:
    return None if value is None else read(value)


def _required(value: T | None) -> T:
    if value is None:
        raise ValueError("a scorecard's title is missing")
    return value


def _read_text(tree: Tree | None) -> Text | None:
    return None if tree is None else Text(tree["vi"], tree.get("en"))


def _read_class(tree: Tree) -> ClassResult:
    return ClassResult(tree["status"], tree["id"], _read_text(tree["label"]), tree["reason"], tree["provenance"])


def _read_channel(tree: Tree) -> ChannelScore:
    points, maximum = read_exact_text(tree["points"]), _maybe(read_exact_text, tree["maximum"])
    return ChannelScore(tree["id"], _required(_read_text(tree["label"])), points, maximum)


def _read_effect(tree: Tree) -> Effect:
    return Effect(
        tree["name"],
        tree["clause"],
        _maybe(read_exact_text, tree["before"]),
        _maybe(read_exact_text, tree["after"]),
        _read_text(tree["reason"]),
        _maybe(_read_provenance, tree["provenance"]),
    )


def _read_provenance(tree: Tree) -> Provenance:
    return Provenance(tree["kind"], tree["basis"], tuple(tree["sources"]), tuple(tree["parts"]), tree["note"])


def _read_node(tree: Tree) -> NodeScore:
    return NodeScore(
        code=tree["code"],
        label=_required(_read_text(tree["label"])),
        status=Status(tree["status"]),
        points=read_exact_text(tree["points"]),
        maximum=read_exact_text(tree["maximum"]),
        applicable_maximum=read_exact_text(tree["applicable_maximum"]),
        counted_points=read_exact_text(tree["counted_points"]),
        counted_maximum=read_exact_text(tree["counted_maximum"]),
        channel=tree["channel"],
        responsible=tree["responsible"],
        provenance=tree["provenance"],
        effects=tuple(map(_read_effect, tree["effects"])),
        missing=tuple(tree["missing"]),
        invalid=tuple(InvalidAnswer(**each) for each in tree["invalid"]),
        children=tuple(map(_read_node, tree["children"])),
        decision=_maybe(_read_decision, tree.get("decision")),
        rule_points=_maybe(read_exact_text, tree.get("rule_points")),
    )


def _read_decision(tree: Tree) -> Decision:
    return Decision(
        _maybe(read_exact_text, tree["points"]),
        _required(_read_text(tree["reason"])),
        _required(_read_text(tree["authority"])),
        _maybe(datetime.date.fromisoformat, tree["decided_on"]),
        _maybe(_read_provenance, tree.get("provenance")),
    )


def _read_cohort(tree: Tree) -> CohortNote:
    figures = tuple((each["figure"], _maybe(read_exact_text, each["value"])) for each in tree["figures"])
    return CohortNote(tree["digest"], tree["units"], figures)


def _read_bounds(tree: Tree) -> Bounds:
    nodes = {code: _read_span(span) for code, span in tree["nodes"].items()}
    index = _maybe(_read_span, tree["index"])
    return Bounds(index, _read_span(tree["points"]), tuple(tree["classes"]), nodes, tree["wide"])


def _read_span(tree: Tree) -> Span:
    return Span(read_exact_text(tree["low"]), read_exact_text(tree["high"]))
