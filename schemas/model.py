"""How a table is described: columns with meaning, type and limits. What is made from a description lives in `contracts`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

ColumnType = Literal["string", "integer", "number", "boolean", "date"]


@dataclass(frozen=True)
class Column:
    """One column: `meaning` is a sentence for the data dictionary; a `list` column joins its items with `; `."""

    name: str
    meaning: str
    type: ColumnType = "string"
    nullable: bool = False
    allowed: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    list: bool = False
    references: tuple[str, str] | None = None

    @property
    def cell_pattern(self) -> str | None:
        """The pattern a whole cell must match: `pattern`, or for a list of allowed words the joined list."""
        if self.list and self.allowed:
            word = "(" + "|".join(re.escape(item) for item in self.allowed) + ")"
            return f"^{word}(; {word})*$"
        return self.pattern


@dataclass(frozen=True)
class RowRule:
    """A rule across the columns of one row, as a SQL boolean expression that DuckDB and Polars SQL both read."""

    name: str
    sql: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """One published table: rows are sorted by `primary_key`, which is total."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...] = ()
    rules: tuple[RowRule, ...] = field(default=())

    @property
    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError when the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name}")
