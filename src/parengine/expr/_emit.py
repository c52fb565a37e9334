"""
The emitter of the exact reading: expressions as lines of integer arithmetic.

What an expression is made of falls into two kinds. *Strict* nodes are written in line, once everything that
they read is known. *Atoms* (answers, bindings, choices, conditions joined by and/or, quotients that may have
a zero below) are computed first, into variables; their states are tested once, before the strict code that
needs them. A `Scope` says what is known in the branch being written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from math import lcm
from typing import Any, Final

from attrs import evolve

from .._sentences import say
from ..errors import ExpressionError
from ..types import State, ValueType
from . import _nodes as n
from ._admission import scale_of
from ._build import LITERALS, ONE, ZERO
from ._known import FRAGILE, NONE, UNANSWERED, Branch, Knowledge, States
from ._reads import lines_of_reading
from ._variables import Variables
from ._writers import CALLS, DENOMINATORS, LITERAL_VALUES, WRITERS, Code, Scope, Value, times

#: A binding that needs more lines is no rule that anybody wrote.
MOST_LINES: Final = 50_000


class Emitter:
    """Writes one function: its lines so far, where each binding has its value, and the marks it may set."""

    def __init__(self, inputs: Sequence[n.Input], knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.inputs: dict[n.Input, Value] = {
            node: Value(f"x{i}", scale_of(node.domain) or f"y{i}", f"t{i}") for i, node in enumerate(inputs)
        }
        self.bound: dict[str, Value] = {}
        self.marks: list[tuple[str, n.Tag]] = []
        self.words: dict[str, int] = {}
        self.constants: dict[str, Any] = {}
        self.lines: list[tuple[int, str]] = []
        self.depth = 1
        self.variables = Variables()
        self.name, self.written = "", 0
        for node in inputs:
            self.enter_words(*node.domain.options)

    # ---- lines

    def line(self, text: str) -> None:
        """Write one line at the present depth; a binding that needs too many is refused."""
        self.lines.append((self.depth, text))
        self.written += 1
        if self.written > MOST_LINES:
            raise ExpressionError(
                say("the clauses and the rule of '{name}' are too large to be computed; divide them", name=self.name)
            )

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Write a head and what follows inside it."""
        self.line(head)
        self.depth += 1
        yield
        self.depth -= 1

    @contextmanager
    def aside(self) -> Iterator[list[tuple[int, str]]]:
        """Collect lines apart from the function, to see whether there are any."""
        kept, self.lines = self.lines, []
        yield self.lines
        self.lines = kept

    def enter_words(self, *options: str) -> None:
        """Give each option of a choice a number."""
        for option in options:
            self.words.setdefault(option, len(self.words))

    def fresh(self, expression: n.Expr, states: States) -> Value:
        """Return new variables for a value, its denominator fixed where it can be."""
        new = self.variables.new
        state = new("s") if states else None
        if expression.type not in (ValueType.NUMBER, None):
            return Value(new("v"), 1, state)
        return Value(new("n"), self.denominator(expression) or new("d"), state)

    # ---- bindings

    def binding(self, name: str, expression: n.Expr, done: Iterable[str]) -> None:
        """Write the lines that compute a binding; the bindings `done` are not needed after it."""
        self.name, self.written = name, 0
        self.bound[name] = self.atom(expression, Scope({}, Branch()))
        self.variables.keep(_variables_of(self.bound[name]))
        for each in done:
            self.variables.release(_variables_of(self.bound[each]))

    def function(self, outputs: Sequence[str]) -> tuple[str, dict[str, tuple[int, int, int]], dict[int, int]]:
        """Return the source of the function, where each output stands in its row, and the literals of the row."""
        cells: dict[str, int] = {}
        places = {}
        for name in outputs:
            value = self.bound[name]
            codes = (str(value.code), str(value.under), value.state or "0")
            first, second, third = (cells.setdefault(code, len(cells)) for code in codes)
            places[name] = (first, second, third)
        body = [f"{' ' * depth}{text}" for depth, text in [*self._prelude(), *self.lines]]
        source = "\n".join(["def run(answers):", *body, f" return {', '.join([*cells, 'marks'])},"])
        return source, places, {place: int(code) for code, place in cells.items() if code.lstrip("-").isdigit()}

    def _prelude(self) -> list[tuple[int, str]]:
        lines = [(1, "marks = []")]
        if self.inputs:
            names = [str(value.code) for value in self.inputs.values()]
            lines.append((1, f"{', '.join(names)}, = answers"))
            lines.append((1, f"{' = '.join(str(value.state) for value in self.inputs.values())} = 0"))
        for place, (node, value) in enumerate(self.inputs.items()):
            lines.extend((1, text) for text in lines_of_reading(place, node, value))
        return lines

    # ---- what may be unknown

    def states(self, e: n.Expr, scope: Scope) -> States:
        """Return the states that an expression may be in here."""
        return self.knowledge.possible(e, scope.branch)

    def after(self, condition: n.Expr, scope: Scope, *, holds: bool) -> Scope:
        """Return the scope of a branch of a condition."""
        return Scope(dict(scope.values), self.knowledge.after(condition, scope.branch, holds=holds))

    def atoms(self, e: n.Expr, scope: Scope) -> list[n.Expr]:
        """Return what must be computed before a strict expression can be written in line."""
        found: dict[n.Expr, None] = {}
        stack = [e]
        while stack:
            node = stack.pop()
            if node not in scope.values and scope.branch.in_line(node):
                stack.extend(reversed(list(node.children())))
            elif not isinstance(node, (*LITERALS, n.Is)):
                found[node] = None
        return list(found)

    # ---- values

    def atom(self, e: n.Expr, scope: Scope) -> Value:
        """Return where a value is, writing the lines that compute it where it is not there yet."""
        direct = self._direct(e, scope)
        if direct is not None:
            return direct
        states = self.states(e, scope)
        if not states and scope.branch.in_line(e):
            value = scope.values[e] = self.kept(self.known(e, scope))
            return value
        target = self.fresh(e, states)
        if target.state:
            under = f"{target.under} = 1; " if isinstance(target.under, str) else ""
            self.line(f"{target.code} = {target.state} = 0; {under}".rstrip("; "))
        self.assign(e, target, scope)
        scope.values[e] = target
        return target

    def _direct(self, e: n.Expr, scope: Scope) -> Value | None:
        if e in scope.values:
            return self._here(e, scope.values[e], scope)
        if isinstance(e, n.Input):
            return self._here(e, self.inputs[e], scope)
        if isinstance(e, n.Bound):
            return self._here(e, self.bound[e.name], scope)
        if isinstance(e, n.Unknown):
            return Value(0, 1, str(e.state.value))
        literal = LITERAL_VALUES.get(type(e))
        return literal(self, e) if literal else None

    def _here(self, e: n.Expr, value: Value, scope: Scope) -> Value:
        return value if self.states(e, scope) else evolve(value, state=None)

    def known(self, e: n.Expr, scope: Scope) -> Value:
        """Return the code of an expression whose parts are all known here."""
        direct = self._direct(e, scope)
        if direct is None:
            writer = WRITERS.get(type(e)) if scope.branch.in_line(e) or isinstance(e, n.Is) else None
            direct = writer(self, e, scope) if writer else self.atom(e, scope)
        return direct

    def unknown_of(self, atoms: Sequence[n.Expr], scope: Scope) -> list[str]:
        """Return the state variables of those atoms that may be unknown here, computing the atoms."""
        values = [self.atom(atom, scope) for atom in atoms]
        return list(dict.fromkeys(value.state for value in values if value.state is not None))

    # ---- assignments

    def assign(self, e: n.Expr, target: Value, scope: Scope) -> None:
        """Write the lines that give `target` the value of an expression, copied where it is there already."""
        if e in scope.values:
            self._strict(e, target, scope)
        elif isinstance(e, n.When):
            if not self._count_one(e, target, scope):
                self._choose(e, target, scope, opened=False)
        elif isinstance(e, n.Mark):
            self._mark(e, target, scope)
        elif isinstance(e, n.And | n.Or):
            self._join(e, target, scope)
        elif isinstance(e, n.Unknown):
            self._set_state(target, str(e.state.value))
        else:
            self._strict(e, target, scope)

    def _count_one(self, e: n.When, target: Value, scope: Scope) -> bool:
        """Write `1 if test else 0` as the test itself, which counts as that."""
        if (e.then, e.otherwise) != (ONE, ZERO) or self.states(e.condition, scope):
            return False
        self.line(f"{target.code} = 1 if {self.test(e.condition, scope)} else 0")
        return True

    def _mark(self, e: n.Mark, target: Value, scope: Scope) -> None:
        self.line(f"marks += {len(self.marks)},")
        self.marks.append((self.name, e.tag))
        self.assign(e.of, target, scope)

    def _strict(self, e: n.Expr, target: Value, scope: Scope) -> None:
        """Test the states of what it reads once, then write the expression in line."""
        fragile = isinstance(e, FRAGILE) and not scope.branch.sound(e) and e not in scope.values
        atoms = [a for child in e.children() for a in self.atoms(child, scope)] if fragile else self.atoms(e, scope)
        unknown = self.unknown_of(list(dict.fromkeys(atoms)), scope)
        write = self._fragile if fragile else self._put
        if not unknown:
            write(e, target, scope)
            return
        self._give_state(f"if {' or '.join(unknown)}:", unknown, target)
        with self.block("else:"):
            write(e, target, scope.known(*atoms))

    def kept(self, value: Value) -> Value:
        """Return a value that costs nothing to read again."""
        simple = all(isinstance(code, int) or code.isalnum() for code in (value.code, value.under))
        return value if simple else self.keep(value)

    def keep(self, value: Value, *, signed: bool = False) -> Value:
        """Write a number into variables of its own; `signed` turns a negative denominator round."""
        kept = Value(self.variables.new("n"), value.under if isinstance(value.under, int) else self.variables.new("d"))
        self.store(value, kept)
        if signed:
            self.line(f"if {kept.under} < 0: {kept.code} = -{kept.code}; {kept.under} = -{kept.under}")
        return kept

    def store(self, value: Value, target: Value) -> None:
        """Write a number into given variables, over the denominator that these have if it is fixed."""
        if target.under == value.under:
            self.line(f"{target.code} = {value.code}")
        elif isinstance(target.under, int):
            assert isinstance(value.under, int)
            self.line(f"{target.code} = {times(value.code, target.under // value.under)}")
        else:
            self.line(f"{target.code} = {value.code}; {target.under} = {value.under}")

    def _give_state(self, head: str, unknown: Sequence[str], target: Value) -> None:
        with self.block(head):
            self._set_state(target, _strongest(unknown))

    def _set_state(self, target: Value, code: str) -> None:
        """Write that a value is unknown; where it was found that it cannot be, the line is never reached."""
        self.line("pass" if target.state is None else f"{target.state} = {code}")

    def _put(self, e: n.Expr, target: Value, scope: Scope) -> None:
        self.store(self.known(e, scope), target)

    def _fragile(self, e: n.Expr, target: Value, scope: Scope) -> None:
        """Write what may still be invalid: a quotient over 0, a day that is not in the calendar."""
        if isinstance(e, n.Div):
            under = self.known(e.under, scope)
            with self.block(f"if {under.code} == 0:"):
                self._set_state(target, str(State.INVALID.value))
            with self.block("else:"):
                self._put(e, target, self.after(e.under.equals(0), scope, holds=False))
            return
        self._called(CALLS[type(e)](self, e, scope), target)

    def _called(self, call: str, target: Value) -> None:
        """Write a call that gives None where there is no value."""
        self.line(f"{target.code} = {call}")
        with self.block(f"if {target.code} is None:"):
            self.line(f"{target.code} = 0")
            self._set_state(target, str(State.INVALID.value))
        if isinstance(target.under, str):
            self.line(f"{target.under} = 1")
        elif target.under != 1:
            self.line(f"{target.code} *= {target.under}")

    def _choose(self, e: n.When, target: Value, scope: Scope, *, opened: bool) -> None:
        """Write a choice; a chain of them becomes one `if … elif … else` as far as no line must come between."""
        trial = scope.inner()
        with self.aside() as before:
            unknown, test = self.condition(e.condition, trial)
        if before and opened:
            with self.block("else:"):
                self._choose(e, target, scope, opened=False)
            return
        self.lines.extend(before)
        scope = trial
        head = "elif" if opened else "if"
        may_not_apply = State.NOT_APPLICABLE in self.states(e.condition, scope)
        if unknown and may_not_apply:
            if self.states(e.condition, scope) != {State.NOT_APPLICABLE}:
                self._give_state(f"{head} {_strongest(unknown)} > {State.NOT_APPLICABLE.value}:", unknown, target)
                head = "elif"
            test = f"not ({' or '.join(unknown)}) and {test}"
        elif unknown:
            self._give_state(f"{head} {' or '.join(unknown)}:", unknown, target)
            head = "elif"
        with self.block(f"{head} {test}:"):
            self.assign(e.then, target, self.after(e.condition, scope, holds=True))
        rest = self.after(e.condition, scope, holds=False)
        if isinstance(e.otherwise, n.When) and e.otherwise not in rest.values:
            self._choose(e.otherwise, target, rest, opened=True)
        else:
            with self.block("else:"):
                self.assign(e.otherwise, target, rest)

    def condition(self, condition: n.Expr, scope: Scope) -> tuple[list[str], Code]:
        """Return the state variables of what a condition reads, and its test where all of them are 0."""
        if isinstance(condition, n.And | n.Or) and not self.states(condition, scope):
            return [], self.test(condition, scope)
        if isinstance(condition, n.And | n.Or | n.When | n.Mark) or self.states(condition, scope) == NONE:
            value = self.known(condition, scope)
            return ([value.state] if value.state else []), value.code
        atoms = self.atoms(condition, scope)
        unknown = self.unknown_of(atoms, scope)
        with self.aside() as between:
            test = self.known(condition, scope.known(*atoms)).code
        if not between:
            return unknown, test
        value = self.atom(condition, scope)
        return ([value.state] if value.state else []), value.code

    def test(self, condition: n.Expr, scope: Scope) -> Code:
        """Return the test of a condition that is known here: 0 or 1 where it is always the same."""
        if not isinstance(condition, n.And | n.Or) or condition in scope.values:
            return self.known(condition, scope).code
        deciding, word = (0, " and ") if isinstance(condition, n.And) else (1, " or ")
        asked, others = self._asked_states(condition, scope)
        tests = [*asked, *(self.test(each, scope) for each in others)]
        if deciding in tests:
            return deciding
        open_tests = [str(test) for test in tests if not isinstance(test, int)]
        return f"({word.join(open_tests)})" if open_tests else 1 - deciding

    def _asked_states(self, condition: n.And | n.Or, scope: Scope) -> tuple[list[Code], Sequence[n.Expr]]:
        """Return tests for several states of one thing asked at once, and the other operands."""
        if isinstance(condition, n.And):
            return [], condition.of
        asked: dict[n.Expr, States] = {}
        for each in condition.of:
            if isinstance(each, n.Is):
                asked[each.of] = asked.get(each.of, NONE) | {each.state}
        tests = [self.state_test(of, states, scope) for of, states in asked.items()]
        return tests, [each for each in condition.of if not isinstance(each, n.Is)]

    def state_test(self, of: n.Expr, asked: States, scope: Scope) -> Code:
        """Return the test that something is in one of several states."""
        possible = self.states(of, scope)
        if not possible & asked:
            return 0
        state = self.atom(of, scope).state
        if possible <= asked:
            return str(state)
        if asked >= UNANSWERED:
            return f"({state} > {State.NOT_APPLICABLE.value})"
        return f"({' or '.join(f'{state} == {each.value}' for each in sorted(possible & asked))})"

    def _join(self, e: n.And | n.Or, target: Value, scope: Scope) -> None:
        """Write Kleene's and, or: in line where everything it reads is known, else operand by operand."""
        parts = list(dict.fromkeys(self._operands(e, scope)))
        unknown = self.unknown_of(parts, scope)
        if not unknown:
            self.line(f"{target.code} = {self.test(e, scope)}")
            return
        with self.block(f"if {' or '.join(unknown)}:"):
            self._join_unknown(e, target, scope.inner())
        with self.block("else:"):
            self.line(f"{target.code} = {self.test(e, scope.known(*parts))}")

    def _operands(self, e: n.Expr, scope: Scope) -> Iterator[n.Expr]:
        """Yield the atoms that a condition reads, through the conditions that it joins."""
        if isinstance(e, n.And | n.Or | n.Not) and e not in scope.values:
            for each in e.children():
                yield from self._operands(each, scope)
        elif isinstance(e, n.Is):
            yield from self._operands(e.of, scope)
        else:
            yield from self.atoms(e, scope)

    def _join_unknown(self, e: n.And | n.Or, target: Value, scope: Scope) -> None:
        """Write it so that an operand that is unknown neither decides nor hides that another does."""
        is_and = isinstance(e, n.And)
        tests, unknown = list[str](), list[str]()
        for each in e.of:
            states, test = self.condition(each, scope)
            unknown += states
            either = " or ".join(states)
            tests.append(
                str(test) if not states else f"({either} or {test})" if is_and else f"(not ({either}) and {test})"
            )
        self.line(f"{target.code} = {(' and ' if is_and else ' or ').join(tests)}")
        if unknown:
            undecided = target.code if is_and else f"not {target.code}"
            self._give_state(f"if {undecided}:", list(dict.fromkeys(unknown)), target)

    # ---- denominators

    def denominator(self, e: n.Expr) -> int | None:
        """Return the denominator that a value always has, None where it depends on the answers."""
        if isinstance(e, n.Bound):
            under = self.bound[e.name].under
            return under if isinstance(under, int) else None
        rule = DENOMINATORS.get(type(e))
        return rule(self, e) if rule else None

    def common(self, expressions: Sequence[n.Expr]) -> int | None:
        """Return a denominator that serves several values, None where one has none."""
        each = [self.denominator(e) for e in expressions]
        return None if None in each else lcm(*(d for d in each if d is not None))


def _variables_of(value: Value) -> list[str]:
    return [code for code in (value.code, value.under, value.state) if isinstance(code, str)]


def _strongest(states: Sequence[str]) -> str:
    """Return the code of the strongest of some states."""
    match states:
        case [only]:
            return only
        case [first, second]:
            return f"({first} if {first} > {second} else {second})"
        case _:
            return f"top({', '.join(states)})"
