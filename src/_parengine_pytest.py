"""
The pytest plugin: collects `*.case.yaml`, and runs each case as a test named by its id.

Nothing of parengine is imported before the first case file is met, so that pytest starts as quickly as without it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from parengine.criteria import Case
    from parengine.testing._worked.files import Read
    from parengine.testing._worked.shelf import Shelf

_ENDINGS: Final = (".case.yaml", ".case.yml", ".case.json")
_SETS: Final = "parengine_sets"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what can be asked of case files."""
    group = parser.getgroup("parengine", "worked cases of criteria sets")
    group.addoption(
        "--parengine-update",
        action="store_true",
        help="Write what comes out of the cases into their files in the place of what is expected, for review.",
    )
    group.addoption(
        "--parengine-set",
        action="append",
        default=[],
        metavar="FILE",
        help="A criteria set that is not installed; may be given several times.",
    )
    parser.addini(_SETS, "Files of criteria sets that are not installed.", type="paths", default=[])


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to update from several processes: they would write over each other."""
    spread = config.getoption("numprocesses", None) or config.getoption("tx", None) or hasattr(config, "workerinput")
    if config.getoption("parengine_update") and spread:
        from parengine.testing._worked.telling import alone_words

        raise pytest.UsageError(_said(alone_words()))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a case file."""
    if file_path.name.lower().endswith(_ENDINGS):
        return CaseDocument.from_parent(parent, path=file_path)
    return None


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say what was updated, and that it is to be reviewed."""
    updated = config.stash.get(_UPDATED, [])
    if updated:
        from parengine.testing._worked.telling import updated_words

        terminalreporter.write_line(_said(updated_words(len(updated), len(set(updated)))), yellow=True)


_SHELF: Final = pytest.StashKey["Shelf"]()
_UPDATED: Final = pytest.StashKey[list[Path]]()


class CaseDocument(pytest.File):
    """A file of cases; one that does not load is told in the loader's words."""

    read: Read
    content: bytes

    def collect(self) -> Iterable[pytest.Item]:
        """Yield the cases, or in their place why there is no set to hold them against."""
        from parengine.errors import ParengineError

        try:
            self.reread()
        except (OSError, ParengineError) as error:
            raise self.CollectError(_near(_in_words(error, self.path), self.config)) from None
        try:
            _shelf(self.config).set_of(self.read.file)
        except ParengineError as error:
            yield SetTest.from_parent(self, name="set", told=_in_words(error, self.path))
            return
        for case in self.read.file.cases:
            yield CaseTest.from_parent(self, name=case.id, case=case)

    def reread(self) -> None:
        """Take the file as it stands now."""
        from parengine.testing._worked.files import read_cases

        self.content = self.path.read_bytes()
        self.read = read_cases(self.path)


class Untrue(Exception):  # noqa: N818  it is caught here and told without its name
    """What a test of a case fails with: lines for people."""


class _Told(pytest.Item):
    """A test whose failure is a few sentences, without a stack."""

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """Return the sentences of a failure; anything else is told as pytest does."""
        if isinstance(excinfo.value, Untrue):
            return _near("\n".join(excinfo.value.args), self.config)
        return super().repr_failure(excinfo, style)


class SetTest(_Told):
    """The set of a case file, where it cannot be had: one failure in the place of one for each case."""

    def __init__(self, *, told: str, **more: Any) -> None:
        super().__init__(**more)
        self.told = told

    def runtest(self) -> None:
        """Fail with the loader's report."""
        raise Untrue(self.told)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the file starts."""
        return self.path, 0, f"{self.path.name}: set"


class CaseTest(_Told):
    """One case."""

    parent: CaseDocument

    def __init__(self, *, case: Case, **more: Any) -> None:
        super().__init__(**more)
        self.case = case

    def runtest(self) -> None:
        """Hold the case against its set, and update it where that was asked for."""
        from parengine.testing._worked.files import run_case

        read = self.parent.read
        found = run_case(self.case, _shelf(self.config).set_of(read.file), read.file.year)
        if found and not (self.config.getoption("parengine_update") and self._update()):
            raise Untrue(*read.told(self.case, found, _language()))

    def _update(self) -> bool:
        """Return whether the case was written anew in its file."""
        from parengine.errors import DocumentError
        from parengine.testing._worked.updating import update

        try:
            done = update(self.path, [self.case.id], _shelf(self.config), self.parent.content)
        except DocumentError as error:
            raise Untrue(_in_words(error, self.path)) from None
        if done.updated:
            self.parent.reread()
            self.config.stash.setdefault(_UPDATED, []).append(self.path)
        return bool(done.updated)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return the line of the case, counted from 0."""
        return self.path, self.case.line - 1, f"case {self.case.id}"


def _shelf(config: pytest.Config) -> Shelf:
    """Return where sets are found, the same for a whole run; raises what its documents are refused for."""
    if _SHELF not in config.stash:
        from parengine.testing._worked.shelf import Shelf

        config.stash[_SHELF] = Shelf(None, _documents(config))
    return config.stash[_SHELF]


def _documents(config: pytest.Config) -> Iterator[Path]:
    yield from config.getini(_SETS)
    yield from (config.invocation_params.dir / given for given in config.getoption("parengine_set"))


# ---- words


def _language() -> Any:
    """Return the language that the command `parengine` is told to speak in the same place."""
    return "vi" if os.environ.get("PARENGINE_LANGUAGE") == "vi" else "en"


def _said(sentence: str) -> str:
    from parengine._sentences import in_language

    return in_language(sentence, _language())


def _in_words(error: Exception, path: Path) -> str:
    """Return an error as the command tells it, one of the file's system among them."""
    if isinstance(error, OSError):
        from parengine.criteria._source import unreadable

        error = unreadable(str(path), error)
    told = getattr(error, "in_language", None)
    return str(told(_language()) if told else error)


def _near(text: str, config: pytest.Config) -> str:
    """Return lines whose files are named from where pytest was started."""
    return text.replace(f"{config.invocation_params.dir}{os.sep}", "")
