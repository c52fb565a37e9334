"""Values of the integer form: what is known of an expression in a branch, its state, and where it is not sure."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from .form import Op
from .numbers import Number


@frozen(eq=False)
class Value:
    """
    A number, or the operation of a truth, a date or a choice; None where there is only ever a state.

    `state` and `unsure` are None where they can never be.
    """

    content: Number | Op | None
    state: Op | None = None
    unsure: Op | None = None

    @property
    def number(self) -> Number:
        """Return the number."""
        assert isinstance(self.content, Number)
        return self.content

    @property
    def op(self) -> Op:
        """Return the operation of what is no number."""
        assert isinstance(self.content, Op)
        return self.content

    def ops(self) -> Iterable[Op]:
        """Return the operations that it is made of."""
        content = self.content
        made = content.ops if isinstance(content, Number) else (content,)
        return [op for op in (*made, self.state, self.unsure) if op is not None]
