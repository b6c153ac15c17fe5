"""`hrd-awards restore`: reverses a withholding."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.commands.options import HOME, Failed


@click.command(epilog="Example: hrd-awards restore 3 4")
@click.argument("numbers", metavar="NUMBER...", nargs=-1, required=True, type=int)
@HOME
def command(numbers: tuple[int, ...], home: Path) -> None:
    """Give the names of the withholdings NUMBER... back to the working tree and the releases of this home."""
    from pipelines.commands.withhold import tell, tree
    from warehouse.fingerprint import DECISIONS_DIR
    from warehouse.site import SITE
    from warehouse.withholding.entries import WithholdingError
    from warehouse.withholding.requests import restore

    try:
        report = restore(numbers, home, DECISIONS_DIR, tree(), SITE)
    except WithholdingError as error:
        raise Failed(str(error)) from error
    tell(report)
