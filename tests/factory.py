"""A tiny valid dataset of every table, for tests of contracts, warehouse and release; no real recipient is named here."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import polars as pl

from schemas.contracts import conform, empty, polars_schema
from schemas.tables import TABLE_BY_NAME, TABLES
from schemas.vocabulary import MODE_OF_KIND, Kind
from warehouse.reliability import read_double_coding, reliability
from warehouse.trend import collective_share
from warehouse.trend.models import trend_models

SHA = "a" * 64
ENTRIES: tuple[tuple[str, int, str, Kind, str | None], ...] = (
    ("river_prize", 2001, "Ada Example", Kind.PERSON, "NA"),
    ("river_prize", 2002, "Riverbank Association", Kind.ORGANIZATION, "BR"),
    ("river_prize", 2002, "Écoute & Parole", Kind.ORGANIZATION, "FR; BE"),
    ("river_prize", 2011, "Ada Example / Riverbank Association", Kind.MIXED, "NA"),
    ("stone_medal", 2011, "Дом на холме", Kind.ORGANIZATION, "RU"),
    ("stone_medal", 2012, "The women of Example Square", Kind.MOVEMENT, None),
    ("stone_medal", 2013, "People of the Upper Valley", Kind.COMMUNITY, "PE"),
    ("stone_medal", 2014, "Journalists killed in 2014", Kind.GROUP, None),
    ("stone_medal", 2015, "Example Ombuds Office", Kind.INSTITUTION, "CO"),
    ("stone_medal", 2016, "Example Platform", Kind.NETWORK, "KE"),
    ("stone_medal", 2016, "منى مثال", Kind.PERSON, "JO"),
    ("stone_medal", 2017, "Ben and Cleo Example", Kind.PEOPLE, "XK"),
)


def tables() -> dict[str, pl.DataFrame]:
    """Every table, valid and referring to one another; the values are the same at each call."""
    recognitions, statements, recipients, names, links = [], [], [], [], []
    for number, (award_id, year, name, kind, codes) in enumerate(ENTRIES):
        recognition_id, recipient_id = f"{award_id}-{year}-r{number}", f"recipient-{number}"
        recognitions.append(
            {
                "recognition_id": recognition_id,
                "award_id": award_id,
                "year": year,
                "category": "Valley" if number % 3 == 0 else None,
                "name": name,
                "name_language": "en" if name.isascii() else None,
                "name_as_published": name,
                "kind": kind.value,
                "mode": MODE_OF_KIND[kind].value,
                "kind_basis": "rule",
                "kind_confidence": 0.7 + number / 100,
                "kind_reason": "shape of the entry",
                "persons": "Ben Example; Cleo Example" if kind is Kind.PEOPLE else None,
                "affiliation": None,
                "country_codes": codes,
                "place_as_published": codes,
                "region": None,
                "annotations": "posthumous; shared" if number == 0 else None,
                "status": "declined" if number == 7 else "awarded",
                "corroboration": "corroborated" if number == 0 else "single",
                "source_count": 2 if number == 0 else 1,
                "lineage_count": 2 if number == 0 else 1,
                "source_url": "https://example.org/winners",
                "recipient_id": recipient_id,
            }
        )
        recipients.append(
            {
                "recipient_id": recipient_id,
                "name": name,
                "kind": kind.value,
                "wikidata_id": f"Q{number + 1}" if number % 2 else None,
                "country_codes": codes,
                "languages": "en",
                "first_year": year,
                "last_year": year,
                "recognitions": 1,
                "awards": 1,
            }
        )
        names.append({"recipient_id": recipient_id, "name": name, "language": "en"})
        links.append({"recognition_id": recognition_id, "recipient_id": recipient_id, "role": "recipient"})
        for source_id in [f"{award_id}/list"] + (["river_prize/cited"] if number == 0 else []):
            statements.append(
                {
                    "statement_id": f"{source_id}#{year}-{number + 1}",
                    "recognition_id": recognition_id,
                    "outcome": "supports",
                    "source_id": source_id,
                    "capture_sha256": SHA,
                    "place": f"row {number + 1}",
                    "award_id": award_id,
                    "year": year,
                    "category": None,
                    "name": name,
                    "as_published": name,
                    "persons": None,
                    "affiliation": None,
                    "country_as_published": codes,
                    "country_codes": codes,
                    "annotations": None,
                    "status": "awarded",
                    "shape": "unknown",
                    "language": "en",
                }
            )
    made = {
        "awards": [_award("river_prize"), _award("stone_medal")],
        "sources": [_source("river_prize/list"), _source("river_prize/cited"), _source("stone_medal/list")],
        "recipients": recipients,
        "recognitions": recognitions,
        "statements": statements,
        "recipient_names": names,
        "recognition_recipients": links,
        "conflicts": [
            {
                "conflict_id": f"{statements[-1]['statement_id']}:year",
                "award_id": "stone_medal",
                "field": "year",
                "recognition_id": None,
                "ours": "2017",
                "theirs": "2018",
                "statement_id": statements[-1]["statement_id"],
                "resolution": "rank",
            }
        ],
        "leftovers": [
            {
                "source_id": "stone_medal/list",
                "capture_sha256": SHA,
                "place": "row 99",
                "award_id": "stone_medal",
                "year": None,
                "reason": "jury",
            }
        ],
        "coverage": [
            {
                "award_id": "stone_medal",
                "year": 2018,
                "status": "not seen",
                "reason": "no source names the edition",
                "source_url": None,
                "recognitions": 0,
            }
        ],
    }
    retired = {"recipient_id": "ada-exampel", "redirect": "recipient-0", "named_in": None, "date": date(2026, 1, 31)}
    made["redirects"] = [retired]
    frames = {name: frame(name, rows) for name, rows in made.items()}
    frames["collective_share"] = collective_share(frames["recognitions"])
    frames["trend_models"] = trend_models(frames["recognitions"], frames["awards"], frames["coverage"])
    frames["reliability"] = _agreement()
    frames["changes"] = empty(TABLE_BY_NAME["changes"])
    return {table.name: frames[table.name] for table in TABLES}


@cache
def _agreement() -> pl.DataFrame:
    return conform(TABLE_BY_NAME["reliability"], reliability(read_double_coding(), resamples=20))


def frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """`rows` as a frame of table `name`; KeyError when a row lacks a column or has one too many."""
    table = TABLE_BY_NAME[name]
    for row in rows:
        if set(row) != set(table.column_names):
            raise KeyError(f"{name}: {sorted(set(row) ^ set(table.column_names))}")
    return conform(table, pl.DataFrame(rows, schema=polars_schema(table)))


def _award(award_id: str) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(TABLE_BY_NAME["awards"].column_names)
    return row | {
        "award_id": award_id,
        "name": award_id.replace("_", " ").title(),
        "eligibility": "unknown",
        "scope": "international",
        "first_year": 2001,
        "recognitions": sum(entry[0] == award_id for entry in ENTRIES),
        "editions": len({entry[1] for entry in ENTRIES if entry[0] == award_id}),
        "stale": False,
    }


def _source(source_id: str) -> dict[str, Any]:
    award_id, _, name = source_id.partition("/")
    return {
        "source_id": source_id,
        "award_id": award_id,
        "url": f"https://example.org/{award_id}/{name}",
        "kind": "official",
        "origin": "cited" if name == "cited" else "transcription",
        "lineage": name,
        "rank": 1,
        "language": "en",
        "translated": False,
        "complete": None if name == "cited" else True,
        "seen_at": None,
        "seen_on": date(2026, 1, 31),
        "statements": 1,
        "leftovers": 0,
    }
