"""Layout `lines`: every block is read by a named pattern of award.yaml; a block no pattern reads is a leftover."""

from __future__ import annotations

import re

from scrapers.layouts.cells import CellRow, LayoutError, Leftover, Reading
from scrapers.layouts.lists import in_scope
from scrapers.layouts.markup import HEADINGS
from scrapers.layouts.walk import Line
from scrapers.layouts.years import is_not_awarded
from scrapers.registry import Layout

EACH = "(?#each)"
HEADING = "(?#heading)"
GROUPS = frozenset({"name", "year", "country", "category", "affiliation", "note"})


def read_lines(lines: list[Line], layout: Layout) -> Reading:
    """Rows from the first pattern that matches each whole line; LayoutError when no line is matched.

    A group `year` without `name`, or in a heading, sets the year of the lines below it. A pattern that begins with
    `(?#each)` is looked for repeatedly inside a line; what stands between its matches becomes a leftover unless it is
    punctuation. Headings are read only by patterns that begin with `(?#heading)`.
    """
    if not layout.patterns:
        raise LayoutError("layout lines needs patterns: in award.yaml")
    reading = Reading()
    year: int | None = None
    lines = in_scope(lines, layout, reading)
    for line in _joined(lines) if layout.join_headings else lines:
        is_heading = line.tag in HEADINGS
        for pattern in layout.patterns:
            if pattern.startswith(HEADING) != is_heading:
                continue
            if pattern.startswith(EACH):
                if found := list(re.finditer(pattern, line.text)):
                    _read_each(reading, line, found)
                    break
            elif match := re.fullmatch(pattern, line.text):
                groups = match.groupdict()
                if groups.get("year") and (is_heading or not groups.get("name")):
                    year = int(groups["year"])
                if groups.get("name"):
                    _add(reading, line.place, match, year)
                else:
                    reading.leftovers.append(Leftover(line.place, "heading", line.text, year))
                break
        else:
            reading.leftovers.append(Leftover(line.place, "heading" if is_heading else "unreadable", line.text, year))
    if not reading.rows:
        raise LayoutError("no line matches a pattern: compare patterns: in award.yaml with the page")
    return reading


def _joined(lines: list[Line]) -> list[Line]:
    joined: list[Line] = []
    for line in lines:
        if line.tag in HEADINGS or not joined or joined[-1].tag == "h1":
            joined.append(line)
        else:
            joined[-1] = joined[-1]._replace(tag="p", text=f"{joined[-1].text} | {line.text}")
    return joined


def _add(reading: Reading, place: str, match: re.Match[str], year: int | None) -> None:
    groups = match.groupdict()
    name = (groups.get("name") or "").strip(" ,;")
    written = groups.get("year")
    year = int(written) if written else year
    if not name or is_not_awarded(name):
        reading.leftovers.append(Leftover(place, "not awarded" if name else "no recipient", name, year))
        return
    reading.rows.append(
        CellRow(
            place,
            name,
            year,
            groups.get("country"),
            groups.get("category"),
            groups.get("affiliation"),
            groups.get("note"),
            closed=match.end("name") < match.end(),
        )
    )


def _read_each(reading: Reading, line: Line, found: list[re.Match[str]]) -> None:
    end = 0
    for number, match in enumerate(found, start=1):
        between = line.text[end : match.start()]
        if re.sub(r"\b(?:et|und|and|en|og|och|y|e)\b|[\W_]+", "", between):
            reading.leftovers.append(Leftover(f"{line.place}#{number}", "unreadable", between.strip()))
        _add(reading, f"{line.place}#{number}", match, None)
        end = match.end()
    if re.sub(r"[\W_]+", "", line.text[end:]):
        reading.leftovers.append(Leftover(f"{line.place}#{len(found) + 1}", "unreadable", line.text[end:].strip()))
