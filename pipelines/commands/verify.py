"""`hrd-awards verify`: whether a release is whole, keeps its contracts, and can be made again."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from pipelines.commands.options import HOME, Failed, awards_dir


@click.command(epilog="Example: hrd-awards verify data/releases/latest --rebuild")
@click.argument("release_dir", type=click.Path(path_type=Path))
@HOME
@awards_dir
@click.option("--rebuild", is_flag=True, help="Also build everything again from this program and compare byte by byte.")
def command(release_dir: Path, home: Path, awards_dir: Path | None, rebuild: bool) -> None:
    """Check checksums, contracts, references between tables, and that CSV, Parquet and DuckDB say the same."""
    from scrapers.executors import ExecutorError, executor_of
    from warehouse.release.verify import is_withdrawn, verify

    try:
        with executor_of() as executor:
            problems = verify(release_dir, executor)
    except ExecutorError as error:
        raise Failed(str(error)) from error
    if not problems and is_withdrawn(release_dir):
        click.echo(
            f"{release_dir}: withdrawn because names were withheld; its README.md says more. Nothing is left to check"
        )
        return
    if rebuild and not problems:
        from warehouse.build import Settings, build
        from warehouse.fingerprint import AWARDS_DIR
        from warehouse.release.difference import compare_rebuild
        from warehouse.release.store import read_manifest

        with tempfile.TemporaryDirectory() as aside:
            folders = (awards_dir or AWARDS_DIR).absolute()
            built = build(Settings(Path(aside), folders, as_of=read_manifest(release_dir).as_of))
            problems = compare_rebuild(release_dir, built.release.path)
    if problems:
        raise Failed("\n".join(f"{release_dir}/{problem}" for problem in problems))
    click.echo(f"{release_dir}: whole{', and made again with the same bytes' if rebuild else ''}")
