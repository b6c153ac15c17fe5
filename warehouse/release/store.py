"""Keeps releases on disk: which exist, which is the latest, and how a new one comes in without a moment of half; no file's content is made here.

`releases/<version>/` appears by one rename of a finished, flushed directory. `releases/latest` is a relative symbolic link, replaced by
one rename as the very last step: a link can be swapped atomically on every POSIX file system, a full directory cannot. `index.json` is
made from the manifests, so a process killed between two steps loses nothing: the next one finds the finished release and takes it in.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from schemas.tables import SCHEMA_VERSION
from warehouse.files import one_writer, sync, sync_tree, write_file
from warehouse.release.model import VERSION_PATTERN, Index, Manifest, entry_of

LATEST = "latest"
INDEX = "index.json"
MANIFEST = "manifest.json"
CHECKSUMS = "SHA256SUMS"
STAGING = ".staging"
PASSING = ".passing"
REPLACED = ".replaced-"


class ReleaseError(RuntimeError):
    """A release that cannot be made or read; the message says what to do."""


@contextmanager
def opened(home: Path) -> Iterator[Path]:
    """`home`/releases with the right to write there, leftovers of a killed writer cleared away and a finished release taken in."""
    releases = home / "releases"
    with one_writer(releases):
        shutil.rmtree(releases / STAGING, ignore_errors=True)
        for aside in releases.glob(".*.aside"):
            aside.unlink()
        for replaced in releases.glob(f"{REPLACED}*"):
            target = releases / replaced.name.removeprefix(REPLACED)
            if target.exists():
                shutil.rmtree(replaced)
            else:
                os.rename(replaced, target)
        announce(releases)
        shutil.rmtree(releases / PASSING, ignore_errors=True)
        yield releases


def read_manifest(release: Path) -> Manifest:
    """The manifest of the release in `release`; ReleaseError when there is none or it cannot be read."""
    try:
        return Manifest.model_validate_json((release / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise ReleaseError(
            f"{release / MANIFEST}: {error}. Not a whole release: move the directory away, then build again."
        ) from error


def manifests(releases: Path) -> list[Manifest]:
    """The manifests of all releases in the order in which they were published: each after the one it was compared with."""
    found = {
        path.name: read_manifest(path)
        for path in sorted(releases.glob("*"))
        if path.is_dir() and not path.is_symlink() and re.match(VERSION_PATTERN, path.name)
    }
    ordered: list[Manifest] = []
    rest = sorted(found.values(), key=lambda manifest: version_key(manifest.version))
    while rest:
        placed = {manifest.version for manifest in ordered}
        # A release whose predecessor was deleted counts as a first one.
        manifest = next((one for one in rest if one.previous in placed or one.previous not in found), rest[0])
        ordered.append(manifest)
        rest.remove(manifest)
    return ordered


def standing(releases: Path) -> list[Manifest]:
    """Those of `manifests` that are not withdrawn: what a new release is compared with, and what `latest` may be."""
    return [manifest for manifest in manifests(releases) if not manifest.withdrawn]


def version_key(version: str) -> tuple[int, ...]:
    """The parts of a version as numbers, for ordering."""
    return tuple(int(part) for part in version.split("."))


def next_version(releases: Path, as_of: date) -> str:
    """`YYYY.M.N`: the first free N of the month of `as_of`."""
    prefix = f"{as_of.year}.{as_of.month}."
    taken = [manifest.version for manifest in manifests(releases) if manifest.version.startswith(prefix)]
    return f"{prefix}{max((version_key(version)[2] for version in taken), default=-1) + 1}"


def stage(releases: Path, files: Mapping[str, bytes]) -> Path:
    """A fresh directory beside the releases that holds `files` (path below it -> bytes)."""
    staging = releases / STAGING
    for path in files:
        if os.path.isabs(path) or os.path.normpath(path).split(os.sep)[0] in ("..", "."):
            raise ReleaseError(f"{path}: a file of a release must lie inside it")
    for folder in {(staging / path).parent for path in files}:
        folder.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        (staging / path).write_bytes(content)
    return staging


def accept(releases: Path, staging: Path, version: str) -> Path:
    """Makes the finished `staging` directory the release `version`, then the latest."""
    target = releases / version
    if target.exists():
        raise ReleaseError(f"{target} exists already: releases are never overwritten")
    sync_tree(staging)
    os.rename(staging, target)
    sync(releases)
    announce(releases)
    return target


def announce(releases: Path) -> None:
    """Writes index.json from the manifests, then points `latest` to the release published last that is not withdrawn."""
    known = manifests(releases)
    if not known:
        return
    last = next((manifest.version for manifest in reversed(known) if not manifest.withdrawn), None)
    index = Index(latest=last, schema_version=SCHEMA_VERSION, releases=[entry_of(manifest) for manifest in known])
    if not (releases / INDEX).exists() or (releases / INDEX).read_bytes() != index.write():
        write_file(releases / INDEX, index.write())
    if last is None:
        (releases / LATEST).unlink(missing_ok=True)
    else:
        point_latest(releases, last)


def replace_release(releases: Path, staging: Path, version: str) -> None:
    """Puts the finished `staging` directory in the place of the release `version`, for a withholding only.

    `latest`, when it is that release, leads to a whole one at every moment: to a passing copy while the directories change places.
    """
    withdrawn = read_manifest(staging).withdrawn
    if withdrawn and (releases / LATEST).is_symlink() and os.readlink(releases / LATEST) == version:
        # `announce` points it to another release, if there is one
        (releases / LATEST).unlink()
    is_latest = (releases / LATEST).is_symlink() and os.readlink(releases / LATEST) == version
    sync_tree(staging)
    if is_latest:
        shutil.rmtree(releases / PASSING, ignore_errors=True)
        shutil.copytree(staging, releases / PASSING / version)
        sync_tree(releases / PASSING)
        point_latest(releases, f"{PASSING}/{version}")
    os.rename(releases / version, releases / f"{REPLACED}{version}")
    os.rename(staging, releases / version)
    sync(releases)
    if is_latest:
        point_latest(releases, version)
    shutil.rmtree(releases / f"{REPLACED}{version}")
    shutil.rmtree(releases / PASSING, ignore_errors=True)


def point_latest(releases: Path, target: str) -> None:
    """Makes `latest` lead to `target`, a path below `releases`, in one step."""
    latest = releases / LATEST
    if latest.is_symlink() and os.readlink(latest) == target:
        return
    if latest.exists() and not latest.is_symlink():
        raise ReleaseError(f"{latest} is not a link to a release: move it away, then build again")
    aside = releases / f".{LATEST}.aside"
    aside.unlink(missing_ok=True)
    aside.symlink_to(target)
    os.replace(aside, latest)
    sync(releases)
