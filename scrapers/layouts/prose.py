"""Layout `prose`: sentences that tell of the winners of one year after another, with the names in bold."""

from __future__ import annotations

import re
from itertools import pairwise

from scrapers.layouts.cells import CellRow, LayoutError, Leftover, Reading
from scrapers.layouts.lists import heading_entry, in_scope
from scrapers.layouts.markup import HEADINGS
from scrapers.layouts.walk import Line
from scrapers.layouts.years import GENERIC, find_years, leading_year
from scrapers.places import is_place
from scrapers.registry import Layout

_CLAUSE_ENDS = re.compile(r"(?<=[\w)\]”»]{3})\.\s+(?=[^\W\d_a-zà-ÿ])|;\s+")
_LATER = re.compile(
    r"\b(?:later|next year|following year|später|folgenden Jahr|plus tard|année suivante|después|año siguiente|mais tarde|dopo|jaar later|senare|senere|později|później)\b",
    re.IGNORECASE,
)
# “1997”, “Nel 1997”, “Awardees:”: bold, and no name
_LABEL = re.compile(r"[:：]$|^\W*\d+\W*$")
_BRACKET = re.compile(r"\s*\(([^()]+)\)")


def read_prose(lines: list[Line], layout: Layout) -> Reading:
    """Rows of what is bold, each with the year of the heading above, of the beginning of its line, or of its sentence.

    A name whose year is in doubt is a leftover: a sentence may tell none,
    or several that do not belong to its names one by one. LayoutError when nothing in bold has a year.
    """
    reading = Reading()
    year: int | None = None
    for line in in_scope(lines, layout, reading):
        if line.tag in HEADINGS:
            entry = heading_entry(line.text)
            year = entry[0] if entry else None
            reading.leftovers.append(Leftover(line.place, "heading", line.text, year))
            continue
        found = _names(line)
        if not found or not (find_years(line.text) or year):
            reading.leftovers.append(Leftover(line.place, "heading", line.text, year))
            continue
        for number, (name, told) in enumerate(zip(found, _years_of(line.text, found, year), strict=True), start=1):
            start, text = name
            place = line.place if len(found) == 1 else f"{line.place}#{number}"
            if told is None:
                reading.leftovers.append(Leftover(place, "unreadable", text))
                continue
            behind = _BRACKET.match(line.text, start + len(text))
            country = behind.group(1) if behind and is_place(behind.group(1)) else None
            reading.rows.append(CellRow(place, text, told, country=country))
        # what is told around the names
        reading.leftovers.append(Leftover(line.place, "ignored", line.text, year))
    if not reading.rows:
        raise LayoutError("no year stands with a name in bold: check layout:, within: and heading: in award.yaml")
    return reading


def _years_of(text: str, names: list[tuple[int, str]], above: int | None) -> list[int | None]:
    """The year of each name in a line; None where it is in doubt. `above`: the year of the heading, which wins over those in sentences."""
    if above is not None:
        return [above] * len(names)
    years = [(match.start(), int(match.group(1))) for match in find_years(text)]
    leading = leading_year(text)
    if leading and len(years) == 1:
        return [None if _LATER.search(text, 0, at) else leading[0] for at, _ in names]
    ends = [0, *(match.end() for match in _CLAUSE_ENDS.finditer(text)), len(text)]
    found: list[int | None] = []
    for begin, end in pairwise(ends):
        inside = [name for name in names if begin <= name[0] < end]
        told = [one for one in years if begin <= one[0] < end]
        if len(told) == 1:
            # “in 2012 X, a year later Y”
            found += [None if _LATER.search(text, told[0][0], name[0]) else told[0][1] for name in inside]
        elif len(told) == len(inside) and _alternate(inside, told):
            found += [year for _, year in told]
        elif leading and begin == 0 and len(told) > len(inside):
            # “1997: X, born in 1958”
            found += [leading[0]] * len(inside)
        else:
            found += [None] * len(inside)
    return found


def _alternate(names: list[tuple[int, str]], years: list[tuple[int, int]]) -> bool:
    """Whether every name has its year before it, or every name behind it."""
    sides = {name[0] < year[0] for name, year in zip(names, years, strict=True)}
    placed = sorted([(at, "name") for at, _ in names] + [(at, "year") for at, _ in years])
    return len(sides) == 1 and all(one[1] != other[1] for one, other in pairwise(placed))


def _names(line: Line) -> list[tuple[int, str]]:
    """Where each name in bold begins, and the name."""
    found, at = [], 0
    for text in line.bold:
        start = line.text.find(text, at)
        if start < 0:
            continue
        at = start + len(text)
        name = text.strip(" ,;.–—-")
        if not _LABEL.search(name) and re.search(r"[^\W\d_]{2}", GENERIC.sub("", name)) and not find_years(name):
            found.append((line.text.find(name, start), name))
    return found
