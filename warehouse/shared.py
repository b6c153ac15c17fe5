"""Readings that machines share: kept at HRD_AWARDS_STATEMENTS, an address that fsspec knows, as they are kept in a home.

The machine that builds takes from there what a worker elsewhere has read with the same program of the same captures. How an award is
read is in `readings`.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping

import polars as pl

from scrapers.captures.store import Files, RemoteFiles
from scrapers.statements import LEFTOVER_SCHEMA, SOURCE_SCHEMA, STATEMENT_SCHEMA, AwardReading

VARIABLE = "HRD_AWARDS_STATEMENTS"
FRAMES = {"statements": STATEMENT_SCHEMA, "leftovers": LEFTOVER_SCHEMA, "sources": SOURCE_SCHEMA}
KEY_FILE = "key.json"
COMPRESSION = "lz4"


def shared_files(environment: Mapping[str, str] = os.environ) -> Files | None:
    """The place of shared readings; None when there is none. CaptureError when nothing can be kept there."""
    address = environment.get(VARIABLE)
    return RemoteFiles(address, VARIABLE) if address else None


def put_reading(files: Files, reading: AwardReading, key: str) -> None:
    """Keeps a reading, the key last: one that was broken off has none."""
    files.remove(f"{reading.award_id}/{KEY_FILE}")
    for name in FRAMES:
        content = io.BytesIO()
        getattr(reading, name).write_parquet(content, compression=COMPRESSION)
        files.write(f"{reading.award_id}/{name}.parquet", content.getvalue())
    facts = {"key": key, "unknown_words": reading.unknown_words}
    files.write(f"{reading.award_id}/{KEY_FILE}", json.dumps(facts).encode())


def has_reading(files: Files, award_id: str, key: str) -> bool:
    """Whether a reading of the award with this key is there; CaptureError when the place cannot be asked."""
    try:
        return bool(json.loads(files.read(f"{award_id}/{KEY_FILE}"))["key"] == key)
    except (FileNotFoundError, ValueError, KeyError):
        return False


def take_reading(files: Files, award_id: str, key: str) -> AwardReading | None:
    """The reading of an award with this key; None when it is not there, or damaged. CaptureError when the place cannot be asked."""
    if not has_reading(files, award_id, key):
        return None
    try:
        facts = json.loads(files.read(f"{award_id}/{KEY_FILE}"))
        frames = {name: pl.read_parquet(io.BytesIO(files.read(f"{award_id}/{name}.parquet"))) for name in FRAMES}
        if any(frames[name].schema != pl.Schema(schema) for name, schema in FRAMES.items()):
            return None
        unknown = [(source, place, word) for source, place, word in facts["unknown_words"]]
        return AwardReading(award_id, frames["statements"], frames["leftovers"], frames["sources"], unknown)
    except (FileNotFoundError, ValueError, KeyError, pl.exceptions.PolarsError):
        return None
