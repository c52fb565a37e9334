"""A rule in words: the phrases of its kind, filled in and put together in one language."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from attrs import evolve, frozen

from .._model import RuleKind
from .._sentences import written
from ..errors import ParengineError
from ..expr import Expr
from ..expr._nodes import Add, Input, Least, Most, walk
from ..expr._prose import writer_of
from ..expr._prose_figures import begun, is_share, threshold
from ..expr._prose_writer import PRODUCT, SUM, Names, Writer, key_of
from ..types import Language, Text
from . import sentences as s
from ._scope import Ratings
from ._steps import End

#: The rule within a rule stands in brackets from this depth on; above it, the sentence around it holds it together.
_BRACKETED: Final = 2


def sentence_of(kind: RuleKind, maximum: Fraction, names: Names, language: Language) -> str:
    """
    Return a rule of a leaf worth `maximum` as a sentence, or several, of a language.

    `names` has labels: of inputs by id (`unit.x` of a unit attribute), of options by `id=option`, of what is counted
    by `id/unit`. What has none is called by its id. A kind without `sentence` is said by its points as they are
    computed, and so is a plugin's whose `sentence` fails.
    """
    said = ". ".join(map(begun, _said(kind, maximum, Saying(names, language))))
    return unicodedata.normalize("NFC", f"{said}.")


def _said(kind: RuleKind, maximum: Fraction, saying: Saying) -> list[str]:
    """Return the sentences of a rule, without their full stops."""
    said: list[list[str]] = []
    for phrase in _phrases(kind, maximum):
        if phrase.zeros and saying.nonzero.issuperset(phrase.zeros):
            continue
        if phrase.opens or not said:
            said.append([])
        said[-1].append(saying.phrase(phrase))
    return ["; ".join(one) for one in said]


def _phrases(kind: RuleKind, maximum: Fraction) -> list[s.Phrase]:
    own: Callable[[Fraction], Iterable[s.Phrase]] | None = getattr(kind, "sentence", None)
    if own is None:
        return [*_generic(kind, maximum)]
    try:
        return [*own(maximum)]
    except _FAILURES:
        if "." not in kind.name:
            raise
    return [*_generic(kind, maximum)]


#: What a plugin's kind may raise instead of yielding a phrase.
_FAILURES: Final = (ParengineError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def _generic(kind: RuleKind, maximum: Fraction) -> Iterator[s.Phrase]:
    """Yield a rule by its points, which is exact; by its kind alone where they are too long or deep to be read."""
    points = kind.points(maximum)
    if not _can_be_read(points):
        fields = {"kind": kind.name, "maximum": maximum}
        vi = "số điểm tính theo quy tắc {kind} (điểm tối đa {maximum})"
        yield s.opening(vi, "points as the rule kind {kind} computes them (maximum {maximum})", **fields)
        return
    yield s.opening(
        "số điểm: {value} (điểm tối đa {maximum})",
        "points: {value} (maximum {maximum})",
        value=points,
        maximum=maximum,
    )


#: How long and how deep an expression may be, written out, for people to read it.
_LONGEST: Final = 2_000
_DEEPEST: Final = 64


def _can_be_read(points: Expr) -> bool:
    """Return whether an expression stays short when what it shares is written out each time."""
    sizes: dict[Expr, tuple[int, int]] = {}
    for node in walk(points):
        parts = [sizes[child] for child in node.children()]
        sizes[node] = 1 + sum(size for size, _ in parts), 1 + max((depth for _, depth in parts), default=0)
    size, depth = sizes[points]
    return size <= _LONGEST and depth <= _DEEPEST


@frozen
class Saying:
    """
    Fills phrases in, in one language.

    `depth` is how many rules stand around the one that is said, `nonzero` what these keep from being 0.
    """

    names: Names
    language: Language
    depth: int = 0
    nonzero: frozenset[Expr] = frozenset()

    @property
    def writer(self) -> Writer:
        """Return what says expressions."""
        return writer_of(self.names, self.language)

    def phrase(self, phrase: s.Phrase) -> str:
        """Return a phrase with its fields filled in."""
        template = phrase.template(self.language)
        return template.format(**{name: self.field(value) for name, value in phrase.fields.items()})

    def field(self, value: Any) -> str:
        """Return a field as text."""
        form = _FORMS.get(type(value))
        if form is not None:
            return form(self, value)
        return self.writer.alone(value) if isinstance(value, Expr) else str(value)

    def number(self, value: Fraction | int) -> str:
        """Return a number as the language writes it."""
        return written(value, self.language)

    def pick(self, vi: str, en: str) -> str:
        """Return the text of the language."""
        return vi if self.language == "vi" else en

    def unit(self, of: Expr) -> str:
        """Return what an input, or all of a sum, counts; nothing where that is not said in the language."""
        inputs = [each for each in walk(of) if isinstance(each, Input)] if isinstance(of, Add | Input) else ()
        units = {*map(self._unit, inputs)}
        return units.pop() if len(units) == 1 else ""

    def _unit(self, of: Input) -> str:
        text = None if of.domain.kind == "percent" else self.names.get(f"{of.name}/unit")
        return "" if text is None else text.vi if self.language == "vi" else text.en or ""


def _points(saying: Saying, field: s.Points) -> str:
    number = saying.number(field.amount)
    return f"{number} {saying.pick('điểm', 'point' if field.amount == 1 else 'points')}"


def _level(saying: Saying, field: s.Level) -> str:
    return _limit(saying, field.value, field.of, share=is_share(field.of, field.value))


def _limit(saying: Saying, value: Fraction, of: Expr, *, share: bool) -> str:
    unit = "" if share else saying.unit(of)
    return threshold(value, saying.language, share=share) + (f" {unit}" if unit else "")


def _interval(saying: Saying, field: s.Interval) -> str:
    share = is_share(field.of, *field.among) if field.share is None else field.share
    low, high = field.low, field.high
    if high is not None and high.at == _least(field):
        return f"{saying.pick('bằng', 'exactly')} {_limit(saying, high.at, field.of, share=share)}"
    last = high or low
    written_ends = {
        name: "" if end is None else _end(saying, end, field.of, share=share, last=end is last)
        for name, end in (("low", low), ("high", high))
    }
    key = (None if low is None else low.after, None if high is None else high.after)
    return _INTERVALS[key].in_language(saying.language).format(**written_ends)


def _end(saying: Saying, end: End, of: Expr, *, share: bool, last: bool) -> str:
    """Return one end; what is counted stands behind the last."""
    return _limit(saying, end.at, of, share=share) if last else threshold(end.at, saying.language, share=share)


def _least(field: s.Interval) -> Fraction | None:
    """Return the least value that an interval can hold, where it is one that is written."""
    if field.low is not None:
        return field.low.at
    of, closed = field.of, field.high is not None and field.high.after
    return of.domain.read_limits()[0] if isinstance(of, Input) and closed else None


#: By whether each end is cut after its value (None: open): then a low end does not belong, but a high one does.
_INTERVALS: Final[Mapping[tuple[bool | None, bool | None], Text]] = {
    (None, None): Text("mọi mức", "any value"),
    (False, None): Text("từ {low} trở lên", "at least {low}"),
    (True, None): Text("trên {low}", "above {low}"),
    (None, False): Text("dưới {high}", "below {high}"),
    (None, True): Text("từ {high} trở xuống", "at most {high}"),
    (False, False): Text("từ {low} đến dưới {high}", "from {low} to below {high}"),
    (False, True): Text("từ {low} đến {high}", "from {low} to {high}"),
    (True, False): Text("trên {low} đến dưới {high}", "above {low} and below {high}"),
    (True, True): Text("trên {low} đến {high}", "above {low} and up to {high}"),
}


def _unit(saying: Saying, field: s.Unit) -> str:
    unit = saying.unit(field.of)
    return saying.pick(f"mỗi {unit or 'trường hợp'}", f"each {unit}" if unit else "each")


def _option(saying: Saying, field: s.Option) -> str:
    """Return an option's label; of a distribution it is an input's part, which has no label of its own."""
    of = field.of
    key = of.name if isinstance(of, Input) and of.part is not None else key_of(of)
    return saying.writer.option(key or "", field.id)


def _signed(saying: Saying, field: s.Signed) -> str:
    """Return a formula; one that has a limit stands in no brackets, because nothing stands around it."""
    text = saying.writer.held(SUM, field.of)
    return text[1:-1] if isinstance(field.of, Least | Most) and text.startswith("(") else text


def _ratings(saying: Saying, field: Ratings) -> str:
    """Return a distribution's label in quotes; what stands before its colon says only that it is one."""
    cited = saying.writer.cited(field.name)
    before, colon, topic = cited.partition(": ")
    return f"“{topic}" if colon and before.startswith("“") else cited


