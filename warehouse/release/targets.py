"""Copies a verified release to another place that fsspec can reach: a directory, object storage; nothing is built or changed here.

A reader at the target finds a release through `latest.json` or `index.json`, each one object that is written whole. Both are written
after every file of the release stands there with the right checksum, `latest.json` last, so a copy that breaks off is never pointed to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from schemas.tables import SCHEMA_VERSION
from warehouse.files import sync_tree, write_file
from warehouse.release.model import Index, IndexEntry, Manifest, Record, entry_of
from warehouse.release.store import CHECKSUMS, INDEX, MANIFEST, ReleaseError, manifests, read_manifest
from warehouse.release.verify import verify

POINTER = "latest.json"


class Pointer(Record):
    """`latest.json` at a target: which release is the latest, and where its files lie."""

    version: str
    path: str
    schema_version: str


def copy_release(
    release: Path,
    target: str,
    storage_options: dict[str, Any] | None = None,
    report: Callable[[str], None] = lambda path: None,
) -> str:
    """Copies the release in directory `release` to `<target>/<version>/` and makes it the latest there; returns that address.

    `target` is any fsspec address; secrets belong into the environment as its file system expects them. A file that already stands
    there with the same checksum is left; `report` is called with the path of each file copied. Raises ReleaseError when the release
    does not verify, when other bytes stand there under its version (unless names were withheld from one of them since), or a copied file differs.
    """
    import fsspec

    problems = verify(release)
    if problems:
        raise ReleaseError(f"{release} does not verify, so it is not published: {'; '.join(map(str, problems[:3]))}")
    manifest = read_manifest(release)
    files, root = fsspec.core.url_to_fs(target, **(storage_options or {}))
    root = root.rstrip("/")
    place = f"{root}/{manifest.version}"
    stood = _manifest_at(files, f"{place}/{MANIFEST}")
    if stood and stood != manifest and not _reissued(stood, manifest):
        raise ReleaseError(
            f"{target} already has another release {manifest.version}: releases are never overwritten; publish a new version"
        )
    paths = _in_order(release)
    for path in paths:
        content = (release / path).read_bytes()
        address = f"{place}/{path}"
        if _digest_at(files, address) != hashlib.sha256(content).hexdigest():
            files.makedirs(address.rpartition("/")[0], exist_ok=True)
            files.pipe_file(address, content)
            report(path)
        if _digest_at(files, address) != hashlib.sha256(content).hexdigest():
            raise ReleaseError(
                f"{address} does not have the bytes that were sent: try again, the latest there is unchanged"
            )
    for address in files.find(place):
        if address[len(place) :].lstrip("/") not in paths:
            files.rm_file(address)
    if _is_local(files):
        sync_tree(Path(place))
    _announce(files, root, manifest)
    return f"{target.rstrip('/')}/{manifest.version}"


def copy_releases(
    home: Path,
    target: str,
    storage_options: dict[str, Any] | None = None,
    report: Callable[[str], None] = lambda path: None,
) -> list[str]:
    """Copies every release of `home` in the order of publication, so that older ones are replaced where names were withheld since.

    Returns their addresses. See `copy_release`.
    """
    releases = home / "releases"
    known = manifests(releases)
    if not known:
        raise ReleaseError(f"{releases} holds no release to publish: run `hrd-awards build` first")
    return [copy_release(releases / manifest.version, target, storage_options, report) for manifest in known]


def _reissued(stood: Manifest, manifest: Manifest) -> bool:
    """Whether one is the other, issued again for a withholding. Two of one day and reason leave the same note, so notes need not differ."""
    whole = ("version", "as_of", "previous", "schema_version", "inputs")
    noted = bool(stood.redactions or manifest.redactions)
    return noted and all(getattr(stood, name) == getattr(manifest, name) for name in whole)


def _in_order(release: Path) -> list[str]:
    """Paths of all files, the manifest and the checksums last."""
    paths = sorted(path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file())
    closing = [MANIFEST, CHECKSUMS]
    return [path for path in paths if path not in closing] + closing


def _announce(files: Any, root: str, manifest: Manifest) -> None:
    known: list[IndexEntry] = []
    deprecations = []
    if files.exists(f"{root}/{INDEX}"):
        index = Index.model_validate_json(files.cat_file(f"{root}/{INDEX}"))
        known = [entry for entry in index.releases if entry.version != manifest.version]
        deprecations = index.deprecations
        position = next(
            (at for at, entry in enumerate(index.releases) if entry.version == manifest.version), len(known)
        )
    else:
        position = 0
    known.insert(position, entry_of(manifest))
    latest = next((entry for entry in reversed(known) if not entry.withdrawn), None)
    index = Index(
        latest=latest.version if latest else None,
        schema_version=SCHEMA_VERSION,
        deprecations=deprecations,
        releases=known,
    )
    _put_whole(files, f"{root}/{INDEX}", index.write())
    if latest is None:
        if files.exists(f"{root}/{POINTER}"):
            files.rm_file(f"{root}/{POINTER}")
        return
    pointer = Pointer(version=latest.version, path=f"{latest.version}/", schema_version=latest.schema_version)
    _put_whole(files, f"{root}/{POINTER}", pointer.write())


def _put_whole(files: Any, address: str, content: bytes) -> None:
    """Replaces one file in one step: an object store does so by itself, on a disk it takes a rename."""
    if _is_local(files):
        write_file(Path(address), content)
    else:
        files.pipe_file(address, content)


def _is_local(files: Any) -> bool:
    from fsspec.implementations.local import LocalFileSystem

    return isinstance(files, LocalFileSystem)


def _manifest_at(files: Any, address: str) -> Manifest | None:
    return Manifest.model_validate_json(files.cat_file(address)) if files.exists(address) else None


def _digest_at(files: Any, address: str) -> str | None:
    return hashlib.sha256(files.cat_file(address)).hexdigest() if files.exists(address) else None
