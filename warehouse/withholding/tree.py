"""Rewrites the files of the working tree and of the home without a withheld name, and back; releases are re-issued elsewhere.

What stood in each place is kept in a private file of the home, readable by its owner alone, so that a withholding can be reversed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from warehouse.files import write_file
from warehouse.withholding.entries import WithholdingError
from warehouse.withholding.spellings import Replacer

LOCK_FILE = "pages.lock.yaml"
LEFT_ALONE = {
    ".git",
    ".venv",
    "node_modules",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
}
DATA_SUFFIXES = {".csv", ".html", ".json", ".yaml", ".gz", ".txt", ".jsonl"}
MOST_BYTES = 50_000_000


@dataclass(frozen=True)
class Rewritten:
    """One file from which a name was taken: how often, and where it lies."""

    path: Path
    places: int


def rewrite_tree(roots: Iterable[Path], replacer: Replacer, record: Path) -> list[Rewritten]:
    """Takes the name of `replacer` out of every text file below `roots`; `record` keeps what stood there.

    A page's new hash is put into its award's pages.lock.yaml. Files named after the name are reported by `named_after`. Killed at any
    point and run again, it leaves the same files and the same record.
    """
    kept = _read_record(record)
    done = []
    for path in text_files(roots):
        before = _read(path)
        if before is None:
            continue
        place, marks = str(path.resolve()), replacer.marks_in(before)
        earlier = kept.get(place, {}).get(str(marks), [])
        text, originals = replacer.replace(before, single_words=path.suffix in DATA_SUFFIXES, earlier=earlier)
        if text == before:
            continue
        # What stood there is on the disk before it is gone from the file; what stands there now is told by the number of replacements.
        kept[place] = {str(len(known)): known for known in (earlier, originals) if known}
        write_private(record, json.dumps(kept, ensure_ascii=False, indent=1))
        _write(path, text)
        done.append(Rewritten(path, len(originals) - len(earlier)))
    if not record.exists():
        write_private(record, json.dumps(kept))
    return done


def restore_tree(roots: Iterable[Path], replacer: Replacer, record: Path) -> list[Rewritten]:
    """Puts back what `rewrite_tree` took out. WithholdingError names a file in which the places no longer fit; others are restored."""
    if not record.exists():
        raise WithholdingError(
            f"{record} is missing: what stood in the files is known there alone; restore them from a copy"
        )
    kept = _read_record(record)
    done, misfits = [], []
    for name, by_number in list(kept.items()):
        path = Path(name)
        text = _read(path) if path.exists() else None
        try:
            if text is None:
                raise ValueError("the file is gone")
            marks = replacer.marks_in(text)
            originals = by_number.get(str(marks), [] if marks else None)
            if originals is None:
                raise ValueError(f"{marks} places of {replacer.token!r} for {' or '.join(by_number)} texts kept")
            if not marks and not _holds_all(text, by_number):
                raise ValueError(f"no place of {replacer.token!r} is left")
            if marks:
                _write(path, replacer.restore(text, originals))
        except ValueError as error:
            misfits.append(f"{path}: {error}")
            continue
        done.append(Rewritten(path, marks))
        del kept[name]
        write_private(record, json.dumps(kept, ensure_ascii=False))
    if misfits:
        raise WithholdingError("restored all files but these; put them right by hand:\n  " + "\n  ".join(misfits))
    return done


def _read_record(record: Path) -> dict[str, dict[str, list[str]]]:
    """path -> number of replacements in the file -> what stood in their places"""
    return dict(json.loads(record.read_text(encoding="utf-8"))) if record.exists() else {}


def _holds_all(text: str, by_number: dict[str, list[str]]) -> bool:
    """Whether `text` is as before it was rewritten, or was restored by a run that was killed right after."""
    return all(original in text for originals in by_number.values() for original in originals)


def text_files(roots: Iterable[Path]) -> Iterator[Path]:
    """Every file below `roots`, in order of names, without those of tools and version control."""
    for root in roots:
        if root.is_file():
            yield root
            continue
        for directory, folders, files in os.walk(root):
            folders[:] = sorted(set(folders) - LEFT_ALONE)
            yield from (Path(directory) / name for name in sorted(files))


def named_after(roots: Iterable[Path], replacer: Replacer) -> list[Path]:
    """Files and folders below `roots` whose own name holds the withheld one: to be renamed by hand, with what refers to them."""
    return [path for path in text_files(roots) if replacer.pattern.search(path.name)]


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner can read, in a folder that only its owner can enter."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    write_file(path, text.encode())
    path.chmod(0o600)


def _read(path: Path) -> str | None:
    """The text of a file, unpacked where it is gzip; None for what is not text."""
    if path.is_symlink() or path.stat().st_size > MOST_BYTES:
        return None
    content = path.read_bytes()
    try:
        if content.startswith(b"\x1f\x8b"):
            return gzip.decompress(content).decode("utf-8")
        return None if b"\0" in content else content.decode("utf-8")
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError):
        return None


def _write(path: Path, text: str) -> None:
    """Writes `text` as the file was packed. The lock of a page is renewed first: killed in between, the next run finds the page as it was."""
    before = path.read_bytes()
    content = text.encode()
    if before.startswith(b"\x1f\x8b"):
        content = gzip.compress(content, mtime=0)
    lock = path.parent.parent / LOCK_FILE
    if lock.exists():
        locked = lock.read_text(encoding="utf-8")
        renewed = locked.replace(hashlib.sha256(before).hexdigest(), hashlib.sha256(content).hexdigest())
        if renewed != locked:
            write_file(lock, renewed.encode())
    write_file(path, content)
