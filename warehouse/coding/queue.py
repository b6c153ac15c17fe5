"""The review queue of kinds: the least certain recognitions first with what a person needs to rule on them, and rulings read back.

Not here: how kinds are given (`deciding`), the command line. The queue is a frame and a CSV; a filled-in CSV becomes decisions.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import polars as pl

from schemas.vocabulary import KINDS
from warehouse.coding.decisions import SCHEMA

QUEUE = {
    "recognition_id": pl.String,
    "award_id": pl.String,
    "year": pl.Int64,
    "category": pl.String,
    "name": pl.String,
    "as_published": pl.String,
    "source_url": pl.String,
    "edition_mates": pl.String,
    "suggested_kind": pl.String,
    "kind_confidence": pl.Float64,
    "kind_reason": pl.String,
    "kind": pl.String,
    "reason": pl.String,
    "decided_by": pl.String,
}
_MATES = 8


def review_queue(recognitions: pl.DataFrame, below: float = 0.9) -> pl.DataFrame:
    """Undecided recognitions with a confidence under `below`, least certain first; `kind`, `reason` and `decided_by` are left empty.

    `recognitions`: the published table. `edition_mates` are other names of the same award and year with their kinds.
    """
    editions: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
    named = recognitions.select("award_id", "year", "name", "kind").sort("award_id", "year", "name")
    for award_id, year, name, kind in named.iter_rows():
        editions[award_id, year].append((name, kind))
    open_rows = recognitions.filter((pl.col("kind_basis") != "decision") & (pl.col("kind_confidence") < below))
    rows = []
    for row in open_rows.sort("kind_confidence", "award_id", "year", "recognition_id").iter_rows(named=True):
        mates = [f"{name} ({kind})" for name, kind in editions[row["award_id"], row["year"]] if name != row["name"]]
        rest = f"; and {len(mates) - _MATES} more" if len(mates) > _MATES else ""
        rows.append(
            {
                **{
                    column: row[column]
                    for column in ("recognition_id", "award_id", "year", "category", "name", "source_url")
                },
                "as_published": row["name_as_published"],
                "edition_mates": "; ".join(mates[:_MATES]) + rest or None,
                "suggested_kind": row["kind"],
                "kind_confidence": row["kind_confidence"],
                "kind_reason": row["kind_reason"],
                "kind": None,
                "reason": None,
                "decided_by": None,
            }
        )
    return pl.DataFrame(rows, schema=QUEUE)


def rulings(reviewed: pl.DataFrame, date: str) -> pl.DataFrame:
    """The rows of a queue that somebody filled in, as decisions of that date (ISO).

    ValueError names the first row with an unknown kind, or with a kind and no reason or no name of who decided.
    """
    decided = []
    for number, row in enumerate(reviewed.iter_rows(named=True), 2):
        kind = (row["kind"] or "").strip()
        if not kind:
            continue
        if kind not in KINDS:
            raise ValueError(f"row {number} ({row['name']}): kind {kind!r} is not one of {', '.join(KINDS)}")
        for column, what in (("reason", "why"), ("decided_by", "who decided it")):
            if not (row[column] or "").strip():
                raise ValueError(f"row {number} ({row['name']}): kind {kind} without {column}: say {what}")
        decided.append(
            {
                "award_id": row["award_id"],
                "year": row["year"],
                "name": row["name"],
                "kind": kind,
                "reason": row["reason"].strip(),
                "decided_by": row["decided_by"].strip(),
                "date": date,
            }
        )
    return pl.DataFrame(decided, schema=SCHEMA)


def read_queue(path: Path) -> pl.DataFrame:
    """A queue that was written as CSV and filled in; ValueError when columns are missing."""
    found = pl.read_csv(path, infer_schema=False)
    missing = [column for column in QUEUE if column not in found.columns]
    if missing:
        raise ValueError(f"{path}: columns {', '.join(missing)} are missing: export the queue again and fill that in")
    return found.select(pl.col(column).cast(kind) for column, kind in QUEUE.items())


def add_decisions(decisions: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """The decisions with the new ones, which replace older ones on the same award, year and name; sorted."""
    key = ["award_id", "year", "name"]
    return pl.concat([decisions.join(new, on=key, how="anti"), new]).sort(key)
