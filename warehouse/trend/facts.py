"""Every number that the findings say, by name, taken or counted from the tables of a release; no words, no models.

`facts` gives None where the data are too few for a figure, so that who writes about it has to say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from schemas.vocabulary import MEASURES, Kind
from warehouse.trend.models import EDITION_WEIGHTED, INDEPENDENT, PLACEBO_REACH, SURE, WITHOUT_WITHDRAWN
from warehouse.trend.panels import (
    ALL,
    FIXED,
    MARK,
    Periods,
    editions_due,
    periods,
)
from warehouse.trend.samples import MAIN

READABLE = 30
"""Recognitions below which a share is not read alone."""
RANKED = 10
"""Recognitions below which an award is not called mostly individual or mostly collective."""
MOVERS = 5
UNSEEN_AWARDS = 8
NEEDED = ("recognitions", "awards", "coverage", "sources", "collective_share", "trend_models")
"""Tables that `facts` reads."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Facts:
    """Single figures by name, and lists of rows by name. Shares are between 0 and 1, differences of shares between -1 and 1."""

    single: dict[str, Any]
    rows: dict[str, list[Row]]


def facts(tables: Mapping[str, pl.DataFrame]) -> Facts:
    """Figures and rows for the findings from the tables named in NEEDED; ValueError without recognitions."""
    recognitions, awards, models = tables["recognitions"], tables["awards"], tables["trend_models"]
    around = periods(recognitions)
    (first, until), (since, last) = around.before, around.after
    before = recognitions.filter(pl.col("year").is_between(first, until))
    after = recognitions.filter(pl.col("year").is_between(since, last))
    single: dict[str, Any] = {
        "mark": MARK,
        "sure": SURE,
        "placebo_reach": PLACEBO_REACH,
        "readable": READABLE,
        "ranked": RANKED,
        "before_first": first,
        "before_last": until,
        "after_first": since,
        "after_last": last,
        "first_year": recognitions["year"].min(),
        "last_year": recognitions["year"].max(),
        "recognitions": recognitions.height,
        "awards": recognitions["award_id"].n_unique(),
        "editions": recognitions.select("award_id", "year").n_unique(),
    }
    for name, part in (("ever", recognitions), ("before", before), ("after", after)):
        single |= {f"{name}_{key}": value for key, value in _modes(part).items()}
    open_awards = awards.filter(pl.col("eligibility").is_in(["both", "collectives"])).select("award_id")
    single |= {
        f"open_after_{key}": value for key, value in _modes(after.join(open_awards, on="award_id", how="semi")).items()
    }
    single |= _coverage(recognitions, awards, tables["coverage"], around.before, "before")
    single |= _coverage(recognitions, awards, tables["coverage"], around.after, "after")
    single |= _partly_seen(recognitions, awards, tables["coverage"], around)
    single |= _sureness(recognitions, tables["sources"])
    single |= _awards(recognitions, awards)
    single |= _estimates(models)
    rows = {
        "decades": _decades(tables["collective_share"]),
        "kinds": _kinds(before, after),
        "differences": _differences(models),
        "decomposition": _named(models, "decomposition", MAIN),
        "placebos": sorted(_named(models, "placebo year", MAIN), key=lambda row: row["variant"]),
        "left_out": _left_out(models, awards),
        "unseen": _unseen(recognitions, awards, tables["coverage"], around.after),
    }
    readable = [row for row in rows["decades"] if row["denominator"] >= READABLE and row["period"] < since // 10 * 10]
    lowest = min(readable, key=lambda row: row["share"], default=None)
    highest = max(readable, key=lambda row: row["share"], default=None)
    single |= {
        "lowest_decade": lowest and lowest["period"],
        "lowest_share": lowest and lowest["share"],
        "highest_decade": highest and highest["period"],
        "highest_share": highest and highest["share"],
        "highest_awards": highest and highest["awards"],
    }
    single |= _placebo_rank(rows["placebos"])
    single |= _ways(rows["differences"])
    single |= _extremes(rows["left_out"])
    return Facts(single, rows)


def _modes(part: pl.DataFrame) -> Row:
    """Recognitions by mode, and the share of individuals with mixed entries left out of it (lower) and in it (upper)."""
    total = part.height
    counts = {
        mode: part.filter(pl.col("mode") == mode).height
        for mode in ("individual", "collective", "institutional", "mixed")
    }
    grassroots = part.filter(pl.col("kind").is_in([kind.value for kind in MEASURES["grassroots"]])).height
    return {
        "recognitions": total,
        **counts,
        "grassroots": grassroots,
        "individual_share": counts["individual"] / total if total else None,
        "individual_or_mixed_share": (counts["individual"] + counts["mixed"]) / total if total else None,
        "collective_share": counts["collective"] / total if total else None,
        "grassroots_share": grassroots / total if total else None,
        "persons_with_body": part.filter(
            (pl.col("kind") == Kind.PERSON.value) & pl.col("affiliation").is_not_null()
        ).height,
        "persons": part.filter(pl.col("kind") == Kind.PERSON.value).height,
    }


def _coverage(
    recognitions: pl.DataFrame, awards: pl.DataFrame, coverage: pl.DataFrame, years: tuple[int, int], name: str
) -> Row:
    seen = recognitions.filter(pl.col("year").is_between(*years)).select("award_id", "year").unique()
    due = editions_due(awards, coverage).filter(pl.col("year").is_between(*years)).select("award_id", "year")
    count = pl.concat([due, seen]).unique().height
    return {
        f"{name}_editions": seen.height,
        f"{name}_due": count,
        f"{name}_unseen": count - seen.height,
        f"{name}_coverage": seen.height / count if count else None,
    }


def _partly_seen(recognitions: pl.DataFrame, awards: pl.DataFrame, coverage: pl.DataFrame, around: Periods) -> Row:
    """Recognitions of editions seen only in part, their collective share, and the award with most of them."""
    partly = coverage.filter(pl.col("status") == "partly seen").select("award_id", "year")
    names = dict(awards.select("award_id", "name").iter_rows())
    found: Row = {}
    for name, years in (("before", around.before), ("after", around.after)):
        part = recognitions.filter(pl.col("year").is_between(*years)).join(partly, on=["award_id", "year"], how="semi")
        sizes = part.group_by("award_id").len().sort(["len", "award_id"], descending=[True, False])
        found |= {
            f"{name}_partly_seen": part.height,
            f"{name}_partly_seen_share": (part["mode"] == "collective").mean() if part.height else None,
            f"{name}_partly_seen_most": sizes["len"][0] if part.height else None,
            f"{name}_partly_seen_most_award": names[sizes["award_id"][0]] if part.height else None,
        }
    return found


def _sureness(recognitions: pl.DataFrame, sources: pl.DataFrame) -> Row:
    used = sources.filter(pl.col("statements") > 0)
    total = recognitions.height
    return {
        "corroborated": (recognitions["corroboration"] == "corroborated").sum(),
        "corroborated_share": (recognitions["corroboration"] == "corroborated").sum() / total,
        "disputed": (recognitions["corroboration"] == "disputed").sum(),
        "by_rule": (recognitions["kind_basis"] != "decision").sum(),
        "by_decision": (recognitions["kind_basis"] == "decision").sum(),
        "unsure": (recognitions["kind_confidence"] < SURE).sum(),
        "unsure_share": (recognitions["kind_confidence"] < SURE).sum() / total,
        "sources": used.height,
        "captured": (used["origin"] == "capture").sum(),
        "wikipedia": (used["kind"] == "wikipedia").sum(),
        "withdrawn": (recognitions["status"] != "awarded").sum(),
    }


def _awards(recognitions: pl.DataFrame, awards: pl.DataFrame) -> Row:
    counts = recognitions.group_by("award_id").agg(
        n=pl.len(), collective=(pl.col("mode") == "collective").sum(), individual=(pl.col("mode") == "individual").sum()
    )
    ranked = counts.filter(pl.col("n") >= RANKED)
    only = set(awards.filter(pl.col("eligibility") == "individuals")["award_id"])
    never = ranked.filter(pl.col("collective") == 0)
    return {
        "ranked_awards": ranked.height,
        "mostly_collective": ranked.filter(pl.col("collective") * 2 > pl.col("n")).height,
        "mostly_individual": ranked.filter(pl.col("individual") * 2 > pl.col("n")).height,
        "never_collective": never.height,
        "never_collective_by_rule": sum(award_id in only for award_id in never["award_id"]),
    }


def _model(models: pl.DataFrame, question: str, measure: str = MAIN, bound: str = "lower", **more: str | None) -> Row:
    """The one row of a specification; every value None where it does not exist."""
    more = {"panel": ALL, "variant": None} | more
    wanted = (pl.col("question") == question) & (pl.col("measure") == measure) & (pl.col("bound") == bound)
    for name, value in more.items():
        wanted &= pl.col(name).is_null() if value is None else pl.col(name) == value
    # Newcombe's interval stands in a row of its own beside the same difference.
    found = models.filter(wanted & ~pl.col("model_id").str.ends_with(INDEPENDENT))
    return found.row(0, named=True) if found.height else dict.fromkeys(models.columns)


def _estimates(models: pl.DataFrame) -> Row:
    """Estimate, ends of the interval and p-value of the models named in the text."""
    named = {
        "difference": _model(models, "difference"),
        "difference_upper": _model(models, "difference", bound="upper"),
        "difference_grassroots": _model(models, "difference", "grassroots"),
        "difference_non_individual": _model(models, "difference", "non_individual"),
        "fixed": _model(models, "difference", panel=FIXED),
        "edition_weighted": _model(models, "difference", panel=EDITION_WEIGHTED),
        "corroborated_only": _model(models, "sensitivity", variant="corroborated only"),
        "without_withdrawn": _model(models, "sensitivity", variant=WITHOUT_WITHDRAWN),
        "whole_editions": _model(models, "sensitivity", variant="editions seen in full"),
        "main": _model(models, "points within awards"),
        "main_upper": _model(models, "points within awards", bound="upper"),
        "main_grassroots": _model(models, "points within awards", "grassroots"),
        "odds": _model(models, "odds within awards"),
        "trend": _model(models, "trend within awards"),
        "beyond": _model(models, "beyond the trend"),
        "undo_by_before": _model(models, "unseen editions", term="share before that would undo the difference"),
        "undo_by_after": _model(models, "unseen editions", term="share after that would undo the difference"),
    }
    values: Row = {}
    for name, row in named.items():
        values |= {
            name: row["estimate"],
            f"{name}_low": row["low"],
            f"{name}_high": row["high"],
            f"{name}_p": row["p_value"],
            f"{name}_before": row["share_before"],
            f"{name}_after": row["share_after"],
            f"{name}_awards": row["awards"],
        }
    parts = {row["term"]: row["estimate"] for row in _named(models, "decomposition", MAIN)}
    values |= {f"part_{name}": parts.get(name) for name in ("within", "between", "entry", "exit")}
    known = [value for value in parts.values() if value is not None]
    values["part_other"] = sum(known) - parts["within"] if len(known) == 4 and parts["within"] is not None else None
    return values


def _named(models: pl.DataFrame, question: str, measure: str) -> list[Row]:
    chosen = models.filter((pl.col("question") == question) & (pl.col("measure") == measure))
    return chosen.sort("model_id").to_dicts()


def _decades(shares: pl.DataFrame) -> list[Row]:
    """Collective share per decade, both bounds in one row."""
    chosen = shares.filter(
        (pl.col("breakdown") == "overall")
        & (pl.col("panel") == ALL)
        & (pl.col("period_type") == "decade")
        & (pl.col("measure") == MAIN)
    )
    upper = chosen.filter(pl.col("bound") == "upper").select("period", upper_share="share", upper_high="wilson_high")
    return chosen.filter(pl.col("bound") == "lower").join(upper, on="period").sort("period").to_dicts()


def _kinds(before: pl.DataFrame, after: pl.DataFrame) -> list[Row]:
    rows = []
    for kind in Kind:
        counts = [(part["kind"] == kind.value).sum() for part in (before, after)]
        shares = [
            count / part.height if part.height else None for count, part in zip(counts, (before, after), strict=True)
        ]
        rows.append(
            {
                "kind": kind.value,
                "before": counts[0],
                "after": counts[1],
                "share_before": shares[0],
                "share_after": shares[1],
            }
        )
    return rows


def _differences(models: pl.DataFrame) -> list[Row]:
    """The difference of the main measure asked in every way: panels, bounds, measures, sensitivity, within awards."""
    asked = pl.col("question").is_in(["difference", "sensitivity", "points within awards"])
    main = (pl.col("measure") == MAIN) & (pl.col("bound") == "lower")
    plain = (pl.col("panel") == ALL) & (pl.col("question") != "sensitivity")
    rows = models.filter(asked & (main | plain) & ~pl.col("model_id").str.ends_with(INDEPENDENT)).to_dicts()
    order = ["points within awards", "difference", "sensitivity"]
    return sorted(rows, key=lambda row: (order.index(row["question"]), row["model_id"]))


def _ways(differences: list[Row]) -> Row:
    """How many ways of asking have an interval, and of how many it leaves out zero."""
    ends = [(row["low"], row["high"]) for row in differences if row["low"] is not None and row["high"] is not None]
    return {
        "ways": len(ends) or None,
        "ways_above": sum(low > 0 for low, _ in ends),
        "ways_below": sum(high < 0 for _, high in ends),
    }


def _left_out(models: pl.DataFrame, awards: pl.DataFrame) -> list[Row]:
    """Per award left out: its name, the difference without it, and the difference within awards without it."""
    names = dict(awards.select("award_id", "name").iter_rows())
    sizes = dict(awards.select("award_id", "recognitions").iter_rows())
    chosen = models.filter(pl.col("question") == "leave one award out")
    wide: dict[str, Row] = {}
    for term, award_id, estimate in chosen.select("term", "variant", "estimate").iter_rows():
        row = wide.setdefault(
            award_id, {"award_id": award_id, "name": names.get(award_id, award_id), "recognitions": sizes.get(award_id)}
        )
        row["within" if "within" in term else "difference"] = estimate
    return sorted(wide.values(), key=lambda row: row["award_id"])


def _extremes(left_out: list[Row]) -> Row:
    values: Row = {}
    for column in ("difference", "within"):
        known = [row for row in left_out if row.get(column) is not None]
        least = min(known, key=lambda row: row[column], default=None)
        most = max(known, key=lambda row: row[column], default=None)
        values |= {
            f"left_out_{column}_least": least and least[column],
            f"left_out_{column}_least_award": least and least["name"],
            f"left_out_{column}_most": most and most[column],
            f"left_out_{column}_most_award": most and most["name"],
        }
    return values


def _placebo_rank(placebos: list[Row]) -> Row:
    """The place of 2018 among the placebo years and itself by size of the difference, 1 being the largest."""
    known = {int(row["variant"]): row["estimate"] for row in placebos if row["estimate"] is not None}
    if MARK not in known:
        return dict.fromkeys(("placebo_years", "placebo_rank", "placebo_largest", "placebo_mark"))
    others = [value for year, value in known.items() if year != MARK]
    return {
        "placebo_years": len(others),
        "placebo_rank": 1 + sum(value >= known[MARK] for value in others),
        "placebo_largest": max(others, default=None),
        "placebo_mark": known[MARK],
    }


def _unseen(
    recognitions: pl.DataFrame, awards: pl.DataFrame, coverage: pl.DataFrame, years: tuple[int, int]
) -> list[Row]:
    """Awards with the most editions due and not seen in `years`."""
    seen = recognitions.select("award_id", "year").unique()
    due = editions_due(awards, coverage).filter(pl.col("year").is_between(*years)).select("award_id", "year")
    counts = (
        due.join(seen.with_columns(found=True), on=["award_id", "year"], how="left")
        .group_by("award_id")
        .agg(due=pl.len(), unseen=pl.col("found").is_null().sum())
    )
    named = counts.join(awards.select("award_id", "name"), on="award_id").filter(pl.col("unseen") > 0)
    return named.sort(["unseen", "award_id"], descending=[True, False]).head(UNSEEN_AWARDS).to_dicts()
