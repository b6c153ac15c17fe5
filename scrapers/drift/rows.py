"""What a capture says, in a form that two captures of one source can be compared by. Nothing is compared or decided here."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict, astuple, dataclass, field, fields
from typing import Any

from scrapers.captures import Capture
from scrapers.entries import read_entries
from scrapers.layouts import LayoutError, read_page
from scrapers.registry import Award, Layout, Source

UNEXPLAINED = ("unreadable", "cut", "no recipient")
"""Leftovers that may hide a recipient; the page or award.yaml says of the others what they are."""
LIST = "; "
MOST_TAGS, MOST_TABLES, MOST_ROWS, LONGEST_ROW, MOST_TEXT = 200_000, 500, 5_000, 4_000, 200_000
"""The longest list of winners has some hundred rows of some hundred characters; to read far more may take hours."""


@dataclass(frozen=True)
class Row:
    """All that a build takes from one entry of a page, except its place."""

    year: int | None
    name: str
    category: str | None = None
    country: str | None = None
    persons: str | None = None
    affiliation: str | None = None
    annotations: str | None = None
    status: str | None = None
    as_published: str | None = None
    shape: str | None = None


ROW_FIELDS = tuple(one.name for one in fields(Row))


@dataclass
class PageRows:
    """The rows of a capture in page order, the years it says had no award, its headers, and the leftovers that nobody explains."""

    rows: list[Row] = field(default_factory=list)
    not_awarded: list[int] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    leftovers: Counter[str] = field(default_factory=Counter)
    layout: str = ""
    kind: str = ""

    @property
    def years(self) -> list[int]:
        """Years of the rows, sorted."""
        return sorted(row.year for row in self.rows if row.year is not None)

    def to_json(self) -> bytes:
        """The same as bytes, the same each time."""
        facts = asdict(self) | {"rows": [astuple(row) for row in self.rows], "leftovers": dict(self.leftovers)}
        return json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()


def rows_from_json(content: bytes) -> PageRows:
    """What `to_json` wrote; ValueError when it is damaged."""
    facts: dict[str, Any] = json.loads(content)
    rows = [Row(*values) for values in facts["rows"]]
    return PageRows(
        rows, facts["not_awarded"], facts["headers"], Counter(facts["leftovers"]), facts["layout"], facts["kind"]
    )


def read_rows(content: bytes, award: Award, layout: Layout, language: str | None) -> PageRows:
    """The rows of a page as `scrapers.statements` reads them; LayoutError when the layout cannot read it, or it is no list of winners."""
    tags, tables = content.count(b"<"), content.lower().count(b"<table")
    if tags > MOST_TAGS or tables > MOST_TABLES:
        raise LayoutError(f"has {tables:,} tables and {tags:,} tags: no list of winners has so many")
    reading = read_page(content, layout)
    if len(reading.rows) > MOST_ROWS:
        raise LayoutError(f"has {len(reading.rows):,} rows: no list of winners is so long")
    lengths = [len(row.text) for row in reading.rows]
    if max(lengths, default=0) > LONGEST_ROW or sum(lengths) > MOST_TEXT:
        raise LayoutError(
            f"has {sum(lengths):,} characters in its rows and {max(lengths):,} in one: no list of winners has"
        )
    joint_years = {joint.year for joint in award.joint if not joint.names}
    page = PageRows(headers=[header for header in dict.fromkeys(map(str.casefold, reading.headers)) if header])
    page.layout, page.kind = layout_digest(layout), layout.type
    leftovers = list(reading.leftovers)
    for cell in reading.rows:
        entries, rest = read_entries(
            cell, layout.model_copy(update={"joint": True}) if cell.year in joint_years else layout, language
        )
        leftovers += rest
        page.rows += [
            Row(
                cell.year,
                entry.name,
                entry.category,
                entry.country,
                LIST.join(entry.persons) or None,
                LIST.join(entry.affiliation) or None,
                LIST.join(entry.annotations) or None,
                entry.status,
                entry.as_published,
                entry.shape,
            )
            for entry in entries
        ]
    for leftover in leftovers:
        if leftover.reason == "not awarded" and leftover.year is not None:
            page.not_awarded.append(leftover.year)
        elif leftover.reason in UNEXPLAINED and leftover.text.strip():
            page.leftovers[leftover.text] += 1
    return page


def read_capture(capture: Capture, award: Award, source: Source) -> PageRows:
    """The rows of a capture; LayoutError when its layout cannot read it, or when it has none."""
    layout = source.pages.get(capture.file) or source.layout
    if layout is None:
        raise LayoutError(f"source {source.name} has no layout")
    return read_rows(capture.read(), award, layout, capture.language)


def layout_digest(layout: Layout) -> str:
    """A few characters that change whenever the layout does."""
    return hashlib.sha256(layout.model_dump_json(exclude_defaults=True).encode()).hexdigest()[:16]
