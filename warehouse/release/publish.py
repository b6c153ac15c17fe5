"""Makes a release of the tables when their published content changed, and leaves the latest one alone when it did not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from schemas.contracts import check_all, conform, empty
from schemas.dictionary import dictionary
from schemas.tables import CHANGES, SCHEMA_VERSION, TABLE_BY_NAME, TABLES
from warehouse import beside
from warehouse.load import write_duckdb
from warehouse.release import store
from warehouse.release.changes import COMPARED, changes_between
from warehouse.release.formats import csv_bytes, parquet_bytes, read_parquet
from warehouse.release.metadata import metadata_files
from warehouse.release.model import File, Inputs, Manifest, Redaction
from warehouse.release.readme import readme
from warehouse.release.renames import check_renames
from warehouse.release.summary import Draft, changes_markdown, summary_json
from warehouse.release.text import publishable
from warehouse.release.verify import DUCKDB_FILE, WORKBOOK_FILE, disagreements
from warehouse.release.workbook import workbook_bytes

UNCOMPARED = ("summary.json", "site/feed.xml")
"""Files that speak of the build or of other releases and not of the content: alone they make no new release."""


def _none(draft: Draft) -> Mapping[str, bytes]:
    """Makes no file of `draft`."""
    return {}


@dataclass(frozen=True)
class ExtraFiles:
    """What a release has beside its data, made from the draft alone: path below the release -> bytes, `site/index.html` and the like.

    of_tables: made while the data files are still being written, so that `files` of its draft is empty.
    of_files: made when they are written, for what tells their size and checksum.
    """

    of_tables: Callable[[Draft], Mapping[str, bytes]] = _none
    of_files: Callable[[Draft], Mapping[str, bytes]] = _none


NO_FILES = ExtraFiles()


@dataclass(frozen=True)
class Release:
    """The release that stands after `publish`: a new one, or the latest when nothing changed."""

    version: str
    path: Path
    is_new: bool
    previous: str | None
    changes: pl.DataFrame
    manifest: Manifest


def publish(
    tables: Mapping[str, pl.DataFrame],
    home: Path,
    as_of: date,
    inputs: Inputs,
    documents: Mapping[str, bytes] | None = None,
    extra_files: ExtraFiles = NO_FILES,
    notes: Mapping[str, Any] | None = None,
    renamed: Mapping[str, str] | None = None,
) -> Release:
    """Publishes `tables` (all of schemas.tables but `changes`, which is made here) under `home`/releases.

    `documents` are copied as they are (CODEBOOK.md, LICENSE-DATA); `extra_files` makes more from the draft; `notes` go to
    summary.json; `renamed` (old -> new recognition_id, see `renames`) holds identifiers to their promise, None does not.
    The new release is dated `as_of` and becomes `latest` as the last step; the steps before leave `latest` whole.
    Raises ContractError for tables that break their contract, BusyError when another process publishes, ReleaseError when
    the written files do not agree with one another.
    """
    documents = dict(documents or {})
    published = {
        table.name: conform(table, publishable(tables[table.name])) for table in COMPARED if table.name in tables
    }
    check_all(published | {CHANGES.name: empty(CHANGES)})
    with store.opened(home) as releases:
        known = store.standing(releases)
        latest = known[-1] if known else None
        if latest is not None and latest.schema_version == SCHEMA_VERSION and latest.tables == _digests(published):
            kept = _kept_release(releases, latest, published, documents, extra_files, notes or {})
            if kept:
                return kept
        changes = empty(CHANGES)
        if latest is not None:
            before = read_release(releases / latest.version)
            if renamed is not None:
                check_renames(before["recognitions"], published["recognitions"], renamed)
            changes = changes_between(before, published, latest.inputs, inputs)
        draft = Draft(
            version=store.next_version(releases, as_of),
            as_of=as_of,
            previous=latest.version if latest else None,
            tables=published | {CHANGES.name: changes},
            notes=notes or {},
            earlier=tuple((manifest.version, manifest.as_of) for manifest in known),
        )
        staging, manifest = written_release(releases, draft, inputs, documents, extra_files)
        path = store.accept(releases, staging, draft.version)
        return Release(draft.version, path, True, draft.previous, changes, manifest)


def read_release(release: Path) -> dict[str, pl.DataFrame]:
    """The tables of the release in directory `release`, as far as it has them."""
    return {
        table.name: read_parquet(release / f"parquet/{table.name}.parquet")
        for table in TABLES
        if (release / f"parquet/{table.name}.parquet").exists()
    }


def table_files(tables: Mapping[str, pl.DataFrame]) -> dict[str, bytes]:
    """Path in the release to content, for the CSV and the Parquet of every table."""
    parquet = {f"parquet/{name}.parquet": parquet_bytes(TABLE_BY_NAME[name], frame) for name, frame in tables.items()}
    return {f"csv/{name}.csv": csv_bytes(frame) for name, frame in tables.items()} | parquet


def described_files(draft: Draft, documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """All files of a release that are not data, manifest, checksums or extra files."""
    return {
        **documents,
        **metadata_files(draft),
        "README.md": readme(draft),
        "CHANGES.md": changes_markdown(draft),
        "DICTIONARY.md": dictionary(draft.tables).encode(),
        "summary.json": summary_json(draft),
    }


def _kept_release(
    releases: Path,
    latest: Manifest,
    published: Mapping[str, pl.DataFrame],
    documents: Mapping[str, bytes],
    extra_files: ExtraFiles,
    notes: Mapping[str, Any],
) -> Release | None:
    """The latest release when its documents and pages, made anew under its name and date, are the published ones."""
    path = releases / latest.version
    changes = read_parquet(path / f"parquet/{CHANGES.name}.parquet")
    data = tuple(file for file in latest.files if is_data(file.path))
    unwritten = Draft(latest.version, latest.as_of, latest.previous, {**published, CHANGES.name: changes}, notes)
    draft = replace(unwritten, files=data)
    files = described_files(draft, documents) | {**extra_files.of_tables(unwritten), **extra_files.of_files(draft)}
    stood = {file.path: file.sha256 for file in latest.files}
    for name, content in files.items():
        if name not in UNCOMPARED and stood.get(name) != hashlib.sha256(content).hexdigest():
            return None
    return Release(latest.version, path, False, latest.previous, changes, latest)


def written_release(
    releases: Path,
    draft: Draft,
    inputs: Inputs,
    documents: Mapping[str, bytes],
    extra_files: ExtraFiles,
    redactions: Sequence[Redaction] = (),
) -> tuple[Path, Manifest]:
    """The finished directory of `draft` beside the releases, with its manifest; ReleaseError when its formats do not agree."""
    staging = store.stage(releases, {})
    workbook = beside.begin(workbook_bytes, draft)
    written = beside.begin(table_files, draft.tables)
    with ThreadPoolExecutor(1) as waiting:
        database = waiting.submit(write_duckdb, draft.tables, staging / DUCKDB_FILE)
        pages = dict(extra_files.of_tables(draft))
        store.stage(releases, pages)
        data: dict[str, bytes] = beside.finished(written, table_files, draft.tables)
        store.stage(releases, data)
        database.result()
    (staging / f".{DUCKDB_FILE}.lock").unlink(missing_ok=True)
    checked = beside.begin(disagreements, staging)
    data[WORKBOOK_FILE] = beside.finished(workbook, workbook_bytes, draft)
    store.stage(releases, {WORKBOOK_FILE: data[WORKBOOK_FILE]})
    data[DUCKDB_FILE] = (staging / DUCKDB_FILE).read_bytes()
    listed = _listed(data, draft)
    draft = replace(draft, files=listed)
    described = described_files(draft, documents) | dict(extra_files.of_files(draft))
    store.stage(releases, described)
    listed = tuple(sorted((*listed, *_listed(pages | described, draft)), key=lambda file: file.path))
    digests = {file.path: file.sha256 for file in listed}
    manifest = Manifest(
        version=draft.version,
        as_of=draft.as_of,
        previous=draft.previous,
        schema_version=SCHEMA_VERSION,
        tables={table.name: digests[f"csv/{table.name}.csv"] for table in COMPARED},
        inputs=inputs,
        files=list(listed),
        redactions=list(redactions),
    )
    content = manifest.write()
    digests[store.MANIFEST] = hashlib.sha256(content).hexdigest()
    store.stage(releases, {store.MANIFEST: content, store.CHECKSUMS: checksums(digests)})
    if problems := beside.finished(checked, disagreements, staging):
        raise store.ReleaseError("the written files do not agree: " + "; ".join(map(str, problems)))
    return staging, manifest


def is_data(path: str) -> bool:
    """Whether `path` below a release holds tables."""
    return path.startswith(("csv/", "parquet/")) or path in (DUCKDB_FILE, WORKBOOK_FILE)


def _listed(files: Mapping[str, bytes], draft: Draft) -> tuple[File, ...]:
    rows = {
        f"{form}/{name}.{form}": frame.height for name, frame in draft.tables.items() for form in ("csv", "parquet")
    }
    return tuple(
        File(path=path, bytes=len(content), sha256=hashlib.sha256(content).hexdigest(), rows=rows.get(path))
        for path, content in sorted(files.items())
    )


def _digests(published: Mapping[str, pl.DataFrame]) -> dict[str, str]:
    """SHA-256 of the CSV of each table, as a manifest lists them."""
    return {name: hashlib.sha256(csv_bytes(frame)).hexdigest() for name, frame in published.items()}


def checksums(digests: Mapping[str, str]) -> bytes:
    """SHA256SUMS as coreutils writes and checks it: `digest`, two spaces, path below the release; from path -> digest."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items())).encode()
