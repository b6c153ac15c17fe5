"""A page for each award and the list of them: the giver, the rules, editions with recipients, what was not seen, sources, freshness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from schemas import dataset
from schemas.counting import counted
from warehouse.release.summary import Draft
from warehouse.site.frame import anchor, escaped, frame, said, structured
from warehouse.site.markup import (
    choice,
    countries,
    day,
    evidence,
    facts,
    grid,
    language,
    number,
    report,
    word,
)
from warehouse.site.pages_recipients import repeated

FOLDER = "awards"
Row = Mapping[str, Any]


def files(draft: Draft) -> dict[str, bytes]:
    """Path below `site/` -> bytes of the list of awards and of the page of each."""
    tables = draft.tables
    recognitions = grouped(tables["recognitions"].sort("year", "recognition_id", descending=[True, False]).to_dicts())
    coverage = grouped(tables["coverage"].to_dicts())
    sources = grouped(tables["sources"].sort("rank", "source_id").to_dicts())
    often = set(repeated(draft)["recipient_id"])
    awards = tables["awards"].sort("name", "award_id").to_dicts()
    pages = {
        f"{FOLDER}/{award['award_id']}.html": _page(
            draft,
            award,
            recognitions[award["award_id"]],
            coverage[award["award_id"]],
            sources[award["award_id"]],
            often,
        )
        for award in awards
    }
    return pages | {f"{FOLDER}/index.html": _index(draft, awards, recognitions, coverage)}


def grouped(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    """Rows by their award."""
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["award_id"]].append(row)
    return groups


def _index(
    draft: Draft, awards: list[dict[str, Any]], recognitions: Mapping[str, list[Row]], coverage: Mapping[str, list[Row]]
) -> bytes:
    rows = []
    for award in awards:
        given = recognitions[award["award_id"]]
        seen, due = _seen_and_due(given, coverage[award["award_id"]], award)
        collective = sum(row["mode"] == "collective" for row in given)
        rows.append(
            (
                f'<a href="{award["award_id"]}.html">{escaped(award["name"])}</a>',
                escaped(award["conferrer"] or ""),
                choice("focus", award["focus"]),
                choice("eligibility", award["eligibility"]),
                f"{number(seen)}&#8239;/&#8239;{number(due)}",
                number(len(given)),
                number(collective),
            )
        )
    keys = ("column_award", "giver", "focus", "admits", "seen_of_due", "recognitions", "to_collectives")
    body = f"""{said("awards_page_title", "h1")}
{said("awards_page_note", "p")}
{grid(keys, rows, numbers=3, label="awards_page_title")}"""
    return frame("The awards", body, 1, page=f"{FOLDER}/index.html", version=draft.version)


def _seen_and_due(given: list[Row], coverage: list[Row], award: Row) -> tuple[int, int]:
    """Editions with recipients, and editions due; unseen years of an irregular award may have had no edition and are not due."""
    seen = {row["year"] for row in given}
    irregular = award["frequency"] == "irregular"
    due = seen | {row["year"] for row in coverage if row["status"] in ("found", "partly seen")}
    due |= {row["year"] for row in coverage if row["status"] == "not seen" and not irregular}
    return len(seen), len(due)


def _page(
    draft: Draft, award: Row, given: list[Row], coverage: list[Row], sources: list[Row], often: set[str]
) -> bytes:
    counts = {
        mode: sum(row["mode"] == mode for row in given)
        for mode in ("individual", "collective", "institutional", "mixed")
    }
    years = sorted({row["year"] for row in given})
    body = f"""<h1>{escaped(award["name"])}</h1>
{_native(award)}
{_summary(given, counts, years, sources, award)}
{_about(award, given, coverage)}
{_note(award)}
<section>{said("editions", "h2")}
{grid(("column_year", "recipients", "what_was_seen"), _editions(given, coverage, often), label="editions")}
</section>
<section>{said("sources", "h2")}
{said("sources_note", "p", "quiet")}
{_sources(sources)}
</section>
{report("../")}"""
    description = f"{award['name']}: {counted(len(given), 'recognition')}, {counts['collective']} of collectives."
    return frame(
        award["name"],
        body,
        1,
        description=description,
        page=f"{FOLDER}/{award['award_id']}.html",
        version=draft.version,
        head=structured(_linked(draft, award, given, years)),
    )


def _native(award: Row) -> str:
    return f'<p class="lead">{escaped(award["native_name"])}</p>' if award["native_name"] else ""


def _summary(given: list[Row], counts: Mapping[str, int], years: list[int], sources: list[Row], award: Row) -> str:
    parts = [said("award_stale", "p", "note")] if award["stale"] else []
    if not given:
        return "".join([*parts, said("award_empty", "p")])
    parts.append(
        said(
            "award_summary",
            "p",
            n=(len(given), "number"),
            editions=(len(years), "number"),
            individual=(counts["individual"], "number"),
            collective=(counts["collective"], "number"),
            institutional=(counts["institutional"], "number"),
            mixed=(counts["mixed"], "number"),
        )
    )
    days = [row["seen_on"] for row in sources if row["seen_on"]]
    if days:
        parts.append(said("award_fresh", "p", "quiet", year=str(years[-1]), date=(max(days).isoformat(), "day")))
    return "".join(parts)


def _about(award: Row, given: list[Row], coverage: list[Row]) -> str:
    seen, due = _seen_and_due(given, coverage, award)
    seat = countries(award["conferrer_country"])
    giver = (
        f"{escaped(award['conferrer'])} ({seat})"
        if award["conferrer"] and seat
        else escaped(award["conferrer"] or "") or seat
    )
    links = [
        f'<a href="{escaped(award[column])}" rel="noopener noreferrer">{word(key)}</a>'
        for column, key in (
            ("official_url", "official_page"),
            ("winners_page_url", "winners_page"),
            ("wikipedia_url", "wikipedia_page"),
        )
        if (award[column] or "").startswith(("https://", "http://"))
    ]
    region = f" ({escaped(award['region'])})" if award["region"] else ""
    return facts(
        (
            ("giver", giver),
            ("admits", choice("eligibility", award["eligibility"])),
            ("reach", choice("scope", award["scope"]) + region),
            ("focus", choice("focus", award["focus"])),
            ("frequency", choice("frequency", award["frequency"])),
            ("first_edition", escaped(award["first_year"] or "")),
            ("latest_edition", escaped(award["last_seen_year"] or "")),
            ("seen_of_due", f"{number(seen)}&#8239;/&#8239;{number(due)}"),
            ("pages_of_award", " · ".join(links)),
        )
    )


def _note(award: Row) -> str:
    if not award["coverage_note"]:
        return ""
    return (
        f'<details>{said("coverage_note_title", "summary")}<p lang="en">{escaped(award["coverage_note"])}</p></details>'
    )


def _editions(given: list[Row], coverage: list[Row], often: set[str]) -> list[tuple[str, str, str]]:
    """One row per year, the latest first; years in a row of which nothing was seen for the same reason share one."""
    by_year: defaultdict[int, list[Row]] = defaultdict(list)
    for row in given:
        by_year[row["year"]].append(row)
    status = {row["year"]: row for row in coverage}
    rows: list[tuple[str, str, str]] = []
    run: list[int] = []

    def close() -> None:
        if run:
            years = str(run[0]) if len(run) == 1 else f"{run[-1]}–{run[0]}"
            rows.append((years, "", _state(status.get(run[0]))))
            run.clear()

    for year in sorted({*by_year, *status}, reverse=True):
        if year in by_year:
            close()
            entries = "".join(f"<li>{_entry(row, often)}</li>" for row in by_year[year])
            rows.append((str(year), f'<ul class="plain">{entries}</ul>', _state(status.get(year))))
            continue
        if run and (run[-1] - 1 != year or _state(status[run[-1]]) != _state(status[year])):
            close()
        run.append(year)
    close()
    return rows


def _state(row: Row | None) -> str:
    if row is None:
        return word("coverage_found")
    state = choice("coverage", row["status"])
    if row["status"] == "not awarded":
        return f'{state} <span class="quiet small" lang="en">{anchor(row["source_url"], row["reason"])}</span>'
    return state


def _entry(row: Row, often: set[str]) -> str:
    parts = [choice("kind", row["kind"])]
    if row["country_codes"]:
        parts.append(countries(row["country_codes"]))
    if row["status"] != "awarded":
        parts.append(choice("status", row["status"]))
    if row["recipient_id"] in often:
        parts.append(f'<a href="../recipients/{row["recipient_id"]}.html">{word("row_recipient_page")}</a>')
    return f'{evidence(row["recognition_id"], row["name"], "../")} <span class="quiet small">{" · ".join(parts)}</span>'


def _sources(sources: list[Row]) -> str:
    rows = (
        (
            anchor(row["url"], row["url"].split("://", 1)[-1]),
            choice("sort", row["kind"]),
            choice("came", row["origin"]),
            language(row["language"]),
            day(row["seen_on"]),
            number(row["statements"]),
        )
        for row in sources
    )
    keys = ("address", "sort_of_page", "came_here", "language_of_page", "seen_on", "statements")
    return grid(keys, rows, numbers=1, label="sources")


def _linked(draft: Draft, award: Row, given: list[Row], years: list[int]) -> dict[str, Any]:
    """schema.org: the recognitions of the award as a part of the dataset, and what they are about."""
    thing = {
        "@type": "Thing",
        "name": award["name"],
        "alternateName": award["native_name"],
        "url": award["official_url"],
        "sameAs": award["wikipedia_url"],
        "subjectOf": award["winners_page_url"],
    }
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"Recognitions of {award['name']}",
        "description": f"{counted(len(given), 'recognition')} by {award['name']}, coded by what was honoured, with their sources.",
        "isPartOf": {"@type": "Dataset", "name": dataset.TITLE, "version": draft.version},
        "license": dataset.LICENSE_URL,
        "isAccessibleForFree": True,
        "version": draft.version,
        "creator": {"@type": "Organization", "name": dataset.CREATOR},
        "about": {key: value for key, value in thing.items() if value},
        **({"temporalCoverage": f"{years[0]}/{years[-1]}"} if years else {}),
        **({"mentions": [{"@type": "Organization", "name": award["conferrer"]}]} if award["conferrer"] else {}),
    }
