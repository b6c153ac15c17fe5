"""Frames as Markdown for people who look at a run in the UI. Nothing is computed here but how many rows are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import dagster as dg
import polars as pl

SHOWN_ROWS = 200


def markdown(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], shown: int = SHOWN_ROWS
) -> dg.MarkdownMetadataValue:
    """A table with a note on how many rows are left out; “none” when there is no row."""
    rows = list(rows)
    if not rows:
        return dg.MetadataValue.md("none")
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(_cell(value) for value in row) + " |" for row in rows[:shown]]
    if len(rows) > shown:
        lines += ["", f"… and {len(rows) - shown} more"]
    return dg.MetadataValue.md("\n".join(lines))


def frame_markdown(frame: pl.DataFrame, shown: int = SHOWN_ROWS) -> dg.MarkdownMetadataValue:
    """The same for a frame."""
    return markdown(frame.columns, frame.iter_rows(), shown)


def counts_markdown(counts: Mapping[str, Any], what: str) -> dg.MarkdownMetadataValue:
    """Names with their counts, most first; those with none are left out."""
    present = {name: count for name, count in counts.items() if count}
    return markdown([what, "count"], sorted(present.items(), key=lambda item: (-item[1], item[0])))


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
