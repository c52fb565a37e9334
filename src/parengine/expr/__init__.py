"""Expressions: what rule kinds build and authors write. See `docs/expressions.md` for the text form."""

from ..types import State, ValueType
from ._build import (
    INVALID,
    MISSING,
    NO,
    NOT_APPLICABLE,
    YES,
    and_,
    answer,
    compare,
    const,
    count_nodes,
    date_of,
    day,
    days,
    each,
    expression,
    figure_of,
    is_invalid,
    is_missing,
    is_not_applicable,
    least,
    most,
    not_,
    note,
    nth_best,
    or_,
    total,
    when,
    whole,
    word,
    working_days,
    year_of,
)
from ._build import NEVER_DAY as NEVER
from ._domain import Domain, Refusal
from ._nodes import Calendar, Expr
from ._oracle import evaluate
