"""Rows as a person or a program wants them: a table, CSV or JSON. Where rows come from is the command's matter."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click

_CONTROL = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e]")
FORMATS = ("table", "csv", "json")


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: str = "table") -> None:
    """Prints `rows`. `form`: table (fitted to a terminal, whole texts elsewhere), csv (RFC 4180) or json (a list of objects)."""
    rows = list(rows)
    if form == "json":
        objects = [dict(zip(columns, row, strict=True)) for row in rows]
        click.echo(json.dumps(objects, ensure_ascii=False, indent=2, default=str))
    elif form == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(["" if value is None else value for value in row] for row in rows)
        click.echo(text.getvalue(), nl=False)
    elif sys.stdout.isatty():
        _rich_table(columns, rows)
    else:
        _plain_table(columns, rows)


def printable(text: str) -> str:
    """`text` without the control characters by which what stands on a page could act on a terminal."""
    return _CONTROL.sub("\ufffd", text)


def _rich_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False, row_styles=("", "dim"))
    for number, column in enumerate(columns):
        numbers = bool(rows) and all(isinstance(row[number], int | float | None) for row in rows)
        table.add_column(column, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if value is None else printable(str(value))) for value in row))
    Console().print(table)


def _plain_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    cells = [list(columns), *([_one_line(value) for value in row] for row in rows)]
    widths = [max(len(row[number]) for row in cells) for number in range(len(columns))]
    for row in cells:
        click.echo("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def _one_line(value: Any) -> str:
    return "" if value is None else " ".join(printable(str(value)).split())
