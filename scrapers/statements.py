"""One award's captures and cited records to its statements, leftovers and sources. Sources are not compared here."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import polars as pl

from scrapers.captures import Capture, CaptureStore, CitedRecord, captures_by_source, cited_records
from scrapers.entries import Entry, read_entries
from scrapers.entries.annotations import annotations_in, status_of
from scrapers.entries.words import without_life_span
from scrapers.layouts import CellRow, LayoutError, Leftover, Reading, read_page
from scrapers.names import fold, is_latin
from scrapers.places import codes as place_codes
from scrapers.registry import DEFAULT_RANKS, Award, AwardError, Layout, Source, lineage_of

# bumped whenever the same capture may give other statements, so that cached ones are read again
READER_VERSION = "3"
TRANSLATION_PENALTY = 3
PEERS_AGREE = 0.7
# remarks of a record on something beside its award: “one page adds X, posthumously”, “declined prize money”
_ASIDE = re.compile(r"\b(?:pages?|adds?|visa|money|assumed)\b")
Statement = dict[str, Any]
LIST = "; "

STATEMENT_SCHEMA: dict[str, Any] = {
    "statement_id": pl.String,
    "source_id": pl.String,
    "capture_sha256": pl.String,
    "place": pl.String,
    "award_id": pl.String,
    "year": pl.Int64,
    "category": pl.String,
    "name": pl.String,
    "as_published": pl.String,
    "persons": pl.String,
    "affiliation": pl.String,
    "country_as_published": pl.String,
    "country_codes": pl.String,
    "annotations": pl.String,
    "status": pl.String,
    "shape": pl.String,
    "language": pl.String,
    "origin": pl.String,
    "rank": pl.Int64,
    "lineage": pl.String,
    "url": pl.String,
    "cut": pl.Boolean,
    "line": pl.String,
}
LEFTOVER_SCHEMA: dict[str, Any] = {
    "source_id": pl.String,
    "capture_sha256": pl.String,
    "place": pl.String,
    "award_id": pl.String,
    "year": pl.Int64,
    "reason": pl.String,
    "text": pl.String,
}
SOURCE_SCHEMA: dict[str, Any] = {
    "source_id": pl.String,
    "award_id": pl.String,
    "url": pl.String,
    "kind": pl.String,
    "origin": pl.String,
    "lineage": pl.String,
    "rank": pl.Int64,
    "language": pl.String,
    "translated": pl.Boolean,
    "complete": pl.Boolean,
    "seen_at": pl.String,
    "seen_on": pl.Date,
}


@dataclass
class AwardReading:
    """All that was read of one award: frames with the schemas above, and what a person must decide.

    `unknown_words`: place words nobody explains, as (source_id, place on the page, word).
    """

    award_id: str
    statements: pl.DataFrame
    leftovers: pl.DataFrame
    sources: pl.DataFrame
    unknown_words: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Pen:
    """What is written down of an award while its captures are read: rows with the schemas above, as dictionaries."""

    award: Award
    statements: list[dict[str, Any]] = field(default_factory=list)
    leftovers: list[dict[str, Any]] = field(default_factory=list)
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    unknown: list[tuple[str, str, str]] = field(default_factory=list)
    numbers: Counter[str] = field(default_factory=Counter)

    def number(self, source_id: str, year: int | None) -> str:
        """The next free identifier; counted within the year, so that a new edition at the top of a page moves no other's."""
        edition = f"{source_id}#{'undated' if year is None else year}"
        self.numbers[edition] += 1
        return f"{edition}-{self.numbers[edition]}"


Reader = Callable[[bytes, Layout], Reading]


def read_award(
    award: Award, folder: Path, reader: Reader = read_page, store: CaptureStore | None = None
) -> AwardReading:
    """Statements of every capture and cited record of an award folder; accepted live captures of `store` stand before bundled ones.

    AwardError or CaptureError (with file, place and remedy) when a part of it cannot be used; nothing is skipped.
    """
    pen = Pen(award)
    problems: list[str] = []
    for source, captures in captures_by_source(award, folder, store):
        _note_source(pen, source, captures)
        for capture in captures:
            layout = source.pages.get(capture.file) or source.layout
            if layout is None:
                problems.append(
                    f"{folder / 'award.yaml'}: source {source.name} has the capture {capture.file} but no layout: add one, or let `hrd-awards new` propose it"
                )
                continue
            try:
                read_capture(pen, source, capture, layout, reader(capture.read(), layout))
            except LayoutError as error:
                problems.append(f"{capture.path}: {error}")
    if problems:
        raise AwardError("\n".join(problems))
    for record in cited_records(folder):
        _read_cited(pen, record)
    return AwardReading(
        award.id,
        pl.DataFrame(pen.statements, schema=STATEMENT_SCHEMA),
        pl.DataFrame(pen.leftovers, schema=LEFTOVER_SCHEMA),
        pl.DataFrame(list(pen.sources.values()), schema=SOURCE_SCHEMA).sort("source_id"),
        pen.unknown,
    )


