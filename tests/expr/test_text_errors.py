"""Every mistake is a sentence with a hint, at the place where it is."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parengine.errors import ExpressionError
from parengine.expr import Expr
from parengine.expr._text import parse
from parengine.testing._draw.expressions import SHEET
from parengine.types import ValueType

#: The text with ^ before the character that the error is about, and what its sentence holds.
MISTAKES = {
    # numbers
    "min(^1,2)": "'1,2' has a comma between digits; write '1.2' for one number, '1, 2' for two",
    "done > ^1.000,5": "'1.000,5' has a comma between digits; put a space after it, or write a point",
    "date(^2022,1,31)": "'2022,1,31' has a comma between digits; put a space after it",
    "done > ^1e5": "'1e5' has an exponent; write the digits out",
    "done > ^1.5E": "has an exponent",
    "done > ^5.": "'5.' ends in a point; write '5'",
    "done > ^.5": "write '0.5', not '.5'",
    "done > ^1_000": "'1_000' has a '_'; write the digits together",
    "done > ^12abc": "'12abc' is neither a number nor a name",
    "^2.4.1": "has more than one point; a node's code stands in quotes",
    "done > ^" + "9" * 31: "has more than 30 digits",
    "done ^%": "'%' stands only after a number",
    "(80) ^%": "'%' stands only after a number",
    # dates and texts
    "issued < ^2022-01-31": "'2022-01-31' would be arithmetic; write the date as 'date(2022, 1, 31)'",
    "issued < ^31/01/2022": "'31/01/2022' would be arithmetic; write the date as 'date(2022, 1, 31)'",
    'level = ^"low': "the text that starts here is not closed",
    "level = ^'low'": "write '\"'",
    "level = ^“low”": "write '\"'",
    "^date(2022, 2, 30)": "'30/2/2022' is not a date",
    "^date(2022.5, 1, 1)": "'1/1/2022.5' is not a date",
    "^date(0, 1, 1)": "'1/1/0' is not a date",
    "^date(year, 2, 29)": "'29/2' is not a day of every year",
    "^date(year, done, 1)": "a whole number must be written here; write 'date(2022, 1, 31)'",
    # signs
    "done ^== total": "'==' is not used here; write '='",
    "done ^<> total": "write '!='",
    "done ^=> total": "write '>='",
    "done ^=< total": "write '<='",
    "planned ^&& planned": "write 'and'",
    "planned ^|| planned": "write 'or'",
    "^!planned": "write 'not'",
    "done ^≤ total": "write '<='",
    "done ^× total": "write '*'",
    "done ^** 2": "write 'a product'",
    "done ^$ total": "'$' is not used here",
    "done ^\x00": "'\\x00' is not used here",
    "done ^\\ 2": "'\\' is not used here",
    # names
    "^plan": "'plan' is not known here; did you mean 'planned'?",
    "^Planned": "did you mean 'planned'?",
    "unit.^terain".replace("unit.^", "^unit."): "did you mean 'unit.terrain'?",
    "^qwertz": "'qwertz' is not known here",
    "^kế_hoạch": "'kế_hoạch' is not a name; names are made of the letters a to z, digits and '_'",
    "^a.b.c": "'a.b.c' is not a name; one point may stand between a name and its part",
    "^done.": "is not a name",
    "^points + 1": "'points' is a function; write 'points(\"2.4.1\")'",
    "^mim(1, 2)": "there is no function 'mim'; did you mean 'min'?",
    "^done(1)": "there is no function 'done'",
    "planned ^AND planned": "'AND'; did you mean 'and'?",
    # shape
    "^": "there is no expression",
    "done +^": "a value is wanted at the end",
    "done + ^)": "a value is wanted, not ')'",
    "done ^total": "an operator or the end is wanted, not 'total'",
    "done^)": "an operator or the end is wanted, not ')'",
    "done^, total": "an operator or the end is wanted, not ','",
    "^(done": "the bracket that opens here is not closed",
    "min^(done, total": "the bracket that opens here is not closed",
    "min(done ^total)": "an operator or ')' is wanted, not 'total'",
    "(done^, total)": "an operator or ')' is wanted, not ','",
    "done + ^not planned": "write '(not …)'",
    "done < total ^> 3": "a chain runs one way; join comparisons with 'and'",
    "done != total ^!= 3": "a chain runs one way",
    "done = total ^is missing": "'(a = b) is missing'",
    "done is missing ^= planned": "put the test in brackets",
    "done is missing ^is missing": "put the test in brackets",
    "planned is ^yes": "after 'is' stands 'missing', 'not applicable' or 'invalid'; values are compared with '='",
    "planned is^": "after 'is' stands",
    "^otherwise": "a value is wanted, not 'otherwise'",
    "min(done, ^otherwise 1)": "a value is wanted, not 'otherwise'",
    "when(planned, 1, otherwise 2^, 3)": "an operator or ')' is wanted",
    # arguments
    "^when(planned, 1)": "2 arguments are given; write 'when(condition, value, otherwise)'",
    "^when(planned, 1, planned, 2)": "the value for all other cases is not there",
    "^days(approved)": "1 argument is given; write 'days(a, b)'",
    "^whole(done, 1)": "2 arguments are given; write 'whole(a)'",
    "^min()": "0 arguments are given",
    "^nth_best(done, total)": "a whole number must be written here",
    "^nth_best(3, done, total)": "there is no number 3 among 2",
    "^points(2.4)": "a node's code must stand here in quotes; write 'points(\"2.4.1\")'",
    '^points("2..4")': "a node's code must stand here in quotes",
    '^count(planned, "2")': "a node's code must stand here in quotes",
    'count("2", ^count("3", points = 0) = 1)': "'count' cannot stand inside 'count'",
    # types
    "done ^+ planned": "'+' takes a number, not a yes/no",
    "done + 1 ^- planned": "'-' takes a number, not a yes/no",
    "planned ^+ done": "'+' takes a number",
    "done * total ^* planned": "'*' takes a number",
    "done ^/ planned": "'/' takes a number",
    "done ^/ 0": "division by zero",
    "^-planned": "'-' takes a number",
    "^not done": "'not' takes a yes/no, not a number",
    "planned ^and done": "'and' takes a yes/no, not a number",
    "planned or planned ^or done": "'or' takes a yes/no, not a number",
    "done ^= planned": "a number cannot be compared with a yes/no",
    "planned ^< planned": "is compared with = or !=",
    'level ^= "lwo"': "'lwo' is not an option of level: low, high",
    'status("2") ^= "zerod"': "'zerod' is not a status",
    "done < total ^< planned": "a number cannot be compared with a yes/no",
    "^when(done, 1, 0)": "'when' takes a yes/no",
    "^when(planned, 1, planned)": "both must be of one type",
    "^year(done)": "'year' takes a date",
    # percents
    "disbursed ^< 80": "'disbursed' is a percent and 79.7 is read as 0.797; write '80 %', not '80'",
    "50 ^<= disbursed <= 60 %": "write '50 %', not '50'",
}


@pytest.mark.parametrize("marked, sentence", MISTAKES.items())
def test_mistakes(marked: str, sentence: str) -> None:
    """The error's sentence says what is wrong, and its offset is that of the character it is about."""
    before, after = marked.split("^")

    with pytest.raises(ExpressionError) as caught:
        parse(before + after, SHEET)

    assert sentence in caught.value.sentence
    assert len(before) == caught.value.offset


