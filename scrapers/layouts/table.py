"""Layout `table`: rows of cells under header words, spans expanded. Entries inside a cell are split elsewhere."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from scrapers.layouts.cells import CellRow, LayoutError, Leftover, Reading
from scrapers.layouts.markup import Element, text_of
from scrapers.layouts.page import heading_path
from scrapers.layouts.sections import not_winners
from scrapers.layouts.walk import cell_lines
from scrapers.layouts.years import find_years, is_not_awarded, leading_year
from scrapers.lexicon import looks_personal
from scrapers.registry import ColumnRole, Layout
from scrapers.text import tidy

DITTO = re.compile(r"^[\s\"”“″〃〞'’,-]*[\"”“″〃〞][\s\"”“″〃〞'’]*$")
_ORGANISATION = re.compile(r"\W*(?:organi[sz]ation|institution|organisme)\W*$", re.IGNORECASE)
FEWEST_ROWS = 3
PAIR = 2
PERSONAL = 0.7
MOST_PERSONS_TOLD = 0.3
MAX_SPAN = 400
MOST_COLUMNS = 1_000
Grid = list[list[tuple[str, ...] | None]]


@cache
def _header_roles() -> dict[str, str]:
    with (Path(__file__).parent / "headers.csv").open(encoding="utf-8", newline="") as file:
        return {word: row["role"] for row in csv.DictReader(file) for word in row["words"].split("|")}


@lru_cache(1024)
def header_role(header: str) -> str | None:
    """The role of a header in any language, by the whole header, then by its first or last word; None when unknown."""
    roles = _header_roles()
    folded = re.sub(r"\s+", " ", re.sub(r"\[.*?\]", " ", header).casefold()).strip(" :.*†‡")
    if folded in roles:
        return roles[folded]
    bare = re.sub(r"\(.*?\)", " ", folded)
    words = [word for word in re.split(r"[\s/,&]+", bare) if word]
    for word in [words[0], words[-1]] if words else []:
        if word in roles and roles[word] != "ignore":
            return roles[word]
    return next((roles[word] for word in words if word in roles), None)


def expand(table: Element) -> tuple[list[list[Element | None]], list[int]]:
    """Cells of a table on a grid, every span repeated; rows of different length keep their length. And row numbers."""
    grid: list[list[Element | None]] = []
    pending: dict[int, tuple[int, Element]] = {}
    numbers: list[int] = []
    for number, row in enumerate(rows_of(table), start=1):
        line: list[Element | None] = []

        def fill(line: list[Element | None] = line) -> None:
            while len(line) in pending:
                left, cell = pending[len(line)]
                if left == 1:
                    del pending[len(line)]
                else:
                    pending[len(line)] = (left - 1, cell)
                line.append(cell)

        for cell in row.iterchildren("td", "th"):
            fill()
            for _ in range(_span(cell, "colspan")):
                if (down := _span(cell, "rowspan")) > 1:
                    pending[len(line)] = (down - 1, cell)
                line.append(cell)
            if len(line) > MOST_COLUMNS:
                raise LayoutError(
                    f"a table is wider than {MOST_COLUMNS} columns in row {number}: no list of winners is"
                )
        fill()
        grid.append(line)
        numbers.append(number)
    return grid, numbers


def outer_tables(part: Element) -> Iterator[tuple[int, Element]]:
    """The tables below `part` that stand in no other table, with their numbers among all of them.

    A table that arranges a page by holding other tables of several rows counts for nothing.
    """
    arranging: set[Element] = set()
    for number, table in enumerate((table for table in part.iter("table") if table is not part), start=1):
        if any(outer not in arranging for outer in table.iterancestors("table")):
            continue
        if any(_holds_data(inner) for inner in table.iter("table") if inner is not table):
            arranging.add(table)
        else:
            yield number, table


def _holds_data(table: Element) -> bool:
    rows = [row for row in rows_of(table) if len(row.findall("td")) + len(row.findall("th")) > 1]
    return len(rows) >= FEWEST_ROWS


def rows_of(table: Element) -> list[Element]:
    """The rows of a table without those of tables inside it."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]


