"""Keeps what corroboration made of an award, so that it is made again only when statements, rulings or the program changed."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import polars as pl

from warehouse.corroborate import CONFLICT_SCHEMA, FATE_SCHEMA, RECOGNITION_SCHEMA, Corroborated, corroborate
from warehouse.fingerprint import CODE_FOLDERS, Settings, digest_code
from warehouse.readings import STATEMENTS, load_reading
from warehouse.rulings import Decision, Decisions, load_decisions
from warehouse.withholding.entries import withheld_names

FOLDER = "corroborated"
"""Folder of the home with one folder for each award."""
KEY_FILE = "key.json"
FRAMES = {"recognitions": RECOGNITION_SCHEMA, "fates": FATE_SCHEMA, "conflicts": CONFLICT_SCHEMA}


def corroborate_ahead(settings: Settings, award_ids: list[str]) -> None:
    """Brings the statements just read of awards together and keeps that, for the build to find."""
    if withheld_names(settings):
        # Statements with withheld names are other ones by then.
        return
    corroborator = Corroborator(settings.home, load_decisions(settings.decisions_dir))
    for award_id in award_ids:
        corroborator.corroborate(award_id, load_reading(settings.home / STATEMENTS / award_id).statements)


class Corroborator:
    """Corroborates awards with the rulings of `decisions`, and keeps what came out under `home`."""

    def __init__(self, home: Path, decisions: Decisions) -> None:
        self.folder = home / FOLDER
        self.decisions = decisions
        # Rulings on names hold for every award; the others name theirs.
        for_all = [d for kind in decisions.rows for d in decisions.of(kind) if "award_id" not in d.values]
        self._begun = hashlib.sha256(f"{digest_code(CODE_FOLDERS)}\0{_told(for_all)}\0".encode())
        self._for_one: dict[str, list[Decision]] = {}
        for kind in decisions.rows:
            for decision in decisions.of(kind):
                if "award_id" in decision.values:
                    self._for_one.setdefault(decision["award_id"], []).append(decision)

    def corroborate(self, award_id: str, statements: pl.DataFrame) -> Corroborated:
        """As `warehouse.corroborate.corroborate`; what was kept of the same statements and rulings is taken as it is."""
        key = self._key(award_id, statements)
        folder = self.folder / award_id
        found = _load(folder, key)
        if found:
            made, used = found
            self.decisions.used |= used
            return made
        before, self.decisions.used = self.decisions.used, set()
        made = corroborate(award_id, statements, self.decisions)
        _save(folder, key, made, self.decisions.used)
        self.decisions.used |= before
        return made

    def _key(self, award_id: str, statements: pl.DataFrame) -> str:
        total = self._begun.copy()
        total.update(f"{_told(self._for_one.get(award_id, []))}\0".encode())
        # As text, because equal rows may lie in memory in different ways.
        total.update(statements.write_ndjson().encode())
        return total.hexdigest()


def _told(decisions: list[Decision]) -> str:
    return json.dumps([(d.kind, d.row, d.values) for d in decisions])


def _save(folder: Path, key: str, made: Corroborated, used: set[tuple[str, int]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / KEY_FILE).unlink(missing_ok=True)
    digests = {}
    for name in FRAMES:
        content = _bytes(getattr(made, name))
        (folder / f"{name}.arrows").write_bytes(content)
        digests[name] = hashlib.sha256(content).hexdigest()
    kept = {"key": key, "cut": made.cut, "used": sorted(used), "files": digests}
    (folder / KEY_FILE).write_text(json.dumps(kept), encoding="utf-8")


def _load(folder: Path, key: str) -> tuple[Corroborated, set[tuple[str, int]]] | None:
    """What is kept in `folder` under `key`; None when that is something else, damaged or nothing."""
    try:
        kept = json.loads((folder / KEY_FILE).read_text(encoding="utf-8"))
        if kept["key"] != key:
            return None
        frames = {}
        for name, schema in FRAMES.items():
            content = (folder / f"{name}.arrows").read_bytes()
            if hashlib.sha256(content).hexdigest() != kept["files"][name]:
                return None
            frames[name] = pl.read_ipc_stream(content)
            if frames[name].schema != pl.Schema(schema):
                return None
        return Corroborated(**frames, cut=kept["cut"]), {(kind, row) for kind, row in kept["used"]}
    except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError):
        return None


def _bytes(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_ipc_stream(buffer)
    return buffer.getvalue()
