"""Page to cell rows, nothing skipped: one reader per layout. Entries, places and kinds are read elsewhere."""

from __future__ import annotations

from scrapers.layouts.answers import read_answer
from scrapers.layouts.cards import read_cards
from scrapers.layouts.cells import CellRow, LayoutError, Leftover, Reading
from scrapers.layouts.lists import read_headed_list, read_year_list
from scrapers.layouts.markup import Element, parse
from scrapers.layouts.page import winners_part
from scrapers.layouts.patterns import read_lines
from scrapers.layouts.prose import read_prose
from scrapers.layouts.table import read_table
from scrapers.layouts.walk import Line, lines_of
from scrapers.registry import Layout

__all__ = ["CellRow", "LayoutError", "Leftover", "Reading", "read_page", "read_part"]


def read_page(content: bytes, layout: Layout, charset: str | None = None) -> Reading:
    """Cell rows and leftovers of one captured page; LayoutError says what is wrong with it and what to do."""
    if layout.type == "json":
        return read_answer(content)
    part = winners_part(parse(content, charset), layout.within, layout.reads_captions)
    return read_part(part, lines_of(part) if layout.type not in ("table", "cards") else [], layout)


def read_part(part: Element, lines: list[Line], layout: Layout) -> Reading:
    """Cell rows and leftovers of the winners' part of a page, or of its lines."""
    if layout.type == "table":
        return read_table(part, layout)
    if layout.type == "cards":
        return read_cards(part, layout)
    reader = {"year_list": read_year_list, "headed_list": read_headed_list, "lines": read_lines, "prose": read_prose}[
        layout.type
    ]
    return reader(lines, layout)
