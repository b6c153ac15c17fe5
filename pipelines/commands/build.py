"""`hrd-awards build`: the whole dataset from captures and decisions."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from pipelines.commands.options import HOME, Failed, awards_dir


@click.command(epilog="Example: hrd-awards build --home data")
@HOME
@awards_dir
@click.option("--no-decisions", is_flag=True, help="Leave all rulings aside: what the program finds by itself.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Day that stamps the release; default today.")
def command(home: Path, awards_dir: Path | None, no_decisions: bool, as_of: datetime | None) -> None:
    """Build the dataset from the captures and decisions, and publish it as a release under the home."""
    from scrapers.registry import AWARDS_DIR, AwardError
    from warehouse.build import DECISIONS_DIR, Settings, build, is_current

    settings = Settings(home, awards_dir or AWARDS_DIR, None if no_decisions else DECISIONS_DIR, as_of.date() if as_of else date.today())
    if version := is_current(settings):
        click.echo(f"Nothing changed: release {version} stands in {home / 'releases' / 'latest'}")
        return
    try:
        built = build(settings)
    except AwardError as error:
        raise Failed(str(error)) from error
    click.echo(f"Release {built.release.version}: {built.release.path}")
    if built.notes["errors"]:
        raise Failed("\n".join(built.notes["errors"].values()))
