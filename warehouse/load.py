"""Builds the DuckDB file from the tables: keys, checks, comments, views and macros; values are only copied here, never changed."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from schemas.contracts import content_digest
from schemas.ddl import ddl
from schemas.tables import TABLE_BY_NAME, TABLES
from warehouse import beside
from warehouse.files import one_writer, sync

VIEWS = Path(__file__).parent / "views"
STORAGE_VERSION = "v1.0.0"
"""The oldest DuckDB storage: newer defaults shut out every 1.x client."""
BLOCK_BYTES = 16384
"""The smallest block, read by clients from 1.1 on: most tables are small, and blocks of the default size are nearly empty."""


class LoadError(RuntimeError):
    """DuckDB refused a row: a key, a check or a reference that the tables break."""


def begin_duckdb(tables: Mapping[str, pl.DataFrame], path: Path, storage: str = STORAGE_VERSION) -> None:
    """Begins to build what `write_duckdb` with the same arguments will write, beside other work; `path` is not touched.

    For whoever is the only writer of the folder: the lock is taken by `write_duckdb`.
    """
    aside = _aside(path, _content(tables, storage))
    _remove_asides(path)
    beside.begin_ahead(_build, _published(tables), aside, storage)


def write_duckdb(tables: Mapping[str, pl.DataFrame], path: Path, storage: str = STORAGE_VERSION) -> None:
    """Writes all tables of `schemas.tables.TABLES` to the DuckDB file `path`, replacing it in one step.

    Built beside `path`, closed, flushed to disk, then renamed over it; one writer at a time (BusyError otherwise).
    Raises LoadError naming the table when a row breaks a key, check or reference; the old file then stays.
    The same tables give the same bytes with the same DuckDB.
    """
    with one_writer(path.parent, f".{path.name}.lock"):
        content = _content(tables, storage)
        aside = _aside(path, content)
        arguments = _published(tables), aside, storage
        try:
            if begun := beside.taken_ahead(_build, *arguments):
                beside.finished(begun, _build, *arguments)
            else:
                _remove_asides(path)
                if not _copied(content, aside):
                    # DuckDB keeps what it once took: in a process of its own that is not this one's memory.
                    beside.finished(beside.begin(_build, *arguments), _build, *arguments)
            _Latest.content, _Latest.path, _Latest.digest = content, path, _digest(aside)
            sync(aside)
            os.replace(aside, path)
            sync(path.parent)
        finally:
            _remove_asides(path)


def _aside(path: Path, content: bytes) -> Path:
    """Where the file of `content` is built before it takes the place of `path`."""
    return path.with_name(f".{path.name}.{content.hex()[:16]}.aside")


def _remove_asides(path: Path) -> None:
    for leftover in path.parent.glob(f".{path.name}.*aside*"):
        leftover.unlink(missing_ok=True)


def _published(tables: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    return {name: tables[name] for name in TABLE_BY_NAME}


class _Latest:
    """Where this process wrote which tables last: a first release holds the tables of the warehouse, and is a copy of it."""

    content = b""
    path = Path()
    digest = b""


def _content(tables: Mapping[str, pl.DataFrame], storage: str) -> bytes:
    total = hashlib.sha256(storage.encode())
    for table in TABLES:
        total.update(content_digest(tables[table.name].select(table.column_names)))
    return total.digest()


def _copied(content: bytes, target: Path) -> bool:
    """Whether a file of the same tables was there to be copied, untouched since it was written."""
    if _Latest.content != content or not _Latest.path.exists():
        return False
    shutil.copyfile(_Latest.path, target)
    if _digest(target) != _Latest.digest:
        target.unlink()
        return False
    return True


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _build(tables: Mapping[str, pl.DataFrame], path: Path, storage: str) -> None:
    import duckdb

    # A process that was ended midway leaves a part.
    path.unlink(missing_ok=True)
    # One thread: rows are laid down in one order, so that the file's bytes depend on the rows alone.
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(
            f"ATTACH '{_literal(str(path))}' AS built (STORAGE_VERSION '{_literal(storage)}', BLOCK_SIZE {BLOCK_BYTES})"
        )
        connection.execute("USE built")
        # FSST learns its symbols from a random sample, and dictionaries of long columns leave bytes of earlier memory between their
        # parts: the same strings would take other bytes from run to run.
        connection.execute("SET disabled_compression_methods = 'fsst,dictionary'")
        # One transaction: on its own each of the hundred statements would wait for the disk.
        connection.execute("BEGIN")
        for table in TABLES:
            connection.execute(ddl(table))
            try:
                _insert(connection, table.name, tables[table.name].select(table.column_names))
            except duckdb.Error as error:
                raise LoadError(
                    f"table {table.name}: {error}. Run its contract on the frame to see the row."
                ) from error
        for script in sorted(VIEWS.glob("*.sql")):
            connection.execute(script.read_text(encoding="utf-8"))
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT built")
        connection.execute("USE memory")
        connection.execute("DETACH built")


def _insert(connection: Any, name: str, frame: pl.DataFrame) -> None:
    connection.register("incoming", frame.to_arrow())
    connection.execute(f"INSERT INTO {name} SELECT * FROM incoming")
    connection.unregister("incoming")


def _literal(text: str) -> str:
    # ATTACH takes no parameters; a quote inside a literal is doubled.
    return text.replace("'", "''")
