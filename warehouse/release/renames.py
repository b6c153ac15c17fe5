"""Keeps identifiers of recognitions stable: one that vanishes while a similar entry appears must be explained in decisions/renamed.csv."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from warehouse.release.changes import WITHHELD_MARK
from warehouse.release.store import ReleaseError

COLUMNS = ("old_id", "new_id", "reason", "date")
ALIKE = 0.8
"""From this likeness on (see scrapers.names.alike) two entries of one award are taken for one entry under two identifiers."""


class RenameError(ReleaseError):
    """Identifiers that changed without a row in renamed.csv, or rows there that explain nothing."""


@dataclass(frozen=True)
class Rename:
    """A recognition that seems to stand under a new identifier."""

    old_id: str
    new_id: str
    old_name: str
    new_name: str

    def __str__(self) -> str:
        return f"{self.old_id},{self.new_id} ({self.old_name!r} → {self.new_name!r})"


def read_renames(path: Path) -> dict[str, str]:
    """old_id -> new_id of the rows of renamed.csv at `path`; empty when there is no such file.

    Raises RenameError naming the row when a column is missing, an identifier is renamed twice or to itself.
    """
    if not path.exists():
        return {}
    renamed: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            if set(row) != set(COLUMNS):
                raise RenameError(f"{path}: the columns must be {', '.join(COLUMNS)}")
            old, new = row["old_id"].strip(), row["new_id"].strip()
            if not old or not new or old == new or old in renamed:
                raise RenameError(
                    f"{path} row {number}: {old!r} → {new!r} is empty, the same, or listed before: mend the row"
                )
            renamed[old] = new
    return renamed


def check_renames(old: pl.DataFrame, new: pl.DataFrame, renamed: Mapping[str, str]) -> None:
    """Raises RenameError when recognitions of `old` vanish while similar ones appear in `new` and `renamed` does not say so.

    Also when a row of `renamed` explains one that vanished by one that is not there, or its old identifier is still in use. A withheld
    recognition is exempt; rows on recognitions that the earlier release does not have say nothing about it.
    """
    present, before = set(new["recognition_id"]), set(old["recognition_id"])
    reused = sorted(set(renamed) & present)
    if reused:
        raise RenameError(f"renamed.csv: still or again in use: {', '.join(reused)}; identifiers are never reused")
    lost = [
        f"{one} → {other}"
        for one, other in renamed.items()
        if one in before and other not in present and other not in renamed
    ]
    if lost:
        raise RenameError(
            f"renamed.csv leads to recognitions that do not exist: {'; '.join(lost)}; mend or drop these rows"
        )
    unexplained = find_renames(old, new, renamed)
    if unexplained:
        listed = "\n  ".join(map(str, unexplained))
        raise RenameError(
            f"{len(unexplained)} recognition(s) vanished while a similar one appeared. When they are the same, add rows to "
            f"warehouse/decisions/renamed.csv ({','.join(COLUMNS)}); when not, the old statement must still be explained:\n  {listed}"
        )


def find_renames(old: pl.DataFrame, new: pl.DataFrame, renamed: Mapping[str, str]) -> list[Rename]:
    """Pairs of a vanished and an appeared recognition of one award that are alike and that `renamed` does not explain.

    Alike are names from ALIKE on in the same year, and the same name in another year.
    """
    from scrapers.names import alike, fold

    columns = ["recognition_id", "award_id", "year", "name"]
    gone = old.select(columns).join(new, on="recognition_id", how="anti").sort("recognition_id")
    come = new.select(columns).join(old, on="recognition_id", how="anti").sort("recognition_id")
    come_by_award: dict[str, list[tuple[str, str, int, str]]] = {}
    for row in come.iter_rows():
        come_by_award.setdefault(row[1], []).append(row)
    found = []
    for old_id, award_id, year, name in gone.iter_rows():
        if WITHHELD_MARK in old_id or old_id in renamed:
            continue
        for new_id, _, new_year, new_name in come_by_award.get(award_id, []):
            if WITHHELD_MARK in new_id:
                continue
            same = alike(name, new_name) >= ALIKE if year == new_year else fold(name) == fold(new_name)
            if same:
                found.append(Rename(old_id, new_id, name, new_name))
                break
    return found
