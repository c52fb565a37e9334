"""
What raises breaks every law: where it was raised, in whose rule kind, and at which node.

A plugin's kind may raise anything, at a maximum or a sheet that its author did not think of, even the end of the
program: that must not pass for laws that hold. The frames that the error came through say which node was at work.
"""

from __future__ import annotations

from collections.abc import Iterator
from traceback import walk_tb
from types import FrameType
from typing import Final

from ..._model import CriteriaSet, Node
from ..._sentences import say
from .breach import Breach
from .law import Law
from .trial import Trial

_MOST_SHOWN: Final = 200


def breaches_of(law: Law, trial: Trial) -> Iterator[Breach]:
    """Yield what breaks a law; an engine or a rule kind that raises breaks every law."""
    try:
        yield from law.breaches(trial)
    except (Exception, SystemExit) as error:  # noqa: BLE001  a plugin's kind may raise anything
        yield raised(error, trial.criteria_set)


def raised(error: BaseException, criteria_set: CriteriaSet) -> Breach:
    """Return the breach: the type and sentence of an error, the last line where it was raised, the node at work."""
    frames = [(frame, line) for frame, line in walk_tb(error.__traceback__)][::-1]
    own = [(frame, line) for frame, line in frames if _is_of_kind(frame)]
    frame, line = (own or frames)[0]
    type_, why = type(error).__name__, str(error)[:_MOST_SHOWN]
    where = f"{frame.f_code.co_filename}:{line}"
    found = say("{type}: {why} ({place})", type=type_, why=why, place=where)
    code = next((code for each, _ in frames for code in _codes(each, criteria_set)), None)
    return Breach(code, say("a result"), found, "rule" if code and own else None, raised=f"{type_} {where}")


def _is_of_kind(frame: FrameType) -> bool:
    """Return whether a rule kind is at work: what has points for a maximum, and problems with it."""
    type_ = type(frame.f_locals.get("self"))
    return all(hasattr(type_, name) for name in ("name", "points", "problems"))


def _codes(frame: FrameType, criteria_set: CriteriaSet) -> Iterator[str]:
    """Yield the code of the node that a frame works at: it is given there, or the kind is its rule's."""
    kind = frame.f_locals.get("self")
    yield from (each.code for each in criteria_set.leaves() if each.rule is not None and each.rule.kind is kind)
    yield from (each.code for each in frame.f_locals.values() if isinstance(each, Node))
