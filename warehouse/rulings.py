"""The rulings kept as CSV rows: how they are read and which of them matched nothing. What a ruling does is said where it is used."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

DECISIONS_DIR = Path(__file__).parent / "decisions"
COLUMNS: dict[str, tuple[str, ...]] = {
    "aliases": ("name", "alias", "language", "reason", "decided_by", "date"),
    "matches": ("award_id", "year", "left", "right", "verdict", "reason", "decided_by", "date"),
    "conflicts": ("award_id", "source_id", "year", "name", "ruling", "reason", "decided_by", "date"),
    "corrections": ("award_id", "source_id", "year", "column", "was", "is", "reason", "source", "date"),
    "renamed": ("old_id", "new_id", "reason", "date"),
}


class DecisionError(ValueError):
    """A decision that cannot be applied; the message names file, row and remedy."""


@dataclass(frozen=True)
class Decision:
    """One row of a decision file, with where it stands."""

    kind: str
    row: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    @property
    def where(self) -> str:
        return f"warehouse/decisions/{self.kind}.csv row {self.row}"


@dataclass
class Decisions:
    """All rulings by file, and which rows were used."""

    rows: dict[str, list[Decision]]
    used: set[tuple[str, int]] = field(default_factory=set)

    def of(self, kind: str) -> list[Decision]:
        return self.rows.get(kind, [])

    def use(self, decision: Decision) -> None:
        self.used.add((decision.kind, decision.row))

    def unused(self, award_ids: set[str], complete: bool = True) -> list[Decision]:
        """Rulings that matched nothing; those on awards that are not there are nobody's mistake and left out.

        `complete`: whether all awards are there; else rulings that name no award are left out too.
        """
        return [
            decision
            for kind in self.rows
            for decision in self.rows[kind]
            if (kind, decision.row) not in self.used
            and (decision["award_id"] in award_ids if "award_id" in decision.values else complete)
        ]


def load_decisions(directory: Path | None = DECISIONS_DIR) -> Decisions:
    """The rulings of a folder (none for None); DecisionError for a file with other columns or a row with an empty key."""
    rows: dict[str, list[Decision]] = {}
    if directory is None:
        return Decisions({})
    for kind, columns in COLUMNS.items():
        file = directory / f"{kind}.csv"
        if not file.exists():
            continue
        with file.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            if tuple(reader.fieldnames or ()) != columns:
                raise DecisionError(f"{file}: columns are {reader.fieldnames}; expected {', '.join(columns)}")
            rows[kind] = []
            for number, row in enumerate(reader, start=2):
                if None in row or None in row.values() or not row["reason"].strip():
                    raise DecisionError(f"{file} row {number}: every ruling needs all columns and a reason")
                rows[kind].append(Decision(kind, number, {key: value.strip() for key, value in row.items()}))
    return Decisions(rows)
