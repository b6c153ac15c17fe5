"""The numbers behind every chart of the site, taken from the tables of the release; how they are drawn is in `charts` and `static/charts.js`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from schemas.vocabulary import KINDS
from warehouse.release.summary import Draft
from warehouse.trend.shares import NOWHERE

WINDOW = 5
"""Years of a window of the trend, as `period_type` “five years”."""
STACKED = ("person", "people", "mixed", "institution", "group", "network", "organization", "movement", "community")
"""Kinds from the top of a bar to its foot: collectives stand on the ground line, where their part is read off."""
ENOUGH_AWARDS = 5
"""The charts over time begin with the first window that has as many awards; before, a share is that of one or two givers."""
DIGITS = 4
Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Figure:
    """Rows of one chart: names of columns, and values in their order."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def dicts(self) -> list[dict[str, Any]]:
        """One dict per row."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def plain(self) -> dict[str, Any]:
        """As the scripts of the page read it."""
        return {"columns": self.columns, "rows": self.rows}


def figures(draft: Draft) -> dict[str, Figure]:
    """Chart -> its rows."""
    tables = draft.tables
    begin = first_window(tables)
    return {
        "share": share_figure(tables),
        "kinds": kinds_figure(tables, begin),
        "grid": _grid(tables),
        "regions": parts_figure(tables, "region"),
        "focuses": parts_figure(tables, "focus"),
        "awards": _awards(tables),
        "again": _again(tables),
    }


def first_window(tables: Tables) -> int:
    """First year of the first window with ENOUGH_AWARDS awards, else of the first window; 0 without recognitions."""
    windows = tables["collective_share"].filter(
        (pl.col("breakdown") == "overall") & (pl.col("panel") == "all") & (pl.col("period_type") == "five years")
    )
    enough = windows.filter(pl.col("awards") >= ENOUGH_AWARDS)
    first = (enough if enough.height else windows)["period"].min()
    return int(first) if isinstance(first, int) else 0


def figure(frame: pl.DataFrame, columns: Sequence[str]) -> Figure:
    """The named columns of `frame` as rows, floats rounded."""
    chosen = frame.select(columns).with_columns(pl.col(pl.Float64).round(DIGITS))
    return Figure(tuple(columns), tuple(chosen.iter_rows()))


def bounds(shares: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Rows of `collective_share`, lower and upper bound side by side: low and high with their counts, and the interval around both."""
    shared = ("denominator", "awards", "editions", "editions_due", "coverage")
    lower = shares.filter(pl.col("bound") == "lower").select(
        *by, *shared, count_low="numerator", low="share", ci_low="wilson_low"
    )
    upper = shares.filter(pl.col("bound") == "upper").select(
        *by, count_high="numerator", high="share", ci_high="wilson_high"
    )
    return lower.join(upper, on=list(by), validate="1:1").sort(by)


_BOUNDS = ("count_low", "count_high", "denominator", "low", "high", "ci_low", "ci_high")


def share_figure(tables: Tables) -> Figure:
    """Per measure, panel and period, the share with bounds, interval and coverage; single years for all awards alone."""
    by = ("measure", "panel", "period_type", "period")
    shares = tables["collective_share"].filter(
        (pl.col("breakdown") == "overall")
        & pl.col("period_type").is_in(("five years", "year"))
        & ((pl.col("panel") == "all") | (pl.col("period_type") == "five years"))
    )
    last = tables["recognitions"]["year"].max()
    end = pl.min_horizontal(
        pl.when(pl.col("period_type") == "year").then(pl.col("period")).otherwise(pl.col("period") + WINDOW - 1), last
    )
    frame = bounds(shares, by).with_columns(end=end)
    return figure(frame, (*by, "end", *_BOUNDS, "awards", "editions", "editions_due", "coverage"))


