"""What differs between any two releases on disk, as a table and as text; a rebuild is compared byte for byte."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from schemas.tables import CHANGES
from warehouse.release.changes import changes_between
from warehouse.release.publish import read_release
from warehouse.release.store import CHECKSUMS, MANIFEST, read_manifest
from warehouse.release.summary import changes_text
from warehouse.release.verify import Problem


def difference(old: Path, new: Path) -> pl.DataFrame:
    """The table `changes` from the release in directory `old` to the one in `new`, causes included."""
    return changes_between(read_release(old), read_release(new), read_manifest(old).inputs, read_manifest(new).inputs)


def difference_text(old: Path, new: Path) -> str:
    """Markdown on what differs from release `old` to `new`, as CHANGES.md says it."""
    return changes_text(difference(old, new), read_manifest(new).version, read_manifest(old).version)


def compare_rebuild(release: Path, rebuilt: Path) -> list[Problem]:
    """What a rebuild, published into a home of its own as `rebuilt`, gave other bytes for: CSV and Parquet of every table.

    `changes` is left out, and so are the files that name version and predecessor: a home of its own has neither. When the inputs
    differ, that is said first, as it explains the rest.
    """
    first, second = read_manifest(release).inputs, read_manifest(rebuilt).inputs
    differing = [name for name in type(first).model_fields if getattr(first, name) != getattr(second, name)]
    problems = [
        Problem(MANIFEST, f"was made from other {name}: check out the commit it was made from") for name in differing
    ]
    stood, came = _table_files(release), _table_files(rebuilt)
    problems += [Problem(path, "was not made by the rebuild") for path in sorted(stood.keys() - came.keys())]
    problems += [Problem(path, "was made by the rebuild alone") for path in sorted(came.keys() - stood.keys())]
    unequal = sorted(path for path in stood.keys() & came.keys() if stood[path] != came[path])
    return problems + [Problem(path, "has other bytes in the rebuild") for path in unequal]


def _table_files(release: Path) -> dict[str, str]:
    """Path -> SHA-256 of the CSV and Parquet files, as SHA256SUMS lists them."""
    lines = (release / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("  ") for line in lines)
    return {
        path: digest
        for digest, _, path in pairs
        if path.startswith(("csv/", "parquet/")) and Path(path).stem != CHANGES.name
    }
