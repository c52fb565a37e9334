"""
Text to expression.

The grammar stands in `docs/expressions.md`. Operators are read by precedence climbing over one table; a run of
one operator is read in a loop, so only brackets and functions nest, and they nest at most 64 deep. Nothing is
ever executed, and every error knows its place.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final, Protocol

from attrs import frozen

from .._numbers import exact, exact_text, share
from .._sentences import say
from ..errors import ExpressionError, NumberError
from ..types import State, ValueType
from . import _build as b
from . import _nodes as n
from ._domain import Domain
from ._functions import FUNCTIONS
from ._tokens import Token, shortened, tokens

MAX_DEPTH: Final = 64
MAX_NESTED: Final = 2 * MAX_DEPTH  # of brackets and right operands: what keeps the reader off the end of the stack
MAX_BITS: Final = 3_300  # a thousand digits: more would be too long to write into a programme
MAX_NAME: Final = 64
MAX_SUGGESTIONS: Final = 2_000

#: The year that is assessed, which a text writes as the bare word `year`.
ASSESSED_YEAR: Final = b.answer("year", Domain("count", low=Fraction(1), high=Fraction(9999)), origin="period")

CONSTANTS: Final[Mapping[str, n.Expr]] = {
    "true": b.YES,
    "yes": b.YES,
    "false": b.NO,
    "no": b.NO,
    "missing": b.MISSING,
    "not_applicable": b.NOT_APPLICABLE,
    "invalid": b.INVALID,
    "never": b.NEVER_DAY,
}
#: Inside `count(...)` these words are figures of the node being looked at.
_EACH: Final[Mapping[str, n.Expr]] = {
    "points": b.each("points"),
    "maximum": b.each("maximum"),
    "share": b.each("share"),
    "status": b.each("status"),
}
_STATES: Final[Mapping[str, State]] = {
    "missing": State.MISSING,
    "not_applicable": State.NOT_APPLICABLE,
    "invalid": State.INVALID,
}


class Names(Protocol):
    """What a text may refer to."""

    def name(self, name: str) -> n.Expr | None:
        """Return what a name stands for: an input, or a word that the place gives a meaning; None if unknown."""
        ...

    def part(self, name: str, part: str) -> n.Expr | None:
        """Return `name.part`: an option's count, or an attribute of the unit (`unit.kind`); None if unknown."""
        ...

    def suggestions(self) -> Iterable[str]:
        """Return all known names, parts as `name.part`."""
        ...

    def calendar(self) -> n.Calendar:
        """Return the calendar that working days are counted over."""
        ...


def parse(text: str, names: Names, wanted: ValueType | None = None) -> n.Expr:
    """
    Return the expression that `text` writes, of the type `wanted` where one is given.

    `text` is in normal form C. Raises `ExpressionError`, a sentence with a hint and the offset of the character
    it is about, for everything that is not well formed, not well typed, unknown, or beyond the limits: 10,000
    characters, 64 levels of brackets and functions.
    """
    reader = _Reader(tokens(text), names)
    if reader.kind == "end":
        raise ExpressionError(say("there is no expression"), 0)
    found = reader.expression(_LOWEST)
    reader.end()
    if wanted is not None and found.type not in (wanted, None):
        sentence = say("a {wanted} is wanted, this is a {found}", wanted=wanted, found=found.type)
        raise ExpressionError(sentence, reader.tokens[0].offset)
    if len(reader.tokens) > MAX_DEPTH:
        _check_size(found)
    return found


def _check_size(expression: n.Expr) -> None:
    """Refuse what long texts without brackets can make: quotients of quotients, numbers of thousands of digits."""
    depths: dict[n.Expr, int] = {}
    for node in n.walk(expression):
        depths[node] = 1 + max((depths[child] for child in node.children()), default=0)
        if isinstance(node, n.Const) and max(map(int.bit_length, node.value.as_integer_ratio())) > MAX_BITS:
            raise ExpressionError(say("a number that is computed here has more than 1000 digits"), 0)
    if depths[expression] > MAX_DEPTH:
        raise ExpressionError(_TOO_DEEP, 0)


_TOO_DEEP: Final = say("the expression is more than {most} levels deep; write it in parts", most=MAX_DEPTH)


