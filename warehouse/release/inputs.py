"""Digests of what a build depends on, cut so that a change can be traced to its cause; nothing is parsed beyond the award a decision is about."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from warehouse.release.model import Inputs

EVERY_AWARD = "*"
WITHHELD_FILE = "withheld.csv"
_RECOGNITION = re.compile(r"^([a-z][a-z0-9_]*)-[0-9]{4}-")
_SOURCE = re.compile(r"^([a-z][a-z0-9_]*)/")


def digest_files(paths: Iterable[Path], root: Path) -> str:
    """SHA-256 over the names (below `root`) and bytes of `paths`, in the order of their names."""
    total = hashlib.sha256()
    for path in sorted(paths):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(root).as_posix()}\0{content}\n".encode())
    return total.hexdigest()


def digest_decisions(directory: Path) -> dict[str, str]:
    """award_id -> digest of the rows of `directory`/*.csv about it; `*` for rows that name no award. Withheld names are apart."""
    totals: dict[str, hashlib._Hash] = {}
    for path in sorted(directory.glob("*.csv")):
        if path.name == WITHHELD_FILE:
            continue
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                text = "\0".join(f"{name}={value}" for name, value in sorted(row.items(), key=str))
                total = totals.setdefault(award_of(row), hashlib.sha256())
                total.update(f"{path.name}\0{text}\n".encode())
    return {award_id: total.hexdigest() for award_id, total in sorted(totals.items())}


def award_of(row: Mapping[str, object]) -> str:
    """The award that a row is about, from its award_id or from an identifier that begins with it; `*` when it names none."""
    award_id = row.get("award_id")
    if award_id:
        return str(award_id)
    for name, value in row.items():
        pattern = _RECOGNITION if "recognition" in str(name) else _SOURCE
        found = pattern.match(str(value or ""))
        if found:
            return found.group(1)
    return EVERY_AWARD


def collect_inputs(
    captures: Mapping[str, str],
    awards_directory: Path,
    decisions_directory: Path,
    code_directories: Iterable[Path],
    libraries: Iterable[str] = ("polars", "rapidfuzz", "babel", "pycountry", "beautifulsoup4", "lxml", "anyascii"),
) -> Inputs:
    """The inputs of a build: `captures` is source_id -> digest, the directories are read.

    The code is every *.py, *.sql and *.csv below `code_directories` outside the awards and decisions, and the versions of `libraries`.
    """
    from importlib.metadata import version

    awards = {
        folder.name: digest_files([path for path in folder.glob("*") if path.name in ("award.yaml", "hook.py")], folder)
        for folder in sorted(awards_directory.iterdir())
        if (folder / "award.yaml").exists()
    }
    withheld = decisions_directory / WITHHELD_FILE
    code = hashlib.sha256()
    for directory in code_directories:
        files = [
            path
            for path in directory.rglob("*")
            if path.suffix in (".py", ".sql", ".csv")
            and awards_directory not in path.parents
            and decisions_directory not in path.parents
        ]
        code.update(f"{directory.name}\0{digest_files(files, directory)}\n".encode())
    for library in libraries:
        code.update(f"{library}\0{version(library)}\n".encode())
    return Inputs(
        captures=dict(sorted(captures.items())),
        awards=awards,
        decisions=digest_decisions(decisions_directory) if decisions_directory.is_dir() else {},
        withholding=hashlib.sha256(withheld.read_bytes()).hexdigest() if withheld.exists() else "",
        code=code.hexdigest(),
    )
