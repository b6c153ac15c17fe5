"""`hrd-awards new`: a page becomes an award folder, or one more source of an award."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.commands.options import HOME, Failed

if TYPE_CHECKING:
    from scrapers.adding import Added


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
    help="Folder to write the award folder into; made when missing.",
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
    _show(award_id, added, rows, folder)


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


def _show(award_id: str, added: Added, rows: list[dict[str, Any]], folder: Path) -> None:
    from collections import Counter

    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table(title=f"{award_id}: {len(rows)} entries read as {added.layout.type}")
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
    counts = Counter(leftover.reason for leftover in added.leftovers)
    if counts:
        console.print(
            "Lines that became no entry: " + ", ".join(f"{count} {reason}" for reason, count in counts.most_common())
        )
    for leftover in added.leftovers:
        if leftover.reason in ("unreadable", "summary", "no recipient"):
            console.print(f"  {leftover.reason} at {leftover.place}: {leftover.text[:100]}", markup=False)
    if added.unknown_words:
        console.print(
            "Places nobody knows: "
            + ", ".join(sorted(set(added.unknown_words)))
            + " (add them to scrapers/places.csv)",
            markup=False,
        )
    console.print(f"Written: {added.folder}", markup=False)
    if added.to_fill:
        console.print(f"Still to fill in award.yaml: {', '.join(added.to_fill)}", markup=False)
    console.print(f"Next: hrd-awards build --awards-dir {folder}", markup=False)