class _Reader:
    """The tokens of one text, and how far they have been read."""

    def __init__(self, found: list[Token], names: Names) -> None:
        self.tokens = found
        self.at = 0
        self.kind = found[0].kind
        self.names = names
        self.brackets = 0
        self.nested = 0
        self.counting = False

    @property
    def token(self) -> Token:
        """Return the token that comes next."""
        return self.tokens[self.at]

    def advance(self) -> Token:
        """Step over the next token and return it."""
        token = self.tokens[self.at]
        self.at += 1
        self.kind = self.tokens[self.at].kind
        return token

    def accept(self, kind: str) -> bool:
        """Step over the next token if it is of this kind; return whether it was."""
        if self.kind != kind:
            return False
        self.advance()
        return True

    def end(self) -> None:
        """Refuse whatever is left."""
        if self.kind != "end":
            raise self.unexpected(say("an operator or the end"))

    def unexpected(self, wanted: str) -> ExpressionError:
        """Return the error that something else was wanted where the next token stands."""
        kind, text, offset = self.token
        if kind == "end":
            return ExpressionError(say("{wanted} is wanted at the end", wanted=wanted), offset)
        hint = _also(text, _WORDS)
        said = say("{wanted} is wanted, not '{text}'{hint}", wanted=wanted, text=shortened(text), hint=hint)
        return ExpressionError(said, offset)

    def expression(self, level: int) -> n.Expr:
        """Read an expression whose operators bind at least as strongly as `level`."""
        self.nested += 1
        if self.nested > MAX_NESTED:
            raise ExpressionError(_TOO_DEEP, self.token.offset)
        left = self.operand(level)
        while (operator := _OPERATORS.get(self.kind)) is not None and operator.level >= level:
            left = operator.read(self, left)
        self.nested -= 1
        return left

    def operand(self, level: int) -> n.Expr:
        """Read what stands before, after or between operators."""
        if self.kind == "not":
            return _contrary(self, level)
        if self.kind == "-":
            return _negative(self)
        atom = _ATOMS.get(self.kind)
        if atom is None:
            raise self.unexpected(say("a value"))
        return atom(self)

    def run(self, *kinds: str, level: int) -> Iterator[tuple[Token, n.Expr]]:
        """Yield each further operator of these kinds with its right operand."""
        while self.kind in kinds:
            yield self.advance(), self.expression(level)

    def open(self) -> Token:
        """Step over an opening bracket, as far as brackets may nest, and return it."""
        self.brackets += 1
        if self.brackets > MAX_DEPTH:
            raise ExpressionError(_TOO_DEEP, self.token.offset)
        return self.advance()

    def close(self, opening: Token) -> None:
        """Step over the closing bracket."""
        if self.kind == "end":
            raise ExpressionError(say("the bracket that opens here is not closed"), opening.offset)
        if not self.accept(")"):
            raise self.unexpected(say("an operator or ')'"))
        self.brackets -= 1


@frozen
class _Operator:
    """How strongly an operator binds, and what reads it and the operands to its right."""

    level: int
    read: Callable[[_Reader, n.Expr], n.Expr]


_LOWEST, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _OPERAND = range(1, 8)


def _located(offset: int, build: Callable[..., n.Expr], *operands: n.Expr) -> n.Expr:
    """Build, and say where in the text it went wrong."""
    try:
        return build(*operands)
    except ExpressionError as error:
        raise ExpressionError(error.sentence, offset) from error


def _joined(build: Callable[..., n.Expr], operands: Sequence[n.Expr], signs: Sequence[Token]) -> n.Expr:
    """Build of many operands at once; an error is placed at the operator beside the operand it is about."""
    try:
        return build(*operands)
    except ExpressionError:
        for operand, sign in zip(operands, (signs[0], *signs), strict=True):
            _located(sign.offset, build, operand)
        raise


def _reader_of(word: str, build: Callable[..., n.Expr], level: int) -> Callable[[_Reader, n.Expr], n.Expr]:
    def read(reader: _Reader, left: n.Expr) -> n.Expr:
        signs, operands = zip(*reader.run(word, level=level + 1), strict=True)
        return _joined(build, (left, *operands), signs)

    return read


def _read_sum(reader: _Reader, left: n.Expr) -> n.Expr:
    terms, signs = [left], list[Token]()
    for sign, term in reader.run("+", "-", level=_PRODUCT):
        signs.append(sign)
        terms.append(term if sign.kind == "+" else _located(sign.offset, b.subtract, b.ZERO, term))
    return _joined(b.add, terms, signs)


