"""The table `trend_models`: every specification of the analysis plan, one row each; how a figure is computed is in `comparison` and `within`.

A specification that the data are too few for keeps its row, with a note and without figures: nothing is left out silently.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import polars as pl

from schemas.contracts import polars_schema
from schemas.tables import TREND_MODELS
from schemas.vocabulary import MEASURES
from warehouse.trend import within as model
from warehouse.trend.comparison import (
    Array,
    Estimate,
    Halves,
    components,
    jackknife,
    leave_one_out,
    newcombe,
    share_difference,
    shares,
)
from warehouse.trend.panels import (
    ALL,
    AWARD_WEIGHTED,
    MARK,
    SEEN,
    Periods,
    editions_due,
    fixed_panel,
    panel_members,
    periods,
)
from warehouse.trend.samples import MAIN, Sample, edition_halves, halves, sample

PLACEBO_YEARS = tuple(range(2000, 2011))
PLACEBO_REACH = 8
SURE = 0.9
THRESHOLDS = {"one half": 1 / 2, "three quarters": 3 / 4}
EDITION_WEIGHTED = "edition-weighted"
WITHOUT_WITHDRAWN = "without declined and withdrawn"
DIGITS = 6
TOO_FEW = "too few awards or recognitions for an estimate"
OVER_AWARDS, INDEPENDENT, CLUSTERED, WILD = (
    "jackknife over awards",
    "Newcombe",
    "clustered by award",
    "wild cluster bootstrap",
)


def trend_models(recognitions: pl.DataFrame, awards: pl.DataFrame, coverage: pl.DataFrame) -> pl.DataFrame:
    """The table `trend_models` of the published tables. No recognitions, no rows."""
    schema = polars_schema(TREND_MODELS)
    if recognitions.is_empty():
        return pl.DataFrame(schema=schema)
    around = periods(recognitions)
    rows = [
        *_differences(recognitions, awards, coverage, around),
        *_decompositions(recognitions, around),
        *_within_awards(recognitions, around),
        *_within_panels(recognitions, awards, coverage, around),
        *_placebos(recognitions),
        *_leave_one_out(recognitions, around),
        *_sensitivity(recognitions, awards, coverage, around),
        *_unseen(recognitions, awards, coverage, around),
    ]
    frame = pl.DataFrame(rows, schema=schema)
    return frame.with_columns(pl.col(pl.Float64).round(DIGITS)).sort(TREND_MODELS.primary_key)


def _row(
    question: str,
    term: str,
    measure: str,
    bound: str,
    panel: str,
    around: Periods,
    interval: str | None,
    estimate: Estimate | None,
    recognitions: int,
    awards: int,
    variant: str | None = None,
    unit: str = "share",
    between: tuple[float, float] | None = None,
    note: str | None = None,
) -> dict[str, Any]:
    words = [question, measure, bound, panel, term, variant, interval if interval == INDEPENDENT else None]
    return {
        "model_id": "/".join(word.replace(",", "").replace(" ", "-") for word in words if word),
        "question": question,
        "term": term,
        "measure": measure,
        "bound": bound,
        "panel": panel,
        "variant": variant,
        "before_first": around.before[0],
        "before_last": around.before[1],
        "after_first": around.after[0],
        "after_last": around.after[1],
        "share_before": between[0] if between else None,
        "share_after": between[1] if between else None,
        "unit": unit,
        "estimate": estimate.value if estimate else None,
        "low": estimate.low if estimate else None,
        "high": estimate.high if estimate else None,
        "interval": interval if estimate and estimate.low is not None else None,
        "p_value": estimate.p_value if estimate else None,
        "recognitions": recognitions,
        "awards": awards,
        "note": note if estimate else TOO_FEW,
    }


def _difference(drawn: Sample, weighing: str, labels: dict[str, Any], independent: bool = False) -> dict[str, Any]:
    sums = edition_halves(drawn) if weighing == EDITION_WEIGHTED else halves(drawn)
    if weighing == AWARD_WEIGHTED:
        sums = sums.each_award_alike()
    estimate, between = None, None
    if sums.compared:
        estimate = newcombe(sums) if independent else jackknife(share_difference, sums)
        between = shares(sums)
    return _row(
        term="after less before",
        around=drawn.around,
        interval=INDEPENDENT if independent else OVER_AWARDS,
        estimate=estimate,
        recognitions=len(drawn.counts),
        awards=sums.seen,
        between=between,
        **labels,
    )


def _differences(
    recognitions: pl.DataFrame, awards: pl.DataFrame, coverage: pl.DataFrame, around: Periods
) -> Iterator[dict[str, Any]]:
    members = panel_members(awards, coverage, around)
    for measure, bound in _measures():
        everything = sample(recognitions, around, measure, bound)
        labels = {"question": "difference", "measure": measure, "bound": bound}
        for panel in (ALL, AWARD_WEIGHTED, EDITION_WEIGHTED):
            yield _difference(everything, panel, labels | {"panel": panel})
        yield _difference(everything, ALL, labels | {"panel": ALL}, independent=True)
        for panel, award_ids in members.items():
            part = recognitions.filter(pl.col("award_id").is_in(award_ids))
            yield _difference(sample(part, around, measure, bound), ALL, labels | {"panel": panel})


def _decompositions(recognitions: pl.DataFrame, around: Periods) -> Iterator[dict[str, Any]]:
    first_seen = dict(recognitions.group_by("award_id").agg(pl.col("year").min()).iter_rows())
    for measure in MEASURES:
        drawn = sample(recognitions, around, measure)
        sums = halves(drawn)
        enters = np.flatnonzero((sums.weights_before == 0) & (sums.weights_after > 0))
        new = sum(1 for index in enters if first_seen[drawn.awards[int(index)]] >= around.after[0])
        stays = int(((sums.weights_before > 0) & (sums.weights_after > 0)).sum())
        leaves = int(((sums.weights_before > 0) & (sums.weights_after == 0)).sum())
        notes = {
            "within": f"seen in both periods: {stays}",
            "between": f"seen in both periods: {stays}",
            "entry": f"seen only after: {len(enters)}, of which never before: {new}",
            "exit": f"seen only before: {leaves}",
        }
        counted = {"within": stays, "between": stays, "entry": len(enters), "exit": leaves}
        for term, note in notes.items():
            estimate = jackknife(partial(_component, term), sums) if sums.compared else None
            yield _row(
                "decomposition",
                term,
                measure,
                "lower",
                ALL,
                around,
                OVER_AWARDS,
                estimate,
                len(drawn.counts),
                counted[term],
                note=note,
            )


def _component(term: str, sums: Halves) -> float:
    return components(sums)[term]


def _within_awards(recognitions: pl.DataFrame, around: Periods) -> Iterator[dict[str, Any]]:
    for measure, bound in _measures():
        drawn = sample(recognitions, around, measure, bound)
        labels: dict[str, Any] = {"measure": measure, "bound": bound, "panel": ALL, "around": around}
        after = drawn.after[:, None]
        yield _linear("points within awards", "after", drawn, after, labels, interval=bound == "lower")
        found = model.odds(halves(drawn))
        yield _row(
            "odds within awards",
            "after",
            **labels,
            interval=CLUSTERED,
            estimate=found[0] if found else None,
            unit="log odds",
            recognitions=len(drawn.counts),
            awards=found[1] if found else drawn.seen,
            note=f"conditional logit; awards that say nothing about it: {drawn.seen - found[1]}" if found else None,
        )
    drawn = sample(recognitions, around)
    labels = {"measure": MAIN, "bound": "lower", "panel": ALL, "around": around}
    decades = (drawn.year[:, None] - MARK) / 10
    yield _linear("trend within awards", "per ten years", drawn, decades, labels)
    both = np.concatenate([drawn.after[:, None], decades], axis=1)
    yield _linear("beyond the trend", "after", drawn, both, labels)


def _within_panels(
    recognitions: pl.DataFrame, awards: pl.DataFrame, coverage: pl.DataFrame, around: Periods
) -> Iterator[dict[str, Any]]:
    """The main measure within the awards of each panel that leaves awards out."""
    for panel, award_ids in panel_members(awards, coverage, around).items():
        drawn = sample(recognitions.filter(pl.col("award_id").is_in(award_ids)), around)
        labels: dict[str, Any] = {"measure": MAIN, "bound": "lower", "panel": panel, "around": around}
        yield _linear("points within awards", "after", drawn, drawn.after[:, None], labels)


def _linear(
    question: str, term: str, drawn: Sample, regressors: Array, labels: dict[str, Any], interval: bool = True
) -> dict[str, Any]:
    sums = model.within(drawn.award, regressors, drawn.counts)
    estimate = None
    if sums.determined:
        estimate = model.wild_bootstrap(sums, interval=interval)
        if not interval:
            estimate = replace(model.clustered(sums), p_value=estimate.p_value)
    return _row(
        question,
        term,
        **labels,
        interval=WILD if interval else CLUSTERED,
        estimate=estimate,
        recognitions=sums.rows,
        awards=sums.awards,
    )


def _placebos(recognitions: pl.DataFrame) -> Iterator[dict[str, Any]]:
    last = periods(recognitions).after[1]
    for year in (*PLACEBO_YEARS, MARK):
        until = year + PLACEBO_REACH - 1
        around = Periods((year - PLACEBO_REACH, year - 1), (year, min(until, last) if year == MARK else until))
        labels = {"measure": MAIN, "bound": "lower", "panel": ALL, "around": around, "variant": str(year)}
        drawn = sample(recognitions, around)
        yield _linear("placebo year", "after", drawn, drawn.after[:, None], labels, interval=False)


def _leave_one_out(recognitions: pl.DataFrame, around: Periods) -> Iterator[dict[str, Any]]:
    """The difference of all recognitions, and the one within awards, without each award in turn."""
    drawn = sample(recognitions, around)
    labels: dict[str, Any] = {"measure": MAIN, "bound": "lower", "panel": ALL, "around": around, "interval": None}
    sizes = np.bincount(drawn.award, minlength=len(drawn.awards))
    for award_id, size, value in zip(drawn.awards, sizes, leave_one_out(halves(drawn)), strict=True):
        yield _row(
            "leave one award out",
            "after less before",
            estimate=Estimate(value) if value is not None else None,
            recognitions=len(drawn.counts) - int(size),
            awards=drawn.seen - 1,
            variant=award_id,
            **labels,
        )
    sums = model.within(drawn.award, drawn.after[:, None], drawn.counts)
    if not sums.determined:
        return
    for index, value in zip(sums.groups, model.coefficients_without_each(sums), strict=True):
        yield _row(
            "leave one award out",
            "after, within awards",
            estimate=Estimate(value) if value is not None else None,
            recognitions=sums.rows - int(sizes[index]),
            awards=sums.awards - 1,
            variant=drawn.awards[int(index)],
            **labels,
        )


def _sensitivity(
    recognitions: pl.DataFrame, awards: pl.DataFrame, coverage: pl.DataFrame, around: Periods
) -> Iterator[dict[str, Any]]:
    whole = coverage.filter(pl.col("status") == SEEN[0]).select("award_id", "year")
    international = awards.filter(pl.col("scope") == "international").select("award_id")
    later = replace(around, after=(min(around.after[0] + 1, around.after[1]), around.after[1]))
    longer = replace(around, before=(around.before[0] - 10, around.before[1]))
    variants: list[tuple[str, pl.DataFrame, Periods]] = [
        ("corroborated only", recognitions.filter(pl.col("corroboration") == "corroborated"), around),
        (f"kinds of confidence {SURE} and more", recognitions.filter(pl.col("kind_confidence") >= SURE), around),
        (WITHOUT_WITHDRAWN, recognitions.filter(pl.col("status") == "awarded"), around),
        (f"after from {later.after[0]}", recognitions, later),
        (f"before from {longer.before[0]}", recognitions, longer),
        ("editions seen in full", recognitions.join(whole, on=["award_id", "year"], how="semi"), around),
        ("international awards", recognitions.join(international, on="award_id", how="semi"), around),
    ]
    for name, threshold in THRESHOLDS.items():
        followed = fixed_panel(awards, coverage, around, threshold)
        variants.append((f"fixed panel at {name}", recognitions.filter(pl.col("award_id").is_in(followed)), around))
    for name, part, span in variants:
        labels = {"question": "sensitivity", "panel": ALL, "variant": name}
        # Withdrawn honours are few and much asked about: every measure. The rest for the main measure only.
        for measure, bound in _measures() if name == WITHOUT_WITHDRAWN else [(MAIN, "lower")]:
            yield _difference(sample(part, span, measure, bound), ALL, labels | {"measure": measure, "bound": bound})


def _unseen(
    recognitions: pl.DataFrame, awards: pl.DataFrame, coverage: pl.DataFrame, around: Periods
) -> Iterator[dict[str, Any]]:
    """The collective share that the unseen editions of one period would need for both periods to have the same share.

    An unseen edition is taken to have as many recognitions as a seen one of its period has on average. Below 0 or above 1: no share
    would do.
    """
    unseen, seen = {}, {}
    for side, years in (("before", around.before), ("after", around.after)):
        within = pl.col("year").is_between(*years)
        here = recognitions.filter(within).select("award_id", "year").unique()
        unseen[side] = editions_due(awards, coverage).filter(within).join(here, on=["award_id", "year"], how="anti")
        seen[side] = here.height
    for measure, bound in _measures():
        drawn = sample(recognitions, around, measure, bound)
        sums = halves(drawn)
        for side, counts, weights, other in (
            ("before", sums.counts_before, sums.weights_before, 1),
            ("after", sums.counts_after, sums.weights_after, 0),
        ):
            estimate, between = None, None
            if sums.compared and unseen[side].height:
                between = shares(sums)
                missing = unseen[side].height * float(weights.sum()) / seen[side]
                needed = between[other] * (float(weights.sum()) + missing) - float(counts.sum())
                estimate = Estimate(needed / missing)
            yield _row(
                "unseen editions",
                f"share {side} that would undo the difference",
                measure,
                bound,
                ALL,
                around,
                None,
                estimate,
                len(drawn.counts),
                unseen[side]["award_id"].n_unique(),
                between=between,
                note=f"editions unseen {side}: {unseen[side].height}, seen: {seen[side]}",
            )


def _measures() -> Iterator[tuple[str, str]]:
    return ((measure, bound) for measure in MEASURES for bound in ("lower", "upper"))
