"""Runs over tables of any length: spans, threads, progress, interrupts, and what is said of a table."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from score_sets import compared, quota, ranked, shares, too_wide
from score_tables import cards, rows, shown

from parengine import Assessment, DocumentError, cohort_of
from parengine.batch._score import cohort_of as cohort_of_table
from parengine.batch._score import score, score_stream
from parengine.batch._spans import in_order, spans_of, threads_of
from parengine.errors import RegistryError

MANY = 100_000
#: All sheets of a long table: every so many rows they begin again.
CYCLE = 300


def sheets(rows: int, *, wide: bool = False) -> pa.Table:
    """Return a table of answers; its units' sheets are `CYCLE` different ones in turn."""
    place = np.arange(rows) % CYCLE
    columns = {"a_done": place % 7, "a_all": place % 11 + 7, "b_done": place % 5, "b_all": place % 13 + 5}
    more = {"x": place, "y": place % 3, "z": place % 2} if wide else {}
    chosen = {name: column for name, column in columns.items() if not (wide and name.startswith("b"))}
    return pa.table({"unit": [f"u{each}" for each in range(rows)], **chosen, **more})


def assessments(table: pa.Table) -> list[Assessment]:
    """Return the rows of a table as assessments."""
    given = table.drop_columns(["unit"]).to_pylist()
    answers = [{name: each for name, each in row.items() if each is not None} for row in given]
    return [
        Assessment("small", unit, 2022, each) for unit, each in zip(table["unit"].to_pylist(), answers, strict=True)
    ]


@pytest.mark.parametrize("rows_", [1, 63, MANY])
@pytest.mark.parametrize("engine", ["numpy", "llvm"])
def test_any_number_of_units_is_scored_in_order(rows_: int, engine: Any) -> None:
    """One unit, 63 and a hundred thousand have what their sheets have, each in its own row."""
    table = sheets(rows_)
    of_each_sheet = score(sheets(CYCLE), shares(), engine=engine)

    found = score(table, shares(), engine=engine)

    assert table["unit"].to_pylist() == found["unit"].to_pylist()
    expected = of_each_sheet.take(np.arange(rows_) % CYCLE)
    assert [] == [name for name in found.column_names[1:] if not expected[name].equals(found[name])]


def test_sheets_of_a_long_table_equal_their_scorecards() -> None:
    """The sheets of which a long table is made are scored as one by one."""
    table = sheets(CYCLE)

    assert [shown(card) for card in cards(assessments(table), shares())] == rows(score(table, shares()))


def test_the_number_of_threads_changes_nothing() -> None:
    """One thread and many give the same table, and never more are started than there are cores."""
    table = sheets(MANY)

    one, many = (score(table, shares(), threads=threads) for threads in (1, 64))

    assert one.equals(many)
    assert threads_of(64) <= threads_of(10**6)


def test_units_of_a_long_table_are_ranked_exactly() -> None:
    """A first pass over many spans finds the cohort that one by one finds, and every unit its rank."""
    table = sheets(2 * CYCLE).combine_chunks()
    criteria_set, units = ranked(), assessments(table.select(["unit", "a_done", "a_all"]))
    asked = table.select(["unit", "a_done", "a_all"])

    assert cohort_of(units, criteria_set) == cohort_of_table(asked, criteria_set)
    assert [shown(card) for card in cards(units, criteria_set)] == rows(score(asked, criteria_set))
    assert [shown(card) for card in cards(units[:9], criteria_set, cohort=units)] == rows(
        score(asked.slice(0, 9), criteria_set, cohort=asked)
    )


@pytest.mark.parametrize("make", [compared, ranked])
def test_comparing_units_is_done_in_columns(make: Any) -> None:
    """Means of very many digits and ranks need no row path; the result says what it took from the other units."""
    asked = sheets(CYCLE).select(["unit", "a_done", "a_all"])
    gap = asked.set_column(1, "a_done", pa.array([None, *asked["a_done"].to_pylist()[1:]], pa.int64()))

    result = score(gap, make())

    metadata = result.schema.metadata
    assert [shown(card) for card in cards(assessments(gap), make())] == rows(result)
    assert metadata[b"parengine.reading"].startswith(b"columns")
    assert cohort_of(assessments(gap), make()).digest.encode() == metadata[b"parengine.cohort_digest"]
    assert b"1 unit that others are compared with is missing or invalid: u0" == metadata[b"parengine.provisional"]
    assert b"self" == metadata[b"parengine.stage"]


def test_the_mean_of_many_is_exact() -> None:
    """The mean of a hundred thousand shares is the fraction that it is, and cuts where it is met."""
    asked = sheets(MANY).select(["unit", "a_done", "a_all"])
    expected = sum(Fraction(place % CYCLE % 7, place % CYCLE % 11 + 7) for place in range(MANY)) / MANY

    found = cohort_of_table(asked, compared()).compared[0]

    assert (expected, MANY) == (found.mean, found.count)


def test_a_quota_looks_at_all_rows() -> None:
    """At most half of the units keep the best class; the table says that it was read row by row."""
    table = sheets(CYCLE)

    result = score(table, quota())

    assert [shown(card) for card in cards(assessments(table), quota())] == rows(result)
    assert b"rows, because the quotas of its classes look at all units" == result.schema.metadata[b"parengine.reading"]
    assert all(result["recomputed"].to_pylist())


