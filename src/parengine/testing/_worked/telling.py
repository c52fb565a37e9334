"""What a run of cases comes to, in a line."""

from __future__ import annotations

from ..._sentences import Sentence, say, say_counted


def updated_words(cases: int, files: int) -> Sentence:
    """Return how many cases in how many files were updated, and what is to be done now."""
    return say(
        "{cases} in {files} updated: review what was written before it is kept",
        cases=cases_words(cases),
        files=files_words(files),
    )


def alone_words() -> Sentence:
    """Return why pytest does not update in several processes."""
    return say("'--parengine-update' writes files; run it in one process, without '-n'")


def cases_words(count: int) -> Sentence:
    """Return a number of cases."""
    return say_counted("{count} case", "{count} cases", count)


def files_words(count: int) -> Sentence:
    """Return a number of files."""
    return say_counted("{count} file", "{count} files", count)
