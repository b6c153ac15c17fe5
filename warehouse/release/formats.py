"""Writes and reads one table as CSV and as Parquet, with settings fixed so that equal rows give equal bytes; safety of text is in `text`."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import polars as pl

from schemas.contracts import polars_schema
from schemas.model import Table
from schemas.tables import SCHEMA_VERSION

ROWS_PER_GROUP = 100_000


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """RFC 4180, UTF-8 without byte order mark, LF; null is an empty cell, and no text is empty."""
    return frame.write_csv(quote_style="necessary", null_value="", line_terminator="\n").encode()


def read_csv(table: Table, path: Path) -> pl.DataFrame:
    """The CSV file at `path` with the types of `table`; never guesses a type."""
    return pl.read_csv(path, schema=polars_schema(table), null_values=None, try_parse_dates=False)


def parquet_bytes(table: Table, frame: pl.DataFrame) -> bytes:
    """Parquet 2.6, zstd; the meaning of each column and of the table is in the file's own metadata, no time of writing is."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types: dict[str, Any] = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    fields = [
        pa.field(column.name, types[column.type], nullable=column.nullable, metadata={"description": column.meaning})
        for column in table.columns
    ]
    about = {"title": table.name, "description": table.meaning, "schema_version": SCHEMA_VERSION}
    rows = frame.select(table.column_names).to_arrow().cast(pa.schema(fields, metadata=about))
    target = io.BytesIO()
    pq.write_table(
        rows,
        target,
        version="2.6",
        data_page_version="1.0",
        compression="zstd",
        compression_level=9,
        row_group_size=ROWS_PER_GROUP,
        use_dictionary=True,
        write_statistics=True,
        store_schema=True,
    )
    return target.getvalue()


def read_parquet(path: Path) -> pl.DataFrame:
    """The Parquet file at `path`."""
    return pl.read_parquet(path, glob=False)


def read_duckdb(path: Path, tables: tuple[Table, ...]) -> dict[str, pl.DataFrame]:
    """All `tables` of the DuckDB file at `path`, rows in the order of their primary keys."""
    import duckdb

    with duckdb.connect(str(path), read_only=True) as connection:
        return {
            table.name: connection.sql(f"FROM {table.name}").pl().sort(table.primary_key, maintain_order=True)
            for table in tables
        }
