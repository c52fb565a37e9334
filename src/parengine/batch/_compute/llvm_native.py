"""From LLVM's own text to a function of this machine."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import llvmlite.binding as llvm
from attrs import frozen

_COMPILING: Final = threading.Lock()


@frozen(eq=False)
class Native:
    """Compiled text; its functions are there as long as this is."""

    library: Any

    def address(self, name: str) -> int:
        """Return where a function begins."""
        return int(self.library.get_function_address(name))

    def function(self, name: str, addresses: int, numbers: int) -> Callable[..., None]:
        """Return a function of some addresses and numbers; it runs without Python's lock."""
        return ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * addresses, *[ctypes.c_int64] * numbers)(self.address(name))


def compiled(text: str) -> Native:
    """Return the functions of a text, for the processor that this runs on."""
    with _COMPILING:
        _started()
        parsed = llvm.parse_assembly(text)
        library = llvm.create_mcjit_compiler(parsed, _machine())
        library.finalize_object()
    return Native(library)


@cache
def _started() -> None:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()


def _machine() -> Any:
    target = llvm.Target.from_default_triple()
    return target.create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), opt=2, jit=True
    )
