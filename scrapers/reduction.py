"""The facts of a page alone: a small page with only the nodes the layout reads, which may be passed on. Raw pages stay private."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

from scrapers.entries.annotations import annotations_in
from scrapers.layouts import CellRow, LayoutError, Reading, read_page, read_part
from scrapers.layouts.cards import numbered
from scrapers.layouts.lists import place_of
from scrapers.layouts.markup import HEADINGS, Element, headings_before, parse, text_of
from scrapers.layouts.page import winners_part
from scrapers.layouts.table import expand, outer_tables, rows_of
from scrapers.layouts.walk import Line, lines_of
from scrapers.registry import Layout

SPANS = ("rowspan", "colspan")
MOST_COLUMNS = 40
"""With so many different headings a table is not searched for columns that can be left out, and nothing of it is passed on."""
Instead = dict[Element, str]


def reduce_page(content: bytes, layout: Layout) -> bytes | None:
    """The page reduced to what its layout reads, as UTF-8 HTML (or JSON): the same rows come out of it.

    None when no reduction gives the same rows: then nothing of the page may be passed on. LayoutError when the page cannot be
    read at all. Without attributes, links, pictures, columns that are not read (dates of birth, reasons for the award), or a
    sentence that names no recipient.
    """
    if layout.type == "json":
        whole, small = read_page(content, layout), _reduce_answer(content)
        return small if _says(small, layout, whole) else None
    plain = layout.model_copy(update={"within": None})
    part = winners_part(parse(content), layout.within, layout.reads_captions)
    lines = lines_of(part) if layout.type != "table" else []
    whole = read_part(part, lines, layout)
    if layout.type == "table":
        return _reduce_tables(part, whole, plain)
    if layout.type == "cards":
        small = _page(_cards(part, layout.card or "", whole))
        return small if _says(small, plain, whole) else None
    pages = (_page(_lines(lines, whole, headings)) for headings in (False, True))
    return next((page for page in pages if _says(page, plain, whole)), None)


def _page(body: str) -> bytes:
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{body}</body></html>\n'.encode()


def _says(page: bytes, layout: Layout, whole: Reading) -> bool:
    """Whether a page gives the rows that were read of the whole one."""
    try:
        return _facts(read_page(page, layout)) == _facts(whole)
    except LayoutError:
        return False


def _facts(reading: Reading) -> list[tuple[object, ...]]:
    """What statements are made of; nothing but annotations is taken from a note."""
    return [
        (row.text, row.year, row.country, row.category, row.affiliation, annotations_in(row.note or ""))
        for row in reading.rows
    ]


ANSWER_KEYS = (
    "nobelPrizes", "prizes", "awardYear", "year", "category", "laureates", "knownName", "orgName", "fullName", "firstname", "surname",
    "en", "head", "vars", "results", "bindings", "statement", "item", "itemLabel", "types", "type", "value",
)  # fmt: skip
"""What the layout `json` reads of an answer; the rest is prose, dates of birth and links to pictures."""


def _reduce_answer(content: bytes) -> bytes:
    def read_alone(value: object) -> object:
        if isinstance(value, dict):
            return {key: read_alone(one) for key, one in value.items() if key in ANSWER_KEYS}
        return [read_alone(one) for one in value] if isinstance(value, list) else value

    return json.dumps(read_alone(json.loads(content)), ensure_ascii=False, indent=1).encode()


def _reduce_tables(part: Element, whole: Reading, layout: Layout) -> bytes | None:
    """The tables without what can be left out and no row is another for it: cells of rows without recipient, columns, notes."""
    instead: Instead = {}
    best = _page(_tables(part, whole, instead))
    if not _says(best, layout, whole):
        return None
    tries = _cells_to_try(part, whole)
    if len(tries) > MOST_COLUMNS:
        return None
    for cells in tries:
        for rest in (lambda text: "", lambda text: "; ".join(annotations_in(text))):
            trial = instead | {cell: rest(text_of(cell, " ")) for cell in cells if instead.get(cell) != ""}
            if _says(page := _page(_tables(part, whole, trial)), layout, whole):
                instead, best = trial, page
                break
    return best


def _cells_to_try(part: Element, reading: Reading) -> list[list[Element]]:
    """Cells of rows that are kept for their spans alone, then of each column, those of one heading together in all tables."""
    wanted, kept_rows = _wanted(reading)
    spare: list[Element] = []
    columns: dict[object, list[Element]] = {}
    for number, table in outer_tables(part):
        if number not in wanted:
            continue
        for at, row in enumerate(rows_of(table), start=1):
            if f"table[{number}] row[{at}]" not in kept_rows:
                spare += [cell for cell in row.iterchildren("td") if (cell.get("rowspan") or "1").strip() == "1"]
        grid, _ = expand(table)
        headers = next((row for row in grid[:3] if len(set(map(id, row))) > 1), [])
        for row in grid:
            for column, cell in enumerate(row):
                if cell is not None and cell.tag == "td":
                    header = headers[column] if column < len(headers) else None
                    titled = header is not None and header.tag == "th"
                    columns.setdefault(text_of(header, " ") if titled else column, []).append(cell)
    return [spare, *columns.values()]


def _places(rows: list[CellRow]) -> set[str]:
    return {re.sub(r"#\d+$", "", row.place) for row in rows}


def _wanted(reading: Reading) -> tuple[set[int], set[str]]:
    """Numbers of the tables, and places of the table rows, that rows came from."""
    tables = {int(match.group(1)) for row in reading.rows if (match := re.match(r"table\[(\d+)\]", row.place))}
    return tables, {place.partition(" cell")[0] for place in _places(reading.rows)}


def _tables(part: Element, reading: Reading, instead: Instead) -> str:
    """The tables that rows came from, row by row, with the headings above them; cells keep their spans and line breaks.

    `instead`: what is written in a cell in place of its lines.
    """
    wanted, kept_rows = _wanted(reading)
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
                lines.append(f"<tr>{''.join(_cell(cell, instead) for cell in row.iterchildren('td', 'th'))}</tr>\n")
        written.append(f"<table>{caption}\n{''.join(lines)}</table>\n")
    return "\n".join(written)


def _cell(cell: Element, instead: Instead) -> str:
    spans = "".join(f' {name}="{_escape(cell.get(name))}"' for name in SPANS if cell.get(name))
    text = _escape(instead[cell]) if cell in instead else "<br>".join(_escape(line.text) for line in lines_of(cell))
    return f"<{cell.tag}{spans}>{text}</{cell.tag}>"


def _lines(lines: list[Line], reading: Reading, headings: bool) -> str:
    """The lines that rows came from and the lines that carry their years; with `headings` every heading too."""
    wanted = _places(reading.rows)
    carriers = {leftover.place for leftover in reading.leftovers if leftover.year is not None}
    countries = {row.country for row in reading.rows} - {None}
    written = list(
        _blocks(
            [
                line
                for line in lines
                if line.place in wanted | carriers
                or (headings and line.tag in HEADINGS)
                or (countries and place_of(line.text) in countries)
            ]
        )
    )
    return "".join(written)


def _cards(part: Element, card: str, reading: Reading) -> str:
    """The cards that rows came from, each with the lines that say its name, year and country."""
    tag, _, name = card.partition(".")
    opening = f'<{tag} class="{_escape(name)}">' if name else f"<{tag}>"
    wanted = _places(reading.rows)
    carriers = {
        leftover.place for leftover in reading.leftovers if leftover.year is not None and leftover.reason == "heading"
    }
    countries = {row.country for row in reading.rows} - {None}
    lines: dict[int, list[Line]] = {}
    for line in lines_of(part, numbered(part, card)):
        if line.card:
            lines.setdefault(line.card, []).append(line)
    written = []
    for within in lines.values():
        if any(line.place in wanted for line in within):
            kept = [line for line in within if line.place in wanted | carriers or place_of(line.text) in countries]
            written.append(f"{opening}{''.join(_blocks(kept))}</{tag}>\n")
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
