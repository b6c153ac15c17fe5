"""`hrd-awards diff`: what changed between two releases."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.commands.options import HOME, Failed


@click.command(epilog="Example: hrd-awards diff 2026.11.0 latest")
@click.argument("old")
@click.argument("new")
@HOME
@click.option("--csv", "as_csv", is_flag=True, help="Print the rows of the table `changes` instead of sentences.")
def command(old: str, new: str, home: Path, as_csv: bool) -> None:
    """Tell the added, removed and changed values between two releases, each with its cause.

    OLD and NEW are versions under the home (or `latest`), or folders of releases.
    """
    from warehouse.release.difference import difference, difference_text

    folders = [_folder(name, home) for name in (old, new)]
    click.echo(difference(*folders).write_csv() if as_csv else difference_text(*folders), nl=False)


def _folder(name: str, home: Path) -> Path:
    for folder in (Path(name), home / "releases" / name):
        if (folder / "manifest.json").exists():
            return folder
    known = sorted(path.parent.name for path in (home / "releases").glob("*/manifest.json"))
    raise Failed(f"{name}: no release of this name under {home / 'releases'}; there are {', '.join(known) or 'none'}")
