"""`hrd-awards new`: a page becomes an award folder, or one more source of an award."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from pipelines.commands.options import HOME, Failed
from schemas import vocabulary as words
from schemas.counting import counted

if TYPE_CHECKING:
    from scrapers.adding import Added


READ_AS = {
    "table": "a table",
    "year_list": "a list of years",
    "headed_list": "headings with what stands below them",
    "cards": "cards, one for each recipient",
    "lines": "sentences or lines of one pattern",
    "prose": "sentences with the names in bold",
    "json": "data",
}
LEFT_OUT = {
    "heading": "headings and text around the winners",
    "ignored": "menus, notes, sources and what is told about a recipient",
    "nominee": "nominated, not honoured",
    "jury": "jury, board, hosts and speakers",
    "not awarded": "years in which there was no award",
    "unreadable": "should perhaps be entries: look at them",
    "no recipient": "places for a name without a name",
    "summary": "sum up what stands elsewhere",
    "cut": "broken off where the saved part ends",
}
TO_FILL = {
    "conferrer": "who gives the award",
    "conferrer_country": "its country as two letters, as NO; INT for an international body",
    "scope": "international, regional or national",
    "focus": f"one of {', '.join(words.FOCUSES)}",
    "frequency": f"one of {', '.join(words.FREQUENCIES)}",
    "first_year": "the year it was first given",
    "eligibility": "who can get it: individuals, collectives or both",
}


@click.command(
    epilog="Example: hrd-awards new rafto_prize saved.html --url https://www.rafto.no/en/laureates --awards-dir my-awards"
)
@click.argument("award_id")
@click.argument("url_or_file")
@HOME
@click.option(
    "--awards-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder to write the award folder into; made when missing; default the bundled one.",
)
@click.option("--url", default=None, help="Address of the page, where a saved FILE is given.")
@click.option("--name", default=None, help="Name of the award; default the page's heading.")
@click.option("--language", default=None, help="Language of the page (as en, es, fr); default what the page declares.")
@click.option("--part", is_flag=True, help="Only part of the page was saved: its last entry may be cut.")
@click.option("--json", "as_json", is_flag=True, help="Print the parsed rows as JSON.")
def command(
    award_id: str,
    url_or_file: str,
    home: Path,
    awards_dir: Path | None,
    url: str | None,
    name: str | None,
    language: str | None,
    part: bool,
    as_json: bool,
) -> None:
    """Look at a page, propose how to read it, and write the award folder.

    An address is fetched as a crawl would: robots.txt and its pauses are obeyed, and nothing private is contacted. Works from a saved
    file too, with its address in --url; adds a source when the award exists already.
    """
    from scrapers.adding import add_page
    from scrapers.captures import CaptureError
    from scrapers.layouts import LayoutError
    from scrapers.registry import AWARDS_DIR, AwardError

    content, address = _page(url_or_file, url)
    folder = awards_dir or AWARDS_DIR
    try:
        added = add_page(
            folder, award_id, content, address, date.today(), name=name, language=language, complete=not part
        )
    except (AwardError, CaptureError, LayoutError) as error:
        raise Failed(f"{url_or_file}: {error}") from error
    rows: list[dict[str, Any]] = [
        {
            "year": row.year,
            "name": entry.name,
            "as_published": entry.as_published,
            "shape": entry.shape,
            "persons": list(entry.persons),
            "affiliation": list(entry.affiliation),
            "country_as_published": entry.country,
            "country_codes": list(entry.codes),
            "category": entry.category,
            "annotations": list(entry.annotations),
            "place": row.place,
        }
        for row, entry in added.rows
    ]
    if as_json:
        left = [{"place": x.place, "reason": x.reason, "year": x.year, "text": x.text} for x in added.leftovers]
        click.echo(
            json.dumps(
                {
                    "award_id": award_id,
                    "folder": str(added.folder),
                    "source": added.source_name,
                    "layout": added.layout.model_dump(exclude_defaults=True, mode="json"),
                    "rows": rows,
                    "leftovers": left,
                    "unknown_words": added.unknown_words,
                    "to_fill": added.to_fill,
                },
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    own = f" --awards-dir {folder}" if awards_dir else ""
    source = click.get_current_context().get_parameter_source("home")
    if source is not ParameterSource.DEFAULT:
        own += f" --home {home}"
    elif awards_dir:
        # a release of one's own awards alone must not take the place of that of all awards
        own += f" --home {folder}-data"
    _show(award_id, added, rows, own)


def _page(url_or_file: str, url: str | None) -> tuple[bytes, str]:
    file = Path(url_or_file)
    if file.exists():
        if url is None:
            raise click.UsageError("a saved file needs --url, the address it was saved from")
        if file.is_dir():
            raise click.UsageError(f"{file} is a folder: give the saved page itself")
        return file.read_bytes(), url
    if not url_or_file.startswith(("http://", "https://")):
        raise click.UsageError(f"{url_or_file}: no such file, and no address that begins with https://")
    return _fetch(url_or_file), url or url_or_file


def _fetch(url: str) -> bytes:
    from scrapers.web import fetch_page
    from scrapers.web.exchange import FetchError
    from scrapers.web.policy import PolicyError

    try:
        return fetch_page(url).content
    except PolicyError as error:
        raise Failed(str(error)) from error
    except FetchError as error:
        raise Failed(
            f"{error}. Where a browser shows the page, save it there and give the file: "
            f"hrd-awards new AWARD_ID saved.html --url {url}"
        ) from error


def _show(award_id: str, added: Added, rows: list[dict[str, Any]], own: str) -> None:
    """What was read, and what is left to do; `own` are the options that lead to the folders of whoever asked."""
    from collections import Counter

    from rich.console import Console
    from rich.table import Table

    console = Console()
    years = sorted({row["year"] for row in rows if row["year"]})
    span = f", {years[0]} to {years[-1]}" if years else ", without years: they can only confirm what other pages say"
    table = Table(
        title=f"{award_id}: {counted(len(rows), 'entry', 'entries')}{span}; read as {READ_AS[added.layout.type]}"
    )
    for column in ("year", "name", "reads as", "country", "category"):
        table.add_column(column)
    for row in rows:
        codes = row["country_codes"]
        table.add_row(
            str(row["year"] or "–"),
            str(row["name"]),
            str(row["shape"]),
            ", ".join(codes) if isinstance(codes, list) else "",
            str(row["category"] or ""),
        )
    console.print(table)
    if missing := [year for year in range(years[0], years[-1]) if year not in years] if years else []:
        console.print(f"Years without an entry: {', '.join(map(str, missing))}")
    counts = Counter(leftover.reason for leftover in added.leftovers)
    if counts:
        console.print("Lines of the page that became no entry:")
    for reason, count in counts.most_common():
        console.print(f"  {count:>4} {reason}: {LEFT_OUT.get(reason, 'no recipient')}", markup=False)
    for leftover in added.leftovers:
        if leftover.reason in ("unreadable", "summary", "no recipient"):
            console.print(f"  {leftover.reason} at {leftover.place}: {leftover.text[:100]}", markup=False)
    if added.unknown_words:
        console.print(
            "Places that are not known, so that these entries have no country: "
            + ", ".join(sorted(set(added.unknown_words)))
            + " (add them to scrapers/places.csv)",
            markup=False,
        )
    file = added.folder / "award.yaml"
    console.print(f"\nWritten: {file} and the page beside it. What is left to do:", markup=False, soft_wrap=True)
    steps = [
        f"Compare the entries above with the page; `layout:` in {file} says how it is read (CONTRIBUTING.md has every key)."
    ]
    if added.to_fill:
        told = "\n".join(f"     {key}: {TO_FILL[key]}" for key in added.to_fill)
        steps.append(f"Open {file} in a text editor and add what you know; a build works without:\n{told}")
    steps.append(f"Build: hrd-awards build{own}")
    steps.append(f"Look again: hrd-awards show {award_id}{own} (with --leftovers: what was left out)")
    for number, step in enumerate(steps, start=1):
        console.print(f"  {number}. {step}", markup=False, highlight=False, soft_wrap=True)
