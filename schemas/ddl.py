"""Writes the DuckDB definition of every table from its description: keys, checks, comments; nothing is executed here."""

from __future__ import annotations

from schemas.model import Column, ColumnType, Table
from schemas.tables import TABLES

DUCKDB_TYPES: dict[ColumnType, str] = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}


def ddl(table: Table) -> str:
    """CREATE TABLE with PRIMARY KEY, FOREIGN KEY, UNIQUE, CHECK and NOT NULL, then COMMENT ON for the table and each column."""
    parts = [_column_definition(column) for column in table.columns]
    parts += [f"CHECK ({rule.sql})" for rule in table.rules]
    parts.append(f"PRIMARY KEY ({', '.join(table.primary_key)})")
    parts += [f"UNIQUE ({', '.join(columns)})" for columns in table.unique]
    parts += [
        f"FOREIGN KEY ({column.name}) REFERENCES {column.references[0]} ({column.references[1]})"
        for column in table.columns
        if column.references
    ]
    statements = [f"CREATE TABLE {table.name} (\n    " + ",\n    ".join(parts) + "\n);"]
    statements.append(f"COMMENT ON TABLE {table.name} IS {quoted(table.meaning)};")
    statements += [
        f"COMMENT ON COLUMN {table.name}.{column.name} IS {quoted(column.meaning)};" for column in table.columns
    ]
    return "\n".join(statements) + "\n"


def tables_sql() -> str:
    """The DDL of all tables, in an order in which each comes after those it refers to."""
    heading = (
        "-- Generated from schemas/tables.py by `python -m schemas`: change that, never this file.\n"
        "-- The warehouse is made with these statements; DuckDB then enforces every key and check a second time.\n\n"
    )
    return heading + "\n".join(ddl(table) for table in TABLES)


def quoted(text: str) -> str:
    """`text` as a SQL string literal, for statements that take no parameters (checks, comments)."""
    return "'" + text.replace("'", "''") + "'"


def _column_definition(column: Column) -> str:
    parts = [column.name, DUCKDB_TYPES[column.type]]
    if not column.nullable:
        parts.append("NOT NULL")
    name = column.name
    if column.type == "string":
        parts.append(f"CHECK ({name} <> '' AND {name} = trim({name}))")
    if column.allowed and not column.list:
        parts.append(f"CHECK ({name} IN ({', '.join(quoted(str(word)) for word in column.allowed)}))")
    if column.cell_pattern:
        parts.append(f"CHECK (regexp_full_match({name}, {quoted(column.cell_pattern)}))")
    if column.minimum is not None:
        parts.append(f"CHECK ({name} >= {column.minimum:g})")
    if column.maximum is not None:
        parts.append(f"CHECK ({name} <= {column.maximum:g})")
    return " ".join(parts)
