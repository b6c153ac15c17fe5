"""Checks a finished release from its files alone: checksums, contracts, references, and that all formats say the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from schemas.contracts import ContractError, check_all, conform, polars_schema
from schemas.tables import TABLE_BY_NAME, TABLES
from scrapers.executors import Executor
from warehouse.release.formats import read_csv, read_duckdb, read_parquet
from warehouse.release.sheets import WorkbookError, as_in_workbook, read_workbook
from warehouse.release.store import CHECKSUMS, MANIFEST, ReleaseError, read_manifest
from warehouse.release.text import FORMULA

DUCKDB_FILE = "hrd-awards.duckdb"
WORKBOOK_FILE = "hrd-awards.xlsx"
EXPECTED = {f"{form}/{table.name}.{form}" for table in TABLES for form in ("csv", "parquet")}
EXPECTED |= {DUCKDB_FILE, WORKBOOK_FILE, MANIFEST, "summary.json", "README.md", "CHANGES.md"}
PLAIN_NUMBER = r"^-[0-9]+(\.[0-9]+)?(e-?[0-9]+)?$"


@dataclass(frozen=True)
class Problem:
    """What is wrong with which file of a release."""

    path: str
    problem: str

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}"


def verify(release: Path, executor: Executor | None = None) -> list[Problem]:
    """Every problem of the release in directory `release`; empty when it is whole. `executor`: where its tables are read."""
    if not release.is_dir():
        return [Problem(str(release), "there is no such directory")]
    if is_withdrawn(release):
        listed, problems = _wrong_checksums(release, {MANIFEST, "README.md"})
        return problems + _wrong_manifest(release, listed, {})
    listed, problems = _wrong_checksums(release, EXPECTED)
    if any("missing" in found.problem or "listed nowhere" in found.problem for found in problems):
        return problems + _wrong_manifest(release, listed, {})
    tables, found = read_tables(release, executor)
    problems += _wrong_manifest(release, listed, tables) + found
    if len(tables) == len(TABLES):
        problems += _wrong_workbook(release, tables) + _broken_contracts(tables)
    return problems


def is_withdrawn(release: Path) -> bool:
    """Whether the release in directory `release` was taken out of publication."""
    try:
        return read_manifest(release).withdrawn
    except ReleaseError:
        return False


@dataclass(frozen=True)
class _Task:
    """Some tables of a release to read."""

    release: Path
    names: tuple[str, ...]

    def __str__(self) -> str:
        return f"reading {', '.join(self.names)} of {self.release}"


def read_tables(release: Path, executor: Executor | None = None) -> tuple[dict[str, pl.DataFrame], list[Problem]]:
    """The tables of a release from Parquet, and every difference between its Parquet, CSV and DuckDB files.

    An executor of several workers, which must all reach the directory, reads each table by itself.
    """
    names = tuple(table.name for table in TABLES)
    if executor is None or executor.workers < 2:
        return _read_some(_Task(release, names))
    tables: dict[str, pl.DataFrame] = {}
    problems: list[Problem] = []
    for found, said in executor.map(_read_some, [_Task(release.absolute(), (name,)) for name in names]):
        tables |= found
        problems += said
    return tables, list(dict.fromkeys(problems))


def disagreements(release: Path) -> list[Problem]:
    """Every difference between the Parquet, CSV and DuckDB files of a release."""
    return read_tables(release)[1]


def _read_some(task: _Task) -> tuple[dict[str, pl.DataFrame], list[Problem]]:
    release, asked = task.release, tuple(TABLE_BY_NAME[name] for name in task.names)
    tables: dict[str, pl.DataFrame] = {}
    problems = []
    try:
        stored = read_duckdb(release / DUCKDB_FILE, asked)
    except Exception as error:  # noqa: BLE001 - a damaged file raises whatever DuckDB makes of it, and is a finding
        stored = {}
        problems.append(Problem(DUCKDB_FILE, f"cannot be read: {error}"))
    for table in asked:
        csv, parquet = f"csv/{table.name}.csv", f"parquet/{table.name}.parquet"
        try:
            tables[table.name] = read_parquet(release / parquet)
        except (OSError, pl.exceptions.PolarsError) as error:
            problems.append(Problem(parquet, f"cannot be read: {error}"))
            continue
        frame = tables[table.name]
        try:
            from_csv = read_csv(table, release / csv)
        except (OSError, pl.exceptions.PolarsError) as error:
            problems.append(Problem(csv, f"cannot be read: {error}"))
        else:
            problems += [Problem(csv, f"differs from {parquet}: {what}") for what in _difference(frame, from_csv)]
        if table.name in stored:
            differences = _difference(frame, stored[table.name])
            problems += [Problem(DUCKDB_FILE, f"{table.name} differs from {parquet}: {what}") for what in differences]
    return tables, problems


def _wrong_checksums(release: Path, expected: set[str]) -> tuple[dict[str, str], list[Problem]]:
    """(path -> SHA-256 as listed, problems)"""
    try:
        lines = (release / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        return {}, [Problem(CHECKSUMS, f"is missing or unreadable: {error}")]
    problems: list[Problem] = []
    listed: dict[str, str] = {}
    for line in lines:
        digest, separator, path = line.partition("  ")
        if not separator or len(digest) != 64:
            problems.append(Problem(CHECKSUMS, f"has a line that is no checksum: {line!r}"))
            continue
        listed[path] = digest
        if not (release / path).is_file():
            problems.append(Problem(path, "is missing"))
        elif hashlib.sha256((release / path).read_bytes()).hexdigest() != digest:
            problems.append(Problem(path, "has other bytes than were published: its checksum differs"))
    present = {path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file()}
    problems += [
        Problem(path, f"is not listed in {CHECKSUMS}") for path in sorted(present - listed.keys() - {CHECKSUMS})
    ]
    missing = [Problem(path, "is missing and listed nowhere") for path in sorted(expected - listed.keys())]
    return listed, problems + missing


def _wrong_manifest(release: Path, listed: dict[str, str], tables: dict[str, pl.DataFrame]) -> list[Problem]:
    """What the manifest says otherwise than the files, the list of checksums (`listed`) and the tables that could be read."""
    try:
        manifest = read_manifest(release)
    except ReleaseError as error:
        return [Problem(MANIFEST, str(error))]
    problems = []
    for file in manifest.files:
        path = release / file.path
        if path.is_file() and (path.stat().st_size != file.bytes):
            problems.append(Problem(file.path, f"has {path.stat().st_size} bytes, the manifest says {file.bytes}"))
        if listed.get(file.path, file.sha256) != file.sha256:
            problems.append(Problem(MANIFEST, f"gives {file.path} another checksum than {CHECKSUMS}"))
        name = Path(file.path).stem
        holds_table = file.path in (f"csv/{name}.csv", f"parquet/{name}.parquet") and name in tables
        if holds_table and file.rows != tables[name].height:
            problems.append(Problem(MANIFEST, f"gives {file.path} {file.rows} rows, it has {tables[name].height}"))
    named = {file.path for file in manifest.files} | {MANIFEST}
    problems += [Problem(MANIFEST, f"does not name {path}") for path in sorted(listed.keys() - named)]
    problems += [Problem(path, f"is missing in {CHECKSUMS}") for path in sorted(named - listed.keys())]
    digests = {name: listed.get(f"csv/{name}.csv") for name in manifest.tables}
    unequal = sorted(name for name, digest in digests.items() if digest != manifest.tables[name])
    return problems + [
        Problem(MANIFEST, f"gives the table {name} another checksum than {CHECKSUMS}") for name in unequal
    ]


def _wrong_workbook(release: Path, tables: dict[str, pl.DataFrame]) -> list[Problem]:
    try:
        sheets = read_workbook(release / WORKBOOK_FILE, TABLES)
    except WorkbookError as error:
        return [Problem(WORKBOOK_FILE, str(error))]
    return [
        Problem(WORKBOOK_FILE, f"sheet {name} differs from parquet/{name}.parquet: {what}")
        for name, frame in tables.items()
        for what in _difference(as_in_workbook(frame), sheets[name])
    ]


def _difference(one: pl.DataFrame, other: pl.DataFrame) -> list[str]:
    if one.schema != other.schema:
        return [f"columns or types are {dict(other.schema)} instead of {dict(one.schema)}"]
    if one.height != other.height:
        return [f"{other.height} rows instead of {one.height}"]
    unequal = [name for name in one.columns if not one[name].equals(other[name], null_equal=True)]
    found = []
    for name in unequal:
        row = (one[name].ne_missing(other[name])).arg_max() or 0
        found.append(f"column {name}, row {row + 1}: {other[name][row]!r} instead of {one[name][row]!r}")
    return found


def _broken_contracts(tables: dict[str, pl.DataFrame]) -> list[Problem]:
    problems = []
    try:
        check_all(tables)
    except ContractError as error:
        problems += [Problem(f"parquet/{failure.table}.parquet", str(failure)) for failure in error.failures]
    for name, frame in tables.items():
        table = TABLE_BY_NAME[name]
        if frame.schema == polars_schema(table) and not frame.equals(conform(table, frame)):
            problems.append(Problem(f"parquet/{name}.parquet", "rows are not in the order of the primary key"))
        for column in (column.name for column in table.columns if column.type == "string"):
            # A negative number is a number to a spreadsheet too: `changes` holds those of the tables of shares.
            runs = frame.filter(
                pl.col(column).str.contains(FORMULA.pattern.replace("'*", ""))
                & ~pl.col(column).str.contains(PLAIN_NUMBER)
            )
            problems += [
                Problem(f"csv/{name}.csv", f"column {column}: a spreadsheet would run {value!r}")
                for value in runs[column].head(3)
            ]
    return problems
