"""Checks a frame against the description of its table and says which row breaks which promise; no data is changed or dropped here.

Pandera is imported only when a check runs, because importing it costs more than an unchanged build may take.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from schemas.model import Column, ColumnType, Table
from schemas.tables import TABLE_BY_NAME

POLARS_TYPES: dict[ColumnType, Any] = {
    "string": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "boolean": pl.Boolean,
    "date": pl.Date,
}
SHOWN_FAILURES = 10
SHOWN_CHARACTERS = 160


@dataclass(frozen=True)
class Failure:
    """One broken promise: `key` names the row (empty for a whole table), `value` what stands there."""

    table: str
    key: str
    column: str
    value: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.table}[{self.key}]" if self.key else self.table
        return f"{place} {self.column}: {self.problem}; it has {self.value!r}. {self.remedy}"


class ContractError(ValueError):
    """Frames that break their contracts; `failures` holds every failure, the message the first few."""

    def __init__(self, failures: list[Failure]) -> None:
        self.failures = failures
        lines = [f"{len(failures)} value(s) break the contract of their table (schemas/tables.py):"]
        lines += [f"  {failure}" for failure in failures[:SHOWN_FAILURES]]
        if len(failures) > SHOWN_FAILURES:
            lines.append(f"  … and {len(failures) - SHOWN_FAILURES} more")
        super().__init__("\n".join(lines))


def polars_schema(table: Table) -> pl.Schema:
    """Column names and Polars types of `table`, in order."""
    return pl.Schema({column.name: POLARS_TYPES[column.type] for column in table.columns})


def empty(table: Table) -> pl.DataFrame:
    """A frame with the columns of `table` and no rows."""
    return pl.DataFrame(schema=polars_schema(table))


def conform(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with its columns in the order of `table` and its rows sorted by the primary key.

    No column is added, dropped or cast: a frame whose columns differ comes back with its own first, for `check` to report.
    """
    if set(frame.columns) != set(table.column_names):
        return frame
    return frame.select(table.column_names).sort(table.primary_key, maintain_order=True)


def is_text_expression(name: str) -> pl.Expr:
    """True where the text of column `name` is neither empty nor surrounded by white space."""
    text = pl.col(name)
    return (text.str.len_bytes() > 0) & (text == text.str.strip_chars())


@cache
def pandera_schema(table: Table) -> Any:
    """The Pandera schema of `table`: strict, ordered, never coercing; every check carries a name that `check` explains."""
    import pandera.polars as pa

    def frame_check(expression: pl.Expr, name: str) -> Any:
        passes = expression.fill_null(True).alias("passes")
        return pa.Check(lambda data: data.lazyframe.select(passes), name=name, error=name)

    def column_checks(column: Column) -> list[Any]:
        checks = []
        if column.allowed and not column.list:
            checks.append(pa.Check.isin([str(word) for word in column.allowed], name="allowed", error="allowed"))
        if column.cell_pattern:
            checks.append(pa.Check.str_matches(column.cell_pattern, name="pattern", error="pattern"))
        if column.minimum is not None:
            checks.append(pa.Check.ge(column.minimum, name="minimum", error="minimum"))
        if column.maximum is not None:
            checks.append(pa.Check.le(column.maximum, name="maximum", error="maximum"))
        return checks

    # One check for the texts of all columns: Pandera takes milliseconds per check, and there are a hundred text columns.
    texts = [is_text_expression(column.name).fill_null(True) for column in table.columns if column.type == "string"]
    rules = [frame_check(pl.sql_expr(rule.sql), f"rule:{rule.name}") for rule in table.rules]
    keys = [
        frame_check(~pl.struct(key).is_duplicated(), f"unique:{', '.join(key)}")
        for key in (table.primary_key, *table.unique)
    ]
    return pa.DataFrameSchema(
        {
            column.name: pa.Column(
                POLARS_TYPES[column.type], nullable=column.nullable, checks=column_checks(column), coerce=False
            )
            for column in table.columns
        },
        checks=[frame_check(pl.all_horizontal(texts), "text"), *keys, *rules],
        strict=True,
        ordered=True,
        name=table.name,
    )


