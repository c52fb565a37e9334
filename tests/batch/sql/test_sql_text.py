"""What is printed: names, comments, what is refused; and that it is always the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parengine import discover, loads
from parengine.batch import DIALECTS, SqlError, create_table, sql
from parengine.batch._sql._comments import comment, harmless
from parengine.batch._sql._dialects import dialect_of
from parengine.batch._sql._identifiers import names_in, parts_of, qualified
from parengine.errors import DocumentError
from parengine.testing._draw.builders import asked, document, group, leaf

HOSTILE = "Tên */ -- '; DROP TABLE answers; \" /* \n -- x */ --"
EVERY = list(DIALECTS)
QUARTER = {"kind": "formula", "points": "min(a, 10)"}


def small(**more):
    return loads(document(leaf("1", 10, QUARTER, inputs={"a": asked("count")}), **more))


def hostile():
    """Return a set whose every label tries to leave its comment."""
    declared = {"a": {**asked("count"), "label": {"vi": HOSTILE}}}
    nodes = leaf("1", 10, QUARTER, inputs=declared) | {"label": {"vi": HOSTILE}}
    return loads(document(nodes) | {"title": {"vi": HOSTILE}})


@given(st.text())
def test_a_comment_is_one_line_that_nothing_leaves(text):
    """No text ends its comment or starts another, and none holds a control character."""
    line = harmless(text)

    assert not any(mark in line for mark in ("--", "*/", "/*", "\n", "\r", "\x00", "\u2028", "\u202e"))
    assert all(each.startswith("--") for each in comment(text))


@pytest.mark.parametrize("dialect", EVERY)
def test_labels_never_reach_the_code(dialect):
    """With its comments taken away, the SQL of a set with hostile labels is that of one with plain ones."""
    code, plain = (
        [line for line in sql(each, dialect).splitlines() if not line.lstrip().startswith("--")]
        for each in (hostile(), small())
    )

    assert plain == code


@pytest.mark.parametrize(
    "name", ['a"b', "tỉnh Đắk Nông", "x; DROP TABLE t", "select", "a''b", '"a.b"', "ANSWERS 2", "%s ?"]
)
def test_a_name_of_any_kind_is_only_a_name(database, name):
    """A table and a view of strange names are made, filled and asked like any other."""
    criteria_set, view = small(), f"{name}2" if not name.endswith('"') else '"v.w"'
    table = qualified(parts_of(name, dialect_of(database.name)))
    shown = qualified(parts_of(view, dialect_of(database.name)))
    database.run(create_table(criteria_set, database.name, table=name))
    try:
        database.run(f"INSERT INTO {table} VALUES ('u', 4)")
        database.run(sql(criteria_set, database.name, table=name, view=view))
        assert ["4.00"] == [str(row["index"]) for row in database.rows(f"SELECT * FROM {shown}")]
        database.run(f"DROP VIEW {shown}")
    finally:
        database.run(f"DROP TABLE {table}")


@pytest.mark.parametrize("dialect", EVERY)
@pytest.mark.parametrize("name", ["", "  ", "a.", ".a", "a..b", "a\x00b", "a\nb", "\ud800"])
@pytest.mark.parametrize("option", ["table", "view", "unit"])
def test_what_cannot_be_a_name_is_refused(dialect, name, option):
    """Nothing, control characters and half a character are no names; the error is a sentence."""
    if option == "unit" and "." in name:
        return
    with pytest.raises(SqlError, match=r"empty|no text"):
        sql(small(), dialect, **{option: name})


@pytest.mark.parametrize("option", ["table", "view", "unit"])
def test_postgres_is_given_no_name_that_it_would_cut(option):
    """PostgreSQL cuts a name at 63 bytes without a word, so a longer one is refused."""
    with pytest.raises(SqlError, match="cuts names at 63 bytes"):
        sql(small(), "postgres", **{option: "ộ" * 30})
    assert "ộ" * 30 in sql(small(), "duckdb", **{option: "ộ" * 30})


@given(st.lists(st.text("ab~", min_size=1, max_size=80), unique=True, max_size=30), st.sampled_from(EVERY))
def test_no_two_columns_become_one(names, dialect):
    """The names of columns stay apart, whatever a database cuts or folds, and short ones stay as they are."""
    spoken = dialect_of(dialect)
    called = list(names_in(spoken, names).values())

    assert len(names) == len({name.casefold() if spoken.folds_case else name for name in called})
    assert all(len(name.encode()) <= (spoken.longest_name or 1000) for name in called)


def test_long_and_clashing_names_are_scored(database):
    """An input with a long name, and codes that differ by a capital, give the right columns."""
    long = "a" + "b" * 62
    other = long + "c"
    rules = [{"kind": "formula", "points": f"min({each}, 10)"} for each in (long, other)]
    nodes = [leaf(code, 10, rule) for code, rule in zip(("1a", "1A"), rules, strict=True)]
    criteria_set = loads(document(*nodes, inputs={long: asked("count"), other: asked("count")}))
    database.drop("answers")
    database.run(create_table(criteria_set, database.name))
    database.run("INSERT INTO answers VALUES ('u', 3, 4)")
    [row] = database.rows(sql(criteria_set, database.name))

    assert ["3.00", "4.00"] == [str(value) for name, value in row.items() if name.lower().startswith("points 1a")]


@pytest.mark.parametrize("dialect", EVERY)
def test_the_same_set_gives_the_same_bytes(dialect):
    """What is printed is deterministic, says what it rests on, and ends in one semicolon."""
    province = discover().get("ministry-2022-province")
    printed = sql(province, dialect, year=2022, nodes=False)

    assert printed == sql(province, dialect, year=2022, nodes=False)
    assert printed.startswith("-- NOT AN OFFICIAL RESULT")
    assert province.digest in printed
    assert printed.endswith(";\n")


def test_a_table_is_never_hidden_by_a_layer(database):
    """A table that is called as a layer would be is still the one that is read."""
    database.drop("answers_read")
    database.run(create_table(small(), database.name, table="answers_read"))
    database.run("INSERT INTO answers_read VALUES ('u', 4)")

    assert ["u"] == [row["unit"] for row in database.rows(sql(small(), database.name, table="answers_read"))]


def test_every_row_says_of_which_set_it_is_and_what_must_be_said_first(database):
    """A view drops the comments of its statement; the columns set and notice stay with every row."""
    database.drop("answers")
    database.run(create_table(small(), database.name))
    database.run("INSERT INTO answers VALUES ('u', 4)")
    [row] = database.rows(sql(small(), database.name))

    assert (small().id, True) == (row["set"], row["notice"].startswith("NOT AN OFFICIAL RESULT"))


def test_a_view_does_not_read_itself():
    """A view cannot have the name of its table."""
    with pytest.raises(SqlError, match="give it another"):
        sql(small(), "sqlite", view="ANSWERS")


def test_the_units_have_a_name_of_their_own():
    """The column of the units is not called as an answer or a figure."""
    for name in ("a", "A", "index", "points 1"):
        with pytest.raises(SqlError, match="another is"):
            sql(small(), "sqlite", unit=name)
    assert 'AS "mã"' in sql(small(), "sqlite", unit="mã")


def test_an_unknown_dialect_is_told_with_those_that_there_are():
    """Another dialect is refused with the list."""
    with pytest.raises(SqlError, match="'duckdb' or 'postgres' or 'sqlite'"):
        sql(small(), "oracle")


def test_a_year_and_a_stage_are_those_of_the_set():
    """A year that the edition does not cover and a stage that there is not are problems."""
    with pytest.raises(DocumentError, match="does not cover 1999"):
        sql(small(), "sqlite", year=1999)
    with pytest.raises(DocumentError, match="the stage is one of"):
        sql(small(), "sqlite", stage="last")


def test_sets_that_look_at_other_units_need_frozen_figures():
    """A set that compares units is refused without a cohort, one that ranks them or has a quota always."""
    relative = {"kind": "formula", "points": "min(10, a / cohort_mean(a))", "if_zero": "zero"}
    mean = loads(document(leaf("1", 10, relative, inputs={"a": asked("count", low=1)})))
    rank = loads(
        document(
            leaf(
                "1",
                10,
                {"kind": "formula", "points": "10 / cohort_rank(a)", "if_zero": "zero"},
                inputs={"a": asked("count")},
            )
        )
    )
    quota = {"list": [{"id": "A", "label": "A", "at_least": 5}, {"id": "B", "label": "B", "below": 5}]}
    quota["quota"] = [{"class": "A", "share": "20%"}]
    for criteria_set, why in ((mean, "frozen figures"), (rank, "place of a unit"), (small(classes=quota), "quota")):
        with pytest.raises(SqlError, match=why):
            sql(criteria_set, "duckdb")


def test_figures_too_wide_for_a_database_are_refused():
    """Where 64 bits are not proved to be enough, the set is refused and the command for tables is named."""
    wide = {"kind": "formula", "points": "min(10, a * a * a * a / 1000000)"}
    with pytest.raises(SqlError, match="64 bits"):
        sql(loads(document(leaf("1", 10, wide, inputs={"a": asked("count")}))), "sqlite")


def test_more_columns_than_a_database_takes_are_refused():
    """A result wider than the database's limit is refused; without the nodes it is printed."""
    nodes = [
        group(str(n), *(leaf(f"{n}.{i}", 1, QUARTER | {"points": "min(a, 1)"}) for i in range(30))) for n in range(22)
    ]
    criteria_set = loads(document(*nodes, inputs={"a": asked("count")}))

    with pytest.raises(SqlError, match="SQLite takes 2000 columns"):
        sql(criteria_set, "sqlite")
    assert sql(criteria_set, "sqlite", nodes=False)
