"""`hrd-awards build`: the whole dataset from captures and decisions, by the same graph that the Dagster UI shows."""

from __future__ import annotations

import gc
import sys
from datetime import date, datetime
from pathlib import Path

import click

from pipelines.commands.options import HOME, Failed, awards_dir


@click.command(epilog="Example: hrd-awards build --home data")
@HOME
@awards_dir
@click.option("--no-decisions", is_flag=True, help="Leave all rulings aside: what the program finds by itself.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Day that stamps the release; default today."
)
@click.option("--plain", is_flag=True, help="Plain lines instead of bars and colours; also when output is no terminal.")
def command(home: Path, awards_dir: Path | None, no_decisions: bool, as_of: datetime | None, plain: bool) -> None:
    """Build the dataset from the captures and decisions, and publish it as a release under the home.

    Ends with 0 when everything was read, with 1 when an award could not be read (the others are built, and what was published of that
    award before stands in) or nothing could be published.
    """
    from scrapers.executors import start_early
    from warehouse.fingerprint import AWARDS_DIR, DECISIONS_DIR, Settings, is_all_new, is_current

    day = as_of.date() if as_of else date.today()
    decisions = None if no_decisions else DECISIONS_DIR
    settings = Settings(home.absolute(), (awards_dir or AWARDS_DIR).absolute(), decisions, day)
    if version := is_current(settings):
        click.echo(f"Nothing changed: release {version} stands in {home / 'releases' / 'latest'}")
        return
    if is_all_new(settings):
        start_early("warehouse.ready")
    from pipelines.building import build_and_tell

    errors = build_and_tell(settings, plain)
    if "duckdb" not in sys.modules:
        # At its end Python looks for garbage among all that was ever made: most of a second for nothing. DuckDB, where a caller has
        # loaded it, would take what stays for a leak and say so.
        gc.freeze()
    if errors:
        raise Failed("\n".join(errors))