def _read_product(reader: _Reader, left: n.Expr) -> n.Expr:
    factors, signs = [left], [reader.token]
    for sign, factor in reader.run("*", "/", level=_OPERAND):
        if sign.kind == "*":
            factors.append(factor)
            signs.append(sign)
        else:
            factors = [_located(sign.offset, b.divide, _joined(b.multiply, factors, signs[1:] or signs), factor)]
            signs = [sign]
    return _joined(b.multiply, factors, signs[1:] or signs)


def _read_comparison(reader: _Reader, left: n.Expr) -> n.Expr:
    operands, signs = [left], list[Token]()
    bare = [_bare_number(reader)]
    for sign, operand in reader.run(*_COMPARISONS, level=_SUM):
        signs.append(sign)
        operands.append(operand)
        bare.append(_bare_number(reader))
    _check_chain(reader, signs)
    links = []
    for sign, (one, other), (first, second) in zip(signs, pairwise(operands), pairwise(bare), strict=True):
        _check_percent(one, other, second, sign)
        _check_percent(other, one, first, sign)
        links.append(_located(sign.offset, b.compare, sign.kind, one, other))  # type: ignore[arg-type]
    return b.and_(*links) if len(links) > 1 else links[0]


def _bare_number(reader: _Reader) -> n.Expr | None:
    """Return the number without `%` that has just been read, None where it was something else."""
    token = reader.tokens[reader.at - 1]
    return _number(token.kind, token.text) if token.kind == "number" else None


def _check_chain(reader: _Reader, signs: Sequence[Token]) -> None:
    """Refuse chains that do not read as one statement: `a < b > c`, `a != b != c`, `a < b is missing`."""
    if reader.kind == "is":
        raise ExpressionError(say("put what is asked about in brackets: '(a = b) is missing'"), reader.token.offset)
    directions = {sign.kind[0] for sign in signs} - {"="}
    if len(signs) > 1 and ("!" in directions or len(directions) > 1):
        raise ExpressionError(say("a chain runs one way; join comparisons with 'and'"), signs[1].offset)


def _check_percent(one: n.Expr, other: n.Expr, bare: n.Expr | None, sign: Token) -> None:
    """Refuse `percent_input < 80`: the input is read as a share, so 80 would be 8000 %."""
    if other is not bare or not isinstance(one, n.Input) or one.domain.kind != "percent":
        return
    if isinstance(other, n.Const) and other.value > 1:
        sentence = say(
            "'{name}' is a percent and 79.7 is read as 0.797; write '{written} %', not '{written}'",
            name=one.name,
            written=exact_text(other.value),
        )
        raise ExpressionError(sentence, sign.offset)


def _read_is(reader: _Reader, left: n.Expr) -> n.Expr:
    """Read `is missing`, `is not missing`; `is not applicable` is the state, `is applicable` its contrary."""
    reader.advance()
    negated = reader.accept("not")
    word = reader.token
    if word.kind != "name" or word.text not in (*_STATES, "applicable"):
        raise ExpressionError(_AFTER_IS, word.offset)
    reader.advance()
    if reader.kind in (*_COMPARISONS, "is"):
        raise ExpressionError(say("put the test in brackets: '(a is missing) = (b is missing)'"), reader.token.offset)
    if word.text == "applicable":
        state, negated = State.NOT_APPLICABLE, not negated
    else:
        state = _STATES[word.text]
    return b.not_(b.is_in(state, left)) if negated else b.is_in(state, left)


_AFTER_IS: Final = say("after 'is' stands 'missing', 'not applicable' or 'invalid'; values are compared with '='")


def _contrary(reader: _Reader, level: int) -> n.Expr:
    first, times = reader.token, 0
    if level > _NOT:
        raise ExpressionError(say("'not' binds weaker than what stands before it; write '(not …)'"), first.offset)
    while reader.accept("not"):
        times += 1
    condition = _located(first.offset, b.not_, reader.expression(_COMPARISON))
    return condition if times % 2 else b.not_(condition)


def _negative(reader: _Reader) -> n.Expr:
    first, times = reader.token, 0
    while reader.accept("-"):
        times += 1
    number = _located(first.offset, b.subtract, b.ZERO, reader.expression(_OPERAND))
    return number if times % 2 else b.subtract(b.ZERO, number)


