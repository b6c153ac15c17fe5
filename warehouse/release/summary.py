"""The figures of a release: summary.json, and what README.md and CHANGES.md say; all of it is counted from the tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from schemas.tables import SCHEMA_VERSION, TABLES
from warehouse.release.model import File

SHOWN_ROWS = 200
"""Rows listed per section of CHANGES.md; all of them are in the table `changes`."""
_ESCAPES = str.maketrans(
    {character: f"\\{character}" for character in "\\`*_[]|"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
)


@dataclass(frozen=True)
class Draft:
    """A release about to be written: its name, its date, and its tables in their published form, `changes` included."""

    version: str
    as_of: date
    previous: str | None
    tables: Mapping[str, pl.DataFrame]
    notes: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[File, ...] = ()
    """The data files already written, for metadata that names them with their checksums."""
    earlier: tuple[tuple[str, date], ...] = ()
    """Version and date of the releases before it, oldest first."""


def summary(draft: Draft) -> dict[str, Any]:
    """The content of summary.json: rows, counts per award, per kind and per reason, shares by decade, what the build noted."""
    tables = draft.tables
    return {
        "version": draft.version,
        "as_of": draft.as_of.isoformat(),
        "previous": draft.previous,
        "schema_version": SCHEMA_VERSION,
        "rows": {table.name: tables[table.name].height for table in TABLES},
        "kinds": _counts(tables["recognitions"], "kind"),
        "modes": _counts(tables["recognitions"], "mode"),
        "kind_bases": _counts(tables["recognitions"], "kind_basis"),
        "corroboration": _counts(tables["recognitions"], "corroboration"),
        "statuses": _counts(tables["recognitions"], "status"),
        "statement_outcomes": _counts(tables["statements"], "outcome"),
        "leftover_reasons": _counts(tables["leftovers"], "reason"),
        "conflict_fields": _counts(tables["conflicts"], "field"),
        "coverage": _counts(tables["coverage"], "status"),
        "origins": _counts(tables["sources"], "origin"),
        "changes": {
            f"{change_type} by {cause}": count
            for (change_type, cause), count in _pair_counts(tables["changes"], "change_type", "cause").items()
        },
        "collective_share_by_decade": decade_shares(tables["collective_share"]),
        "awards": _per_award(tables),
        "build": dict(draft.notes),
    }


def summary_json(draft: Draft) -> bytes:
    """summary.json: UTF-8, two spaces, keys in the order of `summary`."""
    return (json.dumps(summary(draft), ensure_ascii=False, indent=2, default=str) + "\n").encode()


def decade_shares(collective_share: pl.DataFrame) -> list[dict[str, Any]]:
    """The measure `collective` per decade over all recognitions: bounds, interval, counts, awards."""
    everything = (pl.col("breakdown") == "overall") & (pl.col("panel") == "all")
    decades = collective_share.filter(
        everything & (pl.col("period_type") == "decade") & (pl.col("measure") == "collective")
    )
    columns = ["period", "denominator", "awards"]
    lower = decades.filter(pl.col("bound") == "lower").select(*columns, "numerator", "share", "wilson_low")
    upper = decades.filter(pl.col("bound") == "upper").select(
        "period", pl.col("numerator", "share", "wilson_high").name.prefix("upper_")
    )
    return lower.join(upper, on="period", validate="1:1").sort("period").to_dicts()


def changes_markdown(draft: Draft) -> bytes:
    """CHANGES.md: what changed against the previous release."""
    return changes_text(draft.tables["changes"], draft.version, draft.previous).encode()


def changes_text(changes: pl.DataFrame, version: str, previous: str | None) -> str:
    """Markdown: how many values changed from `previous` to `version` and why, then recognitions that came, went or changed."""
    lines = [f"# Changes in {version}", ""]
    if previous is None:
        return "\n".join([*lines, "The first release: there is nothing to compare it with.", ""])
    lines += [f"Against release {previous}. Every change is a row of the table `changes`.", ""]
    if changes.is_empty():
        return "\n".join([*lines, "No value of any table changed; documents or pages did.", ""])
    lines += ["| table | change | cause | count |", "|---|---|---|---|"]
    counted = changes.group_by("table_name", "change_type", "cause").len().sort("table_name", "change_type", "cause")
    lines += [f"| {table} | {kind} | {cause} | {count} |" for table, kind, cause, count in counted.iter_rows()]
    recognitions = changes.filter(pl.col("table_name") == "recognitions")
    for heading, change_type in (("Added", "added"), ("Removed", "removed"), ("Changed", "changed")):
        rows = recognitions.filter(pl.col("change_type") == change_type)
        if rows.is_empty():
            continue
        lines += ["", f"## {heading} recognitions", ""]
        lines += [_change_line(row) for row in rows.head(SHOWN_ROWS).iter_rows(named=True)]
        if rows.height > SHOWN_ROWS:
            lines.append(f"- … and {rows.height - SHOWN_ROWS} more in `csv/changes.csv`")
    return "\n".join([*lines, ""])


def plain(text: str) -> str:
    """`text` with the characters escaped that Markdown or HTML would act on."""
    return text.translate(_ESCAPES)


def _change_line(row: Mapping[str, Any]) -> str:
    what = f"- `{row['key']}`"
    if row["change_type"] == "changed":
        old, new = (plain(str(row[side])) if row[side] is not None else "(null)" for side in ("old", "new"))
        what += f" {row['column_name']}: {old} → {new}"
    return f"{what} ({row['cause']})"


def _counts(frame: pl.DataFrame, column: str) -> dict[str, int]:
    counted = frame.group_by(column).len().sort(["len", column], descending=[True, False])
    return {str(value): count for value, count in counted.iter_rows()}


def _pair_counts(frame: pl.DataFrame, first: str, second: str) -> dict[tuple[str, str], int]:
    return {
        (one, two): count for one, two, count in frame.group_by(first, second).len().sort(first, second).iter_rows()
    }


def _per_award(tables: Mapping[str, pl.DataFrame]) -> dict[str, dict[str, Any]]:
    awards = tables["awards"].select("award_id", "recognitions", "editions", "stale")
    for name in ("sources", "statements", "leftovers", "conflicts"):
        counted = tables[name].group_by("award_id").agg(pl.len().alias(name))
        awards = awards.join(counted, on="award_id", how="left", validate="1:1", maintain_order="left")
    collective = (
        tables["recognitions"]
        .group_by("award_id")
        .agg((pl.col("mode") == "collective").sum().alias("collective"), pl.col("year").max().alias("last_year"))
    )
    awards = awards.join(collective, on="award_id", how="left", validate="1:1", maintain_order="left")
    counts = ["sources", "statements", "leftovers", "conflicts", "collective"]
    awards = awards.with_columns(pl.col(counts).fill_null(0)).sort("award_id")
    return {row.pop("award_id"): row for row in awards.iter_rows(named=True)}
