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

ExtraFiles = Callable[[Draft], Mapping[str, bytes]]
"""Path below the release -> bytes, made from the draft alone: `site/index.html` and the like."""
UNCOMPARED = ("summary.json", "site/feed.xml")
"""Files that speak of the build or of other releases and not of the content: alone they make no new release."""


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
    extra_files: ExtraFiles | None = None,
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
    digests = {name: hashlib.sha256(csv_bytes(frame)).hexdigest() for name, frame in published.items()}
    with store.opened(home) as releases:
        known = store.standing(releases)
        latest = known[-1] if known else None
        if latest is not None and (latest.tables, latest.schema_version) == (digests, SCHEMA_VERSION):
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


def parquet_files(tables: Mapping[str, pl.DataFrame]) -> dict[str, bytes]:
    """Path in the release to content, for every table."""
    return {f"parquet/{name}.parquet": parquet_bytes(TABLE_BY_NAME[name], frame) for name, frame in tables.items()}


def described_files(draft: Draft, documents: Mapping[str, bytes], extra_files: ExtraFiles | None) -> dict[str, bytes]:
    """All files of a release that are not data, manifest or checksums."""
    files = {
        **documents,
        **metadata_files(draft),
        "README.md": readme(draft),
        "CHANGES.md": changes_markdown(draft),
        "DICTIONARY.md": dictionary(draft.tables).encode(),
        "summary.json": summary_json(draft),
    }
    return files | dict(extra_files(draft) if extra_files else {})


def _kept_release(
    releases: Path,
    latest: Manifest,
    published: Mapping[str, pl.DataFrame],
    documents: Mapping[str, bytes],
    extra_files: ExtraFiles | None,
    notes: Mapping[str, Any],
) -> Release | None:
    """The latest release when its documents and pages, made anew under its name and date, are the published ones."""
    path = releases / latest.version
    changes = read_parquet(path / f"parquet/{CHANGES.name}.parquet")
    data = tuple(file for file in latest.files if is_data(file.path))
    draft = Draft(latest.version, latest.as_of, latest.previous, {**published, CHANGES.name: changes}, notes, data)
    files = described_files(draft, documents, extra_files)
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
    extra_files: ExtraFiles | None,
    redactions: Sequence[Redaction] = (),
) -> tuple[Path, Manifest]:
    """The finished directory of `draft` beside the releases, with its manifest; ReleaseError when its formats do not agree."""
    staging = store.stage(releases, {})
    workbook = beside.begin(workbook_bytes, draft)
    parquet = beside.begin(parquet_files, draft.tables)
    with ThreadPoolExecutor(1) as waiting:
        database = waiting.submit(write_duckdb, draft.tables, staging / DUCKDB_FILE)
        files = {f"csv/{name}.csv": csv_bytes(frame) for name, frame in draft.tables.items()}
        digests = {table.name: hashlib.sha256(files[f"csv/{table.name}.csv"]).hexdigest() for table in COMPARED}
        written: dict[str, bytes] = beside.finished(parquet, parquet_files, draft.tables)
        files |= written
        store.stage(releases, files)
        database.result()
    (staging / f".{DUCKDB_FILE}.lock").unlink(missing_ok=True)
    checked = beside.begin(disagreements, staging)
    files[WORKBOOK_FILE] = beside.finished(workbook, workbook_bytes, draft)
    store.stage(releases, {WORKBOOK_FILE: files[WORKBOOK_FILE]})
    files[DUCKDB_FILE] = (staging / DUCKDB_FILE).read_bytes()
    draft = replace(draft, files=_listed(files, draft))
    described = described_files(draft, documents, extra_files)
    store.stage(releases, described)
    files |= described
    manifest = Manifest(
        version=draft.version,
        as_of=draft.as_of,
        previous=draft.previous,
        schema_version=SCHEMA_VERSION,
        tables=digests,
        inputs=inputs,
        files=list(_listed(files, draft)),
        redactions=list(redactions),
    )
    files[store.MANIFEST] = manifest.write()
    closing = {store.MANIFEST: files[store.MANIFEST], store.CHECKSUMS: checksums(files)}
    store.stage(releases, closing)
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


def checksums(files: Mapping[str, bytes]) -> bytes:
    """SHA256SUMS as coreutils writes and checks it: `digest`, two spaces, path below the release."""
    lines = [f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in sorted(files.items())]
    return "".join(lines).encode()