def _note_source(pen: Pen, source: Source, captures: list[Capture]) -> None:
    best = max(captures, key=lambda c: (c.origin == "capture", not c.translated, c.complete, c.seen_on), default=None)
    pen.sources[source.url] = {
        "source_id": pen.award.source_id(source),
        "award_id": pen.award.id,
        "url": source.url,
        "kind": source.kind,
        "origin": best.origin if best else "declared",
        "lineage": source.resolved_lineage,
        "rank": source.resolved_rank,
        "language": source.language,
        "translated": bool(best and best.translated),
        "complete": best.complete if best else None,
        "seen_at": best.seen_at if best else None,
        "seen_on": best.seen_on if best else None,
    }


def read_capture(pen: Pen, source: Source, capture: Capture, layout: Layout, reading: Reading) -> None:
    """Writes down the statements, leftovers and unknown places of one capture that `layout` has read as `reading`."""
    source_id = pen.award.source_id(source)
    rank = min(9, source.resolved_rank + TRANSLATION_PENALTY * capture.translated)
    leftovers = list(reading.leftovers)
    joint_years = {joint.year for joint in pen.award.joint if not joint.names}
    first = len(pen.statements)
    closed = False
    for row in reading.rows:
        row_layout = layout.model_copy(update={"joint": True}) if row.year in joint_years else layout
        entries, rest = read_entries(row, row_layout, capture.language)
        leftovers.extend(rest)
        closed = row.closed if entries else closed
        for entry in entries:
            if entry.unknown_places:
                pen.unknown.extend((source_id, row.place, word) for word in entry.unknown_places)
            pen.statements.append(_statement(pen, source_id, source, capture, rank, row, entry))
    if not capture.complete:
        if len(pen.statements) > first and not closed and not _goes_on(reading.rows[-1].place, leftovers):
            last = pen.statements[-1]
            if (parted := _before_break(last)) is None:
                last["cut"] = looks_broken(last, pen.statements[first:-1])
            else:
                last["as_published"], broken_off = parted
                leftovers.append(
                    Leftover(last["place"].removeprefix(f"{capture.file} "), "cut", broken_off, last["year"])
                )
        leftovers = _mark_cut(leftovers)
    pen.leftovers.extend(
        _leftover(pen.award.id, source_id, capture.sha256, leftover) for leftover in _told_apart(leftovers)
    )


def _told_apart(leftovers: list[Leftover]) -> Iterator[Leftover]:
    """The leftovers with a place each: several lines of one cell, as of nominees, are numbered from the second on."""
    seen: Counter[tuple[str, str]] = Counter()
    for leftover in leftovers:
        seen[leftover.place, leftover.reason] += 1
        number = seen[leftover.place, leftover.reason]
        yield leftover if number == 1 else replace(leftover, place=f"{leftover.place} #{number}")


def _goes_on(last: str, leftovers: list[Leftover]) -> bool:
    """Whether the page has rows or lines of the same sort behind its last entry, which is then not where it was cut."""
    end = re.findall(r"(\w+)\[(\d+)\]", last)
    for leftover in leftovers:
        place = re.findall(r"(\w+)\[(\d+)\]", leftover.place)
        shared = [(int(a), int(b)) for (tag, a), (other, b) in zip(place, end, strict=False) if tag == other]
        if [a for a, _ in shared] > [b for _, b in shared]:
            return True
    return False


# A comma and then a small letter or two at the very end: "Russian p".
_BROKEN_WORD = re.compile(r",\s*([^,()]*\s[a-z]{1,2})$")


def looks_broken(last: Statement, peers: list[Statement]) -> bool:
    """Whether the last entry of a page seen in part may be broken off in mid-word.

    It is taken for whole only when it ends as the page's other entries do: with a place or a closing mark where most of
    them have one, and never inside a bracket, after a comma, in a word of a letter or two, or as one bare word among full names.
    """
    line, name = last["line"].rstrip(), last["name"]
    if (
        line.count("(") != line.count(")")
        or line.endswith((",", "-", "–", ":", "("))
        or (is_latin(name) and len(name.split()[-1]) <= 2)
    ):
        return True
    if (
        not line.endswith(last["as_published"][-1:])
        or (last["as_published"] or "").strip(" .") not in line[-len(last["as_published"] or "") - 2 :]
    ):
        return True
    many = PEERS_AGREE * len(peers)
    if last["country_as_published"] is None and sum(p["country_as_published"] is not None for p in peers) >= max(
        many, 1
    ):
        return True
    if line[-1:] not in ".)" and sum(p["line"].rstrip()[-1:] in ".)" for p in peers) >= max(many, 1):
        return True
    return len(name.split()) == 1 and sum(len(p["name"].split()) > 1 for p in peers) >= max(many, 1)


