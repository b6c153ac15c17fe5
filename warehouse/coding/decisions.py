"""Rulings by hand on the kind of single recognitions: the file, how a row finds its recognition, rows that find none.

Not here: the rules that code what nobody decided.

A row names award, year and recipient. It matches the recognition of that award and year whose name, or one of the forms of it seen in
sources, is the same after folding: case, accents, punctuation, articles and what stands in brackets do not count.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import polars as pl

from schemas.vocabulary import KINDS, Kind
from warehouse.coding.agreement import body_keys
from warehouse.rulings import DecisionError

DECISIONS_FILE = Path(__file__).parents[1] / "decisions" / "coding.csv"
SCHEMA = {
    "award_id": pl.String,
    "year": pl.Int64,
    "name": pl.String,
    "kind": pl.String,
    "reason": pl.String,
    "decided_by": pl.String,
    "date": pl.String,
}


def read_decisions(path: Path = DECISIONS_FILE) -> pl.DataFrame:
    """The decisions of a file; DecisionError names the first row with a missing cell, an unknown kind or a repeated key."""
    try:
        decisions = pl.read_csv(path, schema=SCHEMA)
    except pl.exceptions.PolarsError as error:
        raise DecisionError(
            f"{path}: the columns must be {', '.join(SCHEMA)}, with years in digits: {error}"
        ) from error
    seen: dict[tuple[str, int, str], int] = {}
    for number, row in enumerate(decisions.iter_rows(named=True), 2):
        missing = [column for column, value in row.items() if value is None or value == ""]
        if missing:
            raise DecisionError(f"{path.name} row {number}: {', '.join(missing)} is empty")
        if row["kind"] not in KINDS:
            raise DecisionError(f"{path.name} row {number}: kind {row['kind']!r} is not one of {', '.join(KINDS)}")
        key = (row["award_id"], row["year"], row["name"])
        if key in seen:
            raise DecisionError(f"{path.name} row {number}: repeats row {seen[key]} ({', '.join(map(str, key))})")
        seen[key] = number
    return decisions


def match(decisions: pl.DataFrame, entries: pl.DataFrame) -> tuple[dict[int, int], list[int]]:
    """Entry row number -> decision row number, and the decisions that match no entry.

    A full match of the name wins over one of its other forms; a decision rules on one recognition.
    """
    by_edition: dict[tuple[str, int], list[tuple[int, set[str], set[str]]]] = defaultdict(list)
    wanted = set(zip(decisions["award_id"], decisions["year"], strict=True))
    for number, (award_id, year, name, names) in enumerate(
        entries.select("award_id", "year", "name", "names").iter_rows()
    ):
        if (award_id, year) in wanted:
            by_edition[award_id, year].append((number, body_keys([name]), body_keys([name, *(names or [])])))
    matched: dict[int, int] = {}
    unmatched = []
    for number, (award_id, year, name) in enumerate(decisions.select("award_id", "year", "name").iter_rows()):
        keys = body_keys([name])
        candidates = [
            (bool(keys & own), -entry)
            for entry, own, forms in by_edition.get((award_id, year), ())
            if keys & forms and entry not in matched
        ]
        if candidates:
            matched[-max(candidates)[1]] = number
        else:
            unmatched.append(number)
    return matched, unmatched


def decided_kind(value: str) -> Kind:
    """The kind of a decision; ValueError names an unknown one."""
    if value not in KINDS:
        raise ValueError(f"decision with kind {value!r}: choose one of {', '.join(KINDS)}")
    return Kind(value)
