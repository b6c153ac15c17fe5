"""Puts finished files in place so that a reader, or a power cut, never meets a half-written one; what is in them is decided elsewhere."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

SYNCED_AT_ONCE = 16


class BusyError(RuntimeError):
    """Another process is writing the same place."""


@contextmanager
def one_writer(directory: Path, name: str = ".writer.lock") -> Iterator[None]:
    """Holds the only right to write in `directory`; raises BusyError when another process holds it.

    The right ends with the process, also when it is killed, so that no stale lock is ever left to remove.
    """
    directory.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(directory / name, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(
                f"another process is writing {directory}: wait until it has ended, then run again"
            ) from error
        yield
    finally:
        os.close(descriptor)


def write_file(path: Path, content: bytes) -> None:
    """Writes `content` aside and renames it to `path`, so that `path` holds the old bytes or the new ones, nothing between."""
    aside = path.with_name(f".{path.name}.aside")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Waits until the file or directory at `path` is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_all(paths: Iterable[Path]) -> None:
    """Waits until the files and directories `paths` are on the disk, which takes many at once in hardly more time than one."""
    with ThreadPoolExecutor(SYNCED_AT_ONCE) as pool:
        for _ in pool.map(sync, paths):
            pass


def sync_tree(directory: Path) -> None:
    """Waits until every file and directory below `directory` is on the disk."""
    sync_all(sorted(directory.rglob("*")))
    sync(directory)
