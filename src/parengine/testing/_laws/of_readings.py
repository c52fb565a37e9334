"""Laws of the readings that show figures: the compiled one, the trace and the lines of why agree on every value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from ..._model import CriteriaSet
from ..._sentences import figure, say
from ...criteria._places import shortened
from ...expr._exact import Compiled, compile_exact
from ...expr._show import show
from ...expr._trace import Step
from ...score import NodeScore, Prepared
from ...score._names import Labels, names_of
from ...score._programme import FIGURES, TOTALS, named
from ...score._terms import PLAIN
from ...score._why import written
from ...types import State, Status
from .breach import Breach
from .law import law
from .meanings import come_to, typed
from .numbers_said import figures
from .of_steps import STATUS_OF, case_of
from .outline import outline_of
from .trial import Trial

#: How many nodes of a large set are traced in one trial: a trace of all takes long, and there are many trials.
_TRACED: Final = 12
_EXPLAINED: Final = 3
#: The totals are traced in one of so many trials.
_WHOLE: Final = 4
_LONGEST_TOLD: Final = 160
#: How the bindings are called that say what becomes of a node.
_OWN: Final = "own "


@lru_cache(maxsize=16)
def whole_reading(prepared: Prepared) -> Compiled:
    """Return every binding of a programme compiled, also those that nothing shows."""
    bindings = [(each.name, each.expression) for each in prepared.programme.bindings]
    return compile_exact(bindings, [name for name, _ in bindings], prepared.inputs)


def code_of(name: str, criteria_set: CriteriaSet) -> str | None:
    """Return the code of the node that a binding is a figure of, None where it is of none."""
    code = name.rpartition(" ")[2]
    return code if code in criteria_set.by_code else None


def told(name: str, value: Any, criteria_set: CriteriaSet) -> str:
    """Return a binding's figure and its value in words."""
    called = Labels(names_of(criteria_set)).get(name, name) if " " in name else name
    return say("{figure}: {value}", figure=called, value=written(value))


@law(say("every figure, worked out the fast way, has the value that it has when worked out step by step"))
def compiled_equals_the_oracle(trial: Trial) -> Iterator[Breach]:
    """Look at all figures as results, at what a scorecard shows, and at the totals alone."""
    sheet = trial.sheet
    for compiled in _readings(trial):
        row = compiled.run(trial.row)
        for name in sorted(compiled.outputs, key=lambda name: not name.startswith(_OWN)):
            expected = sheet.value(name)
            found = compiled.result(row, name, sheet.bindings[name].type)
            if typed(expected) != typed(found):
                yield _breach(name, expected, found, trial.criteria_set)


def _readings(trial: Trial) -> tuple[Compiled, ...]:
    """Return the compiled readings; of a large set the whole one in some trials on plain terms, else the others."""
    prepared = trial.prepared
    shown = (prepared.exact, prepared.quick)
    if outline_of(trial.criteria_set).is_small:
        return (whole_reading(prepared), *shown)
    return (whole_reading(prepared),) if prepared.terms == PLAIN and trial.seed % 2 == 0 else shown


def _breach(name: str, expected: Any, found: Any, criteria_set: CriteriaSet) -> Breach:
    code = code_of(name, criteria_set)
    wanted = _case(code, expected) if code is not None and name.startswith(_OWN) else None
    return Breach(code, told(name, expected, criteria_set), told(name, found, criteria_set), case=wanted)


def _case(code: str, expected: Any) -> Mapping[str, Any]:
    """Return what a case should expect of a node whose own figure is known."""
    points, status = (None, STATUS_OF[expected]) if isinstance(expected, State) else (expected, None)
    return case_of(code, points, status)


@law(say("what the trace shows of a node is exact, every step follows from its parts, and 'why' says the points"))
def trace_equals_exact(trial: Trial) -> Iterator[Breach]:
    """Look at every figure; of a large set at some nodes in each trial, at others in another."""
    exact, codes = trial.prepared.exact, list(trial.criteria_set.by_code)
    is_small = outline_of(trial.criteria_set).is_small
    row, chosen = exact.run(trial.row), trial.random.sample(codes, min(_TRACED, len(codes)))
    some = figures_of(trial.prepared, chosen, whole=trial.seed % _WHOLE == 0)
    for name in trial.prepared.programme.by_name if is_small else some:
        step = trial.sheet.trace(name)
        expected = exact.result(row, name, step.expression.type) if name in exact.outputs else step.value
        if typed(expected) != typed(step.value):
            yield _breach(name, expected, step.value, trial.criteria_set)
        yield from _not_following(step, code_of(name, trial.criteria_set), trial)
    for code in codes if is_small else chosen[:_EXPLAINED]:
        yield from _why_differs(trial.scores[code], trial)


def figures_of(prepared: Prepared, codes: Sequence[str], *, whole: bool) -> list[str]:
    """Return the names of the bindings of some nodes, and of the totals, which look at everything, where asked for."""
    nodes = [named(figure, code) for code in codes for figure in FIGURES]
    return [name for name in (*nodes, *(TOTALS if whole else ())) if name in prepared.programme.by_name]


def _not_following(step: Step, code: str | None, trial: Trial) -> Iterator[Breach]:
    """Yield the deepest step that does not follow from its parts: those above it rest on it."""
    wrong = [each for each in step.walk() if typed(come_to(each, trial.sheet)) != typed(each.value)]
    for each in wrong[-1:]:
        value, text = come_to(each, trial.sheet), shortened(show(each.expression), _LONGEST_TOLD)
        unsaid = say("{expression}: shown with the parts that made its value", expression=text)
        found = say("{expression}: {value}", expression=text, value=written(each.value))
        said = say("{expression}: {value}", expression=text, value=written(value)) if value is not None else unsaid
        yield Breach(code, said, found)


def _why_differs(score: NodeScore, trial: Trial) -> Iterator[Breach]:
    """Yield where the lines of why show other points than the scorecard."""
    head, *lines = trial.card.why(score.code)
    if f": {figure(score.points)} of " not in head:
        yield Breach(
            score.code, say("'why' says {points} points", points=figure(score.points)), say("“{line}”", line=head)
        )
    plain = score.status is Status.SCORED and not (score.children or score.effects or score.decision)
    last = lines[-1].strip() if lines else head
    if plain and not figures(written(score.points)) <= figures(last):
        expected = say("'why' says that the rule gives {points}", points=written(score.points))
        yield Breach(score.code, expected, say("“{line}”", line=last), "rule")
