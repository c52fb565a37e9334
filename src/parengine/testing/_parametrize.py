"""
One test a law, for pytest: the compliance tests of a plugin are three lines.

    @parametrize_laws("tay-ninh-agency-2023")
    def test_the_laws(law) -> None:
        law()
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from attrs import frozen

from .._model import CriteriaSet
from .._sentences import say
from ..errors import ParengineError, RegistryError
from ..types import Language
from ._checking import Broken, hold, laws_for
from ._laws.law import Law
from ._subject import Subject, subject_of


@frozen
class LawOfSet:
    """A law about one set; calling it tries it, and fails the test with the counter-example alone."""

    law: Law
    subject: Subject

    def __call__(self) -> None:
        """Try the law."""
        __tracebackhide__ = True
        try:
            hold(self.law, self.subject, _language())
        except Broken as broken:
            told = str(broken)
        else:
            return
        pytest.fail(told, pytrace=False)  # outside, so that pytest does not tell the first error too


@frozen
class Unloaded:
    """A set that does not load: one failing test with the loader's report, in the place of all laws."""

    error: ParengineError

    def __call__(self) -> None:
        """Fail with the report."""
        __tracebackhide__ = True
        pytest.fail(self.error.in_language(_language()), pytrace=False)


def _language() -> Language:
    """Return the language that the tests of cases speak in the same place."""
    return "vi" if os.environ.get("PARENGINE_LANGUAGE") == "vi" else "en"


def parametrize_laws(*sets: str | os.PathLike[str] | CriteriaSet) -> pytest.MarkDecorator:
    """
    Make one test a law of a test function with the argument `law`, for each set: an id, a file, or a loaded set.

    The name of a file is relative to the folder that pytest runs in; `Path(__file__).parent / "set.yaml"` stands
    beside the test wherever that is. A set that does not load gives one test, which fails with the loader's report;
    so does what is no set, and where no set is given at all, since no test would pass for laws that hold.
    What fails is told in the language that the environment variable `PARENGINE_LANGUAGE` names, en or vi.
    """
    return pytest.mark.parametrize("law", [each for of in sets for each in _laws_of(of)] or [_of_nothing()])


def _of_nothing() -> object:
    sentence = say("no criteria set is given; give the id of an installed one, its file or a loaded one")
    return pytest.param(Unloaded(RegistryError(sentence)), id="no-set")


def _laws_of(of: str | os.PathLike[str] | CriteriaSet) -> Iterator[object]:
    try:
        subject = subject_of(of)
    except ParengineError as error:
        yield pytest.param(Unloaded(error), id=f"{_called(of)}-loads")
        return
    for law in laws_for(subject):
        yield pytest.param(LawOfSet(law, subject), id=f"{subject.criteria_set.id}-{law.name}")


def _called(of: object) -> str:
    return str(of) if isinstance(of, str | os.PathLike) else type(of).__name__
