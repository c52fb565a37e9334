"""Conditions of clauses: where one certainly holds, so that what is unknown is left for another to decide."""

from __future__ import annotations

from ..expr import Expr, and_, is_invalid, is_missing, not_


def known_to_hold(asked: Expr) -> Expr:
    """Return whether a condition is known to hold; always known itself."""
    return and_(not_(is_missing(asked)), not_(is_invalid(asked)), asked)
