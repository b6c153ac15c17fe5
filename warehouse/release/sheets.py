"""Reads the tables back out of a release's workbook, so that it can be compared with the other formats; `workbook` writes it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl

from schemas.contracts import polars_schema
from schemas.model import Table
from warehouse.release.workbook import DAY_ZERO, LINKS, MAIN, fitting

ESCAPED = "_x005F_(x[0-9A-Fa-f]{4}_)"
# One pattern for whole columns of cells: a parser of XML makes an object of each of them, which takes many times as long.
TEXT = r"(?:[^<>&\x00-\x08\x0b-\x1f]|&(?:amp|lt|gt);)*"
CELL = (
    r'^(?P<letters>[A-Z]{1,3})(?P<row>[1-9][0-9]{0,6})"(?: s="[0-9]")?(?: t="(?:b|inlineStr)")?>'
    rf'(?:<is><t(?: xml:space="preserve")?>(?P<text>{TEXT})</t></is>|<v>(?P<value>{TEXT})</v>)</c>'
    r'(?:</row>(?:<row r="[0-9]+">)?)?$'
)


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
                frames[table.name] = _frame(table, archive.read(sheets[table.name]).decode())
            return frames
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, EOFError, OSError, UnicodeDecodeError) as error:
        raise WorkbookError(f"cannot be read: {error}") from error


def as_in_workbook(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with texts that are longer than a cell cut as the workbook cuts them."""
    return frame.with_columns(fitting(pl.col(pl.String)))


def _frame(table: Table, sheet: str) -> pl.DataFrame:
    names = table.column_names
    cells = _cells(table, sheet)
    height = cells["row"].max()
    rows = pl.DataFrame({"row": pl.int_range(1, int(str(height or 0)) + 1, dtype=pl.UInt32, eager=True)})
    placed = {_place(str(letters)): part for (letters,), part in cells.partition_by("letters", as_dict=True).items()}
    if beyond := sorted(place for place in placed if place >= len(names)):
        first = placed[beyond[0]].row(0, named=True)
        raise WorkbookError(f"{table.name}: cell {first['letters']}{first['row']} is beyond the last column")
    for place, name in enumerate(names):
        column = placed[place].select("row", pl.col("text").alias(name)) if place in placed else None
        if column is not None and column["row"].is_duplicated().any():
            raise WorkbookError(f"{table.name}: a cell of column {name} is there twice")
        rows = (
            rows.with_columns(pl.lit(None, pl.String).alias(name))
            if column is None
            else rows.join(column, on="row", how="left", maintain_order="left")
        )
    headings = list(rows.select(names).row(0)) if rows.height else []
    if headings != names:
        raise WorkbookError(f"{table.name}: the headings are {headings} instead of {names}")
    return rows[1:].select(_typed(name, kind) for name, kind in polars_schema(table).items())


def _cells(table: Table, sheet: str) -> pl.DataFrame:
    """letters, row and text of every cell; WorkbookError for the first that is not written as a release writes it."""
    _, opened, rest = sheet.partition("<sheetData>")
    inner, closed, _ = rest.partition("</sheetData>")
    if not opened or not closed:
        raise WorkbookError(f"{table.name}: the sheet has no rows")
    pieces = pl.Series("piece", inner.split('<c r="')[1:], dtype=pl.String)
    cells = pl.DataFrame({"piece": pieces}).with_columns(pl.col("piece").str.extract_groups(CELL).struct.unnest())
    wrong = cells.filter(pl.col("letters").is_null())["piece"]
    if wrong.len():
        raise WorkbookError(f"{table.name}: there is a cell that no release writes: {wrong[0][:80]!r}")
    text = pl.coalesce("text", "value").str.replace_all("&lt;", "<", literal=True)
    text = text.str.replace_all("&gt;", ">", literal=True).str.replace_all("&amp;", "&", literal=True)
    return cells.select("letters", pl.col("row").cast(pl.UInt32), text.alias("text"))


def _typed(name: str, kind: pl.DataType) -> pl.Expr:
    text = pl.col(name)
    if kind == pl.String:
        return text.str.replace_all(ESCAPED, "_${1}")
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
