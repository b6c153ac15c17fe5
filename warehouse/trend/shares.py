"""The table `collective_share`: shares by period, breakdown and panel with their intervals; nothing is compared here."""

from __future__ import annotations

import polars as pl

from schemas.contracts import polars_schema
from schemas.tables import COLLECTIVE_SHARE
from schemas.vocabulary import MEASURES, Kind
from warehouse.trend.panels import ALL, AWARD_WEIGHTED, editions_due, panel_members, periods

PERIOD_YEARS: dict[str, int | None] = {"year": 1, "five years": 5, "decade": 10, "all": None}
WILSON_Z = 1.959963984540054
"""97.5 % quantile of the normal distribution: two-sided 95 %."""
BOUNDS = ("lower", "upper")
NOWHERE = "none"
"""Part of the breakdown by region for recognitions without country."""
DIGITS = 6
_ROW = ("breakdown", "part", "panel")
_PERIOD = (*_ROW, "period_type", "period")
_COUNTS = {f"{measure} {bound}": (measure, bound) for measure in MEASURES for bound in BOUNDS}


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


def collective_share(
    recognitions: pl.DataFrame, awards: pl.DataFrame | None = None, coverage: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The table `collective_share`: per breakdown, panel, period, measure and bound for mixed entries, the share that counts.

    `recognitions` needs award_id, year, kind and status, and region for the breakdown by region. The tables `awards` and `coverage`
    add the breakdown by focus, the panels by eligibility, the fixed panel, and editions due; without them there are none of these.
    Every recognition is in the denominator, whatever its status; numerator_awarded and denominator_awarded leave out declined and
    withdrawn honours. No rows in, no rows out.
    """
    schema = polars_schema(COLLECTIVE_SHARE)
    if recognitions.is_empty():
        return pl.DataFrame(schema=schema)
    counted = recognitions.select("award_id", "year", _region(recognitions), *_marks())
    cells = _cells(counted, awards)
    everything = cells.filter(pl.col("breakdown") == "overall")
    members: dict[str, list[str]] = {}
    if awards is not None and coverage is not None:
        members = panel_members(awards, coverage, periods(recognitions))
    panels = [
        everything.filter(pl.col("award_id").is_in(award_ids)).with_columns(panel=pl.lit(panel))
        for panel, award_ids in members.items()
    ]
    weighted = everything.with_columns(panel=pl.lit(AWARD_WEIGHTED))
    shares = pl.concat(
        [
            _shares(_with_periods(pl.concat([cells, *panels])), by_award=False),
            _shares(_with_periods(weighted), by_award=True),
        ]
    )
    if awards is not None and coverage is not None:
        shares = _with_due(shares, _due(awards, coverage, members, counted))
    else:
        shares = shares.with_columns(editions_due=pl.lit(None, pl.Int64))
    shares = shares.with_columns(coverage=pl.col("editions") / pl.col("editions_due"))
    return (
        shares.with_columns(pl.col(pl.Float64).round(DIGITS))
        .select(pl.col(name).cast(kind) for name, kind in schema.items())
        .sort(COLLECTIVE_SHARE.primary_key)
    )


def _region(recognitions: pl.DataFrame) -> pl.Expr:
    region = pl.col("region") if "region" in recognitions.columns else pl.lit(None, pl.String)
    return region.fill_null(NOWHERE).str.split("; ").alias("regions")


def _marks() -> list[pl.Expr]:
    """One column per measure and bound, and the same without declined and withdrawn honours: 1 where the recognition counts."""
    kept = pl.col("status") == "awarded"
    marks = [kept.cast(pl.Int64).alias("kept"), pl.lit(1, pl.Int64).alias("n")]
    for name, (measure, bound) in _COUNTS.items():
        kinds = [kind.value for kind in MEASURES[measure]] + ([Kind.MIXED.value] if bound == "upper" else [])
        counts = pl.col("kind").is_in(kinds)
        marks += [counts.cast(pl.Int64).alias(name), (counts & kept).cast(pl.Int64).alias(f"{name} kept")]
    return marks


def _cells(counted: pl.DataFrame, awards: pl.DataFrame | None) -> pl.DataFrame:
    """Sums per breakdown, part, award and year: an edition, or the part of it that went to a region."""
    sums = [pl.col(name).sum() for name in counted.columns if name not in ("award_id", "year", "regions")]
    regional = counted.explode("regions").rename({"regions": "part"}) if counted["regions"].list.len().max() else None
    editions = counted.group_by("award_id", "year").agg(sums)
    parts = [
        editions.with_columns(breakdown=pl.lit("overall"), part=pl.lit("all")),
        editions.with_columns(breakdown=pl.lit("award"), part=pl.col("award_id")),
    ]
    if regional is not None and set(regional["part"]) != {NOWHERE}:
        parts.append(regional.group_by("part", "award_id", "year").agg(sums).with_columns(breakdown=pl.lit("region")))
    if awards is not None:
        focus = awards.select("award_id", part=pl.col("focus").fill_null(NOWHERE))
        parts.append(
            editions.join(focus, on="award_id", how="inner", validate="m:1").with_columns(breakdown=pl.lit("focus"))
        )
    return pl.concat(parts, how="diagonal").with_columns(panel=pl.lit(ALL))


def _with_periods(cells: pl.DataFrame) -> pl.DataFrame:
    """Each row once per length of period it falls in; the period is its first year. Parts have no single years."""
    parts = []
    for period_type, length in PERIOD_YEARS.items():
        period = pl.col("year").min().over(_ROW) if length is None else pl.col("year") // length * length
        rows = cells.filter(pl.col("breakdown") == "overall") if length == 1 else cells
        parts.append(rows.with_columns(period_type=pl.lit(period_type), period=period))
    return pl.concat(parts)


def _shares(cells: pl.DataFrame, by_award: bool) -> pl.DataFrame:
    """One row per period, measure and bound; `by_award` makes each award of a period weigh the same."""
    names = list(_COUNTS)
    kept = [f"{name} kept" for name in names]
    editions = cells.with_columns(pl.col(names) / pl.col("n"))
    totals = cells.group_by(_PERIOD).agg(
        pl.col("n", "kept", *names, *kept).sum(),
        awards=pl.col("award_id").n_unique().cast(pl.Int64),
        editions=pl.len().cast(pl.Int64),
    )
    # Sorted, because a mean of floats depends on their order and groups come in none.
    edition_shares = editions.group_by(_PERIOD).agg(pl.col(names).sort().mean())
    per_award = cells.group_by(*_PERIOD, "award_id").agg(pl.col("n", "kept", *names, *kept).sum())
    award_shares = per_award.group_by(_PERIOD).agg(
        *((pl.col(name) / pl.col("n")).sort().mean().alias(name) for name in names),
        *((pl.col(name) / pl.col("kept")).filter(pl.col("kept") > 0).sort().mean().alias(name) for name in kept),
        effective=pl.len() ** 2 / (1 / pl.col("n")).sort().sum(),
    )
    frames = []
    for name, (measure, bound) in _COUNTS.items():
        frame = (
            totals.select(
                *_PERIOD,
                "awards",
                "editions",
                numerator=name,
                denominator="n",
                kept=f"{name} kept",
                denominator_awarded="kept",
            )
            .join(edition_shares.select(*_PERIOD, edition_share=name), on=_PERIOD, validate="1:1")
            .join(
                award_shares.select(*_PERIOD, "effective", award_share=name, award_share_awarded=f"{name} kept"),
                on=_PERIOD,
                validate="1:1",
            )
            .with_columns(measure=pl.lit(measure), bound=pl.lit(bound))
            .rename({"kept": "numerator_awarded"})
        )
        share = pl.col("award_share") if by_award else pl.col("numerator") / pl.col("denominator")
        without = (
            pl.col("award_share_awarded") if by_award else pl.col("numerator_awarded") / pl.col("denominator_awarded")
        )
        size = pl.col("effective") if by_award else pl.col("denominator").cast(pl.Float64)
        low, high = wilson_interval(share * size, size)
        frames.append(
            frame.with_columns(
                share=share,
                wilson_low=pl.min_horizontal(low, share),
                wilson_high=pl.max_horizontal(high, share),
                share_awarded=pl.when(pl.col("denominator_awarded") > 0).then(without),
            )
        )
    return pl.concat(frames).drop("effective", "award_share", "award_share_awarded")


def _due(
    awards: pl.DataFrame, coverage: pl.DataFrame, members: dict[str, list[str]], counted: pl.DataFrame
) -> pl.DataFrame:
    """breakdown, part, panel, year: one row per edition due. Regions have none: the region of an unseen edition is not known."""
    seen = counted.select("award_id", "year").unique()
    # An edition with recognitions was due whatever the coverage says.
    due = pl.concat([editions_due(awards, coverage).select("award_id", "year"), seen]).unique()
    focus = awards.select("award_id", part=pl.col("focus").fill_null(NOWHERE))
    overall = due.with_columns(breakdown=pl.lit("overall"), part=pl.lit("all"), panel=pl.lit(ALL))
    parts = [
        overall,
        overall.with_columns(panel=pl.lit(AWARD_WEIGHTED)),
        due.with_columns(breakdown=pl.lit("award"), part=pl.col("award_id"), panel=pl.lit(ALL)),
        due.join(focus, on="award_id", validate="m:1").with_columns(breakdown=pl.lit("focus"), panel=pl.lit(ALL)),
        *(
            overall.filter(pl.col("award_id").is_in(award_ids)).with_columns(panel=pl.lit(panel))
            for panel, award_ids in members.items()
        ),
    ]
    return pl.concat(parts, how="diagonal").select(*_ROW, "year")


def _with_due(shares: pl.DataFrame, due: pl.DataFrame) -> pl.DataFrame:
    """`shares` with editions_due; over all years, from the first year with a recognition on."""
    first = shares.filter(pl.col("period_type") == "all").select(*_ROW, begin="period").unique()
    within = due.join(first, on=_ROW, validate="m:1").filter(pl.col("year") >= pl.col("begin"))
    counts = [
        (within if length is None else due)
        .with_columns(
            period_type=pl.lit(period_type),
            period=pl.col("begin") if length is None else pl.col("year") // length * length,
        )
        .group_by(_PERIOD)
        .agg(editions_due=pl.len().cast(pl.Int64))
        for period_type, length in PERIOD_YEARS.items()
    ]
    return shares.join(pl.concat(counts), on=_PERIOD, how="left", validate="m:1")
