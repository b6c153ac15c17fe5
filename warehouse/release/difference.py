"""What differs between any two releases on disk, as a table and as text; a rebuild is compared byte for byte."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from warehouse.release.changes import changes_between
from warehouse.release.publish import read_release
from warehouse.release.store import CHECKSUMS, read_manifest
from warehouse.release.summary import changes_text
from warehouse.release.verify import Problem


def difference(old: Path, new: Path) -> pl.DataFrame:
    """The table `changes` from the release in directory `old` to the one in `new`, causes included."""
    return changes_between(read_release(old), read_release(new), read_manifest(old).inputs, read_manifest(new).inputs)


def difference_text(old: Path, new: Path) -> str:
    """Markdown on what differs from release `old` to `new`, as CHANGES.md says it."""
    return changes_text(difference(old, new), read_manifest(new).version, read_manifest(old).version)


def compare_rebuild(release: Path, rebuilt: Path) -> list[Problem]:
    """Files of `release` that a rebuild from the same commit, in `rebuilt`, did not give the same bytes for.

    The workbook and the DuckDB file depend on the versions of the libraries that wrote them, CSV and Parquet data on the
    latter's writer alone; all are compared, and each difference is named.
    """
    stood, came = _checksums(release), _checksums(rebuilt)
    problems = [Problem(path, "was not made by the rebuild") for path in sorted(stood.keys() - came.keys())]
    problems += [Problem(path, "was made by the rebuild alone") for path in sorted(came.keys() - stood.keys())]
    differing = sorted(path for path in stood.keys() & came.keys() if stood[path] != came[path])
    return problems + [Problem(path, "has other bytes in the rebuild") for path in differing]


def _checksums(release: Path) -> dict[str, str]:
    lines = (release / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    return {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
