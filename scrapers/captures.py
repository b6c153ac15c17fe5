"""The store of captures: bundled ones in the award folders, accepted live ones in the home that take their place. No parsing."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from scrapers.registry import Award, Source, encode_url

MAX_PAGE_BYTES = 20_000_000
CITED_COLUMNS = (
    "year", "recipient", "country", "category", "persons", "affiliation", "note", "as_published",
    "source_url", "source_kind", "seen_at", "seen_on",
)  # fmt: skip


class CaptureError(ValueError):
    """A capture or cited record that cannot be used; the message names file, row and remedy."""


@dataclass(frozen=True)
class Capture:
    """The bytes of a source at a time, and where they came from."""

    file: str
    url: str
    seen_at: str
    seen_on: date
    origin: str
    sha256: str
    language: str | None
    translated: bool
    complete: bool
    path: Path

    def read(self) -> bytes:
        """The bytes, checked against the recorded hash; CaptureError when the file was changed or is too large."""
        size = self.path.stat().st_size
        if size > MAX_PAGE_BYTES:
            raise CaptureError(
                f"{self.path}: {size:,} bytes, more than {MAX_PAGE_BYTES:,}: no list page is so large; check what was saved"
            )
        content = self.path.read_bytes()
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise CaptureError(
                f"{self.path}: does not have the hash in pages.lock.yaml; run `hrd-awards lock` after an intended edit, or restore the file"
            )
        return content


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


def load_lock(folder: Path) -> dict[str, dict[str, Any]]:
    """`pages.lock.yaml` of an award folder: file to its facts; empty when the award has no pages."""
    file = folder / "pages.lock.yaml"
    if not file.exists():
        return {}
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise CaptureError(f"{file}: not readable as YAML: {error}; restore it from git") from error
    return content or {}


def bundled_captures(folder: Path) -> list[Capture]:
    """The captures in an award folder, in lock order; CaptureError when lock and files disagree."""
    lock = load_lock(folder)
    on_disk = {f"pages/{path.name}" for path in (folder / "pages").glob("*") if path.is_file()}
    unlocked = sorted(on_disk - lock.keys())
    if unlocked:
        raise CaptureError(
            f"{folder}: {', '.join(unlocked)} not in pages.lock.yaml; `hrd-awards new` adds a page with its address"
        )
    captures = []
    for file, facts in lock.items():
        path = folder / file
        if not path.exists():
            raise CaptureError(f"{path}: named in pages.lock.yaml but missing; restore it from git")
        try:
            captures.append(
                Capture(
                    file=file,
                    url=encode_url(facts["url"]),
                    seen_at=encode_url(facts["seen_at"]),
                    seen_on=_day(facts["seen_on"]),
                    origin=facts["origin"],
                    sha256=facts["sha256"],
                    language=facts.get("language"),
                    translated=bool(facts.get("translated", False)),
                    complete=bool(facts.get("complete", True)),
                    path=path,
                )
            )
        except (KeyError, ValueError) as error:
            raise CaptureError(
                f"{folder / 'pages.lock.yaml'}: {file}: {error}; `hrd-awards lock` writes it anew"
            ) from error
    return captures


def captures_by_source(award: Award, folder: Path) -> list[tuple[Source, list[Capture]]]:
    """Each declared source with its captures (matched by address); CaptureError for a capture nobody declares."""
    captures = bundled_captures(folder)
    by_url: dict[str, list[Capture]] = {}
    for capture in captures:
        by_url.setdefault(capture.url, []).append(capture)
    paired = [(source, by_url.pop(source.url, [])) for source in award.sources]
    if by_url:
        lost = ", ".join(f"{c.file} ({c.url})" for group in by_url.values() for c in group)
        raise CaptureError(f"{folder / 'award.yaml'}: no source has the address of {lost}; add one under sources:")
    return paired


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
            seen_on=_day(row["seen_on"]) if row["seen_on"] else None,
            sha256=hashlib.sha256("\x1f".join(row[key] or "" for key in CITED_COLUMNS).encode()).hexdigest(),
        )
    except ValueError as error:
        raise CaptureError(f"{where} ({recipient}): {error}") from error


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
