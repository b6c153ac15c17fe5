"""What was read of every award, kept under the home: read again only when its folder or the reader changed, carried forward when it fails.

How a page is read is in `scrapers.statements`; what statements amount to is in `warehouse.corroborate`.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import polars as pl

from scrapers.captures import CaptureError, CaptureStore, live_state, store_of
from scrapers.captures.freshness import stale_awards
from scrapers.captures.store import RemoteFiles
from scrapers.executors import Executor, ExecutorError, ProcessExecutor, executor_of, is_chosen
from scrapers.registry import Award, AwardError, load_award, load_awards
from scrapers.statements import AwardReading, read_award
from warehouse.files import sync_all, write_file
from warehouse.fingerprint import READER_FOLDERS, Settings, digest_code, digest_folder, note_begin
from warehouse.shared import COMPRESSION, FRAMES, KEY_FILE, has_reading, put_reading, shared_files, take_reading
from warehouse.shared import VARIABLE as SHARED

FORM = hashlib.sha256(repr(FRAMES).encode()).hexdigest()
"""Changes with the columns: a reading of other columns is made again."""
STATEMENTS, ACCEPTED = "statements", "accepted"
"""Folders of the home: the latest reading of each award, and the latest one that was published."""
ERROR_FILE = "error.txt"
FEW, MOST_WORKERS = 12, 4
"""Fewer awards than this are not worth starting processes for, and more processes than this do not help."""
PARTS = 4
"""Parts of the work for each worker of an executor that somebody chose."""


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
        if _key_of(kept) == key and is_whole(kept):
            return None
        shared = shared_files()
        reading = take_reading(shared, award.id, key) if shared else None
        if reading is None:
            reading = read_award(award, folder, store=store)
            if shared:
                put_reading(shared, reading, key)
        save_reading(kept, reading, key)
    except (AwardError, CaptureError) as error:
        kept.mkdir(parents=True, exist_ok=True)
        (kept / KEY_FILE).unlink(missing_ok=True)
        write_file(kept / ERROR_FILE, str(error).encode())
        return str(error)
    return None


@contextmanager
def reading_ahead(settings: Settings, then: Callable[[Settings, list[str]], None] | None = None) -> Iterator[None]:
    """While the block runs, the executor reads the awards that changed; at its end all of them have been read.

    Only a head start: what it keeps is what `read_one` finds, and what could not be read there `read_one` reads again and reports.
    Without HRD_AWARDS_EXECUTOR a few local processes read, where there is enough to read. Workers that write in the home call
    `then`, a function of a module, with the settings and the award_ids read, for what can be done with one award alone.
    """
    reader = digest_code(READER_FOLDERS)
    store = store_of(settings.home)
    changed = [
        folder
        for folder in settings.awards_dir.glob("*/")
        if (folder / "award.yaml").exists() and not _is_read(folder, settings, reader, store)
    ]
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    if not changed or (not is_chosen() and (workers < 2 or len(changed) < FEW)):
        yield
        return
    changed.sort(key=lambda folder: sum(file.stat().st_size for file in folder.rglob("*")), reverse=True)
    with executor_of() if is_chosen() else ProcessExecutor(workers) as executor:
        # Few large parts start quickest here; on a cluster a lost worker should cost little.
        parts = min(len(changed), executor.workers * (PARTS if is_chosen() else 1))
        place = os.environ.get(SHARED)
        tasks = [_Task(changed[n::parts], settings, reader, store.place, place, then) for n in range(parts)]
        reading = Thread(target=_read_all, args=(executor, tasks))
        reading.start()
        try:
            yield
        finally:
            reading.join()


@dataclass(frozen=True)
class _Task:
    """Awards to read, wherever that is done."""

    folders: list[Path]
    settings: Settings
    reader: str
    captures: str
    shared: str | None
    then: Callable[[Settings, list[str]], None] | None

    def __str__(self) -> str:
        return f"reading {', '.join(folder.name for folder in self.folders)}"


def _read_all(executor: Executor, tasks: list[_Task]) -> None:
    try:
        for _ in executor.map(_read_task, tasks):
            pass
    except ExecutorError as error:
        logging.getLogger(__name__).warning("%s; what is left is read in this process", error)


def _read_task(task: _Task) -> None:
    """Reads awards on a worker: into the shared place where there is one, else into the home, which the worker must reach."""
    read = []
    for folder in task.folders:
        # Whoever asks for the reading meets the same error, and reports it.
        with suppress(AwardError, CaptureError):
            if task.shared:
                _read_shared(folder, task, RemoteFiles(task.shared, SHARED))
            elif not read_one(load_award(folder), task.settings, task.reader):
                read.append(folder.name)
    if task.then and not task.shared:
        task.then(task.settings, read)


def _read_shared(folder: Path, task: _Task, shared: RemoteFiles) -> None:
    # The worker's own environment need not say where things are kept: the task does.
    store = CaptureStore(task.captures)
    key = _key(task.reader, folder, store)
    if not has_reading(shared, folder.name, key):
        put_reading(shared, read_award(load_award(folder), folder, store=store), key)


def _is_read(folder: Path, settings: Settings, reader: str, store: CaptureStore) -> bool:
    try:
        return _key_of(settings.home / STATEMENTS / folder.name) == _key(reader, folder, store)
    except CaptureError:
        return False


def _key(reader: str, folder: Path, store: CaptureStore) -> str:
    live = json.dumps(live_state(folder.name, store), sort_keys=True)
    return hashlib.sha256(f"{reader}\0{digest_folder(folder)}\0{live}".encode()).hexdigest()


def gather(settings: Settings, refused: Mapping[str, str] | None = None) -> Readings:
    """The kept readings of all awards as one.

    Those that could not be read, and those `refused` (award_id to error), come from what was published of them last; without that they
    are left out.
    """
    standing = find_standing(settings, refused)
    folders = list(standing.folders.values())
    # Read together: one by one the files take three times as long.
    frames = {
        name: pl.read_parquet([folder / f"{name}.parquet" for folder in folders])
        if folders
        else pl.DataFrame(schema=schema)
        for name, schema in FRAMES.items()
    }
    return Readings(
        [standing.awards[award_id] for award_id in standing.folders],
        frames["statements"],
        frames["leftovers"],
        frames["sources"],
        [word for folder in folders for word in load_facts(folder).unknown_words],
        standing.errors,
        standing.stale,
        stale_awards(list(standing.folders), store_of(settings.home)),
    )


@dataclass
class Standing:
    """Which kept reading stands for each award, by award_id: its folder, the award as described, errors, and which ones are stale."""

    folders: dict[str, Path]
    awards: dict[str, Award]
    errors: dict[str, str]
    stale: set[str]


def find_standing(settings: Settings, refused: Mapping[str, str] | None = None) -> Standing:
    """What `gather` takes, without loading it."""
    awards, broken = load_awards(settings.awards_dir)
    described = {award.id: award for award in awards}
    errors = {award_id: str(error) for award_id, error in broken.items()} | dict(refused or {})
    folders: dict[str, Path] = {}
    stale: set[str] = set()
    for award_id in sorted(described.keys() - errors.keys()):
        folder = settings.home / STATEMENTS / award_id
        if is_whole(folder):
            folders[award_id] = folder
        else:
            errors[award_id] = _error_in(folder) or f"{settings.awards_dir / award_id}: not read yet; build again"
    for award_id in sorted(errors):
        accepted = settings.home / ACCEPTED / award_id
        award = described.get(award_id) or _accepted_award(settings.home, award_id)
        if award and is_whole(accepted):
            folders[award_id], described[award_id] = accepted, award
            stale.add(award_id)
    return Standing(dict(sorted(folders.items())), described, dict(sorted(errors.items())), stale)


def accept_readings(settings: Settings, award_ids: Iterable[str]) -> None:
    """Remembers the readings of `award_ids`, just published, with their award.yaml, as what to carry forward when one fails later."""
    written = []
    for award_id in award_ids:
        fresh, accepted = settings.home / STATEMENTS / award_id, settings.home / ACCEPTED / award_id
        if _key_of(fresh) == _key_of(accepted):
            continue
        accepted.mkdir(parents=True, exist_ok=True)
        # The key goes first and comes last: a copy that was broken off is no reading.
        (accepted / KEY_FILE).unlink(missing_ok=True)
        shutil.copyfile(settings.awards_dir / award_id / "award.yaml", accepted / "award.yaml")
        for name in (*(f"{name}.parquet" for name in FRAMES), KEY_FILE):
            shutil.copyfile(fresh / name, accepted / name)
        written += [*accepted.iterdir(), accepted]
    sync_all(written)


def save_reading(folder: Path, reading: AwardReading, key: str) -> None:
    """Keeps a reading in `folder`, the key last: a reading that was broken off has none."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (KEY_FILE, ERROR_FILE):
        (folder / name).unlink(missing_ok=True)
    digests = {}
    for name in FRAMES:
        file = folder / f"{name}.parquet"
        getattr(reading, name).write_parquet(file, compression=COMPRESSION)
        digests[name] = _digest(file)
    kept = {"key": key, "form": FORM, "files": digests, "facts": asdict(_facts(reading))}
    # Not flushed to disk: what a power cut leaves torn is not loaded, and read again.
    (folder / KEY_FILE).write_text(json.dumps(kept), encoding="utf-8")


