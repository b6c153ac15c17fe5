"""`hrd-awards show`: one award as the program reads it, without building or publishing anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.commands.options import HOME, Failed, awards_dir
from schemas.counting import counted

if TYPE_CHECKING:
    import polars as pl

    from warehouse.build import Recognised

COLUMNS = {
    "recognitions": (
        "year",
        "name",
        "kind",
        "country_codes",
        "category",
        "corroboration",
        "source_count",
        "recognition_id",
    ),
    "leftovers": ("year", "reason", "text", "source_id", "place"),
    "conflicts": ("field", "ours", "theirs", "resolution", "statement_id", "recognition_id"),
    "sources": ("source_id", "origin", "seen_on", "complete", "language", "statements", "leftovers", "url"),
    "statements": ("year", "name", "country_as_published", "outcome", "source_id", "place", "as_published"),
}
ORDER = {
    "recognitions": ["year", "name"],
    "leftovers": ["source_id", "place"],
    "conflicts": ["statement_id", "field"],
    "sources": ["rank", "source_id"],
    "statements": ["year", "name", "statement_id"],
}


@click.command(epilog="Example: hrd-awards show sakharov_prize --year 2011")
@click.argument("award_id")
@HOME
@awards_dir
@click.option("--statements", "table", flag_value="statements", help="What each source says, and what became of it.")
@click.option("--leftovers", "table", flag_value="leftovers", help="Lines of its pages that are no entry, and why.")
@click.option("--conflicts", "table", flag_value="conflicts", help="Where its sources contradict each other.")
@click.option("--sources", "table", flag_value="sources", help="Its sources: when seen, how much was read of each.")
@click.option(
    "--capture",
    "row_id",
    metavar="ROW",
    default=None,
    help="Where a row came from: source, capture and evidence of the recognition or statement with this identifier.",
)
@click.option("--year", type=int, default=None, help="Only this edition.")
@click.option("--json", "as_json", is_flag=True, help="A list of JSON objects with every column.")
def command(
    award_id: str,
    home: Path,
    awards_dir: Path | None,
    table: str | None,
    row_id: str | None,
    year: int | None,
    as_json: bool,
) -> None:
    """Show the award AWARD_ID as a build reads it now: one row for each recognition, with its kind and sources."""
    from pipelines.printing import print_rows

    name = table or "recognitions"
    found = read_alone(award_id, home, awards_dir)
    if row_id is not None:
        _show_captures(award_id, found, row_id, home, awards_dir, as_json)
        return
    frame = found.tables[name]
    if year is not None:
        frame = _of_year(name, frame, found, year)
    frame = frame.sort(ORDER[name], nulls_last=True)
    if as_json:
        print_rows(frame.columns, frame.iter_rows(), "json")
        return
    shown = frame.select(COLUMNS[name])
    print_rows(shown.columns, shown.iter_rows())
    _close(name, frame, found)
    unknown = sorted({word["word"] for word in found.notes["unknown_words"]})
    if unknown:
        click.echo(f"Place words nobody knows: {', '.join(unknown)}: decide each in scrapers/places.csv", err=True)
    if frame.is_empty() and name == "recognitions":
        raise Failed(
            f"{award_id}: no recognition found" + (f" in {year}" if year else "") + "; see --leftovers and --sources"
        )


def read_alone(award_id: str, home: Path, awards_dir: Path | None) -> Recognised:
    """Recognitions and what belongs to them of one award, read from its folder and live captures; Failed when it cannot be read."""
    from scrapers.captures import CaptureError, store_of
    from scrapers.registry import AWARDS_DIR, AwardError, load_award
    from scrapers.statements import read_award
    from warehouse.build import find_recognitions
    from warehouse.fingerprint import Settings
    from warehouse.readings import Readings

    settings = Settings(home.absolute(), (awards_dir or AWARDS_DIR).absolute())
    folder = settings.awards_dir / award_id
    if not (folder / "award.yaml").exists():
        raise click.UsageError(
            f"there is no award {award_id} in {settings.awards_dir}{_similar(award_id, settings.awards_dir)}"
        )
    try:
        award = load_award(folder)
        reading = read_award(award, folder, store=store_of(home))
        readings = Readings(
            [award], reading.statements, reading.leftovers, reading.sources, reading.unknown_words, {}, set()
        )
        return find_recognitions(readings, settings)
    except (AwardError, CaptureError) as error:
        raise Failed(str(error)) from error


def _show_captures(
    award_id: str, found: Recognised, row_id: str, home: Path, awards_dir: Path | None, as_json: bool
) -> None:
    """Prints for each statement behind a row what is known of its capture, and what it says."""
    import json

    import polars as pl

    from scrapers.captures import CaptureError, store_of
    from scrapers.captures.provenance import provenance
    from scrapers.registry import AWARDS_DIR, load_award

    statements = found.tables["statements"]
    behind = statements.filter((pl.col("statement_id") == row_id) | (pl.col("recognition_id") == row_id))
    if behind.is_empty():
        raise Failed(
            f"{award_id} has no recognition or statement {row_id}; `hrd-awards show {award_id}` lists the "
            f"recognitions, with --statements the statements"
        )
    folder = (awards_dir or AWARDS_DIR) / award_id
    award, store = load_award(folder), store_of(home)
    told = []
    for row in behind.sort("rank", "statement_id").iter_rows(named=True):
        says = f"{row['year'] or '–'} {row['as_published'] or row['name']}"
        try:
            facts = provenance(award, folder, store, row["source_id"], row["capture_sha256"], row["place"])
        except CaptureError as error:
            raise Failed(str(error)) from error
        told.append({"statement": row["statement_id"], "says": says, **facts})
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for number, facts in enumerate(told):
        click.echo("\n" if number else "", nl=False)
        for label, value in facts.items():
            click.echo(f"{label:<16} {value}".rstrip())


def _of_year(name: str, frame: pl.DataFrame, found: Recognised, year: int) -> pl.DataFrame:
    import polars as pl

    if name == "sources":
        raise click.UsageError("--year does not go with --sources: a source covers many years")
    if name == "conflicts":
        of_year = found.tables["statements"].filter(pl.col("year") == year)["statement_id"]
        return frame.filter(
            pl.col("statement_id").is_in(of_year.implode())
            | pl.col("recognition_id").str.contains(f"-{year}-", literal=True)
        )
    return frame.filter(pl.col("year") == year)


def _close(name: str, frame: pl.DataFrame, found: Recognised) -> None:
    if name != "recognitions":
        click.echo(counted(frame.height, name.removesuffix("s")), err=True)
        return
    others = ", ".join(
        counted(found.tables[f"{other}s"].height, other) for other in ("source", "statement", "leftover", "conflict")
    )
    of_editions = f"{counted(frame.height, 'recognition')} in {counted(frame['year'].n_unique(), 'edition')}"
    click.echo(f"{of_editions}; {others} (see --help)", err=True)


def _similar(award_id: str, awards_dir: Path) -> str:
    from difflib import get_close_matches

    known = [path.parent.name for path in awards_dir.glob("*/award.yaml")]
    close = get_close_matches(award_id, known, 3, 0.5) or [name for name in known if award_id in name][:3]
    return f"; did you mean {' or '.join(close)}?" if close else ""
