"""`hrd-awards restore`: reverses a withholding."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.commands.options import HOME, Failed


@click.command(epilog="Example: hrd-awards restore 3")
@click.argument("number", type=int)
@HOME
def command(number: int, home: Path) -> None:
    """Give the name of withholding NUMBER back to the working tree and the releases of this home."""
    from pipelines.commands.withhold import tell, tree
    from warehouse.fingerprint import DECISIONS_DIR
    from warehouse.site import site_files
    from warehouse.withholding.entries import WithholdingError
    from warehouse.withholding.requests import restore

    try:
        report = restore(number, home, DECISIONS_DIR, tree(), site_files)
    except WithholdingError as error:
        raise Failed(str(error)) from error
    tell(report)