def kinds_figure(tables: Tables, begin: int) -> Figure:
    """Per window from the year `begin` on, how many recognitions are of each kind, and their part."""
    window = (pl.col("year") // WINDOW * WINDOW).alias("period")
    counted = (
        tables["recognitions"]
        .filter(pl.col("year") >= begin)
        .group_by(window, "kind")
        .agg(count=pl.len().cast(pl.Int64))
        .with_columns(denominator=pl.col("count").sum().over("period"))
        .with_columns(share=pl.col("count") / pl.col("denominator"))
    )
    order = {kind: number for number, kind in enumerate(KINDS)}
    end = pl.min_horizontal(pl.col("period") + WINDOW - 1, tables["recognitions"]["year"].max())
    counted = counted.with_columns(end=end).sort("period", pl.col("kind").replace_strict(order, return_dtype=pl.Int64))
    return figure(counted, ("period", "end", "kind", "count", "denominator", "share"))


def _grid(tables: Tables) -> Figure:
    """One row per edition that was seen, or was due and not seen: which modes it honoured."""
    modes = ("individual", "collective", "mixed", "institutional")
    counted = (
        tables["recognitions"]
        .group_by("award_id", "year")
        .agg((pl.col("mode") == mode).sum().cast(pl.Int64).alias(mode) for mode in modes)
    )
    editions = (
        tables["coverage"]
        .filter(pl.col("status").is_in(("found", "partly seen", "not seen")))
        .select("award_id", "year", "status")
        .join(counted, on=["award_id", "year"], how="left", validate="1:1")
        .with_columns(pl.col(modes).fill_null(0))
    )
    alone = [pl.col(mode) == pl.sum_horizontal(modes) for mode in modes]
    honoured = (
        pl.when(pl.sum_horizontal(modes) == 0)
        .then(pl.lit("not seen"))
        .when(alone[0])
        .then(pl.lit("individual"))
        .when(alone[1])
        .then(pl.lit("collective"))
        .when(alone[3])
        .then(pl.lit("institutional"))
        .otherwise(pl.lit("mixed"))
    )
    return figure(
        editions.with_columns(honoured=honoured).sort("award_id", "year"), ("award_id", "year", "honoured", *modes)
    )


def parts_figure(tables: Tables, breakdown: str) -> Figure:
    """Per part of `breakdown` (region, focus), the share over all years with bounds and interval."""
    shares = tables["collective_share"].filter(
        (pl.col("breakdown") == breakdown) & (pl.col("period_type") == "all") & (pl.col("measure") == "collective")
    )
    # What has no part of the breakdown is no part of it, and stands below the others.
    nowhere = pl.col("part") == NOWHERE
    frame = bounds(shares, ("part",)).sort(nowhere, "low", "part", descending=[False, True, False])
    return figure(frame, ("part", *_BOUNDS))


def _awards(tables: Tables) -> Figure:
    shares = tables["collective_share"].filter(
        (pl.col("breakdown") == "award") & (pl.col("period_type") == "all") & (pl.col("measure") == "collective")
    )
    named = tables["awards"].select("award_id", "name", "eligibility", "focus")
    frame = bounds(shares, ("part",)).join(named, left_on="part", right_on="award_id", validate="1:1")
    frame = frame.rename({"part": "award_id"}).sort("low", "denominator", "award_id", descending=[True, True, False])
    return figure(
        frame,
        ("award_id", "name", "eligibility", "focus", *_BOUNDS, "editions", "editions_due", "coverage"),
    )


def _again(tables: Tables) -> Figure:
    """Recipients of more than one award, as recipient or named in an entry."""
    often = tables["recipients"].filter(pl.col("awards") > 1)
    by = tables["recognition_recipients"].join(
        tables["recognitions"].select("recognition_id", "award_id", "year"), on="recognition_id", validate="m:1"
    )
    which = (
        by.select("recipient_id", "award_id", "year")
        .unique()
        .sort("recipient_id", "year", "award_id")
        .group_by("recipient_id", maintain_order=True)
        .agg(given=pl.concat_str("award_id", pl.lit(" "), "year"))
    )
    frame = often.join(which, on="recipient_id", how="left", validate="1:1").sort(
        "awards", "recognitions", "recipient_id", descending=[True, True, False]
    )
    return figure(
        frame.with_columns(pl.col("given").list.join("; ")),
        ("recipient_id", "name", "kind", "country_codes", "awards", "recognitions", "given"),
    )
