"""Every promise of every table is broken once, in Pandera and in DuckDB, and must be refused by both."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import duckdb
import polars as pl
import pytest

from schemas import __main__ as generated
from schemas.contracts import (
    ContractError,
    Failure,
    check,
    check_all,
    check_references,
    conform,
    find_failures,
    polars_schema,
)
from schemas.ddl import ddl
from schemas.dictionary import dictionary
from schemas.model import Column, Table
from schemas.tables import TABLE_BY_NAME, TABLES
from tests import factory

CHANGE = {
    "table_name": "recognitions",
    "key": "river_prize-2001-r0",
    "column_name": "kind",
    "change_type": "changed",
    "old": "person",
    "new": "people",
    "cause": "decision",
}


def good_tables() -> dict[str, pl.DataFrame]:
    return factory.tables() | {"changes": factory.frame("changes", [CHANGE])}


@pytest.fixture(scope="module")
def good() -> dict[str, pl.DataFrame]:
    return good_tables()


@pytest.fixture(scope="module")
def warehouse(good):
    connection = duckdb.connect()
    for table in TABLES:
        connection.execute(ddl(table))
    for table in TABLES:
        connection.register("incoming", good[table.name].to_arrow())
        connection.execute(f"INSERT INTO {table.name} SELECT * FROM incoming")
    yield connection
    connection.close()


def bad_values(column: Column) -> list[tuple[str, Any]]:
    """(what the failure must say, a value that breaks the column) for every promise of `column`."""
    values: list[tuple[str, Any]] = []
    if not column.nullable:
        values.append(("missing", None))
    if column.type == "string":
        values += [("white space", ""), ("white space", " padded ")]
    if column.allowed and not column.list:
        values.append(("not one of", "no such word"))
    if column.allowed and column.list:
        values += [("not one of", "no such word"), ("not one of", f"{column.allowed[0]};{column.allowed[1]}")]
    if column.pattern:
        values.append(("does not match", "Ünmatched value!"))
    if column.minimum is not None:
        values.append(("below", column.minimum - 1))
    if column.maximum is not None:
        values.append(("above", column.maximum + 1))
    return values


COLUMN_CASES = [
    pytest.param(table, column, says, value, id=f"{table.name}.{column.name}-{says.replace(' ', '_')}-{value!r}")
    for table in TABLES
    for column in table.columns
    for says, value in bad_values(column)
]
RULE_BREAKERS: dict[tuple[str, str], dict[str, Any]] = {
    ("recognitions", "lineages_within_sources"): {"lineage_count": 3, "source_count": 2},
    ("recognitions", "corroborated_has_two_lineages"): {"corroboration": "corroborated", "lineage_count": 1},
    ("recognitions", "mode_follows_kind"): {"kind": "community", "mode": "individual"},
    ("statements", "unattached_says_why"): {"recognition_id": None, "outcome": "supports"},
    ("collective_share", "awarded_within"): {"numerator_awarded": 9, "denominator_awarded": 8},
    ("collective_share", "numerator_within"): {"numerator": 13, "denominator": 12, "numerator_awarded": 0},
    ("collective_share", "interval_around_share"): {"wilson_low": 0.9, "share": 0.5, "wilson_high": 0.95},
    ("trend_models", "interval_around_estimate"): {"low": 0.2, "estimate": 0.1, "high": 0.3},
    ("reliability", "interval_around_agreement"): {"low": 0.9, "estimate": 0.8, "high": 0.95},
}


def spoil(table: Table, frame: pl.DataFrame, values: dict[str, Any]) -> pl.DataFrame:
    """`frame` with `values` in its first row."""
    rows = frame.to_dicts()
    rows[0] = rows[0] | values
    return pl.DataFrame(rows, schema=polars_schema(table))


def duckdb_refuses(connection: duckdb.DuckDBPyConnection, table: Table, row: dict[str, Any]) -> bool:
    names = ", ".join(row)
    marks = ", ".join("?" for _ in row)
    connection.execute("BEGIN")
    try:
        connection.execute(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", list(row.values()))
    except (duckdb.ConstraintException, duckdb.ConversionException):
        return True
    finally:
        connection.execute("ROLLBACK")
    return False


def fresh_row(table: Table, good: dict[str, pl.DataFrame]) -> dict[str, Any]:
    """A row that the warehouse would take: the first one under a key of its own."""
    row = good[table.name].row(0, named=True)
    name = table.primary_key[-1]
    new: dict[str, Any] = {
        "recognition_id": "river_prize-1999-new",
        "source_id": "river_prize/new",
        "statement_id": "river_prize/new#1999-1",
        "recipient_id": "brand-new",
        "role": "affiliation",
        "bound": "upper" if row.get("bound") == "lower" else "lower",
        "reason": "cut",
        "year": 1999,
        "language": "xx",
        "measure": "specific agreement",
    }
    row = row | {name: new.get(name, "brand_new")}
    if table.name == "collective_share":
        row |= {"period": 1950}
    return row


def test_the_factory_makes_tables_that_keep_every_promise(good):
    check_all(good)


@cache
def failures_of_all_bad_values(table: Table) -> list[Failure]:
    """What the contract says of one frame that has a row per bad value of any column."""
    row = good_tables()[table.name].row(0, named=True)
    rows = [row | {column.name: value} for column in table.columns for _, value in bad_values(column)]
    return find_failures(table, pl.DataFrame(rows, schema=polars_schema(table)))


@pytest.mark.parametrize(("table", "column", "says", "value"), COLUMN_CASES)
def test_a_bad_value_is_refused_and_named(good, warehouse, table, column, says, value):
    shown = str(float(value)) if column.type == "number" and value is not None else str(value)
    failures = [
        failure
        for failure in failures_of_all_bad_values(table)
        if (failure.column, failure.value) == (column.name, shown) and says in failure.problem
    ]
    assert len(failures) == 1
    assert failures[0].table == table.name
    assert failures[0].remedy
    if column.name not in table.primary_key:
        assert failures[0].key == " | ".join(str(part) for part in good[table.name].select(table.primary_key).row(0))
    assert duckdb_refuses(warehouse, table, fresh_row(table, good) | {column.name: value})


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_warehouse_takes_the_row_that_the_bad_ones_are_made_from(good, warehouse, table):
    assert not duckdb_refuses(warehouse, table, fresh_row(table, good))


@pytest.mark.parametrize(
    ("table", "rule"), [(table, rule) for table in TABLES for rule in table.rules], ids=lambda value: value.name
)
def test_a_broken_rule_is_refused_and_named(good, warehouse, table, rule):
    values = RULE_BREAKERS[table.name, rule.name]
    failures = find_failures(table, spoil(table, good[table.name], values))
    assert [failure for failure in failures if rule.name in failure.problem and rule.meaning in failure.problem]
    assert duckdb_refuses(warehouse, table, fresh_row(table, good) | values)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_duplicate_key_is_refused(good, warehouse, table):
    frame = good[table.name]
    failures = find_failures(table, pl.concat([frame, frame[:1]]))
    assert {failure.problem for failure in failures} == {"another row has the same"}
    assert len(failures) == 2 * (1 + len(table.unique))
    assert duckdb_refuses(warehouse, table, frame.row(0, named=True))


@pytest.mark.parametrize(
    ("table", "column"),
    [
        pytest.param(table, column, id=f"{table.name}.{column.name}")
        for table in TABLES
        for column in table.columns
        if column.references
    ],
)
def test_a_dangling_reference_is_refused_and_named(good, warehouse, table, column):
    frame = spoil(table, good[table.name], {column.name: "nowhere"})
    with pytest.raises(ContractError, match="no row of") as caught:
        check_references(good | {table.name: frame})
    assert {(failure.table, failure.column, failure.value) for failure in caught.value.failures} >= {
        (table.name, column.name, "nowhere")
    }
    assert duckdb_refuses(warehouse, table, fresh_row(table, good) | {column.name: "nowhere"})


def test_a_missing_or_unknown_table_is_refused(good):
    rest = {name: frame for name, frame in good.items() if name != "recipients"}
    with pytest.raises(ContractError, match="recipients"):
        check_all(rest)
    with pytest.raises(ContractError, match="the table is unknown"):
        check_all(good | {"surprise": good["awards"]})


def test_a_wrong_shape_is_reported_once_and_alone(good):
    table = TABLE_BY_NAME["coverage"]
    frame = good["coverage"].drop("reason").with_columns(pl.lit(1).alias("extra"), pl.col("year").cast(pl.String))
    problems = {failure.column: failure.problem for failure in find_failures(table, frame)}
    assert problems["extra"] == "the table has no such column"
    assert problems["reason"] == "the column is missing"
    assert problems["year"].startswith("the type is not integer")
    assert len(problems) == 3
    assert find_failures(table, good["coverage"].select(reversed(good["coverage"].columns)))


def test_a_lazy_frame_is_never_taken_for_checked(good):
    with pytest.raises(TypeError, match="collect it first"):
        find_failures(TABLE_BY_NAME["coverage"], good["coverage"].lazy())


def test_the_message_names_table_row_column_value_and_remedy(good):
    frame = spoil(TABLE_BY_NAME["awards"], good["awards"], {"scope": "galactic"})
    with pytest.raises(ContractError) as caught:
        check(TABLE_BY_NAME["awards"], frame)
    message = str(caught.value)
    for part in ("awards[river_prize]", "scope", "galactic", "international, regional, national", "Use one of them"):
        assert part in message


def test_conform_orders_columns_and_rows_and_changes_nothing(good):
    frame = good["recognitions"]
    shuffled = frame.select(sorted(frame.columns)).sample(fraction=1, shuffle=True, seed=7)
    assert conform(TABLE_BY_NAME["recognitions"], shuffled).equals(frame)


def test_every_table_comes_after_those_it_refers_to():
    names = [table.name for table in TABLES]
    for table in TABLES:
        for column in table.columns:
            if column.references:
                assert names.index(column.references[0]) < names.index(table.name)
                assert TABLE_BY_NAME[column.references[0]].primary_key == (column.references[1],)


def test_the_generated_files_are_current():
    assert generated.main(["--check"]) == 0


def test_the_dictionary_names_every_column_and_takes_its_figures_from_the_tables(good):
    text = dictionary(good)
    for table in TABLES:
        section = text.split(f"\n## {table.name}\n")[1].split("\n## ")[0]
        for column in table.columns:
            assert f"| `{column.name}` |" in section
    filled = good["recognitions"]["category"].drop_nulls().len() / good["recognitions"].height
    row = next(line for line in text.splitlines() if line.startswith("| `category` |"))
    assert f"{100 * filled:.1f} %" in row
    assert "Valley" in row


def test_dates_and_numbers_have_the_described_types(good):
    assert good["sources"]["seen_on"][0] == date(2026, 1, 31)
    assert good["recognitions"].schema == polars_schema(TABLE_BY_NAME["recognitions"])


def test_the_dictionary_shows_what_stands_between_backticks_as_it_is():
    assert "| `<award_id>/<short name>`. |" in dictionary()
    assert "matches `^([A-Z]{2}\\|INT)$`" in dictionary()