def _span(cell: Element, name: str) -> int:
    given = cell.get(name)
    if not given:
        return 1
    text = given.strip()
    return max(1, min(int(text), MAX_SPAN)) if text.isascii() and text.isdigit() else 1


def read_table(part: Element, layout: Layout) -> Reading:
    """Rows of every table under `part` that has a year and a recipient column; other tables are leftovers.

    LayoutError when no table qualifies, or when one does and has a header that nobody explains.
    """
    reading = Reading()
    problems: list[str] = []
    found = False
    for number, table in outer_tables(part):
        place = f"table[{number}]"
        headings = headings_of(table)
        if layout.heading and not any(re.search(layout.heading, heading) for heading in headings):
            reading.leftovers.append(Leftover(place, "ignored", tidy(text_of(table, " "))[:200]))
            continue
        grid, numbers = expand(table)
        header_at, roles, unknown = _roles(grid, layout)
        if not any(role.role == "recipient" for role in roles):
            turned = _turned(grid)
            at, turned_roles, turned_unknown = _roles(turned, layout)
            if at == 0 and {"year", "recipient"} <= {role.role for role in turned_roles}:
                # the headers stand in the first column
                grid, numbers = turned, list(range(1, len(turned) + 1))
                header_at, roles, unknown = at, turned_roles, turned_unknown
        if not any(role.role == "recipient" for role in roles):
            reason = (
                "nominee"
                if any(r.role == "nominee" for r in roles)
                else "jury"
                if any(r.role == "jury" for r in roles)
                else "ignored"
            )
            reading.leftovers.append(Leftover(place, not_winners(headings) or reason, tidy(text_of(table, " "))[:200]))
            continue
        if section := not_winners(headings):
            reading.leftovers.append(Leftover(place, section, tidy(text_of(table, " "))[:200]))
            continue
        years = _years_of(headings) if not any(role.role == "year" for role in roles) else None
        by_rows = any(_year_across(row) for row in grid[header_at + 1 :])
        if years is None and not by_rows and not any(role.role == "year" for role in roles):
            if _names_anybody(grid[header_at + 1 :], roles):
                problems.append(f"{place} has recipients but no year column: headers are {_names(grid, header_at)}")
            else:
                reading.leftovers.append(Leftover(place, "summary", tidy(text_of(table, " "))[:200]))
            continue
        if unknown:
            problems.append(
                f"{place}: unknown header {', '.join(map(repr, unknown))}: give it a role under columns: (one of year, recipient, country, category, affiliation, note, nominee, jury, ignore)"
            )
            continue
        found = True
        reading.headers.extend(_names(grid, header_at).split(" | "))
        _read_rows(reading, grid[header_at + 1 :], numbers[header_at + 1 :], roles, place, years)
    if problems:
        raise LayoutError("; ".join(problems))
    if not found:
        raise LayoutError("no table with a recipient column: check layout:, within: and heading: in award.yaml")
    return reading


def headings_of(table: Element) -> tuple[str, ...]:
    """Texts of the headings above a table, outermost first, and of its caption."""
    caption = next(table.iter("caption"), None)
    return (*heading_path(table), *([tidy(text_of(caption))] if caption is not None else []))


def _names_anybody(rows: list[list[Element | None]], roles: list[ColumnRole]) -> bool:
    """False for a table that counts winners: “Country | Winners” with nothing but numbers below."""
    columns = [column for column, role in enumerate(roles) if role.role == "recipient"]
    cells = [row[column] for row in rows for column in columns if column < len(row)]
    written = [text for cell in cells if cell is not None and (text := text_of(cell).strip())]
    return not written or any(re.search(r"[^\W\d_]", text) for text in written)


def _turned(grid: list[list[Element | None]]) -> list[list[Element | None]]:
    width = max((len(row) for row in grid), default=0)
    return [[row[column] if column < len(row) else None for row in grid] for column in range(width)]


def _names(grid: list[list[Element | None]], header_at: int) -> str:
    return (
        " | ".join(tidy(text_of(cell, " ")) if cell is not None else "" for cell in grid[header_at])
        if header_at >= 0
        else ""
    )


