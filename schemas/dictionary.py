"""Writes the data dictionary from the table descriptions; counts and examples come from the frames handed over, if any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from schemas.model import Column, Table
from schemas.tables import SCHEMA_VERSION, TABLES
from schemas.vocabulary import KIND_MEANINGS, LEFTOVER_REASONS, MODE_OF_KIND, OUTCOMES, SHAPES

if TYPE_CHECKING:
    import polars as pl

EXAMPLE_CHARACTERS = 60
WORD_MEANINGS: dict[str, Mapping[str, str]] = {
    "Kinds": {kind.value: f"{meaning} (mode {MODE_OF_KIND[kind]})" for kind, meaning in KIND_MEANINGS.items()},
    "Outcomes of a statement": OUTCOMES,
    "Reasons of a leftover": LEFTOVER_REASONS,
    "Shapes of an entry": SHAPES,
}


def dictionary(tables: Mapping[str, pl.DataFrame] | None = None) -> str:
    """Markdown: every table and column with meaning, type and limits; with `tables` also fill rate and an example.

    An example is the first value of the column in the order of the primary key.
    """
    lines = [
        "# Data dictionary",
        "",
        f"Schema version {SCHEMA_VERSION}. Generated from `schemas/tables.py` by `python -m schemas`; change that, never this file."
        if tables is None
        else f"Schema version {SCHEMA_VERSION}. Fill is the share of rows with a value.",
        "",
        "Text is UTF-8; an empty cell of a CSV file is null, and no text is empty. Lists inside a cell are joined with `; `.",
        "",
    ]
    for table in TABLES:
        lines += _table_lines(table, None if tables is None else tables.get(table.name))
    lines += ["## Words", ""]
    for heading, words in WORD_MEANINGS.items():
        lines += [f"### {heading}", ""] + [f"- `{word}`: {meaning}" for word, meaning in words.items()] + [""]
    return "\n".join(lines)


def _table_lines(table: Table, frame: pl.DataFrame | None) -> list[str]:
    rows = "" if frame is None else f" {frame.height} rows."
    lines = [f"## {table.name}", "", f"{table.meaning}{rows} Key: `{', '.join(table.primary_key)}`.", ""]
    if frame is None:
        lines += ["| column | type | meaning | limits |", "|---|---|---|---|"]
    else:
        lines += ["| column | type | meaning | limits | fill | example |", "|---|---|---|---|---|---|"]
    for column in table.columns:
        cells = [f"`{column.name}`", _type_text(column), column.meaning, limits_text(column)]
        if frame is not None:
            cells += _fill_and_example(column, frame)
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    if table.rules:
        lines += ["", "Rules across columns:", ""]
        lines += [f"- {rule.meaning} (`{rule.name}`)" for rule in table.rules]
    return [*lines, ""]


def limits_text(column: Column) -> str:
    """What a value of `column` may be, in words."""
    limits = []
    if column.references:
        limits.append(f"refers to `{column.references[0]}.{column.references[1]}`")
    if column.allowed:
        limits.append("one of " + ", ".join(f"`{word}`" for word in column.allowed))
    elif column.pattern:
        limits.append(f"matches `{column.pattern}`")
    if column.minimum is not None and column.maximum is not None:
        limits.append(f"{column.minimum:g} to {column.maximum:g}")
    elif column.minimum is not None:
        limits.append(f"at least {column.minimum:g}")
    return "; ".join(limits)


def _type_text(column: Column) -> str:
    text = f"list of {column.type}s" if column.list else column.type
    return f"{text}, may be null" if column.nullable else text


def _fill_and_example(column: Column, frame: pl.DataFrame) -> list[str]:
    values = frame[column.name].drop_nulls()
    if not frame.height:
        return ["", ""]
    fill = f"{100 * values.len() / frame.height:.1f} %"
    if not values.len():
        return [fill, ""]
    example = str(values[0])
    return [fill, example if len(example) <= EXAMPLE_CHARACTERS else example[:EXAMPLE_CHARACTERS] + "…"]


def _cell(text: str) -> str:
    parts = text.replace("\n", " ").split("`")
    # Between backticks Markdown shows everything as it is, but a table ends its cells at a bar even there.
    spans = (part if at % 2 and len(parts) % 2 else _plain(part) for at, part in enumerate(parts))
    return "`".join(spans).replace("|", "\\|")


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace("<", "&lt;")
