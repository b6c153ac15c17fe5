"""The facts of a page alone: a small page with only the nodes the layout reads, which may be passed on. Raw pages stay private."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

from scrapers.layouts import CellRow, LayoutError, Reading, read_page, read_part
from scrapers.layouts.markup import HEADINGS, Element, headings_before, text_of
from scrapers.layouts.page import Line, lines_of, parse, winners_part
from scrapers.layouts.table import outer_tables, rows_of
from scrapers.registry import Layout

SPANS = ("rowspan", "colspan")


def reduce_page(content: bytes, layout: Layout) -> bytes | None:
    """The page reduced to what its layout reads, as UTF-8 HTML (or JSON): the same rows come out of it.

    None when no reduction gives the same rows: then nothing of the page may be passed on. LayoutError when the page cannot be
    read at all. Without attributes, links, pictures, notes, or a sentence that names no recipient.
    """
    if layout.type == "json":
        read_page(content, layout)
        return _reduce_answer(content)
    plain = layout.model_copy(update={"within": None})
    part = winners_part(parse(content), layout.within)
    lines = lines_of(part) if layout.type != "table" else []
    whole = read_part(part, lines, layout)
    candidates = (
        [_tables(part, whole)]
        if layout.type == "table"
        else [_lines(lines, whole, headings) for headings in (False, True)]
    )
    for body in candidates:
        page = f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{body}</body></html>\n'.encode()
        try:
            again = read_page(page, plain)
        except LayoutError:
            continue
        if _facts(again) == _facts(whole):
            return page
    return None


def _facts(reading: Reading) -> list[tuple[object, ...]]:
    return [(row.text, row.year, row.country, row.category, row.affiliation, row.note) for row in reading.rows]


def _reduce_answer(content: bytes) -> bytes:
    """An API's answer holds facts only; links to pictures and biographies go."""

    def without_links(value: object) -> object:
        if isinstance(value, dict):
            return {
                key: without_links(one) for key, one in value.items() if key not in ("links", "wikipedia", "wikidata")
            }
        return [without_links(one) for one in value] if isinstance(value, list) else value

    return json.dumps(without_links(json.loads(content)), ensure_ascii=False, indent=1).encode()


def _places(rows: list[CellRow]) -> set[str]:
    return {re.sub(r"#\d+$", "", row.place) for row in rows}


def _tables(part: Element, reading: Reading) -> str:
    """The tables that rows came from, row by row, with the headings above them; cells keep their spans and line breaks."""
    wanted = {int(match.group(1)) for row in reading.rows if (match := re.match(r"table\[(\d+)\]", row.place))}
    kept_rows = {place.partition(" cell")[0] for place in _places(reading.rows)}
    written = []
    for number, table in outer_tables(part):
        if number not in wanted:
            continue
        for heading in headings_before(table)[-1:]:
            written.append(f"<{heading.tag}>{_escape(text_of(heading, ' '))}</{heading.tag}>")
        titled = next(table.iter("caption"), None)
        caption = f"<caption>{_escape(text_of(titled, ' '))}</caption>" if titled is not None else ""
        lines = []
        rows = rows_of(table)
        spanned = any(
            int((cell.get("rowspan") or "1").strip() or 1) > 1
            for row in rows
            for cell in row.iter("td", "th")
            if (span := (cell.get("rowspan") or "1").strip()).isascii() and span.isdigit()
        )
        for at, row in enumerate(rows, start=1):
            # a row without recipient is kept where cells reach across rows, so that the columns stay where they are
            if at <= 3 or spanned or f"table[{number}] row[{at}]" in kept_rows:
                lines.append(f"<tr>{''.join(_cell(cell) for cell in row.iterchildren('td', 'th'))}</tr>\n")
        written.append(f"<table>{caption}\n{''.join(lines)}</table>\n")
    return "\n".join(written)


def _cell(cell: Element) -> str:
    spans = "".join(f' {name}="{_escape(cell.get(name))}"' for name in SPANS if cell.get(name))
    text = "<br>".join(_escape(line.text) for line in lines_of(cell))
    return f"<{cell.tag}{spans}>{text}</{cell.tag}>"


def _lines(lines: list[Line], reading: Reading, headings: bool) -> str:
    """The lines that rows came from and the lines that carry their years; with `headings` every heading too."""
    wanted = _places(reading.rows)
    carriers = {leftover.place for leftover in reading.leftovers if leftover.year is not None}
    written = list(
        _blocks(
            [
                line
                for line in lines
                if line.place in wanted or line.place in carriers or (headings and line.tag in HEADINGS)
            ]
        )
    )
    return "".join(written)


def _blocks(lines: list[Line]) -> Iterator[str]:
    """Lines as blocks of their own; neighbours of one list stay one list, as the readers ask for."""
    open_list: int | None = None
    for line in lines:
        if line.tag == "li":
            if open_list != line.container:
                yield ("</ul>\n" if open_list is not None else "") + "<ul>\n"
                open_list = line.container
            yield f"<li>{_escape(line.text)}</li>\n"
            continue
        if open_list is not None:
            yield "</ul>\n"
            open_list = None
        tag = line.tag if line.tag in (*HEADINGS, "p", "dt", "dd") else "p"
        yield f"<{tag}>{_escape(line.text)}</{tag}>\n"
    if open_list is not None:
        yield "</ul>\n"


def _escape(text: str) -> str:
    return html.escape(re.sub(r"\s+", " ", text).strip(), quote=True)