@dataclass(frozen=True)
class Facts:
    """What people ask of a reading before its rows: counts, and the lines and words that nobody could read.

    `unreadable`: source_id, place on the page, text. `unknown_words`: source_id, place on the page, word. `last_seen`: ISO date.
    """

    statements: int
    sources: int
    leftovers: dict[str, int]
    last_seen: str | None
    unreadable: list[tuple[str, str, str]]
    unknown_words: list[tuple[str, str, str]]


def _facts(reading: AwardReading) -> Facts:
    unreadable = reading.leftovers.filter(pl.col("reason") == "unreadable").select("source_id", "place", "text")
    return Facts(
        statements=reading.statements.height,
        sources=reading.sources.height,
        leftovers=dict(sorted(reading.leftovers["reason"].value_counts().iter_rows())),
        last_seen=str(reading.sources["seen_on"].max() or "") or None,
        unreadable=unreadable.rows(),
        unknown_words=list(reading.unknown_words),
    )


def load_facts(folder: Path) -> Facts:
    """The facts of the whole reading in `folder`; raises OSError or ValueError when it is not whole."""
    kept = _kept(folder)["facts"]
    rows = {name: [tuple(row) for row in kept[name]] for name in ("unreadable", "unknown_words")}
    return Facts(**{**kept, **rows})


def load_reading(folder: Path) -> AwardReading:
    """The reading kept in `folder`, which `is_whole`."""
    frames = {name: pl.read_parquet(folder / f"{name}.parquet") for name in FRAMES}
    unknown = load_facts(folder).unknown_words
    return AwardReading(folder.name, frames["statements"], frames["leftovers"], frames["sources"], unknown)


def is_whole(folder: Path) -> bool:
    """Whether `folder` holds a reading of the present form whose files have the digests they were written with."""
    try:
        kept = _kept(folder)
        digests = kept["files"]
        return kept["form"] == FORM and all(_digest(folder / f"{name}.parquet") == digests[name] for name in FRAMES)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _kept(folder: Path) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads((folder / KEY_FILE).read_text(encoding="utf-8"))
    return kept


def _key_of(folder: Path) -> str | None:
    try:
        return str(_kept(folder)["key"])
    except (OSError, ValueError, KeyError):
        return None


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


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