def test_figures_that_are_too_wide_are_read_by_rows() -> None:
    """A set whose figures may need more than 64 bits is scored exactly all the same, and says so."""
    table = sheets(CYCLE, wide=True)

    result = score(table, too_wide())

    assert [shown(card) for card in cards(assessments(table), too_wide())] == rows(result)
    assert result.schema.metadata[b"parengine.reading"].startswith(b"rows, because ")


def test_a_figure_of_more_digits_than_a_column_holds_is_refused() -> None:
    """Arrow's decimals have 38 digits; what needs more is told with a sentence, not cut."""
    criteria_set = shares(index=f"points * {10**20} * {10**20}")

    with pytest.raises(DocumentError, match="more digits than a number in a table may have"):
        score(sheets(3), criteria_set)


# ---- what is asked


def test_what_is_wrong_is_told_at_once() -> None:
    """A year that is not covered, a stage that there is not and a column that lacks are one report."""
    with pytest.raises(DocumentError) as caught:
        score(sheets(3).drop_columns(["a_all"]), shares(), year=1999, stage="never")  # type: ignore[arg-type]

    told = [(each.path, each.sentence) for each in caught.value.problems]
    assert ("$.year", "'small' does not cover 1999; it covers 2022") in told
    assert ("$.stage", "the stage is one of self, appraised, final, not 'never'") in told
    assert any("a_all" in path + sentence for path, sentence in told)


def test_a_table_without_units_is_refused() -> None:
    """A table of no rows is a problem, not a result without rows."""
    with pytest.raises(DocumentError, match="no rows"):
        score(sheets(0), shares())


@pytest.mark.parametrize("threads", [0, -1, True, "2"])
def test_a_number_of_threads_is_a_whole_number_from_one(threads: Any) -> None:
    """Other numbers of threads are refused with a sentence."""
    with pytest.raises(ValueError, match="the number of threads is a whole number from 1"):
        score(sheets(3), shares(), threads=threads)


def test_an_engine_that_there_is_not_is_refused() -> None:
    """An unknown engine is refused also where no engine would be used."""
    with pytest.raises(RegistryError, match="there is no engine 'abacus'"):
        score(sheets(3, wide=True), too_wide(), engine="abacus")  # type: ignore[arg-type]


def test_figures_of_another_set_are_refused() -> None:
    """Frozen figures of another text of the set cannot be compared with."""
    asked = sheets(CYCLE).select(["unit", "a_done", "a_all"])
    others = cohort_of_table(asked, compared())

    with pytest.raises(DocumentError, match="another text"):
        score(asked, ranked(), cohort=others)


def test_the_cohort_that_is_given_is_examined_too() -> None:
    """What is wrong with a table of others is told beside what is wrong with the table itself."""
    asked = sheets(3).select(["unit", "a_done", "a_all"])

    with pytest.raises(DocumentError) as caught:
        score(asked.drop_columns(["a_all"]), compared(), cohort=asked.drop_columns(["a_done"]))

    assert {"<table>", "<cohort>"} == {each.file for each in caught.value.problems}


# ---- progress and interrupts


@pytest.mark.parametrize("make, passes", [(shares, 2), (ranked, 3), (quota, 3)])
def test_progress_tells_how_far_all_passes_have_come(make: Any, passes: int) -> None:
    """What is done grows to its total: every row is examined, compared if need be, looked at for quotas, and scored."""
    seen: list[tuple[int, int | None]] = []
    table = sheets(1500) if make is not ranked else sheets(1500).select(["unit", "a_done", "a_all"])

    score(table, make(), progress=lambda done, total: seen.append((done, total)))

    done = [each for each, _ in seen]
    assert sorted(done) == done
    assert (1500 * passes, 1500 * passes) == seen[-1]


def test_an_interrupt_ends_a_run_and_its_threads() -> None:
    """An interrupt while spans are computed comes out, and leaves no thread behind."""

    def interrupt(done: int, total: int | None) -> None:
        if total is not None and done > MANY:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score(sheets(MANY), shares(), progress=interrupt)

    assert [] == [each.name for each in threading.enumerate() if each.name.startswith("parengine")]


def test_few_spans_are_under_way_at_a_time() -> None:
    """No more spans are taken from the table than threads work on and one more."""
    taken, given = [0], [0]

    def spans() -> Iterator[int]:
        for place in range(50):
            taken[0] += 1
            assert taken[0] - given[0] <= 4
            yield place

    for place in in_order(lambda span: span, spans(), threads=2):
        given[0] = place + 1

    assert 50 == given[0]


def test_spans_keep_rows_in_order() -> None:
    """Long batches are cut and short ones put together; the rows are the same, in the same order."""
    lengths = [0, 1, 2, 30, 7, 0, 100, 3, 3, 3]
    table = pa.table({"place": range(sum(lengths))})
    starts = np.cumsum([0, *lengths]).tolist()
    batches = [b for s, n in zip(starts, lengths, strict=False) for b in table.slice(s, n).to_batches()]

    found = list(spans_of(batches, 16))

    assert table["place"].to_pylist() == [row for each in found for row in each["place"].to_pylist()]
    assert all(0 < each.num_rows <= 16 for each in found)


def test_a_stream_is_read_from_its_beginning_for_every_pass() -> None:
    """Batches that are given again for each pass give what the whole table gives."""
    asked = sheets(5000).select(["unit", "a_done", "a_all"])
    opened = []

    def reopen() -> Iterator[pa.RecordBatch]:
        opened.append(1)
        yield from asked.to_batches(max_chunksize=777)

    stream = score_stream(reopen, asked.schema, ranked())

    assert score(asked, ranked()).equals(pa.Table.from_batches(stream.batches, stream.schema))
    assert 3 == len(opened)
