"""
The variables of the function being written, used again as soon as nothing needs their value.

A function with thousands of variables has a frame too large for the interpreter's stack chunk; the frame would
be mapped anew at every call, which costs more than the arithmetic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


class Variables:
    """Names by letter and number; each is held by a number of bindings, or by the one being written."""

    def __init__(self) -> None:
        self.free: dict[str, list[str]] = {}
        self.made: Counter[str] = Counter()
        self.holders: Counter[str] = Counter()
        self.passing: list[str] = []

    def new(self, letter: str) -> str:
        """Return a variable for the binding being written."""
        waiting = self.free.setdefault(letter, [])
        if not waiting:
            self.made[letter] += 1
            waiting.append(f"{letter}{self.made[letter]}")
        self.passing.append(waiting.pop())
        return self.passing[-1]

    def keep(self, names: Iterable[str]) -> None:
        """Hold the variables of the binding that was written; what it used beside them is free again."""
        self.holders.update(names)
        passing, self.passing = self.passing, []
        self._free(name for name in passing if not self.holders[name])

    def release(self, names: Iterable[str]) -> None:
        """Let go of the variables of a binding that nothing needs any more."""
        names = list(names)
        self.holders.subtract(names)
        self._free(name for name in names if not self.holders[name])

    def _free(self, names: Iterable[str]) -> None:
        for name in names:
            if name[0] in self.free and name not in self.free[name[0]]:
                self.free[name[0]].append(name)