def _read_number(reader: _Reader) -> n.Expr:
    token = reader.advance()
    try:
        return _number(token.kind, token.text)
    except NumberError as error:
        raise ExpressionError(error.sentence, token.offset) from error


@lru_cache(1024)
def _number(kind: str, text: str) -> n.Expr:
    """Return a written number; the same few stand in most texts."""
    return b.const(share(text) if kind == "percent" else exact(text))


def _read_text(reader: _Reader) -> n.Expr:
    return b.word(reader.advance().text[1:-1])


def _read_brackets(reader: _Reader) -> n.Expr:
    opening = reader.open()
    inner = reader.expression(_LOWEST)
    reader.close(opening)
    return inner


def _read_name(reader: _Reader) -> n.Expr:
    token = reader.advance()
    if reader.kind == "(":
        return _read_call(reader, token)
    return _named(reader, token)


def _named(reader: _Reader, token: Token) -> n.Expr:
    if token.text in CONSTANTS:
        return CONSTANTS[token.text]
    if reader.counting and token.text in _EACH:
        return _EACH[token.text]
    name, _, part = token.text.partition(".")
    found = reader.names.part(name, part) if part else reader.names.name(name)
    if found is None and name == "year" and not part:
        return ASSESSED_YEAR
    if found is None:
        raise ExpressionError(_unknown(token.text, reader.names), token.offset)
    return found


def _unknown(name: str, names: Names) -> str:
    if name in FUNCTIONS:
        return say("'{name}' is a function; write '{usage}'", name=name, usage=FUNCTIONS[name].usage)
    hint = _also(name, (*names.suggestions(), *CONSTANTS, *_WORDS))
    return say("'{name}' is not known here{hint}", name=shortened(name), hint=hint)


def _also(name: str, known: Iterable[str]) -> str:
    """Return a hint at the known name that is most like `name`, nothing where none is."""
    close = difflib.get_close_matches(name.lower()[:MAX_NAME], islice(known, MAX_SUGGESTIONS), n=1)
    return say("; did you mean '{near}'?", near=close[0]) if close else ""


def _read_call(reader: _Reader, name: Token) -> n.Expr:
    function = FUNCTIONS.get(name.text)
    if function is None:
        hint = _also(name.text, FUNCTIONS)
        raise ExpressionError(
            say("there is no function '{name}'{hint}", name=shortened(name.text), hint=hint), name.offset
        )
    if name.text == "count" and reader.counting:
        raise ExpressionError(say("'count' cannot stand inside 'count'"), name.offset)
    opening = reader.open()
    arguments = _arguments(reader, name.text)
    reader.close(opening)
    return _located(name.offset, lambda *given: function.call(given, reader.names.calendar), *arguments)


def _arguments(reader: _Reader, function: str) -> list[n.Expr]:
    counting, reader.counting = reader.counting, reader.counting or function == "count"
    found: list[n.Expr] = []
    last = reader.kind == ")"
    while not last:
        otherwise = function == "when" and len(found) > 1 and reader.accept("otherwise")
        found.append(reader.expression(_LOWEST))
        last = otherwise or not reader.accept(",")
    reader.counting = counting
    return found


_COMPARISONS: Final = ("=", "!=", "<", "<=", ">", ">=")

_OPERATORS: Final[Mapping[str, _Operator]] = {
    "or": _Operator(_LOWEST, _reader_of("or", b.or_, _LOWEST)),
    "and": _Operator(_AND, _reader_of("and", b.and_, _AND)),
    **dict.fromkeys(_COMPARISONS, _Operator(_COMPARISON, _read_comparison)),
    "is": _Operator(_COMPARISON, _read_is),
    **dict.fromkeys("+-", _Operator(_SUM, _read_sum)),
    **dict.fromkeys("*/", _Operator(_PRODUCT, _read_product)),
}
_ATOMS: Final[Mapping[str, Callable[[_Reader], n.Expr]]] = {
    "number": _read_number,
    "percent": _read_number,
    "text": _read_text,
    "name": _read_name,
    "(": _read_brackets,
}
#: Words that a text may mean where it writes something like them.
_WORDS: Final = (*FUNCTIONS, "and", "or", "not", "is")