def _listed(saying: Saying, field: s.Listed) -> str:
    said = [saying.field(part) for part in field.parts]
    if field.last is None or len(said) == 1:
        return field.between.join(said)
    return f"{field.between.join(said[:-1])} {field.last.in_language(saying.language)} {said[-1]}"


def _within(saying: Saying, field: s.Within) -> str:
    deeper = evolve(saying, depth=saying.depth + 1, nonzero=saying.nonzero | field.nonzero)
    said = "; ".join(_said(field.rule, field.maximum, deeper))
    return f"[{said}]" if deeper.depth >= _BRACKETED and "; " in said else said


_FORMS: Final[Mapping[type[Any], Callable[[Saying, Any], str]]] = {
    s.Phrase: lambda saying, field: saying.phrase(field),
    s.Points: _points,
    s.Share: lambda saying, field: threshold(field.value, saying.language, share=True),
    s.Interval: _interval,
    s.Level: _level,
    s.Unit: _unit,
    s.Option: _option,
    s.Cited: lambda saying, field: saying.writer.cited(field.key),
    s.Named: lambda saying, field: saying.writer.text(field.of),
    s.Factor: lambda saying, field: saying.writer.held(PRODUCT, field.of),
    s.Signed: _signed,
    s.Listed: _listed,
    s.Within: _within,
    Ratings: _ratings,
    Fraction: lambda saying, field: saying.number(field),
    int: lambda saying, field: saying.number(field),
    Text: lambda saying, field: field.in_language(saying.language),
}
