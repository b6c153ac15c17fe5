"""Rewrites the files of the working tree and of the home without a withheld name, and back; releases are re-issued elsewhere.

What stood in each place is kept in a private file of the home, readable by its owner alone, so that a withholding can be reversed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
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

    A page's new hash is put into its award's pages.lock.yaml. Files named after the name are reported by `named_after`.
    """
    kept: dict[str, list[str]] = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
    done = []
    hashes: dict[str, str] = {}
    for path in text_files(roots):
        before = _read(path)
        if before is None:
            continue
        text, originals = replacer.replace(before, single_words=path.suffix in DATA_SUFFIXES)
        if not originals:
            continue
        kept.setdefault(str(path.resolve()), []).extend(originals)
        # What stood there is on the disk before it is gone from the file.
        write_private(record, json.dumps(kept, ensure_ascii=False, indent=1))
        hashes |= _write(path, text)
        done.append(Rewritten(path, len(originals)))
    _renew_locks(roots, hashes)
    return done


def restore_tree(roots: Iterable[Path], replacer: Replacer, record: Path) -> list[Rewritten]:
    """Puts back what `rewrite_tree` took out. WithholdingError names a file in which the places no longer fit; others are restored."""
    if not record.exists():
        raise WithholdingError(
            f"{record} is missing: what stood in the files is known there alone; restore them from a copy"
        )
    kept: dict[str, list[str]] = json.loads(record.read_text(encoding="utf-8"))
    done, misfits, restored = [], [], set()
    hashes: dict[str, str] = {}
    for name, originals in kept.items():
        path = Path(name)
        text = _read(path) if path.exists() else None
        try:
            if text is None:
                raise ValueError("the file is gone")
            hashes |= _write(path, replacer.restore(text, originals))
        except ValueError as error:
            misfits.append(f"{path}: {error}")
            continue
        done.append(Rewritten(path, len(originals)))
        restored.add(name)
        write_private(
            record, json.dumps({left: kept[left] for left in kept if left not in restored}, ensure_ascii=False)
        )
    _renew_locks(roots, hashes)
    if misfits:
        raise WithholdingError("restored all files but these; put them right by hand:\n  " + "\n  ".join(misfits))
    record.unlink()
    return done


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
    path.touch(mode=0o600)
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


def _write(path: Path, text: str) -> dict[str, str]:
    """Writes `text` as the file was packed; returns old hash -> new hash of its bytes."""
    before = path.read_bytes()
    content = text.encode()
    if before.startswith(b"\x1f\x8b"):
        content = gzip.compress(content, mtime=0)
    write_file(path, content)
    return {hashlib.sha256(before).hexdigest(): hashlib.sha256(content).hexdigest()}


def _renew_locks(roots: Iterable[Path], hashes: dict[str, str]) -> None:
    if not hashes:
        return
    pattern = re.compile("|".join(hashes))
    for path in text_files(roots):
        if path.name == LOCK_FILE:
            text = path.read_text(encoding="utf-8")
            renewed = pattern.sub(lambda found: hashes[found.group()], text)
            if renewed != text:
                write_file(path, renewed.encode())
