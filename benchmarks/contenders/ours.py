"""This project: page to entries, statements as a frame, checked against the published contract of statements."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any


def reader() -> Callable[[list[dict[str, Any]]], int]:
    """A function from pages to the number of statements that keep their contract."""
    import polars as pl

    from schemas.contracts import check, polars_schema
    from schemas.tables import TABLE_BY_NAME
    from scrapers.captures import Capture
    from scrapers.layouts import read_page
    from scrapers.registry import Award, Layout, Source
    from scrapers.statements import STATEMENT_SCHEMA, Pen, read_capture

    table = TABLE_BY_NAME["statements"]
    award = Award(id="measured", name="Measured", sources=())

    def read(pages: list[dict[str, Any]]) -> int:
        pen = Pen(award)
        for number, page in enumerate(pages):
            layout = Layout.model_validate(page["layout"])
            url = f"https://site-{number}.example/prize"
            source = Source(name=f"page-{number}", url=url, language=page["language"], layout=layout)
            capture = Capture(
                "page.html", url, url, date(2026, 11, 23), "capture", "0" * 64, page["language"], False, True, Path("page.html")
            )  # fmt: skip
            read_capture(pen, source, capture, layout, read_page(page["html"].encode(), layout))
        frame = pl.DataFrame(pen.statements, schema=STATEMENT_SCHEMA).with_columns(
            recognition_id=pl.lit(None, pl.String), outcome=pl.lit("no year")
        )
        columns = polars_schema(table)
        frame = frame.with_columns(
            pl.lit(None, columns[name]).alias(name) for name in columns if name not in frame.columns
        )
        return check(table, frame.select(table.column_names).sort(table.primary_key)).height

    return read
