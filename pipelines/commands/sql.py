"""`hrd-awards sql`: a question to the latest release, read-only."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.commands.options import HOME, Failed
from pipelines.printing import FORMATS, print_rows

FILE = Path("releases") / "latest" / "hrd-awards.duckdb"


@click.command(
    epilog='Example: hrd-awards sql "SELECT kind, count(*) AS n FROM recognitions GROUP BY kind ORDER BY n DESC"'
)
@click.argument("query")
@HOME
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print the rows."
)
def command(query: str, home: Path, form: str) -> None:
    """Ask the latest release a question in SQL; QUERY is one statement of DuckDB's dialect. `SHOW TABLES` lists the tables."""
    import duckdb

    file = home / FILE
    if not file.exists():
        raise Failed(f"{file}: there is no release yet; `hrd-awards build` (or `make dataset`) makes one")
    try:
        with duckdb.connect(str(file), read_only=True, config={"enable_external_access": "false"}) as connection:
            result = connection.execute(query)
            columns = [column[0] for column in result.description or ()]
            print_rows(columns, result.fetchall() if columns else (), form)
    except duckdb.Error as error:
        raise Failed(
            f"{error}\nTables: hrd-awards sql 'SHOW TABLES'; columns: hrd-awards sql 'DESCRIBE recognitions'"
        ) from error
