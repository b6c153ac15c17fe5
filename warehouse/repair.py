"""Finds damaged files of a release, and puts the latest release back as it was published. No other release is ever touched.

A file comes back only with the checksum it was published with: what cannot be made so again is left to a copy.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from warehouse.files import write_file
from warehouse.release import store
from warehouse.release.model import Manifest
from warehouse.release.publish import Release, checksums

SCRATCH = ".repair"


def damaged_files(release: Path) -> list[tuple[str, str]]:
    """Path and what is wrong, for each file of a release that is missing or has another checksum than its manifest says."""
    manifest = store.read_manifest(release)
    found = []
    for file in manifest.files:
        path = release / file.path
        if not path.is_file():
            found.append((file.path, "missing"))
        elif path.stat().st_size != file.bytes or _digest(path) != file.sha256:
            found.append((file.path, "another checksum"))
    sums = release / store.CHECKSUMS
    if not sums.is_file():
        found.append((store.CHECKSUMS, "missing"))
    elif sums.read_bytes() != _checksums(release, manifest):
        found.append((store.CHECKSUMS, "another checksum"))
    return found


def repair_latest(home: Path, publish_again: Callable[[Path, date], Release]) -> list[str]:
    """The files of the latest release that were damaged and are whole again; empty when none was.

    `publish_again` publishes the tables under the home and with the day that it is given. Raises ReleaseError when a file does not
    come out with the bytes that were published: then what it was made from has changed since, and only a copy can bring it back.
    """
    latest = home / "releases" / store.LATEST
    if not (latest / store.MANIFEST).exists() or not (damaged := damaged_files(latest)):
        return []
    manifest = store.read_manifest(latest)
    scratch = home / SCRATCH
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        for other in store.manifests(home / "releases"):
            if other.version != manifest.version:
                source = home / "releases" / other.version
                shutil.copytree(source, scratch / "releases" / other.version, copy_function=os.link)
        made = publish_again(scratch, manifest.as_of)
        published = {file.path: file.sha256 for file in manifest.files}
        again = {file.path: file.sha256 for file in made.manifest.files}
        with store.opened(home):
            for path, problem in damaged:
                if path == store.CHECKSUMS:
                    continue
                if again.get(path) != published[path]:
                    raise store.ReleaseError(
                        f"{latest.resolve() / path}: {problem}, and what it was made from has changed since: restore this release "
                        "from a copy (a backup, or where it was published), or move its folder away; then build again"
                    )
                (latest / path).parent.mkdir(parents=True, exist_ok=True)
                write_file(latest / path, (made.path / path).read_bytes())
            write_file(latest / store.CHECKSUMS, _checksums(latest, manifest))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return [path for path, _ in damaged]


def _checksums(release: Path, manifest: Manifest) -> bytes:
    digests = {file.path: file.sha256 for file in manifest.files} | {store.MANIFEST: _digest(release / store.MANIFEST)}
    return checksums(digests)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
