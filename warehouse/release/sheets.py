"""Reads the tables back out of a release's workbook, so that it can be compared with the other formats; `workbook` writes it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import IO

import polars as pl

from schemas.contracts import polars_schema
from schemas.model import Table
from warehouse.release.workbook import DAY_ZERO, LINKS, MAIN, fitting

ESCAPED = re.compile("_x005F(?=_x[0-9A-Fa-f]{4}_)")


class WorkbookError(ValueError):
    """A workbook that does not hold what a release's does; the message says where."""


def read_workbook(path: Path, tables: tuple[Table, ...]) -> dict[str, pl.DataFrame]:
    """`tables` as the sheets of the workbook at `path` hold them, with their types; WorkbookError for what is not a workbook of ours."""
    from lxml import etree

    try:
        with zipfile.ZipFile(path) as archive:
            targets = {
                link.get("Id"): link.get("Target")
                for link in etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
            }
            book = etree.fromstring(archive.read("xl/workbook.xml"))
            sheets = {
                sheet.get("name"): f"xl/{targets[sheet.get(f'{{{LINKS}}}id')]}"
                for sheet in book.iter(f"{{{MAIN}}}sheet")
            }
            frames = {}
            for table in tables:
                if table.name not in sheets:
                    raise WorkbookError(f"there is no sheet {table.name}")
                with archive.open(sheets[table.name]) as sheet:
                    frames[table.name] = _frame(table, sheet)
            return frames
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, EOFError, OSError) as error:
        raise WorkbookError(f"cannot be read: {error}") from error


def as_in_workbook(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with texts that are longer than a cell cut as the workbook cuts them."""
    return frame.with_columns(fitting(pl.col(pl.String)))


def _frame(table: Table, sheet: IO[bytes]) -> pl.DataFrame:
    from lxml import etree

    names = table.column_names
    columns: list[list[str | None]] = [[] for _ in names]
    for number, (_, row) in enumerate(etree.iterparse(sheet, tag=f"{{{MAIN}}}row")):
        cells: list[str | None] = [None] * len(names)
        for cell in row:
            place = _place(cell.get("r"))
            if place >= len(names):
                raise WorkbookError(f"{table.name}: cell {cell.get('r')} is beyond the last column")
            cells[place] = "".join(cell.itertext())
        row.clear()
        if number == 0:
            if cells != names:
                raise WorkbookError(f"{table.name}: the headings are {cells} instead of {names}")
            continue
        for column, cell_text in zip(columns, cells, strict=True):
            column.append(cell_text)
    texts = pl.DataFrame(dict(zip(names, columns, strict=True)), schema=dict.fromkeys(names, pl.String))
    return texts.select(_typed(name, kind) for name, kind in polars_schema(table).items())


def _typed(name: str, kind: pl.DataType) -> pl.Expr:
    text = pl.col(name)
    if kind == pl.String:
        return text.map_elements(lambda cell: ESCAPED.sub("", cell), return_dtype=pl.String)
    if kind == pl.Boolean:
        return text == "1"
    if kind == pl.Date:
        return (text.cast(pl.Int32, strict=False) - DAY_ZERO).cast(pl.Date)
    return text.cast(kind, strict=False)


def _place(reference: str) -> int:
    place = 0
    for letter in reference.rstrip("0123456789"):
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
