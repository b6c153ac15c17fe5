"""`hrd-awards review recipients`: pairs of names that are nearly one recipient, or are one by a little."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.commands.options import Failed
from pipelines.deciding import (
    decide_each,
    decisions_folder,
    offer,
    read_latest,
    review_options,
    shown_path,
    who,
)
from schemas.counting import counted

if TYPE_CHECKING:
    import polars as pl

EXPLAIN = """\
  same: both names are one person or body, whatever its spelling, language or later name
  different: two persons or bodies, however alike their names; a national section is not the body it belongs to
  Skip where what you read does not tell: a wrong "same" says of one person what another did."""


@click.command(
    epilog="Example: hrd-awards review recipients --export pairs.csv; fill it in; hrd-awards review recipients --import pairs.csv"
)
@review_options
@click.option(
    "--keep-redirects",
    is_flag=True,
    help="Write ids that lead elsewhere since earlier releases to redirects.csv, so that every home knows them.",
)
def command(
    home: Path,
    to: Path | None,
    filled: Path | None,
    limit: int | None,
    by: str | None,
    decisions_dir: Path | None,
    as_json: bool,
    keep_redirects: bool,
) -> None:
    """Decide on pairs of the latest release that are nearly one recipient, or are one by a little; the closest calls first.

    On a terminal each pair is shown and a ruling is asked for; elsewhere they are only shown. --export and --import do the same by way of
    a CSV. Rulings go to `same.csv`; the next build applies them.
    """
    from warehouse.filled import FilledError
    from warehouse.identity.queue import read_verdicts
    from warehouse.rulings import DecisionError

    if to and filled:
        raise click.UsageError("--export and --import exclude each other")
    folder = decisions_folder(decisions_dir)
    try:
        if keep_redirects:
            _keep_redirects(home, folder)
            return
        if filled:
            (recognitions,) = read_latest(home, "recognitions")
            _keep(read_verdicts(filled, recognitions, date.today().isoformat(), by or ""), folder)
            return
        queue = _queue(home, folder)
    except (FilledError, DecisionError) as error:
        raise Failed(str(error)) from error
    offer(
        queue,
        limit,
        to,
        as_json,
        lambda rows: _ask(rows, folder, who(by)),
        card,
        "No pair of recipients waits for a decision.",
    )


def _queue(home: Path, folder: Path) -> pl.DataFrame:
    from warehouse.build import read_same
    from warehouse.identity import identify
    from warehouse.identity.queue import review_pairs

    recognitions, statements = read_latest(home, "recognitions", "statements")
    found = identify(recognitions.drop("recipient_id"), statements, read_same(folder))
    return review_pairs(found.doubtful, recognitions, found.recognition_recipients)


def _keep(new: pl.DataFrame, folder: Path) -> None:
    from warehouse.build import read_same
    from warehouse.files import write_file
    from warehouse.identity.queue import add_verdicts
    from warehouse.release.formats import csv_bytes

    file = folder / "same.csv"
    write_file(file, csv_bytes(add_verdicts(read_same(folder), new)))
    click.echo(f"{counted(new.height, 'ruling')} kept in {shown_path(file)}; `hrd-awards build` applies them.")


def _keep_redirects(home: Path, folder: Path) -> None:
    import polars as pl

    from warehouse.files import write_file
    from warehouse.identity.redirects import REDIRECTS_FILE, read_redirects, together
    from warehouse.release.formats import csv_bytes

    (told,) = read_latest(home, "redirects")
    file = folder / REDIRECTS_FILE
    known = read_redirects(file)
    kept = together(known, told.with_columns(pl.col("date").cast(pl.String)))
    if kept.equals(known):
        click.echo(f"{shown_path(file)} holds every id that leads elsewhere.")
        return
    write_file(file, csv_bytes(kept))
    click.echo(f"{kept.height - known.height} ids added to {shown_path(file)}; commit it.")


def card(row: Mapping[str, Any]) -> str:
    """One pair as a person reads it."""
    lines = []
    for side in ("left", "right"):
        about = ", ".join(row[f"{side}_{what}"] for what in ("kind", "country_codes") if row[f"{side}_{what}"])
        lines += [
            f"{click.style(row[f'{side}_name'], bold=True)}{f' ({about})' if about else ''}",
            f"  named in      {row[side]}",
            f"  as published  {row[f'{side}_as_published'] or row[f'{side}_name']}",
            f"  source        {row[f'{side}_source_url']}",
        ]
        if row[f"{side}_also"]:
            lines.append(f"  also          {row[f'{side}_also']}")
    lines.append(f"  now           {row['verdict_now']} (evidence {row['score']:.1f})")
    return "\n".join(lines)


def _ask(queue: pl.DataFrame, folder: Path, by: str) -> None:
    import polars as pl

    from warehouse.identity.decided import VERDICTS
    from warehouse.identity.queue import verdict_row

    def keep(row: Mapping[str, Any], verdict: str, reason: str) -> None:
        _keep(pl.DataFrame([verdict_row(row, verdict, reason, by, date.today().isoformat())]), folder)

    decide_each(queue, card, "same or different", VERDICTS, "verdict_now", EXPLAIN, keep)
