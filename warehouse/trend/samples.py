"""Which recognitions a comparison is about, as arrays: numbered awards, years, sides, and whether each counts. No estimates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from schemas.vocabulary import MEASURES, Kind
from warehouse.trend.comparison import Array, Halves
from warehouse.trend.panels import Periods

MAIN = "collective"


@dataclass(frozen=True)
class Sample:
    """Recognitions in two periods: numbered award, year, whether after, and whether each counts; arrays of shape (rows,)."""

    awards: tuple[str, ...]
    award: Array
    year: Array
    after: Array
    counts: Array
    around: Periods

    @property
    def seen(self) -> int:
        return len(np.unique(self.award))


def sample(recognitions: pl.DataFrame, around: Periods, measure: str = MAIN, bound: str = "lower") -> Sample:
    """The recognitions of both periods as arrays."""
    kinds = [kind.value for kind in MEASURES[measure]] + ([Kind.MIXED.value] if bound == "upper" else [])
    (first, until), (since, last) = around.before, around.after
    years = pl.col("year").is_between(first, until) | pl.col("year").is_between(since, last)
    rows = recognitions.filter(years).sort("award_id", "year", "kind")
    names = tuple(rows["award_id"].unique().sort())
    number = {name: index for index, name in enumerate(names)}
    return Sample(
        names,
        np.array([number[name] for name in rows["award_id"]], dtype=np.int64),
        rows["year"].to_numpy().astype(np.float64),
        (rows["year"] >= since).to_numpy().astype(np.float64),
        rows["kind"].is_in(kinds).to_numpy().astype(np.float64),
        around,
    )


def halves(drawn: Sample) -> Halves:
    """Sums per award of what counts and of recognitions, before and after."""
    size, sums = len(drawn.awards), []
    for side in (0.0, 1.0):
        here = drawn.after == side
        sums += [
            np.bincount(drawn.award[here], drawn.counts[here], size),
            np.bincount(drawn.award[here], minlength=size).astype(np.float64),
        ]
    return Halves(*sums)


def edition_halves(drawn: Sample) -> Halves:
    """The same with every edition weighing one: sums of shares within editions, and editions."""
    size, span = len(drawn.awards), 10_000
    keys, edition = np.unique(drawn.award * span + drawn.year.astype(np.int64), return_inverse=True)
    share = np.bincount(edition, drawn.counts) / np.maximum(np.bincount(edition), 1)
    award, after = keys // span, (keys % span) >= drawn.around.after[0]
    sums = []
    for here in (~after, after):
        sums += [np.bincount(award[here], share[here], size), np.bincount(award[here], minlength=size).astype(float)]
    return Halves(*sums)