def _before_break(last: Statement) -> tuple[str, str] | None:
    """The whole entry, and the beginning of another behind it that breaks off in its second word: "…, Russian p"; None for no such."""
    text, name = last["as_published"] or "", last["name"]
    broken = _BROKEN_WORD.search(text)
    if broken is None or name not in text[: broken.start()]:
        return None
    return text[: broken.start()].rstrip(), broken.group(1)


def _mark_cut(leftovers: list[Leftover]) -> list[Leftover]:
    """The last unreadable line of a page seen in part is where the page was cut."""
    unreadable = [leftover for leftover in leftovers if leftover.reason == "unreadable"]
    if not unreadable:
        return leftovers
    last = unreadable[-1]
    return [Leftover(x.place, "cut", x.text, x.year) if x is last else x for x in leftovers]


def _statement(
    pen: Pen, source_id: str, source: Source, capture: Capture, rank: int, row: CellRow, entry: Entry
) -> dict[str, Any]:
    return {
        "statement_id": pen.number(source_id, row.year),
        "source_id": source_id,
        "capture_sha256": capture.sha256,
        "place": f"{capture.file} {row.place}",
        "award_id": pen.award.id,
        "year": row.year,
        "category": entry.category,
        "name": entry.name,
        "as_published": entry.as_published,
        "persons": LIST.join(entry.persons) or None,
        "affiliation": LIST.join(entry.affiliation) or None,
        "country_as_published": entry.country,
        "country_codes": LIST.join(entry.codes) or None,
        "annotations": LIST.join(entry.annotations) or None,
        "status": entry.status,
        "shape": entry.shape,
        "language": capture.language,
        "origin": capture.origin,
        "rank": rank,
        "lineage": source.resolved_lineage,
        "url": source.url,
        "cut": False,
        "line": row.text,
    }


def _leftover(award_id: str, source_id: str, sha256: str, leftover: Leftover) -> dict[str, Any]:
    return {
        "source_id": source_id,
        "capture_sha256": sha256,
        "place": leftover.place,
        "award_id": award_id,
        "year": leftover.year,
        "reason": leftover.reason,
        "text": leftover.text,
    }


def _read_cited(pen: Pen, record: CitedRecord) -> None:
    known = pen.sources.get(record.source_url)
    if known is None:
        host = (urlsplit(record.source_url).hostname or "").removeprefix("www.")
        short = hashlib.sha256(record.source_url.encode()).hexdigest()[:8]
        known = pen.sources[record.source_url] = {
            "source_id": f"{pen.award.id}/cited-{host}-{short}",
            "award_id": pen.award.id,
            "url": record.source_url,
            "kind": record.source_kind,
            "origin": "cited",
            "lineage": lineage_of(record.source_url, record.source_kind),
            "rank": DEFAULT_RANKS[record.source_kind],
            "language": None,
            "translated": False,
            "complete": None,
            "seen_at": record.seen_at,
            "seen_on": record.seen_on,
        }
    elif known["origin"] == "declared":
        known.update(origin="cited", seen_at=record.seen_at, seen_on=record.seen_on)
    source_id = known["source_id"]
    place = place_codes(record.country)
    pen.unknown.extend((source_id, f"cited.csv row {record.row}", word) for word in place.unknown)
    told = [remark for remark in (record.note or "").split(";") if not _ASIDE.search(remark)]
    annotations = annotations_in("; ".join(told))
    pen.statements.append(
        {
            "statement_id": pen.number(source_id, record.year),
            "source_id": source_id,
            "capture_sha256": record.sha256,
            "place": f"cited.csv row {record.row}",
            "award_id": pen.award.id,
            "year": record.year,
            "category": record.category,
            "name": record.recipient,
            "as_published": without_life_span(record.as_published) if record.as_published else None,
            "persons": record.persons,
            "affiliation": record.affiliation,
            "country_as_published": record.country,
            "country_codes": LIST.join(place.codes) or None,
            "annotations": LIST.join(annotations) or None,
            "status": status_of(annotations),
            "shape": _cited_shape(record),
            "language": None,
            "origin": "cited",
            "rank": known["rank"],
            "lineage": known["lineage"],
            "url": record.source_url,
            "cut": False,
            "line": record.recipient,
        }
    )


def _cited_shape(record: CitedRecord) -> str:
    """What the record's own words tell: its persons are all of the name (people), part of it (mixed), or not in it."""
    from scrapers.entries.names import read_unit

    named = [person for person in (record.persons or "").split(LIST) if person]
    rest = f" {fold(record.recipient)} "
    inside = 0
    for person in named:
        folded = fold(person)
        given = folded.split()[0] if folded else ""
        if f" {folded} " in rest:
            rest, inside = rest.replace(f" {folded} ", " ", 1), inside + 1
        elif given and f" {given} " in rest:
            rest, inside = rest.replace(f" {given} ", " ", 1), inside + 1
    if inside and inside == len(named):
        words = [word for word in rest.split() if word not in ("and", "the", "y", "und", "et")]
        return "mixed" if words else ("people" if len(named) > 1 else "person")
    return read_unit(record.recipient).shape if not named else "unknown"
