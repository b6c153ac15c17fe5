"""Where live captures are kept: files named by their hash, and a log for each source; on disk or in an object store. No network, no parsing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident
from typing import Any, Protocol

from scrapers.captures.bundled import CaptureError
from scrapers.captures.log import Event, SourceLog, from_line, to_line

FOLDER = "captures"
VARIABLE = "HRD_AWARDS_CAPTURES"
CONTENT, WARC, REDUCED, ROWS, LOGS, RUNS, ROBOTS = "content", "warc", "reduced", "rows", "log", "runs", "robots"
LOCK = ".crawl.lock"


class Files(Protocol):
    """The few things a store asks of the place it is kept in; names are relative, with `/`."""

    def read(self, name: str) -> bytes: ...
    def write(self, name: str, content: bytes) -> None: ...
    def exists(self, name: str) -> bool: ...
    def names(self, folder: str) -> list[str]: ...
    def remove(self, name: str) -> None: ...


class LocalFiles:
    """A folder; a file appears whole or not at all."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, name: str) -> bytes:
        return (self.root / name).read_bytes()

    def write(self, name: str, content: bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.{os.getpid()}-{get_ident()}.aside")
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)

    def exists(self, name: str) -> bool:
        return (self.root / name).exists()

    def names(self, folder: str) -> list[str]:
        root = self.root / folder
        files = (path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))
        return sorted(path.relative_to(self.root).as_posix() for path in files)

    def remove(self, name: str) -> None:
        (self.root / name).unlink(missing_ok=True)


class RemoteFiles:
    """An fsspec address, e.g. `s3://bucket/captures`; each object is written in one piece."""

    def __init__(self, address: str, variable: str = VARIABLE) -> None:
        """`variable` is the setting that the address comes from, for messages."""
        import fsspec

        self._address, self._variable = address.rstrip("/"), variable
        try:
            self._files, self._root = fsspec.core.url_to_fs(address)
        except (ImportError, ValueError) as error:
            raise CaptureError(
                f"{variable} is {address!r}: {error}; give a folder or an address that fsspec knows"
            ) from error

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def read(self, name: str) -> bytes:
        with self._explained(name):
            return bytes(self._files.cat_file(self._path(name)))

    def write(self, name: str, content: bytes) -> None:
        path = self._path(name)
        with self._explained(name):
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._files.pipe_file(path, content)

    def exists(self, name: str) -> bool:
        # not `exists` of fsspec: to that every failure means that there is no such file
        with self._explained(name):
            try:
                self._files.info(self._path(name))
            except FileNotFoundError:
                return False
        return True

    def names(self, folder: str) -> list[str]:
        root = self._path("")
        with self._explained(folder):
            try:
                self._files.invalidate_cache()
                found = self._files.find(self._path(folder))
            except FileNotFoundError:
                return []
        return sorted(path[path.index(root) + len(root) :] for path in found)

    def remove(self, name: str) -> None:
        if self.exists(name):
            with self._explained(name):
                self._files.rm_file(self._path(name))

    @contextmanager
    def _explained(self, name: str) -> Iterator[None]:
        """A place that cannot be reached is an error of its own, never the same as a file that is not there."""
        try:
            yield
        except FileNotFoundError:
            raise
        except Exception as error:
            raise CaptureError(
                f"{self._address}/{name}: {type(error).__name__}: {error}; check {self._variable} and the access to it"
            ) from error


class CaptureStore:
    """Live captures of every source: `content/`, `warc/` and `reduced/` by hash, `log/<award_id>/<source>.jsonl`."""

    def __init__(self, place: str | Path) -> None:
        self.place = str(place)
        remote = "://" in self.place and not self.place.startswith("file://")
        local = self.place.removeprefix("file://")
        self.files: Files = RemoteFiles(self.place) if remote else LocalFiles(Path(local))
        self.root = None if remote else Path(local)

    def put(self, kind: str, content: bytes, suffix: str, again: bool = False) -> str:
        """Keeps bytes under their hash, once, or `again` over a damaged file; returns the name they are kept under."""
        sha256 = hashlib.sha256(content).hexdigest()
        name = f"{kind}/{sha256[:2]}/{sha256}{suffix}"
        if again or not self.files.exists(name):
            self.files.write(name, content)
        return name

    def holds(self, sha256: str) -> bool:
        """Whether the page with this hash is there and unchanged."""
        try:
            self.content(sha256)
        except CaptureError:
            return False
        return True

    def content_name(self, sha256: str) -> str:
        """Name of the page with this hash; CaptureError when it is not there."""
        for suffix in (".html", ".json"):
            if self.files.exists(name := f"{CONTENT}/{sha256[:2]}/{sha256}{suffix}"):
                return name
        raise CaptureError(
            f"{self.place}: capture {sha256} is missing; restore it from a copy, or crawl its award again"
        )

    def content(self, sha256: str) -> bytes:
        """The page with this hash, checked; CaptureError when it is missing or was changed."""
        name = self.content_name(sha256)
        content = self.files.read(name)
        if hashlib.sha256(content).hexdigest() != sha256:
            raise CaptureError(
                f"{self.place}/{name}: was changed since it was captured; restore it, or crawl its award again"
            )
        return content

    def log(self, award_id: str, source_name: str) -> SourceLog:
        """What happened to a source so far; CaptureError names the line that cannot be read."""
        name = _log_name(award_id, source_name)
        try:
            content = self.files.read(name)
        except FileNotFoundError:
            return SourceLog()
        events: list[Event] = []
        for number, line in enumerate(content.split(b"\n"), start=1):
            try:
                if not line:
                    continue
                events.append(from_line(line.decode("utf-8")))
            except (ValueError, KeyError, TypeError) as error:
                raise CaptureError(f"{self.place}/{name} line {number}: {error}; restore it from a copy") from error
        return SourceLog(events)

    def note(self, award_id: str, source_name: str, *events: Event) -> SourceLog:
        """Adds events to the log of a source and returns it; nothing is ever taken out."""
        log = self.log(award_id, source_name)
        log.events.extend(events)
        text = "".join(f"{to_line(event)}\n" for event in log.events)
        self.files.write(_log_name(award_id, source_name), text.encode())
        return log

    def logged(self, award_id: str | None = None) -> Iterator[tuple[str, str]]:
        """(award_id, source name) of every source that has a log, or of those of one award."""
        for name in self.files.names(f"{LOGS}/{award_id}" if award_id else LOGS):
            _, of, file = name.split("/")
            yield of, file.removesuffix(".jsonl")


def _log_name(award_id: str, source_name: str) -> str:
    return f"{LOGS}/{award_id}/{source_name}.jsonl"


def store_of(home: Path, environment: Mapping[str, str] = os.environ) -> CaptureStore:
    """The store of a home: its folder `captures`, or where HRD_AWARDS_CAPTURES says."""
    return CaptureStore(environment.get(VARIABLE) or home / FOLDER)


@contextmanager
def one_crawl(home: Path) -> Iterator[None]:
    """Holds the only right to crawl into a home; CaptureError when another process holds it. The right ends with the process."""
    import fcntl

    folder = home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CaptureError(f"another crawl is writing {folder}: wait until it has ended, then run again") from error
        yield
    finally:
        os.close(descriptor)


def open_content(store: CaptureStore, sha256: str) -> Any:
    """What reads the page with this hash when it is called."""
    return lambda: store.content(sha256)