def test_wrong_type_for_the_place() -> None:
    """A text of another type than the place wants is refused at its first character."""
    with pytest.raises(ExpressionError) as caught:
        parse("  done + 1", SHEET, ValueType.YES_NO)

    assert ("a yes/no is wanted, this is a number", 2) == (caught.value.sentence, caught.value.offset)


def test_errors_count_from_one_for_people() -> None:
    """The sentence that people read counts characters from 1."""
    error = ExpressionError("this is wrong", 4)

    assert "this is wrong (at character 5)" == str(error)
    assert str(error) == str(pickle.loads(pickle.dumps(error)))


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever is typed, the answer is an expression or an error with a place inside the text."""
    _read_or_refuse(text)


PIECES = ["done", "planned", "issued", "level", "unit.terrain", "1", "80 %", '"low"', "(", ")", ",", "and", "or", "not",
          "is", "missing", "applicable", "=", "<", "<=", "!=", "+", "-", "*", "/", "when(", "min(", "count(", "date(",
          "points(", "year", "otherwise", "never", "points"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
def test_any_jumble_is_read_or_refused(text: str) -> None:
    """The words of the language in any order are an expression or an error with a place inside the text."""
    _read_or_refuse(text)


def _read_or_refuse(text: str) -> None:
    found = _read(text)

    assert isinstance(found, (Expr, ExpressionError))
    assert isinstance(found, Expr) or (found.offset is not None and 0 <= found.offset <= len(text))
    assert isinstance(found, Expr) or found.sentence.isprintable()


def _read(text: str) -> Expr | ExpressionError:
    try:
        return parse(text, SHEET)
    except ExpressionError as error:
        return error
