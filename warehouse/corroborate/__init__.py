"""The statements of an award to recognitions, and the conflicts between its sources. Kinds and recipients come later."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import polars as pl

from scrapers.names import fold
from warehouse.corroborate.clusters import Cluster, Names, Statement, cluster_edition, split_list
from warehouse.corroborate.settle import settle_edition
from warehouse.corroborate.values import choose_values, contradicts_place, in_order
from warehouse.corroborate.years import confirm_without_year, settle_years
from warehouse.rulings import Decisions

SLUG_LENGTH = 60
RECOGNITION_SCHEMA: dict[str, Any] = {
    "recognition_id": pl.String,
    "award_id": pl.String,
    "year": pl.Int64,
    "category": pl.String,
    "name": pl.String,
    "name_language": pl.String,
    "name_as_published": pl.String,
    "persons": pl.String,
    "affiliation": pl.String,
    "country_codes": pl.String,
    "place_as_published": pl.String,
    "annotations": pl.String,
    "status": pl.String,
    "corroboration": pl.String,
    "source_count": pl.Int64,
    "lineage_count": pl.Int64,
    "source_url": pl.String,
}
CONFLICT_SCHEMA: dict[str, Any] = {
    "conflict_id": pl.String,
    "award_id": pl.String,
    "field": pl.String,
    "recognition_id": pl.String,
    "ours": pl.String,
    "theirs": pl.String,
    "statement_id": pl.String,
    "resolution": pl.String,
}

FATE_SCHEMA: dict[str, Any] = {"statement_id": pl.String, "recognition_id": pl.String, "outcome": pl.String}


@dataclass
class Corroborated:
    """Recognitions (without kind and recipient), every statement's fate, and the conflicts, as frames.

    `fates`: statement_id, recognition_id (nullable), outcome. `cut`: statement_ids that become leftovers.
    """

    recognitions: pl.DataFrame
    fates: pl.DataFrame
    conflicts: pl.DataFrame
    cut: list[str]


def corroborate(award_id: str, statements: pl.DataFrame, decisions: Decisions) -> Corroborated:
    """Brings the statements of one award together; input columns as `scrapers.statements.STATEMENT_SCHEMA`."""
    rows: list[Statement] = statements.to_dicts()
    overruled = _apply_rulings(award_id, rows, decisions)
    aliases, english = _aliases(decisions, rows)
    names = Names(aliases)
    live = [s for s in rows if s["statement_id"] not in overruled]
    years = sorted({s["year"] for s in live if s["year"] is not None})
    editions: dict[int, list[Cluster]] = {}
    summaries: list[Statement] = []
    cut: list[Statement] = []
    for year in years:
        clusters = cluster_edition((s for s in live if s["year"] == year), year, names)
        _apply_matches(award_id, year, clusters, decisions)
        editions[year], summary, broken = settle_edition(clusters, names)
        summaries += summary
        cut += broken
    covered: dict[str, set[int]] = {}
    for s in live:
        if s["year"] is not None:
            covered.setdefault(s["capture_sha256"], set()).add(s["year"])
    disputed = settle_years(editions, covered, names)
    standing = [cluster for year in years for cluster in editions[year]]
    without_year = confirm_without_year([s for s in live if s["year"] is None], standing, names)
    return _tabulate(award_id, standing, disputed, english, summaries, without_year, cut, overruled, decisions)


def _apply_rulings(award_id: str, rows: list[Statement], decisions: Decisions) -> dict[str, str]:
    """Corrections change a statement's value; rulings on conflicts set a statement, or only its country, aside.

    Returns the statements set aside with the reason.
    """
    for decision in decisions.of("corrections"):
        if decision["award_id"] != award_id:
            continue
        met = [
            s
            for s in rows
            if s["source_id"] == decision["source_id"]
            and str(s["year"] or "") == decision["year"]
            and str(s[decision["column"]] or "") == decision["was"]
        ]
        for s in met:
            s[decision["column"]] = (int(decision["is"]) if decision["column"] == "year" else decision["is"]) or None
            decisions.use(decision)
    overruled: dict[str, str] = {}
    for decision in decisions.of("conflicts"):
        if decision["award_id"] != award_id:
            continue
        for s in rows:
            if (
                s["source_id"] == decision["source_id"]
                and str(s["year"] or "") == decision["year"]
                and fold(s["name"]) == fold(decision["name"])
            ):
                if decision["ruling"] == "country":
                    s["country_overruled"] = True
                else:
                    overruled[s["statement_id"]] = decision["reason"]
                decisions.use(decision)
    return overruled


def _aliases(decisions: Decisions, rows: list[Statement]) -> tuple[dict[str, set[str]], dict[str, str]]:
    """(folded form -> other forms of the same name, folded form -> reviewed English form)."""
    present = {fold(s["name"]) for s in rows}
    forms: dict[str, set[str]] = {}
    english: dict[str, str] = {}
    for decision in decisions.of("aliases"):
        name, alias = decision["name"], decision["alias"]
        forms.setdefault(fold(alias), set()).add(name)
        forms.setdefault(fold(name), set()).add(alias)
        english[fold(alias)] = name
        if fold(alias) in present:
            decisions.use(decision)
    return forms, english


def _apply_matches(award_id: str, year: int, clusters: list[Cluster], decisions: Decisions) -> None:
    for decision in decisions.of("matches"):
        if decision["award_id"] != award_id or decision["year"] != str(year):
            continue
        sides = [
            next((c for c in clusters if any(fold(s["name"]) == fold(decision[side]) for s in c.statements)), None)
            for side in ("left", "right")
        ]
        left, right = sides
        if left is None or right is None:
            continue
        decisions.use(decision)
        if decision["verdict"] == "same" and left is not right:
            left.statements.extend(right.statements)
            clusters.remove(right)
        elif decision["verdict"] == "different" and left is right:
            apart = [s for s in left.statements if fold(s["name"]) == fold(decision["right"])]
            left.statements = [s for s in left.statements if s not in apart]
            clusters.append(Cluster(year, apart))


def _tabulate(
    award_id: str,
    standing: list[Cluster],
    disputed: list[tuple[Cluster, Cluster]],
    english: dict[str, str],
    summaries: list[Statement],
    without_year: list[Statement],
    cut: list[Statement],
    overruled: dict[str, str],
    decisions: Decisions,
) -> Corroborated:
    recognitions: list[dict[str, Any]] = []
    fates: list[tuple[str, str | None, str]] = []
    conflicts: list[dict[str, Any]] = []
    ids: dict[int, str] = {}
    edition: dict[int, list[Cluster]] = {}
    for cluster in standing:
        edition.setdefault(cluster.year, []).append(cluster)
    drafts = [
        (cluster, choose_values(cluster, english, [c for c in edition[cluster.year] if c is not cluster]))
        for cluster in standing
    ]
    for cluster, recognition_id in zip(
        standing, recognition_ids(award_id, [values for _, values in drafts]), strict=True
    ):
        ids[id(cluster)] = recognition_id
    year_disputed = {id(strong) for strong, _ in disputed}
    for cluster, values in drafts:
        recognition_id = ids[id(cluster)]
        contradicting = _place_conflicts(award_id, recognition_id, cluster, values)
        conflicts.extend(contradicting)
        differing = {conflict["statement_id"] for conflict in contradicting}
        status = (
            "disputed" if id(cluster) in year_disputed else "corroborated" if values["lineage_count"] > 1 else "single"
        )
        recognitions.append({"recognition_id": recognition_id, "award_id": award_id, **values, "corroboration": status})
        fates.extend(
            (s["statement_id"], recognition_id, "differs" if s["statement_id"] in differing else "supports")
            for s in cluster.statements
        )
    for strong, weak in disputed:
        for s in weak.statements:
            fates.append((s["statement_id"], None, "year conflict"))
            conflicts.append(
                _conflict(award_id, s, "year", ids[id(strong)], str(strong.year), str(weak.year), _why(strong, weak))
            )
    fates.extend((s["statement_id"], None, "summary") for s in summaries)
    fates.extend((s["statement_id"], None, "no year") for s in without_year)
    fates.extend((statement_id, None, "overruled") for statement_id in overruled)
    return Corroborated(
        pl.DataFrame(recognitions, schema=RECOGNITION_SCHEMA).sort("recognition_id"),
        pl.DataFrame(fates, schema=FATE_SCHEMA, orient="row").sort("statement_id"),
        pl.DataFrame(conflicts, schema=CONFLICT_SCHEMA).sort("conflict_id"),
        sorted(s["statement_id"] for s in cut),
    )


def recognition_ids(award_id: str, drafts: list[dict[str, Any]]) -> list[str]:
    """`<award_id>-<year>-<name>`, numbered where two entries of an edition share a name."""
    stems = [f"{award_id}-{draft['year']}-{_slug(draft['name'])}" for draft in drafts]
    order = sorted(
        range(len(drafts)), key=lambda n: (stems[n], drafts[n]["category"] or "", drafts[n]["country_codes"] or "")
    )
    seen: dict[str, int] = {}
    ids = [""] * len(drafts)
    for n in order:
        seen[stems[n]] = seen.get(stems[n], 0) + 1
        ids[n] = stems[n] if seen[stems[n]] == 1 else f"{stems[n]}-{seen[stems[n]]}"
    return ids


def _slug(name: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
    if len(slug) > SLUG_LENGTH:
        slug = slug[: SLUG_LENGTH + 1].rsplit("-", 1)[0]
    return slug or "unnamed"


def _why(strong: Cluster, weak: Cluster) -> str:
    if strong.cited and not weak.cited:
        return "reviewed record"
    if len(strong.lineages) != len(weak.lineages):
        return "majority of independent sources"
    return "rank of the sources"


def _place_conflicts(
    award_id: str, recognition_id: str, cluster: Cluster, values: dict[str, Any]
) -> list[dict[str, Any]]:
    return [
        _conflict(
            award_id,
            s,
            "country",
            recognition_id,
            values["country_codes"],
            s["country_codes"],
            "ruling" if s.get("country_overruled") else "rank of the sources",
        )
        for s in in_order(cluster)
        if contradicts_place(values["country_codes"], s["country_codes"])
    ]


def _conflict(
    award_id: str, statement: Statement, column: str, recognition_id: str, ours: str, theirs: str, why: str
) -> dict[str, Any]:
    return {
        "conflict_id": f"{statement['statement_id']}:{column}",
        "award_id": award_id,
        "field": column,
        "recognition_id": recognition_id,
        "ours": ours,
        "theirs": theirs,
        "statement_id": statement["statement_id"],
        "resolution": why,
    }


__all__ = ["Corroborated", "corroborate", "recognition_ids", "split_list"]