def _year_across(row: list[Element | None]) -> int | None:
    """The year of a row that is one cell across the table, the year of the rows below it."""
    if len(row) < 2 or len(set(map(id, row))) > 1 or row[0] is None:
        return None
    return _years_of((tidy(text_of(row[0])),))


def _years_of(headings: tuple[str, ...]) -> int | None:
    for heading in reversed(headings):
        if len(found := find_years(heading)) == 1:
            return int(found[0].group(1))
    return None


@cache
def _role_of(role: str) -> ColumnRole:
    """A role by its word; a word that is none is a ValidationError that says so."""
    return ColumnRole.model_validate({"role": role})


def _roles(grid: list[list[Element | None]], layout: Layout) -> tuple[int, list[ColumnRole], list[str]]:
    """Row of the header (-1: none), the role of each column, and header words nobody explains."""
    width = max((len(row) for row in grid), default=0)
    explicit = {
        key.casefold(): _role_of(value) if isinstance(value, str) else value for key, value in layout.columns.items()
    }
    if explicit and all(key.isdigit() for key in explicit):
        return -1, [explicit.get(str(i + 1), ColumnRole(role="ignore")) for i in range(width)], []
    for at, row in enumerate(grid[:3]):
        texts = [tidy(text_of(cell, " ")) if cell is not None else "" for cell in row]
        named = [
            explicit.get(text.casefold()) or (_role_of(role) if (role := header_role(text)) else None) for text in texts
        ]
        is_header = (
            all(cell is None or cell.tag == "th" for cell in row) or sum(role is not None for role in named) >= 2
        )
        if is_header and any(named) and len(set(map(id, row))) > 1:
            if not any(role and role.role == "recipient" for role in named) and any(
                role and role.role == "year" for role in named
            ):
                # “Year | National prize | International prize”: each prize has a column of recipients
                named = [
                    ColumnRole(role="recipient", category=text) if role and role.role == "category" else role
                    for text, role in zip(texts, named, strict=True)
                ]
            for column in _own_bodies(grid[at + 1 :], texts, named) if not explicit else ():
                named[column] = _role_of("affiliation")
            unknown = [text for text, role in zip(texts, named, strict=True) if role is None and text]
            return at, [role or ColumnRole(role="ignore") for role in named], unknown
    return -1, [], []


def _own_bodies(rows: list[list[Element | None]], texts: list[str], named: list[ColumnRole | None]) -> Iterator[int]:
    """Columns headed “Organisation” whose bodies stand beside another recipient: they are the affiliation of that one."""
    bodies = [column for column, text in enumerate(texts) if _ORGANISATION.match(text)]
    others = [c for c, role in enumerate(named) if role and role.role == "recipient" and c not in bodies]

    def filled(row: list[Element | None], column: int) -> bool:
        return column < len(row) and row[column] is not None and bool(re.search(r"\w", text_of(row[column])))

    for column in bodies:
        with_body = [row for row in rows if filled(row, column)]
        beside = [row for row in with_body if any(filled(row, other) for other in others)]
        if with_body and len(beside) == len(with_body):
            yield column


