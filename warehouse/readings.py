"""What was read of every award, kept under the home: read again only when its folder or the reader changed, carried forward when it fails.

How a page is read is in `scrapers.statements`; what statements amount to is in `warehouse.corroborate`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from scrapers.captures import CaptureError, CaptureStore, live_state, store_of
from scrapers.captures.freshness import stale_awards
from scrapers.registry import Award, AwardError, load_award, load_awards
from scrapers.statements import LEFTOVER_SCHEMA, SOURCE_SCHEMA, STATEMENT_SCHEMA, AwardReading, read_award
from warehouse.files import write_file
from warehouse.fingerprint import READER_FOLDERS, Settings, digest_code, digest_folder, note_begin

FRAMES = {"statements": STATEMENT_SCHEMA, "leftovers": LEFTOVER_SCHEMA, "sources": SOURCE_SCHEMA}
STATEMENTS, ACCEPTED = "statements", "accepted"
"""Folders of the home: the latest reading of each award, and the latest one that was published."""
KEY_FILE, ERROR_FILE = "key.json", "error.txt"
FEW, MOST_WORKERS = 12, 4
"""Fewer awards than this are not worth starting processes for, and more processes than this do not help."""


@dataclass
class Readings:
    """What was read of every award: frames over all awards, the errors of those that could not be read, and which of them are stale.

    waiting: awards of which a newer capture is quarantined, with the reasons; what is read of them is the last good one.
    """

    awards: list[Award]
    statements: pl.DataFrame
    leftovers: pl.DataFrame
    sources: pl.DataFrame
    unknown_words: list[tuple[str, str, str]]
    errors: dict[str, str]
    stale: set[str]
    waiting: dict[str, str] = field(default_factory=dict)


def read_awards(settings: Settings, progress: Callable[[str], None] = lambda _: None) -> Readings:
    """Every award of the folder. One that cannot be read keeps its last good statements, flagged stale, with the error.

    `progress` is called with each award_id when it has been read.
    """
    note_begin(settings)
    awards, _ = load_awards(settings.awards_dir)
    reader = digest_code(READER_FOLDERS)
    for award in awards:
        read_one(award, settings, reader)
        progress(award.id)
    return gather(settings)


def read_one(award: Award, settings: Settings, reader: str) -> str | None:
    """Reads an award and keeps the reading, or the error, under the home; nothing is read when neither folder nor reader changed.

    Returns the error text when the award cannot be read. `reader`: digest of the program that reads.
    """
    folder = settings.awards_dir / award.id
    store = store_of(settings.home)
    kept = settings.home / STATEMENTS / award.id
    try:
        key = _key(reader, folder, store)
        if _key_of(kept) == key and load_reading(kept):
            return None
        save_reading(kept, read_award(award, folder, store=store), key)
    except (AwardError, CaptureError) as error:
        kept.mkdir(parents=True, exist_ok=True)
        (kept / KEY_FILE).unlink(missing_ok=True)
        write_file(kept / ERROR_FILE, str(error).encode())
        return str(error)
    return None


@contextmanager
def reading_ahead(settings: Settings) -> Iterator[None]:
    """While the block runs, other processes read the awards that changed; at its end all of them have been read.

    Only a head start: what they keep is what `read_one` finds, and what they could not read it reads again and reports.
    """
    reader = digest_code(READER_FOLDERS)
    store = store_of(settings.home)
    changed = [
        folder
        for folder in settings.awards_dir.glob("*/")
        if (folder / "award.yaml").exists() and not _is_read(folder, settings, reader, store)
    ]
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    if workers < 2 or len(changed) < FEW:
        yield
        return
    changed.sort(key=lambda folder: sum(file.stat().st_size for file in folder.rglob("*")), reverse=True)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        started = [pool.submit(_read_some, settings, reader, changed[n::workers]) for n in range(workers)]
        yield
        wait(started)


def _is_read(folder: Path, settings: Settings, reader: str, store: CaptureStore) -> bool:
    try:
        return _key_of(settings.home / STATEMENTS / folder.name) == _key(reader, folder, store)
    except CaptureError:
        return False


def _read_some(settings: Settings, reader: str, folders: list[Path]) -> None:
    for folder in folders:
        with suppress(AwardError):
            read_one(load_award(folder), settings, reader)


def _key(reader: str, folder: Path, store: CaptureStore) -> str:
    live = json.dumps(live_state(folder.name, store), sort_keys=True)
    return hashlib.sha256(f"{reader}\0{digest_folder(folder)}\0{live}".encode()).hexdigest()


def gather(settings: Settings, refused: Mapping[str, str] | None = None) -> Readings:
    """The kept readings of all awards as one.

    Those that could not be read, and those `refused` (award_id to error), come from what was published of them last; without that they
    are left out.
    """
    awards, broken = load_awards(settings.awards_dir)
    described = {award.id: award for award in awards}
    errors = {award_id: str(error) for award_id, error in broken.items()} | dict(refused or {})
    readings: dict[str, AwardReading] = {}
    stale: set[str] = set()
    for award_id in sorted(described.keys() - errors.keys()):
        folder = settings.home / STATEMENTS / award_id
        if reading := load_reading(folder):
            readings[award_id] = reading
        else:
            errors[award_id] = _error_in(folder) or f"{settings.awards_dir / award_id}: not read yet; build again"
    for award_id in sorted(errors):
        last_good = load_reading(settings.home / ACCEPTED / award_id)
        award = described.get(award_id) or _accepted_award(settings.home, award_id)
        if last_good and award:
            readings[award_id], described[award_id] = last_good, award
            stale.add(award_id)
    ordered = [readings[award_id] for award_id in sorted(readings)]
    return Readings(
        [described[award_id] for award_id in sorted(readings)],
        pl.concat([pl.DataFrame(schema=STATEMENT_SCHEMA), *(reading.statements for reading in ordered)]),
        pl.concat([pl.DataFrame(schema=LEFTOVER_SCHEMA), *(reading.leftovers for reading in ordered)]),
        pl.concat([pl.DataFrame(schema=SOURCE_SCHEMA), *(reading.sources for reading in ordered)]),
        [word for reading in ordered for word in reading.unknown_words],
        dict(sorted(errors.items())),
        stale,
        stale_awards(sorted(readings), store_of(settings.home)),
    )


def accept_readings(settings: Settings, award_ids: Iterable[str]) -> None:
    """Remembers the readings of `award_ids`, just published, with their award.yaml, as what to carry forward when one fails later."""
    for award_id in award_ids:
        fresh, accepted = settings.home / STATEMENTS / award_id, settings.home / ACCEPTED / award_id
        if _key_of(fresh) == _key_of(accepted):
            continue
        accepted.mkdir(parents=True, exist_ok=True)
        # The key goes first and comes last: a copy that was broken off is no reading.
        (accepted / KEY_FILE).unlink(missing_ok=True)
        for name in FRAMES:
            shutil.copyfile(fresh / f"{name}.parquet", accepted / f"{name}.parquet")
        shutil.copyfile(settings.awards_dir / award_id / "award.yaml", accepted / "award.yaml")
        write_file(accepted / KEY_FILE, (fresh / KEY_FILE).read_bytes())


def save_reading(folder: Path, reading: AwardReading, key: str) -> None:
    """Keeps a reading in `folder`, the key last: a reading that was broken off has none."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (KEY_FILE, ERROR_FILE):
        (folder / name).unlink(missing_ok=True)
    for name in FRAMES:
        getattr(reading, name).write_parquet(folder / f"{name}.parquet", compression="lz4")
    # Not flushed to disk: what a power cut leaves torn is not loaded, and read again.
    (folder / KEY_FILE).write_text(json.dumps({"key": key, "unknown_words": reading.unknown_words}), encoding="utf-8")


def load_reading(folder: Path) -> AwardReading | None:
    """The reading kept in `folder`; None when there is none, or it is damaged or of another form."""
    try:
        kept = json.loads((folder / KEY_FILE).read_text(encoding="utf-8"))
        frames = {name: pl.read_parquet(folder / f"{name}.parquet") for name in FRAMES}
        if any(frames[name].schema != pl.Schema(schema) for name, schema in FRAMES.items()):
            return None
        unknown = [(source, place, word) for source, place, word in kept["unknown_words"]]
        return AwardReading(folder.name, frames["statements"], frames["leftovers"], frames["sources"], unknown)
    except (OSError, ValueError, KeyError, pl.exceptions.PolarsError):
        return None


def _key_of(folder: Path) -> str | None:
    try:
        return str(json.loads((folder / KEY_FILE).read_text(encoding="utf-8"))["key"])
    except (OSError, ValueError, KeyError):
        return None


def _error_in(folder: Path) -> str | None:
    try:
        return (folder / ERROR_FILE).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None


def _accepted_award(home: Path, award_id: str) -> Award | None:
    try:
        return load_award(home / ACCEPTED / award_id)
    except AwardError:
        return None
