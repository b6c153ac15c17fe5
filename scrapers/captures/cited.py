"""Records that were taken one by one from pages that cannot be scraped: `cited.csv` of an award folder."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scrapers.captures.bundled import CaptureError, day_of
from scrapers.registry import encode_url

CITED_COLUMNS = (
    "year", "recipient", "country", "category", "persons", "affiliation", "note", "as_published",
    "source_url", "source_kind", "seen_at", "seen_on",
)  # fmt: skip


@dataclass(frozen=True)
class CitedRecord:
    """One record taken by hand from a page that cannot be scraped; one entry, never split."""

    row: int
    year: int | None
    recipient: str
    country: str | None
    category: str | None
    persons: str | None
    affiliation: str | None
    note: str | None
    as_published: str | None
    source_url: str
    source_kind: str
    seen_at: str | None
    seen_on: date | None
    sha256: str


def cited_records(folder: Path) -> Iterator[CitedRecord]:
    """The records of `cited.csv`; CaptureError names the row of one that cannot be used."""
    file = folder / "cited.csv"
    if not file.exists():
        return
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaptureError(f"{file}: not UTF-8 ({error}); save it as UTF-8") from error
    reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
    if tuple(reader.fieldnames or ()) != CITED_COLUMNS:
        raise CaptureError(
            f"{file}: columns are {', '.join(reader.fieldnames or ())}; expected {', '.join(CITED_COLUMNS)}"
        )
    try:
        for number, row in enumerate(reader, start=2):
            if None in row or None in row.values():
                raise CaptureError(
                    f"{file} row {number}: {'more' if None in row else 'fewer'} cells than columns; quote cells that contain commas"
                )
            yield _cited_record(file, number, {key: (value or "").strip() or None for key, value in row.items()})
    except csv.Error as error:
        raise CaptureError(f"{file} line {reader.line_num}: {error}; check its quotes") from error


def _cited_record(file: Path, number: int, row: dict[str, str | None]) -> CitedRecord:
    where = f"{file} row {number}"
    recipient, url, kind = row["recipient"], row["source_url"], row["source_kind"]
    if recipient is None:
        raise CaptureError(f"{where}: recipient is empty; name one or remove the row")
    if url is None:
        raise CaptureError(f"{where} ({recipient}): source_url is empty; a record without address cannot be published")
    if kind not in ("official", "wikipedia", "news", "other"):
        raise CaptureError(f"{where} ({recipient}): source_kind {kind!r} is not official, wikipedia, news or other")
    year = None
    if row["year"] is not None:
        if not row["year"].isdigit() or not 1900 <= int(row["year"]) <= 2100:
            raise CaptureError(
                f"{where} ({recipient}): year {row['year']!r} is not between 1900 and 2100; leave it empty where the source gives none"
            )
        year = int(row["year"])
    try:
        return CitedRecord(
            row=number,
            year=year,
            recipient=recipient,
            country=row["country"],
            category=row["category"],
            persons=row["persons"],
            affiliation=row["affiliation"],
            note=row["note"],
            as_published=row["as_published"],
            source_url=encode_url(url),
            source_kind=kind,
            seen_at=encode_url(row["seen_at"]) if row["seen_at"] else None,
            seen_on=day_of(row["seen_on"]) if row["seen_on"] else None,
            sha256=hashlib.sha256("\x1f".join(row[key] or "" for key in CITED_COLUMNS).encode()).hexdigest(),
        )
    except ValueError as error:
        raise CaptureError(f"{where} ({recipient}): {error}") from error
