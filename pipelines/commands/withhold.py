"""`hrd-awards withhold`: takes a name back from every place it was published in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.commands.options import HOME, Failed
from schemas.counting import counted
from schemas.vocabulary import WITHHOLDING_REASONS

if TYPE_CHECKING:
    from warehouse.withholding.requests import Report

REWRITTEN = (
    "scrapers/awards",
    "warehouse/decisions",
    "tests",
    "docs",
    "README.md",
    "CODEBOOK.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
)


@click.command(epilog="Example: hrd-awards withhold nasrin-example ben-sample --reason danger")
@click.argument("subject_ids", metavar="ID...", nargs=-1, required=True)
@click.option(
    "--reason",
    "reason_class",
    required=True,
    type=click.Choice(tuple(WITHHOLDING_REASONS)),
    help="Class of the reason; the reason itself is never stored.",
)
@HOME
def command(subject_ids: tuple[str, ...], reason_class: str, home: Path) -> None:
    """Withhold recipients or recognitions (by their ids) from all tables, releases and the working tree.

    Each becomes an entry of warehouse/decisions/withheld.csv; releases are issued again once for all of them. A recognition still
    counts, as “name withheld”. When the command was broken off, run it again: it carries on. `hrd-awards restore NUMBER` reverses it.
    """
    from warehouse.fingerprint import DECISIONS_DIR
    from warehouse.site import SITE
    from warehouse.withholding.entries import WithholdingError
    from warehouse.withholding.requests import withhold

    try:
        report = withhold(subject_ids, reason_class, date.today(), home, DECISIONS_DIR, tree(), SITE)
    except WithholdingError as error:
        raise Failed(str(error)) from error
    tell(report)


def tree() -> list[Path]:
    """Folders and files of the working tree that can hold a name."""
    from warehouse.fingerprint import ROOT

    return [ROOT / name for name in REWRITTEN if (ROOT / name).exists()]


def tell(report: Report) -> None:
    """What was done and what a person must still do; exit 1 when the name is left anywhere."""
    for entry in report.carried_on:
        click.echo(f"Entry {entry.number} of {entry.date} stood already: carried on with it.")
    numbers = ", ".join(str(entry.number) for entry in report.entries)
    click.echo(
        f"{'Entry' if len(report.entries) == 1 else 'Entries'} {numbers}: {counted(len(report.reissued), 'release')} issued again, "
        f"{counted(len(report.rewritten), 'place')} rewritten."
    )
    for place in report.traces:
        click.echo(f"  still holds the name: {place}", err=True)
    click.echo("Still to do by a person:")
    for step in report.to_do:
        click.echo(f"  - {step}")
    if report.traces:
        raise Failed("the name is left in the places above: take it out by hand, then run the command again")