_SOUND: dict[Table, bytes] = {}
"""Digest of the last rows of each table in which nothing was wrong: a build hands the same rows from one check to the next."""


def content_digest(frame: pl.DataFrame) -> bytes:
    """SHA-256 over columns, types and rows of `frame`, for this process only: another Polars may lay them out in other bytes."""
    content = io.BytesIO()
    frame.rechunk().write_ipc_stream(content)
    return hashlib.sha256(content.getbuffer()).digest()


def find_failures(table: Table, frame: pl.DataFrame) -> list[Failure]:
    """Every promise of `table` that `frame` breaks, in the order of rows; empty when it keeps them all."""
    if isinstance(frame, pl.LazyFrame):
        raise TypeError(f"{table.name}: a LazyFrame is not checked for its values; collect it first")
    from pandera.errors import SchemaErrors

    content = content_digest(frame) if frame.schema == pl.Schema(polars_schema(table)) else b""
    if content and _SOUND.get(table) == content:
        return []
    try:
        pandera_schema(table).validate(frame, lazy=True)
        _SOUND[table] = content
    except SchemaErrors as errors:
        cases = errors.failure_cases.sort("index", maintain_order=True, nulls_last=False)
        wrong_shape = any(case["index"] is None for case in cases.iter_rows(named=True))
        return [
            failure
            for case in cases.iter_rows(named=True)
            for failure in _failures(table, frame, case)
            # A wrong column makes every check that touches it fail too: the shape is reported alone.
            if not wrong_shape or (case["index"] is None and not str(case["check"]).startswith(_NAMED))
        ]
    return []


