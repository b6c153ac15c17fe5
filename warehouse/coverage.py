"""Award by year: found, partly seen, not awarded, not due or not seen, with the reason. Absence is never read as zero."""

from __future__ import annotations

from typing import Any

import polars as pl

from schemas.contracts import polars_schema
from schemas.tables import COVERAGE
from scrapers.registry import Award

STEP = {"annual": 1, "biennial": 2}


def coverage(
    awards: list[Award], recognitions: pl.DataFrame, leftovers: pl.DataFrame, sources: pl.DataFrame
) -> pl.DataFrame:
    """The table `coverage`, one row per award and year from its first edition to the year its sources were last seen.

    `leftovers` carry the notices “not awarded” and the entries cut off; `sources` the days on which they were seen.
    """
    found = {
        (row["award_id"], row["year"]): row["len"] for row in recognitions.group_by("award_id", "year").len().to_dicts()
    }
    urls = dict(zip(sources["source_id"], sources["url"], strict=True))
    noticed: dict[tuple[str, int, str], str] = {}
    for row in leftovers.filter(pl.col("year").is_not_null()).sort("source_id").to_dicts():
        noticed.setdefault((row["award_id"], row["year"], row["reason"]), urls.get(row["source_id"], ""))
    horizon = {
        row["award_id"]: row["seen_on"].year
        for row in sources.group_by("award_id").agg(pl.col("seen_on").max()).to_dicts()
        if row["seen_on"]
    }
    rows: list[dict[str, Any]] = []
    for award in awards:
        years = [year for award_id, year in found if award_id == award.id]
        stated = {edition.year: edition for edition in award.editions}
        firsts = [year for year in (award.first_year, *years, *stated) if year]
        if not firsts:
            continue
        last = max([horizon.get(award.id, 0), award.last_seen_year or 0, *years, *stated])
        for year in range(min(firsts), last + 1):
            edition = stated.get(year)
            count = found.get((award.id, year), 0)
            status, reason, url = _status(award, year, count, edition, noticed, years)
            rows.append(
                {
                    "award_id": award.id,
                    "year": year,
                    "status": status,
                    "reason": reason,
                    "source_url": url or None,
                    "recognitions": count,
                }
            )
    return pl.DataFrame(rows, schema=polars_schema(COVERAGE)).sort("award_id", "year")


def _status(
    award: Award, year: int, count: int, edition: Any, noticed: dict[tuple[str, int, str], str], years: list[int]
) -> tuple[str, str, str | None]:
    if count:
        if edition and edition.status == "partly seen":
            return "partly seen", edition.reason, edition.source
        cut = noticed.get((award.id, year, "cut"))
        if cut:
            return "partly seen", "the page breaks off inside this edition", cut
        return "found", "recipients found", None
    if edition:
        return edition.status, edition.reason, edition.source
    none = noticed.get((award.id, year, "not awarded"))
    if none:
        return "not awarded", "a source says that there was no award", none
    step = STEP.get(award.frequency or "")
    if step and step > 1 and years and all((other - year) % step for other in years):
        return "not due", f"given every {step} years", None
    empty = noticed.get((award.id, year, "no recipient"))
    if empty:
        return "not seen", "a source has the edition without naming its recipients", empty
    if award.frequency == "irregular":
        return "not seen", "given irregularly, and no recipient of this year was found", None
    return "not seen", "no source seen names a recipient of this year", None
