"""
Engines: what computes the integer form of a criteria set for many units at once.

They differ in speed only. Each takes the answers to every input as a column of small whole numbers and gives each
cell as a column; every cell of every engine is equal to the last digit.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, Literal, Protocol, TypeAlias

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ..._sentences import say
from ...errors import RegistryError
from ...expr._integer.form import Form

Choice: TypeAlias = Literal["auto", "numpy", "llvm"]
Numbers: TypeAlias = NDArray[np.integer[Any]]
Bytes: TypeAlias = NDArray[np.uint8]


@frozen(eq=False)
class Answered:
    """
    The answers to one input over a span of rows.

    `values` are as they stand in the table, contiguous and of 8 to 64 bits (unsigned up to 32); those from `low` to
    `high` are admitted, as value × `factor` + `shift`, which must then lie in the input's range. `valid` is 1 where
    there is an answer (None: everywhere), `odd` is 1 where it is known already that the answer is not admitted; it
    decides before `valid`. A row without an admitted answer reads as `low`, with its state.
    """

    values: Numbers
    low: int
    high: int
    factor: int = 1
    shift: int = 0
    valid: Bytes | None = None
    odd: Bytes | None = None


@frozen(eq=False)
class Column:
    """
    One cell of the form over the rows: its values, states (0 where known) and whether each is unsure.

    Values are int64, or uint8 where they are yes or no or the place of one of less than 256 words. A state or an
    unsureness that can never be is None.
    """

    value: NDArray[Any]
    state: Bytes | None = None
    unsure: Bytes | None = None


class Engine(Protocol):
    """What computes one form; several threads may run it at once."""

    @property
    def name(self) -> str:
        """Return how the engine is called."""

    def run(self, answered: Sequence[Answered | None], rows: int) -> dict[str, Column]:
        """
        Return every cell of the form for some rows.

        There is one `Answered` for each of the form's inputs; None where the form never reads it. Raises `ValueError`
        where one that is read is None or is shorter than the rows.
        """


#: The quicker first: "auto" takes the first whose library is installed.
_MODULES: Final[Mapping[str, tuple[str, str]]] = {
    "llvm": ("llvmlite", "llvm"),
    "numpy": ("numpy", "numpy_arrays"),
}


def engine_of(form: Form, *, engine: Choice = "auto") -> Engine:
    """
    Return what computes a form, made once: compiled through LLVM where the extra `fast` is installed, else numpy.

    Raises `RegistryError` where the engine that was asked for is not known or not installed.
    """
    return _made(form, _chosen(engine))


@lru_cache(maxsize=64)
def _made(form: Form, name: str) -> Engine:
    module = importlib.import_module(f".{_MODULES[name][1]}", __package__)
    make: Callable[[Form], Engine] = module.engine
    return make(form)


def _chosen(engine: str) -> str:
    installed = [name for name, (library, _) in _MODULES.items() if importlib.util.find_spec(library)]
    if engine == "auto":
        return installed[0]
    if engine not in _MODULES:
        names = ["auto", *sorted(_MODULES)]
        raise RegistryError(say("there is no engine '{name}'; it is one of {names}", name=engine, names=names))
    if engine not in installed:
        raise RegistryError(
            say(
                "the engine '{name}' needs the extra 'fast'; install it with: pip install 'parengine[fast]'",
                name=engine,
            )
        )
    return engine