def check(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` itself when it keeps every promise of `table`; raises ContractError with every failure otherwise."""
    failures = find_failures(table, frame)
    if failures:
        raise ContractError(failures)
    return frame


def find_dangling(tables: Mapping[str, pl.DataFrame]) -> list[Failure]:
    """References between the given tables that lead nowhere, one failure per referring row."""
    failures = []
    for table_name, frame in tables.items():
        table = TABLE_BY_NAME[table_name]
        for column in table.columns:
            if column.references is None or column.name not in frame.columns:
                continue
            target, target_column = column.references
            if target not in tables:
                failures.append(
                    Failure(
                        table_name, "", column.name, target, f"table {target} is missing", f"Hand over {target} too."
                    )
                )
                continue
            known = tables[target].select(pl.col(target_column).alias(column.name))
            dangling = frame.filter(pl.col(column.name).is_not_null()).join(known, on=column.name, how="anti")
            failures += [
                Failure(
                    table_name,
                    row_key(table, row),
                    column.name,
                    str(row[column.name]),
                    f"no row of {target} has this {target_column}",
                    f"Make the row of {target}, or mend the reference where {table_name} is made.",
                )
                for row in dangling.iter_rows(named=True)
            ]
    return failures


def check_references(tables: Mapping[str, pl.DataFrame]) -> None:
    """Raises ContractError when a reference between the given tables leads nowhere."""
    failures = find_dangling(tables)
    if failures:
        raise ContractError(failures)


def check_all(tables: Mapping[str, pl.DataFrame], expected: Iterable[str] = tuple(TABLE_BY_NAME)) -> None:
    """Raises ContractError with every failure of every table: a missing or unknown table, bad values, dangling references."""
    expected = tuple(expected)
    failures = [
        Failure(name, "", "*", name, "the table is missing", "Hand over every table of schemas/tables.py.")
        for name in expected
        if name not in tables
    ]
    failures += [
        Failure(name, "", "*", name, "the table is unknown", "Describe it in schemas/tables.py.")
        for name in tables
        if name not in TABLE_BY_NAME
    ]
    known = {name: frame for name, frame in tables.items() if name in TABLE_BY_NAME}
    for name, frame in known.items():
        failures += find_failures(TABLE_BY_NAME[name], frame)
    failures += find_dangling(known)
    if failures:
        raise ContractError(failures)


def row_key(table: Table, row: Mapping[str, Any]) -> str:
    """The primary key of `row` as text, its parts joined with ` | `."""
    return " | ".join("" if row.get(name) is None else str(row[name]) for name in table.primary_key)


_NAMED = ("text", "allowed", "pattern", "minimum", "maximum", "rule:", "unique:")


def _failures(table: Table, frame: pl.DataFrame, case: Mapping[str, Any]) -> list[Failure]:
    if case["check"] != "text" or case["index"] is None:
        return [_failure(table, frame, case)]
    row = frame.row(case["index"], named=True)
    texts = [column.name for column in table.columns if column.type == "string" and row[column.name] is not None]
    wrong = [name for name in texts if row[name] == "" or row[name] != row[name].strip()]
    return [_failure(table, frame, {**case, "column": name}) for name in wrong]


def _failure(table: Table, frame: pl.DataFrame, case: Mapping[str, Any]) -> Failure:
    name = str(case["check"])
    index = case["index"]
    row = frame.row(index, named=True) if index is not None else {}
    key = row_key(table, row) if row else ""
    column_name = str(case["column"] or "")
    if index is None:
        wrong = str(case["failure_case"]) if name.startswith("column_in_") else column_name
        problem, remedy = _explain_shape(table, name, wrong)
        return Failure(table.name, "", wrong, _short(case["failure_case"]), problem, remedy)
    if name.startswith("rule:"):
        rule = next(rule for rule in table.rules if f"rule:{rule.name}" == name)
        shown = {part: row[part] for part in table.column_names if part in rule.sql}
        problem = f"the rule {rule.name} is broken: {rule.meaning}"
        return Failure(
            table.name, key, ", ".join(shown), _short(shown), problem, f"Rows of {table.name} must satisfy: {rule.sql}."
        )
    if name.startswith("unique:"):
        columns = name.removeprefix("unique:")
        value = _short([row[part] for part in columns.split(", ")])
        remedy = f"Make one row of them, or tell them apart in {columns}."
        return Failure(table.name, key, columns, value, "another row has the same", remedy)
    problem, remedy = _explain_value(table.column(column_name), name)
    return Failure(table.name, key, column_name, _short(row[column_name]), problem, remedy)


def _explain_shape(table: Table, name: str, column: str) -> tuple[str, str]:
    if name == "column_in_schema":
        return "the table has no such column", f"Drop {column}, or describe it in schemas/tables.py."
    if name == "column_in_dataframe":
        return "the column is missing", f"Add {column} where {table.name} is made."
    if name == "column_ordered":
        return "the columns are in another order", f"Order them as described: {', '.join(table.column_names)}."
    kind = table.column(column).type if column in table.column_names else "described type"
    return f"the type is not {kind} ({name})", f"Cast {column} to {kind} where {table.name} is made."


def _explain_value(column: Column, name: str) -> tuple[str, str]:
    if name == "not_nullable":
        return "the value is missing", "Give it a value, or declare the column nullable in schemas/tables.py."
    if name == "text":
        return "the text is empty or surrounded by white space", "Strip it; where there is no text, publish null."
    if name == "allowed":
        words = ", ".join(str(word) for word in column.allowed)
        return f"the word is not one of: {words}", "Use one of them, or add the word to schemas/vocabulary.py."
    if name == "pattern" and column.allowed:
        return f"a word of the list is not one of: {', '.join(column.allowed)}", "Join allowed words with `; `."
    if name == "pattern":
        return f"the text does not match {column.cell_pattern}", f"Mend it: {column.meaning}"
    bound = column.minimum if name == "minimum" else column.maximum
    side = "below" if name == "minimum" else "above"
    return f"the number is {side} {bound}", f"Mend it: {column.meaning}"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
