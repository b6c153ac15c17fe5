"""Shares of collective recognition, how they changed, and what can be said of it; what a kind is gets decided elsewhere.

The plan behind it is docs/analysis-plan.md. Models are imported only when they are asked for.
"""

from __future__ import annotations

import polars as pl

from warehouse.trend.shares import collective_share

__all__ = ["COLUMNS", "collective_share", "trend_tables"]

COLUMNS = ("award_id", "year", "kind", "kind_confidence", "status", "region", "corroboration")
"""What the trend reads of recognitions."""


def trend_tables(recognitions: pl.DataFrame, awards: pl.DataFrame, coverage: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The tables `collective_share` and `trend_models` by name, of the published tables; of recognitions only `COLUMNS` are read."""
    from warehouse.trend.models import trend_models

    return {
        "collective_share": collective_share(recognitions, awards, coverage),
        "trend_models": trend_models(recognitions, awards, coverage),
    }
