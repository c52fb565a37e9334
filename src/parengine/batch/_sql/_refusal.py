"""What is raised where no exact SQL can be printed."""

from __future__ import annotations

from ...errors import ParengineError


class SqlError(ParengineError, ValueError):
    """A set, a name or a table for which a dialect has no exact SQL; the sentence says why and what to do."""
