"""Writes all tables into one workbook for spreadsheets, with a page of explanation and the dictionary; no value is computed here."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import polars as pl

from schemas import dataset
from schemas.dictionary import limits_text
from schemas.model import Table
from schemas.tables import TABLES
from warehouse.release.summary import Draft

MOST_CHARACTERS = 32_767
MOST_ROWS = 1_048_576
CUT_MARK = " … [cut here: the whole text is in the CSV file]"


def workbook_bytes(draft: Draft) -> bytes:
    """The .xlsx file of `draft`: sheets `README` and `dictionary`, then a sheet per table in the order of schemas.tables.

    Text is stored as text, so that nothing runs as a formula or becomes a link or a number; years and counts are numbers, days are
    dates. A text longer than a cell can hold is cut with a mark. Equal drafts give equal bytes.
    """
    import xlsxwriter

    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(target, options) as book:
        stamp = datetime(draft.as_of.year, draft.as_of.month, draft.as_of.day)
        book.set_properties({"title": dataset.TITLE, "author": dataset.CREATOR, "created": stamp})
        bold = book.add_format({"bold": True})
        _write_readme(book, draft, bold)
        _write_dictionary(book, bold)
        for table in TABLES:
            _write_table(book, table, draft.tables[table.name], bold)
    return target.getvalue()


def _write_readme(book: Any, draft: Draft, bold: Any) -> None:
    sheet = book.add_worksheet("README")
    sheet.set_column(0, 0, 110)
    lines = [
        dataset.TITLE,
        f"Release {draft.version} of {draft.as_of.isoformat()}",
        dataset.DESCRIPTION,
        dataset.HONESTY,
        "Each further sheet is one table; the sheet `dictionary` explains every column. An empty cell is a missing value. "
        "Lists inside a cell are joined with “; ”.",
        "A text that begins with = + - @ has an apostrophe before it, and characters that cannot be seen are written as \\u "
        "and four hexadecimal digits, as in all other formats of this release.",
        f"{dataset.LICENSE_TITLE}: {dataset.LICENSE_URL}",
        f"Cite as: {dataset.citation(draft.version, draft.as_of.year)}",
    ]
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, line, bold if number == 0 else wrapped)


def _write_dictionary(book: Any, bold: Any) -> None:
    sheet = book.add_worksheet("dictionary")
    headings = ("table", "column", "type", "may be empty", "meaning", "limits")
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, bold)
    rows = [
        (table.name, column.name, column.type, "yes" if column.nullable else "no", column.meaning, limits_text(column))
        for table in TABLES
        for column in table.columns
    ]
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row):
            sheet.write_string(number, place, text)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 3, 18)
    sheet.set_column(4, 5, 80)


def _write_table(book: Any, table: Table, frame: pl.DataFrame, bold: Any) -> None:
    if frame.height >= MOST_ROWS:
        raise ValueError(
            f"{table.name} has {frame.height} rows, a sheet holds {MOST_ROWS - 1}: leave it out of the workbook"
        )
    sheet = book.add_worksheet(table.name)
    writers = {
        "string": lambda row, place, text: sheet.write_string(row, place, _fitting(text)),
        "integer": sheet.write_number,
        "number": sheet.write_number,
        "boolean": sheet.write_boolean,
        "date": sheet.write_datetime,
    }
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.name, bold)
        sheet.write_comment(0, place, column.meaning)
        write = writers[column.type]
        for number, value in enumerate(frame[column.name], start=1):
            if value is not None:
                write(number, place, value)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, frame.height, len(table.columns) - 1)


def _fitting(text: str) -> str:
    # A cell counts UTF-16 units, of which a character has one or two.
    if 2 * len(text) <= MOST_CHARACTERS or len(text.encode("utf-16-le")) // 2 <= MOST_CHARACTERS:
        return text
    units = text.encode("utf-16-le")[: 2 * (MOST_CHARACTERS - len(CUT_MARK))]
    return units.decode("utf-16-le", errors="ignore") + CUT_MARK
