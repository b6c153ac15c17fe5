"""`hrd-awards publish`: releases to a place others read from."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.commands.options import HOME, Failed


@click.command(epilog="Example: hrd-awards publish s3://bucket/hrd-awards")
@click.argument("target")
@HOME
@click.option(
    "--zenodo", is_flag=True, help="TARGET is the address of a Zenodo API; deposit the latest release there as a draft."
)
@click.option(
    "--record", help="With --zenodo: number of the deposit of which this is the next version; default a new record."
)
def command(target: str, home: Path, zenodo: bool, record: str | None) -> None:
    """Copy every verified release to a folder or an object store (an fsspec address), `latest` last.

    Secrets come from the environment only.
    """
    from warehouse.release.store import ReleaseError
    from warehouse.release.targets import copy_releases
    from warehouse.release.verify import verify

    if record and not zenodo:
        raise click.UsageError("--record goes with --zenodo")
    latest = home / "releases" / "latest"
    if problems := verify(latest):
        raise Failed("\n".join(f"{latest}/{problem}" for problem in problems))
    try:
        if zenodo:
            from warehouse.release.zenodo import deposit

            addresses = [deposit(latest, target, record)]
        else:
            addresses = copy_releases(home, target, report=lambda path: click.echo(f"  {path}", err=True))
    except (ReleaseError, OSError, RuntimeError) as error:
        raise Failed(f"{target}: {error}") from error
    for address in addresses:
        click.echo(address)
