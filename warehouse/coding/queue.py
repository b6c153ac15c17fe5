"""The review queue of kinds: the least certain recognitions first with what a person needs to rule on them, and rulings read back.

Not here: how kinds are given (`deciding`), the command line. The queue is a frame and a CSV; a filled-in CSV becomes decisions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from schemas.vocabulary import KINDS
from warehouse.coding import SURE
from warehouse.coding.decisions import SCHEMA, match
from warehouse.filled import problems_of, read_filled

QUEUE = {
    "recognition_id": pl.String,
    "award_id": pl.String,
    "year": pl.Int64,
    "category": pl.String,
    "name": pl.String,
    "as_published": pl.String,
    "source_url": pl.String,
    "sources": pl.String,
    "edition_mates": pl.String,
    "decided": pl.String,
    "suggested_kind": pl.String,
    "kind_confidence": pl.Float64,
    "kind_reason": pl.String,
    "kind": pl.String,
    "reason": pl.String,
    "decided_by": pl.String,
}
"""`decided`: the ruling that stands, where there is one; `kind`, `reason` and `decided_by` are for the person to fill in."""
FILLED_IN = ("recognition_id", "kind", "reason", "decided_by")
_MATES = 8
_SEEN_IN = 6
Said = Mapping[str, Sequence[tuple[str, str]]]
"""recognition_id -> the texts of its sources, each with the address, best source first."""


def said_by_sources(statements: pl.DataFrame, sources: pl.DataFrame) -> Said:
    """What each source says of each recognition, from the published tables."""
    rows = (
        statements.filter(pl.col("recognition_id").is_not_null())
        .join(sources.select("source_id", "url", "rank"), on="source_id")
        .sort("recognition_id", "rank", "statement_id")
        .select("recognition_id", pl.coalesce("as_published", "name"), "url")
        .unique(maintain_order=True)
    )
    said: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for recognition_id, text, url in rows.iter_rows():
        said[recognition_id].append((text, url))
    return said


def review_queue(
    recognitions: pl.DataFrame,
    below: float = SURE,
    said: Said | None = None,
    contradicting: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Recognitions to rule on, as `QUEUE`, with the cells to fill in left empty.

    Args:
        recognitions: the published table. `edition_mates` are other names of the same award and year with their kinds.
        below: undecided recognitions with a confidence under this are asked for, least certain first.
        said: what the sources say, for the column `sources`.
        contradicting: decisions against a sure rule (`coding.contradictions`): these are asked for instead, with the rule's kind as
            the suggestion.
    """
    editions: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
    named = recognitions.select("award_id", "year", "name", "kind").sort("award_id", "year", "name")
    for award_id, year, name, kind in named.iter_rows():
        editions[award_id, year].append((name, kind))
    rows = []
    for row in _asked_for(recognitions, below, contradicting).iter_rows(named=True):
        mates = [f"{name} ({kind})" for name, kind in editions[row["award_id"], row["year"]] if name != row["name"]]
        sources = [f"{text} ({url})" for text, url in (said or {}).get(row["recognition_id"], ())]
        rows.append(
            {column: row.get(column) for column in QUEUE}
            | {
                "as_published": row["name_as_published"],
                "sources": _listed(sources, " | ", _SEEN_IN),
                "edition_mates": _listed(mates, "; ", _MATES),
                "kind": None,
            }
        )
    return pl.DataFrame(rows, schema=QUEUE)


def _asked_for(recognitions: pl.DataFrame, below: float, contradicting: pl.DataFrame | None) -> pl.DataFrame:
    if contradicting is not None:
        ruled = contradicting.select(
            "recognition_id",
            decided=pl.format("{}: {} ({}, {})", "kind", "reason", "decided_by", "date"),
            suggested_kind="rule_kind",
            rule_confidence="rule_confidence",
            rule_reason="rule_reason",
        )
        found = ruled.join(recognitions, on="recognition_id", how="inner", maintain_order="left")
        return found.with_columns(kind_confidence="rule_confidence", kind_reason="rule_reason")
    undecided = (pl.col("kind_basis") != "decision") & (pl.col("kind_confidence") < below)
    return (
        recognitions.filter(undecided)
        .sort("kind_confidence", "award_id", "year", "recognition_id")
        .with_columns(suggested_kind="kind")
    )


def _listed(parts: list[str], mark: str, most: int) -> str | None:
    rest = f"{mark}and {len(parts) - most} more" if len(parts) > most else ""
    return mark.join(parts[:most]) + rest or None


def read_rulings(path: Path, recognitions: pl.DataFrame, date: str, by: str = "") -> pl.DataFrame:
    """The rows of a queue that somebody filled in, as decisions of that date (ISO), with recognition_id.

    Args:
        path: the filled-in file. Award, year and name are taken from `recognitions`, whatever a spreadsheet made of those cells.
        recognitions: the published table.
        by: who decided, for rows whose `decided_by` is empty.

    Raises:
        FilledError: names every row with an unknown recognition or kind, or with a kind and no reason or no name of who decided.
    """
    known = {row["recognition_id"]: row for row in recognitions.iter_rows(named=True)}
    decided: dict[str, dict[str, object]] = {}
    with problems_of(path) as problems:
        for number, row in read_filled(path, FILLED_IN):
            key, kind = row["recognition_id"], row["kind"].casefold()
            if not kind:
                continue
            wrong = []
            if key not in known:
                wrong.append(f"the latest release has no recognition {key!r}: build, export again, or drop the row")
            elif key in decided:
                wrong.append(f"a row above rules on {key} too: keep one of them")
            if kind not in KINDS:
                wrong.append(f"kind {kind!r} is not one of {', '.join(KINDS)}")
            if not row["reason"]:
                wrong.append(f"kind {kind} without reason: say why")
            if not (row["decided_by"] or by):
                wrong.append(f"kind {kind} without decided_by: say who decided it, there or with --by")
            problems.extend(f"row {number}: {problem}" for problem in wrong)
            if not wrong:
                decided[key] = ruling(known[key], kind, row["reason"], row["decided_by"] or by, date)
    return pl.DataFrame(list(decided.values()), schema=SCHEMA | {"recognition_id": pl.String})


def ruling(recognition: Mapping[str, object], kind: str, reason: str, by: str, date: str) -> dict[str, object]:
    """One decision, with the recognition_id it is on."""
    on = {column: recognition[column] for column in ("recognition_id", "award_id", "year", "name")}
    return on | {"kind": kind, "reason": reason, "decided_by": by, "date": date}


def add_decisions(decisions: pl.DataFrame, new: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """The decisions with the new ones (`read_rulings`), which replace older ones on the same recognition; sorted.

    `entries`: recognition_id, award_id, year, name, names; an older decision may name the recognition by another of its forms.
    """
    key = ["award_id", "year", "name"]
    matched, _ = match(decisions, entries)
    ruled_again = set(new["recognition_id"])
    replaced = [decision for entry, decision in matched.items() if entries["recognition_id"][entry] in ruled_again]
    kept = decisions.with_row_index().filter(~pl.col("index").is_in(replaced)).drop("index")
    new = new.select(list(SCHEMA))
    return pl.concat([kept.join(new, on=key, how="anti"), new]).sort(key)
