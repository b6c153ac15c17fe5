"""Issues old releases again without withheld names: same version, new files, a note in manifest and index; the originals stay private.

Every release is made anew from its original tables and the whole list of withheld names, so that taking an entry off the list and
issuing again brings its name back. `releases/latest` points to a whole release at each moment.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from schemas.contracts import check_all, empty
from schemas.tables import CHANGES, SCHEMA_VERSION
from warehouse.release import store
from warehouse.release.changes import changes_between
from warehouse.release.model import File, Manifest, Redaction
from warehouse.release.publish import NO_FILES, ExtraFiles, checksums, read_release, written_release
from warehouse.release.summary import Draft
from warehouse.withholding.entries import Checker, Entry
from warehouse.withholding.spellings import Replacer
from warehouse.withholding.tables import mention_of, withhold_tables

WITHDRAWN = """# Release {version} was withdrawn

This release was published in the format {was} of the tables. Names have been withheld since, at the request of people whom publication
may harm, and the program that could take them out writes the format {now} and cannot write the old one. So the data of this release is
no longer published.

Use the latest release: it holds the same honours, without the withheld names. If you have a copy of this one, please replace it.
"""
MADE_ANEW = {"README.md", "CHANGES.md", "DICTIONARY.md", "summary.json", "datapackage.json", "croissant.json"}
MADE_ANEW |= {"dataset.jsonld", "CITATION.cff", store.MANIFEST, store.CHECKSUMS}


def reissue(
    home: Path,
    entries: tuple[Entry, ...],
    originals: Path,
    extra_files: ExtraFiles = NO_FILES,
) -> list[str]:
    """Issues every release of `home` again without the names of `entries`; returns the versions whose files changed.

    `originals`: the private directory in which the first edition of each release is kept. Pages of the site are made by
    `extra_files`, or left out without it. Safe to run again after it was killed, and when nothing is to be done.
    A release of another schema version than this program writes is withdrawn as long as any name is withheld.
    """
    checker = Checker(entries, originals.parent / "cleared.json")
    changed = []
    with store.opened(home) as releases:
        before: tuple[Mapping[str, pl.DataFrame], Manifest] | None = None
        known = store.manifests(releases)
        for position, manifest in enumerate(known):
            place = releases / manifest.version
            kept = originals / manifest.version
            source = kept if kept.exists() else place
            original = store.read_manifest(source)
            if original.schema_version != SCHEMA_VERSION:
                # Its tables cannot be written again by this program.
                if any(entry.marks for entry in entries):
                    keep_original(place, kept)
                    staging = _tombstone(releases, original, _redactions(original, entries))
                else:
                    staging = store.stage(releases, {})
                    shutil.copytree(source, staging)
                if _same_files(staging, place):
                    shutil.rmtree(staging)
                    continue
                store.replace_release(releases, staging, manifest.version)
                changed.append(manifest.version)
                continue
            stood = read_release(source)
            raw = {name: frame for name, frame in stood.items() if name != CHANGES.name}
            tables = withhold_tables(raw, checker)
            changes = _changes(before, tables, original, stood[CHANGES.name], checker)
            before = (tables, original)
            if _equal(stood, {**tables, CHANGES.name: changes}):
                if source is place or _same_files(kept, place):
                    continue
                staging = store.stage(releases, {})
                shutil.copytree(kept, staging, dirs_exist_ok=True)
            else:
                keep_original(place, kept)
                redactions = _redactions(original, entries)
                notes = {"redactions": [redaction.model_dump(mode="json") for redaction in redactions]}
                draft = Draft(
                    version=original.version,
                    as_of=original.as_of,
                    previous=original.previous,
                    tables={**tables, CHANGES.name: changes},
                    notes=notes,
                    earlier=tuple((one.version, one.as_of) for one in known[:position] if not one.withdrawn),
                )
                check_all(draft.tables)
                documents = _documents(kept, checker)
                staging, _ = written_release(releases, draft, original.inputs, documents, extra_files, redactions)
                if _same_files(staging, place):
                    shutil.rmtree(staging)
                    continue
            store.replace_release(releases, staging, manifest.version)
            changed.append(manifest.version)
        store.announce(releases)
    return changed


def _tombstone(releases: Path, original: Manifest, redactions: list[Redaction]) -> Path:
    """The directory that stands in the place of a release that was withdrawn."""
    readme = WITHDRAWN.format(version=original.version, was=original.schema_version, now=SCHEMA_VERSION).encode()
    listed = [File(path="README.md", bytes=len(readme), sha256=hashlib.sha256(readme).hexdigest())]
    manifest = original.model_copy(update={"tables": {}, "files": listed, "redactions": redactions, "withdrawn": True})
    files = {"README.md": readme, store.MANIFEST: manifest.write()}
    sums = checksums({path: hashlib.sha256(content).hexdigest() for path, content in files.items()})
    return store.stage(releases, files | {store.CHECKSUMS: sums})


def keep_original(release: Path, kept: Path) -> None:
    """Copies `release` to the private directory `kept`, once, for its owner's eyes alone."""
    if kept.exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.parent.chmod(0o700)
    aside = kept.with_name(f".{kept.name}.aside")
    shutil.rmtree(aside, ignore_errors=True)
    shutil.copytree(release, aside)
    os.rename(aside, kept)


def _changes(
    before: tuple[Mapping[str, pl.DataFrame], Manifest] | None,
    tables: Mapping[str, pl.DataFrame],
    manifest: Manifest,
    stood: pl.DataFrame,
    checker: Checker,
) -> pl.DataFrame:
    """The table `changes` between two releases as they now stand, so that no old value in it gives a name away."""
    if manifest.previous is None:
        return empty(CHANGES)
    if before is not None and before[1].version == manifest.previous:
        return changes_between(before[0], tables, before[1].inputs, manifest.inputs)
    # Its predecessor is gone and cannot be compared again: rows that name a withheld recipient are left out.
    checker.check(text for row in stood.iter_rows() for text in row if text)
    mention = mention_of(checker)
    rows = [row for row in stood.iter_rows() if all(text is None or mention(text) is None for text in row)]
    return pl.DataFrame(rows, schema=stood.schema, orient="row")


def _equal(one: Mapping[str, pl.DataFrame], other: Mapping[str, pl.DataFrame]) -> bool:
    return one.keys() == other.keys() and all(frame.equals(other[name]) for name, frame in one.items())


def _same_files(one: Path, other: Path) -> bool:
    return (one / store.CHECKSUMS).read_bytes() == (other / store.CHECKSUMS).read_bytes()


def _redactions(original: Manifest, entries: tuple[Entry, ...]) -> list[Redaction]:
    noted = {(entry.date, entry.reason_class) for entry in entries if entry.marks}
    return [*original.redactions, *(Redaction(date=day, reason_class=reason) for day, reason in sorted(noted))]


def _documents(kept: Path, checker: Checker) -> dict[str, bytes]:
    """Documents that were copied into the release (the codebook and the like), without the names."""
    spelled: dict[int, list[str]] = {}
    for name, number in checker.seen.items():
        spelled.setdefault(number, []).append(name)
    documents = {}
    for path in sorted(kept.iterdir()):
        if path.is_file() and path.name not in MADE_ANEW and not path.name.startswith("hrd-awards."):
            text = path.read_text(encoding="utf-8")
            for number, names in spelled.items():
                text = Replacer(number, names).replace(text, single_words=False)[0]
            documents[path.name] = text.encode()
    return documents
