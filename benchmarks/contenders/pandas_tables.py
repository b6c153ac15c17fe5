"""What an analyst writes: `pandas.read_html`, then cleaning by hand. Reads tables only."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

YEARS = {"Year", "Jahr", "Année", "Año"}


def reader() -> Callable[[list[dict[str, Any]]], int]:
    """A function from pages to the number of rows left after cleaning."""
    import pandas as pd

    def clean(frame: Any) -> Any:
        frame = frame.iloc[:, :3].copy()
        frame.columns = ["year", "name", "country"]
        frame["year"] = pd.to_numeric(frame["year"].astype(str).str.extract(r"(\d{4})(?!.*\d{4})")[0], errors="coerce")
        frame = frame.dropna(subset=["year", "name"])
        for column in ("name", "country"):
            frame[column] = (
                frame[column]
                .astype(str)
                .str.replace(r"\[\d+\]", "", regex=True)
                .str.replace(r"\s+", " ", regex=True)
                .str.strip()
            )
        frame["year"] = frame["year"].astype(int)
        frame = frame[frame["year"].between(1900, 2100) & (frame["name"].str.len() > 1)]
        return frame.drop_duplicates()

    def read(pages: list[dict[str, Any]]) -> int:
        found = []
        for number, page in enumerate(pages):
            for table in pd.read_html(io.StringIO(page["html"]), flavor="lxml"):
                head = [re.sub(r"\[.*?\]", "", str(column)) for column in table.columns]
                if len(head) >= 3 and head[0] in YEARS and not re.match("Nominee|Name", head[1]):
                    found.append(clean(table).assign(page=number))
        rows = pd.concat(found, ignore_index=True)
        if rows["name"].isna().any():
            raise ValueError("names are missing")
        return len(rows)

    return read
