"""The lines of a part of a page in reading order, with the block, the headings and the emphasis they stand in. No recipient is read here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from scrapers.layouts.cells import LayoutError
from scrapers.layouts.markup import HEADINGS, Element
from scrapers.layouts.page import OPENER
from scrapers.layouts.sections import tells
from scrapers.layouts.years import find_years, is_only_year, leading_year
from scrapers.lexicon import looks_personal
from scrapers.text import tidy

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
LONGEST_LINE = 100_000
_BREAKS = _BLOCKS | {"br"}
_OWNERS = frozenset(("li", "p", "dt", "dd", "summary", "figcaption", *HEADINGS))
FEWEST_NAMED = 3
DISTINCT = 0.7
PERSONAL = 0.7
_BOLD = frozenset(("b", "strong"))
_SLANTED = frozenset(("em", "i"))
# bold letters that are no label and no year
_NAME = re.compile(r"[^\W\d_]{2}(?!.*[:：]\s*$)")
_LISTS = frozenset(("ul", "ol", "dl"))
_LEVELS = {tag: level for level, tag in enumerate(HEADINGS, start=1)}


class Line(NamedTuple):
    """One line of text: tag of its block, depth of list nesting, its headings (outermost first), and its place.

    `card`: number of the element around it, of those that the walk was told to number; 0 when none.
    """

    tag: str
    text: str
    place: str
    depth: int
    headings: tuple[str, ...]
    container: int
    in_table: bool = False
    card: int = 0
    aside: bool = False
    """Whether it tells about the line above it in the same block: all of it slanted, or a sentence behind a name in bold."""
    bold: tuple[str, ...] = ()
    """What stands in bold, in order."""


class _Spot(NamedTuple):
    """Where the walk stands: the block that owns the text, and what encloses it."""

    tag: str
    place: str
    depth: int
    container: int
    in_table: bool
    card: int = 0


@dataclass
class _Walk:
    cards: dict[Element, int]
    lines: list[Line] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    bold: int = 0
    plain: bool = False
    slanted: int = 0
    upright: bool = False
    strong: list[str] = field(default_factory=list)
    run: int = 0
    above: Line | None = None
    above_upright: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    broken: dict[str, int] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    containers: int = 0


def lines_of(part: Element, cards: dict[Element, int] | None = None) -> list[Line]:
    """Every line of text below `part` in reading order; `<br>` and block elements end a line.

    A bold line that tells what follows it, as “Jury” or “Laureates”, is a heading, though no heading element. `cards`: elements with
    the numbers that the lines inside them get.
    """
    walk = _Walk(cards or {})
    spot = _Spot("body", "body", 0, 0, False)
    _descend(part, walk, spot, 0)
    _flush(walk, spot)
    return _told_below_names(walk.lines)


def _told_below_names(lines: list[Line]) -> list[Line]:
    """The lines, where blocks of the page begin with a person's name in bold, with what stands below the name marked as telling about it.

    Labels in bold come again, and names do not.
    """
    below: dict[int, list[int]] = {}
    first, block = 0, ""
    for number, line in enumerate(lines):
        place, _, behind = line.place.partition(".")
        if not behind or place != block:
            first, block = number, place
        elif line.tag not in HEADINGS:
            below.setdefault(first, []).append(number)
    named = [
        first
        for first, told in below.items()
        if lines[first].bold == (lines[first].text,)
        and lines[first].tag not in HEADINGS
        and not find_years(lines[first].text)
        and not any(lines[number].bold for number in told)
    ]
    texts = {lines[first].text for first in named}
    persons = sum(looks_personal(text) >= PERSONAL for text in texts)
    if len(named) >= FEWEST_NAMED and len(texts) >= DISTINCT * len(named) and 2 * persons >= len(texts):
        for number in (number for first in named for number in below[first]):
            lines[number] = lines[number]._replace(aside=True)
    return lines


def _descend(element: Element, walk: _Walk, spot: _Spot, number: int) -> None:
    """`number`: of the element among those walked, by which its lines know each other."""
    if text := element.text:
        _write(walk, text)
    for child in element:
        tag = child.tag
        if tag == "br":
            _flush(walk, spot)
        else:
            walk.containers += 1
            card = walk.cards.get(child) if walk.cards else None
            if tag in _BLOCKS or card is not None:
                _flush(walk, spot)
                inner = _inner_spot(tag, number, walk, spot, card)
                _descend(child, walk, inner, walk.containers)
                _flush(walk, inner)
            else:
                walk.bold += tag in _BOLD
                walk.slanted += tag in _SLANTED
                _descend(child, walk, spot, walk.containers)
                walk.bold -= tag in _BOLD
                walk.slanted -= tag in _SLANTED
        if text := child.tail:
            _write(walk, text)


def _write(walk: _Walk, text: str) -> None:
    if text.isspace():
        if walk.buffer:
            walk.buffer.append(text)
        return
    if walk.bold:
        if walk.run == len(walk.buffer) and walk.strong:
            walk.strong[-1] += text
        else:
            walk.strong.append(text)
        walk.run = len(walk.buffer) + 1
    walk.buffer.append(text)
    walk.plain = walk.plain or not walk.bold
    walk.upright = walk.upright or not walk.slanted


def _inner_spot(tag: str, parent: int, walk: _Walk, spot: _Spot, card: int | None) -> _Spot:
    number = walk.counts[tag] = walk.counts.get(tag, 0) + 1
    owns = tag in _OWNERS
    owned = OPENER if tag == "summary" else tag
    # By position: one of these is made for every block of a page.
    return _Spot(
        owned if owns and spot.tag != "figcaption" else spot.tag,
        f"{tag}[{number}]" if owns or spot.tag == "body" else spot.place,
        spot.depth + (tag in _LISTS),
        parent if owns else spot.container,
        spot.in_table or tag == "table",
        spot.card if card is None else card,
    )


def _flush(walk: _Walk, spot: _Spot) -> None:
    if not walk.buffer:
        return
    written = "".join(walk.buffer)
    if len(written) > LONGEST_LINE:
        raise LayoutError(
            f"has a line of {len(written):,} characters: no list of winners has; name its part with within:"
        )
    walk.buffer.clear()
    plain, walk.plain = walk.plain, False
    upright, walk.upright = walk.upright, False
    strong = tuple(filter(None, map(tidy, walk.strong))) if walk.strong else ()
    walk.strong.clear()
    text = tidy(written)
    if not text:
        return
    if not plain and _heads(text, spot):
        spot = spot._replace(tag="h6")
    level = _LEVELS.get(spot.tag)
    if level:
        walk.headings = {key: value for key, value in walk.headings.items() if key < level}
        walk.path = tuple(walk.headings[key] for key in sorted(walk.headings))
    number = walk.broken[spot.place] = walk.broken.get(spot.place, 0) + 1
    place = spot.place if number == 1 else f"{spot.place}.{number}"
    line = Line(spot.tag, text, place, spot.depth, walk.path, spot.container, spot.in_table, spot.card, False, strong)
    if number > 1 and not level and walk.above is not None:
        if not upright and walk.above_upright:
            line = line._replace(aside=True)
        elif not _is_led(line) and _is_led(walk.above):
            line = line._replace(aside=text.endswith(".") or text[:1].islower())
    if not line.aside:
        walk.above, walk.above_upright = None if level else line, upright
    walk.lines.append(line)
    if level:
        walk.headings[level] = text
        walk.path = (*walk.path, text)


def _heads(text: str, spot: _Spot) -> bool:
    """Whether a line all in bold is a heading: it tells what follows, or the year of what follows, with the number of the edition."""
    if spot.tag not in ("p", "body") or (spot.in_table and spot.tag != "p"):
        return False
    return (tells(text) and not spot.in_table) or (is_only_year(text) and leading_year(text) is None)


def _is_led(line: Line) -> bool:
    """Whether a line begins with a name in bold and goes on in plain letters."""
    return (
        bool(line.bold)
        and line.bold[0] != line.text
        and line.text.startswith(line.bold[0])
        and _NAME.search(line.bold[0]) is not None
    )


def cell_lines(cell: Element) -> Iterator[str]:
    """The lines of a table cell: what `<br>`, list items and paragraphs set apart."""
    if not len(cell):
        text = tidy(cell.text or "")
    elif any(inside.tag in _BREAKS for inside in cell.iterdescendants()):
        yield from (line.text for line in lines_of(cell))
        return
    else:
        text = tidy("".join(cell.itertext()))
    if text:
        yield text
