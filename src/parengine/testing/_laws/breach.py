"""A breach of a law: where, what the law expected and what came out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen


@frozen
class Breach:
    """
    One figure that a law forbids.

    `code` is the node's, None for the whole; `clause` the path of what is responsible inside the node, such as
    `zero_rules[0]`. `expected` and `found` are sentences. `case` is what a case should expect instead, as its
    document says it, where the law knows that; `inputs` are the answers that matter where they are not simply
    those that the node reads. `raised` is the type of an error and the line that raised it, where one did.
    """

    code: str | None
    expected: str
    found: str
    clause: str | None = None
    case: Mapping[str, Any] | None = None
    inputs: tuple[str, ...] | None = None
    raised: str | None = None
