"""Random sets with what appraisal adds: evidence, decisions, cohort rules, clauses on classes; and sheets for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from _drawn import documents
from _sets import ALL_KINDS, Document, formula
from _sheets import sheets
from attrs import evolve
from hypothesis import strategies as st

from parengine import Assessment, loads
from parengine.score import Decision

Draw = Callable[[st.SearchStrategy[Any]], Any]

STAGES: Final = st.sampled_from(["self", "appraised", "final"])
ABSENCES: Final = st.sampled_from(["nothing", "flag", "zero"])
FIGURES: Final = ("mean", "published_mean", "best", "least", "rank", "count")
VERDICTS: Final = (
    {"condition": "a", "class": "B", "reason": "Sự kiện"},
    {"condition": "m > 10 and not b", "class": "B"},
)


@st.composite
def appraised_documents(draw: Draw) -> Document:
    """Draw a set with evidence, a last leaf that looks at the cohort, and clauses on its classes."""
    drawn = draw(documents(plain=True))
    for node in nodes_of(drawn["criteria"]):
        if "rule" in node and draw(st.booleans()):
            node["evidence"] = ["Tài liệu kiểm chứng"]
        if node.get("not_applicable") == "rescale_block" and draw(st.booleans()):
            node["rescale_to"] = node["maximum"] / 2
    if "classes" in drawn:
        drawn["classes"] |= {
            key: [draw(st.sampled_from(VERDICTS))] for key in ("forced", "highest") if draw(st.booleans())
        }
        drawn["classes"] |= {"not_rated": ["c and d"]} if draw(st.booleans()) else {}
    drawn["absent_evidence"] = {stage: draw(ABSENCES) for stage in ("self", "appraised", "final")}
    compared = draw(st.sampled_from(['points("1")', "m", "m / (n + 1)"]))
    last = formula("9", f"cohort_{draw(st.sampled_from(FIGURES))}({compared}) / 7", 2)
    return {**drawn, "criteria": [*drawn["criteria"], last], "maximum": float(drawn["maximum"]) + 2}


@st.composite
def appraised_sheets(draw: Draw, drawn: Document) -> Assessment:
    """Draw an assessment at some stage, with evidence for some leaves and decisions on some nodes."""
    sheet, stage = draw(sheets(drawn)), draw(STAGES)
    nodes = list(nodes_of(drawn["criteria"]))
    proven = {node["code"]: ["12/KH-UBND"] for node in nodes if "evidence" in node and draw(st.booleans())}
    decided = [] if stage == "self" else [node for node in nodes if draw(st.integers(0, 3)) == 3]
    decisions = {node["code"]: _decision(draw, node["maximum"]) for node in decided}
    total = _decision(draw, drawn["maximum"]) if stage != "self" and draw(st.integers(0, 5)) == 5 else None
    return evolve(sheet, stage=stage, evidence=proven, decisions=decisions, decided_total=total)


def _decision(draw: Draw, maximum: float) -> Decision:
    points = draw(st.sampled_from([None, 0, maximum, maximum / 2]))
    return Decision(points, "Thẩm định lại", "Hội đồng")


@st.composite
def rounds(draw: Draw, /) -> tuple[Document, list[Assessment]]:
    """Draw a set with the sheets of three units."""
    drawn = draw(appraised_documents())
    sheets_ = [draw(appraised_sheets(drawn)) for _ in range(3)]
    return drawn, [evolve(each, unit=evolve(each.unit, id=f"u{place}")) for place, each in enumerate(sheets_)]


def nodes_of(nodes: list[Document]) -> Iterator[Document]:
    """Yield nodes and all below them."""
    for node in nodes:
        yield node
        yield from nodes_of(node.get("children", []))


def loaded(drawn: Document) -> Any:
    """Return a drawn set as it is loaded."""
    return loads(drawn, kinds=ALL_KINDS)
