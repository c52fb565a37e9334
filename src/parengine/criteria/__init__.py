"""Documents: criteria sets, assessments and cases, read from YAML or JSON with every problem in its place."""

from ._assessments import load_assessment, loads_assessment
from ._cases import Case, CaseFile, Expectation, Figures, Given, NodeExpectation, Range, load_cases, loads_cases
from ._forms import assessment_schema
from ._sets import check, load, loads

__all__ = [
    "Case",
    "CaseFile",
    "Expectation",
    "Figures",
    "Given",
    "NodeExpectation",
    "Range",
    "assessment_schema",
    "check",
    "load",
    "load_assessment",
    "load_cases",
    "loads",
    "loads_assessment",
    "loads_cases",
]
