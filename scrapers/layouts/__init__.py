"""Page to cell rows, nothing skipped: one reader per layout. Entries, places and kinds are read elsewhere."""

from __future__ import annotations

from scrapers.layouts.answers import read_answer
from scrapers.layouts.cells import CellRow, LayoutError, Leftover, Reading
from scrapers.layouts.lists import read_headed_list, read_year_list
from scrapers.layouts.page import lines_of, parse, winners_part
from scrapers.layouts.patterns import read_lines
from scrapers.layouts.table import read_table
from scrapers.registry import Layout

__all__ = ["CellRow", "LayoutError", "Leftover", "Reading", "read_page"]


def read_page(content: bytes, layout: Layout, charset: str | None = None) -> Reading:
    """Cell rows and leftovers of one captured page; LayoutError says what is wrong with it and what to do."""
    if layout.type == "json":
        return read_answer(content)
    part = winners_part(parse(content, charset), layout.within)
    if layout.type == "table":
        return read_table(part, layout)
    lines = lines_of(part)
    reader = {"year_list": read_year_list, "headed_list": read_headed_list, "lines": read_lines}[layout.type]
    return reader(lines, layout)
