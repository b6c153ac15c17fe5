"""A page for each recipient named in more than one recognition, and the list of them. Withheld names have no recipient and so no page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import polars as pl

from schemas.counting import counted
from warehouse.release.summary import Draft
from warehouse.site.frame import anchor, escaped, frame, said, structured
from warehouse.site.markup import choice, countries, evidence, facts, grid, number, report

FOLDER = "recipients"
SCHEMA_TYPES = {
    "person": "Person",
    "organization": "Organization",
    "network": "Organization",
    "institution": "Organization",
}
"""schema.org has words for these; what else was honoured is a Thing to it."""
Row = Mapping[str, Any]


def repeated(draft: Draft) -> pl.DataFrame:
    """Recipients named in more than one recognition, most often first."""
    often = draft.tables["recipients"].filter(pl.col("recognitions") > 1)
    return often.sort("recognitions", "awards", "name", "recipient_id", descending=[True, True, False, False])


def files(draft: Draft) -> dict[str, bytes]:
    """Path below `site/` -> bytes of the list and of the page of each recipient in it."""
    tables = draft.tables
    often = repeated(draft).to_dicts()
    names = dict(tables["awards"].select("award_id", "name").iter_rows())
    named = (
        tables["recognition_recipients"]
        .join(repeated(draft).select("recipient_id"), on="recipient_id", how="semi")
        .join(
            tables["recognitions"].select("recognition_id", "award_id", "year", "name", "kind", "status"),
            on="recognition_id",
            validate="m:1",
        )
        .sort("year", "award_id", "recognition_id", "role", descending=[True, False, False, False])
    )
    forms = tables["recipient_names"].join(repeated(draft).select("recipient_id"), on="recipient_id", how="semi")
    honours: defaultdict[str, list[Row]] = defaultdict(list)
    for row in named.iter_rows(named=True):
        honours[row["recipient_id"]].append(row)
    spelled: defaultdict[str, list[Row]] = defaultdict(list)
    for row in forms.sort("recipient_id", "name", "language").iter_rows(named=True):
        spelled[row["recipient_id"]].append(row)
    pages = {
        f"{FOLDER}/{one['recipient_id']}.html": _page(
            draft, one, honours[one["recipient_id"]], spelled[one["recipient_id"]], names
        )
        for one in often
    }
    return pages | {f"{FOLDER}/index.html": _index(draft, often)}


def _index(draft: Draft, often: list[dict[str, Any]]) -> bytes:
    rows = (
        (
            f'<a href="{one["recipient_id"]}.html">{escaped(one["name"])}</a>',
            choice("kind", one["kind"]),
            f"{one['first_year']}–{one['last_year']}",
            number(one["awards"]),
            number(one["recognitions"]),
        )
        for one in often
    )
    keys = ("column_name", "column_kind", "years", "column_awards", "recognitions")
    listed = grid(keys, rows, numbers=2, label="recipients_page_title") if often else said("recipients_none", "p")
    body = f"""{said("recipients_page_title", "h1")}
{said("recipients_page_note", "p", n=(len(often), "number")) if often else ""}
{listed}"""
    return frame("Honoured more than once", body, 1, page=f"{FOLDER}/index.html", version=draft.version)


def _page(draft: Draft, one: Row, honours: list[Row], forms: list[Row], names: Mapping[str, str]) -> bytes:
    rows = (
        (
            str(row["year"]),
            f'<a href="../awards/{row["award_id"]}.html">{escaped(names[row["award_id"]])}</a>',
            evidence(row["recognition_id"], row["name"], "../")
            + ("" if row["status"] == "awarded" else f' <span class="small">{choice("status", row["status"])}</span>'),
            choice("kind", row["kind"]),
            choice("role", row["role"]),
        )
        for row in honours
    )
    others = [row for row in forms if row["name"] != one["name"]]
    forms_seen = "".join(f"<li{_language(row['language'])}>{escaped(row['name'])}</li>" for row in others)
    spelled = f"<details>{said('forms', 'summary')}<ul>{forms_seen}</ul></details>" if others else ""
    wikidata = f"https://www.wikidata.org/wiki/{one['wikidata_id']}" if one["wikidata_id"] else None
    summary = said(
        "recipient_summary",
        "p",
        n=(one["recognitions"], "number"),
        awards=(one["awards"], "number"),
        first=str(one["first_year"]),
        last=str(one["last_year"]),
    )
    about = facts(
        (
            ("column_kind", choice("kind", one["kind"])),
            ("column_country", countries(one["country_codes"])),
            ("wikidata", anchor(wikidata, one["wikidata_id"]) if wikidata else ""),
        )
    )
    body = f"""<h1>{escaped(one["name"])}</h1>
{summary}
{about}
{grid(("column_year", "column_award", "column_name", "column_kind", "role"), rows, label="recognitions")}
{said("recipient_joined", "p", "quiet")}
{spelled}
{report("../")}"""
    return frame(
        one["name"],
        body,
        1,
        description=f"{one['name']}: named in {counted(one['recognitions'], 'recognition')} of {counted(one['awards'], 'award')}.",
        page=f"{FOLDER}/{one['recipient_id']}.html",
        version=draft.version,
        head=structured(_linked(one, honours, others, names, wikidata)),
    )


def _language(code: str | None) -> str:
    return f' lang="{escaped(code)}"' if code else ""


def _linked(
    one: Row, honours: list[Row], others: list[Row], names: Mapping[str, str], wikidata: str | None
) -> dict[str, Any]:
    """schema.org: the page and whom it is about; an award belongs to a Person or an Organization, and only where it was given to them."""
    kind = SCHEMA_TYPES.get(one["kind"], "Thing")
    about: dict[str, Any] = {"@type": kind, "name": one["name"]}
    if others:
        about["alternateName"] = sorted({row["name"] for row in others})
    if wikidata:
        about["sameAs"] = wikidata
    if kind != "Thing":
        about["award"] = [
            f"{names[row['award_id']]} ({row['year']})"
            for row in honours
            if row["role"] == "recipient" and row["status"] == "awarded"
        ]
    return {"@context": "https://schema.org", "@type": "WebPage", "name": one["name"], "mainEntity": about}
