"""Shares of collective recognition by period, with their intervals; what a kind is gets decided elsewhere."""

from __future__ import annotations

import polars as pl

from schemas.contracts import polars_schema
from schemas.tables import COLLECTIVE_SHARE
from schemas.vocabulary import MEASURES, Kind

PERIOD_YEARS: dict[str, int | None] = {"year": 1, "five years": 5, "decade": 10, "all": None}
WILSON_Z = 1.959963984540054
"""97.5 % quantile of the normal distribution: two-sided 95 %."""


def wilson_interval(numerator: pl.Expr, denominator: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Lower and upper end of the 95 % Wilson score interval; within 0 and 1, and around the share."""
    n = denominator.cast(pl.Float64)
    share = numerator / n
    centre = share + WILSON_Z**2 / (2 * n)
    half = WILSON_Z * (share * (1 - share) / n + WILSON_Z**2 / (4 * n * n)).sqrt()
    scale = 1 + WILSON_Z**2 / n
    # Rounding may put an end of the interval a last digit beyond the share when that is 0 or 1.
    low = pl.min_horizontal(((centre - half) / scale).clip(0, 1), share)
    high = pl.max_horizontal(((centre + half) / scale).clip(0, 1), share)
    return low, high


def collective_share(recognitions: pl.DataFrame) -> pl.DataFrame:
    """The table `collective_share`: per period, measure and bound for mixed entries, the share of `recognitions` that counts.

    `recognitions` needs award_id, year, kind and status. Every recognition is in the denominator, whatever its status;
    numerator_awarded and denominator_awarded leave out declined and withdrawn honours. No rows in, no rows out.
    """
    schema = polars_schema(COLLECTIVE_SHARE)
    if recognitions.is_empty():
        return pl.DataFrame(schema=schema)
    counted = recognitions.select("award_id", "year", "kind", (pl.col("status") == "awarded").alias("kept"))
    parts = [
        _shares(counted, period_type, years, measure, bound)
        for period_type, years in PERIOD_YEARS.items()
        for measure in MEASURES
        for bound in ("lower", "upper")
    ]
    return (
        pl.concat(parts)
        .select(pl.col(name).cast(kind) for name, kind in schema.items())
        .sort(COLLECTIVE_SHARE.primary_key)
    )


def _shares(counted: pl.DataFrame, period_type: str, years: int | None, measure: str, bound: str) -> pl.DataFrame:
    kinds = [kind.value for kind in MEASURES[measure]] + ([Kind.MIXED.value] if bound == "upper" else [])
    period = pl.col("year").min() if years is None else pl.col("year") // years * years
    rows = counted.with_columns(period.alias("period"), pl.col("kind").is_in(kinds).alias("counts"))
    editions = rows.group_by("period", "award_id", "year").agg(pl.col("counts").mean().alias("within"))
    edition_shares = editions.group_by("period").agg(
        pl.col("within").sort().mean().alias("edition_share"), pl.len().alias("editions")
    )
    totals = rows.group_by("period").agg(
        pl.col("counts").sum().alias("numerator"),
        pl.len().alias("denominator"),
        pl.col("award_id").n_unique().alias("awards"),
        (pl.col("counts") & pl.col("kept")).sum().alias("numerator_awarded"),
        pl.col("kept").sum().alias("denominator_awarded"),
    )
    low, high = wilson_interval(pl.col("numerator"), pl.col("denominator"))
    return totals.join(edition_shares, on="period", how="inner", validate="1:1").with_columns(
        pl.lit(period_type).alias("period_type"),
        pl.lit(measure).alias("measure"),
        pl.lit(bound).alias("bound"),
        (pl.col("numerator") / pl.col("denominator")).alias("share"),
        low.alias("wilson_low"),
        high.alias("wilson_high"),
        pl.when(pl.col("denominator_awarded") > 0)
        .then(pl.col("numerator_awarded") / pl.col("denominator_awarded"))
        .alias("share_awarded"),
    )