def _read_rows(
    reading: Reading,
    grid: list[list[Element | None]],
    numbers: list[int],
    roles: list[ColumnRole],
    table: str,
    year: int | None,
) -> None:
    above: list[tuple[str, ...]] = [()] * len(roles)
    columns: dict[str, list[int]] = {}
    for column, role in enumerate(roles):
        columns.setdefault(role.role, []).append(column)
    told = {column for column in columns.get("recipient", []) if _tells_below(grid, column)}
    by_column = "year" in columns
    # where years lead their rows, an empty cell below one means the same year again
    leads = by_column and columns["year"][0] < columns["recipient"][0]
    for row, number in zip(grid, numbers, strict=True):
        texts: list[tuple[str, ...]] = []
        for column, cell in enumerate(row[: len(roles)]):
            lines = tuple(cell_lines(cell)) if cell is not None else ()
            if column in told:
                reading.leftovers.extend(Leftover(f"{table} row[{number}]", "ignored", line) for line in lines[1:])
                lines = lines[:1]
            texts.append(above[column] if len(lines) == 1 and DITTO.match(lines[0]) else lines)
        texts += [()] * (len(roles) - len(texts))
        above = texts
        place = f"{table} row[{number}]"
        if "year" not in columns and (across := _year_across(row)):
            year = across
            reading.leftovers.append(Leftover(place, "heading", " ".join(texts[0]), year))
            continue
        cells = len(set(map(id, row)))
        across_all = by_column and len(row) > 1 and cells == 1  # a footnote, a heading between rows
        if across_all or (cells <= 2 and all(cell is None or cell.tag == "th" for cell in row)):
            reading.leftovers.append(Leftover(place, "heading", " ".join(" ".join(t) for t in texts)))
            continue
        if by_column:
            written = _joined(texts, columns["year"])
            year = _year_in(written) if written is not None else year if leads else None
        _read_row(reading, texts, roles, columns, place, year)


def _tells_below(grid: list[list[Element | None]], column: int) -> bool:
    """Whether most cells of a column hold a name and, on a second line, what its bearer does."""
    cells = {cell for row in grid if column < len(row) and (cell := row[column]) is not None}
    # Most cells hold nothing but text, which is one line.
    parted = [cell for cell in cells if len(cell)]
    if len(parted) < FEWEST_ROWS or 2 * len(parted) < len(cells):
        return False
    pairs = [lines for cell in parted for lines in [tuple(cell_lines(cell))] if len(lines) == PAIR]
    if len(pairs) < FEWEST_ROWS or 2 * len(pairs) < len(cells):
        return False
    persons = [sum(looks_personal(line) >= PERSONAL for line in lines) for lines in zip(*pairs, strict=True)]
    return 2 * persons[0] >= len(pairs) and persons[1] <= MOST_PERSONS_TOLD * len(pairs)


def _year_in(written: str) -> int | None:
    start = leading_year(written)
    inside = find_years(written)
    return start[0] if start else int(inside[0].group(1)) if len(inside) == 1 else None


def _joined(texts: list[tuple[str, ...]], columns: list[int]) -> str | None:
    if not columns:
        return None
    return "; ".join(dict.fromkeys(line for column in columns for line in texts[column])) or None


def _read_row(
    reading: Reading,
    texts: list[tuple[str, ...]],
    roles: list[ColumnRole],
    columns: dict[str, list[int]],
    place: str,
    year: int | None,
) -> None:
    """`columns`: role to the columns that have it."""
    written = _joined(texts, columns.get("year", []))
    if written is not None and year is None:
        reading.leftovers.append(Leftover(place, "unreadable", f"year {written!r}"))
        return
    for reason in ("nominee", "jury"):
        reading.leftovers.extend(
            Leftover(place, reason, line, year) for column in columns.get(reason, []) for line in texts[column]
        )
    note = _joined(texts, columns.get("note", []))
    countries = [line for column in columns.get("country", []) for line in texts[column]]
    empty = True
    for column in columns.get("recipient", []):
        text = texts[column]
        for number, line in enumerate(text, start=1):
            where = f"{place} cell[{column + 1}]" + (f".{number}" if len(text) > 1 else "")
            if not any(map(str.isalnum, line)):
                continue
            empty = False
            if is_not_awarded(line):
                reading.leftovers.append(Leftover(where, "not awarded", line, year))
                continue
            country = (
                countries[number - 1] if len(text) > 1 and len(countries) == len(text) else "; ".join(countries) or None
            )
            reading.rows.append(
                CellRow(
                    where,
                    line,
                    year,
                    country=country,
                    category=roles[column].category or _joined(texts, columns.get("category", [])),
                    affiliation=_joined(texts, columns.get("affiliation", [])),
                    note=note if len(text) == 1 else None,
                )
            )
    if empty:
        reason = "not awarded" if note and is_not_awarded(note) else "no recipient"
        reading.leftovers.append(Leftover(place, reason, " | ".join("; ".join(text) for text in texts), year))
