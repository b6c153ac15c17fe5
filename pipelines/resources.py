"""What the assets work with: where to read and write, and the tables handed from one asset to the next. Computes nothing."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl
from pydantic import PrivateAttr

from warehouse.build import Recognised
from warehouse.files import one_writer, write_file
from warehouse.fingerprint import AWARDS_DIR, DECISIONS_DIR, LOCK, Settings

STAGES = "stages"
"""Folder of the home with the tables that one asset hands to the next."""
NOTES_FILE = "notes.json"


def home_folder() -> Path:
    """The home that the environment names, else ./data."""
    return Path(os.environ.get("HRD_AWARDS_HOME", "data")).absolute()


class Workspace(dg.ConfigurableResource):
    """The home, the award folders and the decisions. While a run holds it, no other process builds in this home."""

    home: str
    awards_dir: str = str(AWARDS_DIR)
    decisions_dir: str | None = str(DECISIONS_DIR)
    as_of: str | None = None

    @property
    def settings(self) -> Settings:
        """The same for the functions of the warehouse."""
        decisions = Path(self.decisions_dir) if self.decisions_dir else None
        day = date.fromisoformat(self.as_of) if self.as_of else date.today()
        return Settings(Path(self.home), Path(self.awards_dir), decisions, day)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Workspace]:
        with one_writer(Path(self.home), LOCK):
            yield self


class StageStore(dg.ConfigurableIOManager):
    """Keeps what an asset returns as Parquet files and notes under the home, so that each asset can be run by itself."""

    home: str

    _last: tuple[Path, int, Recognised] | None = PrivateAttr(default=None)

    def handle_output(self, context: dg.OutputContext, obj: Any) -> None:
        if obj is None:
            return
        folder = self._folder(context.asset_key)
        write_stage(folder, obj)
        self._last = folder, _written_at(folder), obj

    def load_input(self, context: dg.InputContext) -> Recognised:
        folder = self._folder(context.asset_key)
        # Most stages are wanted by what runs next in the same process.
        if self._last and self._last[:2] == (folder, _written_at(folder)):
            return self._last[2]
        return read_stage(folder)

    def _folder(self, key: dg.AssetKey) -> Path:
        return stage_folder(Path(self.home), key.path[-1])


def _written_at(folder: Path) -> int:
    notes = folder / NOTES_FILE
    return notes.stat().st_mtime_ns if notes.exists() else 0


def stage_folder(home: Path, asset: str) -> Path:
    """Where the home keeps what `asset` returned."""
    return home / STAGES / asset


def write_stage(folder: Path, stage: Recognised) -> None:
    """Writes tables and notes to `folder`, the notes last: a stage that was broken off has none."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NOTES_FILE).unlink(missing_ok=True)
    for name, frame in stage.tables.items():
        frame.write_parquet(folder / f"{name}.parquet", compression="lz4")
    kept = {f"{name}.parquet" for name in stage.tables}
    for path in folder.glob("*.parquet"):
        if path.name not in kept:
            path.unlink()
    write_file(folder / NOTES_FILE, json.dumps(stage.notes).encode())


def read_notes(folder: Path) -> dict[str, Any]:
    """The notes of a stage; raises OSError or ValueError when there are none."""
    notes: dict[str, Any] = json.loads((folder / NOTES_FILE).read_text(encoding="utf-8"))
    return notes


def read_stage(folder: Path) -> Recognised:
    """What `write_stage` wrote; Failure that says what to do when there is nothing whole."""
    try:
        notes = read_notes(folder)
        return Recognised({path.stem: pl.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}, notes)
    except (OSError, ValueError, pl.exceptions.PolarsError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise dg.Failure(f"{folder} is missing or damaged ({error}): materialize {folder.name} again") from error
