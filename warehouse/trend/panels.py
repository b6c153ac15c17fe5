"""Which awards and years a share or a model is about: the mark, the periods around it, the panels, editions due. No shares."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

MARK = 2018
"""Year of the call “Communities are HRDs”: a mark on the time axis, not a treatment."""
YEARS_BEFORE = 10
FIXED_THRESHOLD = 2 / 3
"""Part of the editions due, before and after the mark, of which an award of the fixed panel must have recipients seen."""
ALL, AWARD_WEIGHTED, FIXED, OPEN, INDIVIDUALS_ONLY, UNKNOWN = (
    "all",
    "award-weighted",
    "fixed",
    "open",
    "individuals only",
    "eligibility unknown",
)
ELIGIBILITY_OF_PANEL = {OPEN: ("both", "collectives"), INDIVIDUALS_ONLY: ("individuals",), UNKNOWN: ("unknown",)}
SEEN, DUE = ("found", "partly seen"), ("found", "partly seen", "not seen")


@dataclass(frozen=True)
class Periods:
    """Two spans of years, both ends included."""

    before: tuple[int, int]
    after: tuple[int, int]


def last_full_year(recognitions: pl.DataFrame) -> int:
    """The latest year with at least half as many awards as on average in the three years before it; ValueError without rows."""
    awards = dict(recognitions.group_by("year").agg(pl.col("award_id").n_unique()).iter_rows())
    if not awards:
        raise ValueError("there are no recognitions, so there is no last full year")
    for year in sorted(awards, reverse=True):
        if awards[year] * 6 >= sum(awards.get(year - back, 0) for back in (1, 2, 3)):
            return int(year)
    return int(min(awards))


def periods(recognitions: pl.DataFrame, mark: int = MARK) -> Periods:
    """The ten years before `mark`, and from `mark` to the last full year; the second is never empty."""
    return Periods((mark - YEARS_BEFORE, mark - 1), (mark, max(mark, last_full_year(recognitions))))


def editions_due(awards: pl.DataFrame, coverage: pl.DataFrame) -> pl.DataFrame:
    """award_id, year, seen: one row per edition that was due. Unseen years of irregular awards may have had no edition: left out."""
    irregular = awards.filter(pl.col("frequency") == "irregular")["award_id"].implode()
    seen = pl.col("status").is_in(SEEN)
    return (
        coverage.filter(pl.col("status").is_in(DUE) & (seen | ~pl.col("award_id").is_in(irregular)))
        .select("award_id", "year", seen.alias("seen"))
        .sort("award_id", "year")
    )


def fixed_panel(
    awards: pl.DataFrame, coverage: pl.DataFrame, around: Periods, threshold: float = FIXED_THRESHOLD
) -> list[str]:
    """Awards followed throughout: begun by the first year of `before`, and seen in `threshold` of the editions due on each side."""
    first = dict(awards.select("award_id", "first_year").iter_rows())
    due = editions_due(awards, coverage)
    followed = None
    for begin, end in (around.before, around.after):
        parts = due.filter(pl.col("year").is_between(begin, end)).group_by("award_id").agg(pl.col("seen").mean())
        enough = {award_id for award_id, part in parts.iter_rows() if part >= threshold - 1e-9}
        followed = enough if followed is None else followed & enough
    return sorted(
        award_id for award_id in followed or () if (first.get(award_id) or around.after[1]) <= around.before[0]
    )


def panel_members(awards: pl.DataFrame, coverage: pl.DataFrame, around: Periods) -> dict[str, list[str]]:
    """Panel -> award_ids, for the panels that leave awards out; `all` and `award-weighted` have every award."""
    members = {FIXED: fixed_panel(awards, coverage, around)}
    for panel, words in ELIGIBILITY_OF_PANEL.items():
        members[panel] = sorted(awards.filter(pl.col("eligibility").is_in(words))["award_id"])
    return members
