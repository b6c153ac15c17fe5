"""Whether anything that a build depends on has changed since the last one; imports nothing heavy, because it answers before a build does.

What a build then does is in `warehouse.build`; what a change means for the values is in `warehouse.release.inputs`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
# The same folders as `scrapers.registry.AWARDS_DIR` and `warehouse.rulings.DECISIONS_DIR`, without importing them.
AWARDS_DIR = ROOT / "scrapers" / "awards"
DECISIONS_DIR = ROOT / "warehouse" / "decisions"
WITHHELD_FILE = DECISIONS_DIR / "withheld.csv"
READER_FOLDERS = (ROOT / "schemas", ROOT / "scrapers")
CODE_FOLDERS = (*READER_FOLDERS, ROOT / "warehouse")
CODE_SUFFIXES = (".py", ".sql", ".csv", ".html", ".js", ".css", ".json")
DOCUMENTS = ("CODEBOOK.md", "LICENSE-DATA")
"""Files of the project that every release carries."""
BROWSER_DATABASE = ROOT / "build" / "sqlpage" / "node_modules" / "@duckdb" / "duckdb-wasm" / "dist"
"""Where `make sqlpage` puts the database that the site takes along."""
BUILD_FILE, BEGIN_FILE = "build.json", "begin.txt"
# The same as in `scrapers.captures.store`, without importing it.
CAPTURES, LOGS, CAPTURES_VARIABLE = "captures", "log", "HRD_AWARDS_CAPTURES"
LOCK = ".build.lock"
"""Held by the one process that builds in a home."""


@dataclass(frozen=True)
class Settings:
    """What a build reads and where it writes; `decisions_dir` None switches decisions off, but withheld names stay withheld."""

    home: Path
    awards_dir: Path = AWARDS_DIR
    decisions_dir: Path | None = DECISIONS_DIR
    as_of: date = field(default_factory=date.today)

    @property
    def withheld_file(self) -> Path:
        """The list of withheld names: beside the decisions, or the bundled one where they are switched off."""
        return self.decisions_dir / WITHHELD_FILE.name if self.decisions_dir else WITHHELD_FILE


def digest_files(paths: Iterable[Path], root: Path) -> str:
    """SHA-256 over the names (below `root`) and bytes of `paths`, in the order given."""
    total = hashlib.sha256()
    for path in paths:
        name = path.relative_to(root).as_posix()
        total.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def digest_folder(folder: Path) -> str:
    """SHA-256 over the names and bytes of every file below `folder`; the same for a folder that is missing or empty."""
    return digest_files(_files(folder), folder)


def digest_code(folders: Iterable[Path] = CODE_FOLDERS) -> str:
    """SHA-256 over the program in `folders`: Python, SQL and the tables and templates it reads, without awards and decisions."""
    total = hashlib.sha256()
    apart = {AWARDS_DIR, DECISIONS_DIR}
    for folder in folders:
        files = (path for path in _files(folder, apart) if path.suffix in CODE_SUFFIXES)
        total.update(f"{folder.name}\0{digest_files(files, folder)}\n".encode())
    return total.hexdigest()


def digest_live_captures(home: Path) -> str:
    """SHA-256 over the names, lengths and times of the logs of live captures, which tell which captures are accepted.

    In an object store there are no such times, so the logs are read.
    """
    place = os.environ.get(CAPTURES_VARIABLE) or str(home / CAPTURES)
    total = hashlib.sha256()
    if "://" in place:
        from scrapers.captures import store_of

        store = store_of(home)
        for name in store.files.names(LOGS):
            total.update(f"{name}\0{hashlib.sha256(store.files.read(name)).hexdigest()}\n".encode())
        return total.hexdigest()
    logs = Path(place) / LOGS
    for path in _files(logs):
        facts = path.stat()
        total.update(f"{path.relative_to(logs).as_posix()}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return total.hexdigest()


def fingerprint(settings: Settings) -> str:
    """SHA-256 over everything a build depends on: while it stays, the release stays."""
    total = hashlib.sha256(digest_code().encode())
    parts = [digest_folder(settings.awards_dir), digest_live_captures(settings.home)]
    parts.append(digest_folder(settings.decisions_dir) if settings.decisions_dir else "no decisions")
    parts += [digest_files([path], ROOT) for name in DOCUMENTS if (path := ROOT / name).exists()]
    # Another version of a library may give other values.
    parts += [digest_files([path], ROOT) for path in (ROOT / "requirements.lock",) if path.exists()]
    if BROWSER_DATABASE.exists():
        parts.append("with a database for the browser")
    if settings.withheld_file.exists():
        parts.append(digest_files([settings.withheld_file], settings.withheld_file.parent))
    for part in parts:
        total.update(part.encode())
    return total.hexdigest()


def note_begin(settings: Settings) -> None:
    """Remembers what everything was like when reading began: what changes while a build runs belongs to the next one."""
    settings.home.mkdir(parents=True, exist_ok=True)
    (settings.home / BEGIN_FILE).write_text(fingerprint(settings), encoding="utf-8")


def noted_begin(settings: Settings) -> str | None:
    """The fingerprint of when reading began."""
    file = settings.home / BEGIN_FILE
    return file.read_text(encoding="utf-8") if file.exists() else None


def is_current(settings: Settings) -> str | None:
    """Version of the standing release when nothing it was made from has changed since and no award failed, else None.

    A release with a file that is missing or has another length than its manifest says does not stand.
    """
    try:
        kept = json.loads((settings.home / BUILD_FILE).read_text(encoding="utf-8"))
        if kept["errors"] or not _is_whole(settings.home / "releases" / "latest", kept["version"]):
            return None
        return str(kept["version"]) if kept["fingerprint"] == fingerprint(settings) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_all_new(settings: Settings) -> bool:
    """Whether a build will read every award: none was built in this home yet, or the program that reads is another."""
    try:
        kept = json.loads((settings.home / BUILD_FILE).read_text(encoding="utf-8"))
        return bool(kept["reader"] != digest_code(READER_FOLDERS))
    except (OSError, ValueError, KeyError, TypeError):
        return True


def _is_whole(release: Path, version: str) -> bool:
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    if manifest["version"] != version or not (release / "SHA256SUMS").exists():
        return False
    return all((release / file["path"]).stat().st_size == file["bytes"] for file in manifest["files"])


def _files(folder: Path, apart: Iterable[Path] = ()) -> Iterator[Path]:
    """Every file below `folder` in the order of names, without caches, hidden files and the folders `apart`."""
    for directory, folders, files in os.walk(folder):
        here = Path(directory)
        folders[:] = sorted(
            name for name in folders if name != "__pycache__" and not name.startswith(".") and here / name not in apart
        )
        yield from (here / name for name in sorted(files) if not name.startswith("."))
