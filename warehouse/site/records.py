"""The recognitions and where each comes from, in the compact form that the page's scripts read; what is counted of them is in `figures`.

Everything that is searched or listed is in one file; what a row shows when it is opened is in one file per award, read when asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl
import pycountry

from schemas.vocabulary import KINDS
from warehouse.site.figures import Tables

CORROBORATION = ("single", "corroborated", "disputed")
STATUSES = ("awarded", "declined", "withdrawn")
SHARED_SOURCE = ("url", "kind", "origin", "language", "seen_on")


class Numbered:
    """Values numbered in the order in which they are first asked for, so that a value that comes often is written once."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        self.numbers: dict[str, int] = {}
        for value in values:
            self.of(value)

    def of(self, value: str | None) -> int:
        """The number of `value`; -1 for none."""
        return -1 if value is None else self.numbers.setdefault(value, len(self.numbers))

    def values(self) -> list[str]:
        return list(self.numbers)


def listing(tables: Tables) -> dict[str, Any]:
    """All recognitions, newest first, as columns; kinds, awards, countries and addresses as numbers into lists beside them."""
    awards = tables["awards"].sort("award_id")
    numbers = {"award": Numbered(awards["award_id"]), "kind": Numbered(KINDS), "url": Numbered(), "places": Numbered()}
    forms = _other_forms(tables)
    rows = tables["recognitions"].sort(["year", "award_id", "recognition_id"], descending=[True, False, False])
    columns: dict[str, list[Any]] = defaultdict(list)
    for row in rows.iter_rows(named=True):
        prefix = f"{row['award_id']}-{row['year']}-"
        columns["slug"].append(row["recognition_id"].removeprefix(prefix))
        columns["award"].append(numbers["award"].of(row["award_id"]))
        columns["year"].append(row["year"])
        columns["name"].append(row["name"])
        columns["kind"].append(numbers["kind"].of(row["kind"]))
        columns["status"].append(STATUSES.index(row["status"]))
        columns["corroboration"].append(CORROBORATION.index(row["corroboration"]))
        columns["places"].append(numbers["places"].of(row["country_codes"]))
        columns["url"].append(numbers["url"].of(row["source_url"]))
        columns["recipient"].append(row["recipient_id"])
        columns["forms"].append(forms.get(row["recognition_id"], ""))
    places = numbers["places"].values()
    ended = sorted({code for codes in places for code in codes.split("; ") if len(code) > 2})
    return {
        "columns": columns,
        "kinds": list(KINDS),
        "statuses": STATUSES,
        "corroborations": CORROBORATION,
        "places": places,
        # The browser knows the names of today's countries in its language, not of those that ended.
        "ended": {code: _ended_name(code) for code in ended},
        "urls": numbers["url"].values(),
        "awards": {
            name: awards[name].to_list() for name in ("award_id", "name", "native_name", "focus", "eligibility")
        },
        "repeated": tables["recipients"].filter(pl.col("awards") > 1)["recipient_id"].sort().to_list(),
    }


def provenance(tables: Tables) -> dict[str, dict[str, Any]]:
    """award_id -> what its rows show when they are opened: how the kind was decided, statements, their sources, conflicts."""
    sources = {row["source_id"]: row for row in tables["sources"].iter_rows(named=True)}
    said = _by_recognition(tables["statements"].sort("statement_id"))
    contradicted = _by_recognition(tables["conflicts"].sort("conflict_id"))
    awards: dict[str, dict[str, Any]] = {}
    for row in tables["recognitions"].sort("recognition_id").iter_rows(named=True):
        award = awards.setdefault(row["award_id"], {"sources": {}, "rows": {}})
        statements = said.get(row["recognition_id"], [])
        for one in statements:
            award["sources"][one["source_id"]] = {
                name: str(value) for name in SHARED_SOURCE if (value := sources[one["source_id"]][name]) is not None
            }
        facts = {
            "basis": row["kind_basis"],
            "confidence": row["kind_confidence"],
            "reason": row["kind_reason"],
            "published": row["name_as_published"],
            "category": row["category"],
            "place": row["place_as_published"],
            "persons": row["persons"],
            "affiliation": row["affiliation"],
            "annotations": row["annotations"],
            "said": [_statement(one) for one in statements],
            "conflicts": [
                [one["field"], one["ours"], one["theirs"], one["resolution"]]
                for one in contradicted.get(row["recognition_id"], [])
            ],
        }
        award["rows"][row["recognition_id"]] = {key: value for key, value in facts.items() if value not in (None, [])}
    return awards


def _ended_name(code: str) -> str:
    """English name of a state that ended (ISO 3166-3), or the code where it has none."""
    state = pycountry.historic_countries.get(alpha_4=code)
    return str(state.name) if state else code


def _statement(row: Mapping[str, Any]) -> list[Any]:
    """source_id, what it says, place, outcome, hash."""
    return [
        row["source_id"],
        row["as_published"] or row["name"],
        row["place"],
        row["outcome"],
        row["capture_sha256"],
    ]


def _by_recognition(frame: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in frame.filter(pl.col("recognition_id").is_not_null()).iter_rows(named=True):
        found[row["recognition_id"]].append(row)
    return found


def _other_forms(tables: Tables) -> dict[str, str]:
    """recognition_id -> the other names it is found under, joined with “|”: forms in other languages, persons, affiliations."""
    named = tables["recognition_recipients"].select("recognition_id", "recipient_id")
    forms = named.join(tables["recipient_names"].select("recipient_id", "name"), on="recipient_id", how="inner").select(
        "recognition_id", "name"
    )
    inside = pl.concat(
        tables["recognitions"].select("recognition_id", name=pl.col(column)).drop_nulls()
        for column in ("name_as_published", "persons", "affiliation")
    )
    own = tables["recognitions"].select("recognition_id", own="name")
    together = (
        pl.concat([forms, inside])
        .unique()
        .join(own, on="recognition_id", validate="m:1")
        .filter(pl.col("name") != pl.col("own"))
        .sort("recognition_id", "name")
        .group_by("recognition_id", maintain_order=True)
        .agg("name")
    )
    return {recognition_id: "|".join(names) for recognition_id, names in together.iter_rows()}
